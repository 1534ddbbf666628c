//! What stands behind the asset: reserves against supply, over time and against the issuer's limits, and who says so.

mod agreement;
mod by_feed;
mod circuits;
mod eas;
mod epoch;
mod grounded;
mod over_time;
mod place;
mod points;
mod summary;

use assay_sdk::asset::{Backing, Descriptor};
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, Rate};
use leptos::prelude::*;

use self::grounded::ByFeed;
pub(super) use self::grounded::Grounded;
use super::stamped::stamped;
use super::statements::Statements;
use crate::components::{AmountFigure, Badge, BadgeKind, Clock, Definition, EmptyState, Glyph, Reading};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// What the chain says: the reserves by the feed, where there is one, and the supply.
#[derive(Clone, PartialEq)]
struct OnChain {
    feed: Option<ByFeed>,
    supply: Option<Fact<Amount>>,
}

#[component]
pub(super) fn BackingSide(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    let backed = descriptor.unit.as_ref().map(|unit| {
        let text =
            fill(t("By the list, one {symbol} stands for {unit}."), &[("symbol", &descriptor.symbol), ("unit", unit)]);
        view! { <p class="measure">{text}</p> }
    });
    let proofs = &descriptor.proofs;
    let has_statements = !descriptor.attestations.is_empty() || !proofs.by_contract.is_empty();
    let has_proofs = proofs.liabilities.is_some() || proofs.eas.is_some() || !proofs.circuits.is_empty();
    let has_feed = descriptor.reserves.is_some();
    let asset = descriptor.asset;
    let answer: Answer<OnChain> = inquire(
        wallet,
        || (),
        move |room, mut reads, ()| async move {
            if !has_feed && !has_statements {
                return Ok(OnChain { feed: None, supply: None });
            }
            let feed =
                room.backing(&mut reads, &asset, wallet.now()).await.map_err(|error| problem::of_chain(&error))?;
            let supply = match &feed {
                Some((fact, _)) => Some(fact.clone().map(|backing| backing.supply)),
                None => room.supply(&mut reads, &asset).await.map_err(|error| problem::of_chain(&error))?,
            };
            Ok(OnChain { feed, supply })
        },
    );
    let feed = Memo::new(move |_| answer.with(|loaded| loaded.value().and_then(|found| found.feed.clone())));
    let supply = Memo::new(move |_| answer.with(|loaded| loaded.value().and_then(|found| found.supply.clone())));
    let grounded = Grounded::new(wallet, feed, supply, descriptor.proofs.threshold);
    let nothing = (!has_feed && !has_statements && !has_proofs).then(|| {
        view! {
            <EmptyState glyph=Glyph::Question title=t("Nobody publishes its reserves")
                text=t("The list names neither a reserve feed nor a signed statement for it. What stands behind it rests on the issuer's word and documents alone.") />
        }
    });
    let summed = summary::summary(wallet, &descriptor, grounded);
    let chart = over_time::over_time(wallet, &descriptor, grounded, supply.into());
    let fed = has_feed.then(|| by_feed::by_feed(wallet, &descriptor, answer, feed));
    let points = points::points(wallet, &descriptor, grounded);
    let agreed = agreement::agreement(&descriptor, grounded);
    let epoch = epoch::epoch(wallet, &descriptor, grounded);
    let circuits = circuits::circuits(wallet, &descriptor, grounded);
    let attestations = eas::attestations(wallet, &descriptor);
    let proven = has_proofs.then(|| view! { <div class="columns">{epoch}{circuits}{attestations}</div> });
    let statements = has_statements.then(|| view! { <Statements wallet descriptor supply grounded /> });
    view! {
        <div class="stack stack--loose backing">
            <div class="stack">{backed}{nothing}{summed}</div>
            <div class="columns">{fed}{statements}{agreed}</div>
            {proven}
            {chart}{points}
        </div>
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
