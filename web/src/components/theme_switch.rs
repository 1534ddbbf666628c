//! Light, dark, or as the system has it.

use leptos::prelude::*;

use super::id;
use crate::text::t;

/// Which of the two faces is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Paper.
    Light,
    /// Ink.
    Dark,
}

impl Theme {
    /// What `data-theme` on `<html>` says; without it the system decides.
    pub(crate) const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::System => t("System"),
            Self::Light => t("Light"),
            Self::Dark => t("Dark"),
        }
    }
}

/// The three choices. Whoever owns the choice writes [`Theme::attribute`] to `<html>` and remembers it.
#[component]
pub(crate) fn ThemeSwitch(
    /// The choice.
    #[prop(into)]
    theme: Signal<Theme>,
    /// Hears of another one.
    #[prop(into)]
    on_change: Callback<Theme>,
) -> impl IntoView {
    let group = id::fresh("theme");
    let choice = |own: Theme| {
        view! {
            <label class="switch__choice">
                <input type="radio" name=group.clone() prop:checked=move || theme.get() == own on:change=move |_| on_change.run(own) />
                {own.words()}
            </label>
        }
    };
    let choices = [Theme::System, Theme::Light, Theme::Dark].map(choice);
    view! { <div class="switch" role="radiogroup" aria-label=t("Appearance")>{choices.into_iter().collect_view()}</div> }
}
