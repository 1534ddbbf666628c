//! The files of an epoch: what is published, and what a holder is given. Field names are those of `@assay/sdk/range` and of
//! `examples/issuer-prover`. Unknown fields are refused: what is not understood is not verified either.

use alloy_primitives::{Address, B256, Bytes};
use assay_sdk::proof::LiabilityContext;
use assay_sdk::units::{AssetId, ChainId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::wire::{Refusal, Stage};

/// A published file.
pub(super) enum Published {
    /// Commitments.
    Hidden(Box<Hidden>),
    /// The total.
    Open(Open),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hidden {
    pub(super) context: HiddenContext,
    pub(super) root: HiddenRoot,
    pub(super) adequacy: Adequacy,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HiddenContext {
    issuer: Address,
    chain: u64,
    token: Address,
    epoch: u64,
    block: B256,
    pub(super) exponent: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HiddenRoot {
    pub(super) hash: B256,
    pub(super) commitment: B256,
    pub(super) height: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Adequacy {
    pub(super) reserves: B256,
    pub(super) liabilities: B256,
    pub(super) proof: Bytes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Open {
    pub(super) context: OpenContext,
    pub(super) root: OpenRoot,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenContext {
    issuer: Address,
    chain: u64,
    token: Address,
    epoch: u64,
    block: B256,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenRoot {
    pub(super) hash: B256,
    #[serde(deserialize_with = "decimal")]
    pub(super) total: u128,
}

/// A holder's file beside commitments.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HiddenHeld {
    pub(super) mine: HiddenMine,
    pub(super) proof: Bytes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HiddenMine {
    pub(super) holder: B256,
    pub(super) salt: B256,
    #[serde(deserialize_with = "decimal")]
    pub(super) value: u64,
    pub(super) blinding: B256,
}

/// A holder's file beside a total.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenHeld {
    pub(super) mine: OpenMine,
    pub(super) proof: Bytes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenMine {
    pub(super) holder: B256,
    pub(super) salt: B256,
    #[serde(deserialize_with = "decimal")]
    pub(super) balance: u128,
}

/// Which of the two it is: only an open root has a total.
#[derive(Deserialize)]
struct Glance {
    root: GlancedRoot,
}

#[derive(Deserialize)]
struct GlancedRoot {
    total: Option<serde::de::IgnoredAny>,
}

impl Published {
    pub(super) fn read(file: &[u8]) -> Result<Self, Refusal> {
        let Glance { root } = parsed(file, Stage::Reads)?;
        if root.total.is_some() {
            parsed(file, Stage::Reads).map(Self::Open)
        } else {
            parsed(file, Stage::Reads).map(|hidden| Self::Hidden(Box::new(hidden)))
        }
    }

    pub(super) fn context(&self) -> LiabilityContext {
        let (issuer, chain, token, epoch, block) = match self {
            Self::Hidden(file) => {
                let HiddenContext { issuer, chain, token, epoch, block, .. } = file.context;
                (issuer, chain, token, epoch, block)
            }
            Self::Open(file) => {
                let OpenContext { issuer, chain, token, epoch, block } = file.context;
                (issuer, chain, token, epoch, block)
            }
        };
        LiabilityContext { issuer, asset: AssetId { chain: ChainId(chain), token }, epoch, block }
    }
}

/// A file as JSON of this form. What the reader says names the field, and no value of it: a holder's file has secrets.
pub(super) fn parsed<T: DeserializeOwned>(file: &[u8], stage: Stage) -> Result<T, Refusal> {
    serde_json::from_slice(file).map_err(|error| {
        let what = if stage == Stage::Held {
            format!("not as it should be at line {}, column {}", error.line(), error.column())
        } else {
            error.to_string()
        };
        let code = if stage == Stage::Held { "inclusion-file-malformed" } else { "epoch-file-malformed" };
        Refusal { stage, code: code.to_owned(), what }
    })
}

/// A whole number in decimals, as a text, written in the one way that there is.
fn decimal<'de, D: Deserializer<'de>, N: std::str::FromStr + ToString>(deserializer: D) -> Result<N, D::Error> {
    let text = String::deserialize(deserializer)?;
    let number: Option<N> = text.parse().ok().filter(|number: &N| number.to_string() == text);
    number.ok_or_else(|| serde::de::Error::custom("expected a whole number in decimals, as a text"))
}
