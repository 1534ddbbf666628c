//! ERC-4626: shares for assets, at once.
//!
//! The payout is `previewRedeem`, which takes fees off and rounds down, in the vault's favour. The limit is `maxRedeem`, where
//! zero is the standard's way to say that nothing leaves now. No approval: the owner redeems their own shares.

use alloy_primitives::{Address, Bytes, U256};

use crate::abi::erc20::IERC20;
use crate::abi::erc4626::IERC4626;
use crate::evidence::{Fact, Reads, Refusal};
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
    let answers = Answers::read(reads, offer, vault, asset, &mut obstacles)?;
    let Answers { named, decimals, preview, max_redeem, max_withdraw, trial } = answers;

    if offer.token != vault {
        obstacles.push(Obstacle::OtherContract { got: vault, expected: offer.token });
    }
    expect_contract(named.as_ref(), asset, &mut obstacles);
    if let Some(most) = &max_redeem {
        expect_within(*most.value(), shares, &mut obstacles);
    }
    if preview.as_ref().is_some_and(|pays| pays.value().is_zero()) && !shares.is_zero() {
        obstacles.push(Obstacle::WorthNothing);
    }
    let payout = match preview.zip(decimals.clone()) {
        None => None,
        Some((preview, decimals)) => Some(
            preview
                .zip(decimals)?
                .try_map(|(raw, scale)| Amount::from_raw(raw, scale).map(|amount| Payout::Quoted { asset, amount }))?,
        ),
    };
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
    let steps = vec![Step::Redeem { vault, shares, receiver: owner, owner }];
    let route = RoutePlan::unread(Route::Erc4626 { vault, asset }, Timing::AtOnce);
    Ok(RoutePlan { payout, limit, steps, obstacles, ..route })
}

/// What was read; what could not be is among the obstacles.
struct Answers {
    named: Option<Fact<Address>>,
    decimals: Option<Fact<u8>>,
    preview: Option<Fact<U256>>,
    max_redeem: Option<Fact<U256>>,
    max_withdraw: Option<Fact<U256>>,
    trial: Option<Fact<Result<Bytes, Refusal>>>,
}

impl Answers {
    fn read(
        reads: &mut Reads,
        offer: &Offer,
        vault: Address,
        asset: Address,
        obstacles: &mut Vec<Obstacle>,
    ) -> Result<Self, RedemptionError> {
        let (owner, shares) = (offer.holder, offer.amount.raw());
        let named = reads.ask(vault, &IERC4626::assetCall {});
        let decimals = reads.ask(asset, &IERC20::decimalsCall {});
        // Some vaults look at who asks (permission lists): the holder does.
        let preview = reads.ask_as(owner, vault, &IERC4626::previewRedeemCall { shares });
        let max_redeem = reads.ask(vault, &IERC4626::maxRedeemCall { owner });
        let max_withdraw = reads.ask(vault, &IERC4626::maxWithdrawCall { owner });
        let trial = offer.simulate(reads, vault, &IERC4626::redeemCall { shares, receiver: owner, owner });
        Ok(Self {
            named: noted(named, obstacles)?,
            decimals: noted(decimals, obstacles)?,
            preview: noted(preview, obstacles)?,
            max_redeem: noted(max_redeem, obstacles)?,
            max_withdraw: noted(max_withdraw, obstacles)?,
            trial: noted(trial, obstacles)?,
        })
    }
}
