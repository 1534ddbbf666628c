//! Superstate's Redemption: `calculateUsdcOut` is what it pays, `maxUstbRedemptionAmount` what its money is enough for, and
//! `redemptionFee` what it keeps, in ten-thousandths.

use alloy_primitives::U256;

use crate::abi::redeemers::ISuperstateRedemption as Redemption;
use crate::evidence::Reads;
use crate::redemption::plan::{expect_contract, expect_within, noted};
use crate::redemption::{Obstacle, RedemptionError};
use crate::units::Rate;

use super::{Sale, Terms};

pub(super) fn read(
    reads: &mut Reads,
    Sale { offer, contract, asset }: Sale<'_>,
    obstacles: &mut Vec<Obstacle>,
) -> Result<Terms, RedemptionError> {
    let amount = offer.amount.raw();
    let token = reads.ask(contract, &Redemption::SUPERSTATE_TOKENCall {});
    let paid_in = reads.ask(contract, &Redemption::USDCCall {});
    let paused = reads.ask(contract, &Redemption::pausedCall {});
    let fee = reads.ask(contract, &Redemption::redemptionFeeCall {});
    let most = reads.ask(contract, &Redemption::maxUstbRedemptionAmountCall {});
    let pays = reads.ask(contract, &Redemption::calculateUsdcOutCall { superstateTokenInAmount: amount });
    expect_contract(noted(token, obstacles)?.as_ref(), offer.token, obstacles);
    expect_contract(noted(paid_in, obstacles)?.as_ref(), asset, obstacles);
    if noted(paused, obstacles)?.is_some_and(|paused| *paused.value()) {
        obstacles.push(Obstacle::Paused);
    }
    let fee = noted(fee, obstacles)?.map(|fee| fee.try_map(|fee| Rate::new(fee, U256::from(10_000)))).transpose()?;
    let most = noted(most, obstacles)?.map(|most| most.map(|most| most.superstateTokenAmount));
    let pays = noted(pays, obstacles)?.map(|pays| pays.map(|pays| pays.usdcOutAmountAfterFee));
    let Some(most) = most else { return Ok(Terms { pays, fee, ..Terms::default() }) };
    expect_within(*most.value(), offer.shares()?, obstacles);
    if most.value().is_zero() {
        return Ok(Terms { pays, fee, most: Some(most.map(|most| (most, U256::ZERO))), ..Terms::default() });
    }
    let worth = reads.ask(contract, &Redemption::calculateUsdcOutCall { superstateTokenInAmount: *most.value() });
    let most = match noted(worth, obstacles)? {
        Some(worth) => Some(most.zip(worth)?.map(|(most, worth)| (most, worth.usdcOutAmountAfterFee))),
        None => None,
    };
    Ok(Terms { pays, fee, most, ..Terms::default() })
}
