//! A name that can be changed where it stands.

use std::pin::Pin;

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Form;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::JsCast;

use crate::components::{Button, ButtonKind, ButtonPurpose, TextField};
use crate::shell::shell;
use crate::state::new_wallet::label_fault;
use crate::text::t;
use crate::worker::protocol::Call;

/// What comes of giving another name: nothing, or why it was refused.
pub(super) type Renamed = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// Gives another name to something that the key worker keeps.
pub(super) fn by_worker(call: impl Fn(String) -> Call + Send + Sync + 'static) -> Callback<String, Renamed> {
    let shell = shell();
    Callback::new(move |name| {
        let call = call(name);
        Box::pin(async move { shell.change(call).await.map_err(|error| error.message) }) as Renamed
    })
}

/// The name, and on demand a field in its place.
#[component]
pub(super) fn Rename(
    /// The name as it is.
    name: String,
    /// What the button does, for those who hear it alone.
    what: String,
    /// What gives another name.
    save: Callback<String, Renamed>,
) -> impl IntoView {
    let (editing, set_editing) = signal(false);
    let (name, what) = (StoredValue::new(name), StoredValue::new(what));
    move || {
        if editing.get() {
            return view! { <Editing name=name.get_value() save on_done=move |()| set_editing.set(false) /> }
                .into_any();
        }
        view! {
            <span class="named__name">{name.get_value()}</span>
            <Button kind=ButtonKind::Quiet on_click=move |()| set_editing.set(true)>
                <span aria-hidden="true">{t("Rename")}</span><span class="visually-hidden">{what.get_value()}</span>
            </Button>
        }
        .into_any()
    }
}

#[component]
fn Editing(name: String, save: Callback<String, Renamed>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let label = RwSignal::new(name);
    let (busy, set_busy) = signal(false);
    let (refused, set_refused) = signal(None::<String>);
    let node = NodeRef::<Form>::new();
    let error = Signal::derive(move || refused.get().or_else(|| label.with(|label| label_fault(label))));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || label.with_untracked(|label| label_fault(label)).is_some() {
            return;
        }
        set_busy.set(true);
        let saving = save.run(label.get_untracked().trim().to_owned());
        spawn_local(async move {
            match saving.await {
                // The owner may be drawn anew by now, with the new name.
                Ok(()) => _ = on_done.try_run(()),
                Err(error) => _ = set_refused.try_set(Some(error)),
            }
            let _gone = set_busy.try_set(false);
        });
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            on_done.run(());
        }
    };
    request_animation_frame(move || {
        // The form may be gone by then.
        let field = node.try_get_untracked().flatten().and_then(|form| form.query_selector("input").ok().flatten());
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            // A field that cannot take the focus leaves it where it was.
            drop(field.focus());
            field.select();
        }
    });
    view! {
        <form class="named__form" on:submit=submit on:keydown=escape node_ref=node novalidate=true>
            <TextField label=t("New name") value=label error />
            <div class="row">
                <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit busy>{t("Save the name")}</Button>
                <Button kind=ButtonKind::Quiet on_click=on_done>{t("Leave it")}</Button>
            </div>
        </form>
    }
}
