//! The style guide at `/gallery`: every component in every state, on specimens that belong to nobody.

mod answers;
mod basics;
mod figures;
mod forms;
mod holdings;
mod specimen;

use assay_sdk::units::Seconds;
use leptos::prelude::*;

use crate::components::{Back, Badge, BadgeKind, Clock, Glyph, NavBar, NavItem, PageHeader, Theme, ThemeSwitch};
use crate::text::t;

/// The whole style guide.
#[component]
pub(crate) fn Gallery() -> impl IntoView {
    let (theme, set_theme) = signal(Theme::System);
    Effect::new(move |_| {
        let Some(root) = document().document_element() else { return };
        let written = match theme.get().attribute() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
        if written.is_err() {
            leptos::logging::warn!("the theme could not be written to the page");
        }
    });
    let clock = Clock { now: Signal::stored(specimen::NOW), stale_after: Seconds(300) };
    let items = vec![
        NavItem { href: "/gallery", label: t("Portfolio"), glyph: Glyph::Portfolio },
        NavItem { href: "#forms", label: t("Send"), glyph: Glyph::Send },
        NavItem { href: "#answers", label: t("Yields"), glyph: Glyph::Yield },
        NavItem { href: "#holdings", label: t("Activity"), glyph: Glyph::Activity },
        NavItem { href: "#basics", label: t("Settings"), glyph: Glyph::Sliders },
    ];
    view! {
        <div class="frame frame--nav">
            <a class="skip" href="#content">{t("To the content")}</a>
            <NavBar items current="/gallery">
                <Badge kind=BadgeKind::Amber>{t("Demo chain")}</Badge>
            </NavBar>
            <main class="page" id="content">
                <PageHeader title=t("Style guide") lead=t("Every component in every state. The figures are specimens.") back=Back { href: "/".to_owned(), label: t("To the wallet").to_owned() }>
                    <ThemeSwitch theme on_change=move |choice| set_theme.set(choice) />
                </PageHeader>
                <div class="stack stack--loose">
                    <holdings::Holdings clock />
                    <figures::Figures clock />
                    <answers::Answers clock />
                    <forms::Forms />
                    <basics::Basics />
                </div>
            </main>
        </div>
    }
}

/// A part of the style guide.
#[component]
fn Part(
    /// Its name in the page's address.
    id: &'static str,
    /// Its heading.
    title: &'static str,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section" id=id>
            <div class="section__head"><h2>{title}</h2></div>
            {children()}
        </section>
    }
}
