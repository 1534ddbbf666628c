//! Effects: the key worker, the chain, storage, files of this site.

pub mod files;
pub mod keys;
pub mod storage;
