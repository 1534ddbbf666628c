//! What needs the holder: income and redemptions that can be claimed, prices that are overdue, stops.

use std::rc::Rc;

use assay_sdk::asset::Descriptor;
use assay_sdk::evidence::{Fact, Reads};
use assay_sdk::redemption::RequestBook;
use assay_sdk::units::{Amount, AssetId};
use assay_sdk::yields::YieldReport;
use leptos::prelude::*;

use super::Held;
use crate::components::{AmountFigure, Button, ButtonKind, Clock, ErrorText, Glyph, Icon, Reading};
use crate::pages::asset::words;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::route::{AssetTab, Route, SettingsPart, YieldWindow};
use crate::services::chain::{ChainProblem, ChainRoom};
use crate::shell::shell;
use crate::state::coin;
use crate::state::drill::{self, Due};
use crate::state::income::{self, due, payments};
use crate::state::loaded::Loaded;
use crate::state::portfolio::{Mark, marks};
use crate::state::settings::Settings;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The words for something that can be claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    sentence: String,
    symbol: String,
    href: String,
    action: &'static str,
}

/// What can be claimed, and of which assets that could not be found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Claims {
    ready: Vec<(Line, Fact<Amount>)>,
    unread: Vec<(String, ErrorText)>,
}

/// The list without its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    ready: Vec<Line>,
    /// Name, sentence, and where more of it is.
    stops: Vec<(String, String, String)>,
    /// Name, and why.
    unread: Vec<(String, String)>,
}

/// The list of what needs the holder; nothing where nothing does.
#[component]
pub(super) fn Needs(wallet: Wallet, held: Memo<Held>) -> impl IntoView {
    let holder = wallet.holder();
    let claims: Answer<Claims> =
        inquire(wallet, || (), move |room, reads, ()| async move { Ok(claims(&room, reads, holder).await) });
    let clock = wallet.clock();
    // The lines stay while only their figures change: an open slip stays open from block to block.
    let shape = Memo::new(move |_| {
        let (ready, unread) = claims.with(|loaded| match loaded {
            Loaded::Ready { value, .. } => (value.ready.clone(), value.unread.clone()),
            Loaded::Pending | Loaded::Failed(_) => (Vec::new(), Vec::new()),
        });
        Shape {
            ready: ready.into_iter().map(|(line, _)| line).collect(),
            stops: held.with(stops),
            unread: unread.into_iter().map(|(name, error)| (name, error.what)).collect(),
        }
    });
    let amount = move |place: usize| {
        Signal::derive(move || {
            claims.with(|loaded| {
                let claim = loaded.value().and_then(|claims| claims.ready.get(place));
                claim.map_or(Reading::Pending, |(_, amount)| Reading::Known(amount.clone()))
            })
        })
    };
    let drill = drill_due();
    move || {
        let Shape { ready, stops, unread } = shape.get();
        let drill = drill.get();
        if ready.is_empty() && unread.is_empty() && stops.is_empty() && drill.is_none() {
            return ().into_any();
        }
        let ready = ready.into_iter().enumerate().map(|(place, line)| claim(line, amount(place), clock));
        let stops = stops.into_iter().map(|(name, sentence, href)| item(Glyph::Alert, name, sentence, href));
        let unread = unread.into_iter().map(|(name, why)| {
            let sentence = fill(t("What can be claimed could not be found out: {why}"), &[("why", &why)]);
            item(Glyph::Question, name, sentence, yields())
        });
        view! {
            <section class="section">
                <div class="section__head"><h2>{t("What needs you")}</h2></div>
                <ul class="needs">{drill.map(|due| backup_check(&due))}{ready.collect_view()}{stops.collect_view()}{unread.collect_view()}</ul>
            </section>
        }
        .into_any()
    }
}

fn yields() -> String {
    Route::Yields { window: YieldWindow::default() }.href()
}

/// Whether the backup of the open wallet is to be checked.
fn drill_due() -> Memo<Option<Due>> {
    let shell = shell();
    Memo::new(move |_| {
        let vault = shell.open_vault()?;
        let postponed = shell.settings.with(|settings| settings.backup_postponed.get(&vault.id).copied());
        drill::due(&vault, postponed, shell.now.get())
    })
}

fn backup_check(due: &Due) -> impl IntoView + use<> {
    let shell = shell();
    let sentence = if due.last.is_some() {
        t(
            "You last showed that your recovery phrase is at hand more than 90 days ago. Take the paper and check a few words.",
        )
    } else {
        t("Nobody has checked yet that your recovery phrase is at hand. Take the paper and check a few words.")
    };
    let later = move |()| {
        let Some(vault) = untrack(move || shell.open_vault()) else { return };
        let until = drill::postponed(shell.now.get_untracked());
        let postpone = move |mut settings: Settings| {
            settings.backup_postponed.insert(vault.id.clone(), until);
            settings
        };
        // Where it cannot be stored, it is asked for again at the next visit.
        leptos::task::spawn_local(async move { drop(shell.change_settings(postpone).await) });
    };
    let href = Route::Settings { part: SettingsPart::Security }.href();
    view! {
        <li class="needs__item needs__item--ready">
            <Icon glyph=Glyph::Key />
            <p class="needs__what">{sentence}</p>
            <div class="needs__do row">
                <Button kind=ButtonKind::Quiet on_click=later>{t("In two weeks")}</Button>
                <a class="button" href=href>{t("Check the backup")}</a>
            </div>
        </li>
    }
}

fn claim(line: Line, reading: Signal<Reading<Amount>>, clock: Clock) -> impl IntoView {
    let Line { sentence, symbol, href, action } = line;
    view! {
        <li class="needs__item needs__item--ready">
            <Icon glyph=Glyph::Yield />
            <p class="needs__what">{sentence}</p>
            <AmountFigure reading symbol clock />
            <a class="button needs__do" href=href>{action}</a>
        </li>
    }
}

fn item(glyph: Glyph, name: String, sentence: String, href: String) -> impl IntoView {
    view! {
        <li class="needs__item">
            <Icon glyph />
            <p class="needs__what"><a href=href>{name}</a>{"\u{a0} "}{sentence}</p>
        </li>
    }
}

/// Stops and overdue prices of what is held: name, sentence, and where more of it is.
fn stops(held: &Held) -> Vec<(String, String, String)> {
    let of_one = |(descriptor, holding): &(Descriptor, Result<assay_sdk::asset::Holding, _>)| {
        let Ok(holding) = holding else { return Vec::new() };
        if holding.balance.value().is_zero() {
            return Vec::new();
        }
        let line = |mark: Mark| {
            let tab = match mark {
                Mark::Overdue { .. } => AssetTab::Holding,
                Mark::Paused | Mark::Frozen | Mark::PartlyFrozen => AssetTab::Rules,
            };
            let href = Route::Asset { asset: descriptor.asset, tab }.href();
            (format!("{}.", descriptor.name), words::mark_sentence(&mark), href)
        };
        marks(holding).into_iter().map(line).collect()
    };
    held.iter().flat_map(of_one).collect()
}

/// Asks only the assets that can have something to claim.
async fn claims(room: &Rc<ChainRoom>, mut reads: Reads, holder: alloy_primitives::Address) -> Claims {
    let mut claims = Claims::default();
    let paying: Vec<&Descriptor> = room.assets().iter().filter(|asset| !asset.distributions.is_empty()).collect();
    let assets: Vec<AssetId> = paying.iter().map(|descriptor| descriptor.asset).collect();
    match room.yields(&mut reads, &assets, holder, YieldWindow::default().length()).await {
        Err(problem) => claims.unread.extend(paying.iter().map(|descriptor| unread(descriptor, &problem))),
        Ok(yields) => {
            for (descriptor, (report, missing)) in paying.into_iter().zip(yields) {
                match missing.first() {
                    Some(problem) => claims.unread.push(unread(descriptor, problem)),
                    None => claims.ready.extend(paid(room, descriptor, &report)),
                }
            }
        }
    }
    for descriptor in room.assets() {
        match room.redemptions(&mut reads, &descriptor.asset, holder).await {
            Ok(book) => claims.ready.extend(book.into_iter().flat_map(|book| redeemed(room, descriptor, book))),
            Err(problem) => claims.unread.push(unread(descriptor, &problem)),
        }
    }
    claims
}

fn unread(descriptor: &Descriptor, problem: &ChainProblem) -> (String, ErrorText) {
    (format!("{}.", descriptor.name), problem::of_chain(problem))
}

/// The payments of an asset that wait for the holder.
fn paid(room: &ChainRoom, descriptor: &Descriptor, report: &YieldReport) -> Vec<(Line, Fact<Amount>)> {
    let line = |due: income::Due| {
        let pattern = if due.claims == 1 {
            t("A payment of {name} is ready for you.")
        } else {
            t("{n} payments of {name} are ready for you.")
        };
        let sentence = fill(pattern, &[("n", &due.claims.to_string()), ("name", &descriptor.name)]);
        let symbol = due.token.map_or_else(
            || coin::symbol(descriptor.asset.chain),
            |token| words::symbol(room, &AssetId { chain: descriptor.asset.chain, token }),
        );
        (Line { sentence, symbol, href: yields(), action: t("See and claim") }, due.amount)
    };
    due(&payments(descriptor, report)).into_iter().map(line).collect()
}

/// What of the requests waits for the holder: a payout, and shares of a cancelled request.
fn redeemed(room: &ChainRoom, descriptor: &Descriptor, book: Fact<RequestBook>) -> Vec<(Line, Fact<Amount>)> {
    let asset = descriptor.asset;
    let line = |pattern, symbol, action| {
        let href = Route::Redeem { asset: Some(asset), amount: String::new() }.href();
        Line { sentence: fill(pattern, &[("name", &descriptor.name)]), symbol, href, action }
    };
    let mut found = Vec::new();
    if !book.value().claimable.is_zero() {
        let symbol = words::symbol(room, &AssetId { chain: asset.chain, token: book.value().asset });
        let line = line(t("Your redemption of {name} is ready to be paid out."), symbol, t("Claim it"));
        found.push((line, book.clone().map(|book| book.claimable_assets)));
    }
    if !book.value().cancel_claimable.is_zero() {
        let back = |book: RequestBook| Amount::from_raw(book.cancel_claimable.raw(), book.cancel_claimable.scale());
        let line = line(
            t("Your cancelled redemption of {name} is ready to be taken back."),
            descriptor.symbol.clone(),
            t("Take it back"),
        );
        found.extend(book.try_map(back).ok().map(|amount| (line, amount)));
    }
    found
}
