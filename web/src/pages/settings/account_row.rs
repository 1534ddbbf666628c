//! One account in the list: its name, its address, where its key is, and what can be done with it.

use alloy_primitives::Address;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{AddressView, Badge, BadgeKind, Button, ButtonKind};
use crate::pages::rename::{Rename, by_worker};
use crate::shell::shell;
use crate::state::accounts;
use crate::text::{fill, t};
use crate::worker::protocol::{AccountKind, AccountSummary, Call};

/// The row.
#[component]
pub(super) fn AccountRow(
    /// The account.
    account: AccountSummary,
    /// Its place in the wallet, counted from 0.
    place: usize,
    /// The account in use.
    in_use: Address,
    /// Asks whether to remove it.
    removing: RwSignal<Option<AccountSummary>>,
) -> impl IntoView {
    let shell = shell();
    let address = account.address;
    let name = accounts::name(&account, place);
    let named = |pattern| fill(pattern, &[("name", &name)]);
    let (rename_words, use_words, remove_words) =
        (named(t("Rename {name}")), named(t("Use {name}")), named(t("Remove {name}")));
    let save = by_worker(move |label| Call::RenameAccount { account: address, label });
    let use_it = move |()| {
        // Where it cannot be stored it is in use all the same, until the page is closed.
        spawn_local(async move { drop(shell.use_account(address).await) });
    };
    let state = if address == in_use {
        view! { <Badge kind=BadgeKind::Accent>{t("In use")}</Badge> }.into_any()
    } else {
        view! {
            <Button kind=ButtonKind::Quiet on_click=use_it>
                <span aria-hidden="true">{t("Use")}</span><span class="visually-hidden">{use_words}</span>
            </Button>
        }
        .into_any()
    };
    let of_path = matches!(account.kind, AccountKind::Derived { .. });
    let kind = accounts::kind_words(&account.kind);
    let only = move || shell.open_vault().is_some_and(|vault| vault.accounts.len() == 1);
    let remove = move |()| removing.set(Some(account.clone()));
    view! {
        <li class="accounts__row">
            <div class="named"><Rename name=name.clone() what=rename_words save /></div>
            <div class="accounts__what">
                <AddressView address=Signal::stored(address) />
                <span class=if of_path { "accounts__kind accounts__kind--path" } else { "accounts__kind" }>{kind}</span>
            </div>
            <div class="accounts__do">
                {state}
                <Button kind=ButtonKind::Quiet disabled=Signal::derive(only) on_click=remove>
                    <span aria-hidden="true">{t("Remove")}</span><span class="visually-hidden">{remove_words}</span>
                </Button>
            </div>
        </li>
    }
}
