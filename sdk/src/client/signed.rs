//! Blocks that follow from the user's checkpoint, by what a light client has verified.

use crate::chain::{ChainError, Transport};
use crate::error::Error;
use crate::evidence::{Fact, Reads, Source, Unproven};
use crate::proof::Header;
use crate::proof::beacon::Verified;
use crate::units::BlockRef;

use super::Client;

impl<T: Transport> Client<T> {
    /// The header of a block that a light client has verified, as a proven fact. One round trip; two where the endpoint does not know the block.
    ///
    /// # Errors
    /// [`ChainError::OtherBlock`] where the endpoint has another block at its height, [`ChainError::BlockUnknown`] where it has none (yet), and
    /// whatever stops an exchange.
    pub async fn signed(&self, verified: &Verified) -> Result<Fact<Header>, Error> {
        let unknown = match self.rpc.block_by_hash(verified.block_hash).await {
            Ok(header) => return Ok(verified.header(header.into_value())?),
            Err(unknown @ ChainError::BlockUnknown { .. }) => unknown,
            Err(other) => return Err(other.into()),
        };
        let Some(payload) = verified.payload else { return Err(unknown.into()) };
        match self.rpc.block_by_number(payload.number).await {
            Ok(header) if header.at().hash != verified.block_hash => Err(self.other_block(header.at(), verified)),
            Ok(_) | Err(_) => Err(unknown.into()),
        }
    }

    /// As [`Client::vouched`], where a light client has verified a block: an empty ledger that is proven at this block. At any other it is as
    /// well known as the endpoints make it, and says that no signature leads to it.
    ///
    /// # Errors
    /// As [`Client::signed`] and [`Client::vouched`].
    pub async fn vouched_beside(&self, at: BlockRef, verified: &Verified) -> Result<Reads, Error> {
        if at.hash == verified.block_hash {
            return Ok(Reads::vouched(&self.signed(verified).await?.map(|header| header.block())));
        }
        let newest = match verified.payload {
            Some(payload) => payload.number,
            None => self.signed(verified).await?.at().number,
        };
        if at.number == newest {
            return Err(self.other_block(at, verified));
        }
        let agreed = self.agreed(at).await?;
        Ok(Reads::vouched(&agreed.extended(Source::Unproven(Unproven::NotSigned { newest }))))
    }

    fn other_block(&self, at: BlockRef, verified: &Verified) -> Error {
        let (origin, expected) = (self.origin().clone(), verified.block_hash);
        ChainError::OtherBlock { origin, number: at.number, got: at.hash, expected }.into()
    }
}
