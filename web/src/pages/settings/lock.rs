//! How long the wallet stays open.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_saved;
use crate::components::SelectField;
use crate::shell::shell;
use crate::state::settings::{Settings, lock_choices};
use crate::text::{fill, t};

/// How long the wallet stays open without input. Takes effect at once.
#[component]
pub(super) fn AutoLock() -> impl IntoView {
    let shell = shell();
    let minutes = RwSignal::new(shell.settings.get_untracked().lock_after_minutes.to_string());
    let (error, set_error) = signal(None::<String>);
    let words = |minutes: u32| match minutes {
        1 => t("1 minute").to_owned(),
        60 => t("1 hour").to_owned(),
        more => fill(t("{n} minutes"), &[("n", &more.to_string())]),
    };
    let choices = lock_choices(shell.settings.get_untracked().lock_after_minutes);
    let options: Vec<_> = choices.iter().map(|minutes| (minutes.to_string(), words(*minutes))).collect();
    Effect::new(move |_| {
        let chosen = minutes.with(|minutes| choices.iter().copied().find(|choice| choice.to_string() == *minutes));
        if let Some(lock_after_minutes) = chosen
            && lock_after_minutes != shell.settings.get_untracked().lock_after_minutes
        {
            spawn_local(async move {
                let saved = shell.change_settings(|settings| Settings { lock_after_minutes, ..settings }).await;
                set_error.set(saved.err().map(|error| error.to_string()));
            });
        }
    });
    view! {
        <SelectField label=t("Lock after") value=minutes options=Signal::stored(options)
            hint=t("Without a key pressed or the pointer used. Reloading or closing the page locks at once.") />
        {not_saved(error)}
    }
}
