//! ERC-4626: shares for assets, at once.
//!
//! The payout is `previewRedeem`, which takes fees off and rounds down, in the vault's favour. The limit is `maxRedeem`, where
//! zero is the standard's way to say that nothing leaves now. No approval: the owner redeems their own shares.

use alloy_primitives::Address;

use crate::abi::erc20::IERC20;
use crate::abi::erc4626::IERC4626;
use crate::evidence::{Fact, Reads};
use crate::units::Amount;

use super::plan::{Offer, expect_contract, expect_within, noted};
use super::{Limit, Obstacle, Payout, RedemptionError, Route, RoutePlan, Step, Timing};

pub(super) fn work_out(
    reads: &mut Reads,
    offer: &Offer,
    vault: Address,
    asset: Address,
) -> Result<RoutePlan, RedemptionError> {
    let owner = offer.holder;
    let shares = offer.shares()?;
    let mut obstacles = Vec::new();
    let named = reads.ask(vault, &IERC4626::assetCall {});
    let decimals = reads.ask(asset, &IERC20::decimalsCall {});
    // Some vaults look at who asks (permission lists): the holder does.
    let preview = reads.ask_as(owner, vault, &IERC4626::previewRedeemCall { shares: shares.raw() });
    let max_redeem = reads.ask(vault, &IERC4626::maxRedeemCall { owner });
    let max_withdraw = reads.ask(vault, &IERC4626::maxWithdrawCall { owner });
    let redeem = IERC4626::redeemCall { shares: shares.raw(), receiver: owner, owner };
    let trial = offer.simulate(reads, vault, &redeem);

    let named = noted(named, &mut obstacles)?;
    let decimals = noted(decimals, &mut obstacles)?;
    let preview = noted(preview, &mut obstacles)?;
    let max_redeem = noted(max_redeem, &mut obstacles)?;
    let max_withdraw = noted(max_withdraw, &mut obstacles)?;
    let trial = noted(trial, &mut obstacles)?;

    if offer.token != vault {
        obstacles.push(Obstacle::OtherContract { got: vault, expected: offer.token });
    }
    expect_contract(named.as_ref(), asset, &mut obstacles);
    if let Some(most) = &max_redeem {
        expect_within(*most.value(), shares, &mut obstacles);
    }
    let payout = match preview.zip(decimals.clone()) {
        None => None,
        Some((preview, decimals)) => Some(
            preview
                .zip(decimals)?
                .try_map(|(raw, scale)| Amount::from_raw(raw, scale).map(|amount| Payout::Quoted { asset, amount }))?,
        ),
    };
    if let Some(Payout::Quoted { amount, .. }) = payout.as_ref().map(|fact| fact.value())
        && amount.is_zero()
        && !shares.is_zero()
    {
        obstacles.push(Obstacle::WorthNothing);
    }
    let limit = match max_redeem.zip(max_withdraw).zip(decimals) {
        None => None,
        Some(((most, assets), decimals)) => {
            Some(most.zip(assets)?.zip(decimals)?.try_map(|((most, assets), scale)| {
                Amount::from_raw(assets, scale).map(|assets| Limit { shares: shares.with_raw(most), assets })
            })?)
        }
    };
    // The structured checks explain; the chain decides. Said only where nothing above explains the refusal.
    if let (Some(Err(refusal)), true) = (trial.map(Fact::into_value), obstacles.is_empty()) {
        obstacles.push(Obstacle::Refused { call: "redeem", data: refusal.0 });
    }
    Ok(RoutePlan {
        route: Route::Erc4626 { vault, asset },
        payout,
        limit,
        timing: Timing::AtOnce,
        steps: vec![Step::Redeem { vault, shares, receiver: owner, owner }],
        obstacles,
    })
}
