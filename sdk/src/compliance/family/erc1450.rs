//! ERC-1450 (Final): only the transfer agent moves the token. `transfer`, `transferFrom` and `approve` always revert, whoever calls;
//! the agent has calls of its own. Nothing else needs to be read: no amount passes, to nobody.
//!
//! The standard demands that ERC-165 denies ERC-20 here, which hardly any other token says of itself.

use crate::abi::erc165::{self, IERC165::supportsInterfaceCall};
use crate::abi::erc1450::IERC1450::{isSecurityTokenCall, isTransferAgentCall};
use crate::compliance::Presence;
use crate::compliance::detection::{Prober, SOMEONE, either, judge};
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let security = prober.asks(&isSecurityTokenCall {}, |yes| *yes);
    let denied = prober.asks(&supportsInterfaceCall { interfaceId: erc165::ERC20 }, |yes| !*yes);
    let agent = prober.asks(&isTransferAgentCall { account: SOMEONE }, |yes| !*yes);
    let declared = prober.declares(erc165::ERC1450);
    let apart = [("isSecurityToken", security), ("that it is no ERC-20", denied)];
    judge(&apart, &[("isTransferAgent", either(agent, declared))])
}

/// How much the sender has and what the caller is allowed makes no difference: there is one reason, and it stands above them.
pub(super) fn check(findings: &mut Findings<'_>) {
    findings.funds_checked = true;
    findings.allowance_checked = true;
    findings.refuse(Restriction {
        code: RestrictionCode::NotTransferable,
        party: Party::Token,
        rule: Rule::new(findings.token, "ERC-1450 transfer agent"),
        read: Witness::of(findings.token, &isSecurityTokenCall {}, true),
        message: "Holders cannot move this token themselves: only its transfer agent can.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the token's transfer agent to make the transfer."),
    });
}
