//! Policies with numbers: how much at once, how much within a period, and when.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolValue as _;

use crate::abi::ace::IPolicy::{
    getCycleParametersCall, getCycleParametersReturn, getEndSlotCall, getMaxAmountCall, getMaxCall, getMinCall,
    getStartSlotCall, getTimePeriodDurationCall,
};
use crate::compliance::findings::{Findings, span};
use crate::compliance::{Lifter, Party, Remedy, RestrictionCode};
use crate::units::{Seconds, Timestamp};

use super::super::engine::Engine;
use super::super::slots;
use super::Policy;

/// Whether the first of so many parameters is the amount: only then do its limits bound the amount.
pub(super) fn takes_amount(findings: &Findings<'_>, policy: &Policy, count: usize) -> bool {
    let first = policy.parameters.first().and_then(|parameter| U256::abi_decode_validate(parameter).ok());
    policy.parameters.len() == count && first == Some(findings.amount.raw())
}

/// At most this much at once.
pub(super) fn max(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy) {
    let most = findings.ask(policy.contract, &getMaxCall {});
    if let Some(most) = findings.known(most) {
        limit(findings, engine, policy, most);
    }
}

fn limit(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy, most: U256) {
    findings.limit(&policy.rule(), most, |findings| {
        policy.restriction(
            (findings, engine),
            (RestrictionCode::AboveMaximum, Party::Token),
            &format!("At most {} may be sent at once.", findings.show(most)),
            Remedy::by(Lifter::Sender, "Send less at a time."),
        )
    });
}

/// A least and a most, zero standing for none.
pub(super) fn volume(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy) {
    let least = findings.ask(policy.contract, &getMinCall {});
    let most = findings.ask(policy.contract, &getMaxCall {});
    if let Some(most) = findings.known(most).filter(|most| !most.is_zero()) {
        limit(findings, engine, policy, most);
    }
    let Some(least) = findings.known(least).filter(|least| !least.is_zero()) else { return };
    findings.minimum(&policy.rule(), least, |findings| {
        policy.restriction(
            (findings, engine),
            (RestrictionCode::BelowMinimum, Party::Token),
            &format!("At least {} must be sent at once.", findings.show(least)),
            Remedy::by(Lifter::Sender, "Send more."),
        )
    });
}

/// What one account may move within a period of the clock. What it has moved is in the policy's storage.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "whether the policy refuses this very transfer: both functions are told no more"
)]
pub(super) fn volume_rate(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy, refused: bool) {
    let account = policy.parameters.get(1).and_then(|parameter| Address::abi_decode_validate(parameter).ok());
    let most = findings.ask(policy.contract, &getMaxAmountCall {});
    let duration = findings.ask(policy.contract, &getTimePeriodDurationCall {});
    let moved = account.map(|account| slots::moved(findings, policy.contract, account));
    let (most, duration) = (findings.known(most), findings.known(duration));
    let (Some(most), Some(duration)) = (most, duration.and_then(|it| u64::try_from(it).ok())) else {
        return findings.unbounded(policy.rule());
    };
    let Some(period) = findings.now().0.checked_div(duration) else { return findings.unbounded(policy.rule()) };
    let used = match moved {
        Some(Ok(moved)) if (moved.period, moved.duration) == (U256::from(period), U256::from(duration)) => {
            Some(moved.amount)
        }
        Some(Ok(_)) => Some(U256::ZERO),
        Some(Err(_)) | None => None,
    };
    let next = Timestamp(period.saturating_add(1).saturating_mul(duration));
    let left = used.map(|used| most.saturating_sub(used));
    let message = |findings: &Findings<'_>| {
        let so_much = format!("Within {} {} may be moved", span(Seconds(duration)), findings.show(most));
        match left {
            Some(left) => format!("{so_much}; {} are left.", findings.show(left)),
            None => format!("{so_much}, and this is more than is left."),
        }
    };
    let restriction = |findings: &Findings<'_>| {
        let wait = format!("Send less, or wait: the next period begins in {}.", span(next.since(findings.now())));
        let (what, remedy) = ((RestrictionCode::TimeTransferLimit, Party::Sender), Remedy::by(Lifter::Time, wait));
        policy.restriction((findings, engine), what, &message(findings), remedy)
    };
    match left {
        Some(left) => findings.limit(&policy.rule(), left, restriction),
        None => {
            if refused {
                let restriction = restriction(findings);
                findings.restrictions.push(restriction);
            }
            findings.unbounded(policy.rule());
        }
    }
    if used.is_none_or(|used| !used.is_zero()) {
        findings.changes_at(next, &policy.rule());
    }
}

/// Open in some slots of a cycle.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "whether the policy refuses this very transfer: both functions are told no more"
)]
pub(super) fn interval(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy, refused: bool) {
    let start = findings.ask(policy.contract, &getStartSlotCall {});
    let end = findings.ask(policy.contract, &getEndSlotCall {});
    let cycle = findings.ask(policy.contract, &getCycleParametersCall {});
    let (start, end, cycle) = (findings.known(start), findings.known(end), findings.known(cycle));
    let next = match (start, end, cycle) {
        (Some(start), Some(end), Some(cycle)) => turn(findings.now(), if refused { start } else { end }, &cycle),
        (_, _, _) => None,
    };
    if let Some(next) = next {
        findings.changes_at(next, &policy.rule());
    }
    if refused {
        let action = match next {
            Some(next) => format!("Wait: transfers open in {}.", span(next.since(findings.now()))),
            None => "Ask the issuer when transfers are open.".to_owned(),
        };
        let restriction = policy.restriction(
            (findings, engine),
            (RestrictionCode::PolicyRefuses, Party::Token),
            "Transfers of this token are open at certain times only, and not now.",
            Remedy::by(Lifter::Time, action),
        );
        findings.refuse(restriction);
    }
}

/// When a slot of the cycle begins next.
fn turn(now: Timestamp, slot: U256, cycle: &getCycleParametersReturn) -> Option<Timestamp> {
    let (size, duration) = (cycle.cycleSize, cycle.slotDuration);
    let elapsed = U256::from(now.0).checked_div(duration)?;
    let current = elapsed.checked_rem(size)?.add_mod(cycle.cycleOffset, size);
    let ahead = slot.checked_add(size)?.checked_sub(current)?.checked_rem(size)?;
    let ahead = if ahead.is_zero() { size } else { ahead };
    let at = elapsed.checked_add(ahead)?.checked_mul(duration)?;
    u64::try_from(at).ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Slots of an hour, 24 to a cycle, shifted by two: at 7:30 it is slot 9.
    #[test]
    fn a_slot_begins_at_its_hour() {
        let cycle = getCycleParametersReturn {
            slotDuration: U256::from(3_600),
            cycleSize: U256::from(24),
            cycleOffset: U256::from(2),
        };
        let now = Timestamp(7 * 3_600 + 1_800);
        let at = |slot: u64| turn(now, U256::from(slot), &cycle).unwrap().0;
        assert_eq!(at(10), 8 * 3_600);
        assert_eq!(at(17), 15 * 3_600);
        assert_eq!(at(8), 30 * 3_600);
        assert_eq!(at(9), 31 * 3_600);
        assert_eq!(turn(now, U256::ZERO, &getCycleParametersReturn { cycleSize: U256::ZERO, ..cycle }), None);
    }
}
