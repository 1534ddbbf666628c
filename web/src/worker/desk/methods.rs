//! What opens the open wallet: passwords and passkeys.

use alloy_primitives::{B64, Bytes};
use assay_sdk::keys::{KdfParams, Method, MethodId, MethodKind, NewMethod, SealedVault};
use zeroize::Zeroizing;

use super::Desk;
use super::doors::prf;
use crate::worker::labels::{checked_password, passkey_label};
use crate::worker::protocol::{Answer, KeyError, KeyErrorKind, PasskeyOffer, PasskeyOutput, UnlockKey};
use crate::worker::random;
use crate::worker::records::Records;
use crate::worker::refusal::refusal;

impl<R: Records> Desk<R> {
    pub(super) async fn change_password(&self, key: UnlockKey, password: String) -> Result<(), KeyError> {
        let password = Zeroizing::new(password);
        checked_password(&password)?;
        self.prove(key).await?;
        let now = self.wall();
        self.change(|newest, vault| {
            let change = |params: KdfParams| -> Result<SealedVault, KeyError> {
                Ok(newest.with_changed_password(vault, &password, params, now, &random::for_vault()?)?)
            };
            Ok((self.effort.seal(change)?, ()))
        })
        .await
    }

    pub(super) async fn add_password(&self, key: UnlockKey, password: String) -> Result<(), KeyError> {
        let password = Zeroizing::new(password);
        checked_password(&password)?;
        self.prove(key).await?;
        let now = self.wall();
        self.change(|newest, vault| {
            let add = |params: KdfParams| -> Result<SealedVault, KeyError> {
                let method = NewMethod::Password { password: &password, params };
                Ok(newest.with_method(vault, &method, now, &random::for_vault()?)?)
            };
            Ok((self.effort.seal(add)?, ()))
        })
        .await
    }

    /// What the page needs to make a passkey: all of it random, but for the list of those that are there already.
    pub(super) async fn offer_passkey(&self) -> Result<Answer, KeyError> {
        let id = self.open_id()?;
        let stored = self.stored_open(&id).await?;
        let salt = random::bytes::<32>()?;
        let offer = PasskeyOffer {
            user: Bytes::from(random::bytes::<32>()?),
            challenge: Bytes::from(random::bytes::<32>()?),
            salt: Bytes::from(salt),
            exclude: stored.methods().into_iter().filter_map(credential).collect(),
        };
        self.room.borrow_mut().offered_salt = Some(salt);
        Ok(Answer::PasskeyOffer(offer))
    }

    pub(super) async fn add_passkey(
        &self,
        key: UnlockKey,
        label: &str,
        rp_id: &str,
        output: PasskeyOutput,
    ) -> Result<(), KeyError> {
        let label = passkey_label(label)?;
        let prf = prf(&output)?;
        let offered = self.room.borrow().offered_salt;
        let prf_salt = offered.filter(|salt| output.salt.as_ref() == salt.as_slice()).ok_or_else(|| {
            refusal(
                KeyErrorKind::BadRequest,
                "The passkey was asked with another salt than the one that was offered. Begin adding the passkey again.",
            )
        })?;
        self.prove(key).await?;
        let now = self.wall();
        self.change(|newest, vault| {
            let method = NewMethod::Passkey { credential: &output.credential, rp_id, label, prf_salt, prf: &prf };
            Ok((newest.with_method(vault, &method, now, &random::for_vault()?)?, ()))
        })
        .await?;
        self.room.borrow_mut().offered_salt = None;
        Ok(())
    }

    pub(super) async fn remove_method(&self, method: B64) -> Result<(), KeyError> {
        self.change(|newest, _| Ok((newest.without_method(MethodId(method))?, ()))).await
    }
}

fn credential(method: Method) -> Option<Bytes> {
    match method.by {
        MethodKind::Passkey { credential, .. } => Some(credential),
        MethodKind::Password { .. } | _ => None,
    }
}
