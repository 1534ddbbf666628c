//! Verdicts for the demo's other tokens, each compared with a real transaction: ERC-1404, FiatToken, plain ERC-20.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "verdict/chain.rs"]
mod chain;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains of scenarios are started with options of their own")]
mod devnet;

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use assay_sdk::asset::profile;
use assay_sdk::compliance::{Assessment, Most, RestrictionCode as Code, TransferQuery, Verdict, check_transfer};
use assay_sdk::units::Amount;

use chain::{Chain, address};

sol! {
    function transfer(address to, uint256 amount) external returns (bool);
    function pause() external;
    function setPaused(bool paused) external;
    function balanceOf(address account) external view returns (uint256);
}

struct Bench {
    chain: Chain,
    token: Address,
}

impl Bench {
    fn of(chain: Chain, name: &str) -> Self {
        let token = address(&chain.demo["contracts"][name]);
        Self { chain, token }
    }

    fn balance(&self, account: Address) -> U256 {
        self.chain.view(self.token, &balanceOfCall { account })
    }

    /// The verdict, after a real transaction has confirmed it.
    fn check(&self, from: Address, to: Address, raw: U256) -> (Assessment, Vec<Code>) {
        let mut reads = self.chain.reads();
        let (profile, _) = self.chain.ask(&mut reads, |reads| profile(reads, self.token));
        let profile = profile.expect("a profile").into_value();
        let amount = Amount::from_raw(raw, profile.decimals).expect("decimals in range");
        let query = TransferQuery::new(profile, from, to, amount);
        let (assessment, _) = self.chain.ask(&mut reads, |reads| check_transfer(reads, &query));
        let assessment = assessment.expect("an assessment");
        let passed = self.chain.try_send(from, self.token, &transferCall { to, amount: raw });
        match assessment.verdict.value() {
            Verdict::Allow(_) => assert!(passed, "{assessment:#?}"),
            Verdict::Deny(_) => assert!(!passed, "{assessment:#?}"),
            Verdict::Unknown(_) => {}
        }
        let codes = assessment.verdict.value().reasons().iter().map(|reason| reason.code).collect();
        (assessment, codes)
    }
}

fn one() -> U256 {
    U256::from(1)
}

#[test]
fn fiat_tokens_are_paused_and_blacklisted() {
    let bench = Bench::of(Chain::start(), "gold");
    let issuer = address(&bench.chain.demo["accounts"]["goldIssuer"]);
    let [alice, bob, dave] = ["alice", "bob", "dave"].map(|name| bench.chain.investor(name));
    let (allowed, _) = bench.check(alice, bob, one());
    let left = bench.balance(alice) + one();
    assert!(matches!(allowed.headroom.most, Most::AtMost(most) if most.raw() == left), "{allowed:#?}");
    assert_eq!(bench.check(alice, bob, left).1, [Code::InsufficientBalance]);
    assert_eq!(bench.check(alice, dave, one()).1, [Code::ReceiverBlacklisted]);
    assert_eq!(bench.check(dave, alice, one()).1, [Code::SenderBlacklisted]);
    assert_eq!(bench.check(dave, dave, one()).1, [Code::SenderBlacklisted]);
    assert_eq!(bench.check(alice, Address::ZERO, one()).1, [Code::ZeroAddress]);
    bench.chain.send(issuer, bench.token, &pauseCall {});
    let (paused, codes) = bench.check(alice, dave, one());
    assert_eq!(codes, [Code::Paused, Code::ReceiverBlacklisted]);
    assert_eq!(paused.headroom.most, Most::Nothing);
}

#[test]
fn erc1404_gives_its_code_and_words_and_balance_is_checked_apart() {
    let bench = Bench::of(Chain::start(), "property");
    let registrar = address(&bench.chain.demo["accounts"]["propertyRegistrar"]);
    let [alice, bob, carol, dave] = ["alice", "bob", "carol", "dave"].map(|name| bench.chain.investor(name));
    assert!(bench.check(alice, bob, one()).0.verdict.value().is_allow());
    let (unlisted, codes) = bench.check(alice, carol, one());
    assert_eq!(codes, [Code::TokenRestriction]);
    let reason = &unlisted.verdict.value().reasons()[0];
    assert_eq!(reason.read.answer, "2");
    assert!(reason.message.contains("not"), "{}", reason.message);
    assert_eq!(bench.check(dave, alice, one()).1, [Code::TokenRestriction]);
    // Code 0 says nothing about funds.
    let all = bench.balance(alice);
    let (over, codes) = bench.check(alice, bob, all + one());
    assert_eq!(codes, [Code::InsufficientBalance]);
    assert!(matches!(over.headroom.most, Most::AtMost(most) if most.raw() == all), "{:#?}", over.headroom);
    bench.chain.send(registrar, bench.token, &setPausedCall { paused: true });
    assert_eq!(bench.check(alice, bob, one()).1, [Code::TokenRestriction]);
}
