//! Proven calls against endpoints that lie, forget or cannot: each is refused by name, or leaves the answer claimed and says why.

#![cfg(all(feature = "native-http", feature = "evm"))]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    clippy::fn_params_excessive_bools,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "nothing is sent here")]
mod devnet;
#[path = "proven/endpoint.rs"]
mod endpoint;

use std::cell::Cell;
use std::rc::Rc;

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall as _;
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::asset::{Descriptor, TokenList};
use assay_sdk::chain::{ChainError, Engine, EngineError, Http, InProcess, Prover, Rpc, Running};
use assay_sdk::client::Client;
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, Level, Outcome, Read, Reads, Source, Unproven};
use assay_sdk::proof::{Header, Job, ProofError, ProvenState};
use assay_sdk::units::Timestamp;
use devnet::Devnet;
use endpoint::Changing;
use pollster::block_on;
use serde_json::{Value, json};

fn parsed<V: std::str::FromStr>(value: &Value) -> V {
    value.as_str().unwrap().parse().ok().unwrap()
}

struct Stage {
    devnet: Devnet,
    token: Address,
    holder: Address,
}

/// What came of one question.
type Answered = Result<Fact<Outcome>, ChainError>;

impl Stage {
    fn start() -> Self {
        let devnet = Devnet::start();
        let demo = devnet.demo();
        let (token, holder) = (parsed(&demo["contracts"]["cash"]), parsed(&demo["investors"]["alice"]["address"]));
        Self { devnet, token, holder }
    }

    fn rpc(&self, change: impl Fn(&str, &Value, Value) -> Result<Value, Value> + 'static) -> Rpc<Changing> {
        Rpc::new(Changing::new(&self.devnet.rpc, change), self.devnet.chain)
    }

    fn head(&self) -> Reads {
        Reads::new(block_on(self.devnet.client().head()).unwrap().at())
    }

    fn list(&self) -> Vec<Descriptor> {
        TokenList::parse(&self.devnet.text("tokenlist.json"), Some(self.devnet.chain)).unwrap().tokens
    }

    fn balance(&self) -> Read {
        let data = IERC20::balanceOfCall { account: self.holder }.abi_encode().into();
        Read::Call { to: self.token, from: None, data, signature: IERC20::balanceOfCall::SIGNATURE }
    }

    /// Asks for the holder's balance through an endpoint with these changes.
    fn asked(&self, change: impl Fn(&str, &Value, Value) -> Result<Value, Value> + 'static) -> Answered {
        let mut reads = self.head();
        drop(reads.ask(self.token, &IERC20::balanceOfCall { account: self.holder }));
        let answered = block_on(Prover::new(InProcess).answer(&self.rpc(change), &mut reads));
        let fact = reads.answered(&self.balance()).cloned();
        match answered {
            Ok(()) => Ok(fact.expect("an answer")),
            Err(error) => {
                assert!(fact.is_none(), "the value is withheld");
                Err(error)
            }
        }
    }
}

fn why(fact: &Fact<Outcome>) -> Option<Unproven> {
    assert_eq!(fact.level(), Level::Claimed);
    let sources = fact.evidence().sources();
    let whys: Vec<_> = sources
        .filter_map(|source| if let Source::Unproven(why) = source { Some(why.clone()) } else { None })
        .collect();
    let proven = fact.evidence().sources().any(|source| matches!(source, Source::MerkleProof { .. }));
    assert_eq!(whys.is_empty(), proven, "proven, or it says why not: {fact:?}");
    whys.into_iter().next()
}

/// Changes one digit in the middle of a text.
fn flipped(text: &mut Value) {
    let digits = text.as_str().unwrap().to_owned();
    let at = digits.len() / 2;
    let new = if &digits[at..=at] == "7" { "8" } else { "7" };
    *text = json!([&digits[..at], new, &digits[at + 1..]].concat());
}

/// What a transfer of each demo asset from one investor to another comes to, through an endpoint with these changes.
fn transfers(
    stage: &Stage,
    change: impl Fn(&str, &Value, Value) -> Result<Value, Value> + 'static,
) -> Vec<Fact<Outcome>> {
    let rpc = stage.rpc(change);
    let to: Address = parsed(&stage.devnet.demo()["investors"]["bob"]["address"]);
    let transfer = IERC20::transferCall { to, amount: U256::ONE };
    let prove = |token: Descriptor| {
        let mut reads = stage.head();
        drop(reads.ask_as(stage.holder, token.asset.token, &transfer));
        let read = reads.wanted().remove(0);
        block_on(Prover::new(InProcess).answer(&rpc, &mut reads)).unwrap();
        reads.answered(&read).unwrap().clone()
    };
    stage.list().into_iter().map(prove).collect()
}

#[test]
fn what_no_access_list_names_is_found_by_running() {
    let stage = Stage::start();
    let found = transfers(&stage, |method, _, answer| match method {
        "eth_createAccessList" => Err(json!({ "code": -32601, "message": "the method does not exist" })),
        _ => Ok(answer),
    });
    let hinted = transfers(&stage, |_, _, answer| Ok(answer));
    assert_eq!(found.len(), 9);
    for (found, hinted) in found.iter().zip(&hinted) {
        assert_eq!((why(found), why(hinted)), (None, None));
        assert_eq!(found.value(), hinted.value());
    }
}

#[test]
fn an_honest_endpoint_is_proven() {
    let stage = Stage::start();
    let fact = stage.asked(|_, _, answer| Ok(answer)).unwrap();
    assert_eq!(why(&fact), None);
    let Outcome::Returned(bytes) = fact.value() else { panic!("{fact:?}") };
    assert!(!U256::from_be_slice(bytes).is_zero());
}

#[test]
fn proofs_that_do_not_hold_are_refused() {
    let stage = Stage::start();
    type Bend = fn(&mut Value);
    let cases: [(&str, Bend); 8] = [
        ("a digit of the account's proof", |proof| flipped(&mut proof["accountProof"][0])),
        ("a digit of the last node", |proof| {
            flipped(proof["accountProof"].as_array_mut().unwrap().last_mut().unwrap())
        }),
        ("a node less", |proof| drop(proof["accountProof"].as_array_mut().unwrap().pop())),
        ("another balance", |proof| proof["balance"] = json!("0x7777")),
        ("another code", |proof| proof["codeHash"] = json!(B256::repeat_byte(7))),
        ("another storage", |proof| proof["storageHash"] = json!(B256::repeat_byte(7))),
        ("a slot's value", |proof| {
            for slot in proof["storageProof"].as_array_mut().unwrap() {
                slot["value"] = json!("0x7777");
            }
        }),
        ("a slot's node less", |proof| {
            for slot in proof["storageProof"].as_array_mut().unwrap() {
                slot["proof"].as_array_mut().unwrap().pop();
            }
        }),
    ];
    for (name, bend) in cases {
        let token = stage.token;
        let got = stage.asked(move |method, params, mut answer| {
            if method == "eth_getProof" && params[0] == json!(token) {
                bend(&mut answer);
            }
            Ok(answer)
        });
        assert!(
            matches!(
                got,
                Err(ChainError::Proof { error: ProofError::Account { .. } | ProofError::Storage { .. }, .. })
            ),
            "{name}: {got:?}"
        );
    }
}

#[test]
fn the_keys_are_those_of_the_question() {
    let stage = Stage::start();
    let other: Address = parsed(&stage.devnet.demo()["contracts"]["gold"]);
    let (token, rpc) = (stage.token, stage.devnet.rpc.clone());
    // The true proof of another account: as it is, and under the name that was asked for.
    let another = move |renamed: bool| {
        let rpc = rpc.clone();
        move |method: &str, params: &Value, answer: Value| {
            if method != "eth_getProof" || params[0] != json!(token) {
                return Ok(answer);
            }
            let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": [other, params[1], params[2]] });
            let got =
                block_on(assay_sdk::chain::Transport::post(&Http::new(&rpc), body.to_string().as_bytes())).unwrap();
            let mut got = serde_json::from_slice::<Value>(&got).unwrap()["result"].take();
            if renamed {
                got["address"] = json!(token);
            }
            Ok(got)
        }
    };
    let plainly = stage.asked(another(false));
    assert!(matches!(plainly, Err(ChainError::Proof { error: ProofError::OtherAccount { .. }, .. })), "{plainly:?}");
    let renamed = stage.asked(another(true));
    assert!(matches!(renamed, Err(ChainError::Proof { error: ProofError::Account { .. }, .. })), "{renamed:?}");
    // True slots in another order, or others than were asked for.
    let swapped = stage.asked(|method, _, mut answer| {
        if method == "eth_getProof" && answer["storageProof"].as_array().unwrap().len() > 1 {
            answer["storageProof"].as_array_mut().unwrap().reverse();
        }
        Ok(answer)
    });
    assert!(matches!(swapped, Err(ChainError::Proof { error: ProofError::OtherSlot { .. }, .. })), "{swapped:?}");
}

#[test]
fn code_is_what_it_hashes_to() {
    let stage = Stage::start();
    let changed = stage.asked(|method, _, mut answer| {
        if method == "eth_getCode" && answer.as_str().unwrap().len() > 10 {
            flipped(&mut answer);
        }
        Ok(answer)
    });
    assert!(matches!(changed, Err(ChainError::Proof { error: ProofError::CodeHash { .. }, .. })), "{changed:?}");
    let none = stage.asked(|method, _, answer| Ok(if method == "eth_getCode" { json!("0x") } else { answer }));
    assert!(matches!(none, Err(ChainError::Proof { error: ProofError::CodeHash { .. }, .. })), "{none:?}");
}

#[test]
fn an_endpoint_that_answers_otherwise_than_its_state_contradicts_itself() {
    let stage = Stage::start();
    let lie = |method: &str, _: &Value, answer: Value| {
        let Some(text) = answer.as_str().filter(|_| method == "eth_call") else { return Ok(answer) };
        // One wei more, whether the call came alone or with others.
        let balance = text.to_owned();
        let more =
            |at: usize| [&balance[..at], if &balance[at..=at] == "1" { "2" } else { "1" }, &balance[at + 1..]].concat();
        Ok(json!(if balance.len() == 66 { more(65) } else { more(2 + 24 + 40) }))
    };
    let got = stage.asked(lie);
    let Err(ChainError::Inconsistent { origin, got, expected, .. }) = &got else { panic!("{got:?}") };
    assert_eq!(*origin, *stage.devnet.client().origin());
    assert!(got.contains("balanceOf(address)") && expected.contains("returned"), "{got} {expected}");
    assert_ne!(got, expected);
    // A revert that is none.
    let reverts = stage.asked(|method, _, answer| {
        if method == "eth_call" {
            Err(json!({ "code": 3, "message": "execution reverted", "data": "0x" }))
        } else {
            Ok(answer)
        }
    });
    assert!(matches!(reverts, Err(ChainError::Inconsistent { .. })), "{reverts:?}");
}

#[test]
fn what_an_endpoint_declines_to_run_is_proven_all_the_same() {
    let stage = Stage::start();
    let fact =
        stage.asked(
            |method, _, answer| {
                if method == "eth_call" { Err(json!({ "code": -32_000, "message": "busy" })) } else { Ok(answer) }
            },
        );
    assert_eq!(why(&fact.unwrap()), None);
}

#[test]
fn without_proofs_an_answer_is_claimed_and_says_so() {
    let stage = Stage::start();
    let asked = Rc::new(Cell::new(0));
    for (code, message, again) in [(-32_601, "no such method", 0), (-32_000, "missing trie node 1234 (path )", 1)] {
        let count = Rc::clone(&asked);
        let rpc = stage.rpc(move |method, _, answer| {
            if method != "eth_getProof" {
                return Ok(answer);
            }
            count.set(count.get() + 1);
            Err(json!({ "code": code, "message": message }))
        });
        let prover = Prover::new(InProcess);
        let ask = |account: Address| {
            let mut reads = stage.head();
            drop(reads.ask(stage.token, &IERC20::balanceOfCall { account }));
            let read = reads.wanted().remove(0);
            block_on(prover.answer(&rpc, &mut reads)).unwrap();
            why(reads.answered(&read).unwrap())
        };
        let expected = Some(Unproven::NoProofs { message: message.to_owned() });
        assert_eq!(ask(stage.holder), expected);
        let proofs = rpc.transport().proofs.get();
        assert_eq!(proofs, 1);
        // A method that is lacking is not asked for again; a state that is gone may come back.
        assert_eq!(ask(stage.token), expected);
        assert_eq!(rpc.transport().proofs.get() - proofs, again, "{message}");
    }
    // Hints are only hints.
    for hint in [json!({ "accessList": [] }), json!(null), json!({ "accessList": [{ "address": "0x7" }] })] {
        let fact = stage
            .asked(move |method, _, answer| Ok(if method == "eth_createAccessList" { hint.clone() } else { answer }));
        assert_eq!(why(&fact.unwrap()), None);
    }
    let lacking = stage.asked(|method, _, answer| {
        if method == "eth_createAccessList" { Err(json!({ "code": -32_601, "message": "no" })) } else { Ok(answer) }
    });
    assert_eq!(why(&lacking.unwrap()), None);
}

/// Plants a contract, asks it, and says why the answer is not proven.
fn planted(stage: &Stage, code: &str, hints: bool) -> Option<Unproven> {
    let contract = Address::repeat_byte(0xee);
    stage.devnet.call("anvil_setCode", json!([contract, format!("0x{code}")]));
    stage.devnet.call("evm_mine", json!([]));
    let mut reads = stage.head();
    let call = IERC20::totalSupplyCall {};
    drop(reads.ask(contract, &call));
    let rpc = stage.rpc(move |method, _, answer| {
        Ok(if method == "eth_createAccessList" && !hints { json!({ "accessList": [] }) } else { answer })
    });
    block_on(Prover::new(InProcess).answer(&rpc, &mut reads)).unwrap();
    let read = Read::Call {
        to: contract,
        from: None,
        data: call.abi_encode().into(),
        signature: IERC20::totalSupplyCall::SIGNATURE,
    };
    assert!(rpc.transport().proofs.get() <= 96, "{}", rpc.transport().proofs.get());
    why(reads.answered(&read).expect("an answer"))
}

#[test]
fn misses_without_end_are_given_up() {
    let stage = Stage::start();
    // Each slot names the next: SLOAD again and again, a hundred times.
    let contract = Address::repeat_byte(0xee);
    for slot in 0..100_u64 {
        let (slot, next) = (B256::from(U256::from(slot)), B256::from(U256::from(slot + 1)));
        stage.devnet.call("anvil_setStorageAt", json!([contract, slot, next]));
    }
    let chain = ["6000", &"54".repeat(100), "60005260206000f3"].concat();
    assert_eq!(planted(&stage, &chain, false), Some(Unproven::TooMuch { what: "rounds".to_owned() }));
    // The endpoint's hint has them all at once.
    assert_eq!(planted(&stage, &chain, true), None);
    // A slot after another, until the gas is used up.
    let all = "60005b80545060010160025600";
    assert_eq!(planted(&stage, all, false), Some(Unproven::TooMuch { what: "proofs".to_owned() }));
}

#[test]
fn what_depends_on_the_node_is_left_to_it() {
    let stage = Stage::start();
    // The time and the height are the block's own; the last block's hash is in the header, earlier ones in the chain's history.
    for code in ["42", "43", "600143034000", "6003430340"] {
        let code = [code.trim_end_matches("00"), "60005260206000f3"].concat();
        assert_eq!(planted(&stage, &code, true), None, "{code}");
    }
    // Base fee, as nodes that give none to a call have it.
    let contract = Address::repeat_byte(0xee);
    stage.devnet.call("anvil_setCode", json!([contract, "0x4860005260206000f3"]));
    stage.devnet.call("evm_mine", json!([]));
    let mut reads = stage.head();
    drop(reads.ask_as(stage.holder, contract, &IERC20::totalSupplyCall {}));
    let read = reads.wanted().remove(0);
    let rpc = stage.rpc(|method, _, answer| {
        let zero = Bytes::from(U256::ZERO.to_be_bytes_vec());
        Ok(if method == "eth_call" { json!(zero) } else { answer })
    });
    block_on(Prover::new(InProcess).answer(&rpc, &mut reads)).unwrap();
    assert_eq!(why(reads.answered(&read).unwrap()), Some(Unproven::BlockDependent));
}

/// A worker that is gone.
#[derive(Debug)]
struct Gone;

impl Engine for Gone {
    fn run<'a>(&'a self, _: &'a ProvenState, _: &'a [Job]) -> Running<'a> {
        Box::pin(std::future::ready(Err(EngineError::Unavailable { reason: "the worker is gone".to_owned() })))
    }
}

#[test]
fn without_an_engine_nothing_is_proven_and_that_is_said() {
    let stage = Stage::start();
    let mut reads = stage.head();
    drop(reads.ask(stage.token, &IERC20::balanceOfCall { account: stage.holder }));
    block_on(Prover::new(Gone).answer(&stage.devnet.client(), &mut reads)).unwrap();
    let fact = reads.answered(&stage.balance()).unwrap();
    assert!(matches!(why(fact), Some(Unproven::NotRun { message }) if message.contains("the worker is gone")));
}

type Change = Box<dyn Fn(&str, &Value, Value) -> Result<Value, Value>>;

/// A client of this endpoint whose blocks another host vouches for: the same chain under another name, with a change.
fn witnessed(stage: &Stage, change: Change) -> Client<Changing> {
    let elsewhere = stage.devnet.rpc.replace("127.0.0.1", "localhost");
    assert_ne!(elsewhere, stage.devnet.rpc);
    Client::new(Changing::new(&stage.devnet.rpc, |_, _, answer| Ok(answer)), stage.devnet.chain)
        .proving(InProcess)
        .with_witnesses([Changing::new(&elsewhere, change)])
}

/// The holdings of the stage's holder, as well known as the client makes them.
fn balance_level(stage: &Stage, client: &Client<Changing>, mut reads: Reads) -> (Level, Vec<Source>) {
    let holdings = block_on(client.portfolio(&mut reads, stage.holder, &stage.list(), Timestamp(0))).unwrap();
    let balance = &holdings.iter().find_map(|holding| holding.as_ref().ok()).unwrap().balance;
    (balance.level(), balance.evidence().sources().cloned().collect())
}

#[test]
fn what_is_proven_is_as_well_known_as_those_who_vouch_for_its_block() {
    let stage = Stage::start();
    let at = stage.head().at();
    let honest = witnessed(&stage, Box::new(|_, _, answer| Ok(answer)));
    let reads = block_on(honest.vouched(at)).unwrap();
    let (level, sources) = balance_level(&stage, &honest, reads);
    assert_eq!(level, Level::Attested);
    assert!(
        matches!(&sources[..], [Source::Quorum(both), Source::MerkleProof { .. }] if both.len() == 2),
        "{sources:?}"
    );
    let (level, _) = balance_level(&stage, &honest, Reads::new(at));
    assert_eq!(level, Level::Claimed, "the block is one endpoint's word where nobody was asked");

    let behind = witnessed(&stage, Box::new(|_, _, _| Ok(Value::Null)));
    let (level, sources) = balance_level(&stage, &behind, block_on(behind.vouched(at)).unwrap());
    assert_eq!(level, Level::Claimed);
    assert!(sources.iter().any(|source| matches!(source, Source::Unproven(Unproven::NotAgreed { .. }))), "{sources:?}");
}

#[test]
fn a_witness_with_another_block_at_this_height_is_named() {
    let stage = Stage::start();
    let at = stage.head().at();
    let lying = witnessed(
        &stage,
        Box::new(move |method, _, answer| {
            if method != "eth_getBlockByNumber" {
                return Ok(answer);
            }
            // The header hashes to its hash: another extra text, and so another block.
            let mut other = answer;
            other["extraData"] = json!("0x07");
            let Err(ProofError::HeaderHash { got, .. }) = Header::from_rpc(&other) else { unreachable!() };
            other["hash"] = json!(got);
            Ok(other)
        }),
    );
    let error = block_on(lying.vouched(at)).unwrap_err();
    let Error::Chain(ChainError::Disagreement { first, second, first_hash, second_hash }) = &error else {
        panic!("{error}")
    };
    let hosts = std::collections::BTreeSet::from([first.host(), second.host()]);
    assert_eq!(hosts, std::collections::BTreeSet::from(["127.0.0.1", "localhost"]));
    assert!(first_hash != second_hash && [first_hash, second_hash].contains(&&at.hash));
}
