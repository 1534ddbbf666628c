//! Effects: the workers, the chain, storage, files of this site.

#[cfg(target_arch = "wasm32")]
pub mod beacon;
#[cfg(target_arch = "wasm32")]
pub mod chain;
pub mod clock;
#[cfg(target_arch = "wasm32")]
mod exchange;
pub mod files;
pub mod history;
pub mod injected;
mod js;
pub mod keys;
mod line;
pub mod passkey;
pub mod persistence;
#[cfg(target_arch = "wasm32")]
pub mod prover;
#[cfg(target_arch = "wasm32")]
pub mod reserves;
pub mod scrub;
pub mod site_port;
pub mod storage;

/// The workers that compute and hold nothing secret. One of each for all wallets and networks of a page: each would leave its workers behind.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Rooms {
    /// Runs contracts over proven state.
    pub(crate) proofs: prover::ProofRoom,
    /// Verifies reserve proofs.
    pub(crate) reserves: reserves::ReserveRoom,
    /// Follows beacon chains.
    pub(crate) beacon: beacon::BeaconRoom,
}
