//! What the rules of a token found while they were gone through.

use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;

use crate::evidence::{Fact, Gap, Gathering, LogFilter, LogRecord, Question, Read, Reads};
use crate::units::{Amount, Seconds, Timestamp};

use super::simulation::RealCall;
use super::{
    Bound, Doubt, Limit, NextChange, Notice, Party, Restriction, Rule, Simulation, StandingApproval, TransferFee,
    TransferQuery, family, simulation,
};

/// Reads of one verdict. T-REX allows 25 modules, 15 topics and 50 trusted issuers, which together make about a thousand.
const MOST_READS: usize = 2_000;
/// A read that cannot be packed with others.
const ALONE_COST: usize = 20;
const TOO_MANY: &str = "the token's rules take more reads than a verdict makes";
/// Doubts that are told apart: one is enough for the verdict.
const MOST_DOUBTS: usize = 40;

/// A token that keeps shares rounds once for each balance.
const ROUNDING: u8 = 2;

/// The transfer, the ledger, and everything found so far. No rule stops the others: all reasons are wanted at once.
#[expect(clippy::struct_excessive_bools, reason = "two rules of ERC-20, either of which a family may see to itself")]
pub(super) struct Findings<'a> {
    reads: &'a mut Reads,
    pub(super) query: &'a TransferQuery,
    pub(super) token: Address,
    pub(super) from: Address,
    pub(super) to: Address,
    /// Who moves the sender's tokens by an allowance (`transferFrom`); `None` where the sender calls.
    pub(super) spender: Option<Address>,
    pub(super) amount: Amount,
    pub(super) labels: &'a BTreeMap<U256, String>,
    symbol: &'a str,
    pub(super) gathering: Gathering,
    pub(super) restrictions: Vec<Restriction>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) bounds: Vec<Bound>,
    pub(super) fee: Option<TransferFee>,
    /// What arrives, where that is not the amount without the fee: a balance of shares grows by whole units only.
    pub(super) arrives: Option<U256>,
    /// What one share is worth in raw units, where that may be more than one: balances move by whole shares.
    pub(super) grain: U256,
    /// What a holder should know although nothing forbids it.
    pub(super) notices: Vec<Notice>,
    /// Allowances that the sender has never signed; `None` where they cannot be told.
    pub(super) standing_approvals: Option<Vec<StandingApproval>>,
    /// Whether the sender's balance was looked at already.
    pub(super) funds_checked: bool,
    /// Whether the caller's allowance was looked at already, or does not matter.
    pub(super) allowance_checked: bool,
    pub(super) next: Vec<NextChange>,
    /// Reads so far, by what they cost.
    spent: usize,
}

impl<'a> Findings<'a> {
    pub(super) fn new(reads: &'a mut Reads, query: &'a TransferQuery) -> Self {
        Self {
            reads,
            query,
            token: query.profile.token,
            from: query.from,
            to: query.to,
            spender: query.spender,
            amount: query.amount,
            labels: &query.topic_labels,
            symbol: query.profile.symbol.as_deref().unwrap_or("units"),
            gathering: Gathering::default(),
            restrictions: Vec::new(),
            doubts: Vec::new(),
            bounds: Vec::new(),
            fee: None,
            arrives: None,
            grain: U256::ZERO,
            notices: Vec::new(),
            standing_approvals: Some(Vec::new()),
            funds_checked: false,
            allowance_checked: false,
            next: Vec::new(),
            spent: 0,
        }
    }

    /// Asks, and keeps the evidence. The caller decides what a gap means.
    pub(super) fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return, Gap> {
        self.answer(&Question::of(to, None, call), 1)
    }

    /// Like [`Self::ask`], of a contract whose answer depends on who asks.
    pub(super) fn ask_as<C: SolCall>(&mut self, caller: Address, to: Address, call: &C) -> Result<C::Return, Gap> {
        self.answer(&Question::of(to, Some(caller), call), ALONE_COST)
    }

    fn answer<C: SolCall>(&mut self, question: &Question<C>, cost: usize) -> Result<C::Return, Gap> {
        let returned = self.returned(&question.read, question.expected, cost)?;
        match question.value(returned.value()) {
            Ok(value) => {
                self.gathering.rest_on(returned.map(drop));
                Ok(value)
            }
            Err(gap) => Err(self.gathering.missed(gap)),
        }
    }

    // One copy of it, of which every function that is asked would else have its own.
    #[inline(never)]
    fn returned(&mut self, read: &Read, expected: &'static str, cost: usize) -> Result<Fact<Bytes>, Gap> {
        self.spend(cost, || read.clone())?;
        self.reads.returned(read, expected).map_err(|gap| self.gathering.missed(gap))
    }

    /// Whether the same transfer would pass with `amount` raw units.
    pub(super) fn simulate_with(&mut self, amount: U256) -> Result<bool, Gap> {
        self.simulation_of(amount).map(|simulation| simulation == Simulation::Passes)
    }

    /// What the chain does with the same transfer of `amount` raw units.
    pub(super) fn simulation_of(&mut self, amount: U256) -> Result<Simulation, Gap> {
        let query = TransferQuery { amount: self.amount.with_raw(amount), ..self.query.clone() };
        let asked = simulation::simulate(self.reads, &query);
        self.gathering.note(asked)
    }

    /// The call that the transfer is.
    pub(super) fn real_call(&self) -> RealCall {
        RealCall::of(self.query)
    }

    /// Which tokens, where the contract holds them by number.
    pub(super) const fn token_id(&self) -> Option<U256> {
        self.query.token_id
    }

    /// Who calls the token: the spender, or else the sender.
    pub(super) fn caller(&self) -> Address {
        self.spender.unwrap_or(self.from)
    }

    /// Everybody whom a rule about all parties looks at: the sender, the receiver, and the caller where that is a third one.
    pub(super) fn parties(&self) -> Vec<(Party, Address)> {
        let mut parties = vec![(Party::Sender, self.from)];
        if self.to != self.from {
            parties.push((Party::Receiver, self.to));
        }
        if let Some(spender) = self.spender.filter(|spender| *spender != self.from && *spender != self.to) {
            parties.push((Party::Caller, spender));
        }
        parties
    }

    /// A moment at which a rule is known to change what may pass.
    pub(super) fn changes_at(&mut self, at: Timestamp, rule: &Rule) {
        if at > self.now() {
            self.next.push(NextChange { at, rule: rule.clone() });
        }
    }

    /// Like [`Self::ask`], for logs.
    pub(super) fn logs(&mut self, filter: LogFilter) -> Result<Vec<LogRecord>, Gap> {
        self.spend(ALONE_COST, || Read::Logs(filter.clone()))?;
        let asked = self.reads.logs(filter);
        self.gathering.note(asked)
    }

    /// Like [`Self::ask`], for a word of a contract's storage.
    pub(super) fn storage(&mut self, account: Address, slot: U256) -> Result<U256, Gap> {
        let asked = self.reads.storage(account, slot);
        self.gathering.note(asked)
    }

    /// Counts a read. Lists that a contract answers with decide how many reads follow, and a list can be made as long as anybody likes:
    /// beyond what any token needs the question stays open.
    fn spend(&mut self, cost: usize, read: impl FnOnce() -> Read) -> Result<(), Gap> {
        self.spent = self.spent.saturating_add(cost);
        if self.spent <= MOST_READS {
            return Ok(());
        }
        let doubt = Doubt::NotUnderstood { what: format!("{TOO_MANY}.") };
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
        Err(Gap::Declined { read: read(), message: TOO_MANY.to_owned() })
    }

    /// Keeps the evidence of an answer got elsewhere.
    pub(super) fn note<T>(&mut self, asked: Result<Fact<T>, Gap>) -> Result<T, Gap> {
        self.gathering.note(asked)
    }

    /// The answer; where there is none, and it is not just still to be fetched, a doubt.
    pub(super) fn known<T>(&mut self, asked: Result<T, Gap>) -> Option<T> {
        asked.map_err(|gap| self.unread(gap)).ok()
    }

    /// A rule could not be read.
    pub(super) fn unread(&mut self, gap: Gap) {
        let told = matches!(&gap, Gap::Declined { message, .. } if message == TOO_MANY);
        if gap.is_pending() || told || self.doubts.len() >= MOST_DOUBTS {
            return;
        }
        let doubt = Doubt::Unread(gap);
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    /// A rule that is broken whatever the amount.
    pub(super) fn refuse(&mut self, restriction: Restriction) {
        self.bounds.push(Bound { rule: restriction.rule.clone(), limit: Limit::Nothing });
        self.restrictions.push(restriction);
    }

    /// A rule that allows up to `most` raw units.
    pub(super) fn limit(&mut self, rule: &Rule, most: U256, broken: impl FnOnce(&Self) -> Restriction) {
        let limit = Limit::AtMost(self.amount.with_raw(most));
        self.bounds.push(Bound { rule: rule.clone(), limit });
        if self.amount.raw() > most {
            let restriction = broken(self);
            self.restrictions.push(restriction);
        }
    }

    /// The smallest bound found so far, for rules that leave gaps below it. Looks at the caller's allowance first, which bounds too.
    pub(super) fn smallest(&mut self) -> Option<U256> {
        if let Some(spender) = self.spender.filter(|_| !self.allowance_checked) {
            self.allowance_checked = true;
            family::check_allowance(self, spender);
        }
        let bounds = self.bounds.iter().filter_map(|bound| match bound.limit {
            Limit::AtMost(amount) => Some(amount.raw()),
            Limit::Nothing => Some(U256::ZERO),
            Limit::AtLeast(_) | Limit::Exactly(_) | Limit::Unknown => None,
        });
        bounds.min()
    }

    /// A rule that allows `least` raw units and everything above.
    pub(super) fn minimum(&mut self, rule: &Rule, least: U256, broken: impl FnOnce(&Self) -> Restriction) {
        let limit = Limit::AtLeast(self.amount.with_raw(least));
        self.bounds.push(Bound { rule: rule.clone(), limit });
        if self.amount.raw() < least {
            let restriction = broken(self);
            self.restrictions.push(restriction);
        }
    }

    /// A rule whose bound cannot be read.
    pub(super) fn unbounded(&mut self, rule: Rule) {
        self.bounds.push(Bound { rule, limit: Limit::Unknown });
    }

    /// By how much balances may be off. Where they are shares, a transfer moves whole shares: both sides may differ from the amount by what
    /// that leaves over.
    pub(super) fn rounding(&self) -> U256 {
        let fee = self.fee.as_ref().map_or(U256::ZERO, |fee| fee.amount.raw());
        let asked = self.amount.raw().saturating_sub(fee);
        match self.arrives {
            Some(arrives) if !arrives.is_zero() => {
                asked.abs_diff(arrives).saturating_mul(U256::from(2)).saturating_add(U256::from(ROUNDING))
            }
            Some(_) | None => self.grain.saturating_add(U256::from(ROUNDING)),
        }
    }

    /// The time of the block, which is what the contracts see.
    pub(super) const fn now(&self) -> Timestamp {
        self.reads.at().timestamp
    }

    /// Raw units for people: `12.5 dTBILL`.
    pub(super) fn show(&self, raw: U256) -> String {
        format!("{} {}", self.amount.with_raw(raw), self.symbol)
    }
}

/// A span of time for people, rounded up to its largest unit that fits: `3 hours`.
pub(super) fn span(seconds: Seconds) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let (size, name) = UNITS.into_iter().find(|(size, _)| seconds.0 >= *size).unwrap_or((1, "second"));
    let count = seconds.0.div_ceil(size);
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}
