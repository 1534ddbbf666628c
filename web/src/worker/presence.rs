//! How long nobody has been there, and when that is too long.

use std::time::Duration;

use super::protocol::AUTO_LOCK_MINUTES;

/// A reading of both clocks that a browser has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Milliseconds since the Unix epoch. Goes on while the machine sleeps; can be set back.
    pub(super) wall: u64,
    /// Since the worker was started. Never goes back; may stand still while the machine sleeps.
    pub(super) steady: Duration,
}

/// When somebody was last there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Presence {
    last: Moment,
    minutes: u32,
}

impl Presence {
    /// Somebody is there now.
    pub(super) const fn new(now: Moment) -> Self {
        Self { last: now, minutes: AUTO_LOCK_MINUTES }
    }

    /// Somebody is there.
    pub(super) const fn seen(&mut self, now: Moment) {
        self.last = now;
    }

    /// After how many minutes alone it locks.
    pub(super) const fn set_minutes(&mut self, minutes: u32) {
        self.minutes = minutes;
    }

    /// The minutes, where nobody was there for so long by either clock.
    pub(super) fn overdue(&self, now: Moment) -> Option<u32> {
        let limit = Duration::from_secs(u64::from(self.minutes).saturating_mul(60));
        let by_wall = Duration::from_millis(now.wall.saturating_sub(self.last.wall));
        let by_steady = now.steady.saturating_sub(self.last.steady);
        (by_wall >= limit || by_steady >= limit).then_some(self.minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(wall_seconds: u64, steady_seconds: u64) -> Moment {
        Moment { wall: wall_seconds.saturating_mul(1000), steady: Duration::from_secs(steady_seconds) }
    }

    #[test]
    fn it_is_overdue_at_the_minute_by_either_clock() {
        let mut presence = Presence::new(moment(1_000_000, 0));
        presence.set_minutes(5);
        assert_eq!(presence.overdue(moment(1_000_299, 299)), None);
        assert_eq!(presence.overdue(moment(1_000_300, 300)), Some(5));
        assert_eq!(presence.overdue(moment(1_009_999, 3)), Some(5), "the machine slept");
        assert_eq!(presence.overdue(moment(500_000, 300)), Some(5), "the clock was set back");
        assert_eq!(presence.overdue(moment(500_000, 299)), None);
        presence.seen(moment(1_000_300, 300));
        assert_eq!(presence.overdue(moment(1_000_301, 301)), None);
    }

    #[test]
    fn it_is_ten_minutes_where_nobody_says_otherwise() {
        let presence = Presence::new(moment(0, 0));
        assert_eq!(presence.overdue(moment(599, 599)), None);
        assert_eq!(presence.overdue(moment(600, 600)), Some(10));
    }
}
