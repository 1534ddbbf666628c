//! The regulated compliance service, in the order of its `completeTransferCheck`, but without stopping at the first rule that is
//! broken.
//!
//! Only the receiver has to be registered. Platform wallets receive without any rule but that of full transfers, even while the token is
//! paused; and between the wallets of one investor no rule of a region holds.

use crate::abi::securitize::IDSComplianceConfigurationService as Config;
use crate::abi::securitize::IDSLockManager::isInvestorLiquidateOnlyCall;
use crate::abi::securitize::IDSRegistryService::isAccreditedInvestorCall;
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::units::Timestamp;
use alloy_primitives::U256;

use super::facts::{Facts, Region};
use super::{holdings, places};

pub(super) fn check(findings: &mut Findings<'_>, facts: &Facts) {
    let (sender, receiver) = (&facts.wallets.sender, &facts.wallets.receiver);
    if receiver.platform {
        holdings::check_full_transfer(findings, facts);
        return;
    }
    if facts.wallets.paused {
        super::refuse_paused(findings);
    }
    if sender.same_investor(receiver) {
        return;
    }
    check_receiver(findings, facts);
    check_flowback(findings, facts);
    if !sender.platform {
        holdings::check_locks(findings, &facts.services, facts.wallets.transferable, facts.balance);
        holdings::check_lock_up(findings, facts);
    }
    holdings::check_full_transfer(findings, facts);
    places::check(findings, facts);
    holdings::check_receiver(findings, facts);
    // Last: which amounts a remaining minimum leaves depends on what the others allow.
    holdings::check_remaining(findings, facts);
}

fn check_receiver(findings: &mut Findings<'_>, facts: &Facts) {
    let (services, receiver) = (&facts.services, &facts.wallets.receiver);
    if receiver.investor.is_empty() {
        super::refuse_unregistered(findings, "Securitize registry", services);
    }
    if facts.liquidate_only {
        let call = isInvestorLiquidateOnlyCall { investorId: receiver.investor.clone() };
        findings.refuse(Restriction {
            code: RestrictionCode::LiquidateOnly,
            party: Party::Receiver,
            rule: Rule::new(services.locks, "Securitize liquidation only"),
            read: Witness::of(services.locks, &call, true),
            message: "The receiver may only sell or redeem this token, not buy or receive more.".to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to lift the receiver's restriction."),
        });
    }
    if facts.receiver.region == Region::Forbidden {
        let call = Config::getCountryComplianceCall { country: receiver.country.clone() };
        findings.refuse(Restriction {
            code: RestrictionCode::CountryForbidden,
            party: Party::Receiver,
            rule: Rule::new(services.configuration, "Securitize forbidden countries"),
            read: Witness::of(services.configuration, &call, "forbidden"),
            message: format!("The token may not go to the receiver's country ({}).", receiver.country),
            remedy: Remedy::by(Lifter::Issuer, "Choose another receiver: the issuer does not serve this country."),
        });
    }
    check_accreditation(findings, facts);
}

/// Required everywhere, or in the United States, or both.
fn check_accreditation(findings: &mut Findings<'_>, facts: &Facts) {
    if facts.receiver.accredited {
        return;
    }
    let everywhere = facts.limits.accredited;
    let inside = facts.limits.accredited_in_us && facts.receiver.region == Region::UnitedStates;
    let call = isAccreditedInvestorCall { wallet: findings.to };
    let required = |rule, message: &str| Restriction {
        code: RestrictionCode::AccreditationRequired,
        party: Party::Receiver,
        rule: Rule::new(facts.services.configuration, rule),
        read: Witness::of(facts.services.registry, &call, false),
        message: message.to_owned(),
        remedy: Remedy::by(Lifter::Receiver, "The receiver has to be accredited, and have the issuer register that."),
    };
    if everywhere {
        findings.refuse(required("Securitize accreditation", "Only accredited investors may receive this token."));
    }
    if inside {
        let message = "In the United States only accredited investors may receive this token.";
        findings.refuse(required("Securitize accreditation in the United States", message));
    }
}

/// From outside the United States into them. An end of zero is never.
fn check_flowback(findings: &mut Findings<'_>, facts: &Facts) {
    let end = facts.limits.flowback_end;
    let inward = facts.sender.region != Region::UnitedStates && facts.receiver.region == Region::UnitedStates;
    let open = !end.is_zero() && end <= U256::from(findings.now().0);
    if !inward || facts.wallets.sender.platform || open {
        return;
    }
    let configuration = facts.services.configuration;
    let rule = Rule::new(configuration, "Securitize flowback");
    let ends = u64::try_from(end).ok().filter(|end| *end != 0).map(Timestamp);
    let remedy = match ends {
        Some(_) => Remedy::by(Lifter::Time, "Wait until the issuer's waiting time has passed."),
        None => Remedy::by(Lifter::Issuer, "Choose a receiver outside the United States, or ask the issuer."),
    };
    findings.refuse(Restriction {
        code: RestrictionCode::Flowback,
        party: Party::Both,
        rule: rule.clone(),
        read: Witness::of(configuration, &Config::getBlockFlowbackEndTimeCall {}, end),
        message: "The token may not flow back from abroad to a receiver in the United States.".to_owned(),
        remedy,
    });
    if let Some(at) = ends {
        findings.changes_at(at, &rule);
    }
}
