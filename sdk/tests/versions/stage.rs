//! States of the chain in which rules are broken on purpose, and the verdict at every amount that matters.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, U256};
use assay_sdk::asset::{Profile, profile};
use assay_sdk::compliance::{
    Assessment, Family, Most, RestrictionCode as Code, TransferQuery, Verdict, check_transfer, families,
};
use assay_sdk::evidence::Reads;
use assay_sdk::units::Amount;

use crate::suite::{Holder, Suite, allowanceCall, approveCall, getFrozenTokensCall, transferCall, transferFromCall};

/// Sender, receiver and caller of one state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cast {
    pub(crate) from: Holder,
    pub(crate) to: Holder,
    /// Who calls `transferFrom`; nobody where the sender calls `transfer`.
    pub(crate) spender: Option<Address>,
    pub(crate) amount: U256,
    /// Another one in each state.
    pub(crate) nonce: u64,
}

/// What a change breaks.
pub(crate) enum Effect {
    /// Every amount.
    Breaks(Code),
    /// Amounts above this.
    Above(U256, Code),
    /// Amounts below this.
    Below(U256, Code),
    /// Every amount but this.
    Except(U256, Code),
    /// Amounts above this, of those that the sender has: who asks for more is told that, and not this.
    OfBalance(U256, Code),
    /// Nothing by itself, but how much would pass cannot be told.
    Unbounded,
}

type Apply = Box<dyn Fn(&Suite, &Cast) -> Vec<Effect>>;

/// A rule that a state may break.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    /// Rules with a group in common bear on each other, and are not broken together.
    groups: &'static [&'static str],
    suits: fn(&Cast) -> bool,
    apply: Apply,
}

impl Rule {
    pub(crate) fn new(
        name: &'static str,
        groups: &'static [&'static str],
        apply: impl Fn(&Suite, &Cast) -> Vec<Effect> + 'static,
    ) -> Self {
        Self { name, groups, suits: |_| true, apply: Box::new(apply) }
    }

    /// The same, for some casts only.
    pub(crate) fn only(mut self, suits: fn(&Cast) -> bool) -> Self {
        self.suits = suits;
        self
    }

    fn clashes(&self, other: &Self) -> bool {
        self.name == other.name || self.groups.iter().any(|group| other.groups.contains(group))
    }
}

#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// States of the chain.
    pub(crate) states: usize,
    /// A state and an amount: a verdict, and a transaction after it.
    pub(crate) scenarios: usize,
    pub(crate) passed: usize,
    /// In how many more than one rule was broken.
    pub(crate) several: usize,
    pub(crate) headrooms: usize,
    /// Headrooms with a least amount.
    pub(crate) minima: usize,
    pub(crate) rounds: usize,
    pub(crate) reasons: BTreeMap<Code, usize>,
}

/// One test's run.
struct Run {
    profile: Profile,
    random: Random,
    tally: Tally,
}

pub(crate) struct Stage {
    pub(crate) suite: Suite,
    pub(crate) rules: Vec<Rule>,
    /// Whether its compliance refuses to move nothing.
    pub(crate) refuses_nothing: bool,
}

/// Neither registered nor verified: nobody looks at who calls.
pub(crate) const SPENDER: Address = Address::repeat_byte(0x5e);

/// What the chain says when all changes are made, and what these break.
struct State {
    balance: U256,
    frozen: U256,
    allowance: Option<U256>,
    refuses_nothing: bool,
    effects: Vec<Effect>,
}

impl State {
    /// Every rule that is broken at this amount.
    fn broken(&self, amount: U256) -> BTreeSet<Code> {
        let mut broken = BTreeSet::new();
        let mut add = |is_broken: bool, code| broken.extend(is_broken.then_some(code));
        add(amount.is_zero() && self.refuses_nothing, Code::ZeroAmount);
        add(amount > self.balance, Code::InsufficientBalance);
        add(amount <= self.balance && amount > self.balance - self.frozen, Code::PartlyFrozen);
        add(self.allowance.is_some_and(|allowance| amount > allowance), Code::InsufficientAllowance);
        for effect in &self.effects {
            match effect {
                Effect::Breaks(code) => add(true, *code),
                Effect::Above(most, code) => add(amount > *most, *code),
                Effect::Below(least, code) => add(amount < *least, *code),
                Effect::Except(only, code) => add(amount != *only, *code),
                Effect::OfBalance(most, code) => add(amount > *most && amount <= self.balance, *code),
                Effect::Unbounded => {}
            }
        }
        broken
    }

    fn limits(&self) -> Vec<U256> {
        let mut limits = vec![self.balance, self.balance - self.frozen];
        limits.extend(self.allowance.filter(|allowance| *allowance < U256::MAX));
        limits.extend(self.effects.iter().filter_map(|effect| match effect {
            Effect::Above(limit, _)
            | Effect::Below(limit, _)
            | Effect::Except(limit, _)
            | Effect::OfBalance(limit, _) => Some(*limit),
            Effect::Breaks(_) | Effect::Unbounded => None,
        }));
        limits
    }

    /// Whether how much would pass cannot be told.
    fn is_unbounded(&self, amount: U256) -> bool {
        let unlisted = |effect: &Effect| matches!(effect, Effect::Except(only, _) if *only != amount);
        let blocked = self.effects.iter().any(|effect| matches!(effect, Effect::Breaks(Code::NotApproved)));
        blocked || self.effects.iter().any(|effect| matches!(effect, Effect::Unbounded) || unlisted(effect))
    }
}

impl Stage {
    /// Each rule by itself, at every limit; then as many states with none or several.
    pub(crate) fn run(&self, seed: u64, states: u64) -> Tally {
        self.suite.chain.devnet.call("anvil_setBalance", serde_json::json!([SPENDER, "0x56bc75e2d63100000"]));
        self.find();
        let mut run = Run { profile: self.profile(), random: Random(seed), tally: Tally::default() };
        let mut nonce = 1;
        for rule in &self.rules {
            let mut cast = self.cast(&mut run.random, nonce);
            while !(rule.suits)(&cast) {
                cast = self.cast(&mut run.random, nonce);
            }
            self.state(&mut run, &cast, &[rule], true);
            nonce += 1;
        }
        for _ in 0..states {
            let cast = self.cast(&mut run.random, nonce);
            let chosen = self.choose(&mut run.random, &cast);
            self.state(&mut run, &cast, &chosen, false);
            nonce += 1;
        }
        let tally = run.tally;
        println!("{tally:#?}");
        assert!(tally.passed * 6 > tally.scenarios && tally.several * 12 > tally.scenarios, "{tally:#?}");
        tally
    }

    /// None, one or several that do not bear on each other, in their order: some read what others change.
    fn choose(&self, random: &mut Random, cast: &Cast) -> Vec<&Rule> {
        let mut chosen: Vec<(usize, &Rule)> = Vec::new();
        for _ in 0..[0, 0, 1, 2, 3, 4, 5][random.below(7)] {
            let at = random.below(self.rules.len());
            let rule = &self.rules[at];
            if (rule.suits)(cast) && !chosen.iter().any(|(_, other)| rule.clashes(other)) {
                chosen.push((at, rule));
            }
        }
        chosen.sort_by_key(|(at, _)| *at);
        chosen.into_iter().map(|(_, rule)| rule).collect()
    }

    /// The token is of this family and of no other one with rules, and its registry and compliance are no tokens.
    fn find(&self) {
        let suite = &self.suite;
        let found = |contract| -> Vec<Family> {
            let mut reads = suite.chain.reads();
            let (found, _) = suite.chain.ask(&mut reads, |reads| families(reads, contract));
            // Where not a single probe was answered, there is nothing to conclude from.
            found.map_or_else(|_| Vec::new(), |found| found.value().iter().map(|found| found.family).collect())
        };
        assert_eq!(found(suite.token), [Family::Erc20, Family::Erc3643]);
        assert!(found(suite.registry).is_empty() && found(suite.compliance).is_empty());
    }

    pub(crate) fn profile(&self) -> Profile {
        let mut reads = self.suite.chain.reads();
        let (found, _) = self.suite.chain.ask(&mut reads, |reads| profile(reads, self.suite.token));
        found.expect("a profile").into_value()
    }

    fn cast(&self, random: &mut Random, nonce: u64) -> Cast {
        let holders = &self.suite.holders;
        let (from, to) = (holders[random.below(holders.len())], holders[random.below(holders.len())]);
        let spender = (random.below(3) == 0).then_some(SPENDER);
        let amount = U256::from(1_000_000 + random.next() % 1_000_000_000_000_000_000);
        Cast { from, to, spender, amount, nonce }
    }

    pub(crate) fn assess(&self, profile: &Profile, reads: &mut Reads, cast: &Cast, raw: U256) -> (Assessment, usize) {
        let amount = Amount::from_raw(raw, profile.decimals).expect("decimals in range");
        let mut query = TransferQuery::new(profile.clone(), cast.from.wallet, cast.to.wallet, amount);
        query.spender = cast.spender;
        let (assessment, rounds) = self.suite.chain.ask(reads, |reads| check_transfer(reads, &query));
        let assessment = assessment.expect("an assessment");
        let found = assessment.families.value().of(Family::Erc3643);
        assert!(found.is_present(), "{found:?}");
        (assessment, rounds)
    }

    fn send(&self, cast: &Cast, amount: U256) -> bool {
        let (from, to, token) = (cast.from.wallet, cast.to.wallet, self.suite.token);
        match cast.spender {
            None => self.suite.chain.try_send(from, token, &transferCall { to, amount }),
            Some(spender) => self.suite.chain.try_send(spender, token, &transferFromCall { from, to, amount }),
        }
    }

    fn state(&self, run: &mut Run, cast: &Cast, rules: &[&Rule], all_limits: bool) {
        let Run { profile, random, tally } = run;
        let chain = &self.suite.chain;
        let mark = chain.mark();
        let one = U256::from(1);
        if let Some(spender) = cast.spender {
            let amount = [U256::MAX, U256::MAX, cast.amount, cast.amount - one][random.below(4)];
            chain.send(cast.from.wallet, self.suite.token, &approveCall { spender, amount });
        }
        let effects: Vec<Effect> = rules.iter().flat_map(|rule| (rule.apply)(&self.suite, cast)).collect();
        let state = self.read(cast, effects);
        let mut reads = chain.reads();
        let (first, rounds) = self.assess(profile, &mut reads, cast, cast.amount);
        tally.rounds = tally.rounds.max(rounds);
        let names: Vec<_> = rules.iter().map(|rule| rule.name).collect();
        let what = format!("state {}, {names:?}, {cast:?}", cast.nonce);
        let mut amounts = amounts(&state, random, all_limits);
        amounts.push(cast.amount);
        expect_headroom(&first, &state, (cast.amount, &what), &mut amounts, tally);
        amounts.sort_unstable();
        amounts.dedup();
        let asked: Vec<_> =
            amounts.into_iter().map(|amount| (amount, self.assess(profile, &mut reads, cast, amount).0)).collect();
        for (amount, assessment) in asked {
            self.confront(cast, (&state, &what), (amount, &assessment), tally);
        }
        tally.states += 1;
        chain.back(&mark);
    }

    fn read(&self, cast: &Cast, effects: Vec<Effect>) -> State {
        let (token, account) = (self.suite.token, cast.from.wallet);
        let allowance = |spender| self.suite.chain.view(token, &allowanceCall { owner: account, spender });
        State {
            balance: self.suite.balance(account),
            frozen: self.suite.chain.view(token, &getFrozenTokensCall { account }),
            allowance: cast.spender.map(allowance),
            refuses_nothing: self.refuses_nothing,
            effects,
        }
    }

    /// Verdict, then a real transaction. What passes is undone, so that each amount is tried in the same state.
    fn confront(
        &self,
        cast: &Cast,
        (state, what): (&State, &str),
        (raw, assessment): (U256, &Assessment),
        tally: &mut Tally,
    ) {
        let expected = state.broken(raw);
        let mark = expected.is_empty().then(|| self.suite.chain.mark());
        let before = self.suite.balance(cast.to.wallet);
        let passed = self.send(cast, raw);
        let report = || format!("{what}: {raw} passed {passed}, expected {expected:?}, {assessment:#?}");
        assert_eq!(passed, expected.is_empty(), "the scenario is not what it was meant to be, {}", report());
        if passed && cast.from.wallet != cast.to.wallet {
            let arrived = self.suite.balance(cast.to.wallet) - before;
            assert_eq!(arrived, assessment.receives.raw(), "what arrives, {}", report());
        }
        if let Some(mark) = mark {
            self.suite.chain.back(&mark);
        }
        for (of, verdict) in [("verdict", assessment.verdict.value()), ("structured", &assessment.structured)] {
            match verdict {
                Verdict::Allow(_) => assert!(passed, "{of}, {}", report()),
                Verdict::Deny(_) => assert!(!passed, "{of}, {}", report()),
                Verdict::Unknown(_) => panic!("{of}, {}", report()),
            }
        }
        for reason in assessment.verdict.value().reasons() {
            assert!(reason.message.ends_with('.') && reason.remedy.action.ends_with('.'), "{}", report());
        }
        let named: BTreeSet<Code> = assessment.verdict.value().reasons().iter().map(|reason| reason.code).collect();
        assert_eq!(named, expected, "{}", report());
        tally.scenarios += 1;
        tally.passed += usize::from(passed);
        tally.several += usize::from(named.len() > 1);
        for code in named {
            *tally.reasons.entry(code).or_default() += 1;
        }
    }
}

/// The headroom by the rules that are meant to be broken; its edges are to be tried on the chain.
fn expect_headroom(
    probe: &Assessment,
    state: &State,
    (amount, what): (U256, &str),
    amounts: &mut Vec<U256>,
    tally: &mut Tally,
) {
    let one = U256::from(1);
    let broken = |amount| state.broken(amount);
    if let Some(least) = probe.headroom.least.map(|least| least.raw()) {
        assert!(!broken(least - one).is_empty(), "{what}, {least}, {probe:#?}");
        amounts.extend([least - one, least]);
        tally.minima += 1;
    }
    match probe.headroom.most {
        Most::AtMost(most) | Most::Exactly(most) => {
            let most = most.raw();
            let exact = broken(most).is_empty() && !broken(most + one).is_empty();
            assert!(exact, "{what}, {most}, {probe:#?}");
            amounts.extend([most, most + one]);
            tally.headrooms += 1;
        }
        Most::Nothing => {
            assert!(!broken(one).is_empty(), "{what}, {probe:#?}");
            amounts.push(one);
        }
        Most::Unknown(_) => assert!(state.is_unbounded(amount), "{what}, {probe:#?}"),
        Most::Unlimited => panic!("{what}, a balance is never without limit: {probe:#?}"),
    }
}

/// At, one under and one over the limits: all of them, or two of those amounts. Sometimes nothing at all.
fn amounts(state: &State, random: &mut Random, all: bool) -> Vec<U256> {
    let one = U256::from(1);
    let mut amounts: Vec<_> = state
        .limits()
        .into_iter()
        .flat_map(|limit| [limit.saturating_sub(one), limit, limit.saturating_add(one)])
        .collect();
    if !all {
        amounts = (0..2).map(|_| amounts[random.below(amounts.len())]).collect();
    }
    if random.below(10) == 0 {
        amounts.push(U256::ZERO);
    }
    amounts
}

/// `SplitMix64`: the same states on every run.
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
}
