//! Questions to another wallet (EIP-1193), and what its refusals mean.

use std::future::Future;

use alloy_consensus::TxEip1559;
use alloy_primitives::{Address, B256, Bytes, TxKind, hex};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::keys::{SignerError, SigningPayload, TypedData};
use crate::proof::quantity::{b256, bytes, shortened, shortened_text, u64};
use crate::tx::{BatchCall, UnsignedBatch};
use crate::units::ChainId;

/// A wallet that is asked as EIP-1193 says: the provider that an extension puts into a page, or whatever else answers its
/// methods. It is not trusted: what it answers is checked.
///
/// The future need not be `Send`: in a browser nothing is.
pub trait Provider {
    /// Puts one question to it and waits, as long as its user takes.
    ///
    /// # Errors
    /// Its refusal.
    fn request(&self, request: &ProviderRequest) -> impl Future<Output = Result<Value, ProviderRefusal>>;
}

/// A question, as `request` of EIP-1193 takes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProviderRequest {
    method: &'static str,
    params: Value,
}

/// A refusal (EIP-1193, `ProviderRpcError`), as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderRefusal {
    /// Its code; `None` where what was thrown has none.
    pub code: Option<i64>,
    /// Its own words.
    pub message: String,
}

impl ProviderRequest {
    /// The method, as `eth_sendTransaction`.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// Its parameters.
    #[must_use]
    pub const fn params(&self) -> &Value {
        &self.params
    }

    pub(super) fn chain() -> Self {
        Self { method: "eth_chainId", params: json!([]) }
    }

    /// EIP-3326.
    pub(super) fn switch(chain: ChainId) -> Self {
        Self { method: "wallet_switchEthereumChain", params: json!([{ "chainId": quantity(&chain.0) }]) }
    }

    /// Every field of the reviewed bytes, spelled as EIP-1474 has it.
    pub(super) fn send(from: Address, tx: &TxEip1559) -> Self {
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        set("type", json!("0x2"));
        set("chainId", quantity(&tx.chain_id));
        set("from", json!(from));
        if let TxKind::Call(to) = tx.to {
            set("to", json!(to));
        }
        set("value", quantity(&tx.value));
        set("data", json!(tx.input));
        set("nonce", quantity(&tx.nonce));
        set("gas", quantity(&tx.gas_limit));
        set("maxFeePerGas", quantity(&tx.max_fee_per_gas));
        set("maxPriorityFeePerGas", quantity(&tx.max_priority_fee_per_gas));
        if !tx.access_list.is_empty() {
            let items = tx.access_list.iter();
            let items = items.map(|item| json!({ "address": item.address, "storageKeys": item.storage_keys }));
            set("accessList", items.collect());
        }
        Self { method: "eth_sendTransaction", params: json!([fields]) }
    }

    /// What the wallet can do for an account on a chain (EIP-5792).
    pub(super) fn capabilities(account: Address, chain: ChainId) -> Self {
        Self { method: "wallet_getCapabilities", params: json!([account, [quantity(&chain.0)]]) }
    }

    /// All of a batch or nothing (EIP-5792).
    pub(super) fn calls(batch: &UnsignedBatch) -> Self {
        let call = |call: &BatchCall| json!({ "to": call.to, "data": call.data, "value": quantity(&call.value) });
        let calls: Vec<Value> = batch.calls().iter().map(call).collect();
        let fields = json!({
            "version": "2.0.0",
            "from": batch.from(),
            "chainId": quantity(&batch.chain().0),
            "atomicRequired": true,
            "calls": calls,
        });
        Self { method: "wallet_sendCalls", params: json!([fields]) }
    }

    /// How far a batch is (EIP-5792).
    pub(super) fn calls_status(id: &str) -> Self {
        Self { method: "wallet_getCallsStatus", params: json!([id]) }
    }

    /// `personal_sign` (EIP-191) or `eth_signTypedData_v4` (EIP-712).
    pub(super) fn sign(account: Address, payload: &SigningPayload) -> Result<Self, SignerError> {
        match payload {
            SigningPayload::Message(text) => {
                Ok(Self { method: "personal_sign", params: json!([hex::encode_prefixed(text), account]) })
            }
            SigningPayload::TypedData(data) => {
                Ok(Self { method: "eth_signTypedData_v4", params: json!([account, document(data)]) })
            }
            SigningPayload::Legacy(_)
            | SigningPayload::Eip2930(_)
            | SigningPayload::Eip1559(_)
            | SigningPayload::Eip7702(_)
            | SigningPayload::Authorization(_) => Err(SignerError::NotSignedHere { payload: payload.kind() }),
        }
    }
}

impl ProviderRefusal {
    /// The user said no (EIP-1193).
    const REJECTED: i64 = 4001;
    /// The user does not want the account upgraded, which all or nothing takes (EIP-5792).
    const UPGRADE_REJECTED: i64 = 5750;
    /// No batch has this name (EIP-5792).
    pub(super) const UNKNOWN_BATCH: i64 = 5730;
    /// Neither this method nor this account is open to the page (EIP-1193).
    const UNAUTHORISED: i64 = 4100;
    /// No chain can be reached (EIP-1193).
    const DISCONNECTED: i64 = 4900;
    /// The chain asked for cannot be reached (EIP-1193).
    pub(super) const CHAIN_DISCONNECTED: i64 = 4901;
    /// The chain has to be added first (EIP-3326, as `MetaMask` answers).
    const UNKNOWN_CHAIN: i64 = 4902;
    /// A question is open already (as `MetaMask` answers).
    const BUSY: i64 = -32_002;

    /// The method is not there (EIP-1193 4200, JSON-RPC -32601).
    pub(super) const fn is_unknown_method(&self) -> bool {
        matches!(self.code, Some(4200 | -32_601))
    }

    /// What it means to somebody who wanted to sign for this account on this chain.
    pub(super) fn into_error(self, address: Address, chain: ChainId) -> SignerError {
        let message = shortened_text(&self.message);
        match self.code {
            Some(Self::REJECTED | Self::UPGRADE_REJECTED) => SignerError::Rejected,
            Some(Self::UNAUTHORISED) => SignerError::Unauthorised { address },
            Some(Self::BUSY) => SignerError::Busy,
            Some(Self::UNKNOWN_CHAIN) => SignerError::UnknownChain { chain },
            Some(Self::DISCONNECTED | Self::CHAIN_DISCONNECTED) => {
                SignerError::Unreachable { what: format!("the other wallet is disconnected: {message}") }
            }
            Some(code) => SignerError::Refused { what: format!("{message} (code {code})") },
            None => SignerError::Refused { what: message },
        }
    }
}

/// The four entries of a document that are shown and hashed. Whatever else stood beside them is not handed on.
fn document(data: &TypedData) -> String {
    // It was read as an object before, or there would be no `TypedData`.
    let Ok(Value::Object(mut document)) = serde_json::from_str(data.to_json()) else { return String::new() };
    document.retain(|name, _| ["types", "primaryType", "domain", "message"].contains(&name.as_str()));
    Value::Object(document).to_string()
}

fn quantity(number: &impl std::fmt::LowerHex) -> Value {
    Value::String(format!("{number:#x}"))
}

/// The answer to `eth_chainId`.
pub(super) fn chain(answer: &Value) -> Result<ChainId, SignerError> {
    u64("the chain id", answer).map(ChainId).map_err(|error| SignerError::Refused { what: error.to_string() })
}

/// The answer to `eth_sendTransaction`.
pub(super) fn hash(answer: &Value) -> Result<B256, String> {
    b256("the hash", answer).map_err(|_| shortened(answer))
}

/// The answer to a question for a signature: bytes, of any length where the account is a contract.
pub(super) fn signature(answer: &Value) -> Result<Bytes, SignerError> {
    bytes("the signature", answer).map_err(|error| SignerError::NotByKey { what: error.to_string() })
}
