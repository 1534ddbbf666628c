//! Fields of one line or several, and choices from a list. All share one frame: label, control, hint, what is wrong.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::id;

/// What stands around a control, and the names that tie it together.
pub(super) struct Frame {
    /// The control's id.
    pub(super) id: String,
    label: String,
    hint: Option<String>,
    error: Signal<Option<String>>,
}

impl Frame {
    pub(super) fn new(label: String, hint: Option<String>, error: Signal<Option<String>>) -> Self {
        Self { id: id::fresh("field"), label, hint, error }
    }

    /// What `aria-describedby` names: the hint, where there is one, and the place of the error.
    pub(super) fn described_by(&self) -> String {
        let hint = if self.hint.is_some() { format!("{}-hint ", self.id) } else { String::new() };
        format!("{hint}{}-error", self.id)
    }

    /// What `aria-invalid` says.
    pub(super) fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + use<> {
        let error = self.error;
        move || error.with(|error| error.is_some().then_some("true"))
    }

    /// The control in its frame.
    pub(super) fn around(self, control: impl IntoView + 'static) -> impl IntoView {
        let Self { id, label, hint, error } = self;
        let class = move || if error.with(Option::is_some) { "field field--wrong" } else { "field" };
        let hint = hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> });
        let error_id = format!("{id}-error");
        view! {
            <div class=class>
                <label class="field__label" for=id>{label}</label>
                <div class="field__control">{control.into_any()}</div>
                {hint}
                <div id=error_id aria-live="polite">
                    {move || error.get().map(|error| view! { <p class="field__error"><Icon glyph=Glyph::Alert /><span>{error}</span></p> })}
                </div>
            </div>
        }
    }
}

/// What kind of text a field takes: decides keyboard, type face and height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// Words.
    #[default]
    Plain,
    /// Addresses, keys, hashes: fixed pitch, no spelling help.
    Code,
    /// The same over several lines.
    CodeLines,
    /// The address of an endpoint.
    Url,
    /// A day, `2026-01-31`, with the browser's calendar.
    Date,
}

/// A field for text.
#[component]
pub(crate) fn TextField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The text as typed.
    value: RwSignal<String>,
    /// What is wanted, in a sentence.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it: what, and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What kind of text.
    #[prop(optional)]
    kind: TextKind,
    /// The browser's name for it (`autocomplete`).
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let frame = Frame::new(label, hint, error);
    let (id, described, invalid) = (frame.id.clone(), frame.described_by(), frame.invalid());
    let typed = move |event| value.set(event_target_value(&event));
    let class = match kind {
        TextKind::Plain | TextKind::Url | TextKind::Date => "field__input",
        TextKind::Code => "field__input field__input--mono",
        TextKind::CodeLines => "field__input field__input--mono field__input--area",
    };
    let spelling = if kind == TextKind::Plain { "true" } else { "false" };
    let control = if kind == TextKind::CodeLines {
        view! {
            <textarea id=id class=class prop:value=move || value.get() on:input=typed spellcheck=spelling autocapitalize="off"
                autocomplete=autocomplete aria-describedby=described aria-invalid=invalid></textarea>
        }
        .into_any()
    } else {
        let input_type = if kind == TextKind::Url {
            "url"
        } else if kind == TextKind::Date {
            "date"
        } else {
            "text"
        };
        view! {
            <input id=id class=class type=input_type prop:value=move || value.get() on:input=typed spellcheck=spelling
                autocapitalize="off" autocomplete=autocomplete aria-describedby=described aria-invalid=invalid />
        }
        .into_any()
    };
    frame.around(control)
}

/// A choice from a list.
#[component]
pub(crate) fn SelectField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The chosen key.
    value: RwSignal<String>,
    /// Keys and the words for them.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What is wanted, in a sentence.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let frame = Frame::new(label, hint, error);
    let (id, described, invalid) = (frame.id.clone(), frame.described_by(), frame.invalid());
    let choices = move || {
        let option = |(key, words): (String, String)| {
            let own = key.clone();
            view! { <option value=key selected=move || value.with(|value| *value == own)>{words}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    };
    let control = view! {
        <select id=id class="field__input" on:change=move |event| value.set(event_target_value(&event)) aria-describedby=described
            aria-invalid=invalid>
            {choices}
        </select>
        <span class="field__chevron"><Icon glyph=Glyph::ChevronDown /></span>
    };
    frame.around(control)
}
