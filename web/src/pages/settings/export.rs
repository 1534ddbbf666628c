//! The wallet in one file, and the key of one account in another.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::security::Act;
use crate::components::{Button, ButtonKind, ButtonPurpose, Glyph, SelectField};
use crate::pages::key_ask::{Attempt, KeyAsk};
use crate::pages::new_password::{NewPassword, NewPasswordFields};
use crate::pages::save_file::{SaveFile, Saved, hand_out, told};
use crate::shell::shell;
use crate::state::accounts;
use crate::text::t;
use crate::worker::protocol::{Call, Reveal, UnlockKey, VaultSummary};

/// The files that can be saved.
#[component]
pub(super) fn Files(vault: Memo<VaultSummary>, act: RwSignal<Option<Act>>) -> impl IntoView {
    let save = Callback::new(move |()| Call::ExportVault { vault: vault.with_untracked(|vault| vault.id.clone()) });
    view! {
        <section class="section" aria-labelledby="files">
            <div class="section__head"><h2 id="files">{t("Files")}</h2></div>
            <div class="stack stack--tight">
                <h3>{t("The whole wallet")}</h3>
                <p class="small muted">{t("Encrypted as it is stored here, with all accounts and names. Its password opens it. Restore it on another device under “Restore from a file”.")}</p>
                <SaveFile call=save label=t("Save the wallet's file") />
            </div>
            <div class="stack stack--tight">
                <h3>{t("The key of one account")}</h3>
                <p class="small muted">{t("A keystore file (Web3 Secret Storage), which nearly every wallet reads. It gets a password of its own.")}</p>
                <div class="row"><Button icon=Glyph::Key on_click=move |()| act.set(Some(Act::Keystore))>{t("Save an account's keystore")}</Button></div>
            </div>
        </section>
    }
}

/// What is asked before a key is saved.
#[component]
pub(super) fn KeystoreSheet(vault: VaultSummary, on_done: Callback<()>) -> impl IntoView {
    let shell = shell();
    let keyed = vault.accounts.iter().enumerate().filter(|(_, account)| account.has_key());
    let options: Vec<_> =
        keyed.map(|(place, account)| (account.address.to_string(), accounts::choice_words(account, place))).collect();
    let account = RwSignal::new(options.first().map(|(key, _)| key.clone()).unwrap_or_default());
    let new = NewPassword::new();
    let (chosen, set_chosen) = signal(false);
    let (saved, set_saved) = signal(None::<Saved>);
    let attempt = Attempt::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        set_chosen.set(new.ready());
    };
    let save = move |key: UnlockKey| {
        let Ok(account) = account.get_untracked().parse() else { return };
        attempt.begin();
        let call = Call::Reveal { what: Reveal::Keystore { account, password: new.typed() }, key };
        spawn_local(async move {
            if let Some(outcome) = attempt.end(hand_out(shell.ask(call).await)) {
                new.wipe();
                let _gone = set_saved.try_set(Some(outcome));
            }
        });
    };
    let methods = StoredValue::new(vault.methods);
    let options = Signal::stored(options);
    move || {
        if let Some(outcome) = saved.get() {
            return view! {
                {told(outcome)}
                <div class="sheet__actions"><Button kind=ButtonKind::Primary on_click=on_done>{t("Done")}</Button></div>
            }
            .into_any();
        }
        if chosen.get() {
            return view! {
                <p>{t("Now what opens this wallet, once more.")}</p>
                <KeyAsk methods=methods.get_value() action=t("Save the keystore") attempt on_key=save />
            }
            .into_any();
        }
        view! {
            <form class="stack" on:submit=submit novalidate=true>
                <SelectField label=t("Account") value=account options />
                <NewPasswordFields new label=t("Password of the file") hint=t("Whoever has the file and this password has the account. At least 8 characters.") />
                <div class="sheet__actions">
                    <Button on_click=on_done>{t("Cancel")}</Button>
                    <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit>{t("Continue")}</Button>
                </div>
            </form>
        }
        .into_any()
    }
}
