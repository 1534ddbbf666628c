//! Issuers' contracts that buy a token back at once, from the money that they have at hand.
//!
//! Each says by its own preview what it pays; where it has none, the redemption itself is rehearsed and what it returns is taken. The
//! rehearsal lets the contract take the tokens first, so that a missing approval hides no other refusal. Where the contract takes a
//! least payout, it is what was shown: a worse price is refused by the contract, never paid.

mod ondo;
mod par;
mod securitize;
mod superstate;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall as _;

use crate::abi::erc20::IERC20;
use crate::abi::redeemers::{IOndoManager, IParRedeemer, ISecuritizeOffRamp, ISuperstateRedemption};
use crate::asset::Redeemer;
use crate::evidence::{self, Fact, Gap, Read, Reads, Refusal, Rehearsal};
use crate::units::{Amount, Rate};

use super::plan::{Offer, note_refusal, noted};
use super::{Limit, Obstacle, Payout, RedemptionError, Route, RoutePlan, Step, Timing};

/// A redemption at a redeemer.
#[derive(Clone, Copy, Debug)]
struct Sale<'a> {
    offer: &'a Offer,
    contract: Address,
    asset: Address,
}

/// What a redeemer says of a redemption; what it has no word on is `None`.
#[derive(Clone, Debug, Default)]
struct Terms {
    /// Raw units of the asset, fee taken off.
    pays: Option<Fact<U256>>,
    fee: Option<Fact<Rate>>,
    /// Raw units of the token, and what they would pay.
    most: Option<Fact<(U256, U256)>>,
    /// Raw units of the asset.
    liquidity: Option<Fact<U256>>,
    minimum_usd: Option<Fact<Amount>>,
}

/// The gas of a rehearsed call: far more than any of them uses.
const GAS: u64 = 5_000_000;

pub(super) fn work_out(
    reads: &mut Reads,
    offer: &Offer,
    redeemer: Redeemer,
    (contract, asset): (Address, Address),
) -> Result<RoutePlan, RedemptionError> {
    let sale = Sale { offer, contract, asset };
    let mut obstacles = Vec::new();
    let decimals = reads.ask(asset, &IERC20::decimalsCall {});
    let allowance = reads.ask(offer.token, &IERC20::allowanceCall { owner: offer.holder, spender: contract });
    let rehearsed = match (sale.rehearse(reads, redeemer), &allowance) {
        // An endpoint that cannot rehearse: where the approval is there already, the call can be run by itself.
        (Err(Gap::Declined { .. }), Ok(allowed)) if *allowed.value() >= offer.amount.raw() => {
            let data = call(redeemer, offer.amount.raw(), asset, U256::ZERO);
            reads.simulate(offer.holder, contract, data, signature(redeemer))
        }
        (rehearsed, _) => rehearsed,
    };
    let terms = match redeemer {
        Redeemer::Superstate => superstate::read(reads, sale, &mut obstacles),
        Redeemer::Par => par::read(reads, sale, &mut obstacles),
        Redeemer::Securitize => securitize::read(reads, sale, &mut obstacles),
        Redeemer::Ondo => ondo::read(reads, sale, &mut obstacles),
    }?;
    let decimals = noted(decimals, &mut obstacles)?;
    let allowance = noted(allowance, &mut obstacles)?;
    let rehearsed = noted(rehearsed, &mut obstacles)?;
    let returned = match rehearsed.as_ref().map(|fact| ondo::returned(sale, redeemer, fact)) {
        Some(Ok(returned)) => returned,
        Some(Err(gap)) => {
            obstacles.push(Obstacle::Unread { gap });
            None
        }
        None => None,
    };
    if let Some(Err(Refusal(data))) = rehearsed.map(Fact::into_value) {
        note_refusal("redeem", data, &mut obstacles);
    }
    let pays = terms.pays.clone().or(returned);
    if pays.as_ref().is_some_and(|pays| pays.value().is_zero()) && !offer.amount.is_zero() {
        obstacles.push(Obstacle::WorthNothing);
    }
    let route = RoutePlan::unread(Route::Redeemer { redeemer, contract, asset }, Timing::AtOnce);
    let Some(decimals) = decimals else { return Ok(RoutePlan { obstacles, ..route }) };
    let paid = pays.map(|pays| in_asset(pays, &decimals)).transpose()?;
    let liquidity = terms.liquidity.map(|raw| in_asset(raw, &decimals)).transpose()?;
    let limit = terms.most.map(|most| limit(offer, most, &decimals)).transpose()?;
    let steps = sale.steps(redeemer, allowance.as_ref(), paid.as_ref());
    let (fee, minimum_usd) = (terms.fee, terms.minimum_usd);
    let payout = paid.map(|fact| {
        fact.map(|amount| match redeemer {
            Redeemer::Par => Payout::AtPar { asset, amount },
            Redeemer::Superstate | Redeemer::Securitize | Redeemer::Ondo => Payout::Quoted { asset, amount },
        })
    });
    Ok(RoutePlan { payout, limit, fee, minimum_usd, liquidity, steps, obstacles, ..route })
}

fn in_asset(raw: Fact<U256>, decimals: &Fact<u8>) -> Result<Fact<Amount>, RedemptionError> {
    Ok(raw.zip(decimals.clone())?.try_map(|(raw, scale)| Amount::from_raw(raw, scale))?)
}

fn limit(offer: &Offer, most: Fact<(U256, U256)>, decimals: &Fact<u8>) -> Result<Fact<Limit>, RedemptionError> {
    let asked = offer.shares()?;
    let limit = most.zip(decimals.clone())?.try_map(|((shares, assets), scale)| {
        Amount::from_raw(assets, scale).map(|assets| Limit { shares: asked.with_raw(shares), assets })
    });
    Ok(limit?)
}

impl Sale<'_> {
    /// Approves and redeems on top of the block; what the redemption came to.
    fn rehearse(self, reads: &mut Reads, redeemer: Redeemer) -> Result<Fact<Result<Bytes, Refusal>>, Gap> {
        let Self { offer, contract, .. } = self;
        let approve = IERC20::approveCall { spender: contract, amount: offer.amount.raw() };
        let data = call(redeemer, offer.amount.raw(), self.asset, U256::ZERO);
        let calls = [(offer.token, approve.abi_encode().into()), (contract, data)];
        let steps = calls
            .map(|(to, data)| evidence::Step { from: offer.holder, to, data, value: U256::ZERO, gas: GAS })
            .to_vec();
        let rehearsal = Rehearsal { about: contract, steps, signature: signature(redeemer) };
        // Of both results the last one counts: a refused approval makes the redemption fail.
        let refused = || Err(Refusal(Bytes::new()));
        Ok(reads.rehearse(rehearsal)?.map(|results| results.into_iter().last().unwrap_or_else(refused)))
    }

    /// The redemption as a question, for people.
    fn question(self, redeemer: Redeemer) -> Read {
        let data = call(redeemer, self.offer.amount.raw(), self.asset, U256::ZERO);
        Read::Call { to: self.contract, from: Some(self.offer.holder), data, signature: signature(redeemer) }
    }

    /// None while it is not known what would be paid.
    fn steps(self, redeemer: Redeemer, allowance: Option<&Fact<U256>>, paid: Option<&Fact<Amount>>) -> Vec<Step> {
        let Self { offer, contract, asset } = self;
        let (token, amount) = (offer.token, offer.amount);
        let Some(paid) = paid else { return Vec::new() };
        let least = match redeemer {
            Redeemer::Securitize | Redeemer::Ondo => Some(*paid.value()),
            Redeemer::Superstate | Redeemer::Par => None,
        };
        let allowed = allowance.is_some_and(|allowance| *allowance.value() >= amount.raw());
        let approve = (!allowed).then_some(Step::Approve { token, spender: contract, amount });
        approve.into_iter().chain([Step::RedeemAtIssuer { redeemer, contract, amount, asset, least }]).collect()
    }
}

/// The call of a redemption. `least` is in raw units of the asset; redeemers that take none pay by their price alone.
pub(crate) fn call(redeemer: Redeemer, amount: U256, asset: Address, least: U256) -> Bytes {
    match redeemer {
        // The one with a receiver is not used: some versions pay the caller whatever it says.
        Redeemer::Superstate => ISuperstateRedemption::redeemCall { superstateTokenInAmount: amount }.abi_encode(),
        Redeemer::Par => IParRedeemer::redeemCall { amount }.abi_encode(),
        Redeemer::Securitize => {
            ISecuritizeOffRamp::redeemCall { assetAmount: amount, minOutputAmount: least }.abi_encode()
        }
        Redeemer::Ondo => {
            let call =
                IOndoManager::redeemCall { rwaAmount: amount, receivingToken: asset, minimumTokenReceived: least };
            call.abi_encode()
        }
    }
    .into()
}

/// The function that [`call`] calls.
pub(crate) const fn signature(redeemer: Redeemer) -> &'static str {
    match redeemer {
        Redeemer::Superstate => ISuperstateRedemption::redeemCall::SIGNATURE,
        Redeemer::Par => IParRedeemer::redeemCall::SIGNATURE,
        Redeemer::Securitize => ISecuritizeOffRamp::redeemCall::SIGNATURE,
        Redeemer::Ondo => IOndoManager::redeemCall::SIGNATURE,
    }
}
