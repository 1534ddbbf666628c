use alloy_primitives::{B128, B256, Bytes};
use assay_sdk::asset::TokenList;
use assay_sdk::evidence::Source;
use assay_sdk::units::{BlockRef, Timestamp};
use assay_sdk::yields::{
    Change, Claimable, CumulativeClaim, CumulativeDistribution, CumulativeDistributor, CumulativeEntitlement, Dividend,
    DividendStandard, DividendState, DividendToken, Entitlement, SnapshotDistribution, SnapshotPayout, Unread,
    YieldError, YieldReport,
};

use super::*;

const TOKEN: Address = Address::with_last_byte(1);

fn units(raw: u64) -> Amount {
    Amount::from_raw(U256::from(raw), 6).unwrap()
}

fn fact<T>(value: T) -> Fact<T> {
    let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(1) };
    Fact::asserted(value, at, Source::Checkpoint(B256::ZERO))
}

fn claim(token: u8, amount: u64) -> Claimable {
    Claimable {
        account: Address::ZERO,
        index: Some(U256::from(amount)),
        amount: units(amount),
        proof: Vec::new(),
        contract: Address::ZERO,
        token: Address::with_last_byte(token),
        label: "Rent".to_owned(),
    }
}

fn cumulative(distributor: CumulativeDistributor, cumulative: u64, claimed: u64) -> CumulativeClaim {
    CumulativeClaim {
        of: CumulativeDistribution { contract: Address::ZERO, distributor, token: TOKEN, label: "Rent".to_owned() },
        account: Address::ZERO,
        cumulative: units(cumulative),
        claimed: units(claimed),
        due: units(cumulative.saturating_sub(claimed)),
        recipient: Address::with_last_byte(9),
        salt: B128::ZERO,
        root: B256::ZERO,
        proof: Vec::new(),
    }
}

fn dividend(pays: Option<Address>, withdrawable: u64, unbooked: u64, state: DividendState) -> Dividend {
    let of = DividendToken {
        contract: Address::with_last_byte(7),
        standard: DividendStandard::Erc2222,
        pays,
        label: "Interest".to_owned(),
    };
    Dividend {
        of,
        accumulated: units(withdrawable),
        withdrawn: units(0),
        withdrawable: units(withdrawable),
        unbooked: pays.map(|_| Change::Gain(units(unbooked))),
        state,
    }
}

fn described(assay: &str) -> Descriptor {
    let json = format!(
        r#"{{"name":"L","timestamp":"2026-01-01T00:00:00Z","version":{{"major":1,"minor":0,"patch":0}},"tokens":[{{"chainId":1,
        "address":"{TOKEN}","name":"N","symbol":"S","decimals":6,"extensions":{{"assay":{{"kind":"debt","unit":"one"{assay}}}}}}}]}}"#
    );
    TokenList::parse(&json, None).unwrap().tokens.remove(0)
}

fn of(report: &YieldReport) -> Vec<Payment> {
    payments(&described(""), report)
}

#[test]
fn only_what_can_be_claimed_now_is_due_of_every_kind() {
    let claims = vec![
        Entitlement::Claimable(claim(1, 5)),
        Entitlement::AlreadyClaimed(claim(1, 100)),
        Entitlement::Unfunded { claim: claim(1, 100), available: units(0) },
        Entitlement::NotEntitled,
        Entitlement::Claimable(claim(2, 1)),
    ];
    let by_sum = vec![
        CumulativeEntitlement::Claimable(cumulative(CumulativeDistributor::OneInch, 107, 100)),
        CumulativeEntitlement::Disputable {
            claim: cumulative(CumulativeDistributor::Merkl, 900, 0),
            until: Timestamp(2),
            disputer: None,
        },
        CumulativeEntitlement::AlreadyClaimed(cumulative(CumulativeDistributor::Merkl, 100, 100)),
    ];
    let dividends = vec![
        dividend(Some(TOKEN), 30, 0, DividendState::Claimable),
        dividend(Some(TOKEN), 400, 0, DividendState::Refused { revert: Bytes::new() }),
        dividend(None, 8, 0, DividendState::Claimable),
    ];
    let report = YieldReport {
        claims: claims.into_iter().map(|one| Ok(fact(one))).collect(),
        cumulative: by_sum.into_iter().map(|one| Ok(fact(one))).collect(),
        dividends: dividends.into_iter().map(|one| Ok(fact(one))).collect(),
        ..YieldReport::default()
    };
    let payments = of(&report);
    let due = due(&payments);
    let shown: Vec<_> = due.iter().map(|due| (due.token, due.amount.value().raw().to::<u64>(), due.claims)).collect();
    assert_eq!(shown, [(Some(TOKEN), 42, 3), (Some(Address::with_last_byte(2)), 1, 1), (None, 8, 1)]);

    let asset = described("").asset;
    let claims = claims_of(asset, &payments);
    let count = |is: fn(&Intent) -> bool| claims.iter().filter(|claim| is(&claim.intent)).count();
    // Two assets that name one payment claim it once; nothing is sent for what would be refused.
    assert_eq!(claims.len(), 4);
    assert_eq!(count(|intent| matches!(intent, Intent::ClaimDistribution { .. })), 2);
    assert_eq!(count(|intent| matches!(intent, Intent::ClaimCumulative { .. })), 1);
    assert_eq!(count(|intent| matches!(intent, Intent::WithdrawFunds { .. })), 1);
}

/// Named by two assets.
fn claims_of(asset: AssetId, payments: &[Payment]) -> Vec<Claim> {
    claims([(asset, payments), (asset, payments)])
}

#[test]
fn what_came_in_is_booked_before_a_dividend_is_withdrawn() {
    let states = [(30, DividendState::Claimable), (0, DividendState::Nothing)];
    let steps = states.map(|(withdrawable, state)| {
        let dividends = vec![Ok(fact(dividend(Some(TOKEN), withdrawable, 50, state)))];
        of(&YieldReport { dividends, ..YieldReport::default() }).remove(0).line
    });
    assert!(matches!(steps[0].steps[..], [Intent::BookFunds { .. }, Intent::WithdrawFunds { .. }]));
    assert!(matches!(steps[1].steps[..], [Intent::BookFunds { .. }]));
    assert_eq!(steps[1].standing, Standing::ToBook { unbooked: units(50) });
}

#[test]
fn a_receiver_other_than_the_holder_is_told() {
    let claim = cumulative(CumulativeDistributor::Merkl, 10, 4);
    let read = |claim| {
        let cumulative = vec![Ok(fact(CumulativeEntitlement::Claimable(claim)))];
        of(&YieldReport { cumulative, ..YieldReport::default() }).remove(0).line.paid_to
    };
    assert_eq!(read(claim.clone()), Some(Address::with_last_byte(9)));
    assert_eq!(read(CumulativeClaim { recipient: claim.account, ..claim }), None);
}

#[test]
fn a_payment_that_cannot_be_read_keeps_its_name_and_stands() {
    let of = Address::with_last_byte(7);
    let listed = described(&format!(
        r#","distributions":[{{"type":"erc2222","contract":"{of}","token":"{TOKEN}","label":"Interest"}}]"#
    ));
    let error = YieldError::OtherToken { contract: of, got: of, expected: TOKEN };
    let report = YieldReport { dividends: vec![Err(Unread(error))], ..YieldReport::default() };
    let payments = payments(&listed, &report);
    assert_eq!(payments[0].line.label.as_deref(), Some("Interest"));
    assert!(matches!(payments[0].line.standing, Standing::Unread(_)) && payments[0].amount.is_none());
}

#[test]
fn every_kind_of_income_is_looked_at() {
    let vault = format!(r#"{{"type":"erc4626","vault":"{TOKEN}","asset":"{TOKEN}"}}"#);
    let transfer = format!(r#"{{"type":"transfer","to":"{TOKEN}"}}"#);
    for assay in [
        r#","balances":{"type":"erc8056"}"#.to_owned(),
        r#","balances":{"type":"rebasing","shape":"usdm"}"#.to_owned(),
        format!(r#","redemption":{vault}"#),
        format!(r#","redemption":[{transfer},{vault}]"#),
    ] {
        assert!(may_earn(&described(&assay)), "{assay}");
    }
    assert!(!may_earn(&described("")));
    assert!(!may_earn(&described(&format!(r#","redemption":{transfer}"#))));
}

#[test]
fn a_fee_is_compared_with_its_own_coin_only() {
    assert_eq!(worth(U256::from(5), None, &units(6)), Worth::More);
    assert_eq!(worth(U256::from(5), None, &units(5)), Worth::FeeMayBeMore);
    assert_eq!(worth(U256::from(5), Some(TOKEN), &units(500)), Worth::NotComparable);
}

#[test]
fn a_payout_of_a_snapshot_asks_for_what_is_due_and_says_where_it_stands() {
    let payout = |settled, due, state| SnapshotPayout {
        of: SnapshotDistribution {
            contract: Address::with_last_byte(7),
            asset: Address::with_last_byte(8),
            snapshot: U256::from(3),
            token: TOKEN,
            label: "Dividend 2026-10".to_owned(),
        },
        account: Address::with_last_byte(9),
        balance: units(50),
        supply: units(500),
        per_token: units(2),
        share: units(100),
        given: units(0),
        settled: units(settled),
        fee: units(1),
        due: units(due),
        state,
    };
    let available = units(3);
    let stands = [
        (payout(0, 99, DividendState::Claimable), Standing::Ready { unbooked: None }, 99),
        (payout(100, 0, DividendState::Nothing), Standing::Claimed, 100),
        (payout(0, 0, DividendState::Nothing), Standing::Nothing, 0),
        (payout(0, 99, DividendState::Unfunded { available }), Standing::Unfunded { available }, 99),
    ];
    for (payout, standing, shown) in stands {
        let snapshots = vec![Ok(fact(payout))];
        let payment = of(&YieldReport { snapshots, ..YieldReport::default() }).remove(0);
        assert_eq!(
            (&payment.line.standing, payment.amount.expect("known").value().raw()),
            (&standing, U256::from(shown))
        );
        let distributor = Address::with_last_byte(7);
        let claim = Intent::ClaimSnapshot { distributor, recipient: Address::with_last_byte(9), least: U256::from(99) };
        assert_eq!(payment.line.steps, if standing.is_ready() { vec![claim] } else { Vec::new() });
    }
}
