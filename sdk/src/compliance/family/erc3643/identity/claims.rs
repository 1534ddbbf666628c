//! Each required topic: every trusted issuer, every claim of the receiver, and what is wrong with each.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolValue as _, sol};

use crate::abi::erc3643::IClaimTopicsRegistry::getClaimTopicsCall;
use crate::abi::erc3643::ITrustedIssuersRegistry::{
    getTrustedIssuersCall, getTrustedIssuersForClaimTopicCall, hasClaimTopicCall,
};
use crate::abi::onchainid::IClaimIssuer::{isClaimRevokedCall, isClaimValidCall};
use crate::abi::onchainid::IIdentity::{getClaimCall, getClaimReturn};
use crate::evidence::Gap;

use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

sol! {
    // ERC-735.
    function getClaimIdsByTopic(uint256 topic) external view returns (bytes32[] memory claimIds);
}

const RULE: &str = "ERC-3643 required claims";
/// Who holds an identity adds claims to it at will; more than these of one topic are not looked at.
const MOST_CLAIMS: usize = 25;
/// As many trusted issuers are named.
const MOST_NAMED: usize = 3;

/// Where the receiver's claims are looked for.
#[derive(Clone, Copy)]
pub(super) struct Search {
    pub(super) identity: Address,
    pub(super) topics: Address,
    pub(super) issuers: Address,
}

/// A required topic, and who is trusted to issue claims of it.
struct Topic {
    number: U256,
    /// For people.
    name: String,
    trusted: Vec<Address>,
}

/// A claim that is there.
struct Claim {
    issuer: Address,
    signature: Bytes,
    data: Bytes,
}

/// What a trusted issuer says of its claim.
struct Standing {
    issuer: Address,
    signature: Bytes,
    valid: Result<bool, Gap>,
    revoked: Result<bool, Gap>,
}

pub(super) fn check(findings: &mut Findings<'_>, search: Search) {
    let topics = findings.ask(search.topics, &getClaimTopicsCall {});
    for number in findings.known(topics).unwrap_or_default() {
        let ids = findings.ask(search.identity, &getClaimIdsByTopicCall { topic: number });
        let Some(trusted) = trusted_for(findings, search, number) else { continue };
        let topic = Topic { number, name: named(findings, number), trusted };
        if topic.trusted.is_empty() {
            findings.refuse(nobody_trusted(search, &topic));
        } else {
            check_topic(findings, search, &topic, ids);
        }
    }
}

/// `None` while that is not known.
fn trusted_for(findings: &mut Findings<'_>, search: Search, topic: U256) -> Option<Vec<Address>> {
    match findings.ask(search.issuers, &getTrustedIssuersForClaimTopicCall { claimTopic: topic }) {
        Ok(trusted) => Some(trusted),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => trusted_one_by_one(findings, search, topic),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    }
}

/// T-REX 3 has no list by topic.
fn trusted_one_by_one(findings: &mut Findings<'_>, search: Search, topic: U256) -> Option<Vec<Address>> {
    let everybody = findings.ask(search.issuers, &getTrustedIssuersCall {});
    let asked: Vec<_> = findings
        .known(everybody)?
        .into_iter()
        .map(|issuer| (issuer, findings.ask(search.issuers, &hasClaimTopicCall { issuer, claimTopic: topic })))
        .collect();
    let mut trusted = Vec::new();
    let mut complete = true;
    for (issuer, has) in asked {
        match findings.known(has) {
            Some(true) => trusted.push(issuer),
            Some(false) => {}
            None => complete = false,
        }
    }
    complete.then_some(trusted)
}

fn check_topic(findings: &mut Findings<'_>, search: Search, topic: &Topic, ids: Result<Vec<B256>, Gap>) {
    if ids.as_ref().is_err_and(Gap::is_pending) {
        return;
    }
    let Some((claims, others)) = claims(findings, search, topic, ids.unwrap_or_default()) else { return };
    let standing: Vec<_> = claims.into_iter().map(|claim| asked_of_issuer(findings, search, topic, claim)).collect();
    if standing.iter().any(|claim| claim.valid.as_ref().is_err_and(Gap::is_pending)) {
        return;
    }
    if standing.iter().any(|claim| matches!(claim.valid, Ok(true))) {
        return;
    }
    if standing.is_empty() && others.is_empty() {
        findings.refuse(missing(search, topic));
    }
    for claim in standing {
        match claim.valid {
            Err(gap @ Gap::Declined { .. }) => findings.unread(gap),
            Ok(_) | Err(Gap::Reverted { .. } | Gap::Malformed { .. } | Gap::Pending { .. }) => {
                findings.refuse(refused(search, topic, &claim));
            }
        }
    }
    for claim in others {
        findings.refuse(untrusted(search, topic, &claim));
    }
}

/// The receiver's claims of the topic: those of trusted issuers, and those of others. `None` while some are not known.
fn claims(
    findings: &mut Findings<'_>,
    search: Search,
    topic: &Topic,
    listed: Vec<B256>,
) -> Option<(Vec<Claim>, Vec<Claim>)> {
    let of_trusted: Vec<B256> = topic.trusted.iter().map(|issuer| claim_id(*issuer, topic.number)).collect();
    let others = listed.into_iter().filter(|id| !of_trusted.contains(id)).take(MOST_CLAIMS);
    let ids: Vec<_> = of_trusted.iter().copied().chain(others).collect();
    let asked: Vec<_> =
        ids.into_iter().map(|id| (id, findings.ask(search.identity, &getClaimCall { claimId: id }))).collect();
    let (mut trusted, mut untrusted, mut complete) = (Vec::new(), Vec::new(), true);
    for (id, answer) in asked {
        match answer {
            Ok(getClaimReturn { topic: of, issuer, signature, data, .. }) if of == topic.number => {
                let claim = Claim { issuer, signature, data };
                if topic.trusted.contains(&issuer) { trusted.push(claim) } else { untrusted.push(claim) }
            }
            Ok(_) => {}
            // The registry asks unguarded for what a trusted issuer may have issued; what others did, it need not look at.
            Err(Gap::Reverted { .. } | Gap::Malformed { .. }) if of_trusted.contains(&id) => {
                silent_identity(findings, search, id);
                complete = false;
            }
            Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => {}
            Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
                findings.unread(gap);
                complete = false;
            }
        }
    }
    complete.then_some((trusted, untrusted))
}

/// Told once, however many topics it spoils.
fn silent_identity(findings: &mut Findings<'_>, search: Search, claim: B256) {
    if findings.restrictions.iter().any(|known| known.code == RestrictionCode::IdentityUnreadable) {
        return;
    }
    findings.refuse(Restriction {
        code: RestrictionCode::IdentityUnreadable,
        party: Party::Receiver,
        rule: Rule::new(search.identity, RULE),
        read: Witness::of(search.identity, &getClaimCall { claimId: claim }, "no answer"),
        message: "The receiver's identity contract cannot be asked for its claims.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "The issuer has to register a working identity contract for the receiver."),
    });
}

fn asked_of_issuer(findings: &mut Findings<'_>, search: Search, topic: &Topic, claim: Claim) -> Standing {
    let Claim { issuer, signature, data } = claim;
    let sig = signature.clone();
    let call = isClaimValidCall { identity: search.identity, claimTopic: topic.number, sig: sig.clone(), data };
    let valid = findings.ask(issuer, &call);
    let revoked = findings.ask(issuer, &isClaimRevokedCall { sig });
    Standing { issuer, signature, valid, revoked }
}

fn nobody_trusted(search: Search, topic: &Topic) -> Restriction {
    let call = getTrustedIssuersForClaimTopicCall { claimTopic: topic.number };
    Restriction {
        code: RestrictionCode::NoTrustedIssuer,
        party: Party::Token,
        rule: Rule::new(search.issuers, RULE),
        read: Witness::of(search.issuers, &call, "none"),
        message: format!("The token requires {}, and trusts nobody to issue it.", topic.name),
        remedy: Remedy::by(Lifter::Issuer, "The token's issuer has to name a trusted issuer for this claim."),
    }
}

fn refused(search: Search, topic: &Topic, claim: &Standing) -> Restriction {
    let issuer = claim.issuer;
    let revoked = matches!(claim.revoked, Ok(true));
    let (code, what) = match (revoked, &claim.valid) {
        (true, _) => (RestrictionCode::ClaimRevoked, "has been revoked by its issuer"),
        (false, Ok(_)) => (RestrictionCode::ClaimInvalid, "is not confirmed by its issuer"),
        (false, Err(_)) => (RestrictionCode::ClaimInvalid, "cannot be confirmed: its issuer does not answer"),
    };
    let read = if revoked {
        Witness::of(issuer, &isClaimRevokedCall { sig: claim.signature.clone() }, true)
    } else {
        let claim = getClaimCall { claimId: claim_id(issuer, topic.number) };
        Witness::of(search.identity, &claim, "a claim without a valid signature")
    };
    Restriction {
        code,
        party: Party::Receiver,
        rule: Rule::new(search.topics, RULE),
        read,
        message: format!("The receiver's claim, {}, {what} ({issuer}).", topic.name),
        remedy: Remedy::by(
            Lifter::ClaimIssuer,
            format!("The receiver needs a new claim from an issuer that the token trusts: {}.", topic.who()),
        ),
    }
}

fn untrusted(search: Search, topic: &Topic, claim: &Claim) -> Restriction {
    lacking(
        search,
        topic,
        RestrictionCode::ClaimIssuerUntrusted,
        claim.issuer.to_string(),
        format!(
            "The receiver has {}, but of an issuer that the token does not trust for it ({}).",
            topic.name, claim.issuer
        ),
    )
}

fn missing(search: Search, topic: &Topic) -> Restriction {
    let message = format!("The receiver lacks {}.", topic.name);
    lacking(search, topic, RestrictionCode::ClaimMissing, "none".to_owned(), message)
}

fn lacking(search: Search, topic: &Topic, code: RestrictionCode, answer: String, message: String) -> Restriction {
    Restriction {
        code,
        party: Party::Receiver,
        rule: Rule::new(search.topics, RULE),
        read: Witness::of(search.identity, &getClaimIdsByTopicCall { topic: topic.number }, answer),
        message,
        remedy: Remedy::by(
            Lifter::ClaimIssuer,
            format!("The receiver has to get this claim from an issuer that the token trusts: {}.", topic.who()),
        ),
    }
}

impl Topic {
    /// The trusted issuers, for people.
    fn who(&self) -> String {
        let named: Vec<_> = self.trusted.iter().take(MOST_NAMED).map(Address::to_string).collect();
        match self.trusted.len().saturating_sub(MOST_NAMED) {
            0 => named.join(", "),
            more => format!("{}, and {more} more", named.join(", ")),
        }
    }
}

fn named(findings: &Findings<'_>, topic: U256) -> String {
    findings
        .labels
        .get(&topic)
        .map_or_else(|| format!("a claim of topic {topic}"), |label| format!("a claim of topic {topic} ({label})"))
}

/// ERC-735: `keccak256(abi.encode(issuer, topic))`.
fn claim_id(issuer: Address, topic: U256) -> B256 {
    keccak256((issuer, topic).abi_encode())
}
