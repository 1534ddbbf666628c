//! A large field that takes pasted text, and files: chosen, or dropped on it.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{DragEvent, File};

use super::field::Frame;
use super::icon::{Glyph, Icon};
use crate::text::t;

/// A field of several lines beside which a file can be chosen. What is in a file is for its owner to read and put into `value`.
#[component]
pub(crate) fn DropField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The text as typed. Its owner wipes it.
    value: RwSignal<String>,
    /// What is wanted, in a sentence.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Hears of a file.
    #[prop(into)]
    on_file: Callback<File>,
) -> impl IntoView {
    let frame = Frame::new(label, hint, error);
    let (id, described, invalid) = (frame.id.clone(), frame.described_by(), frame.invalid());
    let (over, set_over) = signal(false);
    let picker = NodeRef::<Input>::new();
    let drop = move |event: DragEvent| {
        event.prevent_default();
        set_over.set(false);
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            on_file.run(file);
        }
    };
    let drag = move |event: DragEvent| {
        event.prevent_default();
        set_over.set(true);
    };
    let chosen = move |_| {
        let Some(picker) = picker.get_untracked() else { return };
        if let Some(file) = picker.files().and_then(|files| files.get(0)) {
            on_file.run(file);
        }
        // The same file can be chosen again.
        picker.set_value("");
    };
    let choose = move |_| {
        if let Some(picker) = picker.get_untracked() {
            picker.click();
        }
    };
    let control = view! {
        <div class=move || if over.get() { "drop drop--over" } else { "drop" } on:dragover=drag on:dragleave=move |_| set_over.set(false) on:drop=drop>
            <textarea id=id class="field__input field__input--mono field__input--area drop__text" prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event)) spellcheck="false" autocapitalize="off" autocomplete="off"
                aria-describedby=described aria-invalid=invalid></textarea>
            <div class="drop__foot">
                <button type="button" class="drop__button" on:click=choose><Icon glyph=Glyph::Document />{t("Choose a file")}</button>
                <span class="drop__or">{t("or drop it here")}</span>
                <input class=std::convert::identity("visually-hidden") type="file" tabindex="-1" aria-hidden="true" node_ref=picker on:change=chosen />
            </div>
        </div>
    };
    frame.around(control)
}
