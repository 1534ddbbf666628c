//! The way between the main pages: in the masthead on a desk, at the foot of the screen in the hand.

use assay_sdk::evidence::Level;
use leptos::prelude::*;

use super::hallmark::LevelMark;
use super::icon::{Glyph, Icon};
use crate::text::t;

/// One main page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NavItem {
    /// Its address.
    pub(crate) href: &'static str,
    /// Its name. One short word: five of them share 360 pixels.
    pub(crate) label: &'static str,
    /// Its picture, shown in the hand only.
    pub(crate) glyph: Glyph,
}

/// The masthead with the main pages. Links are plain: the router hears of them.
#[component]
pub(crate) fn NavBar(
    /// The main pages.
    items: Vec<NavItem>,
    /// The address of the page that is open.
    #[prop(into)]
    current: Signal<String>,
    /// What stands at the end of the masthead: badge, account, lock.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let link = move |NavItem { href, label, glyph }| {
        let here = move || current.with(|current| current == href).then_some("page");
        view! {
            <li class="nav__item">
                <a class="nav__link" href=href aria-current=here><Icon glyph /><span>{label}</span></a>
            </li>
        }
    };
    view! {
        <header class="masthead">
            <div class="masthead__inner">
                <a class="masthead__brand" href="/"><LevelMark level=Signal::stored(Level::Attested) />{t("Assay")}</a>
                <nav class="nav" aria-label=t("Main pages")>
                    <ul class="nav__list">{items.into_iter().map(link).collect_view()}</ul>
                </nav>
                <div class="masthead__end">{children.map(|children| children())}</div>
            </div>
        </header>
    }
}
