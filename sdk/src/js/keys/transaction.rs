//! `Key.signTransaction`: what goes in and what comes out.

use alloy_consensus::{SignableTransaction as _, TxEip1559, TxEip2930, TxEip7702, TxLegacy};
use alloy_eips::eip2930::{AccessList, AccessListItem};
use alloy_eips::eip7702::{Authorization, SignedAuthorization};
use alloy_primitives::{Address, B256, Bytes, Signature, TxKind, U256};
use serde::{Deserialize, Serialize, Serializer};
use tsify::Tsify;
use wasm_bindgen::JsValue;

use super::input;
use crate::error::KeysError;
use crate::keys::{self, SigningPayload, UnsignedTransaction};

/// A transaction to sign. What its kind has not is left out; what it has is given: there are no defaults.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransactionOptions {
    /// `"legacy"` takes `gasPrice`; `"eip2930"` that and `accessList`; `"eip1559"` `maxFeePerGas`, `maxPriorityFeePerGas` and
    /// `accessList`; `"eip7702"` these and `authorizations`.
    #[serde(rename = "type")]
    kind: TransactionType,
    /// The only chain that it is valid on, as `"eip155:1"`.
    chain: String,
    /// How many transactions the account has sent.
    nonce: u64,
    /// The most gas.
    gas_limit: u64,
    /// Whom it calls or pays; `null` creates a contract, with its code as `data`.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "string | null")]
    to: JsValue,
    /// In wei, a decimal string.
    value: String,
    /// Selector and arguments, as bytes or in hexadecimal; `"0x"` for none.
    #[tsify(type = "Uint8Array | string")]
    data: Bytes,
    /// In wei, a decimal string.
    #[tsify(optional)]
    gas_price: Option<String>,
    /// In wei, a decimal string.
    #[tsify(optional)]
    max_fee_per_gas: Option<String>,
    /// In wei, a decimal string.
    #[tsify(optional)]
    max_priority_fee_per_gas: Option<String>,
    /// What it touches (EIP-2930).
    #[tsify(optional)]
    access_list: Option<Vec<AccessItem>>,
    /// Delegations, each signed by its own account (EIP-7702).
    #[tsify(optional)]
    authorizations: Option<Vec<AuthorizationItem>>,
}

/// The kinds that are signed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TransactionType {
    Legacy,
    Eip2930,
    Eip1559,
    Eip7702,
}

/// A contract and its slots.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessItem {
    /// The contract.
    address: String,
    /// The slots, each 0x and 64 hexadecimal digits.
    #[tsify(type = "string[]")]
    storage_keys: Vec<B256>,
}

/// A signed delegation.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct AuthorizationItem {
    /// CAIP-2, as `"eip155:1"`.
    chain: String,
    /// Where the code is.
    address: String,
    /// The delegating account's nonce.
    nonce: u64,
    /// What `Key.signAuthorization` gave.
    #[tsify(type = "Uint8Array | string")]
    signature: Bytes,
}

/// A signed transaction.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct SignedTransaction {
    /// The bytes for `eth_sendRawTransaction`.
    #[serde(serialize_with = "as_bytes")]
    #[tsify(type = "Uint8Array")]
    raw: Bytes,
    /// The transaction's hash.
    hash: String,
}

impl TransactionOptions {
    pub(super) fn read(self) -> Result<UnsignedTransaction, KeysError> {
        self.nothing_foreign()?;
        let chain_id = input::chain(&self.chain)?.0;
        let to = receiver(&self.to)?;
        let to_or_create = to.map_or(TxKind::Create, TxKind::Call);
        let (nonce, gas_limit, input) = (self.nonce, self.gas_limit, self.data);
        let value = input::integer("value", &self.value)?;
        let gas_price = || price("gasPrice", self.gas_price.as_deref());
        let max_fee = || price("maxFeePerGas", self.max_fee_per_gas.as_deref());
        let priority = || price("maxPriorityFeePerGas", self.max_priority_fee_per_gas.as_deref());
        let access_list = || access_list(self.access_list.as_deref());
        Ok(match self.kind {
            TransactionType::Legacy => {
                let (chain_id, gas_price, to) = (Some(chain_id), gas_price()?, to_or_create);
                UnsignedTransaction::Legacy(TxLegacy { chain_id, nonce, gas_price, gas_limit, to, value, input })
            }
            TransactionType::Eip2930 => UnsignedTransaction::Eip2930(TxEip2930 {
                chain_id,
                nonce,
                gas_price: gas_price()?,
                gas_limit,
                to: to_or_create,
                value,
                access_list: access_list()?,
                input,
            }),
            TransactionType::Eip1559 => UnsignedTransaction::Eip1559(TxEip1559 {
                chain_id,
                nonce,
                gas_limit,
                max_fee_per_gas: max_fee()?,
                max_priority_fee_per_gas: priority()?,
                to: to_or_create,
                value,
                access_list: access_list()?,
                input,
            }),
            TransactionType::Eip7702 => UnsignedTransaction::Eip7702(TxEip7702 {
                chain_id,
                nonce,
                gas_limit,
                max_fee_per_gas: max_fee()?,
                max_priority_fee_per_gas: priority()?,
                to: to.ok_or_else(|| input::argument("to", &"an EIP-7702 transaction creates no contract"))?,
                value,
                access_list: access_list()?,
                authorization_list: authorizations(self.authorizations.as_deref())?,
                input,
            }),
        })
    }

    /// Refuses what this kind of transaction does not carry: it would not be signed.
    fn nothing_foreign(&self) -> Result<(), KeysError> {
        let (legacy, priced) = match self.kind {
            TransactionType::Legacy => (true, true),
            TransactionType::Eip2930 => (false, true),
            TransactionType::Eip1559 | TransactionType::Eip7702 => (false, false),
        };
        let foreign = [
            ("gasPrice", self.gas_price.is_some() && !priced),
            ("maxFeePerGas", self.max_fee_per_gas.is_some() && priced),
            ("maxPriorityFeePerGas", self.max_priority_fee_per_gas.is_some() && priced),
            ("accessList", self.access_list.is_some() && legacy),
            ("authorizations", self.authorizations.is_some() && self.kind != TransactionType::Eip7702),
        ];
        match foreign.into_iter().find(|(_, is_foreign)| *is_foreign) {
            Some((name, _)) => Err(input::argument(name, &"this type of transaction has none: leave it out")),
            None => Ok(()),
        }
    }
}

/// `null` alone means none: an option that was forgotten must not create a contract.
fn receiver(given: &JsValue) -> Result<Option<Address>, KeysError> {
    match given.as_string() {
        Some(text) => input::address(&text).map(Some),
        None if given.is_null() => Ok(None),
        None => Err(input::argument("to", &"expected an address, or null to create a contract")),
    }
}

fn price(name: &'static str, text: Option<&str>) -> Result<u128, KeysError> {
    input::wei(name, given(name, text)?)
}

fn given<T>(name: &'static str, value: Option<T>) -> Result<T, KeysError> {
    value.ok_or_else(|| input::argument(name, &"this type of transaction needs it"))
}

fn access_list(items: Option<&[AccessItem]>) -> Result<AccessList, KeysError> {
    let items = given("accessList", items)?.iter().map(|item| {
        let address = input::address(&item.address)?;
        Ok(AccessListItem { address, storage_keys: item.storage_keys.clone() })
    });
    Ok(AccessList(items.collect::<Result<_, KeysError>>()?))
}

fn authorizations(items: Option<&[AuthorizationItem]>) -> Result<Vec<SignedAuthorization>, KeysError> {
    let items = given("authorizations", items)?.iter().map(|item| {
        let chain_id = U256::from(input::chain(&item.chain)?.0);
        let authorization = Authorization { chain_id, address: input::address(&item.address)?, nonce: item.nonce };
        Ok(authorization.into_signed(signature(&item.signature)?))
    });
    items.collect()
}

/// 65 bytes, the last of them 27, 28, 0 or 1.
pub(super) fn signature(bytes: &[u8]) -> Result<Signature, KeysError> {
    let bytes = input::exactly::<65>("signature", bytes)?;
    let [.., v] = bytes;
    let parsed = matches!(v, 0 | 1 | 27 | 28).then(|| Signature::from_raw_array(&bytes).ok()).flatten();
    parsed.ok_or_else(|| input::argument("signature", &format!("its last byte is {v}, expected 27, 28, 0 or 1")))
}

/// The bytes that are signed.
pub(super) fn payload(transaction: &UnsignedTransaction) -> SigningPayload {
    match transaction {
        UnsignedTransaction::Legacy(tx) => SigningPayload::Legacy(tx.encoded_for_signing().into()),
        UnsignedTransaction::Eip2930(tx) => SigningPayload::Eip2930(tx.encoded_for_signing().into()),
        UnsignedTransaction::Eip1559(tx) => SigningPayload::Eip1559(tx.encoded_for_signing().into()),
        UnsignedTransaction::Eip7702(tx) => SigningPayload::Eip7702(tx.encoded_for_signing().into()),
    }
}

fn as_bytes<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

impl From<keys::SignedTransaction> for SignedTransaction {
    fn from(signed: keys::SignedTransaction) -> Self {
        Self { raw: signed.raw, hash: signed.hash.to_string() }
    }
}
