//! The ten points of a reserve proof, each with what is known of it and what would settle it.

use assay_sdk::asset::{CheckedPoint, Descriptor, Finding, Grounds, Point, checklist};
use leptos::prelude::*;

use super::Grounded;
use crate::components::{Badge, BadgeKind};
use crate::text::{fill, t};
use crate::wallet::Wallet;

pub(super) fn points(wallet: Wallet, descriptor: &Descriptor, grounded: Grounded) -> impl IntoView + use<> {
    let (asset, thresholds) = (descriptor.asset, descriptor.risk_thresholds());
    let checked = Memo::new(move |_| {
        let (backings, statements) = (grounded.backings.get(), grounded.statements());
        checklist(&Grounds {
            inclusion: grounded.inclusion(),
            balance: wallet.holding(&asset).and_then(Result::ok).map(|holding| holding.balance),
            backings: &backings,
            statements: &statements,
            adequacy: grounded.adequacy(),
            // Every kind of asset that a list can name is a claim on something outside the chain.
            off_chain: true,
            max_age: thresholds.max_oracle_latency,
            now: wallet.now(),
        })
    });
    let count =
        move |finding| checked.with(|all| all.iter().filter(|checked| checked.finding == finding).count()).to_string();
    let summary = move || {
        fill(
            t("Of ten points {holds} hold, {attested} are attested, {unknown} are unknown and {broken} do not hold."),
            &[
                ("holds", &count(Finding::Holds)),
                ("attested", &count(Finding::Attested)),
                ("unknown", &count(Finding::Unknown)),
                ("broken", &count(Finding::Broken)),
            ],
        )
    };
    let lines = Point::ALL.map(|point| {
        let one = Memo::new(move |_| checked.with(|all| all.iter().find(|checked| checked.point == point).copied()));
        move || one.get().map(line)
    });
    view! {
        <section class="section" aria-label=t("Checklist")>
            <div class="section__head"><h2>{t("What a proof of reserves has to show")}</h2></div>
            <p class="measure">{summary}</p>
            <ol class="points panel panel--flush">{lines.into_iter().collect_view()}</ol>
        </section>
    }
}

fn line(CheckedPoint { point, finding, reason, settled_by, .. }: CheckedPoint) -> impl IntoView {
    let (kind, word) = match finding {
        Finding::Holds => (BadgeKind::Accent, t("Holds")),
        Finding::Attested => (BadgeKind::Plain, t("Attested")),
        Finding::Unknown => (BadgeKind::Amber, t("Unknown")),
        Finding::Broken => (BadgeKind::Oxblood, t("Does not hold")),
    };
    let settled = settled_by.map(|what| {
        let text = fill(t("What would settle it: {what}"), &[("what", t(what))]);
        view! { <p class="small faint">{text}</p> }
    });
    view! {
        <li class="points__line">
            <div class="points__what"><p>{t(point.demand())}</p><p class="small muted">{t(reason)}</p>{settled}</div>
            <Badge kind>{word}</Badge>
        </li>
    }
}
