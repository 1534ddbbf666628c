//! What runs as long as the page does: the clock, the lock, the address line, links, focus, title and theme.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::JsCast;

use super::title;
use crate::route::{Route, Way};
use crate::services::{clock, files, history};
use crate::shell::Shell;
use crate::state::demo::{DEMO_FILE, Demo};
use crate::state::idle;
use crate::state::place::Place;
use crate::state::session::Session;
use crate::state::settings::Appearance;

/// Starts all of it, and asks for what the wallet needs first.
pub(super) fn start(shell: Shell, place: Memo<Place>) {
    spawn_local(async move { shell.load_settings().await });
    spawn_local(async move { shell.refresh().await });
    spawn_local(async move { shell.learn_demo(read_demo().await) });
    follow_links(shell);
    lock_when_idle(shell);
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
        if let Some(route) = history::followed(&click) {
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

/// Each second: the time goes on, and a wallet that was left alone for too long locks. The clock decides, not the count of seconds: a
/// machine that slept wakes up locked.
fn lock_when_idle(shell: Shell) {
    let last_input = StoredValue::new(clock::now());
    let touched = move || last_input.set_value(clock::now());
    let keys = window_event_listener(ev::keydown, move |_| touched());
    let pointers = window_event_listener(ev::pointerdown, move |_| touched());
    let wheels = window_event_listener(ev::wheel, move |_| touched());
    let tick = move || {
        shell.tick();
        let minutes = shell.settings.with_untracked(|settings| settings.lock_after_minutes);
        let open = shell.session.with_untracked(|session| matches!(session, Session::Open(_)));
        // A phrase that is being written down is as good as an open shell.
        let creating = shell.route.with_untracked(|route| *route == Route::Welcome { way: Way::Create });
        if (open || creating) && idle::is_due(last_input.get_value(), shell.now.get_untracked(), minutes) {
            touched();
            spawn_local(async move {
                shell.lock().await;
                shell.locked_itself.set(Some(minutes));
            });
        }
    };
    let interval = set_interval_with_handle(tick, Duration::from_secs(1));
    on_cleanup(move || {
        keys.remove();
        pointers.remove();
        wheels.remove();
        // A page without timers keeps its wallet open until it is locked by hand: it never came this far.
        drop(interval.map(|interval| interval.clear()));
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
