//! What could refuse a redemption.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::SolInterface as _;
use serde::{Serialize, Serializer};

use crate::abi::redeemers::IRedeemerErrors::IRedeemerErrorsErrors as Known;
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
    /// The holder has asked for a request's cancellation, and no new request is taken until that is answered (ERC-7887).
    #[error("the cancellation of an earlier request is not answered yet; until then the vault takes no new request")]
    CancelPending,
    /// The contract is paused.
    #[error("the contract is paused")]
    Paused,
    /// The issuer's lists do not know the holder, or do not let it hold this token.
    #[error("the holder is not registered with the issuer, or not admitted to this token")]
    NotRegistered,
    /// The holder's country may not redeem here.
    #[error("holders of this country may not redeem here: {country}")]
    RestrictedCountry {
        /// As the contract names it.
        country: String,
    },
    /// Less than the contract takes.
    #[error("so little is not redeemed here")]
    TooSmall,
    /// The redeemer has not the money at hand.
    #[error("the redeemer has {available} at hand, {needed} are needed")]
    Liquidity {
        /// What it has.
        available: Amount,
        /// What it would have to pay, its fee included.
        needed: Amount,
    },
    /// The redeemer has not the money at hand, and does not say how much it has.
    #[error("the redeemer has not enough money at hand")]
    ShortOfMoney,
    /// The contract does not pay in this token now.
    #[error("the contract does not pay in {asset} now")]
    NotAccepted {
        /// The token.
        asset: Address,
    },
    /// The price that the contract goes by is out of date, or out of its bounds.
    #[error("the price that the contract goes by is out of date or out of bounds")]
    StalePrice,
    /// The holder has a request in the queue already, and may have one only.
    #[error("the holder has a request in the queue already (number {id}): one at a time")]
    InQueue {
        /// Its number.
        id: u128,
    },
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
    /// What a redeemer's refusal says, where its error is known.
    pub(super) fn of_refusal(data: &Bytes) -> Option<Self> {
        if revert_text(data) == ": Pausable: paused" {
            return Some(Self::Paused);
        }
        Some(match Known::abi_decode_validate(data).ok()? {
            Known::InsufficientBalance(_) | Known::InsufficientLiquidity(_) => Self::ShortOfMoney,
            Known::InsufficientPermissions(_) | Known::InvestorNotRegisteredError(_) | Known::UserNotRegistered(_) => {
                Self::NotRegistered
            }
            Known::RestrictedCountry(error) => Self::RestrictedCountry { country: error.country },
            Known::BadChainlinkData(_) => Self::StalePrice,
            Known::AccountingIsPaused(_) | Known::EnforcedPause(_) => Self::Paused,
            Known::RedemptionAmountTooSmall(_) => Self::TooSmall,
            // The asset is known to whoever asked: it is checked for itself.
            Known::TokenNotAccepted(_) => return None,
        })
    }

    /// Whether this is a lack of knowledge and not a refusal.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unread { .. })
    }
}
