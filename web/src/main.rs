//! The wallet's page.
#![expect(clippy::needless_pass_by_value, reason = "Leptos hands props over by value")]

mod components;
mod format;
mod gallery;
mod text;

use leptos::prelude::*;

fn main() {
    // The style guide has a page of its own and shows nothing of anybody's wallet.
    if location().pathname().is_ok_and(|path| path == "/gallery") {
        leptos::mount::mount_to_body(gallery::Gallery);
    }
}
