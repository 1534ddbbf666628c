//! What may be signed: whole transactions, authorizations, messages and typed data. Never a bare digest.

mod transaction;

use std::fmt;

use alloy_consensus::TxEip1559;
use alloy_eips::eip7702::Authorization;
use alloy_primitives::{B256, Bytes};
use serde::{Deserialize, Serialize};

use super::key::keccak256;
use super::{SignerError, TypedData, authorization, message};
use crate::units::ChainId;

pub use transaction::{SignedTransaction, UnsignedTransaction};

/// The whole of what is to be signed.
///
/// A signer that sees only a digest signs blindly, so there is no variant for one: what `eth_sign` once took cannot be
/// expressed. 32 bytes can still be signed as a [`SigningPayload::Message`]; the prefix that EIP-191 puts before them makes
/// sure that this signature is of no transaction, no authorization and no typed data.
///
/// In JSON, as it crosses to a worker: `{"kind": "eip1559", "bytes": "0x02…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "bytes", rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum SigningPayload {
    /// An unsigned legacy transaction: the RLP list of its six fields, the chain id, and two zeros (EIP-155). One without a
    /// chain id would be valid on every chain and is refused.
    Legacy(Bytes),
    /// An unsigned EIP-2930 transaction: `0x01` and the RLP list of its eight fields.
    Eip2930(Bytes),
    /// An unsigned EIP-1559 transaction: `0x02` and the RLP list of its nine fields.
    Eip1559(Bytes),
    /// An unsigned EIP-7702 transaction: `0x04` and the RLP list of its ten fields. The authorizations in it are signed
    /// already, each by its own authority.
    Eip7702(Bytes),
    /// An EIP-7702 authorization: `0x05` and the RLP list of chain id, address and nonce.
    ///
    /// The most dangerous thing that an account can sign. Whoever holds the signature can put the code at the named address
    /// in charge of the whole account: every asset on that chain, at any time until the account's nonce moves on. It has to be
    /// reviewed as such. One for chain id 0 would be valid on every chain and is refused.
    Authorization(Bytes),
    /// A personal message (EIP-191, version `0x45`): the bytes as they are, of a text its UTF-8.
    Message(Bytes),
    /// Typed data (EIP-712). In JSON its document, as a string, stands in place of the bytes.
    TypedData(Box<TypedData>),
}

/// The kinds of payload, for telling people what is to be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PayloadKind {
    /// A legacy transaction with EIP-155's replay protection.
    Legacy,
    /// An EIP-2930 transaction.
    Eip2930,
    /// An EIP-1559 transaction.
    Eip1559,
    /// An EIP-7702 transaction.
    Eip7702,
    /// An EIP-7702 authorization.
    Authorization,
    /// An EIP-191 personal message.
    Message,
    /// EIP-712 typed data.
    TypedData,
}

impl SigningPayload {
    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> PayloadKind {
        match self {
            Self::Legacy(_) => PayloadKind::Legacy,
            Self::Eip2930(_) => PayloadKind::Eip2930,
            Self::Eip1559(_) => PayloadKind::Eip1559,
            Self::Eip7702(_) => PayloadKind::Eip7702,
            Self::Authorization(_) => PayloadKind::Authorization,
            Self::Message(_) => PayloadKind::Message,
            Self::TypedData(_) => PayloadKind::TypedData,
        }
    }

    /// The Keccak-256 that a signature of this payload signs, worked out from all of it.
    #[must_use]
    pub fn digest(&self) -> B256 {
        match self {
            Self::Legacy(bytes)
            | Self::Eip2930(bytes)
            | Self::Eip1559(bytes)
            | Self::Eip7702(bytes)
            | Self::Authorization(bytes) => keccak256(bytes),
            Self::Message(bytes) => message::digest(bytes),
            Self::TypedData(data) => data.digest(),
        }
    }

    /// The chain that the signature would be valid on, after checking that the payload is what it claims to be and nothing
    /// else. `None` for what names no chain: a message, or typed data whose domain has no `chainId`. Such a signature counts wherever
    /// somebody accepts it.
    ///
    /// # Errors
    /// [`SignerError::Malformed`]; [`SignerError::AnyChain`] where a transaction or an authorization would be valid on
    /// every chain.
    pub fn chain(&self) -> Result<Option<ChainId>, SignerError> {
        match self {
            Self::Legacy(_) | Self::Eip2930(_) | Self::Eip1559(_) | Self::Eip7702(_) => {
                Ok(Some(self.transaction()?.chain()))
            }
            Self::Authorization(bytes) => authorization::chain(bytes).map(Some),
            Self::Message(_) => Ok(None),
            Self::TypedData(data) => Ok(data.chain()),
        }
    }

    /// The transaction that the bytes spell.
    ///
    /// # Errors
    /// [`SignerError::Malformed`], also where it is no transaction; [`SignerError::AnyChain`].
    pub fn transaction(&self) -> Result<UnsignedTransaction, SignerError> {
        match self {
            Self::Legacy(bytes) => transaction::legacy(bytes).map(UnsignedTransaction::Legacy),
            Self::Eip2930(bytes) => transaction::typed(self.kind(), bytes).map(UnsignedTransaction::Eip2930),
            Self::Eip1559(bytes) => transaction::typed(self.kind(), bytes).map(UnsignedTransaction::Eip1559),
            Self::Eip7702(bytes) => transaction::eip7702(bytes).map(UnsignedTransaction::Eip7702),
            Self::Authorization(_) | Self::Message(_) | Self::TypedData(_) => Err(self.another("a transaction")),
        }
    }

    /// The EIP-1559 transaction that the bytes spell.
    ///
    /// # Errors
    /// [`SignerError::Malformed`], also where it is something else.
    pub fn eip1559(&self) -> Result<TxEip1559, SignerError> {
        match self {
            Self::Eip1559(bytes) => transaction::typed(self.kind(), bytes),
            Self::Legacy(_)
            | Self::Eip2930(_)
            | Self::Eip7702(_)
            | Self::Authorization(_)
            | Self::Message(_)
            | Self::TypedData(_) => Err(self.another("an EIP-1559 transaction")),
        }
    }

    /// The authorization that the bytes spell.
    ///
    /// # Errors
    /// [`SignerError::Malformed`], also where it is something else; [`SignerError::AnyChain`].
    pub fn authorization(&self) -> Result<Authorization, SignerError> {
        match self {
            Self::Authorization(bytes) => authorization::decode(bytes),
            Self::Legacy(_)
            | Self::Eip2930(_)
            | Self::Eip1559(_)
            | Self::Eip7702(_)
            | Self::Message(_)
            | Self::TypedData(_) => Err(self.another("an authorization")),
        }
    }

    fn another(&self, expected: &str) -> SignerError {
        SignerError::Malformed { payload: self.kind(), what: format!("{expected} was expected") }
    }
}

/// The payload that delegates an account to the code at an address.
impl From<&Authorization> for SigningPayload {
    fn from(authorization: &Authorization) -> Self {
        Self::Authorization(authorization::encode(authorization))
    }
}

/// With its article, as `an EIP-1559 transaction`.
impl fmt::Display for PayloadKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Legacy => "a legacy transaction",
            Self::Eip2930 => "an EIP-2930 transaction",
            Self::Eip1559 => "an EIP-1559 transaction",
            Self::Eip7702 => "an EIP-7702 transaction",
            Self::Authorization => "an EIP-7702 authorization",
            Self::Message => "a message",
            Self::TypedData => "typed data",
        })
    }
}
