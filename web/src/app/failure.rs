//! The last resort: the page's program has failed. What is on the screen cannot be trusted any more, so it is replaced.

use std::panic::PanicHookInfo;

use wasm_bindgen::prelude::{Closure, JsCast};

use crate::text::{fill, t};

/// Says that the page failed, where, and what to do.
pub(super) fn show(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(String::new, |location| short(&location.to_string()));
    // The message may quote what a user typed: only the place is told.
    leptos::logging::error!("the wallet's page failed at {place}");
    // Without a document there is nothing to show it on.
    let _shown = draw(&place);
}

/// The last three parts of a path: the crate and the file, not the folders of whoever built it.
fn short(path: &str) -> String {
    let parts: Vec<&str> = path.rsplit('/').take(3).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join("/")
}

fn draw(place: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let main = document.create_element("main").ok()?;
    main.set_class_name("page page--narrow stack");
    main.set_attribute("role", "alert").ok()?;
    let lines = [
        ("h1", t("Assay stopped").to_owned()),
        (
            "p",
            t("A fault in the wallet's page stopped it. Nothing was signed by this, and nothing stored is lost.")
                .to_owned(),
        ),
        (
            "p",
            fill(t("Reload the page to go on. If it happens again, report this place: {place}"), &[("place", place)]),
        ),
    ];
    for (tag, text) in lines {
        let element = document.create_element(tag).ok()?;
        element.set_text_content(Some(&text));
        main.append_child(&element).ok()?;
    }
    let button = document.create_element("button").ok()?;
    button.set_class_name("button button--primary");
    button.set_text_content(Some(t("Reload")));
    let reload = Closure::<dyn Fn()>::new(|| {
        // A browser that will not reload leaves the message standing.
        let _reloaded = web_sys::window().map(|window| window.location().reload());
    });
    button.add_event_listener_with_callback("click", reload.as_ref().unchecked_ref()).ok()?;
    reload.forget();
    main.append_child(&button).ok()?;
    let body = document.body()?;
    body.set_text_content(None);
    body.append_child(&main).ok()?;
    Some(())
}
