//! `verifyStateProof` and `mappingSlot`.

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::thrown;
use super::figure::Block;
use super::input;
use super::options::answer;
use crate::error::Error;
use crate::proof::{self, Header, ProofError};

/// An account, some of its storage, and the proof.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StateProofOptions {
    /// The hash of a block that you trust, from wherever you trust it.
    block_hash: String,
    /// That block as `eth_getBlockByHash` answers it: its fields must hash to `blockHash`.
    #[tsify(type = "object | string")]
    block: Value,
    /// The answer to `eth_getProof` at that block.
    #[tsify(type = "object | string")]
    proof: Value,
    /// The account that you asked about.
    address: String,
    /// The slots that you asked for, in the order asked: decimal strings, or `0x` and hexadecimal digits.
    slots: Vec<String>,
}

/// What the account held, as the block's state root commits to it.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProvenAccount {
    /// The block.
    at: Block,
    /// The account.
    address: String,
    /// Transactions sent, or contracts created: a decimal string.
    nonce: String,
    /// Wei: a decimal string.
    balance: String,
    /// Root of its storage.
    storage_root: String,
    /// Keccak-256 of its code.
    code_hash: String,
    /// The slots that were asked for, in the order asked.
    slots: Vec<Slot>,
}

/// One slot of storage.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Slot {
    /// Which: `0x` and 64 hexadecimal digits.
    slot: String,
    /// What it holds, zero where nothing: `0x` and 64 hexadecimal digits.
    value: String,
}

/// Which entry of which mapping.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct MappingSlotOptions {
    /// The address that is the key.
    key: String,
    /// The slot of the mapping itself, as `balanceSlot` of a token list: a decimal string, or `0x` and hexadecimal digits.
    slot: String,
}

/// Checks an account and some of its storage (EIP-1186) against a block that you trust, without asking anybody. Throws an `AssayError`
/// whose code starts with `proof-` where anything does not follow.
///
/// ```js
/// const slot = mappingSlot({ key: holder, slot: '9' });
/// const block = await provider.request({ method: 'eth_getBlockByHash', params: [blockHash, false] });
/// const proof = await provider.request({ method: 'eth_getProof', params: [token, [slot], blockHash] });
/// const { at, slots } = verifyStateProof({ blockHash, block, proof, address: token, slots: [slot] });
/// ```
#[wasm_bindgen(js_name = verifyStateProof)]
pub fn verify_state_proof(options: Ts<StateProofOptions>) -> Result<Ts<ProvenAccount>, JsValue> {
    answer(verify(options))
}

/// Where `mapping(address => …)` keeps the value of a key, as Solidity lays it out: `0x` and 64 hexadecimal digits.
///
/// ```js
/// const slot = mappingSlot({ key: holder, slot: '9' }); // `balanceSlot` of the token in its list
/// const held = await provider.request({ method: 'eth_getStorageAt', params: [token, slot, 'latest'] });
/// ```
#[wasm_bindgen(js_name = mappingSlot)]
pub fn mapping_slot(options: Ts<MappingSlotOptions>) -> Result<String, JsValue> {
    slot_of(options).map_err(thrown)
}

fn slot_of(options: Ts<MappingSlotOptions>) -> Result<String, Error> {
    let MappingSlotOptions { key, slot } = input::options(options)?;
    Ok(word(proof::mapping_slot(input::address(&key)?, input::slot("slot", &slot)?)))
}

fn verify(options: Ts<StateProofOptions>) -> Result<ProvenAccount, Error> {
    let StateProofOptions { block_hash, block, proof, address, slots } = input::options(options)?;
    let expected = input::word("blockHash", &block_hash)?;
    let address = input::address(&address)?;
    let slots: Vec<U256> = slots.iter().map(|slot| input::slot("slots", slot)).collect::<Result<_, _>>()?;
    let (block, proof) = (input::value("block", block)?, input::value("proof", proof)?);
    let header = Header::from_rpc(&block)?;
    if header.hash() != expected {
        return Err(ProofError::HeaderHash { got: header.hash(), expected, unknown: Vec::new() }.into());
    }
    let account = proof::verify_account(header.state_root(), address, &slots, &proof)?;
    let proven = |slot: &U256| {
        let value = account.slots.get(slot).copied().unwrap_or_default();
        Slot { slot: word(*slot), value: word(value) }
    };
    Ok(ProvenAccount {
        at: header.block().into(),
        address: account.address.to_string(),
        nonce: account.nonce.to_string(),
        balance: account.balance.to_string(),
        storage_root: account.storage_root.to_string(),
        code_hash: account.code_hash.to_string(),
        slots: slots.iter().map(proven).collect(),
    })
}

fn word(value: U256) -> String {
    alloy_primitives::B256::from(value).to_string()
}
