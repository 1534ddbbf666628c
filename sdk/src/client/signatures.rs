//! Whether a signature is an account's, also where the account is a contract.

use alloy_primitives::{Address, Bytes};

use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, Reads};
use crate::keys::{SignatureVerdict, Signer as _, SignerError, SigningPayload, Statement, check_signature};
use crate::tx::{ExternalSigner, Provider, SignError};

use super::Client;

impl<T: Transport> Client<T> {
    /// Whether a signature of this statement is the account's: by its key, by its contract (ERC-1271), or by a contract that is not
    /// deployed yet (ERC-6492). One round trip.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Gap`]. A signature that is not valid is no error: it is the verdict.
    pub async fn check_signature(
        &self,
        reads: &mut Reads,
        account: Address,
        statement: Statement<'_>,
        signature: &[u8],
    ) -> Result<Fact<SignatureVerdict>, Error> {
        Ok(self.settle(reads, |reads| check_signature(reads, account, statement, signature)).await??)
    }

    /// Has another wallet sign a message or typed data, and has the chain say whether the answer is the account's signature: by its key,
    /// or, where the account is a contract, by its contract. The answer as it came, and the verdict.
    ///
    /// # Errors
    /// [`Error::Sign`] where the other wallet gave no answer; [`Error::Chain`] or [`Error::Gap`]. A signature that is not valid
    /// is no error: it is the verdict.
    pub async fn sign_elsewhere<P: Provider>(
        &self,
        reads: &mut Reads,
        signer: &ExternalSigner<P>,
        payload: &SigningPayload,
    ) -> Result<(Bytes, Fact<SignatureVerdict>), Error> {
        let statement = Statement::of(payload)
            .ok_or_else(|| SignError::from(SignerError::NotSignedHere { payload: payload.kind() }))?;
        let signature = signer.answer(payload).await.map_err(SignError::from)?;
        let verdict = self.check_signature(reads, signer.address(), statement, &signature).await?;
        Ok((signature, verdict))
    }
}
