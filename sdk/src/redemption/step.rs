//! What has to be sent, in order.

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::asset::Redeemer;
use crate::units::{Amount, Shares};

/// One transaction of a redemption, as plain data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Step {
    /// ERC-20 `approve(spender, amount)`: exactly what the redemption takes, never more.
    Approve {
        /// The token.
        token: Address,
        /// Who may take it.
        spender: Address,
        /// How much.
        amount: Amount,
    },
    /// ERC-7540 `requestRedeem(shares, controller, owner)`.
    Request {
        /// The vault.
        vault: Address,
        /// The shares that go into the request.
        shares: Shares,
        /// Who may claim.
        controller: Address,
        /// Whose shares they are.
        owner: Address,
    },
    /// ERC-4626 `redeem(shares, receiver, owner)`: shares for assets at once.
    Redeem {
        /// The vault.
        vault: Address,
        /// The shares.
        shares: Shares,
        /// Who gets the assets.
        receiver: Address,
        /// Whose shares they are.
        owner: Address,
    },
    /// ERC-7540's use of `redeem(shares, receiver, controller)`: assets of a request that was fulfilled.
    Claim {
        /// The vault.
        vault: Address,
        /// The shares that were fulfilled.
        shares: Shares,
        /// Who gets the assets.
        receiver: Address,
        /// Whose request it was.
        controller: Address,
    },
    /// ERC-7887 `cancelRedeemRequest(requestId, controller)`: asks for what still waits back.
    Cancel {
        /// The vault.
        vault: Address,
        /// The request's id.
        id: U256,
        /// The shares that wait now; the call does not name them.
        shares: Shares,
        /// Whose request it is.
        controller: Address,
    },
    /// ERC-7887 `claimCancelRedeemRequest(requestId, receiver, controller)`: the shares of a cancelled request.
    ClaimCancelled {
        /// The vault.
        vault: Address,
        /// The request's id.
        id: U256,
        /// The shares that can be claimed back now; the call does not name them.
        shares: Shares,
        /// Who gets them.
        receiver: Address,
        /// Whose request it was.
        controller: Address,
    },
    /// ERC-7540 `setOperator(operator, approved)`: an operator can request with all shares of the sender, and claim all that is the
    /// sender's, to wherever it likes.
    SetOperator {
        /// The vault.
        vault: Address,
        /// Who may, or may no more.
        operator: Address,
        /// Whether it may.
        approved: bool,
    },
    /// The redemption at a contract of the issuer, which pays the sender.
    RedeemAtIssuer {
        /// Whose kind of contract.
        redeemer: Redeemer,
        /// The contract.
        contract: Address,
        /// What goes in.
        amount: Amount,
        /// The token that is paid.
        asset: Address,
        /// The least that it has to pay, or refuse; `None` where its call has no place for that.
        least: Option<Amount>,
    },
    /// Maple's `requestRedeem(shares, owner)`: into the queue.
    Enqueue {
        /// The pool.
        pool: Address,
        /// The shares.
        shares: Shares,
        /// Whose they are, and who will be paid.
        owner: Address,
    },
    /// Maple's `removeShares(shares, owner)`: out of the queue again.
    Dequeue {
        /// The pool.
        pool: Address,
        /// The shares.
        shares: Shares,
        /// Whose they are.
        owner: Address,
    },
    /// `offchainRedeem(amount)`: burned, and paid off the chain.
    Burn {
        /// The token.
        token: Address,
        /// How much.
        amount: Amount,
    },
    /// A transfer to the address that the issuer publishes, which pays or delivers off the chain.
    SendToIssuer {
        /// The token.
        token: Address,
        /// The issuer's address.
        to: Address,
        /// How much.
        amount: Amount,
    },
    /// `retire(amount)`: used up for good.
    Retire {
        /// The token.
        token: Address,
        /// How much.
        amount: Amount,
    },
}

impl Step {
    /// The contract that the transaction goes to.
    #[must_use]
    pub const fn to(&self) -> Address {
        match self {
            Self::Approve { token, .. }
            | Self::Burn { token, .. }
            | Self::SendToIssuer { token, .. }
            | Self::Retire { token, .. } => *token,
            Self::RedeemAtIssuer { contract, .. } => *contract,
            Self::Enqueue { pool, .. } | Self::Dequeue { pool, .. } => *pool,
            Self::Request { vault, .. }
            | Self::Redeem { vault, .. }
            | Self::Claim { vault, .. }
            | Self::Cancel { vault, .. }
            | Self::ClaimCancelled { vault, .. }
            | Self::SetOperator { vault, .. } => *vault,
        }
    }

    /// Whether it can be sent only after somebody else has acted: a claim waits for its request to be fulfilled.
    #[must_use]
    pub const fn waits_for_fulfilment(&self) -> bool {
        matches!(self, Self::Claim { .. })
    }

    /// Whether the holder cannot undo it: what is retired, burned, or in the issuer's hands is gone, whatever is paid for it.
    #[must_use]
    pub const fn is_irreversible(&self) -> bool {
        matches!(self, Self::Retire { .. } | Self::Burn { .. } | Self::SendToIssuer { .. })
    }
}
