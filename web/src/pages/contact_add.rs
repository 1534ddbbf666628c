//! The sheet that gives an address a name.

use alloy_primitives::Address;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{
    AddressView, Button, ButtonKind, ButtonPurpose, Notice, NoticeKind, Sheet, TextField, TextKind,
};
use crate::shell::shell;
use crate::state::bring::watched_address;
use crate::state::contacts::{Contact, Person, look_alike};
use crate::state::new_wallet::label_fault;
use crate::text::{fill, t};

/// Whose contact is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Adding {
    /// Somebody whose address is still to be typed.
    Somebody,
    /// The one at this address.
    At(Address),
}

/// The sheet.
#[component]
pub(super) fn AddContact(
    /// Whose; none while it is closed.
    adding: RwSignal<Option<Adding>>,
) -> impl IntoView {
    let open = Signal::derive(move || adding.with(Option::is_some));
    let close = Callback::new(move |()| adding.set(None));
    let body = move || adding.get().map(|who| view! { <Form who on_done=close /> });
    view! { <Sheet title=t("Add a contact") open on_close=close>{body}</Sheet> }
}

#[component]
fn Form(who: Adding, on_done: Callback<()>) -> impl IntoView {
    let shell = shell();
    let (typed, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (tried, busy) = (RwSignal::new(false), RwSignal::new(false));
    let refused = RwSignal::new(None::<String>);
    let address = Memo::new(move |_| match who {
        Adding::At(address) => Ok(address),
        Adding::Somebody => typed.with(|typed| watched_address(typed)),
    });
    let fault = move || address.get().err().or_else(|| taken(shell.person(address.get().ok()?).as_ref()));
    let address_error = Signal::derive(move || fault().filter(|_| tried.get()));
    let name_error = Signal::derive(move || label_fault(&name.get()).filter(|_| tried.get()));
    let contact = move || Contact::new(&name.get(), address.get()?);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (None, Ok(contact), false) = (untrack(fault), untrack(contact), busy.get_untracked()) else { return };
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            match shell.save_contact(contact).await {
                Ok(()) => _ = on_done.try_run(()),
                Err(error) => _ = refused.try_set(Some(error.to_string())),
            }
            let _gone = busy.try_set(false);
        });
    };
    let where_to = match who {
        Adding::At(address) => view! { <p class="row"><AddressView address=Signal::stored(address) /></p><p class="code code--break">{address.to_checksum(None)}</p> }.into_any(),
        Adding::Somebody => view! { <TextField label=t("Address") kind=TextKind::Code value=typed error=address_error hint=t("0x and 40 characters.") /> }.into_any(),
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            {where_to}
            {move || address.get().ok().and_then(|address| warning(&shell.people(), address))}
            <TextField label=t("Name of the contact") value=name error=name_error hint=t("Seen only on this device. It proves nothing about who has the address.") />
            {move || refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("It was not added") what /> })}
            <div class="sheet__actions">
                <Button on_click=on_done>{t("Cancel")}</Button>
                <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit busy>{t("Add the contact")}</Button>
            </div>
        </form>
    }
}

/// Why an address that has a name is not given another.
fn taken(person: Option<&Person>) -> Option<String> {
    person.map(|person| {
        let pattern = if person.is_own {
            t("This is your own account “{name}”. It needs no contact.")
        } else {
            t("This address is saved as “{name}” already.")
        };
        fill(pattern, &[("name", &person.name)])
    })
}

/// Says that an address looks like that of somebody known, and is another.
pub(super) fn warning(people: &[Person], address: Address) -> Option<impl IntoView + use<>> {
    look_alike(people, address).map(|person| {
        let what = fill(
            t("It begins and ends like the address of “{name}”, and is another one. Such addresses are made to be mistaken for it."),
            &[("name", &person.name)],
        );
        let known = fill(t("The address of “{name}”"), &[("name", &person.name)]);
        let (this, other) = (address.to_checksum(None), person.address.to_checksum(None));
        view! {
            <Notice kind=NoticeKind::Warn title=t("Not the address that it looks like") what
                next=t("Compare every character, or choose from the list.")>
                <dl class="compare">
                    <dt>{t("This address")}</dt><dd class="code">{this}</dd>
                    <dt>{known}</dt><dd class="code">{other}</dd>
                </dl>
            </Notice>
        }
    })
}
