//! What a site asks of the wallet: one JSON text of the port, read strictly into one typed request. The protocol is in `docs/connection.md`.
//!
//! What is no message at all (no JSON, an unknown field, no id) is a [`Violation`] and ends the session; a message whose method or parameters are
//! not as their standard says is answered with a [`SiteError`]. Nothing is guessed: an absent field is absent, and a field that this wallet would
//! have to pass over is refused by name.

mod error;
mod parts;
mod read;
mod transaction;

use alloy_primitives::{Address, Bytes, U256};
use assay_sdk::tx::TypedData;
use assay_sdk::units::ChainId;
use serde::Deserialize;
use serde_json::Value;

pub use error::{SiteError, SiteErrorCode};
pub(crate) use parts::NAME_MAX;

/// The longest message, in UTF-16 units, either way.
pub const MOST_UNITS: usize = 131_072;

/// One message of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteMessage {
    /// Its number: the answer carries it.
    pub id: u64,
    /// What it asks; or what is answered at once, whoever asks.
    pub request: Result<SiteRequest, SiteError>,
}

/// Why a text is no message. The session ends.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// It is longer than any message may be.
    #[error("the message is too long: got {got} UTF-16 units, expected at most {most}", most = MOST_UNITS)]
    TooLong {
        /// Its length in UTF-16 units.
        got: usize,
    },
    /// It is not `{"id","method","params"}`.
    #[error(r#"not a request: {what}; expected {{"id":1,"method":"…","params":[…]}}"#)]
    Shape {
        /// What is wrong with it.
        what: String,
    },
}

/// What a site asks.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SiteRequest {
    /// `eth_requestAccounts` (EIP-1102).
    RequestAccounts,
    /// `wallet_requestPermissions` for `eth_accounts` (EIP-2255).
    RequestPermissions,
    /// `eth_accounts` (EIP-1193).
    Accounts,
    /// `wallet_getPermissions` (EIP-2255).
    Permissions,
    /// `wallet_revokePermissions` of `eth_accounts` (MIP-2).
    RevokePermissions,
    /// `eth_chainId` (EIP-695): the answer is a quantity.
    Chain,
    /// `net_version`: the answer is a decimal number.
    NetVersion,
    /// `wallet_switchEthereumChain` (EIP-3326).
    SwitchChain(ChainId),
    /// `wallet_addEthereumChain` (EIP-3085).
    AddChain(Box<AddedChain>),
    /// `eth_sendTransaction` (EIP-1474).
    SendTransaction(Box<SiteTransaction>),
    /// `personal_sign` (EIP-191).
    SignMessage {
        /// Who is to sign.
        account: Address,
        /// The bytes as they are signed, without EIP-191's prefix.
        message: Bytes,
    },
    /// `eth_signTypedData_v4` (EIP-712).
    SignTypedData {
        /// Who is to sign.
        account: Address,
        /// The document, hashed.
        document: Box<TypedData>,
    },
    /// `wallet_getCapabilities` (EIP-5792).
    Capabilities {
        /// Whose.
        account: Address,
        /// On which chains; on all that the wallet knows where `None`.
        chains: Option<Vec<ChainId>>,
    },
    /// `wallet_sendCalls` (EIP-5792).
    SendCalls(Box<SiteCalls>),
    /// `wallet_getCallsStatus` (EIP-5792) of this id.
    CallsStatus(String),
    /// `wallet_showCallsStatus` (EIP-5792) of this id.
    ShowCallsStatus(String),
}

/// A transaction as a site wants it sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteTransaction {
    /// Who is to send it.
    pub from: Address,
    /// To whom; `None` creates a contract.
    pub to: Option<Address>,
    /// Of the chain's own coin, in its smallest unit.
    pub value: U256,
    /// The calldata.
    pub data: Bytes,
    /// The chain, where the site names one.
    pub chain: Option<ChainId>,
    /// The most gas, where the site names it.
    pub gas: Option<u64>,
    /// What the site would pay for gas.
    pub fees: SiteFees,
    /// The nonce, where the site names one.
    pub nonce: Option<u64>,
}

/// What a site would pay for gas, in the smallest unit of the coin for a unit of gas. Each only where it was named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteFees {
    /// `gasPrice`.
    pub price: Option<u128>,
    /// `maxFeePerGas` (EIP-1559).
    pub most: Option<u128>,
    /// `maxPriorityFeePerGas` (EIP-1559).
    pub tip: Option<u128>,
}

/// Several calls that a site wants made (EIP-5792, version 2.0.0).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteCalls {
    /// The id that the site gives them, where it does. At most 4,096 bytes.
    pub id: Option<String>,
    /// Who is to make them; the account that the site was shown where `None`.
    pub from: Option<Address>,
    /// On which chain.
    pub chain: ChainId,
    /// Whether none may be made unless all are.
    pub atomic_required: bool,
    /// At least one, in their order.
    pub calls: Vec<SiteCall>,
    /// What is wanted beyond the calls themselves, for all of them.
    pub capabilities: Vec<Capability>,
}

/// One call of [`SiteCalls`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteCall {
    /// To whom; `None` creates a contract.
    pub to: Option<Address>,
    /// Of the chain's own coin, in its smallest unit.
    pub value: U256,
    /// The calldata.
    pub data: Bytes,
    /// What is wanted beyond the call itself.
    pub capabilities: Vec<Capability>,
}

/// A capability that a site names (EIP-5792).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    /// Its name.
    pub name: String,
    /// Whether the calls may be made without it.
    pub optional: bool,
}

/// A chain that a site wants added (EIP-3085).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedChain {
    /// Its number.
    pub chain: ChainId,
    /// What the site calls it: at most 60 characters, none of which steers the screen.
    pub name: String,
    /// The endpoint: the first of those that the site names that is encrypted or on this computer.
    pub endpoint: String,
    /// The symbol of its coin, 1 to 11 characters.
    pub symbol: String,
}

/// The message as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: u64,
    method: String,
    #[serde(default)]
    params: Option<Value>,
}

impl SiteMessage {
    /// Reads one text of the port.
    ///
    /// # Errors
    /// [`Violation`]: it is no message.
    pub fn read(text: &str) -> Result<Self, Violation> {
        // No text has more UTF-16 units than bytes: most are not counted.
        if text.len() > MOST_UNITS {
            let got = text.encode_utf16().count();
            if got > MOST_UNITS {
                return Err(Violation::TooLong { got });
            }
        }
        let written: Written =
            serde_json::from_str(text).map_err(|error| Violation::Shape { what: error.to_string() })?;
        if written.id == 0 {
            return Err(Violation::Shape { what: "its id is 0".to_owned() });
        }
        let params = written.params.unwrap_or_else(|| Value::Array(Vec::new()));
        Ok(Self { id: written.id, request: SiteRequest::read(&written.method, &params) })
    }
}

impl SiteRequest {
    /// Reads a method and its parameters.
    ///
    /// # Errors
    /// [`SiteErrorCode::UnsupportedMethod`], [`SiteErrorCode::Parameters`].
    pub fn read(method: &str, params: &Value) -> Result<Self, SiteError> {
        let Value::Array(params) = params else {
            return Err(SiteError::parameters("params", params, "an array"));
        };
        match method {
            "eth_requestAccounts" => read::none(params).map(|()| Self::RequestAccounts),
            "wallet_requestPermissions" => parts::permission(params).map(|()| Self::RequestPermissions),
            "eth_accounts" => read::none(params).map(|()| Self::Accounts),
            "wallet_getPermissions" => read::none(params).map(|()| Self::Permissions),
            "wallet_revokePermissions" => parts::permission(params).map(|()| Self::RevokePermissions),
            "eth_chainId" => read::none(params).map(|()| Self::Chain),
            "net_version" => read::none(params).map(|()| Self::NetVersion),
            "wallet_switchEthereumChain" => parts::switch(params).map(Self::SwitchChain),
            "wallet_addEthereumChain" => parts::added(params).map(|chain| Self::AddChain(Box::new(chain))),
            "eth_sendTransaction" => transaction::read(params).map(|sent| Self::SendTransaction(Box::new(sent))),
            "personal_sign" => parts::message(params),
            "eth_signTypedData_v4" => parts::typed_data(params),
            "wallet_getCapabilities" => parts::capabilities_of(params),
            "wallet_sendCalls" => transaction::calls(params).map(|calls| Self::SendCalls(Box::new(calls))),
            "wallet_getCallsStatus" => parts::calls_id(params).map(Self::CallsStatus),
            "wallet_showCallsStatus" => parts::calls_id(params).map(Self::ShowCallsStatus),
            _ => Err(SiteError::unsupported_method(method)),
        }
    }
}

#[cfg(test)]
mod tests;
