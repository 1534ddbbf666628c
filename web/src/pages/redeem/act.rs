//! The buttons that lead to a review.

use assay_sdk::tx::Intent;
use assay_sdk::units::AssetId;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Glyph};
use crate::state::income::Claim;
use crate::text::t;
use crate::wallet::{Signing, Wallet};

/// Whether something about this asset is on its way: the same step twice would be refused, and cost a fee.
pub(super) fn under_way(wallet: Wallet, asset: AssetId) -> Memo<bool> {
    let id = asset.to_string();
    Memo::new(move |_| {
        let activity = wallet.activity();
        activity.unfinished(asset.chain).any(|entry| entry.is_about(&id))
    })
}

/// A button that opens the review of what `steps` gives at that moment.
#[component]
pub(super) fn Act(
    /// Its words.
    words: Signal<String>,
    /// How much weight it has.
    kind: ButtonKind,
    /// The asset that it is about.
    asset: AssetId,
    /// Whether it cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What to do, in order.
    #[prop(into)]
    steps: Callback<(), Vec<Intent>>,
) -> impl IntoView {
    let wallet = Wallet::expect();
    let busy = under_way(wallet, asset);
    let nobody = wallet.signing() == Signing::Nowhere;
    let on_click = move |()| {
        let steps = steps.run(()).into_iter().map(|intent| Claim { asset, intent });
        wallet.propose_steps(steps.collect());
    };
    view! {
        <Button kind icon=Glyph::Redeem busy disabled=Signal::derive(move || nobody || disabled.get()) on_click>
            {move || if busy.get() { t("On its way").to_owned() } else { words.get() }}
        </Button>
    }
}
