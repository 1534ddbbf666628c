//! The logs of one holder over any number of blocks: `eth_getLogs` in ranges as wide as the endpoint allows.
//!
//! A [`Scan`] is a state machine without a network: it says what to ask next and takes what came back. [`Rpc::advance`] drives it, one page at
//! a time, and after each page a [`Checkpoint`] can be stored, from which another scan goes on.
//!
//! What makes it safe against reorganisations: the target's hash is known before anything is asked, and the target is asked for again by its
//! height after the logs came. As long as the height has that block, every block below it is the one that it was before. Where it has
//! another one the page is thrown away, a new target is taken, and the scan walks back to the newest block that it knows to be still there.

mod checkpoint;
mod collected;
mod confirm;
mod drive;
mod filter;
mod kept;
mod pace;
mod pushback;
mod scan;

pub use checkpoint::{BlockPoint, Checkpoint};
pub use confirm::Confirmation;
pub use drive::HistoryPage;
pub use filter::HistoryFilter;
pub(super) use filter::Lane;
pub use kept::KeptLogs;
pub use scan::{Progress, Scan};
