//! The published file of a Merkle distribution.
//!
//! | Format | Of | Shape |
//! | --- | --- | --- |
//! | [`TreeFormat::Listed`] | Uniswap, 1inch, Merkl | `{ merkleRoot, tokenTotal, claims: { address: { index, amount, proof } } }` |
//! | [`TreeFormat::Halved`] | 1inch's drops of 128 bits | the same with a `salt` in each line, and hashes of 16 bytes |
//! | [`TreeFormat::Standard`] | `OpenZeppelin`'s `StandardMerkleTree` | its dump, `standard-v1` |
//!
//! Outside input: read strictly, believed nowhere. The root that counts is the contract's.

mod listed;
mod standard;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use alloy_primitives::{Address, B128, B256, U256, hex};
use serde::Deserialize;
use serde::de::IgnoredAny;

pub(super) use standard::leaf_of;

/// A parsed file: who is to get what, as its publisher says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributionTree {
    format: TreeFormat,
    root: B256,
    total: U256,
    claims: BTreeMap<Address, TreeClaim>,
}

/// How a file writes its leaves, and so for which contracts it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TreeFormat {
    /// A line for each address, with its proof in hashes of 32 bytes: for the contracts of Uniswap, 1inch and Merkl.
    Listed,
    /// The same in hashes of 16 bytes, each line with its salt: for 1inch's `CumulativeMerkleDrop128`.
    Halved,
    /// The dump of a `StandardMerkleTree` of `OpenZeppelin`, whose leaves are hashed twice.
    Standard(StandardLeaf),
}

/// What the leaves of a `StandardMerkleTree` hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandardLeaf {
    /// `["address", "uint256"]`: an account and its amount.
    Account,
    /// `["uint256", "address", "uint256"]`: the number of the claim before them.
    Indexed,
}

/// One holder's line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeClaim {
    /// The number of the claim: the bit that the contract sets when it is paid. `None` where its leaf holds none.
    pub index: Option<U256>,
    /// Raw units of the token.
    pub amount: U256,
    /// What the leaf is salted with, in a [`TreeFormat::Halved`]; zero in every other, whose leaves hold none.
    pub salt: B128,
    /// The hashes from the leaf to the root. Those of 16 bytes stand as `bytes16` does in a word: zeros follow.
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
    /// The claims add up to more than any token has.
    #[error("the claims up to that of {address} add up to more than 256 bits hold")]
    Sum {
        /// Whose claim is one too many.
        address: Address,
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
    /// A tree has one node less than twice its leaves.
    #[error("the tree has {got} nodes, expected {expected} for {leaves} values")]
    Nodes {
        /// How many there are.
        got: usize,
        /// How many there should be.
        expected: usize,
        /// How many values the file has.
        leaves: usize,
    },
    /// A value does not hash to the leaf that it points to.
    #[error("the value of {address} hashes to {got}, expected the leaf {expected} that it points to")]
    Leaf {
        /// Whose value.
        address: Address,
        /// Its hash.
        got: B256,
        /// The leaf.
        expected: B256,
    },
}

/// Levels of a tree with more leaves than there could be holders.
const MOST_LEVELS: usize = 64;

impl DistributionTree {
    /// Reads a file, in any of the formats.
    ///
    /// # Errors
    /// A [`TreeError`] that names the place.
    pub fn parse(text: &str) -> Result<Self, TreeError> {
        /// Only dumps of `OpenZeppelin`'s library name a format.
        #[derive(Deserialize)]
        struct Named {
            format: Option<IgnoredAny>,
        }
        match serde_json::from_str(text).map_err(shape)? {
            Named { format: Some(_) } => standard::parse(text),
            Named { format: None } => listed::parse(text),
        }
    }

    /// How the file writes its leaves.
    #[must_use]
    pub const fn format(&self) -> TreeFormat {
        self.format
    }

    /// The root that the file states. Not to be relied on. One of 16 bytes stands as `bytes16` does in a word: zeros follow.
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

impl fmt::Display for TreeFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Listed => "a list of claims",
            Self::Halved => "a list of claims with hashes of 16 bytes",
            Self::Standard(StandardLeaf::Account) => "a standard-v1 tree of [\"address\",\"uint256\"]",
            Self::Standard(StandardLeaf::Indexed) => "a standard-v1 tree of [\"uint256\",\"address\",\"uint256\"]",
        })
    }
}

/// Claims as they come, each holder and each index once.
#[derive(Default)]
struct Claims {
    claims: BTreeMap<Address, TreeClaim>,
    indices: BTreeSet<U256>,
    total: U256,
}

impl Claims {
    fn take(&mut self, address: Address, claim: TreeClaim) -> Result<(), TreeError> {
        if let Some(index) = claim.index
            && !self.indices.insert(index)
        {
            return Err(TreeError::IndexTaken { address, index });
        }
        self.total = self.total.checked_add(claim.amount).ok_or(TreeError::Sum { address })?;
        match self.claims.insert(address, claim) {
            Some(_) => Err(TreeError::TwoClaims { address }),
            None => Ok(()),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed on by map_err")]
fn shape(error: serde_json::Error) -> TreeError {
    TreeError::Shape { detail: error.to_string() }
}

fn refused(place: &str, got: &str, expected: &'static str) -> TreeError {
    TreeError::Value { place: place.to_owned(), got: got.to_owned(), expected }
}

/// An address: with its EIP-55 checksum, or in one case throughout.
fn account(place: &str, text: &str) -> Result<Address, TreeError> {
    let no = || refused(place, text, "an address");
    let digits = text.strip_prefix("0x").ok_or_else(no)?;
    if digits.len() != 40 {
        return Err(no());
    }
    let address: Address = digits.parse().map_err(|_| no())?;
    let mixed = digits.bytes().any(|b| b.is_ascii_uppercase()) && digits.bytes().any(|b| b.is_ascii_lowercase());
    if mixed && address.to_checksum(None) != text {
        return Err(refused(place, text, "an address with its EIP-55 checksum"));
    }
    Ok(address)
}

fn hash(place: &str, text: &str) -> Result<B256, TreeError> {
    fixed(text).map(B256::from).ok_or_else(|| refused(place, text, "32 bytes in hexadecimal"))
}

/// So many bytes after `0x`, and no more.
fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.strip_prefix("0x").filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    hex::decode_to_array(digits).ok()
}

/// As the ABI puts a `bytes16` into a word.
pub(super) fn widened(half: [u8; 16]) -> B256 {
    B256::right_padding_from(&half)
}
