//! The open wallet's name and accounts, and the wallets of this device.

use alloy_primitives::Address;
use leptos::prelude::*;

use super::account_row::AccountRow;
use super::add_account::{Add, AddAccount};
use super::devices::Devices;
use crate::components::{Button, ButtonKind, Glyph, Notice, NoticeKind, Sheet};
use crate::pages::rename::{Rename, by_worker};
use crate::shell::shell;
use crate::state::session::Unlocked;
use crate::text::{fill, t};
use crate::worker::protocol::{AccountSummary, Call, SecretKind, VaultSummary};

/// The part of the settings.
#[component]
pub(super) fn WalletPart(unlocked: Unlocked) -> impl IntoView {
    let shell = shell();
    let vault = Memo::new(move |_| shell.open_vault().unwrap_or_default());
    let name = Memo::new(move |_| vault.with(VaultSummary::name));
    let rename = by_worker(|label| Call::Rename { label });
    view! {
        <section class="section" aria-labelledby="name">
            <div class="section__head"><h2 id="name">{t("This wallet")}</h2></div>
            <div class="named">
                {move || view! { <Rename name=name.get() what=fill(t("Rename the wallet {name}"), &[("name", &name.get())]) save=rename /> }}
            </div>
        </section>
        <Accounts vault in_use=unlocked.address() />
        <Devices open=unlocked.vault().to_owned() />
    }
}

#[component]
fn Accounts(vault: Memo<VaultSummary>, in_use: Address) -> impl IntoView {
    let adding = RwSignal::new(None::<Add>);
    let removing = RwSignal::new(None::<AccountSummary>);
    let accounts = Memo::new(move |_| vault.with(|vault| vault.accounts.clone()));
    let only = move || accounts.with(|accounts| accounts.len() == 1);
    let rows = move || {
        let row = |(place, account)| view! { <AccountRow account place in_use removing /> };
        accounts.get().into_iter().enumerate().map(row).collect_view()
    };
    view! {
        <section class="section" aria-labelledby="accounts">
            <div class="section__head"><h2 id="accounts">{t("Accounts")}</h2></div>
            <ul class="accounts">{rows}</ul>
            {move || only().then(|| view! { <p class="small muted">{t("The only account stays. To be rid of it, remove the wallet below.")}</p> })}
            <Ways vault adding />
            <AddAccount adding />
            <RemoveAccount removing />
        </section>
    }
}

/// The ways to one more account, as far as this wallet has them.
#[component]
fn Ways(vault: Memo<VaultSummary>, adding: RwSignal<Option<Add>>) -> impl IntoView {
    let phrases = Memo::new(move |_| vault.with(phrases));
    let keyless = Memo::new(move |_| vault.with(VaultSummary::is_keyless));
    let of_phrase = move || {
        let phrases = phrases.get();
        let several = phrases.len() > 1;
        let buttons = |(place, secret): (usize, u32)| {
            let which = several.then(|| fill(t(" of phrase {n}"), &[("n", &place.saturating_add(1).to_string())]));
            let which = which.unwrap_or_default();
            let press = move |add: Add| move |()| adding.set(Some(add));
            view! {
                <Button icon=Glyph::Plus on_click=press(Add::Next { secret })>{format!("{}{which}", t("Next account"))}</Button>
                <Button on_click=press(Add::FromList { secret })>{format!("{}{which}", t("Choose from a list"))}</Button>
                <Button on_click=press(Add::Discover { secret })>{format!("{}{which}", t("Look for used accounts"))}</Button>
            }
        };
        phrases.into_iter().enumerate().map(buttons).collect_view()
    };
    let bring = move || {
        if keyless.get() {
            return view! { <p class="small muted">{t("This wallet has no password, so no key can be kept in it. Bring the key as a wallet of its own.")}</p> }.into_any();
        }
        view! { <Button icon=Glyph::Key on_click=move |()| adding.set(Some(Add::Bring))>{t("Bring a key or phrase")}</Button> }.into_any()
    };
    view! {
        <div class="stack stack--tight">
            <h3>{t("Add an account")}</h3>
            <div class="row">
                {of_phrase}
                {bring}
                <Button icon=Glyph::Eye on_click=move |()| adding.set(Some(Add::Watched))>{t("Watch an address")}</Button>
            </div>
        </div>
    }
}

/// The ids of a wallet's phrases.
pub(super) fn phrases(vault: &VaultSummary) -> Vec<u32> {
    let phrases = vault.secrets.iter().filter(|secret| matches!(secret.kind, SecretKind::Phrase { .. }));
    phrases.map(|secret| secret.id).collect()
}

/// Asks once before an account goes.
#[component]
fn RemoveAccount(removing: RwSignal<Option<AccountSummary>>) -> impl IntoView {
    let close = move |()| removing.set(None);
    let open = Signal::derive(move || removing.with(Option::is_some));
    let question = move || removing.get().map(|account| view! { <Question account removing /> });
    view! { <Sheet title=t("Remove an account") open on_close=close>{question}</Sheet> }
}

#[component]
fn Question(account: AccountSummary, removing: RwSignal<Option<AccountSummary>>) -> impl IntoView {
    use crate::worker::protocol::AccountKind;
    let shell = shell();
    let (busy, set_busy) = signal(false);
    let (refused, set_refused) = signal(None::<String>);
    let short = crate::format::short_address(&account.address);
    let name = if account.label.trim().is_empty() { short } else { format!("{} ({short})", account.label.trim()) };
    let what = match account.kind {
        AccountKind::Derived { .. } => {
            t("It leaves this list. Its key follows from the phrase, so it can be added again at any time.")
        }
        AccountKind::Key => t(
            "Its key is deleted with it. Without a copy of that key, what the account holds is lost for good: save its keystore first.",
        ),
        AccountKind::Watched | AccountKind::Connected => {
            t("It leaves this list. No key is touched, and it can be added again.")
        }
    };
    let kind = if account.kind == AccountKind::Key { NoticeKind::Warn } else { NoticeKind::Info };
    let address = account.address;
    let remove = move |()| {
        set_busy.set(true);
        leptos::task::spawn_local(async move {
            match shell.change(Call::RemoveAccount { account: address }).await {
                Ok(()) => removing.set(None),
                Err(error) => set_refused.set(Some(error.message)),
            }
            let _gone = set_busy.try_set(false);
        });
    };
    view! {
        <div class="stack">
            <Notice kind title=fill(t("{name} leaves this wallet"), &[("name", &name)]) what />
            {move || refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("It was not removed") what /> })}
            <div class="sheet__actions">
                <Button on_click=move |()| removing.set(None)>{t("Keep it")}</Button>
                <Button kind=ButtonKind::Danger busy on_click=remove>{fill(t("Remove {name}"), &[("name", &name)])}</Button>
            </div>
        </div>
    }
}
