//! Tokens whose balances are shares times an index: what shares are worth, and what they earned over a window.
//!
//! The index moves all balances at once and without `Transfer` logs. Income is what the index did to the shares held at the end;
//! what came or went in between is none. Every amount is the contract's own answer, and has to agree with its own index to the unit.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::backed::{IBackedAutoFeeToken, IBackedFirstAutoFeeToken};
use crate::abi::erc20::IERC20;
use crate::abi::lido::ILido;
use crate::abi::ondo::{IRWADynamicOracle, IRebasingShares};
use crate::abi::shares::IShares;
use crate::abi::usdm::IUSDM;
use crate::asset::RebasingShape;
use crate::evidence::{Fact, Gap, Reads};
use crate::units::{Amount, Index, RebasingShares, Timestamp, UnitsError};

use super::{Change, Moment, Realised, Window, YieldError};

/// A rebasing token, and which functions it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RebasingToken {
    /// The token.
    pub contract: Address,
    /// Its shape.
    pub shape: RebasingShape,
}

/// What a holder has of a rebasing token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RebasingHolding {
    /// The shares behind the balance. They change by transfers only.
    pub shares: RebasingShares,
    /// The balance.
    pub amount: Amount,
    /// What makes one of the other.
    pub index: Index,
    /// An index that was announced and does not count yet.
    pub pending: Option<PendingIndex>,
}

/// An index to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PendingIndex {
    /// The index.
    pub index: Index,
    /// From when on it counts.
    pub at: Timestamp,
}

/// What the shares held at the end of a window gained over it. Of shares that came or went in between it says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RebasingIncome {
    /// The shares held at its end.
    pub shares: RebasingShares,
    /// What these shares would have been at the start.
    pub then: Amount,
    /// What they are at the end.
    pub now: Amount,
    /// The difference.
    pub change: Change<Amount>,
    /// How the index changed.
    pub index: Realised,
}

/// What a holder has at the ledger's block.
///
/// # Errors
/// [`YieldError::Inconsistent`] where balance, shares and index do not agree, [`YieldError::Gap`] or [`YieldError::Units`].
pub fn rebasing_holding(
    reads: &mut Reads,
    token: RebasingToken,
    holder: Address,
) -> Result<Fact<RebasingHolding>, YieldError> {
    let shares = reads.ask(token.contract, &IShares::sharesOfCall { account: holder });
    let balance = reads.ask(token.contract, &IERC20::balanceOfCall { account: holder });
    let index = index(reads, token);
    // Only Backed's tokens announce.
    let pending = (token.shape == RebasingShape::Backed).then(|| pending(reads, token));
    let shares = shares?;
    let worth = worth(reads, token, *shares.value());
    let read = shares.zip(worth?)?.map(|(_, worth)| worth).zip(index?)?.zip(balance?)?;
    let read = match pending {
        Some(pending) => read.zip(pending?)?,
        None => read.map(|read| (read, None)),
    };
    read.try_map(|(((worth, index), balance), pending)| {
        let amount = worth.checked(token, &index)?;
        token.agrees(IERC20::balanceOfCall::SIGNATURE, balance, amount.raw())?;
        Ok(RebasingHolding { shares: worth.shares, amount, index, pending })
    })
}

/// What the shares that a holder has at `now` earned since `then`. The fact rests on the evidence of both blocks and names both in its
/// window.
///
/// # Errors
/// [`YieldError::Window`] where `now` is not later than `then`, and as [`rebasing_holding`].
pub fn rebasing_income(
    now: &mut Reads,
    then: &mut Reads,
    token: RebasingToken,
    holder: Address,
) -> Result<Fact<RebasingIncome>, YieldError> {
    let window = Window::new(Moment::of_block(then.at()), Moment::of_block(now.at()))?;
    let (end, start) = (rebasing_holding(now, token, holder), index(then, token));
    // What is asked at the start waits for the shares of the end, and for nothing else of it.
    let shares = now.ask(token.contract, &IShares::sharesOfCall { account: holder })?;
    let worth = worth(then, token, *shares.value());
    end?.zip_across_moments(worth?.zip(start?)?).try_map(|(end, (worth, start))| {
        let then = worth.checked(token, &start)?;
        if then.scale() != end.amount.scale() {
            return Err(UnitsError::ScaleMismatch { got: then.scale(), expected: end.amount.scale() }.into());
        }
        let (before, after) = start.alongside(&end.index)?;
        let change = Change::between(then.raw(), end.amount.raw()).map(|by| end.amount.with_raw(by));
        let index = Realised::between(window, before, after)?;
        Ok(RebasingIncome { shares: end.shares, then, now: end.amount, change, index })
    })
}

/// Shares, and the amount that the contract says they are.
#[derive(Clone, Copy, Debug)]
struct Worth {
    shares: RebasingShares,
    amount: U256,
    decimals: u8,
}

impl Worth {
    /// The amount, where the index gives the same.
    fn checked(&self, token: RebasingToken, index: &Index) -> Result<Amount, YieldError> {
        let amount = Amount::from_raw(self.amount, self.decimals)?;
        token.agrees(token.by_shares(), self.amount, index.amount(&self.shares)?.raw())?;
        Ok(amount)
    }
}

fn worth(reads: &mut Reads, token: RebasingToken, raw: U256) -> Result<Fact<Worth>, YieldError> {
    let decimals = reads.ask(token.contract, &IERC20::decimalsCall {});
    let amount = amount(reads, token, raw);
    amount?.zip(decimals?)?.try_map(|(amount, decimals)| {
        let shares = RebasingShares::from_raw(raw, decimals.saturating_add(token.finer()))?;
        Ok(Worth { shares, amount, decimals })
    })
}

/// What the contract says that shares are.
fn amount(reads: &mut Reads, token: RebasingToken, shares: U256) -> Result<Fact<U256>, Gap> {
    let contract = token.contract;
    match token.shape {
        RebasingShape::Rousg => reads.ask(contract, &IRebasingShares::getROUSGBySharesCall { shares }),
        RebasingShape::Rusdy => reads.ask(contract, &IRebasingShares::getRUSDYBySharesCall { shares }),
        RebasingShape::Usdm => reads.ask(contract, &IUSDM::convertToTokensCall { shares }),
        RebasingShape::Backed | RebasingShape::BackedFirst => {
            reads.ask(contract, &IBackedAutoFeeToken::getUnderlyingAmountBySharesCall { sharesAmount: shares })
        }
        RebasingShape::Lido => reads.ask(contract, &ILido::getPooledEthBySharesCall { sharesAmount: shares }),
    }
}

/// The index that the contract multiplies by at the ledger's block.
fn index(reads: &mut Reads, token: RebasingToken) -> Result<Fact<Index>, YieldError> {
    let contract = token.contract;
    let numerator = match token.shape {
        RebasingShape::Rousg => reads.ask(contract, &IRebasingShares::getOUSGPriceCall {})?,
        RebasingShape::Rusdy => {
            let oracle = reads.ask(contract, &IRebasingShares::oracleCall {})?;
            let price = reads.ask(*oracle.value(), &IRWADynamicOracle::getPriceCall {})?;
            oracle.zip(price)?.map(|(_, price)| price)
        }
        RebasingShape::Usdm => reads.ask(contract, &IUSDM::rewardMultiplierCall {})?,
        RebasingShape::Backed => {
            reads.ask(contract, &IBackedAutoFeeToken::getCurrentMultiplierCall {})?.map(|now| now.currentMultiplier)
        }
        RebasingShape::BackedFirst => {
            reads.ask(contract, &IBackedFirstAutoFeeToken::getCurrentMultiplierCall {})?.map(|now| now.newMultiplier)
        }
        RebasingShape::Lido => {
            let ether = reads.ask(contract, &ILido::getTotalPooledEtherCall {});
            let shares = reads.ask(contract, &ILido::getTotalSharesCall {});
            return ether?.zip(shares?)?.try_map(|(ether, shares)| Ok(Index::new(ether, shares, 0)?));
        }
    };
    numerator.try_map(|numerator| token.index(numerator))
}

/// What was announced.
fn pending(reads: &mut Reads, token: RebasingToken) -> Result<Fact<Option<PendingIndex>>, YieldError> {
    let at = reads.at();
    let next = reads.ask(token.contract, &IBackedAutoFeeToken::newMultiplierCall {});
    let time = reads.ask(token.contract, &IBackedAutoFeeToken::newMultiplierActivationTimeCall {});
    next?.zip(time?)?.try_map(|(next, time)| {
        if time <= U256::from(at.timestamp.0) {
            return Ok(None);
        }
        let time = u64::try_from(time).map_err(|_| UnitsError::OutOfRange { operation: "reading a time" })?;
        Ok(Some(PendingIndex { index: token.index(next)?, at: Timestamp(time) }))
    })
}

impl RebasingToken {
    /// Decimals that shares have more than the token: Ondo counts 10 000 shares to a unit of the wrapped token.
    const fn finer(self) -> u8 {
        match self.shape {
            RebasingShape::Rousg | RebasingShape::Rusdy => 4,
            RebasingShape::Usdm | RebasingShape::Backed | RebasingShape::BackedFirst | RebasingShape::Lido => 0,
        }
    }

    /// The function that answers what shares are.
    const fn by_shares(self) -> &'static str {
        match self.shape {
            RebasingShape::Rousg => IRebasingShares::getROUSGBySharesCall::SIGNATURE,
            RebasingShape::Rusdy => IRebasingShares::getRUSDYBySharesCall::SIGNATURE,
            RebasingShape::Usdm => IUSDM::convertToTokensCall::SIGNATURE,
            RebasingShape::Backed | RebasingShape::BackedFirst => {
                IBackedAutoFeeToken::getUnderlyingAmountBySharesCall::SIGNATURE
            }
            RebasingShape::Lido => ILido::getPooledEthBySharesCall::SIGNATURE,
        }
    }

    /// A price or multiplier of 18 decimals, as an index.
    fn index(self, numerator: U256) -> Result<Index, YieldError> {
        let one = U256::from(10_u8).pow(U256::from(self.finer().saturating_add(18)));
        Ok(Index::new(numerator, one, self.finer())?)
    }

    fn agrees(self, function: &'static str, got: U256, expected: U256) -> Result<(), YieldError> {
        if got == expected {
            return Ok(());
        }
        Err(YieldError::Inconsistent { contract: self.contract, function, got, expected })
    }
}
