//! `eth_getLogs`: from the first block up to the ledger's, checked against the question.

use alloy_primitives::B256;
use serde_json::{Value, json};

use crate::evidence::{LogFilter, LogRecord, Outcome};
use crate::proof::ProofError;
use crate::proof::quantity::{address, array, b256, bytes, field, object, shortened, u64};
use crate::units::BlockRef;

use super::codec::{Answer, Request};
use super::{ChainError, Rpc, Transport};

/// A log as it came, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WireLog {
    pub(super) record: LogRecord,
    pub(super) block_hash: B256,
    pub(super) index: u64,
    pub(super) removed: bool,
}

pub(super) fn request(filter: &LogFilter, at: BlockRef) -> Request {
    let to = format!("{:#x}", at.number);
    let query = json!({ "address": filter.address, "topics": filter.topics, "fromBlock": "0x0", "toBlock": to });
    Request::new("eth_getLogs", json!([query]))
}

/// Logs go by height: this asks whether the height still has the ledger's block.
pub(super) fn canonical_request(at: BlockRef) -> Request {
    super::block::by_number(at.number)
}

/// Reads one log object.
pub(super) fn placed_log(value: &Value) -> Result<WireLog, ProofError> {
    let log = object("a log", value)?;
    let topics = array("topics", field(log, "topics")?)?;
    let removed = match log.get("removed") {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(other) => {
            let (what, got) = ("removed".to_owned(), shortened(other));
            return Err(ProofError::Malformed { what, got, expected: "true or false" });
        }
    };
    Ok(WireLog {
        record: LogRecord {
            address: address("address", field(log, "address")?)?,
            topics: topics.iter().map(|topic| b256("a topic", topic)).collect::<Result<_, _>>()?,
            data: bytes("data", field(log, "data")?)?,
            block_number: u64("blockNumber", field(log, "blockNumber")?)?,
            transaction: b256("transactionHash", field(log, "transactionHash")?)?,
        },
        block_hash: b256("blockHash", field(log, "blockHash")?)?,
        index: u64("logIndex", field(log, "logIndex")?)?,
        removed,
    })
}

impl<T: Transport> Rpc<T> {
    /// What the answer to [`request`] says.
    pub(super) fn logs_outcome(&self, filter: &LogFilter, answer: Answer, at: BlockRef) -> Result<Outcome, ChainError> {
        let value = match answer {
            Ok(value) => value,
            Err(failure) if failure.is_rate_limit() => return Err(failure.into_error(self.origin())),
            Err(failure) => return Ok(Outcome::Declined { message: failure.message }),
        };
        let mut logs = self.checked(
            array("the logs", &value).and_then(|logs| logs.iter().map(placed_log).collect::<Result<Vec<_>, _>>()),
        )?;
        for log in &logs {
            self.check_log(filter, log, at)?;
        }
        logs.sort_by_key(|log| (log.record.block_number, log.index));
        let place = |log: &WireLog| (log.record.block_number, log.index);
        if let Some([twice, _]) = logs.windows(2).find(|pair| matches!(pair, [a, b] if place(a) == place(b))) {
            return Err(self.inconsistent("the logs", &format!("{:?} twice", place(twice)), "each log once"));
        }
        Ok(Outcome::Logs(logs.into_iter().map(|log| log.record).collect()))
    }

    fn check_log(&self, filter: &LogFilter, log: &WireLog, at: BlockRef) -> Result<(), ChainError> {
        let record = &log.record;
        if log.removed {
            return Err(self.inconsistent("a log", "one of a block that was reorganised away", "logs of the chain"));
        }
        if record.address != filter.address {
            return Err(self.inconsistent("the contract of a log", &record.address, &filter.address));
        }
        let fits = |(position, topic): (usize, &Option<B256>)| {
            topic.is_none_or(|topic| record.topics.get(position) == Some(&topic))
        };
        if record.topics.len() < filter.topics.len() || !filter.topics.iter().enumerate().all(fits) {
            let (got, expected) = (format!("{:?}", record.topics), format!("{:?}", filter.topics));
            return Err(self.inconsistent("the topics of a log", &got, &expected));
        }
        if record.block_number > at.number {
            return Err(self.inconsistent(
                "the height of a log",
                &record.block_number,
                &format!("at most {}", at.number),
            ));
        }
        if record.block_number == at.number && log.block_hash != at.hash {
            return Err(self.inconsistent("the block of a log", &log.block_hash, &at.hash));
        }
        Ok(())
    }

    /// Checks the answer to [`canonical_request`].
    pub(super) fn check_canonical(&self, answer: Answer, at: BlockRef) -> Result<(), ChainError> {
        let value = answer.map_err(|failure| failure.into_error(self.origin()))?;
        let unknown = |message: String| ChainError::BlockUnknown {
            origin: self.origin().clone(),
            block: at.hash.to_string(),
            message,
        };
        if value.is_null() {
            return Err(unknown(format!("no block of height {}", at.number)));
        }
        let hash = self.checked(object("the block", &value).and_then(|block| b256("hash", field(block, "hash")?)))?;
        if hash == at.hash {
            return Ok(());
        }
        Err(unknown(format!("height {} has another block by now", at.number)))
    }
}
