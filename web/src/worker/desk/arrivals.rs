//! New wallets: made here, brought from elsewhere, watched.

use alloy_primitives::Address;
use assay_sdk::keys::{Mnemonic, NewMethod, SealedVault, Vault};
use zeroize::Zeroizing;

use super::Desk;
use super::brought::{Arrival, Brought};
use crate::worker::labels::{checked_password, wallet_label};
use crate::worker::protocol::{Answer, ImportText, KeyError, KeyErrorKind, NewProtection, PASSWORD_MIN};
use crate::worker::random;
use crate::worker::records::Records;
use crate::worker::refusal::{refusal, wrong_words};
use crate::worker::room::Pending;
use crate::worker::shelf::Shelf;

/// How many words are asked back before a phrase is stored.
const ASKED: usize = 3;

impl<R: Records> Desk<R> {
    /// Makes a phrase and keeps it until it is confirmed, replaced or locked away.
    pub(super) fn generate(&self, words: u8) -> Result<Answer, KeyError> {
        let length = match words {
            12 | 15 | 18 | 21 | 24 => usize::from(words).saturating_mul(4).checked_div(3).unwrap_or_default(),
            got => {
                return Err(refusal(
                    KeyErrorKind::BadRequest,
                    format!("A new phrase has 12, 15, 18, 21 or 24 words: got {got}."),
                ));
            }
        };
        let mut entropy = Zeroizing::new([0_u8; 32]);
        random::fill(&mut *entropy)?;
        let mnemonic = Mnemonic::from_entropy(entropy.get(..length).unwrap_or_default())?;
        let ask = random::positions(ASKED, words)?;
        let phrase = mnemonic.reveal().to_string();
        self.room.borrow_mut().pending = Some(Pending { mnemonic, ask: ask.clone() });
        self.see();
        Ok(Answer::Phrase { phrase, ask })
    }

    /// Stores the generated phrase, once the words show that it was written down. It is pending until it is stored.
    pub(super) async fn confirm(
        &self,
        answers: Vec<(u8, String)>,
        passphrase: String,
        protection: NewProtection,
        label: &str,
    ) -> Result<(), KeyError> {
        let answers = Zeroizing::new(answers);
        let passphrase = Zeroizing::new(passphrase);
        let mnemonic = self.confirmed(&answers)?;
        let brought = Brought::Phrase { mnemonic, passphrase, path: String::new() };
        self.store(brought, protection, label, Some(self.wall())).await
    }

    fn confirmed(&self, answers: &[(u8, String)]) -> Result<Mnemonic, KeyError> {
        let room = self.room.borrow();
        let Some(Pending { mnemonic, ask }) = &room.pending else {
            return Err(refusal(
                KeyErrorKind::Missing,
                "There is no new phrase to confirm: the page was reloaded or the wallet locked itself. Nothing is lost, since nothing was \
                 stored yet. Start again with a new phrase.",
            ));
        };
        check_words(&mnemonic.reveal(), ask, answers)?;
        Ok(Mnemonic::from_entropy(&mnemonic.reveal_entropy())?)
    }

    /// Stores what the user brings as a new wallet.
    pub(super) async fn import(
        &self,
        import: ImportText,
        protection: Option<NewProtection>,
        label: &str,
    ) -> Result<(), KeyError> {
        let brought = match Arrival::read(import)? {
            Arrival::Vault(sealed) => return self.import_vault(&sealed).await,
            Arrival::Salvage(salvaged) => return self.import_salvage(&salvaged).await,
            Arrival::Secret(brought) => brought,
        };
        let protection = protection.ok_or_else(|| {
            refusal(KeyErrorKind::WeakPassword, format!("A password of at least {PASSWORD_MIN} characters is needed."))
        })?;
        self.store(brought, protection, label, None).await
    }

    /// A vault file keeps its name and its own ways to open it. It stays locked: nobody has shown to have its key.
    async fn import_vault(&self, sealed: &SealedVault) -> Result<(), KeyError> {
        let shelf = Shelf::read(&self.records).await?;
        if let Some(same) = shelf.same_as(sealed) {
            return Err(refusal(
                KeyErrorKind::Duplicate,
                format!(
                    "This wallet is here already, as “{}”. To bring back the file's state, remove that one first.",
                    same.label()
                ),
            ));
        }
        self.put_new(sealed).await.map(drop)
    }

    async fn store(
        &self,
        brought: Brought,
        protection: NewProtection,
        label: &str,
        backup_checked: Option<u64>,
    ) -> Result<(), KeyError> {
        let password = Zeroizing::new(protection.password);
        let mut vault = self.new_vault(label)?;
        checked_password(&password)?;
        brought.add_to(&mut vault, "")?;
        if let Some(now) = backup_checked {
            vault.set_backup_checked(now);
        }
        let now = self.wall();
        let sealed = self.effort.seal(|params| {
            let first = NewMethod::Password { password: &password, params };
            Ok(SealedVault::new(&vault, &first, now, &random::for_vault()?)?)
        })?;
        self.put_open(&sealed, vault).await
    }

    pub(super) async fn watch(&self, address: Address, label: &str) -> Result<(), KeyError> {
        let mut vault = self.new_vault(label)?;
        vault.add_watched(address, "")?;
        self.put_open(&SealedVault::unprotected(&vault)?, vault).await
    }

    pub(super) async fn connect(&self, address: Address, label: &str) -> Result<(), KeyError> {
        let mut vault = self.new_vault(label)?;
        vault.add_connected(address, "")?;
        self.put_open(&SealedVault::unprotected(&vault)?, vault).await
    }

    fn new_vault(&self, label: &str) -> Result<Vault, KeyError> {
        Ok(Vault::create(wallet_label(label)?, self.wall(), &random::for_vault()?))
    }

    /// Stores a new wallet, and has it open from then on.
    pub(super) async fn put_open(&self, sealed: &SealedVault, vault: Vault) -> Result<(), KeyError> {
        let shift = self.room.borrow().shift();
        let id = self.put_new(sealed).await?;
        // Locked meanwhile: it is stored, and opens with its password.
        let _opened = self.room.borrow_mut().take(shift, &id, vault);
        self.see();
        Ok(())
    }
}

/// Whether these are the words at the asked positions.
pub(super) fn check_words(phrase: &str, ask: &[u8], answers: &[(u8, String)]) -> Result<(), KeyError> {
    let word = |position: u8| phrase.split(' ').nth(usize::from(position).saturating_sub(1)).unwrap_or_default();
    let right = |position: u8| {
        answers.iter().any(|(at, given)| *at == position && given.trim().eq_ignore_ascii_case(word(position)))
    };
    let wrong: Vec<u8> = ask.iter().copied().filter(|position| !right(*position)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong_words(&wrong)) }
}
