//! Wrong passwords slow down: how long the next attempt has to wait.
//!
//! This holds up whoever sits at the device and guesses. Who takes the files away guesses elsewhere: against that there
//! is Argon2id.

use serde::{Deserialize, Serialize};

/// What is noted of a wallet's attempts. Written before each attempt, so that closing the page does not undo it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Attempts {
    /// How many there were since the last that succeeded.
    count: u32,
    /// When the last one was, in milliseconds since the Unix epoch.
    last: u64,
}

/// What has to happen before an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Go on, once this is noted.
    Go(Attempts),
    /// It is too soon.
    Wait {
        /// How long, in whole seconds.
        seconds: u64,
        /// What has to be noted instead of what was read: the clock was set back, and the waiting begins anew.
        note: Option<Attempts>,
    },
}

/// This many attempts are free.
const FREE: u32 = 3;
/// The wait after the last free one; it doubles with each after that.
const FIRST_WAIT: u64 = 2;
/// No wait is longer.
const LONGEST_WAIT: u64 = 300;

impl Attempts {
    /// What a note that cannot be read counts as: the free attempts are used up, just now.
    pub(super) const fn unreadable(now_ms: u64) -> Self {
        Self { count: FREE, last: now_ms }
    }

    /// Seconds between the last attempt and the next.
    const fn wait(self) -> u64 {
        match self.count.checked_sub(FREE) {
            None => 0,
            Some(beyond) => match FIRST_WAIT.checked_shl(beyond) {
                Some(wait) if wait < LONGEST_WAIT && beyond < 32 => wait,
                Some(_) | None => LONGEST_WAIT,
            },
        }
    }
}

/// Whether an attempt may be made now, after those before it.
pub(super) fn judge(before: Option<Attempts>, now_ms: u64) -> Verdict {
    let Some(before) = before else {
        return Verdict::Go(Attempts { count: 1, last: now_ms });
    };
    let wait = before.wait();
    let go = Verdict::Go(Attempts { count: before.count.saturating_add(1), last: now_ms });
    match now_ms.checked_sub(before.last) {
        _ if wait == 0 => go,
        Some(passed) if passed >= wait.saturating_mul(1000) => go,
        Some(passed) => {
            let left = wait.saturating_mul(1000).saturating_sub(passed);
            Verdict::Wait { seconds: left.div_ceil(1000), note: None }
        }
        None => Verdict::Wait { seconds: wait, note: Some(Attempts { last: now_ms, ..before }) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Attempts as soon as they are allowed: how long each had to wait.
    fn waits(attempts: usize) -> Vec<u64> {
        let (mut before, mut now) = (None, 1_000_000);
        let mut waits = Vec::new();
        for _ in 0..attempts {
            let waited = match judge(before, now) {
                Verdict::Go(_) => 0,
                Verdict::Wait { seconds, note } => {
                    assert_eq!(note, None);
                    now = now.saturating_add(seconds.saturating_mul(1000)).saturating_sub(1);
                    assert!(matches!(judge(before, now), Verdict::Wait { seconds: 1, .. }), "not a moment before");
                    now = now.saturating_add(1);
                    seconds
                }
            };
            let Verdict::Go(noted) = judge(before, now) else { panic!("it waited") };
            before = Some(noted);
            waits.push(waited);
        }
        waits
    }

    #[test]
    fn three_are_free_then_each_wait_doubles_up_to_five_minutes() {
        assert_eq!(waits(13), [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        let many = Attempts { count: u32::MAX, last: 0 };
        assert_eq!(many.wait(), 300);
        assert!(matches!(judge(Some(many), 300_000), Verdict::Go(Attempts { count: u32::MAX, .. })));
    }

    #[test]
    fn a_clock_that_is_set_back_shortens_nothing() {
        let before = Attempts { count: 5, last: 1_000_000 };
        let Verdict::Wait { seconds: 8, note: Some(note) } = judge(Some(before), 10_000) else {
            panic!("it waits all over again")
        };
        assert_eq!(note, Attempts { count: 5, last: 10_000 });
        assert!(matches!(judge(Some(note), 17_999), Verdict::Wait { seconds: 1, note: None }));
        assert!(matches!(judge(Some(note), 18_000), Verdict::Go(_)));
    }

    #[test]
    fn a_note_that_cannot_be_read_does_not_make_attempts_free() {
        assert!(matches!(judge(Some(Attempts::unreadable(7_000)), 7_000), Verdict::Wait { seconds: 2, .. }));
    }
}
