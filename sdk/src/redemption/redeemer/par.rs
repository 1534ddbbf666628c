//! One for one, as Circle redeems BUIDL. The contract has no preview: what is paid is what goes in, in the units of the asset, and the
//! rehearsal says whether it would be. `liquidity()` names the token that is paid.

use alloy_primitives::U256;

use crate::abi::erc20::IERC20;
use crate::abi::redeemers::IParRedeemer;
use crate::evidence::Reads;
use crate::redemption::plan::{expect_contract, noted};
use crate::redemption::{Obstacle, RedemptionError};
use crate::units::{Amount, Rounding, UnitsError};

use super::{Sale, Terms};

pub(super) fn read(
    reads: &mut Reads,
    Sale { offer, contract, asset }: Sale<'_>,
    obstacles: &mut Vec<Obstacle>,
) -> Result<Terms, RedemptionError> {
    let token = reads.ask(contract, &IParRedeemer::assetCall {});
    let paid_in = reads.ask(contract, &IParRedeemer::liquidityCall {});
    let decimals = reads.ask(asset, &IERC20::decimalsCall {});
    expect_contract(noted(token, obstacles)?.as_ref(), offer.token, obstacles);
    expect_contract(noted(paid_in, obstacles)?.as_ref(), asset, obstacles);
    let amount = offer.amount;
    let pays = noted(decimals, obstacles)?.map(|decimals| decimals.try_map(|scale| rescaled(amount, scale)));
    Ok(Terms { pays: pays.transpose()?, ..Terms::default() })
}

/// The same displayed amount in raw units of another scale, rounded down as a contract would.
fn rescaled(amount: Amount, scale: u8) -> Result<U256, UnitsError> {
    // Powers that do not fit are more than any amount, and the product says so.
    let power = |exponent: u8| U256::from(10).saturating_pow(U256::from(exponent));
    let (more, less) = (scale.saturating_sub(amount.scale()), amount.scale().saturating_sub(scale));
    Ok(amount.mul_div(power(more), power(less), Rounding::Down)?.raw())
}
