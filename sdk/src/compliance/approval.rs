//! A permission to spend: whether it can be given, and whether who gets it could use it.
//!
//! A signature that stands for an approval (ERC-2612) is judged as the approval that it becomes; whether the signature itself would be
//! taken is read from the token: its nonce, its deadline, its domain.

use alloy_primitives::{Address, B256, U256};
use serde::Serialize;

use crate::abi::erc20::IERC20::{allowanceCall, approveCall};
use crate::abi::erc20::IERC2612::{DOMAIN_SEPARATORCall, noncesCall};
use crate::asset::Profile;
use crate::evidence::Reads;
use crate::units::{Amount, Timestamp};

use super::call::{self, CallAssessment};
use super::check::by_rules;
use super::findings::Findings;
use super::{CheckError, Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, TransferQuery, Verdict, Witness};

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

/// The same for a permission that is signed and not sent. It is compared with the simulation of the approval that it stands for.
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
    Ok(ApprovalAssessment { grant: call::conclude(findings, simulated)?, allowance, usable })
}

/// The token takes a signature only with its own next nonce and domain, and before the deadline.
fn check_terms(findings: &mut Findings<'_>, terms: &PermitTerms) {
    let (token, owner) = (findings.token, findings.from);
    let nonce_call = noncesCall { owner };
    let nonce = findings.ask(token, &nonce_call);
    let domain = findings.ask(token, &DOMAIN_SEPARATORCall {});
    let rule = Rule::new(token, "ERC-2612 permit");
    let refuse = |findings: &mut Findings<'_>, read, message: &str| {
        findings.refuse(Restriction {
            code: RestrictionCode::PermitNotTaken,
            party: Party::Sender,
            rule: rule.clone(),
            read,
            message: message.to_owned(),
            remedy: Remedy::by(Lifter::Sender, "Do not sign this; ask for a new request."),
        });
    };
    if let Some(nonce) = findings.known(nonce).filter(|nonce| *nonce != terms.nonce) {
        let read = Witness::of(token, &nonce_call, nonce);
        refuse(findings, read, "The permission is numbered wrongly, so the token would not take it.");
    }
    if let Some(domain) = findings.known(domain).filter(|domain| *domain != terms.domain_separator) {
        let read = Witness::of(token, &DOMAIN_SEPARATORCall {}, domain);
        refuse(findings, read, "The permission is made out to another contract or chain than this token.");
    }
    let now = findings.now();
    if terms.deadline < U256::from(now.0) {
        let read = Witness::of(token, &nonce_call, format!("the block's time is {}", now.0));
        refuse(findings, read, "The permission has run out already.");
    } else if let Ok(at) = u64::try_from(terms.deadline) {
        findings.changes_at(Timestamp(at), &rule);
    }
}
