//! What is signed and handed in later: whether its contract would take the signature.
//!
//! The rules of the token say whether the tokens may move; its nonces, its clock and its domain, whether it takes the signature at all. No
//! call can be run without the signature: what those reads refuse is refused, whatever a run of the plain call says.

use alloy_primitives::{B256, U256};
use alloy_sol_types::SolCall;
use serde::Serialize;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc20::IERC2612::DOMAIN_SEPARATORCall;
use crate::abi::erc20::IERC3009::authorizationStateCall;
use crate::evidence::{Fact, Reads};
use crate::units::Timestamp;

use super::check::by_rules;
use super::findings::Findings;
use super::{
    ApprovalQuery, CheckError, Doubt, Headroom, Lifter, NonEmpty, Party, Remedy, Restriction, RestrictionCode, Rule,
    TransferQuery, Verdict, Witness, check_transfer,
};

/// What a signed transfer says beside the transfer (ERC-3009).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthorizationTerms {
    /// Its number, which the token takes once.
    pub nonce: B256,
    /// Before when it may be used, in seconds of the chain's clock.
    pub valid_before: U256,
    /// The EIP-712 domain separator that it is signed under.
    pub domain_separator: B256,
}

/// Something that is signed and handed in later, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedAssessment {
    /// Whether it would do what it says if it were handed in now.
    pub verdict: Fact<Verdict>,
    /// Of a permission: whether the spender could then move that much to itself, by what the rules say. `None` of a transfer, which the
    /// verdict is about.
    pub usable: Option<Verdict>,
}

/// Whether a transfer that is signed and not sent (ERC-3009) will pass: by the rules of the transfer, and by the signature's own terms. One
/// that is not good yet is judged as if it were.
///
/// # Errors
/// As [`check_transfer`].
pub fn check_authorization(
    reads: &mut Reads,
    query: &TransferQuery,
    terms: &AuthorizationTerms,
) -> Result<SignedAssessment, CheckError> {
    let transfer = check_transfer(reads, query);
    let mut findings = Findings::new(reads, query);
    let (token, authorizer) = (findings.token, findings.from);
    let rule = Rule::new(token, "ERC-3009 authorization");
    let state = authorizationStateCall { authorizer, nonce: terms.nonce };
    let used = findings.ask(token, &state);
    refuse_domain(&mut findings, &rule, terms.domain_separator);
    if findings.known(used) == Some(true) {
        let read = Witness::of(token, &state, true);
        findings.refuse(not_taken(&rule, read, "This number was used already, so the token would not take it again."));
    }
    // The token takes it up to the second before.
    refuse_after(&mut findings, &rule, terms.valid_before.saturating_sub(U256::from(1)), &state);
    let terms = NotTaken::of(&mut findings);
    let verdict = findings.note(Ok(transfer?.verdict))?;
    let verdict = findings.gathering.conclude(terms.and(verdict))?;
    Ok(SignedAssessment { verdict, usable: None })
}

/// Whether a permission by Permit2 has run out, and whether the spender could use it. Permit2's own books are not looked at: neither its
/// nonces, nor how much the owner lets Permit2 itself move.
///
/// # Errors
/// [`CheckError`]: the amount has another scale than the token, or nothing could be read.
pub fn check_permit2(reads: &mut Reads, query: &ApprovalQuery, deadline: U256) -> Result<SignedAssessment, CheckError> {
    let ApprovalQuery { profile, owner, spender, amount } = query;
    let transfer = TransferQuery::new(profile.clone(), *owner, *spender, *amount).by(*spender).checked()?;
    let usable = by_rules(reads, &transfer);
    let mut findings = Findings::new(reads, &transfer);
    let rule = Rule::new(findings.token, "Permit2 deadline");
    refuse_after(&mut findings, &rule, deadline, &balanceOfCall { account: *owner });
    let terms = NotTaken::of(&mut findings);
    let usable = findings.note(usable)?.verdict();
    let Findings { bounds, next, gathering, .. } = findings;
    let verdict = terms.and(Verdict::Allow(Headroom::of(bounds, next, amount)));
    Ok(SignedAssessment { verdict: gathering.conclude(verdict)?, usable: Some(usable) })
}

/// What the contract would not take of a signature, and what could not be found out about that.
pub(super) struct NotTaken {
    broken: Vec<Restriction>,
    open: Vec<Doubt>,
}

impl NotTaken {
    /// Takes what was found out of the findings, which go on without it.
    pub(super) fn of(findings: &mut Findings<'_>) -> Self {
        let broken = std::mem::take(&mut findings.restrictions).into_iter().map(Restriction::legible).collect();
        Self { broken, open: std::mem::take(&mut findings.doubts) }
    }

    /// The verdict of this and of what the signature stands for.
    pub(super) fn and(&self, verdict: Verdict) -> Verdict {
        if let Some(broken) = NonEmpty::new(self.broken.clone()) {
            return Verdict::Deny(verdict.reasons().iter().cloned().fold(broken, NonEmpty::and));
        }
        let Some(open) = NonEmpty::new(self.open.clone()) else { return verdict };
        match verdict {
            Verdict::Allow(_) => Verdict::Unknown(open),
            Verdict::Unknown(more) => Verdict::Unknown(more.into_iter().fold(open, NonEmpty::and)),
            denied @ Verdict::Deny(_) => denied,
        }
    }
}

/// A contract that would not take a signature.
pub(super) fn not_taken(rule: &Rule, read: Witness, message: &str) -> Restriction {
    Restriction {
        code: RestrictionCode::PermitNotTaken,
        party: Party::Sender,
        rule: rule.clone(),
        read,
        message: message.to_owned(),
        remedy: Remedy::by(Lifter::Sender, "Do not sign this; ask for a new request."),
    }
}

/// The token takes only what is signed under its own domain.
pub(super) fn refuse_domain(findings: &mut Findings<'_>, rule: &Rule, signed: B256) {
    let (token, call) = (findings.token, DOMAIN_SEPARATORCall {});
    let domain = findings.ask(token, &call);
    if let Some(domain) = findings.known(domain).filter(|domain| *domain != signed) {
        let read = Witness::of(token, &call, domain);
        let message = "It is made out to another contract, chain or version than this token, which would not take it.";
        findings.refuse(not_taken(rule, read, message));
    }
}

/// Nothing is taken after its last second. `call` is what the refusal shows beside the block's time.
pub(super) fn refuse_after<C: SolCall>(findings: &mut Findings<'_>, rule: &Rule, last: U256, call: &C) {
    let now = findings.now();
    if last < U256::from(now.0) {
        let read = Witness::of(findings.token, call, format!("the block's time is {}", now.0));
        findings.refuse(not_taken(rule, read, "It has run out already."));
    } else if let Ok(at) = u64::try_from(last) {
        findings.changes_at(Timestamp(at), rule);
    }
}
