//! Movements, income, redemptions and fees, line by line, each with its transaction.

use std::sync::Arc;

use assay_sdk::evidence::Fact;
use assay_sdk::records::{Asset, Movement};
use assay_sdk::units::Amount;
use leptos::prelude::*;

use super::{statement, timeless, words};
use crate::components::{AmountFigure, CopyButton, Reading};
use crate::format;
use crate::state::books::Books;
use crate::state::coin;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// One movement: when, what, how much, and the transaction.
pub(super) fn movement(wallet: Wallet, books: &Books, movement: &Movement) -> AnyView {
    let reading = match books.fact(movement.amount, &[movement]) {
        Some(fact) => Reading::Known(fact),
        None => Reading::Failed { what: t("It is not told how this is known").to_owned() },
    };
    let symbol = symbol(wallet, movement.asset);
    view! {
        <li class="movements__line">
            <time class="movements__when" datetime=format::machine_time(movement.at)>{format::date(movement.at)}</time>
            <p class="movements__what">{words::kind(movement)}<span class="small muted">{words::party(movement).map(|party| format!(" {party}"))}</span></p>
            <div class="movements__figure"><AmountFigure reading=Signal::stored(reading) symbol clock=timeless(wallet) /></div>
            {transaction(wallet, movement)}
        </li>
    }
    .into_any()
}

/// The transaction of a movement: a way to what this wallet knows of it, or its hash to be copied.
fn transaction(wallet: Wallet, movement: &Movement) -> impl IntoView + use<> {
    let Some(hash) = movement.transaction() else {
        return view! { <p class="movements__hash small muted">{t("without a transaction")}</p> }.into_any();
    };
    let (short, full) = (format::shorten(&hash.to_string(), 10, 8), hash.to_string());
    let signed_here = untrack(|| wallet.activity().entries().any(|entry| entry.transaction() == Some(hash)));
    let link = signed_here.then(|| view! { <a class="no-print" href="/activity">{t("signed here")}</a> });
    view! {
        <p class="movements__hash">
            <code class="code no-print">{short}</code><code class="code only-print">{full.clone()}</code>
            <CopyButton text=Signal::stored(full) label=t("Copy the transaction's hash") />
            {link}
        </p>
    }
    .into_any()
}

/// Income by day, kind and asset.
pub(super) fn income(wallet: Wallet, books: &Arc<Books>) -> impl IntoView {
    let body = match books.income() {
        Err(error) => view! { <p class="small muted">{error.to_string()}</p> }.into_any(),
        Ok(lines) if lines.is_empty() => {
            view! { <p class="small muted">{t("No income in this period.")}</p> }.into_any()
        }
        Ok(lines) => {
            let row = |line: &assay_sdk::records::IncomeLine| {
                let (year, month, day) = line.date;
                let behind = books.behind(line);
                let fact = books.fact(line.amount, &behind);
                let moment = behind.first().map(|movement| format::date(movement.at));
                let date = moment.unwrap_or_else(|| format!("{year:04}-{month:02}-{day:02}"));
                let hashes = behind.iter().map(|movement| transaction(wallet, movement)).collect_view();
                view! {
                    <li class="movements__line">
                        <time class="movements__when" datetime=format!("{year:04}-{month:02}-{day:02}")>{date}</time>
                        <p class="movements__what">{words::income(line.kind)}</p>
                        <div class="movements__figure">{figure(wallet, fact, line.asset)}</div>
                        <div class="movements__hash">{hashes}</div>
                    </li>
                }
            };
            let rows = lines.iter().map(row).collect_view();
            view! { <ul class="movements panel panel--flush" aria-label=t("Income")>{rows}</ul> }.into_any()
        }
    };
    section("records-income", t("Income"), body)
}

/// What was redeemed, and what that brought.
pub(super) fn redemptions(wallet: Wallet, books: &Arc<Books>) -> impl IntoView {
    let rows: Vec<AnyView> = books.redemptions().map(|of| movement(wallet, books, of)).collect();
    let body = if rows.is_empty() {
        view! { <p class="small muted">{t("No redemptions in this period.")}</p> }.into_any()
    } else {
        view! { <ul class="movements panel panel--flush" aria-label=t("Redemptions")>{rows}</ul> }.into_any()
    };
    section("records-redemptions", t("Redemptions"), body)
}

/// What transactions of this account cost.
pub(super) fn fees(wallet: Wallet, books: &Arc<Books>) -> impl IntoView {
    let note = t(
        "Of the transactions above that this account sent. Others, such as approvals, left no transfer and are not seen; what a rollup takes for its data is not in it.",
    );
    let body = match &books.fees {
        Err(why) => {
            let text = fill(t("The fees could not be read: {why}."), &[("why", why)]);
            view! { <p class="small muted">{text}</p> }.into_any()
        }
        Ok(fees) if fees.is_empty() => {
            view! { <p class="small muted">{t("This account sent none of the transactions above.")}</p> }.into_any()
        }
        Ok(fees) => {
            let total = sum(fees);
            let count = fill(t("{n} transactions"), &[("n", &fees.len().to_string())]);
            let reading = match total {
                Some(fact) => Reading::Known(fact),
                None => Reading::Failed { what: t("The fees do not add up").to_owned() },
            };
            view! {
                <p class="row row--baseline">
                    <AmountFigure reading=Signal::stored(reading) symbol=coin::symbol(wallet.chain()) clock=timeless(wallet) />
                    <span class="small muted">{count}</span>
                </p>
                <p class="small muted">{note}</p>
            }
            .into_any()
        }
    };
    section("records-fees", t("Network fees"), body)
}

/// All fees together, as well known as all of them are.
fn sum(fees: &[Fact<Movement>]) -> Option<Fact<Amount>> {
    let last = fees.last()?;
    let none = statement::nothing(last.value().amount);
    let total = fees.iter().try_fold(none, |sum, fee| sum.checked_add(&fee.value().amount)).ok()?;
    let sources = fees.iter().flat_map(|fee| fee.evidence().sources());
    Some(sources.fold(last.clone().map(|_| total), |fact, source| fact.extended(source.clone())))
}

fn figure(wallet: Wallet, fact: Option<Fact<Amount>>, asset: Asset) -> impl IntoView {
    let reading = match fact {
        Some(fact) => Reading::Known(fact),
        None => Reading::Failed { what: t("It is not told how this is known").to_owned() },
    };
    view! { <AmountFigure reading=Signal::stored(reading) symbol=symbol(wallet, asset) clock=timeless(wallet) /> }
}

fn symbol(wallet: Wallet, asset: Asset) -> String {
    match asset {
        Asset::Token(asset) => wallet.symbol(asset.token),
        Asset::Coin(chain) => coin::symbol(chain),
    }
}

/// A section with its heading.
pub(super) fn section(id: &'static str, title: &'static str, body: AnyView) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby=id>
            <div class="section__head"><h2 id=id>{title}</h2></div>
            {body}
        </section>
    }
}
