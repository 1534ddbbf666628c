//! Payments by balances at a snapshot: tokenize.it's `Distribution` over an `ERC20Snapshot` of `OpenZeppelin` 4.
//!
//! The distributor has a price for one whole token and pays each holder for what they had at the snapshot, rounded down, once. What its
//! owner moved from one holder to another counts too. Its own answer of what a claim pays is after a fee: what is worked out from the
//! snapshot has to reach it.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::snapshot_distribution::{IERC20Snapshot, ISnapshotDistribution};
use crate::evidence::{Fact, Reads};
use crate::units::{Amount, UnitsError};

use super::{DividendState, YieldError};

/// A payment as the asset's descriptor names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SnapshotDistribution {
    /// The distributor.
    pub contract: Address,
    /// The token whose balances count.
    pub asset: Address,
    /// The snapshot at which they count.
    pub snapshot: U256,
    /// The token that it pays.
    pub token: Address,
    /// What the payment is: `Dividend 2026-10`.
    pub label: String,
}

/// Where a holder stands with a payment by a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SnapshotPayout {
    /// The payment.
    pub of: SnapshotDistribution,
    /// Whose.
    pub account: Address,
    /// What the holder had of the asset at the snapshot.
    pub balance: Amount,
    /// What all holders had.
    pub supply: Amount,
    /// What one whole token is paid.
    pub per_token: Amount,
    /// What the balance is paid in all, before the fee.
    pub share: Amount,
    /// What the distributor's owner gave to the holder of others' shares.
    pub given: Amount,
    /// What was claimed before, before the fee, and what was given to others.
    pub settled: Amount,
    /// What a claim costs of what it pays.
    pub fee: Amount,
    /// What a claim pays now, after the fee: the contract's own answer.
    pub due: Amount,
    /// Whether it can be claimed.
    pub state: DividendState,
}

/// Where a holder stands at the ledger's block.
///
/// # Errors
/// [`YieldError::OtherToken`] or [`YieldError::OtherGround`] where the distributor is not the descriptor's, [`YieldError::Inconsistent`] where it
/// would pay more than follows from the snapshot, [`YieldError::Gap`] or [`YieldError::Units`].
pub fn snapshot_payout(
    reads: &mut Reads,
    of: &SnapshotDistribution,
    account: Address,
) -> Result<Fact<SnapshotPayout>, YieldError> {
    let terms = terms(reads, of);
    let held = held(reads, of, account);
    let booked = booked(reads, of, account);
    let funds = funds(reads, of);
    // What is due is the same whatever least is asked for.
    let call = ISnapshotDistribution::claimCall { recipient: account, minPayout: U256::ZERO };
    let signature = ISnapshotDistribution::claimCall::SIGNATURE;
    let trial = reads.simulate(account, of.contract, call.abi_encode().into(), signature);
    let read = terms?.zip(held?)?.zip(booked?)?.zip(funds?)?.zip(trial?)?;
    read.try_map(|((((per_token, held), booked), funds), trial)| {
        let paid = |raw| Amount::from_raw(raw, funds.scale);
        let share = held.share(per_token)?;
        let gross = booked.left(share)?;
        let fee = gross.checked_sub(booked.eligible).ok_or_else(|| YieldError::Inconsistent {
            contract: of.contract,
            function: ISnapshotDistribution::eligibleCall::SIGNATURE,
            got: booked.eligible,
            expected: gross,
        })?;
        let state = match trial {
            _ if booked.eligible.is_zero() => DividendState::Nothing,
            // The fee is paid out of the same funds.
            _ if funds.available < gross => DividendState::Unfunded { available: paid(funds.available)? },
            Err(refusal) => DividendState::Refused { revert: refusal.0 },
            Ok(_) => DividendState::Claimable,
        };
        Ok(SnapshotPayout {
            of: of.clone(),
            account,
            balance: Amount::from_raw(held.balance, held.scale)?,
            supply: Amount::from_raw(held.supply, held.scale)?,
            per_token: paid(per_token)?,
            share: paid(share)?,
            given: paid(booked.given)?,
            settled: paid(booked.settled)?,
            fee: paid(fee)?,
            due: paid(booked.eligible)?,
            state,
        })
    })
}

/// The price of one whole token, of the distributor that the descriptor means.
fn terms(reads: &mut Reads, of: &SnapshotDistribution) -> Result<Fact<U256>, YieldError> {
    let contract = of.contract;
    let asset = reads.ask(contract, &ISnapshotDistribution::tokenCall {});
    let paid = reads.ask(contract, &ISnapshotDistribution::currencyCall {});
    let snapshot = reads.ask(contract, &ISnapshotDistribution::snapshotIdCall {});
    let price = reads.ask(contract, &ISnapshotDistribution::pricePerTokenCall {});
    asset?.zip(paid?)?.zip(snapshot?)?.zip(price?)?.try_map(|(((asset, paid), snapshot), price)| {
        let other =
            |function, got: String, expected: String| YieldError::OtherGround { contract, function, got, expected };
        if paid != of.token {
            Err(YieldError::OtherToken { contract, got: paid, expected: of.token })
        } else if asset != of.asset {
            let function = ISnapshotDistribution::tokenCall::SIGNATURE;
            Err(other(function, asset.to_string(), of.asset.to_string()))
        } else if snapshot != of.snapshot {
            let function = ISnapshotDistribution::snapshotIdCall::SIGNATURE;
            Err(other(function, snapshot.to_string(), of.snapshot.to_string()))
        } else {
            Ok(price)
        }
    })
}

/// What was held at the snapshot, in raw units of the asset.
#[derive(Clone, Copy, Debug)]
struct Held {
    balance: U256,
    supply: U256,
    scale: u8,
}

impl Held {
    /// As the contract reckons it: rounded down.
    fn share(&self, per_token: U256) -> Result<U256, UnitsError> {
        let one = U256::from(10).checked_pow(U256::from(self.scale));
        let product = self.balance.checked_mul(per_token);
        product.zip(one).and_then(|(product, one)| product.checked_div(one)).ok_or(OUT_OF_RANGE)
    }
}

const OUT_OF_RANGE: UnitsError = UnitsError::OutOfRange { operation: "multiplication" };

fn held(reads: &mut Reads, of: &SnapshotDistribution, account: Address) -> Result<Fact<Held>, YieldError> {
    let snapshot = of.snapshot;
    let balance = reads.ask(of.asset, &IERC20Snapshot::balanceOfAtCall { account, snapshotId: snapshot });
    let supply = reads.ask(of.asset, &IERC20Snapshot::totalSupplyAtCall { snapshotId: snapshot });
    let decimals = reads.ask(of.asset, &IERC20::decimalsCall {});
    let read = balance?.zip(supply?)?.zip(decimals?)?;
    Ok(read.map(|((balance, supply), scale)| Held { balance, supply, scale }))
}

/// What the distributor booked of a holder, in raw units of what it pays.
#[derive(Clone, Copy, Debug)]
struct Booked {
    given: U256,
    settled: U256,
    eligible: U256,
}

impl Booked {
    /// What is left of a share, before the fee.
    fn left(&self, share: U256) -> Result<U256, UnitsError> {
        let granted = share.checked_add(self.given).ok_or(UnitsError::OutOfRange { operation: "addition" })?;
        granted.checked_sub(self.settled).ok_or(UnitsError::OutOfRange { operation: "subtraction" })
    }
}

fn booked(reads: &mut Reads, of: &SnapshotDistribution, holder: Address) -> Result<Fact<Booked>, YieldError> {
    let given = reads.ask(of.contract, &ISnapshotDistribution::extraCreditCall { holder });
    let settled = reads.ask(of.contract, &ISnapshotDistribution::paidOutCall { holder });
    let eligible = reads.ask(of.contract, &ISnapshotDistribution::eligibleCall { holder });
    let read = given?.zip(settled?)?.zip(eligible?)?;
    Ok(read.map(|((given, settled), eligible)| Booked { given, settled, eligible }))
}

/// What the distributor has to pay with.
#[derive(Clone, Copy, Debug)]
struct Funds {
    scale: u8,
    available: U256,
}

fn funds(reads: &mut Reads, of: &SnapshotDistribution) -> Result<Fact<Funds>, YieldError> {
    let decimals = reads.ask(of.token, &IERC20::decimalsCall {});
    let available = reads.ask(of.token, &IERC20::balanceOfCall { account: of.contract });
    Ok(decimals?.zip(available?)?.map(|(scale, available)| Funds { scale, available }))
}
