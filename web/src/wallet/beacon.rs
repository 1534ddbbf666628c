//! The light client, as the wallet follows it: from the checkpoint that was kept, or that the user set, to the newest block that was signed.

use std::rc::Rc;

use alloy_primitives::B256;
use assay_sdk::error::Error;
use assay_sdk::proof::beacon::{Network as Beacon, Verified};
use assay_sdk::units::{ChainId, Seconds, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Wallet;
use crate::beacon::protocol::{Follow, Known, Refusal};
use crate::components::ErrorText;
use crate::problem;
use crate::services::beacon::BeaconRoom;
use crate::services::clock;
use crate::services::storage::Storage;
use crate::state::light_client::LightClient;
use crate::text::t;

/// Remembers the last verified checkpoint, by chain and by the checkpoint that the user set.
const DATABASE: &str = "assay-beacon";
/// A slot of most networks.
const FOLLOW_EVERY: Seconds = Seconds(12);
/// A signed block that is older than this is no news: the endpoint is behind.
const IN_STEP: Seconds = Seconds(120);

/// Where the light client stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Followed {
    /// None is set up for this network.
    Unset,
    /// It has verified nothing yet.
    Starting,
    /// It follows, and the wallet reads at what it verified.
    Following(Standing),
    /// Something was refused, and so nothing newer is verified. What was verified before, where something was.
    Refused(ErrorText, Option<Standing>),
    /// The checkpoint that was kept cannot be used. Only the user can say that it is to be given up.
    KeptRefused(ErrorText),
}

impl Followed {
    /// The block to read at: the newest that was signed, as long as it is news. What was refused since takes nothing from it.
    fn signed(&self, now: Timestamp) -> Option<Verified> {
        match self {
            Self::Following(standing) | Self::Refused(_, Some(standing)) => {
                standing.is_in_step(now).then_some(standing.known.signed)
            }
            Self::Unset | Self::Starting | Self::Refused(_, None) | Self::KeptRefused(_) => None,
        }
    }
}

/// What it has verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) known: Known,
    /// When it was verified last.
    pub(crate) verified_at: Timestamp,
    /// Why the checkpoint could not be kept for the next visit, where it could not.
    pub(crate) not_kept: Option<String>,
    /// When the slot of the newest signed block began.
    signed_at: Timestamp,
}

impl Standing {
    fn is_in_step(&self, now: Timestamp) -> bool {
        now.since(self.signed_at) <= IN_STEP
    }
}

/// Why a step came to nothing.
enum Stopped {
    Refused(ErrorText),
    KeptRefused(ErrorText),
}

impl From<ErrorText> for Stopped {
    fn from(error: ErrorText) -> Self {
        Self::Refused(error)
    }
}

/// The light client of an open wallet.
#[derive(Clone, Debug)]
pub(super) struct Follower {
    room: BeaconRoom,
    set: Option<LightClient>,
    storage: Option<Rc<Storage>>,
    /// What was kept last.
    kept: Option<String>,
    /// From where the worker starts, once that is known.
    root: Option<B256>,
    busy: bool,
    asked_at: Timestamp,
}

impl Follower {
    pub(super) fn new(room: BeaconRoom, set: Option<LightClient>) -> Self {
        Self { room, set, storage: None, kept: None, root: None, busy: false, asked_at: Timestamp(0) }
    }

    pub(super) const fn begins(&self) -> Followed {
        if self.set.is_some() { Followed::Starting } else { Followed::Unset }
    }
}

impl Wallet {
    /// Where the light client stands. Tracks.
    pub(crate) fn followed(&self) -> Followed {
        self.followed.get()
    }

    /// Follows at once.
    pub(crate) fn retry_beacon(&self) {
        let _gone = self.follower.try_update_value(|follower| follower.asked_at = Timestamp(0));
        self.follow_beacon();
    }

    /// Gives up what was kept, by the user's act, and starts from the checkpoint in the settings.
    pub(crate) fn start_beacon_anew(&self) {
        let wallet = *self;
        spawn_local(async move {
            match wallet.give_up_kept().await {
                Ok(()) => wallet.retry_beacon(),
                Err(error) => wallet.take_in_followed(Err(Stopped::KeptRefused(error))),
            }
        });
    }

    async fn give_up_kept(&self) -> Result<(), ErrorText> {
        let chain = self.network.try_with_value(|network| network.chain).ok_or_else(problem::not_ready)?;
        let set = self.follower.try_with_value(|follower| follower.set.clone()).flatten();
        let set = set.ok_or_else(problem::not_ready)?;
        let storage = Storage::open(DATABASE).await.map_err(|error| problem::of_storage(&error))?;
        storage.remove(&set.record(chain)).await.map_err(|error| problem::of_storage(&error))
    }

    /// Takes a step of following, where one is due. Nothing waits for it.
    pub(super) fn follow_beacon(&self) {
        let (wallet, now) = (*self, clock::now());
        let due = self.follower.try_update_value(|follower| {
            let due = follower.set.is_some() && !follower.busy && now.since(follower.asked_at) >= FOLLOW_EVERY;
            if due {
                (follower.busy, follower.asked_at) = (true, now);
            }
            due
        });
        if due != Some(true) {
            return;
        }
        spawn_local(async move {
            let came = wallet.step(now).await;
            let _gone = wallet.follower.try_update_value(|follower| follower.busy = false);
            wallet.take_in_followed(came);
        });
    }

    async fn step(&self, now: Timestamp) -> Result<Standing, Stopped> {
        let chain = self.network.try_with_value(|network| network.chain).ok_or_else(problem::not_ready)?;
        let follower = self.follower.try_get_value().ok_or_else(problem::not_ready)?;
        let (Some(set), Some(beacon)) = (follower.set.clone(), Beacon::of_chain(chain)) else {
            return Err(problem::not_ready().into());
        };
        let root = match follower.root {
            Some(root) => root,
            None => self.starting_root(&set, chain, now).await?,
        };
        let origins = set.endpoints.iter().map(|url| assay_sdk::evidence::Origin::of_url(url)).collect();
        let follow = Follow::new(chain, root, origins);
        let known =
            *follower.room.follow(follow, &set.endpoints).await.map_err(|refusal| problem::of_beacon(&refusal))?;
        let signed_at = beacon.time_of(known.signed.slot);
        let not_kept = self.keep(&set.record(chain), &known.saved).await.err();
        let standing = Standing { known, verified_at: now, not_kept, signed_at };
        if !standing.is_in_step(now) {
            let (slot, age) = (standing.known.signed.slot, now.since(signed_at).0);
            let message = format!("the newest signed block is of slot {slot}, {age} seconds ago");
            return Err(problem::of_beacon(&Refusal::new("light-client-behind", message)).into());
        }
        Ok(standing)
    }

    /// From where to start: what was kept, and otherwise what the user set. What was kept and cannot be used is refused.
    async fn starting_root(&self, set: &LightClient, chain: ChainId, now: Timestamp) -> Result<B256, Stopped> {
        let network = Beacon::of_chain(chain).ok_or_else(problem::not_ready)?;
        // A browser that keeps nothing for this site has kept nothing: what is verified now cannot be kept either, and that is said.
        let storage = Storage::open(DATABASE).await.ok().map(Rc::new);
        let kept = match &storage {
            Some(storage) => storage.text(&set.record(chain)).await.map_err(|error| problem::of_storage(&error))?,
            None => None,
        };
        let root = set.start(network, kept.as_deref(), now);
        let root = root.map_err(|error| {
            let next = t("The wallet kept this. Your own checkpoint is untouched: give this up in Settings, under Network, to start from that.");
            Stopped::KeptRefused(ErrorText { next: next.to_owned(), ..problem::of_sdk(&Error::from(error)) })
        })?;
        let _gone = self.follower.try_update_value(|follower| {
            (follower.storage, follower.kept, follower.root) = (storage, kept, Some(root))
        });
        Ok(root)
    }

    async fn keep(&self, key: &str, saved: &str) -> Result<(), String> {
        let follower = self.follower.try_get_value();
        let Some(Follower { storage: Some(storage), kept, .. }) = follower else {
            return Err(problem::no_storage().title);
        };
        if kept.as_deref() != Some(saved) {
            storage.put_text(key, saved).await.map_err(|error| error.to_string())?;
            let _gone = self.follower.try_update_value(|follower| follower.kept = Some(saved.to_owned()));
        }
        Ok(())
    }

    fn take_in_followed(&self, came: Result<Standing, Stopped>) {
        let now = clock::now();
        let _gone = self.followed.try_update(|followed| {
            let before = match &*followed {
                Followed::Following(standing) | Followed::Refused(_, Some(standing)) => Some(standing.clone()),
                Followed::Unset | Followed::Starting | Followed::Refused(_, None) | Followed::KeptRefused(_) => None,
            };
            *followed = match came {
                Ok(standing) => Followed::Following(standing),
                Err(Stopped::Refused(error)) => Followed::Refused(error, before),
                Err(Stopped::KeptRefused(error)) => Followed::KeptRefused(error),
            };
        });
        let signed = self.followed.try_with_untracked(|followed| followed.signed(now)).flatten();
        if let Some(Some(room)) = self.room.try_with_untracked(|room| room.value().cloned()) {
            room.read_at(signed);
        }
        self.prove_at(signed);
    }
}
