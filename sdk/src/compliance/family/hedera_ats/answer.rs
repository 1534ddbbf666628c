//! What the token itself answers beforehand: a status byte, and the selector of the error that the transfer would raise.

use alloy_primitives::{B256, Bytes, U256};
use alloy_sol_types::SolError as _;

use crate::abi::erc1400::IERC1594::{canTransferCall, canTransferFromCall};
use crate::abi::hedera_ats::IHederaAts;
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

/// A refusal that no rule read before explains becomes a reason by itself.
pub(super) fn check(findings: &mut Findings<'_>, balance: Option<U256>) {
    let (caller, token) = (findings.caller(), findings.token);
    let (from, to, value, data) = (findings.from, findings.to, findings.amount.raw(), Bytes::new());
    let (answer, read) = if findings.spender.is_some() {
        let call = canTransferFromCall { from, to, value, data };
        let answer = findings.ask_as(caller, token, &call).map(|it| (it.possible, it.status, it.reason));
        (answer, Witness::of_as(caller, token, &call, ""))
    } else {
        let call = canTransferCall { to, value, data };
        let answer = findings.ask_as(caller, token, &call).map(|it| (it.possible, it.status, it.reason));
        (answer, Witness::of_as(caller, token, &call, ""))
    };
    let (possible, status, reason) = match answer {
        Ok(answer) => answer,
        // It reverts where plain transfers are off, which is read by itself.
        Err(Gap::Reverted { .. } | Gap::Malformed { .. } | Gap::Pending { .. }) => return,
        Err(gap @ Gap::Declined { .. }) => return findings.unread(gap),
    };
    let funds = balance.is_none_or(|balance| value > balance);
    if possible || funds || !findings.restrictions.is_empty() || to.is_zero() || is_allowance(reason) {
        return;
    }
    let rule = Rule::new(token, "ATS canTransfer");
    findings.unbounded(rule.clone());
    findings.restrictions.push(Restriction {
        code: RestrictionCode::TokenRestriction,
        party: Party::Both,
        rule,
        read: Witness { answer: format!("status {status}, error {}", selector(reason)), ..read },
        message: in_words(reason).to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to lift the restriction that the token names."),
    });
}

fn selector(reason: B256) -> Bytes {
    reason.first_chunk::<4>().map_or_else(Bytes::new, |selector| Bytes::copy_from_slice(selector))
}

/// The rule of allowances says it better.
fn is_allowance(reason: B256) -> bool {
    reason.starts_with(&IHederaAts::InsufficientAllowance::SELECTOR)
}

fn in_words(reason: B256) -> &'static str {
    let names = |selector: [u8; 4]| reason.starts_with(&selector);
    if names(IHederaAts::WalletRecovered::SELECTOR) {
        "A wallet in this transfer was replaced by another one."
    } else if names(IHederaAts::AccountIsBlocked::SELECTOR) {
        "Somebody in this transfer is blocked."
    } else if names(IHederaAts::ComplianceNotAllowed::SELECTOR) || names(IHederaAts::ComplianceCallFailed::SELECTOR) {
        "The token's compliance contract refuses this transfer."
    } else if names(IHederaAts::InvalidKycStatus::SELECTOR) {
        "The identity of somebody in this transfer has not been checked."
    } else if names(IHederaAts::AddressNotVerified::SELECTOR) || names(IHederaAts::IdentityRegistryCallFailed::SELECTOR)
    {
        "The identity registry does not verify somebody in this transfer."
    } else if names(IHederaAts::InvalidPartition::SELECTOR) || names(IHederaAts::InsufficientBalance::SELECTOR) {
        "The sender has not this much in the token's standard partition."
    } else {
        "The token refuses the transfer for a reason that is not known here."
    }
}
