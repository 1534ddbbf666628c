//! Income to come: a picture of its months, and every payment by its day: what, how much, and how that is known.

use alloy_primitives::Address;
use assay_sdk::units::{AssetId, Date};
use assay_sdk::yields::{ComingKind, ComingMonth, ComingPayment, coming_income};
use leptos::prelude::*;

use super::{Reports, symbol};
use crate::components::{AmountFigure, Bar, BarChart, Hallmark, Known, Notice, NoticeKind, Reading};
use crate::format;
use crate::pages::asset::words;
use crate::route::{AssetTab, Route};
use crate::state::coming::{Named, days, is_day_alone, series};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// How far it looks ahead.
const MONTHS: i64 = 12;

type Found = Result<(Date, Vec<ComingMonth>), String>;

/// The months to come.
#[component]
pub(super) fn Coming(wallet: Wallet, assets: StoredValue<Vec<AssetId>>, answer: Reports) -> impl IntoView {
    let now = wallet.clock().now;
    let today = Memo::new(move |_| Date::of(now.get()).map_err(|error| error.to_string()));
    let found: Memo<Found> = Memo::new(move |_| {
        let from = today.get()?;
        let until = from.plus_months(MONTHS).map_err(|error| error.to_string())?;
        let months = answer.with(|loaded| {
            let reports = loaded.value().into_iter().flatten().map(|report| &report.yields);
            let tokens = assets.with_value(|assets| assets.iter().map(|asset| asset.token).collect::<Vec<_>>());
            coming_income(&tokens.into_iter().zip(reports).collect::<Vec<_>>(), from, until)
        });
        Ok((from, months.map_err(|error| error.to_string())?))
    });
    let stage =
        Memo::new(move |_| found.with(|found| found.as_ref().map(|(_, months)| months.len()).map_err(Clone::clone)));
    let body = move || {
        match stage.get() {
        Err(what) => {
            view! { <Notice kind=NoticeKind::Warn title=t("What is to come could not be worked out") what /> }.into_any()
        }
        Ok(0) => view! { <p class="muted">{t("Nothing in the next twelve months that terms promise, that a list names a day for, or that waits to be claimed.")}</p> }.into_any(),
        Ok(_) => view! { <div class="panel stack"><Picture wallet found /></div><Calendar wallet found /><Days wallet found /> }.into_any(),
    }
    };
    view! {
        <section class="section" aria-labelledby="coming-title">
            <div class="section__head"><h2 id="coming-title">{t("Income to come")}</h2><span class="small faint">{t("the next twelve months")}</span></div>
            {body}
            <p class="small muted">{t("Only what terms promise, what waits to be claimed, and days that the asset list names. Growth is not carried on into the future.")}</p>
        </section>
    }
}

/// One picture for each token that is paid: sums of different tokens are not added up.
#[component]
fn Picture(wallet: Wallet, found: Memo<Found>) -> impl IntoView {
    let clock = wallet.clock();
    let all = Memo::new(move |_| {
        found
            .with(|found| found.as_ref().ok().and_then(|(from, months)| series(months, *from, MONTHS).ok()))
            .unwrap_or_default()
    });
    let currencies = Memo::new(move |_| all.with(|all| all.iter().map(|one| one.currency).collect::<Vec<_>>()));
    move || {
        let chart = |(place, currency): (usize, Option<Address>)| {
            let unit = symbol(&wallet, currency);
            let bars = Signal::derive(move || {
                let months = all.with(|all| all.get(place).map(|one| one.months.clone())).unwrap_or_default();
                let bar = |sum: crate::state::coming::MonthSum| Bar {
                    label: format::month(sum.month).to_owned(),
                    name: format!("{} {}", format::month(sum.month), sum.year),
                    amount: sum.amount,
                };
                months.into_iter().map(bar).collect::<Vec<_>>()
            });
            let title = fill(t("Income to come in {symbol}, by month"), &[("symbol", &unit)]);
            view! { <BarChart title unit bars clock /> }
        };
        currencies.get().into_iter().enumerate().map(chart).collect_view()
    }
}

/// Every payment, under its month.
#[component]
fn Calendar(wallet: Wallet, found: Memo<Found>) -> impl IntoView {
    // A payment stays where it is while only the block changes that it was read at.
    let lines = Memo::new(move |_| {
        let of_month = |month: &ComingMonth| {
            // Days without amounts are told below, all of one name together.
            let payments = month.payments.iter().map(|fact| fact.value().clone()).enumerate();
            let payments: Vec<(usize, ComingPayment)> =
                payments.filter(|(_, payment)| !is_day_alone(payment)).collect();
            (month.year, month.month, payments)
        };
        found.with(|found| {
            found.as_ref().map(|(_, months)| months.iter().map(of_month).collect::<Vec<_>>()).unwrap_or_default()
        })
    });
    move || {
        let months = lines.get().into_iter().enumerate().filter(|(_, (_, _, payments))| !payments.is_empty());
        let months = months.map(|(place, (year, month, payments))| {
            let name = format!("{} {year}", format::month(month));
            let rows = payments.into_iter().map(|(row, payment)| line(wallet, found, (place, row), payment));
            view! {
                <li class="coming__month">
                    <h3 class="coming__name">{name}</h3>
                    <ul class="coming__list">{rows.collect_view()}</ul>
                </li>
            }
        });
        let months: Vec<_> = months.collect();
        (!months.is_empty()).then(|| {
            view! { <ol class="coming panel panel--flush" aria-label=t("Calendar of income to come")>{months}</ol> }
        })
    }
}

/// Days that a list names, of which nobody knows how much they bring: one line for all of one name.
#[component]
fn Days(wallet: Wallet, found: Memo<Found>) -> impl IntoView {
    let clock = wallet.clock();
    let named =
        Memo::new(move |_| found.with(|found| found.as_ref().map(|(_, months)| days(months)).unwrap_or_default()));
    let shape = Memo::new(move |_| {
        let line = |one: Named| (one.asset, one.title, one.first, one.last, one.count);
        named.get().into_iter().map(line).collect::<Vec<_>>()
    });
    let line = move |(place, (token, title, first, last, count)): (
        usize,
        (Address, Option<String>, Date, Date, usize),
    )| {
        let known = named.with_untracked(|named| named.get(place).map(|one| one.known.clone()))?;
        let known =
            Signal::derive(move || named.with(|named| Known::of(named.get(place).map_or(&known, |one| &one.known))));
        let days = if count == 1 {
            fill(t("on {date}"), &[("date", &format::day_of(first))])
        } else {
            let (first, last) = (format::day_of(first), format::day_of(last));
            fill(t("{n} times, from {from} to {to}"), &[("n", &count.to_string()), ("from", &first), ("to", &last)])
        };
        let text = fill(
            t("{title} expected {days}. The asset list names the days and no amount."),
            &[("title", &title.unwrap_or_else(|| t("Payments").to_owned())), ("days", &days)],
        );
        let name = asset_link(wallet, token);
        Some(
            view! { <li class="coming__named"><span class="coming__what">{name}<span class="small muted">{text}</span></span><Hallmark known clock /></li> },
        )
    };
    move || {
        let lines: Vec<_> = shape.get().into_iter().enumerate().filter_map(line).collect();
        (!lines.is_empty())
            .then(|| view! { <ul class="coming__days panel" aria-label=t("Days without amounts")>{lines}</ul> })
    }
}

/// The name of an asset of the wallet's chain, and the way to what it earns.
fn asset_link(wallet: Wallet, token: Address) -> Option<impl IntoView> {
    let asset = wallet.room().value().map(|room| AssetId { chain: room.chain(), token })?;
    let name = wallet.asset(&asset).map_or_else(|| format::short_address(&token), |known| known.name);
    let href = Route::Asset { asset, tab: AssetTab::Yield }.href();
    Some(view! { <a class="income__name" href=href>{name}</a> })
}

fn line(wallet: Wallet, found: Memo<Found>, (month, row): (usize, usize), payment: ComingPayment) -> impl IntoView {
    let clock = wallet.clock();
    let fact = move || found.with(|found| found.as_ref().ok()?.1.get(month)?.payments.get(row).cloned());
    let unit = symbol(&wallet, payment.currency);
    let figure = match payment.amount {
        Some(amount) => {
            let reading =
                Signal::derive(move || fact().map_or(Reading::Pending, |fact| Reading::Known(fact.map(|_| amount))));
            view! { <AmountFigure reading symbol=unit clock /> }.into_any()
        }
        None => untrack(fact)
            .map(|first| {
                let known = Signal::derive(move || Known::of(&fact().unwrap_or_else(|| first.clone())));
                view! { <span class="figure"><span class="muted">{t("amount not known")}</span><Hallmark known clock /></span> }
            })
            .into_any(),
    };
    let day = match payment.kind {
        ComingKind::Claimable => t("Now").to_owned(),
        ComingKind::Coupon | ComingKind::Redemption | ComingKind::Expected | _ => payment.date.day().to_string(),
    };
    let name = asset_link(wallet, payment.asset);
    let what = words::coming(payment.kind, payment.title.as_deref());
    view! {
        <li class="coming__line">
            <span class="coming__day">{day}</span>
            <span class="coming__what">{name}<span class="small muted">{what}</span></span>
            <span class="coming__figure">{figure}</span>
        </li>
    }
}
