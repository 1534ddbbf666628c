//! Securitize's DS protocol (BUIDL, ACRED and others): registered investors, locks, and rules by region.
//!
//! After version 4. The token itself answers `preTransferCheck` with a code and a text, but only for the first rule that is broken. So
//! the services behind it are asked as well, for every reason at once and for how much would pass: the regulated compliance service by all
//! of its rules, the whitelisting one by its own. A reason that only the token knows stays in its words. Which deployed tokens run
//! version 4 is not verified: where a service lacks a function, the token's code stands alone and the bound is not known.

mod facts;
mod holdings;
mod places;
mod regulated;
mod shares;
mod whitelisted;

use alloy_primitives::U256;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::securitize::IDSToken::{getDSServiceCall, isPausedCall, preTransferCheckCall, preTransferCheckReturn};
use crate::compliance::Presence;
use crate::compliance::detection::{ANOTHER, Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

use facts::{COMPLIANCE, Kind, REGISTRY};

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let (compliance, _) = prober.names(&getDSServiceCall { serviceId: COMPLIANCE });
    let (registry, _) = prober.names(&getDSServiceCall { serviceId: REGISTRY });
    let paused = prober.asks(&isPausedCall {}, |_| true);
    let call = preTransferCheckCall { from: SOMEONE, to: ANOTHER, value: U256::ZERO };
    let check = prober.asks(&call, |_| true);
    let apart = [("getDSService of compliance", compliance), ("getDSService of the registry", registry)];
    judge(&apart, &[("preTransferCheck", check), ("isPaused", paused)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let (token, from, to) = (findings.token, findings.from, findings.to);
    let call = preTransferCheckCall { from, to, value: findings.amount.raw() };
    let answer = findings.ask(token, &call);
    let balance = findings.ask(token, &balanceOfCall { account: from });
    let services = facts::services(findings);
    let explained = services.zip(balance.ok()).and_then(|(services, balance)| explain(findings, services, balance));
    if explained.is_none() {
        findings.unbounded(Rule::new(token, "Securitize compliance"));
    }
    let Some(answer) = findings.known(answer) else { return };
    if !findings.gathering.is_pending() {
        add_the_tokens_own(findings, &call, &answer);
    }
}

/// Goes through the rules of the compliance service, whichever kind it is, and those of the token's books. `None` where the service is of
/// no known kind or cannot be read.
fn explain(findings: &mut Findings<'_>, services: facts::Services, balance: U256) -> Option<()> {
    let shares = shares::read(findings, &services, balance);
    let kind = facts::kind(findings, &services);
    let wallets = facts::wallets(findings, &services);
    let books = facts::books(findings, balance, wallets.as_ref());
    if let Some(shares) = &shares {
        shares.check(findings);
    }
    let (wallets, books) = (wallets?, books?);
    holdings::check_books(findings, &books);
    let explained = match kind {
        Some(Kind::Regulated) => {
            facts::regulated(findings, services, wallets, &books).map(|facts| regulated::check(findings, &facts))
        }
        Some(Kind::Whitelisted) => {
            whitelisted::check(findings, &services, &wallets, balance);
            Some(())
        }
        None => None,
    };
    // Last: which amounts leave enough depends on what the others allow.
    if let Some(shares) = &shares {
        shares.check_remainder(findings, &books);
    }
    explained
}

/// The code of the token, unless a reason of the same kind was found already.
fn add_the_tokens_own(findings: &mut Findings<'_>, call: &preTransferCheckCall, answer: &preTransferCheckReturn) {
    let preTransferCheckReturn { code, reason } = answer;
    if code.is_zero() {
        return;
    }
    let (kind, party) = meaning(*code);
    let balance = kind == RestrictionCode::InsufficientBalance && !findings.funds_checked;
    if balance || findings.restrictions.iter().any(|known| known.code == kind) {
        return;
    }
    findings.restrictions.push(Restriction {
        code: kind,
        party,
        rule: Rule::new(findings.token, "Securitize transfer check"),
        read: Witness::of(findings.token, call, format!("{code} {reason}")),
        message: format!("The token refuses the transfer with code {code}: {reason}."),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to lift the restriction that the token names."),
    });
}

/// What the codes of the protocol stand for. A code that is not in its table stays the token's own.
fn meaning(code: U256) -> (RestrictionCode, Party) {
    match u64::try_from(code) {
        Ok(10) => (RestrictionCode::Paused, Party::Token),
        Ok(15) => (RestrictionCode::InsufficientBalance, Party::Sender),
        Ok(16 | 32 | 33) => (RestrictionCode::LockedUp, Party::Sender),
        Ok(20) => (RestrictionCode::ReceiverNotRegistered, Party::Receiver),
        Ok(25) => (RestrictionCode::Flowback, Party::Both),
        Ok(26) => (RestrictionCode::CountryForbidden, Party::Receiver),
        Ok(40) => (RestrictionCode::TooManyHolders, Party::Receiver),
        Ok(50) => (RestrictionCode::OnlyFullTransfer, Party::Sender),
        Ok(51) => (RestrictionCode::BelowMinimum, Party::Both),
        Ok(52) => (RestrictionCode::AboveMaximum, Party::Receiver),
        Ok(61 | 62) => (RestrictionCode::AccreditationRequired, Party::Receiver),
        Ok(71) => (RestrictionCode::TooFewHolders, Party::Token),
        Ok(90) => (RestrictionCode::LiquidateOnly, Party::Receiver),
        Ok(_) | Err(_) => (RestrictionCode::TokenRestriction, Party::Both),
    }
}

/// All transfers are stopped, except where the service lets some pass.
fn refuse_paused(findings: &mut Findings<'_>) {
    let token = findings.token;
    findings.refuse(Restriction {
        code: RestrictionCode::Paused,
        party: Party::Token,
        rule: Rule::new(token, "Securitize pause"),
        read: Witness::of(token, &isPausedCall {}, true),
        message: "The issuer has paused all transfers of this token.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer unpauses the token."),
    });
}

/// Only registered wallets receive.
fn refuse_unregistered(findings: &mut Findings<'_>, rule: &'static str, services: &facts::Services) {
    let call = crate::abi::securitize::IDSRegistryService::getInvestorDetailsCall { account: findings.to };
    findings.refuse(Restriction {
        code: RestrictionCode::ReceiverNotRegistered,
        party: Party::Receiver,
        rule: Rule::new(services.registry, rule),
        read: Witness::of(services.registry, &call, "no investor"),
        message: "The receiver's wallet is not registered with the issuer.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "The receiver has to become an investor and register this wallet."),
    });
}

/// The most that the bounds found so far let pass, and the least.
fn window(findings: &Findings<'_>, balance: U256) -> (U256, U256) {
    let at_most = |bound: &Bound| match bound.limit {
        Limit::AtMost(amount) => Some(amount.raw()),
        Limit::Nothing => Some(U256::ZERO),
        Limit::AtLeast(_) | Limit::Exactly(_) | Limit::Unknown => None,
    };
    let at_least = |bound: &Bound| match bound.limit {
        Limit::AtLeast(amount) => Some(amount.raw()),
        Limit::AtMost(_) | Limit::Exactly(_) | Limit::Nothing | Limit::Unknown => None,
    };
    let most = findings.bounds.iter().filter_map(at_most).fold(balance, U256::min);
    let least = findings.bounds.iter().filter_map(at_least).fold(U256::ZERO, U256::max);
    (most, least)
}
