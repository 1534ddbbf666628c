//! Why books could not be made.

use alloy_primitives::Address;

use crate::evidence::EvidenceError;
use crate::units::{Amount, UnitsError};

use super::{Asset, MovementId};

/// Which side of a statement has more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two sides")]
pub enum Excess {
    /// The movements lead to more than the balance: something that went out is missing, or something that came in is there twice.
    Movements,
    /// The balance is more than the movements lead to: something that came in is missing. A rebasing token's growth has no log.
    Balance,
}

/// Why books could not be made. Nothing is guessed, left out or evened out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// A transfer that does not name two parties and an amount as ERC-20 has it.
    #[error("not an ERC-20 transfer of {token} in block {block}: got {got}, expected two indexed parties and 32 bytes")]
    NotATransfer {
        /// The contract.
        token: Address,
        /// The block.
        block: u64,
        /// What it has.
        got: String,
    },
    /// A log of an event that was asked for does not decode as that event.
    #[error("the log of {event} by {contract} in block {block} does not decode: got {got}, expected its arguments")]
    Undecodable {
        /// The event.
        event: &'static str,
        /// The contract.
        contract: Address,
        /// The block.
        block: u64,
        /// Why.
        got: String,
    },
    /// A token whose decimals were not given.
    #[error("the decimals of {token} are not known: expected an entry for it")]
    UnknownToken {
        /// The token.
        token: Address,
    },
    /// A movement that is there twice.
    #[error("the movement {id} is there twice: expected each once")]
    Repeated {
        /// Which.
        id: MovementId,
    },
    /// A movement without a price, or an asset without a symbol, where one is needed.
    #[error("no {what} for {of}: expected one")]
    Missing {
        /// What.
        what: &'static str,
        /// For what.
        of: String,
    },
    /// More was disposed of than the lots hold.
    #[error("{of} disposes of more of {asset} than there are lots: got {got}, expected at most {expected}")]
    TooFewLots {
        /// The movement.
        of: MovementId,
        /// The asset.
        asset: Asset,
        /// What is disposed of.
        got: Amount,
        /// What the lots hold.
        expected: Amount,
    },
    /// The lots that were picked do not add up to the disposal, or do not hold so much.
    #[error("the lots picked for {of} do not fit: got {got}, expected {expected}")]
    Picked {
        /// The movement.
        of: MovementId,
        /// What was picked.
        got: String,
        /// What would fit.
        expected: String,
    },
    /// Opening, movements and closing do not meet.
    #[error(
        "{asset} does not add up: got {got} by its movements, expected a balance of {expected}; the difference is {difference}"
    )]
    Unbalanced {
        /// The asset.
        asset: Asset,
        /// What the movements lead to; in words where that is below zero.
        got: String,
        /// The closing balance.
        expected: Amount,
        /// How much is missing or too much.
        difference: Amount,
        /// On which side.
        excess: Excess,
    },
    /// Balances of one statement at different moments.
    #[error("the balance of {asset} is of another block than the others: got {got}, expected {expected}")]
    OtherBlock {
        /// The asset.
        asset: Asset,
        /// Its block.
        got: u64,
        /// That of the others.
        expected: u64,
    },
    /// A moment that calendars do not reach.
    #[error("the moment {got} has no date: expected one before the year 10000")]
    NoDate {
        /// Seconds since 1970.
        got: u64,
    },
    /// Numbers that do not combine.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// Facts that do not combine.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}
