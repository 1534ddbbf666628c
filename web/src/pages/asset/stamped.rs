//! A figure in words with its hallmark, for figures that are neither amounts nor money.

use assay_sdk::evidence::Fact;
use leptos::prelude::*;

use crate::components::{Clock, Hallmark, Known};

/// What `words` makes of a fact, stamped with how it is known.
pub(crate) fn stamped<T>(
    fact: Signal<Fact<T>>,
    clock: Clock,
    words: impl Fn(&T) -> String + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let known = Signal::derive(move || fact.with(Known::of));
    let text = move || fact.with(|fact| words(fact.value()));
    view! { <span class="figure"><span class="number">{text}</span><Hallmark known clock /></span> }
}
