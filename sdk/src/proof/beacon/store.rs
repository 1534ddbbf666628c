//! The light client's store (consensus-specs, Altair to Gloas, `light-client/sync-protocol.md`).

use alloy_primitives::B256;

use super::bls;
use super::network::Network;
use super::ssz;
use super::update::{Bootstrap, SyncCommittee, Update};
use super::verified::{Strength, Verified};
use super::{BeaconError, BeaconHeader, LightHeader};
use crate::units::{Seconds, Timestamp};

/// How old a checkpoint may be unless a caller says otherwise: 14 days. Validators who have left by then can sign another history and lose
/// nothing.
pub const WEAK_SUBJECTIVITY: Seconds = Seconds(14 * Seconds::DAY.0);

/// `DOMAIN_SYNC_COMMITTEE`.
const DOMAIN: [u8; 4] = [7, 0, 0, 0];

/// What is known of a beacon chain, starting from a checkpoint that the user trusts.
///
/// Two departures from the standard, both to the strict side. An update in which less than two thirds of the committee took part changes nothing,
/// not even the optimistic header. And there is no forced update: where a period passes without finality, the client stops at what was
/// finalized before, instead of taking the best of what was not, and needs a new checkpoint.
#[derive(Clone, Debug)]
pub struct Store {
    network: &'static Network,
    checkpoint: B256,
    finalized: LightHeader,
    optimistic: LightHeader,
    current: SyncCommittee,
    next: Option<SyncCommittee>,
}

/// A store, and how old the checkpoint was that it starts from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Bootstrapped {
    /// The store.
    pub store: Store,
    /// The checkpoint's age: to be shown.
    pub age: Seconds,
}

/// What an update brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The slot of a later finalized header.
    pub finalized: Option<u64>,
    /// The slot of a later optimistic header.
    pub optimistic: Option<u64>,
    /// The period of a committee that was not known before.
    pub committee: Option<u64>,
}

impl Progress {
    /// What both brought.
    #[must_use]
    pub fn and(self, later: Self) -> Self {
        Self {
            finalized: later.finalized.or(self.finalized),
            optimistic: later.optimistic.or(self.optimistic),
            committee: later.committee.or(self.committee),
        }
    }
}

impl Store {
    /// Starts from a checkpoint: the root of a beacon block that the user trusts.
    ///
    /// # Errors
    /// [`BeaconError::OtherCheckpoint`] where the header is another one, [`BeaconError::CheckpointStale`] above `max_age` (see
    /// [`WEAK_SUBJECTIVITY`]), [`BeaconError::Future`], and [`BeaconError::Branch`] where committee or execution block are not the block's own.
    pub fn bootstrap(
        network: &'static Network,
        checkpoint: B256,
        bootstrap: Bootstrap,
        now: Timestamp,
        max_age: Seconds,
    ) -> Result<Bootstrapped, BeaconError> {
        let Bootstrap { header, committee, branch, .. } = bootstrap;
        let got = header.beacon.root();
        if got != checkpoint {
            return Err(BeaconError::OtherCheckpoint { got, expected: checkpoint });
        }
        let age = age_of(network, header.slot(), now)?;
        if age > max_age {
            return Err(BeaconError::CheckpointStale { got: age, expected: max_age });
        }
        header.check(network)?;
        let indices = network.fork_at(header.slot())?.fork.state_indices();
        if !ssz::is_at(committee.root, &branch, indices.current_committee, header.beacon.state_root) {
            return Err(BeaconError::Branch { what: "the sync committee" });
        }
        let optimistic = header.clone();
        let store = Self { network, checkpoint, finalized: header, optimistic, current: committee, next: None };
        Ok(Bootstrapped { store, age })
    }

    /// Verifies an update of any kind and takes what it brings.
    ///
    /// # Errors
    /// Any [`BeaconError`]; the store is then as it was.
    pub fn process(&mut self, update: &Update, now: Timestamp) -> Result<Progress, BeaconError> {
        self.validate(update, now)?;
        self.check_equivocation(update)?;
        let network = self.network;
        let mut progress = Progress::default();
        if update.attested.slot() > self.optimistic.slot() {
            self.optimistic = update.attested.clone();
            progress.optimistic = Some(self.optimistic.slot());
        }
        let Some((finalized, _)) = &update.finalized else { return Ok(progress) };
        let finalized_period = network.period_of(finalized.slot());
        // A committee counts only with a finalized header of its own period: else the chain may still change its mind about it.
        let brings_committee = self.next.is_none()
            && update.next_committee.is_some()
            && finalized_period == network.period_of(update.attested.slot());
        if finalized.slot() <= self.finalized.slot() && !brings_committee {
            return Ok(progress);
        }
        self.apply(update, finalized, &mut progress);
        Ok(progress)
    }

    /// `apply_light_client_update`.
    fn apply(&mut self, update: &Update, finalized: &LightHeader, progress: &mut Progress) {
        let period = self.period();
        let finalized_period = self.network.period_of(finalized.slot());
        let brought = update.next_committee.as_ref().map(|(committee, _)| committee.clone());
        let news = brought.as_ref().map(|_| finalized_period.saturating_add(1));
        match self.next.take() {
            None => (self.next, progress.committee) = (brought, news),
            Some(next) if finalized_period == period.saturating_add(1) => {
                self.current = next;
                (self.next, progress.committee) = (brought, news);
            }
            known @ Some(_) => self.next = known,
        }
        if finalized.slot() > self.finalized.slot() {
            self.finalized = finalized.clone();
            progress.finalized = Some(finalized.slot());
            if finalized.slot() > self.optimistic.slot() {
                self.optimistic = finalized.clone();
                progress.optimistic = Some(finalized.slot());
            }
        }
    }

    /// `validate_light_client_update`.
    fn validate(&self, update: &Update, now: Timestamp) -> Result<(), BeaconError> {
        let attested = &update.attested;
        let finalized_slot = update.finalized.as_ref().map_or(0, |(header, _)| header.slot());
        let (members, signers) = (self.current.keys.len(), update.aggregate.signed().filter(|signed| *signed).count());
        // Two thirds, rounded up.
        let needed = members.saturating_mul(2).div_ceil(3);
        if signers < needed {
            return Err(BeaconError::Participation { got: signers, expected: needed });
        }
        let current_slot = self.network.slot_at(now)?;
        if update.signature_slot > current_slot {
            return Err(BeaconError::Future { got: update.signature_slot, expected: current_slot });
        }
        if update.signature_slot <= attested.slot() || attested.slot() < finalized_slot {
            let (signature, attested) = (update.signature_slot, attested.slot());
            return Err(BeaconError::SlotOrder { signature, attested, finalized: finalized_slot });
        }
        let committee = self.committee_of(update.signature_slot)?;
        self.check_relevance(update)?;
        attested.check(self.network)?;
        self.check_finality(update)?;
        self.check_next_committee(update)?;
        let key = bls::sum_of_signers(committee, &update.aggregate)?;
        let signed = self.signing_root(&attested.beacon, update.signature_slot)?;
        if bls::verify(&key, &signed, &update.aggregate.signature) {
            return Ok(());
        }
        Err(BeaconError::Signature { slot: update.signature_slot })
    }

    /// The committee that signs at the slot.
    fn committee_of(&self, signature_slot: u64) -> Result<&SyncCommittee, BeaconError> {
        let (got, expected) = (self.network.period_of(signature_slot), self.period());
        if got == expected {
            return Ok(&self.current);
        }
        let next = self.next.as_ref().filter(|_| got == expected.saturating_add(1));
        next.ok_or(BeaconError::Period { got, expected })
    }

    fn check_relevance(&self, update: &Update) -> Result<(), BeaconError> {
        let (got, expected) = (update.attested.slot(), self.finalized.slot());
        let brings_committee =
            self.next.is_none() && update.next_committee.is_some() && self.network.period_of(got) == self.period();
        if got > expected || brings_committee { Ok(()) } else { Err(BeaconError::NoNews { got, expected }) }
    }

    fn check_finality(&self, update: &Update) -> Result<(), BeaconError> {
        let Some((finalized, branch)) = &update.finalized else { return Ok(()) };
        finalized.check(self.network)?;
        let state = &update.attested.beacon;
        let index = self.network.fork_at(state.slot)?.fork.state_indices().finalized_root;
        if ssz::is_at(finalized.beacon.root(), branch, index, state.state_root) {
            return Ok(());
        }
        Err(BeaconError::Branch { what: "the finalized header" })
    }

    fn check_next_committee(&self, update: &Update) -> Result<(), BeaconError> {
        let Some((committee, branch)) = &update.next_committee else { return Ok(()) };
        let state = &update.attested.beacon;
        let known = self.next.as_ref().filter(|_| self.network.period_of(state.slot) == self.period());
        if let Some(known) = known.filter(|known| known.root != committee.root) {
            return Err(BeaconError::OtherCommittee { got: committee.root, expected: known.root });
        }
        let index = self.network.fork_at(state.slot)?.fork.state_indices().next_committee;
        if ssz::is_at(committee.root, branch, index, state.state_root) {
            return Ok(());
        }
        Err(BeaconError::Branch { what: "the next sync committee" })
    }

    /// Two headers of one slot, each signed by two thirds of the committee or finalized by a header that was.
    fn check_equivocation(&self, update: &Update) -> Result<(), BeaconError> {
        let finalized = update.finalized.as_ref().map(|(header, _)| header);
        for header in [Some(&update.attested), finalized].into_iter().flatten() {
            for known in [&self.finalized, &self.optimistic] {
                let (first, second) = (known.beacon.root(), header.beacon.root());
                if known.slot() == header.slot() && first != second {
                    return Err(BeaconError::Equivocation { slot: header.slot(), first, second });
                }
            }
        }
        Ok(())
    }

    /// `compute_signing_root` of a header under the domain of sync committees. The fork is that of the slot before the signature's: a
    /// committee signs the block of the slot before.
    fn signing_root(&self, header: &BeaconHeader, signature_slot: u64) -> Result<B256, BeaconError> {
        let version = self.network.fork_at(signature_slot.max(1).saturating_sub(1))?.version;
        let fork_data = ssz::pair(&ssz::chunk(&version), &self.network.genesis_validators_root);
        let domain: Vec<u8> = DOMAIN.into_iter().chain(fork_data.0.into_iter().take(28)).collect();
        Ok(ssz::pair(&header.root(), &ssz::chunk(&domain)))
    }

    /// The network.
    #[must_use]
    pub const fn network(&self) -> &'static Network {
        self.network
    }

    /// The root that the user trusts.
    #[must_use]
    pub const fn checkpoint(&self) -> B256 {
        self.checkpoint
    }

    /// The period of the finalized header: that of the committee which is known in any case.
    #[must_use]
    pub fn period(&self) -> u64 {
        self.network.period_of(self.finalized.slot())
    }

    /// The first period whose update is wanted: its committee hands over to one that is not known yet.
    #[must_use]
    pub fn wanted_period(&self) -> u64 {
        self.period().saturating_add(u64::from(self.next.is_some()))
    }

    /// The last header that is finalized.
    #[must_use]
    pub const fn finalized_header(&self) -> &LightHeader {
        &self.finalized
    }

    /// The last header that two thirds of the committee signed: it can still be reorganised away.
    #[must_use]
    pub const fn optimistic_header(&self) -> &LightHeader {
        &self.optimistic
    }

    /// What is finalized.
    #[must_use]
    pub fn finalized(&self, now: Timestamp) -> Verified {
        Verified::new(self, &self.finalized, Strength::Finalized, now)
    }

    /// What is signed, and newer.
    #[must_use]
    pub fn optimistic(&self, now: Timestamp) -> Verified {
        Verified::new(self, &self.optimistic, Strength::Optimistic, now)
    }
}

/// How long ago the slot began; an error where it has not.
pub(super) fn age_of(network: &Network, slot: u64, now: Timestamp) -> Result<Seconds, BeaconError> {
    let current = network.slot_at(now)?;
    if slot > current {
        return Err(BeaconError::Future { got: slot, expected: current });
    }
    Ok(now.since(network.time_of(slot)))
}
