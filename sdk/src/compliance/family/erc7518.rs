//! ERC-7518, a security token with partitions (in review since 2025-12): an ERC-1155 in which each number is a partition.
//!
//! `transferableBalance` leaves out what is locked; `canTransfer` folds in freezes of addresses, restricted partitions, locks and whatever
//! the issuer adds, as one yes or no, and the standard has no getters for these parts. It may also want a voucher in `data`, signed by the
//! issuer's compliance service, of a form that the standard leaves open: a refusal without one is told as such. The standard has no id of
//! its own in ERC-165 and no errors. A lock stays until somebody calls `unlockToken` after its time. Whoever else moves the tokens needs the holder's approval for all of them.

use alloy_primitives::{Bytes, U256};
use alloy_sol_types::SolCall as _;

use crate::abi::erc165;
use crate::abi::erc7518::IERC1155::{balanceOfCall, isApprovedForAllCall};
use crate::abi::erc7518::IERC7518::{canTransferCall, lockedBalanceOfCall, transferableBalanceCall};
use crate::compliance::Presence;
use crate::compliance::detection::{Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Doubt, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::{Gap, Read};

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let (account, id) = (SOMEONE, U256::ZERO);
    let transferable = prober.asks(&transferableBalanceCall { account, id }, |_| true);
    let locked = prober.asks(&lockedBalanceOfCall { account, id }, |_| true);
    let multi = prober.declares(erc165::ERC1155);
    judge(
        &[("transferableBalance", transferable), ("lockedBalanceOf", locked)],
        &[("the id of ERC-1155 by ERC-165", multi)],
    )
}

pub(super) fn check(findings: &mut Findings<'_>) {
    // Whatever happens, the rule of ERC-20 has nothing to say here.
    findings.funds_checked = true;
    let Some(id) = findings.token_id() else {
        let what = "The token is held in partitions: it has to be said which of them is to be sent.";
        return findings.doubts.push(Doubt::NotUnderstood { what: what.to_owned() });
    };
    let (token, account) = (findings.token, findings.from);
    let balance = findings.ask(token, &balanceOfCall { account, id });
    let transferable = findings.ask(token, &transferableBalanceCall { account, id });
    check_approval(findings);
    let (Some(balance), Some(transferable)) = (findings.known(balance), findings.known(transferable)) else { return };
    check_balance(findings, id, balance);
    check_lock(findings, id, balance, transferable);
    check_whole(findings, id, transferable.min(balance));
}

fn check_approval(findings: &mut Findings<'_>) {
    let Some(operator) = findings.spender.filter(|spender| *spender != findings.from) else { return };
    let call = isApprovedForAllCall { account: findings.from, operator };
    let approved = findings.ask(findings.token, &call);
    if findings.known(approved) == Some(false) {
        findings.refuse(Restriction {
            code: RestrictionCode::InsufficientAllowance,
            party: Party::Caller,
            rule: Rule::new(findings.token, "ERC-1155 approval"),
            read: Witness::of(findings.token, &call, false),
            message: "The holder has not let the caller move these tokens.".to_owned(),
            remedy: Remedy::by(Lifter::Sender, "Approve the caller first, which lets it move all partitions."),
        });
    }
}

fn check_balance(findings: &mut Findings<'_>, id: U256, balance: U256) {
    let rule = Rule::new(findings.token, "ERC-1155 balance");
    findings.limit(&rule, balance, |findings| Restriction {
        code: RestrictionCode::PartitionBalance,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(findings.token, &balanceOfCall { account: findings.from, id }, balance),
        message: format!("The sender has {} in partition {id}, less than is to be sent.", findings.show(balance)),
        remedy: Remedy::by(Lifter::Sender, "Send less, or get more of this partition first."),
    });
}

/// Who asks for more than they have is told that, and not also that part is locked.
fn check_lock(findings: &mut Findings<'_>, id: U256, balance: U256, transferable: U256) {
    if transferable >= balance {
        return;
    }
    let rule = Rule::new(findings.token, "ERC-7518 lock");
    if findings.amount.raw() > balance {
        let limit = Limit::AtMost(findings.amount.with_raw(transferable));
        return findings.bounds.push(Bound { rule, limit });
    }
    findings.limit(&rule, transferable, |findings| Restriction {
        code: RestrictionCode::LockedUp,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(findings.token, &transferableBalanceCall { account: findings.from, id }, transferable),
        message: format!(
            "Of the sender's {} in partition {id}, only {} are not locked.",
            findings.show(balance),
            findings.show(transferable),
        ),
        remedy: Remedy::by(
            Lifter::Time,
            "Send at most what is not locked, or wait until the lock ends and have it opened.",
        ),
    });
}

/// `canTransfer` without a voucher, at what is asked for as far as funds allow it, and at all that is free.
fn check_whole(findings: &mut Findings<'_>, id: U256, free: U256) {
    let amount = findings.amount.raw().min(free);
    let (asked, all) = (can_transfer(findings, id, amount), can_transfer(findings, id, free));
    let rule = Rule::new(findings.token, "ERC-7518 canTransfer");
    let Some((can, read)) = findings.known(asked) else { return };
    if can {
        if all.map(|(can, _)| can) != Ok(true) {
            findings.unbounded(rule);
        }
        return;
    }
    findings.unbounded(rule.clone());
    findings.restrictions.push(Restriction {
        code: RestrictionCode::TokenRestriction,
        party: Party::Both,
        rule,
        read,
        message: format!(
            "The token refuses this transfer in partition {id}: a party may be frozen, the partition restricted, or a voucher needed."
        ),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer which of these it is, and for a voucher if one is needed."),
    });
}

/// Asked by the one who will call the token, as the token's own code does.
fn can_transfer(findings: &mut Findings<'_>, id: U256, amount: U256) -> Result<(bool, Witness), Gap> {
    let (token, from, to, caller) = (findings.token, findings.from, findings.to, findings.caller());
    let call = canTransferCall { from, to, id, amount, data: Bytes::new() };
    let can = findings.ask_as(caller, token, &call)?;
    let (data, signature) = (call.abi_encode().into(), canTransferCall::SIGNATURE);
    let read = Read::Call { to: token, from: Some(caller), data, signature };
    Ok((can, Witness { read, answer: can.to_string() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_those_of_the_text() {
        assert_eq!(transferableBalanceCall::SELECTOR, [0x72, 0xf8, 0x39, 0x3c]);
        assert_eq!(lockedBalanceOfCall::SELECTOR, [0x8e, 0xf4, 0xc8, 0x07]);
        assert_eq!(canTransferCall::SELECTOR, [0x8b, 0xcf, 0x22, 0xac]);
    }
}
