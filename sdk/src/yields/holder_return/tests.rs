use super::*;
use crate::evidence::{Level, Origin, Source};
use crate::units::Rate;
use crate::units::{Currency, Timestamp};
use crate::yields::Decimal;
use alloy_primitives::{B256, I256};
use proptest::prelude::*;

const DAY: u64 = 86_400;

fn block(day: u64) -> BlockRef {
    BlockRef { number: day, hash: B256::with_last_byte(1), timestamp: Timestamp(day * DAY) }
}

fn usd(raw: u64, scale: u8) -> Value {
    Value { raw: U256::from(raw), scale, currency: Currency::new("USD").unwrap() }
}

fn known<T>(day: u64, value: T) -> Fact<T> {
    Fact::asserted(value, block(day), Source::Checkpoint(B256::ZERO))
}

/// What was there before, came, went and was paid.
fn flow(day: u64, [before, paid, withdrawn, income]: [u64; 4]) -> Fact<HolderFlow> {
    let [before, paid, withdrawn, income] = [before, paid, withdrawn, income].map(|raw| usd(raw, 0));
    known(day, HolderFlow { before, paid, withdrawn, income })
}

fn of(opening: u64, flows: &[Fact<HolderFlow>], (last, closing): (u64, u64)) -> HolderReturn {
    holder_return(known(0, usd(opening, 0)), flows.to_vec(), known(last, usd(closing, 0))).unwrap().into_value()
}

fn rate(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

/// Whether two rates agree in twelve decimals.
fn near(got: Decimal, expected: &str) -> bool {
    let off = got.raw().saturating_sub(rate(expected).raw());
    off.unsigned_abs() <= U256::from(1_000_000)
}

#[test]
fn ten_per_cent_a_year_is_ten_per_cent_whoever_weighs_it() {
    let found = of(100, &[flow(365, [110, 100, 0, 0])], (730, 231));
    assert!(near(found.money_weighted.unwrap().rate, "0.1"));
    let linked = found.time_weighted.unwrap();
    assert!(near(linked.total, "0.21") && near(linked.annual.unwrap(), "0.1"));
    assert_eq!((found.paid, found.gain), (usd(100, 0), Change::Gain(usd(31, 0))));
}

#[test]
fn money_that_came_before_a_bad_year_weighs_more() {
    // Doubled with little, halved with much: nothing gained by the asset, and most of it lost by its holder.
    let found = of(100, &[flow(365, [200, 800, 0, 0])], (730, 500));
    assert!(near(found.time_weighted.unwrap().total, "0"));
    // −100 (1 + r)² − 800 (1 + r) + 500 = 0, so 1 + r = √21 − 4.
    assert!(near(found.money_weighted.unwrap().rate, "-0.417424305044"), "{:?}", found.gain);
    assert_eq!(found.gain, Change::Loss(usd(400, 0)));
}

#[test]
fn income_is_money_that_came_out() {
    // The price stays, a tenth is paid each year.
    let found = of(1_000, &[flow(365, [1_000, 0, 0, 100])], (730, 1_000));
    assert_eq!((found.income.clone(), found.gain.clone()), (usd(100, 0), Change::Gain(usd(100, 0))));
    assert!(near(found.time_weighted.unwrap().total, "0.1"));
    // 1000 (1 + r)² = 100 (1 + r) + 1000, so 1 + r = (100 + √4010000) / 2000.
    assert!(near(found.money_weighted.unwrap().rate, "0.051249219725"));
}

#[test]
fn what_began_later_and_ended_earlier_is_measured_while_it_was_there() {
    let flows = [flow(100, [0, 500, 0, 0]), flow(465, [550, 0, 550, 0])];
    let found = of(0, &flows, (900, 0));
    assert_eq!((found.window.from().block, found.window.to().block), (block(100), block(465)));
    assert!(near(found.money_weighted.unwrap().rate, "0.1"));
    assert!(near(found.time_weighted.unwrap().total, "0.1"));
    assert_eq!((found.opening, found.closing, found.withdrawn), (usd(0, 0), usd(0, 0), usd(550, 0)));
}

#[test]
fn where_there_is_no_rate_the_money_is_told_all_the_same() {
    // Emptied and filled again: no span may begin with nothing.
    let found = of(100, &[flow(10, [100, 0, 100, 0]), flow(20, [0, 100, 0, 0])], (30, 120));
    assert!(matches!(found.time_weighted, Err(Unread(YieldError::Terms(TermsError::NothingInvested { .. })))));
    assert!(found.money_weighted.is_ok());
    assert_eq!(found.gain, Change::Gain(usd(20, 0)));
    // Nothing was ever there.
    let none = holder_return(known(0, usd(0, 0)), Vec::new(), known(9, usd(0, 0)));
    assert!(matches!(none, Err(YieldError::Window { .. })), "{none:?}");
    // All of it lost.
    let lost = of(100, &[], (9, 0));
    assert_eq!((lost.window.to().block, lost.gain), (block(9), Change::Loss(usd(100, 0))));
    assert_eq!(lost.time_weighted.unwrap().total, rate("-1"));
}

#[test]
fn several_blocks_of_one_day_are_several_valuations() {
    let later = |fact: Fact<HolderFlow>, number| {
        let at = BlockRef { number, ..fact.at() };
        Fact::asserted(fact.into_value(), at, Source::Checkpoint(B256::ZERO))
    };
    let flows = [later(flow(365, [110, 10, 0, 0]), 1), later(flow(365, [240, 0, 120, 0]), 2)];
    let found = of(100, &flows, (730, 120));
    // 1.1 · 2 · 1.
    assert!(near(found.time_weighted.unwrap().total, "1.2"));
}

#[test]
fn one_currency_and_the_weakest_evidence() {
    let euro = Value { currency: Currency::new("EUR").unwrap(), ..usd(1, 0) };
    let mixed = holder_return(known(0, usd(1, 0)), Vec::new(), known(9, euro));
    assert!(matches!(mixed, Err(YieldError::Units(UnitsError::CurrencyMismatch { .. }))));
    let claimed = Source::Endpoint(Origin::of_url("https://a.org"));
    let closing = Fact::asserted(usd(10_100, 2), block(9), claimed);
    let found = holder_return(known(0, usd(100, 0)), Vec::new(), closing).unwrap();
    assert_eq!((found.level(), found.at()), (Level::Claimed, block(9)));
    assert_eq!(found.value().gain, Change::Gain(usd(100, 2)));
    assert!(near(found.value().time_weighted.as_ref().unwrap().total, "0.01"));
}

proptest! {
    /// Money that comes and goes at the asset's own price leaves the time-weighted return that of the price.
    #[test]
    fn flows_do_not_move_the_time_weighted_return(
        prices in proptest::collection::vec(1_000_u64..4_000, 3..8),
        units in proptest::collection::vec((0_u64..500, 0_u64..500), 8),
    ) {
        let (mut held, mut flows) = (1_000_u64, Vec::new());
        let last = prices.len() - 1;
        for (day, (price, (came, went))) in prices.iter().zip(&units).enumerate().skip(1).take(last - 1) {
            // Something is always left.
            let went = (*went).min(held + came - 1);
            flows.push(flow(day as u64, [held * price, came * price, went * price, 0]));
            held = held + came - went;
        }
        let found = of(1_000 * prices[0], &flows, (last as u64, held * prices[last]));
        let ratio = Decimal::from_rate(&Rate::new(U256::from(prices[last]), U256::from(prices[0])).unwrap()).unwrap();
        let linked = found.time_weighted.unwrap().total.raw() + I256::exp10(18);
        prop_assert!((linked - ratio.raw()).unsigned_abs() <= U256::from(10_000), "{linked} {ratio}");
    }
}
