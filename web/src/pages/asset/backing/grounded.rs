//! What was found so far of what stands behind the asset, from all parts of the page, for those that sum it up.

use std::collections::BTreeMap;

use assay_sdk::asset::{AdequacyProof, Backing, ReserveFigure, Staleness, by_attestation};
use assay_sdk::evidence::Fact;
use assay_sdk::proof::{AgreedReserve, AttestationError, Liability, Reserve, agree};
use assay_sdk::units::{Amount, BlockRef};
use leptos::prelude::*;

use crate::reserves::wire::{Counted, Epoch};
use crate::state::grounds;
use crate::wallet::Wallet;

/// Reserves against supply and whether the feed is within its heartbeat.
pub(super) type ByFeed = (Fact<Backing>, Staleness);

/// An epoch that holds, and the block that it is of.
pub(super) type Rooted = (Fact<Epoch>, Option<BlockRef>);

/// Whether as many attesters as the list asks for state the same.
pub(super) type Agreement = Result<Fact<AgreedReserve>, AttestationError>;

/// What was found. Copies are handles to the same.
#[derive(Clone, Copy)]
pub(in crate::pages::asset) struct Grounded {
    pub(super) feed: Memo<Option<ByFeed>>,
    verified: RwSignal<BTreeMap<String, Fact<Reserve>>>,
    /// `None` where the list asks for no agreement.
    pub(super) agreed: Memo<Option<Agreement>>,
    /// The statements that count.
    statements: Memo<Vec<Fact<Reserve>>>,
    pub(super) backings: Memo<Vec<Fact<Backing>>>,
    pub(super) epoch: RwSignal<Option<Rooted>>,
    pub(super) counted: RwSignal<Option<Counted>>,
    circuits: RwSignal<BTreeMap<usize, Fact<AdequacyProof>>>,
    wallet: Wallet,
}

impl Grounded {
    pub(super) fn new(
        wallet: Wallet,
        feed: Memo<Option<ByFeed>>,
        supply: Memo<Option<Fact<Amount>>>,
        threshold: Option<usize>,
    ) -> Self {
        let verified = RwSignal::new(BTreeMap::<String, Fact<Reserve>>::new());
        let all = move || verified.with(|statements| statements.values().cloned().collect::<Vec<_>>());
        let agreed = Memo::new(move |_| threshold.map(|threshold| agree(all(), threshold)));
        let statements = Memo::new(move |_| if matches!(agreed.get(), Some(Err(_))) { Vec::new() } else { all() });
        let backings = Memo::new(move |_| {
            let signed = statements.get().into_iter().filter_map(|statement| {
                let figure = statement.map(|reserve| ReserveFigure { amount: reserve.amount, as_of: reserve.as_of });
                // One that does not compare says so beside the statement.
                by_attestation(figure, supply.get()?).ok()
            });
            feed.get().map(|(fact, _)| fact).into_iter().chain(signed).collect()
        });
        let (epoch, counted, circuits) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(BTreeMap::new()));
        Self { feed, verified, agreed, statements, backings, epoch, counted, circuits, wallet }
    }

    /// The statements that count. Tracks.
    pub(super) fn statements(&self) -> Vec<Fact<Reserve>> {
        self.statements.get()
    }

    /// Every verified statement. Tracks.
    pub(super) fn verified(&self) -> Vec<Fact<Reserve>> {
        self.verified.with(|statements| statements.values().cloned().collect())
    }

    /// The comparison to sum up: one that does not cover before all others, then the feed's. Tracks.
    pub(super) fn leading(&self) -> Option<Fact<Backing>> {
        self.backings.with(|all| all.iter().find(|fact| !fact.value().covered).or_else(|| all.first()).cloned())
    }

    /// The best known proof that reserves cover liabilities, the newest of those. Tracks.
    pub(super) fn adequacy(&self) -> Option<Fact<AdequacyProof>> {
        let by_epoch = self.epoch.get().and_then(|(epoch, block)| grounds::adequate(&epoch, block));
        let by_circuit = self.circuits.get().into_values();
        by_epoch.into_iter().chain(by_circuit).max_by_key(|proof| (proof.level(), proof.value().as_of))
    }

    /// The holder's place in the epoch that is shown. Tracks.
    pub(super) fn inclusion(&self) -> Option<Fact<Liability>> {
        let ((epoch, _), counted) = (self.epoch.get()?, self.counted.get()?);
        grounds::counted(&epoch, self.wallet.holder().into_word(), &counted)
    }

    /// Enters what a file was found to say; `None` where it counts for nothing.
    pub(in crate::pages::asset) fn enter(&self, file: &str, statement: Option<Fact<Reserve>>) {
        let _gone = self.verified.try_update(|statements| match statement {
            Some(statement) => drop(statements.insert(file.to_owned(), statement)),
            None => drop(statements.remove(file)),
        });
    }

    /// Enters what the list's circuit of this number was found to prove.
    pub(super) fn enter_circuit(&self, number: usize, proof: Option<Fact<AdequacyProof>>) {
        let _gone = self.circuits.try_update(|circuits| match proof {
            Some(proof) => drop(circuits.insert(number, proof)),
            None => drop(circuits.remove(&number)),
        });
    }
}
