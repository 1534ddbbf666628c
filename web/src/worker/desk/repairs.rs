//! Damaged wallets: what can be read of them, and what still opens.

use assay_sdk::keys::{Generations, MethodKind, NewMethod, Rescued, SealedVault};

use super::Desk;
use super::backup::file_name;
use super::doors::Key;
use crate::worker::labels::wallet_label;
use crate::worker::protocol::{Answer, File, KeyError, KeyErrorKind, UnlockKey};
use crate::worker::random;
use crate::worker::records::Records;
use crate::worker::refusal::refusal;
use crate::worker::remains::Remains;
use crate::worker::shelf::Stored;

/// What a rescued wallet is called whose name could not be saved.
const RESCUED: &str = "Rescued wallet";

impl<R: Records> Desk<R> {
    /// All that can be read, in one file.
    pub(super) async fn salvage(&self, id: &str) -> Result<Answer, KeyError> {
        let stored = Stored::read(&self.records, id).await?;
        let label = match stored.newest() {
            Ok(sealed) => sealed.label().to_owned(),
            Err(_) => Remains::of(stored.generations()).label,
        };
        let text = stored.generations().salvage_json()?;
        Ok(Answer::File(File { name: file_name("assay-salvage", &label), text }))
    }

    /// Opens what still opens, and stores it as a wallet of its own under the same key. The damaged one stays as it is.
    pub(super) async fn rescue(&self, id: &str, key: UnlockKey) -> Result<(), KeyError> {
        let stored = Stored::read(&self.records, id).await?;
        let generations = stored.generations();
        let key = Key::check(key, &stored.methods())?;
        let mut rescued = self.attempt(id, &key, || generations.rescue(&key.opener())).await?;
        if rescued.vault.accounts().is_empty() && rescued.vault.secrets().next().is_none() {
            return Err(refusal(
                KeyErrorKind::Damaged,
                "The key is right, and nothing that it opens is left of this wallet. Save what can be read, and bring back the wallet from \
                 its phrase or its file.",
            ));
        }
        let label = rescued.vault.label().trim().to_owned();
        rescued.vault.set_label(wallet_label(&label).unwrap_or(RESCUED));
        let sealed = self.seal_rescued(&rescued, generations, &key)?;
        self.put_open(&sealed, rescued.vault).await
    }

    fn seal_rescued(&self, rescued: &Rescued, generations: &Generations, key: &Key) -> Result<SealedVault, KeyError> {
        let now = self.wall();
        match key {
            Key::Password(password) => self.effort.seal(|params| {
                let first = NewMethod::Password { password, params };
                Ok(rescued.seal(&first, now, &random::for_vault()?)?)
            }),
            Key::Passkey { method, prf } => {
                let methods = Remains::of(generations).methods;
                let kind = methods.into_iter().find(|known| known.id == *method).map(|known| known.by);
                let Some(MethodKind::Passkey { credential, rp_id, label, prf_salt }) = kind else {
                    return Err(refusal(KeyErrorKind::Missing, "This passkey is not one of the wallet's any more."));
                };
                let prf_salt = prf_salt.0;
                let first = NewMethod::Passkey { credential: &credential, rp_id: &rp_id, label: &label, prf_salt, prf };
                Ok(rescued.seal(&first, now, &random::for_vault()?)?)
            }
        }
    }
}
