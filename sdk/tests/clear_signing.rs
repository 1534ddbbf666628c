//! Calls in the words of the bundled descriptors. Calldata is encoded by `alloy-dyn-abi`, selectors come from another program.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::too_many_lines,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::unwrap_in_result,
    clippy::needless_pass_by_value,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use std::collections::{BTreeMap, BTreeSet};

use alloy_consensus::{SignableTransaction as _, TxEip1559};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, B256, Bytes, TxKind, U256, address, b256, hex};
use assay_sdk::abi::dynamic::Signature;
use assay_sdk::tx::clear_signing::{
    ApplyError, ClearSigned, Container, Descriptor, DescriptorError, FieldValue, Standard, calldata_digest,
};
use assay_sdk::tx::{
    ApprovalError, Effect, Known, KnownTokens, Misunderstanding, Review, Role, TypedData, UnsignedTx, Warning,
};
use assay_sdk::units::ChainId;
use proptest::prelude::*;
use serde_json::{Value, json};

const CHAIN: ChainId = ChainId(1);
const ME: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
const BOB: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const USD: Address = Address::repeat_byte(0x70);
const VAULT: Address = Address::repeat_byte(0x71);
const ASYNC_VAULT: Address = Address::repeat_byte(0x72);
const DISTRIBUTOR: Address = Address::repeat_byte(0x73);
const CREDITS: Address = Address::repeat_byte(0x74);
const SECURITY: Address = Address::repeat_byte(0x75);
const MANAGER: Address = Address::repeat_byte(0x76);
const STRANGER: Address = Address::repeat_byte(0x99);

fn known() -> KnownTokens {
    let contract = |name: &str, symbol: &str, decimals, role| Known {
        name: name.to_owned(),
        symbol: symbol.to_owned(),
        decimals,
        role,
    };
    let known = KnownTokens::new(
        CHAIN,
        [
            (USD, contract("Dollar", "USDX", 6, Role::Token)),
            (VAULT, contract("Credit", "cvUSD", 18, Role::Vault)),
            (ASYNC_VAULT, contract("Bills", "TBF", 8, Role::AsyncVault)),
            (DISTRIBUTOR, contract("Rent", "USDX", 6, Role::Distributor)),
            (CREDITS, contract("Carbon", "TCO2", 18, Role::Credits)),
            (SECURITY, contract("Fund", "FND", 6, Role::Token)),
        ],
    );
    let standards = Standard::ALL.into_iter().filter(|standard| {
        // Two standards describe `redeem(uint256,address,address)`-like names differently: these have contracts of their own.
        !matches!(
            standard,
            Standard::Erc4626
                | Standard::Erc7540
                | Standard::MerkleDistributor
                | Standard::SnapshotDistribution
                | Standard::Carbon
        )
    });
    let everywhere = standards.fold(known, |known, standard| match standard {
        Standard::OndoManager | Standard::OndoHub | Standard::SecuritizeOffRamp | Standard::SuperstateRedemption => {
            known.with_standard(MANAGER, standard)
        }
        _ => known.with_standard(SECURITY, standard),
    });
    everywhere
        .with_token_of(VAULT, "underlyingToken", USD)
        .with_token_of(MANAGER, "underlyingToken", SECURITY)
        .with_token_of(MANAGER, "liquidityToken", USD)
}

/// The selectors that another program computed.
fn selectors() -> BTreeMap<&'static str, [u8; 4]> {
    let lines = include_str!("vectors/function-selectors.tsv").lines();
    lines.map(|line| line.split_once('\t').unwrap()).map(|(s, f)| (f, hex::decode_to_array(s).unwrap())).collect()
}

fn call(function: &str, arguments: &[DynSolValue]) -> Vec<u8> {
    let selector = selectors()[function];
    [&selector[..], &DynSolValue::Tuple(arguments.to_vec()).abi_encode_params()].concat()
}

fn who(address: Address) -> DynSolValue {
    DynSolValue::Address(address)
}

fn number(number: u64) -> DynSolValue {
    DynSolValue::Uint(U256::from(number), 256)
}

fn word(byte: u8) -> DynSolValue {
    DynSolValue::FixedBytes(B256::repeat_byte(byte), 32)
}

fn review(to: Address, data: Vec<u8>, chain: ChainId) -> Review {
    let tx = TxEip1559 {
        chain_id: chain.0,
        nonce: 0,
        gas_limit: 100_000,
        max_fee_per_gas: 2,
        max_priority_fee_per_gas: 1,
        to: TxKind::Call(to),
        value: U256::ZERO,
        access_list: Default::default(),
        input: data.into(),
    };
    UnsignedTx::from_payload(ME, tx.encoded_for_signing().into()).unwrap().review(&known()).unwrap()
}

/// The sentence or intent, and the fields as `label: value`.
fn shown(signed: &ClearSigned) -> (String, Vec<String>) {
    let line = |field: &assay_sdk::tx::clear_signing::Field| match field.item {
        Some(item) => format!("{} {item}: {}", field.label, field.value),
        None => format!("{}: {}", field.label, field.value),
    };
    (signed.sentence.clone().unwrap_or_else(|| signed.intent.clone()), signed.fields.iter().map(line).collect())
}

#[track_caller]
fn assert_shown(to: Address, data: Vec<u8>, sentence: &str, fields: &[&str]) {
    let review = review(to, data, CHAIN);
    assert!(review.is_understood(), "{:?}", review.summary().effects);
    let (got_sentence, got_fields) = shown(review.summary().described.as_ref().unwrap());
    assert_eq!(got_sentence, sentence);
    assert_eq!(got_fields, fields);
}

#[test]
fn every_bundled_descriptor_is_read_and_has_the_right_selectors() {
    let selectors = selectors();
    let mut seen = BTreeSet::new();
    for standard in Standard::ALL {
        let descriptor = standard.descriptor().unwrap_or_else(|error| panic!("{standard:?}: {error}"));
        for key in descriptor.keys() {
            let signature = Signature::parse(key).unwrap();
            let canonical = signature.canonical();
            let (function, selector) =
                selectors.get_key_value(canonical.as_str()).unwrap_or_else(|| panic!("{canonical}"));
            assert_eq!(signature.selector(), *selector, "{canonical}");
            seen.insert(*function);
        }
        if let Some(json) = standard.messages_json() {
            Descriptor::parse(json).unwrap_or_else(|error| panic!("{standard:?}: {error}"));
        }
    }
    assert_eq!(seen.len(), selectors.len());
}

/// What is hidden, and why that hides nothing: signatures and what only makes them different, proofs, and the addresses of tokens
/// whose amounts are shown with their symbols.
const HIDDEN: [&str; 13] = [
    "v",
    "r",
    "s",
    "signature",
    "nonce",
    "merkleProof",
    "salt",
    "proofs.[].[]",
    "expectedMerkleRoot",
    "stablecoin",
    "depositToken",
    "receivingToken",
    "tokens",
];

fn paths(fields: &Value, all: &mut BTreeMap<String, bool>) {
    for field in fields.as_array().unwrap() {
        match field.get("fields") {
            Some(inner) => paths(inner, all),
            None => {
                let visible = field.get("visible").is_none();
                all.insert(field["path"].as_str().unwrap().to_owned(), visible);
                if let Some(token) = field["params"].get("tokenPath").and_then(Value::as_str) {
                    all.entry(token.to_owned()).or_insert(false);
                }
            }
        }
    }
}

#[test]
fn no_descriptor_leaves_an_argument_out() {
    for standard in Standard::ALL {
        for json in [Some(standard.json()), standard.messages_json()].into_iter().flatten() {
            let file: Value = serde_json::from_str(json).unwrap();
            for (key, format) in file["display"]["formats"].as_object().unwrap() {
                let mut covered = BTreeMap::new();
                paths(&format["fields"], &mut covered);
                for parameter in Signature::parse(key).unwrap().parameters {
                    let path = covered.keys().find(|path| path.split('.').next() == Some(parameter.name));
                    let path = path.unwrap_or_else(|| panic!("{key}: {} is nowhere", parameter.name));
                    assert!(covered[path] || HIDDEN.contains(&path.as_str()), "{key}: {path} is hidden");
                }
            }
        }
    }
}

#[test]
fn tokens() {
    let amount = number(1_500_000);
    assert_shown(
        USD,
        call("transferFrom(address,address,uint256)", &[who(BOB), who(ME), amount.clone()]),
        &format!("Send 1.5 USDX of {BOB} to {ME}"),
        &["Amount: 1.5 USDX", &format!("From: {BOB}"), &format!("To: {ME}")],
    );
    // Where an effect is known the words stand beside it.
    assert_shown(
        USD,
        call("approve(address,uint256)", &[who(VAULT), DynSolValue::Uint(U256::MAX, 256)]),
        "Allow Credit to spend All USDX",
        &["Who may spend: Credit", "At most: All USDX"],
    );
    let permit = [
        who(ME),
        who(BOB),
        amount.clone(),
        number(1_709_191_632),
        DynSolValue::Uint(U256::from(27), 8),
        word(1),
        word(2),
    ];
    assert_shown(
        USD,
        call("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", &permit),
        &format!("Allow {BOB} to spend 1.5 USDX of {ME}"),
        &[
            &format!("Whose tokens: {ME}"),
            &format!("Who may spend: {BOB}"),
            "At most: 1.5 USDX",
            "Counts until: 2024-02-29T07:27:12Z",
        ],
    );
    assert_shown(
        SECURITY,
        call(
            "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)",
            &[
                who(BOB),
                who(ME),
                amount.clone(),
                number(0),
                DynSolValue::Uint(U256::MAX, 256),
                word(7),
                DynSolValue::Bytes(vec![1; 65]),
            ],
        ),
        &format!("Collect 1.5 FND of {BOB} for {ME}"),
        &[
            "Amount: 1.5 FND",
            &format!("From: {BOB}"),
            &format!("To: {ME}"),
            "Counts from: 1970-01-01T00:00:00Z",
            "Counts until: later than any date",
        ],
    );
    assert_shown(
        SECURITY,
        call(
            "batchTransfer(address[],uint256[])",
            &[DynSolValue::Array(vec![who(BOB), who(STRANGER)]), DynSolValue::Array(vec![amount, number(2)])],
        ),
        "Send to several",
        &["Amount 1: 1.5 FND", &format!("To 1: {BOB}"), "Amount 2: 0.000002 FND", &format!("To 2: {STRANGER}")],
    );
}

#[test]
fn security_tokens() {
    let amount = number(1_500_000);
    let note = DynSolValue::Bytes(vec![0xca, 0xfe]);
    assert_shown(
        SECURITY,
        call(
            "transferByPartition(bytes32,address,uint256,bytes)",
            &[word(0xaa), who(BOB), amount.clone(), note.clone()],
        ),
        &format!("Send 1.5 FND of one partition to {BOB}"),
        &[
            "Amount: 1.5 FND",
            &format!("To: {BOB}"),
            &format!("Partition: {}", B256::repeat_byte(0xaa)),
            "Data of the token: 0xcafe",
        ],
    );
    assert_shown(
        SECURITY,
        call("redeem(uint256,bytes)", &[amount.clone(), note]),
        "Redeem 1.5 FND: the units are destroyed",
        &["Amount: 1.5 FND", "Data of the token: 0xcafe"],
    );
    assert_shown(
        SECURITY,
        call("authorizeOperator(address)", &[who(BOB)]),
        &format!("Let {BOB} move all of your units"),
        &[&format!("Operator: {BOB}")],
    );
    assert_shown(
        SECURITY,
        call(
            "setAllowanceForAll(bool,address[])",
            &[DynSolValue::Bool(true), DynSolValue::Array(vec![who(BOB), who(USD)])],
        ),
        "Change who may spend every holder's tokens",
        &["May spend everything: Yes", &format!("Who 1: {BOB}"), "Who 2: Dollar"],
    );
    assert_shown(
        SECURITY,
        call(
            "bridge(uint256,address,string,uint256)",
            &[amount.clone(), who(Address::ZERO), DynSolValue::String("So1ana".to_owned()), number(900)],
        ),
        "Send 1.5 FND to another chain: the units here are destroyed",
        &[
            "Amount: 1.5 FND",
            &format!("To, on a chain like this: {}", Address::ZERO),
            "To, on any other chain: So1ana",
            "Number of the other chain: 900",
        ],
    );
    assert_shown(
        SECURITY,
        call("subscribe(uint256,address)", &[amount.clone(), who(USD)]),
        "Pay 1.5 USDX for new units",
        &["Paid: 1.5 USDX"],
    );
    assert_shown(
        SECURITY,
        call("transferShares(address,uint256)", &[who(BOB), amount.clone()]),
        &format!("Send 1500000 raw shares to {BOB}"),
        &["Shares, in their smallest unit: 1500000", &format!("To: {BOB}")],
    );
    assert_shown(
        SECURITY,
        call("requestRedeem(uint256,address)", &[amount, who(ME)]),
        &format!("Ask to redeem 1.5 FND of {ME}"),
        &["Shares: 1.5 FND", &format!("Whose shares: {ME}")],
    );
}

#[test]
fn vaults_managers_distributions_and_credits() {
    let amount = number(1_500_000);
    assert_shown(
        VAULT,
        call("deposit(uint256,address)", &[amount.clone(), who(ME)]),
        &format!("Deposit 1.5 USDX, with shares for {ME}"),
        &["Deposited: 1.5 USDX", &format!("Who receives the shares: {ME}")],
    );
    // What this vault takes nobody has said: the number is shown as it is.
    assert_shown(
        ASYNC_VAULT,
        call("requestDeposit(uint256,address,address)", &[amount.clone(), who(ME), who(BOB)]),
        "Ask to deposit 1500000 raw units of an unknown token",
        &[
            "Deposited: 1500000 raw units of an unknown token",
            &format!("Who may claim the shares: {ME}"),
            &format!("Who pays: {BOB}"),
        ],
    );
    assert_shown(
        ASYNC_VAULT,
        call("requestRedeem(uint256,address,address)", &[number(150_000_000), who(ME), who(ME)]),
        "Ask to redeem 1.5 TBF",
        &["Shares: 1.5 TBF", &format!("Who may claim the payout: {ME}"), &format!("Whose shares: {ME}")],
    );
    assert_shown(
        ASYNC_VAULT,
        call("setOperator(address,bool)", &[who(BOB), DynSolValue::Bool(false)]),
        "Change an operator",
        &[&format!("Operator: {BOB}"), "May act on all of your requests: No"],
    );
    assert_shown(
        MANAGER,
        call("redeem(uint256,address,uint256)", &[amount.clone(), who(USD), number(1_000_000)]),
        "Redeem for at least 1 USDX",
        &["Redeemed: 1.5 FND", "At least received: 1 USDX"],
    );
    assert_shown(
        MANAGER,
        call("redeem(uint256,uint256)", &[amount.clone(), number(1_000_000)]),
        "Redeem",
        &["Redeemed: 1.5 FND", "At least received: 1 USDX"],
    );
    assert_shown(
        DISTRIBUTOR,
        call(
            "claim(address[],address[],uint256[],bytes32[][])",
            &[
                DynSolValue::Array(vec![who(ME), who(ME)]),
                DynSolValue::Array(vec![who(USD), who(STRANGER)]),
                DynSolValue::Array(vec![amount, number(5)]),
                DynSolValue::Array(vec![DynSolValue::Array(vec![word(1)]), DynSolValue::Array(vec![])]),
            ],
        ),
        "Claim",
        &[
            "In all, with what was paid before 1: 1.5 USDX",
            &format!("Who receives 1: {ME}"),
            &format!("In all, with what was paid before 2: 5 raw units of the unknown contract {STRANGER}"),
            &format!("Who receives 2: {ME}"),
        ],
    );
    assert_shown(
        CREDITS,
        call("retireFrom(address,uint256)", &[who(BOB), DynSolValue::Uint(U256::from(10).pow(U256::from(18)), 256)]),
        &format!("Retire 1 TCO2 of {BOB} for good"),
        &["Amount: 1 TCO2", &format!("Whose: {BOB}")],
    );
}

fn not_understood(review: Review) -> Option<Misunderstanding> {
    assert!(review.summary().described.is_none() || review.is_understood());
    match review.approve() {
        Err(ApprovalError::NotUnderstood { why }) => Some(why),
        Ok(_) => None,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_no_descriptor_holds_for_stays_unknown() {
    let data = call("transferFrom(address,address,uint256)", &[who(BOB), who(ME), number(1)]);
    assert_eq!(not_understood(review(USD, data.clone(), CHAIN)), None);
    let unknown = Some(Misunderstanding::UnknownFunction);
    // A contract that the wallet does not know; the same address on another chain; a contract of another standard.
    assert_eq!(not_understood(review(STRANGER, data.clone(), CHAIN)), unknown);
    assert_eq!(not_understood(review(USD, data.clone(), ChainId(2))), unknown);
    assert_eq!(not_understood(review(DISTRIBUTOR, data.clone(), CHAIN)), unknown);
    assert_eq!(
        not_understood(review(USD, call("setOperator(address,bool)", &[who(BOB), DynSolValue::Bool(true)]), CHAIN)),
        unknown
    );
    assert_eq!(not_understood(review(USD, hex!("deadbeef").to_vec(), CHAIN)), unknown);
    // Bytes behind the arguments, too few of them, and an address with something above it.
    let malformed = Some(Misunderstanding::MalformedArguments);
    assert_eq!(not_understood(review(USD, [&data[..], &[0; 32]].concat(), CHAIN)), malformed);
    assert_eq!(not_understood(review(USD, data[..data.len() - 1].to_vec(), CHAIN)), malformed);
    let mut dirty = data;
    dirty[4] = 1;
    assert_eq!(not_understood(review(USD, dirty, CHAIN)), malformed);
    // Lists that should go together and do not.
    let uneven =
        call("batchTransfer(address[],uint256[])", &[DynSolValue::Array(vec![who(BOB)]), DynSolValue::Array(vec![])]);
    assert_eq!(not_understood(review(SECURITY, uneven, CHAIN)), Some(Misunderstanding::NotAsDescribed));
}

#[test]
fn power_over_others_is_pointed_out() {
    let gives = |to, data| review(to, data, CHAIN).summary().warnings.contains(&Warning::GivesPower);
    assert!(gives(ASYNC_VAULT, call("setOperator(address,bool)", &[who(BOB), DynSolValue::Bool(true)])));
    assert!(gives(SECURITY, call("authorizeOperator(address)", &[who(BOB)])));
    assert!(!gives(USD, call("transferFrom(address,address,uint256)", &[who(BOB), who(ME), number(1)])));
    let summary = review(ASYNC_VAULT, call("setOperator(address,bool)", &[who(BOB), DynSolValue::Bool(true)]), CHAIN);
    let [Effect::Described(described)] = summary.summary().effects.as_slice() else { panic!() };
    assert_eq!((described.standard, described.function.as_str()), (Standard::Erc7540, "setOperator(address,bool)"));
}

/// The example of the standard's text.
#[test]
fn the_calldata_digest_is_that_of_erc_8213() {
    let data = hex!(
        "a9059cbb"
        "0000000000000000000000004675c7e5baafbffbca748158becba61ef3b0a263"
        "0000000000000000000000000000000000000000000000000de0b6b3a7640000"
    );
    let expected = b256!("812cee5d9cc7461c04bbcd7b70af9c28b243ac5d74d3453b008b93b7dac69985");
    assert_eq!(calldata_digest(&data), expected);
    assert_eq!(review(USD, data.to_vec(), CHAIN).summary().calldata_digest, Some(expected));
}

#[test]
fn messages() {
    let message = |contract: Address, chain: u64| {
        let types = json!({
            "EIP712Domain": [
                { "name": "name", "type": "string" },
                { "name": "chainId", "type": "uint256" },
                { "name": "verifyingContract", "type": "address" },
            ],
            "Permit": [
                { "name": "owner", "type": "address" },
                { "name": "spender", "type": "address" },
                { "name": "value", "type": "uint256" },
                { "name": "nonce", "type": "uint256" },
                { "name": "deadline", "type": "uint256" },
            ],
        });
        let document = json!({
            "types": types,
            "primaryType": "Permit",
            "domain": { "name": "Dollar", "chainId": chain, "verifyingContract": contract },
            "message": { "owner": ME, "spender": BOB, "value": "1500000", "nonce": 0, "deadline": 1_709_191_632_u64 },
        });
        TypedData::from_json(&document.to_string()).unwrap()
    };
    let signed = ClearSigned::of_message(&message(USD, 1), ME, &known()).unwrap();
    assert_eq!(
        shown(&signed),
        (
            format!("Allow {BOB} to spend 1.5 USDX"),
            vec![
                format!("Whose tokens: {ME}"),
                format!("Who may spend: {BOB}"),
                "At most: 1.5 USDX".to_owned(),
                "Counts until: 2024-02-29T07:27:12Z".to_owned(),
            ],
        )
    );
    let party = |field: &FieldValue| matches!(field, FieldValue::Party(party) if party.is_sender);
    assert!(party(&signed.fields[0].value) && !party(&signed.fields[1].value));
    assert_eq!(ClearSigned::of_message(&message(STRANGER, 1), ME, &known()), Err(ApplyError::NotDescribed));
    assert_eq!(ClearSigned::of_message(&message(USD, 5), ME, &known()), Err(ApplyError::NotDescribed));
}

/// A descriptor with one function, for what the bundled ones do not use.
fn descriptor(key: &str, fields: &Value, sentence: &str) -> Result<Descriptor, DescriptorError> {
    let file = json!({
        "$schema": "../specs/erc7730-v2.schema.json",
        "context": { "contract": { "deployments": [{ "chainId": 1, "address": USD }] } },
        "metadata": { "constants": { "token": USD, "word": "Fixed" }, "enums": { "side": { "0": "Buy", "1": "Sell" } } },
        "display": { "formats": { key: { "intent": "Plain", "interpolatedIntent": sentence, "fields": fields } } },
    });
    Descriptor::parse(&file.to_string())
}

fn container(to: Address) -> Container {
    Container { chain: CHAIN, from: ME, to, value: U256::from(7) }
}

fn apply(
    key: &str,
    fields: &Value,
    sentence: &str,
    arguments: DynSolValue,
) -> Result<(String, Vec<String>), ApplyError> {
    let descriptor = descriptor(key, fields, sentence).unwrap();
    let selector = Signature::parse(key).unwrap().selector();
    let data = [selector.as_slice(), &arguments.abi_encode_params()].concat();
    descriptor.apply(container(USD), &data, &known()).map(|signed| shown(&signed))
}

#[test]
fn paths_lead_through_structs_lists_and_slices() {
    let key = "swap((bytes path,uint256 amount,uint8 side) order,(address to,uint256 share)[] parts,uint256[] spans)";
    let fields = json!([
        { "path": "#.order.amount", "label": "Amount", "format": "tokenAmount", "params": { "tokenPath": "order.path.[0:20]" } },
        { "path": "order.path.[-1:]", "label": "Last byte", "format": "raw" },
        { "path": "order.side", "label": "Side", "format": "enum", "params": { "$ref": "$.metadata.enums.side" } },
        { "path": "parts", "iteration": "bundled", "fields": [
            { "path": "[].to", "label": "To", "format": "addressName" },
            { "path": "[].share", "label": "Share", "format": "unit", "params": { "base": "%", "decimals": 2 } },
        ] },
        { "path": "parts.[-1].share", "label": "Last share", "format": "raw" },
        { "path": "spans.[1:]", "label": "Span", "format": "duration" },
        { "path": "@.value", "label": "Coin", "format": "amount" },
        { "path": "@.from", "label": "Sender", "format": "raw" },
        { "value": "$.metadata.constants.word", "label": "Constant", "format": "raw" },
        { "path": "@.chainId", "label": "Chain", "format": "chainId" },
        { "path": "@.to", "label": "Token", "format": "tokenTicker" },
    ]);
    let order = DynSolValue::Tuple(vec![
        DynSolValue::Bytes([USD.as_slice(), &[0xab]].concat()),
        number(2_500_000),
        DynSolValue::Uint(U256::from(1), 8),
    ]);
    let part = |to, share| DynSolValue::Tuple(vec![who(to), number(share)]);
    let arguments = DynSolValue::Tuple(vec![
        order,
        DynSolValue::Array(vec![part(BOB, 2550), part(STRANGER, 7450)]),
        DynSolValue::Array(vec![number(1), number(8250), number(60)]),
    ]);
    let (sentence, lines) = apply(key, &fields, "{{{order.amount}}} for {order.side}", arguments).unwrap();
    assert_eq!(sentence, "{2.5 USDX} for Sell");
    assert_eq!(
        lines,
        [
            "Amount: 2.5 USDX",
            "Last byte: 0xab",
            "Side: Sell",
            &format!("To 1: {BOB}"),
            "Share 1: 25.5%",
            &format!("To 2: {STRANGER}"),
            "Share 2: 74.5%",
            "Last share: 7450",
            "Span 1: 02:17:30",
            "Span 2: 00:01:00",
            "Coin: 7 wei",
            &format!("Sender: {ME}"),
            "Constant: Fixed",
            "Chain: 1",
            "Token: USDX",
        ]
    );
}

#[test]
fn rules_of_visibility_hold() {
    let key = "f(uint256 a,address b)";
    let fields = |rule: Value| {
        json!([
            { "path": "a", "label": "A", "format": "raw", "visible": rule },
            { "path": "b", "label": "B", "format": "raw", "visible": "optional" },
        ])
    };
    let arguments = || DynSolValue::Tuple(vec![number(255), who(BOB)]);
    let lines = |rule: Value| apply(key, &fields(rule), "{a}", arguments());
    let (a, b) = ("A: 255".to_owned(), format!("B: {BOB}"));
    assert_eq!(lines(json!("always")).unwrap(), ("255".to_owned(), vec![a.clone(), b.clone()]));
    // A sentence with a value that is not always shown falls back to the intent.
    assert_eq!(lines(json!("never")).unwrap(), ("Plain".to_owned(), vec![b.clone()]));
    assert_eq!(lines(json!({ "ifNotIn": [0, "255"] })).unwrap(), ("Plain".to_owned(), vec![b.clone()]));
    assert_eq!(lines(json!({ "ifNotIn": ["0xfe"] })).unwrap(), ("Plain".to_owned(), vec![a, b.clone()]));
    assert_eq!(lines(json!({ "mustMatch": ["0xff"] })).unwrap(), ("Plain".to_owned(), vec![b]));
    assert_eq!(lines(json!({ "mustMatch": [254] })), Err(ApplyError::NotInList { path: "#.a".to_owned() }));
}

#[test]
fn a_descriptor_holds_only_where_it_says() {
    let fields = json!([{ "path": "a", "label": "A", "format": "raw" }]);
    let here = descriptor("f(uint256 a)", &fields, "{a}").unwrap();
    let data = [Signature::parse("f(uint256)").unwrap().selector().as_slice(), &[0; 32]].concat();
    assert!(here.apply(container(USD), &data, &known()).is_ok());
    assert_eq!(here.apply(container(VAULT), &data, &known()), Err(ApplyError::OtherContract));
    let elsewhere = Container { chain: ChainId(2), ..container(USD) };
    assert_eq!(here.apply(elsewhere, &data, &known()), Err(ApplyError::OtherContract));
    // A path that leads nowhere, and forms that do not fit.
    let at = |path: &str, format: &str| {
        let fields = json!([{ "path": path, "label": "A", "format": format }]);
        descriptor("f(uint256 a)", &fields, "x").unwrap().apply(container(USD), &data, &known())
    };
    assert_eq!(at("b", "raw"), Err(ApplyError::NoSuchField { path: "#.b".to_owned() }));
    assert_eq!(at("a.[0]", "raw"), Err(ApplyError::NoSuchField { path: "#.a.[0]".to_owned() }));
    assert_eq!(at("a", "addressName"), Err(ApplyError::WrongType { path: "#.a".to_owned(), form: "an address" }));
    assert_eq!(at("@.to", "amount"), Err(ApplyError::WrongType { path: "@.to".to_owned(), form: "an amount" }));
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    let refused = |fields: Value| descriptor("f(uint256 a,bytes b)", &fields, "x").unwrap_err().to_string();
    let field = |extra: Value| {
        let mut field = json!({ "path": "a", "label": "A", "format": "raw" });
        field.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!([field])
    };
    let at = "$.display.formats.f(uint256 a,bytes b).fields[0]";
    for (fields, expected) in [
        (field(json!({ "format": "calldata" })), format!("{at}.format: calldata is not supported")),
        (field(json!({ "format": "nftName" })), format!("{at}.format: nftName is not supported")),
        (field(json!({ "encryption": {} })), format!("{at}: the key encryption is not supported")),
        (field(json!({ "separator": "-" })), format!("{at}: the key separator is not supported")),
        (field(json!({ "$ref": "$.display.definitions.x" })), format!("{at}: the key $ref is not supported")),
        (
            field(json!({ "format": "date", "params": { "encoding": "blockheight" } })),
            format!("{at}.params.encoding: blockheight is not supported"),
        ),
        (
            field(json!({ "format": "tokenAmount", "params": { "chainId": 1 } })),
            format!("{at}.params: the key chainId is not supported"),
        ),
        (field(json!({ "params": { "x": 1 } })), format!("{at}.params: the key x is not supported")),
        (field(json!({ "value": "x" })), format!("{at}: expected either a path or a value")),
        (field(json!({ "path": "a..b" })), format!("{at}.path: expected a path")),
        (field(json!({ "path": 1 })), format!("{at}.path: expected a text")),
        (field(json!({ "visible": "sometimes" })), format!("{at}.visible: expected never, always, optional or a rule")),
        (
            field(json!({ "format": "enum", "params": { "$ref": "$.metadata.enums.none" } })),
            format!("{at}.params.$ref: expected the path of an enum"),
        ),
    ] {
        assert_eq!(refused(fields), expected);
    }
    let whole = |change: &dyn Fn(&mut Value)| {
        let mut file: Value = serde_json::from_str(Standard::Erc20.json()).unwrap();
        change(&mut file);
        Descriptor::parse(&file.to_string()).unwrap_err().to_string()
    };
    assert_eq!(
        whole(&|file| file["$schema"] = json!("../erc7730-v1.schema.json")),
        "the schema ../erc7730-v1.schema.json is not version 2 of ERC-7730"
    );
    assert_eq!(whole(&|file| file["includes"] = json!("x.json")), "$: the key includes is not supported");
    assert_eq!(
        whole(&|file| file["context"]["contract"]["factory"] = json!({})),
        "$.context.contract: the key factory is not supported"
    );
    assert_eq!(whole(&|file| file["metadata"] = json!({ "maps": {} })), "$.metadata: the key maps is not supported");
    assert_eq!(
        whole(&|file| {
            let again = file["display"]["formats"]["approve(address spender,uint256 amount)"].clone();
            file["display"]["formats"]["approve(address a,uint256 b)"] = again;
        }),
        "$.display.formats.approve(address spender,uint256 amount): the same function as another"
    );
    assert!(matches!(Descriptor::parse("{"), Err(DescriptorError::NotJson { .. })));
    assert!(matches!(descriptor("f(uint a)", &json!([]), "x"), Err(DescriptorError::Signature { .. })));
    for sentence in ["{a", "a}", "{a{b}}", "{}"] {
        assert!(
            matches!(descriptor("f(uint256 a)", &json!([]), sentence), Err(DescriptorError::Unexpected { .. })),
            "{sentence}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    /// A call is shown only where its bytes are the exact encoding of its arguments: one altered byte makes another exact encoding, or
    /// nothing.
    #[test]
    fn what_is_shown_is_all_there_is(which in 0..77_usize, noise in proptest::collection::vec(any::<u8>(), 0..12), words in 0..14_usize, to in 0..7_usize) {
        let all = selectors();
        let (function, selector) = all.iter().nth(which).unwrap();
        let to = [USD, VAULT, ASYNC_VAULT, DISTRIBUTOR, CREDITS, SECURITY, MANAGER][to];
        // Small numbers in words: lengths and offsets that sometimes are right.
        let mut data = selector.to_vec();
        for word in 0..words {
            let byte = noise.get(word % noise.len().max(1)).copied().unwrap_or(0);
            data.extend(U256::from(byte & 0xe1).to_be_bytes::<32>());
        }
        let review = review(to, data.clone(), CHAIN);
        if review.summary().described.is_some() {
            let types = DynSolType::parse(&function[function.find('(').unwrap()..]).unwrap();
            let again = types.abi_decode_params(&data[4..]).unwrap().abi_encode_params();
            prop_assert_eq!(Bytes::from(again), Bytes::from(data[4..].to_vec()), "{}", function);
        }
    }
}
