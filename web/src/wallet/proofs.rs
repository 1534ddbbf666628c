//! From claimed to as well known as it can be: every snapshot is shown as the endpoint tells it, and proven while the user looks.

use std::rc::Rc;

use assay_sdk::evidence::Reads;
use assay_sdk::proof::beacon::Verified;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::{ChainRoom, Snapshot};
use crate::services::prover::ProofRoom;
use crate::state::loaded::Loaded;
use crate::state::settings::Network;

use super::Wallet;

/// What there is for proving, and how far it is.
#[derive(Clone, Debug)]
pub(super) struct Proofs {
    engine: ProofRoom,
    /// The network's room that proves.
    room: Option<Rc<ChainRoom>>,
    stage: ProofStage,
}

/// How far the proofs of the newest snapshot are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProofStage {
    /// Nothing has been shown yet.
    Idle,
    /// They are being worked out.
    Working,
    /// Every figure is as well known as it can be, and says why where that is not proven.
    Done,
    /// They could not be worked out: the figures are the endpoint's word.
    Failed(ErrorText),
    /// The endpoint said one thing and proved another, or another endpoint contradicts it: nothing new is shown before it is proven.
    Distrusted,
}

impl Proofs {
    pub(super) fn new(engine: ProofRoom) -> Self {
        Self { engine, room: None, stage: ProofStage::Idle }
    }
}

impl Wallet {
    /// How far the proofs of what is shown are. Tracks.
    pub(crate) fn proof_stage(&self) -> ProofStage {
        self.proofs.with(|proofs| proofs.stage.clone())
    }

    /// Makes ready to prove, with the room that was opened.
    pub(super) fn ready_to_prove(&self, room: &ChainRoom, network: &Network) {
        let _gone = self.proofs.try_update(|proofs| proofs.room = Some(room.proving(network, proofs.engine.clone())));
    }

    /// The proving room with a ledger at the block of `reads`, for a question that was answered by the endpoint's word. `None` where
    /// nothing can be proven; an error where the block is contradicted, or nobody could be asked about it. Does not track.
    pub(crate) async fn proving(&self, reads: &Reads) -> Option<Result<(Rc<ChainRoom>, Reads), ErrorText>> {
        let room = self.proofs.try_with_untracked(|proofs| proofs.room.clone())??;
        let known = self.snapshot.try_with_untracked(|loaded| {
            loaded
                .value()
                .filter(|shown| shown.proven && shown.reads.at().hash == reads.at().hash)
                .map(|shown| shown.reads.clone())
        })?;
        if let Some(known) = known {
            return Some(Ok((room, known)));
        }
        let vouched = room.vouched(reads.at()).await;
        Some(match vouched {
            Ok(reads) => Ok((room, reads)),
            Err(problem) => Err(problem::of_chain(&problem)),
        })
    }

    /// Shows a snapshot at once and has it proven; one of an endpoint that has contradicted itself only once it is proven.
    pub(super) async fn show_and_prove(&self, snapshot: Snapshot) {
        let at = snapshot.reads.at();
        let Some(room) = self.proofs.try_with_untracked(|proofs| proofs.room.clone()).flatten() else {
            self.take_in(Ok(snapshot));
            return;
        };
        let wallet = *self;
        let prove = async move {
            let proven = room.holdings_at(wallet.holder, wallet.now_or_zero(), at).await;
            proven.map_err(|problem| problem::of_chain(&problem))
        };
        if self.is_distrusted() {
            self.take_in_at_last(prove.await);
            return;
        }
        self.take_in(Ok(snapshot));
        self.set_stage(ProofStage::Working);
        spawn_local(async move { wallet.take_in_proven(prove.await) });
    }

    /// What was shown by the endpoint's word, proven.
    fn take_in_proven(&self, proven: Result<Snapshot, ErrorText>) {
        match proven {
            // The chain may have moved on meanwhile: then this is proven for nothing, and the next one is under way.
            Ok(snapshot) if self.shows_other_than(&snapshot) => {}
            Ok(snapshot) => {
                self.take_in(Ok(snapshot));
                self.set_stage(ProofStage::Done);
            }
            Err(error) if problem::is_contradiction(&error) => self.doubt(),
            Err(error) => self.set_stage(ProofStage::Failed(error)),
        }
    }

    /// What an endpoint says that is not believed any longer: shown if it is proven. If it contradicts itself again, nothing is.
    fn take_in_at_last(&self, proven: Result<Snapshot, ErrorText>) {
        match proven {
            Ok(snapshot) => {
                self.take_in(Ok(snapshot));
                self.set_stage(ProofStage::Done);
            }
            Err(error) if problem::is_contradiction(&error) => self.withhold(error),
            Err(error) => self.take_in(Err(error)),
        }
    }

    /// The endpoint contradicts itself, or another one contradicts it. Nodes do so for a moment while they take in a block, so it is asked
    /// once more at once; from now on nothing new is shown before it is proven.
    pub(crate) fn doubt(&self) {
        self.set_stage(ProofStage::Distrusted);
        self.retry();
    }

    /// Shows nothing but why.
    pub(super) fn withhold(&self, error: ErrorText) {
        let _gone = self.snapshot.try_set(Loaded::Failed(error));
    }

    /// From now on this is the block that proofs follow from; none where the light client has none.
    pub(super) fn prove_at(&self, signed: Option<Verified>) {
        if let Some(Some(room)) = self.proofs.try_with_untracked(|proofs| proofs.room.clone()) {
            room.read_at(signed);
        }
    }

    /// Whether the endpoint has to prove what it says before it is shown.
    pub(super) fn is_distrusted(&self) -> bool {
        self.proofs.try_with_untracked(|proofs| proofs.stage == ProofStage::Distrusted) == Some(true)
    }

    fn shows_other_than(&self, snapshot: &Snapshot) -> bool {
        let shown = self.snapshot.try_with_untracked(|loaded| loaded.value().map(|shown| shown.reads.at().hash));
        shown.flatten().is_some_and(|hash| hash != snapshot.reads.at().hash)
    }

    fn set_stage(&self, stage: ProofStage) {
        let _gone = self.proofs.try_update(|proofs| proofs.stage = stage);
    }
}
