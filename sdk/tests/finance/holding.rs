//! What a holder of a bond is told, by the terms of a token list; and the rate that an issuer states beside the realised one.

use crate::reading::{as_decimal, date, decimal, rate};
use crate::stage::{Stage, block, endpoint};
use alloy_primitives::aliases::U80;
use alloy_primitives::{Address, I256, U256};
use assay_sdk::abi::aggregator_v3::IAggregatorV3;
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::asset::{Descriptor, DescriptorError, FeedKind, TokenList};
use assay_sdk::evidence::{Level, Reads, Source};
use assay_sdk::units::{Amount, Currency, Timestamp};
use assay_sdk::yields::{
    Accrued, BondLife, BondToken, Change, ComingKind, Feed, FlowKind, Income, YieldReport, coming_income, report,
};
use serde_json::{Value, json};

const BOND: Address = Address::repeat_byte(0xb0);
const CASH: Address = Address::repeat_byte(0xca);
const FEED: Address = Address::repeat_byte(0xfe);
const HOLDER: Address = Address::repeat_byte(0x01);
const DAY: u64 = 86_400;
/// 15 January 2026, noon.
const ISSUE: u64 = 1_768_478_400;

fn entry() -> Value {
    json!({
        "kind": "debt", "unit": "one bond",
        "terms": {
            "type": "bond", "couponRate": "0.0525", "frequency": "semiannual", "dayCount": "thirty360",
            "issue": "2026-01-15", "maturity": "2031-01-15", "face": "1000", "token": CASH, "currency": "USD",
            "quote": "clean"
        },
        "stated": {
            "rate": "0.0475", "compounding": "simple", "year": "365", "asOf": "2026-01-31",
            "source": "https://issuer.example/yield"
        },
        "distributions": [
            { "type": "erc2222", "contract": BOND, "token": CASH, "label": "Bonus", "next": "2026-08-31", "every": "annual" }
        ]
    })
}

fn listed(assay: &Value) -> Result<Descriptor, DescriptorError> {
    let list = json!({
        "name": "Test", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
        "tokens": [{
            "chainId": 1, "address": BOND, "name": "Bond", "symbol": "BND", "decimals": 18, "extensions": { "assay": assay }
        }]
    });
    TokenList::parse(&list.to_string(), None).map(|mut list| list.tokens.remove(0))
}

fn feed() -> Feed {
    Feed { contract: FEED, currency: Currency::new("USD").expect("a code"), kind: FeedKind::Aggregator }
}

/// Twenty-five bonds of 18 decimals, cash of six, and a feed of eight.
fn stage(price: u64, published: u64) -> Stage {
    let mut stage = Stage::default();
    stage.returns(BOND, &IERC20::decimalsCall {}, &U256::from(18));
    stage.returns(CASH, &IERC20::decimalsCall {}, &U256::from(6));
    let held = Amount::parse("25", 18).expect("an amount").raw();
    stage.returns(BOND, &IERC20::balanceOfCall { account: HOLDER }, &held);
    stage.returns(FEED, &IAggregatorV3::decimalsCall {}, &U256::from(8));
    let answer = I256::from_raw(U256::from(price));
    let round = (U80::from(1), answer, U256::from(published), U256::from(published), U80::from(1));
    stage.returns(FEED, &IAggregatorV3::latestRoundDataCall {}, &round);
    stage
}

fn told(descriptor: &Descriptor, price: [u64; 2], times: [u64; 2], nav: Option<Feed>) -> YieldReport {
    let (mut now, mut then) = (Reads::new(block(9, times[1])), Reads::new(block(3, times[0])));
    let bond = descriptor.instrument.as_ref().map(|instrument| BondToken { contract: BOND, instrument });
    let income = Income {
        bond,
        bond_feed: Some(feed()),
        nav,
        stated: descriptor.stated.as_ref(),
        expected: &descriptor.expected,
        token: Some(BOND),
        ..Income::default()
    };
    for _ in 0..5 {
        let report = report(&mut now, &mut then, &income, HOLDER);
        let filled = [
            stage(price[1], times[1]).fill(&mut now, &endpoint()),
            stage(price[0], times[0]).fill(&mut then, &endpoint()),
        ];
        if filled == [false, false] {
            assert!(!report.is_pending());
            return report;
        }
    }
    panic!("still asking after five round trips");
}

const PAR: u64 = 100_000_000_000;

#[test]
fn interest_coupons_and_their_months_follow_from_the_list() {
    let descriptor = listed(&entry()).expect("a list");
    // 15 April: ninety days of 30/360.
    let report = told(&descriptor, [PAR, PAR], [ISSUE, ISSUE + 90 * DAY], None);
    let fact = report.bond.as_ref().expect("a bond").as_ref().expect("readable");
    assert_eq!(fact.level(), Level::Claimed);
    assert!(fact.evidence().sources().any(|source| *source == Source::TokenList));
    let holding = fact.value();
    assert_eq!((holding.face.to_string().as_str(), holding.day), ("25000", date("2026-04-15")));
    let figures = holding.figures.as_ref().expect("terms of the list");
    assert_eq!(figures.life, BondLife::Running);
    assert_eq!(figures.accrued.expect("runs").to_string(), "328.125");
    let next = figures.next_coupon.expect("one is left");
    assert_eq!((next.date, next.amount.to_string().as_str()), (date("2026-07-15"), "656.25"));
    assert_eq!(figures.flows.iter().filter(|flow| flow.kind == FlowKind::Coupon).count(), 10);

    let months = coming_income(&[(BOND, &report)], date("2026-04-15"), date("2027-12-31")).expect("fits");
    let seen: Vec<_> = months
        .iter()
        .map(|month| {
            let total = month.totals.first().map(|total| total.amount.value().to_string());
            (month.year, month.month, month.payments[0].value().kind, total)
        })
        .collect();
    let coupon = |year, month| (year, month, ComingKind::Coupon, Some("656.25".to_owned()));
    let bonus = |year| (year, 8, ComingKind::Expected, None);
    assert_eq!(seen, [coupon(2026, 7), bonus(2026), coupon(2027, 1), coupon(2027, 7), bonus(2027)]);
    assert_eq!(months[1].payments[0].value().date, date("2026-08-31"));

    let at = |time| report.accrual_at(Timestamp(time)).map(|found| found.expect("fits").into_value());
    let accrued = at(ISSUE + 91 * DAY).expect("runs");
    let expected = Amount::parse("331.770833", 6).expect("an amount");
    assert_eq!(accrued.accrued, Accrued::Tokens { token: CASH, change: Change::Gain(expected) });
    assert_eq!(accrued.changes_at, Some(Timestamp(ISSUE + 91 * DAY + DAY / 2)));
    assert_eq!(at(ISSUE - DAY), None);
}

#[test]
fn a_bond_at_par_on_its_issue_yields_its_coupon_and_the_quote_is_what_the_list_says() {
    let mut descriptor = listed(&entry()).expect("a list");
    let price = |descriptor: &Descriptor, price, time| {
        let report = told(descriptor, [PAR, price], [ISSUE - DAY, time], None);
        report.bond_price.expect("a feed").map(|fact| fact.into_value())
    };
    let found = price(&descriptor, PAR, ISSUE).expect("a price");
    assert_eq!((found.quote.clean, found.quote.dirty), (decimal("100"), decimal("100")));
    assert_eq!(found.yield_to_maturity, decimal("0.0525"));
    // The same with interest, three months later: 1.3125 per 100.
    let mut dirty = entry();
    dirty["terms"]["quote"] = json!("dirty");
    let later = ISSUE + 90 * DAY;
    let clean = price(&descriptor, PAR, later).expect("a price");
    descriptor = listed(&dirty).expect("a list");
    let dirty = price(&descriptor, PAR + PAR * 13_125 / 1_000_000, later).expect("a price");
    assert_eq!((clean.quote, clean.yield_to_maturity), (dirty.quote, dirty.yield_to_maturity));
    assert_eq!(clean.quote.accrued, decimal("1.3125"));
}

#[test]
fn a_stated_rate_is_compared_in_its_own_terms() {
    // 3 % in 365 days. As rates that compound: 2 (√1.03 − 1) and 4 (⁴√1.03 − 1), by Python's decimal with 40 digits.
    for (compounding, year, expected, gap) in [
        ("simple", "365", "0.03", "0.0175"),
        ("annual", "365", "0.03", "0.0175"),
        ("simple", "360", "0.029589041095890410", "0.017910958904109589"),
        ("semiannual", "365", "0.029778313018444", "0.017721686981556"),
        ("quarterly", "365", "0.029668287110931808", "0.017831712889068191"),
    ] {
        let mut entry = entry();
        entry["stated"]["compounding"] = json!(compounding);
        entry["stated"]["year"] = json!(year);
        let descriptor = listed(&entry).expect("a list");
        let report = told(&descriptor, [PAR, PAR / 100 * 103], [ISSUE, ISSUE + 365 * DAY], Some(feed()));
        let found = report.gaps[0].as_ref().expect("readable");
        assert_eq!(found.level(), Level::Claimed);
        let Change::Gain(realised) = found.value().realised.change else { panic!("it grew") };
        let off = as_decimal(&realised).raw() - decimal(expected).raw();
        assert!(off.unsigned_abs() < U256::from(5_000), "{compounding}: {}", as_decimal(&realised));
        let Change::Loss(short) = found.value().gap else { panic!("less than stated") };
        let off = as_decimal(&short).raw() - decimal(gap).raw();
        assert!(off.unsigned_abs() < U256::from(5_000), "{compounding}: {}", as_decimal(&short));
    }
    let report = told(&listed(&entry()).expect("a list"), [PAR, PAR + 1], [ISSUE, ISSUE + DAY - 1], Some(feed()));
    assert!(report.gaps[0].is_err());
    assert_eq!(listed(&entry()).expect("a list").stated.expect("stated").rate, rate(475, 10_000));
}

#[test]
fn terms_that_are_not_understood_are_refused_with_their_place() {
    for (pointer, bad) in [
        ("/terms/type", json!("loan")),
        ("/terms/couponRate", json!(0.0525)),
        ("/terms/couponRate", json!("5.25%")),
        ("/terms/frequency", json!(2)),
        ("/terms/dayCount", json!("30/360")),
        ("/terms/issue", json!("15.01.2026")),
        ("/terms/maturity", json!("2026-01-15")),
        ("/terms/face", json!("0")),
        ("/terms/currency", json!("usd")),
        ("/terms/quote", json!("mid")),
        ("/stated/year", json!(365)),
        ("/stated/compounding", json!("weekly")),
        ("/stated/source", json!("issuer.example")),
        ("/distributions/0/next", json!("soon")),
        ("/distributions/0/every", json!("yearly")),
    ] {
        let mut entry = entry();
        *entry.pointer_mut(pointer).expect("is there") = bad;
        let error = listed(&entry).expect_err("a refusal").to_string();
        let field = pointer.rsplit('/').next().expect("a field");
        assert!(error.contains(&format!(".{field}")), "{pointer}: {error}");
    }
}
