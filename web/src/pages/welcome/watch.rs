//! An address without a key.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::back;
use crate::components::{
    Button, ButtonKind, ButtonPurpose, ButtonWidth, Notice, NoticeKind, PageHeader, TextField, TextKind,
};
use crate::shell::shell;
use crate::state::bring::watched_address;
use crate::state::new_wallet::label_fault;
use crate::text::t;
use crate::worker::protocol::Call;

/// The page.
#[component]
pub(super) fn Watch() -> impl IntoView {
    let shell = shell();
    let (address, label) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (tried, set_tried) = signal(false);
    let (busy, set_busy) = signal(false);
    let (refused, set_refused) = signal(None::<String>);
    let read = Memo::new(move |_| address.with(|address| watched_address(address)));
    let address_error = Signal::derive(move || read.get().err().filter(|_| tried.get()));
    let label_error = Signal::derive(move || label.with(|label| label_fault(label)).filter(|_| tried.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        set_tried.set(true);
        let (Ok(address), None, false) = (read.get_untracked(), label_error.get_untracked(), busy.get_untracked())
        else {
            return;
        };
        set_busy.set(true);
        set_refused.set(None);
        let call = Call::Watch { address, label: label.get_untracked() };
        spawn_local(async move {
            match shell.change(call).await {
                Ok(()) => shell.enter(),
                Err(error) => _ = set_refused.try_set(Some(error.message)),
            }
            let _gone = set_busy.try_set(false);
        });
    };
    view! {
        <PageHeader title=t("Watch an address") back=back()
            lead=t("Its holdings, what they earn and what backs them, as in your own wallet. Nothing can be signed.") />
        <form class="stack" on:submit=submit novalidate=true>
            <TextField label=t("Address") kind=TextKind::Code value=address error=address_error
                hint=t("0x and 40 characters. Capitals are checked, so that a mistyped one is noticed.") />
            <TextField label=t("Name of this wallet") value=label error=label_error hint=t("Seen only on this device, for example “Cold storage”.") />
            {move || refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("The address was not stored") what /> })}
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy>{t("Watch it")}</Button>
            <p class="small muted">{t("It opens without a password, since there is nothing secret in it. Whoever uses this browser can see which address it is.")}</p>
        </form>
    }
}
