//! Row 3. The only room that talks to a network: JSON-RPC over a [`Transport`].
//!
//! An [`Rpc`] fills a [`Reads`](crate::evidence::Reads) ledger in one round trip, answers what a transaction needs
//! before it is signed, sends it, and finds its receipt. Everything it hands on is either a
//! [`Fact`](crate::evidence::Fact) that names the endpoint, or plain data for a transaction that the chain will check.

mod apart;
#[cfg(feature = "lc")]
mod beacon;
mod block;
mod call;
mod codec;
mod error;
mod history;
mod indexer;
mod ledger;
mod logs;
mod multicall;
mod proving;
mod quorum;
mod rehearsal;
mod rpc;
mod state_proof;
mod transaction;
mod transport;

#[cfg(feature = "lc")]
pub use beacon::BeaconEndpoints;
pub use error::{ChainError, TransportError};
pub use history::{BlockPoint, Checkpoint, Confirmation, HistoryFilter, HistoryPage, KeptLogs, Progress, Scan};
pub use indexer::{Cursor, Indexed, Indexer};
#[cfg(feature = "evm")]
pub use proving::InProcess;
pub use proving::{Engine, EngineError, Prover, Running};
pub(crate) use quorum::at_once;
pub use quorum::{Agreed, Which, agreed_header};
pub use rpc::{Rpc, Traffic};
pub use transaction::{Call, FeeQuote, GasEstimate, Prepared, RawReceipt, SentTransaction};
#[cfg(target_arch = "wasm32")]
pub use transport::Fetch;
#[cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
pub use transport::Http;
pub use transport::{Cassette, CassetteError, Limits, Recorder, Replay, Transport};
#[cfg(feature = "lc")]
pub use transport::{Resource, Rest};
