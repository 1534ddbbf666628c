//! The backing in one sentence, and three measures of it against the limits that the issuer itself has named.

use assay_sdk::asset::{Backing, Descriptor, Metric, ReserveMethod, RiskThresholds, Standing};
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Rate, Seconds, Timestamp};
use leptos::prelude::*;

use super::super::kept::kept;
use super::super::stamped::stamped;
use super::Grounded;
use crate::components::{Badge, BadgeKind, Clock, Definition, DefinitionList};
use crate::format;
use crate::text::{fill, t};
use crate::wallet::Wallet;

pub(super) fn summary(wallet: Wallet, descriptor: &Descriptor, grounded: Grounded) -> impl IntoView + use<> {
    let clock = wallet.clock();
    let unit = descriptor.reserves.as_ref().map_or_else(|| descriptor.symbol.clone(), |feed| feed.unit.clone());
    let (symbol, thresholds) = (descriptor.symbol.clone(), descriptor.risk_thresholds());
    let leading = Signal::derive(move || grounded.leading().map(Ok));
    kept(leading, t("The backing could not be summed up"), move |fact| {
        let (unit, symbol) = (unit.clone(), symbol.clone());
        let sentence = stamped(fact, clock, move |backing| sentence(backing, &unit, &symbol, wallet.now()));
        view! {
            <p class="backing__sentence">{sentence}</p>
            <section class="panel stack stack--tight" aria-label=t("Measures and limits")>
                <p class="label">{t("Against the issuer's own limits")}</p>
                <DefinitionList pairs=measures(fact, thresholds, grounded, clock) />
            </section>
        }
        .into_any()
    })
}

/// What there is to say, plainly.
fn sentence(backing: &Backing, unit: &str, symbol: &str, now: Timestamp) -> String {
    let amount = |amount| format::amount(amount).short();
    let by = match &backing.method {
        ReserveMethod::Feed { staleness } if staleness.is_fresh() => t("by its reserve feed, {age}"),
        ReserveMethod::Feed { .. } => t("by a reserve feed that is overdue, {age}"),
        ReserveMethod::Statement { .. } => t("by a signed statement as of {age}"),
        _ => t("by a figure of {age}"),
    };
    let by = fill(by, &[("age", &format::age(now, backing.reserve_as_of))]);
    let pattern = match (&backing.ratio, backing.covered) {
        (None, _) => t("Nothing is issued against reserves of {reserve} {unit}, {by}."),
        (Some(_), true) => t("Reserves of {reserve} {unit} cover the {supply} {symbol} issued, {by}."),
        (Some(_), false) => t("Reserves of {reserve} {unit} do not cover the {supply} {symbol} issued, {by}."),
    };
    let (reserve, supply) = (amount(&backing.reserve), amount(&backing.supply));
    fill(pattern, &[("reserve", &reserve), ("unit", unit), ("supply", &supply), ("symbol", symbol), ("by", &by)])
}

fn measures(
    fact: Signal<Fact<Backing>>,
    thresholds: RiskThresholds,
    grounded: Grounded,
    clock: Clock,
) -> Vec<Definition> {
    let at = move || clock.now.get();
    let ratio = Signal::derive(move || fact.get().map(|backing| backing.risk(&thresholds, &[], at()).collateral_ratio));
    let latency = Signal::derive(move || fact.get().map(|backing| backing.risk(&thresholds, &[], at()).oracle_latency));
    // It rests on the statements, and so on the newest one's evidence.
    let audits = Signal::derive(move || {
        let statements = grounded.statements();
        let moments: Vec<Timestamp> = statements.iter().map(|statement| statement.value().as_of).collect();
        let newest = statements.into_iter().max_by_key(|statement| statement.value().as_of)?;
        let backing = fact.get().into_value();
        Some(Ok(newest.map(|_| backing.risk(&thresholds, &moments, at()).audit_interval)))
    });
    let rate = |rate: &Rate| format::percent(rate).unwrap_or_else(|error| error.to_string());
    let span = |span: &Seconds| format::span(*span);
    vec![
        Definition::view(t("Reserves over supply"), measure(ratio, clock, t("at least {limit}"), rate)),
        Definition::view(t("Age of the reserve figure"), measure(latency, clock, t("at most {limit}"), span)),
        Definition::view(
            t("Longest time between statements"),
            kept(audits, t("The statements could not be compared"), move |audits| {
                measure(audits, clock, t("at most {limit}"), span).into_any()
            }),
        ),
    ]
}

fn measure<T: Copy + PartialEq + Send + Sync + 'static>(
    metric: Signal<Fact<Metric<T>>>,
    clock: Clock,
    limit: &'static str,
    words: fn(&T) -> String,
) -> impl IntoView {
    let standing = Memo::new(move |_| metric.with(|metric| metric.value().standing));
    let badge = move || match standing.get() {
        Standing::Within => view! { <Badge kind=BadgeKind::Accent>{t("Within")}</Badge> }.into_any(),
        Standing::Beyond => view! { <Badge kind=BadgeKind::Oxblood>{t("Beyond")}</Badge> }.into_any(),
        Standing::Unknown => view! { <Badge kind=BadgeKind::Amber>{t("Unknown")}</Badge> }.into_any(),
    };
    let threshold = move || {
        metric.with(|metric| match &metric.value().threshold {
            Some(threshold) => fill(limit, &[("limit", &words(threshold))]),
            None => t("no limit named").to_owned(),
        })
    };
    let told =
        move |metric: &Metric<T>| metric.value.as_ref().map_or_else(|| t("nothing to measure").to_owned(), words);
    view! { <span class="measures">{stamped(metric, clock, told)}<span class="muted">{threshold}</span>{badge}</span> }
}
