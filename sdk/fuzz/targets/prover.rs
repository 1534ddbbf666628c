//! All that an endpoint answers while a call is proven: its answers to methods, as an object of JSON, in place of those that were recorded of
//! mainnet. Whatever they are, a proven answer is the true one.
#![no_main]

use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use alloy_primitives::{Address, Bytes, U256, address};
use assay_sdk::chain::{InProcess, Prover, Rpc, Transport, TransportError};
use assay_sdk::evidence::{Origin, Outcome, Read, Reads, Source};
use assay_sdk::proof::Header;
use assay_sdk::units::ChainId;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};

const CONTRACT: Address = address!("00000000219ab540356cbb839cbe05303d7705fa");
const MINER: Address = address!("4838b106fce9647bdf1e7877bf73ce8b0bad5f97");

static RECORDED: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let read = |text| serde_json::from_str::<Value>(text).expect("it is JSON");
    let answers = json!({
        "eth_chainId": "0x1",
        "eth_getBlockByHash": read(include_str!("../../tests/vectors/mainnet-block.json")),
        "eth_getProof": {
            CONTRACT.to_string(): read(include_str!("../../tests/vectors/mainnet-deposit-contract.json")),
            MINER.to_string(): read(include_str!("../../tests/vectors/mainnet-miner.json")),
        },
        "eth_getCode": read(include_str!("../../tests/vectors/mainnet-deposit-contract-code.json")),
        "eth_call": U256::from(1),
        "eth_createAccessList": { "accessList": [{ "address": CONTRACT, "storageKeys": [] }], "gasUsed": "0x5208" },
    });
    answers.as_object().cloned().expect("an object")
});

struct Lying<'a> {
    origin: Origin,
    lies: &'a Map<String, Value>,
}

impl Lying<'_> {
    fn answer(&self, request: &Value) -> Value {
        let (id, method) = (&request["id"], request["method"].as_str().unwrap_or_default());
        if let Some(lie) = self.lies.get(method) {
            let kind = if lie.get("code").is_some() { "error" } else { "result" };
            return json!({ "jsonrpc": "2.0", "id": id, kind: lie });
        }
        let address = request["params"][0].as_str().and_then(|text| text.parse::<Address>().ok());
        let result = match (method, address) {
            ("eth_getCode", Some(MINER)) => json!("0x"),
            ("eth_getProof", Some(address)) => {
                let mut proof = RECORDED["eth_getProof"][address.to_string()].clone();
                if request["params"][1].as_array().is_some_and(Vec::is_empty) && proof.is_object() {
                    proof["storageProof"] = json!([]);
                }
                proof
            }
            _ => RECORDED.get(method).cloned().unwrap_or_default(),
        };
        json!({ "jsonrpc": "2.0", "id": id, "result": result })
    }
}

impl Transport for Lying<'_> {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let answer = match serde_json::from_slice(body).expect("it is ours") {
            Value::Array(requests) => requests.iter().map(|request| self.answer(request)).collect(),
            one => self.answer(&one),
        };
        Ok(answer.to_string().into_bytes())
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(Value::Object(lies)) = serde_json::from_slice(data) else { return };
    let header = Header::from_rpc(&RECORDED["eth_getBlockByHash"]).expect("it was recorded");
    let rpc = Rpc::new(Lying { origin: Origin::of_url("https://a"), lies: &lies }, ChainId(1));
    let data = Bytes::from([[1, 0xff, 0xc9, 0xa7, 1, 0xff, 0xc9, 0xa7].as_slice(), &[0; 28]].concat());
    let signature = "supportsInterface(bytes4)";
    let read = Read::Call { to: CONTRACT, from: Some(MINER), data: data.clone(), signature };
    let mut reads = Reads::new(header.block());
    drop(reads.simulate(MINER, CONTRACT, data, signature));
    let prover = Prover::new(InProcess);
    {
        let answering = pin!(prover.answer(&rpc, &mut reads));
        // Nothing here ever waits.
        assert!(matches!(answering.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(_)));
    }
    if let Some(fact) = reads.answered(&read)
        && fact.evidence().sources().any(|source| matches!(source, Source::MerkleProof { .. }))
    {
        assert_eq!(*fact.value(), Outcome::Returned(U256::from(1).to_be_bytes_vec().into()));
    }
});
