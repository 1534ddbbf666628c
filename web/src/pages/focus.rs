//! Where the focus goes when a part of a page takes the place of another.

use leptos::prelude::*;
use wasm_bindgen::prelude::JsCast;

/// Puts the focus on a heading once it is drawn.
pub(super) fn heading(selector: &'static str) {
    request_animation_frame(move || {
        let heading = document().query_selector(selector).ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
            let written = heading.set_attribute("tabindex", "-1");
            // A heading that cannot take the focus leaves it where it was.
            drop(written.and_then(|()| heading.focus()));
        }
    });
}

/// Puts the focus on the heading of the open sheet where what had it is gone: once what takes its place is drawn.
pub(super) fn back_in_sheet() {
    request_animation_frame(move || {
        let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        if lost {
            heading("dialog[open] .sheet__title");
        }
    });
}
