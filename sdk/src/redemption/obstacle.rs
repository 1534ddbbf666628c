//! What could refuse a redemption.

use alloy_primitives::{Address, Bytes};
use serde::{Serialize, Serializer};

use crate::evidence::Gap;
use crate::units::{Amount, Shares};

/// What would refuse a redemption, or keeps us from knowing that nothing does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Obstacle {
    /// Nothing was asked for.
    #[error("there is nothing to redeem: the amount is zero")]
    NothingAsked,
    /// More than the holder has.
    #[error("the holder has {balance}, {asked} were asked for")]
    Balance {
        /// What the holder has.
        balance: Amount,
        /// What was asked for.
        asked: Amount,
    },
    /// The vault lets nothing leave now: `maxRedeem` is zero, the standard's way to say paused, out of money or not permitted.
    #[error(
        "the vault lets nothing of this holder leave now: it is paused, has no money at hand, or does not permit it"
    )]
    Closed,
    /// More than the vault lets leave now.
    #[error("the vault lets at most {most} shares leave now, {asked} were asked for")]
    Limit {
        /// `maxRedeem`.
        most: Shares,
        /// What was asked for.
        asked: Shares,
    },
    /// The vault pays in another token, or redeems another share, than the asset's descriptor says.
    #[error("the contract names {got}, the asset's descriptor says {expected}")]
    OtherContract {
        /// What the contract names.
        got: Address,
        /// What the descriptor says.
        expected: Address,
    },
    /// The vault would pay nothing for so few shares.
    #[error("so few shares are worth nothing after rounding")]
    WorthNothing,
    /// The step itself, run from the holder without sending it, was refused.
    #[error("the contract refuses {call}{}", revert_text(.data))]
    Refused {
        /// The function.
        call: &'static str,
        /// What it reverted with; the room above names it.
        data: Bytes,
    },
    /// Something that decides could not be read.
    #[error("cannot tell: {gap}")]
    Unread {
        /// What is missing.
        #[serde(serialize_with = "as_text")]
        gap: Gap,
    },
}

pub(super) fn as_text<S: Serializer>(gap: &Gap, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(gap)
}

/// The message of `Error(string)`, or the bytes as they are.
fn revert_text(data: &Bytes) -> String {
    use alloy_sol_types::{Revert, SolError as _};
    if data.is_empty() {
        return " without a reason".to_owned();
    }
    Revert::abi_decode_validate(data).map_or_else(|_| format!(": {data}"), |revert| format!(": {}", revert.reason))
}

impl Obstacle {
    /// Whether this is a lack of knowledge and not a refusal.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unread { .. })
    }
}
