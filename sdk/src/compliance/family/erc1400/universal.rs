//! `UniversalToken`: a plain transfer empties the default partitions one after the other, and each piece has to pass by itself.

use alloy_primitives::{B256, U256};

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc1400::IERC1410::{balanceOfByPartitionCall, isOperatorCall};
use crate::abi::erc1400::IUniversalToken::{getDefaultPartitionsCall, granularityCall};
use crate::compliance::family::erc20;
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

use super::extensions::{self, Validator};

/// What the sender has in one default partition.
#[derive(Clone)]
struct Part {
    partition: B256,
    balance: U256,
    /// Without what is on hold.
    free: U256,
    /// Pieces have to be multiples of this.
    step: U256,
}

pub(super) fn check(findings: &mut Findings<'_>, defaults: &[B256]) {
    let (token, from) = (findings.token, findings.from);
    let balance = findings.ask(token, &balanceOfCall { account: from });
    let granularity = findings.ask(token, &granularityCall {});
    let operator = findings.spender.map(|operator| {
        let asked = findings.ask(token, &isOperatorCall { operator, tokenHolder: from });
        findings.known(asked)
    });
    let balances: Vec<_> = defaults
        .iter()
        .map(|partition| findings.ask(token, &balanceOfByPartitionCall { partition: *partition, tokenHolder: from }))
        .collect();
    // An operator needs no allowance.
    findings.allowance_checked = operator == Some(Some(true));
    let extensions = extensions::Extensions::ask(findings);
    let validator = extensions.check_validator(findings);
    if let Some(balance) = findings.known(balance) {
        erc20::limit(findings, balance);
        let parts = parts(findings, defaults, balances, granularity, validator.as_ref());
        if let Some(parts) = parts {
            check_parts(findings, &parts, balance);
            let pieces: Vec<_> = pieces(&parts, findings.amount.raw()).collect();
            let pieces: Vec<_> = pieces.iter().map(|(part, value)| (part.partition, *value)).collect();
            extensions.check_pieces(findings, validator.as_ref(), &pieces);
        }
    }
    if defaults.is_empty() {
        refuse_without_defaults(findings);
    }
}

fn parts(
    findings: &mut Findings<'_>,
    defaults: &[B256],
    balances: Vec<Result<U256, Gap>>,
    granularity: Result<U256, Gap>,
    validator: Option<&Validator>,
) -> Option<Vec<Part>> {
    let token_step = findings.known(granularity);
    let rows: Vec<_> = defaults
        .iter()
        .zip(balances)
        .map(|(partition, balance)| {
            let balance = findings.known(balance);
            let (step, free) = validator.map_or((Some(U256::ZERO), None), |it| it.part(findings, *partition));
            (*partition, balance, step, free)
        })
        .collect();
    let part = |(partition, balance, step, free): (B256, Option<U256>, Option<U256>, Option<Option<U256>>)| {
        let balance = balance?;
        // `None`: no holds; `Some(None)`: holds that could not be read.
        let free = free.map_or(Some(balance), |free| free)?;
        Some(Part { partition, balance, free, step: common(token_step?, step?)? })
    };
    rows.into_iter().map(part).collect()
}

/// The least common multiple; zero stands for no granularity.
fn common(left: U256, right: U256) -> Option<U256> {
    let (left, right) = (left.max(U256::from(1)), right.max(U256::from(1)));
    left.checked_div(left.gcd(right))?.checked_mul(right)
}

/// How the contract cuts an amount: whole partitions first, the rest from the next.
fn pieces(parts: &[Part], amount: U256) -> impl Iterator<Item = (&Part, U256)> {
    let mut rest = Some(amount);
    parts.iter().filter_map(move |part| {
        let wanted = rest?;
        let value = wanted.min(part.balance);
        rest = wanted.checked_sub(part.balance).filter(|rest| !rest.is_zero());
        (!value.is_zero() || amount.is_zero()).then_some((part, value))
    })
}

fn check_parts(findings: &mut Findings<'_>, parts: &[Part], balance: U256) {
    let total = parts.iter().fold(U256::ZERO, |sum, part| sum.saturating_add(part.balance));
    if total < balance && !parts.is_empty() {
        check_total(findings, total);
    }
    if findings.amount.is_zero() && parts.first().is_some_and(|part| part.balance.is_zero()) {
        refuse_nothing(findings, parts);
    }
    let held = reach(parts, |part| part.free);
    if parts.iter().any(|part| part.free < part.balance) {
        check_holds(findings, parts, held);
    }
    if let Some(step) = parts.iter().map(|part| part.step).max().filter(|step| *step > U256::from(1)) {
        check_steps(findings, parts, step);
    }
}

/// How far an amount may go if of each partition only `most` may be taken: a partition that cannot be emptied is the last one.
fn reach(parts: &[Part], most: impl Fn(&Part) -> U256) -> U256 {
    let mut sum = U256::ZERO;
    for part in parts {
        let taken = most(part).min(part.balance);
        sum = sum.saturating_add(taken);
        if taken < part.balance {
            break;
        }
    }
    sum
}

fn check_total(findings: &mut Findings<'_>, total: U256) {
    let rule = Rule::new(findings.token, "ERC-1400 default partitions");
    findings.limit(&rule, total, |findings| Restriction {
        code: RestrictionCode::PartitionBalance,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(findings.token, &getDefaultPartitionsCall {}, format!("the sender has {total} in them")),
        message: format!(
            "A plain transfer takes from the token's standard partitions only, and there the sender has {}.",
            findings.show(total)
        ),
        remedy: Remedy::by(Lifter::Sender, "Send less, or ask the issuer how to move what is in other partitions."),
    });
}

fn check_holds(findings: &mut Findings<'_>, parts: &[Part], most: U256) {
    let rule = Rule::new(findings.token, "ERC-1400 holds");
    let first = parts.iter().find(|part| part.free < part.balance).map_or(B256::ZERO, |part| part.partition);
    findings.limit(&rule, most, |findings| Restriction {
        code: RestrictionCode::LockedUp,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(
            findings.token,
            &balanceOfByPartitionCall { partition: first, tokenHolder: findings.from },
            "part of it is on hold",
        ),
        message: format!("Part of the sender's tokens is on hold; {} are free.", findings.show(most)),
        remedy: Remedy::by(Lifter::Sender, "Send at most what is free, or wait until the hold is released."),
    });
}

/// The largest amount up to `most` of which each piece is a multiple of its partition's step.
fn stepped(parts: &[Part], most: U256) -> U256 {
    let mut sum = U256::ZERO;
    for part in parts {
        let piece = part.free.min(part.balance).min(most.saturating_sub(sum));
        let odd = piece.checked_rem(part.step).unwrap_or_default();
        let piece = piece.saturating_sub(odd);
        sum = sum.saturating_add(piece);
        if piece < part.balance {
            break;
        }
    }
    sum
}

/// Each piece has to be a multiple of its partition's step. The bound of this rule takes the others in: between them are gaps.
fn check_steps(findings: &mut Findings<'_>, parts: &[Part], step: U256) {
    let rule = Rule::new(findings.token, "ERC-1400 granularity");
    let most = findings.smallest().unwrap_or(U256::MAX);
    let limit = Limit::AtMost(findings.amount.with_raw(stepped(parts, most)));
    findings.bounds.push(Bound { rule: rule.clone(), limit });
    let odd = |(part, value): (&Part, U256)| !value.checked_rem(part.step).unwrap_or_default().is_zero();
    if pieces(parts, findings.amount.raw()).any(odd) {
        let restriction = Restriction {
            code: RestrictionCode::TokenRestriction,
            party: Party::Token,
            rule,
            read: Witness::of(findings.token, &granularityCall {}, step),
            message: format!("The token moves only in multiples of {}.", findings.show(step)),
            remedy: Remedy::by(Lifter::Sender, "Send a multiple of that."),
        };
        findings.restrictions.push(restriction);
    }
}

/// The contract takes the partition off the sender's list afterwards, and stumbles where it is not there.
fn refuse_nothing(findings: &mut Findings<'_>, parts: &[Part]) {
    let partition = parts.first().map_or(B256::ZERO, |part| part.partition);
    let call = balanceOfByPartitionCall { partition, tokenHolder: findings.from };
    findings.restrictions.push(Restriction {
        code: RestrictionCode::ZeroAmount,
        party: Party::Sender,
        rule: Rule::new(findings.token, "ERC-1400 default partitions"),
        read: Witness::of(findings.token, &call, 0),
        message: "The token refuses to move nothing from who has nothing.".to_owned(),
        remedy: Remedy::by(Lifter::Sender, "Send more than zero."),
    });
}

fn refuse_without_defaults(findings: &mut Findings<'_>) {
    findings.refuse(Restriction {
        code: RestrictionCode::LockedUp,
        party: Party::Token,
        rule: Rule::new(findings.token, "ERC-1400 default partitions"),
        read: Witness::of(findings.token, &getDefaultPartitionsCall {}, "none"),
        message: "The issuer has switched plain transfers of this token off.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to name a standard partition."),
    });
}
