//! How much to ask for at once: found out by asking, and remembered.

use serde::{Deserialize, Serialize};

/// Ranges that travel in one exchange at most.
const MOST_RANGES: u64 = 16;
/// Answers in a row after which a limit that came from the number of logs is tried again: other blocks have fewer.
const PATIENCE: u8 = 8;

/// Why an endpoint would not answer a request for logs that it could answer a smaller one for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TooMuch {
    /// Too many blocks. Holds for all blocks alike.
    Blocks {
        /// What it would answer, where it says so.
        suggested: Option<u64>,
    },
    /// Too many logs, bytes or seconds, or it does not say what.
    Logs {
        /// What it would answer, where it says so.
        suggested: Option<u64>,
    },
}

/// What is known of an endpoint's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Pace {
    /// Blocks of a range; 0 before anything was asked: as many as there are.
    width: u64,
    /// The widest range that was answered.
    good: u64,
    /// The narrowest range that was refused.
    refused: Option<u64>,
    /// Whether that holds for all blocks alike.
    fixed: bool,
    /// Ranges of an exchange.
    ranges: u64,
    /// The most that may become.
    most_ranges: u64,
    /// Answers since the last refusal.
    streak: u8,
}

impl Pace {
    pub(super) const fn new() -> Self {
        Self { width: 0, good: 0, refused: None, fixed: false, ranges: 1, most_ranges: MOST_RANGES, streak: 0 }
    }

    /// The width that was answered last.
    pub(super) const fn width(&self) -> u64 {
        if self.good == 0 { self.width } else { self.good }
    }

    /// The ranges to ask for next, so that none goes beyond `last`.
    pub(super) fn ranges(&self, first: u64, last: u64) -> Vec<(u64, u64)> {
        let width = if self.width == 0 { u64::MAX } else { self.width };
        let mut ranges = Vec::new();
        let mut next = Some(first);
        for _ in 0..self.ranges.clamp(1, MOST_RANGES) {
            let Some(begin) = next.filter(|begin| *begin <= last) else { break };
            let end = begin.saturating_add(width.saturating_sub(1)).min(last);
            ranges.push((begin, end));
            next = end.checked_add(1);
        }
        ranges
    }

    /// A range of so many blocks was answered.
    pub(super) fn answered(&mut self, blocks: u64) {
        self.streak = self.streak.saturating_add(1);
        if blocks < self.width {
            // The rest before the target: it says nothing about wider ranges.
            self.good = self.good.max(blocks);
            return;
        }
        (self.good, self.width) = (blocks, blocks);
        if !self.fixed && self.streak >= PATIENCE {
            self.streak = 0;
            self.refused = self.refused.map(|refused| refused.saturating_mul(2));
        }
        let doubled = self.width.saturating_mul(2);
        self.width = match self.refused {
            None => doubled,
            Some(refused) if doubled < refused => doubled,
            // Halfway to what was refused, until a quarter more is not to be won.
            Some(refused) if refused.saturating_sub(self.width) > self.width.div_euclid(4) => {
                self.width.midpoint(refused)
            }
            Some(_) => self.width,
        };
    }

    /// Everything that was asked was answered: more may be asked at once.
    pub(super) fn all_answered(&mut self) {
        self.ranges = self.ranges.saturating_mul(2).min(self.most_ranges).max(1);
    }

    /// A range of so many blocks was refused. Whether there is a narrower one to try.
    pub(super) fn refused(&mut self, blocks: u64, why: TooMuch) -> bool {
        if blocks <= 1 {
            self.width = self.good.max(1);
            return false;
        }
        let (fixed, suggested) = match why {
            TooMuch::Blocks { suggested } => (true, suggested),
            TooMuch::Logs { suggested } => (false, suggested),
        };
        self.streak = 0;
        self.fixed = if self.refused.is_none_or(|before| blocks < before) { fixed } else { self.fixed };
        self.refused = Some(self.refused.map_or(blocks, |before| before.min(blocks)));
        // A fixed limit is as a rule thousands of blocks: from millions, halving would take long to get there.
        let narrower = blocks.div_euclid(if fixed { 16 } else { 4 }).max(1);
        let usable = |width: u64| width > 0 && width < blocks;
        self.width = match suggested.filter(|width| usable(*width)) {
            Some(width) => {
                self.refused = if fixed { Some(width.saturating_add(1)) } else { self.refused };
                width
            }
            None if usable(self.good) => self.good,
            None if blocks < 1_024 => blocks.div_euclid(2),
            None => narrower,
        };
        if self.good > self.width {
            self.good = 0;
        }
        true
    }

    /// An exchange of several ranges failed as a whole: first with one.
    pub(super) fn fewer_ranges(&mut self) -> bool {
        if self.ranges <= 1 {
            return false;
        }
        self.most_ranges = self.ranges.div_euclid(2).max(1);
        self.ranges = 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scans `blocks` blocks against a limit; the requests that were answered and refused.
    fn scanned(blocks: u64, limit: impl Fn(u64, u64) -> Option<TooMuch>) -> (u64, u64) {
        let (mut pace, mut next) = (Pace::new(), 0);
        let (mut answered, mut refused) = (0, 0);
        while next < blocks {
            let mut whole = true;
            for (first, last) in pace.ranges(next, blocks - 1) {
                let width = last - first + 1;
                if let Some(why) = limit(first, last) {
                    refused += 1;
                    whole = false;
                    assert!(pace.refused(width, why), "a single block was refused");
                    break;
                }
                answered += 1;
                next = last + 1;
                pace.answered(width);
            }
            if whole {
                pace.all_answered();
            }
        }
        (answered, refused)
    }

    fn blocks(limit: u64, suggested: Option<u64>) -> impl Fn(u64, u64) -> Option<TooMuch> {
        move |first, last| (last - first + 1 > limit).then_some(TooMuch::Blocks { suggested })
    }

    #[test]
    fn without_a_limit_one_request_is_enough() {
        assert_eq!(scanned(20_000_000, |_, _| None), (1, 0));
    }

    #[test]
    fn a_limit_that_is_told_costs_one_refusal() {
        assert_eq!(scanned(20_000_000, blocks(10_000, Some(10_000))), (2_000, 1));
    }

    #[test]
    fn a_limit_that_is_not_told_is_found_within_a_few_refusals() {
        for limit in [1, 7, 100, 500, 1_000, 2_000, 10_000, 100_000, 3_000_000] {
            let total = limit * 300;
            let (answered, refused) = scanned(total, blocks(limit, None));
            assert!(refused < 20, "{limit}: {refused} refusals");
            assert!(answered < 300 * 2, "{limit}: {answered} ranges where 300 would do");
        }
    }

    #[test]
    fn dense_blocks_narrow_the_range_and_empty_ones_widen_it_again() {
        // One log a block in the middle tenth, at most 100 logs an answer.
        let dense = |first: u64, last: u64| {
            let logs = last.min(600_000).saturating_sub(first.max(500_000).saturating_sub(1));
            (logs > 100).then_some(TooMuch::Logs { suggested: None })
        };
        let (answered, refused) = scanned(1_000_000, dense);
        assert!(answered < 2_500, "{answered}");
        assert!(refused < 300, "{refused}");
    }

    #[test]
    fn a_suggestion_that_is_no_narrower_is_not_followed() {
        let mut pace = Pace::new();
        assert!(pace.refused(100, TooMuch::Blocks { suggested: Some(100) }));
        assert!(pace.width < 100 && pace.width > 0);
        assert!(!pace.refused(1, TooMuch::Logs { suggested: None }));
    }
}
