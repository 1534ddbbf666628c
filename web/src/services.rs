//! Effects: the key worker, the chain, storage, files of this site.

pub mod clock;
pub mod files;
pub mod history;
pub mod keys;
pub mod storage;
