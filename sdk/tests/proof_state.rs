//! Headers, account and storage proofs against real mainnet answers and against tries built by another implementation.

#![expect(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its data is not what it should be"
)]

use alloy_primitives::{Address, B256, U256, address, b256};
use assay_sdk::proof::{Header, ProofError, VerifiedAccount, mapping_slot, verify_account};
use proptest::prelude::*;
use serde_json::{Value, json};

const DEPOSIT_CONTRACT: Address = address!("00000000219ab540356cbb839cbe05303d7705fa");
const MINER: Address = address!("4838b106fce9647bdf1e7877bf73ce8b0bad5f97");

fn vector(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
fn block() -> Value {
    vector(include_str!("vectors/mainnet-block.json"))
}
fn deposit_contract() -> Value {
    vector(include_str!("vectors/mainnet-deposit-contract.json"))
}
fn trie() -> Value {
    vector(include_str!("vectors/trie.json"))
}
fn word(value: &Value) -> U256 {
    value.as_str().unwrap().parse().unwrap()
}
fn slots(answer: &Value) -> Vec<U256> {
    answer["storageProof"].as_array().unwrap().iter().map(|proof| word(&proof["key"])).collect()
}
fn verify(root: B256, answer: &Value) -> Result<VerifiedAccount, ProofError> {
    let address = answer["address"].as_str().unwrap().parse().unwrap();
    verify_account(root, address, &slots(answer), answer)
}
fn mainnet_root() -> B256 {
    Header::from_rpc(&block()).unwrap().state_root()
}

#[test]
fn a_mainnet_header_hashes_to_its_hash() {
    let header = Header::from_rpc(&block()).unwrap();
    assert_eq!(header.hash(), b256!("92dabfa3f61ff1c349d12f5fd0dd4c99760a0a41b77dee8f0a80f83efdcb307a"));
    assert_eq!(header.block().number, 21_925_176);
}

#[test]
fn mainnet_proofs_hold() {
    let contract = verify_account(mainnet_root(), DEPOSIT_CONTRACT, &[U256::from(1)], &deposit_contract()).unwrap();
    assert_eq!(contract.balance, "0x2fb161afe600a5b2605040".parse::<U256>().unwrap());
    let value = "0x2394e3bc4086a9625ae88307145a40ff4a4bf2c9a6755435bff86b22d6175d5f".parse::<U256>().unwrap();
    assert_eq!(contract.slots[&U256::from(1)], value);
    let miner = vector(include_str!("vectors/mainnet-miner.json"));
    assert_eq!(verify_account(mainnet_root(), MINER, &[], &miner).unwrap().nonce, 0x13_e79e);
}

#[test]
fn proofs_of_another_implementation_hold() {
    let trie = trie();
    let root = word(&trie["stateRoot"]).into();
    let (mut zeros, mut values) = (0, 0);
    for answer in trie["answers"].as_array().unwrap() {
        let account = verify(root, answer).unwrap();
        for (slot, proof) in slots(answer).iter().zip(answer["storageProof"].as_array().unwrap()) {
            assert_eq!(account.slots[slot], word(&proof["value"]));
            if account.slots[slot].is_zero() { zeros += 1 } else { values += 1 }
        }
    }
    assert!(zeros > 20 && values > 10, "{zeros} absent, {values} present");
}

#[test]
fn absent_accounts_are_empty_in_every_spelling() {
    let trie = trie();
    let root = word(&trie["stateRoot"]).into();
    for answer in trie["absent"].as_array().unwrap() {
        assert!(verify(root, answer).unwrap().balance.is_zero());
        let mut zeros = answer.clone();
        zeros["codeHash"] = json!(B256::ZERO);
        zeros["storageHash"] = json!(B256::ZERO);
        assert_eq!(verify(root, &zeros), verify(root, answer));
        let mut rich = answer.clone();
        rich["balance"] = json!("0x1");
        assert!(matches!(verify(root, &rich), Err(ProofError::Account { .. })));
    }
}

#[test]
fn presence_does_not_pass_for_absence_nor_absence_for_presence() {
    let trie = trie();
    let root = word(&trie["stateRoot"]).into();
    for answer in trie["answers"].as_array().unwrap() {
        // A held slot called zero, an empty one called one.
        for index in 0..slots(answer).len() {
            let mut lie = answer.clone();
            let proof = &mut lie["storageProof"][index];
            proof["value"] = if word(&proof["value"]).is_zero() { json!("0x1") } else { json!("0x0") };
            assert!(matches!(verify(root, &lie), Err(ProofError::Storage { .. })), "slot {index}");
        }
        let mut gone = answer.clone();
        for (field, value) in [("nonce", "0x0"), ("balance", "0x0")] {
            gone[field] = json!(value);
        }
        gone["codeHash"] = json!(B256::ZERO);
        gone["storageHash"] = json!(B256::ZERO);
        assert!(matches!(verify(root, &gone), Err(ProofError::Account { .. })));
    }
}

#[test]
fn a_truncated_proof_is_not_absence() {
    let trie = trie();
    let root = word(&trie["stateRoot"]).into();
    for answer in trie["answers"].as_array().unwrap() {
        for index in 0..slots(answer).len() {
            let nodes = answer["storageProof"][index]["proof"].as_array().unwrap().len();
            for kept in 0..nodes {
                let mut cut = answer.clone();
                cut["storageProof"][index]["value"] = json!("0x0");
                cut["storageProof"][index]["proof"].as_array_mut().unwrap().truncate(kept);
                assert!(verify(root, &cut).is_err(), "slot {index} with {kept} nodes");
            }
        }
    }
}

#[test]
fn proofs_of_something_else_are_refused() {
    let (root, answer) = (mainnet_root(), deposit_contract());
    let one = [U256::from(1)];
    assert!(matches!(verify_account(root, MINER, &one, &answer), Err(ProofError::OtherAccount { .. })));
    let other = verify_account(root, DEPOSIT_CONTRACT, &[U256::from(2)], &answer);
    assert!(matches!(other, Err(ProofError::OtherSlot { .. })));
    let none = verify_account(root, DEPOSIT_CONTRACT, &[], &answer);
    assert_eq!(none, Err(ProofError::SlotCount { got: 1, expected: 0 }));
    // The key renamed: the walk goes by the question.
    let mut renamed = answer.clone();
    renamed["storageProof"][0]["key"] = json!("0x2");
    let renamed = verify_account(root, DEPOSIT_CONTRACT, &[U256::from(2)], &renamed);
    assert!(matches!(renamed, Err(ProofError::Storage { .. })));
    let mut moved = answer;
    moved["address"] = json!(MINER);
    assert!(matches!(verify_account(root, MINER, &one, &moved), Err(ProofError::Account { .. })));
}

/// The two habits of anvil and EDR that the demo chain meets: a slot that went back to zero stays as a leaf with the empty
/// string, and an empty trie is proved by the node `0x80`.
#[test]
fn zero_may_be_a_leaf_or_an_empty_node() {
    let leaf_root = {
        use alloy_primitives::keccak256;
        use alloy_rlp::Encodable as _;
        // A trie of one leaf: list of the compact path (0x20, then the key) and the value 0x80.
        let mut path = vec![0x20];
        path.extend_from_slice(keccak256(U256::from(5).to_be_bytes::<32>()).as_slice());
        let mut payload = Vec::new();
        path.as_slice().encode(&mut payload);
        [0x80_u8].as_slice().encode(&mut payload);
        let mut node = Vec::new();
        alloy_rlp::Header { list: true, payload_length: payload.len() }.encode(&mut node);
        node.extend(payload);
        node
    };
    let answer = |storage_root: B256, nodes: Value| {
        let account = alloy_trie_account(storage_root);
        let node = alloy_rlp_leaf(DEPOSIT_CONTRACT, &account);
        let root = alloy_primitives::keccak256(&node);
        let answer = json!({
            "address": DEPOSIT_CONTRACT, "nonce": "0x1", "balance": "0x0", "storageHash": storage_root,
            "codeHash": B256::repeat_byte(7), "accountProof": [alloy_primitives::Bytes::from(node)],
            "storageProof": [{ "key": "0x5", "value": "0x0", "proof": nodes }],
        });
        verify_account(root, DEPOSIT_CONTRACT, &[U256::from(5)], &answer)
    };
    let kept = alloy_primitives::Bytes::from(leaf_root);
    assert!(answer(alloy_primitives::keccak256(&kept), json!([kept])).unwrap().slots[&U256::from(5)].is_zero());
    for empty in [json!([]), json!(["0x80"])] {
        assert!(answer(alloy_trie::EMPTY_ROOT_HASH, empty).unwrap().slots[&U256::from(5)].is_zero());
    }
    assert!(answer(B256::repeat_byte(1), json!([])).is_err());
    assert!(answer(B256::repeat_byte(1), json!(["0x80"])).is_err());
}

fn alloy_trie_account(storage_root: B256) -> Vec<u8> {
    let code_hash = B256::repeat_byte(7);
    alloy_rlp::encode(alloy_trie::TrieAccount { nonce: 1, balance: U256::ZERO, storage_root, code_hash })
}

fn alloy_rlp_leaf(key: Address, value: &[u8]) -> Vec<u8> {
    use alloy_rlp::Encodable as _;
    let mut path = vec![0x20];
    path.extend_from_slice(alloy_primitives::keccak256(key).as_slice());
    let mut payload = Vec::new();
    path.as_slice().encode(&mut payload);
    value.encode(&mut payload);
    let mut node = Vec::new();
    alloy_rlp::Header { list: true, payload_length: payload.len() }.encode(&mut node);
    node.extend(payload);
    node
}

#[test]
fn a_proof_of_more_nodes_than_a_path_has_is_refused() {
    let mut answer = deposit_contract();
    answer["accountProof"] = json!(vec!["0x80"; 66]);
    let got = verify_account(mainnet_root(), DEPOSIT_CONTRACT, &[U256::from(1)], &answer);
    assert_eq!(got, Err(ProofError::TooDeep { got: 66, expected: 65 }));
}

#[test]
fn missing_and_misshapen_fields_are_named() {
    for field in ["nonce", "balance", "storageHash", "codeHash", "accountProof", "storageProof", "address"] {
        let mut answer = deposit_contract();
        answer.as_object_mut().unwrap().remove(field);
        let error = verify_account(mainnet_root(), DEPOSIT_CONTRACT, &[U256::from(1)], &answer).unwrap_err();
        assert!(error.to_string().contains(field), "{error}");
    }
    for field in ["number", "stateRoot", "logsBloom", "nonce", "extraData"] {
        let mut block = block();
        block[field] = Value::Null;
        assert!(Header::from_rpc(&block).unwrap_err().to_string().contains(field));
    }
}

#[test]
fn a_field_of_a_fork_that_is_not_known_is_named() {
    let mut block = block();
    block["hash"] = json!(B256::repeat_byte(1));
    block["futureRoot"] = json!(B256::ZERO);
    let Err(ProofError::HeaderHash { unknown, .. }) = Header::from_rpc(&block) else { panic!("a wrong hash passed") };
    assert_eq!(unknown, ["futureRoot"]);
}

/// `balanceOf` of Solidity's storage layout: keccak256(abi.encode(key, slot)), by the documentation's own formula.
#[test]
fn mapping_slots_are_those_of_solidity() {
    use alloy_sol_types::SolValue as _;
    let expected = alloy_primitives::keccak256((MINER, U256::from(9)).abi_encode());
    assert_eq!(mapping_slot(MINER, U256::from(9)), U256::from_be_bytes(expected.0));
}

/// Changes one hexadecimal digit of a text.
fn flip(text: &str, position: usize, by: u8) -> String {
    let at = 2 + position % (text.len() - 2);
    let changed = |digit: char| char::from_digit(digit.to_digit(16).unwrap() ^ (1 + u32::from(by) % 15), 16).unwrap();
    text.chars().enumerate().map(|(n, digit)| if n == at { changed(digit) } else { digit }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_changed_digit_of_a_proof_is_noticed(which in any::<usize>(), position in any::<usize>(), by in any::<u8>()) {
        let (root, mut answer) = (mainnet_root(), deposit_contract());
        let accounts = answer["accountProof"].as_array().unwrap().len();
        let nodes = answer["storageProof"][0]["proof"].as_array().unwrap().len();
        let place = match which % (accounts + nodes + 5) {
            n if n < accounts => answer["accountProof"].get_mut(n),
            n if n < accounts + nodes => answer["storageProof"][0]["proof"].get_mut(n - accounts),
            n => match n - accounts - nodes {
                0 => answer.get_mut("nonce"),
                1 => answer.get_mut("balance"),
                2 => answer.get_mut("storageHash"),
                3 => answer.get_mut("codeHash"),
                _ => answer["storageProof"][0].get_mut("value"),
            },
        }.unwrap();
        *place = json!(flip(place.as_str().unwrap(), position, by));
        prop_assert!(verify_account(root, DEPOSIT_CONTRACT, &[U256::from(1)], &answer).is_err());
    }

    #[test]
    fn any_changed_digit_of_a_header_is_noticed(which in any::<prop::sample::Index>(), position in any::<usize>(), by in any::<u8>()) {
        let mut block = block();
        let fields = ["hash", "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot",
            "logsBloom", "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce",
            "baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot"];
        let place = &mut block[*which.get(&fields)];
        *place = json!(flip(place.as_str().unwrap(), position, by));
        prop_assert!(Header::from_rpc(&block).is_err());
    }
}
