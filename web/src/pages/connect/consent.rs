//! Whether a site may see an account, and which.

use std::collections::BTreeSet;
use std::time::Duration;

use alloy_primitives::Address;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ARMING;
use crate::components::{Badge, Button, ButtonKind, Identicon, IdenticonSize, Notice, NoticeKind, PageHeader};
use crate::format;
use crate::shell::{Shell, shell};
use crate::site::Site;
use crate::state::{accounts, look_alike};
use crate::text::{fill, t};
use crate::wallet::Wallet;
use crate::worker::protocol::AccountSummary;

/// The question.
#[component]
pub(super) fn Consent(
    /// The number of the request: the answer belongs to it alone.
    id: u64,
) -> impl IntoView {
    let site = expect_context::<Site>();
    let shell = shell();
    let origin = site.origin();
    let chosen = RwSignal::new(first_choice(shell, site));
    let (trouble, set_trouble) = signal(None::<String>);
    let (busy, set_busy) = signal(false);
    let armed = armed();
    let agree = move |()| {
        let Some(account) = chosen.get_untracked() else { return };
        set_busy.set(true);
        spawn_local(async move {
            if let Err(error) = site.consent(id, account).await {
                // The page may be another one by now.
                let _gone = set_trouble.try_set(Some(error.to_string()));
            }
            let _gone = set_busy.try_set(false);
        });
    };
    let name = origin.name().to_owned();
    let title = fill(t("Connect to {site}?"), &[("site", &name)]);
    let sees = fill(
        t(
            "{site} will see this address, its balances and its history on the chain. It can ask you to sign; nothing is signed without your word.",
        ),
        &[("site", &name)],
    );
    view! {
        <PageHeader title />
        <div class="stack stack--loose">
            {warning(shell, site)}
            {before(shell, site)}
            {accounts_of(shell, chosen)}
            <p>{sees}</p>
            {move || shell.connections_trouble.get().map(|error| view! {
                <Notice kind=NoticeKind::Warn title=t("What you allowed before could not be read") what=error.to_string()
                    next=t("Until it can be, every site is asked about anew.") />
            })}
            {move || trouble.get().map(|what| view! {
                <Notice kind=NoticeKind::Error title=t("This could not be remembered, so nothing was told to the site") what />
            })}
            <div class="row">
                <Button kind=ButtonKind::Primary busy disabled=Signal::derive(move || !armed.get()) on_click=agree>{t("Connect")}</Button>
                <Button on_click=move |()| site.refuse(id)>{t("Do not connect")}</Button>
            </div>
        </div>
    }
}

/// What is suspicious about the site's name.
fn warning(shell: Shell, site: Site) -> impl IntoView {
    let wallet = Wallet::expect();
    let origin = site.origin();
    let found = Memo::new(move |_| look_alike::look_alike(origin.host(), &known_hosts(shell, wallet)));
    move || {
        found.get().map(|found| {
            let (what, next) = look_alike::words(&found);
            view! { <Notice kind=NoticeKind::Error title=t("This may not be the site that you think") what next /> }
        })
    }
}

/// The hosts that the user has to do with: those of earlier connections, and those that the token list names. Tracks.
fn known_hosts(shell: Shell, wallet: Wallet) -> BTreeSet<String> {
    let connected =
        shell.connections.with(|all| all.iter().map(|one| one.origin.host().to_owned()).collect::<BTreeSet<_>>());
    let room = wallet.room();
    let listed = room.value().map(|room| room.hosts()).unwrap_or_default();
    connected.into_iter().chain(listed).collect()
}

/// Since when the site is known, or that it is not.
fn before(shell: Shell, site: Site) -> impl IntoView {
    move || {
        let since = shell
            .connections
            .with(|all| all.iter().filter(|one| one.origin == site.origin()).map(|one| one.since).min());
        let text = match since {
            Some(since) => {
                fill(t("You have connected to this site before, first on {date}."), &[("date", &format::date(since))])
            }
            None => {
                t("You have not connected to this site before. Make sure that its address above is the one you wanted.")
                    .to_owned()
            }
        };
        view! { <p class="small muted">{text}</p> }
    }
}

/// Whether what stands on the screen has stood there long enough to be agreed to.
pub(super) fn armed() -> ReadSignal<bool> {
    let (armed, set_armed) = signal(false);
    let timer = set_timeout_with_handle(
        move || {
            let _gone = set_armed.try_set(true);
        },
        Duration::from_millis(ARMING.into()),
    );
    on_cleanup(move || {
        // Without timers it stays as it is.
        drop(timer.map(|timer| timer.clear()));
    });
    armed
}

/// The account that the site was last shown, or the one in use.
fn first_choice(shell: Shell, site: Site) -> Option<Address> {
    let (vault, in_use) = untrack(|| shell.open_account())?;
    let last = shell.connections.with_untracked(|connections| connections.last_shown(&site.origin(), &vault));
    let own = untrack(|| shell.open_vault()).map(|vault| vault.accounts).unwrap_or_default();
    last.filter(|last| own.iter().any(|account| account.address == *last)).or(Some(in_use))
}

fn accounts_of(shell: Shell, chosen: RwSignal<Option<Address>>) -> impl IntoView {
    let own = untrack(|| shell.open_vault()).map(|vault| vault.accounts).unwrap_or_default();
    let rows = own.into_iter().enumerate().map(|(place, account)| row(place, account, chosen)).collect_view();
    view! {
        <fieldset class="wallets"><legend class="field__label wallets__legend">{t("Account that the site sees")}</legend>{rows}</fieldset>
    }
}

fn row(place: usize, account: AccountSummary, chosen: RwSignal<Option<Address>>) -> impl IntoView {
    let address = account.address;
    let note = (!account.has_key()).then(|| accounts::kind_words(&account.kind));
    view! {
        <label class="wallets__one">
            <input class="wallets__radio" type="radio" name="account" prop:checked=move || chosen.get() == Some(address)
                on:change=move |_| chosen.set(Some(address)) />
            <Identicon address size=IdenticonSize::Large />
            <span class="wallets__text">
                <span class="wallets__name">{accounts::name(&account, place)}</span>
                <span class="wallets__address" title=address.to_checksum(None)>{format::short_address(&address)}</span>
            </span>
            {note.map(|note| view! { <Badge>{note}</Badge> })}
        </label>
    }
}
