//! Ondo USDY and rUSDY: a blocklist, a sanctions list and, in the versions that have one, an allowlist. Each is asked about the
//! sender, the receiver and, where a third one moves the tokens, about that one too.
//!
//! After the sources of 2023 (`USDY`, `rUSDY`). The allowlist lets every address with code pass: a smart account counts once it is
//! deployed, and so does an account that has delegated to code; everybody else has to have accepted a valid version of the terms.
//! Whether the deployed token still asks an allowlist is not verified: a token that names none is taken to have none.

use alloy_primitives::Address;

use crate::abi::ondo::IAllowlist::isAllowedCall;
use crate::abi::ondo::IBlocklist::isBlockedCall;
use crate::abi::ondo::IOndoToken::{allowlistCall, blocklistCall, pausedCall, sanctionsListCall};
use crate::abi::ondo::IRebasingShares::getRUSDYBySharesCall;
use crate::abi::sanctions_list::ISanctionsList::isSanctionedCall;
use crate::compliance::detection::{Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Presence, Remedy, listed, sanctions};
use crate::evidence::Gap;

use super::ondo_shares;

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let (named_blocklist, blocklist) = prober.names(&blocklistCall {});
    let (named_sanctions, sanctions) = prober.names(&sanctionsListCall {});
    let apart = [("blocklist", named_blocklist), ("sanctionsList", named_sanctions)];
    let (Some(blocklist), Some(sanctions)) = (blocklist, sanctions) else {
        return judge(&apart, &[]);
    };
    let blocked = prober.asks_at(blocklist, &isBlockedCall { account: SOMEONE }, |_| true);
    let sanctioned = prober.asks_at(sanctions, &isSanctionedCall { account: SOMEONE }, |_| true);
    let confirming = [("isBlocked of the blocklist", blocked), ("isSanctioned of the sanctions list", sanctioned)];
    judge(&apart, &confirming)
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let token = findings.token;
    let blocklist = findings.ask(token, &blocklistCall {});
    let list = findings.ask(token, &sanctionsListCall {});
    let allowlist = findings.ask(token, &allowlistCall {});
    flag::check_pause(findings, &pausedCall {}, "USDY pause");
    ondo_shares::check(findings, &getRUSDYBySharesCall { shares: ondo_shares::SHARES_OF_PRICE });
    let parties = findings.parties();
    if let Some(blocklist) = findings.known(blocklist) {
        for (party, account) in parties.iter().copied() {
            check_blocked(findings, blocklist, party, account);
        }
    }
    if let Some(list) = findings.known(list) {
        sanctions::check(findings, list, &parties);
    }
    match allowlist {
        Ok(allowlist) => {
            for (party, account) in parties {
                check_allowed(findings, allowlist, party, account);
            }
        }
        // The token has no such function, and so no such list.
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => {}
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
}

fn check_blocked(findings: &mut Findings<'_>, blocklist: Address, party: Party, account: Address) {
    let who = party.in_words();
    let blocked = Flag {
        contract: blocklist,
        rule: "USDY blocklist",
        breaks: true,
        code: listed::blacklisted(party),
        party,
        message: format!("The issuer has blocked {who}."),
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to take {who} off the blocklist.")),
    };
    flag::check(findings, &isBlockedCall { account }, blocked);
}

fn check_allowed(findings: &mut Findings<'_>, allowlist: Address, party: Party, account: Address) {
    let by = match party {
        Party::Sender => Lifter::Sender,
        Party::Receiver => Lifter::Receiver,
        Party::Caller | Party::Token | Party::Collector | Party::Both => Lifter::Issuer,
    };
    let who = party.in_words();
    let missing = Flag {
        contract: allowlist,
        rule: "USDY allowlist",
        breaks: false,
        code: listed::not_allowed(party),
        party,
        message: format!("The issuer's terms have not been accepted by {who}."),
        remedy: Remedy::by(by, "Accept the terms of the token with the issuer first."),
    };
    flag::check(findings, &isAllowedCall { account }, missing);
}
