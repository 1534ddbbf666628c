//! The key worker as a signer: it gets the whole reviewed bytes and works out the digest itself.

use alloy_primitives::{Address, Signature, hex};
use assay_sdk::tx::{Signer, SignerError, SigningPayload};

use crate::services::keys::KeyRoom;
use crate::worker::protocol::{Answer, Call, KeyErrorKind};

/// Signs for one account with the open vault of the key worker.
pub(super) struct WorkerSigner {
    pub(super) keys: KeyRoom,
    pub(super) account: Address,
}

impl Signer for WorkerSigner {
    fn address(&self) -> Address {
        self.account
    }

    async fn sign(&self, payload: &SigningPayload) -> Result<Signature, SignerError> {
        let (SigningPayload::Eip1559(bytes), Some(chain)) = (payload, payload.chain()?) else {
            return Err(SignerError::Unreachable { what: "it signs EIP-1559 transactions only".to_owned() });
        };
        let answer = self.keys.ask(Call::Sign { payload: bytes.to_string(), chain }).await;
        let answer = answer.map_err(|error| match error.kind {
            KeyErrorKind::Locked => SignerError::Locked,
            KeyErrorKind::WrongPassword
            | KeyErrorKind::BadPhrase
            | KeyErrorKind::WrongWords
            | KeyErrorKind::WeakPassword
            | KeyErrorKind::Damaged
            | KeyErrorKind::Missing
            | KeyErrorKind::Storage
            | KeyErrorKind::BadPayload
            | KeyErrorKind::BadLabel
            | KeyErrorKind::BadRequest
            | KeyErrorKind::Unavailable => SignerError::Unreachable { what: error.message },
        })?;
        let Answer::Signature { signature } = answer else {
            return Err(SignerError::Unreachable { what: "it answered another question".to_owned() });
        };
        let unreadable = |what: String| SignerError::Unreachable { what };
        let bytes = hex::decode(&signature).map_err(|error| unreadable(error.to_string()))?;
        Signature::from_raw(&bytes).map_err(|error| unreadable(error.to_string()))
    }
}
