//! An address that names no screen.

use leptos::prelude::*;

use crate::components::{EmptyState, Glyph, PageHeader};
use crate::text::{fill, t};

/// Says that there is no such page, and where there is one.
#[component]
pub(crate) fn UnknownPage(
    /// The path as given.
    path: String,
) -> impl IntoView {
    view! {
        <PageHeader title=t("No such page") />
        <EmptyState glyph=Glyph::Question title=fill(t("The wallet has no page at {path}"), &[("path", &path)])
            text=t("The address may have been mistyped, or belong to another version.")>
            <a class="button button--primary" href="/">{t("To the portfolio")}</a>
        </EmptyState>
    }
}
