//! What the asset earns.

use assay_sdk::asset::Descriptor;
use leptos::prelude::*;

use crate::components::{EmptyState, Glyph};
use crate::pages::yields::{Income, own, reports};
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
    let window = Signal::stored(YieldWindow::default());
    let answer = reports(wallet, vec![descriptor.asset], window);
    let own = own::returns(wallet, vec![descriptor.asset], window);
    view! { <div class="stack"><own::History wallet own /><Income wallet descriptor answer place=0 own /></div> }
        .into_any()
}
