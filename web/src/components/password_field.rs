//! A field for a password, which can be looked at.

use leptos::prelude::*;

use super::field::Frame;
use super::icon::{Glyph, Icon};
use crate::text::t;

/// Whether a password is being made or asked for: password keepers want to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PasswordKind {
    /// The one that was chosen before.
    #[default]
    Current,
    /// A new one.
    New,
}

/// A field for a password. Hidden again each time it is drawn.
#[component]
pub(crate) fn PasswordField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The password as typed. Its owner wipes it.
    value: RwSignal<String>,
    /// New, or asked for.
    #[prop(optional)]
    kind: PasswordKind,
    /// What is wanted, in a sentence.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let frame = Frame::new(label, hint, error);
    let (id, described, invalid) = (frame.id.clone(), frame.described_by(), frame.invalid());
    let (revealed, set_revealed) = signal(false);
    let autocomplete = match kind {
        PasswordKind::Current => "current-password",
        PasswordKind::New => "new-password",
    };
    let glyph = Signal::derive(move || if revealed.get() { Glyph::EyeOff } else { Glyph::Eye });
    frame.around(view! {
        <input id=id class="field__input" type=move || if revealed.get() { "text" } else { "password" } autocomplete=autocomplete
            autocapitalize="off" spellcheck="false" prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event)) aria-describedby=described aria-invalid=invalid />
        <button type="button" class="field__action" aria-pressed=move || revealed.get().to_string()
            on:click=move |_| set_revealed.update(|revealed| *revealed = !*revealed)>
            <Icon glyph />
            <span class="visually-hidden">{t("Show the password")}</span>
        </button>
    })
}
