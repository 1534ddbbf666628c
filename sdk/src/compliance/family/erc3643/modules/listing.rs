//! `TokenListingRestrictionsModule`: receivers themselves list which tokens they take, or which they do not.

use alloy_primitives::Address;

use crate::abi::modules::ITokenListingRestrictionsModule::{getInvestorListingStatusCall, getTokenListingTypeCall};
use crate::compliance::Doubt;

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

const NOT_CONFIGURED: u8 = 0;
const WHITELISTING: u8 = 1;
const BLACKLISTING: u8 = 2;

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let token = findings.token;
    let call = getInvestorListingStatusCall { token, investor: findings.to };
    let kind = findings.ask(module, &getTokenListingTypeCall { token });
    let wallet = findings.ask(module, &call);
    let identity = findings.ask(module, &getInvestorListingStatusCall { token, investor: parties.to_id });
    let (kind, wallet, identity) = (findings.known(kind), findings.known(wallet), findings.known(identity));
    let (Some(kind), Some(wallet), Some(identity)) = (kind, wallet, identity) else { return };
    let listed = wallet || identity;
    let (code, message, action) = match (kind, listed) {
        (NOT_CONFIGURED, _) | (WHITELISTING, true) | (BLACKLISTING, false) => return,
        (WHITELISTING, false) => (
            RestrictionCode::TokenNotListed,
            "The receiver has not listed this token among those they take.",
            "The receiver can list the token with listToken of this module.",
        ),
        (BLACKLISTING, true) => (
            RestrictionCode::TokenRefused,
            "The receiver has listed this token among those they do not take.",
            "The receiver can take it off with unlistToken of this module.",
        ),
        (other, _) => {
            let what = format!("the module {module} has a listing type that is not known: {other}");
            findings.doubts.push(Doubt::NotUnderstood { what });
            return;
        }
    };
    findings.refuse(Restriction {
        code,
        party: Party::Receiver,
        rule: Rule::new(module, "TokenListingRestrictionsModule"),
        read: Witness::of(module, &call, listed),
        message: message.to_owned(),
        remedy: Remedy::by(Lifter::Receiver, action),
    });
}
