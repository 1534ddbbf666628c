//! Whether the identity registry verifies the receiver, and if not, what each required claim lacks.
//!
//! T-REX 3 goes through the receiver's claims, T-REX 4 through the trusted issuers; both want, for each required topic, one valid
//! claim of an issuer that is trusted for it. T-REX 4.2 can switch the checks off: then everybody is verified, even who is not registered.

mod claims;

use alloy_primitives::{Address, Bytes};

use crate::abi::erc3643::IIdentityRegistry::{identityCall, isVerifiedCall, issuersRegistryCall, topicsRegistryCall};
use crate::evidence::Gap;

use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

use claims::Search;

const RULE: &str = "ERC-3643 identity registry";

/// What the registry names.
struct Named {
    identity: Result<Address, Gap>,
    topics: Result<Address, Gap>,
    issuers: Result<Address, Gap>,
}

pub(super) fn check(findings: &mut Findings<'_>, registry: Address) {
    let user = findings.to;
    let call = isVerifiedCall { userAddress: user };
    let verified = findings.ask(registry, &call);
    let named = Named {
        identity: findings.ask(registry, &identityCall { userAddress: user }),
        topics: findings.ask(registry, &topicsRegistryCall {}),
        issuers: findings.ask(registry, &issuersRegistryCall {}),
    };
    match verified {
        Ok(true) => {}
        Ok(false) => explain(findings, registry, named, unexplained(registry, &call)),
        // The registry asks the identity and the issuers unguarded: this revert is the transfer's own.
        Err(Gap::Reverted { data, .. }) => explain(findings, registry, named, unreadable(registry, &call, &data)),
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
}

/// Every reason that can be found; `otherwise` where there is none.
fn explain(findings: &mut Findings<'_>, registry: Address, named: Named, otherwise: Restriction) {
    let Named { identity, topics, issuers } = named;
    let (identity, topics, issuers) = (findings.known(identity), findings.known(topics), findings.known(issuers));
    let (Some(identity), Some(topics), Some(issuers)) = (identity, topics, issuers) else { return };
    let before = findings.restrictions.len();
    if identity.is_zero() {
        let restriction = unregistered(registry, findings.to);
        findings.refuse(restriction);
    } else {
        claims::check(findings, Search { identity, topics, issuers });
    }
    if findings.restrictions.len() == before && !findings.gathering.is_pending() {
        findings.refuse(otherwise);
    }
}

pub(super) fn unregistered(registry: Address, user: Address) -> Restriction {
    Restriction {
        code: RestrictionCode::ReceiverNotRegistered,
        party: Party::Receiver,
        rule: Rule::new(registry, RULE),
        read: Witness::of(registry, &identityCall { userAddress: user }, Address::ZERO),
        message: "The receiver has not been verified by the issuer: it is not in the token's identity registry."
            .to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "The receiver has to be identified and registered by the issuer first."),
    }
}

fn unexplained(registry: Address, call: &isVerifiedCall) -> Restriction {
    Restriction {
        code: RestrictionCode::ReceiverNotVerified,
        party: Party::Receiver,
        rule: Rule::new(registry, RULE),
        read: Witness::of(registry, call, false),
        message: "The identity registry does not verify the receiver.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer what the receiver lacks."),
    }
}

fn unreadable(registry: Address, call: &isVerifiedCall, data: &Bytes) -> Restriction {
    Restriction {
        code: RestrictionCode::IdentityUnreadable,
        party: Party::Receiver,
        rule: Rule::new(registry, RULE),
        read: Witness::of(registry, call, format!("reverted with {data}")),
        message:
            "The receiver's claims cannot be read: its identity contract, or who issued one of its claims, does not \
                  answer."
                .to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "The issuer has to register a working identity contract for the receiver."),
    }
}
