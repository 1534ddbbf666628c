//! Opening: by password or passkey, and how often one may try.

use assay_sdk::keys::{Method, MethodId, MethodKind, UnlockKey as Opener, Vault, VaultError};
use zeroize::Zeroizing;

use super::Desk;
use crate::worker::attempts::{Attempts, Verdict, judge};
use crate::worker::protocol::{KeyError, KeyErrorKind, PasskeyOutput, UnlockKey};
use crate::worker::records::Records;
use crate::worker::refusal::{refusal, too_soon};
use crate::worker::shelf::{Stored, tries_key};

/// What opens a wallet, checked as far as that can be done beforehand.
pub(super) enum Key {
    Password(Zeroizing<String>),
    Passkey { method: MethodId, prf: Zeroizing<[u8; 32]> },
}

impl Key {
    /// A passkey must be one of the wallet's, and have been asked to evaluate that method's salt.
    pub(super) fn check(key: UnlockKey, methods: &[Method]) -> Result<Self, KeyError> {
        match key {
            UnlockKey::Password { password } => Ok(Self::Password(Zeroizing::new(password))),
            UnlockKey::Passkey(output) => {
                let prf = prf(&output)?;
                let known = methods.iter().find_map(|method| match &method.by {
                    MethodKind::Passkey { credential, prf_salt, .. } if *credential == output.credential => {
                        Some((method.id, prf_salt))
                    }
                    MethodKind::Passkey { .. } | MethodKind::Password { .. } | _ => None,
                });
                let (method, salt) = known.ok_or_else(|| {
                    refusal(
                        KeyErrorKind::WrongPasskey,
                        "This passkey is not one of the wallet's. Use the passkey that was added to it, or its password.",
                    )
                })?;
                if salt.as_slice() != output.salt.as_ref() {
                    return Err(refusal(
                        KeyErrorKind::BadRequest,
                        "The passkey was asked with another salt than the wallet's. Reload the page and try again.",
                    ));
                }
                Ok(Self::Passkey { method, prf })
            }
        }
    }

    pub(super) fn opener(&self) -> Opener<'_> {
        match self {
            Self::Password(password) => Opener::Password(password),
            Self::Passkey { method, prf } => Opener::Passkey { method: *method, prf },
        }
    }
}

/// The 32 bytes that a passkey gave.
pub(super) fn prf(output: &PasskeyOutput) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let mut prf = Zeroizing::new([0; 32]);
    match output.prf.as_ref() {
        bytes if bytes.len() == prf.len() => prf.copy_from_slice(bytes),
        bytes => {
            return Err(refusal(
                KeyErrorKind::WrongPasskey,
                format!(
                    "The passkey gave {} bytes where 32 are expected. Its device may not support the PRF extension; use another \
                     passkey or the password.",
                    bytes.len()
                ),
            ));
        }
    }
    Ok(prf)
}

impl<R: Records> Desk<R> {
    /// Opens a stored wallet. Where that fails, what was open stays open.
    pub(super) async fn unlock(&self, id: &str, key: Option<UnlockKey>) -> Result<(), KeyError> {
        let shift = self.room.borrow().shift();
        let stored = Stored::read(&self.records, id).await?;
        let mut vault = match key {
            None => stored.newest()?.open_unprotected()?,
            Some(key) => self.open(id, &stored, key).await?,
        };
        if stored.is_former()
            && let Ok(migrated) = self.migrate(id, &vault).await
        {
            // Where the storage would not take it, the wallet opens as it is, and the next opening tries again.
            vault = migrated;
        }
        self.room.borrow_mut().take(shift, id, vault)?;
        self.see();
        Ok(())
    }

    /// The open wallet, opened once more from storage: whoever asks for this has shown to have its key.
    pub(super) async fn prove(&self, key: UnlockKey) -> Result<Vault, KeyError> {
        let id = self.open_id()?;
        let stored = self.stored_open(&id).await?;
        self.open(&id, &stored, key).await
    }

    async fn open(&self, id: &str, stored: &Stored, key: UnlockKey) -> Result<Vault, KeyError> {
        let newest = stored.newest()?;
        let key = Key::check(key, &stored.methods())?;
        self.attempt(id, &key, || newest.open(&key.opener())).await
    }

    /// Tries a key. A password is noted before it is tried, and forgotten again where it was right.
    pub(super) async fn attempt<T>(
        &self,
        id: &str,
        key: &Key,
        open: impl FnOnce() -> Result<T, VaultError>,
    ) -> Result<T, KeyError> {
        if matches!(key, Key::Passkey { .. }) {
            return Ok(open()?);
        }
        let before = self.note_attempt(id).await?;
        let opened = open();
        match &opened {
            Ok(_) => self.keep_attempts(id, None).await,
            Err(VaultError::WrongPassword) => {}
            // It was no guess: the key derivation ran out of memory, or there is no password to be guessed.
            Err(_) => self.keep_attempts(id, before).await,
        }
        Ok(opened?)
    }

    /// Notes an attempt, unless it is too soon. What was noted before.
    async fn note_attempt(&self, id: &str) -> Result<Option<Attempts>, KeyError> {
        let _lock = self.records.lock(id).await?;
        let unkept = self.unkept.borrow().get(id).copied();
        let before = match unkept {
            Some(before) => Some(before),
            None => self.kept_attempts(id).await?,
        };
        match judge(before, self.wall()) {
            Verdict::Go(noted) => {
                self.keep_attempts(id, Some(noted)).await;
                Ok(before)
            }
            Verdict::Wait { seconds, note } => {
                if note.is_some() {
                    self.keep_attempts(id, note).await;
                }
                Err(too_soon(seconds))
            }
        }
    }

    async fn kept_attempts(&self, id: &str) -> Result<Option<Attempts>, KeyError> {
        let text = self.records.read(&tries_key(id)).await?;
        Ok(text.map(|text| serde_json::from_str(&text).unwrap_or_else(|_| Attempts::unreadable(self.wall()))))
    }

    /// Writes down the attempts. A storage that takes nothing must not keep the right password out: then this worker counts in
    /// its memory.
    async fn keep_attempts(&self, id: &str, attempts: Option<Attempts>) {
        let key = tries_key(id);
        let kept = match attempts.map(|attempts| serde_json::to_string(&attempts)) {
            Some(Ok(text)) => self.records.put(&key, &text).await.is_ok(),
            Some(Err(_)) => false,
            None => self.records.remove(&key).await.is_ok(),
        };
        let mut unkept = self.unkept.borrow_mut();
        match attempts.filter(|_| !kept) {
            Some(attempts) => unkept.insert(id.to_owned(), attempts),
            None => unkept.remove(id),
        };
    }
}
