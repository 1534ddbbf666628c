//! The browser's address line and history.

use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, MouseEvent};

use crate::route::Route;

/// The screen that the address line names.
#[must_use]
pub fn current() -> Route {
    let location = leptos::prelude::location();
    // A document always has a path; where the browser will not tell it, the wallet opens at its first screen.
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    Route::parse(&path, query.trim_start_matches('?'))
}

/// Goes on to a screen: the back button comes back here.
pub fn push(route: &Route) {
    write(|history, href| history.push_state_with_url(&JsValue::NULL, "", Some(href)), route);
}

/// Stays on this screen under another address: the back button does not notice.
pub fn replace(route: &Route) {
    write(|history, href| history.replace_state_with_url(&JsValue::NULL, "", Some(href)), route);
}

fn write(how: impl Fn(&web_sys::History, &str) -> Result<(), JsValue>, route: &Route) {
    let written = leptos::prelude::window().history().and_then(|history| how(&history, &route.href()));
    if written.is_err() {
        // Browsers refuse when the address changes too often. The screen changes all the same.
        leptos::logging::warn!("the address line could not be changed");
    }
}

/// The screen that a click asks for, where it is the wallet's to follow: a plain click on a link of this site, to be opened here.
#[must_use]
pub fn followed(click: &MouseEvent) -> Option<Route> {
    let plain = click.button() == 0 && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    if !plain || click.default_prevented() {
        return None;
    }
    let target = click.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = target.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    let elsewhere = !link.target().is_empty() || link.has_attribute("download");
    // An address within the page, and one of another site, are the browser's own business; so are the demo's files.
    let own = link.origin() == leptos::prelude::location().origin().ok()?;
    let within = link.get_attribute("href").is_some_and(|href| href.starts_with('#'));
    let file = ["/demo/", "/assets/"].iter().any(|folder| link.pathname().starts_with(folder));
    (!elsewhere && own && !within && !file)
        .then(|| Route::parse(&link.pathname(), link.search().trim_start_matches('?')))
}
