//! An approved message or document of typed data, and its signature.

use alloy_primitives::{Address, Bytes};

use super::SignError;
use crate::keys::{Signer, SigningPayload, recover};

/// A message or typed data whose review was approved: the only kind that is signed.
#[derive(Debug)]
pub struct ReviewedStatement {
    account: Address,
    payload: SigningPayload,
}

impl ReviewedStatement {
    pub(in crate::tx) const fn of(account: Address, payload: SigningPayload) -> Self {
        Self { account, payload }
    }

    /// What was reviewed: for another wallet, which answers with the signature itself.
    #[must_use]
    pub const fn payload(&self) -> &SigningPayload {
        &self.payload
    }

    /// Has it signed, and checks that the signature is the account's over exactly what was reviewed. The signature: 65 bytes, `r`, `s`
    /// and 27 or 28.
    ///
    /// # Errors
    /// [`SignError`].
    pub async fn sign(self, signer: &impl Signer) -> Result<Bytes, SignError> {
        let (got, expected) = (signer.address(), self.account);
        if got != expected {
            return Err(SignError::OtherAccount { got, expected });
        }
        let signature = signer.sign(&self.payload).await?;
        let got = recover(&self.payload.digest(), &signature)?;
        if got != expected {
            return Err(SignError::NotOverReviewedBytes { got, expected });
        }
        Ok(Bytes::copy_from_slice(&signature.as_bytes()))
    }
}
