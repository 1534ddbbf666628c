//! Securitize's off-ramp: `calculateLiquidityTokenAmount` is what it pays, its twin before the fee what it takes out of
//! `availableLiquidity`. Whether the holder is registered, and of a country that may redeem, only the redemption itself says.

use crate::abi::erc20::IERC20;
use crate::abi::redeemers::ISecuritizeOffRamp as OffRamp;
use crate::evidence::Reads;
use crate::redemption::plan::{expect_contract, noted};
use crate::redemption::{Obstacle, RedemptionError};
use crate::units::{Amount, Rate};

use super::{Sale, Terms};

pub(super) fn read(
    reads: &mut Reads,
    Sale { offer, contract, asset }: Sale<'_>,
    obstacles: &mut Vec<Obstacle>,
) -> Result<Terms, RedemptionError> {
    let amount = offer.amount.raw();
    let token = reads.ask(contract, &OffRamp::assetCall {});
    let paused = reads.ask(contract, &OffRamp::pausedCall {});
    let liquidity = reads.ask(contract, &OffRamp::availableLiquidityCall {});
    let pays = reads.ask(contract, &OffRamp::calculateLiquidityTokenAmountCall { assetAmount: amount });
    let before = reads.ask(contract, &OffRamp::calculateLiquidityTokenAmountBeforeFeeCall { assetAmount: amount });
    let decimals = reads.ask(asset, &IERC20::decimalsCall {});
    expect_contract(noted(token, obstacles)?.as_ref(), offer.token, obstacles);
    if noted(paused, obstacles)?.is_some_and(|paused| *paused.value()) {
        obstacles.push(Obstacle::Paused);
    }
    let (liquidity, pays) = (noted(liquidity, obstacles)?, noted(pays, obstacles)?);
    let before = noted(before, obstacles)?;
    let decimals = noted(decimals, obstacles)?.map(|scale| *scale.value());
    if let (Some(has), Some(needs), Some(scale)) = (&liquidity, &before, decimals)
        && needs.value() > has.value()
    {
        let (available, needed) = (Amount::from_raw(*has.value(), scale)?, Amount::from_raw(*needs.value(), scale)?);
        obstacles.push(Obstacle::Liquidity { available, needed });
    }
    let fee = match (&pays, before.filter(|before| !before.value().is_zero())) {
        (Some(pays), Some(before)) => {
            let both = pays.clone().zip(before)?;
            Some(both.try_map(|(pays, before)| Rate::new(before.saturating_sub(pays), before))?)
        }
        (_, None) | (None, Some(_)) => None,
    };
    Ok(Terms { pays, fee, liquidity, ..Terms::default() })
}
