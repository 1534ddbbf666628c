//! The locked door: which wallet, what opens it, and help where one is damaged.

mod choice;
mod damaged;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::choice::Choice;
use self::damaged::DamagedVault;
use super::key_ask::{Attempt, KeyAsk};
use super::remove_wallet::RemoveWallet;
use crate::components::{Button, ButtonKind, ButtonWidth, Glyph, Notice, NoticeKind, PageHeader};
use crate::route::Way;
use crate::shell::shell;
use crate::text::{fill, t};
use crate::worker::protocol::{AccountKind, Call, UnlockKey, VaultSummary};

/// The page.
#[component]
pub(crate) fn Unlock() -> impl IntoView {
    let shell = shell();
    // The newest that can be opened; where none can, the newest.
    let first = shell.vaults.with_untracked(|vaults| {
        let first = vaults.iter().rev().find(|vault| vault.damage.is_none()).or_else(|| vaults.last());
        first.map(|vault| vault.id.clone()).unwrap_or_default()
    });
    let chosen = RwSignal::new(first);
    let removing = RwSignal::new(None::<VaultSummary>);
    let which = Memo::new(move |_| {
        shell.vaults.with(|vaults| {
            let own = chosen.with(|chosen| vaults.iter().find(|vault| vault.id == *chosen).cloned());
            // The chosen one may just have been removed.
            own.or_else(|| vaults.last().cloned())
        })
    });
    Effect::new(move |_| {
        if let Some(vault) = which.get()
            && chosen.with_untracked(|chosen| *chosen != vault.id)
        {
            chosen.set(vault.id);
        }
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
            {move || view! { <Choice vaults=shell.vaults.get() chosen /> }}
            {door}
            <p class="small"><a href=Way::Choose.href()>{t("Use another wallet: create, bring, watch, or try the demo")}</a></p>
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

/// What opens one wallet.
#[component]
fn Door(vault: VaultSummary, removing: RwSignal<Option<VaultSummary>>) -> impl IntoView {
    let shell = shell();
    let attempt = Attempt::new();
    let id = vault.id.clone();
    let open = move |key: Option<UnlockKey>| {
        attempt.begin();
        let call = Call::Unlock { vault: id.clone(), key };
        spawn_local(async move { _ = attempt.end(shell.change(call).await) });
    };
    let fell_back = vault.fell_back.clone().map(|why| {
        view! {
            <Notice kind=NoticeKind::Warn title=t("The newest copy of this wallet could not be read") what=why
                next=t("The copy before it is in use and opens as usual. Changes that were made last, such as a new name or account, may be missing: make them again.") />
        }
    });
    let keyless = vault.is_keyless();
    let methods = vault.methods.clone();
    let way_in = if keyless {
        view! { <Keyless vault=vault.clone() attempt on_open=move |()| open(None) /> }.into_any()
    } else {
        view! { <KeyAsk methods action=t("Unlock") attempt on_key=move |key| open(Some(key)) /> }.into_any()
    };
    let lost = (!keyless).then(|| view! { <Lost vault removing /> });
    view! { <div class="stack">{fell_back}{way_in}{lost}</div> }
}

/// A wallet without anything secret opens at a press.
#[component]
fn Keyless(vault: VaultSummary, attempt: Attempt, #[prop(into)] on_open: Callback<()>) -> impl IntoView {
    let connected = vault.accounts.iter().any(|account| account.kind == AccountKind::Connected);
    let why = if connected {
        t("Its key is in another wallet of this browser. It opens without a password.")
    } else {
        t("It watches an address and holds no key. It opens without a password.")
    };
    view! {
        <p>{why}</p>
        {move || attempt.refused.get().map(|error| view! { <Notice kind=NoticeKind::Error title=t("That did not work") what=error.message /> })}
        <Button kind=ButtonKind::Primary width=ButtonWidth::Line icon=Glyph::Eye busy=attempt.busy on_click=on_open>{t("Open")}</Button>
    }
}

/// What to do without the password.
#[component]
fn Lost(vault: VaultSummary, removing: RwSignal<Option<VaultSummary>>) -> impl IntoView {
    let remove = move |()| removing.set(Some(vault.clone()));
    view! {
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
    }
}
