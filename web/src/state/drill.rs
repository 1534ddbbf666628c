//! When the user is asked to show that the backup is still at hand.

use assay_sdk::units::{Seconds, Timestamp};

use crate::worker::protocol::{SecretKind, VaultSummary};

/// How long a check holds.
const EVERY: Seconds = Seconds(90 * 86_400);
/// How long it can be put off at a time.
const POSTPONED: Seconds = Seconds(14 * 86_400);

/// A check that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Of this phrase of the wallet.
    pub secret: u32,
    /// The last check, if there was one.
    pub last: Option<Timestamp>,
}

/// Whether the open wallet's backup is to be checked now. A wallet without a phrase has none to check; one that was never checked counts
/// from its making.
#[must_use]
pub fn due(vault: &VaultSummary, postponed_until: Option<Timestamp>, now: Timestamp) -> Option<Due> {
    let secret = vault.secrets.iter().find(|secret| matches!(secret.kind, SecretKind::Phrase { .. }))?.id;
    let last = vault.backup_checked.map(from_millis);
    let since = last.or_else(|| vault.created.map(from_millis))?;
    let postponed = postponed_until.is_some_and(|until| now < until);
    (!postponed && now.since(since).0 >= EVERY.0).then_some(Due { secret, last })
}

/// Until when a check that is put off now is not asked for.
#[must_use]
pub const fn postponed(now: Timestamp) -> Timestamp {
    Timestamp(now.0.saturating_add(POSTPONED.0))
}

/// The worker's milliseconds as a moment.
#[must_use]
pub const fn from_millis(millis: u64) -> Timestamp {
    Timestamp(millis / 1_000)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers of the tests' own")]
mod tests {
    use super::*;
    use crate::worker::protocol::SecretSummary;

    const DAY: u64 = 86_400;
    const MADE: u64 = 1_700_000_000;

    fn vault(kind: SecretKind, checked: Option<u64>) -> VaultSummary {
        VaultSummary {
            created: Some(MADE * 1_000),
            secrets: vec![SecretSummary { id: 4, kind }],
            backup_checked: checked.map(|day| (MADE + day * DAY) * 1_000),
            ..VaultSummary::default()
        }
    }

    const PHRASE: SecretKind = SecretKind::Phrase { words: 12, passphrase: false };

    fn at(day: u64) -> Timestamp {
        Timestamp(MADE + day * DAY)
    }

    #[test]
    fn it_is_due_ninety_days_after_the_last_check_or_the_making() {
        let never = vault(PHRASE, None);
        assert_eq!(due(&never, None, at(89)), None);
        assert_eq!(due(&never, None, at(90)), Some(Due { secret: 4, last: None }));
        let checked = vault(PHRASE, Some(30));
        assert_eq!(due(&checked, None, at(119)), None);
        assert_eq!(due(&checked, None, at(120)), Some(Due { secret: 4, last: Some(at(30)) }));
        assert_eq!(due(&checked, None, Timestamp(1)), None, "a clock that was set back asks for nothing");
    }

    #[test]
    fn it_can_be_put_off_and_comes_back() {
        let never = vault(PHRASE, None);
        let until = postponed(at(90));
        assert_eq!(due(&never, Some(until), at(103)), None);
        assert!(due(&never, Some(until), at(104)).is_some());
    }

    #[test]
    fn a_single_key_has_no_words_to_ask_for() {
        assert_eq!(due(&vault(SecretKind::Key, None), None, at(900)), None);
        assert_eq!(due(&VaultSummary { secrets: Vec::new(), ..vault(PHRASE, None) }, None, at(900)), None);
    }
}
