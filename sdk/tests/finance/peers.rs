//! Rates of return against pyxirr, and bonds against `FinancePy`: `vectors/finance/` has the scripts that make the cases.

use crate::reading::{Terms, flow, is_near};
use assay_sdk::yields::{Date, DayCount, Decimal, YieldConvention, irr};
use serde::Deserialize;

#[derive(Deserialize)]
struct Rates {
    irr: Vec<Returned>,
}

#[derive(Debug, Deserialize)]
struct Returned {
    flows: Vec<(String, String)>,
    rate: Decimal,
}

/// The rate is found by pyxirr to about 1e-10.
#[test]
fn money_weighted_rates_agree_with_pyxirr() {
    let cases: Rates = serde_json::from_str(include_str!("../vectors/finance/pyxirr.json")).expect("their shape");
    assert!(cases.irr.len() >= 300);
    for case in cases.irr {
        let flows: Vec<_> = case.flows.iter().map(|(day, size)| flow(day, size)).collect();
        let found = irr(&flows).expect("one change of sign, one rate").rate;
        assert!(is_near(case.rate, found, "0.000000001"), "{case:?}\ngot {found}");
    }
}

#[derive(Deserialize)]
struct Bonds {
    bonds: Vec<Priced>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Priced {
    terms: Terms,
    day_count: DayCount,
    basis_points: u64,
    settlement: Date,
    convention: YieldConvention,
    #[serde(rename = "yield")]
    rate: Decimal,
    dirty: Decimal,
    accrued: Decimal,
}

#[test]
fn prices_agree_with_financepy_in_both_conventions() {
    let cases: Bonds = serde_json::from_str(include_str!("../vectors/finance/financepy.json")).expect("their shape");
    let last = |case: &&Priced| case.convention == YieldConvention::UsStreet;
    assert!(cases.bonds.len() >= 250 && cases.bonds.iter().filter(last).count() > 50);
    for case in cases.bonds {
        let bond = case.terms.bond(case.day_count, case.basis_points, &[]);
        let quote = bond.price(case.settlement, case.rate, case.convention).expect("a price");
        assert!(is_near(case.dirty, quote.dirty, "0.00000000001"), "{case:?}\ngot {quote:?}");
        assert!(is_near(case.accrued, quote.accrued, "0.00000000001"), "{case:?}\ngot {quote:?}");
    }
}
