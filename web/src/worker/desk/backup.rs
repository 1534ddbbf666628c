//! Secrets that leave, each time with the key asked for again; and whether the backup is at hand.

use assay_sdk::keys::SecretId;
use zeroize::Zeroizing;

use super::Desk;
use super::arrivals::check_words;
use crate::worker::protocol::{Answer, File, KeyError, KeyErrorKind, Reveal, UnlockKey};
use crate::worker::random;
use crate::worker::records::Records;
use crate::worker::refusal::refusal;
use crate::worker::room::Question;
use crate::worker::shelf::Stored;

/// How many words are asked for.
const ASKED: usize = 3;

impl<R: Records> Desk<R> {
    pub(super) async fn reveal(&self, what: Reveal, key: UnlockKey) -> Result<Answer, KeyError> {
        // Opened anew and wiped at the end: what is handed out is what the key opens, not what lies in memory.
        let vault = self.prove(key).await?;
        match what {
            Reveal::Phrase { secret } => {
                let phrase = vault.mnemonic(SecretId(secret))?.reveal().to_string();
                Ok(Answer::Phrase { phrase, ask: Vec::new() })
            }
            Reveal::Keystore { .. } | Reveal::Shares { .. } => Err(refusal(KeyErrorKind::BadRequest, "not yet")),
        }
    }

    /// The file of a stored wallet: its newest whole generation.
    pub(super) async fn export(&self, id: &str) -> Result<Answer, KeyError> {
        let stored = Stored::read(&self.records, id).await?;
        let newest = stored.newest()?;
        Ok(Answer::File(File { name: file_name("assay", newest.label()), text: newest.to_json()? }))
    }

    /// Which words to ask for.
    pub(super) fn ask_for_words(&self, secret: u32) -> Result<Answer, KeyError> {
        let mut room = self.room.borrow_mut();
        let words = room.open()?.1.mnemonic(SecretId(secret))?.word_count();
        let positions = random::positions(ASKED, u8::try_from(words).unwrap_or(u8::MAX))?;
        room.question = Some(Question { secret: SecretId(secret), positions: positions.clone() });
        Ok(Answer::Ask { positions })
    }

    /// Checks the words; where they are right, the wallet notes the day.
    pub(super) async fn check_words(&self, answers: Vec<(u8, String)>) -> Result<(), KeyError> {
        let answers = Zeroizing::new(answers);
        self.compare_words(&answers)?;
        let now = self.wall();
        self.edit(|vault| {
            vault.set_backup_checked(now);
            Ok(())
        })
        .await?;
        self.room.borrow_mut().question = None;
        Ok(())
    }

    fn compare_words(&self, answers: &[(u8, String)]) -> Result<(), KeyError> {
        let room = self.room.borrow();
        let (_, vault) = room.open()?;
        let Some(Question { secret, positions }) = &room.question else {
            return Err(refusal(KeyErrorKind::Missing, "No words were asked for. Start the check of the backup again."));
        };
        check_words(&vault.mnemonic(*secret)?.reveal(), positions, answers)
    }
}

/// A file's name: what it is, and the wallet's name as far as file systems take it.
pub(super) fn file_name(what: &str, label: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
    let label: String = label.chars().map(plain).collect();
    match label.trim_matches('-') {
        "" => format!("{what}.json"),
        label => format!("{what}-{label}.json"),
    }
}
