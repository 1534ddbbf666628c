//! Who asks, where it is a site: above everything else that the sheet says.

use assay_sdk::evidence::Level;
use leptos::prelude::*;

use crate::components::{LevelMark, level_name};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The site's origin, which the browser vouches for; its name, which is its own claim.
#[component]
pub(super) fn SiteAsks(wallet: Wallet) -> impl IntoView {
    move || {
        let asker = wallet.asker()?;
        let name = asker.name.clone().map(|name| {
            view! {
                <p class="asker__name row small muted">
                    <bdi>{fill(t("It calls itself “{name}”"), &[("name", &name)])}</bdi>
                    <span class="row"><LevelMark level=Level::Claimed />{level_name(Level::Claimed)}</span>
                </p>
            }
        });
        let origin = asker.site.to_string();
        Some(view! {
            <section class="asker panel" aria-label=t("Who asks")>
                <p class="label">{t("A site asks")}</p>
                <p class="asker__origin"><bdi dir="ltr">{origin}</bdi></p>
                {name}
            </section>
        })
    }
}
