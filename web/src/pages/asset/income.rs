//! What the asset earns.

use assay_sdk::asset::Descriptor;
use leptos::prelude::*;

use crate::components::{EmptyState, Glyph};
use crate::pages::yields::{Income, report};
use crate::route::YieldWindow;
use crate::state::income::may_earn;
use crate::text::t;
use crate::wallet::Wallet;

#[component]
pub(super) fn IncomeSide(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    if !may_earn(&descriptor) {
        return view! {
            <EmptyState glyph=Glyph::Yield title=t("It brings no income")
                text=t("The list names no growing vault, no net asset value and no payments for it. What it is worth may change all the same.") />
        }
        .into_any();
    }
    let answer = report(wallet, descriptor.asset, Signal::stored(YieldWindow::default()));
    view! { <Income wallet descriptor answer /> }.into_any()
}
