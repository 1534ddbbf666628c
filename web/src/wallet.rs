//! An open wallet: what the pages of an open session share. Pages ask it; it owns the chain, the snapshot and what was sent.

mod batch;
mod batch_sent;
mod beacon;
mod elsewhere;
mod follow;
mod history;
mod last_look;
mod proofs;
mod review;
mod sequence;
mod series;
mod signer;
mod site;
mod statement;

pub(crate) use batch::BatchDraft;
pub(crate) use beacon::{Followed, Standing};
pub(crate) use elsewhere::OtherChain;
pub(crate) use history::{History, Note};
pub(crate) use proofs::ProofStage;
pub(crate) use review::{Checked, Draft, Proposal, ReviewState, Simulated};
pub(crate) use series::SeriesDraft;
pub(crate) use site::{Asker, SiteAsk};
pub(crate) use statement::{Statement, StatementDraft};

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use alloy_primitives::Address;
use assay_sdk::asset::{Descriptor, Holding, HoldingError};
use assay_sdk::evidence::Reads;
use assay_sdk::tx::KnownTokens;
use assay_sdk::units::{Amount, AssetId, BlockRef, ChainId, Timestamp};
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Clock, ErrorText, Reading};
use crate::problem;
use crate::reserves::wire::{Answer as Verified, Question};
use crate::services::Rooms;
use crate::services::chain::{ChainRoom, Snapshot};
use crate::services::keys::KeyRoom;
use crate::services::reserves::ReserveRoom;
use crate::services::storage::Storage;
use crate::state::activity::{Activity, Entry, State};
use crate::state::loaded::Loaded;
use crate::state::session::Unlocked;
use crate::state::settings::Network;
use crate::worker::protocol::AccountKind;

use beacon::Follower;
use proofs::Proofs;
use sequence::Sequence;
use site::Asking;

/// How often the newest block is asked for, in milliseconds.
const POLL: u32 = 4_000;

/// Where signatures for an account come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signing {
    /// From the key worker.
    Here,
    /// From another wallet of this browser.
    Elsewhere,
    /// From nowhere: the account is watched.
    Nowhere,
}

impl From<&AccountKind> for Signing {
    fn from(kind: &AccountKind) -> Self {
        match kind {
            AccountKind::Derived { .. } | AccountKind::Key => Self::Here,
            AccountKind::Connected => Self::Elsewhere,
            AccountKind::Watched => Self::Nowhere,
        }
    }
}

/// Everything that pages of an open session share. Copies are handles to one wallet.
#[derive(Clone, Copy)]
pub(crate) struct Wallet {
    holder: Address,
    signing: Signing,
    network: StoredValue<Network>,
    keys: StoredValue<KeyRoom, LocalStorage>,
    storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
    room: RwSignal<Loaded<Rc<ChainRoom>, ErrorText>, LocalStorage>,
    snapshot: RwSignal<Loaded<Snapshot, ErrorText>, LocalStorage>,
    proofs: RwSignal<Proofs, LocalStorage>,
    reserves: StoredValue<ReserveRoom, LocalStorage>,
    activity: RwSignal<Activity>,
    past: RwSignal<History, LocalStorage>,
    review: RwSignal<ReviewState, LocalStorage>,
    simulated: RwSignal<Simulated, LocalStorage>,
    sequence: RwSignal<Sequence>,
    /// The site that asked for what stands for review, and where its answer goes.
    asker: RwSignal<Option<Rc<Asker>>, LocalStorage>,
    asking: StoredValue<Option<Asking>, LocalStorage>,
    /// The calls of sites that are being sent one after another, by their names.
    running: StoredValue<BTreeSet<String>>,
    follower: StoredValue<Follower, LocalStorage>,
    followed: RwSignal<Followed>,
    clock: Clock,
    /// The name of the database that remembers what was sent.
    busy: StoredValue<Cell<bool>, LocalStorage>,
}

impl std::fmt::Debug for Wallet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wallet({})", self.holder)
    }
}

impl Wallet {
    /// Opens the chain for this account, restores what was sent, and keeps both fresh until the owner goes away.
    pub(crate) fn open(unlocked: &Unlocked, network: Network, (keys, rooms): (KeyRoom, Rooms), clock: Clock) -> Self {
        let Rooms { proofs, reserves, beacon } = rooms;
        let follower = Follower::new(beacon, network.light_client.clone());
        let wallet = Self {
            holder: unlocked.address(),
            signing: Signing::from(unlocked.kind()),
            network: StoredValue::new(network),
            keys: StoredValue::new_local(keys),
            storage: StoredValue::new_local(None),
            room: RwSignal::new_local(Loaded::Pending),
            snapshot: RwSignal::new_local(Loaded::Pending),
            proofs: RwSignal::new_local(Proofs::new(proofs)),
            reserves: StoredValue::new_local(reserves),
            activity: RwSignal::new(Activity::default()),
            past: RwSignal::new_local(History::default()),
            review: RwSignal::new_local(ReviewState::None),
            simulated: RwSignal::new_local(Simulated::Pending),
            sequence: RwSignal::new(Sequence::default()),
            asker: RwSignal::new_local(None),
            asking: StoredValue::new_local(None),
            running: StoredValue::new(BTreeSet::new()),
            followed: RwSignal::new(follower.begins()),
            follower: StoredValue::new_local(follower),
            clock,
            busy: StoredValue::new_local(Cell::new(false)),
        };
        let alive = Rc::new(Cell::new(true));
        let life = StoredValue::new_local(Rc::clone(&alive));
        on_cleanup(move || {
            let _gone = life.try_with_value(|alive| alive.set(false));
        });
        spawn_local(async move {
            wallet.restore().await;
            while alive.get() {
                wallet.follow_beacon();
                wallet.refresh().await;
                TimeoutFuture::new(POLL).await;
            }
        });
        wallet
    }

    /// The wallet of the page that asks. Only pages of an open session have one.
    ///
    /// # Panics
    /// Outside an open session: a page that is not mounted below the wallet.
    #[expect(clippy::expect_used, reason = "pages that use it are mounted below the provider and nowhere else")]
    pub(crate) fn expect() -> Self {
        use_context::<Self>().expect("a page of an open session")
    }

    /// The account.
    pub(crate) const fn holder(&self) -> Address {
        self.holder
    }

    /// The chain that it is on. Does not track.
    pub(crate) fn chain(&self) -> ChainId {
        self.network.with_value(|network| network.chain)
    }

    /// Where its signatures come from.
    pub(crate) const fn signing(&self) -> Signing {
        self.signing
    }

    /// Now, and from which age figures are stale.
    pub(crate) const fn clock(&self) -> Clock {
        self.clock
    }

    /// The chain, once its list is read. Tracks.
    pub(crate) fn room(&self) -> Loaded<Rc<ChainRoom>, ErrorText> {
        self.room.get()
    }

    /// All holdings at the newest block. Tracks.
    pub(crate) fn snapshot(&self) -> Loaded<Snapshot, ErrorText> {
        self.snapshot.get()
    }

    /// The newest block that was read. Tracks, and changes only with the block.
    pub(crate) fn at(&self) -> Memo<Option<BlockRef>> {
        let snapshot = self.snapshot;
        Memo::new(move |_| snapshot.with(|loaded| loaded.value().map(|snapshot| snapshot.reads.at())))
    }

    /// One asset of the list. Tracks.
    pub(crate) fn asset(&self, asset: &AssetId) -> Option<Descriptor> {
        self.room.with(|room| room.value().and_then(|room| room.asset(asset).ok().cloned()))
    }

    /// One holding. Tracks.
    pub(crate) fn holding(&self, asset: &AssetId) -> Option<Result<Holding, HoldingError>> {
        let position = self.room.with(|room| {
            room.value().and_then(|room| room.assets().iter().position(|descriptor| descriptor.asset == *asset))
        })?;
        self.snapshot.with(|loaded| loaded.value().and_then(|snapshot| snapshot.holdings.get(position).cloned()))
    }

    /// The balance of one asset, as figures take it.
    pub(crate) fn balance(&self, asset: AssetId) -> Memo<Reading<Amount>> {
        let wallet = *self;
        Memo::new(move |_| match wallet.holding(&asset) {
            Some(Ok(holding)) => Reading::Known(holding.balance),
            Some(Err(error)) => Reading::Failed { what: error.to_string() },
            None => Reading::Pending,
        })
    }

    /// The symbol of a token of the list, or its address, shortened. Does not track.
    pub(crate) fn symbol(&self, token: Address) -> String {
        let known = self.room.with_untracked(|room| {
            let room = room.value()?;
            Some(room.known().contract(room.chain(), token)?.symbol.clone())
        });
        known.unwrap_or_else(|| crate::format::short_address(&token))
    }

    /// The contracts that can be named. Does not track.
    pub(crate) fn known_tokens(&self) -> KnownTokens {
        let known = self.room.with_untracked(|room| room.value().map(|room| room.known().clone()));
        known.unwrap_or_else(|| KnownTokens::new(self.chain(), []))
    }

    /// What was sent. Tracks.
    pub(crate) fn activity(&self) -> Activity {
        self.activity.get()
    }

    /// The review that is open. Tracks.
    pub(crate) const fn review(&self) -> RwSignal<ReviewState, LocalStorage> {
        self.review
    }

    /// The chain and a ledger at the newest block that was read, for a question of a page. `None` until both are there.
    /// `None` too once the wallet is locked: who asks after an answer of the chain may have outlived it. Does not track.
    pub(crate) fn ready(&self) -> Option<(Rc<ChainRoom>, Reads)> {
        let room = self.room.try_with_untracked(|room| room.value().cloned())??;
        let reads =
            self.snapshot.try_with_untracked(|loaded| loaded.value().map(|snapshot| snapshot.reads.clone()))??;
        Some((room, reads))
    }

    /// Reads everything again, now.
    pub(crate) fn retry(&self) {
        let wallet = *self;
        spawn_local(async move { wallet.refresh().await });
    }

    /// Has a reserve proof verified, in the worker for it. Does not track.
    pub(crate) async fn verify(&self, question: &Question) -> Result<Verified, ErrorText> {
        let room = self.reserves.try_get_value().ok_or_else(problem::not_ready)?;
        room.ask(question).await.map_err(|why| problem::of_reserves(&why))
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now.get_untracked()
    }

    async fn refresh(&self) {
        let already = self.busy.try_with_value(|busy| busy.replace(true)).unwrap_or(true);
        if already {
            return;
        }
        self.read_chain().await;
        self.follow_up().await;
        let _gone = self.busy.try_with_value(|busy| busy.set(false));
    }

    async fn read_chain(&self) {
        let room = match self.room.try_with_untracked(|room| room.value().cloned()) {
            None => return,
            Some(Some(room)) => room,
            Some(None) => {
                let Some(network) = self.network.try_get_value() else { return };
                let opened = ChainRoom::open(&network).await.map_err(|problem| problem::of_chain(&problem));
                if let Ok(room) = &opened {
                    self.ready_to_prove(room, &network);
                }
                let _gone = self.room.try_update(|room| *room = take(room).updated(opened));
                let Some(Some(room)) = self.room.try_with_untracked(|room| room.value().cloned()) else {
                    self.fail_with_room();
                    return;
                };
                room
            }
        };
        let distrusted = self.is_distrusted();
        let last = self.snapshot.try_with_untracked(|loaded| match loaded {
            Loaded::Ready { value, stale: None } if !distrusted => Some(value.reads.at().hash),
            Loaded::Ready { .. } | Loaded::Pending | Loaded::Failed(_) => None,
        });
        match room.snapshot(self.holder, self.now_or_zero(), last.flatten()).await {
            Ok(None) => {}
            Ok(Some(snapshot)) => self.show_and_prove(snapshot).await,
            Err(problem) => {
                let error = problem::of_chain(&problem);
                if problem::is_off_the_chain(&error) {
                    self.withhold(error);
                } else {
                    self.take_in(Err(error));
                }
            }
        }
    }

    /// What stops the list stops the holdings too.
    fn fail_with_room(&self) {
        let error = self.room.try_with_untracked(|room| match room {
            Loaded::Failed(error) => Some(error.clone()),
            Loaded::Pending | Loaded::Ready { .. } => None,
        });
        if let Some(Some(error)) = error {
            self.take_in(Err(error));
        }
    }

    fn take_in(&self, attempt: Result<Snapshot, ErrorText>) {
        let _gone = self.snapshot.try_update(|loaded| *loaded = take(loaded).updated(attempt));
    }

    fn now_or_zero(&self) -> Timestamp {
        self.clock.now.try_get_untracked().unwrap_or(Timestamp(0))
    }

    /// Remembers a transaction, on screen and in storage.
    async fn remember(&self, entry: Entry) -> Result<(), ErrorText> {
        // Two accounts can sign the same message, and never the same transaction.
        let is_signature = entry.state == State::Given;
        let key = if is_signature { format!("{} {}", entry.hash, entry.from) } else { entry.hash.to_string() };
        let _gone = self.activity.try_update(|activity| activity.record(entry.clone()));
        match self.storage.try_get_value().flatten() {
            Some(storage) => storage.put(&key, &entry).await.map_err(|error| problem::of_storage(&error)),
            None => Err(problem::no_storage()),
        }
    }
}

/// The value itself, leaving `Pending` in its place for the moment.
fn take<T, E>(loaded: &mut Loaded<T, E>) -> Loaded<T, E> {
    std::mem::replace(loaded, Loaded::Pending)
}
