//! The locked door: which wallet, its password, and help where one is damaged.

mod choice;
mod damaged;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::JsCast;
use zeroize::Zeroize as _;

use self::choice::Choice;
use self::damaged::DamagedVault;
use super::remove_wallet::RemoveWallet;
use crate::components::{Button, ButtonKind, ButtonPurpose, ButtonWidth, Glyph, Notice, PageHeader, PasswordField};
use crate::route::Way;
use crate::shell::shell;
use crate::text::{fill, t};
use crate::worker::protocol::{Call, UnlockKey, VaultSummary};

/// The page.
#[component]
pub(crate) fn Unlock(
    /// All stored wallets, oldest first; never none.
    vaults: Vec<VaultSummary>,
) -> impl IntoView {
    let shell = shell();
    // The newest that can be opened; where none can, the newest.
    let first = vaults.iter().rev().find(|vault| vault.damage.is_none()).or_else(|| vaults.last());
    let chosen = RwSignal::new(first.map(|vault| vault.id.clone()).unwrap_or_default());
    let removing = RwSignal::new(None::<VaultSummary>);
    let vaults = StoredValue::new(vaults);
    let which = Memo::new(move |_| {
        vaults.with_value(|vaults| chosen.with(|chosen| vaults.iter().find(|vault| vault.id == *chosen).cloned()))
    });
    let locked_itself = move || {
        shell.locked_itself.get().map(|minutes| {
            view! {
                <Notice title=t("The wallet locked itself") what=left_alone(minutes)
                    next=t("Unlocking leads back to where you were.") />
            }
        })
    };
    let door = move || {
        which.get().map(|vault| match vault.damage.clone() {
            None => view! { <Door vault removing /> }.into_any(),
            Some(damage) => view! { <DamagedVault vault damage removing /> }.into_any(),
        })
    };
    view! {
        <PageHeader title=t("Unlock") />
        <div class="stack stack--loose">
            {locked_itself}
            <Choice vaults=vaults.get_value() chosen />
            {door}
            <p class="small"><a href=Way::Choose.href()>{t("Use another wallet: create, bring, or try the demo")}</a></p>
        </div>
        <RemoveWallet vault=removing />
    }
}

fn left_alone(minutes: u32) -> String {
    match minutes {
        1 => t("Nothing was touched for a minute.").to_owned(),
        more => fill(t("Nothing was touched for {minutes} minutes."), &[("minutes", &more.to_string())]),
    }
}

/// The password of one shell.
#[component]
fn Door(vault: VaultSummary, removing: RwSignal<Option<VaultSummary>>) -> impl IntoView {
    let shell = shell();
    let password = RwSignal::new(String::new());
    let (busy, set_busy) = signal(false);
    let (error, set_error) = signal(None::<String>);
    let wipe = move || {
        let _gone = password.try_update(|password| password.zeroize());
    };
    on_cleanup(wipe);
    let id = vault.id.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if password.with_untracked(String::is_empty) {
            set_error.set(Some(t("Type the password of this shell.").to_owned()));
            return;
        }
        set_busy.set(true);
        set_error.set(None);
        let key = UnlockKey::Password { password: password.get_untracked() };
        let call = Call::Unlock { vault: id.clone(), key: Some(key) };
        spawn_local(async move {
            if let Err(error) = shell.change(call).await {
                set_error.set(Some(error.message));
                focus_password();
            }
            set_busy.set(false);
        });
    };
    request_animation_frame(focus_password);
    let remove = move |()| removing.set(Some(vault.clone()));
    view! {
        <form class="stack" on:submit=submit>
            <PasswordField label=t("Password") value=password error />
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy icon=Glyph::Lock>{t("Unlock")}</Button>
            <details class="details">
                <summary>{t("The password is lost")}</summary>
                <div class="stack stack--tight details__text">
                    <p>{t("Nobody can reset it. With the recovery phrase you can bring the wallet again under a new password, and then remove this one.")}</p>
                    <div class="row">
                        <a class="button" href=Way::Import.href()>{t("Bring it by its phrase")}</a>
                        <Button kind=ButtonKind::Quiet on_click=remove>{t("Remove this wallet")}</Button>
                    </div>
                </div>
            </details>
        </form>
    }
}

/// The one thing to fill in takes the focus.
fn focus_password() {
    let field = document().query_selector("main input[autocomplete='current-password']").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A field that cannot take the focus leaves it where it was.
        drop(field.focus());
    }
}
