//! Whether a signature is an account's, also where the account is a contract.

use alloy_primitives::Address;

use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, Reads};
use crate::keys::{SignatureVerdict, Statement, check_signature};

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
}
