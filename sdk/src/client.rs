//! Row 8. Strings the rooms together for a caller: the only place that awaits on behalf of a user.
//!
//! Reading happens at one moment: [`Client::ledger`] pins a block, and every question that is asked through that ledger is
//! answered at that block, together with all the others in as few round trips as their depth allows.

mod agreement;
mod backing;
mod backing_report;
mod books;
mod compliance;
mod history;
mod holder_return;
mod income;
mod likeness;
mod moment;
mod proving;
mod signatures;
#[cfg(feature = "lc")]
mod signed;
mod simulation;
mod transact;
mod witness;

pub use backing_report::{BackingReport, Stated, StatedReserve, StatementFiles};
pub use holder_return::{HolderHistory, OwnReturn};
pub use income::IncomeFiles;
pub use likeness::Likeness;

use alloy_primitives::Address;

use crate::asset::{Descriptor, Holding, HoldingError, Profile, WayOut, holdings, profile};
use crate::chain::{Engine, Prover, Rpc, Traffic, Transport};
use crate::compliance::{Assessment, TransferQuery, check_transfer};
use crate::error::Error;
use crate::evidence::{Fact, Origin, Reads};
use crate::redemption::{QueueBook, RedemptionPlan, RequestBook, Requested, plan_described, price, queue, requests};
use crate::units::{Amount, ChainId, Rate, Timestamp};

/// Everything a wallet asks of one chain, through one endpoint.
#[derive(Debug)]
pub struct Client<T> {
    rpc: Rpc<T>,
    prover: Option<Box<dyn proving::Proving<T>>>,
    /// Who else is asked for blocks.
    witnesses: Vec<Rpc<T>>,
}

/// Rounds after which a question is given up: the deepest question of this crate needs seven.
const MOST_ROUNDS: usize = 24;

impl<T: Transport> Client<T> {
    /// A client of an endpoint that must serve `chain`.
    pub fn new(transport: T, chain: ChainId) -> Self {
        Self { rpc: Rpc::new(transport, chain), prover: None, witnesses: Vec::new() }
    }

    /// The same client, which has calls proven instead of taking the endpoint's word: every answer of a contract is then as well known as
    /// its block, or says why it could not be proven.
    #[must_use]
    pub fn proving(self, engine: impl Engine + 'static) -> Self {
        Self { prover: Some(Box::new(Prover::new(engine))), ..self }
    }

    /// The chain.
    pub const fn chain(&self) -> ChainId {
        self.rpc.chain()
    }

    /// The endpoint, as figures name it.
    pub fn origin(&self) -> &Origin {
        self.rpc.origin()
    }

    /// Round trips and bytes so far.
    pub fn traffic(&self) -> Traffic {
        self.rpc.traffic()
    }

    /// An empty ledger at the newest block. One round trip, which also checks that the endpoint serves the right chain and that the
    /// header hashes to its hash.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn ledger(&self) -> Result<Reads, Error> {
        Ok(Reads::new(self.rpc.head().await?.at()))
    }

    /// What `holder` has of every asset of the list. An asset that cannot be read keeps its place with its error.
    ///
    /// # Errors
    /// [`Error::Chain`] where nothing could be read at all.
    pub async fn portfolio(
        &self,
        reads: &mut Reads,
        holder: Address,
        list: &[Descriptor],
        now: Timestamp,
    ) -> Result<Vec<Result<Holding, HoldingError>>, Error> {
        self.settle(reads, |reads| holdings(reads, holder, list, now)).await
    }

    /// What a token says of itself: its names, decimals and supply.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Profile`].
    pub async fn profile(&self, reads: &mut Reads, token: Address) -> Result<Fact<Profile>, Error> {
        Ok(self.settle(reads, |reads| profile(reads, token)).await??)
    }

    /// Whether `from` may send `amount` raw units of `descriptor`'s token to `to`, why not, and how much would pass.
    ///
    /// # Errors
    /// [`Error::Chain`], [`Error::Profile`] or [`Error::Check`]. A refusal is no error: it is the verdict.
    pub async fn check_transfer(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        (from, to): (Address, Address),
        amount: Amount,
    ) -> Result<Assessment, Error> {
        self.about(reads, descriptor.asset.token, |reads, profile| {
            let query = TransferQuery::new(profile, from, to, amount).with_labels(descriptor);
            check_transfer(reads, &query)
        })
        .await
    }

    /// Every way in which `holder` can redeem `amount`, side by side.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Redemption`].
    pub async fn plan_redemption(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        holder: Address,
        amount: Amount,
    ) -> Result<RedemptionPlan, Error> {
        Ok(self.settle(reads, |reads| plan_described(reads, descriptor, holder, amount)).await??)
    }

    /// The redemptions that `holder` has asked for, where the asset is redeemed on request.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Redemption`].
    pub async fn redemptions(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        holder: Address,
    ) -> Result<Option<Fact<RequestBook>>, Error> {
        let Some(vault) = descriptor.ways_out.iter().find_map(WayOut::async_vault) else { return Ok(None) };
        Ok(Some(self.settle(reads, |reads| requests(reads, vault, holder)).await??))
    }

    /// Where `holder` stands in the queue of the asset's pool, where it is redeemed by one.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Redemption`].
    pub async fn queue(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        holder: Address,
    ) -> Result<Option<Fact<QueueBook>>, Error> {
        let Some((manager, asset)) = descriptor.ways_out.iter().find_map(WayOut::queue) else { return Ok(None) };
        let pool = descriptor.asset.token;
        Ok(Some(self.settle(reads, |reads| queue(reads, (pool, manager), asset, holder)).await??))
    }

    /// What a share was worth when a request was made: raw units of the asset for each raw unit of shares, at the request's block.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Redemption`]; an endpoint may not have the state of so old a block.
    pub async fn price_at_request(&self, vault: Address, request: &Requested) -> Result<Fact<Rate>, Error> {
        let mut reads = Reads::new(self.rpc.block_by_number(request.block).await?.at());
        let shares = request.shares;
        Ok(self.settle(&mut reads, |reads| price(reads, vault, shares)).await??)
    }

    /// Asks a question again and again until it wants nothing more, fetching all that it wants in one round trip each time.
    async fn settle<R>(&self, reads: &mut Reads, question: impl Fn(&mut Reads) -> R) -> Result<R, Error> {
        for _ in 0..MOST_ROUNDS {
            let answer = question(reads);
            if reads.wanted().is_empty() {
                return Ok(answer);
            }
            self.answer(reads).await?;
        }
        Err(Error::Unsettled { rounds: MOST_ROUNDS })
    }

    /// Fetches all that a ledger wants.
    async fn answer(&self, reads: &mut Reads) -> Result<(), Error> {
        match &self.prover {
            Some(prover) => Ok(prover.answer(&self.rpc, reads).await?),
            None if self.witnesses.is_empty() => Ok(self.rpc.answer(reads).await?),
            None => self.answer_alike(reads).await,
        }
    }
}
