//! Effects: the key worker, the chain, storage, files of this site.

#[cfg(target_arch = "wasm32")]
pub mod chain;
pub mod clock;
pub mod files;
pub mod history;
pub mod keys;
pub mod scrub;
pub mod storage;
