//! What a holder's books need and no log has: fees, balances of rebasing tokens, prices of earlier blocks.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256};

use crate::asset::{Balances, Descriptor, FeedError, PriceFeed, Staleness, read_feed};
use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, PlacedLog, Reads};
use crate::records::{Asset, Direction, Kind, Movement, MovementId, ShareBalance};
use crate::units::{Amount, BlockRef, Price, UnitsError};
use crate::yields::{RebasingToken, rebasing_holding};

use super::Client;

/// Decimals of the chain's own coin.
const COIN_DECIMALS: u8 = 18;

impl<T: Transport> Client<T> {
    /// The chain's first block. Before it nobody held anything.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn first_block(&self) -> Result<Fact<BlockRef>, Error> {
        let first = self.rpc.block_by_number(0).await?;
        let at = first.at();
        Ok(first.map(|_| at))
    }

    /// What `holder` paid for the transactions that these logs are of: gas used times the price that it had. Transactions that left no log of
    /// these assets are not seen. What a rollup takes for its data beside that is not in it.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Units`].
    pub async fn fees(&self, holder: Address, logs: &[Fact<PlacedLog>]) -> Result<Vec<Fact<Movement>>, Error> {
        let mined: BTreeMap<B256, BlockRef> =
            logs.iter().map(|log| (log.value().record.transaction, log.at())).collect();
        let mined: Vec<_> = mined.into_iter().collect();
        let mut fees = Vec::new();
        for receipt in self.rpc.receipts(&mined).await? {
            let (of, at) = (receipt.value(), receipt.at());
            if of.from != holder {
                continue;
            }
            let fee = U256::from(of.gas_used)
                .checked_mul(U256::from(of.effective_gas_price))
                .ok_or(UnitsError::OutOfRange { operation: "a fee" })?;
            let movement = Movement {
                id: MovementId { chain: self.chain(), block: at.number, log: None, transaction: of.transaction },
                at: at.timestamp,
                asset: Asset::Coin(self.chain()),
                direction: Direction::Out,
                kind: Kind::Fee,
                amount: Amount::from_raw(fee, COIN_DECIMALS)?,
                counterparty: None,
                evidence: receipt.evidence().clone(),
            };
            fees.push(receipt.map(|_| movement));
        }
        fees.sort_by_key(|fee| fee.value().id);
        Ok(fees)
    }

    /// Balances, shares and index of a rebasing token at these heights, as [`records::growth`](crate::records::growth) takes them; `None` for a token
    /// that does not rebase.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Yield`]: an endpoint may not have the state of so old a block.
    pub async fn share_balances(
        &self,
        descriptor: &Descriptor,
        holder: Address,
        heights: &[u64],
    ) -> Result<Option<Vec<Fact<ShareBalance>>>, Error> {
        let Some(Balances::Rebasing { shape }) = descriptor.balances else { return Ok(None) };
        let token = RebasingToken { contract: descriptor.asset.token, shape };
        let mut balances = Vec::with_capacity(heights.len());
        for height in heights {
            let mut reads = self.ledger_at(*height).await?;
            let holding = self.settle(&mut reads, |reads| rebasing_holding(reads, token, holder)).await??;
            balances.push(holding.map(|of| ShareBalance { shares: of.shares, amount: of.amount, index: of.index }));
        }
        Ok(Some(balances))
    }

    /// What one unit was worth by a feed after a block; `None` where its answer was older than its heartbeat then.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Feed`]: an endpoint may not have the state of so old a block.
    pub async fn price_at(&self, feed: &PriceFeed, height: u64) -> Result<Option<Fact<Price>>, Error> {
        let mut reads = self.ledger_at(height).await?;
        let at = reads.at();
        let question = |reads: &mut Reads| read_feed(reads, feed.feed, feed.heartbeat, at.timestamp);
        let answer: Result<_, FeedError> = self.settle(&mut reads, question).await?;
        let answer = answer?;
        let fresh = matches!(answer.value().staleness, Staleness::Fresh { .. });
        Ok(fresh.then(|| answer.map(|answer| answer.price(feed.currency.clone()))))
    }
}
