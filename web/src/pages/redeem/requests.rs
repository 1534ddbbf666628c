//! Redemptions that were asked for: requested → pending → claimable → claimed, from the chain alone.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use alloy_primitives::{Address, B256};
use assay_sdk::asset::{Descriptor, Settlement};
use assay_sdk::evidence::Fact;
use assay_sdk::redemption::{History, RequestBook, Step as NextStep};
use assay_sdk::tx::Intent;
use assay_sdk::units::Timestamp;
use leptos::prelude::*;

use super::act::Act;
use super::line::{Line, Moments, Terms, line, totals};
use crate::components::{
    AddressView, ButtonKind, ErrorPanel, ErrorText, Hallmark, Known, Notice, NoticeKind, Skeleton, SkeletonWidth,
};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::pages::watched::SigningNote;
use crate::problem;
use crate::services::chain::{Asked, ChainRoom};
use crate::state::loaded::Loaded;
use crate::state::redeeming::{Parts, payments};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// How many requests are shown with the time and the price of their making, which are asked for one by one.
const DATED: usize = 20;

/// A book, and what its requests and claims were made at.
#[derive(Clone, PartialEq)]
struct Tracked {
    book: Fact<RequestBook>,
    asked: BTreeMap<B256, Asked>,
    moments: BTreeMap<u64, Timestamp>,
}

/// What never changes of the past: asked for once.
#[derive(Default)]
struct Past {
    asked: BTreeMap<B256, Asked>,
    moments: BTreeMap<u64, Timestamp>,
}

/// The requests of this holder, where the asset is redeemed on request.
#[component]
pub(super) fn Requests(descriptor: Descriptor) -> impl IntoView {
    let Some(way) = descriptor.ways_out.iter().find(|way| way.async_vault().is_some()) else {
        return ().into_any();
    };
    let wallet = Wallet::expect();
    let (asset, settlement) = (descriptor.asset, StoredValue::new(way.settlement.clone()));
    let past = Rc::new(RefCell::new(Past::default()));
    let tracked: Answer<Option<Tracked>> = inquire(
        wallet,
        || (),
        move |room, mut reads, ()| {
            let past = Rc::clone(&past);
            async move {
                let book = room.redemptions(&mut reads, &asset, wallet.holder()).await;
                let Some(book) = book.map_err(|problem| problem::of_chain(&problem))? else { return Ok(None) };
                let (asked, moments) = recall(&room, book.value(), &past).await;
                Ok(Some(Tracked { book, asked, moments }))
            }
        },
    );
    // Drawn anew where something of it changed, not at every block.
    let shape = Memo::new(move |_| {
        tracked.with(|loaded| match loaded {
            Loaded::Ready { value: Some(Tracked { book, asked, moments }), .. } => {
                Shape::Known(Box::new((book.value().clone(), asked.clone(), moments.clone())))
            }
            Loaded::Ready { value: None, .. } => Shape::Nothing,
            Loaded::Pending => Shape::Pending,
            Loaded::Failed(error) => Shape::Failed(error.clone()),
        })
    });
    let descriptor = StoredValue::new(descriptor);
    (move || match shape.get() {
        Shape::Known(_) => {
            let Some(Some(now)) = tracked.with(|loaded| loaded.value().cloned()).map(Some) else {
                return ().into_any();
            };
            let Some(now) = now else { return ().into_any() };
            descriptor.with_value(|descriptor| {
                settlement.with_value(|settlement| book_view(&now, tracked, (descriptor, settlement), wallet))
            })
        }
        Shape::Nothing => ().into_any(),
        Shape::Pending => view! { <Skeleton width=SkeletonWidth::Line /> }.into_any(),
        Shape::Failed(error) => view! { <ErrorPanel error on_retry=tracked.retry() /> }.into_any(),
    })
    .into_any()
}

type Told = (RequestBook, BTreeMap<B256, Asked>, BTreeMap<u64, Timestamp>);

#[derive(Clone, PartialEq)]
enum Shape {
    Pending,
    Nothing,
    Failed(ErrorText),
    Known(Box<Told>),
}

/// When the newest requests and claims were made, and at which price.
async fn recall(
    room: &ChainRoom,
    book: &RequestBook,
    past: &RefCell<Past>,
) -> (BTreeMap<B256, Asked>, BTreeMap<u64, Timestamp>) {
    if let History::Known { lines, claims, .. } = &book.history {
        for line in lines.iter().rev().take(DATED) {
            let transaction = line.request.transaction;
            if past.borrow().asked.contains_key(&transaction) {
                continue;
            }
            let asked = room.asked(book.vault, &line.request).await;
            if asked.at.is_ok() {
                past.borrow_mut().asked.insert(transaction, asked);
            }
        }
        for claim in claims.iter().rev().take(DATED) {
            if past.borrow().moments.contains_key(&claim.block) {
                continue;
            }
            if let Ok(moment) = room.moment(claim.block).await {
                past.borrow_mut().moments.insert(claim.block, moment);
            }
        }
    }
    let past = past.borrow();
    (past.asked.clone(), past.moments.clone())
}

fn book_view(
    now: &Tracked,
    tracked: Answer<Option<Tracked>>,
    (descriptor, settlement): (&Descriptor, &Settlement),
    wallet: Wallet,
) -> AnyView {
    let book = now.book.value();
    let known = Known::of(&now.book);
    // The newest answer's, while the old drawing stays.
    let known = Memo::new(move |before: Option<&Known>| {
        let newest = tracked.with(|loaded| loaded.value()?.as_ref().map(|tracked| Known::of(&tracked.book)));
        newest.or_else(|| before.cloned()).unwrap_or_else(|| known.clone())
    });
    let terms = Terms {
        symbol: descriptor.symbol.clone(),
        paid: wallet.symbol(book.asset),
        scales: (book.pending.scale(), book.claimable_assets.scale()),
        settlement: settlement.clone(),
        clock: wallet.clock(),
        set: price_set(&now.book),
    };
    let moments = Moments { asked: &now.asked, paid: &now.moments };
    let requests = match &book.history {
        History::Known { lines, claims, .. } => {
            let paid = payments(lines, claims);
            let paid = paid.unwrap_or_default();
            let of = lines.iter().enumerate().map(|(place, request)| {
                let payments = paid.get(place).map_or(&[][..], Vec::as_slice);
                Line { request, parts: Parts::from(request), payments }
            });
            lists(of.rev().collect(), &moments, &terms)
        }
        History::Unread { .. } => totals(Parts::of_book(book), &terms),
    };
    view! {
        <section class="section" aria-label=t("Your requests")>
            <div class="section__head">
                <h2>{t("Your requests")}</h2>
                <Hallmark known clock=wallet.clock() />
            </div>
            {unread(book)}
            {actions(book, descriptor, &terms, wallet)}
            {requests}
            {operators(book, descriptor)}
        </section>
    }
    .into_any()
}

/// The price at which what can be claimed will be paid.
fn price_set(book: &Fact<RequestBook>) -> Option<Fact<assay_sdk::units::Rate>> {
    let rate = |book: &RequestBook| assay_sdk::units::Rate::new(book.claimable_assets.raw(), book.claimable.raw());
    (!book.value().claimable.is_zero()).then(|| book.as_ref().try_map(rate).ok()).flatten()
}

/// What is under way, the newest first; what is over, folded away, except where it is all there is.
fn lists(lines: Vec<Line<'_>>, moments: &Moments<'_>, terms: &Terms) -> AnyView {
    if lines.is_empty() {
        return view! { <p>{t("You have asked for no redemption of this asset yet.")}</p> }.into_any();
    }
    let shown = lines.iter().filter(|line| !line.parts.is_over()).count().max(1);
    let (over, open): (Vec<_>, Vec<_>) = if lines.iter().all(|line| line.parts.is_over()) {
        lines.into_iter().enumerate().partition(|(place, _)| *place >= shown)
    } else {
        lines.into_iter().enumerate().partition(|(_, line)| line.parts.is_over())
    };
    let draw =
        |lines: Vec<(usize, Line<'_>)>| lines.into_iter().map(|(_, one)| line(&one, moments, terms)).collect_view();
    let earlier = (!over.is_empty()).then(|| {
        let summary = fill(t("Earlier requests: {n}"), &[("n", &over.len().to_string())]);
        view! { <details class="details"><summary>{summary}</summary><div class="stack">{draw(over)}</div></details> }
    });
    view! { {draw(open)}{earlier} }.into_any()
}

/// What the holder can do now: claim, take back, cancel.
fn actions(book: &RequestBook, descriptor: &Descriptor, terms: &Terms, wallet: Wallet) -> AnyView {
    let asset = descriptor.asset;
    let shares = |amount: &assay_sdk::units::Shares| format!("{} {}", format::amount(amount).full, terms.symbol);
    let next = book.next_step(wallet.holder()).map(|step| {
        let words = if matches!(step, NextStep::ClaimCancelled { .. }) {
            fill(t("Take {amount} back"), &[("amount", &shares(&book.cancel_claimable))])
        } else {
            let pays = format!("{} {}", format::amount(&book.claimable_assets).full, terms.paid);
            fill(t("Claim {amount}"), &[("amount", &pays)])
        };
        act(step, words, ButtonKind::Primary, asset)
    });
    let cancels = book.cancel_steps().into_iter().map(|step| {
        let waits = if let NextStep::Cancel { shares: waits, .. } = &step { shares(waits) } else { String::new() };
        act(step, fill(t("Cancel the request of {amount}"), &[("amount", &waits)]), ButtonKind::Plain, asset)
    });
    let cancels: Vec<_> = cancels.collect();
    let note = (!cancels.is_empty()).then(|| {
        view! { <p class="hint">{t("A cancellation asks back all that still waits. What is fulfilled before it is answered is paid all the same.")}</p> }
    });
    if next.is_none() && cancels.is_empty() {
        let waits = !book.pending.is_zero() && !book.cancellable;
        return waits
            .then(|| view! { <p class="hint">{t("What was asked for cannot be cancelled: the contract has no such function.")}</p> })
            .into_any();
    }
    view! { <div class="row row--end">{cancels}{next}</div>{note}<SigningNote wallet /> }.into_any()
}

fn act(step: NextStep, words: String, kind: ButtonKind, asset: assay_sdk::units::AssetId) -> AnyView {
    let steps = move |()| vec![Intent::from(&step)];
    view! { <Act words=Signal::stored(words) kind asset steps /> }.into_any()
}

fn unread(book: &RequestBook) -> Option<AnyView> {
    let History::Unread { gap } = &book.history else { return None };
    let what = fill(
        t("What waits and what can be claimed is right; what was claimed before is not shown. The endpoint: {why}"),
        &[("why", &gap.to_string())],
    );
    Some(view! { <Notice kind=NoticeKind::Warn title=t("The history could not be read") what /> }.into_any())
}

/// Who else may act on the holder's requests, each with the way to stop it.
fn operators(book: &RequestBook, descriptor: &Descriptor) -> AnyView {
    let History::Known { operators, .. } = &book.history else { return ().into_any() };
    if operators.is_empty() {
        return ().into_any();
    }
    let (vault, asset) = (book.vault, descriptor.asset);
    let line = |operator: &Address| {
        let step = NextStep::SetOperator { vault, operator: *operator, approved: false };
        let address = *operator;
        view! {
            <li class="row row--spread"><AddressView address=Signal::stored(address) />
                {act(step, t("Stop this operator").to_owned(), ButtonKind::Plain, asset)}</li>
        }
    };
    view! {
        <div class="panel stack">
            <Notice kind=NoticeKind::Warn title=t("Somebody else may act on your requests")
                what=t("An operator can ask to redeem your shares, and claim the payout to wherever it likes. You allowed that earlier.") />
            <ul class="plain-list">{operators.iter().map(line).collect_view()}</ul>
        </div>
    }
    .into_any()
}
