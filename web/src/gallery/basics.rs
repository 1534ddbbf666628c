//! Colours, type and pictures.

use assay_sdk::evidence::Level;
use leptos::prelude::*;

use super::Part;
use crate::components::{Badge, BadgeKind, Glyph, Icon, LevelMark, VisuallyHidden};
use crate::text::t;

const COLOURS: [&str; 13] = [
    "ground",
    "surface",
    "sunk",
    "raised",
    "ink",
    "ink-soft",
    "ink-faint",
    "accent",
    "accent-soft",
    "amber",
    "amber-soft",
    "oxblood",
    "oxblood-soft",
];

const GLYPHS: [(Glyph, &str); 25] = [
    (Glyph::Alert, "Alert"),
    (Glyph::Back, "Back"),
    (Glyph::Check, "Check"),
    (Glyph::ChevronDown, "ChevronDown"),
    (Glyph::Clock, "Clock"),
    (Glyph::Copy, "Copy"),
    (Glyph::Cross, "Cross"),
    (Glyph::Portfolio, "Portfolio"),
    (Glyph::Document, "Document"),
    (Glyph::External, "External"),
    (Glyph::Eye, "Eye"),
    (Glyph::EyeOff, "EyeOff"),
    (Glyph::Info, "Info"),
    (Glyph::Key, "Key"),
    (Glyph::Link, "Link"),
    (Glyph::Lock, "Lock"),
    (Glyph::Plus, "Plus"),
    (Glyph::Question, "Question"),
    (Glyph::Redeem, "Redeem"),
    (Glyph::Retry, "Retry"),
    (Glyph::Send, "Send"),
    (Glyph::Sliders, "Sliders"),
    (Glyph::Activity, "Activity"),
    (Glyph::Stop, "Stop"),
    (Glyph::Yield, "Yield"),
];

#[component]
pub(super) fn Basics() -> impl IntoView {
    let swatch = |name: &'static str| {
        view! {
            <div class="swatch">
                <svg class="swatch__colour" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                    <rect class=format!("swatch__fill--{name}") width="1" height="1" />
                </svg>
                <span>{name}</span>
            </div>
        }
    };
    let glyph = |(glyph, name)| view! { <span class="row small"><Icon glyph />{name}</span> };
    view! {
        <Part id="basics" title=t("Colours, type, pictures")>
            <div class="gallery__swatches">{COLOURS.map(swatch).into_iter().collect_view()}</div>
            <div class="columns">
                <div class="panel stack stack--tight">
                    <p class="type-3xl type-serif">{t("248,613.32")}</p>
                    <p class="type-2xl type-serif">{t("A careful hand")}</p>
                    <p class="type-xl type-serif">{t("Rules of transfer")}</p>
                    <p class="type-l">{t("What I hold and what it is worth")}</p>
                    <p>{t("The wallet says before the signature whether a transfer will pass.")}</p>
                    <p class="small muted">{t("Smaller, to explain what was said.")}</p>
                    <p class="label">{t("A label")}</p>
                </div>
                <div class="panel stack">
                    <div class="row">
                        <Badge>{t("Plain")}</Badge>
                        <Badge kind=BadgeKind::Accent>{t("Claimable")}</Badge>
                        <Badge kind=BadgeKind::Amber>{t("Demo chain")}</Badge>
                        <Badge kind=BadgeKind::Oxblood>{t("Frozen")}</Badge>
                    </div>
                    <div class="row small">
                        <LevelMark level=Signal::stored(Level::Claimed) />{t("Claimed")}
                        <LevelMark level=Signal::stored(Level::Attested) />{t("Attested")}
                        <LevelMark level=Signal::stored(Level::Proven) />{t("Proven")}
                        <VisuallyHidden>{t("These are the three levels.")}</VisuallyHidden>
                    </div>
                    <div class="gallery__swatches">{GLYPHS.map(glyph).into_iter().collect_view()}</div>
                </div>
            </div>
        </Part>
    }
}
