//! The place of a page that this version does not have yet. It says so.

use leptos::prelude::*;

use crate::components::{AddressView, EmptyState, Glyph, PageHeader};
use crate::route::Page;
use crate::state::session::Unlocked;
use crate::text::t;

/// Says which page is missing, and whose account is open.
#[component]
pub(crate) fn Unfinished(
    /// The page.
    page: Page,
    /// The open wallet.
    unlocked: Unlocked,
) -> impl IntoView {
    let title = match page {
        Page::Portfolio => t("Portfolio"),
        Page::Asset(_) => t("Asset"),
        Page::Send => t("Send"),
        Page::Redeem => t("Redeem"),
        Page::Yields => t("Yields"),
        Page::Activity => t("Activity"),
        Page::Settings | Page::Welcome(_) | Page::Gallery | Page::Unknown(_) => t("Page"),
    };
    view! {
        <PageHeader title />
        <EmptyState glyph=Glyph::Clock title=t("This page is not part of this version yet") />
        <AddressView address=unlocked.address() name=unlocked.label().to_owned() />
    }
}
