//! The state machine of a scan: what to ask next, and what an answer means for what comes after it. No network, no clock.

use alloy_primitives::B256;

use crate::chain::ChainError;
use crate::units::{BlockRef, ChainId};

use super::checkpoint::remember;
use super::pace::{Pace, TooMuch};
use super::{BlockPoint, Checkpoint, HistoryFilter};

/// Time limits in a row after which the endpoint is taken to be away rather than busy.
const MOST_TIMEOUTS: u8 = 4;
/// How far below the target blocks are remembered to walk back to, when it is reached.
const SPACING: [u64; 3] = [8, 64, 512];

/// How far a scan has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The first block.
    pub from: u64,
    /// The last block whose logs were handed over.
    pub reached: Option<u64>,
    /// The block at which the scan ends.
    pub target: u64,
}

/// A scan of one chain for the logs of one filter, from its first block or a checkpoint up to a target.
#[derive(Clone, Debug)]
pub struct Scan {
    chain: ChainId,
    filter: HistoryFilter,
    target: BlockRef,
    reached: Option<BlockPoint>,
    trail: Vec<BlockPoint>,
    /// What is asked next, and the same after the last answer: what an outage teaches is forgotten with it.
    pace: Pace,
    settled: Pace,
    /// Whether the blocks reached so far have to be asked for again.
    doubted: bool,
    manner: Manner,
    timeouts: u8,
}

/// How several requests travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// In one exchange.
    Together,
    /// One by one, to see whether that is what the endpoint refused.
    Trial,
    /// One by one, which the endpoint answers where it refused them together.
    Apart,
}

/// How a whole exchange failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// It was refused, or its answer was too long.
    Refused,
    /// It took too long.
    TimedOut,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The target is reached.
    Done,
    /// See which of these blocks, in ascending order, the chain still has.
    Verify(Vec<BlockPoint>),
    /// Ask for the logs of these ranges.
    Fetch(Vec<(u64, u64)>),
}

impl Scan {
    /// A scan up to `target`.
    ///
    /// # Errors
    /// [`ChainError::OtherCheckpoint`].
    pub(super) fn new(
        chain: ChainId,
        filter: HistoryFilter,
        target: BlockRef,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Self, ChainError> {
        let (mut reached, mut trail, mut pace) = (None, Vec::new(), Pace::new());
        if let Some(checkpoint) = checkpoint {
            checkpoint.check(chain, &filter)?;
            (reached, trail, pace) = (checkpoint.reached, checkpoint.trail, checkpoint.pace);
        }
        let (doubted, manner, settled) = (reached.is_some(), Manner::Together, pace);
        Ok(Self { chain, filter, target, reached, trail, pace, settled, doubted, manner, timeouts: 0 })
    }

    /// How far it has got.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let reached = self.reached.map(|reached| reached.number);
        Progress { from: self.filter.from(), reached, target: self.target.number }
    }

    /// What to store in order to go on from here.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            version: Checkpoint::VERSION,
            chain: self.chain,
            filter: self.filter.hash(),
            reached: self.reached,
            trail: self.trail.clone(),
            pace: self.settled,
        }
    }

    /// Which logs it looks for.
    #[must_use]
    pub const fn filter(&self) -> &HistoryFilter {
        &self.filter
    }

    /// The block at which it ends.
    #[must_use]
    pub const fn target(&self) -> BlockRef {
        self.target
    }

    /// The chain.
    #[must_use]
    pub const fn chain(&self) -> ChainId {
        self.chain
    }

    pub(super) fn step(&self) -> Step {
        if self.doubted {
            return Step::Verify(self.trail.iter().copied().chain(self.reached).collect());
        }
        let next = self.reached.map_or(self.filter.from(), |reached| reached.number.saturating_add(1));
        if next > self.target.number || self.filter.lanes().is_empty() {
            return Step::Done;
        }
        Step::Fetch(self.pace.ranges(next, self.target.number))
    }

    /// Whether the requests of a step travel in one exchange.
    pub(super) fn together(&self) -> bool {
        self.manner == Manner::Together
    }

    /// What the chain has now at the heights of [`Step::Verify`]. Answers from which block on the logs that were handed over are no longer
    /// the chain's.
    pub(super) fn verified(&mut self, points: &[BlockPoint], now: &[Option<B256>]) -> Option<u64> {
        self.doubted = false;
        let stays = |point: &BlockPoint, hash: &Option<B256>| *hash == Some(point.hash);
        let kept = points.iter().zip(now).rev().find(|(point, hash)| stays(point, hash)).map(|(point, _)| *point);
        if kept == self.reached {
            return None;
        }
        self.reached = kept;
        self.trail.retain(|point| kept.is_some_and(|kept| point.number < kept.number));
        Some(kept.map_or(self.filter.from(), |kept| kept.number.saturating_add(1)))
    }

    /// The chain was reorganised: another target, and everything reached so far is in doubt.
    pub(super) fn retarget(&mut self, target: BlockRef) {
        self.target = target;
        self.doubted = self.reached.is_some();
    }

    /// Blocks beside the target to walk back to later, where `last` is the target.
    pub(super) fn landmarks(&self, last: u64) -> Vec<u64> {
        if last != self.target.number {
            return Vec::new();
        }
        let above = self.reached.map_or(self.filter.from(), |reached| reached.number.saturating_add(1));
        SPACING.iter().filter_map(|below| last.checked_sub(*below)).filter(|number| *number >= above).collect()
    }

    /// The logs up to `last` are there. `landmarks` are blocks below it.
    pub(super) fn reach(&mut self, last: BlockPoint, landmarks: Vec<BlockPoint>) {
        remember(&mut self.trail, self.reached.into_iter().chain(landmarks));
        self.reached = Some(last);
        self.settled = self.pace;
    }

    /// The first so many ranges of a step were answered.
    pub(super) fn answered(&mut self, asked: &[(u64, u64)], count: usize) {
        self.timeouts = 0;
        if self.manner == Manner::Trial {
            self.manner = Manner::Apart;
        }
        for (first, last) in asked.iter().take(count) {
            self.pace.answered(last.saturating_sub(*first).saturating_add(1));
        }
        if count == asked.len() {
            self.pace.all_answered();
        }
    }

    /// One range was refused. Whether a narrower one can be tried.
    pub(super) fn refused(&mut self, (first, last): (u64, u64), why: TooMuch) -> bool {
        let narrower = self.pace.refused(last.saturating_sub(first).saturating_add(1), why);
        if !narrower {
            self.pace = self.settled;
        }
        narrower
    }

    /// A whole exchange failed, which asked for several things: fewer ranges first, then one thing at a time, then a narrower range.
    pub(super) fn whole_refused(&mut self, range: (u64, u64), requests: usize, how: Failed) -> bool {
        if how == Failed::TimedOut {
            self.timeouts = self.timeouts.saturating_add(1);
            if self.timeouts >= MOST_TIMEOUTS {
                (self.pace, self.timeouts) = (self.settled, 0);
                return false;
            }
        }
        if self.pace.fewer_ranges() {
            return true;
        }
        if self.manner == Manner::Together && requests > 1 && how == Failed::Refused {
            self.manner = Manner::Trial;
            return true;
        }
        if self.manner == Manner::Trial {
            self.manner = Manner::Together;
        }
        self.refused(range, TooMuch::Logs { suggested: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Timestamp;
    use alloy_primitives::Address;

    fn block(number: u64, fork: u8) -> BlockRef {
        BlockRef { number, hash: B256::repeat_byte(fork), timestamp: Timestamp(number) }
    }

    fn point(number: u64) -> BlockPoint {
        BlockPoint { number, hash: B256::left_padding_from(&number.to_be_bytes()) }
    }

    fn scan(target: u64) -> Scan {
        let filter = HistoryFilter::new(Address::repeat_byte(1), [Address::repeat_byte(2)], 10);
        Scan::new(ChainId(1), filter, block(target, 1), None).unwrap()
    }

    #[test]
    fn it_goes_from_the_first_block_to_the_target() {
        let mut scan = scan(99);
        assert_eq!(scan.step(), Step::Fetch(vec![(10, 99)]));
        scan.answered(&[(10, 99)], 1);
        assert_eq!(scan.landmarks(99), [91, 35]);
        scan.reach(point(99), vec![point(91), point(35)]);
        assert_eq!(scan.step(), Step::Done);
        assert_eq!(scan.progress(), Progress { from: 10, reached: Some(99), target: 99 });
    }

    #[test]
    fn it_walks_back_to_the_newest_block_that_is_still_there() {
        let mut first = scan(99);
        first.reach(point(99), vec![point(91), point(35)]);
        let mut again = Scan::new(ChainId(1), first.filter.clone(), block(120, 2), Some(first.checkpoint())).unwrap();
        let Step::Verify(points) = again.step() else { panic!("not verified") };
        assert_eq!(points, [point(35), point(91), point(99)]);
        let dropped = again.verified(&points, &[Some(point(35).hash), Some(B256::ZERO), None]);
        assert_eq!((dropped, again.progress().reached), (Some(36), Some(35)));
        assert_eq!(again.step(), Step::Fetch(vec![(36, 120)]));
        assert_eq!(again.verified(&[point(35)], &[None]), Some(10));
        assert_eq!(again.step(), Step::Fetch(vec![(10, 120)]));
    }

    #[test]
    fn a_checkpoint_of_another_scan_is_refused() {
        let mut first = scan(99);
        first.reach(point(99), Vec::new());
        let kept = first.checkpoint();
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Checkpoint>(&text).unwrap(), kept);
        let other = |chain, filter: HistoryFilter| Scan::new(chain, filter, block(120, 1), Some(kept.clone()));
        let filter = HistoryFilter::new(Address::repeat_byte(1), [Address::repeat_byte(3)], 10);
        assert!(matches!(other(ChainId(1), filter), Err(ChainError::OtherCheckpoint { what: "filter", .. })));
        let same = first.filter.clone();
        assert!(matches!(other(ChainId(2), same), Err(ChainError::OtherCheckpoint { what: "chain", .. })));
        let mut newer = kept.clone();
        newer.version = 2;
        let refused = Scan::new(ChainId(1), first.filter.clone(), block(120, 1), Some(newer));
        assert!(matches!(refused, Err(ChainError::OtherCheckpoint { what: "version", .. })));
    }

    #[test]
    fn an_endpoint_without_batches_is_told_from_one_with_a_limit() {
        let mut scan = scan(99);
        assert!(scan.together() && scan.whole_refused((10, 99), 3, Failed::Refused));
        assert!(!scan.together());
        scan.answered(&[(10, 99)], 1);
        assert!(!scan.together(), "remembered");
        let mut limited = self::scan(99);
        assert!(
            limited.whole_refused((10, 99), 3, Failed::Refused) && limited.whole_refused((10, 99), 3, Failed::Refused)
        );
        assert!(limited.together(), "it was the range");
        assert_eq!(limited.step(), Step::Fetch(vec![(10, 54)]));
    }

    #[test]
    fn an_outage_teaches_nothing() {
        let mut scan = scan(99);
        scan.answered(&[(10, 49)], 1);
        scan.reach(point(49), Vec::new());
        let before = scan.checkpoint();
        for _ in 0..3 {
            assert!(scan.whole_refused((50, 99), 3, Failed::TimedOut));
        }
        assert!(!scan.whole_refused((50, 99), 3, Failed::TimedOut));
        assert_eq!(scan.checkpoint(), before);
        assert_eq!(scan.step(), Step::Fetch(before.pace.ranges(50, 99)));
    }
}
