//! Who vouches for a block beside the endpoint that is asked.

use crate::chain::{ChainError, Rpc, Transport, Which, agreed_header};
use crate::error::Error;
use crate::evidence::{Fact, Reads, Source, Unproven};
use crate::units::BlockRef;

use super::Client;

impl<T: Transport> Client<T> {
    /// The same client, which has blocks vouched for by other endpoints of the chain; and, where nothing is proven, the answers of contracts in such
    /// blocks too: each is asked of all of them, and what more than half say is *attested*. That they are independent of each other is for
    /// whoever chose them to know; endpoints of one host count once.
    #[must_use]
    pub fn with_witnesses(self, witnesses: impl IntoIterator<Item = T>) -> Self {
        let chain = self.chain();
        let witnesses = witnesses.into_iter().map(|transport| Rpc::new(transport, chain)).collect();
        Self { witnesses, ..self }
    }

    /// An empty ledger for a block that the endpoint has named, as well known as the endpoints of this client make it: *attested* where
    /// more than half of them, and at least two, have it at its height. Where too few answer, it stays the endpoint's word and says why. One
    /// round trip; none for a client without witnesses.
    ///
    /// # Errors
    /// [`ChainError::Disagreement`] where endpoints have another block at this height: one of them lies or has fallen off the chain, and
    /// which of them it is cannot be told, so that nothing of this block should be shown.
    pub async fn vouched(&self, at: BlockRef) -> Result<Reads, Error> {
        if self.witnesses.is_empty() {
            return Ok(Reads::new(at));
        }
        Ok(Reads::vouched(&self.agreed(at).await?))
    }

    /// The block, as well known as the endpoints of this client make it.
    pub(super) async fn agreed(&self, at: BlockRef) -> Result<Fact<BlockRef>, Error> {
        let claimed = Fact::asserted(at, at, Source::Endpoint(self.origin().clone()));
        if self.witnesses.is_empty() {
            return Ok(claimed);
        }
        let endpoints = std::iter::once(&self.rpc).chain(&self.witnesses);
        let agreed = match agreed_header(endpoints, Which::Number(at.number), self.most()).await {
            Ok(agreed) => agreed,
            Err(few @ ChainError::TooFewAgree { .. }) => {
                let why = Unproven::NotAgreed { message: few.to_string() };
                return Ok(claimed.extended(Source::Unproven(why)));
            }
            Err(other) => return Err(other.into()),
        };
        let (first_hash, second, second_hash) = (agreed.header.at().hash, self.origin().clone(), at.hash);
        if first_hash == second_hash {
            return Ok(agreed.header.map(|header| header.block()));
        }
        let others =
            self.witnesses.iter().map(Rpc::origin).find(|origin| agreed.members().any(|member| member == *origin));
        let first = others.unwrap_or(&second).clone();
        Err(ChainError::Disagreement { first, first_hash, second, second_hash }.into())
    }
}
