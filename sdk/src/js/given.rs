//! Facts and logs that JavaScript hands back: what an export answered before, or what the caller vouches for.
//!
//! Evidence is taken from its sources. What cannot be told apart from an invention anyway is the caller's word; a level that does not
//! fit its sources is refused.

use alloy_primitives::Bytes;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::figure::{Block, Evidence, Fact, Source};
use super::options::{address, argument, word};
use crate::error::Error;
use crate::evidence::{self, LogRecord, Origin, PlacedLog};
use crate::units::{BlockRef, Timestamp};

/// A log, as a contract emitted it.
#[derive(Clone, Debug, Serialize, Deserialize, Tsify)]
pub(crate) struct Log {
    /// The contract.
    address: String,
    /// Indexed arguments, the event's own topic first.
    topics: Vec<String>,
    /// The other arguments: `0x` and hexadecimal digits.
    data: String,
    /// Its number among all logs of its block.
    index: u64,
    /// The transaction that emitted it.
    transaction: String,
}

impl Log {
    #[cfg(feature = "js")]
    pub(super) fn of(log: &PlacedLog) -> Self {
        let record = &log.record;
        Self {
            address: record.address.to_string(),
            topics: record.topics.iter().map(ToString::to_string).collect(),
            data: record.data.to_string(),
            index: log.index,
            transaction: record.transaction.to_string(),
        }
    }

    fn read(&self, block_number: u64) -> Result<PlacedLog, Error> {
        let topics = self.topics.iter().map(|topic| word("log.topics", topic)).collect::<Result<_, _>>()?;
        let data: Bytes =
            self.data.parse().map_err(|_| argument("log.data", &"expected 0x and pairs of hexadecimal digits"))?;
        let transaction = word("log.transaction", &self.transaction)?;
        let record = LogRecord { address: address(&self.address)?, topics, data, block_number, transaction };
        Ok(PlacedLog { record, index: self.index })
    }
}

/// Facts of logs.
pub(super) fn logs(given: &[Fact<Log>]) -> Result<Vec<evidence::Fact<PlacedLog>>, Error> {
    given
        .iter()
        .map(|fact| {
            let at = fact.at.read()?;
            fact.read(fact.value.read(at.number)?)
        })
        .collect()
}

impl<T> Fact<T> {
    /// A value with the block and the evidence of this fact.
    pub(super) fn read<V>(&self, value: V) -> Result<evidence::Fact<V>, Error> {
        self.evidence.read(value, self.at.read()?)
    }
}

impl Block {
    fn read(&self) -> Result<BlockRef, Error> {
        let hash = word("block.hash", &self.hash)?;
        Ok(BlockRef { number: self.number, hash, timestamp: Timestamp(self.timestamp) })
    }
}

impl Evidence {
    /// A value that rests on these sources.
    pub(super) fn read<V>(&self, value: V, at: BlockRef) -> Result<evidence::Fact<V>, Error> {
        let mut sources = self.sources.iter().map(Source::read);
        let first = sources.next().ok_or_else(|| argument("evidence.sources", &"expected at least one"))??;
        let fact = sources.try_fold(evidence::Fact::asserted(value, at, first), |fact, source| {
            Ok::<_, Error>(fact.extended(source?))
        })?;
        let (got, expected) = (self.level, fact.level().into());
        if got != expected {
            return Err(argument("evidence.level", &format!("got {got:?}, expected {expected:?} by its sources")));
        }
        Ok(fact)
    }
}

impl Source {
    fn read(&self) -> Result<evidence::Source, Error> {
        let origin = |text: &String| {
            let origin = Origin::of_url(text);
            let same = origin.to_string() == *text;
            if same {
                Ok(origin)
            } else {
                Err(argument("evidence.origin", &format!("got {text:?}, expected {origin}")))
            }
        };
        Ok(match self {
            Self::Endpoint { origin: text } => evidence::Source::Endpoint(origin(text)?),
            Self::Quorum { origins } => {
                evidence::Source::Quorum(origins.iter().map(origin).collect::<Result<_, Error>>()?)
            }
            Self::Signer { address: text } => evidence::Source::Signer(address(text)?),
            Self::Checkpoint { hash } => evidence::Source::Checkpoint(word("evidence.hash", hash)?),
            Self::MerkleProof { root } => evidence::Source::MerkleProof { root: word("evidence.root", root)? },
            Self::TokenList => evidence::Source::TokenList,
            Self::ZkProof { .. } | Self::Unproven { .. } => {
                return Err(argument("evidence.sources", &"what was said in words cannot be handed back"));
            }
        })
    }
}
