//! The head of a page: what it is about and what can be done here.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// Where the way back leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Back {
    /// The address.
    pub(crate) href: String,
    /// What is there.
    pub(crate) label: String,
}

/// A page's title, with a sentence below it, the way back above it and actions beside it.
#[component]
pub(crate) fn PageHeader(
    /// What the page is about.
    #[prop(into)]
    title: String,
    /// A sentence that says more.
    #[prop(optional, into)]
    lead: Option<String>,
    /// The way back.
    #[prop(optional, into)]
    back: Option<Back>,
    /// What can be done here.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let back = back.map(|Back { href, label }| {
        view! { <a class="page-header__back" href=href><Icon glyph=Glyph::Back />{"\u{a0}"}{label}</a> }
    });
    view! {
        <header class="page-header">
            <div class="page-header__titles">
                {back}
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p class="page-header__lead">{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </header>
    }
}
