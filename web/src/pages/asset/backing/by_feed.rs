//! Reserves against supply by the asset's feed.

use assay_sdk::asset::{Backing, Descriptor, Staleness};
use assay_sdk::evidence::Fact;
use leptos::prelude::*;

use super::super::check_now::{CheckNow, elsewhere};
use super::super::kept::kept;
use super::grounded::ByFeed;
use super::{OnChain, against, cover};
use crate::components::{
    AddressView, Definition, DefinitionList, ErrorPanel, Notice, NoticeKind, Skeleton, SkeletonWidth,
};
use crate::format;
use crate::pages::inquiry::Answer;
use crate::problem;
use crate::state::checking;
use crate::state::elsewhere::of_feed;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

pub(super) fn by_feed(
    wallet: Wallet,
    descriptor: &Descriptor,
    answer: Answer<OnChain>,
    feed: Memo<Option<ByFeed>>,
) -> impl IntoView + use<> {
    let failed = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Failed(error) => Some(error.clone()),
            Loaded::Pending | Loaded::Ready { .. } => None,
        })
    });
    let pending = Memo::new(move |_| answer.with(|loaded| matches!(loaded, Loaded::Pending)));
    let drawn = figures(wallet, descriptor, feed);
    let trouble = move || failed.get().map(|error| view! { <ErrorPanel error on_retry=answer.retry() /> });
    let waiting = move || pending.get().then(|| view! { <p><Skeleton width=SkeletonWidth::Long /></p> });
    let check = check(wallet, descriptor);
    let (token, address) = (descriptor.asset.token, descriptor.reserves.as_ref().map(|reserves| reserves.feed));
    let commands = Signal::derive(move || {
        let at = feed.with(|found| found.as_ref().map(|(fact, _)| fact.at()))?;
        Some(of_feed(address?, token, at))
    });
    view! {
        <section class="panel stack stack--tight" aria-label=t("Reserves by feed")>
            <p class="label">{t("Reserves by feed")}</p>
            {waiting}{trouble}{drawn}{check.view()}{elsewhere(wallet, commands)}
        </section>
    }
}

/// Reads everything again, at the newest block that there is.
fn check(wallet: Wallet, descriptor: &Descriptor) -> CheckNow {
    let (asset, symbol) = (descriptor.asset, descriptor.symbol.clone());
    let unit = unit(descriptor);
    CheckNow::new(wallet, move |room| {
        let (unit, symbol) = (unit.clone(), symbol.clone());
        async move {
            let read = async {
                let mut reads = room.ledger().await?;
                room.backing(&mut reads, &asset, wallet.now()).await
            };
            let found = read.await.map_err(|error| problem::of_chain(&error))?;
            Ok(found.map(|found| checking::feed(&found, &unit, &symbol)).unwrap_or_default())
        }
    })
}

/// What the feed counts.
fn unit(descriptor: &Descriptor) -> String {
    descriptor.reserves.as_ref().map_or_else(|| descriptor.symbol.clone(), |feed| feed.unit.clone())
}

fn figures(wallet: Wallet, descriptor: &Descriptor, feed: Memo<Option<ByFeed>>) -> impl IntoView + use<> {
    let clock = wallet.clock();
    let source = Signal::derive(move || feed.get().map(Ok));
    let (symbol, unit) = (descriptor.symbol.clone(), unit(descriptor));
    let address = descriptor.reserves.as_ref().map(|feed| feed.feed);
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
    })
}
