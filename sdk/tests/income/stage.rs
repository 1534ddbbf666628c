//! A ledger's other side for tests: answers what was laid down for it, and counts how often it is asked.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes};
use alloy_sol_types::{SolCall, SolValue};
use assay_sdk::evidence::{Fact, LogRecord, Origin, Outcome, Read, Reads, Source};
use assay_sdk::units::{BlockRef, Timestamp};

/// Answers by contract and call data; what was not laid down reverts without a reason, as a call to a missing function does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage {
    calls: BTreeMap<(Address, Bytes), Outcome>,
    logs: BTreeMap<&'static str, Outcome>,
}

impl Stage {
    pub(crate) fn returns<C: SolCall>(&mut self, to: Address, call: &C, value: &impl SolValue) {
        self.outcome(to, call, Outcome::Returned(value.abi_encode().into()));
    }

    pub(crate) fn outcome<C: SolCall>(&mut self, to: Address, call: &C, outcome: Outcome) {
        self.calls.insert((to, call.abi_encode().into()), outcome);
    }

    pub(crate) fn logs(&mut self, signature: &'static str, outcome: Outcome) {
        self.logs.insert(signature, outcome);
    }

    /// Answers all that is wanted; whether anything was.
    pub(crate) fn fill(&self, reads: &mut Reads, source: &Source) -> bool {
        let wanted = reads.wanted();
        for read in &wanted {
            let outcome = match read {
                Read::Call { to, data, .. } => self.calls.get(&(*to, data.clone())).cloned(),
                Read::Logs(filter) => {
                    Some(self.logs.get(filter.signature).cloned().unwrap_or(Outcome::Logs(Vec::new())))
                }
                Read::Storage { .. } | _ => None,
            };
            let outcome = outcome.unwrap_or(Outcome::Reverted(Bytes::new()));
            let fact = Fact::asserted(outcome, reads.at(), source.clone());
            reads.answer(read.clone(), fact).expect("of the ledger's block");
        }
        !wanted.is_empty()
    }
}

pub(crate) fn endpoint() -> Source {
    Source::Endpoint(Origin::of_url("https://rpc.example.org"))
}

pub(crate) fn block(number: u64, time: u64) -> BlockRef {
    BlockRef { number, hash: B256::with_last_byte(number.to_be_bytes()[7]), timestamp: Timestamp(time) }
}

/// Runs a function until its ledger wants nothing more; its answer and the round trips it took.
pub(crate) fn run<T>(stage: &Stage, at: BlockRef, mut ask: impl FnMut(&mut Reads) -> T) -> (T, usize) {
    let mut reads = Reads::new(at);
    for trips in 0..10 {
        let answer = ask(&mut reads);
        if !stage.fill(&mut reads, &endpoint()) {
            return (answer, trips);
        }
    }
    panic!("still asking after ten round trips");
}

pub(crate) fn record(address: Address, topics: Vec<B256>, data: Vec<u8>, number: u64) -> LogRecord {
    let transaction = B256::from(alloy_primitives::U256::from(number));
    LogRecord { address, topics, data: data.into(), block_number: number, transaction }
}
