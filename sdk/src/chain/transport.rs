//! What carries a request to an endpoint and its answer back.

#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
mod native;
mod replay;

use std::future::Future;
use std::time::Duration;

use crate::evidence::Origin;

use super::TransportError;

#[cfg(target_arch = "wasm32")]
pub use fetch::Fetch;
#[cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
pub use native::Http;
pub use replay::{Cassette, CassetteError, Recorder, Replay};

/// Carries the body of a JSON-RPC request to one endpoint and brings back the body of the answer. Knows nothing of
/// what they mean.
///
/// The future need not be `Send`: in a browser nothing is.
pub trait Transport {
    /// Who is asked: becomes part of the evidence of everything read through this transport.
    fn origin(&self) -> &Origin;

    /// Sends one request.
    ///
    /// # Errors
    /// A [`TransportError`] where no complete answer came back within the limits.
    fn post(&self, body: &[u8]) -> impl Future<Output = Result<Vec<u8>, TransportError>>;
}

/// Fetches a resource below one endpoint's address (REST, as beacon nodes speak it).
///
/// The future need not be `Send`: in a browser nothing is.
#[cfg(feature = "lc")]
pub trait Rest {
    /// Who is asked.
    fn origin(&self) -> &Origin;

    /// Fetches one resource: `path` begins with `/` and may have a query. `accept` says which kinds of answers can be read.
    ///
    /// # Errors
    /// A [`TransportError`] where no complete answer came back within the limits.
    fn get(&self, path: &str, accept: &str) -> impl Future<Output = Result<Resource, TransportError>>;
}

/// A resource as it came.
#[cfg(feature = "lc")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The answer's body.
    pub body: Vec<u8>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Eth-Consensus-Version`; a browser shows it only where the endpoint allows that.
    pub consensus_version: Option<String>,
}

/// The address of a resource: the path comes before the query that the endpoint's own address may have, where keys live.
#[cfg(all(feature = "lc", any(feature = "native-http", target_arch = "wasm32")))]
fn below(base: &str, path: &str) -> String {
    let (address, key) = base.split_once('?').unwrap_or((base, ""));
    let joined = format!("{}{path}", address.trim_end_matches('/'));
    match (key.is_empty(), joined.contains('?')) {
        (true, _) => joined,
        (false, true) => format!("{joined}&{key}"),
        (false, false) => format!("{joined}?{key}"),
    }
}

/// A shared transport is a transport.
impl<T: Transport + ?Sized> Transport for &T {
    fn origin(&self) -> &Origin {
        (**self).origin()
    }

    fn post(&self, body: &[u8]) -> impl Future<Output = Result<Vec<u8>, TransportError>> {
        (**self).post(body)
    }
}

/// How long an answer may take and how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte sent to the last byte received.
    pub time: Duration,
    /// Bytes of the answer's body.
    pub bytes: usize,
}

/// 20 seconds and 16 MiB: a full log of a busy token passes, a runaway answer does not.
impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(20), bytes: 16 * 1024 * 1024 }
    }
}
