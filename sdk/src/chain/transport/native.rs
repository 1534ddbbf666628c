//! HTTP for native programs: blocking, on the thread that polls.

use ureq::http::Response;
use ureq::{Agent, Body, Error};

use crate::evidence::Origin;

use super::super::TransportError;
use super::{Limits, Transport};

/// HTTP(S) for native programs, tests and examples.
///
/// **It blocks**: the future is complete when it is first polled. Use it on a thread of its own, or in a program that
/// has nothing else to do. Redirects are not followed, proxies from the environment are not used.
#[derive(Clone, Debug)]
pub struct Http {
    agent: Agent,
    url: String,
    origin: Origin,
    limits: Limits,
}

impl Http {
    /// An endpoint with the default [`Limits`].
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self::with_limits(url, Limits::default())
    }

    /// An endpoint with limits of the caller's choice.
    #[must_use]
    pub fn with_limits(url: &str, limits: Limits) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(limits.time))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .build();
        Self { agent: config.into(), url: url.to_owned(), origin: Origin::of_url(url), limits }
    }

    fn exchange(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let request = self.agent.post(&self.url).header("content-type", "application/json");
        let mut response = request.send(body).map_err(|error| self.failure(&error))?;
        self.read(&mut response)
    }

    #[cfg(feature = "lc")]
    fn resource(&self, path: &str, accept: &str) -> Result<super::Resource, TransportError> {
        let request = self.agent.get(super::below(&self.url, path)).header("accept", accept);
        let mut response = request.call().map_err(|error| self.failure(&error))?;
        let header = |name: &str| response.headers().get(name)?.to_str().ok().map(str::to_owned);
        let (content_type, consensus_version) = (header("content-type"), header("eth-consensus-version"));
        Ok(super::Resource { body: self.read(&mut response)?, content_type, consensus_version })
    }

    fn read(&self, response: &mut Response<Body>) -> Result<Vec<u8>, TransportError> {
        let got = response.status().as_u16();
        if !(200..300).contains(&got) {
            return Err(TransportError::Status { origin: self.origin.clone(), got });
        }
        let limit = u64::try_from(self.limits.bytes).unwrap_or(u64::MAX);
        response.body_mut().with_config().limit(limit).read_to_vec().map_err(|error| self.failure(&error))
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "ureq's errors are non-exhaustive; all others mean no answer")]
    fn failure(&self, error: &Error) -> TransportError {
        let origin = self.origin.clone();
        match error {
            Error::Timeout(_) => TransportError::TimedOut { origin, after: self.limits.time },
            Error::BodyExceedsLimit(_) => TransportError::TooLarge { origin, limit: self.limits.bytes },
            // The text of this one holds the address, and with it the access key.
            Error::BadUri(_) => TransportError::BadAddress { origin, reason: "scheme or host is missing".to_owned() },
            Error::Http(_) => TransportError::BadAddress { origin, reason: "not a URL".to_owned() },
            other => TransportError::Refused { origin, reason: other.to_string() },
        }
    }
}

impl Transport for Http {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        self.exchange(body)
    }
}

#[cfg(feature = "lc")]
impl super::Rest for Http {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn get(&self, path: &str, accept: &str) -> Result<super::Resource, TransportError> {
        self.resource(path, accept)
    }
}
