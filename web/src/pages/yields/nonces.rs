//! Bonds by class and nonce: how many are held, how far they are, and what is open to redemption.

use assay_sdk::units::{Date, Timestamp};
use assay_sdk::yields::{NonceHolding, Unread, YieldReport};
use leptos::prelude::*;

use crate::components::{Definition, DefinitionList, Notice, NoticeKind};
use crate::format;
use crate::text::{fill, t};

/// A panel for each that the list names.
#[component]
pub(super) fn Nonces(report: Memo<Option<YieldReport>>) -> impl IntoView {
    let nonces = Memo::new(move |_| report.with(|report| report.as_ref().map(|report| report.nonces.clone())));
    move || {
        let held = nonces.get().unwrap_or_default();
        held.into_iter()
            .map(|part| match part {
                Ok(fact) => panel(fact.value()),
                Err(Unread(error)) => {
                    let title = t("A bond by class and nonce could not be read");
                    view! { <Notice kind=NoticeKind::Warn title what=error.to_string() /> }.into_any()
                }
            })
            .collect_view()
    }
}

fn panel(held: &NonceHolding) -> AnyView {
    let open = match held.redeemable() {
        Some(open) if open.is_zero() => t("Not redeemable yet.").to_owned(),
        Some(open) => fill(
            t("{amount} may be redeemed. Who redeems them, and what that pays, is the issuer's business."),
            &[("amount", &format::amount(&open).full)],
        ),
        None => t("The contract does not say how far it is.").to_owned(),
    };
    let matures = match held.maturity {
        Some(time) => day(time),
        None => t("Not stated").to_owned(),
    };
    let pairs = vec![
        Definition::text(t("In all"), format::amount(&held.active).full),
        Definition::text(t("Redeemed so far"), format::amount(&held.redeemed).full),
        Definition::text(t("Matures"), matures),
    ];
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{fill(t("Bonds that you hold: {label}"), &[("label", &held.of.label)])}</p>
            <p class="growth__figure">{format::amount(&held.balance).full}</p>
            <p class="small muted">{open}</p>
            <DefinitionList pairs />
            <p class="small muted">{t("By ERC-3475. The standard states no coupon that could be read.")}</p>
        </div>
    }
    .into_any()
}

fn day(time: Timestamp) -> String {
    Date::of(time).map_or_else(|_| t("Not stated").to_owned(), |day| day.to_string())
}
