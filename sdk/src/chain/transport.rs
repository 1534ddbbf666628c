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
