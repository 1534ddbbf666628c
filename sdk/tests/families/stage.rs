//! Verdict against truth, for any family: random rules are broken on a real chain, the verdict is asked for, and then the transfer
//! is sent. The verdict has to agree with the receipt, the reasons have to be exactly the rules that were broken, and the headroom has to
//! pass while one unit more does not.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall as _, sol};
use assay_sdk::asset::{Profile, profile};
use assay_sdk::compliance::{
    Assessment, Family, Most, RestrictionCode as Code, TransferQuery, Verdict, check_transfer,
};
use assay_sdk::units::Amount;
use serde_json::json;

use crate::chain::Chain;

sol! {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
    function allowance(address owner, address spender) external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);

    interface IERC1155 {
        function balanceOf(address account, uint256 id) external view returns (uint256);
        function setApprovalForAll(address operator, bool approved) external;
        function isApprovedForAll(address account, address operator) external view returns (bool);
        function safeTransferFrom(address from, address to, uint256 id, uint256 value, bytes data) external;
    }
}

/// The number that scenarios are about, where the tokens of a family have numbers.
pub(crate) const TOKEN_ID: U256 = U256::from_limbs([7, 0, 0, 0]);

/// Sender, receiver and caller of one scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cast {
    pub(crate) from: Address,
    pub(crate) to: Address,
    /// Who calls `transferFrom`, where it is not the sender who calls `transfer`.
    pub(crate) spender: Option<Address>,
    /// About what is to be sent; what is sent in the end may be a limit, or one beside it.
    pub(crate) amount: U256,
    /// Another one in each scenario.
    pub(crate) nonce: u64,
}

/// What a change of the token's state breaks.
pub(crate) enum Effect {
    /// Nothing.
    Harmless,
    /// Every amount.
    Breaks(Code),
    /// Amounts above this.
    Above(U256, Code),
    /// What it breaks at an amount, where none of the others fits.
    At(Box<dyn Fn(U256) -> Vec<Code>>),
    /// What it breaks at an amount, by the state of the chain at that moment and by what else is broken.
    Live(Box<Live>),
}

/// See [`Effect::Live`].
pub(crate) type Live = dyn Fn(&Chain, &Cast, U256, &BTreeSet<Code>) -> Vec<Code>;

/// A rule of the family that a scenario may break.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    /// Whether it makes sense for this cast.
    pub(crate) suits: fn(&Cast) -> bool,
    /// Changes the state by transactions, and says what that breaks.
    pub(crate) apply: Box<dyn Fn(&Chain, &Cast) -> Effect>,
    /// Undoes that.
    pub(crate) undo: Box<dyn Fn(&Chain, &Cast)>,
    /// Who receives in a scenario that breaks it, where that is nobody of the holders.
    pub(crate) to: Option<Address>,
}

impl Rule {
    /// A rule that suits any cast.
    pub(crate) fn new(
        name: &'static str,
        apply: impl Fn(&Chain, &Cast) -> Effect + 'static,
        undo: impl Fn(&Chain, &Cast) + 'static,
    ) -> Self {
        Self { name, suits: |_| true, apply: Box::new(apply), undo: Box::new(undo), to: None }
    }

    /// The same, for some casts only.
    pub(crate) fn only(mut self, suits: fn(&Cast) -> bool) -> Self {
        self.suits = suits;
        self
    }

    /// The same, where somebody receives who is none of the holders.
    pub(crate) fn sent_to(mut self, to: Address) -> Self {
        self.to = Some(to);
        self
    }
}

/// A token of a family with everything that its scenarios need.
pub(crate) struct Stage {
    pub(crate) chain: Chain,
    /// The family that has to be found.
    pub(crate) family: Family,
    pub(crate) token: Address,
    /// Accounts that may hold the token under its rules when nothing is broken.
    pub(crate) holders: Vec<Address>,
    /// Who may be allowed to move others' tokens; `None` where the family has no allowances.
    pub(crate) spender: Option<Address>,
    pub(crate) rules: Vec<Rule>,
    /// Gives an account so much that it has at least this.
    pub(crate) fill: Box<dyn Fn(&Chain, Address, U256)>,
    /// What is broken at an amount without any change: too little balance, too small an allowance. [`ordinary`] for most families.
    pub(crate) always: fn(&Self, &Cast, U256) -> Vec<Code>,
    /// The largest amount of a scenario.
    pub(crate) most: U256,
}

/// One in so many scenarios is taken, from the first on, so that all families take minutes. `cargo xtask bench --only scenarios` takes all.
const SHARE: usize = 10;

#[expect(clippy::disallowed_methods, reason = "the builder says how long a run may take")]
fn takes_all() -> bool {
    std::env::var("ASSAY_SCENARIOS").is_ok_and(|which| which == "all")
}

/// What scenarios came to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Whether these are all scenarios, and not a share of them.
    pub(crate) whole: bool,
    pub(crate) scenarios: usize,
    pub(crate) transfers: usize,
    pub(crate) passed: usize,
    pub(crate) headrooms: usize,
    /// Headrooms with a least amount.
    pub(crate) minima: usize,
    pub(crate) rounds: usize,
    pub(crate) reasons: BTreeMap<Code, usize>,
}

/// Which of the broken rules a token tells of.
type Told<'a> = &'a dyn Fn(BTreeSet<Code>) -> BTreeSet<Code>;

/// ERC-20: neither more than the balance nor more than the allowance.
pub(crate) fn ordinary(stage: &Stage, cast: &Cast, amount: U256) -> Vec<Code> {
    let mut broken = Vec::new();
    if amount > stage.balance(cast.from) {
        broken.push(Code::InsufficientBalance);
    }
    let allowance = |spender| stage.chain.view(stage.token, &allowanceCall { owner: cast.from, spender });
    if cast.spender.is_some_and(|spender| amount > allowance(spender)) {
        broken.push(Code::InsufficientAllowance);
    }
    broken
}

impl Stage {
    pub(crate) fn balance(&self, account: Address) -> U256 {
        match self.token_id() {
            Some(id) => self.chain.view(self.token, &IERC1155::balanceOfCall { account, id }),
            None => self.chain.view(self.token, &balanceOfCall { account }),
        }
    }

    /// Which tokens, for a family that holds them by number (ERC-1155).
    fn token_id(&self) -> Option<U256> {
        (self.family == Family::Erc7518).then_some(TOKEN_ID)
    }

    /// Lets the spender move an amount; or, by number, all or nothing.
    fn approve(&self, from: Address, spender: Address, amount: U256) {
        match self.token_id() {
            Some(_) => {
                let approved = amount == U256::MAX;
                self.chain.send(from, self.token, &IERC1155::setApprovalForAllCall { operator: spender, approved });
            }
            None => self.chain.send(from, self.token, &approveCall { spender, amount }),
        }
    }

    /// One transfer as things stand: what is named, how much would pass, and whether it passes.
    pub(crate) fn once(&self, from: Address, to: Address, amount: U256) -> (BTreeSet<Code>, Most, bool) {
        let cast = Cast { from, to, spender: None, amount, nonce: 0 };
        let assessment = self.assess(&self.profile(), &cast, amount, &mut Tally::default());
        let named = assessment.verdict.value().reasons().iter().map(|reason| reason.code).collect();
        (named, assessment.headroom.most, self.send(&cast, amount))
    }

    /// Runs seeded scenarios until there are `count`.
    pub(crate) fn run(&self, seed: u64, count: usize) -> Tally {
        let tally = self.scenarios(seed, count, &|broken| broken);
        assert!(tally.passed * 10 > tally.transfers, "nearly nothing passes: {tally:#?}");
        tally
    }

    /// Like [`Self::run`], for a token that by itself tells only the first of these reasons; those not among them are always told.
    pub(crate) fn run_in_order(&self, seed: u64, count: usize, order: &[Code]) -> Tally {
        let tally = self.scenarios(seed, count, &|mut broken| {
            let first = order.iter().find(|code| broken.contains(code));
            broken.retain(|code| !order.contains(code) || Some(code) == first);
            broken
        });
        assert!(tally.passed * 10 > tally.transfers, "nearly nothing passes: {tally:#?}");
        tally
    }

    /// Like [`Self::run`], for a token that nobody can transfer.
    pub(crate) fn run_refused(&self, seed: u64, count: usize) -> Tally {
        let tally = self.scenarios(seed, count, &|broken| broken);
        assert_eq!(tally.passed, 0, "{tally:#?}");
        tally
    }

    fn scenarios(&self, seed: u64, count: usize, told: Told<'_>) -> Tally {
        let mut random = Random(seed);
        let profile = self.profile();
        let mut tally = Tally { whole: takes_all(), ..Tally::default() };
        let taken = if tally.whole { count } else { count.div_ceil(SHARE) };
        for nonce in 0..taken {
            self.scenario(&profile, &mut random, nonce as u64, told, &mut tally);
            tally.scenarios += 1;
        }
        tally
    }

    /// One question, outside of any scenario: a transfer that the sender calls. The structured answer and the chain have to agree.
    pub(crate) fn check(&self, from: Address, to: Address, raw: U256) -> Assessment {
        self.check_by(from, to, None, raw)
    }

    /// The same, called by somebody else where there is one.
    pub(crate) fn check_by(&self, from: Address, to: Address, spender: Option<Address>, raw: U256) -> Assessment {
        let cast = Cast { from, to, spender, amount: raw, nonce: 0 };
        self.assess(&self.profile(), &cast, raw, &mut Tally::default())
    }

    fn profile(&self) -> Profile {
        let mut reads = self.chain.reads();
        let (found, _) = self.chain.ask(&mut reads, |reads| profile(reads, self.token));
        match found {
            Ok(found) => found.into_value(),
            // ERC-1155 has no decimals: its tokens are whole.
            Err(_) if self.token_id().is_some() => {
                Profile { token: self.token, name: None, symbol: None, decimals: 0, supply: None }
            }
            Err(why) => panic!("no profile: {why}"),
        }
    }

    fn scenario(&self, profile: &Profile, random: &mut Random, nonce: u64, told: Told<'_>, tally: &mut Tally) {
        let mut cast = self.cast(random, nonce);
        (self.fill)(&self.chain, cast.from, cast.amount * U256::from(2));
        if let Some(spender) = cast.spender {
            let allowed = match random.below(4) {
                0 => cast.amount,
                1 => cast.amount - U256::from(1),
                _ => U256::MAX,
            };
            // Some tokens change an allowance only from nothing.
            self.approve(cast.from, spender, U256::ZERO);
            self.approve(cast.from, spender, allowed);
        }
        let mut chosen = self.choose(random, &cast, nonce);
        if let Some(to) = chosen.iter().find_map(|rule| rule.to) {
            cast.to = to;
            chosen.retain(|rule| rule.to.is_none_or(|other| other == to));
        }
        let effects: Vec<Effect> = chosen.iter().map(|rule| (rule.apply)(&self.chain, &cast)).collect();
        let names: Vec<_> = chosen.iter().map(|rule| rule.name).collect();
        let what = format!("scenario {nonce}, {names:?}, {cast:?}");
        for amount in self.amounts(&cast, &effects, random) {
            let expected = self.expected(&cast, &effects, amount);
            self.try_amount(profile, &cast, (amount, expected, told), &what, tally);
        }
        if nonce.is_multiple_of(2) {
            self.try_headroom(profile, &cast, &effects, &what, tally);
        }
        for rule in chosen.into_iter().rev() {
            (rule.undo)(&self.chain, &cast);
        }
    }

    /// One rule alone, then none, then several together.
    fn choose(&self, random: &mut Random, cast: &Cast, nonce: u64) -> Vec<&Rule> {
        let suitable: Vec<&Rule> = self.rules.iter().filter(|rule| (rule.suits)(cast)).collect();
        if suitable.is_empty() {
            return suitable;
        }
        let count = match nonce % 3 {
            0 => 1,
            1 => 0,
            _ => 2 + random.below(3),
        };
        let mut chosen: Vec<&Rule> = Vec::new();
        for _ in 0..count {
            let rule = suitable[random.below(suitable.len())];
            if chosen.iter().all(|known| known.name != rule.name) {
                chosen.push(rule);
            }
        }
        chosen
    }

    /// What was meant to be sent, and one of the limits or an amount beside it.
    fn amounts(&self, cast: &Cast, effects: &[Effect], random: &mut Random) -> Vec<U256> {
        let one = U256::from(1);
        let mut limits = vec![self.balance(cast.from)];
        limits.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Above(most, _) => Some(*most),
            Effect::Harmless | Effect::Breaks(_) | Effect::At(_) | Effect::Live(_) => None,
        }));
        let limit = limits[random.below(limits.len())];
        let beside = [limit.saturating_sub(one), limit, limit.saturating_add(one)][random.below(3)];
        // What fails changes nothing, so the larger one goes first.
        let mut amounts: Vec<U256> = [cast.amount, beside].into_iter().filter(|amount| !amount.is_zero()).collect();
        amounts.sort_unstable();
        amounts.dedup();
        if random.below(2) == 0 { vec![amounts[amounts.len() - 1]] } else { vec![amounts[0]] }
    }

    fn expected(&self, cast: &Cast, effects: &[Effect], amount: U256) -> BTreeSet<Code> {
        let mut broken: BTreeSet<Code> = (self.always)(self, cast, amount).into_iter().collect();
        for effect in effects {
            match effect {
                Effect::Harmless => {}
                Effect::Breaks(code) => broken.extend([*code]),
                Effect::Above(most, code) => broken.extend((amount > *most).then_some(*code)),
                Effect::At(codes) => broken.extend(codes(amount)),
                Effect::Live(_) => {}
            }
        }
        let besides = effects.iter().filter_map(|effect| match effect {
            Effect::Live(codes) => Some(codes(&self.chain, cast, amount, &broken)),
            Effect::Harmless | Effect::Breaks(_) | Effect::Above(..) | Effect::At(_) => None,
        });
        let besides: Vec<Code> = besides.flatten().collect();
        broken.extend(besides);
        broken
    }

    fn assess(&self, profile: &Profile, cast: &Cast, raw: U256, tally: &mut Tally) -> Assessment {
        let amount = Amount::from_raw(raw, profile.decimals).expect("decimals in range");
        let mut query = TransferQuery::new(profile.clone(), cast.from, cast.to, amount);
        query.spender = cast.spender;
        query.token_id = self.token_id();
        let mut reads = self.chain.reads();
        let (assessment, rounds) = self.chain.ask(&mut reads, |reads| check_transfer(reads, &query));
        tally.rounds = tally.rounds.max(rounds);
        let assessment = assessment.expect("an assessment");
        assert!(assessment.families.value().of(self.family).is_present(), "{:?}", assessment.families);
        assessment
    }

    fn try_amount(
        &self,
        profile: &Profile,
        cast: &Cast,
        (amount, expected, told): (U256, BTreeSet<Code>, Told<'_>),
        what: &str,
        tally: &mut Tally,
    ) {
        let assessment = self.assess(profile, cast, amount, tally);
        let before = self.balance(cast.to);
        let passed = self.send(cast, amount);
        if passed && cast.from != cast.to {
            let arrived = self.balance(cast.to) - before;
            assert_eq!(arrived, assessment.receives.raw(), "{what}: {amount} sent, {assessment:#?}");
        }
        tally.transfers += 1;
        tally.passed += usize::from(passed);
        let report = || format!("{what}: {amount} passed {passed}, expected {expected:?}, {assessment:#?}");
        assert_eq!(passed, expected.is_empty(), "the scenario is not what it was meant to be, {}", report());
        match assessment.verdict.value() {
            Verdict::Allow(_) => assert!(passed, "{}", report()),
            Verdict::Deny(_) => assert!(!passed, "{}", report()),
            Verdict::Unknown(_) => panic!("{}", report()),
        }
        let named: BTreeSet<Code> = assessment.verdict.value().reasons().iter().map(|reason| reason.code).collect();
        assert_eq!(named, told(expected.clone()), "{}", report());
        for code in named {
            *tally.reasons.entry(code).or_default() += 1;
        }
    }

    /// One over the headroom first: it changes nothing.
    fn try_headroom(&self, profile: &Profile, cast: &Cast, effects: &[Effect], what: &str, tally: &mut Tally) {
        let one = U256::from(1);
        let probe = self.assess(profile, cast, one, tally);
        match probe.headroom.most {
            Most::AtMost(most) => {
                if let Some(over) = most.raw().checked_add(one) {
                    assert!(!self.send(cast, over), "{what}: one over {most} passes, {probe:#?}");
                }
                if let Some(least) = probe.headroom.least.filter(|least| least.raw() > one) {
                    assert!(!self.send(cast, least.raw() - one), "{what}: less than {least} passes, {probe:#?}");
                    assert!(self.simulated(cast, least.raw()), "{what}: {least} does not pass, {probe:#?}");
                    tally.minima += 1;
                }
                assert!(self.send(cast, most.raw()), "{what}: {most} does not pass, {probe:#?}");
                tally.headrooms += 1;
            }
            Most::Nothing => {
                for amount in [one, cast.amount, self.balance(cast.from)].into_iter().filter(|amount| !amount.is_zero())
                {
                    assert!(
                        !self.send(cast, amount),
                        "{what}: headroom says nothing passes, {amount} does, {probe:#?}"
                    );
                }
            }
            Most::Exactly(only) => {
                assert!(!self.send(cast, only.raw() + one), "{what}: more than exactly {only} passes, {probe:#?}");
                assert!(self.send(cast, only.raw()), "{what}: exactly {only} does not pass, {probe:#?}");
                tally.headrooms += 1;
            }
            Most::Unlimited => panic!("{what}: a balance is never without limit, {probe:#?}"),
            Most::Unknown(_) => {
                let known = self.expected(cast, effects, one);
                assert!(!known.is_empty() || !probe.structured.reasons().is_empty() || self.send(cast, one), "{what}");
            }
        }
    }

    /// Whether the transfer goes through: the truth.
    fn send(&self, cast: &Cast, amount: U256) -> bool {
        let (from, to) = (cast.from, cast.to);
        match (cast.spender, self.token_id()) {
            (_, Some(id)) => {
                let call = IERC1155::safeTransferFromCall { from, to, id, value: amount, data: Bytes::new() };
                self.chain.try_send(cast.spender.unwrap_or(from), self.token, &call)
            }
            (None, None) => self.chain.try_send(from, self.token, &transferCall { to, amount }),
            (Some(spender), None) => self.chain.try_send(spender, self.token, &transferFromCall { from, to, amount }),
        }
    }

    /// Whether it would go through, without sending it.
    fn simulated(&self, cast: &Cast, amount: U256) -> bool {
        let (from, to) = (cast.from, cast.to);
        let (caller, data) = match cast.spender {
            None => (from, transferCall { to, amount }.abi_encode()),
            Some(spender) => (spender, transferFromCall { from, to, amount }.abi_encode()),
        };
        let call = json!({ "from": caller, "to": self.token, "data": Bytes::from(data) });
        self.chain.devnet.raw("eth_call", json!([call, "latest"])).is_ok()
    }

    fn cast(&self, random: &mut Random, nonce: u64) -> Cast {
        let from = self.holders[random.below(self.holders.len())];
        let to = self.holders[random.below(self.holders.len())];
        let spender = self.spender.filter(|_| random.below(4) == 0);
        let span = self.most - U256::from(2);
        let amount = U256::from(random.next()) % span + U256::from(2);
        Cast { from, to, spender, amount, nonce }
    }
}

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
}
