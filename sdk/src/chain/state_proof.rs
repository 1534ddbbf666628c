//! `eth_getProof`, checked against the header of its block.

use alloy_primitives::{Address, B256, U256};
use serde_json::json;

use crate::evidence::{Fact, Source};
use crate::proof::{VerifiedAccount, verify_account};
use crate::units::BlockRef;

use super::call::pinned;
use super::codec::Request;
use super::{ChainError, Rpc, Transport, block};

/// The question for an account's proof.
pub(super) fn request(address: Address, slots: &[U256], at: BlockRef) -> Request {
    // All 32 bytes of a key: some nodes refuse quantities here.
    let keys: Vec<B256> = slots.iter().map(|slot| B256::from(*slot)).collect();
    Request::new("eth_getProof", json!([address, keys, pinned(at.hash)]))
}

impl<T: Transport> Rpc<T> {
    /// An account and some of its storage at a block, by Merkle proof.
    ///
    /// The header is fetched in the same round trip, rebuilt, and must hash to the block's hash; the proof must follow from
    /// its state root. The fact rests on the endpoint, which named the block, and on the proof.
    ///
    /// # Errors
    /// [`ChainError::BlockUnknown`]; [`ChainError::Proof`] where the proof does not hold; [`ChainError::Inconsistent`]
    /// where the header does not; and whatever stops an exchange.
    pub async fn proof(
        &self,
        address: Address,
        slots: &[U256],
        at: BlockRef,
    ) -> Result<Fact<VerifiedAccount>, ChainError> {
        let [block, answer] = self.each([block::by_hash(at.hash), request(address, slots, at)]).await?;
        let block = block.map_err(|failure| failure.into_error(self.origin()))?;
        let header = self.header_of(&block, at.hash)?;
        let answer = answer.map_err(|failure| match self.fatal(&failure, at) {
            Err(error) => error,
            Ok(()) => failure.into_error(self.origin()),
        })?;
        let root = header.value().state_root();
        let account = self.checked(verify_account(root, address, slots, &answer))?;
        Ok(header.map(|_| account).extended(Source::MerkleProof { root }))
    }
}
