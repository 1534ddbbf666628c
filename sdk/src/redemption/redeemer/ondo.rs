//! Ondo's managers: no preview, so what the rehearsed redemption returns is what it pays. `minimumRedemptionUSD` has 18 decimals.

use alloy_primitives::{Bytes, U256};
use alloy_sol_types::SolCall as _;

use crate::abi::redeemers::IOndoManager;
use crate::asset::Redeemer;
use crate::evidence::{Fact, Reads, Refusal};
use crate::redemption::plan::{expect_contract, noted};
use crate::redemption::{Obstacle, RedemptionError};
use crate::units::Amount;

use super::{Sale, Terms};

/// Decimals of the minimum.
const USD: u8 = 18;

pub(super) fn read(
    reads: &mut Reads,
    Sale { offer, contract, asset }: Sale<'_>,
    obstacles: &mut Vec<Obstacle>,
) -> Result<Terms, RedemptionError> {
    let token = reads.ask(contract, &IOndoManager::rwaTokenCall {});
    let paused = reads.ask(contract, &IOndoManager::redeemPausedCall {});
    let accepted = reads.ask(contract, &IOndoManager::acceptedRedemptionTokensCall { token: asset });
    let minimum = reads.ask(contract, &IOndoManager::minimumRedemptionUSDCall {});
    expect_contract(noted(token, obstacles)?.as_ref(), offer.token, obstacles);
    if noted(paused, obstacles)?.is_some_and(|paused| *paused.value()) {
        obstacles.push(Obstacle::Paused);
    }
    if noted(accepted, obstacles)?.is_some_and(|accepted| !accepted.value()) {
        obstacles.push(Obstacle::NotAccepted { asset });
    }
    let minimum = noted(minimum, obstacles)?.map(|minimum| minimum.try_map(|raw| Amount::from_raw(raw, USD)));
    Ok(Terms { minimum_usd: minimum.transpose()?, ..Terms::default() })
}

/// What the rehearsed redemption returned; nothing of other redeemers, which return nothing.
pub(super) fn returned(redeemer: Redeemer, rehearsed: &Fact<Result<Bytes, Refusal>>) -> Option<Fact<U256>> {
    match redeemer {
        Redeemer::Ondo => {}
        Redeemer::Superstate | Redeemer::Par | Redeemer::Securitize => return None,
    }
    let data = rehearsed.value().as_ref().ok()?;
    let pays = IOndoManager::redeemCall::abi_decode_returns_validate(data).ok()?;
    Some(rehearsed.as_ref().map(|_| pays))
}
