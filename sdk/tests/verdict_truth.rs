//! Verdict against truth: random rules on the real ERC-3643 contracts (T-REX 4.1.6 with all its modules), and real transactions after each
//! verdict.
//!
//! Each state of the chain has up to four things changed; for each, the verdict is asked for at amounts around every limit, and then the
//! transfers are sent, by the sender or by a spender. The verdict, and the structured check by itself, have to agree with the receipts; the
//! reasons have to be exactly the rules that were broken; the headroom has to pass, and one unit more must not. Other versions: `families.rs`.

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

#[path = "families/artifacts.rs"]
mod artifacts;
#[path = "verdict/books.rs"]
mod books;
#[path = "verdict/chain.rs"]
mod chain;
#[path = "verdict/changes.rs"]
mod changes;
#[path = "verdict/claims.rs"]
mod claims;
#[path = "families/contracts.rs"]
#[expect(dead_code, reason = "all contracts here come compiled")]
mod contracts;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains of scenarios are started with options of their own")]
mod devnet;
#[path = "verdict/expected.rs"]
mod expected;
#[path = "verdict/fund.rs"]
mod fund;
#[path = "verdict/marks.rs"]
mod marks;

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, U256};
use assay_sdk::asset::{Profile, profile};
use assay_sdk::compliance::{Assessment, Most, RestrictionCode as Code, TransferQuery, Verdict, check_transfer};
use assay_sdk::evidence::Reads;
use assay_sdk::units::Amount;

use books::generous_maximum;
use changes::{ALL, Change};
use expected::{Cast, Effect, State};
use fund::{
    FundChain, Investor, TimeLimit, addModuleCall, approveCall, configureTokenCall, forcedTransferCall,
    registerIdentityCall, removeModuleCall, setAddressFrozenCall, setTimeTransferLimitCall, transferCall,
    transferFromCall,
};

/// `SplitMix64`: the same scenarios on every run.
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("small")
    }

    /// Another order.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

#[derive(Default, Debug)]
struct Tally {
    /// States of the chain.
    states: usize,
    /// A state and an amount: a verdict, and a transaction after it.
    scenarios: usize,
    passed: usize,
    /// Of them by a spender.
    by_spender: usize,
    /// In how many more than one rule was broken.
    several: usize,
    headrooms: usize,
    rounds: usize,
    reasons: BTreeMap<Code, usize>,
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
    }
    for account in [second.wallet, collector.wallet, SPENDER] {
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
    let investors = vec![alice, bob, dave, second];
    let stage = Stage { chain, profile, investors, collector, white, tally: Tally::default() };
    stage.replenish();
    stage
}

/// Neither registered nor verified: nobody looks at who calls.
const SPENDER: Address = Address::repeat_byte(0x5e);

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

    fn cast(&self, random: &mut Random, nonce: u64) -> Cast {
        let from = self.investors[random.below(self.investors.len())];
        let to = self.investors[random.below(self.investors.len())];
        let spender = (random.below(3) == 0).then_some(SPENDER);
        let amount = U256::from(1_000_000 + random.next() % 1_000_000_000_000_000_000);
        Cast { from, to, collector: self.collector, spender, amount, nonce }
    }

    fn assess(&self, reads: &mut Reads, cast: &Cast, raw: U256) -> (Assessment, usize) {
        let amount = Amount::from_raw(raw, self.profile.decimals).expect("decimals in range");
        let mut query = TransferQuery::new(self.profile.clone(), cast.from.wallet, cast.to.wallet, amount);
        query.spender = cast.spender;
        let (assessment, rounds) = self.chain.ask(reads, |reads| check_transfer(reads, &query));
        (assessment.expect("an assessment"), rounds)
    }

    fn send(&self, cast: &Cast, amount: U256) -> bool {
        let (from, to, token) = (cast.from.wallet, cast.to.wallet, self.chain.fund.token);
        match cast.spender {
            None => self.chain.try_send(from, token, &transferCall { to, amount }),
            Some(spender) => self.chain.try_send(spender, token, &transferFromCall { from, to, amount }),
        }
    }

    /// A state of the chain: what was changed, what that breaks, and the verdict at amounts around every limit.
    fn state(&mut self, random: &mut Random, changes: &[Change], cast: &Cast, all_limits: bool) {
        let mark = self.chain.mark();
        if let Some(spender) = cast.spender {
            let one = U256::from(1);
            let amount = [U256::MAX, U256::MAX, cast.amount, cast.amount - one][random.below(4)];
            self.chain.send(cast.from.wallet, self.chain.fund.token, &approveCall { spender, amount });
        }
        let mut ordered = changes.to_vec();
        ordered.sort_unstable();
        let effects: Vec<Effect> =
            ordered.iter().flat_map(|change| change.apply(&self.chain, cast, self.white)).collect();
        let state = State::read(&self.chain, cast);
        let mut reads = self.chain.reads();
        let (first, rounds) = self.assess(&mut reads, cast, cast.amount);
        self.tally.rounds = self.tally.rounds.max(rounds);
        let mut amounts = amounts(&state, &effects, random, all_limits);
        amounts.extend([cast.amount]);
        self.expect_headroom(&first, &state, &effects, &mut amounts);
        amounts.sort_unstable();
        amounts.dedup();
        let what = format!("state {}, {ordered:?}, {cast:?}, {state:?}, {effects:?}", cast.nonce);
        let mut asked = Vec::new();
        for amount in amounts {
            let (assessment, _) = self.assess(&mut reads, cast, amount);
            asked.push((amount, assessment));
        }
        // What fails changes nothing, and what passes is undone, so that each amount is tried in the same state.
        for (amount, assessment) in asked {
            self.confront(cast, (&state, &effects), (amount, &assessment), &what);
        }
        self.tally.states += 1;
        self.chain.back(&mark);
    }

    /// The headroom by the rules that are meant to be broken; its edges are to be tried on the chain.
    fn expect_headroom(&mut self, probe: &Assessment, state: &State, effects: &[Effect], amounts: &mut Vec<U256>) {
        let one = U256::from(1);
        let broken = |amount| state.broken(effects, amount);
        match probe.headroom.most {
            Most::AtMost(most) => {
                let most = most.raw();
                assert!(broken(most).is_empty() && !broken(most + one).is_empty(), "{most}, {effects:?}, {probe:#?}");
                amounts.extend([most, most + one]);
                self.tally.headrooms += 1;
            }
            Most::Exactly(only) => {
                let only = only.raw();
                assert!(broken(only).is_empty() && !broken(only + one).is_empty(), "{only}, {effects:?}, {probe:#?}");
                amounts.extend([only, only + one]);
                self.tally.headrooms += 1;
            }
            Most::Nothing => {
                assert!(!broken(one).is_empty(), "{effects:?}, {probe:#?}");
                amounts.push(one);
            }
            // Approvals of other amounts cannot be listed.
            Most::Unknown(_) => assert!(broken(probe.receives.raw()).contains(&Code::NotApproved), "{probe:#?}"),
            Most::Unlimited => panic!("a balance is never without limit: {probe:#?}"),
        }
    }

    /// Verdict, then a real transaction.
    fn confront(
        &mut self,
        cast: &Cast,
        (state, effects): (&State, &[Effect]),
        (raw, assessment): (U256, &Assessment),
        what: &str,
    ) {
        let expected = state.broken(effects, raw);
        let mark = expected.is_empty().then(|| self.chain.mark());
        let before = self.chain.balance(cast.to.wallet);
        let passed = self.send(cast, raw);
        let report = || format!("{what}: {raw} passed {passed}, expected {expected:?}, {assessment:#?}");
        assert_eq!(passed, expected.is_empty(), "the scenario is not what it was meant to be, {}", report());
        if passed && cast.from.wallet != cast.to.wallet {
            let arrived = self.chain.balance(cast.to.wallet) - before;
            assert_eq!(arrived, assessment.receives.raw(), "what arrives, {}", report());
        }
        if let Some(mark) = mark {
            self.chain.back(&mark);
        }
        for (of, verdict) in [("verdict", assessment.verdict.value()), ("structured", &assessment.structured)] {
            match verdict {
                Verdict::Allow(_) => assert!(passed, "{of}, {}", report()),
                Verdict::Deny(_) => assert!(!passed, "{of}, {}", report()),
                Verdict::Unknown(_) => panic!("{of}, {}", report()),
            }
        }
        let reasons = assessment.verdict.value().reasons();
        assert_eq!(reasons.iter().map(|reason| reason.code).collect::<BTreeSet<_>>(), expected, "{}", report());
        for reason in reasons {
            assert!(reason.message.ends_with('.') && reason.remedy.action.ends_with('.'), "{}", report());
        }
        // One reason for each claim.
        let of_claims = |code: &Code| CLAIMS.contains(code);
        let mut named: Vec<_> = reasons.iter().map(|reason| reason.code).filter(of_claims).collect();
        let mut meant: Vec<_> = effects.iter().filter_map(broken_claim).collect();
        named.sort_unstable();
        meant.sort_unstable();
        assert_eq!(named, meant, "claims, {}", report());
        self.tally.scenarios += 1;
        self.tally.passed += usize::from(passed);
        self.tally.by_spender += usize::from(cast.spender.is_some());
        self.tally.several += usize::from(expected.len() > 1);
        for code in expected {
            *self.tally.reasons.entry(code).or_default() += 1;
        }
    }

    /// Lets time pass, and a transfer with it, so that books and windows are not always those of the beginning.
    fn age(&self, random: &mut Random, nonce: u64) {
        let cast = Cast { spender: None, ..self.cast(random, nonce) };
        assert!(self.send(&cast, cast.amount), "a transfer without changes passes");
        self.chain.devnet.call("anvil_increaseTime", serde_json::json!([random.below(20_000)]));
        self.replenish();
    }
}

const CLAIMS: [Code; 5] =
    [Code::ClaimMissing, Code::ClaimIssuerUntrusted, Code::NoTrustedIssuer, Code::ClaimRevoked, Code::ClaimInvalid];

fn broken_claim(effect: &Effect) -> Option<Code> {
    match effect {
        Effect::Breaks(code) if CLAIMS.contains(code) => Some(*code),
        _ => None,
    }
}

/// At, one under and one over the limits: all of them, or two of those amounts. Sometimes nothing at all.
fn amounts(state: &State, effects: &[Effect], random: &mut Random, all: bool) -> Vec<U256> {
    let one = U256::from(1);
    let mut amounts: Vec<_> = state
        .limits(effects)
        .into_iter()
        .flat_map(|limit| [limit.saturating_sub(one), limit, limit.saturating_add(one)])
        .collect();
    amounts.sort_unstable();
    amounts.dedup();
    if !all {
        random.shuffle(&mut amounts);
        amounts.truncate(2);
    }
    if random.below(10) == 0 {
        amounts.push(U256::ZERO);
    }
    amounts
}

/// Each change by itself, at every limit; then as many states with none or several.
fn run(seed: u64, white: bool, states: u64) -> Tally {
    let mut stage = stage(white);
    let mut random = Random(seed);
    let mut nonce = 1;
    for change in ALL {
        let cast = loop {
            let cast = stage.cast(&mut random, nonce);
            if change.suits(&cast) {
                break cast;
            }
        };
        stage.state(&mut random, &[change], &cast, true);
        nonce += 1;
    }
    for _ in 0..states {
        if nonce % 8 == 0 {
            stage.age(&mut random, nonce);
        }
        let cast = stage.cast(&mut random, nonce);
        let mut changes: Vec<Change> = Vec::new();
        let count = [0, 0, 1, 2, 3, 4, 5][random.below(7)];
        for _ in 0..count {
            let change = ALL[random.below(ALL.len())];
            if change.suits(&cast) && !changes.iter().any(|other| change.clashes(*other)) {
                changes.push(change);
            }
        }
        stage.state(&mut random, &changes, &cast, false);
        nonce += 1;
    }
    stage.tally
}

/// How many states each of the two tests tries besides the single changes. One in three is taken, so that it takes a minute; `cargo xtask bench --only
/// scenarios` takes all.
const STATES: u64 = 380;

#[expect(clippy::disallowed_methods, reason = "the builder says how long a run may take")]
fn states() -> u64 {
    let takes_all = std::env::var("ASSAY_SCENARIOS").is_ok_and(|which| which == "all");
    if takes_all { STATES } else { STATES / 3 }
}

fn is_enough(tally: &Tally) {
    println!("{tally:#?}");
    assert!(tally.scenarios as u64 >= 4 * states() && tally.passed * 5 > tally.scenarios, "{tally:#?}");
    assert!(tally.several * 6 > tally.scenarios && tally.headrooms * 6 > tally.states, "{tally:#?}");
}

#[test]
fn verdicts_agree_with_the_chain_where_receivers_list_what_they_take() {
    is_enough(&run(0x00a5_5a01, true, states()));
}

#[test]
fn verdicts_agree_with_the_chain_where_receivers_list_what_they_refuse() {
    is_enough(&run(0x00a5_5a02, false, states()));
}
