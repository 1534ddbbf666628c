//! The key worker as a signer: it gets the whole reviewed bytes and works out the digest itself.

use alloy_primitives::{Address, Signature};
use assay_sdk::tx::{Signer, SignerError, SigningPayload};
use assay_sdk::units::ChainId;

use crate::services::keys::KeyRoom;
use crate::worker::protocol::{Answer, Call, KeyErrorKind, KeyService as _};

/// Signs for one account with the open vault of the key worker.
pub(super) struct WorkerSigner {
    pub(super) keys: KeyRoom,
    pub(super) account: Address,
    /// The chain that the wallet is on: what names another one is refused.
    pub(super) chain: ChainId,
}

impl Signer for WorkerSigner {
    fn address(&self) -> Address {
        self.account
    }

    async fn sign(&self, payload: &SigningPayload) -> Result<Signature, SignerError> {
        let call = Call::Sign { account: self.account, payload: payload.clone(), chain: self.chain };
        let answer = self.keys.ask(call).await;
        let answer = answer.map_err(|error| {
            if error.kind == KeyErrorKind::Locked {
                return SignerError::Locked;
            }
            SignerError::Unreachable { what: error.message }
        })?;
        let Answer::Signature { signature } = answer else {
            return Err(SignerError::Unreachable { what: "it answered another question".to_owned() });
        };
        Signature::from_raw(&signature).map_err(|error| SignerError::Unreachable { what: error.to_string() })
    }
}
