//! Blocks: the newest, by height, by hash.

use alloy_primitives::B256;
use serde_json::{Value, json};

use crate::evidence::{Fact, Source};
use crate::proof::Header;

use super::codec::Request;
use super::{ChainError, Rpc, Transport};

/// The question for a block by its hash.
pub(super) fn by_hash(hash: B256) -> Request {
    Request::new("eth_getBlockByHash", json!([hash, false]))
}

/// The question for a block by its height.
pub(super) fn by_number(number: u64) -> Request {
    Request::new("eth_getBlockByNumber", json!([format!("{number:#x}"), false]))
}

impl<T: Transport> Rpc<T> {
    /// The newest block of the chain, with its header rebuilt and hashed. Also checks that the endpoint serves the
    /// expected chain.
    ///
    /// # Errors
    /// [`ChainError::WrongChain`]; [`ChainError::Inconsistent`] where the header does not hash to its hash; and
    /// whatever stops an exchange.
    pub async fn head(&self) -> Result<Fact<Header>, ChainError> {
        let requests = [Self::chain_request(), Request::new("eth_getBlockByNumber", json!(["latest", false]))];
        let [chain, block] = self.all(requests).await?;
        self.check_chain(&chain)?;
        self.header(&block, "latest")
    }

    /// The block of a height, as far as the endpoint's view of the chain goes.
    ///
    /// # Errors
    /// [`ChainError::BlockUnknown`]; [`ChainError::Inconsistent`] where another block came back; and whatever stops an
    /// exchange.
    pub async fn block_by_number(&self, number: u64) -> Result<Fact<Header>, ChainError> {
        let [block] = self.all([by_number(number)]).await?;
        self.header_at(&block, number)
    }

    /// The header of a block object that must be the block of this height.
    pub(super) fn header_at(&self, block: &Value, number: u64) -> Result<Fact<Header>, ChainError> {
        let header = self.header(block, &format!("{number:#x}"))?;
        if header.at().number != number {
            return Err(self.inconsistent("the height of the block asked for", &header.at().number, &number));
        }
        Ok(header)
    }

    /// The block of a hash.
    ///
    /// # Errors
    /// As [`Rpc::block_by_number`].
    pub async fn block_by_hash(&self, hash: B256) -> Result<Fact<Header>, ChainError> {
        let [block] = self.all([by_hash(hash)]).await?;
        self.header_of(&block, hash)
    }

    /// The header of a block object that must be the block of this hash.
    pub(super) fn header_of(&self, block: &Value, hash: B256) -> Result<Fact<Header>, ChainError> {
        let header = self.header(block, &hash.to_string())?;
        if header.at().hash != hash {
            return Err(self.inconsistent("the hash of the block asked for", &header.at().hash, &hash));
        }
        Ok(header)
    }

    fn header(&self, block: &Value, asked: &str) -> Result<Fact<Header>, ChainError> {
        if block.is_null() {
            return Err(ChainError::BlockUnknown {
                origin: self.origin().clone(),
                block: asked.to_owned(),
                message: "no such block".to_owned(),
            });
        }
        let header = self.checked(Header::from_rpc(block))?;
        let at = header.block();
        Ok(Fact::asserted(header, at, Source::Endpoint(self.origin().clone())))
    }
}
