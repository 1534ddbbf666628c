//! Terms and flows of any kind, as strangers may write them: an answer or a typed error, never a panic. Tests are built with overflow checks.

use alloy_primitives::{I256, U256};
use assay_sdk::units::{Amount, Rate, Timestamp};
use assay_sdk::yields::{
    Bend, Bond, BondTerms, BusinessDayConvention, Calendar, Date, DatedFlow, DayCount, Decimal, Direction, Frequency,
    ReferencePeriod, ScheduleTerms, TermsError, Valuation, YieldConvention, ZeroCurve, ZeroRate, irr, time_weighted,
};
use proptest::prelude::*;

/// Numbers of every size.
fn number() -> impl Strategy<Value = U256> {
    (any::<[u8; 32]>(), 0..=256_usize).prop_map(|(bytes, shift)| U256::from_be_bytes(bytes).wrapping_shr(shift))
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        number().prop_map(|number| Decimal::from_raw(I256::from_raw(number))),
        (-3_000_000_000_000_000_000_i64..=3_000_000_000_000_000_000)
            .prop_map(|raw| Decimal::from_raw(I256::try_from(raw).expect("fits"))),
    ]
}

/// Days of the whole calendar, and of this century more often.
fn any_day() -> impl Strategy<Value = Date> {
    let first = || Date::new(1, 1, 1).expect("a day");
    prop_oneof![
        (0..=3_652_058_i64).prop_map(move |days| first().plus_days(days).expect("a day")),
        (0..=40_000_i64).prop_map(move |days| first().plus_days(730_000 + days).expect("a day")),
        Just(Date::new(9999, 12, 31).expect("a day")),
        Just(first()),
    ]
}

fn any_day_count() -> impl Strategy<Value = DayCount> {
    prop_oneof![
        Just(DayCount::Act360),
        Just(DayCount::Act365Fixed),
        Just(DayCount::Thirty360),
        Just(DayCount::Thirty360Us),
        Just(DayCount::ThirtyE360),
        Just(DayCount::ActActIsda),
        Just(DayCount::ActActIcma),
    ]
}

fn any_frequency() -> impl Strategy<Value = Frequency> {
    (0..=13_u64).prop_filter_map("a frequency", |number| Frequency::from_per_year(U256::from(number)).ok())
}

fn any_bond() -> impl Strategy<Value = Option<Bond>> {
    let convention = prop_oneof![
        Just(BusinessDayConvention::None),
        Just(BusinessDayConvention::Following),
        Just(BusinessDayConvention::ModifiedFollowing)
    ];
    let schedule = (any_day(), any_day(), any_frequency(), any::<bool>(), convention).prop_map(
        |(issue, maturity, frequency, end_of_month, convention)| ScheduleTerms {
            issue,
            maturity,
            frequency,
            end_of_month,
            convention,
            calendar: Calendar::default(),
        },
    );
    // A denominator of zero comes through where a rate is read from JSON.
    (schedule, number(), number(), any_day_count()).prop_map(|(schedule, numerator, denominator, day_count)| {
        Bond::new(BondTerms { coupon_rate: Rate { numerator, denominator }, day_count, schedule }).ok()
    })
}

fn any_amount() -> impl Strategy<Value = Amount> {
    (number(), prop_oneof![9 => Just(6_u8), 1 => 0..=77_u8])
        .prop_map(|(raw, scale)| Amount::from_raw(raw, scale).expect("a scale"))
}

fn any_direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Paid), Just(Direction::Received)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn bonds_answer_or_refuse(
        bond in any_bond(),
        chance in any::<u64>(),
        (price, rate) in (any_decimal(), any_decimal()),
        face in any_amount(),
        points in proptest::collection::vec((any::<u32>(), any_decimal()), 0..4),
        (days, delay) in (any::<u32>(), any::<u32>()),
    ) {
        let points = points.into_iter().map(|(days, rate)| ZeroRate { days, rate }).collect();
        if let Ok(curve) = ZeroCurve::new(points) {
            let bend = Bend { rate_shift: price, credit_spread: rate, settlement_delay: delay };
            drop(curve.discount(days, &bend));
            if let Some(bond) = &bond {
                drop(bond.present_value(bond.terms().schedule.issue, &curve, &bend));
            }
        }
        if let Some(bond) = bond {
            let ScheduleTerms { issue, maturity, .. } = bond.terms().schedule;
            let life = u64::try_from(maturity.days_since(issue)).expect("after the issue");
            let settlement = issue.plus_days(i64::try_from(chance % (life + 1)).expect("fits")).expect("a day");
            for convention in [YieldConvention::Icma, YieldConvention::UsStreet] {
                drop(bond.price(settlement, rate, convention));
                drop(bond.duration(settlement, rate, convention));
                drop(bond.yield_to_maturity(settlement, price, convention));
            }
            drop(bond.cash_flows(&face, settlement));
        }
    }

    #[test]
    fn days_are_counted_or_refused(from in any_day(), to in any_day(), day_count in any_day_count(), frequency in any_frequency()) {
        let reference = ReferencePeriod { start: from.min(to), end: from.max(to), frequency };
        let found = day_count.year_fraction(from, to, Some(&reference));
        let refused = matches!(found, Err(TermsError::Order { .. }));
        // A period without a day has no part.
        prop_assert_eq!(refused || (from == to && found.is_err()), found.is_err());
        prop_assert_eq!(refused, to < from);
    }

    #[test]
    fn flows_have_a_rate_or_a_reason(flows in proptest::collection::vec((any_day(), any_direction(), any_amount()), 0..8)) {
        let flows: Vec<_> =
            flows.into_iter().map(|(date, direction, amount)| DatedFlow { date, direction, amount }).collect();
        if let Ok(found) = irr(&flows) {
            prop_assert!(found.rate > crate::reading::decimal("-1"), "{found:?}");
        }
        let mut days: Vec<_> = flows.iter().map(|flow| flow.date).collect();
        days.sort_unstable();
        let valuations: Vec<_> = days
            .into_iter()
            .zip(&flows)
            .map(|(date, flow)| Valuation { date, worth: flow.amount, flow: Some((flow.direction, flow.amount)) })
            .collect();
        drop(time_weighted(&valuations));
    }

    #[test]
    fn moments_are_days_or_refused(seconds in any::<u64>()) {
        let day = Date::of(Timestamp(seconds));
        prop_assert_eq!(day.is_ok(), seconds < 253_402_300_800);
    }
}
