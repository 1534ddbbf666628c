//! ERC-7540: a request now, a claim after the issuer has fulfilled it.
//!
//! The previews of such a vault revert by rule, and the price is set when the request is fulfilled: what is shown is an
//! estimate at the price of now (`convertToAssets`) and is marked as one. `maxRedeem` is what can be *claimed*, so it limits
//! nothing here.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;

use crate::abi::erc20::IERC20;
use crate::abi::erc4626::IERC4626;
use crate::abi::erc7540::{IERC7540Redeem, IERC7887Redeem};
use crate::evidence::{Fact, Reads, Refusal};
use crate::units::Amount;

use super::plan::{Offer, expect_contract, noted};
use super::{Obstacle, Payout, RedemptionError, Route, RoutePlan, Step, Timing};

pub(super) fn work_out(
    reads: &mut Reads,
    offer: &Offer,
    vault: Address,
    asset: Address,
) -> Result<RoutePlan, RedemptionError> {
    let (owner, controller, token) = (offer.holder, offer.holder, offer.token);
    let shares = offer.shares()?;
    let mut obstacles = Vec::new();
    let share = reads.ask(vault, &IERC7540Redeem::shareCall {});
    let named = reads.ask(vault, &IERC4626::assetCall {});
    let decimals = reads.ask(asset, &IERC20::decimalsCall {});
    let worth = reads.ask(vault, &IERC4626::convertToAssetsCall { shares: shares.raw() });
    let allowance = reads.ask(token, &IERC20::allowanceCall { owner, spender: vault });
    let request = IERC7540Redeem::requestRedeemCall { shares: shares.raw(), controller, owner };
    let trial = offer.simulate(reads, vault, &request);
    // ERC-7887: no new request while a cancellation waits. A vault without that standard refuses the question.
    let cancels = IERC7887Redeem::pendingCancelRedeemRequestCall { requestId: U256::ZERO, controller };
    let cancels = offer.simulate(reads, vault, &cancels);

    let share = noted(share, &mut obstacles)?;
    let named = noted(named, &mut obstacles)?;
    let decimals = noted(decimals, &mut obstacles)?;
    let worth = noted(worth, &mut obstacles)?;
    let allowance = noted(allowance, &mut obstacles)?;
    let trial = noted(trial, &mut obstacles)?;
    let cancels = noted(cancels, &mut obstacles)?.and_then(|answer| answer.into_value().ok());
    let decode = |data: &[u8]| IERC7887Redeem::pendingCancelRedeemRequestCall::abi_decode_returns_validate(data).ok();
    if cancels.and_then(|data| decode(&data)) == Some(true) {
        obstacles.push(Obstacle::CancelPending);
    }

    expect_contract(share.as_ref(), token, &mut obstacles);
    expect_contract(named.as_ref(), asset, &mut obstacles);
    let payout =
        match worth.zip(decimals) {
            None => None,
            Some((worth, decimals)) => Some(worth.zip(decimals)?.try_map(|(raw, scale)| {
                Amount::from_raw(raw, scale).map(|amount| Payout::Estimated { asset, amount })
            })?),
        };
    let allowed = allowance.is_some_and(|fact| *fact.value() >= shares.raw());
    let trial = trial.map(Fact::into_value);
    let mut steps = Vec::new();
    match trial {
        // Some vaults take shares without an allowance (their own token, or one that trusts them): then none is asked for.
        Some(Ok(_)) => {}
        Some(Err(Refusal(data))) if allowed => {
            if obstacles.is_empty() {
                obstacles.push(Obstacle::Refused { call: "requestRedeem", data });
            }
        }
        // Refused without an allowance: whether it would pass with one cannot be run before it is there.
        Some(Err(_)) | None if !allowed => {
            steps.push(Step::Approve { token, spender: vault, amount: offer.amount });
        }
        Some(Err(_)) | None => {}
    }
    steps.push(Step::Request { vault, shares, controller, owner });
    steps.push(Step::Claim { vault, shares, receiver: owner, controller });
    let route = RoutePlan::unread(Route::Erc7540 { vault, asset }, Timing::AfterFulfilment);
    Ok(RoutePlan { payout, steps, obstacles, ..route })
}
