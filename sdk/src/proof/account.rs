//! EIP-1186: accounts and their storage, checked against a state root.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
#[cfg(feature = "evm")]
use alloy_rlp::{Decodable as _, RlpDecodable};
use alloy_trie::proof::{ProofVerificationError, verify_proof};
use alloy_trie::{EMPTY_ROOT_HASH, KECCAK_EMPTY, Nibbles, TrieAccount};
use serde_json::{Map, Value};

use super::ProofError;
use super::quantity::{address, array, b256, bytes, field, object, u64, u256};

/// A path in a trie of hashed keys has 64 nibbles, so no proof has more nodes than that and the leaf.
const DEPTH_LIMIT: usize = 65;

/// What an account held, as a state root commits to it. Made only by [`verify_account`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedAccount {
    /// The account.
    pub address: Address,
    /// Transactions sent, or contracts created.
    pub nonce: u64,
    /// Wei.
    pub balance: U256,
    /// Root of its storage.
    pub storage_root: B256,
    /// Keccak-256 of its code; of nothing where it has none.
    pub code_hash: B256,
    /// The slots that were asked for.
    pub slots: BTreeMap<U256, U256>,
}

/// The slot of `mapping(address => …)` at `slot` for `key`, as Solidity lays it out: `keccak256(key ‖ slot)`, each of 32 bytes.
#[must_use]
pub fn mapping_slot(key: Address, slot: U256) -> U256 {
    let mut place = [0_u8; 64];
    let (left, right) = place.split_at_mut(32);
    left.copy_from_slice(key.into_word().as_slice());
    right.copy_from_slice(&slot.to_be_bytes::<32>());
    keccak256(place).into()
}

/// Checks the answer to `eth_getProof` against a state root.
///
/// The keys walked through the tries are those of the question; what the answer says of itself is only compared. An
/// account or a slot that is proved to be absent is an empty one, or zero.
///
/// # Errors
/// A [`ProofError`] that says which part did not follow.
pub fn verify_account(
    state_root: B256,
    address: Address,
    slots: &[U256],
    answer: &Value,
) -> Result<VerifiedAccount, ProofError> {
    let answer = object("the proof", answer)?;
    let got = self::address("address", field(answer, "address")?)?;
    if got != address {
        return Err(ProofError::OtherAccount { got, expected: address });
    }
    let claimed = claimed_account(answer)?;
    account(state_root, address, &claimed, &nodes("accountProof", field(answer, "accountProof")?)?)?;
    let proofs = array("storageProof", field(answer, "storageProof")?)?;
    if proofs.len() != slots.len() {
        return Err(ProofError::SlotCount { got: proofs.len(), expected: slots.len() });
    }
    let slots = slots
        .iter()
        .zip(proofs)
        .map(|(slot, proof)| Ok((*slot, storage(claimed.storage_root, *slot, proof)?)))
        .collect::<Result<_, ProofError>>()?;
    let TrieAccount { nonce, balance, storage_root, code_hash } = claimed;
    Ok(VerifiedAccount { address, nonce, balance, storage_root, code_hash, slots })
}

/// The answer to `eth_getProof` as RLP: what it says of the account, the nodes, and of each slot its value and its nodes. What the answer says
/// of which account and slots it is is left out: nobody would believe it.
#[cfg(feature = "evm")]
#[derive(RlpDecodable)]
struct EncodedAccount {
    nonce: u64,
    balance: U256,
    storage_root: B256,
    code_hash: B256,
    nodes: Vec<Bytes>,
    slots: Vec<EncodedSlot>,
}

#[cfg(feature = "evm")]
#[derive(RlpDecodable)]
struct EncodedSlot {
    value: U256,
    nodes: Vec<Bytes>,
}

/// [`verify_account`] for an answer in RLP: for callers who parse JSON themselves.
#[cfg(feature = "evm")]
pub(super) fn verify_encoded(
    state_root: B256,
    address: Address,
    slots: &[U256],
    mut answer: &[u8],
) -> Result<VerifiedAccount, ProofError> {
    let encoded = EncodedAccount::decode(&mut answer).map_err(|error| ProofError::rlp("the proof", error))?;
    let EncodedAccount { nonce, balance, storage_root, code_hash, nodes, slots: proofs } = encoded;
    let claimed = cleaned(TrieAccount { nonce, balance, storage_root, code_hash });
    account(state_root, address, &claimed, &bounded(nodes)?)?;
    if proofs.len() != slots.len() {
        return Err(ProofError::SlotCount { got: proofs.len(), expected: slots.len() });
    }
    let mut values = BTreeMap::new();
    for (slot, EncodedSlot { value, nodes }) in slots.iter().zip(proofs) {
        values.insert(*slot, slot_value(claimed.storage_root, *slot, value, &bounded(nodes)?)?);
    }
    let TrieAccount { nonce, balance, storage_root, code_hash } = claimed;
    Ok(VerifiedAccount { address, nonce, balance, storage_root, code_hash, slots: values })
}

/// The account as the answer has it.
fn claimed_account(answer: &Map<String, Value>) -> Result<TrieAccount, ProofError> {
    Ok(cleaned(TrieAccount {
        nonce: u64("nonce", field(answer, "nonce")?)?,
        balance: u256("balance", field(answer, "balance")?)?,
        storage_root: b256("storageHash", field(answer, "storageHash")?)?,
        code_hash: b256("codeHash", field(answer, "codeHash")?)?,
    }))
}

/// Nodes write the hashes of an account that does not exist as zero or as those of an empty one.
fn cleaned(mut claimed: TrieAccount) -> TrieAccount {
    if claimed.nonce == 0 && claimed.balance.is_zero() {
        if claimed.storage_root.is_zero() {
            claimed.storage_root = EMPTY_ROOT_HASH;
        }
        if claimed.code_hash.is_zero() {
            claimed.code_hash = KECCAK_EMPTY;
        }
    }
    claimed
}

fn account(root: B256, address: Address, claimed: &TrieAccount, nodes: &[Bytes]) -> Result<(), ProofError> {
    let key = Nibbles::unpack(keccak256(address));
    let held = alloy_rlp::encode(claimed);
    let present = verify_proof(root, key, Some(held), nodes);
    // An empty account is absent from a trie by EIP-161; anvil keeps those that were touched.
    let checked = match present {
        Err(_) if *claimed == TrieAccount::default() => verify_proof(root, key, None, nodes),
        other => other,
    };
    checked.map_err(|error| ProofError::Account { address, root, reason: reason(&error) })
}

fn storage(root: B256, slot: U256, proof: &Value) -> Result<U256, ProofError> {
    let proof = object("a storage proof", proof)?;
    let got = u256("key", field(proof, "key")?)?;
    if got != slot {
        return Err(ProofError::OtherSlot { got, expected: slot });
    }
    let value = u256("value", field(proof, "value")?)?;
    slot_value(root, slot, value, &nodes("proof", field(proof, "proof")?)?)
}

fn slot_value(root: B256, slot: U256, value: U256, nodes: &[Bytes]) -> Result<U256, ProofError> {
    let key = Nibbles::unpack(keccak256(slot.to_be_bytes::<32>()));
    let present = verify_proof(root, key, Some(alloy_rlp::encode(value)), nodes);
    // Zero is absence; anvil keeps a leaf with the empty string where a slot went back to zero.
    let checked = match present {
        Err(_) if value.is_zero() => verify_proof(root, key, None, nodes),
        other => other,
    };
    checked.map_err(|error| ProofError::Storage { slot, root, reason: reason(&error) })?;
    Ok(value)
}

fn nodes(what: &str, value: &Value) -> Result<Vec<Bytes>, ProofError> {
    let nodes = array(what, value)?;
    bounded(nodes)?.iter().map(|node| bytes("a node of the proof", node)).collect()
}

fn bounded<N: AsRef<[V]>, V>(nodes: N) -> Result<N, ProofError> {
    let got = nodes.as_ref().len();
    if got > DEPTH_LIMIT { Err(ProofError::TooDeep { got, expected: DEPTH_LIMIT }) } else { Ok(nodes) }
}

fn reason(error: &ProofVerificationError) -> String {
    super::quantity::shortened_text(&error.to_string())
}
