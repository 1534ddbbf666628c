//! The buttons that lead to a review.

use assay_sdk::tx::Intent;
use assay_sdk::units::AssetId;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Glyph};
use crate::text::t;
use crate::wallet::{Signing, Wallet};

/// Whether something about this asset is on its way: the same step twice would be refused, and cost a fee.
pub(super) fn under_way(wallet: Wallet, asset: AssetId) -> Memo<bool> {
    let id = asset.to_string();
    Memo::new(move |_| {
        let activity = wallet.activity();
        activity.unfinished(asset.chain).any(|entry| entry.asset.as_deref() == Some(id.as_str()))
    })
}

/// A button that opens the review of what `intent` gives at that moment.
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
    /// What to do.
    #[prop(into)]
    intent: Callback<(), Option<Intent>>,
) -> impl IntoView {
    let wallet = Wallet::expect();
    let busy = under_way(wallet, asset);
    let nobody = wallet.signing() == Signing::Nowhere;
    let on_click = move |()| {
        if let Some(intent) = intent.run(()) {
            wallet.propose(intent, asset);
        }
    };
    view! {
        <Button kind icon=Glyph::Redeem busy disabled=Signal::derive(move || nobody || disabled.get()) on_click>
            {move || if busy.get() { t("On its way").to_owned() } else { words.get() }}
        </Button>
    }
}
