//! The people whom the holder sends to: added, given another name, removed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{AddressView, Button, ButtonKind, EmptyState, Glyph, Notice, NoticeKind, Sheet};
use crate::pages::contact_add::{AddContact, Adding};
use crate::pages::rename::{Rename, Renamed};
use crate::shell::shell;
use crate::state::contacts::{Contact, Damaged};
use crate::text::{fill, t};

/// What is to be removed: the key of its record, and how it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Removing {
    key: String,
    name: String,
    damaged: bool,
}

/// The part of the settings.
#[component]
pub(super) fn ContactsPart() -> impl IntoView {
    let shell = shell();
    spawn_local(async move { shell.load_contacts().await });
    let adding = RwSignal::new(None::<Adding>);
    let removing = RwSignal::new(None::<Removing>);
    let none = Memo::new(move |_| shell.contacts.with(|contacts| contacts.iter().next().is_none()));
    let rows = move || {
        let contacts: Vec<_> = shell.contacts.with(|contacts| contacts.iter().cloned().collect());
        contacts.into_iter().map(|contact| view! { <Row contact removing /> }).collect_view()
    };
    let list = move || {
        if none.get() {
            return view! {
                <div class="panel"><EmptyState glyph=Glyph::Send title=t("No contacts yet")
                    text=t("Who is here is a press away on the Send page, with whether they may receive what you send.") /></div>
            }
            .into_any();
        }
        view! { <ul class="accounts">{rows}</ul> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="contacts">
            <div class="section__head"><h2 id="contacts">{t("Contacts")}</h2></div>
            {unreadable()}
            {list}
            <Broken removing />
            <div class="row"><Button icon=Glyph::Plus on_click=move |()| adding.set(Some(Adding::Somebody))>{t("Add a contact")}</Button></div>
            <p class="small muted">{t("Kept in this browser, for all wallets on this device: not encrypted, and in no backup. A name proves nothing about who has the address.")}</p>
            <AddContact adding />
            <RemoveContact removing />
        </section>
    }
}

/// Says that nothing could be read at all.
fn unreadable() -> impl IntoView {
    let shell = shell();
    move || {
        shell.contacts_trouble.get().map(|error| {
            let retry = move |()| spawn_local(async move { shell.load_contacts().await });
            view! {
                <Notice kind=NoticeKind::Warn title=t("Your contacts could not be read") what=error.to_string()
                    next=t("They are not lost: they stay stored as they are.") on_retry=retry />
            }
        })
    }
}

#[component]
fn Row(contact: Contact, removing: RwSignal<Option<Removing>>) -> impl IntoView {
    let shell = shell();
    let Contact { name, address } = contact.clone();
    let named = |pattern| fill(pattern, &[("name", &name)]);
    let (rename_words, remove_words) = (named(t("Rename {name}")), named(t("Remove {name}")));
    let save = Callback::new(move |name: String| {
        Box::pin(async move {
            let contact = Contact::new(&name, address)?;
            shell.save_contact(contact).await.map_err(|error| error.to_string())
        }) as Renamed
    });
    let remove = {
        let name = name.clone();
        move |()| removing.set(Some(Removing { key: contact.key(), name: name.clone(), damaged: false }))
    };
    view! {
        <li class="accounts__row accounts__row--short">
            <div class="named"><Rename name what=rename_words save /></div>
            <div class="accounts__what"><AddressView address=Signal::stored(address) /></div>
            <div class="accounts__do">
                <Button kind=ButtonKind::Quiet on_click=remove>
                    <span aria-hidden="true">{t("Remove")}</span><span class="visually-hidden">{remove_words}</span>
                </Button>
            </div>
        </li>
    }
}

/// The records that cannot be read: they are told, and stay until the user removes them.
#[component]
fn Broken(removing: RwSignal<Option<Removing>>) -> impl IntoView {
    let shell = shell();
    let damaged = Memo::new(move |_| shell.contacts.with(|contacts| contacts.damaged().to_vec()));
    let line = move |Damaged { key, why }: Damaged| {
        let words = fill(t("Remove the damaged record {key}"), &[("key", &key)]);
        let name = key.clone();
        let remove = move |()| removing.set(Some(Removing { key: key.clone(), name: key.clone(), damaged: true }));
        view! {
            <li class="stack stack--tight">
                <span class="code code--break">{name}</span>
                <span class="small muted">{why}</span>
                <span class="row"><Button on_click=remove>
                    <span aria-hidden="true">{t("Remove")}</span><span class="visually-hidden">{words}</span>
                </Button></span>
            </li>
        }
    };
    move || {
        let damaged = damaged.get();
        (!damaged.is_empty()).then(|| {
            view! {
                <Notice kind=NoticeKind::Warn title=t("A contact is damaged")
                    what=t("What is stored of it cannot be read any more. Add the contact again, with an address that you know to be right.")
                    next=t("The record stays as it is until you remove it.")>
                    <ul class="stack stack--tight">{damaged.into_iter().map(line).collect_view()}</ul>
                </Notice>
            }
        })
    }
}

/// Asks once before a contact goes.
#[component]
fn RemoveContact(removing: RwSignal<Option<Removing>>) -> impl IntoView {
    let close = move |()| removing.set(None);
    let open = Signal::derive(move || removing.with(Option::is_some));
    let question = move || removing.get().map(|which| view! { <Question which removing /> });
    view! { <Sheet title=t("Remove a contact") open on_close=close>{question}</Sheet> }
}

#[component]
fn Question(which: Removing, removing: RwSignal<Option<Removing>>) -> impl IntoView {
    let shell = shell();
    let (busy, set_busy) = signal(false);
    let (refused, set_refused) = signal(None::<String>);
    let Removing { key, name, damaged } = which;
    let what = if damaged {
        t("What is left of the record is deleted with it.")
    } else {
        t("Its name and address are deleted from this browser. Nothing on the chain changes.")
    };
    let address = (!damaged).then(|| key.clone());
    let remove = move |()| {
        set_busy.set(true);
        let key = key.clone();
        spawn_local(async move {
            match shell.remove_contact(&key).await {
                Ok(()) => removing.set(None),
                Err(error) => _ = set_refused.try_set(Some(error.to_string())),
            }
            let _gone = set_busy.try_set(false);
        });
    };
    view! {
        <div class="stack">
            <Notice title=fill(t("{name} leaves your contacts"), &[("name", &name)]) what />
            {address.map(|address| view! { <p class="code code--break">{address}</p> })}
            {move || refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("It was not removed") what /> })}
            <div class="sheet__actions">
                <Button on_click=move |()| removing.set(None)>{t("Keep it")}</Button>
                <Button kind=ButtonKind::Danger busy on_click=remove>{fill(t("Remove {name}"), &[("name", &name)])}</Button>
            </div>
        </div>
    }
}
