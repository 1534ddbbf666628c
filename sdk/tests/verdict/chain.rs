//! The demo chain, asked through the SDK, asked without it, and sent to.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::SolCall;
use assay_sdk::evidence::Reads;
use serde_json::{Value, json};

use crate::devnet::Devnet;

/// A running chain.
pub(crate) struct Chain {
    pub(crate) devnet: Devnet,
    pub(crate) demo: Value,
}

impl Chain {
    /// Keeps the state of the last blocks only: verdicts ask about the newest one, and scenarios make thousands.
    pub(crate) fn start() -> Self {
        let devnet = Devnet::start_with(&["--tick", "0", "--desk", "off", "--history", "64"]);
        let demo = devnet.demo();
        Self { devnet, demo }
    }

    pub(crate) fn investor(&self, name: &str) -> Address {
        address(&self.demo["investors"][name]["address"])
    }

    /// Whether a transaction goes through: the truth.
    pub(crate) fn try_send<C: SolCall>(&self, from: Address, to: Address, call: &C) -> bool {
        let data = Bytes::from(call.abi_encode()).to_string();
        let receipt = self.devnet.send(&from.to_string(), &to.to_string(), &data);
        receipt["status"] == "0x1"
    }

    /// Sends what has to go through.
    pub(crate) fn send<C: SolCall>(&self, from: Address, to: Address, call: &C) {
        assert!(self.try_send(from, to, call), "{} by {from} to {to} reverted", C::SIGNATURE);
    }

    /// Asks the chain itself, without the SDK.
    pub(crate) fn view<C: SolCall>(&self, to: Address, call: &C) -> C::Return {
        let data = Bytes::from(call.abi_encode()).to_string();
        let answer = self.devnet.call("eth_call", json!([{ "to": to, "data": data }, "latest"]));
        let bytes: Bytes = serde_json::from_value(answer).expect("bytes");
        C::abi_decode_returns(&bytes).expect("an answer of the right shape")
    }

    /// A new ledger at the newest block.
    pub(crate) fn reads(&self) -> Reads {
        let head = pollster::block_on(self.devnet.client().head()).expect("the newest block");
        Reads::new(head.at())
    }

    /// Runs a question until nothing is wanted any more. Also answers how many rounds that took.
    pub(crate) fn ask<T>(&self, reads: &mut Reads, mut question: impl FnMut(&mut Reads) -> T) -> (T, usize) {
        let client = self.devnet.client();
        for round in 0..12 {
            let answer = question(reads);
            if reads.wanted().is_empty() {
                return (answer, round);
            }
            pollster::block_on(client.answer(reads)).expect("the chain answers");
        }
        panic!("twelve rounds were not enough: {:?}", reads.wanted());
    }
}

pub(crate) fn address(value: &Value) -> Address {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{value} is not an address"))
}
