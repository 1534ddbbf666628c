//! `redemptions`: what goes in and what comes out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use super::figure::{Amount, Block, Fact};
use crate::evidence;
use crate::redemption::{self, History, RequestState};
use crate::units::BlockRef;

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
    /// Height of its block.
    block: u64,
    /// Its transaction.
    transaction: String,
}

impl Redemptions {
    pub(super) fn new(at: BlockRef, book: Option<&evidence::Fact<redemption::RequestBook>>) -> Self {
        Self { at: at.into(), requests: book.map(|book| Fact::of(book, RequestBook::from)) }
    }
}

impl From<&redemption::RequestBook> for RequestBook {
    fn from(book: &redemption::RequestBook) -> Self {
        let (requests, claims) = match &book.history {
            History::Known { lines, claims, .. } => {
                (Some(lines.iter().map(Request::from).collect()), Some(claims.iter().map(Payment::from).collect()))
            }
            History::Unread { .. } => (None, None),
        };
        Self {
            vault: book.vault.to_string(),
            asset: book.asset.to_string(),
            state: book.state(),
            pending: (&book.pending).into(),
            claimable: (&book.claimable).into(),
            claimable_assets: (&book.claimable_assets).into(),
            cancellable: book.cancellable,
            cancel_claimable: (&book.cancel_claimable).into(),
            requests,
            claims,
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
            block: claim.block,
            transaction: claim.transaction.to_string(),
        }
    }
}
