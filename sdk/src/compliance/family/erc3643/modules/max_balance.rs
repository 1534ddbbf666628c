//! `MaxBalanceModule`: the most that one identity may hold, over all its wallets, by the module's own books.
//!
//! The maximum has a getter in the last drafts of 4.2 only; before, an event is its only trace.
//!
//! The check before the transfer counts the amount on top of what the receiver has, even where sender and receiver are one identity.
//! The booking after it can fail by itself, most of all when a fee is collected in between.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent as _;

use crate::abi::modules::IMaxBalanceModule::{MaxBalanceSet, getIDBalanceCall, getMaxBalanceCall};
use crate::compliance::Limit;
use crate::evidence::{Gap, LogFilter, Read};

use super::super::identity;
use super::transfer_fees::Fees;
use super::{
    Findings, Kind, Lifter, Module, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness, unknown,
};

const NAME: &str = "MaxBalanceModule";

pub(super) fn check(
    findings: &mut Findings<'_>,
    parties: &Parties,
    modules: &[Module],
    module: &Module,
    fees: Option<&Fees>,
) {
    let Parties { compliance, from_id, to_id, .. } = *parties;
    let address = module.address;
    let maximum = maximum(findings, parties, address);
    let mut booked = Booked { balances: BTreeMap::new() };
    let ids = [Some(from_id), Some(to_id), fees.map(|fees| fees.collector_id)];
    let asked: Vec<_> = ids
        .into_iter()
        .flatten()
        .map(|identity| (identity, findings.ask(address, &getIDBalanceCall { compliance, identity })))
        .collect();
    for (identity, balance) in asked {
        let Some(balance) = findings.known(balance) else { return };
        booked.balances.insert(identity, balance);
    }
    if from_id.is_zero() {
        findings.refuse(sender_not_registered(address, compliance));
    }
    if to_id.is_zero() {
        // The registry has said so already, unless its checks are switched off (4.2).
        if !parties.has_stranger() {
            findings.refuse(identity::unregistered(parties.registry, findings.to));
        }
        return;
    }
    let (maximum, read) = match maximum {
        Ok(maximum) => maximum,
        // There is no getter: without logs the module can only be asked for yes or no.
        Err(Gap::Declined { .. }) => return unknown::check(findings, parties, address, NAME),
        Err(gap @ (Gap::Pending { .. } | Gap::Reverted { .. } | Gap::Malformed { .. })) => return findings.unread(gap),
    };
    let full = Full { module: address, maximum, receiver: booked.of(to_id), read };
    let room = full.check(findings);
    if from_id.is_zero() {
        return;
    }
    let sequence = Sequence { parties, modules, module, fees, maximum };
    check_booking(findings, &sequence, &booked, room);
}

/// How much more the receiver may get.
struct Full {
    module: Address,
    maximum: U256,
    receiver: U256,
    read: Witness,
}

impl Full {
    /// Answers the room that is left.
    fn check(self, findings: &mut Findings<'_>) -> U256 {
        let room = self.maximum.saturating_sub(self.receiver);
        let rule = Rule::new(self.module, NAME);
        // Who holds more than is allowed, since the issuer lowered the maximum, may not even get nothing.
        if self.receiver > self.maximum {
            let restriction = self.restriction(findings, room);
            findings.refuse(restriction);
        } else {
            findings.limit(&rule, room, |findings| self.restriction(findings, room));
        }
        room
    }

    fn restriction(self, findings: &Findings<'_>, room: U256) -> Restriction {
        Restriction {
            code: RestrictionCode::MaxBalance,
            party: Party::Receiver,
            rule: Rule::new(self.module, NAME),
            read: self.read,
            message: format!(
                "One investor may hold {}; the receiver has {}, so that {} fit.",
                findings.show(self.maximum),
                findings.show(self.receiver),
                findings.show(room),
            ),
            remedy: Remedy::by(Lifter::Sender, "Send at most what fits; only the issuer can raise the maximum."),
        }
    }
}

/// The maximum, and the read that shows it. Both ways are tried at once: a getter, and the newest of the events.
fn maximum(findings: &mut Findings<'_>, parties: &Parties, module: Address) -> Result<(U256, Witness), Gap> {
    let call = getMaxBalanceCall { compliance: parties.compliance };
    let told = findings.ask(module, &call);
    let filter = maximum_filter(module, parties.compliance);
    let logged = findings.logs(filter.clone());
    match told {
        Ok(maximum) => Ok((maximum, Witness::of(module, &call, maximum))),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => Err(gap),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => logged.map(|records| {
            // Topics are what was asked for: the third is there. Where none was ever set, nobody may hold anything.
            let newest = records.last().and_then(|record| record.topics.get(2));
            let maximum = newest.map_or(U256::ZERO, |maximum| (*maximum).into());
            (maximum, Witness { read: Read::Logs(filter), answer: maximum.to_string() })
        }),
    }
}

/// The event that sets the maximum.
fn maximum_filter(address: Address, compliance: Address) -> LogFilter {
    let topics = vec![Some(MaxBalanceSet::SIGNATURE_HASH), Some(B256::left_padding_from(compliance.as_slice()))];
    LogFilter { address, topics, signature: MaxBalanceSet::SIGNATURE }
}

fn sender_not_registered(module: Address, compliance: Address) -> Restriction {
    let call = getIDBalanceCall { compliance, identity: Address::ZERO };
    Restriction {
        code: RestrictionCode::SenderNotRegistered,
        party: Party::Sender,
        rule: Rule::new(module, NAME),
        read: Witness::of(module, &call, "no identity"),
        message: "The sender is no longer in the identity registry, and this rule keeps its books by identity."
            .to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to register the sender again."),
    }
}

/// The module's books: what each identity holds.
#[derive(Clone, Debug)]
struct Booked {
    balances: BTreeMap<Address, U256>,
}

/// What can go wrong while booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mistake {
    /// The books know less of the payer than is moved.
    Short(Address),
    /// The payee would hold more than the maximum.
    Over(Address),
}

impl Booked {
    fn of(&self, identity: Address) -> U256 {
        self.balances.get(&identity).copied().unwrap_or(U256::ZERO)
    }

    /// As the contract does: first up, then down, then the maximum.
    fn book(&mut self, from: Address, to: Address, value: U256, maximum: U256) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let up = self.of(to).saturating_add(value);
        self.balances.insert(to, up);
        let before = self.of(from);
        if before < value {
            mistakes.push(Mistake::Short(from));
        }
        self.balances.insert(from, before.saturating_sub(value));
        if self.of(to) > maximum {
            mistakes.push(Mistake::Over(to));
        }
        mistakes
    }
}

/// The order in which modules act on a transfer: it matters whether the fee moves before this module has booked.
struct Sequence<'a> {
    parties: &'a Parties,
    modules: &'a [Module],
    module: &'a Module,
    fees: Option<&'a Fees>,
    maximum: U256,
}

impl Sequence<'_> {
    /// Books a transfer of `value` and its fee.
    fn run(&self, before: &Booked, value: U256) -> Vec<Mistake> {
        let Parties { from_id, to_id, .. } = *self.parties;
        let mut booked = before.clone();
        let mut mistakes = Vec::new();
        for module in self.modules {
            if module.address == self.module.address {
                mistakes.extend(booked.book(from_id, to_id, value, self.maximum));
            }
            if let (Kind::TransferFees, Some(fees)) = (&module.kind, self.fees) {
                let fee = fees.on(value);
                if !fee.is_zero() {
                    mistakes.extend(booked.book(to_id, fees.collector_id, fee, self.maximum));
                }
            }
        }
        // More than fits is told by the check before the transfer already.
        let told = before.of(to_id).saturating_add(value) > self.maximum;
        mistakes.retain(|mistake| !(told && *mistake == Mistake::Over(to_id)));
        mistakes
    }

    /// The largest value up to `most` whose booking goes well.
    fn largest(&self, booked: &Booked, most: U256) -> U256 {
        let (mut good, mut bad) = (U256::ZERO, most.saturating_add(U256::ONE));
        while bad.saturating_sub(good) > U256::ONE {
            let middle = good.saturating_add(bad.saturating_sub(good).wrapping_shr(1));
            if self.run(booked, middle).is_empty() {
                good = middle;
            } else {
                bad = middle;
            }
        }
        good
    }
}

fn check_booking(findings: &mut Findings<'_>, sequence: &Sequence<'_>, booked: &Booked, room: U256) {
    let Parties { compliance, from_id, .. } = *sequence.parties;
    let address = sequence.module.address;
    let rule = Rule::new(address, NAME);
    let largest = sequence.largest(booked, room);
    if largest < room {
        let limit = Limit::AtMost(findings.amount.with_raw(largest));
        findings.bounds.push(crate::compliance::Bound { rule: rule.clone(), limit });
    }
    // Who sends more than they have sends more than is booked, too: that is told once.
    let short_of_funds = findings.restrictions.iter().any(|known| known.code == RestrictionCode::InsufficientBalance);
    for mistake in sequence.run(booked, findings.amount.raw()) {
        if short_of_funds && mistake == Mistake::Short(from_id) {
            continue;
        }
        let (code, party, identity, message) = match mistake {
            Mistake::Short(identity) if identity == from_id => (
                RestrictionCode::BookedBalance,
                Party::Sender,
                identity,
                "This rule's books say that the sender has less than is to be sent.",
            ),
            Mistake::Short(identity) => (
                RestrictionCode::BookedBalance,
                Party::Receiver,
                identity,
                "The fee is collected before this rule has booked the transfer, and by its books the receiver cannot pay it.",
            ),
            Mistake::Over(identity) => (
                RestrictionCode::CollectorMaxBalance,
                Party::Collector,
                identity,
                "With the fee of this transfer its collector would hold more than one investor may.",
            ),
        };
        let call = getIDBalanceCall { compliance, identity };
        findings.restrictions.push(Restriction {
            code,
            party,
            rule: rule.clone(),
            read: Witness::of(address, &call, booked.of(identity)),
            message: message.to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "Send less, or ask the issuer to correct the rule's settings."),
        });
    }
}
