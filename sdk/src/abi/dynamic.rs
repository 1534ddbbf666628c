//! Functions and errors whose signature is a text: parsed, hashed and decoded while running.
//!
//! `sol!` writes code for each type, which is right for the few calls that this software makes itself. It knows more than a
//! thousand errors and many functions that others call, and for those a table of signatures and one decoder take a fraction
//! of the space. The decoder takes only what encoding would have written: no loose padding, no offsets that point elsewhere.

mod decode;
mod parse;

use std::fmt;

use alloy_primitives::{Address, Bytes, FixedBytes, I256, U256, keccak256};

pub use decode::DecodeError;
pub use parse::SignatureError;

/// A type of the ABI. The names inside are those of the text that it was parsed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// `address`.
    Address,
    /// `bool`.
    Bool,
    /// `uint8` to `uint256`.
    Uint {
        /// Its width.
        bits: usize,
    },
    /// `int8` to `int256`.
    Int {
        /// Its width.
        bits: usize,
    },
    /// `bytes1` to `bytes32`.
    FixedBytes {
        /// How many.
        size: usize,
    },
    /// `bytes`.
    Bytes,
    /// `string`.
    String,
    /// `T[]`.
    List(Box<Self>),
    /// `T[n]`.
    FixedList {
        /// What it holds.
        item: Box<Self>,
        /// How many.
        length: usize,
    },
    /// `(T a,U b)`.
    Tuple(Vec<Parameter<'a>>),
}

/// A type with the name that it has in its signature; the name is empty where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter<'a> {
    /// Its name, or nothing.
    pub name: &'a str,
    /// Its type.
    pub kind: Kind<'a>,
}

/// The signature of a function or an error, as `transfer(address to,uint256 amount)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature<'a> {
    /// What stands before the parenthesis.
    pub name: &'a str,
    /// What stands in it.
    pub parameters: Vec<Parameter<'a>>,
}

/// A decoded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of `address`.
    Address(Address),
    /// Of `bool`.
    Bool(bool),
    /// Of `uint8` to `uint256`.
    Uint(U256),
    /// Of `int8` to `int256`.
    Int(I256),
    /// Of `bytes` and `bytes1` to `bytes32`.
    Bytes(Bytes),
    /// Of `string`.
    String(String),
    /// Of `T[]` and `T[n]`.
    List(Vec<Self>),
    /// Of a tuple, in its order.
    Tuple(Vec<Self>),
}

/// Decoded arguments, and how many bytes they take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The arguments, in their order.
    pub values: Vec<Value>,
    /// How many of the bytes were theirs: what follows is not part of them.
    pub length: usize,
}

impl<'a> Signature<'a> {
    /// Reads `name(type name,…)`. Types are spelled canonically (`uint256`, not `uint`); names may be left out.
    ///
    /// # Errors
    /// [`SignatureError`] where the text is anything else.
    pub fn parse(text: &'a str) -> Result<Self, SignatureError> {
        parse::signature(text)
    }

    /// Types alone, as `transfer(address,uint256)`: what is hashed.
    #[must_use]
    pub fn canonical(&self) -> String {
        format!("{}{}", self.name, Types(&self.parameters))
    }

    /// The first four bytes of the hash.
    #[must_use]
    pub fn selector(&self) -> FixedBytes<4> {
        let [a, b, c, d, ..] = keccak256(self.canonical()).0;
        FixedBytes([a, b, c, d])
    }

    /// Decodes arguments, which stand behind the selector.
    ///
    /// # Errors
    /// [`DecodeError`] where they are not what encoding them gives. Bytes after them are no error: [`Decoded::length`] tells.
    pub fn decode(&self, arguments: &[u8]) -> Result<Decoded, DecodeError> {
        decode::arguments(&self.parameters, arguments)
    }
}

/// Writes `(type,type)`.
struct Types<'a>(&'a [Parameter<'a>]);

impl fmt::Display for Types<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (position, parameter) in self.0.iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            write!(f, "{comma}{}", parameter.kind)?;
        }
        f.write_str(")")
    }
}

/// The canonical name, as it is hashed.
impl fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("address"),
            Self::Bool => f.write_str("bool"),
            Self::Uint { bits } => write!(f, "uint{bits}"),
            Self::Int { bits } => write!(f, "int{bits}"),
            Self::FixedBytes { size } => write!(f, "bytes{size}"),
            Self::Bytes => f.write_str("bytes"),
            Self::String => f.write_str("string"),
            Self::List(item) => write!(f, "{item}[]"),
            Self::FixedList { item, length } => write!(f, "{item}[{length}]"),
            Self::Tuple(parameters) => Types(parameters).fmt(f),
        }
    }
}

/// Numbers in decimals, addresses with their checksum, bytes in hex, texts as they are, lists as `[a, b]`, tuples as `(a, b)`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Bool(yes) => yes.fmt(f),
            Self::Uint(number) => number.fmt(f),
            Self::Int(number) => number.fmt(f),
            Self::Bytes(bytes) => bytes.fmt(f),
            Self::String(text) => f.write_str(text),
            Self::List(values) => {
                f.write_str("[")?;
                side_by_side(f, values)?;
                f.write_str("]")
            }
            Self::Tuple(values) => {
                f.write_str("(")?;
                side_by_side(f, values)?;
                f.write_str(")")
            }
        }
    }
}

fn side_by_side(f: &mut fmt::Formatter<'_>, values: &[Value]) -> fmt::Result {
    for (position, value) in values.iter().enumerate() {
        let comma = if position == 0 { "" } else { ", " };
        write!(f, "{comma}{value}")?;
    }
    Ok(())
}
