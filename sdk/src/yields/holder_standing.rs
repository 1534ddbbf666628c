//! What a holder has of an asset after a block, and what came and went in it, each at what it was worth there.

use alloy_primitives::{Address, U256};

use crate::asset::{Balances, Descriptor, HoldingError, Staleness, Worth, balance_of, worth_of};
use crate::evidence::{EvidenceError, Fact, Reads};
use crate::units::{Amount, AssetId, Index, RebasingShares, Seconds, UnitsError, Value};

use super::{HolderFlow, RebasingToken, YieldError, rebasing_holding};

/// What came and went in one block, by its logs.
#[derive(Clone, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct HolderMoves<'a> {
    /// What came in.
    pub came: Vec<Fact<Amount>>,
    /// What went out.
    pub went: Vec<Fact<Amount>>,
    /// What the asset paid to its holder in other tokens, each with the list's entry for it.
    pub income: Vec<(&'a Descriptor, Fact<Amount>)>,
}

/// What a holder has after a block.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HolderStanding {
    /// The asset.
    pub asset: AssetId,
    /// What is there after the block.
    pub balance: Amount,
    /// What was there before what moved in it.
    pub before: Amount,
    /// The shares behind the balance, and what makes one of the other, where it rebases.
    pub shares: Option<(RebasingShares, Index)>,
    /// What it is worth.
    pub worth: Value,
    /// The worth of what moved.
    pub flow: HolderFlow,
    /// How many transfers that were.
    pub transfers: usize,
    /// The oldest of the prices that were older then than they should have been.
    pub overdue: Option<Overdue>,
}

/// A price that was the newest, and older than it should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "plain data")]
pub struct Overdue {
    /// Its age then.
    pub age: Seconds,
    /// What it should have been at most.
    pub heartbeat: Seconds,
    /// The block.
    pub block: u64,
}

impl HolderStanding {
    /// The same asset while nothing of it was held.
    #[must_use]
    pub fn emptied(&self) -> Self {
        let none = |value: &Value| Value { raw: U256::ZERO, ..value.clone() };
        let nothing = self.balance.with_raw(U256::ZERO);
        let flow = HolderFlow {
            before: none(&self.worth),
            paid: none(&self.worth),
            withdrawn: none(&self.worth),
            income: none(&self.worth),
        };
        Self {
            asset: self.asset,
            balance: nothing,
            before: nothing,
            shares: self.shares.map(|(shares, index)| (shares.with_raw(U256::ZERO), index)),
            worth: none(&self.worth),
            flow,
            transfers: 0,
            overdue: None,
        }
    }

    /// Whether nothing moved between two of them but what the later one tells: a transfer that is missing in the history would count as growth.
    ///
    /// # Errors
    /// [`HolderReturnError::Unbalanced`], with `block` of the later.
    pub fn follows(&self, earlier: &Self, block: u64) -> Result<(), HolderReturnError> {
        let units = |error: UnitsError| HolderReturnError::Yield(error.into());
        let (expected, slack) = match (&self.shares, &earlier.shares) {
            (Some((_, index)), Some((shares, _))) => {
                // A transfer moves whole shares, and each of them is worth as much as the index says: so much may it be off.
                let one = index.numerator().div_ceil(index.denominator()).saturating_add(U256::ONE);
                let times = if self.transfers == 0 { 0 } else { self.transfers.saturating_add(1) };
                (index.amount(shares).map_err(units)?, one.saturating_mul(U256::from(times)))
            }
            (Some(_) | None, Some(_) | None) => (earlier.balance, U256::ZERO),
        };
        if self.before.raw().abs_diff(expected.raw()) > slack {
            return Err(HolderReturnError::Unbalanced { asset: self.asset, block, got: self.before, expected });
        }
        Ok(())
    }
}

/// What worth is asked through.
struct Pricing<'a> {
    reads: &'a mut Reads,
    list: &'a [Descriptor],
    overdue: Option<Overdue>,
}

/// Why a holder's own return cannot be stated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HolderReturnError {
    /// The balance could not be read.
    #[error("the balance of {asset} in block {block}: {why}")]
    Balance {
        /// The asset.
        asset: AssetId,
        /// The block.
        block: u64,
        /// Why.
        why: HoldingError,
    },
    /// The list names no feed.
    #[error("the list names no price for {asset}")]
    Unpriced {
        /// The asset.
        asset: AssetId,
    },
    /// The feed or the vault gave no figure.
    #[error("no price of {asset} in block {block}: {why}")]
    Price {
        /// The asset.
        asset: AssetId,
        /// The block.
        block: u64,
        /// Why.
        why: HoldingError,
    },
    /// A transfer is missing in the history, or is in it twice.
    #[error(
        "before block {block} there were {got} of {asset}, by the balance of the block before and the history {expected}"
    )]
    Unbalanced {
        /// The asset.
        asset: AssetId,
        /// The block.
        block: u64,
        /// By the balance after it, less what moved in it.
        got: Amount,
        /// What was there after the last of the earlier ones.
        expected: Amount,
    },
    /// Payments in the chain's own coin leave no logs.
    #[error("{contract} pays in the chain's own coin, which leaves no logs: what it paid is not known")]
    Coin {
        /// Who pays.
        contract: Address,
    },
    /// A token that is paid is not in the list: its transfers were not asked for, and nobody says what it is worth.
    #[error("{token} is paid and is not in the list: what was paid is not known")]
    NotListed {
        /// The token.
        token: Address,
    },
    /// The return itself.
    #[error(transparent)]
    Yield(#[from] YieldError),
}

impl From<EvidenceError> for HolderReturnError {
    fn from(error: EvidenceError) -> Self {
        Self::Yield(error.into())
    }
}

/// What `holder` has of an asset after the ledger's block, in which `moves` moved. A price that is overdue in that block is the newest that there
/// is, and counts; the result names it.
///
/// # Errors
/// [`HolderReturnError`]; while reads are still to be fetched, errors say so.
pub fn holder_standing(
    reads: &mut Reads,
    (descriptor, list): (&Descriptor, &[Descriptor]),
    holder: Address,
    moves: &HolderMoves<'_>,
) -> Result<Fact<HolderStanding>, HolderReturnError> {
    let held = held(reads, descriptor, holder);
    let mut pricing = Pricing { reads, list, overdue: None };
    // What moved is known from the logs: its price is asked for together with the balance.
    let (came, went) = (pricing.moved(descriptor, &moves.came), pricing.moved(descriptor, &moves.went));
    let income = pricing.income(&moves.income);
    let held = held?;
    let balance = held.as_ref().map(|(balance, _)| *balance);
    let now = pricing.worth(descriptor, &balance)?;
    let (came, went) = (came?, went?);
    let amount = |moved: &Option<Fact<(Amount, Value)>>| match moved {
        Some(moved) => moved.value().0,
        None => balance.value().with_raw(U256::ZERO),
    };
    // Of a rebasing token the balance may be a unit less than what came: then nothing was there before.
    let rebases = held.value().1.is_some();
    let back = |balance: Amount| {
        let (with, came) = (balance.checked_add(&amount(&went))?, amount(&came));
        if rebases { with.saturating_sub(&came) } else { with.checked_sub(&came) }
    };
    let before = balance.clone().try_map(back).map_err(YieldError::from)?;
    let then = pricing.worth(descriptor, &before)?;
    let none = Value { raw: U256::ZERO, ..now.value().clone() };
    let (overdue, transfers) = (pricing.overdue, moves.came.len().saturating_add(moves.went.len()));
    let standing = held.zip(before)?.zip(now.zip(then)?)?.map(|(((balance, shares), before), (worth, then))| {
        let flow = HolderFlow { before: then, paid: none.clone(), withdrawn: none.clone(), income: none };
        HolderStanding { asset: descriptor.asset, balance, before, shares, worth, flow, transfers, overdue }
    });
    let standing = with(standing, came, |flow, (_, value)| flow.paid = value)?;
    let standing = with(standing, went, |flow, (_, value)| flow.withdrawn = value)?;
    with(standing, income?, |flow, value| flow.income = value)
}

/// The same with one more part of what moved, where there is one.
fn with<T>(
    standing: Fact<HolderStanding>,
    part: Option<Fact<T>>,
    put: impl FnOnce(&mut HolderFlow, T),
) -> Result<Fact<HolderStanding>, HolderReturnError> {
    let Some(part) = part else { return Ok(standing) };
    Ok(standing.zip(part)?.map(|(mut standing, part)| {
        put(&mut standing.flow, part);
        standing
    }))
}

type Held = (Amount, Option<(RebasingShares, Index)>);

/// The balance; of a rebasing token with the shares behind it.
fn held(reads: &mut Reads, descriptor: &Descriptor, holder: Address) -> Result<Fact<Held>, HolderReturnError> {
    match descriptor.balances {
        Some(Balances::Rebasing { shape }) => {
            let token = RebasingToken { contract: descriptor.asset.token, shape };
            let holding = rebasing_holding(reads, token, holder)?;
            Ok(holding.map(|holding| (holding.amount, Some((holding.shares, holding.index)))))
        }
        Some(Balances::Erc8056) | None => {
            let (asset, block) = (descriptor.asset, reads.at().number);
            let balance = balance_of(reads, descriptor, holder);
            let balance = balance.map_err(|why| HolderReturnError::Balance { asset, block, why })?;
            Ok(balance.map(|balance| (balance, None)))
        }
    }
}

impl Pricing<'_> {
    /// What moved one way, and what that was worth; `None` where nothing did.
    fn moved(
        &mut self,
        descriptor: &Descriptor,
        amounts: &[Fact<Amount>],
    ) -> Result<Option<Fact<(Amount, Value)>>, HolderReturnError> {
        let Some((first, rest)) = amounts.split_first() else { return Ok(None) };
        let mut sum = first.clone();
        for amount in rest {
            let both = sum.zip(amount.clone())?;
            sum = both.try_map(|(sum, amount)| sum.checked_add(&amount)).map_err(YieldError::from)?;
        }
        let value = self.worth(descriptor, &sum)?;
        Ok(Some(sum.zip(value)?))
    }

    /// The worth of all that was paid in other tokens; `None` where nothing was.
    fn income(&mut self, paid: &[(&Descriptor, Fact<Amount>)]) -> Result<Option<Fact<Value>>, HolderReturnError> {
        // All are asked before one of them is looked at.
        let paid: Vec<_> = paid.iter().map(|(of, amount)| self.worth(of, amount)).collect();
        let mut sum: Option<Fact<Value>> = None;
        for value in paid {
            let value = value?;
            sum = Some(match sum {
                None => value,
                Some(sum) => {
                    let both = sum.zip(value)?;
                    both.try_map(|(sum, value)| sum.checked_add(&value)).map_err(YieldError::from)?
                }
            });
        }
        Ok(sum)
    }

    /// What an amount of an asset is worth at the ledger's block.
    fn worth(&mut self, descriptor: &Descriptor, amount: &Fact<Amount>) -> Result<Fact<Value>, HolderReturnError> {
        let (asset, block, now) = (descriptor.asset, self.reads.at().number, self.reads.at().timestamp);
        let worth = worth_of(self.reads, descriptor, self.list, amount, now);
        match worth.map_err(|why| HolderReturnError::Price { asset, block, why })? {
            Worth::Unpriced => Err(HolderReturnError::Unpriced { asset }),
            Worth::Unknown { why } => Err(HolderReturnError::Price { asset, block, why }),
            Worth::Priced(priced) => {
                if let Staleness::Stale { age, heartbeat } = priced.staleness {
                    self.overdue = self.overdue.max(Some(Overdue { age, heartbeat, block }));
                }
                Ok(priced.value)
            }
        }
    }
}
