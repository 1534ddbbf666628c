//! Drives a [`Scan`] over one endpoint.

use std::collections::BTreeMap;

use alloy_primitives::B256;

use crate::chain::codec::{Answer, Reply, Request};
use crate::chain::logs::{WireLog, placed_log};
use crate::chain::{ChainError, Rpc, Transport, TransportError, block};
use crate::evidence::{Fact, PlacedLog, Source};
use crate::proof::ProofError;
use crate::proof::quantity::{array, shortened_text};
use crate::units::BlockRef;

use super::collected::{Collected, Contradiction};
use super::pushback::{self, Pushback};
use super::scan::{Failed, Step};
use super::{BlockPoint, Checkpoint, HistoryFilter, Scan};

/// Steps within one page: the narrowest range is found in fewer.
const MOST_STEPS: usize = 96;
/// Blocks that are asked for in one exchange.
const BLOCKS_PER_EXCHANGE: usize = 64;
/// Below the target by so many blocks nothing is reorganised while a page is read: an empty page there is not looked at again.
const DEEP: u64 = 1_024;

/// Part of a history.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HistoryPage {
    /// What was handed over before of this height and above is no longer the chain's: to be dropped before `logs` are added.
    pub dropped_from: Option<u64>,
    /// Logs in the order of the chain, each with its block, all of them above those of the page before.
    pub logs: Vec<Fact<PlacedLog>>,
}

/// What the questions about the ranges of a step came to.
struct Fetched {
    collected: Collected,
    /// How many of the ranges, from the first on.
    ranges: usize,
}

impl<T: Transport> Rpc<T> {
    /// Begins a scan up to the newest block, or goes on from a checkpoint. One round trip.
    ///
    /// # Errors
    /// [`ChainError::OtherCheckpoint`], and as [`Rpc::head`].
    pub async fn scan(&self, filter: HistoryFilter, checkpoint: Option<Checkpoint>) -> Result<Scan, ChainError> {
        Scan::new(self.chain(), filter, self.head().await?.at(), checkpoint)
    }

    /// The next page; `None` where the target is reached. Where it fails, the scan stays where it was: the same call can be made again,
    /// later or through another endpoint of the same chain.
    ///
    /// Two round trips where there are logs, one for a page of blocks long gone that has none, and those that it takes to find the widest
    /// range that the endpoint answers.
    ///
    /// # Errors
    /// [`ChainError::LogsRefused`] where not even a single block's logs are given; [`ChainError::Inconsistent`] where the logs do not fit the
    /// question, each other or their blocks; [`ChainError::Restless`]; and whatever stops an exchange.
    pub async fn advance(&self, scan: &mut Scan) -> Result<Option<HistoryPage>, ChainError> {
        if scan.chain() != self.chain() {
            let (got, expected) = (scan.chain().to_string(), self.chain().to_string());
            return Err(ChainError::OtherCheckpoint { what: "chain", got, expected });
        }
        for _ in 0..MOST_STEPS {
            match scan.step() {
                Step::Done => return Ok(None),
                Step::Verify(points) => {
                    let numbers: Vec<u64> = points.iter().map(|point| point.number).collect();
                    let now = self.blocks(&numbers).await?;
                    let hashes: Vec<Option<B256>> = now.iter().map(|block| block.map(|block| block.hash)).collect();
                    let dropped_from = scan.verified(&points, &hashes);
                    if dropped_from.is_some() {
                        return Ok(Some(HistoryPage { dropped_from, logs: Vec::new() }));
                    }
                }
                Step::Fetch(ranges) => match self.page(scan, &ranges).await {
                    Ok(Some(logs)) => return Ok(Some(HistoryPage { dropped_from: None, logs })),
                    Ok(None) => {}
                    Err(ChainError::Rpc { message, .. }) if self.is_gone(scan, &message).await? => {
                        self.reorganised(scan).await?;
                    }
                    Err(error) => return Err(error),
                },
            }
        }
        Err(ChainError::Restless { origin: self.origin().clone(), number: scan.target().number })
    }

    /// Whether the target is no longer there, after a refusal in words that would fit.
    async fn is_gone(&self, scan: &Scan, message: &str) -> Result<bool, ChainError> {
        if !pushback::is_about_the_head(message) {
            return Ok(false);
        }
        let target = scan.target();
        let now = self.blocks(&[target.number]).await?;
        Ok(now.first().copied().flatten().map(|block| block.hash) != Some(target.hash))
    }

    /// The logs of the ranges, or `None` where something narrower has to be asked first.
    async fn page(&self, scan: &mut Scan, ranges: &[(u64, u64)]) -> Result<Option<Vec<Fact<PlacedLog>>>, ChainError> {
        let Some(last) = ranges.last() else { return Ok(None) };
        let lanes = scan.filter().lanes();
        let mut requests: Vec<Request> =
            ranges.iter().flat_map(|range| lanes.iter().map(|lane| lane.request(*range))).collect();
        requests.push(block::by_number(last.1));
        let Some(mut answers) = self.logs_of_ranges(scan, ranges, &requests).await? else { return Ok(None) };
        let Some(end) = answers.pop() else { return Err(self.answer_count(0, requests.len())) };
        let fetched = self.fetched(scan, ranges, answers)?;
        let Some((_, reached)) = fetched.ranges.checked_sub(1).and_then(|last| ranges.get(last)).copied() else {
            return Ok(None);
        };
        let far = reached.saturating_add(DEEP) < scan.target().number;
        if fetched.collected.blocks().is_empty() && far && fetched.ranges == ranges.len() {
            let Some(at) = self.canonical(end, reached)? else { return self.reorganised(scan).await };
            scan.answered(ranges, fetched.ranges);
            scan.reach(point(at), Vec::new());
            return Ok(Some(Vec::new()));
        }
        self.placed(scan, ranges, reached, fetched).await
    }

    /// Compares what was collected with the blocks that it is said to be in, after it was collected.
    async fn placed(
        &self,
        scan: &mut Scan,
        ranges: &[(u64, u64)],
        reached: u64,
        fetched: Fetched,
    ) -> Result<Option<Vec<Fact<PlacedLog>>>, ChainError> {
        let landmarks = scan.landmarks(reached);
        let target = scan.target();
        let mut numbers: Vec<u64> = fetched.collected.blocks().keys().chain(&landmarks).copied().collect();
        numbers.push(reached);
        numbers.push(target.number);
        let blocks = self.blocks(&numbers).await?;
        let by_number: BTreeMap<u64, BlockRef> = blocks.iter().flatten().map(|block| (block.number, *block)).collect();
        let known = |number: u64| by_number.get(&number).copied();
        if blocks.last().copied().flatten().map(|block| block.hash) != Some(target.hash) {
            return self.reorganised(scan).await;
        }
        let Some(end) = known(reached) else { return self.reorganised(scan).await };
        let mut logs = Vec::new();
        for log in fetched.collected.into_logs() {
            let at = known(log.record.block_number);
            let Some(at) = at.filter(|at| at.hash == log.block_hash) else {
                let got = at.map_or("no block".to_owned(), |at| at.hash.to_string());
                return Err(self.inconsistent("the block at the height of a log", &got, &log.block_hash));
            };
            let placed = PlacedLog { record: log.record, index: log.index };
            logs.push(Fact::asserted(placed, at, Source::Endpoint(self.origin().clone())));
        }
        let landmarks = landmarks.into_iter().filter_map(known).map(point).collect();
        scan.answered(ranges, fetched.ranges);
        scan.reach(point(end), landmarks);
        Ok(Some(logs))
    }

    async fn reorganised(&self, scan: &mut Scan) -> Result<Option<Vec<Fact<PlacedLog>>>, ChainError> {
        scan.retarget(self.head().await?.at());
        Ok(None)
    }

    /// All that a step asks, or `None` where less has to be asked at once.
    async fn logs_of_ranges(
        &self,
        scan: &mut Scan,
        ranges: &[(u64, u64)],
        requests: &[Request],
    ) -> Result<Option<Vec<Answer>>, ChainError> {
        let range = ranges.first().copied().unwrap_or_default();
        let error = match self.carried(scan, requests).await {
            Ok(Reply::Answers(answers)) if answers.len() == requests.len() => return Ok(Some(answers)),
            Ok(Reply::Answers(answers)) => return Err(self.answer_count(answers.len(), requests.len())),
            Ok(Reply::Batch(failure)) => match pushback::of(&failure, range) {
                Pushback::Told => return Err(failure.into_error(self.origin())),
                Pushback::Narrower(_) => self.logs_refused(range, &failure.message),
            },
            Err(error @ ChainError::TimedOut { .. }) => error,
            Err(error) if is_too_much(&error) => self.logs_refused(range, &error.to_string()),
            Err(error) => return Err(error),
        };
        let how = if matches!(error, ChainError::TimedOut { .. }) { Failed::TimedOut } else { Failed::Refused };
        if scan.whole_refused(range, requests.len(), how) { Ok(None) } else { Err(error) }
    }

    async fn carried(&self, scan: &Scan, requests: &[Request]) -> Result<Reply, ChainError> {
        if scan.together() {
            return self.exchange(requests).await;
        }
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            match self.exchange(std::slice::from_ref(request)).await? {
                Reply::Answers(single) => answers.extend(single),
                Reply::Batch(failure) => answers.push(Err(failure)),
            }
        }
        Ok(Reply::Answers(answers))
    }

    /// Reads the answers of range after range, up to the first that was refused.
    fn fetched(&self, scan: &mut Scan, ranges: &[(u64, u64)], answers: Vec<Answer>) -> Result<Fetched, ChainError> {
        let lanes = scan.filter().lanes().to_vec();
        let mut collected = Collected::default();
        let mut answers = answers.into_iter();
        for (done, range) in ranges.iter().enumerate() {
            let mut part = Vec::new();
            for lane in &lanes {
                match answers.next() {
                    Some(Ok(value)) => part.push((lane, self.wire_logs(&value)?)),
                    Some(Err(failure)) => match pushback::of(&failure, *range) {
                        Pushback::Told => return Err(failure.into_error(self.origin())),
                        Pushback::Narrower(why) if scan.refused(*range, why) => {
                            return Ok(Fetched { collected, ranges: done });
                        }
                        Pushback::Narrower(_) => return Err(self.logs_refused(*range, &failure.message)),
                    },
                    None => return Err(self.answer_count(part.len(), lanes.len())),
                }
            }
            for (lane, logs) in part {
                collected.add(lane, *range, logs).map_err(|why| self.contradicted(&why))?;
            }
        }
        Ok(Fetched { collected, ranges: ranges.len() })
    }

    pub(super) fn wire_logs(&self, value: &serde_json::Value) -> Result<Vec<WireLog>, ChainError> {
        let read = |logs: &[serde_json::Value]| logs.iter().map(placed_log).collect::<Result<Vec<_>, ProofError>>();
        self.checked(array("the logs", value).and_then(read))
    }

    pub(super) fn contradicted(&self, why: &Contradiction) -> ChainError {
        self.inconsistent(why.what, &why.got, &why.expected)
    }

    pub(super) fn logs_refused(&self, (from, to): (u64, u64), got: &str) -> ChainError {
        let (origin, got) = (self.origin().clone(), shortened_text(got));
        ChainError::LogsRefused { origin, from, to, got, expected: "the logs of these blocks" }
    }

    /// The blocks of these heights, as the endpoint has them now; the last of them is asked for last.
    pub(super) async fn blocks(&self, numbers: &[u64]) -> Result<Vec<Option<BlockRef>>, ChainError> {
        let mut blocks = Vec::with_capacity(numbers.len());
        let mut most = BLOCKS_PER_EXCHANGE;
        while let Some((part, _)) =
            numbers.get(blocks.len()..).and_then(|rest| rest.split_at_checked(rest.len().min(most)))
        {
            if part.is_empty() {
                break;
            }
            let requests: Vec<Request> = part.iter().map(|number| block::by_number(*number)).collect();
            match self.batch(&requests).await {
                Ok(answers) => {
                    for (answer, number) in answers.into_iter().zip(part) {
                        blocks.push(self.canonical(answer, *number)?);
                    }
                }
                Err(error) if is_too_much(&error) && part.len() > 1 => most = part.len().div_euclid(2),
                Err(error) => return Err(error),
            }
        }
        Ok(blocks)
    }

    /// The block at a height; `None` where the chain is not so long.
    fn canonical(&self, answer: Answer, number: u64) -> Result<Option<BlockRef>, ChainError> {
        let block = answer.map_err(|failure| failure.into_error(self.origin()))?;
        if block.is_null() { Ok(None) } else { Ok(Some(self.header_at(&block, number)?.at())) }
    }
}

const fn point(block: BlockRef) -> BlockPoint {
    BlockPoint { number: block.number, hash: block.hash }
}

/// Whether less might be answered where this was not: too long, too slow, or refused by what stands before the node.
fn is_too_much(error: &ChainError) -> bool {
    matches!(
        error,
        ChainError::Oversized { .. }
            | ChainError::TimedOut { .. }
            | ChainError::Refused(TransportError::Status {
                got: 400 | 408 | 413 | 414 | 422 | 500 | 502 | 503 | 504 | 507,
                ..
            })
    )
}
