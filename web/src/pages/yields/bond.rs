//! What is held of a bond: its face, the next coupon, and the yield at its price.

use assay_sdk::asset::PriceQuote;
use assay_sdk::evidence::Fact;
use assay_sdk::yields::{BondHolding, BondLife, BondPrice, CashFlow, Decimal};
use leptos::prelude::*;

use super::symbol;
use crate::components::{AmountFigure, Clock, Definition, DefinitionList, Notice, NoticeKind, Reading};
use crate::format::{self, Decimals};
use crate::pages::asset::stamped::{stamped, unit_price};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The holding and what its terms promise.
pub(super) fn holding(wallet: &Wallet, fact: Signal<Fact<BondHolding>>, clock: Clock) -> AnyView {
    let first = fact.get_untracked();
    let currency = symbol(wallet, Some(first.value().currency));
    let amount = move |pick: fn(&BondHolding) -> Option<assay_sdk::units::Amount>| {
        let unit = currency.clone();
        let reading = Signal::derive(move || match fact.get().try_map(|held| pick(&held).ok_or(())) {
            Ok(amount) => Reading::Known(amount),
            Err(()) => Reading::Pending,
        });
        view! { <AmountFigure reading symbol=unit clock /> }
    };
    let mut pairs = Vec::new();
    let note = match &first.value().figures {
        Err(why) => {
            let title = t("The terms are not computed with");
            Some(view! { <Notice kind=NoticeKind::Warn title what=why.to_string() /> }.into_any())
        }
        Ok(figures) => {
            if let Some(CashFlow { date, .. }) = figures.next_coupon {
                let label = fill(t("Next coupon, {date}"), &[("date", &date.to_string())]);
                let next = amount(|held| held.figures.as_ref().ok()?.next_coupon.map(|flow| flow.amount));
                pairs.push(Definition::view(label, next));
            }
            let maturity = figures.bond.terms().schedule.maturity.to_string();
            pairs.push(Definition::view(t("Matures"), stamped(fact, clock, move |_| maturity.clone())));
            let life = match figures.life {
                BondLife::NotIssued => Some(t("Interest does not run yet.")),
                BondLife::Running => None,
                BondLife::Matured => Some(t("It has matured: the face is due.")),
            };
            life.map(|life| view! { <p class="small muted">{life}</p> }.into_any())
        }
    };
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{t("Face that you hold")}</p>
            <p class="growth__figure">{amount(|held| Some(held.face))}</p>
            {note}
            <DefinitionList pairs />
            <p class="small muted">{t("By the bond's terms. Interest since the last coupon is paid with the next one.")}</p>
        </div>
    }
    .into_any()
}

/// The yield at the price of its feed.
pub(super) fn price(fact: Signal<Fact<BondPrice>>, clock: Clock) -> AnyView {
    let published = unit_price(Signal::derive(move || fact.get().map(|price| price.round.price)), clock);
    let quoted = match fact.with_untracked(|fact| fact.value().quoted) {
        PriceQuote::Clean => t("Price published, without accrued interest"),
        PriceQuote::Dirty => t("Price published, with accrued interest"),
    };
    let pairs = vec![
        Definition::view(quoted, published),
        Definition::view(
            t("Per 100 of face, without interest"),
            stamped(fact, clock, |price| number(price.quote.clean, 4)),
        ),
        Definition::view(
            t("Per 100 of face, with interest"),
            stamped(fact, clock, |price| number(price.quote.dirty, 4)),
        ),
        Definition::view(t("Duration, in years"), stamped(fact, clock, |price| number(price.duration.macaulay, 2))),
        Definition::view(t("Modified duration"), stamped(fact, clock, |price| number(price.duration.modified, 2))),
    ];
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{t("Yield to maturity, at today's price")}</p>
            <p class="growth__figure">{stamped(fact, clock, |price| percent(price.yield_to_maturity))}</p>
            <p class="small muted">{t("A year, compounded as often as interest is paid: what the price, and all that the terms promise, come to.")}</p>
            <DefinitionList pairs />
        </div>
    }
    .into_any()
}

/// A signed decimal, cut.
fn number(decimal: Decimal, most: usize) -> String {
    let exact = decimal.to_string();
    let (sign, digits) = exact.strip_prefix('-').map_or(("", exact.as_str()), |digits| ("−", digits));
    format!("{sign}{}", format::decimal(digits, Decimals { least: most.min(2), most }).short())
}

/// A rate as a decimal, in per cent.
fn percent(rate: Decimal) -> String {
    match format::percent_of(rate) {
        Some((true, text)) => format!("−{text}"),
        Some((false, text)) => text,
        None => rate.to_string(),
    }
}
