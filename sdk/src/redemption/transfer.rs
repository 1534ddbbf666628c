//! Sent to the address that the issuer publishes, as gold bars and property are redeemed: an ordinary transfer, and the issuer pays or
//! delivers off the chain. The address comes from the asset's descriptor alone.

use alloy_primitives::Address;

use crate::abi::erc20::IERC20;
use crate::asset::{Descriptor, RedemptionTerms, WayOut};
use crate::evidence::{Fact, Reads, Refusal};

use super::plan::{Offer, note_refusal, noted};
use super::{Payout, RedemptionError, Route, RoutePlan, Step, Timing};

pub(super) fn work_out(reads: &mut Reads, offer: &Offer, to: Address) -> Result<RoutePlan, RedemptionError> {
    let (token, amount) = (offer.token, offer.amount);
    let mut obstacles = Vec::new();
    let trial =
        noted(offer.simulate(reads, token, &IERC20::transferCall { to, amount: amount.raw() }), &mut obstacles)?;
    let payout = trial.as_ref().map(|trial| trial.as_ref().map(|_| Payout::OffChain { amount }));
    if let Some(Err(Refusal(data))) = trial.map(Fact::into_value) {
        note_refusal("transfer", data, &mut obstacles);
    }
    let route = RoutePlan::unread(Route::Transfer { to }, Timing::OffChain);
    Ok(RoutePlan { payout, steps: vec![Step::SendToIssuer { token, to, amount }], obstacles, ..route })
}

/// The way out that a plain transfer of the asset to `to` is: to the issuer's published address, or to a token that burns what it is
/// sent. `None` for everybody else.
#[must_use]
pub fn recognised(descriptor: &Descriptor, to: Address) -> Option<&WayOut> {
    descriptor.ways_out.iter().find(|way| match way.terms {
        RedemptionTerms::Transfer { to: issuer } => issuer == to,
        RedemptionTerms::Burn { contract } => contract == to && contract == descriptor.asset.token,
        RedemptionTerms::Erc4626 { .. }
        | RedemptionTerms::Erc7540 { .. }
        | RedemptionTerms::Redeemer { .. }
        | RedemptionTerms::Queue { .. }
        | RedemptionTerms::Retire { .. } => false,
    })
}
