//! Sanctions oracles: a list that a token, or a registry of its issuer, asks about everybody who takes part in a transfer.

use alloy_primitives::Address;

use crate::abi::sanctions_list::ISanctionsList::isSanctionedCall;

use super::findings::Findings;
use super::flag::{self, Flag};
use super::{Lifter, Party, Remedy, listed};

/// Asks the list about each of these.
pub(super) fn check(findings: &mut Findings<'_>, list: Address, parties: &[(Party, Address)]) {
    for (party, account) in parties.iter().copied() {
        let who = party.in_words();
        let named = Flag {
            contract: list,
            rule: "sanctions list",
            breaks: true,
            code: listed::sanctioned(party),
            party,
            message: format!("The sanctions list that the token follows names {who}."),
            remedy: Remedy::by(
                Lifter::Issuer,
                "Ask the issuer: the list is kept by somebody else, and the token follows it.",
            ),
        };
        flag::check(findings, &isSanctionedCall { account }, named);
    }
}
