//! `redemptions`: what goes in and what comes out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use super::figure::{Amount, Block, Fact, Ratio};
use super::holdings::Unread;
use super::redemption::Transaction;
use crate::error::Error;
use crate::evidence;
use crate::redemption::{self, Balance, History, RequestState, Requested};
use crate::units::{BlockRef, Rate};

/// Whose redemptions of which asset.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct RedemptionsOptions {
    /// Who asked for them (ERC-7540's controller): an address, or CAIP-10.
    pub(super) holder: String,
    /// CAIP-19, as `"eip155:1/erc20:0x…"`, or the token's address. It must be in the list.
    pub(super) asset: String,
    /// The issuer's token list, parsed or as text.
    #[tsify(type = "object | string")]
    pub(super) list: Value,
    /// Whether to read, for each request, what a share was worth when it was made, at the block of the request: an endpoint may not have
    /// the state of so old a block. No by default.
    #[tsify(optional)]
    pub(super) prices: Option<bool>,
}

/// The redemptions that a holder has asked for.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Redemptions {
    /// The block that all of it is of.
    at: Block,
    /// Left out where the asset is not redeemed on request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    requests: Option<Fact<RequestBook>>,
    /// Left out where the asset is not redeemed by a queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    queue: Option<Fact<QueueBook>>,
}

/// All redemptions of one holder at one vault (ERC-7540), from the chain alone.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestBook {
    /// The vault.
    vault: String,
    /// The token that it pays.
    asset: String,
    /// Where the whole stands; left out where nothing was ever asked for, or the logs could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "RedemptionState")]
    state: Option<RequestState>,
    /// Shares that wait.
    pending: Amount,
    /// Shares that can be claimed.
    claimable: Amount,
    /// What claiming them pays.
    claimable_assets: Amount,
    /// Whether what waits can be cancelled (ERC-7887).
    cancellable: bool,
    /// Shares that were cancelled and can be claimed back.
    cancel_claimable: Amount,
    /// Each request, oldest first; left out where the endpoint would not give the logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    requests: Option<Vec<Request>>,
    /// Each payment, oldest first; left out where the endpoint would not give the logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    claims: Option<Vec<Payment>>,
    /// Each fulfilment that the vault wrote a log of, oldest first: where the price was set. Left out where the logs are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    fulfilments: Option<Vec<Fulfilment>>,
    /// What cancelled requests gave back, oldest first; left out where the logs are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    returns: Option<Vec<ReturnedShares>>,
    /// Who may act for the holder now: request with its shares, claim what is its own. Left out where the logs are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    operators: Option<Vec<String>>,
    /// Whether all that was requested is accounted for; left out where the logs are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    balance: Option<RequestBalance>,
    /// What to send next: a claim, paid to the holder; left out where there is nothing to claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    next: Option<Transaction>,
    /// The cancellations that can be asked for now, one for each request id of which something waits.
    cancellations: Vec<Transaction>,
}

/// Whether all that was requested waits, can be claimed, was claimed or was given back; or how much of it is nowhere, or was never requested:
/// then logs are missing.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum RequestBalance {
    Even,
    Missing { shares: Amount },
    Surplus { shares: Amount },
}

/// What a vault set the price of.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Fulfilment {
    /// Of which request id.
    id: String,
    /// How many shares.
    shares: Amount,
    /// What they will pay.
    assets: Amount,
    /// Raw units of the asset for each raw unit of shares; left out where it is of no shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    price: Option<Ratio>,
    /// Height of its block.
    block: u64,
    /// Its transaction.
    transaction: String,
}

/// Shares that a cancelled request gave back.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ReturnedShares {
    /// Of which request id.
    id: String,
    /// Who got them.
    receiver: String,
    /// How many.
    shares: Amount,
    /// Height of its block.
    block: u64,
    /// Its transaction.
    transaction: String,
}

/// All that a holder has, and had, in the queue of a pool (Maple), from the chain alone.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct QueueBook {
    /// The pool.
    pool: String,
    /// The open request; left out where nothing waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    place: Option<QueuePlace>,
    /// Every request, oldest first.
    requests: Vec<QueuedRequest>,
    /// What takes everything that waits back; left out where nothing waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    removal: Option<Transaction>,
}

/// An open request and its place.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct QueuePlace {
    /// The request's number: a decimal string.
    id: String,
    /// Its shares that still wait.
    shares: Amount,
    /// How many numbers come before it, at most: some may have been given up. A decimal string.
    ahead: String,
    /// How many come after it: a decimal string.
    behind: String,
    /// Whether the holder has to take the payout by itself, instead of being sent it.
    manual: bool,
}

/// One request of a queue.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct QueuedRequest {
    /// Its number: a decimal string.
    id: String,
    /// Shares that went in.
    shares: Amount,
    /// Shares that were paid.
    processed: Amount,
    /// What was paid for them.
    assets: Amount,
    /// Shares that were taken back.
    returned: Amount,
    /// Height of its block.
    block: u64,
    /// Its transaction.
    transaction: String,
}

/// ERC-7540's states of a request, and ERC-7887's of its cancellation; `"unexplained"`: it neither waits, nor was paid, nor given back.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "declares to TypeScript what the core's own type is serialised as")]
pub(crate) enum RedemptionState {
    Pending,
    Claimable,
    Claimed,
    CancelPending,
    CancelClaimable,
    Cancelled,
    Unexplained,
}

/// One request, and its part of what waits, can be claimed and was claimed.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    /// Its id, a decimal string. `"0"`: the vault does not tell one holder's requests apart.
    id: String,
    /// Where it stands.
    #[tsify(type = "RedemptionState")]
    state: RequestState,
    /// Shares that went in.
    shares: Amount,
    /// Of these: that wait.
    pending: Amount,
    /// Of these: that can be claimed.
    claimable: Amount,
    /// Of these: that were claimed.
    claimed: Amount,
    /// Of these: that were cancelled and can be claimed back.
    cancel_claimable: Amount,
    /// Of these: that were cancelled and are back.
    cancelled: Amount,
    /// What a share was worth when the request was made, where `prices` were asked for: raw units of the asset for each raw unit of shares,
    /// fees left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    price: Option<Fact<Ratio>>,
    /// Why that could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    price_unread: Option<Unread>,
    /// Height of its block.
    block: u64,
    /// Its transaction.
    transaction: String,
}

/// One payment.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Payment {
    /// Who was paid.
    receiver: String,
    /// For how many shares.
    shares: Amount,
    /// How much.
    assets: Amount,
    /// The price that was paid: raw units of the asset for each raw unit of shares; left out where it is of no shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    price: Option<Ratio>,
    /// Height of its block.
    block: u64,
    /// Its transaction.
    transaction: String,
}

impl Redemptions {
    pub(super) fn new(
        at: BlockRef,
        book: Option<&evidence::Fact<redemption::RequestBook>>,
        queue: Option<&evidence::Fact<redemption::QueueBook>>,
    ) -> Self {
        Self {
            at: at.into(),
            requests: book.map(|book| Fact::of(book, RequestBook::from)),
            queue: queue.map(|queue| Fact::of(queue, QueueBook::from)),
        }
    }

    /// What a share was worth when a request was made, or why that is not known.
    pub(super) fn price_of(&mut self, request: &Requested, price: &Result<evidence::Fact<Rate>, Error>) {
        let lines = self.requests.as_mut().and_then(|book| book.value.requests.as_mut());
        let (id, transaction) = (request.id.to_string(), request.transaction.to_string());
        for line in lines.into_iter().flatten().filter(|line| line.id == id && line.transaction == transaction) {
            match price {
                Ok(fact) => line.price = Some(Fact::of(fact, Ratio::from)),
                Err(why) => line.price_unread = Some(Unread::of(why.clone())),
            }
        }
    }
}

/// The requests that the logs tell of.
pub(super) fn requested(book: &redemption::RequestBook) -> impl Iterator<Item = &Requested> {
    let lines = match &book.history {
        History::Known { lines, .. } => lines.as_slice(),
        History::Unread { .. } => &[],
    };
    lines.iter().map(|line| &line.request)
}

impl From<&redemption::RequestBook> for RequestBook {
    fn from(book: &redemption::RequestBook) -> Self {
        let mut told = Self {
            vault: book.vault.to_string(),
            asset: book.asset.to_string(),
            state: book.state(),
            pending: (&book.pending).into(),
            claimable: (&book.claimable).into(),
            claimable_assets: (&book.claimable_assets).into(),
            cancellable: book.cancellable,
            cancel_claimable: (&book.cancel_claimable).into(),
            requests: None,
            claims: None,
            fulfilments: None,
            returns: None,
            operators: None,
            balance: None,
            next: book.next_step(book.controller).as_ref().map(Transaction::from),
            cancellations: book.cancel_steps().iter().map(Transaction::from).collect(),
        };
        if let History::Known { lines, claims, fulfilments, returns, operators, balance, .. } = &book.history {
            told.requests = Some(lines.iter().map(Request::from).collect());
            told.claims = Some(claims.iter().map(Payment::from).collect());
            told.fulfilments = Some(fulfilments.iter().map(Fulfilment::from).collect());
            told.returns = Some(returns.iter().map(ReturnedShares::from).collect());
            told.operators = Some(operators.iter().map(ToString::to_string).collect());
            told.balance = Some(balance.into());
        }
        told
    }
}

impl From<&Balance> for RequestBalance {
    fn from(balance: &Balance) -> Self {
        match balance {
            Balance::Even => Self::Even,
            Balance::Missing(shares) => Self::Missing { shares: shares.into() },
            Balance::Surplus(shares) => Self::Surplus { shares: shares.into() },
        }
    }
}

impl From<&redemption::Fulfilment> for Fulfilment {
    fn from(fulfilment: &redemption::Fulfilment) -> Self {
        Self {
            id: fulfilment.id.to_string(),
            shares: (&fulfilment.shares).into(),
            assets: (&fulfilment.assets).into(),
            price: fulfilment.price().ok().as_ref().map(Ratio::from),
            block: fulfilment.block,
            transaction: fulfilment.transaction.to_string(),
        }
    }
}

impl From<&redemption::Return> for ReturnedShares {
    fn from(part: &redemption::Return) -> Self {
        Self {
            id: part.id.to_string(),
            receiver: part.receiver.to_string(),
            shares: (&part.shares).into(),
            block: part.block,
            transaction: part.transaction.to_string(),
        }
    }
}

impl From<&redemption::QueueBook> for QueueBook {
    fn from(book: &redemption::QueueBook) -> Self {
        let place = |place: &redemption::QueuePlace| QueuePlace {
            id: place.id.to_string(),
            shares: (&place.shares).into(),
            ahead: place.ahead.to_string(),
            behind: place.behind.to_string(),
            manual: place.manual,
        };
        let request = |request: &redemption::QueuedRequest| QueuedRequest {
            id: request.id.to_string(),
            shares: (&request.shares).into(),
            processed: (&request.processed).into(),
            assets: (&request.assets).into(),
            returned: (&request.returned).into(),
            block: request.block,
            transaction: request.transaction.to_string(),
        };
        Self {
            pool: book.pool.to_string(),
            place: book.place.as_ref().map(place),
            requests: book.requests.iter().map(request).collect(),
            removal: book.remove_step().as_ref().map(Transaction::from),
        }
    }
}

impl From<&redemption::RequestLine> for Request {
    fn from(line: &redemption::RequestLine) -> Self {
        Self {
            id: line.request.id.to_string(),
            state: line.state(),
            shares: (&line.request.shares).into(),
            pending: (&line.pending).into(),
            claimable: (&line.claimable).into(),
            claimed: (&line.claimed).into(),
            cancel_claimable: (&line.cancel_claimable).into(),
            cancelled: (&line.cancelled).into(),
            price: None,
            price_unread: None,
            block: line.request.block,
            transaction: line.request.transaction.to_string(),
        }
    }
}

impl From<&redemption::Claim> for Payment {
    fn from(claim: &redemption::Claim) -> Self {
        Self {
            receiver: claim.receiver.to_string(),
            shares: (&claim.shares).into(),
            assets: (&claim.assets).into(),
            price: claim.price().ok().as_ref().map(Ratio::from),
            block: claim.block,
            transaction: claim.transaction.to_string(),
        }
    }
}
