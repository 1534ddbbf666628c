//! Several calls of a site that are signed here one after another, and what became of calls.

use leptos::prelude::*;

use super::batch::each;
use super::details::{address, coin, network};
use super::{Stage, actions, not_understood};
use crate::components::{Button, ButtonKind, Definition, DefinitionList};
use crate::pages::activity::CallEntries;
use crate::pages::watched::SigningNote;
use crate::text::{fill, t};
use crate::wallet::{SeriesDraft, Wallet};

/// The review of all of them.
pub(super) fn series(draft: &SeriesDraft, wallet: Wallet, stage: Stage) -> AnyView {
    let (batch, calls) = (draft.batch.batch(), draft.batch.calls());
    let count = calls.len();
    let understood = draft.batch.is_understood();
    let lead = fill(
        t(
            "{count} transactions, signed and sent one after another. The first that fails ends them: what was done before it stays done.",
        ),
        &[("count", &count.to_string())],
    );
    let pairs = vec![
        Definition::view(t("From"), address(batch.from(), None)),
        Definition::text(t("Fees of all, at most"), coin(draft.fee_ceiling(), batch.chain())),
        Definition::text(t("Network"), network(batch.chain())),
    ];
    view! {
        <p class="batch__lead">{lead}</p>
        {each(calls, &draft.checked, wallet)}
        {(!understood).then(not_understood)}
        <DefinitionList pairs />
        <SigningNote wallet />
        {actions(wallet, stage, understood.then_some(ButtonKind::Primary), || ().into_any())}
    }
    .into_any()
}

/// What became of calls, as the site wants it seen.
pub(super) fn calls(id: String, wallet: Wallet) -> AnyView {
    let site = untrack(|| wallet.asker()).map(|asker| asker.site.to_string()).unwrap_or_default();
    view! {
        <p class="label">{t("What became of these calls")}</p>
        <CallEntries site id />
        <div class="sheet__actions">
            <Button kind=ButtonKind::Primary on_click=move |()| wallet.dismiss()>{t("Done")}</Button>
        </div>
    }
    .into_any()
}
