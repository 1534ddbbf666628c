//! The receiver's field, and who that is: somebody known, somebody new, or somebody made to look like one who is known.

use leptos::prelude::*;

use super::check::Form;
use crate::components::{Button, ButtonKind, Glyph, Identicon, TextField, TextKind};
use crate::pages::contact_add::{Adding, warning};
use crate::shell::shell;
use crate::state::contacts::Person;
use crate::text::t;

/// The field with what is known of the address in it.
#[component]
pub(super) fn Receiver(
    form: Form,
    /// Opens the sheet in which it gets a name.
    adding: RwSignal<Option<Adding>>,
) -> impl IntoView {
    let shell = shell();
    let address = Memo::new(move |_| form.receiver_address());
    let person = Memo::new(move |_| address.get().and_then(|address| shell.person(address)));
    let known = move || person.get().map(named);
    let alike = move || address.get().and_then(|address| warning(&shell.people(), address));
    let unnamed = Memo::new(move |_| address.get().filter(|_| person.with(Option::is_none)));
    let save = move || {
        unnamed.get().map(|address| {
            view! {
                <p class="receiver-note">
                    <Button kind=ButtonKind::Quiet icon=Glyph::Plus on_click=move |()| adding.set(Some(Adding::At(address)))>
                        {t("Save as contact")}
                    </Button>
                </p>
            }
        })
    };
    view! {
        <div class="stack stack--tight">
            <TextField label=t("Receiver") value=form.to kind=TextKind::Code hint=t("An address: 0x and 40 characters.") error=form.receiver_error() />
            <div aria-live="polite">{known}{alike}</div>
            {save}
        </div>
    }
}

fn named(person: Person) -> impl IntoView {
    let what = if person.is_own { t("Your own account") } else { t("Your contact") };
    view! {
        <p class="receiver-note">
            <Identicon address=Signal::stored(person.address) />
            <bdi class="receiver__name">{person.name}</bdi>
            <span class="small muted">{what}</span>
        </p>
    }
}
