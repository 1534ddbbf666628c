//! What has to be sent, in order.

use alloy_primitives::Address;
use serde::Serialize;

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
            Self::Approve { token, .. } | Self::Retire { token, .. } => *token,
            Self::Request { vault, .. } | Self::Redeem { vault, .. } | Self::Claim { vault, .. } => *vault,
        }
    }

    /// Whether it can be sent only after somebody else has acted: a claim waits for its request to be fulfilled.
    #[must_use]
    pub const fn waits_for_fulfilment(&self) -> bool {
        matches!(self, Self::Claim { .. })
    }

    /// Whether nobody can undo it afterwards, for any price.
    #[must_use]
    pub const fn is_irreversible(&self) -> bool {
        matches!(self, Self::Retire { .. })
    }
}
