//! ERC-8056: balances that stay raw, and a multiplier for what is shown of them.
//!
//! `balanceOf` and `transfer` know raw amounts only; what a person reads and types is raw times the multiplier. A change of the
//! multiplier moves nothing: it is a split as often as a payment, and whether it is income is for the issuer to say.

use alloy_primitives::{Address, FixedBytes, U256};
use alloy_sol_types::SolCall;
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::erc165::IERC165;
use crate::abi::erc8056::{
    BALANCES, CONVERSION, CORE, IScaledUIAmount, IScaledUIAmountBalances, IScaledUIAmountConversion,
    IScaledUIAmountNewUIMultiplier, PENDING,
};
use crate::evidence::{Fact, Reads};
use crate::units::{Amount, Multiplier, PendingMultiplier, Timestamp, UiAmount, UnitsError};

use super::{Moment, Realised, Window, YieldError};

/// A balance, and what is shown of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScaledBalance {
    /// What `transfer` counts.
    pub amount: Amount,
    /// What is shown.
    pub shown: UiAmount,
    /// What makes one of the other at this block.
    pub multiplier: Multiplier,
    /// A multiplier that was announced and does not count yet. What is sent is raw: it is not changed by it.
    pub pending: Option<PendingMultiplier>,
}

/// How the multiplier changed over a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MultiplierChange {
    /// The multiplier at the start.
    pub then: Multiplier,
    /// The multiplier at the end.
    pub now: Multiplier,
    /// What one unit shown became.
    pub realised: Realised,
}

/// A holder's balance at the ledger's block, raw and as it is shown. Where the contract converts or shows balances itself, its answers
/// have to be the same.
///
/// # Errors
/// [`YieldError::Undeclared`] for a token that does not say it is of ERC-8056, [`YieldError::Inconsistent`] where its answers do not
/// agree, [`YieldError::Gap`] or [`YieldError::Units`].
pub fn scaled_balance(reads: &mut Reads, token: Address, holder: Address) -> Result<Fact<ScaledBalance>, YieldError> {
    let balance = reads.ask(token, &IERC20::balanceOfCall { account: holder });
    let decimals = reads.ask(token, &IERC20::decimalsCall {});
    let (converts, shows) = (declares(reads, token, CONVERSION), declares(reads, token, BALANCES));
    let (multiplier, pending) = (multiplier(reads, token), pending(reads, token));
    let (balance, converts, shows) = (balance?, converts?, shows?);
    let raw = *balance.value();
    let converted =
        converts.value().then(|| reads.ask(token, &IScaledUIAmountConversion::toUIAmountCall { rawAmount: raw }));
    let answered =
        shows.value().then(|| reads.ask(token, &IScaledUIAmountBalances::balanceOfUICall { account: holder }));
    let (multiplier, pending) = (multiplier?, pending?);
    let read = balance.zip(decimals?)?.zip(multiplier)?.zip(pending)?.zip(converts)?.zip(shows)?;
    let mut balance = read.try_map(|(((((raw, decimals), multiplier), next), _), _)| {
        let amount = Amount::from_raw(raw, decimals)?;
        let shown = multiplier.ui_amount(&amount)?;
        next.check(token, multiplier)?;
        Ok::<_, YieldError>(ScaledBalance { amount, shown, multiplier, pending: next.pending() })
    })?;
    let checks = [
        (IScaledUIAmountConversion::toUIAmountCall::SIGNATURE, converted),
        (IScaledUIAmountBalances::balanceOfUICall::SIGNATURE, answered),
    ];
    for (function, answer) in checks.into_iter().filter_map(|(function, answer)| Some((function, answer?))) {
        balance = balance
            .zip(answer?)?
            .try_map(|(balance, answer)| agrees(token, function, answer, balance.shown.scaled()).map(|()| balance))?;
    }
    Ok(balance)
}

/// How the multiplier changed between two blocks. The fact rests on the evidence of both and names both in its window.
///
/// # Errors
/// [`YieldError::Window`] where `now` is not later than `then`, and as [`scaled_balance`].
pub fn multiplier_change(
    now: &mut Reads,
    then: &mut Reads,
    token: Address,
) -> Result<Fact<MultiplierChange>, YieldError> {
    let window = Window::new(Moment::of_block(then.at()), Moment::of_block(now.at()))?;
    let (end, start) = (multiplier(now, token), multiplier(then, token));
    end?.zip_across_moments(start?).try_map(|(now, then)| {
        Ok(MultiplierChange { then, now, realised: Realised::between(window, then.raw(), now.raw())? })
    })
}

fn declares(reads: &mut Reads, token: Address, interface: FixedBytes<4>) -> Result<Fact<bool>, YieldError> {
    Ok(reads.ask(token, &IERC165::supportsInterfaceCall { interfaceId: interface })?)
}

/// The multiplier of a token that declares one.
fn multiplier(reads: &mut Reads, token: Address) -> Result<Fact<Multiplier>, YieldError> {
    let declared = declares(reads, token, CORE);
    let multiplier = reads.ask(token, &IScaledUIAmount::uiMultiplierCall {});
    declared?
        .try_map(|declared| declared.then_some(()).ok_or(undeclared(token, CORE)))?
        .zip(multiplier?)?
        .try_map(|((), raw)| Ok(Multiplier::new(raw)?))
}

/// What the contract says of a multiplier to come.
#[derive(Clone, Copy, Debug)]
struct Next {
    multiplier: U256,
    at: Timestamp,
    /// The block's own time, which the contract compares with.
    now: Timestamp,
}

fn pending(reads: &mut Reads, token: Address) -> Result<Fact<Next>, YieldError> {
    let now = reads.at().timestamp;
    let declared = declares(reads, token, PENDING);
    let next = reads.ask(token, &IScaledUIAmountNewUIMultiplier::newUIMultiplierCall {});
    let at = reads.ask(token, &IScaledUIAmountNewUIMultiplier::effectiveAtCall {});
    let declared = declared?.try_map(|declared| declared.then_some(()).ok_or(undeclared(token, PENDING)))?;
    declared.zip(next?)?.zip(at?)?.try_map(|(((), multiplier), at)| {
        let at = u64::try_from(at).map_err(|_| UnitsError::OutOfRange { operation: "reading a time" })?;
        Ok(Next { multiplier, at: Timestamp(at), now })
    })
}

impl Next {
    fn pending(self) -> Option<PendingMultiplier> {
        let multiplier = Multiplier::new(self.multiplier).ok()?;
        (self.at > self.now).then_some(PendingMultiplier { multiplier, at: self.at })
    }

    /// Zero cannot become the multiplier; and what was to count from a moment that is past has to be what counts.
    fn check(self, token: Address, multiplier: Multiplier) -> Result<(), YieldError> {
        if self.at > self.now {
            Multiplier::new(self.multiplier)?;
        } else if self.at > Timestamp(0) {
            let function = IScaledUIAmount::uiMultiplierCall::SIGNATURE;
            agrees(token, function, multiplier.raw(), self.multiplier)?;
        }
        Ok(())
    }
}

fn agrees(contract: Address, function: &'static str, got: U256, expected: U256) -> Result<(), YieldError> {
    if got == expected { Ok(()) } else { Err(YieldError::Inconsistent { contract, function, got, expected }) }
}

const fn undeclared(contract: Address, interface: FixedBytes<4>) -> YieldError {
    YieldError::Undeclared { contract, interface }
}
