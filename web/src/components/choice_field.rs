//! A choice of one among a few, all of them in sight.

use leptos::prelude::*;

use super::id;

/// A row of exclusive choices, drawn as one control.
#[component]
pub(crate) fn ChoiceField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The chosen key.
    value: RwSignal<String>,
    /// Keys and the words for them, in order.
    options: Vec<(String, String)>,
    /// What is wanted, in a sentence.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let group = id::fresh("choice");
    let choices = options.into_iter().map(|(key, words)| {
        let (own, chosen) = (key.clone(), key);
        view! {
            <label class="switch__choice">
                <input type="radio" name=group.clone() prop:checked=move || value.with(|value| *value == own)
                    on:change=move |_| value.set(chosen.clone()) />
                {words}
            </label>
        }
    });
    let choices = choices.collect_view();
    view! {
        <fieldset class="field">
            <legend class="field__label">{label}</legend>
            <div class="switch switch--wrap">{choices}</div>
            {hint.map(|hint| view! { <p class="field__hint">{hint}</p> })}
        </fieldset>
    }
}
