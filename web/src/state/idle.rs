//! When an open wallet locks itself.

use assay_sdk::units::{Seconds, Timestamp};

/// Whether the wallet has been left alone for so long that it must lock.
#[must_use]
pub const fn is_due(last_input: Timestamp, now: Timestamp, lock_after_minutes: u32) -> bool {
    now.since(last_input).0 >= span(lock_after_minutes).0
}

/// The minutes as a span of time.
#[must_use]
pub const fn span(minutes: u32) -> Seconds {
    // Widening: no `From` in a const fn.
    Seconds((minutes as u64).saturating_mul(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_locks_at_the_minute_and_not_a_second_before() {
        let then = Timestamp(1_000_000);
        assert!(!is_due(then, Timestamp(1_000_000 + 299), 5));
        assert!(is_due(then, Timestamp(1_000_000 + 300), 5));
        assert!(is_due(then, Timestamp(1_000_000 + 99_999), 5), "also when the machine slept meanwhile");
        assert!(!is_due(then, Timestamp(1), 5), "a clock that was set back does not lock");
    }
}
