//! Circle's FiatToken: pause and blacklist. `transfer` looks at the caller and at the receiver.

use alloy_primitives::Address;

use crate::abi::fiat_token::IFiatToken::{isBlacklistedCall, pausedCall};

use super::findings::Findings;
use super::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn check(findings: &mut Findings<'_>) {
    let token = findings.token;
    let paused = findings.ask(token, &pausedCall {});
    let sender = findings.ask(token, &isBlacklistedCall { account: findings.from });
    let receiver = findings.ask(token, &isBlacklistedCall { account: findings.to });
    if findings.known(paused) == Some(true) {
        findings.refuse(Restriction {
            code: RestrictionCode::Paused,
            party: Party::Token,
            rule: Rule::new(token, "FiatToken pause"),
            read: Witness::of(token, &pausedCall {}, true),
            message: "The issuer has paused all transfers of this token.".to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer unpauses the token."),
        });
    }
    if findings.known(sender) == Some(true) {
        let account = findings.from;
        findings.refuse(blacklisted(token, account, Party::Sender, RestrictionCode::SenderBlacklisted));
    }
    if findings.known(receiver) == Some(true) && findings.from != findings.to {
        let account = findings.to;
        findings.refuse(blacklisted(token, account, Party::Receiver, RestrictionCode::ReceiverBlacklisted));
    }
}

fn blacklisted(token: Address, account: Address, party: Party, code: RestrictionCode) -> Restriction {
    let who = if party == Party::Sender { "sender" } else { "receiver" };
    Restriction {
        code,
        party,
        rule: Rule::new(token, "FiatToken blacklist"),
        read: Witness::of(token, &isBlacklistedCall { account }, true),
        message: format!("The issuer has blacklisted the {who}."),
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to take the {who} off the blacklist.")),
    }
}
