//! Terms and rates against published figures, and by what must hold for all of them.

use crate::reading::{Terms, amount, as_decimal, date, decimal, flow, is_near, rate};
use alloy_primitives::{Address, I256};
use assay_sdk::units::UnitsError;
use assay_sdk::yields::{
    Bend, BusinessDayConvention, Calendar, DayCount, Decimal, Direction, FlowKind, Frequency, HoldingFlows,
    ReferencePeriod, Schedule, TermsError, Valuation, YieldConvention, ZeroCurve, ZeroRate, irr, project,
    time_weighted,
};

/// Days within one regular period, and that period.
type Part = [&'static str; 4];

/// ISDA, "EMU and Market Conventions: Recent Developments" (1998), examples of ACT/ACT: the parts that the days of each fall into, the ISDA
/// method's figure and that of ISMA (now ICMA). To twelve decimals, as the tests of `QuantLib` carry them.
const ACT_ACT: [(Frequency, &[Part], &str, &str); 8] = [
    (Frequency::Semiannual, &[["2003-11-01", "2004-05-01", "2003-11-01", "2004-05-01"]], "0.497724380567", "0.5"),
    (
        Frequency::Annual,
        &[["1999-02-01", "1999-07-01", "1998-07-01", "1999-07-01"]],
        "0.410958904110",
        "0.410958904110",
    ),
    (Frequency::Annual, &[["1999-07-01", "2000-07-01", "1999-07-01", "2000-07-01"]], "1.001377348600", "1"),
    (
        Frequency::Semiannual,
        &[
            ["2002-08-15", "2003-01-15", "2002-07-15", "2003-01-15"],
            ["2003-01-15", "2003-07-15", "2003-01-15", "2003-07-15"],
        ],
        "0.915068493151",
        "0.915760869565",
    ),
    (Frequency::Semiannual, &[["2003-07-15", "2004-01-15", "2003-07-15", "2004-01-15"]], "0.504004790778", "0.5"),
    (Frequency::Semiannual, &[["1999-07-30", "2000-01-30", "1999-07-30", "2000-01-30"]], "0.503892506924", "0.5"),
    (
        Frequency::Semiannual,
        &[["2000-01-30", "2000-06-30", "2000-01-30", "2000-07-30"]],
        "0.415300546448",
        "0.417582417582",
    ),
    (
        Frequency::Quarterly,
        &[
            ["1999-11-30", "2000-02-29", "1999-11-30", "2000-02-29"],
            ["2000-02-29", "2000-04-30", "2000-02-29", "2000-05-31"],
        ],
        "0.415540085336",
        "0.415760869565",
    ),
];

#[test]
fn act_act_is_as_in_the_memorandum_of_isda() {
    for (frequency, parts, isda, icma) in ACT_ACT {
        let (from, to) = (parts.first().expect("a part")[0], parts.last().expect("a part")[1]);
        let found = as_decimal(&DayCount::ActActIsda.year_fraction(date(from), date(to), None).expect("in order"));
        assert!(is_near(decimal(isda), found, "0.00000000001"), "ISDA {from} {to}: {found}");
        let mut sum = I256::ZERO;
        for [from, to, start, end] in parts {
            let period = ReferencePeriod { start: date(start), end: date(end), frequency };
            let part = DayCount::ActActIcma.year_fraction(date(from), date(to), Some(&period)).expect("within");
            sum += as_decimal(&part).raw();
        }
        assert!(is_near(decimal(icma), Decimal::from_raw(sum), "0.000000000001"), "ICMA {from} {to}: {sum}");
    }
}

/// ISDA's spreadsheet of 30/360 examples for the 2006 Definitions, rows about ends of months; 30/360 US is not in it, and worked out from
/// the rule, as is the last row.
#[test]
fn ends_of_february_are_as_each_30_360_has_them() {
    for (from, to, bond_basis, us, eurobond) in [
        ("2006-08-20", "2007-02-20", 180, 180, 180),
        ("2006-08-31", "2007-02-28", 178, 178, 178),
        ("2007-02-28", "2007-08-31", 183, 180, 182),
        ("2007-08-31", "2008-02-29", 179, 179, 179),
        ("2008-02-29", "2008-08-31", 182, 180, 181),
        ("2006-01-31", "2006-02-28", 28, 28, 28),
        ("2006-02-28", "2006-03-03", 5, 3, 5),
        ("2006-02-14", "2006-02-28", 14, 14, 14),
        ("2006-09-30", "2006-10-31", 30, 30, 30),
        ("2006-10-31", "2006-11-28", 28, 28, 28),
        ("2008-02-28", "2008-08-31", 183, 183, 182),
        ("2007-02-26", "2008-02-29", 363, 363, 363),
        ("2008-02-29", "2009-02-28", 359, 360, 359),
        ("2008-02-28", "2008-03-31", 33, 33, 32),
        ("2007-02-28", "2008-02-29", 361, 360, 361),
    ] {
        let days = |convention: DayCount| convention.days(date(from), date(to)).expect("in order");
        let found = (days(DayCount::Thirty360), days(DayCount::Thirty360Us), days(DayCount::ThirtyE360));
        assert_eq!(found, (bond_basis, us, eurobond), "{from} {to}");
    }
}

/// The examples in Microsoft's documentation of the functions of Excel, to the digits printed there.
#[test]
fn figures_are_those_of_excels_documentation() {
    let us = DayCount::Thirty360Us;
    // PRICE(2/15/2008, 11/15/2017, 5.75 %, 6.50 %, 100, 2, 0).
    let bond = Terms::new("2007-11-15", "2017-11-15", Frequency::Semiannual).bond(us, 575, &[]);
    let quote = bond.price(date("2008-02-15"), decimal("0.065"), YieldConvention::UsStreet).expect("a price");
    assert!(is_near(decimal("94.63436162"), quote.clean, "0.0000000001"), "PRICE {quote:?}");
    // YIELD(15-Feb-08, 15-Nov-16, 5.75 %, 95.04287, 100, 2, 0).
    let bond = Terms::new("2007-11-15", "2016-11-15", Frequency::Semiannual).bond(us, 575, &[]);
    let found = bond.yield_to_maturity(date("2008-02-15"), decimal("95.04287"), YieldConvention::UsStreet);
    assert!(is_near(decimal("0.065"), found.clone().expect("a yield"), "0.00000001"), "YIELD {found:?}");
    // DURATION(7/1/2018, 1/1/2048, 8 %, 9 %, 2, 1).
    let bond = Terms::new("2018-01-01", "2048-01-01", Frequency::Semiannual).bond(DayCount::ActActIcma, 800, &[]);
    let found = bond.duration(date("2018-07-01"), decimal("0.09"), YieldConvention::Icma).expect("a duration");
    assert!(is_near(decimal("10.9191453"), found.macaulay, "0.00000001"), "DURATION {found:?}");
    // MDURATION(1/1/2008, 1/1/2016, 8 %, 9 %, 2, 1).
    let bond = Terms::new("2008-01-01", "2016-01-01", Frequency::Semiannual).bond(DayCount::ActActIcma, 800, &[]);
    let found = bond.duration(date("2008-01-01"), decimal("0.09"), YieldConvention::Icma).expect("a duration");
    assert!(is_near(decimal("5.73567"), found.modified, "0.000001"), "MDURATION {found:?}");
    // ACCRINT(3/1/2008, 8/31/2008, 5/1/2008, 10 %, 1000, 2, 0): 16.666667 of 1,000.
    let bond = Terms::new("2008-03-01", "2008-09-01", Frequency::Semiannual).bond(us, 1_000, &[]);
    assert_eq!(bond.accrued_interest(date("2008-05-01")), Ok(rate(1, 60)));
    // YEARFRAC(1/1/2012, 7/30/2012) with basis 0, 1 and 3.
    for (convention, expected) in
        [(us, "0.58055556"), (DayCount::ActActIsda, "0.57650273"), (DayCount::Act365Fixed, "0.57808219")]
    {
        let found =
            as_decimal(&convention.year_fraction(date("2012-01-01"), date("2012-07-30"), None).expect("in order"));
        assert!(is_near(decimal(expected), found, "0.00000001"), "YEARFRAC {found}");
    }
    // XIRR of its five flows.
    let flows = [
        flow("2008-01-01", "-10000"),
        flow("2008-03-01", "2750"),
        flow("2008-10-30", "4250"),
        flow("2009-02-15", "3250"),
        flow("2009-04-01", "2750"),
    ];
    let found = irr(&flows).expect("one rate").rate;
    // Excel stops iterating when a step changes the rate by less than 1e-8.
    assert!(is_near(decimal("0.373362535"), found, "0.00000001"), "XIRR {found}");
}

/// The formulas of the street convention and of the internal rate, worked out with Python's `decimal` in 60 digits: dirty prices, a duration
/// and a rate to eighteen decimals, as closely as their docs promise and closer.
#[test]
fn figures_are_as_accurate_as_promised() {
    let icma = YieldConvention::Icma;
    let half_yearly =
        Terms::new("2018-01-01", "2048-01-01", Frequency::Semiannual).bond(DayCount::ActActIcma, 800, &[]);
    let yearly =
        |points| Terms::new("2018-07-01", "2047-07-01", Frequency::Annual).bond(DayCount::ActActIcma, points, &[]);
    for (bond, settlement, rate, expected) in [
        (half_yearly, "2018-09-20", "0.09", "91.472024737652507454"),
        (yearly(25), "2018-07-02", "-0.0123", "151.947733071742069455"),
        (yearly(1_500), "2018-07-02", "0.21", "71.579485796175249409"),
    ] {
        let found = bond.price(date(settlement), decimal(rate), icma).expect("a price");
        assert!(is_near(decimal(expected), found.dirty, "0.000000000000000001"), "{found:?}");
        let back = bond.yield_to_maturity(date(settlement), found.clean, icma).expect("a yield");
        assert!(is_near(decimal(rate), back, "0.000000000000000001"), "{back}");
    }
    let found = yearly(1_500).duration(date("2018-07-02"), decimal("0.21"), icma).expect("a duration");
    assert!(is_near(decimal("5.773184101565427808"), found.macaulay, "0.000000000000000001"), "{found:?}");
    let flows = [
        ("2008-01-01", "-10000"),
        ("2008-03-01", "2750"),
        ("2008-10-30", "4250"),
        ("2009-02-15", "3250"),
        ("2009-04-01", "2750"),
    ];
    let found = irr(&flows.map(|(day, size)| flow(day, size))).expect("one rate").rate;
    assert!(is_near(decimal("0.37336253351883151"), found, "0.000000000000000002"), "{found}");
}

/// One share bought at 200, a second one a year later at 225, both sold at 235 after another; 5 a year for each: 15 % and then 6.67 %, 10.76 %
/// a year, and 9.39 % by the money. An example of the curriculum of the CFA Institute.
#[test]
fn returns_by_time_and_by_money_differ_as_in_the_textbook() {
    let value = |day, worth, flow| Valuation { date: date(day), worth: amount(worth), flow };
    let valuations = [
        value("2021-01-01", "0", Some((Direction::Paid, amount("200")))),
        // The dividend is taken out, and the second share bought.
        value("2022-01-01", "230", Some((Direction::Paid, amount("220")))),
        value("2023-01-01", "480", None),
    ];
    let found = time_weighted(&valuations).expect("a return");
    let ratios: Vec<_> = found.periods.iter().map(|period| period.ratio).collect();
    assert_eq!(ratios, [rate(230, 200), rate(480, 450)]);
    assert!(is_near(decimal("0.226666666666666667"), found.total, "0.000000000000001"), "{found:?}");
    assert!(is_near(decimal("0.1076"), found.annual.expect("two years"), "0.0001"), "{found:?}");
    let flows = [flow("2021-01-01", "-200"), flow("2022-01-01", "-220"), flow("2023-01-01", "480")];
    assert!(is_near(decimal("0.0939"), irr(&flows).expect("one rate").rate, "0.0001"));
}

#[test]
fn linking_returns_is_refused_where_nothing_is_invested() {
    let value = |day, worth, flow| Valuation { date: date(day), worth: amount(worth), flow };
    let start = value("2026-01-01", "100", None);
    let emptied = value("2026-02-01", "100", Some((Direction::Received, amount("100"))));
    let end = value("2026-03-01", "0", None);
    assert_eq!(time_weighted(&[start, emptied, end]), Err(TermsError::NothingInvested { from: date("2026-02-01") }));
    let overdrawn = Valuation { flow: Some((Direction::Received, amount("101"))), ..emptied };
    assert!(matches!(time_weighted(&[start, overdrawn, end]), Err(TermsError::Units(UnitsError::OutOfRange { .. }))));
    assert!(matches!(time_weighted(&[start, start]), Err(TermsError::Order { .. })));
    for few in [&[][..], &[start]] {
        assert!(matches!(time_weighted(few), Err(TermsError::TooFew { .. })));
    }
    // All lost is a return, and over a year it is the same.
    let lost = time_weighted(&[start, value("2027-06-01", "0", None)]).expect("a return");
    assert_eq!((lost.total, lost.annual), (decimal("-1"), Some(decimal("-1"))));
}

#[test]
fn a_rate_is_answered_only_where_it_is_the_only_one() {
    // The textbook's two rates of 25 % and 400 %: −1,600, 10,000, −10,000 (Lorie and Savage, 1955).
    let two = [flow("2021-01-01", "-1600"), flow("2022-01-01", "10000"), flow("2023-01-01", "-10000")];
    let found = irr(&two).expect_err("two rates");
    let TermsError::SeveralRates { low, high } = found.clone() else { panic!("{found:?}") };
    assert!(low < decimal("0.25") && high > decimal("4") && high < decimal("20"), "{found:?}");
    // −100, 230, −132: 10 % and 20 %.
    let near = [flow("2021-01-01", "-100"), flow("2022-01-01", "230"), flow("2023-01-01", "-132")];
    assert!(matches!(irr(&near), Err(TermsError::SeveralRates { .. })));
    // A double root at 10 %: −100 (1 + r)² + 220 (1 + r) − 121 touches zero and does not cross it.
    let double = [flow("2021-01-01", "-100"), flow("2022-01-01", "220"), flow("2023-01-01", "-121")];
    let found = irr(&double).expect_err("touches");
    let TermsError::SeveralRates { low, high } = found.clone() else { panic!("{found:?}") };
    assert!(
        low < decimal("0.1") && high > decimal("0.1") && high < decimal("0.1001") && low > decimal("0.0999"),
        "{found:?}"
    );
    // No rate at all: −100 (1 + r)² + 200 (1 + r) − 121 stays below zero.
    let none = [flow("2021-01-01", "-100"), flow("2022-01-01", "200"), flow("2023-01-01", "-121")];
    assert!(matches!(irr(&none), Err(TermsError::NoRate { .. })), "{:?}", irr(&none));
    // Two changes of sign, and one rate within reach: the flow of the last day is small.
    let one = [flow("2021-01-01", "-1000"), flow("2022-01-01", "1100"), flow("2022-01-02", "-0.000001")];
    assert!(is_near(decimal("0.1"), irr(&one).expect("one rate").rate, "0.000001"), "{:?}", irr(&one));
}

#[test]
fn flows_without_a_rate_are_refused() {
    for all_one_way in [&[][..], &[flow("2021-01-01", "-1")], &[flow("2021-01-01", "1"), flow("2022-01-01", "2")]] {
        assert_eq!(irr(all_one_way), Err(TermsError::OneWay));
    }
    // On one day they cancel out.
    assert_eq!(irr(&[flow("2021-01-01", "-5"), flow("2021-01-01", "5")]), Err(TermsError::OneWay));
    // A thousandfold in a day is beyond 1,000,000 % a year.
    let wild = [flow("2021-01-01", "-1"), flow("2021-01-02", "1000")];
    assert!(matches!(irr(&wild), Err(TermsError::NoRate { .. })));
    let lost = [flow("2021-01-01", "-100000"), flow("2022-01-01", "0.000001")];
    assert!(matches!(irr(&lost), Err(TermsError::NoRate { .. })));
    let many = vec![flow("2021-01-01", "-1"); 2_001];
    assert!(matches!(irr(&many), Err(TermsError::TooMany { .. })));
}

#[test]
fn payments_keep_clear_of_holidays() {
    let calendar = Calendar::new([date("2026-11-30"), date("2026-12-25")]);
    let moved = |day, convention| calendar.adjust(date(day), convention).expect("found");
    use BusinessDayConvention::{Following, ModifiedFollowing, None};
    // A Saturday, then Sunday, then a holiday on the month's last day.
    assert_eq!(moved("2026-11-28", None), date("2026-11-28"));
    assert_eq!(moved("2026-11-28", Following), date("2026-12-01"));
    assert_eq!(moved("2026-11-28", ModifiedFollowing), date("2026-11-27"));
    assert_eq!(moved("2026-12-25", ModifiedFollowing), date("2026-12-28"));
    let year = Calendar::new((0..366).map(|day| date("2026-01-01").plus_days(day).expect("a day")));
    assert!(matches!(year.adjust(date("2026-02-01"), Following), Err(TermsError::TooMany { .. })));
}

#[test]
fn a_first_period_that_is_not_regular_is_a_short_one() {
    let terms = Terms::new("2026-02-10", "2027-11-30", Frequency::Semiannual);
    let dates = |terms: &Terms| {
        let schedule = Schedule::new(&terms.schedule(&[])).expect("terms that make sense");
        schedule.periods().iter().map(|period| period.end.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(dates(&terms), ["2026-05-30", "2026-11-30", "2027-05-30", "2027-11-30"]);
    let to_the_end = Terms { end_of_month: true, ..terms };
    assert_eq!(dates(&to_the_end), ["2026-05-31", "2026-11-30", "2027-05-31", "2027-11-30"]);
    let schedule = Schedule::new(&terms.schedule(&[])).expect("terms that make sense");
    let first = schedule.periods()[0];
    assert_eq!((first.start, first.reference.start), (date("2026-02-10"), date("2025-11-30")));
    let backwards = Terms::new("2026-02-10", "2026-02-10", Frequency::Annual);
    assert!(matches!(Schedule::new(&backwards.schedule(&[])), Err(TermsError::Order { .. })));
    let endless = Terms::new("1900-01-01", "2026-01-01", Frequency::Monthly);
    assert!(matches!(Schedule::new(&endless.schedule(&[])), Err(TermsError::TooMany { .. })));
    let ancient = Terms::new("0001-01-01", "0001-03-01", Frequency::Annual);
    assert!(matches!(Schedule::new(&ancient.schedule(&[])), Err(TermsError::Units(UnitsError::NotADate { .. }))));
}

#[test]
fn a_bond_outside_of_its_life_has_no_price() {
    let bond = Terms::new("2026-01-15", "2030-01-15", Frequency::Annual).bond(DayCount::ActActIcma, 500, &[]);
    for day in ["2026-01-14", "2030-01-15", "2031-01-01"] {
        let refused = |error| matches!(error, TermsError::OutsideLife { .. });
        assert!(refused(bond.accrued_interest(date(day)).expect_err(day)), "{day}");
        assert!(refused(bond.price(date(day), decimal("0.05"), YieldConvention::Icma).expect_err(day)), "{day}");
    }
    let settlement = date("2027-06-01");
    let icma = YieldConvention::Icma;
    assert!(matches!(bond.price(settlement, decimal("-1"), icma), Err(TermsError::Yield { .. })));
    assert!(bond.price(settlement, decimal("-0.999999"), icma).is_ok());
    assert!(matches!(bond.yield_to_maturity(settlement, decimal("-2"), icma), Err(TermsError::Price { .. })));
    assert!(matches!(
        bond.yield_to_maturity(settlement, decimal("0.0001"), icma),
        Err(TermsError::Price { .. }) | Ok(_)
    ));
    assert!(matches!(bond.yield_to_maturity(settlement, decimal("100000000"), icma), Err(TermsError::NoRate { .. })));
    assert!(matches!(bond.duration(settlement, decimal("-1.5"), icma), Err(TermsError::Yield { .. })));
}

#[test]
fn curves_are_bent_and_refused_out_of_order() {
    let point = |days, rate| ZeroRate { days, rate: decimal(rate) };
    assert_eq!(ZeroCurve::new(Vec::new()), Err(TermsError::Curve { at: 0 }));
    assert_eq!(ZeroCurve::new(vec![point(1, "0.01"), point(1, "0.02")]), Err(TermsError::Curve { at: 1 }));
    assert_eq!(
        ZeroCurve::new(vec![point(1, "0.01"), point(9, "0.02"), point(3, "0")]),
        Err(TermsError::Curve { at: 2 })
    );
    let curve = ZeroCurve::new(vec![point(365, "0.02"), point(1_095, "0.04")]).expect("in order");
    let none = Bend::default();
    // e^−0.02, e^(−0.03 · 2), e^(−0.04 · 5): before, between and after the points.
    for (days, expected) in
        [(365, "0.980198673306755302"), (730, "0.94176453358424871"), (1_825, "0.818730753077981859")]
    {
        let found = curve.discount(days, &none).expect("a factor");
        assert!(is_near(decimal(expected), found, "0.000000000000000001"), "{days}: {found}");
    }
    let bond = Terms::new("2026-01-15", "2030-01-15", Frequency::Annual).bond(DayCount::ActActIcma, 500, &[]);
    let value = |bend| bond.present_value(date("2026-06-01"), &curve, &bend).expect("a value");
    let base = value(none);
    assert!(value(Bend { rate_shift: decimal("0.01"), ..none }) < base);
    assert!(value(Bend { credit_spread: decimal("0.01"), ..none }) < base);
    assert!(value(Bend { settlement_delay: 30, ..none }) < base);
    assert!(value(Bend { rate_shift: decimal("-0.01"), ..none }) > base);
    let shifted = value(Bend { rate_shift: decimal("0.01"), ..none });
    assert_eq!(shifted, value(Bend { credit_spread: decimal("0.01"), ..none }));
}

#[test]
fn payments_of_several_holdings_come_month_by_month() {
    let [gold, rent, usd, eur] = [1, 2, 3, 4].map(Address::repeat_byte);
    let bond = Terms::new("2026-01-15", "2027-01-15", Frequency::Quarterly).bond(DayCount::Thirty360, 500, &[]);
    let other = Terms::new("2026-01-31", "2026-07-31", Frequency::Monthly).bond(DayCount::Thirty360, 400, &[]);
    let holding = |asset, currency, flows| HoldingFlows { asset, currency, flows };
    let flows = [
        holding(gold, usd, bond.cash_flows(&amount("1000"), date("2026-05-01")).expect("flows")),
        holding(rent, eur, other.cash_flows(&amount("300"), date("2026-05-01")).expect("flows")),
    ];
    let months = project(&flows, date("2026-05-01"), date("2026-12-31")).expect("months");
    let totals: Vec<_> = months
        .iter()
        .map(|month| {
            (
                month.month,
                month.totals.get(&usd).map(ToString::to_string),
                month.totals.get(&eur).map(ToString::to_string),
            )
        })
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        totals,
        [(5, None, some("1")), (6, None, some("1")), (7, some("12.5"), some("301")), (10, some("12.5"), None),]
    );
    assert_eq!(months[2].flows.last().map(|last| last.flow.kind), Some(FlowKind::Redemption));
    // What is due on the day itself is not due after it.
    let due = |after| bond.cash_flows(&amount("1000"), date(after)).expect("flows").len();
    assert_eq!((due("2026-04-14"), due("2026-04-15"), due("2027-01-14"), due("2027-01-15")), (5, 4, 2, 0));
    let mixed = [holding(gold, usd, flows[0].flows.clone()), holding(rent, usd, Vec::new())];
    assert!(project(&mixed, date("2026-05-01"), date("2026-12-31")).is_ok());
    let many = vec![flows[0].flows[0]; 10_001];
    assert!(matches!(
        project(&[holding(gold, usd, many)], date("2026-01-01"), date("2027-01-01")),
        Err(TermsError::TooMany { .. })
    ));
}
