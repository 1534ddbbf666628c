//! A failure that takes the place of what should be there. The rest of the page stays.

use leptos::prelude::*;

use super::notice::{Notice, NoticeKind};
use crate::text::t;

/// What is shown of an error. The page makes it from the error's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErrorText {
    /// The stable code, in kebab-case.
    pub(crate) code: String,
    /// In a few words.
    pub(crate) title: String,
    /// What happened and why.
    pub(crate) what: String,
    /// What to do next.
    pub(crate) next: String,
    /// The error's own words, for whoever opens them.
    pub(crate) detail: String,
}

/// An error, what to do about it, and its technical row.
#[component]
pub(crate) fn ErrorPanel(
    /// What is shown.
    error: ErrorText,
    /// Tries again, where that can help.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let ErrorText { code, title, what, next, detail } = error;
    let details = move || {
        view! {
            <details class="details">
                <summary>{t("Technical details")}</summary>
                <dl class="details__rows">
                    <dt>{t("Code")}</dt><dd>{code}</dd>
                    <dt>{t("Message")}</dt><dd>{detail}</dd>
                </dl>
            </details>
        }
    };
    match on_retry {
        Some(on_retry) => {
            view! { <Notice kind=NoticeKind::Error title what next on_retry>{details()}</Notice> }.into_any()
        }
        None => view! { <Notice kind=NoticeKind::Error title what next>{details()}</Notice> }.into_any(),
    }
}
