//! An endpoint in front of the demo chain that limits logs in one provider's way or another, lies, or fails.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use assay_sdk::chain::{Http, Transport, TransportError};
use assay_sdk::evidence::Origin;
use serde_json::{Value, json};

/// How an endpoint limits `eth_getLogs`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// Not at all.
    None,
    /// By blocks, as a JSON-RPC error of this code; `{}` in its text is the limit.
    Blocks(u64, i64, &'static str),
    /// By logs, as a JSON-RPC error of this code; `{}` in its text is a range that would do.
    Logs(usize, i64, &'static str),
    /// By blocks, as an HTTP status for the whole exchange.
    Status(u64, u16),
    /// By bytes of the answer: the transport gives up.
    Bytes(usize),
    /// By seconds: more than so many blocks take too long.
    Slow(u64),
}

/// What to do with a message and its true answer.
type Meddling = Box<dyn Fn(&Value, &mut Value)>;

pub(crate) struct Hostile {
    inner: Http,
    pub(crate) limit: Limit,
    /// Whether several messages may travel together.
    pub(crate) batches: bool,
    /// Every n-th exchange fails in one of several ways.
    pub(crate) fails: Option<u64>,
    pub(crate) meddling: RefCell<Option<Meddling>>,
    pub(crate) posts: Cell<u64>,
}

impl Hostile {
    pub(crate) fn new(url: &str, limit: Limit) -> Self {
        let (meddling, posts) = (RefCell::new(None), Cell::new(0));
        Self { inner: Http::new(url), limit, batches: true, fails: None, meddling, posts }
    }

    pub(crate) fn meddle(&self, meddling: impl Fn(&Value, &mut Value) + 'static) {
        self.meddling.replace(Some(Box::new(meddling)));
    }

    fn status(&self, got: u16) -> TransportError {
        TransportError::Status { origin: self.origin().clone(), got }
    }

    async fn answer(&self, message: &Value) -> Result<Value, TransportError> {
        let range = (message["method"] == "eth_getLogs").then(|| {
            let of = |name: &str| quantity(&message["params"][0][name]);
            (of("fromBlock"), of("toBlock"))
        });
        let refuse = |code: i64, text: String| json!({ "jsonrpc": "2.0", "id": message["id"], "error": { "code": code, "message": text } });
        let blocks = range.map_or(0, |(from, to)| to - from + 1);
        match self.limit {
            Limit::Blocks(most, code, text) if blocks > most => {
                return Ok(refuse(code, text.replace("{}", &most.to_string())));
            }
            Limit::Status(most, status) if blocks > most => return Err(self.status(status)),
            Limit::Slow(most) if blocks > most => {
                return Err(TransportError::TimedOut { origin: self.origin().clone(), after: Duration::from_secs(20) });
            }
            _ => {}
        }
        let body = self.inner.post(message.to_string().as_bytes()).await?;
        let mut answer: Value = serde_json::from_slice(&body).unwrap();
        if let (Limit::Logs(most, code, text), Some((from, _))) = (self.limit, range) {
            let logs = answer["result"].as_array().unwrap();
            if logs.len() > most {
                let last = quantity(&logs[most]["blockNumber"]).saturating_sub(1).max(from);
                return Ok(refuse(code, text.replace("{}", &format!("[{from:#x}, {last:#x}]"))));
            }
        }
        if let Some(meddle) = &*self.meddling.borrow() {
            meddle(message, &mut answer);
        }
        Ok(answer)
    }
}

pub(crate) fn quantity(value: &Value) -> u64 {
    u64::from_str_radix(value.as_str().unwrap().strip_prefix("0x").unwrap(), 16).unwrap()
}

impl Transport for Hostile {
    fn origin(&self) -> &Origin {
        self.inner.origin()
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let post = self.posts.get() + 1;
        self.posts.set(post);
        let request: Value = serde_json::from_slice(body).unwrap();
        if self.fails.is_some_and(|n| post.is_multiple_of(n)) {
            let id = request.get("id").cloned().unwrap_or_default();
            let limited =
                json!({ "jsonrpc": "2.0", "id": id, "error": { "code": -32005, "message": "rate limit exceeded" } });
            return match post % 4 {
                0 => Err(self.status(502)),
                1 => Err(self.status(429)),
                2 => Ok(limited.to_string().into_bytes()),
                _ => Err(TransportError::Refused { origin: self.origin().clone(), reason: "reset".to_owned() }),
            };
        }
        let answer = match &request {
            Value::Array(_) if !self.batches => return Err(self.status(400)),
            Value::Array(messages) => {
                let mut answers = Vec::new();
                for message in messages {
                    answers.push(self.answer(message).await?);
                }
                Value::Array(answers)
            }
            single => self.answer(single).await?,
        };
        let bytes = answer.to_string().into_bytes();
        match self.limit {
            Limit::Bytes(limit) if bytes.len() > limit => {
                Err(TransportError::TooLarge { origin: self.origin().clone(), limit })
            }
            _ => Ok(bytes),
        }
    }
}
