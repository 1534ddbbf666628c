//! The light client, as the wallet follows it: from the checkpoint that was kept, or that the user set, to the newest block that was signed.

use std::rc::Rc;

use alloy_primitives::B256;
use assay_sdk::error::Error;
use assay_sdk::proof::beacon::Network as Beacon;
use assay_sdk::units::{ChainId, Seconds, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Wallet;
use crate::beacon::protocol::{Follow, Known, Refusal};
use crate::components::ErrorText;
use crate::problem;
use crate::services::beacon::BeaconRoom;
use crate::services::storage::Storage;
use crate::state::light_client::LightClient;

/// Remembers the last verified checkpoint, by chain and by the checkpoint that the user set.
const DATABASE: &str = "assay-beacon";
/// A slot of most networks.
const FOLLOW_EVERY: Seconds = Seconds(12);
/// An epoch of mainnet, in which something is finalized once.
const FINALITY_EVERY: Seconds = Seconds(384);
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
    /// Something was refused: the wallet reads as if there were no light client. What was verified before, where something was.
    Refused(ErrorText, Option<Standing>),
}

/// What it has verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) known: Known,
    /// When it was verified last.
    pub(crate) verified_at: Timestamp,
    /// Why the checkpoint could not be kept for the next visit, where it could not.
    pub(crate) not_kept: Option<String>,
}

/// The light client of an open wallet.
#[derive(Clone, Debug)]
pub(super) struct Follower {
    room: BeaconRoom,
    set: Option<LightClient>,
    storage: Option<Rc<Storage>>,
    /// From where the worker starts, once that is known.
    root: Option<B256>,
    busy: bool,
    asked_at: Timestamp,
    finality_at: Timestamp,
}

impl Follower {
    pub(super) fn new(room: BeaconRoom, set: Option<LightClient>) -> Self {
        let never = Timestamp(0);
        Self { room, set, storage: None, root: None, busy: false, asked_at: never, finality_at: never }
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

    /// Takes a step of following, where one is due. Nothing waits for it.
    pub(super) fn follow_beacon(&self) {
        let (wallet, now) = (*self, self.now_or_zero());
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

    async fn step(&self, now: Timestamp) -> Result<Standing, ErrorText> {
        let chain = self.network.try_with_value(|network| network.chain).ok_or_else(problem::not_ready)?;
        let follower = self.follower.try_get_value().ok_or_else(problem::not_ready)?;
        let (Some(set), Some(beacon)) = (follower.set.clone(), Beacon::of_chain(chain)) else {
            return Err(problem::not_ready());
        };
        let root = match follower.root {
            Some(root) => root,
            None => self.starting_root(&set, chain, now).await?,
        };
        let finality = now.since(follower.finality_at) >= FINALITY_EVERY;
        let origins = set.endpoints.iter().map(|url| assay_sdk::evidence::Origin::of_url(url)).collect();
        let follow = Follow::new(chain, root, origins, now, finality);
        let known =
            follower.room.follow(follow, &set.endpoints).await.map_err(|refusal| problem::of_beacon(&refusal))?;
        let _gone = self.follower.try_update_value(|follower| {
            follower.finality_at = if finality { now } else { follower.finality_at };
        });
        let age = now.since(beacon.time_of(known.signed.slot));
        let not_kept = self.keep(&set.record(chain), &known.saved).await.err();
        if age > IN_STEP {
            let slot = known.signed.slot;
            let message = format!("the newest signed block is of slot {slot}, {} seconds ago", age.0);
            return Err(problem::of_beacon(&Refusal::new("light-client-behind", message)));
        }
        Ok(Standing { known, verified_at: now, not_kept })
    }

    /// From where to start: what was kept, and otherwise what the user set. What was kept and cannot be used is refused.
    async fn starting_root(&self, set: &LightClient, chain: ChainId, now: Timestamp) -> Result<B256, ErrorText> {
        let network = Beacon::of_chain(chain).ok_or_else(problem::not_ready)?;
        // A browser that keeps nothing for this site has kept nothing: what is verified now cannot be kept either, and that is said.
        let storage = Storage::open(DATABASE).await.ok().map(Rc::new);
        let kept = match &storage {
            Some(storage) => storage.text(&set.record(chain)).await.map_err(|error| problem::of_storage(&error))?,
            None => None,
        };
        let root = set.start(network, kept.as_deref(), now).map_err(|error| problem::of_sdk(&Error::from(error)))?;
        let _gone =
            self.follower.try_update_value(|follower| (follower.storage, follower.root) = (storage, Some(root)));
        Ok(root)
    }

    async fn keep(&self, key: &str, saved: &str) -> Result<(), String> {
        let storage = self.follower.try_get_value().and_then(|follower| follower.storage);
        let storage = storage.ok_or_else(|| problem::no_storage().title)?;
        storage.put_text(key, saved).await.map_err(|error| error.to_string())
    }

    fn take_in_followed(&self, came: Result<Standing, ErrorText>) {
        let signed = came.as_ref().ok().map(|standing| standing.known.signed);
        let _gone = self.followed.try_update(|followed| {
            let before = match &*followed {
                Followed::Following(standing) | Followed::Refused(_, Some(standing)) => Some(standing.clone()),
                Followed::Unset | Followed::Starting | Followed::Refused(_, None) => None,
            };
            *followed = came.map_or_else(|error| Followed::Refused(error, before), Followed::Following);
        });
        if let Some(Some(room)) = self.room.try_with_untracked(|room| room.value().cloned()) {
            room.read_at(signed);
        }
        self.prove_at(signed);
    }
}
