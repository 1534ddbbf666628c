//! The logs of a step, from all its questions, each of them once and in the order of the chain.

use std::collections::BTreeMap;

use alloy_primitives::B256;

use super::Lane;
use crate::chain::logs::WireLog;

/// Logs by height and number.
#[derive(Debug, Default)]
pub(super) struct Collected {
    logs: BTreeMap<(u64, u64), WireLog>,
    blocks: BTreeMap<u64, B256>,
}

/// In what an answer contradicts the question, another answer, or itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Contradiction {
    pub(super) what: &'static str,
    pub(super) got: String,
    pub(super) expected: String,
}

impl Collected {
    /// Adds the answer to one question about one range.
    pub(super) fn add(
        &mut self,
        lane: &Lane,
        (first, last): (u64, u64),
        answer: Vec<WireLog>,
    ) -> Result<(), Contradiction> {
        let mut own = BTreeMap::new();
        for log in answer {
            let (record, place) = (&log.record, (log.record.block_number, log.index));
            if log.removed {
                return Err(contradiction("a log", "one of a block that was reorganised away", "logs of the chain"));
            }
            if !lane.fits(record) {
                let got = format!("{} {:?}", record.address, record.topics);
                return Err(contradiction("a log", &got, "contract and topics as asked for"));
            }
            if !(first..=last).contains(&record.block_number) {
                let expected = format!("{first} to {last}");
                return Err(contradiction("the height of a log", &record.block_number.to_string(), &expected));
            }
            let block = *self.blocks.entry(record.block_number).or_insert(log.block_hash);
            if block != log.block_hash {
                return Err(contradiction("the block of a log", &log.block_hash.to_string(), &block.to_string()));
            }
            if own.insert(place, log).is_some() {
                return Err(contradiction("the logs", &format!("{place:?} twice"), "each log once"));
            }
        }
        for (place, log) in own {
            // A transfer to oneself answers two questions.
            if self.logs.get(&place).is_some_and(|known| *known != log) {
                return Err(contradiction("a log", &format!("{place:?} in two forms"), "one log at each place"));
            }
            self.logs.insert(place, log);
        }
        Ok(())
    }

    /// The block that the logs of a height say they are in.
    pub(super) fn blocks(&self) -> &BTreeMap<u64, B256> {
        &self.blocks
    }

    pub(super) fn into_logs(self) -> impl Iterator<Item = WireLog> {
        self.logs.into_values()
    }
}

fn contradiction(what: &'static str, got: &str, expected: &str) -> Contradiction {
    Contradiction { what, got: got.to_owned(), expected: expected.to_owned() }
}
