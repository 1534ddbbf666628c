//! Several calls of a site that are signed here one after another, and what became of calls.

use leptos::prelude::*;

use super::batch::one_call;
use super::details::{address, coin, receivers};
use super::simulated::SimulationPanel;
use super::{Stage, actions, granted_nothing, nobody_may, not_understood};
use crate::components::{Button, ButtonKind, Definition, DefinitionList};
use crate::pages::activity::CallEntries;
use crate::pages::contact_add::warning;
use crate::pages::watched::SigningNote;
use crate::shell::shell;
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
    let nothing_granted = calls.iter().all(|call| granted_nothing(&call.effects));
    let found = draft.checked.iter().copied().chain(std::iter::repeat(None));
    let lines =
        calls.iter().zip(found).enumerate().map(|(place, (call, found))| one_call(call, found, (place, count), wallet));
    let people = untrack(|| shell().people());
    let all_receivers = calls.iter().flat_map(|call| receivers(&call.effects));
    let alike = all_receivers.filter_map(|receiver| warning(&people, receiver)).collect_view();
    let pairs = vec![
        Definition::view(t("From"), address(batch.from(), None)),
        Definition::text(t("Fees of all, at most"), coin(draft.fee_ceiling(), batch.chain())),
        Definition::text(t("Network"), batch.chain().to_string()),
    ];
    view! {
        <p class="batch__lead">{lead}</p>
        <SimulationPanel wallet />
        <ol class="batch">{lines.collect_view()}</ol>
        {nothing_granted.then(nobody_may)}
        {alike}
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
