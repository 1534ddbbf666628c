//! A field for an amount: its unit stands in it, and the most that is possible is one press away.

use leptos::prelude::*;

use super::field::Frame;
use crate::text::t;

/// A field for an amount, as text: the page parses it with the asset's own decimals and says what is wrong.
#[component]
pub(crate) fn AmountField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The amount as typed.
    value: RwSignal<String>,
    /// The token's symbol, or the currency.
    #[prop(into)]
    unit: Signal<String>,
    /// What is wanted, in a sentence.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it: what, and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Fills in the most that is possible. Without it there is no such button.
    #[prop(optional, into)]
    on_max: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame::new(label, hint, error);
    let (id, described, invalid) = (frame.id.clone(), frame.described_by(), frame.invalid());
    let unit_id = format!("{id}-unit");
    let described = format!("{unit_id} {described}");
    let most = on_max.map(|on_max| {
        view! {
            <button type="button" class="field__action" on:click=move |_| on_max.run(())>
                {t("Max")}<span class="visually-hidden">{t(": fill in the most that is possible")}</span>
            </button>
        }
    });
    frame.around(view! {
        <input id=id class="field__input field__input--amount" type="text" inputmode="decimal" autocomplete="off" spellcheck="false"
            placeholder="0" prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))
            aria-describedby=described aria-invalid=invalid />
        <span class="field__suffix" id=unit_id>{move || unit.get()}</span>
        {most}
    })
}
