//! The beacon chain's sync-committee light client: from a checkpoint that the user trusts to the hash of an execution block.
//!
//! A committee of 512 validators, a new one every 27 hours, signs each block's header. Whoever knows one committee can follow: to the headers that it
//! signs, to what these say is finalized, and to the next committee. Sync committees are not punished for signing a false header, so this is
//! weaker than following the chain itself, and much stronger than believing an endpoint.
//!
//! Pure functions of bytes and of the time, which is an argument. Everything is read as SSZ; the JSON of the beacon API is another
//! spelling of it ([`json`]). There is no full beacon block anywhere: headers carry the execution block's hash with its proof.

mod bls;
mod checkpoint;
mod error;
#[cfg(test)]
mod forged;
mod header;
pub mod json;
mod network;
mod ssz;
mod store;
mod update;
mod verified;

pub use checkpoint::SavedCheckpoint;
pub use error::BeaconError;
pub use header::{BeaconHeader, LightHeader, Payload};
pub use network::{Fork, ForkEpoch, Network};
pub use store::{Bootstrapped, Progress, Store, WEAK_SUBJECTIVITY};
use update::Shape;
pub use update::{Bootstrap, Update};
pub use verified::{Strength, Verified};
