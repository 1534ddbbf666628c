//! `redemptionPlan`: what goes in and what comes out.

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::figure::{Amount, Block, Fact};
use super::input::{self, AmountInput};
use super::options::answer;
use crate::redemption::{self, Obstacle, Payout, Step, Timing};
use crate::tx::Intent;
use crate::units::{BlockRef, Rate};

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
#[serde(rename_all = "camelCase")]
pub(crate) struct RoutePlan {
    /// Redeemed at once by a vault (`erc4626`), requested now and claimed later (`erc7540`), bought back by the issuer's contract
    /// (`redeemer`), paid in turn (`queue`), burned or sent to the issuer and paid off the chain (`burn`, `transfer`), or used up for
    /// good (`retirement`).
    #[tsify(type = "\"erc4626\" | \"erc7540\" | \"redeemer\" | \"queue\" | \"burn\" | \"transfer\" | \"retirement\"")]
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
    /// What is kept as a fee, in ten-thousandths rounded up, where the contract says so; the payout is without it already.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    fee_basis_points: Option<String>,
    /// The least that it takes, in US dollars, where it has such a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    minimum_usd: Option<Fact<Amount>>,
    /// What the redeemer can pay at most now, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    liquidity: Option<Fact<Amount>>,
    /// Business days until it is paid, by the issuer's word.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    business_days: Option<u64>,
    /// Until when on a day a request counts for that day, in the issuer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    cut_off: Option<String>,
    /// What the issuer has to be told along with it, off the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    memo: Option<String>,
    /// When the holder has what it gives: with the transaction, after the issuer fulfilled the request, or with the transaction and for
    /// good.
    #[tsify(type = "\"atOnce\" | \"afterFulfilment\" | \"inTurn\" | \"offChain\" | \"atOnceForGood\"")]
    timing: Timing,
    /// What has to be sent, in order.
    steps: Vec<RouteStep>,
    /// What a wallet sends for each of the steps, in the same order.
    calls: Vec<ContractCall>,
    /// What would refuse it, or keeps from knowing. Empty: nothing that is known of.
    obstacles: Vec<RouteObstacle>,
}

/// What a route gives: quoted by the contract for this block, estimated at the price of now, or retired with nothing paid.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum RoutePayout {
    Quoted { asset: String, amount: Amount },
    Estimated { asset: String, amount: Amount },
    AtPar { asset: String, amount: Amount },
    OffChain { amount: Amount },
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
    Approve {
        token: String,
        spender: String,
        amount: Amount,
    },
    Request {
        vault: String,
        shares: Amount,
        controller: String,
        owner: String,
    },
    Redeem {
        vault: String,
        shares: Amount,
        receiver: String,
        owner: String,
    },
    Claim {
        vault: String,
        shares: Amount,
        receiver: String,
        controller: String,
    },
    Cancel {
        vault: String,
        id: String,
        shares: Amount,
        controller: String,
    },
    ClaimCancelled {
        vault: String,
        id: String,
        shares: Amount,
        receiver: String,
        controller: String,
    },
    SetOperator {
        vault: String,
        operator: String,
        approved: bool,
    },
    RedeemAtIssuer {
        contract: String,
        amount: Amount,
        asset: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        least: Option<Amount>,
    },
    Enqueue {
        pool: String,
        shares: Amount,
        owner: String,
    },
    Dequeue {
        pool: String,
        shares: Amount,
        owner: String,
    },
    Burn {
        token: String,
        amount: Amount,
    },
    SendToIssuer {
        token: String,
        to: String,
        amount: Amount,
    },
    Retire {
        token: String,
        amount: Amount,
    },
}

/// A call of a contract, as a wallet sends it. It takes no ether along.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ContractCall {
    /// The contract.
    to: String,
    /// Selector and arguments: `0x` and hexadecimal digits.
    data: String,
    /// The function that it calls, as `"approve(address,uint256)"`.
    signature: &'static str,
}

/// One transaction: what it does, and what a wallet sends for it.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Transaction {
    /// What it does.
    step: RouteStep,
    /// What a wallet sends for it.
    call: ContractCall,
}

/// Whom to let act for oneself at a vault.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct OperatorOptions {
    /// The vault: an address.
    vault: String,
    /// Who may, or may no more: an address.
    operator: String,
    /// Whether it may.
    approved: bool,
}

/// The transaction that lets somebody act for its sender at an ERC-7540 vault, or no more. An operator can request with all shares of the sender,
/// and claim all that is the sender's, to wherever it likes.
///
/// ```js
/// const { call } = setOperator({ vault, operator, approved: true });
/// await provider.request({ method: 'eth_sendTransaction', params: [{ from: holder, to: call.to, data: call.data }] });
/// ```
#[wasm_bindgen(js_name = setOperator)]
pub fn set_operator(given: Ts<OperatorOptions>) -> Result<Ts<Transaction>, JsValue> {
    answer(input::options(given).and_then(|OperatorOptions { vault, operator, approved }| {
        let (vault, operator) = (input::address(&vault)?, input::address(&operator)?);
        Ok((&Step::SetOperator { vault, operator, approved }).into())
    }))
}

impl From<&Step> for Transaction {
    fn from(step: &Step) -> Self {
        Self { step: step.into(), call: Intent::from(step).into() }
    }
}

impl From<Intent> for ContractCall {
    fn from(intent: Intent) -> Self {
        Self { to: intent.to().to_string(), data: intent.data().to_string(), signature: intent.signature() }
    }
}

/// What would refuse a route, or keeps from knowing.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RouteObstacle {
    /// A stable name: `"nothing-asked"`, `"balance"`, `"closed"`, `"limit"`, `"other-contract"`, `"worth-nothing"`,
    /// `"cancel-pending"`, `"paused"`, `"not-registered"`, `"restricted-country"`, `"too-small"`, `"liquidity"`, `"not-accepted"`,
    /// `"stale-price"`, `"in-queue"`, `"refused"`, `"unread"`.
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
            redemption::Route::Redeemer { contract, .. } => ("redeemer", contract),
            redemption::Route::Queue { manager, .. } => ("queue", manager),
            redemption::Route::Burn { token } => ("burn", token),
            redemption::Route::Transfer { to } => ("transfer", to),
            redemption::Route::Retirement { token, .. } => ("retirement", token),
        };
        Self {
            kind,
            contract: contract.to_string(),
            open: plan.is_open(),
            payout: plan.payout.as_ref().map(|fact| Fact::of(fact, RoutePayout::from)),
            limit: plan.limit.as_ref().map(|fact| Fact::of(fact, RouteLimit::from)),
            fee_basis_points: plan.fee.as_ref().map(|fee| basis_points(*fee.value()).to_string()),
            minimum_usd: plan.minimum_usd.as_ref().map(|fact| Fact::of(fact, Amount::from)),
            liquidity: plan.liquidity.as_ref().map(|fact| Fact::of(fact, Amount::from)),
            business_days: plan.settlement.business_days,
            cut_off: plan.settlement.cut_off.clone(),
            memo: plan.settlement.memo.clone(),
            timing: plan.timing,
            steps: plan.steps.iter().map(RouteStep::from).collect(),
            calls: plan.steps.iter().map(|step| Intent::from(step).into()).collect(),
            obstacles: plan.obstacles.iter().map(RouteObstacle::from).collect(),
        }
    }
}

/// Rounded up: a fee is never shown smaller than it is.
fn basis_points(fee: Rate) -> U256 {
    let scaled = fee.numerator.saturating_mul(U256::from(10_000));
    scaled.checked_div(fee.denominator).map_or(U256::MAX, |whole| {
        let rest = scaled.checked_rem(fee.denominator).is_some_and(|rest| !rest.is_zero());
        whole.saturating_add(U256::from(u8::from(rest)))
    })
}

impl From<&Payout> for RoutePayout {
    fn from(payout: &Payout) -> Self {
        match payout {
            Payout::Quoted { asset, amount } => Self::Quoted { asset: asset.to_string(), amount: amount.into() },
            Payout::Estimated { asset, amount } => Self::Estimated { asset: asset.to_string(), amount: amount.into() },
            Payout::AtPar { asset, amount } => Self::AtPar { asset: asset.to_string(), amount: amount.into() },
            Payout::OffChain { amount } => Self::OffChain { amount: amount.into() },
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
            Step::Cancel { vault, id, shares, controller } => Self::Cancel {
                vault: vault.to_string(),
                id: id.to_string(),
                shares: shares.into(),
                controller: controller.to_string(),
            },
            Step::ClaimCancelled { vault, id, shares, receiver, controller } => Self::ClaimCancelled {
                vault: vault.to_string(),
                id: id.to_string(),
                shares: shares.into(),
                receiver: receiver.to_string(),
                controller: controller.to_string(),
            },
            Step::SetOperator { vault, operator, approved } => {
                Self::SetOperator { vault: vault.to_string(), operator: operator.to_string(), approved: *approved }
            }
            Step::RedeemAtIssuer { contract, amount, asset, least, .. } => Self::RedeemAtIssuer {
                contract: contract.to_string(),
                amount: amount.into(),
                asset: asset.to_string(),
                least: least.as_ref().map(Amount::from),
            },
            Step::Enqueue { pool, shares, owner } => {
                Self::Enqueue { pool: pool.to_string(), shares: shares.into(), owner: owner.to_string() }
            }
            Step::Dequeue { pool, shares, owner } => {
                Self::Dequeue { pool: pool.to_string(), shares: shares.into(), owner: owner.to_string() }
            }
            Step::Burn { token, amount } => Self::Burn { token: token.to_string(), amount: amount.into() },
            Step::SendToIssuer { token, to, amount } => {
                Self::SendToIssuer { token: token.to_string(), to: to.to_string(), amount: amount.into() }
            }
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
            Obstacle::CancelPending => "cancel-pending",
            Obstacle::Paused => "paused",
            Obstacle::NotRegistered => "not-registered",
            Obstacle::RestrictedCountry { .. } => "restricted-country",
            Obstacle::TooSmall => "too-small",
            Obstacle::Liquidity { .. } | Obstacle::ShortOfMoney => "liquidity",
            Obstacle::NotAccepted { .. } => "not-accepted",
            Obstacle::StalePrice => "stale-price",
            Obstacle::InQueue { .. } => "in-queue",
            Obstacle::Refused { .. } => "refused",
            Obstacle::Unread { .. } => "unread",
        };
        Self { code, message: obstacle.to_string(), unknown: obstacle.is_unknown() }
    }
}
