//! Several transfers at once: who of many may receive, and whether one transaction with many receivers passes.

use std::collections::BTreeMap;

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::abi::erc3643::IToken::batchTransferCall;
use crate::asset::Profile;
use crate::evidence::Reads;
use crate::units::Amount;

use super::call::{self, CallAssessment};
use super::check::{ByRules, by_rules};
use super::family::families;
use super::findings::Findings;
use super::{Assessment, CheckError, Doubt, Family, Party, Restriction, TransferQuery, Verdict, check_transfer};

/// Whether each of these receivers could be sent the same amount: all in the rounds of one question.
pub fn check_receivers(
    reads: &mut Reads,
    query: &TransferQuery,
    receivers: &[Address],
) -> Vec<Result<Assessment, CheckError>> {
    receivers.iter().map(|to| check_transfer(reads, &TransferQuery { to: *to, ..query.clone() })).collect()
}

/// Many transfers in one transaction: `batchTransfer` of ERC-3643.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchQuery {
    /// The token.
    pub profile: Profile,
    /// Who sends.
    pub from: Address,
    /// To whom, and how much.
    pub transfers: Vec<(Address, Amount)>,
}

/// A batch, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchAssessment {
    /// The whole transaction: it passes only where every transfer does, one after the other.
    pub whole: CallAssessment,
    /// Each transfer by itself, as if it were the only one.
    pub each: Vec<Verdict>,
}

/// Whether a batch will pass: each transfer by itself, what each receiver gets in all, and what the sender sends in all.
///
/// # Errors
/// [`CheckError`]: an amount has another scale than the token, or nothing could be read.
pub fn check_batch(reads: &mut Reads, query: &BatchQuery) -> Result<BatchAssessment, CheckError> {
    let BatchQuery { profile, from, transfers } = query;
    let single = |to: Address, amount: Amount| TransferQuery::new(profile.clone(), *from, to, amount).checked();
    let queries = transfers.iter().map(|(to, amount)| single(*to, *amount)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = queries.first() else { return Err(CheckError::NothingAsked) };
    let call = batchTransferCall {
        toList: queries.iter().map(|query| query.to).collect(),
        amounts: queries.iter().map(|query| query.amount.raw()).collect(),
    };
    let simulated = call::simulate(reads, *from, profile.token, &call);
    let found = families(reads, profile.token);
    let each: Vec<_> = queries.iter().map(|query| by_rules(reads, query)).collect();
    let sums = sums(&queries);
    let received: Vec<_> = sums
        .iter()
        .map(|(to, sum)| {
            by_rules(reads, &TransferQuery { to: *to, amount: first.amount.with_raw(*sum), ..first.clone() })
        })
        .collect();
    let total = sums.values().fold(U256::ZERO, |total, sum| total.saturating_add(*sum));
    let whole = TransferQuery { amount: first.amount.with_raw(total), ..first.clone() };
    let sent = by_rules(reads, &whole);
    let mut findings = Findings::new(reads, &whole);
    let simulated = findings.note(simulated);
    let known = findings.note(found)?;
    if !known.of(Family::Erc3643).is_present() {
        let what = "only batches of ERC-3643 are understood".to_owned();
        findings.doubts.push(Doubt::NotUnderstood { what });
    }
    let mut verdicts = Vec::new();
    for rules in each {
        let rules = findings.note(rules)?;
        verdicts.push(rules.verdict());
        take_in(&mut findings, rules, |_| true);
    }
    for rules in received {
        let rules = findings.note(rules)?;
        take_in(&mut findings, rules, |party| party == Party::Receiver);
    }
    let sent = findings.note(sent)?;
    findings.bounds.extend(sent.headroom.bounds.iter().cloned());
    take_in(&mut findings, sent, |party| party == Party::Sender);
    Ok(BatchAssessment { whole: call::conclude(findings, simulated)?, each: verdicts })
}

/// What each receiver gets in all.
fn sums(queries: &[TransferQuery]) -> BTreeMap<Address, U256> {
    let mut sums: BTreeMap<Address, U256> = BTreeMap::new();
    for query in queries {
        let sum = sums.entry(query.to).or_default();
        *sum = sum.saturating_add(query.amount.raw());
    }
    sums
}

/// Takes in what is broken for these parties, each rule once, and what stayed open.
fn take_in(findings: &mut Findings<'_>, rules: ByRules, about: impl Fn(Party) -> bool) {
    for restriction in rules.restrictions {
        let told = |known: &Restriction| known.code == restriction.code && known.rule == restriction.rule;
        if about(restriction.party) && !findings.restrictions.iter().any(told) {
            findings.restrictions.push(restriction);
        }
    }
    for doubt in rules.doubts {
        if !findings.doubts.contains(&doubt) {
            findings.doubts.push(doubt);
        }
    }
}
