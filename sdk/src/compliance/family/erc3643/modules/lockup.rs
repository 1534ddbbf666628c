//! `InitialLockupPeriodModule` (4.2 drafts): what was issued to a wallet stays locked in it for a time.
//!
//! It has no getters: what is locked is known from the token's own records of what was issued while the module was bound. Its check
//! counts what a past lockup has freed, but its booking after the transfer subtracts everything that was ever issued to the wallet and
//! stops where that is more than the rest. So locked tokens do not come free with time, only what others sent to the wallet moves;
//! and the drafts say so here as they do it.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent as _;

use crate::abi::erc20::IERC20::{Transfer, balanceOfCall};
use crate::abi::erc3643::IModule::{ComplianceBound, ComplianceUnbound, moduleCheckCall};
use crate::compliance::Doubt;
use crate::evidence::{Gap, LogFilter, LogRecord, Read};

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness, unknown};

const NAME: &str = "InitialLockupPeriodModule";

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    if findings.from == findings.to {
        return check_own(findings, parties, module);
    }
    let issued_filter = issued_filter(findings.token, findings.from);
    let issued = findings.logs(issued_filter.clone());
    let bound = findings.logs(bound_filter(module, parties.compliance, Bounds::Bound));
    let unbound = findings.logs(bound_filter(module, parties.compliance, Bounds::Unbound));
    let balance = findings.ask(findings.token, &balanceOfCall { account: findings.from });
    let (issued, bound, unbound) = match (issued, bound, unbound) {
        (Ok(issued), Ok(bound), Ok(unbound)) => (issued, bound, unbound),
        (Err(Gap::Declined { .. }), _, _) | (_, Err(Gap::Declined { .. }), _) | (_, _, Err(Gap::Declined { .. })) => {
            return unknown::check(findings, parties, module, NAME);
        }
        (Err(gap), _, _) | (_, Err(gap), _) | (_, _, Err(gap)) => return findings.unread(gap),
    };
    let Some(balance) = findings.known(balance) else { return };
    let Some(locked) = locked(&issued, &bound, &unbound) else {
        let what = format!("what {NAME} ({module}) has locked cannot be told from the token's records");
        return findings.doubts.push(Doubt::NotUnderstood { what });
    };
    if locked.is_zero() {
        return;
    }
    let read = Witness { read: Read::Logs(issued_filter), answer: format!("{locked} issued in all") };
    if locked > balance {
        // The check subtracts first: not even the smallest amount passes.
        let restriction = restriction(findings, module, (balance, locked), read);
        findings.refuse(restriction);
    } else if findings.amount.raw() <= balance {
        let rule = Rule::new(module, NAME);
        findings.limit(&rule, balance.saturating_sub(locked), |findings| {
            restriction(findings, module, (balance, locked), read)
        });
    } else {
        // Who sends more than they have is told that already.
        let limit = crate::compliance::Limit::AtMost(findings.amount.with_raw(balance.saturating_sub(locked)));
        findings.bounds.push(crate::compliance::Bound { rule: Rule::new(module, NAME), limit });
    }
}

fn restriction(
    findings: &Findings<'_>,
    module: Address,
    (balance, locked): (U256, U256),
    read: Witness,
) -> Restriction {
    Restriction {
        code: RestrictionCode::LockedUp,
        party: Party::Sender,
        rule: Rule::new(module, NAME),
        read,
        message: format!(
            "Of the sender's {}, {} are locked up since they were issued; {} can be sent.",
            findings.show(balance),
            findings.show(locked.min(balance)),
            findings.show(balance.saturating_sub(locked)),
        ),
        remedy: Remedy::by(Lifter::Issuer, "Send at most what is free, or ask the issuer to lift the lockup."),
    }
}

/// To oneself the balance stays what it is, and then the check alone decides, by times that cannot be read.
fn check_own(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
    let call = moduleCheckCall { from, to, value, compliance: parties.compliance };
    let balance = findings.ask(findings.token, &balanceOfCall { account: from });
    let admits = match findings.ask(module, &call) {
        Ok(admits) => admits,
        Err(Gap::Reverted { .. }) => return unknown::check(findings, parties, module, NAME),
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => return findings.unread(gap),
    };
    let rule = Rule::new(module, NAME);
    findings.unbounded(rule.clone());
    let Some(balance) = findings.known(balance) else { return };
    if admits || value > balance {
        return;
    }
    findings.restrictions.push(Restriction {
        code: RestrictionCode::LockedUp,
        party: Party::Sender,
        rule,
        read: Witness::of(module, &call, false),
        message: "Part of what the sender holds is locked up since it was issued.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Send less, or ask the issuer to lift the lockup."),
    });
}

/// What was issued to the wallet while the module was bound. `None` where that does not add up.
fn locked(issued: &[LogRecord], bound: &[LogRecord], unbound: &[LogRecord]) -> Option<U256> {
    let is_bound = |block: u64| {
        let begun = bound.iter().filter(|record| record.block_number <= block).count();
        let ended = unbound.iter().filter(|record| record.block_number <= block).count();
        begun > ended
    };
    issued.iter().filter(|record| is_bound(record.block_number)).try_fold(U256::ZERO, |sum, record| {
        let (value,) = Transfer::abi_decode_data(&record.data).ok()?;
        sum.checked_add(value)
    })
}

/// What was issued to a wallet: sent to it by nobody.
fn issued_filter(token: Address, account: Address) -> LogFilter {
    let topics =
        vec![Some(Transfer::SIGNATURE_HASH), Some(B256::ZERO), Some(B256::left_padding_from(account.as_slice()))];
    LogFilter { address: token, topics, signature: Transfer::SIGNATURE }
}

#[derive(Clone, Copy)]
enum Bounds {
    Bound,
    Unbound,
}

fn bound_filter(module: Address, compliance: Address, bounds: Bounds) -> LogFilter {
    let (hash, signature) = match bounds {
        Bounds::Bound => (ComplianceBound::SIGNATURE_HASH, ComplianceBound::SIGNATURE),
        Bounds::Unbound => (ComplianceUnbound::SIGNATURE_HASH, ComplianceUnbound::SIGNATURE),
    };
    let topics = vec![Some(hash), Some(B256::left_padding_from(compliance.as_slice()))];
    LogFilter { address: module, topics, signature }
}
