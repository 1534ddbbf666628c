//! What must hold of every bond and every series of flows.

use crate::reading::{Terms, as_decimal, date, decimal, is_near, rate};
use alloy_primitives::{I256, U256};
use assay_sdk::units::{Amount, Rate};
use assay_sdk::yields::{
    Bond, Date, DatedFlow, DayCount, Decimal, Direction, Frequency, TermsError, Valuation, YieldConvention, irr,
    time_weighted,
};
use proptest::prelude::*;
use proptest::sample::select;

const DAY_COUNTS: [DayCount; 7] = [
    DayCount::Act360,
    DayCount::Act365Fixed,
    DayCount::Thirty360,
    DayCount::Thirty360Us,
    DayCount::ThirtyE360,
    DayCount::ActActIsda,
    DayCount::ActActIcma,
];
const FREQUENCIES: [Frequency; 6] = [
    Frequency::Annual,
    Frequency::Semiannual,
    Frequency::EveryFourthMonth,
    Frequency::Quarterly,
    Frequency::Bimonthly,
    Frequency::Monthly,
];

fn day(after: i64) -> Date {
    date("2000-01-01").plus_days(after).expect("a day")
}

fn some_bond() -> impl Strategy<Value = Bond> {
    (0..9_000_i64, 1..4_000_i64, select(&FREQUENCIES[..]), any::<bool>(), select(&DAY_COUNTS[..]), 0..2_000_u64)
        .prop_map(|(issue, life, frequency, to_the_end, day_count, points)| {
            let maturity = day(issue + life);
            let maturity = if to_the_end { maturity.end_of_month() } else { maturity };
            let terms = Terms { end_of_month: to_the_end, ..Terms::new("2000-01-01", "2001-01-01", frequency) };
            Terms { issue: day(issue), maturity, ..terms }.bond(day_count, points, &[])
        })
}

/// A bond and a day of its life.
fn settled() -> impl Strategy<Value = (Bond, Date)> {
    (some_bond(), any::<u64>()).prop_map(|(bond, chance)| {
        let terms = &bond.terms().schedule;
        let life = u64::try_from(terms.maturity.days_since(terms.issue)).expect("a life");
        let settlement = terms.issue.plus_days(i64::try_from(chance % life).expect("fits")).expect("a day");
        (bond, settlement)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_yield_gives_back_its_price((bond, settlement) in settled(), millionths in -400_000_i64..3_000_000, us in any::<bool>()) {
        let convention = if us { YieldConvention::UsStreet } else { YieldConvention::Icma };
        let asked = Decimal::from_raw(I256::try_from(millionths).expect("fits") * I256::unchecked_from(10).pow(U256::from(12)));
        let quote = bond.price(settlement, asked, convention).expect("a price");
        match bond.yield_to_maturity(settlement, quote.clean, convention) {
            Ok(found) => {
                // A price of eighteen decimals tells the yield the less exactly, the less it moves with it: by its duration.
                let duration = bond.duration(settlement, asked, convention).expect("a duration");
                let sharp = duration.modified > decimal("0.0005") && quote.dirty > decimal("0.01");
                prop_assert!(!sharp || is_near(asked, found, "0.000000000001"), "{asked} {found}");
                let again = bond.price(settlement, found, convention).expect("a price");
                prop_assert!(is_near(quote.clean, again.clean, "0.000000000000001"), "{quote:?} {again:?}");
            }
            // On the last day but one of a 30/360 month nothing is left to discount: any yield gives the price.
            Err(error) => prop_assert!(matches!(error, TermsError::NoRate { .. }) && quote.dirty >= decimal("100"), "{error}"),
        }
    }

    #[test]
    fn nothing_has_accrued_on_the_day_of_a_coupon(bond in some_bond()) {
        for period in bond.schedule().periods() {
            prop_assert_eq!(bond.accrued_interest(period.start), Ok(rate(0, 1)));
            let before = period.end.plus_days(-1).expect("a day");
            if before >= period.start {
                prop_assert!(bond.accrued_interest(before).expect("alive") <= bond.coupon(period).expect("fits"));
            }
        }
    }

    #[test]
    fn interest_never_falls_within_a_period((bond, settlement) in settled()) {
        let next = settlement.plus_days(1).expect("a day");
        if !bond.schedule().periods().iter().any(|period| period.end == next) {
            let (now, then) = (bond.accrued_interest(settlement), bond.accrued_interest(next));
            prop_assert!(now.expect("alive") <= then.expect("alive"));
        }
    }

    #[test]
    fn a_bond_at_par_yields_its_coupon(start in 0..9_000_i64, coupons in 1..60_i64, frequency in select(&FREQUENCIES[..]), points in 0..2_000_u64) {
        // From the 28th at most, so that every period is a regular one.
        let issue = day(start);
        let issue = Date::new(issue.year(), issue.month(), issue.day().min(28)).expect("a day");
        let maturity = issue.plus_months(coupons * frequency.months()).expect("a day");
        let terms = Terms { issue, maturity, ..Terms::new("2000-01-01", "2001-01-01", frequency) };
        for day_count in [DayCount::ActActIcma, DayCount::ThirtyE360, DayCount::Thirty360] {
            let bond = terms.bond(day_count, points, &[]);
            let found = bond.yield_to_maturity(issue, decimal("100"), YieldConvention::Icma).expect("a yield");
            prop_assert!(is_near(as_decimal(&rate(points, 10_000)), found, "0.000000000000000002"), "{found}");
        }
    }

    #[test]
    fn a_higher_yield_is_a_lower_price((bond, settlement) in settled(), tenths in 0..200_u64) {
        let price = |tenths: u64| {
            let rate = as_decimal(&rate(tenths, 1_000));
            bond.price(settlement, rate, YieldConvention::Icma).expect("a price").dirty
        };
        prop_assert!(price(tenths) >= price(tenths + 1));
    }

    /// What is lent at a rate and comes back with it has that rate: principal repaid in any parts on any days, with the interest that
    /// has run since, each worked out here in integers from whole years.
    #[test]
    fn flows_at_a_known_rate_have_it(
        parts in proptest::collection::vec((1..1_000_000_u64, 1..9_u32), 1..8),
        hundredths in 20..400_u64,
    ) {
        let first = date("2001-01-01");
        let mut flows = Vec::new();
        let scale = U256::from(10).pow(U256::from(40));
        for (part, years) in parts {
            let face = U256::from(part) * scale;
            let grown = face * U256::from(hundredths).pow(U256::from(years)) / U256::from(100).pow(U256::from(years));
            if grown == face {
                continue;
            }
            let later = first.plus_days(365 * i64::from(years)).expect("a day");
            flows.push(DatedFlow { date: first, direction: Direction::Paid, amount: raw(face) });
            flows.push(DatedFlow { date: later, direction: Direction::Received, amount: raw(grown) });
        }
        prop_assume!(!flows.is_empty());
        let found = irr(&flows).expect("one rate").rate;
        let expected = Decimal::from_raw(as_decimal(&rate(hundredths, 100)).raw() - decimal("1").raw());
        prop_assert!(is_near(expected, found, "0.000000000001"), "{expected} {found}");
    }

    /// Of flows with any signs: a rate that is answered makes them worth nothing, as nearly as it is known.
    #[test]
    fn a_rate_makes_its_flows_worth_nothing(sizes in proptest::collection::vec((-1_000_000_i64..1_000_000, 1..700_i64), 2..12)) {
        let mut at = date("2010-01-01");
        let mut flows = Vec::new();
        for (size, gap) in &sizes {
            at = at.plus_days(*gap).expect("a day");
            let direction = if *size < 0 { Direction::Paid } else { Direction::Received };
            flows.push(DatedFlow { date: at, direction, amount: raw(U256::from(size.unsigned_abs())) });
        }
        let changes = sizes.iter().map(|(size, _)| *size).filter(|size| *size != 0).collect::<Vec<_>>();
        let changes = changes.windows(2).filter(|pair| (pair[0] < 0) != (pair[1] < 0)).count();
        match irr(&flows) {
            // Of others the powers here do not fit.
            Ok(found) if found.rate < decimal("0.4") && found.rate > decimal("-0.5") => {
                let growth = Rate::new((found.rate.raw() + decimal("1").raw()).unsigned_abs(), decimal("1").raw().unsigned_abs());
                let (above, below) = around(&flows, growth.expect("a rate"));
                prop_assert!(above != below, "{found:?}");
            }
            Ok(_) => {}
            Err(TermsError::OneWay) => prop_assert_eq!(changes, 0),
            // An odd number of changes always has a rate, but perhaps beyond reach.
            Err(TermsError::NoRate { .. } | TermsError::SeveralRates { .. }) => prop_assert!(changes > 0),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    /// Money that comes and goes at a fair value changes nothing about what the investment did.
    #[test]
    fn flows_do_not_move_a_time_weighted_return(steps in proptest::collection::vec((500..2_000_u64, 0..1_000_u64), 1..10)) {
        let (mut worth, mut product) = (U256::from(10).pow(U256::from(30)), (U256::ONE, U256::ONE));
        let mut valuations = vec![Valuation { date: day(0), worth: raw(worth), flow: None }];
        for (at, (thousandths, paid)) in (1_i64..).zip(steps) {
            worth = worth * U256::from(thousandths) / U256::from(1_000);
            product = (product.0 * U256::from(thousandths), product.1 * U256::from(1_000));
            let flow = U256::from(paid) * U256::from(10).pow(U256::from(27));
            valuations.push(Valuation { date: day(at), worth: raw(worth), flow: Some((Direction::Paid, raw(flow))) });
            worth += flow;
        }
        let found = time_weighted(&valuations).expect("a return");
        let expected = as_decimal(&Rate::new(product.0, product.1).expect("a rate")).raw() - decimal("1").raw();
        prop_assert!(is_near(Decimal::from_raw(expected), found.total, "0.000000000000001"), "{found:?}");
        prop_assert_eq!(found.annual, None);
    }
}

fn raw(units: U256) -> Amount {
    Amount::from_raw(units, 6).expect("a scale")
}

/// The signs of the flows' worth 2e-12 of the growth below and above a growth of a year: in integers, by days.
fn around(flows: &[DatedFlow], growth: Rate) -> (bool, bool) {
    let sign = |numerator: u64| {
        let off =
            Rate::new(growth.numerator * U256::from(numerator), growth.denominator * U256::from(500_000_000_000_u64));
        is_negative(flows, &off.expect("a rate"))
    };
    (sign(499_999_999_999), sign(500_000_000_001))
}

/// Whether the flows are worth less than nothing, with a day's growth as the 365th root of a year's, by Newton in integers.
fn is_negative(flows: &[DatedFlow], growth: &Rate) -> bool {
    let bits = 120_usize;
    let one = U256::ONE << bits;
    let year = growth.per(one).expect("fits");
    let power = |base: U256, exponent: u64| {
        let (mut left, mut square, mut product) = (exponent, base, one);
        while left > 0 {
            if left & 1 == 1 {
                product = (product * square) >> bits;
            }
            square = (square * square) >> bits;
            left >>= 1;
        }
        product
    };
    // The day's growth by halving: 365 multiplications of it are a year's.
    let (mut low, mut high) = (U256::ZERO, one << 1);
    while high - low > U256::ONE {
        let middle = (low + high) >> 1;
        if power(middle, 365) > year { high = middle } else { low = middle }
    }
    let last = flows.last().expect("some").date;
    let mut sum = I256::ZERO;
    for flow in flows {
        let days = u64::try_from(last.days_since(flow.date)).expect("in order");
        let worth = I256::try_from((flow.amount.raw() * power(low, days)) >> 40).expect("fits");
        sum += if flow.direction == Direction::Paid { -worth } else { worth };
    }
    sum.is_negative()
}
