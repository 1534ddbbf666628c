//! Whether the identity registry verifies the receiver, and if not, what each required claim lacks.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolValue as _, sol};

use crate::abi::erc3643::IClaimTopicsRegistry::getClaimTopicsCall;
use crate::abi::erc3643::IIdentityRegistry::{identityCall, isVerifiedCall, issuersRegistryCall, topicsRegistryCall};
use crate::abi::erc3643::ITrustedIssuersRegistry::getTrustedIssuersForClaimTopicCall;
use crate::abi::onchainid::IClaimIssuer::{isClaimRevokedCall, isClaimValidCall};
use crate::abi::onchainid::IIdentity::{getClaimCall, getClaimReturn};
use crate::evidence::Gap;

use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

sol! {
    // ERC-735.
    function getClaimIdsByTopic(uint256 topic) external view returns (bytes32[] memory claimIds);
}

/// Where the receiver's claims are looked for.
#[derive(Clone, Copy)]
struct Search {
    identity: Address,
    topics: Address,
    issuers: Address,
}

/// A claim that is there, of an issuer that is trusted, and what its issuer says of it.
struct Claim {
    issuer: Address,
    signature: Bytes,
    valid: Result<bool, Gap>,
    revoked: Result<bool, Gap>,
}

pub(super) fn check(findings: &mut Findings<'_>, registry: Address) {
    let user = findings.to;
    let call = isVerifiedCall { userAddress: user };
    let verified = findings.ask(registry, &call);
    let identity = findings.ask(registry, &identityCall { userAddress: user });
    let topics = findings.ask(registry, &topicsRegistryCall {});
    let issuers = findings.ask(registry, &issuersRegistryCall {});
    match verified {
        Ok(true) => {}
        Ok(false) => {
            let (Some(identity), Some(topics), Some(issuers)) =
                (findings.known(identity), findings.known(topics), findings.known(issuers))
            else {
                return;
            };
            let before = findings.restrictions.len();
            explain(findings, registry, Search { identity, topics, issuers });
            if findings.restrictions.len() == before && !findings.gathering.is_pending() {
                findings.refuse(unexplained(registry, &call));
            }
        }
        // The registry asks the identity contract unguarded: this revert is the transfer's own.
        Err(Gap::Reverted { data, .. }) => findings.refuse(unreadable(registry, &call, &data)),
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
}

fn explain(findings: &mut Findings<'_>, registry: Address, search: Search) {
    if search.identity.is_zero() {
        let call = identityCall { userAddress: findings.to };
        findings.refuse(Restriction {
            code: RestrictionCode::ReceiverNotRegistered,
            party: Party::Receiver,
            rule: Rule::new(registry, "ERC-3643 identity registry"),
            read: Witness::of(registry, &call, Address::ZERO),
            message: "The receiver has not been verified by the issuer: it is not in the token's identity registry."
                .to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "The receiver has to be identified and registered by the issuer first."),
        });
        return;
    }
    let topics = findings.ask(search.topics, &getClaimTopicsCall {});
    for topic in findings.known(topics).unwrap_or_default() {
        check_topic(findings, search, topic);
    }
}

fn check_topic(findings: &mut Findings<'_>, search: Search, topic: U256) {
    let call = getTrustedIssuersForClaimTopicCall { claimTopic: topic };
    let trusted = findings.ask(search.issuers, &call);
    let ids = findings.ask(search.identity, &getClaimIdsByTopicCall { topic });
    let Some(trusted) = findings.known(trusted) else { return };
    let name = named(findings, topic);
    if trusted.is_empty() {
        findings.refuse(Restriction {
            code: RestrictionCode::NoTrustedIssuer,
            party: Party::Token,
            rule: rule(search.issuers),
            read: Witness::of(search.issuers, &call, "none"),
            message: format!("The token requires {name}, and trusts nobody to issue it."),
            remedy: Remedy::by(Lifter::Issuer, "The token's issuer has to name a trusted issuer for this claim."),
        });
        return;
    }
    let Some(claims) = trusted_claims(findings, search, topic, &trusted) else { return };
    if claims.iter().any(|claim| matches!(claim.valid, Ok(true))) {
        return;
    }
    match claims.first() {
        Some(claim) => {
            let restriction = refused_claim(search, topic, claim, &name);
            findings.refuse(restriction);
        }
        None => absent_claim(findings, search, topic, &name, ids),
    }
}

/// `None` while claims are still to be fetched.
fn trusted_claims(findings: &mut Findings<'_>, search: Search, topic: U256, trusted: &[Address]) -> Option<Vec<Claim>> {
    let asked: Vec<_> = trusted
        .iter()
        .map(|issuer| findings.ask(search.identity, &getClaimCall { claimId: claim_id(*issuer, topic) }))
        .collect();
    let mut claims = Vec::new();
    let mut complete = true;
    for claim in asked {
        match findings.known(claim) {
            Some(claim) if claim.topic == topic => claims.push(asked_of_issuer(findings, search, claim)),
            Some(_) => {}
            None => complete = false,
        }
    }
    (complete && !claims.iter().any(|claim| claim.valid.as_ref().is_err_and(Gap::is_pending))).then_some(claims)
}

fn asked_of_issuer(findings: &mut Findings<'_>, search: Search, claim: getClaimReturn) -> Claim {
    let getClaimReturn { topic, issuer, signature, data, .. } = claim;
    let call = isClaimValidCall { identity: search.identity, claimTopic: topic, sig: signature.clone(), data };
    let valid = findings.ask(issuer, &call);
    let revoked = findings.ask(issuer, &isClaimRevokedCall { sig: signature.clone() });
    Claim { issuer, signature, valid, revoked }
}

fn refused_claim(search: Search, topic: U256, claim: &Claim, name: &str) -> Restriction {
    let issuer = claim.issuer;
    let revoked = matches!(claim.revoked, Ok(true));
    let code = if revoked { RestrictionCode::ClaimRevoked } else { RestrictionCode::ClaimInvalid };
    let what = if revoked { "has been revoked by its issuer" } else { "is not confirmed by its issuer" };
    let read = if revoked {
        Witness::of(issuer, &isClaimRevokedCall { sig: claim.signature.clone() }, true)
    } else {
        Witness::of(
            search.identity,
            &getClaimCall { claimId: claim_id(issuer, topic) },
            "a claim without a valid signature",
        )
    };
    Restriction {
        code,
        party: Party::Receiver,
        rule: rule(search.topics),
        read,
        message: format!("The receiver's claim, {name}, {what} ({issuer})."),
        remedy: Remedy::by(Lifter::ClaimIssuer, "The receiver needs a new claim from a trusted issuer."),
    }
}

/// No claim of a trusted issuer: one of somebody else, or none at all.
fn absent_claim(findings: &mut Findings<'_>, search: Search, topic: U256, name: &str, ids: Result<Vec<B256>, Gap>) {
    if ids.as_ref().is_err_and(Gap::is_pending) {
        return;
    }
    // Identities need not have the list: then there is nothing more to tell than that the claim is missing.
    let other = ids.ok().and_then(|ids| ids.first().copied());
    let claim = other.map(|claim_id| findings.ask(search.identity, &getClaimCall { claimId: claim_id }));
    let (code, answer, message) = match claim {
        Some(Err(gap)) if gap.is_pending() => return,
        Some(Ok(claim)) => (
            RestrictionCode::ClaimIssuerUntrusted,
            claim.issuer.to_string(),
            format!(
                "The receiver has {name}, but of an issuer that the token does not trust for it ({}).",
                claim.issuer
            ),
        ),
        Some(Err(_)) | None => {
            (RestrictionCode::ClaimMissing, "none".to_owned(), format!("The receiver lacks {name}."))
        }
    };
    findings.refuse(Restriction {
        code,
        party: Party::Receiver,
        rule: rule(search.topics),
        read: Witness::of(search.identity, &getClaimIdsByTopicCall { topic }, answer),
        message,
        remedy: Remedy::by(
            Lifter::ClaimIssuer,
            "The receiver has to get this claim from an issuer that the token trusts.",
        ),
    });
}

fn unexplained(registry: Address, call: &isVerifiedCall) -> Restriction {
    Restriction {
        code: RestrictionCode::ReceiverNotVerified,
        party: Party::Receiver,
        rule: Rule::new(registry, "ERC-3643 identity registry"),
        read: Witness::of(registry, call, false),
        message: "The identity registry does not verify the receiver.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer what the receiver lacks."),
    }
}

fn unreadable(registry: Address, call: &isVerifiedCall, data: &Bytes) -> Restriction {
    Restriction {
        code: RestrictionCode::IdentityUnreadable,
        party: Party::Receiver,
        rule: Rule::new(registry, "ERC-3643 identity registry"),
        read: Witness::of(registry, call, format!("reverted with {data}")),
        message: "The receiver's identity contract cannot be asked for its claims.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "The issuer has to register a working identity contract for the receiver."),
    }
}

fn named(findings: &Findings<'_>, topic: U256) -> String {
    findings
        .labels
        .get(&topic)
        .map_or_else(|| format!("a claim of topic {topic}"), |label| format!("a claim of topic {topic} ({label})"))
}

fn rule(contract: Address) -> Rule {
    Rule::new(contract, "ERC-3643 required claims")
}

/// ERC-735: `keccak256(abi.encode(issuer, topic))`.
fn claim_id(issuer: Address, topic: U256) -> B256 {
    keccak256((issuer, topic).abi_encode())
}
