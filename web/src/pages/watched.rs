//! What is said where an account cannot sign by itself: why, and what to do.

use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::route::{Route, SettingsPart};
use crate::text::t;
use crate::wallet::{Signing, Wallet};

/// A line below the buttons that sign: nothing for an account whose key is here.
#[component]
pub(super) fn SigningNote(
    /// The wallet.
    wallet: Wallet,
) -> impl IntoView {
    match wallet.signing() {
        Signing::Here => ().into_any(),
        Signing::Elsewhere => view! {
            <p class="signing-note"><Icon glyph=Glyph::Link /><span>
                {t("This account's key is in another wallet of this browser. That wallet asks you before it signs.")}
            </span></p>
        }
        .into_any(),
        Signing::Nowhere => {
            let href = Route::Settings { part: SettingsPart::Wallet }.href();
            view! {
                <p class="signing-note"><Icon glyph=Glyph::Eye /><span>
                    {t("You watch this account: its key is not in this wallet, so nothing can be signed for it.")}{" "}
                    <a href=href>{t("Bring its key, or switch to an account with one")}</a>
                </span></p>
            }
            .into_any()
        }
    }
}
