//! Calls and messages in the words of a descriptor (ERC-7730), and the digest of calldata (ERC-8213).
//!
//! A descriptor says of a function which of its arguments a person should see, under which label and in which form. Those that are
//! bundled here describe the functions of whole standards and token families, so they name no contract: which of them hold for a
//! contract follows from what the wallet knows about it ([`Standard`]). What no descriptor describes stays unknown, and so does a call
//! whose bytes are not exactly what encoding the shown arguments gives.
//!
//! The format is read in its second version, as far as the files need it: what a descriptor asks for beyond that is refused
//! when it is read, never left out of what is shown.

mod apply;
mod calendar;
mod descriptor;
mod error;
mod format;
mod node;
mod path;
mod read;
mod standard;

use std::fmt;

use alloy_primitives::{B256, U256, keccak256};

use super::review::{Party, TokenAmount};

pub use apply::Container;
pub use descriptor::Descriptor;
pub use error::{ApplyError, DescriptorError};
pub(super) use standard::describe;
pub use standard::{Described, Standard};

/// A call or a message as its descriptor shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearSigned {
    /// What it is for, in a word or two.
    pub intent: String,
    /// The same in a sentence with the values in it, where the descriptor has one.
    pub sentence: Option<String>,
    /// What is shown of it, in this order.
    pub fields: Vec<Field>,
}

/// One line of what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is.
    pub label: String,
    /// Of a list, which of its items, from 1.
    pub item: Option<usize>,
    /// Its value.
    pub value: FieldValue,
}

/// A value in the form that its descriptor asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldValue {
    /// A number of tokens.
    Tokens(TokenAmount),
    /// So many tokens that the number means something else, as "Unlimited".
    Threshold {
        /// What it means.
        message: String,
        /// The number all the same.
        amount: TokenAmount,
    },
    /// A number of raw units of a token that the call does not name and the wallet does not know.
    UnknownUnits(U256),
    /// The chain's own coin, in wei.
    Coin(U256),
    /// An address.
    Party(Party),
    /// A moment, in seconds since the Unix epoch.
    Date(U256),
    /// A span, in seconds.
    Duration(U256),
    /// Anything else: a choice by its name, a measure with its unit, a number, a text, bytes.
    Text(String),
}

/// As it stands in a sentence.
impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tokens(amount) => amount.fmt(f),
            Self::Threshold { message, amount } => match &amount.shown {
                Some((symbol, _)) => write!(f, "{message} {symbol}"),
                None => write!(f, "{message} of the unknown contract {}", amount.contract),
            },
            Self::UnknownUnits(raw) => write!(f, "{raw} raw units of an unknown token"),
            Self::Coin(wei) => write!(f, "{wei} wei"),
            Self::Party(party) => match &party.name {
                Some(name) => f.write_str(name),
                None => party.address.fmt(f),
            },
            Self::Date(seconds) => calendar::date(*seconds).fmt(f),
            Self::Duration(seconds) => calendar::duration(*seconds).fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The Calldata Digest of ERC-8213, for comparing what two devices show: the Keccak-256 of the calldata's length in 32 bytes, and the
/// calldata. It covers neither the contract that is called nor the coin that is sent.
#[must_use]
pub fn calldata_digest(calldata: &[u8]) -> B256 {
    let length = U256::from(calldata.len()).to_be_bytes::<32>();
    keccak256([&length, calldata].concat())
}
