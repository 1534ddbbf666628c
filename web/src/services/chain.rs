//! The chain, as the pages use it: one network, one token list, one client.

mod asked;
mod batch;
pub mod books;
mod income;
mod payments;
mod redemption;
mod reserves;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use alloy_primitives::{Address, B256};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::asset::{
    Backing, Descriptor, DocumentRegister, FeedRound, Holding, HoldingError, Profile, Staleness, TokenList,
};
use assay_sdk::chain::{ChainError, Fetch, Rpc};
use assay_sdk::client::Client;
use assay_sdk::compliance::{Assessment, CheckError, families};
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, Origin, Reads, Unproven};
use assay_sdk::proof::Message;
use assay_sdk::proof::beacon::Verified;
use assay_sdk::records::RecordError;
use assay_sdk::tx::{HandedTx, Intent, KnownTokens, PendingTx, Receipt, Review, SentElsewhere, SignedTx, Simulation};
use assay_sdk::units::{Amount, AssetId, BlockRef, ChainId, Timestamp};

use crate::services::files::{self, FileError};
use crate::services::prover::ProofRoom;
use crate::state::described;
use crate::state::discovery::Activity;
use crate::state::settings::Network;

use income::Starts;
use payments::PaymentFiles;

pub use income::{OwnReturns, Yields};
pub use redemption::{Asked, Weighed};

/// One network, opened.
#[derive(Debug)]
pub struct ChainRoom {
    client: Client<Fetch>,
    /// For what a client does not answer: several accounts at once.
    rpc: Rpc<Fetch>,
    list: TokenList,
    list_url: String,
    known: KnownTokens,
    /// The newest block that was vouched for, and by whom.
    vouched: RefCell<Option<Reads>>,
    /// The newest block that follows from the user's checkpoint.
    signed: Cell<Option<Verified>>,
    starts: Starts,
    payments: Rc<PaymentFiles>,
}

/// Why something of the chain is not shown.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainProblem {
    /// The SDK's error.
    #[error(transparent)]
    Sdk(Box<Error>),
    /// A file of the list.
    #[error(transparent)]
    File(#[from] FileError),
    /// A log that is no transfer.
    #[error(transparent)]
    Books(Box<RecordError>),
    /// The address names an asset that the list does not have.
    #[error("the asset {asset} is not in this network's list")]
    NotListed {
        /// Which.
        asset: AssetId,
    },
}

impl<E: Into<Error>> From<E> for ChainProblem {
    fn from(error: E) -> Self {
        Self::Sdk(Box::new(error.into()))
    }
}

impl ChainProblem {
    /// Whether the endpoint understood and said no: then nothing is on its way.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Sdk(error) if matches!(**error, Error::Chain(ChainError::Rpc { .. })))
    }
}

/// All holdings at one block, and the ledger they were read through: further questions about the same moment need
/// fewer reads.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The ledger.
    pub reads: Reads,
    /// In the order of the list.
    pub holdings: Vec<Result<Holding, HoldingError>>,
    /// Whether they are as well known as they can be made.
    pub proven: bool,
}

/// What stands for the list of a network that has none.
const NO_LIST: &str =
    r#"{"name":"No list","timestamp":"1970-01-01T00:00:00Z","version":{"major":0,"minor":0,"patch":0},"tokens":[]}"#;

/// Rounds in which the families of a contract are found, and one to look at what came.
const DETECTION_ROUNDS: usize = 4;

impl ChainRoom {
    /// Reads the network's list and makes ready to ask its endpoint. Asks the endpoint nothing yet.
    ///
    /// # Errors
    /// [`ChainProblem::File`] or the list's own error.
    pub async fn open(network: &Network) -> Result<Rc<Self>, ChainProblem> {
        let text = match network.list.as_str() {
            "" => NO_LIST.to_owned(),
            list => files::text(list).await?,
        };
        let list = TokenList::parse(&text, Some(network.chain))?;
        let known = described::by_list(network.chain, &list);
        let client = Client::new(Fetch::new(&network.endpoint), network.chain);
        let rpc = Rpc::new(Fetch::new(&network.endpoint), network.chain);
        let (list_url, vouched, signed) = (network.list.clone(), RefCell::default(), Cell::default());
        let (starts, payments) = (Starts::default(), Rc::default());
        Ok(Rc::new(Self { client, rpc, list, list_url, known, vouched, signed, starts, payments }))
    }

    /// The same network with proofs: every call is run over proven state by `proofs`, at blocks that the network's other endpoints vouch
    /// for. It answers the same questions, later and better.
    #[must_use]
    pub fn proving(&self, network: &Network, proofs: ProofRoom) -> Rc<Self> {
        let witnesses = network.witnesses.iter().map(|witness| Fetch::new(witness));
        let client =
            Client::new(Fetch::new(&network.endpoint), network.chain).proving(proofs).with_witnesses(witnesses);
        let rpc = Rpc::new(Fetch::new(&network.endpoint), network.chain);
        let (list, list_url, known) = (self.list.clone(), self.list_url.clone(), self.known.clone());
        let (vouched, signed, starts) = (RefCell::default(), self.signed.clone(), Starts::default());
        let payments = Rc::clone(&self.payments);
        Rc::new(Self { client, rpc, list, list_url, known, vouched, signed, starts, payments })
    }

    /// The hosts that the list names: where it lies itself, and where statements and documents of its assets do.
    #[must_use]
    pub fn hosts(&self) -> Vec<String> {
        let of_assets =
            self.list.tokens.iter().flat_map(|token| {
                token.attestations.iter().chain(token.documents.iter().map(|document| &document.uri))
            });
        let absolute = std::iter::once(&self.list_url).chain(of_assets).filter(|url| url.contains("://"));
        absolute.map(|url| Origin::of_url(url).host().to_owned()).collect()
    }

    /// Asks each of the network's other endpoints whether it is there and on the same chain.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`] for the first that is not.
    pub async fn try_witnesses(network: &Network) -> Result<(), ChainProblem> {
        for witness in &network.witnesses {
            Client::new(Fetch::new(witness), network.chain).ledger().await?;
        }
        Ok(())
    }

    /// An empty ledger for a block, as well known as the network's endpoints make it.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn vouched(&self, at: BlockRef) -> Result<Reads, ChainProblem> {
        if let Some(known) = self.vouched.borrow().clone().filter(|known| known.at().hash == at.hash) {
            return Ok(known);
        }
        let vouched = match self.signed.get() {
            Some(signed) => self.client.vouched_beside(at, &signed).await?,
            None => self.client.vouched(at).await?,
        };
        self.vouched.replace(Some(vouched.clone()));
        Ok(vouched)
    }

    /// From now on snapshots are read at this block, which follows from the user's checkpoint; at the newest one where there is none.
    pub fn read_at(&self, signed: Option<Verified>) {
        self.signed.set(signed);
        self.vouched.replace(None);
    }

    /// An empty ledger where snapshots are read: at the block that was signed, where the endpoint has it already.
    async fn ledger_signed(&self) -> Result<Reads, Error> {
        let Some(signed) = self.signed.get() else { return self.client.ledger().await };
        match self.client.signed(&signed).await {
            Ok(header) => Ok(Reads::new(header.at())),
            Err(Error::Chain(ChainError::BlockUnknown { .. })) => self.client.ledger().await,
            Err(other) => Err(other),
        }
    }

    /// All holdings at a block, as well known as this room can make them.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn holdings_at(&self, holder: Address, now: Timestamp, at: BlockRef) -> Result<Snapshot, ChainProblem> {
        let mut reads = self.vouched(at).await?;
        let holdings = self.client.portfolio(&mut reads, holder, &self.list.tokens, now).await?;
        Ok(Snapshot { reads, holdings, proven: true })
    }

    /// What a transaction would do in the block after that of `reads`, run over proven state; or why that cannot be said.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn simulate(
        &self,
        transaction: Message,
        reads: &Reads,
    ) -> Result<Result<Fact<Simulation>, Unproven>, ChainProblem> {
        Ok(self.client.simulate(transaction, reads).await?)
    }

    /// The assets.
    #[must_use]
    pub fn assets(&self) -> &[Descriptor] {
        &self.list.tokens
    }

    /// One asset.
    ///
    /// # Errors
    /// [`ChainProblem::NotListed`].
    pub fn asset(&self, asset: &AssetId) -> Result<&Descriptor, ChainProblem> {
        self.list.find(asset).ok_or(ChainProblem::NotListed { asset: *asset })
    }

    /// The chain.
    #[must_use]
    pub const fn chain(&self) -> ChainId {
        self.client.chain()
    }

    /// An empty ledger at the newest block.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn ledger(&self) -> Result<Reads, ChainProblem> {
        Ok(self.client.ledger().await?)
    }

    /// All holdings at the newest block, or the newest that was signed; `None` where that is still the block of the last ones.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn snapshot(
        &self,
        holder: Address,
        now: Timestamp,
        last: Option<B256>,
    ) -> Result<Option<Snapshot>, ChainProblem> {
        if last.is_some() && last == self.signed.get().map(|signed| signed.block_hash) {
            return Ok(None);
        }
        let mut reads = self.ledger_signed().await?;
        if last == Some(reads.at().hash) {
            return Ok(None);
        }
        let holdings = self.client.portfolio(&mut reads, holder, &self.list.tokens, now).await?;
        Ok(Some(Snapshot { reads, holdings, proven: false }))
    }

    /// What a token's contract says of itself: its names, decimals and interfaces.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn profile(&self, reads: &mut Reads, asset: &AssetId) -> Result<Fact<Profile>, ChainProblem> {
        Ok(self.client.profile(reads, self.asset(asset)?.asset.token).await?)
    }

    /// Whether a transfer would pass at the moment of `reads`.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn check_transfer(
        &self,
        reads: &mut Reads,
        asset: &AssetId,
        parties: (Address, Address),
        amount: Amount,
    ) -> Result<Assessment, ChainProblem> {
        Ok(self.client.check_transfer(reads, self.asset(asset)?, parties, amount).await?)
    }

    /// Which of `receivers` could be sent `amount` at the moment of `reads`, in the round trips that one of them takes.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn check_receivers(
        &self,
        reads: &mut Reads,
        asset: &AssetId,
        parties: (Address, &[Address]),
        amount: Amount,
    ) -> Result<Vec<Result<Assessment, CheckError>>, ChainProblem> {
        Ok(self.client.check_receivers(reads, self.asset(asset)?, parties, amount).await?)
    }

    /// Reserves against supply by the asset's feed.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn backing(
        &self,
        reads: &mut Reads,
        asset: &AssetId,
        now: Timestamp,
    ) -> Result<Option<(Fact<Backing>, Staleness)>, ChainProblem> {
        Ok(self.client.backing_by_feed(reads, self.asset(asset)?, now).await?)
    }

    /// What was issued of an asset, for one without a feed; `None` where its contract does not say.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn supply(&self, reads: &mut Reads, asset: &AssetId) -> Result<Option<Fact<Amount>>, ChainProblem> {
        let profile = self.profile(reads, asset).await?;
        Ok(profile.try_map(|profile| profile.supply.ok_or(())).ok())
    }

    /// What the asset's reserve feed said so far, oldest first; `None` where it has none.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn reserve_history(
        &self,
        reads: &mut Reads,
        asset: &AssetId,
    ) -> Result<Option<Fact<Vec<FeedRound>>>, ChainProblem> {
        Ok(self.client.reserve_history(reads, self.asset(asset)?).await?)
    }

    /// The documents that the asset's own contract names; `None` where it has no such function.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn documents(
        &self,
        reads: &mut Reads,
        asset: &AssetId,
    ) -> Result<Option<Fact<DocumentRegister>>, ChainProblem> {
        Ok(self.client.documents(reads, self.asset(asset)?).await?)
    }

    /// Where a file that belongs to the list lies, in full.
    #[must_use]
    pub fn file_address(&self, reference: &str) -> String {
        files::in_full(&files::beside(&self.list_url, reference))
    }

    /// A file that belongs to the list.
    ///
    /// # Errors
    /// [`ChainProblem::File`].
    pub async fn file(&self, reference: &str) -> Result<Vec<u8>, ChainProblem> {
        Ok(files::bytes(&files::beside(&self.list_url, reference)).await?)
    }

    /// The transaction of an intent, decoded back from its bytes for review. What the called contract is, is read through `reads`.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn prepare(&self, intent: Intent, from: Address, reads: &mut Reads) -> Result<Review, ChainProblem> {
        let known = self.known_of(self.known.clone(), intent.to(), reads).await;
        Ok(self.client.prepare(intent, from).await?.review(&known)?)
    }

    /// What the reviewer can name, with the functions of the families that a contract belongs to. Where these cannot be read, what only
    /// they describe stays not understood, and so it is not signed.
    async fn known_with_families(&self, known: KnownTokens, contract: Address, reads: &mut Reads) -> KnownTokens {
        for _ in 0..DETECTION_ROUNDS {
            let found = families(reads, contract);
            if reads.wanted().is_empty() {
                return match found {
                    Ok(found) => described::by_families(known, contract, found.value()),
                    Err(_) => known,
                };
            }
            if self.rpc.answer(reads).await.is_err() {
                break;
            }
        }
        known
    }

    /// Sends a signed transaction.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn broadcast(&self, signed: SignedTx) -> Result<PendingTx, ChainProblem> {
        Ok(self.client.broadcast(signed).await?)
    }

    /// Sends a transaction of an earlier visit once more.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn rebroadcast(&self, pending: &PendingTx) -> Result<(), ChainProblem> {
        Ok(self.client.rebroadcast(pending).await?)
    }

    /// What another wallet says to have sent, read back and checked; or the same again where the endpoint does not know it yet.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn find(&self, handed: HandedTx) -> Result<Result<SentElsewhere, HandedTx>, ChainProblem> {
        Ok(self.client.find(handed).await?)
    }

    /// The receipt, or the transaction where it is still waiting.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn receipt(&self, pending: PendingTx) -> Result<Result<Receipt, PendingTx>, ChainProblem> {
        Ok(self.client.receipt(pending).await?)
    }

    /// Whether another transaction of the same account took the place of this one.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn is_replaced(&self, pending: &PendingTx) -> Result<bool, ChainProblem> {
        Ok(self.client.is_replaced(pending).await?)
    }

    /// What the chain knows of these accounts, in their order: transactions, coin, and of how many assets of the list they hold some. Three
    /// round trips for all of them.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn activity(&self, accounts: &[Address]) -> Result<Vec<Activity>, ChainProblem> {
        let counted = self.rpc.accounts(accounts).await?;
        let mut reads = self.ledger().await?;
        // Asked for first, answered together, then looked at.
        self.assets_held(&mut reads, accounts);
        self.rpc.answer(&mut reads).await?;
        let assets = self.assets_held(&mut reads, accounts);
        let of_one = |((transactions, coin), assets)| Activity { transactions, coin, assets };
        Ok(counted.into_iter().zip(assets).map(of_one).collect())
    }

    /// Of how many assets of the list each account holds some, as far as that is known. A token that does not answer counts for nobody.
    fn assets_held(&self, reads: &mut Reads, accounts: &[Address]) -> Vec<usize> {
        let mut holds = |token: Address, account: Address| {
            let balance = reads.ask(token, &IERC20::balanceOfCall { account });
            balance.is_ok_and(|balance| !balance.value().is_zero())
        };
        let tokens: Vec<Address> = self.list.tokens.iter().map(|descriptor| descriptor.asset.token).collect();
        let held = |account: &Address| tokens.iter().map(|token| holds(*token, *account)).filter(|held| *held).count();
        accounts.iter().map(held).collect()
    }

    /// What the reviewer can name.
    #[must_use]
    pub const fn known(&self) -> &KnownTokens {
        &self.known
    }
}
