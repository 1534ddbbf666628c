//! The place of things that are not there yet.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// Says that there is nothing, and what would change that.
#[component]
pub(crate) fn EmptyState(
    /// A picture.
    glyph: Glyph,
    /// What there is none of.
    #[prop(into)]
    title: String,
    /// Why, or what would change it.
    #[prop(optional, into)]
    text: Option<String>,
    /// What to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph />
            <p class="empty__title">{title}</p>
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
