//! The chain room against the demo chain.

#![cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "support/devnet.rs"]
mod devnet;

use std::time::Duration;

use alloy_primitives::{Address, B256, Bytes, U256, hex};
use alloy_sol_types::{SolCall as _, SolEvent as _};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::chain::{Call, ChainError, GasEstimate, Http, Limits, Rpc, TransportError};
use assay_sdk::evidence::{Gap, Level, LogFilter, Reads, Source};
use assay_sdk::proof::{Attestation, distributor_leaf, mapping_slot, verify_inclusion};
use assay_sdk::units::{AssetId, BlockRef, ChainId, Timestamp};
use devnet::Devnet;
use pollster::block_on;
use serde_json::{Value, json};

fn parsed<V: std::str::FromStr>(value: &Value) -> V {
    value.as_str().unwrap().parse().ok().unwrap()
}

/// Places code at an address: shapes of failure that no real token is obliging enough to have.
fn plant(devnet: &Devnet, at: u8, code: &str) -> Address {
    let address = Address::repeat_byte(at);
    devnet.call("anvil_setCode", json!([address, format!("0x{code}")]));
    address
}

fn head<T: assay_sdk::chain::Transport>(client: &Rpc<T>) -> BlockRef {
    block_on(client.head()).unwrap().at()
}

/// What the node itself says to one plain call, without any of our packing.
fn plain(devnet: &Devnet, to: Address, data: &[u8], at: BlockRef) -> Bytes {
    let call = json!([{ "to": to, "data": Bytes::copy_from_slice(data) }, { "blockHash": at.hash }]);
    parsed(&devnet.call("eth_call", call))
}

#[test]
fn a_ledger_of_a_thousand_calls_takes_one_round_trip_and_agrees_with_plain_calls() {
    let devnet = Devnet::start();
    let client = devnet.client();
    let demo = devnet.demo();
    let at = head(&client);
    let tokens: Vec<Address> = ["cash", "gold", "fund", "property", "credit", "carbon"]
        .iter()
        .map(|t| parsed(&demo["contracts"][t]))
        .collect();
    let alice: Address = parsed(&demo["investors"]["alice"]["address"]);
    let mut reads = Reads::new(at);
    let ask = |reads: &mut Reads, token: Address, n: u16| {
        let owner = if n == 0 { alice } else { Address::left_padding_from(&n.to_be_bytes()) };
        reads.ask(token, &IERC20::balanceOfCall { account: owner })
    };
    for &token in &tokens {
        let _ = reads.ask(token, &IERC20::symbolCall {});
        (0..180).for_each(|n| drop(ask(&mut reads, token, n)));
    }
    assert_eq!(reads.wanted().len(), 6 * 181);
    let before = client.traffic().round_trips;
    block_on(client.answer(&mut reads)).unwrap();
    assert_eq!(client.traffic().round_trips, before + 1);
    for &token in &tokens {
        let fact = ask(&mut reads, token, 0).unwrap();
        let data = IERC20::balanceOfCall { account: alice }.abi_encode();
        assert_eq!(*fact.value(), U256::from_be_slice(&plain(&devnet, token, &data, at)));
        assert!(!fact.value().is_zero(), "alice holds something of everything");
        assert_eq!((fact.level(), fact.at()), (Level::Claimed, at));
        let symbol = reads.ask(token, &IERC20::symbolCall {}).unwrap().into_value();
        assert!(symbol.starts_with('d'), "{symbol}");
        assert!(ask(&mut reads, token, 7).unwrap().value().is_zero());
    }
}

#[test]
fn one_broken_contract_does_not_spoil_the_others() {
    let devnet = Devnet::start();
    let client = devnet.client();
    let cash: Address = parsed(&devnet.demo()["contracts"]["cash"]);
    // INVALID burns all gas; REVERT without and with data; a return of 60,000 bytes; no code; 1.5 million words of memory.
    let burns = plant(&devnet, 0x11, "fe");
    let silent = plant(&devnet, 0x12, "60006000fd");
    let speaks = plant(&devnet, 0x13, "630148f6176000526004601cfd");
    let huge = plant(&devnet, 0x14, "61ea606000f3");
    let nothing = Address::repeat_byte(0x15);
    let loops = plant(&devnet, 0x16, "5b600056");
    let writes = plant(&devnet, 0x17, "600160005500");
    devnet.call("evm_mine", json!([]));
    let mut reads = Reads::new(head(&client));
    let supply = IERC20::totalSupplyCall {};
    let all = [burns, silent, speaks, huge, nothing, loops, writes, cash];
    all.iter().for_each(|&token| drop(reads.ask(token, &supply)));
    let before = client.traffic().round_trips;
    block_on(client.answer(&mut reads)).unwrap();
    // What was unclear among others is asked alone, and what is too long for a program plainly.
    assert_eq!((client.traffic().round_trips, reads.wanted().len()), (before + 3, 0));
    let mut of = |token| reads.ask(token, &supply);
    let silent = [burns, silent, loops].map(&mut of);
    assert!(silent.iter().all(|got| matches!(got, Err(Gap::Reverted { data, .. }) if data.is_empty())), "{silent:?}");
    assert!(matches!(of(speaks), Err(Gap::Reverted { data, .. }) if data.as_ref() == hex!("0148f617")));
    assert!(
        !matches!(of(huge), Err(Gap::Pending { .. } | Gap::Reverted { .. } | Gap::Declined { .. })),
        "{:?}",
        of(huge)
    );
    assert!(matches!(of(nothing), Err(Gap::Malformed { got, .. }) if got.is_empty()));
    assert!(!of(cash).unwrap().value().is_zero());
}

#[test]
fn callers_are_seen_and_logs_are_found() {
    let devnet = Devnet::start();
    let client = devnet.client();
    let demo = devnet.demo();
    let cash: Address = parsed(&demo["contracts"]["cash"]);
    let alice: Address = parsed(&demo["investors"]["alice"]["address"]);
    let bob: Address = parsed(&demo["investors"]["bob"]["address"]);
    // CALLER; return it.
    let mirror = plant(&devnet, 0x21, "3360005260206000f3");
    let transfer = IERC20::transferCall { to: bob, amount: U256::from(12_345) }.abi_encode();
    let receipt = devnet.send(&alice.to_string(), &cash.to_string(), &hex::encode_prefixed(&transfer));
    assert_eq!(receipt["status"], "0x1");
    let mut reads = Reads::new(head(&client));
    let filter = LogFilter {
        address: cash,
        topics: vec![Some(IERC20::Transfer::SIGNATURE_HASH), Some(alice.into_word())],
        signature: IERC20::Transfer::SIGNATURE,
    };
    let supply = IERC20::totalSupplyCall {};
    let _ = (reads.ask_as(alice, mirror, &supply), reads.logs(filter.clone()), reads.ask(cash, &supply));
    let before = client.traffic().round_trips;
    block_on(client.answer(&mut reads)).unwrap();
    assert_eq!(client.traffic().round_trips, before + 1);
    let seen = reads.ask_as(alice, mirror, &supply).unwrap().into_value();
    assert_eq!(seen, U256::from_be_bytes(alice.into_word().0));
    let logs = reads.logs(filter).unwrap().into_value();
    let last = logs.last().unwrap();
    assert_eq!(last.transaction, parsed::<B256>(&receipt["transactionHash"]));
    assert_eq!(U256::from_be_slice(&last.data), U256::from(12_345));
    let found = block_on(client.receipt(last.transaction)).unwrap().unwrap();
    assert!(found.succeeded && found.logs.contains(last) && found.gas_used > 21_000);
}

#[test]
fn what_a_transaction_needs_and_why_it_failed() {
    let devnet = Devnet::start();
    let client = devnet.client();
    let demo = devnet.demo();
    let cash: Address = parsed(&demo["contracts"]["cash"]);
    let alice: Address = parsed(&demo["investors"]["alice"]["address"]);
    let call = |amount: U256| Call {
        from: alice,
        to: cash,
        data: IERC20::transferCall { to: Address::repeat_byte(9), amount }.abi_encode().into(),
        value: U256::ZERO,
    };
    let before = client.traffic().round_trips;
    let prepared = block_on(client.prepare(&call(U256::from(1)))).unwrap();
    assert_eq!(client.traffic().round_trips, before + 1);
    let nonce = devnet.call("eth_getTransactionCount", json!([alice, "latest"]));
    assert_eq!(U256::from(prepared.nonce), parsed::<U256>(&nonce));
    assert_eq!(prepared.balance, parsed::<U256>(&devnet.call("eth_getBalance", json!([alice, "latest"]))));
    assert!(matches!(prepared.gas, GasEstimate::Gas(gas) if gas > 21_000), "{prepared:?}");
    assert!(prepared.fees.max > prepared.fees.base && prepared.fees.max > prepared.fees.priority);
    let refused = block_on(client.estimate_gas(&call(U256::MAX))).unwrap();
    let GasEstimate::Reverted(reason) = refused else { panic!("{refused:?}") };
    assert!(reason.0.starts_with(&hex!("08c379a0")), "{}", reason.0);
    let data = call(U256::MAX).data.to_string();
    let receipt = devnet.send(&alice.to_string(), &cash.to_string(), &data);
    let found = block_on(client.receipt(parsed(&receipt["transactionHash"]))).unwrap().unwrap();
    assert!(!found.succeeded);
    let replayed = block_on(client.replay_revert(&call(U256::MAX), found.block_number)).unwrap();
    assert_eq!(replayed, Some(reason));
}

#[test]
fn balances_are_proved_from_storage() {
    let devnet = Devnet::start();
    let client = devnet.client();
    let list = devnet.file("tokenlist.json");
    let alice: Address = parsed(&devnet.demo()["investors"]["alice"]["address"]);
    let at = head(&client);
    let (mut proved, mut computed) = (0, 0);
    for token in list["tokens"].as_array().unwrap() {
        let place = &token["extensions"]["assay"]["balanceSlot"];
        if place.is_null() {
            assert_eq!(token["extensions"]["assay"]["balances"]["type"], "rebasing");
            computed += 1;
            continue;
        }
        let slot = U256::from_str_radix(place.as_str().unwrap(), 10).unwrap();
        let address: Address = parsed(&token["address"]);
        let slot = mapping_slot(alice, slot);
        let absent = U256::from(0xdead_beef_u64);
        let fact = block_on(client.proof(address, &[slot, absent], at)).unwrap();
        let data = IERC20::balanceOfCall { account: alice }.abi_encode();
        assert_eq!(fact.value().slots[&slot], U256::from_be_slice(&plain(&devnet, address, &data, at)), "{address}");
        assert!(fact.value().slots[&absent].is_zero());
        assert_eq!(fact.level(), Level::Claimed, "as strong as the endpoint that named the block");
        assert!(fact.evidence().sources().any(|source| matches!(source, Source::MerkleProof { .. })));
        proved += 1;
    }
    assert_eq!((proved, computed), (8, 1), "every token that stores its balances says where");
    let nobody = block_on(client.proof(Address::repeat_byte(0x77), &[U256::from(1)], at)).unwrap();
    assert!(nobody.value().balance.is_zero() && nobody.value().nonce == 0);
}

/// The node keeps a leaf where a consensus trie has none; both prove zero.
#[test]
fn a_balance_that_was_sent_away_is_proved_to_be_zero() {
    let devnet = Devnet::start();
    let client = devnet.client();
    let demo = devnet.demo();
    let credit: Address = parsed(&demo["contracts"]["credit"]);
    let alice: Address = parsed(&demo["investors"]["alice"]["address"]);
    let slot = mapping_slot(alice, U256::ZERO);
    let held = block_on(client.proof(credit, &[slot], head(&client))).unwrap().value().slots[&slot];
    assert!(!held.is_zero());
    let send = IERC20::transferCall { to: Address::repeat_byte(9), amount: held }.abi_encode();
    let receipt = devnet.send(&alice.to_string(), &credit.to_string(), &hex::encode_prefixed(&send));
    assert_eq!(receipt["status"], "0x1");
    let gone = block_on(client.proof(credit, &[slot], head(&client))).unwrap();
    assert!(gone.value().slots[&slot].is_zero());
}

#[test]
fn statements_of_the_demo_chain_hold() {
    let devnet = Devnet::start();
    let demo = devnet.demo();
    let text = devnet.text("attestations/gold.json");
    let file: Value = serde_json::from_str(&text).unwrap();
    let at = head(&devnet.client());
    let asset = AssetId { chain: devnet.chain, token: parsed(&demo["contracts"]["gold"]) };
    let attester: Address = parsed(&file["signer"]);
    let now = Timestamp(file["message"]["asOf"].as_u64().unwrap() + 60);
    let reserve = Attestation::from_json(&text).unwrap().verify(&[attester], asset, now, at).unwrap();
    assert_eq!(reserve.value().unit, "troy ounce");
    let rent = demo["distributions"].as_array().unwrap().last().unwrap();
    let tree = devnet.file(rent["tree"].as_str().unwrap());
    let root: B256 = parsed(&rent["merkleRoot"]);
    for (account, claim) in tree["claims"].as_object().unwrap() {
        let amount: U256 = parsed(&claim["amount"]);
        let leaf = distributor_leaf(U256::from(claim["index"].as_u64().unwrap()), account.parse().unwrap(), amount);
        let proof: Vec<B256> = claim["proof"].as_array().unwrap().iter().map(parsed).collect();
        verify_inclusion(root, leaf, &proof).unwrap();
    }
}

#[test]
fn a_chain_that_is_not_there_or_not_the_right_one() {
    let devnet = Devnet::start();
    let wrong = Rpc::new(Http::new(&devnet.rpc), ChainId(1));
    assert!(matches!(block_on(wrong.head()), Err(ChainError::WrongChain { got: ChainId(31337), .. })));
    let mut reads = Reads::new(BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(0) });
    let _ = reads.ask(Address::ZERO, &IERC20::totalSupplyCall {});
    let gone = block_on(devnet.client().answer(&mut reads));
    assert!(matches!(gone, Err(ChainError::BlockUnknown { .. })), "{gone:?}");
    let limits = Limits { bytes: 100, ..Limits::default() };
    let narrow = Rpc::new(Http::with_limits(&devnet.rpc, limits), devnet.chain);
    assert!(matches!(block_on(narrow.head()), Err(ChainError::Oversized { limit: 100, .. })));
    // A port at which nobody listens any more.
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let refused = block_on(Rpc::new(Http::new(&format!("http://{free}")), ChainId(31337)).head());
    assert!(matches!(refused, Err(ChainError::Refused(TransportError::Refused { .. }))), "{refused:?}");
    // A listener that never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let limits = Limits { time: Duration::from_millis(200), ..Limits::default() };
    let url = format!("http://{}", silent.local_addr().unwrap());
    let late = block_on(Rpc::new(Http::with_limits(&url, limits), ChainId(1)).head());
    assert!(matches!(late, Err(ChainError::TimedOut { .. })), "{late:?}");
    let nonsense = block_on(Rpc::new(Http::new("not an address"), ChainId(1)).head());
    assert!(matches!(nonsense, Err(ChainError::Refused(TransportError::BadAddress { .. }))), "{nonsense:?}");
}
