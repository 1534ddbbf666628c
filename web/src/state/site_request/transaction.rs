//! Transactions and calls as sites write them (EIP-1474, EIP-5792).

use alloy_primitives::{Bytes, U256};
use serde_json::{Map, Value};

use super::read::{address, array, boolean, bytes, chain, count, object, one, optional, quantity, required, small};
use super::{SiteCall, SiteCalls, SiteError, SiteFees, SiteTransaction, parts};

/// What a transaction may name. Blobs and authorizations are not sent for a site.
const TRANSACTION: [&str; 13] = [
    "from",
    "to",
    "value",
    "data",
    "input",
    "chainId",
    "gas",
    "gasPrice",
    "maxFeePerGas",
    "maxPriorityFeePerGas",
    "nonce",
    "type",
    "accessList",
];

/// `eth_sendTransaction` `[{…}]`.
pub(super) fn read(params: &[Value]) -> Result<SiteTransaction, SiteError> {
    let place = "params[0]";
    let fields = object(place, one(params, "one: the transaction")?, &TRANSACTION)?;
    optional(place, fields, "type", kind)?;
    optional(place, fields, "accessList", empty)?;
    Ok(SiteTransaction {
        from: required(place, fields, "from", address)?,
        to: optional(place, fields, "to", address)?,
        value: optional(place, fields, "value", quantity)?.unwrap_or(U256::ZERO),
        data: calldata(place, fields)?,
        chain: optional(place, fields, "chainId", chain)?,
        gas: optional(place, fields, "gas", small)?,
        fees: SiteFees {
            price: optional(place, fields, "gasPrice", small)?,
            most: optional(place, fields, "maxFeePerGas", small)?,
            tip: optional(place, fields, "maxPriorityFeePerGas", small)?,
        },
        nonce: optional(place, fields, "nonce", small)?,
    })
}

/// `data` and its newer name `input`: where both stand there they have to be the same. Without either there is none, as EIP-1474 has it.
fn calldata(place: &str, fields: &Map<String, Value>) -> Result<Bytes, SiteError> {
    let (data, input) = (optional(place, fields, "data", bytes)?, optional(place, fields, "input", bytes)?);
    match (data, input) {
        (Some(data), Some(input)) if data != input => {
            Err(SiteError::wrong(place, "data and input that differ", "one of them, or the same twice"))
        }
        (Some(data), _) | (None, Some(data)) => Ok(data),
        (None, None) => Ok(Bytes::new()),
    }
}

/// Which envelope: the wallet takes its own, so that only the plain ones can stand for it.
fn kind(place: &str, value: &Value) -> Result<(), SiteError> {
    match value.as_str() {
        Some("0x0" | "0x1" | "0x2") => Ok(()),
        _ => Err(SiteError::parameters(place, value, "0x0, 0x1 or 0x2")),
    }
}

fn empty(place: &str, value: &Value) -> Result<(), SiteError> {
    match array(place, value)? {
        [] => Ok(()),
        _ => Err(SiteError::parameters(place, value, "an empty list: this wallet sends none")),
    }
}

/// `wallet_sendCalls` `[{version:"2.0.0",…}]`.
pub(super) fn calls(params: &[Value]) -> Result<SiteCalls, SiteError> {
    let place = "params[0]";
    let names = ["version", "id", "from", "chainId", "atomicRequired", "calls", "capabilities"];
    let fields = object(place, one(params, "one: the calls")?, &names)?;
    required(place, fields, "version", version)?;
    Ok(SiteCalls {
        id: optional(place, fields, "id", parts::id)?,
        from: optional(place, fields, "from", address)?,
        chain: required(place, fields, "chainId", chain)?,
        atomic_required: required(place, fields, "atomicRequired", boolean)?,
        calls: required(place, fields, "calls", several)?,
        capabilities: optional(place, fields, "capabilities", parts::capabilities)?.unwrap_or_default(),
    })
}

fn version(place: &str, value: &Value) -> Result<(), SiteError> {
    match value.as_str() {
        Some("2.0.0") => Ok(()),
        _ => Err(SiteError::parameters(place, value, r#""2.0.0""#)),
    }
}

fn several(place: &str, value: &Value) -> Result<Vec<SiteCall>, SiteError> {
    let calls = array(place, value)?;
    if calls.is_empty() {
        return Err(count(calls, "at least one call"));
    }
    calls.iter().enumerate().map(|(index, value)| call(&format!("{place}[{index}]"), value)).collect()
}

fn call(place: &str, value: &Value) -> Result<SiteCall, SiteError> {
    let fields = object(place, value, &["to", "data", "value", "capabilities"])?;
    Ok(SiteCall {
        to: optional(place, fields, "to", address)?,
        value: optional(place, fields, "value", quantity)?.unwrap_or(U256::ZERO),
        data: optional(place, fields, "data", bytes)?.unwrap_or_default(),
        capabilities: optional(place, fields, "capabilities", parts::capabilities)?.unwrap_or_default(),
    })
}
