//! The place of a text that is on its way.

use leptos::prelude::*;

use crate::text::t;

/// How long the text is expected to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SkeletonWidth {
    /// A figure.
    #[default]
    Figure,
    /// A word.
    Short,
    /// A name or a short sentence.
    Long,
    /// The whole line.
    Line,
}

/// A bar that stands for a text to come; read out as "Loading".
#[component]
pub(crate) fn Skeleton(
    /// How long the text is expected to be.
    #[prop(optional)]
    width: SkeletonWidth,
) -> impl IntoView {
    let class = match width {
        SkeletonWidth::Figure => "skeleton",
        SkeletonWidth::Short => "skeleton skeleton--short",
        SkeletonWidth::Long => "skeleton skeleton--long",
        SkeletonWidth::Line => "skeleton skeleton--line",
    };
    view! {
        <span class=class aria-hidden="true"></span>
        <span class="visually-hidden">{t("Loading")}</span>
    }
}
