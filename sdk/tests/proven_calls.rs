//! Proven calls against the demo chain: each is compared with what the node itself answers to the plain call, and each simulation with the
//! receipt of the transaction.

#![cfg(all(feature = "native-http", feature = "evm"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test stops where its data is not what it should be, and says what it counted"
)]

#[path = "support/devnet.rs"]
mod devnet;
#[expect(dead_code, reason = "states are made of numbers alone")]
#[path = "signing/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256, Bytes, U256, hex};
use alloy_sol_types::{SolCall, sol};
use assay_sdk::asset::{TokenList, holdings};
use assay_sdk::chain::{Http, InProcess, Prover, Rpc};
use assay_sdk::client::Client;
use assay_sdk::compliance::{TransferQuery, check_transfer};
use assay_sdk::evidence::{Outcome, Read, Reads, Source, Unproven};
use assay_sdk::proof::{Fees, Message};
use assay_sdk::tx::{Scope, SimulatedFailure, Simulation};
use assay_sdk::units::{Amount, Timestamp};
use devnet::Devnet;
use pollster::block_on;
use random::Random;
use serde_json::{Value, json};

sol! {
    function transfer(address to, uint256 amount);
    function approve(address spender, uint256 amount);
    function transferFrom(address from, address to, uint256 amount);
    function redeem(uint256 shares, address receiver, address owner);
    function deposit(uint256 assets, address receiver);
    function requestRedeem(uint256 shares, address controller, address owner);
    function retire(uint256 amount);
    function claim(uint256 index, address account, uint256 amount, bytes32[] merkleProof);
}

fn parsed<V: std::str::FromStr>(value: &Value) -> V {
    value.as_str().unwrap().parse().ok().unwrap()
}

impl Random {
    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Sizes from nothing to more than anybody has.
    fn amount(&mut self) -> U256 {
        U256::from(self.next() % 10_000).saturating_mul(U256::from(10).pow(U256::from(self.next() % 22)))
    }
}

struct Stage {
    devnet: Devnet,
    list: TokenList,
    people: Vec<Address>,
    rpc: Rpc<Http>,
    prover: Prover,
}

impl Stage {
    fn start() -> Self {
        let devnet = Devnet::start();
        let list = TokenList::parse(&devnet.text("tokenlist.json"), Some(devnet.chain)).unwrap();
        let demo = devnet.demo();
        let people = ["alice", "bob", "carol", "dave"].map(|name| parsed(&demo["investors"][name]["address"]));
        let rpc = devnet.client();
        Self { devnet, list, people: people.to_vec(), rpc, prover: Prover::new(InProcess) }
    }

    fn head(&self) -> Reads {
        Reads::new(block_on(self.rpc.head()).unwrap().at())
    }

    /// A transaction of somebody, which may well fail; among them all that the demo's tokens can do.
    fn random_transaction(&self, random: &mut Random) -> (Address, Address, Bytes) {
        let contracts = &self.devnet.demo()["contracts"];
        let token = random.of(&self.list.tokens).asset.token;
        let (from, to, amount) = (*random.of(&self.people), *random.of(&self.people), random.amount());
        let contract = |name: &str| parsed::<Address>(&contracts[name]);
        let (to, data) = match random.next() % 8 {
            0 | 1 => (token, approveCall { spender: to, amount }.abi_encode()),
            2 => (token, transferFromCall { from: to, to: from, amount }.abi_encode()),
            3 => (contract("credit"), redeemCall { shares: amount, receiver: from, owner: from }.abi_encode()),
            4 => (contract("credit"), depositCall { assets: amount, receiver: from }.abi_encode()),
            5 => (
                contract("fundRedemption"),
                requestRedeemCall { shares: amount, controller: from, owner: from }.abi_encode(),
            ),
            6 => (contract("carbon"), retireCall { amount }.abi_encode()),
            _ => (token, transferCall { to, amount }.abi_encode()),
        };
        (from, to, data.into())
    }

    /// What the node answers to one plain call.
    fn plain(&self, to: Address, from: Option<Address>, data: &Bytes, at: B256) -> Outcome {
        let mut call = json!({ "to": to, "data": data, "gas": "0x989680" });
        if let Some(from) = from {
            call["from"] = json!(from);
        }
        match self.devnet.raw("eth_call", json!([call, { "blockHash": at }])) {
            Ok(bytes) => Outcome::Returned(parsed(&bytes)),
            Err(error) => {
                Outcome::Reverted(error["data"].as_str().map_or_else(Bytes::new, |data| data.parse().unwrap()))
            }
        }
    }

    /// Asks until nothing is wanted, by proof; gives all that was asked, and the exchanges that it took.
    fn settled(&self, reads: &mut Reads, question: impl Fn(&mut Reads)) -> (BTreeSet<Read>, u64) {
        let (mut asked, before) = (BTreeSet::new(), self.rpc.traffic().round_trips);
        for _ in 0..24 {
            question(reads);
            if reads.wanted().is_empty() {
                return (asked, self.rpc.traffic().round_trips - before);
            }
            asked.extend(reads.wanted());
            block_on(self.prover.answer(&self.rpc, reads)).unwrap();
        }
        panic!("it wants ever more");
    }
}

/// Random states in all.
const STATES: usize = 500;
/// One in so many is taken, from the first on, so that it takes a minute. `cargo xtask bench --only scenarios` takes all.
const SHARE: usize = 31;

#[expect(clippy::disallowed_methods, reason = "the builder says how long a run may take")]
fn states() -> usize {
    let takes_all = std::env::var("ASSAY_SCENARIOS").is_ok_and(|which| which == "all");
    if takes_all { STATES } else { STATES.div_ceil(SHARE) }
}

#[test]
fn what_portfolios_and_verdicts_read_is_proven_and_as_the_node_says() {
    let stage = Stage::start();
    let mut random = Random(1);
    let (mut pairs, mut kinds) = (0_usize, BTreeMap::<String, usize>::new());
    let now = Timestamp(1_790_000_000);
    for _ in 0..states() {
        let (from, to, data) = stage.random_transaction(&mut random);
        stage.devnet.send(&from.to_string(), &to.to_string(), &data.to_string());
        let mut reads = stage.head();
        let holder = *random.of(&stage.people);
        let (mut asked, _) = stage.settled(&mut reads, |reads| drop(holdings(reads, holder, &stage.list.tokens, now)));
        let token = random.of(&stage.list.tokens).clone();
        let (from, to) = (*random.of(&stage.people), *random.of(&stage.people));
        let amount = Amount::from_raw(random.amount(), token.decimals).unwrap();
        let (verdict, _) = stage.settled(&mut reads, |reads| {
            if let Ok(profile) = assay_sdk::asset::profile(reads, token.asset.token) {
                let query = TransferQuery::new(profile.into_value(), from, to, amount).with_labels(&token);
                drop(check_transfer(reads, &query));
            }
        });
        asked.extend(verdict);
        let at = reads.at();
        for read in &asked {
            let fact = reads.answered(read).expect("it was asked");
            let Read::Call { to, from, data, .. } = read else { continue };
            assert_eq!(*fact.value(), stage.plain(*to, *from, data, at.hash), "{read} in block {}", at.number);
            let proven = fact.evidence().sources().any(|source| matches!(source, Source::MerkleProof { .. }));
            assert!(proven, "{read}: {:?}", fact.evidence());
            pairs += 1;
            *kinds.entry(read.signature().to_owned()).or_default() += 1;
        }
    }
    println!("{pairs} calls in {} states, {} functions", states(), kinds.len());
    assert!(kinds.len() > 20 && pairs > 100 * states(), "{kinds:?}");
}

#[test]
fn rehearsals_are_proven_too() {
    let stage = Stage::start();
    let mut random = Random(7);
    let mut rehearsed = 0;
    for token in stage.list.tokens.clone() {
        let mut reads = stage.head();
        let (from, to) = (stage.people[0], stage.people[1]);
        let amount = Amount::from_raw(U256::from(random.next() % 1_000 + 1), token.decimals).unwrap();
        let (asked, _) = stage.settled(&mut reads, |reads| {
            if let Ok(profile) = assay_sdk::asset::profile(reads, token.asset.token) {
                drop(check_transfer(reads, &TransferQuery::new(profile.into_value(), from, to, amount)));
            }
        });
        for read in asked.iter().filter(|read| matches!(read, Read::Rehearsal(_) | Read::Program { .. })) {
            let fact = reads.answered(read).unwrap();
            assert!(
                fact.evidence().sources().any(|source| matches!(source, Source::MerkleProof { .. })),
                "{read}: {fact:?}"
            );
            rehearsed += 1;
        }
    }
    assert!(rehearsed > 0);
}

#[test]
fn a_second_question_at_the_same_block_needs_only_what_is_new() {
    let stage = Stage::start();
    let token = stage.list.tokens.iter().find(|token| token.symbol == "dTBILL").expect("the fund").clone();
    let amount = Amount::from_raw(U256::from(1_000_000), token.decimals).unwrap();
    let ask = |reads: &mut Reads, to: Address| {
        stage.settled(reads, |reads| {
            if let Ok(profile) = assay_sdk::asset::profile(reads, token.asset.token) {
                let query = TransferQuery::new(profile.into_value(), stage.people[0], to, amount);
                drop(check_transfer(reads, &query));
            }
        })
    };
    let mut reads = stage.head();
    let (calls, first) = ask(&mut reads, stage.people[1]);
    let received = stage.rpc.traffic().received;
    // The same ledger, emptied: all of it is proven already.
    let mut again = Reads::new(reads.at());
    let (_, second) = ask(&mut again, stage.people[1]);
    let cheap = stage.rpc.traffic().received - received;
    println!("a verdict of {} reads: {first} exchanges, {received} bytes; again: {second}, {cheap} bytes", calls.len());
    assert!(second < first, "{second} after {first}");
    assert!(cheap * 5 < received, "{cheap} after {received}");
}

/// The next block's time follows the last one's by a second here, and not by a slot: nothing in the demo depends on that second.
#[test]
fn simulations_are_as_the_receipts() {
    let stage = Stage::start();
    let client = Client::new(Http::new(&stage.devnet.rpc), stage.devnet.chain).proving(InProcess);
    let mut random = Random(3);
    let (mut passed, mut failed, mut moved, mut granted, mut given_up) = (0, 0, 0, 0, 0);
    let mut claims = claims(&stage);
    for round in 0..120 {
        let (from, to, data) = if round % 10 == 0 {
            claims.pop().unwrap_or_else(|| stage.random_transaction(&mut random))
        } else {
            stage.random_transaction(&mut random)
        };
        let at = stage.head().at();
        let fees = Some(Fees { max: 100_000_000_000, priority: 1_000_000_000 });
        let message = Message { from, to: Some(to), data: data.clone(), value: U256::ZERO, gas: 3_000_000, fees };
        let fact = match block_on(client.simulate(message, &Reads::new(at))).unwrap() {
            Ok(fact) => fact,
            // This node gives no hint for a transaction that fails, and some are many proxies deep.
            Err(why) => {
                assert_eq!(why, Unproven::TooMuch { what: "rounds".to_owned() }, "{from} to {to} {data}");
                given_up += 1;
                continue;
            }
        };
        assert!(fact.evidence().sources().any(|source| matches!(source, Source::MerkleProof { .. })));
        let simulated = fact.into_value();
        let receipt = stage.devnet.send(&from.to_string(), &to.to_string(), &data.to_string());
        let what = format!("round {round}: {from} to {to} {data}: {simulated:?} {receipt}");
        same_as_receipt(&simulated, &receipt, &what);
        match &simulated.outcome {
            Ok(_) => passed += 1,
            Err(SimulatedFailure::Reverted(_)) => failed += 1,
            Err(other) => panic!("{other:?}: {what}"),
        }
        moved += simulated.movements.len();
        granted += simulated.approvals.iter().filter(|grant| matches!(grant.scope, Scope::Amount(_))).count();
        assert!(simulated.ether.is_empty(), "no ether moves: {what}");
    }
    println!("{passed} passed, {failed} failed, {moved} movements, {granted} approvals, {given_up} given up");
    assert!(given_up <= 12);
    assert!(passed > 20 && failed > 20 && moved > 20 && granted > 5);
}

/// Status, gas to the unit, and every log.
fn same_as_receipt(simulated: &Simulation, receipt: &Value, what: &str) {
    assert_eq!(simulated.outcome.is_ok(), receipt["status"] == "0x1", "{what}");
    assert_eq!(U256::from(simulated.gas_used), parsed::<U256>(&receipt["gasUsed"]), "{what}");
    let logs = receipt["logs"].as_array().unwrap();
    assert_eq!(simulated.logs.len(), logs.len(), "{what}");
    for (log, real) in simulated.logs.iter().zip(logs) {
        assert_eq!(log.address, parsed::<Address>(&real["address"]));
        let topics = real["topics"].as_array().unwrap().iter().map(parsed::<B256>).collect::<Vec<_>>();
        assert_eq!((log.topics(), &log.data.data), (topics.as_slice(), &parsed::<Bytes>(&real["data"])), "{what}");
    }
}

/// Claims of distributions that are open: transactions with a proof of their own.
fn claims(stage: &Stage) -> Vec<(Address, Address, Bytes)> {
    let demo = stage.devnet.demo();
    let rent = demo["distributions"].as_array().unwrap().last().unwrap();
    let tree = stage.devnet.file(rent["tree"].as_str().unwrap());
    let contract: Address = parsed(&rent["contract"]);
    let claims = tree["claims"].as_object().unwrap().iter().map(|(account, claim)| {
        let account: Address = account.parse().unwrap();
        let proof = claim["proof"].as_array().unwrap().iter().map(parsed).collect();
        let index = U256::from(claim["index"].as_u64().unwrap());
        let call = claimCall { index, account, amount: parsed(&claim["amount"]), merkleProof: proof };
        (account, contract, Bytes::from(call.abi_encode()))
    });
    claims.collect()
}

#[test]
fn dependence_on_the_block_is_noticed() {
    let stage = Stage::start();
    let client = Client::new(Http::new(&stage.devnet.rpc), stage.devnet.chain).proving(InProcess);
    // Return the time, the random word, the beneficiary, the base fee, the height; and a constant.
    for (at, opcode, expected) in
        [(1_u8, "42", true), (2, "44", true), (3, "41", true), (4, "48", true), (5, "43", false), (6, "6007", false)]
    {
        let contract = Address::repeat_byte(at);
        stage.devnet.call("anvil_setCode", json!([contract, format!("0x{opcode}60005260206000f3")]));
        stage.devnet.call("evm_mine", json!([]));
        let message = Message {
            from: stage.people[0],
            to: Some(contract),
            data: Bytes::new(),
            value: U256::ZERO,
            gas: 100_000,
            fees: Some(Fees { max: 100_000_000_000, priority: 0 }),
        };
        let head = stage.head().at();
        let simulated = block_on(client.simulate(message, &Reads::new(head))).unwrap().unwrap().into_value();
        assert_eq!(simulated.depends_on_block, expected, "{opcode}");
        if opcode == "43" {
            assert_eq!(simulated.outcome.unwrap(), Bytes::from(U256::from(head.number + 1).to_be_bytes_vec()));
        }
    }
    let without = Client::new(Http::new(&stage.devnet.rpc), stage.devnet.chain);
    let nothing = hex!("00").to_vec();
    let message =
        Message { from: stage.people[0], to: None, data: nothing.into(), value: U256::ZERO, gas: 100_000, fees: None };
    assert!(block_on(without.simulate(message, &stage.head())).unwrap().is_err());
}
