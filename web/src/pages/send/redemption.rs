//! A transfer that is a redemption: to the issuer's published address, or to a token that burns what it is sent.

use assay_sdk::asset::Descriptor;
use assay_sdk::redemption::recognised;
use leptos::prelude::*;

use super::check::Form;
use crate::components::{Notice, NoticeKind};
use crate::route::Route;
use crate::text::{fill, t};

/// Says so, with the way to where redemptions are compared and explained; nothing for any other receiver.
#[component]
pub(super) fn RedemptionNote(form: Form, descriptor: Descriptor) -> impl IntoView {
    let asset = descriptor.asset;
    let way = Memo::new(move |_| {
        let to = form.receiver_address()?;
        recognised(&descriptor, to).map(|way| way.settlement.memo.clone())
    });
    let href = move || Route::Redeem { asset: Some(asset), amount: form.amount.get() }.href();
    let note = move || {
        let memo = way.get()?;
        let what = t(
            "Whoever sends to this address gives the tokens up: the issuer pays or delivers for them off the chain, by its own terms.",
        );
        let next = memo.map(|memo| {
            fill(
                t("The issuer asks for: {memo}. The transaction cannot carry it: tell the issuer."),
                &[("memo", &memo)],
            )
        });
        Some(view! {
            <Notice kind=NoticeKind::Warn title=t("This transfer is a redemption") what next=next.unwrap_or_default()>
                <p><a href=href>{t("See it beside the other ways out")}</a></p>
            </Notice>
        })
    };
    view! { <div aria-live="polite">{note}</div> }
}
