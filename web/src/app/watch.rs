//! What runs as long as the page does: the clock, who is there, the address line, links, focus, title and theme.

use std::time::Duration;

use assay_sdk::units::{Seconds, Timestamp};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::JsCast;

use super::title;
use crate::services::{clock, files, history};
use crate::shell::Shell;
use crate::state::demo::{DEMO_FILE, Demo};
use crate::state::place::{Place, Purpose};
use crate::state::settings::Appearance;

/// The key worker is not told more often that somebody is there.
const TELL_EVERY: Seconds = Seconds(5);

/// Starts all of it, and asks for what the wallet needs first.
pub(super) fn start(shell: Shell, place: Memo<Place>) {
    spawn_local(async move { shell.load_settings().await });
    spawn_local(async move { shell.load_contacts().await });
    spawn_local(async move { shell.refresh().await });
    spawn_local(async move { shell.learn_demo(read_demo().await) });
    follow_links(shell);
    keep_time(shell);
    lock_when_leaving(shell);
    announce(place);
    Effect::new(move |_| show_theme(shell.settings.with(|settings| settings.appearance)));
}

/// The demo's cast. A server without the demo is nothing wrong: it has none.
async fn read_demo() -> Result<Option<Demo>, String> {
    match files::text(DEMO_FILE).await {
        Ok(text) => Demo::parse(&text).map(Some).map_err(|error| error.to_string()),
        Err(files::FileError::Status { got: 404, .. }) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

fn follow_links(shell: Shell) {
    let clicks = window_event_listener(ev::click, move |click| {
        // A page that was opened for a site which cannot be heard is left whole.
        if shell.purpose() != Purpose::Astray
            && let Some(route) = history::followed(&click)
        {
            click.prevent_default();
            shell.go(route);
        }
    });
    let backs = window_event_listener(ev::popstate, move |_| shell.address_changed());
    on_cleanup(move || {
        clicks.remove();
        backs.remove();
    });
}

/// The clock, and who is there: the key worker hears of input now and then, and locks by itself where there is none for too long.
fn keep_time(shell: Shell) {
    let told = StoredValue::new(None::<Timestamp>);
    let touched = move || {
        let now = clock::now();
        if told.get_value().is_none_or(|told| now.since(told) >= TELL_EVERY || now < told) {
            told.set_value(Some(now));
            shell.awake();
        }
    };
    let keys = window_event_listener(ev::keydown, move |_| touched());
    let pointers = window_event_listener(ev::pointerdown, move |_| touched());
    let wheels = window_event_listener(ev::wheel, move |_| touched());
    let interval = set_interval_with_handle(move || shell.tick(), Duration::from_secs(1));
    on_cleanup(move || {
        keys.remove();
        pointers.remove();
        wheels.remove();
        // A page without timers shows the time at which it started.
        drop(interval.map(|interval| interval.clear()));
    });
}

/// A page that goes away takes its keys with it, also where the browser keeps it for coming back to.
fn lock_when_leaving(shell: Shell) {
    let leaves = window_event_listener(ev::pagehide, move |_| shell.leave());
    let returns = window_event_listener(ev::pageshow, move |event| {
        if event.persisted() {
            shell.come_back();
        }
    });
    on_cleanup(move || {
        leaves.remove();
        returns.remove();
    });
}

/// A new place is announced: the window's title changes, and the focus goes to the page's heading.
fn announce(place: Memo<Place>) {
    Effect::new(move |before: Option<()>| {
        let name = place.with(title);
        document().set_title(&format!("{name} · Assay"));
        if before.is_some() {
            request_animation_frame(focus_heading);
        }
    });
}

fn focus_heading() {
    // A page that opens with one thing to fill in has put the focus there itself.
    let taken = document().active_element().is_some_and(|active| active.closest("main form").ok().flatten().is_some());
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok())
        && !taken
    {
        let written = heading.set_attribute("tabindex", "-1");
        // A heading that cannot take the focus leaves it where it was.
        drop(written.and_then(|()| heading.focus()));
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

fn show_theme(appearance: Appearance) {
    let Some(root) = document().document_element() else { return };
    let written = match appearance {
        Appearance::System => root.remove_attribute("data-theme"),
        Appearance::Light => root.set_attribute("data-theme", "light"),
        Appearance::Dark => root.set_attribute("data-theme", "dark"),
    };
    if written.is_err() {
        leptos::logging::warn!("the theme could not be written to the page");
    }
}
