//! A permission to spend: whether it can be given, and whether who gets it could use it.
//!
//! A signature that stands for an approval (ERC-2612) is judged as the approval that it becomes; whether the signature itself would be
//! taken is read from the token: its nonce, its deadline, its domain. What the token would not take is refused, whatever the approval
//! would come to: no call can be run without the signature.

use alloy_primitives::{Address, B256, U256};
use serde::Serialize;

use crate::abi::erc20::IERC20::{allowanceCall, approveCall};
use crate::abi::erc20::IERC2612::noncesCall;
use crate::asset::Profile;
use crate::evidence::Reads;
use crate::units::Amount;

use super::call::{self, CallAssessment};
use super::check::by_rules;
use super::findings::Findings;
use super::signed::{NotTaken, not_taken, refuse_after, refuse_domain};
use super::{CheckError, Rule, TransferQuery, Verdict, Witness};

/// The permission in question: `owner` lets `spender` move `amount`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalQuery {
    /// The token.
    pub profile: Profile,
    /// Whose tokens.
    pub owner: Address,
    /// Who may move them.
    pub spender: Address,
    /// How much.
    pub amount: Amount,
}

/// What a signed permission says beside the approval (ERC-2612).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PermitTerms {
    /// The nonce that is signed.
    pub nonce: U256,
    /// Until when it may be used, in seconds of the chain's clock.
    pub deadline: U256,
    /// The EIP-712 domain separator that it is signed under.
    pub domain_separator: B256,
}

/// A permission to spend, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApprovalAssessment {
    /// Whether it can be given.
    pub grant: CallAssessment,
    /// What the spender may move already.
    pub allowance: Option<Amount>,
    /// Whether the spender, once allowed, could move that much to itself: `Deny` where the token's rules refuse the spender. What the
    /// rules say, compared with nothing: before the permission is given the call cannot be run.
    pub usable: Verdict,
}

/// Whether `approve(spender, amount)` by `owner` will pass, and whether the spender could use it.
///
/// # Errors
/// [`CheckError`]: the amount has another scale than the token, or nothing could be read.
pub fn check_approval(reads: &mut Reads, query: &ApprovalQuery) -> Result<ApprovalAssessment, CheckError> {
    assess(reads, query, |_| {})
}

/// The same for a permission that is signed and not sent: refused also where the token would not take the signature.
///
/// # Errors
/// As [`check_approval`].
pub fn check_permit(
    reads: &mut Reads,
    query: &ApprovalQuery,
    terms: &PermitTerms,
) -> Result<ApprovalAssessment, CheckError> {
    assess(reads, query, |findings| check_terms(findings, terms))
}

fn assess(
    reads: &mut Reads,
    query: &ApprovalQuery,
    more: impl FnOnce(&mut Findings<'_>),
) -> Result<ApprovalAssessment, CheckError> {
    let ApprovalQuery { profile, owner, spender, amount } = query;
    let transfer = TransferQuery::new(profile.clone(), *owner, *spender, *amount).by(*spender).checked()?;
    let token = profile.token;
    let approve = approveCall { spender: *spender, amount: amount.raw() };
    let simulated = call::simulate(reads, *owner, token, &approve);
    let usable = by_rules(reads, &transfer);
    let mut findings = Findings::new(reads, &transfer);
    let simulated = findings.note(simulated);
    let allowance = findings.ask(token, &allowanceCall { owner: *owner, spender: *spender });
    more(&mut findings);
    let usable = findings.note(usable)?.verdict();
    let allowance = allowance.ok().map(|raw| amount.with_raw(raw));
    let terms = NotTaken::of(&mut findings);
    let mut grant = call::conclude(findings, simulated)?;
    grant.structured = terms.and(grant.structured);
    grant.verdict = grant.verdict.map(|verdict| terms.and(verdict));
    Ok(ApprovalAssessment { grant, allowance, usable })
}

/// The token takes a signature only with its own next nonce and domain, and before the deadline.
fn check_terms(findings: &mut Findings<'_>, terms: &PermitTerms) {
    let (token, owner) = (findings.token, findings.from);
    let rule = Rule::new(token, "ERC-2612 permit");
    let nonce_call = noncesCall { owner };
    let nonce = findings.ask(token, &nonce_call);
    refuse_domain(findings, &rule, terms.domain_separator);
    if let Some(nonce) = findings.known(nonce).filter(|nonce| *nonce != terms.nonce) {
        let read = Witness::of(token, &nonce_call, nonce);
        let message = "The permission is numbered wrongly, so the token would not take it.";
        findings.refuse(not_taken(&rule, read, message));
    }
    refuse_after(findings, &rule, terms.deadline, &nonce_call);
}
