//! Damaged wallets: what can be read of them, and what still opens.

use assay_sdk::keys::{
    Generations, LostAccount as Lost, MethodKind, NewMethod, Rescued, SealedVault, Slot, WhyLost as Why,
};

use super::Desk;
use super::backup::file_name;
use super::doors::Key;
use crate::worker::labels::wallet_label;
use crate::worker::protocol::{Answer, File, KeyError, KeyErrorKind, LostAccount, UnlockKey, WhyLost};
use crate::worker::random;
use crate::worker::records::Records;
use crate::worker::refusal::refusal;
use crate::worker::remains::Remains;
use crate::worker::shelf::{Shelf, Stored};

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
        let lost = rescued.lost.into_iter().map(told).collect();
        self.put_open(&sealed, rescued.vault).await?;
        self.room.borrow_mut().note_lost(lost);
        Ok(())
    }

    /// Puts what was salvaged elsewhere onto the shelf: as the damaged wallet that it was, which may be rescued here.
    pub(super) async fn import_salvage(&self, salvaged: &Generations) -> Result<(), KeyError> {
        let texts = both_texts(salvaged).ok_or_else(nothing_left)?;
        let shelf = Shelf::read(&self.records).await?;
        if shelf.any(|stored| both_texts(stored) == Some(texts)) {
            return Err(refusal(
                KeyErrorKind::Duplicate,
                "This damaged wallet is here already. Choose it where wallets are unlocked, and try to rescue it there.",
            ));
        }
        self.put_texts(texts).await.map(drop)
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

/// Both slots as they are to lie on the shelf. Where one was empty the other one takes its place: a wallet with one torn slot alone
/// counts as one that was never whole.
fn both_texts(generations: &Generations) -> Option<[&str; 2]> {
    let [first, second] = [Slot::First, Slot::Second].map(|slot| generations.text(slot));
    Some([first.or(second)?, second.or(first)?])
}

/// Of what was salvaged, nothing can be made out.
pub(super) fn nothing_left() -> KeyError {
    refusal(
        KeyErrorKind::BadImport,
        "Nothing of the damaged wallet can be read in this file. Bring the wallet back by its phrase or another file.",
    )
}

fn told(lost: Lost) -> LostAccount {
    let Lost { address, label, why } = lost;
    let why = match why {
        Why::NotAuthentic => WhyLost::NotAuthentic,
        Why::NoSecretFits | _ => WhyLost::NoKeyFits,
    };
    LostAccount { address, label, why }
}
