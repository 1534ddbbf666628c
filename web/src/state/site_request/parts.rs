//! The parameters of each method but those that send.

use alloy_primitives::{Bytes, hex};
use assay_sdk::tx::TypedData;
use assay_sdk::units::{ChainId, steers};
use serde_json::Value;

use super::read::{address, array, boolean, bytes, chain, count, object, one, optional, required, text};
use super::{AddedChain, Capability, SiteError, SiteRequest};
use crate::state::settings;

/// The longest name that a site may give to itself or to a chain, in characters.
pub(crate) const NAME_MAX: usize = 60;

/// The permission for the accounts, without caveats: `[{"eth_accounts":{}}]`.
pub(super) fn permission(params: &[Value]) -> Result<(), SiteError> {
    let asked = object("params[0]", one(params, r#"one: {"eth_accounts":{}}"#)?, &["eth_accounts"])?;
    required("params[0]", asked, "eth_accounts", |place, value| object(place, value, &[]).map(drop))
}

/// `[{chainId}]`.
pub(super) fn switch(params: &[Value]) -> Result<ChainId, SiteError> {
    let asked = object("params[0]", one(params, r#"one: {"chainId":"0x1"}"#)?, &["chainId"])?;
    required("params[0]", asked, "chainId", chain)
}

/// `[{chainId,chainName,nativeCurrency,rpcUrls,…}]`. Block explorers and pictures are not taken: a site's choice of them is worth nothing.
pub(super) fn added(params: &[Value]) -> Result<AddedChain, SiteError> {
    const FIELDS: [&str; 6] = ["chainId", "chainName", "nativeCurrency", "rpcUrls", "blockExplorerUrls", "iconUrls"];
    let place = "params[0]";
    let asked = object(place, one(params, "one: the chain")?, &FIELDS)?;
    Ok(AddedChain {
        chain: required(place, asked, "chainId", chain)?,
        name: required(place, asked, "chainName", |place, value| name(place, value, NAME_MAX))?,
        symbol: required(place, asked, "nativeCurrency", coin)?,
        endpoint: required(place, asked, "rpcUrls", endpoint)?,
    })
}

/// A name for people: not empty, not long, and nothing in it that steers the screen.
fn name(place: &str, value: &Value, most: usize) -> Result<String, SiteError> {
    let text = text(place, value)?.trim();
    if text.is_empty() || text.chars().count() > most || text.chars().any(steers) {
        let expected = format!("1 to {most} characters, all of them visible");
        return Err(SiteError::parameters(place, value, &expected));
    }
    Ok(text.to_owned())
}

/// The chain's own coin. Its decimals are 18 on every chain of the EVM: the ledger counts in units of 10⁻¹⁸.
fn coin(place: &str, value: &Value) -> Result<String, SiteError> {
    let fields = object(place, value, &["name", "symbol", "decimals"])?;
    optional(place, fields, "name", |place, value| name(place, value, NAME_MAX))?;
    required(place, fields, "decimals", |place, value| match value.as_u64() {
        Some(18) => Ok(()),
        _ => Err(SiteError::parameters(place, value, "18")),
    })?;
    required(place, fields, "symbol", |place, value| name(place, value, 11))
}

fn endpoint(place: &str, value: &Value) -> Result<String, SiteError> {
    let offered = array(place, value)?;
    let usable = offered.iter().filter_map(Value::as_str).find_map(|url| {
        // A path of this site is the user's to choose, never another site's.
        settings::endpoint(url).ok().filter(|url| url.contains("://"))
    });
    usable.ok_or_else(|| SiteError::parameters(place, value, "an https:// endpoint"))
}

/// `[message, account]`. A text that starts with `0x` is bytes, any other is itself; geth's method has a password behind, which no wallet wants.
pub(super) fn message(params: &[Value]) -> Result<SiteRequest, SiteError> {
    let (message, account) = match params {
        [message, account] => (message, account),
        [message, account, Value::String(_)] => (message, account),
        _ => return Err(count(params, "two: the message, then the account")),
    };
    let written = text("params[0]", message)?;
    let message =
        if written.starts_with("0x") { bytes("params[0]", message)? } else { Bytes::from(written.as_bytes().to_vec()) };
    Ok(SiteRequest::SignMessage { account: address("params[1]", account)?, message })
}

/// `[account, document]`: the document as text, or as the object itself.
pub(super) fn typed_data(params: &[Value]) -> Result<SiteRequest, SiteError> {
    let [account, document] = params else {
        return Err(count(params, "two: the account, then the document"));
    };
    let account = address("params[0]", account)?;
    let read = match document {
        Value::String(text) => TypedData::from_json(text),
        Value::Object(_) => TypedData::from_json(&document.to_string()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
            return Err(SiteError::parameters("params[1]", document, "a document of typed data"));
        }
    };
    let document = read.map_err(|error| {
        let message = format!("params[1] is no document of typed data (EIP-712): {error}.");
        SiteError::new(super::SiteErrorCode::Parameters, message)
    })?;
    Ok(SiteRequest::SignTypedData { account, document: Box::new(document) })
}

/// `[account]` or `[account, [chain, …]]`.
pub(super) fn capabilities_of(params: &[Value]) -> Result<SiteRequest, SiteError> {
    let (account, chains) = match params {
        [account] => (account, None),
        [account, chains] => (account, Some(array("params[1]", chains)?)),
        _ => return Err(count(params, "the account, and perhaps a list of chains")),
    };
    let of = |(index, value)| chain(&format!("params[1][{index}]"), value);
    let chains = chains.map(|chains| chains.iter().enumerate().map(of).collect::<Result<_, _>>()).transpose()?;
    Ok(SiteRequest::Capabilities { account: address("params[0]", account)?, chains })
}

/// `[id]`.
pub(super) fn calls_id(params: &[Value]) -> Result<String, SiteError> {
    id("params[0]", one(params, "one: the id of the calls")?)
}

/// The id of calls: any text of at most 4,096 bytes.
pub(super) fn id(place: &str, value: &Value) -> Result<String, SiteError> {
    let id = text(place, value)?;
    // Of an id in hexadecimal digits the bytes that it writes count.
    let bytes = id.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok()).map_or(id.len(), |bytes| bytes.len());
    if id.is_empty() || bytes > 4096 {
        return Err(SiteError::wrong(place, &format!("an id of {bytes} bytes"), "1 to 4,096 bytes"));
    }
    Ok(id.to_owned())
}

/// `{name: {optional?: …, …}}`. What a capability says beyond that is its own matter: none is carried out without being known.
pub(super) fn capabilities(place: &str, value: &Value) -> Result<Vec<Capability>, SiteError> {
    let Value::Object(named) = value else {
        return Err(SiteError::parameters(place, value, "an object"));
    };
    let one = |(name, value): (&String, &Value)| {
        let place = format!("{place}.{}", name.chars().take(40).collect::<String>());
        let Value::Object(fields) = value else {
            return Err(SiteError::parameters(&place, value, "an object"));
        };
        let optional = optional(&place, fields, "optional", boolean)?.unwrap_or(false);
        Ok(Capability { name: name.clone(), optional })
    };
    named.iter().map(one).collect()
}
