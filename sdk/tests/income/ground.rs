//! Histories from seeds on the demo chain: the ground that income is tested on.

use std::collections::BTreeMap;
use std::sync::Mutex;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use assay_sdk::evidence::Reads;
use assay_sdk::tx::Intent;
use assay_sdk::units::BlockRef;
use serde_json::json;

use crate::chain::Chain;
use crate::contracts::{compile, deploy, issuer};
use crate::random::Random;

/// How many histories: a few, or as many as `ASSAY_SCENARIOS` says; `all` are a thousand.
#[expect(clippy::disallowed_methods, reason = "the builder says how long a run may take")]
fn histories() -> u64 {
    match std::env::var("ASSAY_SCENARIOS").as_deref() {
        Ok("all") => 1_000,
        Ok(number) => number.parse().expect("ASSAY_SCENARIOS is a number, or all"),
        Err(_) => 3,
    }
}

/// Runs a history for each seed, all from the same block on: the chain goes back to where it is now, as chains get slower with what is on
/// them.
pub(crate) fn each_history(chain: &Chain, mut run: impl FnMut(&mut Random)) {
    for seed in 0..histories() {
        println!("seed {seed}");
        let mark = chain.mark();
        let mut random = Random(seed);
        // At any time of a day.
        wait(chain, random.next() % 3_000_000 + 1);
        run(&mut random);
        chain.back(&mark);
    }
}

/// A new contract of a file of `families/sol`. Each file is compiled once.
pub(crate) fn made(chain: &Chain, file: &'static str, name: &str, arguments: &[u8]) -> Address {
    static COMPILED: Mutex<BTreeMap<&str, BTreeMap<String, Bytes>>> = Mutex::new(BTreeMap::new());
    let mut compiled = COMPILED.lock().expect("no test stops while it compiles");
    let bytecode = compiled.entry(file).or_insert_with(|| compile(file))[name].clone();
    drop(compiled);
    deploy(chain, issuer(chain), &bytecode, arguments)
}

/// The investors that take part.
pub(crate) fn holders(chain: &Chain) -> [Address; 3] {
    ["alice", "bob", "carol"].map(|name| chain.investor(name))
}

/// The newest block.
pub(crate) fn head(chain: &Chain) -> BlockRef {
    chain.reads().at()
}

/// Runs a function of two moments until it wants nothing more.
pub(crate) fn both<T>(chain: &Chain, earlier: BlockRef, mut ask: impl FnMut(&mut Reads, &mut Reads) -> T) -> T {
    let (mut now, mut then) = (chain.reads(), Reads::new(earlier));
    let client = chain.devnet.client();
    for _ in 0..6 {
        let answer = ask(&mut now, &mut then);
        if now.wanted().is_empty() && then.wanted().is_empty() {
            return answer;
        }
        for ledger in [&mut now, &mut then] {
            if !ledger.wanted().is_empty() {
                pollster::block_on(client.answer(ledger)).expect("the chain answers");
            }
        }
    }
    panic!("still asking after six rounds");
}

/// Runs a function on the newest block until it wants nothing more.
pub(crate) fn now<T>(chain: &Chain, ask: impl FnMut(&mut Reads) -> T) -> T {
    chain.ask(&mut chain.reads(), ask).0
}

/// Asks the chain itself at an earlier block, without the SDK.
pub(crate) fn view_at<C: SolCall>(chain: &Chain, at: BlockRef, to: Address, call: &C) -> C::Return {
    let data = Bytes::from(call.abi_encode()).to_string();
    let answer = chain.devnet.call("eth_call", json!([{ "to": to, "data": data }, format!("{:#x}", at.number)]));
    let bytes: Bytes = serde_json::from_value(answer).expect("bytes");
    C::abi_decode_returns(&bytes).expect("an answer of the right shape")
}

/// A block of a given time.
pub(crate) fn go_to(chain: &Chain, time: u64) {
    chain.devnet.call("evm_setNextBlockTimestamp", json!([time]));
    chain.devnet.call("evm_mine", json!([]));
}

/// Time passes.
pub(crate) fn wait(chain: &Chain, seconds: u64) {
    go_to(chain, head(chain).timestamp.0 + seconds);
}

/// A part of something, often all or none of it.
pub(crate) fn part_of(random: &mut Random, whole: U256) -> U256 {
    match random.below(8) {
        0 => whole,
        1 => U256::ZERO,
        _ => whole * U256::from(random.next() >> 32) / U256::from(u32::MAX),
    }
}

/// Sends a transaction as an intent has it, and says whether it went through.
pub(crate) fn carry_out(chain: &Chain, from: Address, intent: &Intent) -> bool {
    let receipt = chain.devnet.send(&from.to_string(), &intent.to().to_string(), &intent.data().to_string());
    receipt["status"] == "0x1"
}

/// Whether a call would go through now: the truth, without changing it.
pub(crate) fn would_pass(chain: &Chain, from: Address, intent: &Intent) -> bool {
    let call = json!([{ "from": from, "to": intent.to(), "data": intent.data() }, "latest"]);
    chain.devnet.raw("eth_call", call).is_ok()
}
