//! Light, dark, or as the system has it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_saved;
use crate::components::{Theme, ThemeSwitch};
use crate::shell::shell;
use crate::state::settings::{Appearance, Settings};
use crate::text::t;

/// The switch.
#[component]
pub(super) fn Look() -> impl IntoView {
    let shell = shell();
    let (error, set_error) = signal(None::<String>);
    let theme = Signal::derive(move || match shell.settings.with(|settings| settings.appearance) {
        Appearance::System => Theme::System,
        Appearance::Light => Theme::Light,
        Appearance::Dark => Theme::Dark,
    });
    let change = move |theme: Theme| {
        let appearance = match theme {
            Theme::System => Appearance::System,
            Theme::Light => Appearance::Light,
            Theme::Dark => Appearance::Dark,
        };
        spawn_local(async move {
            let saved = shell.change_settings(|settings| Settings { appearance, ..settings }).await;
            set_error.set(saved.err().map(|error| error.to_string()));
        });
    };
    view! {
        <section class="section" aria-labelledby="look">
            <div class="section__head"><h2 id="look">{t("Appearance")}</h2></div>
            <ThemeSwitch theme on_change=change />
            {not_saved(error)}
        </section>
    }
}
