//! A word in a frame: what kind of thing this is, or what state it is in.

use leptos::prelude::*;

/// What the word is about. The word says it too: colour alone tells nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BadgeKind {
    /// A property.
    #[default]
    Plain,
    /// Something good, or ready.
    Accent,
    /// Waiting or unknown; the demo chain.
    Amber,
    /// Denied or frozen.
    Oxblood,
}

/// A badge.
#[component]
pub(crate) fn Badge(
    /// What the word is about.
    #[prop(optional)]
    kind: BadgeKind,
    /// The word.
    children: Children,
) -> impl IntoView {
    let class = match kind {
        BadgeKind::Plain => "badge",
        BadgeKind::Accent => "badge badge--accent",
        BadgeKind::Amber => "badge badge--amber",
        BadgeKind::Oxblood => "badge badge--oxblood",
    };
    view! { <span class=class>{children()}</span> }
}
