//! Reserves against supply over time, from what the feed said before and from what was signed.

use assay_sdk::asset::{Descriptor, FeedRound};
use assay_sdk::evidence::Fact;
use assay_sdk::proof::Reserve;
use assay_sdk::units::Amount;
use leptos::prelude::*;

use super::Grounded;
use crate::components::{ErrorPanel, Level, LineChart, Point, Skeleton, SkeletonWidth};
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

type History = Option<Fact<Vec<FeedRound>>>;

pub(super) fn over_time(
    wallet: Wallet,
    descriptor: &Descriptor,
    grounded: Grounded,
    supply: Signal<Option<Fact<Amount>>>,
) -> Option<impl IntoView + use<>> {
    let feed = descriptor.reserves.clone()?;
    let answer = history(wallet, descriptor, grounded);
    let points = Memo::new(move |_| {
        let rounds = answer.with(|loaded| loaded.value().cloned().flatten());
        points(rounds, grounded.statements())
    });
    let symbol = descriptor.symbol.clone();
    let level = Memo::new(move |_| {
        let label = fill(t("Issued today, {symbol}"), &[("symbol", &symbol)]);
        supply.get().map(|amount| Level { label, amount })
    });
    let failed = move || {
        answer.with(|loaded| match loaded {
            Loaded::Failed(error) => Some(error.clone()),
            Loaded::Pending | Loaded::Ready { .. } => None,
        })
    };
    let trouble = move || failed().map(|error| view! { <ErrorPanel error on_retry=answer.retry() /> });
    let pending = Memo::new(move |_| points.with(Vec::is_empty));
    let title = fill(t("Reserves over time, in {unit}"), &[("unit", &feed.unit)]);
    let unit = feed.unit;
    let drawn = move || {
        if pending.get() {
            return view! { <p><Skeleton width=SkeletonWidth::Long /></p> }.into_any();
        }
        let (title, unit) = (title.clone(), unit.clone());
        view! { <LineChart title unit points level clock=wallet.clock() /> }.into_any()
    };
    let note = t(
        "The line is what the feed published, each dot a signed statement. The dashed line is what is issued today: how much was issued at earlier moments is not drawn.",
    );
    Some(view! {
        <section class="panel stack stack--tight" aria-label=t("Reserves over time")>
            {trouble}{drawn}<p class="small muted">{note}</p>
        </section>
    })
}

/// What was published does not change: it is read again where the newest figure is another one, not with every block.
fn history(wallet: Wallet, descriptor: &Descriptor, grounded: Grounded) -> Answer<History> {
    let asset = descriptor.asset;
    let newest =
        Memo::new(move |_| grounded.feed.with(|found| found.as_ref().map(|(fact, _)| fact.value().reserve_as_of)));
    let read = StoredValue::new_local(None);
    inquire(
        wallet,
        move || newest.get(),
        move |room, mut reads, newest| async move {
            let known: Option<(_, History)> = read.try_get_value().flatten();
            match known {
                Some((moment, history)) if moment == newest => Ok(history),
                Some(_) | None if newest.is_none() => Ok(None),
                Some(_) | None => {
                    let history = room.reserve_history(&mut reads, &asset).await;
                    let history = history.map_err(|error| problem::of_chain(&error))?;
                    let _gone = read.try_set_value(Some((newest, history.clone())));
                    Ok(history)
                }
            }
        },
    )
}

/// What the feed published and what was signed, in the order of time.
fn points(rounds: History, statements: Vec<Fact<Reserve>>) -> Vec<Point> {
    let marks = statements.into_iter().map(|statement| {
        let at = statement.value().as_of;
        Point { at, amount: statement.map(|reserve| reserve.amount), is_mark: true }
    });
    let line = rounds.into_iter().flat_map(|rounds| {
        let all = rounds.value().clone();
        all.into_iter().map(move |round| Point {
            at: round.updated_at,
            amount: rounds.as_ref().map(|_| round.amount),
            is_mark: false,
        })
    });
    let mut points: Vec<Point> = line.chain(marks).collect();
    points.sort_by_key(|point| point.at);
    points
}
