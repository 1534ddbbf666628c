//! Burned by the token, paid by the issuer off the chain: Superstate's `offchainRedeem`, which a transfer to the token itself is, too.
//! It works while transfers are paused, and not while the token's accounting is.

use alloy_primitives::Address;

use crate::abi::superstate::ISuperstateToken;
use crate::evidence::{Fact, Reads, Refusal};

use super::plan::{Offer, note_refusal, noted};
use super::{Obstacle, Payout, RedemptionError, Route, RoutePlan, Step, Timing};

pub(super) fn work_out(reads: &mut Reads, offer: &Offer, token: Address) -> Result<RoutePlan, RedemptionError> {
    let amount = offer.amount;
    let mut obstacles = Vec::new();
    let paused = reads.ask(token, &ISuperstateToken::accountingPausedCall {});
    let trial = offer.simulate(reads, token, &ISuperstateToken::offchainRedeemCall { amount: amount.raw() });
    if token != offer.token {
        obstacles.push(Obstacle::OtherContract { got: token, expected: offer.token });
    }
    if noted(paused, &mut obstacles)?.is_some_and(|paused| *paused.value()) {
        obstacles.push(Obstacle::Paused);
    }
    let trial = noted(trial, &mut obstacles)?;
    let payout = trial.as_ref().map(|trial| trial.as_ref().map(|_| Payout::OffChain { amount }));
    if let Some(Err(Refusal(data))) = trial.map(Fact::into_value) {
        note_refusal("offchainRedeem", data, &mut obstacles);
    }
    let route = RoutePlan::unread(Route::Burn { token }, Timing::OffChain);
    Ok(RoutePlan { payout, steps: vec![Step::Burn { token, amount }], obstacles, ..route })
}
