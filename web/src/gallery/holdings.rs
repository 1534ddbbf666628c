//! What a portfolio is made of: the large amount, rows, the allocation, value over time.

use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, Value};
use leptos::prelude::*;

use super::Part;
use super::specimen::{amount, cents, dollars, endpoint, fact, proof, quorum, weekly};
use crate::components::{
    AllocationBar, AssetName, AssetRow, Badge, BadgeKind, Clock, FigureSize, LineChart, Part as Piece, Point, Reading,
    ValueFigure, Worth,
};
use crate::text::t;

#[component]
pub(super) fn Holdings(clock: Clock) -> impl IntoView {
    view! {
        <Part id="holdings" title=t("Portfolio")>
            <div class="stack stack--loose">
                <div class="stack stack--tight">
                    <p class="label">{t("Everything you hold")}</p>
                    <ValueFigure reading=Signal::stored(dollars(24_861_332, quorum())) clock size=FigureSize::Grand />
                </div>
                <div class="panel panel--flush"><Rows clock /></div>
                <div class="columns">
                    <div class="panel"><LineChart title=t("Value over eighteen weeks") unit="USD" points=Signal::stored(points()) level=Signal::stored(None) clock /></div>
                    <div class="panel"><AllocationBar caption=t("Holdings by asset class") parts=Signal::stored(pieces()) clock /></div>
                </div>
            </div>
        </Part>
    }
}

fn asset(name: &str, symbol: &str, kind: &str) -> AssetName {
    AssetName { href: "#holdings".to_owned(), name: name.to_owned(), symbol: symbol.to_owned(), kind: kind.to_owned() }
}

#[component]
fn Rows(clock: Clock) -> impl IntoView {
    let worth = |in_cents, source| Signal::stored(Worth::Priced(dollars(in_cents, source)));
    let failed = Reading::Failed { what: t("The balance could not be read: the endpoint did not answer.").to_owned() };
    view! {
        <ul class="asset-list">
            <AssetRow asset=asset("Short Treasury Fund", "STF", "Regulated fund share") clock
                amount=Signal::stored(amount("120000", proof())) worth=worth(12_496_814, proof())>
                <Badge kind=BadgeKind::Accent>{t("Claimable")}</Badge>
            </AssetRow>
            <AssetRow asset=asset("Vaulted Gold", "AUG", "Commodity") clock
                amount=Signal::stored(amount("18.250017442", quorum())) worth=worth(6_231_448, quorum()) />
            <AssetRow asset=asset("14 Mill Lane, Unit B", "MILL", "Rental property") clock
                amount=Signal::stored(amount("250", endpoint())) worth=Signal::stored(Worth::Unpriced)>
                <Badge kind=BadgeKind::Oxblood>{t("Transfers denied")}</Badge>
            </AssetRow>
            <AssetRow asset=asset("Harbour Credit Vault", "hcUSD", "Private credit") clock
                amount=Signal::stored(amount("0.000000000000004", endpoint())) worth=Signal::stored(Worth::Priced(Reading::Pending)) />
            <AssetRow asset=asset("Verified Carbon Tonne 2024", "VCT", "Environmental") clock
                amount=Signal::stored(failed) worth=Signal::stored(Worth::Priced(Reading::Pending)) on_retry=move |()| () />
        </ul>
    }
}

fn pieces() -> Vec<Piece> {
    let piece = |label: &str, raw| Piece { label: label.to_owned(), value: value(raw) };
    vec![
        piece("Treasuries", 12_496_814),
        piece("Gold", 6_231_448),
        piece("Private credit", 3_120_070),
        piece("Cash", 2_013_000),
        piece("Carbon", 1_000_000),
        Piece { label: "Property".to_owned(), value: None },
    ]
}

fn value(raw: u64) -> Option<Fact<Value>> {
    cents(raw, "USD").ok().map(|value| fact(value, 24, quorum()))
}

fn points() -> Vec<Point> {
    let point = |(at, value): (_, Result<Value, _>)| {
        let amount = value.and_then(|value| Amount::from_raw(value.raw, value.scale)).ok()?;
        Some(Point { at, amount: fact(amount, 24, quorum()), is_mark: false })
    };
    weekly().into_iter().filter_map(point).collect()
}
