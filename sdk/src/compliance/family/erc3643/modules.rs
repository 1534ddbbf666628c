//! The modules that are bound to an ERC-3643 compliance contract: each by its name, in a file of its own family.
//!
//! A module is recognised by the `name()` that T-REX 4.1 gives it; those of 4.0 have none, and are known by their getters. Either is
//! only what it says of itself: the simulation of the real call has the last word. One that is not known is asked for its verdict and
//! nothing more.

mod approval;
pub(super) mod countries;
mod country_cap;
mod exchanges;
mod listing;
mod lockup;
mod max_balance;
mod minimum;
mod nameless;
pub(super) mod time_limits;
mod transfer_fees;
mod unknown;

use alloy_primitives::Address;

use crate::abi::erc3643::IIdentityRegistry::{identityCall, investorCountryCall};
use crate::abi::erc3643::IModularCompliance::{getModulesCall, getTokenBoundCall};
use crate::abi::erc3643::IModule::nameCall;
use crate::evidence::Gap;

use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

use super::legacy;

/// The compliance contract of a token, its registry, and whether the sender is one of the token's agents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) registry: Address,
    pub(super) compliance: Address,
    pub(super) agent: bool,
}

/// What modules look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parties {
    pub(super) registry: Address,
    pub(super) compliance: Address,
    /// Agents of the token are exempt from some limits.
    pub(super) agent: bool,
    /// The sender's identity; zero where there is none.
    pub(super) from_id: Address,
    /// The receiver's identity; zero where there is none.
    pub(super) to_id: Address,
    /// The receiver's country, ISO 3166-1; zero where there is none.
    pub(super) country: u16,
    pub(super) receiver: Receiver,
}

/// What the registry said of the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Receiver {
    /// It refuses the receiver for not being in it. What follows from that, as having no country, is no fault of its own.
    Stranger,
    /// Something else.
    Other,
}

impl Parties {
    pub(super) fn has_stranger(&self) -> bool {
        self.receiver == Receiver::Stranger
    }
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
    InitialLockupPeriod,
    InvestorCountryCap,
    MinTransferByCountry,
    /// The name, where it has one.
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
            "InitialLockupPeriodModule" => Self::InitialLockupPeriod,
            "InvestorCountryCapModule" => Self::InvestorCountryCap,
            "MinTransferByCountryModule" => Self::MinTransferByCountry,
            _ => Self::Other(Some(name)),
        }
    }
}

pub(super) fn check(findings: &mut Findings<'_>, bound: Bound) {
    let Bound { registry, compliance, agent } = bound;
    let modules = findings.ask(compliance, &getModulesCall {});
    let token = findings.ask(compliance, &getTokenBoundCall {});
    let from_id = findings.ask(registry, &identityCall { userAddress: findings.from });
    let to_id = findings.ask(registry, &identityCall { userAddress: findings.to });
    let country = findings.ask(registry, &investorCountryCall { userAddress: findings.to });
    let (from_id, to_id, country) = (findings.known(from_id), findings.known(to_id), findings.known(country));
    let (Some(from_id), Some(to_id), Some(country)) = (from_id, to_id, country) else { return };
    let stranger = findings.restrictions.iter().any(|known| known.code == RestrictionCode::ReceiverNotRegistered);
    let receiver = if stranger { Receiver::Stranger } else { Receiver::Other };
    let parties = Parties { registry, compliance, agent, from_id, to_id, country, receiver };
    match modules {
        Ok(modules) => check_modules(findings, &parties, &modules, token),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => legacy::check(findings, &parties),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
}

fn check_modules(findings: &mut Findings<'_>, parties: &Parties, modules: &[Address], token: Result<Address, Gap>) {
    if findings.amount.is_zero() {
        refuse_nothing(findings, parties.compliance);
    }
    match token {
        Ok(token) if token != findings.token => refuse_stray(findings, parties.compliance),
        // A compliance of another make may not tell: then the simulation does.
        Ok(_) | Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => {}
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
    let named: Vec<_> = modules.iter().map(|module| (*module, findings.ask(*module, &nameCall {}))).collect();
    let modules: Vec<Option<Module>> =
        named.into_iter().map(|(address, name)| module(findings, parties, address, name)).collect();
    if let Some(modules) = modules.into_iter().collect::<Option<Vec<_>>>() {
        check_each(findings, parties, &modules);
    }
}

/// `None` while it is still to be fetched what it is.
fn module(
    findings: &mut Findings<'_>,
    parties: &Parties,
    address: Address,
    name: Result<String, Gap>,
) -> Option<Module> {
    match name {
        Ok(name) => Some(Module { address, kind: Kind::named(name) }),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => {
            nameless::recognise(findings, parties, address).map(|kind| Module { address, kind })
        }
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    }
}

fn refuse_nothing(findings: &mut Findings<'_>, compliance: Address) {
    findings.restrictions.push(Restriction {
        code: RestrictionCode::ZeroAmount,
        party: Party::Token,
        rule: Rule::new(compliance, "ERC-3643 compliance"),
        read: Witness::of(compliance, &getModulesCall {}, "modules, which take no amount of zero"),
        message: "The token's compliance refuses to move nothing.".to_owned(),
        remedy: Remedy::by(Lifter::Sender, "Send more than zero."),
    });
}

/// It hears of transfers of another token only.
fn refuse_stray(findings: &mut Findings<'_>, compliance: Address) {
    findings.refuse(Restriction {
        code: RestrictionCode::ComplianceRefuses,
        party: Party::Token,
        rule: Rule::new(compliance, "ERC-3643 compliance"),
        read: Witness::of(compliance, &getTokenBoundCall {}, "another token"),
        message: "The token's compliance contract is not set up for this token.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "The issuer has to bind the compliance contract to the token."),
    });
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
            Kind::InitialLockupPeriod => lockup::check(findings, parties, address),
            Kind::InvestorCountryCap => country_cap::check(findings, parties, address),
            Kind::MinTransferByCountry => minimum::check(findings, parties, address),
            Kind::Other(name) => {
                let name = name.as_deref().unwrap_or("a module without a name");
                unknown::check(findings, parties, address, name);
            }
        }
    }
}
