//! Terms of ERC-7092 contracts on synthetic ledgers: what is shown, and what is computed with.

use crate::reading::{date, rate};
use crate::stage::{Stage, block, run};
use alloy_primitives::{Address, U256};
use assay_sdk::abi::erc7092::{IERC7092, IERC7092ESG};
use assay_sdk::error::Error;
use assay_sdk::evidence::{Level, Outcome};
use assay_sdk::units::UnitsError;
use assay_sdk::yields::{
    Bond, BondReading, ContractTerms, DayCount, Frequency, NotComputed, TermsError, YieldError, bond_terms, principal,
};

const BOND: Address = Address::repeat_byte(0xb0);
const CASH: Address = Address::repeat_byte(0xca);
const OTHER: Address = Address::repeat_byte(0xcb);
const HOLDER: Address = Address::repeat_byte(0x01);
/// 15 January 2026 and 15 January 2031, at noon and at midnight.
const DATES: [u64; 2] = [1_768_478_400, 1_926_201_600];

fn raw(number: u64) -> U256 {
    U256::from(number)
}

/// A contract with the functions that each has to have.
fn plain() -> Stage {
    let mut stage = Stage::default();
    stage.returns(BOND, &IERC7092::isinCall {}, &"US0378331005\u{202e}".to_owned());
    stage.returns(BOND, &IERC7092::currencyCall {}, &CASH);
    stage.returns(BOND, &IERC7092::denominationCall {}, &raw(1_000));
    stage.returns(BOND, &IERC7092::couponRateCall {}, &raw(525));
    stage.returns(BOND, &IERC7092::issueDateCall {}, &raw(DATES[0]));
    stage.returns(BOND, &IERC7092::maturityDateCall {}, &raw(DATES[1]));
    stage.returns(BOND, &IERC7092::principalOfCall { _account: HOLDER }, &raw(25_000));
    stage
}

/// And with those that it may have.
fn full() -> Stage {
    let mut stage = plain();
    stage.returns(BOND, &IERC7092ESG::currencyOfCouponCall {}, &CASH);
    stage.returns(BOND, &IERC7092ESG::couponTypeCall {}, &raw(1));
    stage.returns(BOND, &IERC7092ESG::couponFrequencyCall {}, &raw(2));
    stage.returns(BOND, &IERC7092ESG::dayCountBasisCall {}, &raw(4));
    stage
}

fn descriptor() -> BondReading {
    BondReading {
        coupon_rate_per: Some(raw(10_000)),
        day_count: Some(DayCount::Thirty360),
        day_count_basis: Some(4),
        coupon_type: Some(1),
        ..BondReading::default()
    }
}

fn terms(stage: &Stage, reading: &BondReading) -> ContractTerms {
    let (answer, trips) = run(stage, block(9, 900), |reads| bond_terms(reads, BOND, reading));
    let fact = answer.expect("readable");
    assert_eq!((trips, fact.level()), (1, Level::Claimed));
    fact.into_value()
}

#[test]
fn terms_that_the_descriptor_explains_are_computed_with() {
    let ContractTerms { stated, terms } = terms(&full(), &descriptor());
    assert_eq!(
        (stated.isin.as_str(), stated.currency, stated.denomination),
        ("US0378331005\u{fffd}", CASH, raw(1_000))
    );
    let terms = terms.expect("explained");
    assert_eq!((terms.coupon_rate, terms.day_count), (rate(525, 10_000), DayCount::Thirty360));
    assert_eq!((terms.schedule.issue, terms.schedule.maturity), (date("2026-01-15"), date("2031-01-15")));
    assert_eq!(terms.schedule.frequency, Frequency::Semiannual);
    let bond = Bond::new(terms).expect("terms that make sense");
    assert_eq!(bond.accrued_interest(date("2026-04-15")), Ok(rate(525, 40_000)));
    let (answer, _) = run(&full(), block(9, 900), |reads| principal(reads, BOND, HOLDER, 2));
    let principal = answer.expect("readable").into_value();
    assert_eq!(principal.to_string(), "250");
    let last = bond.cash_flows(&principal, date("2030-12-31")).expect("flows");
    let amounts: Vec<_> = last.iter().map(|flow| flow.amount.to_string()).collect();
    // 2.625 % of 250.00, rounded down to cents: 6.5625.
    assert_eq!(amounts, ["6.56", "250"]);
}

#[test]
fn terms_that_nobody_explains_are_shown_and_not_computed_with() {
    let silent = BondReading::default();
    let shown = terms(&full(), &silent);
    assert_eq!((shown.stated.coupon_rate, shown.stated.day_count_basis), (raw(525), Some(4)));
    assert_eq!(shown.terms, Err(NotComputed::RateScale { got: raw(525) }));
    let other = |change: fn(&mut BondReading)| {
        let mut reading = descriptor();
        change(&mut reading);
        terms(&full(), &reading).terms.expect_err("not explained")
    };
    assert_eq!(other(|reading| reading.day_count = None), NotComputed::DayCount);
    let basis = other(|reading| reading.day_count_basis = Some(1));
    assert_eq!(basis, NotComputed::OtherNumber { what: "day-count basis", got: Some(4), expected: Some(1) });
    assert_eq!(basis.to_string(), "the contract states the day-count basis 4, expected 1 as the descriptor says");
    let kind = other(|reading| reading.coupon_type = None);
    assert_eq!(kind, NotComputed::OtherNumber { what: "coupon type", got: Some(1), expected: None });
    let per = other(|reading| reading.coupon_rate_per = Some(U256::ZERO));
    assert!(matches!(per, NotComputed::Terms(TermsError::Units(_))));
    let text = serde_json::to_string(&kind).expect("JSON");
    assert_eq!(text, "\"the contract states the coupon type 1, expected not at all as the descriptor says\"");
}

#[test]
fn functions_that_a_contract_need_not_have_may_be_missing() {
    let reading =
        BondReading { day_count_basis: None, coupon_type: None, frequency: Some(Frequency::Annual), ..descriptor() };
    let found = terms(&plain(), &reading);
    assert_eq!(found.stated.coupon_frequency, None);
    assert_eq!(found.terms.expect("explained").schedule.frequency, Frequency::Annual);
    let silent = BondReading { frequency: None, ..reading.clone() };
    assert_eq!(terms(&plain(), &silent).terms, Err(NotComputed::Frequency));
    // The descriptor does not overrule the contract.
    let mut stage = plain();
    stage.returns(BOND, &IERC7092ESG::couponFrequencyCall {}, &raw(5));
    let refused = terms(&stage, &reading).terms;
    assert_eq!(refused, Err(NotComputed::Terms(TermsError::Frequency { got: raw(5) })));
}

#[test]
fn contracts_that_state_nonsense_are_not_computed_with() {
    let mut stage = full();
    stage.returns(BOND, &IERC7092ESG::currencyOfCouponCall {}, &OTHER);
    assert_eq!(terms(&stage, &descriptor()).terms, Err(NotComputed::TwoCurrencies { got: OTHER, expected: CASH }));
    let mut stage = full();
    stage.returns(BOND, &IERC7092::maturityDateCall {}, &U256::MAX);
    assert!(matches!(
        terms(&stage, &descriptor()).terms,
        Err(NotComputed::Terms(TermsError::Units(UnitsError::NotADate { .. })))
    ));
    // A maturity before the issue is found when the bond is made.
    let mut stage = full();
    stage.returns(BOND, &IERC7092::maturityDateCall {}, &raw(DATES[0]));
    let terms_of = |stage: &Stage| terms(stage, &descriptor()).terms.expect("explained");
    assert!(matches!(Bond::new(terms_of(&stage)), Err(TermsError::Order { .. })));
    // A rate beyond all measure gives no interest, and no panic.
    let mut stage = full();
    stage.returns(BOND, &IERC7092::couponRateCall {}, &U256::MAX);
    let bond = Bond::new(terms_of(&stage)).expect("dates that make sense");
    assert!(matches!(bond.accrued_interest(date("2026-04-15")), Err(TermsError::Units(_))));
}

#[test]
fn what_could_not_be_read_is_an_error() {
    let declined = || Outcome::Declined { message: "busy".to_owned() };
    let mut stage = full();
    stage.outcome(BOND, &IERC7092ESG::dayCountBasisCall {}, declined());
    let (answer, _) = run(&stage, block(9, 900), |reads| bond_terms(reads, BOND, &descriptor()));
    assert!(matches!(answer, Err(YieldError::Gap(_))), "{answer:?}");
    let (answer, _) = run(&Stage::default(), block(9, 900), |reads| bond_terms(reads, BOND, &descriptor()));
    let error = answer.expect_err("no bond");
    assert_eq!(Error::from(error).code().as_str(), "read-reverted");
    let order = TermsError::Order { what: "maturity", got: date("2026-01-01"), expected: date("2026-01-01") };
    assert_eq!(Error::from(YieldError::from(order)).code().as_str(), "terms-invalid");
    assert_eq!(Error::from(YieldError::from(TermsError::OneWay)).code().as_str(), "rate-none");
}
