//! After wrong passwords the next attempt has to wait: until when, and how that is said.

use assay_sdk::units::Timestamp;

use crate::text::{fill, t};
use crate::worker::protocol::{KeyError, KeyErrorKind};

/// When the next attempt is possible, after a refusal at `now`; nothing where it is possible at once.
#[must_use]
pub fn until(refused: &KeyError, now: Timestamp) -> Option<Timestamp> {
    let seconds = refused.wait_seconds.filter(|_| refused.kind == KeyErrorKind::TooSoon)?;
    // The page's clock stands at the last whole second.
    Some(Timestamp(now.0.saturating_add(seconds).saturating_add(1)))
}

/// How long is still to wait, in words; nothing once it is over.
#[must_use]
pub fn left(until: Timestamp, now: Timestamp) -> Option<String> {
    let seconds = until.0.saturating_sub(now.0);
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let (m, s) = (minutes.to_string(), rest.to_string());
    let values = [("m", m.as_str()), ("s", s.as_str())];
    match (minutes, rest) {
        (0, 0) => None,
        (0, 1) => Some(t("1 second").to_owned()),
        (0, _) => Some(fill(t("{s} seconds"), &values)),
        (_, _) => Some(fill(t("{m} min {s} s"), &values)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(kind: KeyErrorKind, wait_seconds: Option<u64>) -> KeyError {
        KeyError { kind, message: String::new(), wait_seconds }
    }

    #[test]
    fn only_a_refusal_for_time_makes_wait() {
        let now = Timestamp(100);
        assert_eq!(until(&refused(KeyErrorKind::TooSoon, Some(30)), now), Some(Timestamp(131)));
        assert_eq!(until(&refused(KeyErrorKind::WrongPassword, Some(30)), now), None);
        assert_eq!(until(&refused(KeyErrorKind::TooSoon, None), now), None);
    }

    #[test]
    fn it_counts_down_to_nothing() {
        let end = Timestamp(200);
        for (now, words) in [(75, "2 min 5 s"), (140, "1 min 0 s"), (141, "59 seconds"), (199, "1 second")] {
            assert_eq!(left(end, Timestamp(now)).unwrap(), words);
        }
        assert_eq!(left(end, Timestamp(200)), None);
        assert_eq!(left(end, Timestamp(9_999)), None);
    }
}
