//! Day counts, schedules, bonds and curves against `QuantLib`: `vectors/finance/quantlib.py` makes the cases.
//!
//! Dates and counts of days are equal. What `QuantLib` has as floating point agrees to 1e-12 of itself, or absolutely below one, and its solved yields to 1e-10.

use crate::reading::{Terms, as_decimal, is_near};
use assay_sdk::yields::{Bend, Date, DayCount, Decimal, Schedule, YieldConvention, ZeroCurve, ZeroRate};
use serde::Deserialize;

const VECTORS: &str = include_str!("../vectors/finance/quantlib.json");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vectors {
    holidays: Vec<Date>,
    day_counts: Vec<Counted>,
    schedules: Vec<Scheduled>,
    bonds: Vec<Priced>,
    curves: Vec<Discounted>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counted {
    day_count: DayCount,
    from: Date,
    to: Date,
    days: u64,
    fraction: Decimal,
}

#[derive(Debug, Deserialize)]
struct Scheduled {
    terms: Terms,
    dates: Vec<Date>,
    payments: Vec<Date>,
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
    clean: Decimal,
    accrued: Decimal,
    quoted: Decimal,
    solved: Decimal,
    macaulay: Option<Decimal>,
    modified: Decimal,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Discounted {
    terms: Terms,
    day_count: DayCount,
    basis_points: u64,
    valuation: Date,
    days: Vec<u32>,
    rates: Vec<Decimal>,
    shift: Decimal,
    spread: Decimal,
    delay: u32,
    value: Decimal,
}

fn vectors() -> Vectors {
    serde_json::from_str(VECTORS).expect("the vectors have their shape")
}

#[test]
fn days_are_counted_alike() {
    let cases = vectors().day_counts;
    assert!(cases.len() >= 700);
    for case in cases {
        let days = case.day_count.days(case.from, case.to).expect("in order");
        assert_eq!(days, case.days, "{case:?}");
        let fraction = as_decimal(&case.day_count.year_fraction(case.from, case.to, None).expect("in order"));
        assert!(is_near(case.fraction, fraction, "0.000000000001"), "{case:?} {fraction}");
    }
}

#[test]
fn coupons_fall_on_the_same_days() {
    let Vectors { schedules, holidays, .. } = vectors();
    assert!(schedules.len() >= 150 && holidays.len() >= 300);
    for case in schedules {
        let schedule = Schedule::new(&case.terms.schedule(&holidays)).expect("terms that make sense");
        let ends = schedule.periods().iter().map(|period| period.end);
        let dates: Vec<_> = [case.terms.issue].into_iter().chain(ends).collect();
        assert_eq!(dates, case.dates, "{:?}", case.terms);
        let payments: Vec<_> = schedule.periods().iter().map(|period| period.payment).collect();
        assert_eq!(payments, case.payments, "{:?}", case.terms);
        assert!(schedule.periods().windows(2).all(|pair| pair[0].end == pair[1].start));
    }
}

#[test]
fn prices_yields_and_durations_agree() {
    let cases = vectors().bonds;
    assert!(cases.len() >= 400);
    for case in cases {
        let bond = case.terms.bond(case.day_count, case.basis_points, &[]);
        let accrued = bond.accrued_interest(case.settlement).expect("alive");
        let quote = bond.price(case.settlement, case.rate, case.convention).expect("a price");
        let solved = bond.yield_to_maturity(case.settlement, case.quoted, case.convention).expect("a yield");
        let duration = bond.duration(case.settlement, case.rate, case.convention).expect("a duration");
        let hundredfold = Decimal::from_raw(as_decimal(&accrued).raw() * alloy_primitives::I256::unchecked_from(100));
        for (expected, got, tolerance) in [
            (case.accrued, quote.accrued, "0.000000000001"),
            (case.accrued, hundredfold, "0.000000000001"),
            (case.clean, quote.clean, "0.000000000001"),
            (case.solved, solved, "0.0000000001"),
            (case.macaulay.unwrap_or(duration.macaulay), duration.macaulay, "0.000000000001"),
            (case.modified, duration.modified, "0.000000000001"),
        ] {
            assert!(is_near(expected, got, tolerance), "{case:?}\nexpected {expected}, got {got}");
        }
    }
}

#[test]
fn present_values_under_bent_curves_agree() {
    let Vectors { curves, holidays, .. } = vectors();
    assert!(curves.len() >= 200);
    for case in curves {
        let bond = case.terms.bond(case.day_count, case.basis_points, &holidays);
        let points = case.days.iter().zip(&case.rates).map(|(days, rate)| ZeroRate { days: *days, rate: *rate });
        let curve = ZeroCurve::new(points.collect()).expect("in order");
        let bend = Bend { rate_shift: case.shift, credit_spread: case.spread, settlement_delay: case.delay };
        let value = bond.present_value(case.valuation, &curve, &bend).expect("a value");
        assert!(is_near(case.value, value, "0.000000000001"), "{case:?}\ngot {value}");
    }
}
