//! What the worker holds and decides. Synchronous; storage and the line to the page are elsewhere.

use std::time::Duration;

use alloy_primitives::Bytes;
use alloy_primitives::hex::FromHex as _;
use assay_sdk::keys::{
    DERIVATION_PATH, KdfParams, LocalSigner, Mnemonic, NewMethod, SealedVault, SigningPayload, UnlockKey, Vault,
    VaultError, VaultRandomness,
};
use assay_sdk::units::ChainId;
use zeroize::Zeroizing;

use super::protocol::{Answer, KeyError, KeyErrorKind, LABEL_MAX, PASSWORD_MIN};
use super::random;
use super::refusal::{bad_label, locked, refusal, weak_password, wrong_words};

/// How many words are asked back before a phrase is stored.
const ASKED: usize = 3;

/// How hard a password is made to guess.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effort {
    /// As many passes as fit into the time on this device; never fewer than the default.
    Fitting {
        /// What an unlock may take.
        target: Duration,
        /// Reads a clock that only ever rises.
        clock: fn() -> Duration,
    },
    /// Next to none: for tests.
    #[cfg(test)]
    Weak,
}

/// The secrets that are in memory. All are wiped when dropped.
pub(super) struct Room {
    effort: Effort,
    pending: Option<Pending>,
    open: Option<Open>,
}

/// A phrase that was made and has not been confirmed. Nothing stores it.
struct Pending {
    mnemonic: Mnemonic,
    ask: Vec<u8>,
}

struct Open {
    id: String,
    vault: Vault,
}

/// A wallet that is ready to be stored. It opens once it is.
pub(super) struct Fresh {
    vault: Vault,
    /// Its file.
    pub(super) text: String,
}

impl Room {
    pub(super) const fn new(effort: Effort) -> Self {
        Self { effort, pending: None, open: None }
    }

    /// The id of the open wallet.
    pub(super) fn open_id(&self) -> Option<&str> {
        self.open.as_ref().map(|open| open.id.as_str())
    }

    /// Makes a phrase and keeps it until it is confirmed, replaced or locked away.
    pub(super) fn generate(&mut self, words: u8) -> Result<Answer, KeyError> {
        let mut entropy = Zeroizing::new([0_u8; 32]);
        random::fill(&mut *entropy)?;
        let length = match words {
            12 => 16,
            24 => 32,
            got => {
                return Err(refusal(KeyErrorKind::BadRequest, format!("a new phrase has 12 or 24 words: got {got}")));
            }
        };
        let mnemonic = Mnemonic::from_entropy(entropy.get(..length).unwrap_or_default())?;
        let ask = random::positions(ASKED, words)?;
        let phrase = mnemonic.reveal().to_string();
        self.pending = Some(Pending { mnemonic, ask: ask.clone() });
        Ok(Answer::Phrase { phrase, ask })
    }

    /// Seals the generated phrase, once the words show that it was written down. The phrase stays until the wallet is stored.
    pub(super) fn confirm(
        &self,
        answers: &[(u8, String)],
        password: &str,
        label: &str,
        now_ms: u64,
    ) -> Result<Fresh, KeyError> {
        let Some(Pending { mnemonic, ask }) = &self.pending else {
            return Err(refusal(
                KeyErrorKind::Missing,
                "There is no new phrase to confirm: the page was reloaded or the wallet locked itself. Nothing is lost, since nothing was \
                 stored yet. Start again with a new phrase.",
            ));
        };
        let phrase = mnemonic.reveal();
        let wrong = wrong_answers(&phrase, ask, answers);
        if !wrong.is_empty() {
            return Err(wrong_words(&wrong));
        }
        self.seal(Mnemonic::from_phrase(&phrase)?, password, label, now_ms)
    }

    /// Seals a phrase that the user brings.
    pub(super) fn import(&self, phrase: &str, password: &str, label: &str, now_ms: u64) -> Result<Fresh, KeyError> {
        self.seal(Mnemonic::from_phrase(phrase)?, password, label, now_ms)
    }

    fn seal(&self, mnemonic: Mnemonic, password: &str, label: &str, now_ms: u64) -> Result<Fresh, KeyError> {
        let label = checked_label(label)?;
        checked_password(password)?;
        let mut vault = Vault::create(label, now_ms, &randomness()?);
        let phrase = vault.add_phrase(mnemonic, "")?;
        let first = format!("{DERIVATION_PATH}/0").parse().map_err(VaultError::from)?;
        vault.add_derived(phrase, &first, "")?;
        let sealed = self.effort.seal(&vault, password, now_ms)?;
        Ok(Fresh { vault, text: sealed.to_json()? })
    }

    /// The fresh wallet is stored under this id: it is the open one now, and its phrase is no longer pending.
    pub(super) fn stored(&mut self, id: String, fresh: Fresh) {
        self.pending = None;
        self.open = Some(Open { id, vault: fresh.vault });
    }

    /// Opens a wallet. Where that fails, what was open stays open.
    pub(super) fn unlock(&mut self, id: &str, sealed: &SealedVault, password: &str) -> Result<(), KeyError> {
        let vault = sealed.open(&UnlockKey::Password(password))?;
        self.pending = None;
        self.open = Some(Open { id: id.to_owned(), vault });
        Ok(())
    }

    /// Wipes every secret.
    pub(super) fn lock(&mut self) {
        self.pending = None;
        self.open = None;
    }

    /// Signs with the open wallet's account, for this chain alone.
    pub(super) fn sign(&self, payload: &str, chain: ChainId) -> Result<Answer, KeyError> {
        let Open { vault, .. } = self.open.as_ref().ok_or_else(locked)?;
        let bytes = Bytes::from_hex(payload).map_err(|error| {
            refusal(
                KeyErrorKind::BadPayload,
                format!("Nothing was signed: the transaction is not hexadecimal ({error})."),
            )
        })?;
        let account = vault.accounts().first().ok_or_else(locked)?;
        let key = vault.account_key(account.address)?;
        let signature = LocalSigner::new(&key, chain).sign_now(&SigningPayload::Eip1559(bytes))?;
        Ok(Answer::Signature { signature: Bytes::copy_from_slice(&signature.as_rsy()).to_string() })
    }
}

impl Effort {
    fn seal(self, vault: &Vault, password: &str, now_ms: u64) -> Result<SealedVault, KeyError> {
        let seal = |params| {
            let method = NewMethod::Password { password, params };
            Ok::<_, KeyError>(SealedVault::new(vault, &method, now_ms, &randomness()?)?)
        };
        match self {
            Self::Fitting { target, clock } => {
                let start = clock();
                let sealed = seal(KdfParams::DEFAULT)?;
                let taken = clock().saturating_sub(start);
                let one_pass = taken.checked_div(KdfParams::DEFAULT.passes()).unwrap_or(taken);
                let fitting = KdfParams::calibrated(one_pass, target);
                if fitting == KdfParams::DEFAULT { Ok(sealed) } else { seal(fitting) }
            }
            #[cfg(test)]
            Self::Weak => seal(KdfParams::weak()),
        }
    }
}

/// Fresh for every seal.
fn randomness() -> Result<VaultRandomness, KeyError> {
    VaultRandomness::draw(random::fill)
}

/// The asked positions whose word is missing or another one.
fn wrong_answers(phrase: &str, ask: &[u8], answers: &[(u8, String)]) -> Vec<u8> {
    let word = |position: u8| phrase.split(' ').nth(usize::from(position).saturating_sub(1)).unwrap_or_default();
    let right = |position: u8| {
        answers.iter().any(|(at, given)| *at == position && given.trim().eq_ignore_ascii_case(word(position)))
    };
    ask.iter().copied().filter(|position| !right(*position)).collect()
}

fn checked_label(label: &str) -> Result<&str, KeyError> {
    let label = label.trim();
    match label.chars().count() {
        1..=LABEL_MAX => Ok(label),
        got => Err(bad_label(got)),
    }
}

fn checked_password(password: &str) -> Result<(), KeyError> {
    match password.chars().count() {
        PASSWORD_MIN.. => Ok(()),
        got => Err(weak_password(got)),
    }
}
