//! The clipboard: one way to write to it, and what is said afterwards.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::text::t;

/// What came of copying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Copied {
    /// It is in the clipboard.
    Done,
    /// The browser would not.
    Refused,
}

impl Copied {
    /// What is said about it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Done => t("Copied"),
            Self::Refused => t("The browser refused: select the text and copy it by hand"),
        }
    }
}

/// Copies the text, tells `said` what came of it, and takes that back after three seconds.
pub(super) fn copy(text: String, said: WriteSignal<Option<Copied>>) {
    spawn_local(async move {
        let copying = window().navigator().clipboard().write_text(&text);
        let outcome = if JsFuture::from(copying).await.is_ok() { Copied::Done } else { Copied::Refused };
        // The component may be gone by now: then nobody is there to be told.
        said.try_set(Some(outcome));
        set_timeout(move || _ = said.try_set(None), Duration::from_secs(3));
    });
}
