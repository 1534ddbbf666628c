//! Row 1. How each figure is known.
//!
//! Everything read from outside becomes a [`Fact`]: a value, the block it belongs to, and the [`Evidence`] for it. Rooms
//! above never see an endpoint: they ask a [`Reads`] ledger and get facts, or a [`Gap`] that says why there is none.

mod fact;
mod gathering;
mod ledger;
mod level;
mod read;

pub use fact::{EvidenceError, Fact};
pub(crate) use gathering::Gathering;
pub(crate) use ledger::Question;
pub use ledger::Reads;
pub use level::{Evidence, Level, Origin, Source, Statement, Unproven};
pub use read::{Gap, LogFilter, LogRecord, Outcome, PlacedLog, Read, Refusal, Rehearsal, Step};
