//! Ondo's managers: no preview, so what the rehearsed redemption returns is what it pays. `minimumRedemptionUSD` has 18 decimals.

use alloy_primitives::{Bytes, U256};
use alloy_sol_types::SolCall as _;

use crate::abi::redeemers::IOndoManager;
use crate::asset::Redeemer;
use crate::evidence::{Fact, Gap, Reads, Refusal};
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

/// What the rehearsed redemption returned; nothing of other redeemers, which return nothing, nor of one that was refused.
pub(super) fn returned(
    sale: Sale<'_>,
    redeemer: Redeemer,
    rehearsed: &Fact<Result<Bytes, Refusal>>,
) -> Result<Option<Fact<U256>>, Gap> {
    match redeemer {
        Redeemer::Ondo => {}
        Redeemer::Superstate | Redeemer::Par | Redeemer::Securitize => return Ok(None),
    }
    let Ok(data) = rehearsed.value() else { return Ok(None) };
    match IOndoManager::redeemCall::abi_decode_returns_validate(data) {
        Ok(pays) => Ok(Some(rehearsed.as_ref().map(|_| pays))),
        // What it would pay is not known: then it is no way out.
        Err(_) => Err(Gap::Malformed { read: sale.question(redeemer), expected: "(uint256)", got: data.clone() }),
    }
}
