//! Carbon credits leave by being retired: the tonnes are used up for their holder and never come back. Nothing is paid.

use alloy_primitives::Address;

use crate::abi::retirement::IRetirement;
use crate::evidence::{Fact, Reads, Refusal};

use super::plan::{Offer, noted};
use super::{Obstacle, Payout, RedemptionError, Route, RoutePlan, Step, Timing};

pub(super) fn work_out(
    reads: &mut Reads,
    offer: &Offer,
    (token, certificate): (Address, bool),
) -> Result<RoutePlan, RedemptionError> {
    let amount = offer.amount;
    let mut obstacles = Vec::new();
    let trial = offer.simulate(reads, token, &IRetirement::retireCall { amount: amount.raw() });
    let trial = noted(trial, &mut obstacles)?;
    if token != offer.token {
        obstacles.push(Obstacle::OtherContract { got: token, expected: offer.token });
    }
    // What is retired is what was asked for: known as well as the trial at this block is.
    let payout = trial.as_ref().map(|trial| trial.as_ref().map(|_| Payout::Retired { amount }));
    if let Some(Err(Refusal(data))) = trial.map(Fact::into_value) {
        obstacles.push(Obstacle::Refused { call: "retire", data });
    }
    let route = RoutePlan::unread(Route::Retirement { token, certificate }, Timing::AtOnceForGood);
    Ok(RoutePlan { payout, steps: vec![Step::Retire { token, amount }], obstacles, ..route })
}
