//! Why nothing was made, or why a file does not convince.

use std::path::PathBuf;

use assay_sdk::proof::range::RangeError;
use assay_sdk::proof::range::prove::ProveError;

/// Why nothing was made, or why a file does not convince.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{}: {error}", path.display())]
    File { path: PathBuf, error: std::io::Error },
    #[error("{}: {error}", path.display())]
    Json { path: PathBuf, error: serde_json::Error },
    #[error("{0} is listed twice: each holder has one place")]
    Twice(alloy_primitives::Address),
    #[error("a tree of height {height} has no places for {holders} holders to hide in: at most half of them are taken")]
    Crowded { height: u8, holders: usize },
    #[error("the adequacy is of other liabilities than the root's")]
    OtherLiabilities,
    #[error("no proof was made: {0}")]
    Prove(#[from] ProveError),
    #[error("the proof is refused: {0}")]
    Refused(#[from] RangeError),
}
