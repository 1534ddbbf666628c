//! `fetch`, in a window or a worker.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, ReferrerPolicy, Request, RequestCache, RequestCredentials,
    RequestInit, RequestMode, RequestRedirect, Response,
};

use crate::evidence::Origin;

use super::super::TransportError;
use super::{Limits, Transport};

/// HTTP(S) through the browser's `fetch`; also in workers, Node, Deno and on the edge (workerd).
///
/// Sends no cookies and no referrer, follows no redirect, keeps nothing in the cache.
#[derive(Clone, Debug)]
pub struct Fetch {
    url: String,
    origin: Origin,
    limits: Limits,
}

/// What is asked of the endpoint.
enum Question<'a> {
    Post(&'a [u8]),
    #[cfg(feature = "lc")]
    Resource {
        path: &'a str,
        accept: &'a str,
    },
}

/// What ends an exchange: this, the answer, or that nobody waits for it any more.
struct Deadline {
    controller: AbortController,
    passed: Rc<Cell<bool>>,
    // Dropping it cancels it.
    _timer: Timeout,
}

/// An exchange that is given up is ended, and its connection with it; one that is complete does not notice.
impl Drop for Deadline {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

impl Fetch {
    /// An endpoint with the default [`Limits`].
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self::with_limits(url, Limits::default())
    }

    /// An endpoint with limits of the caller's choice.
    #[must_use]
    pub fn with_limits(url: &str, limits: Limits) -> Self {
        Self { url: url.to_owned(), origin: Origin::of_url(url), limits }
    }

    /// Sends the request, and reads its answer to the end.
    async fn exchange(
        &self,
        question: &Question<'_>,
        deadline: &Deadline,
    ) -> Result<(Response, Vec<u8>), TransportError> {
        let promise = self
            .start(question, deadline)
            .map_err(|error| TransportError::BadAddress { origin: self.origin.clone(), reason: self.reason(&error) })?;
        let answer = JsFuture::from(promise).await.map_err(|error| self.failure(&error, deadline))?;
        let response: Response = answer.dyn_into().map_err(|error| self.failure(&error, deadline))?;
        // Of a redirect that it was told to leave alone, a browser says nothing, not even the status.
        if matches!(response.status(), 0 | 300..400) {
            let reason = "it redirects elsewhere, which is not followed".to_owned();
            return Err(TransportError::Refused { origin: self.origin.clone(), reason });
        }
        if !response.ok() {
            return Err(TransportError::Status { origin: self.origin.clone(), got: response.status() });
        }
        // Where the length is announced, a runaway answer is refused before it is read; a wrong announcement does not
        // matter, since reading counts as well.
        let announced = response.headers().get("content-length").ok().flatten();
        // Read as 64 bits: in WebAssembly `usize` has 32, and the longest announcements would pass for none.
        let announced = announced.and_then(|text| text.parse::<u64>().ok());
        if announced.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > self.limits.bytes)) {
            return Err(self.too_large());
        }
        let body = self.read(&response, deadline).await?;
        Ok((response, body))
    }

    fn start(&self, question: &Question<'_>, deadline: &Deadline) -> Result<Promise, JsValue> {
        let headers = Headers::new()?;
        let options = RequestInit::new();
        match question {
            Question::Post(body) => {
                headers.set("content-type", "application/json")?;
                options.set_method("POST");
                options.set_body(&Uint8Array::from(*body));
            }
            #[cfg(feature = "lc")]
            Question::Resource { accept, .. } => {
                headers.set("accept", accept)?;
                options.set_method("GET");
            }
        }
        options.set_headers(&headers);
        options.set_mode(RequestMode::Cors);
        options.set_cache(RequestCache::NoStore);
        options.set_credentials(RequestCredentials::Omit);
        // Not `Error`, which edge workers refuse to be asked.
        options.set_redirect(RequestRedirect::Manual);
        options.set_referrer_policy(ReferrerPolicy::NoReferrer);
        options.set_signal(Some(&deadline.controller.signal()));
        let request = Request::new_with_str_and_init(&question.address(&self.url), &options)?;
        // By name from the global object: the same in a window, a worker and Node.
        let global = js_sys::global();
        let fetch: Function = Reflect::get(&global, &JsValue::from_str("fetch"))?.dyn_into()?;
        fetch.call1(&global, &request)?.dyn_into()
    }

    /// Reads the body piece by piece, and stops where it grows over the limit.
    async fn read(&self, response: &Response, deadline: &Deadline) -> Result<Vec<u8>, TransportError> {
        let failed = |error: JsValue| self.failure(&error, deadline);
        let Some(stream) = response.body() else { return Ok(Vec::new()) };
        let reader: ReadableStreamDefaultReader = stream
            .get_reader()
            .dyn_into()
            .map_err(|_| failed(JsValue::from_str("the answer's body cannot be read as a stream")))?;
        let mut bytes = Vec::new();
        loop {
            let piece = JsFuture::from(reader.read()).await.map_err(failed)?;
            let done = Reflect::get(&piece, &JsValue::from_str("done")).map_err(failed)?;
            if done.is_truthy() {
                return Ok(bytes);
            }
            let value = Reflect::get(&piece, &JsValue::from_str("value")).map_err(failed)?;
            let chunk: Uint8Array = value.dyn_into().map_err(failed)?;
            let length = usize::try_from(chunk.length()).unwrap_or(usize::MAX);
            if bytes.len().saturating_add(length) > self.limits.bytes {
                deadline.controller.abort();
                return Err(self.too_large());
            }
            bytes.extend_from_slice(&chunk.to_vec());
        }
    }

    fn deadline(&self) -> Result<Deadline, TransportError> {
        Deadline::after(self.limits)
            .map_err(|error| TransportError::Refused { origin: self.origin.clone(), reason: self.reason(&error) })
    }

    fn too_large(&self) -> TransportError {
        TransportError::TooLarge { origin: self.origin.clone(), limit: self.limits.bytes }
    }

    fn failure(&self, error: &JsValue, deadline: &Deadline) -> TransportError {
        let origin = self.origin.clone();
        if deadline.passed.get() {
            return TransportError::TimedOut { origin, after: self.limits.time };
        }
        TransportError::Refused { origin, reason: self.reason(error) }
    }

    /// The engine's message, with the address (and with it any access key) cut down to its origin.
    fn reason(&self, error: &JsValue) -> String {
        let message = error
            .dyn_ref::<js_sys::Error>()
            .map(|error| String::from(error.message()))
            .or_else(|| error.as_string())
            .unwrap_or_else(|| "no reason was given".to_owned());
        if self.url.is_empty() { message } else { message.replace(&self.url, &self.origin.to_string()) }
    }
}

impl Question<'_> {
    fn address<'u>(&self, endpoint: &'u str) -> Cow<'u, str> {
        match self {
            Self::Post(_) => Cow::Borrowed(endpoint),
            #[cfg(feature = "lc")]
            Self::Resource { path, .. } => Cow::Owned(super::below(endpoint, path)),
        }
    }
}

impl Deadline {
    fn after(limits: Limits) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let passed = Rc::new(Cell::new(false));
        let timer = {
            let (controller, passed) = (controller.clone(), Rc::clone(&passed));
            Timeout::new(u32::try_from(limits.time.as_millis()).unwrap_or(u32::MAX), move || {
                passed.set(true);
                controller.abort();
            })
        };
        Ok(Self { controller, passed, _timer: timer })
    }
}

impl Transport for Fetch {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let deadline = self.deadline()?;
        self.exchange(&Question::Post(body), &deadline).await.map(|(_, body)| body)
    }
}

#[cfg(feature = "lc")]
impl super::Rest for Fetch {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn get(&self, path: &str, accept: &str) -> Result<super::Resource, TransportError> {
        let deadline = self.deadline()?;
        let (response, body) = self.exchange(&Question::Resource { path, accept }, &deadline).await?;
        let header = |name| response.headers().get(name).ok().flatten();
        let (content_type, consensus_version) = (header("content-type"), header("eth-consensus-version"));
        Ok(super::Resource { body, content_type, consensus_version })
    }
}
