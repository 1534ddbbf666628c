//! A stored wallet that cannot be read: what that means, and what to do.

use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Notice, NoticeKind};
use crate::route::Way;
use crate::text::t;
use crate::worker::protocol::VaultSummary;

/// Help for a damaged wallet. It is never deleted but by its owner.
#[component]
pub(super) fn DamagedVault(
    /// Which.
    vault: VaultSummary,
    /// What is wrong with it.
    damage: String,
    /// Asks whether to remove it.
    removing: RwSignal<Option<VaultSummary>>,
) -> impl IntoView {
    let remove = move |()| removing.set(Some(vault.clone()));
    view! {
        <Notice kind=NoticeKind::Error title=t("This wallet's file is damaged") what=damage
            next=t("Your assets are on the chain and safe. Bring the wallet again by its recovery phrase.")>
            <p class="notice__what">
                {t("A browser can damage what it stores when it crashes or the disk is full. No password opens a damaged file, and a wrong password does not damage it. The file stays as it is until you remove it.")}
            </p>
            <div class="notice__actions">
                <a class="button" href=Way::Import.href()>{t("Bring it by its phrase")}</a>
                <Button kind=ButtonKind::Quiet on_click=remove>{t("Remove the damaged file")}</Button>
            </div>
        </Notice>
    }
}
