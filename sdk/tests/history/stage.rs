//! The demo chain with a random history, and what it says itself without any limit.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, U256, hex};
use alloy_sol_types::SolCall;
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::abi::erc4626::IERC4626;
use assay_sdk::chain::{Checkpoint, HistoryFilter, Rpc, Scan, Transport};
use assay_sdk::evidence::{Fact, LogFilter, PlacedLog};
use pollster::block_on;
use serde_json::{Value, json};

use crate::devnet::Devnet;
use crate::hostile::quantity;

/// Numbers that look random and are the same every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }
}

pub(crate) struct Stage {
    pub(crate) devnet: Devnet,
    pub(crate) alice: Address,
    pub(crate) bob: Address,
    pub(crate) cash: Address,
    pub(crate) credit: Address,
    pub(crate) tokens: Vec<Address>,
    /// The newest block before the test: of those long before it the chain keeps no state.
    pub(crate) start: u64,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let devnet = Devnet::start();
        let demo = devnet.demo();
        let of = |pointer: &str| demo.pointer(pointer).unwrap().as_str().unwrap().parse::<Address>().unwrap();
        let contract = |name: &str| of(&format!("/contracts/{name}"));
        let tokens = ["cash", "gold", "property", "credit", "carbon"].map(contract).to_vec();
        let (alice, bob) = (of("/investors/alice/address"), of("/investors/bob/address"));
        let start = quantity(&devnet.call("eth_blockNumber", json!([])));
        Self { alice, bob, cash: contract("cash"), credit: contract("credit"), tokens, start, devnet }
    }

    pub(crate) fn filter(&self) -> HistoryFilter {
        let who = Some(self.alice.into_word());
        let withdraw = Some(<IERC4626::Withdraw as alloy_sol_types::SolEvent>::SIGNATURE_HASH);
        let redeemed = LogFilter {
            address: self.credit,
            topics: vec![withdraw, None, None, who],
            signature: "Withdraw(address,address,address,uint256,uint256)",
        };
        HistoryFilter::new(self.alice, self.tokens.iter().copied(), 0).with_events(&[redeemed])
    }

    pub(crate) fn send<C: SolCall>(&self, from: Address, to: Address, call: &C) {
        let data = hex::encode_prefixed(call.abi_encode());
        let receipt = self.devnet.send(&from.to_string(), &to.to_string(), &data);
        assert_eq!(receipt["status"], "0x1", "{}", C::SIGNATURE);
    }

    /// Transfers both ways and to oneself, deposits and redemptions, with empty blocks between them.
    pub(crate) fn live(&self, dice: &mut Dice, steps: u64) {
        for _ in 0..steps {
            let amount = U256::from(dice.below(900_000) + 1);
            match dice.below(12) {
                0 => self.mine(dice.below(6) + 1),
                1 => self.send(self.alice, self.cash, &IERC20::transferCall { to: self.alice, amount }),
                2 => {
                    self.send(self.alice, self.cash, &IERC20::approveCall { spender: self.credit, amount });
                    let call = IERC4626::depositCall { assets: amount, receiver: self.alice };
                    self.send(self.alice, self.credit, &call);
                }
                3 => {
                    let (shares, alice) = (amount * U256::from(1_000_000), self.alice);
                    self.send(alice, self.credit, &IERC4626::redeemCall { shares, receiver: alice, owner: alice });
                }
                4..=7 => self.send(self.bob, self.cash, &IERC20::transferCall { to: self.alice, amount }),
                _ => self.send(self.alice, self.cash, &IERC20::transferCall { to: self.bob, amount }),
            }
        }
    }

    pub(crate) fn mine(&self, blocks: u64) {
        self.devnet.call("anvil_mine", json!([format!("{blocks:#x}")]));
    }

    pub(crate) fn balance(&self, token: Address, block: u64) -> U256 {
        let data = hex::encode_prefixed(IERC20::balanceOfCall { account: self.alice }.abi_encode());
        let answer = self.devnet.call("eth_call", json!([{ "to": token, "data": data }, format!("{block:#x}")]));
        answer.as_str().unwrap().parse().unwrap()
    }

    /// Every log that belongs to Alice's history, by one request for all logs of all contracts: place, contract, transaction.
    pub(crate) fn truth(&self) -> Vec<(u64, u64, String, String)> {
        let query = json!([{ "address": self.tokens, "fromBlock": "0x0", "toBlock": "latest" }]);
        let who = json!(self.alice.into_word());
        let transfer = json!(<IERC20::Transfer as alloy_sol_types::SolEvent>::SIGNATURE_HASH);
        let withdraw = json!(<IERC4626::Withdraw as alloy_sol_types::SolEvent>::SIGNATURE_HASH);
        let all = self.devnet.call("eth_getLogs", query);
        let mut truth: Vec<_> = all
            .as_array()
            .unwrap()
            .iter()
            .filter(|log| {
                let topics = log["topics"].as_array().unwrap();
                let at = |n: usize| topics.get(n).unwrap_or(&Value::Null);
                (*at(0) == transfer && (*at(1) == who || *at(2) == who)) || (*at(0) == withdraw && *at(3) == who)
            })
            .map(|log| {
                let text = |name: &str| log[name].as_str().unwrap().to_ascii_lowercase();
                (quantity(&log["blockNumber"]), quantity(&log["logIndex"]), text("address"), text("transactionHash"))
            })
            .collect();
        truth.sort();
        truth
    }
}

/// The same of what a scan found.
pub(crate) fn found(logs: &[Fact<PlacedLog>]) -> Vec<(u64, u64, String, String)> {
    let place = |log: &Fact<PlacedLog>| {
        let record = &log.value().record;
        let address = hex::encode_prefixed(record.address);
        (record.block_number, log.value().index, address, record.transaction.to_string())
    };
    logs.iter().map(place).collect()
}

/// A caller: keeps what came, drops what was taken back, and tries again where it was told to.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) logs: Vec<Fact<PlacedLog>>,
    /// After each page: the checkpoint as stored, and how many logs there were.
    pub(crate) stored: Vec<(String, usize)>,
    pub(crate) dropped: BTreeSet<u64>,
}

impl Reader {
    pub(crate) fn read<T: Transport>(&mut self, rpc: &Rpc<T>, scan: &mut Scan) {
        let mut failures = 0;
        loop {
            match block_on(rpc.advance(scan)) {
                Ok(None) => return,
                Ok(Some(page)) => {
                    if let Some(from) = page.dropped_from {
                        self.logs.retain(|log| log.at().number < from);
                        self.dropped.insert(from);
                    }
                    self.logs.extend(page.logs);
                    let text = serde_json::to_string(&scan.checkpoint()).unwrap();
                    self.stored.push((text, self.logs.len()));
                }
                Err(error) => {
                    failures += 1;
                    assert!(failures < 400, "{error}");
                }
            }
        }
    }

    pub(crate) fn all<T: Transport>(rpc: &Rpc<T>, filter: &HistoryFilter, from: Option<&Checkpoint>) -> Self {
        let mut scan = (0..20).find_map(|_| block_on(rpc.scan(filter.clone(), from.cloned())).ok()).unwrap();
        let mut reader = Self::default();
        reader.read(rpc, &mut scan);
        reader
    }
}

/// Incoming less outgoing, token by token.
pub(crate) fn net(logs: &[Fact<PlacedLog>], holder: Address) -> BTreeMap<Address, U256> {
    let transfer = <IERC20::Transfer as alloy_sol_types::SolEvent>::SIGNATURE_HASH;
    let mut net: BTreeMap<Address, U256> = BTreeMap::new();
    for log in logs.iter().filter(|log| log.value().record.topics[0] == transfer) {
        let record = &log.value().record;
        let value = U256::from_be_slice(&record.data);
        let sum = net.entry(record.address).or_default();
        if record.topics[2] == holder.into_word() {
            *sum += value;
        }
        if record.topics[1] == holder.into_word() {
            *sum -= value;
        }
    }
    net
}
