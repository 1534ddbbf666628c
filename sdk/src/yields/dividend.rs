//! Dividends by a cumulative figure per share: ERC-2222 and its twin ERC-1726.
//!
//! The contract keeps one figure per share and a correction per holder; what a holder can withdraw is its own answer. Funds that came in
//! are due to nobody until they are booked, and a withdrawal books them past everybody: where some wait, they are to be booked first.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::erc1726::IDividendPayingToken;
use crate::abi::erc2222::{IFundsDistributionToken, IFundsToken};
use crate::evidence::{Fact, Gap, Reads};
use crate::units::{Amount, UnitsError};

use super::{Change, YieldError};

/// A token that pays its holders, as the asset's descriptor names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DividendToken {
    /// The token.
    pub contract: Address,
    /// Which standard it follows.
    pub standard: DividendStandard,
    /// The token that it pays; the chain's own coin where `None`.
    pub pays: Option<Address>,
    /// What the payments are: `Rent`.
    pub label: String,
}

/// Which functions tell and pay the dividends of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum DividendStandard {
    /// `withdrawableFundsOf`, `withdrawFunds`. Where it pays a token, what came in is booked by `updateFundsReceived`.
    Erc2222,
    /// `withdrawableDividendOf`, `withdrawDividend`.
    Erc1726,
}

/// Where a holder stands with the dividends of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dividend {
    /// The token that it is of.
    pub of: DividendToken,
    /// All that was ever due to the holder.
    pub accumulated: Amount,
    /// What of it they have withdrawn.
    pub withdrawn: Amount,
    /// What of it is left.
    pub withdrawable: Amount,
    /// What the contract booked of what it pays. `None` where nothing is booked.
    pub booked: Option<Amount>,
    /// What the contract has over what it booked, or lacks of it. `None` where nothing is booked: each payment counts as it comes.
    pub unbooked: Option<Change<Amount>>,
    /// Whether it can be withdrawn.
    pub state: DividendState,
}

/// Whether a dividend can be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "detail", rename_all = "camelCase")]
pub enum DividendState {
    /// There is nothing to withdraw.
    Nothing,
    /// It can be withdrawn: the chain would carry it out now.
    Claimable,
    /// The contract has less than is due.
    Unfunded {
        /// What it has.
        available: Amount,
    },
    /// The chain would refuse it.
    Refused {
        /// The revert data.
        revert: Bytes,
    },
}

/// One transaction towards a dividend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "detail", rename_all = "camelCase")]
pub enum DividendStep {
    /// Book what came in: anybody may.
    Book {
        /// The token.
        contract: Address,
    },
    /// Withdraw all that is due.
    Withdraw {
        /// The token.
        contract: Address,
        /// Which function does it.
        standard: DividendStandard,
    },
}

/// Where a holder stands at the ledger's block.
///
/// # Errors
/// [`YieldError::Inconsistent`] where the contract's figures do not add up, [`YieldError::OtherToken`], [`YieldError::Gap`] or
/// [`YieldError::Units`].
pub fn dividend(reads: &mut Reads, of: &DividendToken, holder: Address) -> Result<Fact<Dividend>, YieldError> {
    let figures = figures(reads, of, holder);
    let funds = of.pays.map(|token| funds(reads, of, token));
    let (data, signature) = of.standard.withdrawal();
    let trial = reads.simulate(holder, of.contract, data, signature);
    let figures = figures?;
    let read = match funds {
        Some(funds) => figures.zip(funds?)?,
        None => figures.map(|figures| (figures, COIN)),
    };
    read.zip(trial?)?.try_map(|((figures, funds), trial)| {
        let amount = |raw| Amount::from_raw(raw, funds.scale);
        let withdrawable = amount(figures.withdrawable)?;
        let state = match (funds.available, trial) {
            _ if withdrawable.is_zero() => DividendState::Nothing,
            (Some(available), _) if available < figures.withdrawable => {
                DividendState::Unfunded { available: amount(available)? }
            }
            (_, Err(refusal)) => DividendState::Refused { revert: refusal.0 },
            (_, Ok(_)) => DividendState::Claimable,
        };
        let unbooked = funds.available.zip(funds.booked);
        Ok(Dividend {
            of: of.clone(),
            accumulated: amount(figures.accumulated)?,
            withdrawn: amount(figures.withdrawn)?,
            withdrawable,
            booked: funds.booked.map(amount).transpose()?,
            unbooked: unbooked.map(|(has, booked)| Change::between(booked, has).map(|by| withdrawable.with_raw(by))),
            state,
        })
    })
}

impl Dividend {
    /// What is to be sent, in order: what came in is booked before anything is withdrawn, or it would be lost to all holders.
    ///
    /// Booking adds to what is due. Where a contract that lost money has booked less than is due to this holder, that may be more than it
    /// has: then it is booked alone, and the state is to be read again.
    #[must_use]
    pub fn steps(&self) -> Vec<DividendStep> {
        let contract = self.of.contract;
        let waits = matches!(self.unbooked, Some(Change::Gain(by)) if !by.is_zero());
        let covered = self.booked.is_none_or(|booked| booked >= self.withdrawable);
        let book = waits.then_some(DividendStep::Book { contract });
        let withdraw = (self.state == DividendState::Claimable && (covered || !waits))
            .then_some(DividendStep::Withdraw { contract, standard: self.of.standard });
        book.into_iter().chain(withdraw).collect()
    }
}

impl DividendStandard {
    /// The call that withdraws all that is due to its sender.
    #[must_use]
    fn withdrawal(self) -> (Bytes, &'static str) {
        match self {
            Self::Erc2222 => {
                let call = IFundsDistributionToken::withdrawFundsCall {};
                (call.abi_encode().into(), IFundsDistributionToken::withdrawFundsCall::SIGNATURE)
            }
            Self::Erc1726 => {
                let call = IDividendPayingToken::withdrawDividendCall {};
                (call.abi_encode().into(), IDividendPayingToken::withdrawDividendCall::SIGNATURE)
            }
        }
    }

    /// The function that tells all that was ever due.
    const fn accumulative(self) -> &'static str {
        match self {
            Self::Erc2222 => IFundsDistributionToken::accumulativeFundsOfCall::SIGNATURE,
            Self::Erc1726 => IDividendPayingToken::accumulativeDividendOfCall::SIGNATURE,
        }
    }
}

/// What the contract says of a holder, in raw units of what it pays.
#[derive(Clone, Copy, Debug)]
struct Figures {
    accumulated: U256,
    withdrawn: U256,
    withdrawable: U256,
}

fn figures(reads: &mut Reads, of: &DividendToken, owner: Address) -> Result<Fact<Figures>, YieldError> {
    let contract = of.contract;
    let (accumulated, withdrawn, withdrawable) = match of.standard {
        DividendStandard::Erc2222 => (
            reads.ask(contract, &IFundsDistributionToken::accumulativeFundsOfCall { owner }),
            reads.ask(contract, &IFundsDistributionToken::withdrawnFundsOfCall { owner }),
            reads.ask(contract, &IFundsDistributionToken::withdrawableFundsOfCall { owner }),
        ),
        DividendStandard::Erc1726 => (
            reads.ask(contract, &IDividendPayingToken::accumulativeDividendOfCall { owner }),
            reads.ask(contract, &IDividendPayingToken::withdrawnDividendOfCall { owner }),
            twice(reads, contract, owner)?,
        ),
    };
    accumulated?.zip(withdrawn?)?.zip(withdrawable?)?.try_map(|((accumulated, withdrawn), withdrawable)| {
        let sum = withdrawn.checked_add(withdrawable).ok_or(UnitsError::OutOfRange { operation: "addition" })?;
        if accumulated != sum {
            let function = of.standard.accumulative();
            return Err(YieldError::Inconsistent { contract, function, got: accumulated, expected: sum });
        }
        Ok(Figures { accumulated, withdrawn, withdrawable })
    })
}

/// ERC-1726 has two names for what can be withdrawn.
fn twice(reads: &mut Reads, contract: Address, owner: Address) -> Result<Result<Fact<U256>, Gap>, YieldError> {
    let one = reads.ask(contract, &IDividendPayingToken::dividendOfCall { owner });
    let other = reads.ask(contract, &IDividendPayingToken::withdrawableDividendOfCall { owner });
    let (Ok(one), Ok(other)) = (one.as_ref(), other) else { return Ok(one) };
    let function = IDividendPayingToken::dividendOfCall::SIGNATURE;
    let both = one.clone().zip(other)?.try_map(|(got, expected)| {
        (got == expected).then_some(got).ok_or(YieldError::Inconsistent { contract, function, got, expected })
    });
    both.map(Ok)
}

/// What the contract has to pay with.
#[derive(Clone, Copy, Debug)]
struct Funds {
    scale: u8,
    /// `None` for the chain's own coin: no call tells it.
    available: Option<U256>,
    booked: Option<U256>,
}

/// Of the chain's own coin no call tells more than its decimals, which are known.
const COIN: Funds = Funds { scale: 18, available: None, booked: None };

fn funds(reads: &mut Reads, of: &DividendToken, token: Address) -> Result<Fact<Funds>, YieldError> {
    let contract = of.contract;
    let decimals = reads.ask(token, &IERC20::decimalsCall {});
    let available = reads.ask(token, &IERC20::balanceOfCall { account: contract });
    let booked = match of.standard {
        DividendStandard::Erc2222 => Some(booked(reads, contract, token)),
        DividendStandard::Erc1726 => None,
    };
    let funds =
        decimals?.zip(available?)?.map(|(scale, available)| Funds { scale, available: Some(available), booked: None });
    match booked {
        Some(booked) => Ok(funds.zip(booked?)?.map(|(funds, booked)| Funds { booked: Some(booked), ..funds })),
        None => Ok(funds),
    }
}

/// What the contract booked of the token that it pays, which has to be the descriptor's.
fn booked(reads: &mut Reads, contract: Address, expected: Address) -> Result<Fact<U256>, YieldError> {
    let paid = reads.ask(contract, &IFundsToken::fundsTokenCall {});
    let booked = reads.ask(contract, &IFundsToken::fundsTokenBalanceCall {});
    paid?.zip(booked?)?.try_map(|(got, booked)| {
        if got == expected { Ok(booked) } else { Err(YieldError::OtherToken { contract, got, expected }) }
    })
}
