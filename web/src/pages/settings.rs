//! Settings: the network, how long the wallet stays open, how it looks, which wallets are here.

mod network;
mod security;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{PageHeader, Theme, ThemeSwitch};
use crate::shell::shell;
use crate::state::session::Unlocked;
use crate::state::settings::{Appearance, Network, Settings};
use crate::text::t;

/// Asks an endpoint whether it is there and on this chain. The answer comes through the second callback: the sentence that says what it
/// is, or what is wrong and what to do.
pub(crate) type EndpointCheck = Callback<(Network, Callback<Result<String, String>>)>;

/// The page.
#[component]
pub(crate) fn SettingsPage(
    /// The open shell.
    unlocked: Unlocked,
    /// Asks an endpoint before it is saved. Without it, networks are saved unasked.
    #[prop(optional, into)]
    check_endpoint: Option<EndpointCheck>,
) -> impl IntoView {
    view! {
        <PageHeader title=t("Settings") />
        <div class="settings">
            <network::NetworkSettings check_endpoint />
            <security::Security unlocked />
            <Look />
        </div>
    }
}

#[component]
fn Look() -> impl IntoView {
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
        let settings = Settings { appearance, ..shell.settings.get_untracked() };
        spawn_local(async move {
            set_error.set(shell.save_settings(settings).await.err().map(|error| error.to_string()));
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

/// Says that a choice holds only until the page is closed.
fn not_saved(error: ReadSignal<Option<String>>) -> impl IntoView {
    use crate::components::{Notice, NoticeKind};
    move || {
        error.get().map(|what| {
            view! {
                <Notice kind=NoticeKind::Error title=t("This could not be saved") what
                    next=t("It is in use until you close the page. Free some space or allow this site to store data, and choose again.") />
            }
        })
    }
}
