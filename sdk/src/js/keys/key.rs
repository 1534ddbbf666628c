//! `Key`: signs.

use alloy_eips::eip7702::Authorization;
use alloy_primitives::{Signature, U256};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::input::{self, SecretBytes};
use super::keystore::{self, SealKeystoreOptions};
use super::transaction::{self, SignedTransaction, TransactionOptions};
use super::typed_data;
use super::{answer, thrown};
use crate::error::KeysError;
use crate::keys::{LocalSigner, SecretKey, SigningPayload};
use crate::units::ChainId;

/// A private key.
#[derive(Deserialize, Tsify)]
pub(crate) struct KeyOptions {
    /// Its 32 bytes, big-endian.
    #[tsify(type = "Uint8Array")]
    bytes: SecretBytes,
}

/// A personal message (EIP-191).
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct MessageOptions {
    /// Of a text its UTF-8, or bytes.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "string | Uint8Array")]
    message: JsValue,
}

/// Typed data to sign (EIP-712).
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct SignTypedDataOptions {
    /// The chain that the page is on, as `"eip155:1"`: a document for another one is refused.
    chain: String,
    /// The document, as an object or as its JSON; integers beyond 2^53 as decimal strings.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "object | string")]
    document: JsValue,
}

/// An EIP-7702 authorization: whoever holds its signature can put this code in charge of the whole account.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct AuthorizationOptions {
    /// CAIP-2, as `"eip155:1"`. None for every chain is signed.
    chain: String,
    /// Where the code is.
    address: String,
    /// The account's nonce.
    nonce: u64,
}

/// A private key, held in WebAssembly with all that signing needs worked out once. `free()` wipes it.
#[wasm_bindgen]
pub struct Key {
    inner: SecretKey,
}

#[wasm_bindgen]
impl Key {
    /// From its bytes. Throws an `AssayError`: `key-malformed`.
    ///
    /// ```js
    /// const key = new Key({ bytes: crypto.getRandomValues(new Uint8Array(32)) });
    /// const { address } = key;
    /// const signature = key.signMessage({ message: 'Hello' });
    /// key.free(); // wipes it
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(options: Ts<KeyOptions>) -> Result<Self, JsValue> {
        key(options).map_err(thrown)
    }

    /// Its address, with the checksum of EIP-55.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn address(&self) -> String {
        self.inner.address().to_string()
    }

    /// Its 32 bytes. A secret leaves WebAssembly here.
    ///
    /// ```js
    /// const bytes = key.reveal();
    /// bytes.fill(0); // nothing else wipes this copy
    /// ```
    #[must_use]
    pub fn reveal(&self) -> Vec<u8> {
        self.inner.reveal().to_vec()
    }

    /// The text of a keystore of Web3 Secret Storage, version 3, for other wallets: scrypt with N = 2^17, r = 8, p = 1.
    ///
    /// ```js
    /// const file = key.toKeystore({ password });
    /// ```
    #[wasm_bindgen(js_name = toKeystore)]
    pub fn to_keystore(&self, options: Ts<SealKeystoreOptions>) -> Result<String, JsValue> {
        keystore::seal(&self.inner, options).map_err(thrown)
    }

    /// Signs a transaction.
    ///
    /// ```js
    /// const { raw, hash } = key.signTransaction({
    ///   type: 'eip1559', chain: 'eip155:1', nonce: 0, to: token, value: '0', data, accessList: [],
    ///   gasLimit: 65_000, maxFeePerGas: '30000000000', maxPriorityFeePerGas: '1000000000',
    /// });
    /// ```
    #[wasm_bindgen(js_name = signTransaction)]
    pub fn sign_transaction(&self, options: Ts<TransactionOptions>) -> Result<Ts<SignedTransaction>, JsValue> {
        answer(self.transaction(options))
    }

    /// Signs a personal message (EIP-191): 65 bytes, `r`, `s` and `v`.
    ///
    /// ```js
    /// const signature = key.signMessage({ message: 'Hello' });
    /// ```
    #[wasm_bindgen(js_name = signMessage)]
    pub fn sign_message(&self, options: Ts<MessageOptions>) -> Result<Vec<u8>, JsValue> {
        self.message(options).map_err(thrown)
    }

    /// Signs typed data (EIP-712): 65 bytes, `r`, `s` and `v`.
    ///
    /// ```js
    /// const signature = key.signTypedData({ chain: 'eip155:1', document });
    /// ```
    #[wasm_bindgen(js_name = signTypedData)]
    pub fn sign_typed_data(&self, options: Ts<SignTypedDataOptions>) -> Result<Vec<u8>, JsValue> {
        self.typed_data(options).map_err(thrown)
    }

    /// Signs an EIP-7702 authorization: 65 bytes, `r`, `s` and `v`.
    ///
    /// ```js
    /// const authorization = { chain: 'eip155:1', address: code, nonce: 1 };
    /// const signature = key.signAuthorization(authorization);
    /// const { raw } = key.signTransaction({
    ///   type: 'eip7702', chain: 'eip155:1', nonce: 0, to: key.address, value: '0', data: '0x', accessList: [],
    ///   authorizations: [{ ...authorization, signature }],
    ///   gasLimit: 65_000, maxFeePerGas: '30000000000', maxPriorityFeePerGas: '1000000000',
    /// });
    /// ```
    #[wasm_bindgen(js_name = signAuthorization)]
    pub fn sign_authorization(&self, options: Ts<AuthorizationOptions>) -> Result<Vec<u8>, JsValue> {
        self.authorization(options).map_err(thrown)
    }
}

impl Key {
    fn sign(&self, chain: ChainId, payload: &SigningPayload) -> Result<Signature, KeysError> {
        Ok(LocalSigner::new(&self.inner, chain).sign_now(payload)?)
    }

    fn transaction(&self, options: Ts<TransactionOptions>) -> Result<SignedTransaction, KeysError> {
        let unsigned = input::options(options)?.read()?;
        let signature = self.sign(unsigned.chain(), &transaction::payload(&unsigned))?;
        Ok(unsigned.into_signed(&signature).into())
    }

    fn message(&self, options: Ts<MessageOptions>) -> Result<Vec<u8>, KeysError> {
        let MessageOptions { message } = input::options(options)?;
        // A message names no chain: none is compared.
        bytes(self.sign(ChainId(0), &SigningPayload::Message(input::message(&message)?.into())))
    }

    fn typed_data(&self, options: Ts<SignTypedDataOptions>) -> Result<Vec<u8>, KeysError> {
        let SignTypedDataOptions { chain, document } = input::options(options)?;
        let data = typed_data::read(&document)?;
        bytes(self.sign(input::chain(&chain)?, &SigningPayload::TypedData(Box::new(data))))
    }

    fn authorization(&self, options: Ts<AuthorizationOptions>) -> Result<Vec<u8>, KeysError> {
        let AuthorizationOptions { chain, address, nonce } = input::options(options)?;
        let chain = input::chain(&chain)?;
        let authorization = Authorization { chain_id: U256::from(chain.0), address: input::address(&address)?, nonce };
        bytes(self.sign(chain, &SigningPayload::from(&authorization)))
    }
}

impl From<SecretKey> for Key {
    fn from(inner: SecretKey) -> Self {
        Self { inner }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

fn bytes(signature: Result<Signature, KeysError>) -> Result<Vec<u8>, KeysError> {
    signature.map(|signature| signature.as_bytes().to_vec())
}

fn key(options: Ts<KeyOptions>) -> Result<Key, KeysError> {
    let KeyOptions { bytes } = input::options(options)?;
    let bytes = zeroize::Zeroizing::new(input::exactly::<32>("bytes", &bytes.0)?);
    Ok(SecretKey::from_bytes(&bytes)?.into())
}
