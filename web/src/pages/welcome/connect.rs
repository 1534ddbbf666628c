//! An account whose key is in another wallet of this browser: which wallet, which account, and what it is called here.

use alloy_primitives::Address;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::back;
use crate::components::{
    AddressView, Button, ButtonKind, ButtonPurpose, ButtonWidth, EmptyState, Glyph, Notice, NoticeKind, PageHeader,
    SelectField, TextField,
};
use crate::format;
use crate::pages::key_ask::sentence;
use crate::services::injected::{self, Provider};
use crate::shell::shell;
use crate::state::new_wallet::label_fault;
use crate::text::{fill, t};
use crate::worker::protocol::Call;

/// What the other wallet opened.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offered {
    wallet: String,
    accounts: Vec<Address>,
}

/// The page.
#[component]
pub(super) fn Connect() -> impl IntoView {
    let found = RwSignal::new_local(Vec::<Provider>::new());
    let offered = RwSignal::new(None::<Offered>);
    let hear = move |provider: Provider| {
        let _gone = found.try_update(|found| {
            if !found.iter().any(|known| injected::is_same(known, &provider)) {
                found.push(provider);
            }
        });
    };
    // Heard as long as the page is there.
    let _listening = StoredValue::new_local(injected::listen(hear));
    let body = move || match offered.get() {
        Some(offered) => view! { <Account offered /> }.into_any(),
        None => view! { <Wallets found offered /> }.into_any(),
    };
    view! {
        <PageHeader title=t("Connect another wallet") back=back()
            lead=t("Assay shows what the account holds and whether a transfer will pass. The other wallet keeps the key, and signs after you agreed there.") />
        {body}
    }
}

#[component]
fn Wallets(found: RwSignal<Vec<Provider>, LocalStorage>, offered: RwSignal<Option<Offered>>) -> impl IntoView {
    let (asking, set_asking) = signal(false);
    let (trouble, set_trouble) = signal(None::<String>);
    let ask = StoredValue::new_local(move |provider: Provider| {
        if asking.get_untracked() {
            return;
        }
        set_asking.set(true);
        set_trouble.set(None);
        spawn_local(async move {
            match injected::accounts(&provider).await {
                Ok(accounts) => _ = offered.try_set(Some(Offered { wallet: provider.name, accounts })),
                Err(error) => _ = set_trouble.try_set(Some(sentence(&error))),
            }
            let _gone = set_asking.try_set(false);
        });
    });
    let all = move || {
        let mut all = found.get();
        // Its maker may have announced it too, by its own name.
        if let Some(old) = injected::unannounced()
            && !all.iter().any(|known| injected::is_same(known, &old))
        {
            all.push(old);
        }
        all
    };
    let rows = move || {
        let row = |provider: Provider| {
            let (name, rdns) = (provider.name.clone(), provider.rdns.clone());
            let label = fill(t("Ask {wallet}"), &[("wallet", &name)]);
            let on_click = StoredValue::new_local(provider);
            view! {
                <li class="rows__row">
                    <span class="rows__what"><span class="rows__name">{name}</span><span class="small muted">{rdns}</span></span>
                    <Button busy=asking on_click=move |()| ask.with_value(|ask| ask(on_click.get_value()))>{label}</Button>
                </li>
            }
        };
        let all = all();
        if all.is_empty() {
            return view! {
                <EmptyState glyph=Glyph::Link title=t("No other wallet was found in this browser")
                    text=t("Wallets that are extensions announce themselves to the page. Install or switch on one, allow it on this site, and reload.") />
            }
            .into_any();
        }
        view! { <ul class="rows">{all.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="stack">
            {rows}
            {move || trouble.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("Nothing was connected") what /> })}
            {move || asking.get().then(|| view! { <p class="muted" role="status">{t("The other wallet asks you now: look for its window.")}</p> })}
            <p class="small muted">{t("A wallet's name is what it says of itself. Connect only what you installed.")}</p>
        </div>
    }
}

#[component]
fn Account(offered: Offered) -> impl IntoView {
    let shell = shell();
    let first = offered.accounts.first().copied().unwrap_or_default();
    let chosen = RwSignal::new(first.to_string());
    let label = RwSignal::new(offered.wallet.clone());
    let (busy, set_busy) = signal(false);
    let (refused, set_refused) = signal(None::<String>);
    let fault = Memo::new(move |_| label.with(|label| label_fault(label)));
    let several = offered.accounts.len() > 1;
    let option = |address: &Address| (address.to_string(), format::short_address(address));
    let options: Vec<(String, String)> = offered.accounts.iter().map(option).collect();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Ok(address), None, false) = (chosen.get_untracked().parse(), fault.get_untracked(), busy.get_untracked())
        else {
            return;
        };
        set_busy.set(true);
        set_refused.set(None);
        let call = Call::Connect { address, label: label.get_untracked() };
        spawn_local(async move {
            match shell.change(call).await {
                Ok(()) => shell.enter(),
                Err(error) => _ = set_refused.try_set(Some(error.message)),
            }
            let _gone = set_busy.try_set(false);
        });
    };
    let title = fill(t("{wallet} opened an account to this page"), &[("wallet", &offered.wallet)]);
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <Notice kind=NoticeKind::Success title />
            {if several {
                view! { <SelectField label=t("Account") value=chosen options=Signal::stored(options) /> }.into_any()
            } else {
                view! { <p><AddressView address=Signal::stored(first) /></p> }.into_any()
            }}
            <TextField label=t("Name of this wallet") value=label error=fault hint=t("Seen only on this device.") />
            {move || refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("The account was not stored") what /> })}
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy icon=Glyph::Link>{t("Connect it")}</Button>
        </form>
    }
}
