//! The files: what the issuer has, what is published, and what each holder gets. Field names are those of `@assay/sdk/range`, which takes the
//! published and the holder's file as they are.

use alloy_primitives::{Address, B256, Bytes};
use assay_sdk::proof::LiabilityContext;
use assay_sdk::proof::range::{Blinding, Commitment, Opening, PrivateLiability, PrivateRoot, RangeContext};
use assay_sdk::units::{AssetId, ChainId};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What an issuer knows of an epoch: `epoch.json`. Nobody else gets it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Epoch {
    pub(crate) context: Context,
    /// The tree has 2^height places.
    pub(crate) height: u8,
    /// What there is, in units of the context's exponent.
    pub(crate) reserves: Decimal,
    pub(crate) holders: Vec<Owed>,
}

/// What one holder is owed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Owed {
    pub(crate) holder: Address,
    pub(crate) value: Decimal,
}

/// What everybody sees: `published.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Published {
    pub(crate) context: Context,
    pub(crate) root: Root,
    pub(crate) adequacy: Adequate,
}

/// What the commitments are about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Context {
    pub(crate) issuer: Address,
    pub(crate) chain: u64,
    pub(crate) token: Address,
    pub(crate) epoch: u64,
    pub(crate) block: B256,
    pub(crate) exponent: u8,
}

/// The root of the tree.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Root {
    hash: B256,
    commitment: B256,
    height: u8,
}

/// Reserves are not less than liabilities.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Adequate {
    pub(crate) reserves: B256,
    pub(crate) liabilities: B256,
    pub(crate) proof: Bytes,
}

/// What one holder gets, and nobody else: `holders/<address>.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Holder {
    pub(crate) mine: Mine,
    pub(crate) proof: Bytes,
}

/// The holder's leaf.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Mine {
    holder: B256,
    salt: B256,
    value: Decimal,
    blinding: B256,
}

/// A whole number of 64 bits as JavaScript takes it: decimals in a string.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Decimal(pub(crate) u64);

impl TryFrom<String> for Decimal {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl From<Decimal> for String {
    fn from(number: Decimal) -> Self {
        number.0.to_string()
    }
}

impl From<Context> for RangeContext {
    fn from(given: Context) -> Self {
        let of = LiabilityContext {
            issuer: given.issuer,
            asset: AssetId { chain: ChainId(given.chain), token: given.token },
            epoch: given.epoch,
            block: given.block,
        };
        Self { of, exponent: given.exponent }
    }
}

impl From<PrivateRoot> for Root {
    fn from(root: PrivateRoot) -> Self {
        Self { hash: root.hash, commitment: root.commitment.to_bytes(), height: root.height }
    }
}

impl TryFrom<&Root> for PrivateRoot {
    type Error = Failure;

    fn try_from(root: &Root) -> Result<Self, Failure> {
        Ok(Self { hash: root.hash, commitment: Commitment::from_bytes(root.commitment)?, height: root.height })
    }
}

impl From<PrivateLiability> for Mine {
    fn from(mine: PrivateLiability) -> Self {
        let (value, blinding) = (Decimal(mine.owed.value), mine.owed.blinding.to_bytes());
        Self { holder: mine.holder, salt: mine.salt, value, blinding }
    }
}

impl TryFrom<&Mine> for PrivateLiability {
    type Error = Failure;

    fn try_from(mine: &Mine) -> Result<Self, Failure> {
        let owed = Opening { value: mine.value.0, blinding: Blinding::from_bytes(mine.blinding)? };
        Ok(Self { holder: mine.holder, salt: mine.salt, owed })
    }
}
