//! Into and out of an ERC-4626 vault: its limits, the rules of the token that goes in or comes out, and those of its share.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use serde::Serialize;

use crate::abi::erc20::IERC20::{allowanceCall, balanceOfCall};
use crate::abi::erc4626::IERC4626::{
    depositCall, maxDepositCall, maxMintCall, maxRedeemCall, maxWithdrawCall, mintCall, previewMintCall,
    previewWithdrawCall, redeemCall, withdrawCall,
};
use crate::asset::Profile;
use crate::evidence::{Fact, Gap, Reads};
use crate::units::Amount;

use super::call::{self, CallAssessment};
use super::findings::Findings;
use super::{
    CheckError, Doubt, Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Simulation, Standing, TransferQuery,
    Witness, check_holder,
};

/// What is to be done with a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum VaultAction {
    /// So many assets in (`deposit`).
    Deposit,
    /// So many shares out of the vault, for what they cost in assets (`mint`).
    Mint,
    /// So many assets out (`withdraw`).
    Withdraw,
    /// So many shares back into the vault (`redeem`).
    Redeem,
}

/// The action in question, called by the owner of what goes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultQuery {
    /// The vault, which is its own share token.
    pub share: Profile,
    /// The token that it holds.
    pub asset: Profile,
    /// What is to be done.
    pub action: VaultAction,
    /// Whose assets or shares go in; who calls.
    pub owner: Address,
    /// Who receives what comes out.
    pub receiver: Address,
    /// How much: assets for [`VaultAction::Deposit`] and [`VaultAction::Withdraw`], shares for the others.
    pub amount: Amount,
}

/// Whether an action on a vault will pass: the vault's own limit (`maxDeposit` and its like), what the owner has and allows, whether the
/// receiver may hold what comes out, and all that compared with a simulation of the real call.
///
/// # Errors
/// [`CheckError`]: the amount has another scale than what it counts, or nothing could be read.
pub fn check_vault(reads: &mut Reads, query: &VaultQuery) -> Result<CallAssessment, CheckError> {
    let VaultQuery { share, asset, action, owner, receiver, amount } = query;
    let counted = match action {
        VaultAction::Deposit | VaultAction::Withdraw => asset,
        VaultAction::Mint | VaultAction::Redeem => share,
    };
    let (got, expected) = (amount.scale(), counted.decimals);
    if got != expected {
        return Err(CheckError::Scale { got, expected });
    }
    let simulated = simulate(reads, query);
    let out = match action {
        VaultAction::Deposit | VaultAction::Mint => share,
        VaultAction::Withdraw | VaultAction::Redeem => asset,
    };
    let least =
        Amount::from_raw(U256::ONE, out.decimals).map_err(|_| CheckError::Scale { got: out.decimals, expected })?;
    let standing = check_holder(reads, out, *receiver, least);
    let transfer = TransferQuery::new(counted.clone(), *owner, *receiver, *amount);
    let mut findings = Findings::new(reads, &transfer);
    let simulated = findings.note(simulated);
    check_limit(&mut findings, query);
    check_funds(&mut findings, query);
    match standing {
        Ok(standing) => match findings.note(Ok(standing))? {
            Standing::Admitted => {}
            Standing::Refused(reasons) => reasons.into_iter().for_each(|reason| findings.refuse(reason)),
            // Of a plain token nothing more can be known than that the call passes.
            Standing::Unknown(doubts) => {
                let open = doubts.into_iter().filter(|doubt| !matches!(doubt, Doubt::NotUnderstood { .. }));
                findings.doubts.extend(open);
            }
        },
        Err(CheckError::Gap(gap)) => {
            let _open = findings.note::<()>(Err(gap.clone()));
            findings.unread(gap);
        }
        Err(other) => return Err(other),
    }
    call::conclude(findings, simulated)
}

fn simulate(reads: &mut Reads, query: &VaultQuery) -> Result<Fact<Simulation>, Gap> {
    let VaultQuery { share, action, owner, receiver, amount, .. } = query;
    let (vault, owner, receiver, raw) = (share.token, *owner, *receiver, amount.raw());
    match action {
        VaultAction::Deposit => call::simulate(reads, owner, vault, &depositCall { assets: raw, receiver }),
        VaultAction::Mint => call::simulate(reads, owner, vault, &mintCall { shares: raw, receiver }),
        VaultAction::Withdraw => call::simulate(reads, owner, vault, &withdrawCall { assets: raw, receiver, owner }),
        VaultAction::Redeem => call::simulate(reads, owner, vault, &redeemCall { shares: raw, receiver, owner }),
    }
}

/// The vault's own word on how much it takes or gives.
fn check_limit(findings: &mut Findings<'_>, query: &VaultQuery) {
    let (owner, receiver) = (query.owner, query.receiver);
    match query.action {
        VaultAction::Deposit => limit(findings, query, &maxDepositCall { receiver }),
        VaultAction::Mint => limit(findings, query, &maxMintCall { receiver }),
        VaultAction::Withdraw => limit(findings, query, &maxWithdrawCall { owner }),
        VaultAction::Redeem => limit(findings, query, &maxRedeemCall { owner }),
    }
}

fn limit<C: SolCall<Return = U256>>(findings: &mut Findings<'_>, query: &VaultQuery, call: &C) {
    let vault = query.share.token;
    let most = findings.ask(vault, call);
    let Some(most) = findings.known(most) else { return };
    let rule = Rule::new(vault, "ERC-4626 limit");
    findings.limit(&rule, most, |findings| Restriction {
        code: RestrictionCode::VaultLimit,
        party: Party::Token,
        rule: rule.clone(),
        read: Witness::of(vault, call, most),
        message: format!("The vault allows at most {} for this account now.", findings.show(most)),
        remedy: Remedy::by(Lifter::Issuer, "Ask for less, or wait until the vault allows more."),
    });
}

/// What the owner has, and lets the vault take. On the way out the vault's limit covers it.
fn check_funds(findings: &mut Findings<'_>, query: &VaultQuery) {
    let (vault, asset, owner) = (query.share.token, query.asset.token, query.owner);
    let needed = match query.action {
        VaultAction::Deposit => Ok(query.amount.raw()),
        VaultAction::Mint => findings.ask(vault, &previewMintCall { shares: query.amount.raw() }),
        VaultAction::Withdraw => {
            // Asked with the rest: a vault that cannot price what leaves cannot let it leave.
            let priced = findings.ask(vault, &previewWithdrawCall { assets: query.amount.raw() });
            let _open = findings.known(priced);
            return;
        }
        VaultAction::Redeem => return,
    };
    let (balance_call, allowance_call) = (balanceOfCall { account: owner }, allowanceCall { owner, spender: vault });
    let balance = findings.ask(asset, &balance_call);
    let allowance = findings.ask(asset, &allowance_call);
    let Some(needed) = findings.known(needed) else { return };
    let exact = query.action == VaultAction::Deposit;
    if let Some(balance) = findings.known(balance) {
        let reason = Restriction {
            code: RestrictionCode::InsufficientBalance,
            party: Party::Sender,
            rule: Rule::new(asset, "ERC-20 balance"),
            read: Witness::of(asset, &balance_call, balance),
            message: "The owner has less of the vault's asset than this takes.".to_owned(),
            remedy: Remedy::by(Lifter::Sender, "Put in less, or get more first."),
        };
        bound(findings, exact, needed, balance, reason);
    }
    if let Some(allowance) = findings.known(allowance) {
        let reason = Restriction {
            code: RestrictionCode::InsufficientAllowance,
            party: Party::Caller,
            rule: Rule::new(asset, "ERC-20 allowance"),
            read: Witness::of(asset, &allowance_call, allowance),
            message: "The owner lets the vault take less of the asset than this needs.".to_owned(),
            remedy: Remedy::by(Lifter::Sender, "Raise the allowance for the vault first."),
        };
        bound(findings, exact, needed, allowance, reason);
    }
}

/// A bound in assets: on what is asked for where that is counted in assets, and not to be read where it is counted in shares.
#[expect(clippy::fn_params_excessive_bools, reason = "the amount is counted in assets, or it is not")]
fn bound(findings: &mut Findings<'_>, exact: bool, needed: U256, most: U256, reason: Restriction) {
    let rule = reason.rule.clone();
    if exact {
        findings.limit(&rule, most, |_| reason);
    } else {
        findings.unbounded(rule);
        if needed > most {
            findings.restrictions.push(reason);
        }
    }
}
