//! How much may move, must remain, or may be held: locks, lock-up periods, full transfers, smallest and largest holdings.

use alloy_primitives::U256;

use crate::abi::securitize::IDSComplianceConfigurationService as Config;
use crate::abi::securitize::IDSLockManager::{getTransferableTokensCall, lockCountCall, lockInfoCall};
use crate::abi::securitize::IDSToken::balanceOfInvestorCall;
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::units::Timestamp;

use super::facts::{Books, Facts, Region, Services};

/// Locks are few: the protocol admits thirty for an investor.
const MOST_LOCKS: u8 = 30;

/// The books of the investor can be a little behind the wallet's, by rounding.
pub(super) fn check_books(findings: &mut Findings<'_>, books: &Books) {
    let (token, holding) = (findings.token, books.holding);
    if books.investor.is_empty() || holding >= books.balance {
        return;
    }
    let rule = Rule::new(token, "Securitize books of the investor");
    if findings.amount.raw() > books.balance {
        // The balance alone is too small already: that is the reason.
        let limit = Limit::AtMost(findings.amount.with_raw(holding));
        return findings.bounds.push(Bound { rule, limit });
    }
    findings.limit(&rule, holding, |findings| Restriction {
        code: RestrictionCode::BookedBalance,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(token, &balanceOfInvestorCall { id: books.investor.clone() }, holding),
        message: format!("The token's books have {} for the sender, less than is to be sent.", findings.show(holding)),
        remedy: Remedy::by(Lifter::Sender, "Send at most what the books have."),
    });
}

/// What the locks on the sender's investor leave: all of the investor's wallets count.
pub(super) fn check_locks(findings: &mut Findings<'_>, services: &Services, transferable: U256, balance: U256) {
    if transferable >= balance {
        // Nothing of this wallet is locked: the balance alone decides.
        return;
    }
    let who = findings.from;
    let call = getTransferableTokensCall { who, time: U256::from(findings.now().0) };
    let rule = Rule::new(services.locks, "Securitize locks");
    findings.limit(&rule, transferable, |findings| Restriction {
        code: RestrictionCode::LockedUp,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(services.locks, &call, transferable),
        message: format!("Part of the sender's holding is locked; {} may be moved now.", findings.show(transferable)),
        remedy: Remedy::by(Lifter::Issuer, "Send at most what is not locked, or wait for the locks to end."),
    });
    next_release(findings, services, &rule);
}

/// When the next of the locks ends by itself.
fn next_release(findings: &mut Findings<'_>, services: &Services, rule: &Rule) {
    let who = findings.from;
    let Ok(count) = findings.ask(services.locks, &lockCountCall { who }) else { return };
    let count = u8::try_from(count).unwrap_or(MOST_LOCKS).min(MOST_LOCKS);
    let locks: Vec<_> = (0..count)
        .map(|index| findings.ask(services.locks, &lockInfoCall { who, lockIndex: U256::from(index) }))
        .collect();
    for lock in locks.into_iter().flatten() {
        if let Ok(at) = u64::try_from(lock.autoReleaseTime) {
            findings.changes_at(Timestamp(at), rule);
        }
    }
}

/// Tokens that were issued within the lock-up period of the sender's region.
pub(super) fn check_lock_up(findings: &mut Findings<'_>, facts: &Facts) {
    let free = facts.held_up.free;
    if free >= facts.wallets.transferable.min(facts.balance) {
        // The locks or the balance alone decide.
        return;
    }
    let compliance = facts.services.compliance;
    let rule = Rule::new(compliance, "Securitize lock-up");
    findings.limit(&rule, free, |findings| Restriction {
        code: RestrictionCode::LockedUp,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(compliance, &facts.held_up.call, free),
        message: format!(
            "Part of the sender's tokens was issued too recently; {} may be moved now.",
            findings.show(free)
        ),
        remedy: Remedy::by(Lifter::Time, "Send at most what is free, or wait until the lock-up has passed."),
    });
}

/// All that the sender's investor holds, or nothing.
pub(super) fn check_full_transfer(findings: &mut Findings<'_>, facts: &Facts) {
    let inside = facts.sender.region == Region::UnitedStates;
    let everywhere = facts.limits.full_everywhere;
    // Towards a platform both settings count for somebody in the United States, towards others only their own.
    let required =
        if inside { facts.limits.full_in_us || (everywhere && facts.wallets.receiver.platform) } else { everywhere };
    let holding = facts.sender.holding;
    if !required || holding.is_zero() {
        return;
    }
    let configuration = facts.services.configuration;
    let rule = Rule::new(configuration, "Securitize full transfers");
    let read = if inside && facts.limits.full_in_us {
        Witness::of(configuration, &Config::getForceFullTransferCall {}, true)
    } else {
        Witness::of(configuration, &Config::getWorldWideForceFullTransferCall {}, true)
    };
    findings.minimum(&rule, holding, |findings| Restriction {
        code: RestrictionCode::OnlyFullTransfer,
        party: Party::Sender,
        rule: rule.clone(),
        read,
        message: format!("Only the whole holding may be moved at once: {}.", findings.show(holding)),
        remedy: Remedy::by(Lifter::Sender, "Send the whole holding."),
    });
}

/// What the receiver would hold: enough, and not too much.
pub(super) fn check_receiver(findings: &mut Findings<'_>, facts: &Facts) {
    let held = facts.receiver.holding;
    for (rule, least, read) in minima(facts, facts.receiver.region) {
        let missing = least.saturating_sub(held);
        if missing.is_zero() {
            continue;
        }
        let rule = Rule::new(facts.services.configuration, rule);
        findings.minimum(&rule, missing, |findings| Restriction {
            code: RestrictionCode::BelowMinimum,
            party: Party::Receiver,
            rule: rule.clone(),
            read,
            message: format!("The receiver would hold less than the least allowed, {}.", findings.show(least)),
            remedy: Remedy::by(Lifter::Sender, format!("Send at least {}.", findings.show(missing))),
        });
    }
    check_most(findings, facts);
}

/// The contract refuses a holding that reaches the most.
fn check_most(findings: &mut Findings<'_>, facts: &Facts) {
    let (most, held) = (facts.limits.most, facts.receiver.holding);
    if most.is_zero() {
        return;
    }
    let configuration = facts.services.configuration;
    let rule = Rule::new(configuration, "Securitize largest holding");
    let above = |findings: &Findings<'_>| Restriction {
        code: RestrictionCode::AboveMaximum,
        party: Party::Receiver,
        rule: rule.clone(),
        read: Witness::of(configuration, &Config::getMaximumHoldingsPerInvestorCall {}, most),
        message: format!("The receiver holds {}, and must stay below {}.", findings.show(held), findings.show(most)),
        remedy: Remedy::by(Lifter::Sender, "Send less, or choose another receiver."),
    };
    match most.checked_sub(held).and_then(|room| room.checked_sub(U256::from(1))) {
        Some(room) => findings.limit(&rule, room, above),
        None => {
            let restriction = above(findings);
            findings.refuse(restriction);
        }
    }
}

/// What the sender would keep: nothing, or enough.
pub(super) fn check_remaining(findings: &mut Findings<'_>, facts: &Facts) {
    for (rule, least, read) in minima(facts, facts.sender.region) {
        // Platforms are exempt from the general minimum only.
        let exempt = rule == GENERAL && facts.wallets.sender.platform;
        if !exempt {
            let rule = Rule::new(facts.services.configuration, rule);
            let holding = facts.sender.holding;
            let message = format!("The sender would keep less than the least allowed, {}.", findings.show(least));
            let remainder = Remainder { rule, least, holding, code: RestrictionCode::BelowMinimum, read, message };
            remainder.check(findings, facts.within_reach);
        }
    }
}

/// A rule about what is left of a holding.
pub(super) struct Remainder {
    pub(super) rule: Rule,
    pub(super) least: U256,
    pub(super) holding: U256,
    pub(super) code: RestrictionCode,
    pub(super) read: Witness,
    pub(super) message: String,
}

impl Remainder {
    /// Below what may be moved while enough remains, and at the whole holding, amounts pass; between them none does. The bound is that
    /// side which the amount is on, or which the other rules leave.
    pub(super) fn check(self, findings: &mut Findings<'_>, within_reach: U256) {
        let Self { rule, least, holding, code, read, message } = self;
        if least.is_zero() || holding.is_zero() {
            return;
        }
        let amount = findings.amount.raw();
        let part = holding.checked_sub(least).filter(|part| !part.is_zero());
        let (most, minimum) = super::window(findings, within_reach);
        let limit = match part {
            Some(part) if (amount < holding || most < holding) && minimum <= part => {
                Limit::AtMost(findings.amount.with_raw(part))
            }
            Some(_) | None => Limit::AtLeast(findings.amount.with_raw(holding)),
        };
        findings.bounds.push(Bound { rule: rule.clone(), limit });
        let keeps = holding.saturating_sub(amount);
        if keeps.is_zero() || keeps >= least {
            return;
        }
        let action = match part {
            Some(part) => format!("Send everything, or at most {}.", findings.show(part)),
            None => "Send everything, or nothing.".to_owned(),
        };
        let remedy = Remedy::by(Lifter::Sender, action);
        findings.restrictions.push(Restriction { code, party: Party::Sender, rule, read, message, remedy });
    }
}

const GENERAL: &str = "Securitize smallest holding";

/// The smallest holdings that count for somebody of this region.
fn minima(facts: &Facts, region: Region) -> Vec<(&'static str, U256, Witness)> {
    let configuration = facts.services.configuration;
    let limits = &facts.limits;
    let regional = match region {
        Region::UnitedStates => Some((
            "Securitize smallest holding in the United States",
            limits.least_in_us,
            Witness::of(configuration, &Config::getMinUSTokensCall {}, limits.least_in_us),
        )),
        Region::Europe => Some((
            "Securitize smallest holding in Europe",
            limits.least_in_eu,
            Witness::of(configuration, &Config::getMinEUTokensCall {}, limits.least_in_eu),
        )),
        Region::Elsewhere | Region::Forbidden | Region::Japan => None,
    };
    let call = Config::getMinimumHoldingsPerInvestorCall {};
    let general = (GENERAL, limits.least, Witness::of(configuration, &call, limits.least));
    regional.into_iter().chain([general]).collect()
}
