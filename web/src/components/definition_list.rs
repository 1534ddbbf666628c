//! Terms and their values, ruled like a statement.

use leptos::prelude::*;

/// One term and what stands for it.
pub(crate) struct Definition {
    term: String,
    value: AnyView,
}

impl Definition {
    /// A term with a text.
    pub(crate) fn text(term: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self { term: term.into(), value: value.into_any() }
    }

    /// A term with anything: a figure, an address, a link.
    pub(crate) fn view(term: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self { term: term.into(), value: value.into_any() }
    }
}

/// A list of terms, each with its value at the end of the line.
#[component]
pub(crate) fn DefinitionList(
    /// The pairs, in order.
    pairs: Vec<Definition>,
) -> impl IntoView {
    let rows = pairs.into_iter().map(|Definition { term, value }| {
        view! {
            <div class="definitions__pair">
                <dt class="definitions__term">{term}</dt>
                <dd class="definitions__value">{value}</dd>
            </div>
        }
    });
    view! { <dl class="definitions">{rows.collect_view()}</dl> }
}
