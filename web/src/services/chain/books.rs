//! What the books of an account ask the chain: its history, what stands at both ends of a period, and what no log tells.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, U256};
use assay_sdk::asset::{Balances as Counted, Descriptor, Holding};
use assay_sdk::chain::{
    ChainError, Checkpoint, Confirmation, Cursor, Fetch, HistoryFilter, HistoryPage, Indexer, Scan,
};
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, PlacedLog, Reads};
use assay_sdk::records::{
    Asset, Balances, Kind, Movement, Prices, ShareBalance, assets, classified, growth, growth_heights, movements,
    reading,
};
use assay_sdk::units::{Amount, BlockRef, RebasingShares, Seconds, Timestamp};

use crate::state::books::{AssetBooks, Books, Unstated, stated};
use crate::state::period::Span;

use super::{ChainProblem, ChainRoom};

/// Balances at both ends of a period, asset by asset, in the order of the list.
type Ends = Vec<Result<Fact<Amount>, String>>;

/// Whose books, and of which logs.
#[derive(Clone, Debug)]
pub struct Account<'a> {
    /// Whose.
    pub holder: Address,
    /// The holder's other accounts.
    pub own: BTreeSet<Address>,
    /// The history, up to `head`.
    pub logs: &'a [Fact<PlacedLog>],
    /// The last block that it was read up to.
    pub head: BlockRef,
}

impl ChainRoom {
    /// What the history of an account asks for: transfers of every asset of the list, from the first block on.
    #[must_use]
    pub fn history_filter(&self, holder: Address) -> HistoryFilter {
        HistoryFilter::new(holder, assets(self.assets(), self.chain()), 0)
    }

    /// Begins to read a history, or goes on.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn begin_history(
        &self,
        filter: HistoryFilter,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Scan, ChainProblem> {
        Ok(self.client.history(filter, checkpoint).await?)
    }

    /// The next page of it; `None` at its end.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn history_page(&self, scan: &mut Scan) -> Result<Option<HistoryPage>, ChainProblem> {
        Ok(self.client.history_page(scan).await?)
    }

    /// The same history as an indexer tells it, up to the newest block: claimed.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn indexed_history(
        &self,
        indexer: &str,
        filter: &HistoryFilter,
    ) -> Result<(Vec<Fact<PlacedLog>>, BlockRef), ChainProblem> {
        let indexer = Indexer::new(Fetch::new(indexer));
        let at = self.ledger().await?.at();
        match self.client.indexed(&indexer, filter, at.number).await {
            // A few blocks behind is as it should be: up to there, then.
            Err(Error::Chain(ChainError::IndexerBehind { got, .. })) => {
                let at = self.rpc.block_by_number(got).await?.at();
                Ok((self.client.indexed(&indexer, filter, got).await?, at))
            }
            other => Ok((other?, at)),
        }
    }

    /// Asks an indexer whether it is there and tells transfers.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn try_indexer(&self, indexer: &str) -> Result<(), ChainProblem> {
        let asked = HistoryFilter::new(Address::ZERO, assets(self.assets(), self.chain()), 0);
        Indexer::new(Fetch::new(indexer)).page(&asked, 0, &Cursor::first()).await?;
        Ok(())
    }

    /// What the endpoint's own logs say of an indexer's.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn confirm_history(
        &self,
        filter: &HistoryFilter,
        claimed: &[Fact<PlacedLog>],
    ) -> Result<Confirmation, ChainProblem> {
        Ok(self.client.confirm(filter, claimed).await?)
    }

    /// The books of a period.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`] where its blocks could not be found; a log that is no transfer. What fails of one asset is told with the asset.
    pub async fn books(&self, account: &Account<'_>, span: &Span) -> Result<Books, ChainProblem> {
        let first = self.client.first_block().await?;
        let after = match span.start {
            None => first.at(),
            Some(start) => self.block_before(account.head, start).await?,
        };
        let until = self.block_before(account.head, span.end).await?;
        let read = movements(account.logs, &reading(self.assets(), self.chain(), account.holder));
        let read = read.map_err(|error| ChainProblem::Books(Box::new(error)))?;
        let mut moved = classified(read, self.assets(), &account.own);
        moved.retain(|movement| movement.id.block <= until.number);
        let opening =
            if after == first.at() { nothing(self.assets(), &first) } else { self.ends(account.holder, after).await };
        let closing = self.ends(account.holder, until).await;
        let (mut lines, mut untouched) = (Vec::new(), Vec::new());
        for ((descriptor, opening), closing) in self.assets().iter().zip(opening).zip(closing) {
            let asset = descriptor.asset;
            let is_moved =
                moved.iter().any(|movement| movement.asset == Asset::Token(asset) && movement.id.block > after.number);
            let is_nothing = |end: &Result<Fact<Amount>, String>| end.as_ref().is_ok_and(|end| end.value().is_zero());
            if !is_moved && is_nothing(&opening) && is_nothing(&closing) {
                untouched.push(asset);
                continue;
            }
            let grown = self.growth(descriptor, account.holder, &moved, (&first, after, until)).await;
            let stated = grown.and_then(|grown| {
                moved.extend(grown);
                let opening = opening.map_err(|why| Unstated::Opening { why })?;
                let closing = closing.map_err(|why| Unstated::Closing { why })?;
                stated(asset, &moved, Balances { opening, closing })
            });
            lines.push(AssetBooks { asset, stated });
        }
        moved.sort_by_key(|movement| (movement.at, movement.id));
        let within = |log: &&Fact<PlacedLog>| log.at().number > after.number && log.at().number <= until.number;
        let logs: Vec<_> = account.logs.iter().filter(within).cloned().collect();
        let fees = self.client.fees(account.holder, &logs).await.map_err(|error| error.to_string());
        let place = |log: &Fact<PlacedLog>| ((log.at().number, log.value().index), log.clone().map(|_| ()));
        let known = account.logs.iter().map(place).collect();
        Ok(Books { after, until, movements: moved, assets: lines, untouched, fees, known })
    }

    /// What a unit was worth at each movement of an asset, by its own feed.
    ///
    /// # Errors
    /// Why that cannot be said, in words.
    pub async fn prices(&self, descriptor: &Descriptor, moved: &[Movement]) -> Result<Prices, String> {
        let Some(feed) = &descriptor.price else { return Err("the list names no price for it".to_owned()) };
        let mut by_block = BTreeMap::new();
        let mut prices = Prices::new();
        let own = moved.iter().filter(|movement| movement.asset == Asset::Token(descriptor.asset));
        for movement in own.filter(|movement| movement.kind != Kind::Own) {
            let block = movement.id.block;
            let price = match by_block.get(&block) {
                Some(price) => Clone::clone(price),
                None => {
                    let price = self.client.price_at(feed, block).await;
                    let price = price.map_err(|error| format!("no price in block {block}: {error}"))?;
                    let price = price.ok_or_else(|| format!("the price in block {block} was overdue"))?;
                    by_block.insert(block, price.value().clone());
                    price.into_value()
                }
            };
            prices.insert(movement.id, price);
        }
        Ok(prices)
    }

    /// The last block before a moment, as far as the history was read.
    async fn block_before(&self, head: BlockRef, moment: Timestamp) -> Result<BlockRef, ChainProblem> {
        if moment > head.timestamp {
            return Ok(head);
        }
        let span = Seconds(head.timestamp.since(moment).0.saturating_add(1));
        Ok(self.client.ledger_before(head, span).await?.at())
    }

    /// What the contracts say that the holder has, asset by asset.
    async fn ends(&self, holder: Address, at: BlockRef) -> Ends {
        let mut reads = Reads::new(at);
        match self.client.portfolio(&mut reads, holder, self.assets(), at.timestamp).await {
            Ok(holdings) => {
                let balance = |holding: Result<Holding, _>| holding.map(|holding| holding.balance);
                holdings.into_iter().map(|holding| balance(holding).map_err(|error| error.to_string())).collect()
            }
            Err(error) => self.assets().iter().map(|_| Err(error.to_string())).collect(),
        }
    }

    /// What a rebasing token grew by in the period. Nothing for another one.
    async fn growth(
        &self,
        descriptor: &Descriptor,
        holder: Address,
        moved: &[Movement],
        (first, after, until): (&Fact<BlockRef>, BlockRef, BlockRef),
    ) -> Result<Vec<Movement>, Unstated> {
        let Some(Counted::Rebasing { .. }) = descriptor.balances else { return Ok(Vec::new()) };
        let own = moved.iter().filter(|movement| movement.asset == Asset::Token(descriptor.asset));
        let since_first = after.number == first.at().number;
        let begins = match own.map(|movement| movement.id.block).min() {
            Some(block) if since_first => block,
            None if since_first => return Ok(Vec::new()),
            Some(_) | None => after.number,
        };
        let why = |why: String| Unstated::Growth { why };
        let heights = growth_heights(descriptor.asset, moved, begins, until.number);
        let read = self.client.share_balances(descriptor, holder, &heights).await;
        let mut balances = read.map_err(|error| why(error.to_string()))?.unwrap_or_default();
        if let (true, Some(earliest)) = (since_first, balances.first().map(|balance| *balance.value())) {
            let none = ShareBalance {
                shares: RebasingShares::from_raw(U256::ZERO, earliest.shares.scale())
                    .map_err(|error| why(error.to_string()))?,
                amount: earliest.amount.with_raw(U256::ZERO),
                index: earliest.index,
            };
            balances.insert(0, first.clone().map(|_| none));
        }
        growth(descriptor.asset, &balances, moved).map_err(Unstated::Wrong)
    }
}

/// At the chain's beginning nobody has anything.
fn nothing(list: &[Descriptor], first: &Fact<BlockRef>) -> Ends {
    let none = |descriptor: &Descriptor| Amount::from_raw(U256::ZERO, descriptor.decimals);
    let none = |descriptor| none(descriptor).map_err(|error| error.to_string());
    list.iter().map(|descriptor| none(descriptor).map(|none| first.clone().map(|_| none))).collect()
}
