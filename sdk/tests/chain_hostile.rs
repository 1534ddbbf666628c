//! Endpoints that refuse, misbehave and lie: each gets its own clear error.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where its data is not what it should be"
)]

use std::cell::{Cell, RefCell};
use std::time::Duration;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::chain::{
    Call, Cassette, ChainError, GasEstimate, Recorder, Replay, Rpc, SentTransaction, Transport, TransportError,
};
use assay_sdk::evidence::{Gap, LogFilter, Origin, Reads, Refusal, Rehearsal, Step};
use assay_sdk::units::{BlockRef, ChainId, Timestamp};
use pollster::block_on;
use serde_json::{Value, json};

sol! {
    function balanceOf(address owner) external view returns (uint256);
}

const TOKEN: Address = Address::repeat_byte(0x70);
const HOLDER: Address = Address::repeat_byte(0xa1);
const SECRET: &str = "https://rpc.example.org/v3/SECRET";

/// An endpoint that answers by a function of the request.
struct Scripted<F> {
    origin: Origin,
    script: F,
    posts: Cell<usize>,
}

fn scripted<F: Fn(&Value) -> Result<Vec<u8>, TransportError>>(script: F) -> Scripted<F> {
    Scripted { origin: Origin::of_url(SECRET), script, posts: Cell::new(0) }
}

impl<F: Fn(&Value) -> Result<Vec<u8>, TransportError>> Transport for Scripted<F> {
    fn origin(&self) -> &Origin {
        &self.origin
    }
    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        self.posts.set(self.posts.get() + 1);
        (self.script)(&serde_json::from_slice(body).unwrap())
    }
}

fn ok(id: &Value, result: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "result": result })
}
fn err(id: &Value, code: i64, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
}
/// Answers each message of a request, alone or in a batch.
fn each(request: &Value, answer: impl Fn(&Value) -> Value) -> Result<Vec<u8>, TransportError> {
    let body = match request {
        Value::Array(messages) => Value::Array(messages.iter().map(answer).collect()),
        single => answer(single),
    };
    Ok(body.to_string().into_bytes())
}
fn mainnet_block() -> Value {
    serde_json::from_str(include_str!("vectors/mainnet-block.json")).unwrap()
}
fn honest(message: &Value) -> Value {
    match message["method"].as_str().unwrap() {
        "eth_chainId" => ok(&message["id"], &json!("0x1")),
        "eth_getBlockByNumber" | "eth_getBlockByHash" => ok(&message["id"], &mainnet_block()),
        other => err(&message["id"], -32601, &format!("{other} is not here")),
    }
}
fn rpc<T: Transport>(transport: T) -> Rpc<T> {
    Rpc::new(transport, ChainId(1))
}
fn head(script: impl Fn(&Value) -> Result<Vec<u8>, TransportError>) -> Result<u64, ChainError> {
    block_on(rpc(scripted(script)).head()).map(|header| header.at().number)
}
fn at() -> BlockRef {
    BlockRef { number: 100, hash: B256::repeat_byte(0xbb), timestamp: Timestamp(0) }
}

#[test]
fn answers_come_in_any_order() {
    let reversed = |request: &Value| {
        let mut messages: Vec<Value> = request.as_array().unwrap().iter().map(honest).collect();
        messages.reverse();
        Ok(json!(messages).to_string().into_bytes())
    };
    assert_eq!(head(reversed), Ok(21_925_176));
}

#[test]
fn answers_that_are_not_json_rpc_are_malformed() {
    let first = |request: &Value| request[0]["id"].clone();
    type Script = Box<dyn Fn(&Value) -> Value>;
    let bad: Vec<(&str, Script)> = vec![
        ("missing", Box::new(|request| json!([honest(&request[0])]))),
        ("twice", Box::new(|request| json!([honest(&request[0]), honest(&request[0])]))),
        ("unknown id", Box::new(move |request| json!([ok(&json!(77), &json!("0x1")), honest(&request[1])]))),
        ("text id", Box::new(|request| json!([ok(&json!("x"), &json!("0x1")), honest(&request[1])]))),
        ("no id", Box::new(|request| json!([ok(&Value::Null, &json!("0x1")), honest(&request[1])]))),
        (
            "version",
            Box::new(
                move |request| json!([{ "jsonrpc": "1.0", "id": first(request), "result": "0x1" }, honest(&request[1])]),
            ),
        ),
        ("neither", Box::new(move |request| json!([{ "jsonrpc": "2.0", "id": first(request) }, honest(&request[1])]))),
        (
            "both",
            Box::new(
                move |request| json!([{ "jsonrpc": "2.0", "id": first(request), "result": "0x1", "error": { "code": 1, "message": "" } }, honest(&request[1])]),
            ),
        ),
        (
            "error object",
            Box::new(
                move |request| json!([{ "jsonrpc": "2.0", "id": first(request), "error": "no" }, honest(&request[1])]),
            ),
        ),
        ("one for two", Box::new(|request| honest(&request[0]))),
        ("a number", Box::new(|_| json!(5))),
        ("null", Box::new(|_| Value::Null)),
        ("scalars", Box::new(|_| json!([1, 2]))),
        ("empty quantity", Box::new(|request| json!([ok(&request[0]["id"], &json!("0x")), honest(&request[1])]))),
        ("chain id as number", Box::new(|request| json!([ok(&request[0]["id"], &json!(1)), honest(&request[1])]))),
    ];
    for (name, script) in bad {
        let got = head(|request| Ok(script(request).to_string().into_bytes()));
        assert!(matches!(got, Err(ChainError::Malformed { .. })), "{name}: {got:?}");
    }
    let page = head(|_| Ok(format!("<html>{}</html>", "x".repeat(5000)).into_bytes())).unwrap_err();
    assert!(matches!(&page, ChainError::Malformed { got, .. } if got.starts_with("<html>")), "{page}");
    assert!(page.to_string().len() < 400, "{page}");
}

#[test]
fn transport_failures_keep_their_kind_and_no_key() {
    let origin = || Origin::of_url(SECRET);
    let after = Duration::from_secs(1);
    for error in [
        TransportError::Refused { origin: origin(), reason: "connection refused".to_owned() },
        TransportError::TimedOut { origin: origin(), after },
        TransportError::TooLarge { origin: origin(), limit: 10 },
        TransportError::Status { origin: origin(), got: 502 },
    ] {
        let got = head(|_| Err(error.clone())).unwrap_err();
        let expected = match &error {
            TransportError::TimedOut { .. } => ChainError::TimedOut { origin: origin(), after },
            TransportError::TooLarge { .. } => ChainError::Oversized { origin: origin(), limit: 10 },
            other => ChainError::Refused(other.clone()),
        };
        assert_eq!(got, expected);
        assert!(!format!("{got} {got:?}").contains("SECRET"));
    }
}

#[test]
fn another_chain_and_an_altered_header_are_named() {
    let other = head(|request| {
        each(request, |message| match message["method"].as_str().unwrap() {
            "eth_chainId" => ok(&message["id"], &json!("0x5")),
            _ => honest(message),
        })
    });
    assert!(matches!(other, Err(ChainError::WrongChain { got: ChainId(5), expected: ChainId(1), .. })));
    let lie = head(|request| {
        each(request, |message| {
            let mut answer = honest(message);
            if answer["result"].is_object() {
                answer["result"]["stateRoot"] = json!(B256::ZERO);
            }
            answer
        })
    });
    assert!(matches!(lie, Err(ChainError::Inconsistent { .. })), "{lie:?}");
    // A true block, but not the one asked for.
    let client = rpc(scripted(|request| each(request, honest)));
    let swapped = block_on(client.block_by_hash(B256::repeat_byte(3))).unwrap_err();
    assert!(matches!(swapped, ChainError::Inconsistent { .. }), "{swapped}");
    assert!(matches!(block_on(client.block_by_number(5)), Err(ChainError::Inconsistent { .. })));
    let none = block_on(rpc(scripted(|request| each(request, |m| ok(&m["id"], &Value::Null)))).block_by_number(5));
    assert!(matches!(none, Err(ChainError::BlockUnknown { .. })));
}

#[test]
fn an_endpoint_without_batches_is_asked_one_by_one_and_that_is_remembered() {
    let transport = scripted(|request| {
        if request.is_array() {
            each(&json!({}), |_| err(&Value::Null, -32600, "batches are off"))
        } else {
            each(request, honest)
        }
    });
    let client = rpc(transport);
    assert!(block_on(client.head()).is_ok());
    assert_eq!(client.transport().posts.get(), 3);
    assert!(block_on(client.head()).is_ok());
    assert_eq!(client.transport().posts.get(), 5);
    assert_eq!(client.traffic().round_trips, 5);
}

#[test]
fn a_rate_limit_is_not_answered_with_more_requests() {
    let client = rpc(scripted(|_| each(&json!({}), |_| err(&Value::Null, -32005, "limit exceeded"))));
    assert!(matches!(block_on(client.head()), Err(ChainError::Rpc { code: -32005, .. })));
    assert_eq!(client.transport().posts.get(), 1);
}

// Ledgers.

fn wanting(count: u8) -> Reads {
    let mut reads = Reads::new(at());
    for byte in 0..count {
        let _ = reads.ask(TOKEN, &balanceOfCall { owner: Address::repeat_byte(byte) });
    }
    reads
}

/// A packed program fails as a whole: everything is asked alone, and what fails alone fails for itself.
#[test]
fn a_failed_program_is_taken_apart() {
    let client = rpc(scripted(|request| {
        each(request, |message| {
            let call = &message["params"][0];
            assert_eq!(message["params"][1], json!({ "blockHash": at().hash }));
            match call.get("to") {
                None => err(&message["id"], -32000, "max code size exceeded"),
                Some(_) if call["data"].as_str().unwrap().ends_with("0303") => {
                    json!({ "jsonrpc": "2.0", "id": message["id"], "error": { "code": 3, "message": "execution reverted", "data": "0x08c379a0" } })
                }
                Some(_) if call["data"].as_str().unwrap().ends_with("0404") => err(&message["id"], -32000, "quota"),
                Some(_) if call["data"].as_str().unwrap().ends_with("0505") => {
                    err(&message["id"], -32603, "EVM error: OutOfGas")
                }
                Some(_) => ok(&message["id"], &json!(Bytes::from(U256::from(7).abi_encode()))),
            }
        })
    }));
    let mut reads = wanting(6);
    block_on(client.answer(&mut reads)).unwrap();
    assert!(reads.wanted().is_empty());
    let mut of = |byte: u8| reads.ask(TOKEN, &balanceOfCall { owner: Address::repeat_byte(byte) });
    assert_eq!(*of(0).unwrap().value(), U256::from(7));
    assert!(matches!(of(3), Err(Gap::Reverted { data, .. }) if data == hex("08c379a0")));
    assert!(matches!(of(4), Err(Gap::Declined { message, .. }) if message == "quota"));
    assert!(matches!(of(5), Err(Gap::Reverted { data, .. }) if data.is_empty()));
    assert_eq!(client.traffic().round_trips, 2);
}

fn hex(text: &str) -> Bytes {
    text.parse().unwrap()
}

// Rehearsals.

fn rehearsal() -> Rehearsal {
    let step =
        |byte: u8| Step { from: HOLDER, to: TOKEN, data: Bytes::from(vec![byte]), value: U256::ZERO, gas: 1_000_000 };
    Rehearsal { about: TOKEN, steps: vec![step(1), step(2), step(3)], signature: "transfer(address,uint256)" }
}

type Steps = Result<Vec<Result<Bytes, Refusal>>, Gap>;

fn rehearse<T: Transport>(client: &Rpc<T>) -> Result<Steps, ChainError> {
    let mut reads = Reads::new(at());
    let _ = reads.rehearse(rehearsal());
    block_on(client.answer(&mut reads))?;
    Ok(reads.rehearse(rehearsal()).map(|fact| fact.value().clone()))
}

/// As geth and as anvil write a refusal.
fn steps() -> Value {
    json!([{ "number": "0x65", "calls": [
        { "status": "0x1", "returnData": "0x01", "gasUsed": "0x5208", "logs": [] },
        { "status": "0x0", "returnData": "0x", "gasUsed": "0x5208", "logs": [],
          "error": { "code": 3, "message": "execution reverted", "data": "0x08c379a0" } },
        { "status": "0x0", "returnData": "0x4e487b71", "gasUsed": "0x5208", "logs": [],
          "error": { "code": -3200, "message": "execution failed" } },
    ] }])
}

#[test]
fn a_rehearsal_is_the_next_block_as_transactions_see_it() {
    let client = rpc(scripted(|request| {
        each(request, |message| {
            let ([payload, block], "eth_simulateV1") =
                (message["params"].as_array().unwrap().as_slice(), message["method"].as_str().unwrap())
            else {
                panic!("{message}")
            };
            assert_eq!(*block, json!({ "blockHash": at().hash }));
            assert_eq!(payload["validation"], true);
            let simulated = &payload["blockStateCalls"][0];
            assert_eq!(simulated["blockOverrides"]["number"], "0x65");
            assert_eq!(simulated["blockOverrides"]["time"], "0x1");
            let price = &simulated["calls"][1]["gasPrice"];
            assert_eq!(*price, simulated["blockOverrides"]["baseFeePerGas"]);
            assert_eq!(simulated["calls"][1]["gas"], "0xf4240");
            ok(&message["id"], &steps())
        })
    }));
    let expected = [Ok(hex("01")), Err(Refusal(hex("08c379a0"))), Err(Refusal(hex("4e487b71")))];
    assert_eq!(rehearse(&client).unwrap().unwrap(), expected);
    assert_eq!(client.traffic().round_trips, 1);
}

#[test]
fn a_sender_that_cannot_send_is_rehearsed_by_the_rules_for_calls() {
    let client = rpc(scripted(|request| {
        each(request, |message| match message["params"][0]["validation"].as_bool().unwrap() {
            true => err(&message["id"], -38_024, "sender is not an EOA"),
            false => ok(&message["id"], &steps()),
        })
    }));
    assert_eq!(rehearse(&client).unwrap().unwrap().len(), 3);
    assert_eq!(client.traffic().round_trips, 2);
    let never = rpc(scripted(|request| each(request, |message| err(&message["id"], -32_000, "no"))));
    assert!(matches!(rehearse(&never).unwrap(), Err(Gap::Declined { message, .. }) if message == "no"));
}

#[test]
fn an_endpoint_without_rehearsals_is_asked_once() {
    let lacking = |request: &Value| each(request, |message| err(&message["id"], -32_601, "no such method"));
    let client = rpc(scripted(lacking));
    for _ in 0..3 {
        assert!(
            matches!(rehearse(&client).unwrap(), Err(Gap::Declined { message, .. }) if message == "no such method")
        );
    }
    assert_eq!(client.transport().posts.get(), 1);
}

#[test]
fn rehearsals_that_are_none_are_malformed() {
    let mut miscounted = steps();
    miscounted[0]["calls"].as_array_mut().unwrap().pop();
    let mut status = steps();
    status[0]["calls"][0]["status"] = json!("0x2");
    for bad in [json!([]), json!({}), json!([{ "calls": [] }]), json!([steps()[0], steps()[0]]), miscounted, status] {
        let client = rpc(scripted(|request| each(request, |message| ok(&message["id"], &bad))));
        assert!(matches!(rehearse(&client), Err(ChainError::Malformed { .. })), "{bad}");
    }
    let busy = rpc(scripted(|request| each(request, |message| err(&message["id"], -32_005, "slow down"))));
    assert!(matches!(rehearse(&busy), Err(ChainError::Rpc { .. })));
}

/// One contract floods its answers: the others are answered, and it is not asked for ever.
#[test]
fn questions_that_spoil_an_exchange_are_asked_apart() {
    let flood = Address::repeat_byte(0xf1);
    let script = |request: &Value| {
        let too_large = || TransportError::TooLarge { origin: Origin::of_url(SECRET), limit: 10 };
        let floods = |message: &Value| message["params"][0]["to"] == json!(flood);
        let messages = request.as_array().map_or(std::slice::from_ref(request), Vec::as_slice);
        if messages.iter().any(floods) {
            return Err(too_large());
        }
        each(request, |message| ok(&message["id"], &json!(Bytes::from(U256::from(7).abi_encode()))))
    };
    let client = rpc(scripted(script));
    let mut reads = Reads::new(at());
    for (contract, count) in [(TOKEN, 3_u8), (flood, 20)] {
        for byte in 0..count {
            let _ = reads.ask_as(HOLDER, contract, &balanceOfCall { owner: Address::repeat_byte(byte) });
        }
    }
    block_on(client.answer(&mut reads)).unwrap();
    assert!(reads.wanted().is_empty());
    let mut of = |contract, byte: u8| {
        reads.ask_as(HOLDER, contract, &balanceOfCall { owner: Address::repeat_byte(byte) }).map(|fact| *fact.value())
    };
    assert_eq!(of(TOKEN, 2), Ok(U256::from(7)));
    assert!(matches!(of(flood, 0), Err(Gap::Declined { message, .. }) if message.contains("longer than 10 bytes")));
    assert!(matches!(of(flood, 19), Err(Gap::Declined { .. })));
    assert_eq!(client.transport().posts.get(), 1 + 3 + 2);

    // Where nothing at all comes in time it is the endpoint.
    let after = Duration::from_secs(1);
    let slow = rpc(scripted(move |_| Err(TransportError::TimedOut { origin: Origin::of_url(SECRET), after })));
    let got = block_on(slow.answer(&mut reads_of_many()));
    assert!(matches!(got, Err(ChainError::TimedOut { .. })), "{got:?}");
    assert_eq!(slow.transport().posts.get(), 3);
}

fn reads_of_many() -> Reads {
    let mut reads = Reads::new(at());
    for byte in 0..9 {
        let _ = reads.ask_as(HOLDER, Address::repeat_byte(byte), &balanceOfCall { owner: HOLDER });
    }
    reads
}

#[test]
fn a_block_that_is_gone_is_said_once_for_all() {
    for (code, message) in
        [(-32000, "header not found"), (-32001, "Resource not found"), (-32000, "hash 0x… is not currently canonical")]
    {
        let client = rpc(scripted(move |request| each(request, |m| err(&m["id"], code, message))));
        let got = block_on(client.answer(&mut wanting(3)));
        assert!(matches!(got, Err(ChainError::BlockUnknown { .. })), "{got:?}");
    }
    let client = rpc(scripted(|request| each(request, |m| err(&m["id"], -32602, "invalid argument 1: hex string"))));
    assert!(matches!(block_on(client.answer(&mut wanting(3))), Err(ChainError::Unsupported { .. })));
}

fn log(change: impl Fn(&mut Value)) -> Value {
    let mut log = json!({
        "address": TOKEN, "topics": [B256::repeat_byte(1)], "data": "0x", "blockNumber": "0x10",
        "blockHash": B256::repeat_byte(2), "transactionHash": B256::repeat_byte(3), "logIndex": "0x0", "removed": false,
    });
    change(&mut log);
    log
}

fn filter() -> LogFilter {
    LogFilter { address: TOKEN, topics: vec![Some(B256::repeat_byte(1))], signature: "Paid()" }
}

fn logs(found: &Value, canonical: B256) -> Result<Result<Vec<u64>, Gap>, ChainError> {
    let client = rpc(scripted(|request| {
        each(request, |message| match message["method"].as_str().unwrap() {
            "eth_getLogs" if found.is_string() => err(&message["id"], -32000, found.as_str().unwrap()),
            "eth_getLogs" => ok(&message["id"], found),
            _ => ok(&message["id"], &json!({ "hash": canonical })),
        })
    }));
    let mut reads = Reads::new(at());
    let _ = reads.logs(filter());
    block_on(client.answer(&mut reads))?;
    Ok(reads.logs(filter()).map(|fact| fact.value().iter().map(|log| log.block_number).collect()))
}

#[test]
fn logs_are_put_in_order_and_held_against_the_question() {
    let found = json!([log(|log| log["blockNumber"] = json!("0x20")), log(|_| ())]);
    assert_eq!(logs(&found, at().hash).unwrap().unwrap(), [16, 32]);
    let lies: [&dyn Fn(&mut Value); 6] = [
        &|log| log["address"] = json!(HOLDER),
        &|log| log["topics"] = json!([B256::repeat_byte(9)]),
        &|log| log["topics"] = json!([]),
        &|log| log["blockNumber"] = json!("0x65"),
        &|log| log["blockNumber"] = json!("0x64"),
        &|log| log["removed"] = json!(true),
    ];
    for lie in lies {
        let got = logs(&json!([log(lie)]), at().hash);
        assert!(matches!(got, Err(ChainError::Inconsistent { .. })), "{got:?}");
    }
    let twice = logs(&json!([log(|_| ()), log(|_| ())]), at().hash);
    assert!(matches!(twice, Err(ChainError::Inconsistent { .. })));
    let gone = logs(&json!([]), B256::repeat_byte(9));
    assert!(matches!(gone, Err(ChainError::BlockUnknown { .. })), "{gone:?}");
    assert!(matches!(logs(&json!("range too wide"), at().hash), Ok(Err(Gap::Declined { .. }))));
    assert!(matches!(
        logs(&json!([log(|log| log["data"] = json!("0x0"))]), at().hash),
        Err(ChainError::Malformed { .. })
    ));
}

// Transactions.

#[test]
fn a_sent_transaction_has_the_hash_of_its_bytes() {
    let send =
        |answer: fn(&Value) -> Value| block_on(rpc(scripted(move |request| each(request, answer))).send_raw(b"signed"));
    assert_eq!(send(|m| ok(&m["id"], &json!(keccak256(b"signed")))), Ok(keccak256(b"signed")));
    assert_eq!(send(|m| err(&m["id"], -32000, "already known")), Ok(keccak256(b"signed")));
    assert!(matches!(send(|m| ok(&m["id"], &json!(B256::ZERO))), Err(ChainError::Inconsistent { .. })));
    assert!(matches!(send(|m| err(&m["id"], -32000, "nonce too low")), Err(ChainError::Rpc { .. })));
}

#[test]
fn preparing_takes_one_round_trip_and_a_revert_is_an_answer() {
    let asked = RefCell::new(Vec::new());
    let client = rpc(scripted(|request| {
        each(request, |message| {
            let id = &message["id"];
            asked.borrow_mut().push(message["method"].as_str().unwrap().to_owned());
            match message["method"].as_str().unwrap() {
                "eth_chainId" => ok(id, &json!("0x1")),
                "eth_getTransactionCount" => ok(id, &json!("0x9")),
                "eth_getBalance" => ok(id, &json!("0xde0b6b3a7640000")),
                "eth_feeHistory" => ok(
                    id,
                    &json!({ "oldestBlock": "0x1", "baseFeePerGas": ["0x1", "0x64"], "gasUsedRatio": [0.5], "reward": [["0x5"], ["0x1"], ["0x9"]] }),
                ),
                "eth_maxPriorityFeePerGas" => err(id, -32601, "no such method"),
                _ => {
                    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": 3, "message": "execution reverted", "data": "0x0148f617" } })
                }
            }
        })
    }));
    let call = Call { from: HOLDER, to: TOKEN, data: Bytes::new(), value: U256::ZERO };
    let prepared = block_on(client.prepare(&call)).unwrap();
    assert_eq!((prepared.nonce, prepared.balance), (9, U256::from(10).pow(U256::from(18))));
    assert_eq!((prepared.fees.base, prepared.fees.priority, prepared.fees.max), (100, 5, 205));
    assert!(matches!(&prepared.gas, GasEstimate::Reverted(refusal) if refusal.0 == hex("0148f617")));
    assert_eq!((client.traffic().round_trips, asked.borrow().len()), (1, 6));
}

#[test]
fn several_accounts_are_counted_in_one_exchange_and_one_refusal_is_an_error() {
    let counted = |refuse: bool| {
        let client = rpc(scripted(move |request| {
            each(request, |message| {
                let (id, whose) = (&message["id"], message["params"][0].as_str().unwrap());
                let of_holder = whose.parse::<Address>().unwrap() == HOLDER;
                match (message["method"].as_str().unwrap(), of_holder) {
                    ("eth_getBalance", false) if refuse => err(id, -32005, "limit exceeded"),
                    ("eth_getTransactionCount", true) => ok(id, &json!("0x9")),
                    ("eth_getBalance", false) => ok(id, &json!("0xde0b6b3a7640000")),
                    _ => ok(id, &json!("0x0")),
                }
            })
        }));
        (block_on(client.accounts(&[HOLDER, TOKEN])), client.traffic().round_trips)
    };
    let (found, round_trips) = counted(false);
    assert_eq!(found.unwrap(), [(9, U256::ZERO), (0, U256::from(10).pow(U256::from(18)))]);
    assert_eq!(round_trips, 1);
    assert!(matches!(counted(true).0, Err(ChainError::Rpc { .. })));
}

#[test]
fn a_receipt_of_another_transaction_is_refused() {
    let receipt = |change: fn(&mut Value)| {
        let mut receipt = json!({
            "transactionHash": B256::repeat_byte(3), "status": "0x1", "blockNumber": "0x10", "blockHash": B256::repeat_byte(2),
            "from": HOLDER, "to": TOKEN, "gasUsed": "0x5208", "effectiveGasPrice": "0x1", "logs": [log(|_| ())],
        });
        change(&mut receipt);
        let client = rpc(scripted(move |request| each(request, |m| ok(&m["id"], &receipt))));
        block_on(client.receipt(B256::repeat_byte(3)))
    };
    assert_eq!(receipt(|_| ()).unwrap().unwrap().gas_used, 21_000);
    assert_eq!(receipt(|r| *r = Value::Null), Ok(None));
    assert!(matches!(receipt(|r| r["transactionHash"] = json!(B256::ZERO)), Err(ChainError::Inconsistent { .. })));
    assert!(matches!(
        receipt(|r| r["logs"][0]["transactionHash"] = json!(B256::ZERO)),
        Err(ChainError::Inconsistent { .. })
    ));
    assert!(matches!(receipt(|r| r["status"] = json!("0x2")), Err(ChainError::Malformed { .. })));
    assert!(matches!(
        receipt(|r| drop(r.as_object_mut().unwrap().remove("status"))),
        Err(ChainError::Malformed { .. })
    ));
}

#[test]
fn a_call_that_cannot_be_run_again_is_not_one_that_passes() {
    let call = Call { from: HOLDER, to: TOKEN, data: Bytes::new(), value: U256::ZERO };
    let replay = |script: fn(&Value) -> Value| {
        block_on(rpc(scripted(move |request| each(request, script))).replay_revert(&call, 16))
    };
    assert_eq!(replay(|m| ok(&m["id"], &json!("0x"))), Ok(None));
    assert!(matches!(replay(|m| err(&m["id"], -32000, "no such state")), Err(ChainError::Rpc { .. })));
    let after_only = replay(|message| match message["params"][1].as_str() {
        Some("0xf") => err(&message["id"], -32000, "no such state"),
        _ => err(&message["id"], 3, "execution reverted"),
    });
    assert!(matches!(after_only, Ok(Some(refusal)) if refusal.0.is_empty()));
}

// Cassettes.

#[test]
fn a_recorded_exchange_replays_under_other_ids() {
    let recorder = Recorder::new(scripted(|request| each(request, honest)));
    let first = rpc(&recorder);
    block_on(first.head()).unwrap();
    block_on(first.head()).unwrap();
    let tape = recorder.cassette().to_json().unwrap();
    assert!(!tape.contains("SECRET"));
    let replayed = rpc(Replay::new(Cassette::from_json(&tape).unwrap()));
    for _ in 0..3 {
        assert_eq!(block_on(replayed.head()).unwrap().at().number, 21_925_176);
    }
    let missing = block_on(replayed.nonce(HOLDER)).unwrap_err();
    assert!(matches!(missing, ChainError::Refused(TransportError::NotRecorded { .. })), "{missing}");
    assert!(Cassette::from_json("[]").is_err());
}

/// The first transaction of Ethereum, block 46147: from before EIP-155, so it names no chain. Fields as block explorers show them.
fn first_transaction() -> Value {
    json!({
        "hash": "0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060", "type": "0x0", "nonce": "0x0",
        "gasPrice": "0x2d79883d2000", "gas": "0x5208", "to": "0x5df9b87991262f6ba471f09758cde1c0fc1de734", "value": "0x7a69",
        "input": "0x", "v": "0x1c", "r": "0x88ff6cf0fefd94db46111149ae4bfc179e9b94721fffd821d38d16464b3f71d0",
        "s": "0x45e0aff800961cfce805daef7016b9b675c137a6a41a548f7b60a3484c06a33a",
        "from": "0xa1e4380a3b1f749673e270229993ee55f35663b4", "blockNumber": "0xb443",
    })
}

#[test]
fn a_transaction_is_read_back_as_the_bytes_that_its_hash_names() {
    let read = |tx: &Value| {
        let hash = first_transaction()["hash"].as_str().unwrap().parse().unwrap();
        block_on(rpc(scripted(|request: &Value| each(request, |message| ok(&message["id"], tx)))).transaction(hash))
    };
    let Ok(Some(SentTransaction::Raw(raw))) = read(&first_transaction()) else { panic!("the first transaction") };
    assert_eq!(keccak256(&raw).to_string(), first_transaction()["hash"].as_str().unwrap());
    assert_eq!(read(&Value::Null), Ok(None));
    let with = |name: &str, value: Value| {
        let mut tx = first_transaction();
        tx[name] = value;
        read(&tx)
    };
    for (name, value) in
        [("value", "0x7a6a"), ("to", "0x5df9b87991262f6ba471f09758cde1c0fc1de735"), ("v", "0x25"), ("s", "0x1")]
    {
        assert!(matches!(with(name, json!(value)), Err(ChainError::Inconsistent { .. })), "{name}");
    }
    assert_eq!(with("type", json!("0x3")), Ok(Some(SentTransaction::OtherKind(3))));
    for (name, value) in [("v", json!("0x1d")), ("type", json!("0x2")), ("r", Value::Null), ("nonce", json!(0))] {
        assert!(matches!(with(name, value), Err(ChainError::Malformed { .. })), "{name}");
    }
}
