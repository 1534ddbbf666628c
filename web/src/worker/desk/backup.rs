//! Secrets that leave, each time with the key asked for again; and whether the backup is at hand.

use alloy_primitives::Address;
use assay_sdk::keys::{Keystore, KeystoreRandomness, RecoveryShare, SecretId, ShareRandomness, Vault};
use zeroize::Zeroizing;

use super::Desk;
use super::arrivals::check_words;
use crate::worker::labels::checked_password;
use crate::worker::protocol::{Answer, File, KeyError, KeyErrorKind, Reveal, UnlockKey};
use crate::worker::random;
use crate::worker::records::Records;
use crate::worker::refusal::refusal;
use crate::worker::room::{Question, Shares};
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
            Reveal::Keystore { account, password } => self.keystore(&vault, account, password),
            Reveal::Shares { secret, threshold, count } => self.make_shares(&vault, SecretId(secret), threshold, count),
        }
    }

    /// The key of an account in the format of other wallets, under a password of its own.
    fn keystore(&self, vault: &Vault, account: Address, password: String) -> Result<Answer, KeyError> {
        let password = Zeroizing::new(password);
        checked_password(&password)?;
        let key = vault.account_key(account)?;
        let randomness = KeystoreRandomness { salt: random::bytes()?, iv: random::bytes()?, id: random::bytes()? };
        let text = Keystore::seal(&key, &password, self.effort.scrypt(), &randomness)?;
        Ok(Answer::File(File { name: format!("keystore-{account}.json"), text }))
    }

    /// Makes all shares and hands out the first.
    fn make_shares(&self, vault: &Vault, secret: SecretId, threshold: u8, count: u8) -> Result<Answer, KeyError> {
        let mut randomness = ShareRandomness { identifier: random::bytes()?, shares: [0; 512] };
        random::fill(&mut randomness.shares)?;
        let shares = RecoveryShare::split(vault.mnemonic(secret)?, threshold, count, &randomness)?;
        let left = shares.iter().rev().map(RecoveryShare::reveal).collect();
        self.room.borrow_mut().shares = Some(Shares { left, count, threshold });
        self.next_share()
    }

    /// The next share, until there is none; each is told once.
    pub(super) fn next_share(&self) -> Result<Answer, KeyError> {
        let mut room = self.room.borrow_mut();
        room.open()?;
        let none = || {
            refusal(
                KeyErrorKind::Missing,
                "There is no further share to be shown. Make new shares to see them once more.",
            )
        };
        let shares = room.shares.as_mut().ok_or_else(none)?;
        let words = shares.left.pop().ok_or_else(none)?.to_string();
        let left = u8::try_from(shares.left.len()).unwrap_or(u8::MAX);
        let (count, threshold) = (shares.count, shares.threshold);
        if left == 0 {
            room.shares = None;
        }
        Ok(Answer::Share { words, number: count.saturating_sub(left), count, threshold })
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
            return Err(refusal(
                KeyErrorKind::Missing,
                "No words were asked for. Start the check of the backup again.",
            ));
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
