//! Effects: the key worker, the chain, storage, files of this site.

#[cfg(target_arch = "wasm32")]
pub mod chain;
pub mod clock;
pub mod files;
pub mod history;
pub mod injected;
mod js;
pub mod keys;
pub mod passkey;
pub mod persistence;
pub mod scrub;
pub mod storage;
