//! The same history from an indexer: honest, lying, leaving out, repeating, behind.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use alloy_primitives::U256;
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::chain::{ChainError, Cursor, HistoryFilter, Http, Indexer};
use assay_sdk::client::Client;
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, Level, PlacedLog};
use pollster::block_on;
use serde_json::{Value, json};

use crate::hostile::quantity;
use crate::stage::{Dice, Reader, Stage};

/// A subgraph, as far as one query goes.
struct Subgraph {
    entities: Arc<Mutex<Vec<Value>>>,
    meta: Arc<Mutex<Value>>,
    port: u16,
}

/// Its own limit of a page.
const CAP: usize = 7;

impl Subgraph {
    /// Serves the transfers of these contracts, made from the chain's logs.
    fn of(stage: &Stage) -> Self {
        let head = quantity(&stage.devnet.call("eth_blockNumber", json!([])));
        let entities = Arc::new(Mutex::new(entities(stage)));
        let meta = Arc::new(Mutex::new(json!({ "block": { "number": head }, "hasIndexingErrors": false })));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (served, state) = (Arc::clone(&entities), Arc::clone(&meta));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut reader = BufReader::new(stream.unwrap());
                let (mut line, mut length) = (String::new(), 0);
                while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                    if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    line.clear();
                }
                let mut body = vec![0; length];
                if reader.read_exact(&mut body).is_err() || body.is_empty() {
                    continue;
                }
                let request: Value = serde_json::from_slice(&body).unwrap();
                let answer = answer(&request, &served.lock().unwrap(), &state.lock().unwrap()).to_string();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", answer.len());
                let _ = reader.get_mut().write_all(format!("{head}{answer}").as_bytes());
            }
        });
        Self { entities, meta, port }
    }

    fn indexer(&self, host: &str) -> Indexer<Http> {
        Indexer::new(Http::new(&format!("http://{host}:{}", self.port)))
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Value>)) {
        change(&mut self.entities.lock().unwrap());
    }
}

fn answer(request: &Value, entities: &[Value], meta: &Value) -> Value {
    assert!(request["query"].as_str().unwrap().contains("id_gt: $after"));
    let asked = &request["variables"];
    let number = |value: &Value| value.as_str().unwrap().parse::<u64>().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_ascii_lowercase();
    let tokens: Vec<String> = asked["tokens"].as_array().unwrap().iter().map(text).collect();
    let (holder, after) = (text(&asked["holder"]), text(&asked["after"]));
    let blocks = number(&asked["from"])..=number(&asked["to"]);
    let fits = |entity: &&Value| {
        text(&entity["id"]) > after
            && tokens.contains(&text(&entity["token"]))
            && blocks.contains(&number(&entity["blockNumber"]))
            && (text(&entity["from"]) == holder || text(&entity["to"]) == holder)
    };
    let mut found: Vec<&Value> = entities.iter().filter(fits).collect();
    found.sort_by_key(|entity| text(&entity["id"]));
    found.truncate(CAP.min(usize::try_from(asked["first"].as_u64().unwrap()).unwrap()));
    json!({ "data": { "_meta": meta, "transfers": found } })
}

fn entities(stage: &Stage) -> Vec<Value> {
    let transfer = json!(<IERC20::Transfer as alloy_sol_types::SolEvent>::SIGNATURE_HASH);
    let query = json!([{ "address": stage.tokens, "fromBlock": "0x0", "toBlock": "latest", "topics": [transfer] }]);
    let logs = stage.devnet.call("eth_getLogs", query);
    let entity = |log: &Value| {
        let block = stage.devnet.call("eth_getBlockByNumber", json!([log["blockNumber"], false]));
        let party = |n: usize| format!("0x{}", log["topics"][n].as_str().unwrap().split_at(26).1);
        let value: U256 = log["data"].as_str().unwrap().parse().unwrap();
        let (transaction, index) = (log["transactionHash"].as_str().unwrap(), quantity(&log["logIndex"]));
        json!({
            "id": format!("{transaction}{index:08x}"),
            "token": log["address"], "from": party(1), "to": party(2), "value": value.to_string(),
            "blockNumber": quantity(&log["blockNumber"]).to_string(), "blockHash": log["blockHash"],
            "blockTimestamp": quantity(&block["timestamp"]).to_string(),
            "transactionHash": transaction, "logIndex": index.to_string(),
        })
    };
    logs.as_array().unwrap().iter().map(entity).collect()
}

fn transfers(stage: &Stage) -> HistoryFilter {
    HistoryFilter::new(stage.alice, stage.tokens.iter().copied(), 0)
}

fn same(a: &[Fact<PlacedLog>], b: &[Fact<PlacedLog>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.value() == b.value() && a.at() == b.at())
}

struct Both {
    stage: Stage,
    client: Client<Http>,
    subgraph: Subgraph,
    head: u64,
    /// By the chain's logs.
    logs: Vec<Fact<PlacedLog>>,
}

impl Both {
    fn new(seed: u64) -> Self {
        let stage = Stage::new();
        stage.live(&mut Dice(seed), 25);
        let amount = U256::from(321);
        let approve = IERC20::approveCall { spender: stage.credit, amount };
        stage.send(stage.alice, stage.cash, &approve);
        let deposit = assay_sdk::abi::erc4626::IERC4626::depositCall { assets: amount, receiver: stage.alice };
        stage.send(stage.alice, stage.credit, &deposit);
        let client = Client::new(Http::new(&stage.devnet.rpc), stage.devnet.chain);
        let logs = Reader::all(&stage.devnet.client(), &transfers(&stage), None).logs;
        let subgraph = Subgraph::of(&stage);
        let head = quantity(&stage.devnet.call("eth_blockNumber", json!([])));
        Self { stage, client, subgraph, head, logs }
    }

    fn indexed(&self, host: &str) -> Result<Vec<Fact<PlacedLog>>, Error> {
        block_on(self.client.indexed(&self.subgraph.indexer(host), &transfers(&self.stage), self.head))
    }

    /// Where an entity of Alice's last deposit stands.
    fn deposit(&self) -> (String, String) {
        let last = &self.logs.last().unwrap().value().record;
        (last.block_number.to_string(), last.transaction.to_string())
    }
}

#[test]
fn an_indexer_and_the_chain_give_the_same_records() {
    let both = Both::new(0x1d1);
    assert!(both.logs.len() > 3 * CAP);
    for (host, level) in [("localhost", Level::Attested), ("127.0.0.1", Level::Claimed)] {
        let claimed = both.indexed(host).unwrap();
        assert!(same(&claimed, &both.logs), "{host}");
        assert!(claimed.iter().all(|log| log.level() == Level::Claimed));
        let said = block_on(both.client.confirm(&transfers(&both.stage), &claimed)).unwrap();
        assert!(same(&said.confirmed, &both.logs));
        assert!(said.unfounded.is_empty() && said.omitted.is_empty() && said.repeated.is_empty());
        // One host is one party, whatever its ports.
        assert!(said.confirmed.iter().all(|log| log.level() == level), "{host}");
    }
}

#[test]
fn what_an_indexer_makes_up_leaves_out_or_repeats_is_found() {
    let both = Both::new(0x1d2);
    let filter = transfers(&both.stage);
    let (block, transaction) = both.deposit();
    let honest = both.subgraph.entities.lock().unwrap().clone();
    let credit = both.stage.credit.to_string().to_ascii_lowercase();
    let is_deposit = |entity: &Value| entity["transactionHash"] == transaction.as_str();
    let of_credit = |entity: &Value| is_deposit(entity) && entity["token"] == credit.as_str();
    let check = |change: &dyn Fn(&mut Vec<Value>)| {
        both.subgraph.change(|entities| {
            entities.clone_from(&honest);
            change(entities);
        });
        let claimed = both.indexed("localhost").unwrap();
        let said = block_on(both.client.confirm(&filter, &claimed)).unwrap();
        [said.confirmed.len(), said.unfounded.len(), said.omitted.len(), said.repeated.len()]
    };
    let all = both.logs.len();
    // Another amount: the chain has another log there.
    let altered = |entities: &mut Vec<Value>| {
        entities.iter_mut().filter(|entity| of_credit(entity)).for_each(|entity| entity["value"] = json!("1"));
    };
    assert_eq!(check(&altered), [all - 1, 1, 1, 0]);
    let redated = |entities: &mut Vec<Value>| {
        entities.iter_mut().filter(|entity| of_credit(entity)).for_each(|entity| entity["blockTimestamp"] = json!("1"));
    };
    assert_eq!(check(&redated), [all - 1, 1, 1, 0]);
    let invented = |entities: &mut Vec<Value>| {
        let mut more = entities.iter().find(|entity| of_credit(entity)).unwrap().clone();
        (more["logIndex"], more["id"]) = (json!("99"), json!(format!("{transaction}00000099")));
        entities.push(more);
    };
    assert_eq!(check(&invented), [all, 1, 0, 0]);
    let omitted = |entities: &mut Vec<Value>| entities.retain(|entity| !of_credit(entity));
    assert_eq!(check(&omitted), [all - 1, 0, 1, 0]);
    let repeated = |entities: &mut Vec<Value>| {
        let mut more = entities.iter().find(|entity| of_credit(entity)).unwrap().clone();
        more["id"] = json!(format!("{transaction}99999999"));
        entities.push(more);
    };
    assert_eq!(check(&repeated), [all, 0, 0, 1]);
    // A whole block left out: nothing of what is left tells. The statement's balances do; see `books.rs`.
    let hidden = |entities: &mut Vec<Value>| entities.retain(|entity| entity["blockNumber"] != block.as_str());
    assert_eq!(check(&hidden)[1..], [0, 0, 0]);
}

#[test]
fn an_indexer_that_cannot_answer_says_so() {
    let both = Both::new(0x1d3);
    let meta = |value: Value| *both.subgraph.meta.lock().unwrap() = value;
    meta(json!({ "block": { "number": both.head - 1 }, "hasIndexingErrors": false }));
    let behind = both.indexed("127.0.0.1").err();
    let Some(Error::Chain(ChainError::IndexerBehind { got, expected, .. })) = behind else { panic!("{behind:?}") };
    assert_eq!((got, expected), (both.head - 1, both.head));
    meta(json!({ "block": { "number": both.head }, "hasIndexingErrors": true }));
    let failed = both.indexed("127.0.0.1").err();
    assert!(matches!(failed, Some(Error::Chain(ChainError::Indexer { .. }))), "{failed:?}");
    meta(json!({ "block": { "number": both.head } }));
    let unclear = both.indexed("127.0.0.1").err();
    assert!(matches!(unclear, Some(Error::Chain(ChainError::Malformed { .. }))), "{unclear:?}");
    meta(json!({ "block": { "number": both.head }, "hasIndexingErrors": false }));
    // And what is no transfer.
    let page = block_on(both.subgraph.indexer("127.0.0.1").page(&transfers(&both.stage), both.head, &Cursor::first()))
        .unwrap();
    let first = page.next.unwrap();
    both.subgraph.change(|entities| {
        for entity in entities.iter_mut() {
            entity["value"] = json!("-1");
        }
    });
    let next = block_on(both.subgraph.indexer("127.0.0.1").page(&transfers(&both.stage), both.head, &first));
    assert!(matches!(next, Err(ChainError::Malformed { .. })), "{next:?}");
}
