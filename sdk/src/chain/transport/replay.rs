//! Recorded exchanges: a real endpoint's answers, kept for tests that need no network.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::evidence::Origin;
use crate::proof::quantity::shortened;

use super::super::TransportError;
use super::Transport;

/// Exchanges with one endpoint, in order. Ids are positions within a request, so that the same question is the same
/// text whenever it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cassette {
    /// Who answered.
    pub origin: String,
    exchanges: Vec<Exchange>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    request: Value,
    answer: Value,
}

/// Why a text is not a cassette.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cassette of recorded exchanges: {reason}")]
pub struct CassetteError {
    /// What the JSON reader said.
    reason: String,
}

impl Cassette {
    /// Reads a recorded cassette.
    ///
    /// # Errors
    /// [`CassetteError`] where the text is not one.
    pub fn from_json(text: &str) -> Result<Self, CassetteError> {
        serde_json::from_str(text).map_err(|error| CassetteError { reason: error.to_string() })
    }

    /// The cassette as a text that [`Cassette::from_json`] reads.
    ///
    /// # Errors
    /// [`CassetteError`] where it cannot be written, which does not happen for what was recorded.
    pub fn to_json(&self) -> Result<String, CassetteError> {
        serde_json::to_string_pretty(self).map_err(|error| CassetteError { reason: error.to_string() })
    }
}

/// Answers from a [`Cassette`]. A question that was recorded several times gets its answers in their order, the last one
/// for ever.
#[derive(Debug)]
pub struct Replay {
    origin: Origin,
    answers: RefCell<BTreeMap<String, Vec<Value>>>,
}

impl Replay {
    /// A transport that knows only what was recorded.
    #[must_use]
    pub fn new(cassette: Cassette) -> Self {
        let mut answers: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        // Reversed, so that the next answer is the last of its list.
        for exchange in cassette.exchanges.into_iter().rev() {
            answers.entry(exchange.request.to_string()).or_default().push(exchange.answer);
        }
        Self { origin: Origin::of_url(&cassette.origin), answers: RefCell::new(answers) }
    }

    fn answer(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let mut request = parse(body);
        let ids = number_by_position(&mut request);
        let missing = || TransportError::NotRecorded { request: shortened(&request) };
        let mut answers = self.answers.borrow_mut();
        let recorded = answers.get_mut(&request.to_string()).ok_or_else(missing)?;
        let mut answer =
            if recorded.len() > 1 { recorded.pop() } else { recorded.last().cloned() }.ok_or_else(missing)?;
        each_message(&mut answer, |message| {
            let position = message.get("id").and_then(Value::as_u64).and_then(|id| usize::try_from(id).ok());
            if let (Some(id), Some(slot)) = (position.and_then(|p| ids.get(p)), message.get_mut("id")) {
                *slot = id.clone();
            }
        });
        Ok(answer.to_string().into_bytes())
    }
}

impl Transport for Replay {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        self.answer(body)
    }
}

/// Passes everything on to another transport and keeps what was said.
#[derive(Debug)]
pub struct Recorder<T> {
    inner: T,
    exchanges: RefCell<Vec<Exchange>>,
}

impl<T: Transport> Recorder<T> {
    /// Starts with an empty cassette.
    #[must_use]
    pub const fn new(inner: T) -> Self {
        Self { inner, exchanges: RefCell::new(Vec::new()) }
    }

    /// Everything recorded so far.
    #[must_use]
    pub fn cassette(&self) -> Cassette {
        Cassette { origin: self.inner.origin().to_string(), exchanges: self.exchanges.borrow().clone() }
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn origin(&self) -> &Origin {
        self.inner.origin()
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let bytes = self.inner.post(body).await?;
        let (mut request, mut answer) = (parse(body), parse(&bytes));
        let ids = number_by_position(&mut request);
        each_message(&mut answer, |message| {
            let position = message.get("id").and_then(|id| ids.iter().position(|known| known == id));
            if let (Some(position), Some(slot)) = (position, message.get_mut("id")) {
                *slot = Value::from(position);
            }
        });
        self.exchanges.borrow_mut().push(Exchange { request, answer });
        Ok(bytes)
    }
}

/// The body as JSON; one that is none is kept as a JSON text.
fn parse(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned()))
}

/// Replaces every id by its position, and hands back the ids that stood there.
fn number_by_position(request: &mut Value) -> Vec<Value> {
    let mut ids = Vec::new();
    each_message(request, |message| {
        if let Some(slot) = message.get_mut("id") {
            ids.push(std::mem::replace(slot, Value::from(ids.len())));
        }
    });
    ids
}

fn each_message(body: &mut Value, mut change: impl FnMut(&mut Value)) {
    match body {
        Value::Array(messages) => messages.iter_mut().for_each(change),
        single @ Value::Object(_) => change(single),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
