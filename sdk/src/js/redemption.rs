//! `redemptionPlan`: what goes in and what comes out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use super::figure::{Amount, Block, Fact};
use super::input::AmountInput;
use crate::redemption::{self, Obstacle, Payout, Step, Timing};
use crate::units::BlockRef;

/// What to redeem.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct RedemptionPlanOptions {
    /// Whose it is: an address, or CAIP-10.
    pub(super) holder: String,
    /// CAIP-19, as `"eip155:1/erc20:0x…"`, or the token's address. It must be in the list.
    pub(super) asset: String,
    /// The issuer's token list, parsed or as text: names the routes.
    #[tsify(type = "object | string")]
    pub(super) list: Value,
    /// How much goes in.
    pub(super) amount: AmountInput,
}

/// Every way out for one amount, side by side.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RedemptionPlan {
    /// The token that goes in.
    token: String,
    /// Whose it is, and who is paid.
    holder: String,
    /// How much goes in.
    amount: Amount,
    /// The routes that the list names; empty where it names none.
    routes: Vec<RoutePlan>,
    /// The block that all of it is of.
    at: Block,
}

/// One way out.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RoutePlan {
    /// Redeemed at once by a vault (`erc4626`), requested now and claimed later (`erc7540`), or used up for good (`retirement`).
    #[tsify(type = "\"erc4626\" | \"erc7540\" | \"retirement\"")]
    kind: &'static str,
    /// The contract that does it.
    contract: String,
    /// Whether nothing known stands in its way.
    open: bool,
    /// What it gives; left out where an obstacle says why that cannot be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    payout: Option<Fact<RoutePayout>>,
    /// The most that can leave now, where the route has such a limit and it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    limit: Option<Fact<RouteLimit>>,
    /// When the holder has what it gives: with the transaction, after the issuer fulfilled the request, or with the transaction and for
    /// good.
    #[tsify(type = "\"atOnce\" | \"afterFulfilment\" | \"atOnceForGood\"")]
    timing: Timing,
    /// What has to be sent, in order.
    steps: Vec<RouteStep>,
    /// What would refuse it, or keeps from knowing. Empty: nothing that is known of.
    obstacles: Vec<RouteObstacle>,
}

/// What a route gives: quoted by the contract for this block, estimated at the price of now, or retired with nothing paid.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum RoutePayout {
    Quoted { asset: String, amount: Amount },
    Estimated { asset: String, amount: Amount },
    Retired { amount: Amount },
}

/// The most that can leave now.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RouteLimit {
    /// In shares (`maxRedeem`).
    shares: Amount,
    /// In the asset (`maxWithdraw`).
    assets: Amount,
}

/// One transaction of a route, as plain data.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum RouteStep {
    Approve { token: String, spender: String, amount: Amount },
    Request { vault: String, shares: Amount, controller: String, owner: String },
    Redeem { vault: String, shares: Amount, receiver: String, owner: String },
    Claim { vault: String, shares: Amount, receiver: String, controller: String },
    Retire { token: String, amount: Amount },
}

/// What would refuse a route, or keeps from knowing.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RouteObstacle {
    /// A stable name: `"nothing-asked"`, `"balance"`, `"closed"`, `"limit"`, `"other-contract"`, `"worth-nothing"`, `"refused"`,
    /// `"unread"`.
    code: &'static str,
    /// In plain words.
    message: String,
    /// Whether this is a lack of knowledge and not a refusal.
    unknown: bool,
}

impl RedemptionPlan {
    pub(super) fn new(at: BlockRef, plan: &redemption::RedemptionPlan) -> Self {
        Self {
            token: plan.token.to_string(),
            holder: plan.holder.to_string(),
            amount: (&plan.amount).into(),
            routes: plan.routes.iter().map(RoutePlan::from).collect(),
            at: at.into(),
        }
    }
}

impl From<&redemption::RoutePlan> for RoutePlan {
    fn from(plan: &redemption::RoutePlan) -> Self {
        let (kind, contract) = match plan.route {
            redemption::Route::Erc4626 { vault, .. } => ("erc4626", vault),
            redemption::Route::Erc7540 { vault, .. } => ("erc7540", vault),
            redemption::Route::Retirement { token } => ("retirement", token),
        };
        Self {
            kind,
            contract: contract.to_string(),
            open: plan.is_open(),
            payout: plan.payout.as_ref().map(|fact| Fact::of(fact, RoutePayout::from)),
            limit: plan.limit.as_ref().map(|fact| Fact::of(fact, RouteLimit::from)),
            timing: plan.timing,
            steps: plan.steps.iter().map(RouteStep::from).collect(),
            obstacles: plan.obstacles.iter().map(RouteObstacle::from).collect(),
        }
    }
}

impl From<&Payout> for RoutePayout {
    fn from(payout: &Payout) -> Self {
        match payout {
            Payout::Quoted { asset, amount } => Self::Quoted { asset: asset.to_string(), amount: amount.into() },
            Payout::Estimated { asset, amount } => Self::Estimated { asset: asset.to_string(), amount: amount.into() },
            Payout::Retired { amount } => Self::Retired { amount: amount.into() },
        }
    }
}

impl From<&redemption::Limit> for RouteLimit {
    fn from(limit: &redemption::Limit) -> Self {
        Self { shares: (&limit.shares).into(), assets: (&limit.assets).into() }
    }
}

impl From<&Step> for RouteStep {
    fn from(step: &Step) -> Self {
        match step {
            Step::Approve { token, spender, amount } => {
                Self::Approve { token: token.to_string(), spender: spender.to_string(), amount: amount.into() }
            }
            Step::Request { vault, shares, controller, owner } => Self::Request {
                vault: vault.to_string(),
                shares: shares.into(),
                controller: controller.to_string(),
                owner: owner.to_string(),
            },
            Step::Redeem { vault, shares, receiver, owner } => Self::Redeem {
                vault: vault.to_string(),
                shares: shares.into(),
                receiver: receiver.to_string(),
                owner: owner.to_string(),
            },
            Step::Claim { vault, shares, receiver, controller } => Self::Claim {
                vault: vault.to_string(),
                shares: shares.into(),
                receiver: receiver.to_string(),
                controller: controller.to_string(),
            },
            Step::Retire { token, amount } => Self::Retire { token: token.to_string(), amount: amount.into() },
        }
    }
}

impl From<&Obstacle> for RouteObstacle {
    fn from(obstacle: &Obstacle) -> Self {
        let code = match obstacle {
            Obstacle::NothingAsked => "nothing-asked",
            Obstacle::Balance { .. } => "balance",
            Obstacle::Closed => "closed",
            Obstacle::Limit { .. } => "limit",
            Obstacle::OtherContract { .. } => "other-contract",
            Obstacle::WorthNothing => "worth-nothing",
            Obstacle::Refused { .. } => "refused",
            Obstacle::Unread { .. } => "unread",
        };
        Self { code, message: obstacle.to_string(), unknown: obstacle.is_unknown() }
    }
}
