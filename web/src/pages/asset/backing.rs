//! What stands behind the asset: reserves against supply, and who says so.

use assay_sdk::asset::{Backing, Descriptor, Staleness};
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, Rate};
use leptos::prelude::*;

use super::kept::kept;
use super::stamped::stamped;
use super::statements::Statements;
use crate::components::{
    AddressView, AmountFigure, Badge, BadgeKind, Clock, Definition, DefinitionList, EmptyState, ErrorPanel, Glyph,
    Notice, NoticeKind, Reading, Skeleton, SkeletonWidth,
};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// Reserves against supply and whether the feed is within its heartbeat; `None` where there is no feed.
type ByFeed = Option<(Fact<Backing>, Staleness)>;

#[component]
pub(super) fn BackingSide(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    let unit = descriptor.unit.clone();
    let backed = unit.map(|unit| {
        let text =
            fill(t("By the list, one {symbol} stands for {unit}."), &[("symbol", &descriptor.symbol), ("unit", &unit)]);
        view! { <p class="measure">{text}</p> }
    });
    let (has_feed, has_statements) = (descriptor.reserves.is_some(), !descriptor.attestations.is_empty());
    if !has_feed && !has_statements {
        return view! {
            <div class="stack">
                {backed}
                <EmptyState glyph=Glyph::Question title=t("Nobody publishes its reserves")
                    text=t("The list names neither a reserve feed nor a signed statement for it. What stands behind it rests on the issuer's word and documents alone.") />
            </div>
        }
        .into_any();
    }
    let asset = descriptor.asset;
    let answer: Answer<ByFeed> = inquire(
        wallet,
        || (),
        move |room, mut reads, ()| async move {
            room.backing(&mut reads, &asset, wallet.now()).await.map_err(|error| problem::of_chain(&error))
        },
    );
    let supply = Signal::derive(move || {
        answer.with(|loaded| {
            loaded.value().and_then(|found| Some(found.as_ref()?.0.clone().map(|backing| backing.supply)))
        })
    });
    let feed = has_feed.then(|| by_feed(wallet, &descriptor, answer));
    let statements = has_statements.then(|| view! { <Statements wallet descriptor supply /> });
    view! { <div class="stack">{backed}<div class="columns">{feed}{statements}</div></div> }.into_any()
}

fn by_feed(wallet: Wallet, descriptor: &Descriptor, answer: Answer<ByFeed>) -> impl IntoView + use<> {
    let clock = wallet.clock();
    let failed = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Failed(error) => Some(error.clone()),
            Loaded::Pending | Loaded::Ready { .. } => None,
        })
    });
    let pending = Memo::new(move |_| answer.with(|loaded| matches!(loaded, Loaded::Pending)));
    let source = Signal::derive(move || answer.with(|loaded| loaded.value().cloned().flatten().map(Ok)));
    let (symbol, reserves) = (descriptor.symbol.clone(), descriptor.reserves.clone());
    let unit = reserves.as_ref().map_or_else(|| symbol.clone(), |feed| feed.unit.clone());
    let address = reserves.map(|feed| feed.feed);
    let drawn =
        kept(source, t("The reserve feed could not be read"), move |found: Signal<(Fact<Backing>, Staleness)>| {
            let fact = Signal::derive(move || found.get().0);
            let fresh = Memo::new(move |_| found.with(|(_, staleness)| *staleness));
            let published = move || format::age(clock.now.get(), fact.with(|fact| fact.value().reserve_as_of));
            let mut pairs = against(fact, &unit, &symbol, clock);
            pairs.push(Definition::view(t("Published"), view! { <span>{published}</span> }));
            pairs.extend(
                address.map(|feed| Definition::view(t("Feed"), view! { <AddressView address=Signal::stored(feed) /> })),
            );
            let overdue = move || match fresh.get() {
                Staleness::Fresh { .. } => None,
                Staleness::Stale { age, heartbeat } => {
                    let (age, heartbeat) = (format::span(age), format::span(heartbeat));
                    let what = fill(
                        t("The figure is {age} old and should be renewed every {heartbeat}. Do not rely on it."),
                        &[("age", &age), ("heartbeat", &heartbeat)],
                    );
                    Some(view! { <Notice kind=NoticeKind::Warn title=t("The reserve feed is overdue") what /> })
                }
            };
            view! { {overdue}{cover(fact, clock)}<DefinitionList pairs /> }.into_any()
        });
    let trouble = move || {
        let error = failed.get();
        error.map(|error| view! { <ErrorPanel error on_retry=answer.retry() /> })
    };
    let waiting = move || pending.get().then(|| view! { <p><Skeleton width=SkeletonWidth::Long /></p> });
    view! {
        <section class="panel stack stack--tight" aria-label=t("Reserves by feed")>
            <p class="label">{t("Reserves by feed")}</p>
            {waiting}{trouble}{drawn}
        </section>
    }
}

/// Covered or not, and by how much.
pub(super) fn cover(fact: Signal<Fact<Backing>>, clock: Clock) -> impl IntoView {
    let covered = Memo::new(move |_| fact.with(|fact| fact.value().covered));
    let badge = move || {
        if covered.get() {
            view! { <Badge kind=BadgeKind::Accent>{t("Covered")}</Badge> }
        } else {
            view! { <Badge kind=BadgeKind::Oxblood>{t("Not covered")}</Badge> }
        }
    };
    let ratio = stamped(fact, clock, |backing: &Backing| backing.ratio.as_ref().map_or_else(nothing_issued, told));
    view! { <div class="row"><p class="growth__figure">{ratio}</p>{badge}</div>{meter(fact)} }
}

fn nothing_issued() -> String {
    t("nothing was issued").to_owned()
}

fn told(ratio: &Rate) -> String {
    format::percent(ratio).unwrap_or_else(|error| error.to_string())
}

/// Reserves against supply for the eye; the figures stand beside it.
fn meter(fact: Signal<Fact<Backing>>) -> impl IntoView {
    let width = Memo::new(move |_| {
        let per_mille =
            fact.with(|fact| fact.value().ratio.and_then(|ratio| ratio.per(alloy_primitives::U256::from(1_000)).ok()));
        per_mille.map_or(0, |size| u64::try_from(size).unwrap_or(u64::MAX).min(1_000))
    });
    let covered = Memo::new(move |_| fact.with(|fact| fact.value().covered));
    let class = move || if covered.get() { "meter" } else { "meter meter--short" };
    view! {
        <svg class=class viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
            <rect class="meter__bar" x="0" y="0" height="12" width=move || width.get().to_string() />
        </svg>
    }
}

/// Reserve and supply, both in displayed units.
pub(super) fn against(fact: Signal<Fact<Backing>>, unit: &str, symbol: &str, clock: Clock) -> Vec<Definition> {
    let figure = |pick: fn(&Backing) -> Amount, unit: &str| {
        let reading = Signal::derive(move || Reading::Known(fact.get().map(|backing| pick(&backing))));
        view! { <AmountFigure reading symbol=unit.to_owned() clock /> }
    };
    vec![
        Definition::view(t("In reserve"), figure(|backing| backing.reserve, unit)),
        Definition::view(t("Issued"), figure(|backing| backing.supply, symbol)),
    ]
}
