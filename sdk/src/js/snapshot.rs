//! Payments by balances at a snapshot.

use serde::Serialize;
use tsify::Tsify;

use super::figure::Amount;
use super::payments::DividendState;
use super::redemption::ContractCall;
use crate::tx::Intent;
use crate::yields;

/// Where a holder stands with a payment by a snapshot.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SnapshotPayout {
    /// What it is for, as `"Dividend 2026-10"`.
    label: String,
    /// The distributor.
    contract: String,
    /// The token whose balances count.
    asset: String,
    /// The number of the snapshot: a decimal string.
    snapshot: String,
    /// The token that it pays.
    token: String,
    /// Who is paid.
    account: String,
    /// What the holder had of the asset at the snapshot.
    balance: Amount,
    /// What all holders had.
    supply: Amount,
    /// What one whole token is paid.
    per_token: Amount,
    /// What the balance is paid in all, before the fee.
    share: Amount,
    /// What the distributor's owner gave to the holder of others' shares.
    given: Amount,
    /// What was claimed before, before the fee, and what was given to others.
    settled: Amount,
    /// What a claim costs of what it pays.
    fee: Amount,
    /// What a claim pays now, after the fee.
    due: Amount,
    /// Whether it can be claimed.
    state: DividendState,
    /// What a wallet sends for it: it asks for at least what is due now. Left out where it cannot be claimed now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    call: Option<ContractCall>,
}

impl From<&yields::SnapshotPayout> for SnapshotPayout {
    fn from(payout: &yields::SnapshotPayout) -> Self {
        let ready = payout.state == yields::DividendState::Claimable;
        Self {
            label: payout.of.label.clone(),
            contract: payout.of.contract.to_string(),
            asset: payout.of.asset.to_string(),
            snapshot: payout.of.snapshot.to_string(),
            token: payout.of.token.to_string(),
            account: payout.account.to_string(),
            balance: (&payout.balance).into(),
            supply: (&payout.supply).into(),
            per_token: (&payout.per_token).into(),
            share: (&payout.share).into(),
            given: (&payout.given).into(),
            settled: (&payout.settled).into(),
            fee: (&payout.fee).into(),
            due: (&payout.due).into(),
            state: (&payout.state).into(),
            call: ready.then(|| Intent::from(payout).into()),
        }
    }
}
