//! Names for chains, accounts and assets: CAIP-2, CAIP-10 and CAIP-19 in the `eip155` namespace.

use std::fmt;
use std::str::FromStr;

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};

/// An EVM chain (CAIP-2: `eip155:1`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChainId(pub u64);

/// An account on one chain (CAIP-10: `eip155:1:0xab…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId {
    /// Where it lives.
    pub chain: ChainId,
    /// Its address.
    pub address: Address,
}

/// A fungible token on one chain (CAIP-19: `eip155:1/erc20:0xab…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssetId {
    /// Where it lives.
    pub chain: ChainId,
    /// The token contract.
    pub token: Address,
}

/// Why an identifier was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text has not the shape of the standard.
    #[error("not a {standard} identifier: got {got:?}, expected the shape {expected}")]
    Shape {
        /// CAIP-2, CAIP-10 or CAIP-19.
        standard: &'static str,
        /// The text as given.
        got: String,
        /// The shape, by example.
        expected: &'static str,
    },
    /// The address has letters of both cases and they are not its EIP-55 checksum: a mistyped address.
    #[error("the address {got} fails its EIP-55 checksum: a character was mistyped")]
    Checksum {
        /// The address as given.
        got: String,
    },
}

impl IdError {
    fn shape(standard: &'static str, got: &str, expected: &'static str) -> Self {
        Self::Shape { standard, got: got.to_owned(), expected }
    }
}

/// Reads a 20-byte hex address; one in mixed case must satisfy EIP-55.
///
/// # Errors
/// [`IdError::Shape`] or [`IdError::Checksum`].
pub(crate) fn address(text: &str) -> Result<Address, IdError> {
    let digits =
        text.strip_prefix("0x").ok_or_else(|| IdError::shape("EIP-55", text, "0x and 40 hexadecimal digits"))?;
    let address =
        Address::from_str(text).map_err(|_| IdError::shape("EIP-55", text, "0x and 40 hexadecimal digits"))?;
    let mixed = digits.bytes().any(|b| b.is_ascii_lowercase()) && digits.bytes().any(|b| b.is_ascii_uppercase());
    if mixed && address.to_checksum(None) != text {
        return Err(IdError::Checksum { got: text.to_owned() });
    }
    Ok(address)
}

impl FromStr for ChainId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let shape = || IdError::shape("CAIP-2", text, "eip155:1");
        let reference = text.strip_prefix("eip155:").ok_or_else(shape)?;
        let canonical = reference.parse::<u64>().map_err(|_| shape())?;
        if canonical.to_string() != reference {
            return Err(shape());
        }
        Ok(Self(canonical))
    }
}

impl FromStr for AccountId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (chain, account) = text.rsplit_once(':').ok_or_else(|| IdError::shape("CAIP-10", text, "eip155:1:0x…"))?;
        Ok(Self { chain: chain.parse()?, address: address(account)? })
    }
}

impl FromStr for AssetId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (chain, token) =
            text.split_once("/erc20:").ok_or_else(|| IdError::shape("CAIP-19", text, "eip155:1/erc20:0x…"))?;
        Ok(Self { chain: chain.parse()?, token: address(token)? })
    }
}

impl fmt::Display for ChainId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "eip155:{}", self.0)
    }
}
impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.chain, self.address)
    }
}
impl fmt::Display for AssetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/erc20:{}", self.chain, self.token)
    }
}

macro_rules! string_conversions {
    ($($name:ident),*) => { $(
        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> { text.parse() }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self { id.to_string() }
        }
    )* };
}
string_conversions!(ChainId, AccountId, AssetId);

#[cfg(test)]
mod tests {
    use super::*;

    // The examples of the CAIP-10 and CAIP-19 texts.
    const ACCOUNT: &str = "eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb";
    const ASSET: &str = "eip155:1/erc20:0x6B175474E89094C44Da98b954EedeAC495271d0F";

    #[test]
    fn reads_and_writes_the_examples_of_the_standards() {
        assert_eq!(ACCOUNT.parse::<AccountId>().unwrap().to_string(), ACCOUNT);
        assert_eq!(ASSET.parse::<AssetId>().unwrap().to_string(), ASSET);
        assert_eq!("eip155:137".parse::<ChainId>().unwrap(), ChainId(137));
    }

    #[test]
    fn refuses_other_shapes() {
        for bad in ["1", "eip155:", "eip155:01", "eip155:-1", "bip122:1", "eip155:18446744073709551616"] {
            assert!(bad.parse::<ChainId>().is_err(), "{bad}");
        }
        assert!("eip155:1/slip44:60".parse::<AssetId>().is_err());
    }

    #[test]
    fn a_mistyped_checksum_is_noticed() {
        let typo = ACCOUNT.replace("0xab16a96D", "0xab16a96d");
        assert!(matches!(typo.parse::<AccountId>(), Err(IdError::Checksum { .. })));
        assert!(ACCOUNT.to_lowercase().parse::<AccountId>().is_ok(), "no checksum to fail");
    }
}
