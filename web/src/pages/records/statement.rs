//! The statement: its head, and each asset with its line and what moved.

use std::sync::Arc;

use alloy_primitives::U256;
use assay_sdk::evidence::{Fact, Source};
use assay_sdk::records::{Excess, RecordError};
use assay_sdk::units::{Amount, AssetId};
use leptos::prelude::*;

use super::{lines, timeless, words};
use crate::components::level_name;
use crate::components::{
    AddressView, AmountFigure, Definition, DefinitionList, EmptyState, Glyph, Notice, NoticeKind, Reading,
};
use crate::format;
use crate::state::books::{AssetBooks, Books, Stated, Unstated};
use crate::state::period::Span;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// Whose statement, of which days, between which blocks.
pub(super) fn head(wallet: Wallet, span: Option<Span>, books: &Arc<Books>) -> impl IntoView {
    let begins = span.and_then(|span| span.start).unwrap_or(books.after.timestamp);
    let ends = span.map_or(books.until.timestamp, |span| span.last().min(books.until.timestamp));
    let days = fill(t("{from} to {to}"), &[("from", &format::date(begins)), ("to", &format::date(ends))]);
    let block = |at: assay_sdk::units::BlockRef| {
        let number = format::grouped(&at.number.to_string());
        view! {
            <span class="records__block">
                {format!("{number}, {}", format::date_time(at.timestamp))}
                <code class="records__hash">{at.hash.to_string()}</code>
            </span>
        }
        .into_any()
    };
    let pairs = vec![
        Definition::view(t("Account"), view! { <AddressView address=Signal::stored(wallet.holder()) /> }),
        Definition::view(t("Last block before"), block(books.after)),
        Definition::view(t("Last block of it"), block(books.until)),
    ];
    view! {
        <section class="records__head" aria-labelledby="records-period">
            <h2 id="records-period" class="records__days">{days}</h2>
            <p class="records__holder only-print"><code>{wallet.holder().to_checksum(None)}</code></p>
            <DefinitionList pairs />
        </section>
    }
}

/// Every asset that was held or moved.
pub(super) fn assets(wallet: Wallet, books: &Arc<Books>) -> impl IntoView {
    let drawn: Vec<AnyView> = books.assets.iter().map(|of| asset(wallet, books, of)).collect();
    let nothing = drawn.is_empty().then(|| {
        view! {
            <EmptyState glyph=Glyph::Activity title=t("Nothing was held or moved in this period")
                text=t("Choose another period. What this network's list does not name is not looked for.") />
        }
    });
    let names: Vec<String> = books.untouched.iter().map(|asset| name(wallet, *asset)).collect();
    let untouched = (!names.is_empty())
        .then(|| fill(t("Nothing of these was held or moved: {names}."), &[("names", &names.join(", "))]));
    view! {
        <section class="section" aria-labelledby="records-statement">
            <div class="section__head"><h2 id="records-statement">{t("Statement")}</h2></div>
            {nothing}
            <div class="records__assets">{drawn}</div>
            {untouched.map(|text| view! { <p class="small muted">{text}</p> })}
        </section>
    }
}

fn asset(wallet: Wallet, books: &Arc<Books>, of: &AssetBooks) -> AnyView {
    let moved: Vec<_> = books.of_asset(of.asset).cloned().collect();
    let symbol = wallet.symbol(of.asset.token);
    let body = match &of.stated {
        Ok(stated) => line(wallet, stated, &symbol).into_any(),
        Err(why) => unstated(why, &symbol).into_any(),
    };
    let count = fill(t("Movements: {n}"), &[("n", &moved.len().to_string())]);
    let list = (!moved.is_empty()).then(|| {
        let rows = moved.iter().map(|movement| lines::movement(wallet, books, movement)).collect_view();
        view! {
            <details class="records__movements">
                <summary>{count}</summary>
                <ul class="movements">{rows}</ul>
            </details>
        }
    });
    let title = name(wallet, of.asset);
    view! {
        <article class="records__asset panel" aria-label=title>
            <h3 class="records__name">{title.clone()}<span class="figure__unit">{format!(" {symbol}")}</span></h3>
            {body}
            {list}
        </article>
    }
    .into_any()
}

/// Opening, what came, what went, closing: as a bank's statement adds it up.
fn line(wallet: Wallet, stated: &Stated, symbol: &str) -> impl IntoView {
    let (line, ends) = (&stated.line, &stated.ends);
    let clock = timeless(wallet);
    let figure = |fact: Fact<Amount>| {
        view! { <AmountFigure reading=Signal::stored(Reading::Known(fact)) symbol=symbol.to_owned() clock /> }
    };
    let row = |sign: &'static str, what: String, amount: Amount| {
        (!amount.is_zero()).then(|| {
            let figure = figure(line.known(amount, &ends.closing));
            view! {
                <tr><th scope="row">{what}</th><td class="records__sign">{sign}</td><td class="records__figure">{figure}</td></tr>
            }
        })
    };
    let income: Vec<_> =
        line.income.iter().map(|(kind, amount)| row("+", words::income(*kind).to_owned(), *amount)).collect();
    let end = |what: &'static str, class: &'static str, fact: Fact<Amount>| {
        view! {
            <tr class=class><th scope="row">{what}</th><td class=std::convert::identity("records__sign")></td><td class="records__figure">{figure(fact)}</td></tr>
        }
    };
    let nothing_moved = [line.received, line.paid, line.sent, line.redeemed, line.fees].iter().all(Amount::is_zero)
        && line.income.values().all(Amount::is_zero);
    view! {
        <table class="records__line">
            <tbody>
                {end(t("Opening balance"), "records__end", ends.opening.clone())}
                {row("+", t("Received").to_owned(), line.received)}
                {income}
                {row("+", t("Paid out by redemptions").to_owned(), line.paid)}
                {row("−", t("Sent").to_owned(), line.sent)}
                {row("−", t("Given up for redemption").to_owned(), line.redeemed)}
                {row("−", t("Fees").to_owned(), line.fees)}
                {end(t("Closing balance"), "records__end records__end--last", ends.closing.clone())}
            </tbody>
        </table>
        {nothing_moved.then(|| view! { <p class="small muted">{t("Nothing moved.")}</p> })}
        <p class="records__known only-print">{known(stated)}</p>
    }
}

/// How the figures of an asset are known, for paper.
fn known(stated: &Stated) -> String {
    let endpoints = stated.line.evidence.sources().map(|source| match source {
        Source::Endpoint(origin) => origin.to_string(),
        Source::Quorum(parties) => parties.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Source::Signer(signer) => signer.to_checksum(None),
        Source::Checkpoint(root) | Source::MerkleProof { root } => root.to_string(),
        Source::ZkProof { .. } | Source::Unproven(_) | _ => format!("{source:?}"),
    });
    let names = endpoints.collect::<Vec<_>>().join("; ");
    let level = level_name(stated.line.evidence.level());
    fill(t("How these figures are known: {level}, by {names}."), &[("level", &level.to_lowercase()), ("names", &names)])
}

fn unstated(why: &Unstated, symbol: &str) -> impl IntoView + use<> {
    let archive = t(
        "Choose a later beginning, or an endpoint that keeps the state of so old a block (an archive node). \"Everything\" needs none: it begins with the chain's first block.",
    );
    let (kind, title, what, next) = match why {
        Unstated::Opening { why } => {
            (NoticeKind::Warn, t("The opening balance could not be read"), why.clone(), archive)
        }
        Unstated::Closing { why } => (
            NoticeKind::Warn,
            t("The closing balance could not be read"),
            why.clone(),
            t("Choose a later end, or an endpoint that keeps the state of so old a block (an archive node)."),
        ),
        Unstated::Growth { why } => (NoticeKind::Warn, t("What it grew by could not be read"), why.clone(), archive),
        Unstated::Wrong(RecordError::Unbalanced { got, expected, difference, excess, .. }) => {
            let pattern = match excess {
                Excess::Movements => t(
                    "By what moved there should be {got} {symbol}, the contract says {expected}. {difference} {symbol} went out without a transfer that was seen, or came in twice.",
                ),
                Excess::Balance => t(
                    "By what moved there should be {got} {symbol}, the contract says {expected}. {difference} {symbol} came in without a transfer that was seen.",
                ),
            };
            let (expected, difference) = (expected.to_string(), difference.to_string());
            let values =
                [("got", got.as_str()), ("symbol", symbol), ("expected", &expected), ("difference", &difference)];
            (
                NoticeKind::Error,
                t("It does not add up"),
                fill(pattern, &values),
                t(
                    "Some endpoints cut long answers without saying so. Read the history through another endpoint, or ask the issuer.",
                ),
            )
        }
        Unstated::Wrong(error) => (
            NoticeKind::Error,
            t("Its books could not be made"),
            error.to_string(),
            t("Try again, or choose another endpoint in Settings."),
        ),
    };
    view! { <Notice kind title what next /> }
}

/// What an asset of the list is called.
pub(super) fn name(wallet: Wallet, asset: AssetId) -> String {
    untrack(|| wallet.asset(&asset)).map_or_else(|| asset.to_string(), |descriptor| descriptor.name)
}

/// Zero of the same scale.
pub(super) fn nothing(amount: Amount) -> Amount {
    amount.with_raw(U256::ZERO)
}
