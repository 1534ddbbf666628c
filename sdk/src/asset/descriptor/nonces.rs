//! Bonds by class and nonce: `extensions.assay.bonds`.

use alloy_primitives::U256;
use serde::Serialize;

use super::super::json::{Node, decimal};
use super::DescriptorError;

/// One bond of a contract of ERC-3475.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BondNonce {
    /// Its class.
    #[serde(serialize_with = "decimal")]
    pub class: U256,
    /// Its nonce within the class.
    #[serde(serialize_with = "decimal")]
    pub nonce: U256,
    /// What it is called: `Series A, 2027`.
    pub label: String,
    /// The metadata of the nonce in which the contract tells the maturity; `None` where the list names none.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "optional")]
    pub maturity: Option<U256>,
}

#[expect(clippy::ref_option, reason = "as serde hands it over")]
fn optional<S: serde::Serializer>(value: &Option<U256>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => decimal(value, serializer),
        None => serializer.serialize_none(),
    }
}

impl BondNonce {
    /// What no two bonds of one contract share.
    pub(super) fn key(&self) -> String {
        format!("class {} with nonce {}", self.class, self.nonce)
    }
}

pub(super) fn read(node: &Node<'_>) -> Result<BondNonce, DescriptorError> {
    const TYPE: &str = "erc3475";
    const NUMBER: &str = "a decimal integer as a text";
    let object = node.object()?;
    let kind = object.required("type", TYPE)?;
    if kind.text()? != TYPE {
        return Err(kind.unexpected(TYPE));
    }
    Ok(BondNonce {
        class: object.required("class", NUMBER)?.decimal()?,
        nonce: object.required("nonce", NUMBER)?.decimal()?,
        label: object.text("label")?,
        maturity: object.optional("maturity").map(|node| node.decimal()).transpose()?,
    })
}
