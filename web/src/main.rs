//! The wallet's page.
#![expect(unreachable_pub, reason = "the component macro writes `pub` into modules of its own")]

mod components;
mod format;
mod gallery;
mod text;

use leptos::prelude::*;

fn main() {
    // The style guide has a page of its own and shows nothing of anybody's wallet.
    if location().pathname().is_ok_and(|path| path == "/gallery") {
        mount_to_body(gallery::Gallery);
    }
}
