//! A transaction that somebody else sent, read back by its hash.

use alloy_consensus::transaction::RlpEcdsaEncodableTx;
use alloy_consensus::{TxEip1559, TxEip2930, TxEip7702, TxLegacy};
use alloy_eips::eip2930::{AccessList, AccessListItem};
use alloy_eips::eip7702::{Authorization, SignedAuthorization};
use alloy_primitives::{Address, B256, Bytes, Signature, TxKind, U256, keccak256};
use serde_json::{Map, Value, json};

use crate::chain::codec::Request;
use crate::chain::{ChainError, Rpc, Transport};
use crate::proof::ProofError;
use crate::proof::quantity::{
    address, array, b256, bytes, field, object, optional, shortened, shortened_text, u64, u128, u256,
};

/// A transaction as the network has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SentTransaction {
    /// The bytes that were broadcast (EIP-2718), put together again from the endpoint's fields. They hash to the hash that was asked
    /// for, so an endpoint cannot alter them.
    Raw(Bytes),
    /// Of a kind that is not put together here, as one with blobs: its EIP-2718 type.
    OtherKind(u64),
}

type Fields = Map<String, Value>;

impl<T: Transport> Rpc<T> {
    /// The transaction with this hash, in a block or waiting; `None` where the endpoint does not know it (yet).
    ///
    /// # Errors
    /// [`ChainError::Inconsistent`] where what the endpoint tells does not hash to this hash; and whatever stops an exchange.
    pub async fn transaction(&self, hash: B256) -> Result<Option<SentTransaction>, ChainError> {
        let [value] = self.all([Request::new("eth_getTransactionByHash", json!([hash]))]).await?;
        if value.is_null() {
            return Ok(None);
        }
        let sent = self.checked(sent(&value))?;
        if let SentTransaction::Raw(raw) = &sent {
            let got = keccak256(raw);
            if got != hash {
                return Err(self.inconsistent("the hash of the transaction's fields", &got, &hash));
            }
        }
        Ok(Some(sent))
    }
}

fn sent(value: &Value) -> Result<SentTransaction, ProofError> {
    let tx = object("the transaction", value)?;
    // Left out by nodes from before EIP-2718.
    let kind = optional(tx, "type", u64)?.unwrap_or(0);
    Ok(SentTransaction::Raw(match kind {
        0 => {
            let (signature, chain_id) = legacy_signature(tx)?;
            encoded(&TxLegacy { chain_id, ..legacy(tx)? }, &signature)
        }
        1 => encoded(&eip2930(tx)?, &signature(tx)?),
        2 => encoded(&eip1559(tx)?, &signature(tx)?),
        4 => encoded(&eip7702(tx)?, &signature(tx)?),
        other => return Ok(SentTransaction::OtherKind(other)),
    }))
}

fn encoded(tx: &impl RlpEcdsaEncodableTx, signature: &Signature) -> Bytes {
    let mut raw = Vec::new();
    tx.eip2718_encode(signature, &mut raw);
    raw.into()
}

fn legacy(tx: &Fields) -> Result<TxLegacy, ProofError> {
    Ok(TxLegacy {
        chain_id: None,
        nonce: u64("nonce", field(tx, "nonce")?)?,
        gas_price: u128("gasPrice", field(tx, "gasPrice")?)?,
        gas_limit: u64("gas", field(tx, "gas")?)?,
        to: kind(tx)?,
        value: u256("value", field(tx, "value")?)?,
        input: bytes("input", field(tx, "input")?)?,
    })
}

fn eip2930(tx: &Fields) -> Result<TxEip2930, ProofError> {
    let TxLegacy { nonce, gas_price, gas_limit, to, value, input, .. } = legacy(tx)?;
    let (chain_id, access_list) = (chain(tx)?, access_list(tx)?);
    Ok(TxEip2930 { chain_id, nonce, gas_price, gas_limit, to, value, access_list, input })
}

fn eip1559(tx: &Fields) -> Result<TxEip1559, ProofError> {
    Ok(TxEip1559 {
        chain_id: chain(tx)?,
        nonce: u64("nonce", field(tx, "nonce")?)?,
        gas_limit: u64("gas", field(tx, "gas")?)?,
        max_fee_per_gas: u128("maxFeePerGas", field(tx, "maxFeePerGas")?)?,
        max_priority_fee_per_gas: u128("maxPriorityFeePerGas", field(tx, "maxPriorityFeePerGas")?)?,
        to: kind(tx)?,
        value: u256("value", field(tx, "value")?)?,
        access_list: access_list(tx)?,
        input: bytes("input", field(tx, "input")?)?,
    })
}

fn eip7702(tx: &Fields) -> Result<TxEip7702, ProofError> {
    let TxEip1559 {
        chain_id,
        nonce,
        gas_limit,
        max_fee_per_gas,
        max_priority_fee_per_gas,
        value,
        access_list,
        input,
        ..
    } = eip1559(tx)?;
    let list = array("authorizationList", field(tx, "authorizationList")?)?;
    Ok(TxEip7702 {
        chain_id,
        nonce,
        gas_limit,
        max_fee_per_gas,
        max_priority_fee_per_gas,
        to: address("to", field(tx, "to")?)?,
        value,
        access_list,
        authorization_list: list.iter().map(authorization).collect::<Result<_, _>>()?,
        input,
    })
}

fn chain(tx: &Fields) -> Result<u64, ProofError> {
    u64("chainId", field(tx, "chainId")?)
}

fn kind(tx: &Fields) -> Result<TxKind, ProofError> {
    let to: Option<Address> = optional(tx, "to", address)?;
    Ok(to.map_or(TxKind::Create, TxKind::Call))
}

fn access_list(tx: &Fields) -> Result<AccessList, ProofError> {
    let item = |item: &Value| {
        let item = object("accessList", item)?;
        let keys = array("storageKeys", field(item, "storageKeys")?)?;
        Ok(AccessListItem {
            address: address("accessList.address", field(item, "address")?)?,
            storage_keys: keys.iter().map(|key| b256("storageKeys", key)).collect::<Result<_, _>>()?,
        })
    };
    array("accessList", field(tx, "accessList")?)?.iter().map(item).collect::<Result<_, _>>().map(AccessList)
}

fn authorization(value: &Value) -> Result<SignedAuthorization, ProofError> {
    let fields = object("an authorization", value)?;
    let inner = Authorization {
        chain_id: u256("authorization.chainId", field(fields, "chainId")?)?,
        address: address("authorization.address", field(fields, "address")?)?,
        nonce: u64("authorization.nonce", field(fields, "nonce")?)?,
    };
    let (r, s) = scalars(fields)?;
    Ok(SignedAuthorization::new_unchecked(inner, u8::from(parity(fields)?), r, s))
}

fn scalars(fields: &Fields) -> Result<(U256, U256), ProofError> {
    Ok((u256("r", field(fields, "r")?)?, u256("s", field(fields, "s")?)?))
}

/// `yParity`, or `v` where a node writes only that.
fn parity(fields: &Fields) -> Result<bool, ProofError> {
    let name = if fields.get("yParity").is_some_and(|value| !value.is_null()) { "yParity" } else { "v" };
    let value = field(fields, name)?;
    match u64(name, value)? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(ProofError::Malformed { what: name.to_owned(), got: shortened(value), expected: "0x0 or 0x1" }),
    }
}

fn signature(tx: &Fields) -> Result<Signature, ProofError> {
    let (r, s) = scalars(tx)?;
    Ok(Signature::new(r, s, parity(tx)?))
}

/// Of a legacy transaction `v` is 27 or 28, or holds the chain too: 35 or 36 and twice its id (EIP-155).
fn legacy_signature(tx: &Fields) -> Result<(Signature, Option<u64>), ProofError> {
    let v = u64("v", field(tx, "v")?)?;
    let (odd, chain) = match v {
        27 | 28 => (v == 28, None),
        _ => match v.checked_sub(35) {
            Some(rest) => (rest % 2 == 1, Some(rest / 2)),
            None => {
                let (what, got) = ("v".to_owned(), shortened_text(&v.to_string()));
                return Err(ProofError::Malformed { what, got, expected: "27, 28 or at least 35" });
            }
        },
    };
    let (r, s) = scalars(tx)?;
    Ok((Signature::new(r, s, odd), chain))
}
