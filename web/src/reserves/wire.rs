//! What the page asks the room of reserve proofs, and what it is answered.
//!
//! A question is its kind (one byte), then its parts, each after its length (four bytes, little endian). An answer is JSON.

use alloy_primitives::{Address, B256, U256};
use assay_sdk::units::AssetId;
use serde::{Deserialize, Serialize};

/// What is to be verified. Files are as they were fetched, or brought.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "page and worker are built together")]
pub enum Question {
    /// An epoch that an issuer has published.
    Epoch {
        /// The asset that it is to be about.
        asset: AssetId,
        /// The published file.
        published: Vec<u8>,
    },
    /// A holder's place in it.
    Inclusion {
        /// The asset that it is to be about.
        asset: AssetId,
        /// The holder's id: an address padded to the left.
        holder: B256,
        /// The published file.
        published: Vec<u8>,
        /// The holder's own file.
        held: Vec<u8>,
    },
    /// A Groth16 proof.
    Circuit {
        /// The hash that the key has to have.
        key_hash: B256,
        /// The verification key's file.
        key: Vec<u8>,
        /// The proof's file.
        proof: Vec<u8>,
        /// The public inputs' file.
        inputs: Vec<u8>,
    },
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "page and worker are built together")]
pub enum Answer {
    /// The epoch holds.
    Epoch(Epoch),
    /// The holder's balance is counted.
    Counted(Counted),
    /// The proof holds for these public inputs.
    Circuit(Vec<U256>),
    /// Something does not hold.
    Refused(Refusal),
}

/// A published epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "page and worker are built together")]
pub struct Epoch {
    /// Who issued it.
    pub issuer: Address,
    /// The issuer's number of it.
    pub epoch: u64,
    /// The block whose balances these are.
    pub block: B256,
    /// The root of the tree.
    pub root: B256,
    /// What is told of the figures.
    pub figures: Figures,
}

/// What an epoch tells of its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "page and worker are built together")]
pub enum Figures {
    /// Nothing: they are commitments, and reserves were proven to be at least the liabilities.
    Hidden {
        /// The tree has 2^height places.
        height: u8,
        /// The commitment to the reserves.
        reserves: B256,
    },
    /// The total of the liabilities, in raw units. Reserves are not spoken of.
    Open {
        /// The total.
        total: U256,
    },
}

/// A place in an epoch's tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "page and worker are built together")]
pub struct Counted {
    /// The epoch.
    pub epoch: Epoch,
    /// Which place.
    pub index: u64,
    /// The holder's salt of this epoch.
    pub salt: B256,
    /// What the holder is owed, in raw units.
    pub balance: u128,
}

/// Why something does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "page and worker are built together")]
pub struct Refusal {
    /// The step that failed. Those before it held.
    pub stage: Stage,
    /// A stable name for the fault.
    pub code: String,
    /// What was found.
    pub what: String,
}

/// The steps, in their order: each question has some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "page and worker are built together")]
pub enum Stage {
    /// The key is one, and the one that is pinned.
    Key,
    /// The published files are what they should be.
    Reads,
    /// They are about the asset.
    About,
    /// The parts of the published file belong together.
    Linked,
    /// Reserves are not less than liabilities.
    Adequate,
    /// The holder's file is what it should be.
    Held,
    /// It is this holder's.
    Mine,
    /// The holder's place, or what a circuit states, is proven.
    Proven,
}

impl Question {
    /// Its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Epoch { asset, published } => joined(0, &[asset.to_string().as_bytes(), published]),
            Self::Inclusion { asset, holder, published, held } => {
                joined(1, &[asset.to_string().as_bytes(), holder.as_slice(), published, held])
            }
            Self::Circuit { key_hash, key, proof, inputs } => joined(2, &[key_hash.as_slice(), key, proof, inputs]),
        }
    }

    /// Reads it: all bytes, and no more. `None` where they are no question.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        let parts = split(rest)?;
        let asset = |part: &[u8]| std::str::from_utf8(part).ok()?.parse::<AssetId>().ok();
        match (kind, parts.as_slice()) {
            (0, [of, published]) => Some(Self::Epoch { asset: asset(of)?, published: published.to_vec() }),
            (1, [of, holder, published, held]) => Some(Self::Inclusion {
                asset: asset(of)?,
                holder: B256::try_from(*holder).ok()?,
                published: published.to_vec(),
                held: held.to_vec(),
            }),
            (2, [key_hash, key, proof, inputs]) => Some(Self::Circuit {
                key_hash: B256::try_from(*key_hash).ok()?,
                key: key.to_vec(),
                proof: proof.to_vec(),
                inputs: inputs.to_vec(),
            }),
            _ => None,
        }
    }
}

impl Answer {
    /// Its bytes; none where it cannot be written, which no answer of these types comes to.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads it. `None` where the bytes are no answer.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

fn joined(kind: u8, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![kind];
    for part in parts {
        // Files are cut off far below.
        bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

fn split(mut rest: &[u8]) -> Option<Vec<&[u8]>> {
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (part, after) = after.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        parts.push(part);
        rest = after;
    }
    Some(parts)
}
