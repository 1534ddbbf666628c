//! ERC-3643 (T-REX): pause, freezes, free balance, the receiver's identity, and every rule of the compliance contract.
//!
//! In the order of the contract's `transfer`, but without stopping at the first that fails. Read from T-REX 3.5.2, 4.0.1, 4.1.6, the drafts
//! of 4.2 (4.2.0-beta2 and what followed) and the develop branch of ERC-3643. `transferFrom` is the same and looks at no spender, neither
//! frozen nor verified: only the allowance counts, of which even the largest number is used up. `version()` does not tell them apart (4.1.3
//! in all of 4.1 and in drafts of 4.2), so each contract is asked for what it has.
//!
//! - 3.5: the compliance has no modules (`legacy`), and an amount of zero passes.
//! - 4.0: modules without names. 4.1: eleven with names, and compliance contracts that refuse an amount of zero.
//! - 4.2: errors with names, three more modules, allowances that the issuer grants for everybody (`standing`), and identity
//!   checks that can be switched off.

mod identity;
mod legacy;
mod modules;
mod standing;

use alloy_primitives::{Address, U256};

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc3643::IToken::{
    complianceCall, getFrozenTokensCall, identityRegistryCall, isAgentCall, isFrozenCall, pausedCall,
};
use crate::evidence::Gap;

use crate::abi::erc3643::{IIdentityRegistry, IModularCompliance};
use crate::compliance::Presence;
use crate::compliance::detection::{Prober, SOMEONE, either, judge};
use crate::compliance::findings::Findings;
use crate::compliance::frozen_part::{FrozenPart, Overhang};
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// The first round's answers.
struct Token {
    paused: Result<bool, Gap>,
    sender_frozen: Result<bool, Gap>,
    receiver_frozen: Result<bool, Gap>,
    frozen_part: Result<U256, Gap>,
    balance: Result<U256, Gap>,
}

/// `compliance()` alone means other things elsewhere: both addresses have to be there, and to answer like their kind.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let (named_registry, registry) = prober.names(&identityRegistryCall {});
    let (named_compliance, compliance) = prober.names(&complianceCall {});
    let apart = [("identityRegistry", named_registry), ("compliance", named_compliance)];
    let (Some(registry), Some(compliance)) = (registry, compliance) else {
        return judge(&apart, &[]);
    };
    let topics = prober.asks_at(registry, &IIdentityRegistry::topicsRegistryCall {}, |address| !address.is_zero());
    let identity = prober.asks_at(registry, &IIdentityRegistry::identityCall { userAddress: SOMEONE }, |_| true);
    let modules = prober.asks_at(compliance, &IModularCompliance::getModulesCall {}, |_| true);
    // The compliance of T-REX 3 has no modules, but knows its token like that of the standard's text.
    let token = prober.contract;
    let bound = prober.asks_at(compliance, &IModularCompliance::isTokenBoundCall { token }, |_| true);
    let confirming = [
        ("topicsRegistry of the registry", topics),
        ("identity of the registry", identity),
        ("getModules or isTokenBound of the compliance", either(modules, bound)),
    ];
    judge(&apart, &confirming)
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let (token, from, to) = (findings.token, findings.from, findings.to);
    let answers = Token {
        paused: findings.ask(token, &pausedCall {}),
        sender_frozen: findings.ask(token, &isFrozenCall { userAddress: from }),
        receiver_frozen: findings.ask(token, &isFrozenCall { userAddress: to }),
        frozen_part: findings.ask(token, &getFrozenTokensCall { userAddress: from }),
        balance: findings.ask(token, &balanceOfCall { account: from }),
    };
    let registry = findings.ask(token, &identityRegistryCall {});
    let compliance = findings.ask(token, &complianceCall {});
    // Nobody sends what is issued, and the contract refuses to be asked about nobody.
    let agent = if from.is_zero() { Ok(false) } else { findings.ask(token, &isAgentCall { agent: from }) };
    standing::read(findings);
    stops(findings, &answers);
    funds(findings, answers.balance, answers.frozen_part);
    let Some(registry) = findings.known(registry) else { return };
    identity::check(findings, registry);
    let (Some(compliance), Some(agent)) = (findings.known(compliance), findings.known(agent)) else { return };
    modules::check(findings, modules::Bound { registry, compliance, agent });
}

fn stops(findings: &mut Findings<'_>, answers: &Token) {
    let token = findings.token;
    if findings.known(answers.paused.clone()) == Some(true) {
        findings.refuse(Restriction {
            code: RestrictionCode::Paused,
            party: Party::Token,
            rule: Rule::new(token, "ERC-3643 pause"),
            read: Witness::of(token, &pausedCall {}, true),
            message: "The issuer has paused all transfers of this token.".to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "Wait until an agent of the issuer unpauses the token."),
        });
    }
    if findings.known(answers.sender_frozen.clone()) == Some(true) {
        let account = findings.from;
        findings.refuse(frozen(token, account, Party::Sender, RestrictionCode::SenderFrozen));
    }
    let to_another = findings.from != findings.to;
    if findings.known(answers.receiver_frozen.clone()) == Some(true) && to_another {
        let account = findings.to;
        findings.refuse(frozen(token, account, Party::Receiver, RestrictionCode::ReceiverFrozen));
    }
}

fn frozen(token: Address, account: Address, party: Party, code: RestrictionCode) -> Restriction {
    let who = if party == Party::Sender { "sender" } else { "receiver" };
    Restriction {
        code,
        party,
        rule: Rule::new(token, "ERC-3643 address freeze"),
        read: Witness::of(token, &isFrozenCall { userAddress: account }, true),
        message: format!("The {who}'s wallet is frozen for this token."),
        remedy: Remedy::by(Lifter::Issuer, format!("Ask an agent of the issuer to unfreeze the {who}'s wallet.")),
    }
}

fn funds(findings: &mut Findings<'_>, balance: Result<U256, Gap>, frozen: Result<U256, Gap>) {
    let (balance, frozen) = (findings.known(balance), findings.known(frozen));
    let (Some(balance), Some(frozen)) = (balance, frozen) else { return };
    let call = &getFrozenTokensCall { userAddress: findings.from };
    FrozenPart { balance, frozen, call, rule: "ERC-3643 partial freeze", overhang: Overhang::Refuses }.check(findings);
}
