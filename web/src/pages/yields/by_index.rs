//! What grew by an index: balances of rebasing tokens, and amounts that are shown times a multiplier.

use assay_sdk::evidence::Fact;
use assay_sdk::units::Amount;
use assay_sdk::yields::{MultiplierChange, RebasingHolding, RebasingIncome, ScaledBalance};
use leptos::prelude::*;

use super::growth::rate;
use crate::components::{AmountFigure, Clock, Definition, DefinitionList, Number, Reading};
use crate::format;
use crate::pages::asset::stamped::stamped;
use crate::pages::asset::words;
use crate::text::{fill, t};

/// What is held of a rebasing token, and an index that was announced.
pub(super) fn holding(fact: Signal<Fact<RebasingHolding>>, clock: Clock, symbol: &str) -> AnyView {
    let pairs = vec![Definition::view(
        t("Shares behind it"),
        stamped(fact, clock, |held| format::amount(&held.shares).short()),
    )];
    let pending = move || {
        fact.with(|fact| {
            let pending = fact.value().pending?;
            let amount = pending.index.amount(&fact.value().shares).ok()?;
            Some(fill(
                t("From {moment} on another index counts: the same shares will be {amount}."),
                &[("moment", &format::date_time(pending.at)), ("amount", &format::amount(&amount).short())],
            ))
        })
    };
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{t("Your balance")}</p>
            <p class="growth__figure">{amount(fact, clock, symbol, |held| held.amount)}</p>
            <p class="small muted">{t("It changes by itself: shares times an index. Transfers change the shares.")}</p>
            <DefinitionList pairs />
            {move || pending().map(|text| view! { <p class="small">{text}</p> })}
        </div>
    }
    .into_any()
}

/// What the shares that are held now gained.
pub(super) fn income(fact: Signal<Fact<RebasingIncome>>, clock: Clock, symbol: &str) -> AnyView {
    let lost = Memo::new(move |_| fact.with(|fact| fact.value().change.is_loss()));
    let title = move || if lost.get() { t("Your balance lost") } else { t("Your balance gained") };
    let span = move || fact.with(|fact| words::window(&fact.value().index.window));
    let pairs = vec![
        Definition::view(t("The same shares at the start"), amount(fact, clock, symbol, |income| income.then)),
        Definition::view(t("At the end"), amount(fact, clock, symbol, |income| income.now)),
    ];
    let note = t("For the shares you hold now. Shares that came or went in between are not in it.");
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{title}</p>
            <p class="growth__figure">{amount(fact, clock, symbol, |income| *income.change.size())}</p>
            <p class="small muted">{span}</p>
            <DefinitionList pairs />
            <p class="small muted">{note}</p>
        </div>
    }
    .into_any()
}

/// The rate of the index.
pub(super) fn index(fact: Signal<Fact<RebasingIncome>>, clock: Clock) -> AnyView {
    let realised = Signal::derive(move || fact.get().map(|income| income.index));
    rate(t("Realised rate, by index"), realised, clock, Vec::new())
}

/// What is held of a token whose amounts are shown times a multiplier.
pub(super) fn scaled(fact: Signal<Fact<ScaledBalance>>, clock: Clock, symbol: &str) -> AnyView {
    let shown = Signal::derive(move || fact.with(|fact| format::amount(&fact.value().shown)));
    let unit = symbol.to_owned();
    let times = stamped(fact, clock, |held| multiplier(&held.multiplier));
    let pairs = vec![
        Definition::view(t("As the contract counts"), amount(fact, clock, symbol, |held| held.amount)),
        Definition::view(t("Shown times"), times),
    ];
    let pending = move || {
        fact.with(|fact| {
            let pending = fact.value().pending?;
            Some(fill(
                t("From {moment} on it is shown times {multiplier}. What the contract counts stays."),
                &[("moment", &format::date_time(pending.at)), ("multiplier", &multiplier(&pending.multiplier))],
            ))
        })
    };
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{t("Your amount, as it is shown")}</p>
            <p class="growth__figure"><span class="figure"><Number shown />{"\u{a0}"}<span class="figure__unit">{unit}</span></span></p>
            <DefinitionList pairs />
            {move || pending().map(|text| view! { <p class="small">{text}</p> })}
        </div>
    }
    .into_any()
}

/// How the multiplier changed.
pub(super) fn multiplied(fact: Signal<Fact<MultiplierChange>>, clock: Clock) -> AnyView {
    let realised = Signal::derive(move || fact.get().map(|change| change.realised));
    let pairs = vec![
        Definition::view(t("Multiplier at the start"), stamped(fact, clock, |change| multiplier(&change.then))),
        Definition::view(t("Multiplier at the end"), stamped(fact, clock, |change| multiplier(&change.now))),
    ];
    view! {
        <div class="stack stack--tight">
            {rate(t("Change of the multiplier"), realised, clock, pairs)}
            <p class="small muted">{t("A multiplier changes by a split as much as by a payment. Which it was is for the issuer to say.")}</p>
        </div>
    }
    .into_any()
}

fn multiplier(multiplier: &assay_sdk::units::Multiplier) -> String {
    let exact = Amount::from_raw(multiplier.raw(), 18).map(|amount| amount.to_string());
    exact.unwrap_or_else(|error| error.to_string())
}

fn amount<T: Clone + Send + Sync + 'static>(
    fact: Signal<Fact<T>>,
    clock: Clock,
    symbol: &str,
    pick: fn(&T) -> Amount,
) -> impl IntoView + use<T> {
    let reading = Signal::derive(move || Reading::Known(fact.get().map(|value| pick(&value))));
    view! { <AmountFigure reading symbol=symbol.to_owned() clock /> }
}
