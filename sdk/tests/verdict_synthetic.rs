//! What no real contract of the demo does: contracts that lie, answers that are missing, simulations that disagree.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::cognitive_complexity,
    reason = "a test stops where its data is not what it should be"
)]

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use assay_sdk::asset::{Profile, profile};
use assay_sdk::compliance::{
    Doubt, Families, Family, Most, Movement, Presence, RestrictionCode, Simulation, TransferQuery, Verdict,
    check_transfer, families,
};
use assay_sdk::evidence::{Fact, Level, Origin, Outcome, Read, Reads, Source};
use assay_sdk::units::{Amount, BlockRef, Timestamp};

sol! {
    function supportsInterface(bytes4 interfaceId) external view returns (bool);
    function totalSupply() external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
    function decimals() external view returns (uint8);
    function name() external view returns (string);
    function symbol() external view returns (string);
    function transfer(address to, uint256 amount) external returns (bool);
    function isBlacklisted(address account) external view returns (bool);
    function paused() external view returns (bool);
}

const TOKEN: Address = Address::repeat_byte(0x70);
const FROM: Address = Address::repeat_byte(0x01);
const TO: Address = Address::repeat_byte(0x02);

/// Answers by selector; `None` reverts.
type Contract = fn([u8; 4], &[u8]) -> Option<Outcome>;

fn returns(value: impl Into<Bytes>) -> Option<Outcome> {
    Some(Outcome::Returned(value.into()))
}

fn ask<T>(contract: Contract, mut question: impl FnMut(&mut Reads) -> T) -> T {
    let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1_000) };
    let mut reads = Reads::new(at);
    for _ in 0..10 {
        let answer = question(&mut reads);
        if reads.wanted().is_empty() {
            return answer;
        }
        for read in reads.wanted() {
            let outcome = match &read {
                Read::Call { data, .. } => {
                    let selector = data[..4].try_into().unwrap();
                    contract(selector, &data[4..]).unwrap_or(Outcome::Reverted(Bytes::new()))
                }
                _ => Outcome::Declined { message: "no logs here".to_owned() },
            };
            let source = Source::Endpoint(Origin::of_url("http://node"));
            reads.answer(read, Fact::asserted(outcome, at, source)).unwrap();
        }
    }
    panic!("ten rounds were not enough");
}

fn word(value: u64) -> Vec<u8> {
    U256::from(value).abi_encode()
}

/// Balances of sender and receiver before and after the call, which itself returns `true`.
type Balances = [u64; 4];

/// A plain token whose transfer is rehearsed.
fn rehearsed(balances: Balances, raw: u64, to: Address) -> assay_sdk::compliance::Assessment {
    let profile = Profile { token: TOKEN, name: None, symbol: None, decimals: 6, supply: None };
    let query = TransferQuery::new(profile, FROM, to, Amount::from_raw(U256::from(raw), 6).unwrap());
    let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1_000) };
    let mut reads = Reads::new(at);
    for _ in 0..10 {
        let answer = check_transfer(&mut reads, &query);
        if reads.wanted().is_empty() {
            return answer.unwrap();
        }
        for read in reads.wanted() {
            let [a, b, c, d] = balances;
            let outcome = match &read {
                Read::Call { data, .. } => {
                    plain(data[..4].try_into().unwrap(), &data[4..]).unwrap_or(Outcome::Reverted(Bytes::new()))
                }
                Read::Rehearsal(rehearsal) => {
                    assert_eq!(rehearsal.steps.len(), 5);
                    Outcome::Rehearsed([a, b, 1, c, d].map(|value| Ok(word(value).into())).to_vec())
                }
                _ => panic!("{read}"),
            };
            let source = Source::Endpoint(Origin::of_url("http://node"));
            reads.answer(read, Fact::asserted(outcome, at, source)).unwrap();
        }
    }
    panic!("ten rounds were not enough");
}

#[test]
fn what_the_call_moves_decides() {
    let kind = |balances, raw, to| {
        let checked = rehearsed(balances, raw, to);
        match checked.verdict.value() {
            Verdict::Allow(_) => ("allow", checked.receives.raw().to::<u64>()),
            Verdict::Unknown(open) => (open.iter().last().unwrap().code(), checked.receives.raw().to::<u64>()),
            Verdict::Deny(_) => panic!("{checked:?}"),
        }
    };
    let other = "moves-otherwise";
    assert_eq!(kind([100, 5, 60, 45], 40, TO), ("allow", 40));
    assert_eq!(kind([100, 5, 60, 44], 40, TO), ("allow", 39), "a fee, or rounding");
    assert_eq!(kind([100, 5, 61, 46], 40, TO), ("allow", 41), "rounding in favour of both");
    assert_eq!(kind([100, 5, 60, 6], 40, TO), ("allow", 1), "a large fee, and it is told");
    assert_eq!(kind([100, 5, 60, 5], 40, TO), (other, 0), "nothing arrives");
    assert_eq!(kind([100, 5, 100, 5], 40, TO), (other, 0), "nothing moves");
    assert_eq!(kind([100, 5, 100, 45], 40, TO), (other, 40), "of somebody else");
    assert_eq!(kind([100, 5, 50, 45], 40, TO), (other, 40), "more than was asked");
    assert_eq!(kind([100, 5, 60, 50], 40, TO), (other, 45), "more than was sent");
    assert_eq!(kind([100, 5, 99, 5], 1, TO), (other, 0), "one unit, and nothing arrives");
    assert_eq!(kind([100, 5, 100, 5], 0, TO), ("allow", 0), "nothing was to move");
    assert_eq!(kind([30, 5, 0, 45], 40, TO), (other, 40), "more than there was");
    // To themselves.
    assert_eq!(kind([100, 100, 100, 100], 40, FROM), ("allow", 40));
    assert_eq!(kind([100, 100, 90, 90], 40, FROM), ("allow", 30), "a fee");
    assert_eq!(kind([100, 100, 140, 140], 40, FROM), (other, 40), "out of nothing");
    assert_eq!(kind([100, 100, 59, 59], 40, FROM), (other, 0), "more than was sent");
}

#[test]
fn where_the_endpoint_cannot_rehearse_the_verdict_says_so() {
    let checked = check(plain, 1);
    assert!(checked.verdict.value().is_allow());
    assert!(matches!(checked.movement, Movement::NotSeen { .. }), "{:?}", checked.movement);
}

/// A plain token with a balance of 100 for everybody.
fn plain(selector: [u8; 4], _: &[u8]) -> Option<Outcome> {
    match selector {
        totalSupplyCall::SELECTOR => returns(word(1_000)),
        balanceOfCall::SELECTOR => returns(word(100)),
        allowanceCall::SELECTOR => returns(word(0)),
        decimalsCall::SELECTOR => returns(word(6)),
        nameCall::SELECTOR => returns("Maker".to_owned().abi_encode()),
        // As old tokens answer.
        symbolCall::SELECTOR => returns({
            let mut text = [0; 32];
            text[..3].copy_from_slice(b"MKR");
            text.to_vec()
        }),
        transferCall::SELECTOR => returns(word(1)),
        _ => None,
    }
}

fn profile_of(contract: Contract) -> Profile {
    ask(contract, |reads| profile(reads, TOKEN)).unwrap().into_value()
}

fn families_of(contract: Contract) -> Families {
    ask(contract, |reads| families(reads, TOKEN)).unwrap().into_value()
}

/// A token with Circle's blacklist and pause, neither of which is in force.
fn fiat(selector: [u8; 4], data: &[u8]) -> Option<Outcome> {
    match selector {
        isBlacklistedCall::SELECTOR | pausedCall::SELECTOR => returns(word(0)),
        _ => plain(selector, data),
    }
}

fn check(contract: Contract, raw: u64) -> assay_sdk::compliance::Assessment {
    let profile = profile_of(contract);
    let amount = Amount::from_raw(U256::from(raw), profile.decimals).unwrap();
    let query = TransferQuery::new(profile, FROM, TO, amount);
    ask(contract, |reads| check_transfer(reads, &query)).unwrap()
}

#[test]
fn old_metadata_is_read_and_huge_decimals_are_refused() {
    let found = profile_of(plain);
    assert_eq!((found.name.as_deref(), found.symbol.as_deref(), found.decimals), (Some("Maker"), Some("MKR"), 6));
    let huge: Contract =
        |selector, data| if selector == decimalsCall::SELECTOR { returns(word(78)) } else { plain(selector, data) };
    let refused = ask(huge, |reads| profile(reads, TOKEN)).unwrap_err();
    assert!(refused.to_string().contains("78"), "{refused}");
}

#[test]
fn a_contract_that_answers_everything_is_nothing_for_sure() {
    let yes: Contract = |_, _| returns(word(1));
    let found = families_of(yes);
    assert!(found.iter().all(|found| !found.presence.is_present()), "{found:?}");
    let checked = check(yes, 1);
    let Verdict::Unknown(open) = checked.verdict.value() else { panic!("{checked:?}") };
    assert!(matches!(open.as_slice(), [Doubt::NotUnderstood { .. }]), "{open:?}");
}

#[test]
fn half_an_interface_is_unsure_and_so_is_the_verdict() {
    let half: Contract = |selector, data| match selector {
        isBlacklistedCall::SELECTOR => returns(word(0)),
        _ => plain(selector, data),
    };
    assert!(matches!(families_of(half).of(Family::FiatToken), Presence::Unsure { .. }));
    let checked = check(half, 1);
    assert!(matches!(checked.verdict.value(), Verdict::Unknown(_)), "{checked:?}");
}

#[test]
fn a_transfer_that_returns_false_is_refused() {
    let quiet: Contract =
        |selector, data| if selector == transferCall::SELECTOR { returns(word(0)) } else { fiat(selector, data) };
    let Verdict::Unknown(open) = check(quiet, 1).verdict.into_value() else { panic!("not allowed") };
    assert!(matches!(open.as_slice(), [Doubt::RefusedUnexplained { .. }]));
    let silent: Contract = |selector, data| {
        if selector == transferCall::SELECTOR { returns(Vec::new()) } else { fiat(selector, data) }
    };
    assert!(check(silent, 1).verdict.value().is_allow());
}

#[test]
fn a_token_of_no_known_family_is_answered_by_the_simulation_alone() {
    let passes = check(plain, 1);
    assert!(passes.verdict.value().is_allow());
    assert!(!passes.families.value().has_rules());
    assert!(matches!(passes.headroom.most, Most::AtMost(most) if most.raw() == U256::from(100)), "{passes:?}");
    // Half of the balance passes, the whole does not: what lies between is not known.
    let half: Contract = |selector, data| match selector {
        transferCall::SELECTOR if U256::from_be_slice(&data[32..64]) > U256::from(50) => None,
        _ => plain(selector, data),
    };
    let passes = check(half, 50);
    assert!(passes.verdict.value().is_allow());
    assert!(matches!(passes.headroom.most, Most::Unknown(Some(most)) if most.raw() == U256::from(100)), "{passes:?}");
    let refused = check(half, 51);
    let codes: Vec<_> = refused.verdict.value().reasons().iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [RestrictionCode::ContractRefuses], "{refused:?}");
}

#[test]
fn rules_that_seem_broken_and_a_call_that_passes_is_unknown_with_both() {
    let checked = check(plain, 101);
    assert!(matches!(checked.structured, Verdict::Deny(_)));
    assert_eq!(checked.simulation, Some(Simulation::Passes));
    let Verdict::Unknown(open) = checked.verdict.value() else { panic!("{checked:?}") };
    assert!(matches!(open.as_slice(), [Doubt::PassesDespite { reasons }] if reasons.as_slice().len() == 1));
}

#[test]
fn without_a_simulation_nothing_is_allowed_and_nothing_denied() {
    let deaf: Contract = |selector, data| {
        let declined = Outcome::Declined { message: "busy".to_owned() };
        if selector == transferCall::SELECTOR { Some(declined) } else { plain(selector, data) }
    };
    for raw in [1, 101] {
        let checked = check(deaf, raw);
        assert!(matches!(checked.verdict.value(), Verdict::Unknown(_)), "{checked:?}");
        assert_eq!(checked.verdict.level(), Level::Claimed);
    }
}

#[test]
fn a_rule_that_cannot_be_read_is_never_taken_as_kept() {
    let hidden: Contract = |selector, data| match selector {
        balanceOfCall::SELECTOR => Some(Outcome::Declined { message: "busy".to_owned() }),
        _ => plain(selector, data),
    };
    let query = TransferQuery::new(profile_of(plain), FROM, TO, Amount::from_raw(U256::ONE, 6).unwrap());
    let checked = ask(hidden, |reads| check_transfer(reads, &query)).unwrap();
    assert!(matches!(checked.verdict.value(), Verdict::Unknown(_)), "{checked:?}");
    let scaled = TransferQuery { amount: Amount::from_raw(U256::ONE, 18).unwrap(), ..query };
    ask(hidden, |reads| check_transfer(reads, &scaled)).unwrap_err();
}
