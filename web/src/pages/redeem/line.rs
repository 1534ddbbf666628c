//! One request on its line: where its shares are, at which price it was made and paid, and what comes next.

use std::collections::BTreeMap;

use alloy_primitives::B256;
use assay_sdk::asset::Settlement;
use assay_sdk::evidence::Fact;
use assay_sdk::redemption::{RequestLine, RequestState};
use assay_sdk::units::{Rate, Shares, Timestamp};
use leptos::prelude::*;

use super::when;
use crate::components::{Clock, Definition, DefinitionList, Notice, NoticeKind, Step, StepLine, StepState};
use crate::format;
use crate::pages::asset::stamped::stamped;
use crate::problem;
use crate::services::chain::Asked;
use crate::state::redeeming::{Mark, Parts, Payment, Reach, change, of_one_share};
use crate::text::{fill, t};

/// What all requests of one asset share.
pub(super) struct Terms {
    pub(super) symbol: String,
    pub(super) paid: String,
    /// Decimals of the shares, and of what is paid.
    pub(super) scales: (u8, u8),
    pub(super) settlement: Settlement,
    pub(super) clock: Clock,
    /// The price of what can be claimed.
    pub(super) set: Option<Fact<Rate>>,
}

/// When requests and claims were made.
pub(super) struct Moments<'a> {
    pub(super) asked: &'a BTreeMap<B256, Asked>,
    pub(super) paid: &'a BTreeMap<u64, Timestamp>,
}

/// A request with its payments.
pub(super) struct Line<'a> {
    pub(super) request: &'a RequestLine,
    pub(super) parts: Parts,
    pub(super) payments: &'a [Payment],
}

pub(super) fn line(line: &Line<'_>, moments: &Moments<'_>, terms: &Terms) -> AnyView {
    let request = &line.request.request;
    let asked = moments.asked.get(&request.transaction);
    let at = asked.and_then(|asked| asked.at.as_ref().ok().copied());
    let made = at.map_or_else(|| block(request.block), format::date_time);
    let title = format!("{} {}", format::amount(&request.shares).full, terms.symbol);
    let steps = steps(&line.parts, &terms.symbol, Some(made));
    let mut pairs = vec![Definition::view(t("Price when it was asked for"), price_then(asked, terms))];
    if let (Some(set), false) = (&terms.set, line.parts.claimable.is_zero()) {
        pairs.push(Definition::view(t("Price of what can be claimed"), price(set.clone(), terms)));
        pairs.extend(compared(asked, set.value()));
    }
    for payment in line.payments {
        pairs.push(Definition::text(t("Paid"), paid(payment, moments, terms)));
        pairs.extend(compared(asked, &payment.price));
    }
    pairs.push(Definition::text(t("Next"), next(&line.parts, at, terms)));
    let label = fill(t("Request of {amount}"), &[("amount", &title)]);
    view! {
        <article class="panel stack" aria-label=label>
            <h3 class="exit__name">{title}</h3>
            <StepLine label=t("How far the redemption is") steps=Signal::stored(steps) />
            {partial(&line.parts)}
            {unexplained(&line.parts)}
            <DefinitionList pairs />
        </article>
    }
    .into_any()
}

/// All requests together, where the logs that would tell them apart could not be read.
pub(super) fn totals(parts: Option<Parts>, terms: &Terms) -> AnyView {
    let Some(parts) = parts else { return ().into_any() };
    let steps = steps(&parts, &terms.symbol, None);
    view! {
        <article class="panel stack">
            <StepLine label=t("How far the redemption is") steps=Signal::stored(steps) />
            {partial(&parts)}
        </article>
    }
    .into_any()
}

fn partial(parts: &Parts) -> Option<AnyView> {
    let fulfilled = !parts.claimable.is_zero() || !parts.claimed.is_zero();
    (fulfilled && !parts.pending.is_zero())
        .then(|| view! { <p>{t("A part is fulfilled; the rest still waits.")}</p> }.into_any())
}

fn unexplained(parts: &Parts) -> Option<AnyView> {
    (parts.state == RequestState::Unexplained).then(|| {
        view! {
            <Notice kind=NoticeKind::Warn title=t("The request neither waits nor was paid")
                what=t("It was cancelled by the issuer, or a part of its history is missing at this endpoint.") />
        }
        .into_any()
    })
}

fn steps(parts: &Parts, symbol: &str, made: Option<String>) -> Vec<Step> {
    let amount = |shares: Shares| format!("{} {symbol}", format::amount(&shares).full);
    let of_one = |(mark, reach, shares): (Mark, Reach, Option<Shares>)| {
        let label = match mark {
            Mark::Requested => t("Requested"),
            Mark::Pending => t("Pending"),
            Mark::Claimable => t("Claimable"),
            Mark::Claimed => t("Claimed"),
            Mark::CancelPending => t("Cancellation pending"),
            Mark::CancelClaimable => t("To be taken back"),
            Mark::Cancelled => t("Cancelled"),
        };
        let state = match reach {
            Reach::Done => StepState::Done,
            Reach::Waiting => StepState::Waiting,
            Reach::Ready => StepState::Ready,
            Reach::Ahead => StepState::Ahead,
            Reach::Failed => StepState::Failed,
        };
        let detail = if mark == Mark::Requested { made.clone() } else { shares.map(amount) };
        Step { label: label.to_owned(), detail, state }
    };
    parts.steps().into_iter().map(of_one).collect()
}

/// What one share was worth when it was asked for: by the contract at that block.
fn price_then(asked: Option<&Asked>, terms: &Terms) -> AnyView {
    match asked.map(|asked| &asked.price) {
        Some(Ok(fact)) => price(fact.clone(), terms).into_any(),
        Some(Err(error)) => fill(t("not known: {why}"), &[("why", &problem::of_chain(error).what)]).into_any(),
        None => t("not looked up: the request is an old one").into_any(),
    }
}

fn price(fact: Fact<Rate>, terms: &Terms) -> impl IntoView + use<> {
    let (symbol, paid, scales) = (terms.symbol.clone(), terms.paid.clone(), terms.scales);
    stamped(Signal::stored(fact), terms.clock, move |rate| one_share(rate, &symbol, &paid, scales))
}

fn one_share(rate: &Rate, symbol: &str, paid: &str, (shares, assets): (u8, u8)) -> String {
    match of_one_share(rate, shares, assets) {
        Ok(amount) => fill(
            t("{amount} {paid} for one {symbol}"),
            &[("amount", &format::amount(&amount).full), ("paid", paid), ("symbol", symbol)],
        ),
        Err(error) => error.to_string(),
    }
}

/// How another price compares to that of the request: facts of two blocks, side by side.
fn compared(asked: Option<&Asked>, now: &Rate) -> Option<Definition> {
    let then = asked?.price.as_ref().ok()?;
    let (more, by) = change(then.value(), now)?;
    let by = format::percent(&by).ok()?;
    let pattern = if more { t("{by} more") } else { t("{by} less") };
    Some(Definition::text(t("Than when it was asked for"), fill(pattern, &[("by", &by)])))
}

fn paid(payment: &Payment, moments: &Moments<'_>, terms: &Terms) -> String {
    let when = moments.paid.get(&payment.block).map_or_else(|| block(payment.block), |at| format::date_time(*at));
    let assets = format!("{} {}", format::amount(&payment.assets).full, terms.paid);
    let shares = format!("{} {}", format::amount(&payment.shares).full, terms.symbol);
    let price = one_share(&payment.price, &terms.symbol, &terms.paid, terms.scales);
    fill(
        t("{assets} for {shares}, {when}: {price}"),
        &[("assets", &assets), ("shares", &shares), ("when", &when), ("price", &price)],
    )
}

fn block(height: u64) -> String {
    fill(t("block {number}"), &[("number", &format::grouped(&height.to_string()))])
}

/// What comes next, who does it, and when by the issuer's terms.
fn next(parts: &Parts, asked: Option<Timestamp>, terms: &Terms) -> String {
    match parts.state {
        RequestState::Pending => {
            let due = asked.and_then(|asked| when::due(&terms.settlement, asked));
            let overdue = due.is_some_and(|due| terms.clock.now.get_untracked() > due);
            match due.map(format::date) {
                Some(date) if overdue => fill(
                    t("The issuer should have fulfilled it by {date}, by its own terms: ask it why."),
                    &[("date", &date)],
                ),
                Some(date) => fill(t("The issuer fulfils it, by its own terms by {date}."), &[("date", &date)]),
                None => t("The issuer fulfils it; it names no date.").to_owned(),
            }
        }
        RequestState::Claimable => {
            t("You claim it. It does not lapse: the standard knows no last day for a claim.").to_owned()
        }
        RequestState::CancelPending => {
            t("The issuer answers the cancellation; until then it may still fulfil the request.").to_owned()
        }
        RequestState::CancelClaimable => t("You take the shares back.").to_owned(),
        RequestState::Claimed => t("Nothing: it is paid.").to_owned(),
        RequestState::Cancelled => t("Nothing: what was not paid is back with you.").to_owned(),
        RequestState::Unexplained => t("Nobody can tell from the chain: ask the issuer.").to_owned(),
    }
}
