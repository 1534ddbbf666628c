//! Figures: a number, its unit, and the hallmark that says how it is known.

use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, Value};
use leptos::prelude::*;

use super::hallmark::Hallmark;
use super::icon::{Glyph, Icon};
use super::known::{Clock, Known};
use super::skeleton::Skeleton;
use crate::format::{self, Shown};
use crate::text::t;

/// A figure on its way, known, or not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading<T> {
    /// Asked for.
    Pending,
    /// Known.
    Known(Fact<T>),
    /// It could not be read.
    Failed {
        /// What could not be read and why, in one sentence.
        what: String,
    },
}

impl<T> From<Fact<T>> for Reading<T> {
    fn from(fact: Fact<T>) -> Self {
        Self::Known(fact)
    }
}

/// How large a figure is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FigureSize {
    /// As the text around it.
    #[default]
    Text,
    /// The one large amount of a page, in the serif.
    Grand,
}

/// A number in itself: cut decimals are marked and shown on focus or under the pointer.
#[component]
pub(crate) fn Number(
    /// The number.
    #[prop(into)]
    shown: Signal<Shown>,
) -> impl IntoView {
    move || {
        let Shown { whole, fraction, full, cut } = shown.get();
        if !cut {
            return view! { <span class="number">{whole}<span class="number__fraction">{fraction}</span></span> }
                .into_any();
        }
        view! {
            <span class="number number--cut" tabindex="0">
                <span aria-hidden="true">{whole}<span class="number__fraction">{fraction}</span></span>
                <span class="visually-hidden">{full.clone()}</span>
                <span class="number__full" aria-hidden="true">{full}</span>
            </span>
        }
        .into_any()
    }
}

/// An amount of a token with its symbol and hallmark.
#[component]
pub(crate) fn AmountFigure(
    /// The amount, or the state of reading it.
    #[prop(into)]
    reading: Signal<Reading<Amount>>,
    /// The token's symbol.
    #[prop(into)]
    symbol: String,
    /// Now, and the age from which it is stale.
    clock: Clock,
    /// How large it is set.
    #[prop(optional)]
    size: FigureSize,
    /// Asks for it again after a failure.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let known = move |fact: Signal<Fact<Amount>>| {
        let shown = Signal::derive(move || fact.with(|fact| format::amount(fact.value())));
        let unit = symbol.clone();
        view! { <Number shown />{"\u{a0}"}<span class="figure__unit">{unit}</span> }.into_any()
    };
    frame(reading, clock, size, on_retry, known)
}

/// A sum of money with its currency and hallmark.
#[component]
pub(crate) fn ValueFigure(
    /// The value, or the state of reading it.
    #[prop(into)]
    reading: Signal<Reading<Value>>,
    /// Now, and the age from which it is stale.
    clock: Clock,
    /// How large it is set.
    #[prop(optional)]
    size: FigureSize,
    /// Asks for it again after a failure.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let known = move |fact: Signal<Fact<Value>>| {
        let shown = Signal::derive(move || fact.with(|fact| format::value(fact.value())));
        let unit = move || fact.with(|fact| fact.value().currency.code().to_owned());
        view! { <span class="figure__unit">{unit}</span>{"\u{a0}"}<Number shown /> }.into_any()
    };
    frame(reading, clock, size, on_retry, known)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Pending,
    Known,
    Failed,
}

/// Draws the stage that a reading is at. While it stays known, a newer fact changes the text and leaves the elements alone, so that
/// an open slip stays open.
fn frame<T>(
    reading: Signal<Reading<T>>,
    clock: Clock,
    size: FigureSize,
    on_retry: Option<Callback<()>>,
    draw: impl Fn(Signal<Fact<T>>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let class = match size {
        FigureSize::Text => "figure",
        FigureSize::Grand => "figure figure--grand",
    };
    let stage = Memo::new(move |_| {
        reading.with(|reading| match reading {
            Reading::Pending => Stage::Pending,
            Reading::Known(_) => Stage::Known,
            Reading::Failed { .. } => Stage::Failed,
        })
    });
    move || {
        // Read, not only tracked: a memo that nobody reads never learns of what it rests on.
        let _stage = stage.get();
        match reading.get_untracked() {
            Reading::Pending => view! { <span class=class><Skeleton /></span> }.into_any(),
            Reading::Failed { what } => failed(what, on_retry).into_any(),
            Reading::Known(first) => {
                let fact = Signal::derive(move || match reading.get() {
                    Reading::Known(fact) => fact,
                    Reading::Pending | Reading::Failed { .. } => first.clone(),
                });
                let known = Signal::derive(move || fact.with(Known::of));
                view! { <span class=class>{draw(fact)}<Hallmark known clock /></span> }.into_any()
            }
        }
    }
}

fn failed(what: String, on_retry: Option<Callback<()>>) -> impl IntoView {
    let retry = on_retry.map(|on_retry| {
        view! {
            <button type="button" class="icon-button" aria-label=t("Read it again") on:click=move |_| on_retry.run(())>
                <Icon glyph=Glyph::Retry />
            </button>
        }
    });
    view! { <span class="figure figure--failed"><Icon glyph=Glyph::Alert /><span>{what}</span>{retry}</span> }
}
