//! What the rules of a token found while they were gone through.

use std::collections::BTreeMap;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;

use crate::evidence::{Fact, Gap, Gathering, LogFilter, LogRecord, Reads};
use crate::units::{Amount, Seconds, Timestamp};

use super::{
    Bound, Doubt, Limit, NextChange, Party, Restriction, Rule, Simulation, StandingApproval, TransferFee,
    TransferQuery, simulation,
};

/// The transfer, the ledger, and everything found so far. No rule stops the others: all reasons are wanted at once.
pub(super) struct Findings<'a> {
    reads: &'a mut Reads,
    query: &'a TransferQuery,
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
    /// Allowances that the sender has never signed; `None` where they cannot be told.
    pub(super) standing_approvals: Option<Vec<StandingApproval>>,
    /// Whether the sender's balance was looked at already.
    pub(super) funds_checked: bool,
    pub(super) next: Vec<NextChange>,
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
            standing_approvals: Some(Vec::new()),
            funds_checked: false,
            next: Vec::new(),
        }
    }

    /// Asks, and keeps the evidence. The caller decides what a gap means.
    pub(super) fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return, Gap> {
        let asked = self.reads.ask(to, call);
        self.gathering.note(asked)
    }

    /// Like [`Self::ask`], of a contract whose answer depends on who asks.
    pub(super) fn ask_as<C: SolCall>(&mut self, caller: Address, to: Address, call: &C) -> Result<C::Return, Gap> {
        let asked = self.reads.ask_as(caller, to, call);
        self.gathering.note(asked)
    }

    /// Whether the same transfer would pass with `amount` raw units.
    pub(super) fn simulate_with(&mut self, amount: U256) -> Result<bool, Gap> {
        let query = TransferQuery { amount: self.amount.with_raw(amount), ..self.query.clone() };
        let asked = simulation::simulate(self.reads, &query);
        self.gathering.note(asked).map(|simulation| simulation == Simulation::Passes)
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
        let asked = self.reads.logs(filter);
        self.gathering.note(asked)
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
        let doubt = Doubt::Unread(gap);
        if !matches!(&doubt, Doubt::Unread(gap) if gap.is_pending()) && !self.doubts.contains(&doubt) {
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
