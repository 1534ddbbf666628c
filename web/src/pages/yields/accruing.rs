//! What has accrued at this moment, by the contract's own formula. Without one nothing ticks: nobody can say what a figure will be.

use assay_sdk::evidence::Fact;
use assay_sdk::units::Timestamp;
use assay_sdk::yields::{Accrued, AccruedAt, Unread, YieldReport};
use leptos::prelude::*;

use super::symbol;
use crate::components::{Clock, Hallmark, Known};
use crate::format::{self, Decimals};
use crate::pages::asset::kept::kept;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The figure that ticks, second by second; with every block instead, for people who asked their system for less motion.
#[component]
pub(super) fn Accruing(wallet: Wallet, report: Memo<Option<YieldReport>>, clock: Clock) -> impl IntoView {
    let still = prefers_stillness();
    let accrued = Signal::derive(move || {
        let now = if still { clock.now.get_untracked() } else { clock.now.get() };
        report.with(|report| {
            let report = report.as_ref()?;
            // What the chain says is of its own time: a clock that is behind it would run backwards.
            let now = now.max(block_time(report));
            Some(report.accrual_at(now)?.map_err(|Unread(error)| error.to_string()))
        })
    });
    kept(accrued, t("What has accrued by now could not be worked out"), move |fact| figure(&wallet, fact, clock))
}

fn block_time(report: &YieldReport) -> Timestamp {
    let formula = report.formula.as_ref().and_then(|formula| formula.as_ref().ok());
    formula.map_or(Timestamp(0), |formula| formula.at().timestamp)
}

fn figure(wallet: &Wallet, fact: Signal<Fact<AccruedAt>>, clock: Clock) -> AnyView {
    let known = Signal::derive(move || fact.with(Known::of));
    let first = fact.get_untracked();
    let unit = match &first.value().accrued {
        Accrued::Tokens { token, .. } => symbol(wallet, Some(*token)),
        Accrued::Money { change } => change.size().currency.code().to_owned(),
    };
    let formula = fill(t("By the contract's own formula: {formula}."), &[("formula", first.value().formula)]);
    let changes = move || {
        fact.with(|fact| {
            let AccruedAt { time, changes_at, .. } = fact.value();
            match changes_at {
                Some(next) if next.since(*time).0 <= 1 => t("It grows every second.").to_owned(),
                Some(next) => fill(t("It changes next at {moment}."), &[("moment", &format::date_time(*next))]),
                None => t("It stays as it is until the issuer sets the next figure.").to_owned(),
            }
        })
    };
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{t("Accrued by now")}</p>
            <p class="growth__figure"><span class="figure"><span class="number">{move || fact.with(|fact| words(fact.value()))}</span>{"\u{a0}"}<span class="figure__unit">{unit}</span><Hallmark known clock /></span></p>
            <p class="small muted">{formula}{" "}{changes}</p>
        </div>
    }
    .into_any()
}

/// The amount with its sign where it is a loss. Money with the decimals that a second changes.
fn words(accrued: &AccruedAt) -> String {
    const DECIMALS: Decimals = Decimals { least: 2, most: 6 };
    let (lost, shown) = match &accrued.accrued {
        Accrued::Tokens { change, .. } => (change.is_loss(), format::amount(change.size()).short()),
        Accrued::Money { change } => (change.is_loss(), format::decimal(&change.size().to_string(), DECIMALS).short()),
    };
    if lost { format!("−{shown}") } else { shown }
}

fn prefers_stillness() -> bool {
    let asked = window().match_media("(prefers-reduced-motion: reduce)");
    asked.ok().flatten().is_some_and(|query| query.matches())
}
