//! A module whose rules are not known: it says yes or no to exactly this transfer.

use alloy_primitives::Address;

use crate::abi::erc3643::IModule::moduleCheckCall;
use crate::evidence::Gap;

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties, module: Address, name: &str) {
    let call = moduleCheckCall {
        from: findings.from,
        to: findings.to,
        value: findings.amount.raw(),
        compliance: parties.compliance,
    };
    let rule = Rule::new(module, name);
    findings.unbounded(rule.clone());
    let answer = match findings.ask(module, &call) {
        Ok(true) => return,
        Ok(false) => "false".to_owned(),
        // A module asks the compliance for its token: where that is another one, this has been said already.
        Err(Gap::Reverted { .. }) if is_stray(findings) => return,
        // The compliance asks unguarded: this revert is the transfer's own.
        Err(Gap::Reverted { data, .. }) => format!("reverted with {data}"),
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => return findings.unread(gap),
    };
    findings.restrictions.push(Restriction {
        code: RestrictionCode::ModuleRefuses,
        party: Party::Both,
        rule,
        read: Witness::of(module, &call, answer),
        message: format!("The issuer's rule {name} refuses this transfer."),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer what this rule demands."),
    });
}

fn is_stray(findings: &Findings<'_>) -> bool {
    findings.restrictions.iter().any(|known| known.code == RestrictionCode::ComplianceRefuses)
}
