//! `eth_call`: how it is asked at a block, and what its many ways to fail mean.

use alloy_primitives::{Address, B256, Bytes, hex};
use serde_json::{Value, json};

use crate::evidence::Outcome;
use crate::proof::quantity::bytes;
use crate::units::BlockRef;

use super::codec::{Answer, Failure, Request};
use super::{ChainError, Rpc, Transport};

/// A block by its hash (EIP-1898): the only way to name one that a reorganisation cannot change.
pub(super) fn pinned(hash: B256) -> Value {
    json!({ "blockHash": hash })
}

/// Gas for a call: no transfer and no read in use takes as much, every chain gives it, and it bounds what the call can return.
pub(super) const CALL_GAS: u64 = 10_000_000;

/// A call to a contract, as seen from `from`.
pub(super) fn call(to: Address, from: Option<Address>, data: &Bytes, at: BlockRef) -> Request {
    let mut object = json!({ "to": to, "data": data, "gas": format!("{CALL_GAS:#x}") });
    if let (Some(from), Some(fields)) = (from, object.as_object_mut()) {
        fields.insert("from".to_owned(), json!(from));
    }
    Request::new("eth_call", json!([object, pinned(at.hash)]))
}

/// A program that runs as if it created a contract.
pub(super) fn program(code: &Bytes, at: BlockRef) -> Request {
    Request::new("eth_call", json!([{ "data": code }, pinned(at.hash)]))
}

impl<T: Transport> Rpc<T> {
    /// What the answer to an `eth_call` says about the call.
    pub(super) fn call_outcome(&self, answer: Answer, at: BlockRef) -> Result<Outcome, ChainError> {
        match answer {
            Ok(value) => Ok(Outcome::Returned(self.checked(bytes("the result of eth_call", &value))?)),
            Err(failure) => {
                self.fatal(&failure, at)?;
                Ok(revert_data(&failure)
                    .map_or_else(|| Outcome::Declined { message: failure.message.clone() }, Outcome::Reverted))
            }
        }
    }

    /// Failures that are not about one question but about all of them.
    pub(super) fn fatal(&self, failure: &Failure, at: BlockRef) -> Result<(), ChainError> {
        if revert_data(failure).is_some() {
            return Ok(());
        }
        let (origin, message) = (self.origin().clone(), failure.message.clone());
        if failure.is_rate_limit() {
            return Err(failure.clone().into_error(&origin));
        }
        // EIP-1474: -32001 is "resource not found".
        if failure.code == -32_001 || names_unknown_block(&message) {
            return Err(ChainError::BlockUnknown { origin, block: at.hash.to_string(), message });
        }
        if failure.code == -32_602 {
            return Err(ChainError::Unsupported { origin, what: "calls at a block hash (EIP-1898)", message });
        }
        Ok(())
    }
}

/// What nodes say of a block that they do not have: geth, reth, Nethermind, Erigon, Besu, anvil.
fn names_unknown_block(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    [
        "header not found",
        "header for hash not found",
        "unknown block",
        "block not found",
        "not currently canonical",
        "blockoutofrange",
        "block could not be found",
        "missing trie node",
        "state is not available",
        "state not available",
    ]
    .iter()
    .any(|words| message.contains(words))
}

/// The bytes that a call reverted with, where the failure is a revert. Code 3 with `data` is the common shape; out of gas
/// and an invalid instruction come without data and are known by their words only; descendants of `OpenEthereum` write
/// `Reverted 0x…`; some nodes wrap the data once more.
pub(super) fn revert_data(failure: &Failure) -> Option<Bytes> {
    if let Some(data) = failure.data.as_ref().and_then(data_bytes) {
        return Some(data);
    }
    let message = failure.message.to_ascii_lowercase();
    let reverted = failure.code == 3
        || [
            "execution reverted",
            "out of gas",
            "outofgas",
            "invalid opcode",
            "invalid jump",
            "opcodenotfound",
            "invalidfeopcode",
            "stack underflow",
            "evm error",
            "vm execution error",
        ]
        .iter()
        .any(|words| message.contains(words));
    reverted.then(Bytes::new)
}

fn data_bytes(data: &Value) -> Option<Bytes> {
    match data {
        Value::String(text) => {
            let digits = text.strip_prefix("Reverted ").unwrap_or(text).strip_prefix("0x")?;
            hex::decode(digits).ok().map(Bytes::from)
        }
        Value::Object(fields) => fields.get("data").and_then(data_bytes),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    }
}
