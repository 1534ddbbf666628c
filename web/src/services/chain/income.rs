//! What assets earn, and what that came to for their holder.

use std::cell::RefCell;

use alloy_primitives::Address;
use assay_sdk::asset::{Descriptor, Distribution};
use assay_sdk::client::{HolderHistory, IncomeFiles, Likeness, OwnReturn};
use assay_sdk::evidence::Reads;
use assay_sdk::units::{AssetId, BlockRef, Seconds, Timestamp};
use assay_sdk::yields::{DistributionTree, HolderReturnError, YieldReport};

use crate::services::files;

use super::{ChainProblem, ChainRoom};

/// Ledgers of the moments that windows start at, by those moments. They are asked again with every new block, and the answers of so old a block
/// stay what they are.
#[derive(Debug, Default)]
pub(super) struct Starts(RefCell<Vec<(Timestamp, Reads)>>);

/// As many as there are windows, and one for a history that was read an hour ago.
const MOST_STARTS: usize = 4;

impl Starts {
    fn of(&self, moment: Timestamp) -> Option<Reads> {
        let kept = self.0.borrow();
        kept.iter().find(|(known, _)| *known == moment).map(|(_, reads)| reads.clone())
    }

    fn keep(&self, moment: Timestamp, reads: Reads) {
        let mut kept = self.0.borrow_mut();
        kept.retain(|(known, _)| *known != moment);
        kept.push((moment, reads));
        if kept.len() > MOST_STARTS {
            kept.remove(0);
        }
    }
}

/// What each asset earns, with the files of its payments that could not be read.
pub type Yields = Vec<(YieldReport, Vec<ChainProblem>)>;

/// The holder's own return of each asset, or why it cannot be stated.
pub type OwnReturns = Vec<(AssetId, Result<OwnReturn, HolderReturnError>)>;

impl ChainRoom {
    /// What the holder earns with these assets over the last `window`, in their order: in the round trips of the one that takes most.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn yields(
        &self,
        reads: &mut Reads,
        assets: &[AssetId],
        holder: Address,
        window: Seconds,
    ) -> Result<Yields, ChainProblem> {
        let list: Vec<Descriptor> =
            assets.iter().map(|asset| self.asset(asset).cloned()).collect::<Result<_, ChainProblem>>()?;
        let (moment, mut then) = self.start(reads.at(), window).await?;
        let (mut files, mut missing) = self.files(&list).await;
        let mut reports = self.client.portfolio_yields((reads, &mut then), &list, &files, holder).await?;
        if self.judge(&files, &list, &reports) {
            // What was kept is of an earlier root: the files as they are now, over what was read of the chain already.
            (files, missing) = self.files(&list).await;
            reports = self.client.portfolio_yields((reads, &mut then), &list, &files, holder).await?;
            self.judge(&files, &list, &reports);
        }
        self.starts.keep(moment, then);
        Ok(reports.into_iter().zip(missing).collect())
    }

    /// Keeps the files that fit, and forgets those that do not; whether any was forgotten.
    fn judge(&self, files: &IncomeFiles, list: &[Descriptor], reports: &[YieldReport]) -> bool {
        let of_each = list.iter().zip(reports);
        of_each.fold(false, |any, (descriptor, report)| self.payments.judge(files, descriptor, report) || any)
    }

    /// The holder's own return of these assets over the last `window` before the block that the history was read up to.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn own_returns(
        &self,
        history: HolderHistory<'_>,
        assets: &[AssetId],
        window: Seconds,
    ) -> Result<OwnReturns, ChainProblem> {
        let (moment, mut then) = self.start(history.until, window).await?;
        let returns = self.client.holder_returns(&mut then, history, self.assets(), assets).await?;
        self.starts.keep(moment, then);
        Ok(returns)
    }

    /// What can be told of these assets in order to set them side by side.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn side_by_side(
        &self,
        reads: &mut Reads,
        assets: &[Descriptor],
        holder: Address,
        now: Timestamp,
    ) -> Result<Vec<Likeness>, ChainProblem> {
        Ok(self.client.side_by_side(reads, assets, holder, now).await?)
    }

    /// The moment that a window starts at, and a ledger there. It is that of the full hour, so that it is looked for once an hour only.
    async fn start(&self, at: BlockRef, window: Seconds) -> Result<(Timestamp, Reads), ChainProblem> {
        const HOUR: u64 = 3_600;
        let exact = at.timestamp.0.saturating_sub(window.0);
        let moment = Timestamp(exact.saturating_sub(exact.rem_euclid(HOUR)));
        let reads = match self.starts.of(moment) {
            Some(known) => known,
            None => self.client.ledger_before(at, at.timestamp.since(moment)).await?,
        };
        Ok((moment, reads))
    }

    /// The published files of these assets' payments, and what of each could not be read. Only those that are not kept are fetched.
    async fn files(&self, list: &[Descriptor]) -> (IncomeFiles, Vec<Vec<ChainProblem>>) {
        let (mut files, mut missing) = (IncomeFiles::new(), Vec::new());
        for descriptor in list {
            self.payments.add_to(&mut files, descriptor);
            let mut unread = Vec::new();
            for tree in descriptor.distributions.iter().filter_map(Distribution::tree) {
                if files.contains_key(tree) {
                    continue;
                }
                match self.tree(tree).await {
                    Ok(parsed) => drop(files.insert(tree.to_owned(), parsed)),
                    Err(problem) => unread.push(problem),
                }
            }
            missing.push(unread);
        }
        (files, missing)
    }

    async fn tree(&self, reference: &str) -> Result<DistributionTree, ChainProblem> {
        let text = files::text(&files::beside(&self.list_url, reference)).await?;
        Ok(DistributionTree::parse(&text)?)
    }
}
