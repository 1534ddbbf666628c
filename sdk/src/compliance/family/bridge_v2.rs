//! Mt Pelerin's Bridge v2 (as of 2021; that RealT's tokens are of this code is said, not verified): a token lists rules of an engine,
//! each with a parameter, and every one of them has to let a transfer pass. The transfer itself says only `RU03`.
//!
//! `canTransfer` names the first rule that refuses, by its place in the engine. Here every rule is asked by itself. A rule has no name:
//! what kind it is shows in its getters and in how it answers made-up questions ([`kind`]); the published order of rules decides only where
//! that leaves a choice. A rule of no known kind is asked about the real amount and the whole balance.
//!
//! Not bounded exactly: limits in a currency (`HardTransferLimitRule`), whose headroom stays unknown where the whole balance does not
//! pass. A soft limit does not refuse, it sends the tokens to the registry to wait there: that is a doubt, not an allowance.

mod accounts;
mod amounts;
mod kind;

use alloy_primitives::{Address, U256};

use crate::abi::bridge_v2::IBridgeRule::{isTransferValidCall, isTransferValidReturn};
use crate::abi::bridge_v2::IBridgeToken::{processorCall, rulesCall, rulesReturn, trustedIntermediariesCall};
use crate::abi::bridge_v2::IProcessor::ruleEngineCall;
use crate::abi::bridge_v2::IRuleEngine;
use crate::abi::erc20::IERC20::balanceOfCall;
use crate::compliance::Presence;
use crate::compliance::detection::{Answer, Prober, judge};
use crate::compliance::family::erc20;
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Doubt, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

use kind::Kind;

/// What a rule answers to say no.
const INVALID: U256 = U256::ZERO;

/// A rule as the token lists it.
#[derive(Clone, Copy)]
struct Listed {
    /// Its place in the engine.
    id: U256,
    parameter: U256,
    contract: Address,
}

/// What all rules look at.
struct Scene {
    intermediaries: Vec<Address>,
    balance: Option<U256>,
}

/// A rule that has answered.
struct Asked {
    listed: Listed,
    kind: Kind,
    rule: Rule,
    reason: u64,
    call: isTransferValidCall,
}

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let rules = prober.asks(&rulesCall {}, |rules| rules.ids.len() == rules.parameters.len());
    let (named, processor) = prober.names(&processorCall {});
    let trusted = prober.asks(&trustedIntermediariesCall {}, |_| true);
    let engine = match processor {
        Some(processor) => prober.asks_at(processor, &ruleEngineCall {}, |engine| !engine.is_zero()),
        None => Answer::No,
    };
    let confirming = [("trustedIntermediaries", trusted), ("ruleEngine of the processor", engine)];
    judge(&[("rules", rules), ("processor", named)], &confirming)
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let token = findings.token;
    let balance = findings.ask(token, &balanceOfCall { account: findings.from });
    let listed = findings.ask(token, &rulesCall {});
    let intermediaries = findings.ask(token, &trustedIntermediariesCall {});
    let processor = findings.ask(token, &processorCall {});
    let balance = findings.known(balance);
    if let Some(balance) = balance {
        erc20::limit(findings, balance);
    }
    let (listed, processor) = (findings.known(listed), findings.known(processor));
    let (Some(listed), Some(intermediaries), Some(processor)) = (listed, findings.known(intermediaries), processor)
    else {
        return;
    };
    let engine = findings.ask(processor, &ruleEngineCall {});
    let Some(engine) = findings.known(engine) else { return };
    let Some(rules) = rules(findings, engine, listed) else { return };
    check_rules(findings, &rules, &Scene { intermediaries, balance });
}

/// The contracts of the listed rules. An engine without one of them reverts, and then so does every transfer.
fn rules(findings: &mut Findings<'_>, engine: Address, listed: rulesReturn) -> Option<Vec<Listed>> {
    let rulesReturn { ids, parameters } = listed;
    let call = IRuleEngine::rulesCall { ruleIds: ids.clone() };
    match findings.ask(engine, &call) {
        Ok(contracts) if contracts.len() == ids.len() && parameters.len() == ids.len() => {
            let rows = ids.into_iter().zip(parameters).zip(contracts);
            Some(rows.map(|((id, parameter), contract)| Listed { id, parameter, contract }).collect())
        }
        Ok(_) => {
            let what = "the token's list of rules does not match that of its rule engine".to_owned();
            findings.doubts.push(Doubt::NotUnderstood { what });
            None
        }
        Err(gap @ Gap::Reverted { .. }) => {
            findings.refuse(Restriction {
                code: RestrictionCode::ModuleRefuses,
                party: Party::Token,
                rule: Rule::new(engine, "Bridge v2 rule engine"),
                read: Witness::of(engine, &call, gap),
                message: "The token asks for a rule that its rule engine does not have.".to_owned(),
                remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to correct the token's rules."),
            });
            None
        }
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. } | Gap::Malformed { .. })) => {
            findings.unread(gap);
            None
        }
    }
}

fn check_rules(findings: &mut Findings<'_>, rules: &[Listed], scene: &Scene) {
    let (token, from, to, amount) = (findings.token, findings.from, findings.to, findings.amount.raw());
    let answers: Vec<_> = rules
        .iter()
        .map(|listed| {
            let parameter = listed.parameter;
            let call = isTransferValidCall { token, from, to, amount, parameter };
            let kind = kind::of(findings, *listed);
            (listed, findings.ask(listed.contract, &call), kind, call)
        })
        .collect();
    let mut least = None;
    for (listed, answer, kind, call) in answers {
        let rule = Rule::new(listed.contract, kind.map_or("Bridge v2 rule", Kind::name));
        let (Some(kind), Some(answer)) = (kind, known(findings, answer, &rule, &call)) else { continue };
        let reason = answer.reason.saturating_to();
        let asked = Asked { listed: *listed, kind, rule, reason, call };
        let refuses = answer.status == INVALID;
        match kind {
            Kind::Min => least = least.max(Some((listed.parameter, asked.rule.clone()))),
            Kind::Max | Kind::AddressLock { .. } | Kind::Limits | Kind::Unknown => {
                amounts::bound(findings, &asked, scene, answer.status);
            }
            Kind::GlobalFreeze { .. }
            | Kind::UserFreeze { .. }
            | Kind::Registered { .. }
            | Kind::UserValid { .. }
            | Kind::Vesting
            | Kind::YesNo => {}
        }
        if refuses {
            explain(findings, &asked, scene);
        }
    }
    if let Some((least, rule)) = least {
        let limit = Limit::AtLeast(findings.amount.with_raw(least));
        findings.bounds.push(Bound { rule, limit });
    }
}

/// The answer; where the rule reverts, so does the transfer.
fn known(
    findings: &mut Findings<'_>,
    answer: Result<isTransferValidReturn, Gap>,
    rule: &Rule,
    call: &isTransferValidCall,
) -> Option<isTransferValidReturn> {
    match answer {
        Err(gap @ Gap::Reverted { .. }) => {
            findings.unbounded(rule.clone());
            findings.restrictions.push(Restriction {
                code: RestrictionCode::ModuleRefuses,
                party: Party::Token,
                rule: rule.clone(),
                read: Witness::of(rule.contract, call, gap),
                message: "A rule of the token cannot be evaluated, and so nothing passes.".to_owned(),
                remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to repair the rule."),
            });
            None
        }
        other @ (Ok(_) | Err(Gap::Pending { .. } | Gap::Declined { .. } | Gap::Malformed { .. })) => {
            findings.known(other)
        }
    }
}

fn explain(findings: &mut Findings<'_>, asked: &Asked, scene: &Scene) {
    match asked.kind {
        Kind::UserFreeze { registry } => accounts::frozen(findings, asked, scene, registry),
        Kind::Registered { registry } => accounts::registered(findings, asked, scene, registry),
        Kind::UserValid { registry } => accounts::valid(findings, asked, scene, registry),
        Kind::GlobalFreeze { until } => amounts::stopped_until(findings, asked, until),
        Kind::Vesting => amounts::stopped_until(findings, asked, asked.listed.parameter),
        Kind::YesNo => findings.refuse(asked.restriction(
            RestrictionCode::Paused,
            Party::Token,
            "The issuer has switched transfers of this token off.",
            Remedy::by(Lifter::Issuer, "Wait until the issuer switches them on."),
        )),
        Kind::Max | Kind::Min | Kind::AddressLock { .. } | Kind::Limits | Kind::Unknown => {
            let restriction = amounts::restriction(findings, asked);
            findings.restrictions.push(restriction);
        }
    }
}

impl Asked {
    fn restriction(&self, code: RestrictionCode, party: Party, message: &str, remedy: Remedy) -> Restriction {
        Restriction {
            code,
            party,
            rule: self.rule.clone(),
            read: Witness::of(self.rule.contract, &self.call, format!("invalid, reason {}", self.reason)),
            message: message.to_owned(),
            remedy,
        }
    }
}
