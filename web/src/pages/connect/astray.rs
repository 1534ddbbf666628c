//! The page of a site that cannot be heard.

use leptos::prelude::*;

use crate::components::{Notice, NoticeKind, PageHeader};
use crate::shell::shell;
use crate::state::visit::VisitError;
use crate::text::{fill, t};

/// The page.
#[component]
pub(crate) fn AstrayPage() -> impl IntoView {
    let error = shell().visit().and_then(Result::err).unwrap_or(VisitError::NoSite);
    let (kind, title, next) = words(&error);
    let what = sentence(&error);
    view! {
        <PageHeader title=t("No site to speak to") />
        <div class="stack">
            <Notice kind title what next />
            <p><a href="/">{t("Open the wallet")}</a></p>
        </div>
    }
}

/// The error as a sentence.
fn sentence(error: &VisitError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    fill("{first}{rest}.", &[("first", &first), ("rest", letters.as_str())])
}

const fn words(error: &VisitError) -> (NoticeKind, &'static str, &'static str) {
    match error {
        VisitError::NoSite => (
            NoticeKind::Info,
            t("Nothing is asked here"),
            t("To connect to a site, choose Assay on that site: it opens this page by itself."),
        ),
        VisitError::Version { .. } => (
            NoticeKind::Warn,
            t("The site and this wallet do not speak the same version"),
            t("Update whichever of them is older. Nothing was told to the site but that."),
        ),
        VisitError::Elsewhere { .. } => (
            NoticeKind::Error,
            t("Somebody may be trying to deceive you"),
            t(
                "Nothing was told to anybody. If you wanted to connect, open the site yourself, by its address, and start there.",
            ),
        ),
        VisitError::Framed => (
            NoticeKind::Error,
            t("The wallet does not work inside another page"),
            t("Open the wallet in a window of its own."),
        ),
        VisitError::NoOpener => (
            NoticeKind::Warn,
            t("The site is out of reach"),
            t("Close this window, go back to the site, and connect again."),
        ),
        VisitError::Address { .. } | VisitError::Origin(_) | VisitError::Request(_) => (
            NoticeKind::Error,
            t("The site asked in a way that this wallet refuses"),
            t("Nothing was told to the site. Tell its makers what stands here."),
        ),
    }
}
