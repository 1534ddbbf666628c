//! Verdict against truth: random rules on the real ERC-3643 contracts, and a real transaction after each verdict.
//!
//! Each scenario changes up to four things, asks for the verdict at amounts around every limit, and then sends the transfer. The
//! verdict, and the structured check by itself, have to agree with the receipt. Where exactly one thing was changed,
//! the named reason has to be the one that was broken on purpose.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    clippy::fn_params_excessive_bools,
    clippy::print_stdout,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "verdict/books.rs"]
mod books;
#[path = "verdict/chain.rs"]
mod chain;
#[path = "verdict/changes.rs"]
mod changes;
#[path = "support/devnet.rs"]
mod devnet;
#[path = "verdict/fund.rs"]
mod fund;

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, U256};
use assay_sdk::asset::{Profile, profile};
use assay_sdk::compliance::{
    Assessment, Limit, Most, RestrictionCode, Simulation, TransferQuery, Verdict, check_transfer,
};
use assay_sdk::units::Amount;

use books::generous_maximum;
use changes::{ALL, Cast, Change, Effect};
use fund::{
    FundChain, Investor, TimeLimit, addModuleCall, configureTokenCall, forcedTransferCall, registerIdentityCall,
    removeModuleCall, setAddressFrozenCall, setTimeTransferLimitCall, transferCall,
};

/// `SplitMix64`: the same scenarios on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("small")
    }
}

#[derive(Default, Debug)]
struct Tally {
    transfers: usize,
    passed: usize,
    single_reasons: usize,
    headrooms: usize,
    unknown: usize,
    rounds: usize,
    reasons: BTreeMap<String, usize>,
}

struct Stage {
    chain: FundChain,
    profile: Profile,
    investors: Vec<Investor>,
    collector: Investor,
    white: bool,
    tally: Tally,
}

/// Settings under which everybody may send to everybody.
fn stage(white: bool) -> Stage {
    let chain = FundChain::start();
    let fund = chain.fund;
    let investor = |name: &str, country| Investor {
        wallet: chain.investor(name),
        manager: chain.investor(name),
        identity: chain.identity(name),
        country,
        only_wallet: name != "alice",
    };
    let (alice, bob, dave) = (investor("alice", 276), investor("bob", 756), investor("dave", 276));
    let second = Investor { wallet: Address::repeat_byte(0xa2), ..alice };
    let vault = chain.identity("vault");
    let collector = Investor {
        wallet: Address::repeat_byte(0xc0),
        identity: vault,
        manager: fund.issuer,
        country: 756,
        only_wallet: false,
    };
    for Investor { wallet: account, identity, country, .. } in [second, collector] {
        chain.issuer(fund.registry, &registerIdentityCall { account, identity, country });
        let ether = "0x56bc75e2d63100000";
        chain.devnet.call("anvil_setBalance", serde_json::json!([account, ether]));
    }
    chain.issuer(fund.token, &setAddressFrozenCall { account: dave.wallet, frozen: false });
    generous_maximum(&chain);
    let limit = TimeLimit { limitTime: 86_400, limitValue: U256::from(1) << 120 };
    chain.set("TimeTransfersLimitsModule", &setTimeTransferLimitCall { limit });
    let module = chain.module("TokenListingRestrictionsModule");
    chain.issuer(fund.compliance, &addModuleCall { module });
    chain.set("TokenListingRestrictionsModule", &configureTokenCall { kind: if white { 1 } else { 2 } });
    chain.issuer(fund.compliance, &removeModuleCall { module });
    let mut reads = chain.reads();
    let (profile, _) = chain.ask(&mut reads, |reads| profile(reads, fund.token));
    let profile = profile.expect("the fund's profile").into_value();
    Stage { chain, profile, investors: vec![alice, bob, dave, second], collector, white, tally: Tally::default() }
}

impl Stage {
    /// Nobody runs dry.
    fn replenish(&self) {
        let fund = self.chain.fund;
        let floor = U256::from(10).pow(U256::from(21));
        for investor in &self.investors {
            if self.chain.balance(investor.wallet) >= floor {
                continue;
            }
            let richest =
                self.investors.iter().max_by_key(|other| self.chain.balance(other.wallet)).expect("investors");
            let amount = floor * U256::from(4);
            let call = forcedTransferCall { from: richest.wallet, to: investor.wallet, amount };
            self.chain.issuer(fund.token, &call);
        }
    }

    fn assess(&mut self, cast: &Cast, raw: U256) -> Assessment {
        let amount = Amount::from_raw(raw, self.profile.decimals).expect("decimals in range");
        let query = TransferQuery::new(self.profile.clone(), cast.from.wallet, cast.to.wallet, amount);
        let mut reads = self.chain.reads();
        let (assessment, rounds) = self.chain.ask(&mut reads, |reads| check_transfer(reads, &query));
        self.tally.rounds = self.tally.rounds.max(rounds);
        assessment.expect("an assessment")
    }

    /// Verdict, then a real transaction.
    fn try_amount(&mut self, cast: &Cast, raw: U256, what: &str) -> (Assessment, bool) {
        let assessment = self.assess(cast, raw);
        let call = transferCall { to: cast.to.wallet, amount: raw };
        let before = self.chain.balance(cast.to.wallet);
        let passed = self.chain.try_send(cast.from.wallet, self.chain.fund.token, &call);
        self.tally.transfers += 1;
        self.tally.passed += usize::from(passed);
        let report = || format!("{what}: {raw} passed {passed}, verdict {:#?}", assessment);
        match assessment.verdict.value() {
            Verdict::Allow(_) => assert!(passed, "{}", report()),
            Verdict::Deny(_) => assert!(!passed, "{}", report()),
            Verdict::Unknown(_) => panic!("{}", report()),
        }
        match &assessment.structured {
            Verdict::Allow(_) => assert!(passed, "structured, {}", report()),
            Verdict::Deny(_) => assert!(!passed, "structured, {}", report()),
            Verdict::Unknown(_) => self.tally.unknown += 1,
        }
        if passed && cast.from.wallet != cast.to.wallet {
            let arrived = self.chain.balance(cast.to.wallet) - before;
            assert_eq!(arrived, assessment.receives.raw(), "what arrives, {}", report());
        }
        for reason in assessment.verdict.value().reasons() {
            let name = serde_json::to_value(reason.code).expect("a code");
            *self.tally.reasons.entry(name.as_str().expect("text").to_owned()).or_default() += 1;
        }
        (assessment, passed)
    }

    /// One change, with the amounts around its limit: the reason has to be that one.
    fn single(&mut self, cast: &Cast, change: Change, effect: Effect) {
        let one = U256::from(1);
        if let Effect::Above(most, _) = effect {
            self.one_under(cast, most.saturating_sub(one));
        }
        let cases: Vec<(U256, Option<RestrictionCode>)> = match effect {
            Effect::Harmless => vec![(cast.amount, None)],
            Effect::Breaks(code) => vec![(cast.amount, Some(code))],
            Effect::Above(most, code) => vec![(most + one, Some(code)), (most, None)],
            Effect::Except(only, code) => vec![(only + one, Some(code)), (only - one, Some(code)), (only, None)],
        };
        for (raw, expected) in cases {
            if raw.is_zero() {
                continue;
            }
            let what = format!("{change:?} alone, {cast:?}");
            let (assessment, passed) = self.try_amount(cast, raw, &what);
            assert_eq!(
                passed,
                expected.is_none(),
                "{what}: the scenario is not what it was meant to be, {raw} {assessment:#?}"
            );
            let named: BTreeSet<_> = assessment.verdict.value().reasons().iter().map(|reason| reason.code).collect();
            assert_eq!(named, expected.into_iter().collect(), "{what}: {assessment:#?}");
            self.tally.single_reasons += usize::from(expected.is_some());
        }
    }

    /// One under a limit passes by the rules and by the chain's own word. It is not sent: that would move the limit.
    fn one_under(&mut self, cast: &Cast, raw: U256) {
        if raw.is_zero() {
            return;
        }
        let assessment = self.assess(cast, raw);
        assert!(matches!(assessment.structured, Verdict::Allow(_)), "one under: {assessment:#?}");
        assert_eq!(assessment.simulation, Some(Simulation::Passes), "one under: {assessment:#?}");
    }

    /// Amounts at, one under and one over a bound, and around the headroom.
    fn around_limits(&mut self, cast: &Cast, random: &mut Random, what: &str) {
        let probe = self.assess(cast, U256::from(1));
        let bounds: Vec<U256> = probe
            .headroom
            .bounds
            .iter()
            .filter_map(|bound| match bound.limit {
                Limit::AtMost(most) | Limit::Exactly(most) => Some(most.raw()),
                Limit::AtLeast(_) | Limit::Nothing | Limit::Unknown => None,
            })
            .collect();
        if let Some(bound) = bounds.get(random.below(bounds.len().max(1))) {
            let raw = match random.below(3) {
                0 => bound.saturating_sub(U256::from(1)),
                1 => *bound,
                _ => bound.saturating_add(U256::from(1)),
            };
            self.try_amount(cast, raw, what);
        }
        // One over the headroom first: it changes nothing.
        let again = self.assess(cast, U256::from(1));
        match again.headroom.most {
            Most::AtMost(most) if most.raw() < U256::MAX => {
                let (_, over) = self.try_amount(cast, most.raw() + U256::from(1), what);
                let (_, at) = self.try_amount(cast, most.raw(), what);
                assert!(!over && at, "{what}: headroom {most} is not exact: {again:#?}");
                self.tally.headrooms += 1;
            }
            Most::Nothing => {
                let (_, passed) = self.try_amount(cast, U256::from(1), what);
                assert!(!passed, "{what}: headroom says nothing passes");
            }
            Most::AtMost(_) | Most::Exactly(_) | Most::Unlimited | Most::Unknown(_) => {}
        }
    }

    fn cast(&self, random: &mut Random, nonce: u64) -> Cast {
        let from = self.investors[random.below(self.investors.len())];
        let to = self.investors[random.below(self.investors.len())];
        let amount = U256::from(1_000_000 + random.next() % 1_000_000_000_000_000_000);
        Cast { from, to, collector: self.collector, amount, nonce }
    }

    fn scenario(&mut self, random: &mut Random, nonce: u64, changes: &[Change], cast: &Cast) {
        let what = format!("scenario {nonce}, {changes:?}");
        let mut undone = Vec::new();
        let mut effects = Vec::new();
        for change in changes {
            let (effect, undo) = change.apply(&self.chain, cast, self.white);
            effects.push(effect);
            undone.push(undo);
        }
        match (changes, effects.as_slice()) {
            ([change], [effect]) => self.single(cast, *change, *effect),
            _ => {
                self.try_amount(cast, cast.amount, &what);
                self.around_limits(cast, random, &what);
            }
        }
        for undo in undone.into_iter().rev() {
            undo(&self.chain);
        }
    }
}

fn run(seed: u64, white: bool, compound: u64) -> Tally {
    let mut stage = stage(white);
    let mut random = Random(seed);
    let mut nonce = 1;
    for change in ALL {
        for _ in 0..2 {
            stage.replenish();
            let cast = loop {
                let cast = stage.cast(&mut random, nonce);
                if change.suits(&cast) {
                    break cast;
                }
            };
            stage.scenario(&mut random, nonce, &[change], &cast);
            nonce += 1;
        }
    }
    for _ in 0..compound {
        stage.replenish();
        let cast = stage.cast(&mut random, nonce);
        let mut changes: Vec<Change> = Vec::new();
        for _ in 0..random.below(5) {
            let change = ALL[random.below(ALL.len())];
            if change.suits(&cast) && !changes.iter().any(|other| change.clashes(*other)) {
                changes.push(change);
            }
        }
        if changes.len() == 1 {
            changes.clear();
        }
        stage.scenario(&mut random, nonce, &changes, &cast);
        nonce += 1;
    }
    stage.tally
}

#[test]
fn verdicts_agree_with_the_chain_where_receivers_list_what_they_take() {
    let tally = run(0x00a5_5a01, true, 110);
    println!("{tally:#?}");
    assert!(tally.transfers >= 300, "{tally:#?}");
    assert_eq!(tally.unknown, 0, "{tally:#?}");
}

#[test]
fn verdicts_agree_with_the_chain_where_receivers_list_what_they_refuse() {
    let tally = run(0x00a5_5a02, false, 110);
    println!("{tally:#?}");
    assert!(tally.transfers >= 300, "{tally:#?}");
    assert_eq!(tally.unknown, 0, "{tally:#?}");
}
