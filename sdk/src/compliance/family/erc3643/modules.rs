//! The modules that are bound to an ERC-3643 compliance contract: each by its name, in a file of its own family.
//!
//! A module is recognised by the `name()` that T-REX 4.1 gives it. The name is only what it says of itself: the simulation
//! of the real call has the last word. One that is not known is asked for its verdict and nothing more.

mod approval;
mod countries;
mod exchanges;
mod listing;
mod max_balance;
mod time_limits;
mod transfer_fees;
mod unknown;

use alloy_primitives::Address;

use crate::abi::erc3643::IIdentityRegistry::{identityCall, investorCountryCall};
use crate::abi::erc3643::IModularCompliance::{canTransferCall, getModulesCall};
use crate::abi::erc3643::IModule::nameCall;
use crate::evidence::Gap;

use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// The compliance contract of a token, its registry, and whether the sender is one of the token's agents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) registry: Address,
    pub(super) compliance: Address,
    pub(super) agent: bool,
}

/// What modules look at.
#[derive(Clone, Copy, Debug)]
struct Parties {
    registry: Address,
    compliance: Address,
    /// Agents of the token are exempt from some limits.
    agent: bool,
    /// The sender's identity; zero where there is none.
    from_id: Address,
    /// The receiver's identity; zero where there is none.
    to_id: Address,
    /// The receiver's country, ISO 3166-1; zero where there is none.
    country: u16,
}

/// A bound module and what kind it says it is.
#[derive(Clone, Debug)]
struct Module {
    address: Address,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    CountryAllow,
    CountryRestrict,
    MaxBalance,
    SupplyLimit,
    TimeTransfersLimits,
    ConditionalTransfer,
    ExchangeMonthlyLimits,
    TimeExchangeLimits,
    TransferFees,
    TransferRestrict,
    TokenListingRestrictions,
    /// The name, where it has one: modules of T-REX 4.0 have none.
    Other(Option<String>),
}

impl Kind {
    fn named(name: String) -> Self {
        match name.as_str() {
            "CountryAllowModule" => Self::CountryAllow,
            "CountryRestrictModule" => Self::CountryRestrict,
            "MaxBalanceModule" => Self::MaxBalance,
            "SupplyLimitModule" => Self::SupplyLimit,
            "TimeTransfersLimitsModule" => Self::TimeTransfersLimits,
            "ConditionalTransferModule" => Self::ConditionalTransfer,
            "ExchangeMonthlyLimitsModule" => Self::ExchangeMonthlyLimits,
            "TimeExchangeLimitsModule" => Self::TimeExchangeLimits,
            "TransferFeesModule" => Self::TransferFees,
            "TransferRestrictModule" => Self::TransferRestrict,
            "TokenListingRestrictionsModule" => Self::TokenListingRestrictions,
            _ => Self::Other(Some(name)),
        }
    }
}

pub(super) fn check(findings: &mut Findings<'_>, bound: Bound) {
    let Bound { registry, compliance, agent } = bound;
    let modules = findings.ask(compliance, &getModulesCall {});
    let from_id = findings.ask(registry, &identityCall { userAddress: findings.from });
    let to_id = findings.ask(registry, &identityCall { userAddress: findings.to });
    let country = findings.ask(registry, &investorCountryCall { userAddress: findings.to });
    let modules = match modules {
        Ok(modules) => modules,
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => return check_whole(findings, compliance),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => return findings.unread(gap),
    };
    let named: Vec<_> = modules.iter().map(|module| (*module, findings.ask(*module, &nameCall {}))).collect();
    let modules: Option<Vec<Module>> =
        named.into_iter().map(|(address, name)| module(findings, address, name)).collect();
    let (from_id, to_id, country) = (findings.known(from_id), findings.known(to_id), findings.known(country));
    let (Some(modules), Some(from_id), Some(to_id), Some(country)) = (modules, from_id, to_id, country) else {
        return;
    };
    let parties = Parties { registry, compliance, agent, from_id, to_id, country };
    check_each(findings, &parties, &modules);
}

/// `None` while the name is still to be fetched.
fn module(findings: &mut Findings<'_>, address: Address, name: Result<String, Gap>) -> Option<Module> {
    match name {
        Ok(name) => Some(Module { address, kind: Kind::named(name) }),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => Some(Module { address, kind: Kind::Other(None) }),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    }
}

fn check_each(findings: &mut Findings<'_>, parties: &Parties, modules: &[Module]) {
    let fees = transfer_fees::read(findings, parties, modules);
    for module in modules {
        let address = module.address;
        match &module.kind {
            Kind::CountryAllow => countries::check_allowed(findings, parties, address),
            Kind::CountryRestrict => countries::check_restricted(findings, parties, address),
            Kind::MaxBalance => max_balance::check(findings, parties, modules, module, fees.as_ref()),
            // Limits what is issued; a transfer issues nothing.
            Kind::SupplyLimit => {}
            Kind::TimeTransfersLimits => time_limits::check(findings, parties, address),
            Kind::ConditionalTransfer => approval::check_conditional(findings, parties, address),
            Kind::ExchangeMonthlyLimits => exchanges::check_monthly(findings, parties, address),
            Kind::TimeExchangeLimits => exchanges::check_timed(findings, parties, address),
            // Read before: it bears on what others book.
            Kind::TransferFees => {}
            Kind::TransferRestrict => approval::check_listed(findings, parties, address),
            Kind::TokenListingRestrictions => listing::check(findings, parties, address),
            Kind::Other(name) => {
                let name = name.as_deref().unwrap_or("a module without a name");
                unknown::check(findings, parties, address, name);
            }
        }
    }
}

/// The compliance of T-REX 3 has no modules: it says yes or no, and not why.
fn check_whole(findings: &mut Findings<'_>, compliance: Address) {
    let call = canTransferCall { from: findings.from, to: findings.to, amount: findings.amount.raw() };
    let can = findings.ask(compliance, &call);
    let rule = Rule::new(compliance, "ERC-3643 compliance");
    findings.unbounded(rule.clone());
    if findings.known(can) == Some(false) {
        findings.restrictions.push(Restriction {
            code: RestrictionCode::ComplianceRefuses,
            party: Party::Both,
            rule,
            read: Witness::of(compliance, &call, false),
            message: "The token's compliance contract refuses, and has no modules that would say why.".to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "Ask the issuer which rule is broken."),
        });
    }
}
