//! Chainlink ACE 1.0.0 (and what it shares with the releases of 2025): a token asks a policy engine about each call, and the engine
//! runs the policies of that call in their order, until one refuses or one allows for good.
//!
//! The engine's `check` tells the first refusal, and takes who asks for the token: it is asked as the token. For all reasons at once each policy is
//! run by itself ([`engine`]), with the parameters that the engine would give it. Their names are kept in the engine's storage alone, so they are read
//! there, at the place of release 1.0.0; of another release only the first refusal is told, and the headroom is known only where
//! the whole balance would pass. The shipped policies are explained by what they say of themselves ([`policies`]).
//!
//! The two shipped tokens freeze by themselves as well: parts of balances, and the one shaped like ERC-3643 also wallets and
//! everything. Not looked at: validators of certified actions, whose permits come from outside.

mod engine;
mod policies;
mod slots;

use alloy_primitives::{FixedBytes, U256};
use alloy_sol_types::SolCall as _;

use crate::abi::ace::IComplianceToken::{frozenBalanceOfCall, getFrozenTokensCall, isFrozenCall, pausedCall};
use crate::abi::ace::IPolicyEngine::getPoliciesCall;
use crate::abi::ace::IPolicyProtected::{getContextCall, getPolicyEngineCall};
use crate::abi::erc20::IERC20::{balanceOfCall, transferCall};
use crate::compliance::Presence;
use crate::compliance::detection::{Answer, Prober, judge};
use crate::compliance::family::erc20;
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let target = prober.contract;
    let (named, engine) = prober.names(&getPolicyEngineCall {});
    let context = prober.asks(&getContextCall {}, |_| true);
    let call = getPoliciesCall { target, selector: FixedBytes(transferCall::SELECTOR) };
    let policies = match engine {
        Some(engine) => prober.asks_at(engine, &call, |_| true),
        None => Answer::No,
    };
    judge(&[("getPolicyEngine", named)], &[("getContext", context), ("getPolicies of the engine", policies)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let token = findings.token;
    let balance = findings.ask(token, &balanceOfCall { account: findings.from });
    let engine = findings.ask(token, &getPolicyEngineCall {});
    let context = findings.ask_as(findings.caller(), token, &getContextCall {});
    let balance = findings.known(balance);
    check_token(findings, balance);
    let (engine, context) = (findings.known(engine), findings.known(context));
    let (Some(engine), Some(context)) = (engine, context) else { return };
    engine::check(findings, engine, &context, balance);
}

/// What the shipped tokens do beside the engine; a token of another make answers none of it.
fn check_token(findings: &mut Findings<'_>, balance: Option<U256>) {
    let (token, account) = (findings.token, findings.from);
    let of_erc20 = frozenBalanceOfCall { account };
    let of_erc3643 = getFrozenTokensCall { account };
    let frozen = findings.ask(token, &of_erc20);
    let frozen_tokens = findings.ask(token, &of_erc3643);
    let paused = findings.ask(token, &pausedCall {});
    let wallets: Vec<_> = findings
        .parties()
        .into_iter()
        .filter(|(party, _)| *party != Party::Caller)
        .map(|(party, account)| (party, account, findings.ask(token, &isFrozenCall { account })))
        .collect();
    let frozen = match (there(findings, frozen), there(findings, frozen_tokens)) {
        (Some(frozen), _) => Some((frozen, Witness::of(token, &of_erc20, frozen))),
        (None, Some(frozen)) => Some((frozen, Witness::of(token, &of_erc3643, frozen))),
        (None, None) => None,
    };
    if there(findings, paused) == Some(true) {
        findings.refuse(Restriction {
            code: RestrictionCode::Paused,
            party: Party::Token,
            rule: Rule::new(token, "ACE token pause"),
            read: Witness::of(token, &pausedCall {}, true),
            message: "The issuer has paused all transfers of this token.".to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer unpauses the token."),
        });
    }
    for (party, account, frozen) in wallets {
        if there(findings, frozen) == Some(true) {
            let who = party.in_words();
            let sends = party == Party::Sender;
            findings.refuse(Restriction {
                code: if sends { RestrictionCode::SenderFrozen } else { RestrictionCode::ReceiverFrozen },
                party,
                rule: Rule::new(token, "ACE token wallet freeze"),
                read: Witness::of(token, &isFrozenCall { account }, true),
                message: format!("The issuer has frozen {who}."),
                remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to unfreeze {who}.")),
            });
        }
    }
    if let Some(balance) = balance {
        erc20::limit(findings, balance);
        check_free(findings, balance, frozen);
    }
}

/// The answer where the token has that function; a read that could not be made is a doubt.
fn there<T>(findings: &mut Findings<'_>, answer: Result<T, Gap>) -> Option<T> {
    match answer {
        Ok(value) => Some(value),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => None,
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    }
}

/// Where more is frozen than there is, not even nothing passes.
fn check_free(findings: &mut Findings<'_>, balance: U256, frozen: Option<(U256, Witness)>) {
    let Some((frozen, read)) = frozen.filter(|(frozen, _)| !frozen.is_zero()) else { return };
    let rule = Rule::new(findings.token, "ACE token frozen balance");
    let free = balance.saturating_sub(frozen);
    let restriction = Restriction {
        code: RestrictionCode::PartlyFrozen,
        party: Party::Sender,
        rule: rule.clone(),
        read,
        message: format!(
            "Of the sender's {}, {} are frozen; {} are free.",
            findings.show(balance),
            findings.show(frozen),
            findings.show(free)
        ),
        remedy: Remedy::by(Lifter::Issuer, "Send at most what is free, or ask the issuer to unfreeze the rest."),
    };
    if frozen > balance {
        findings.refuse(restriction);
    } else if findings.amount.raw() <= balance {
        findings.limit(&rule, free, |_| restriction);
    } else {
        // More than the sender has: that is the reason, and this only a bound.
        let limit = Limit::AtMost(findings.amount.with_raw(free));
        findings.bounds.push(Bound { rule, limit });
    }
}
