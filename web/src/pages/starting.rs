//! Before the key worker has told what is stored.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{ErrorPanel, ErrorText, Skeleton, SkeletonWidth};
use crate::shell::shell;
use crate::text::t;
use crate::worker::protocol::{KeyError, KeyErrorKind};

/// Waits for the key worker, or says why it does not answer.
#[component]
pub(crate) fn Starting() -> impl IntoView {
    let shell = shell();
    let again = move |()| spawn_local(async move { shell.refresh().await });
    move || {
        match shell.trouble.get() {
        None => view! { <div class=std::convert::identity("stack") role="status"><Skeleton width=SkeletonWidth::Line /><Skeleton width=SkeletonWidth::Long /></div> }
            .into_any(),
        Some(error) => view! { <ErrorPanel error=words(&error) on_retry=again /> }.into_any(),
    }
    }
}

fn words(error: &KeyError) -> ErrorText {
    let (code, title, next) = if error.kind == KeyErrorKind::Storage {
        (
            "key-storage",
            t("The browser does not let the wallet store anything"),
            t("Leave private browsing, or allow this site to store data, and try again."),
        )
    } else {
        (
            "key-worker",
            t("The wallet's key room did not start"),
            t("Try again. If it stays so, reload the page or use a current browser."),
        )
    };
    ErrorText {
        code: code.to_owned(),
        title: title.to_owned(),
        what: error.message.clone(),
        next: next.to_owned(),
        detail: format!("{:?}", error.kind),
    }
}
