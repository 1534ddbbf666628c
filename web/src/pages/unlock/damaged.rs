//! A stored wallet that cannot be read: what that means, and what to do, the safest first.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{AddressView, Button, ButtonKind, Glyph, Notice, NoticeKind};
use crate::pages::key_ask::{Attempt, KeyAsk};
use crate::pages::save_file::SaveFile;
use crate::route::Way;
use crate::shell::shell;
use crate::text::t;
use crate::worker::protocol::{Call, UnlockKey, VaultSummary};

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
    let (id, rescued) = (vault.id.clone(), vault.clone());
    let known =
        vault.accounts.iter().map(|account| view! { <li><AddressView address=Signal::stored(account.address) /></li> });
    let known = known.collect_view();
    let has_known = !vault.accounts.is_empty();
    let remove = move |()| removing.set(Some(vault.clone()));
    view! {
        <div class="stack stack--loose">
            <Notice kind=NoticeKind::Error title=t("This wallet's file is damaged") what=damage
                next=t("Your assets are on the chain and safe. What follows goes from the safest to the last resort.")>
                <p class="notice__what">
                    {t("A browser can damage what it stores when it crashes or the disk is full. A wrong password does not damage it. The file stays as it is until you remove it.")}
                </p>
            </Notice>
            {has_known.then(|| view! { <div class="stack stack--tight"><p class="label">{t("Accounts that can still be read in it")}</p><ul class="stack stack--tight">{known}</ul></div> })}
            <ol class="helps">
                <li class="helps__step">
                    <h2 class="helps__title">{t("Save what is readable")}</h2>
                    <p>{t("One file with everything that is left, encrypted as it was. Keep it until the wallet is back.")}</p>
                    <SaveFile call=Callback::new(move |()| Call::Salvage { vault: id.clone() }) label=t("Save what is readable") />
                </li>
                <li class="helps__step">
                    <h2 class="helps__title">{t("Try to rescue it")}</h2>
                    <p>{t("What still opens with its password or passkey is stored as a wallet of its own, beside this one.")}</p>
                    <Rescue vault=rescued />
                </li>
                <li class="helps__step">
                    <h2 class="helps__title">{t("Restore it")}</h2>
                    <p>{t("From a file that you saved in Settings, or from its recovery phrase on paper.")}</p>
                    <div class="row">
                        <a class="button" href=Way::Restore.href()>{t("Restore from a file")}</a>
                        <a class="button" href=Way::Import.href()>{t("Bring it by its phrase")}</a>
                    </div>
                </li>
                <li class="helps__step">
                    <h2 class="helps__title">{t("Remove it")}</h2>
                    <p>{t("Once the wallet is back, or if nothing in it matters.")}</p>
                    <div class="row"><Button kind=ButtonKind::Quiet on_click=remove>{t("Remove the damaged file")}</Button></div>
                </li>
            </ol>
        </div>
    }
}

/// Asks for what opened it.
#[component]
fn Rescue(vault: VaultSummary) -> impl IntoView {
    let shell = shell();
    let (trying, set_trying) = signal(false);
    let attempt = Attempt::new();
    let id = vault.id.clone();
    let vault = StoredValue::new(vault);
    let rescue = Callback::new(move |key: UnlockKey| {
        attempt.begin();
        let call = Call::Rescue { vault: id.clone(), key };
        spawn_local(async move { _ = attempt.end(shell.change(call).await) });
    });
    move || {
        if trying.get() {
            let methods = vault.with_value(|vault| vault.methods.clone());
            view! { <KeyAsk methods action=t("Rescue") attempt on_key=rescue /> }.into_any()
        } else {
            view! { <div class="row"><Button icon=Glyph::Key on_click=move |()| set_trying.set(true)>{t("Try with its password")}</Button></div> }
                .into_any()
        }
    }
}
