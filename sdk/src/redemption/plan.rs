//! The routes that a holder has now, side by side.

use std::fmt;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::asset::{Descriptor, Redeemer, RedemptionTerms, Settlement};
use crate::evidence::{Fact, Gap, Reads, Refusal};
use crate::units::{Amount, Rate, Shares};

use super::{Obstacle, RedemptionError, Step, burn, erc4626, erc7540, queue, redeemer, retirement, transfer};

/// A way out, as the asset's descriptor names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Route {
    /// ERC-4626: shares for assets, at once.
    Erc4626 {
        /// The vault.
        vault: Address,
        /// The token that it pays in.
        asset: Address,
    },
    /// ERC-7540: a request now, a claim after it was fulfilled.
    Erc7540 {
        /// The vault.
        vault: Address,
        /// The token that it pays in.
        asset: Address,
    },
    /// Bought back at once by a contract of the issuer.
    Redeemer {
        /// Whose kind of contract.
        redeemer: Redeemer,
        /// The contract.
        contract: Address,
        /// The token that it pays in.
        asset: Address,
    },
    /// A queue of requests that is paid in its order (Maple).
    Queue {
        /// The withdrawal manager that keeps the queue.
        manager: Address,
        /// The token that it pays in.
        asset: Address,
    },
    /// Burned by the token, paid by the issuer off the chain.
    Burn {
        /// The token itself.
        token: Address,
    },
    /// Sent to the address that the issuer publishes, paid or delivered off the chain.
    Transfer {
        /// The issuer's address.
        to: Address,
    },
    /// Used up for its purpose: nothing is paid.
    Retirement {
        /// The token itself.
        token: Address,
        /// Whether it takes the words of a certificate ([`Certificate`](super::Certificate)).
        certificate: bool,
    },
}

impl From<&RedemptionTerms> for Route {
    fn from(terms: &RedemptionTerms) -> Self {
        match *terms {
            RedemptionTerms::Erc4626 { vault, asset } => Self::Erc4626 { vault, asset },
            RedemptionTerms::Erc7540 { vault, asset } => Self::Erc7540 { vault, asset },
            RedemptionTerms::Redeemer { redeemer, contract, asset } => Self::Redeemer { redeemer, contract, asset },
            RedemptionTerms::Queue { manager, asset } => Self::Queue { manager, asset },
            RedemptionTerms::Burn { contract } => Self::Burn { token: contract },
            RedemptionTerms::Transfer { to } => Self::Transfer { to },
            RedemptionTerms::Retire { contract, certificate } => Self::Retirement { token: contract, certificate },
        }
    }
}

/// What a route gives for what goes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Payout {
    /// The contract's own preview at this block, fees taken off (`previewRedeem`).
    Quoted {
        /// The token.
        asset: Address,
        /// How much.
        amount: Amount,
    },
    /// What it would be at the price of now (`convertToAssets`). The price that counts is known only when the request is
    /// fulfilled, and may be higher or lower.
    Estimated {
        /// The token.
        asset: Address,
        /// How much.
        amount: Amount,
    },
    /// One for one, by the issuer's terms: the contract has no preview of its own.
    AtPar {
        /// The token.
        asset: Address,
        /// How much.
        amount: Amount,
    },
    /// Nothing is paid on the chain: the issuer pays, or delivers, for so much of it.
    OffChain {
        /// How much goes in.
        amount: Amount,
    },
    /// Nothing is paid: so much of it is used up for good.
    Retired {
        /// How much.
        amount: Amount,
    },
}

/// When the holder has what the route gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Timing {
    /// With the transaction.
    AtOnce,
    /// After the issuer has fulfilled the request, and the holder has claimed.
    AfterFulfilment,
    /// When the queue has come to it, without another step of the holder.
    InTurn,
    /// When the issuer pays or delivers, off the chain.
    OffChain,
    /// With the transaction, for good.
    AtOnceForGood,
}

/// The most that can leave now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// In shares (`maxRedeem`).
    pub shares: Shares,
    /// In the asset (`maxWithdraw`).
    pub assets: Amount,
}

/// One route, worked out for one holder and amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoutePlan {
    /// The route.
    pub route: Route,
    /// What it gives; `None` where an obstacle says why it cannot be known.
    pub payout: Option<Fact<Payout>>,
    /// The most that can leave now, where the route has such a limit and it could be read.
    pub limit: Option<Fact<Limit>>,
    /// The part of the worth that is kept as a fee; the payout is without it already.
    pub fee: Option<Fact<Rate>>,
    /// The least that it takes, in US dollars, where the contract has such a limit.
    pub minimum_usd: Option<Fact<Amount>>,
    /// What the redeemer can pay at most now, where it says so.
    pub liquidity: Option<Fact<Amount>>,
    /// When.
    pub timing: Timing,
    /// What the issuer says of the course off the chain: business days, cut-off, what it has to be told.
    pub settlement: Settlement,
    /// What has to be sent, in order; what is fulfilled already is left out.
    pub steps: Vec<Step>,
    /// What would refuse it, or keeps us from knowing. Empty: nothing that we know of.
    pub obstacles: Vec<Obstacle>,
}

/// Every route of a holder for one amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RedemptionPlan {
    /// The token that goes in.
    pub token: Address,
    /// Whose it is, and who is paid.
    pub holder: Address,
    /// How much goes in.
    pub amount: Amount,
    /// The routes, in the descriptor's order.
    pub routes: Vec<RoutePlan>,
}

/// Works out every route for `amount` of `token`. For vaults the token is the share.
///
/// # Errors
/// [`RedemptionError::Gap`] while a read is wanted or where the token itself cannot be read, [`RedemptionError::Units`]
/// where `amount` has not the token's decimals. What is wrong with a single route is one of its obstacles.
pub fn plan(
    reads: &mut Reads,
    token: Address,
    holder: Address,
    amount: Amount,
    routes: &[Route],
) -> Result<RedemptionPlan, RedemptionError> {
    let balance = reads.ask(token, &IERC20::balanceOfCall { account: holder });
    let decimals = reads.ask(token, &IERC20::decimalsCall {});
    let offer = Offer { token, holder, amount };
    let worked: Vec<_> = routes
        .iter()
        .map(|route| match *route {
            Route::Erc4626 { vault, asset } => erc4626::work_out(reads, &offer, vault, asset),
            Route::Erc7540 { vault, asset } => erc7540::work_out(reads, &offer, vault, asset),
            Route::Redeemer { redeemer, contract, asset } => {
                redeemer::work_out(reads, &offer, redeemer, (contract, asset))
            }
            Route::Queue { manager, asset } => queue::work_out(reads, &offer, manager, asset),
            Route::Burn { token } => burn::work_out(reads, &offer, token),
            Route::Transfer { to } => transfer::work_out(reads, &offer, to),
            Route::Retirement { token, certificate } => retirement::work_out(reads, &offer, (token, certificate)),
        })
        .collect();
    let (balance, decimals) = (balance?, decimals?);
    let has = Amount::from_raw(*balance.value(), *decimals.value())?;
    // Also refuses an amount of other decimals than the token's.
    let short = !amount.saturating_sub(&has)?.is_zero();
    let routes = worked.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().map(|mut route| {
        if short {
            route.obstacles.insert(0, Obstacle::Balance { balance: has, asked: amount });
        }
        if amount.is_zero() {
            route.obstacles.insert(0, Obstacle::NothingAsked);
        }
        route
    });
    Ok(RedemptionPlan { token, holder, amount, routes: routes.collect() })
}

/// Works out every route that a descriptor names, with what the issuer says of each. An address that the descriptor does not name is
/// never sent to.
///
/// # Errors
/// As [`plan`].
pub fn plan_described(
    reads: &mut Reads,
    descriptor: &Descriptor,
    holder: Address,
    amount: Amount,
) -> Result<RedemptionPlan, RedemptionError> {
    let routes: Vec<Route> = descriptor.ways_out.iter().map(|way| Route::from(&way.terms)).collect();
    let mut plan = plan(reads, descriptor.asset.token, holder, amount, &routes)?;
    for (route, way) in plan.routes.iter_mut().zip(&descriptor.ways_out) {
        route.settlement = way.settlement.clone();
    }
    Ok(plan)
}

impl RoutePlan {
    /// A route of which nothing is known yet.
    pub(super) fn unread(route: Route, timing: Timing) -> Self {
        Self {
            route,
            payout: None,
            limit: None,
            fee: None,
            minimum_usd: None,
            liquidity: None,
            timing,
            settlement: Settlement::default(),
            steps: Vec::new(),
            obstacles: Vec::new(),
        }
    }

    /// Whether nothing known stands in its way.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.obstacles.is_empty()
    }
}

impl Route {
    /// Where the tokens go, so that the rules of a transfer to there hold; `None` where they are burned at once.
    #[must_use]
    pub const fn receiver(&self) -> Option<Address> {
        match self {
            Self::Erc7540 { vault, .. } => Some(*vault),
            Self::Redeemer { contract, .. } => Some(*contract),
            Self::Queue { manager, .. } => Some(*manager),
            Self::Transfer { to } => Some(*to),
            Self::Erc4626 { .. } | Self::Burn { .. } | Self::Retirement { .. } => None,
        }
    }

    /// What it is, in words.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Erc4626 { .. } => "Redeemed by the vault in one transaction",
            Self::Erc7540 { .. } => "Requested now, paid by the issuer later, then claimed",
            Self::Redeemer { .. } => "Bought back by the issuer's contract in one transaction",
            Self::Queue { .. } => "Queued now, paid in turn without a claim",
            Self::Burn { .. } => "Burned by the token; the issuer pays off the chain",
            Self::Transfer { .. } => "Sent to the issuer's address; the issuer pays or delivers off the chain",
            Self::Retirement { .. } => "Retired: used up for its purpose, nothing is paid",
        }
    }
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtOnce => "at once, with the transaction",
            Self::AfterFulfilment => "after the issuer has fulfilled the request; when, is for the issuer to decide",
            Self::InTurn => "in turn: when the queue has come to it, and there is money at hand",
            Self::OffChain => "when the issuer pays or delivers, off the chain",
            Self::AtOnceForGood => "at once and for good: a retirement cannot be undone by anybody",
        })
    }
}

/// What goes in, and whose it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    pub(super) token: Address,
    pub(super) holder: Address,
    pub(super) amount: Amount,
}

impl Offer {
    /// The amount as shares of a vault, whose token it is.
    pub(super) fn shares(&self) -> Result<Shares, RedemptionError> {
        Ok(Shares::from_raw(self.amount.raw(), self.amount.scale())?)
    }

    /// Runs a step from the holder without sending it.
    pub(super) fn simulate<C: SolCall>(
        &self,
        reads: &mut Reads,
        to: Address,
        call: &C,
    ) -> Result<Fact<Result<Bytes, Refusal>>, Gap> {
        reads.simulate(self.holder, to, call.abi_encode().into(), C::SIGNATURE)
    }
}

/// The fact, or an obstacle noted in its place. A read that is still wanted is neither: it goes up, to be fetched.
pub(super) fn noted<T>(
    answer: Result<Fact<T>, Gap>,
    obstacles: &mut Vec<Obstacle>,
) -> Result<Option<Fact<T>>, RedemptionError> {
    match answer {
        Ok(fact) => Ok(Some(fact)),
        Err(gap) if gap.is_pending() => Err(gap.into()),
        Err(gap) => {
            obstacles.push(Obstacle::Unread { gap });
            Ok(None)
        }
    }
}

/// Notes where a contract names another contract than the descriptor does.
pub(super) fn expect_contract(named: Option<&Fact<Address>>, expected: Address, obstacles: &mut Vec<Obstacle>) {
    if let Some(got) = named.map(|fact| *fact.value()).filter(|got| *got != expected) {
        obstacles.push(Obstacle::OtherContract { got, expected });
    }
}

/// Notes what a `maxRedeem` stands in the way of.
pub(super) fn expect_within(most: U256, asked: Shares, obstacles: &mut Vec<Obstacle>) {
    if asked.raw() > most {
        let most = asked.with_raw(most);
        obstacles.push(if most.is_zero() { Obstacle::Closed } else { Obstacle::Limit { most, asked } });
    }
}

/// Notes why a step would be refused: by the name of its error where that is known, else only where nothing else explains it. The
/// structured checks explain; the chain decides.
pub(super) fn note_refusal(call: &'static str, data: Bytes, obstacles: &mut Vec<Obstacle>) {
    match Obstacle::of_refusal(&data) {
        // Said already, with how much there is.
        Some(Obstacle::ShortOfMoney)
            if obstacles.iter().any(|known| {
                matches!(known, Obstacle::Liquidity { .. } | Obstacle::Limit { .. } | Obstacle::Closed)
            }) => {}
        Some(named) if !obstacles.contains(&named) => obstacles.push(named),
        Some(_) => {}
        None if obstacles.is_empty() => obstacles.push(Obstacle::Refused { call, data }),
        None => {}
    }
}
