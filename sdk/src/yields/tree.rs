//! The published file of a Merkle distribution, in the format of Uniswap's `merkle-distributor`.
//!
//! `{ merkleRoot, tokenTotal, claims: { address: { index, amount, proof } } }`. Outside input: read strictly, believed
//! nowhere. The root that counts is the contract's.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use alloy_primitives::{Address, B256, U256, hex};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

/// A parsed file: who is to get what, as its publisher says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributionTree {
    root: B256,
    total: U256,
    claims: BTreeMap<Address, TreeClaim>,
}

/// One holder's line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeClaim {
    /// The number of the claim: the bit that the contract sets when it is paid.
    pub index: U256,
    /// Raw units of the token.
    pub amount: U256,
    /// The hashes from the leaf to the root.
    pub proof: Vec<B256>,
}

/// Why a distribution's file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError {
    /// Not JSON, or not of this shape.
    #[error("not a distribution file: {detail}")]
    Shape {
        /// What was found where.
        detail: String,
    },
    /// A value is not what its place asks for.
    #[error("{place}: got {got:?}, expected {expected}")]
    Value {
        /// Where in the file.
        place: String,
        /// The text.
        got: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// An address appears twice, though perhaps written differently.
    #[error("{address} has two claims, expected one")]
    TwoClaims {
        /// The address.
        address: Address,
    },
    /// Two claims share an index: only one of them could ever be paid.
    #[error("{address} has the claim index {index} of another holder")]
    IndexTaken {
        /// The second of them.
        address: Address,
        /// The index.
        index: U256,
    },
    /// The claims do not add up to what the file says.
    #[error("the claims add up to {got}, expected {expected} as tokenTotal says")]
    Total {
        /// The sum.
        got: U256,
        /// What the file says.
        expected: U256,
    },
    /// A proof longer than any tree has levels.
    #[error("the proof of {address} has {got} hashes, expected at most {expected}")]
    ProofTooLong {
        /// Whose proof.
        address: Address,
        /// Its length.
        got: usize,
        /// The limit.
        expected: usize,
    },
}

/// Levels of a tree with more leaves than there could be holders.
const MOST_LEVELS: usize = 64;

impl DistributionTree {
    /// Reads a file.
    ///
    /// # Errors
    /// A [`TreeError`] that names the place.
    pub fn parse(text: &str) -> Result<Self, TreeError> {
        let file: File = serde_json::from_str(text).map_err(|error| TreeError::Shape { detail: error.to_string() })?;
        let root = hash("merkleRoot", &file.merkle_root)?;
        let total = quantity("tokenTotal", &file.token_total)?;
        let mut claims = BTreeMap::new();
        let mut indices = BTreeSet::new();
        let mut sum = U256::ZERO;
        for (name, line) in file.claims.0 {
            let address = account(&name)?;
            let claim = line.check(address)?;
            if !indices.insert(claim.index) {
                return Err(TreeError::IndexTaken { address, index: claim.index });
            }
            // An overflow cannot equal any total, so saturating keeps the refusal.
            sum = sum.saturating_add(claim.amount);
            if claims.insert(address, claim).is_some() {
                return Err(TreeError::TwoClaims { address });
            }
        }
        if sum != total {
            return Err(TreeError::Total { got: sum, expected: total });
        }
        Ok(Self { root, total, claims })
    }

    /// The root that the file states. Not to be relied on.
    #[must_use]
    pub const fn stated_root(&self) -> B256 {
        self.root
    }

    /// The sum of all claims, in raw units.
    #[must_use]
    pub const fn total(&self) -> U256 {
        self.total
    }

    /// The line of one holder.
    #[must_use]
    pub fn claim_of(&self, holder: Address) -> Option<&TreeClaim> {
        self.claims.get(&holder)
    }

    /// Every holder in the file, by address.
    pub fn claims(&self) -> impl Iterator<Item = (Address, &TreeClaim)> {
        self.claims.iter().map(|(address, claim)| (*address, claim))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    merkle_root: String,
    token_total: String,
    claims: Lines,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    index: u64,
    amount: String,
    proof: Vec<String>,
    /// Uniswap's own distribution noted here why an account was given something. Not part of the leaf.
    #[serde(default, rename = "flags")]
    _flags: Option<IgnoredAny>,
}

impl Line {
    fn check(self, address: Address) -> Result<TreeClaim, TreeError> {
        let got = self.proof.len();
        if got > MOST_LEVELS {
            return Err(TreeError::ProofTooLong { address, got, expected: MOST_LEVELS });
        }
        let amount = quantity(&format!("claims.{address}.amount"), &self.amount)?;
        let place = format!("claims.{address}.proof");
        let proof = self.proof.iter().map(|text| hash(&place, text)).collect::<Result<_, _>>()?;
        Ok(TreeClaim { index: U256::from(self.index), amount, proof })
    }
}

/// All lines in their order: a map would drop the first of two lines of the same name in silence.
struct Lines(Vec<(String, Line)>);

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Lines;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a claim for each address")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Lines, A::Error> {
                let mut lines = Vec::new();
                while let Some(line) = map.next_entry()? {
                    lines.push(line);
                }
                Ok(Lines(lines))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

fn refused(place: &str, got: &str, expected: &'static str) -> TreeError {
    TreeError::Value { place: place.to_owned(), got: got.to_owned(), expected }
}

/// An address: with its EIP-55 checksum, or in one case throughout.
fn account(text: &str) -> Result<Address, TreeError> {
    let no = || refused("claims", text, "an address");
    let digits = text.strip_prefix("0x").ok_or_else(no)?;
    if digits.len() != 40 {
        return Err(no());
    }
    let address: Address = digits.parse().map_err(|_| no())?;
    let mixed = digits.bytes().any(|b| b.is_ascii_uppercase()) && digits.bytes().any(|b| b.is_ascii_lowercase());
    if mixed && address.to_checksum(None) != text {
        return Err(refused("claims", text, "an address with its EIP-55 checksum"));
    }
    Ok(address)
}

fn hash(place: &str, text: &str) -> Result<B256, TreeError> {
    let no = || refused(place, text, "32 bytes in hexadecimal");
    let digits = text.strip_prefix("0x").ok_or_else(no)?;
    let bytes: [u8; 32] = hex::decode_to_array(digits).map_err(|_| no())?;
    if digits.len() == 64 { Ok(B256::from(bytes)) } else { Err(no()) }
}

fn quantity(place: &str, text: &str) -> Result<U256, TreeError> {
    let no = || refused(place, text, "an integer in hexadecimal, such as 0x1f4");
    let digits = text.strip_prefix("0x").ok_or_else(no)?;
    if digits.is_empty() || digits.len() > 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(no());
    }
    U256::from_str_radix(digits, 16).map_err(|_| no())
}
