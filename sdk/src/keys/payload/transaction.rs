//! Unsigned transactions, read strictly: each has one spelling, and only that is signed.

use alloy_consensus::transaction::{RlpEcdsaDecodableTx, RlpEcdsaEncodableTx};
use alloy_consensus::{SignableTransaction, Signed, TxEip1559, TxEip2930, TxEip7702, TxLegacy};
use alloy_primitives::{B256, Bytes, Signature};
use alloy_rlp::{Decodable, Header};

use super::PayloadKind;
use crate::keys::SignerError;
use crate::units::ChainId;

/// A transaction without its signature. Blob transactions (EIP-4844) are not among them: no wallet sends blobs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnsignedTransaction {
    /// With a chain id (EIP-155), always.
    Legacy(TxLegacy),
    /// With an access list.
    Eip2930(TxEip2930),
    /// With a base fee and a priority fee.
    Eip1559(TxEip1559),
    /// With authorizations that delegate accounts to code.
    Eip7702(TxEip7702),
}

/// A signed transaction as it is broadcast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedTransaction {
    /// The bytes for `eth_sendRawTransaction` (EIP-2718).
    pub raw: Bytes,
    /// The transaction's hash.
    pub hash: B256,
}

impl UnsignedTransaction {
    /// The only chain that it is valid on.
    #[must_use]
    pub fn chain(&self) -> ChainId {
        ChainId(match self {
            // Read by `legacy`, which takes none without a chain.
            Self::Legacy(tx) => tx.chain_id.unwrap_or_default(),
            Self::Eip2930(tx) => tx.chain_id,
            Self::Eip1559(tx) => tx.chain_id,
            Self::Eip7702(tx) => tx.chain_id,
        })
    }

    /// What a signature of it signs.
    #[must_use]
    pub fn digest(&self) -> B256 {
        match self {
            Self::Legacy(tx) => tx.signature_hash(),
            Self::Eip2930(tx) => tx.signature_hash(),
            Self::Eip1559(tx) => tx.signature_hash(),
            Self::Eip7702(tx) => tx.signature_hash(),
        }
    }

    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> PayloadKind {
        match self {
            Self::Legacy(_) => PayloadKind::Legacy,
            Self::Eip2930(_) => PayloadKind::Eip2930,
            Self::Eip1559(_) => PayloadKind::Eip1559,
            Self::Eip7702(_) => PayloadKind::Eip7702,
        }
    }

    /// Takes a transaction apart that was signed, given as it is broadcast (EIP-2718). Whose signature it is,
    /// [`recover`](crate::keys::recover) tells from [`Self::digest`].
    ///
    /// # Errors
    /// [`SignerError::Malformed`], also where a block would take it and its bytes are not in canonical form;
    /// [`SignerError::AnyChain`].
    pub fn from_signed(raw: &[u8]) -> Result<(Self, Signature), SignerError> {
        let kind = match raw.first() {
            Some(1) => PayloadKind::Eip2930,
            Some(4) => PayloadKind::Eip7702,
            Some(0xc0..) => PayloadKind::Legacy,
            Some(_) | None => PayloadKind::Eip1559,
        };
        let mut rest = raw;
        let rest = &mut rest;
        let parts = match kind {
            PayloadKind::Eip2930 => TxEip2930::eip2718_decode(rest).map(|signed| split(signed, Self::Eip2930)),
            PayloadKind::Eip7702 => TxEip7702::eip2718_decode(rest).map(|signed| split(signed, Self::Eip7702)),
            PayloadKind::Legacy => TxLegacy::eip2718_decode(rest).map(|signed| split(signed, Self::Legacy)),
            PayloadKind::Eip1559 | PayloadKind::Authorization | PayloadKind::Message | PayloadKind::TypedData => {
                TxEip1559::eip2718_decode(rest).map(|signed| split(signed, Self::Eip1559))
            }
        };
        let malformed = |what: String| SignerError::Malformed { payload: kind, what };
        let (tx, signature) = parts.map_err(|error| malformed(error.to_string()))?;
        if !rest.is_empty() {
            return Err(malformed(format!("{} bytes follow the transaction", rest.len())));
        }
        if matches!(&tx, Self::Legacy(tx) if tx.chain_id.unwrap_or_default() == 0) {
            return Err(SignerError::AnyChain { payload: kind });
        }
        if tx.clone().into_signed(&signature).raw != *raw {
            return Err(malformed("it is not in canonical form".to_owned()));
        }
        Ok((tx, signature))
    }

    /// Puts a signature to it. Whose signature it is, [`recover`](crate::keys::recover) tells from the payload's digest.
    #[must_use]
    pub fn into_signed(self, signature: &Signature) -> SignedTransaction {
        match self {
            Self::Legacy(tx) => encoded(&tx.into_signed(*signature)),
            Self::Eip2930(tx) => encoded(&tx.into_signed(*signature)),
            Self::Eip1559(tx) => encoded(&tx.into_signed(*signature)),
            Self::Eip7702(tx) => encoded(&tx.into_signed(*signature)),
        }
    }
}

fn split<T: RlpEcdsaEncodableTx>(
    signed: Signed<T>,
    of: impl FnOnce(T) -> UnsignedTransaction,
) -> (UnsignedTransaction, Signature) {
    let (tx, signature, _hash) = signed.into_parts();
    (of(tx), signature)
}

fn encoded<T: RlpEcdsaEncodableTx>(signed: &Signed<T>) -> SignedTransaction {
    let mut raw = Vec::new();
    signed.eip2718_encode(&mut raw);
    SignedTransaction { raw: raw.into(), hash: *signed.hash() }
}

/// Reads a typed payload (EIP-2718): the type byte, one RLP list in canonical form, and nothing after it.
pub(super) fn typed<T>(kind: PayloadKind, payload: &[u8]) -> Result<T, SignerError>
where
    T: Decodable + RlpEcdsaDecodableTx + SignableTransaction<Signature>,
{
    let malformed = |what: String| SignerError::Malformed { payload: kind, what };
    let expected = T::DEFAULT_TX_TYPE;
    let (first, mut rest) = payload.split_first().ok_or_else(|| malformed("it is empty".to_owned()))?;
    if *first != expected {
        return Err(malformed(format!("got type 0x{first:02x}, expected 0x{expected:02x}")));
    }
    let tx = T::decode(&mut rest).map_err(|error| malformed(error.to_string()))?;
    canonical(kind, &tx, rest, payload)?;
    Ok(tx)
}

/// As [`typed`], with at least one authorization: without one, no block takes it (EIP-7702).
pub(super) fn eip7702(payload: &[u8]) -> Result<TxEip7702, SignerError> {
    let kind = PayloadKind::Eip7702;
    let tx: TxEip7702 = typed(kind, payload)?;
    if tx.authorization_list.is_empty() {
        return Err(SignerError::Malformed {
            payload: kind,
            what: "it has no authorization, expected at least one".to_owned(),
        });
    }
    Ok(tx)
}

/// Reads a legacy payload: the list of nonce, gas price, gas limit, receiver, value and data, then the chain id and two zeros.
pub(super) fn legacy(payload: &[u8]) -> Result<TxLegacy, SignerError> {
    let kind = PayloadKind::Legacy;
    let malformed = |error: alloy_rlp::Error| SignerError::Malformed { payload: kind, what: error.to_string() };
    let mut rest = payload;
    let mut list = Header::decode_bytes(&mut rest, true).map_err(malformed)?;
    let mut tx = TxLegacy::rlp_decode_fields(&mut list).map_err(malformed)?;
    if list.is_empty() {
        return Err(SignerError::AnyChain { payload: kind });
    }
    let chain = u64::decode(&mut list).map_err(malformed)?;
    if chain == 0 {
        return Err(SignerError::AnyChain { payload: kind });
    }
    tx.chain_id = Some(chain);
    canonical(kind, &tx, rest, payload)?;
    Ok(tx)
}

/// The reader could be more lenient than the writer; what is signed has one spelling only.
fn canonical(
    kind: PayloadKind,
    tx: &impl SignableTransaction<Signature>,
    rest: &[u8],
    payload: &[u8],
) -> Result<(), SignerError> {
    if !rest.is_empty() {
        let what = format!("{} bytes follow the transaction", rest.len());
        return Err(SignerError::Malformed { payload: kind, what });
    }
    if tx.encoded_for_signing() != payload {
        return Err(SignerError::Malformed { payload: kind, what: "it is not in canonical form".to_owned() });
    }
    Ok(())
}
