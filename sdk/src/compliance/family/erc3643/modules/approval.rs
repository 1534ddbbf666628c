//! `ConditionalTransferModule`: each transfer approved beforehand. `TransferRestrictModule`: a list of those who may transfer.

use alloy_primitives::{Address, keccak256};
use alloy_sol_types::SolValue as _;

use crate::abi::modules::IConditionalTransferModule::isTransferApprovedCall;
use crate::abi::modules::ITransferRestrictModule::isUserAllowedCall;
use crate::compliance::{Bound, Limit};

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// An approval is for exactly one sender, receiver and amount, and is used up by the transfer. Other approved
/// amounts cannot be listed.
pub(super) fn check_conditional(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let hash = keccak256((findings.from, findings.to, findings.amount.raw(), findings.token).abi_encode());
    let call = isTransferApprovedCall { compliance: parties.compliance, transferHash: hash };
    let approved = findings.ask(module, &call);
    let rule = Rule::new(module, "ConditionalTransferModule");
    match findings.known(approved) {
        None => {}
        Some(true) => {
            let limit = Limit::Exactly(findings.amount);
            findings.bounds.push(Bound { rule, limit });
        }
        Some(false) => {
            findings.unbounded(rule.clone());
            let amount = findings.show(findings.amount.raw());
            findings.restrictions.push(Restriction {
                code: RestrictionCode::NotApproved,
                party: Party::Both,
                rule,
                read: Witness::of(module, &call, false),
                message: "The issuer has to approve each transfer, and has not approved exactly this one.".to_owned(),
                remedy: Remedy::by(
                    Lifter::Issuer,
                    format!("Ask the issuer to approve {amount} from this sender to this receiver."),
                ),
            });
        }
    }
}

/// One of the two sides on the list is enough.
pub(super) fn check_listed(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let compliance = parties.compliance;
    let call = isUserAllowedCall { compliance, user: findings.to };
    let sender = findings.ask(module, &isUserAllowedCall { compliance, user: findings.from });
    let receiver = findings.ask(module, &call);
    let (Some(false), Some(false)) = (findings.known(sender), findings.known(receiver)) else { return };
    if findings.to.is_zero() {
        return;
    }
    findings.refuse(Restriction {
        code: RestrictionCode::TransferRestricted,
        party: Party::Both,
        rule: Rule::new(module, "TransferRestrictModule"),
        read: Witness::of(module, &call, false),
        message: "Neither the sender nor the receiver is on the issuer's list of those who may transfer.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to put one of the two on the list."),
    });
}
