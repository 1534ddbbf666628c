//! A figure in words with its hallmark, for figures that are neither amounts nor money.

use assay_sdk::evidence::Fact;
use assay_sdk::units::Price;
use leptos::prelude::*;

use crate::components::{Clock, Hallmark, Known, Number};
use crate::format::{self, Decimals};

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

/// The price of one unit, with the decimals that a sum of money does not need and a price does: `USD 1.0234`.
pub(crate) fn unit_price(fact: Signal<Fact<Price>>, clock: Clock) -> impl IntoView {
    const DECIMALS: Decimals = Decimals { least: 2, most: 6 };
    let known = Signal::derive(move || fact.with(Known::of));
    let shown = Signal::derive(move || fact.with(|fact| format::decimal(&fact.value().to_string(), DECIMALS)));
    let unit = move || fact.with(|fact| fact.value().currency.code().to_owned());
    view! {
        <span class="figure"><span class="figure__unit">{unit}</span>{"\u{a0}"}<Number shown /><Hallmark known clock /></span>
    }
}
