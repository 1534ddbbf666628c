//! What a contract says when it refuses.

mod errors;
mod lookup;
mod words;
mod wrappers;

use std::fmt;

use alloy_primitives::{Bytes, FixedBytes, U256};
use alloy_sol_types::{Panic, Revert, SolError as _};

pub use lookup::OffchainLookup;

/// The reason in a call's revert data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevertReason {
    /// No data: a bare `require`, no gas left, or a call to an address without code.
    Empty,
    /// `Error(string)`: a text.
    Text(String),
    /// `Panic(uint256)`: the compiler's own checks.
    Panic {
        /// Solidity's code.
        code: U256,
    },
    /// A custom error that this software knows.
    Named {
        /// Its name.
        name: &'static str,
        /// Its arguments, by name, in their order. A name is empty where the error's source was not at hand.
        arguments: Vec<(&'static str, String)>,
    },
    /// A custom error that passes on what another contract said.
    Wrapped {
        /// Its name.
        name: &'static str,
        /// Its other arguments, as in [`RevertReason::Named`].
        arguments: Vec<(&'static str, String)>,
        /// What the other contract said.
        inner: Box<Self>,
    },
    /// No failure: the contract needs an answer from outside the chain before it can give its own (ERC-3668).
    OffchainLookup(Box<OffchainLookup>),
    /// A custom error that this software does not know, or known data that does not decode.
    Unknown {
        /// The error's selector; `None` where there are fewer than four bytes.
        selector: Option<FixedBytes<4>>,
        /// All of the data.
        data: Bytes,
    },
}

/// How many errors within each other are read: policies that call policies come to three.
const DEPTH: usize = 4;

impl RevertReason {
    /// Reads revert data. Bytes after a known error's arguments are ignored: some contracts append evidence to them.
    #[must_use]
    pub fn decode(data: &[u8]) -> Self {
        Self::decode_within(data, DEPTH)
    }

    /// The same, for data within an error's arguments.
    fn decode_within(data: &[u8], depth: usize) -> Self {
        let unknown = |selector| Self::Unknown { selector, data: Bytes::copy_from_slice(data) };
        if data.is_empty() {
            return Self::Empty;
        }
        let Some((selector, arguments)) = data.split_first_chunk::<4>() else {
            return unknown(None);
        };
        let decoded = match *selector {
            _ if depth == 0 => None,
            Revert::SELECTOR => Revert::abi_decode_raw(arguments).ok().map(|revert| Self::Text(revert.reason)),
            Panic::SELECTOR => Panic::abi_decode_raw(arguments).ok().map(|panic| Self::Panic { code: panic.code }),
            lookup::SELECTOR => OffchainLookup::decode(arguments).map(|lookup| Self::OffchainLookup(Box::new(lookup))),
            _ => errors::decode(*selector, arguments, depth),
        };
        decoded.unwrap_or_else(|| unknown(Some(selector.into())))
    }

    /// What it means in plain words, where this software knows.
    #[must_use]
    pub fn in_words(&self) -> Option<&'static str> {
        words::of(self)
    }
}

/// As the contract put it: the text, or `Name(argument: value, …)`.
impl fmt::Display for RevertReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no reason given"),
            Self::Text(text) => f.write_str(text),
            Self::Panic { code } => write!(f, "Panic(0x{code:02x})"),
            Self::Named { name, arguments } => named(f, name, arguments),
            Self::Wrapped { name, arguments, inner } => {
                named(f, name, arguments)?;
                write!(f, ": {inner}")
            }
            Self::OffchainLookup(lookup) => write!(f, "{} asks for an answer from outside the chain", lookup.sender),
            Self::Unknown { data, .. } => write!(f, "unknown error {data}"),
        }
    }
}

fn named(f: &mut fmt::Formatter<'_>, name: &str, arguments: &[(&str, String)]) -> fmt::Result {
    write!(f, "{name}(")?;
    for (position, (argument, value)) in arguments.iter().enumerate() {
        let comma = if position == 0 { "" } else { ", " };
        let colon = if argument.is_empty() { "" } else { ": " };
        write!(f, "{comma}{argument}{colon}{value}")?;
    }
    f.write_str(")")
}
