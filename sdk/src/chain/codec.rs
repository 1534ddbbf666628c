//! JSON-RPC 2.0: requests out, answers back in the order of the requests.

use serde_json::{Value, json};

use crate::evidence::Origin;
use crate::proof::quantity::{shortened, shortened_text};

use super::ChainError;

/// One question of a batch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) params: Value,
}

/// The error object of JSON-RPC.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    pub(super) code: i64,
    /// The endpoint's own words, shortened.
    pub(super) message: String,
    /// The same with up to a thousand characters: some endpoints say at its end which range of blocks they would answer.
    pub(super) words: String,
    pub(super) data: Option<Value>,
}

/// What an endpoint said to one question.
pub(super) type Answer = Result<Value, Failure>;

/// What an endpoint said to a whole batch.
#[derive(Debug, PartialEq)]
pub(super) enum Reply {
    /// One answer for each question, in their order.
    Answers(Vec<Answer>),
    /// A single error for the whole batch.
    Batch(Failure),
}

impl Request {
    pub(super) const fn new(method: &'static str, params: Value) -> Self {
        Self { method, params }
    }
}

impl Failure {
    pub(super) fn into_error(self, origin: &Origin) -> ChainError {
        ChainError::Rpc { origin: origin.clone(), code: self.code, message: self.message }
    }

    /// Whether the endpoint is asking for fewer requests: asking again at once would make it worse.
    pub(super) fn is_rate_limit(&self) -> bool {
        let message = self.message.to_ascii_lowercase();
        self.code == -32_005
            || self.code == 429
            || ["rate limit", "too many requests", "request limit"].iter().any(|words| message.contains(words))
    }
}

/// Writes a request. One question is written alone, several as an array; their ids count up from `first`.
pub(super) fn encode(requests: &[Request], first: u64) -> Vec<u8> {
    let message = |(request, id): (&Request, u64)| json!({ "jsonrpc": "2.0", "id": id, "method": request.method, "params": request.params });
    let mut messages: Vec<Value> = requests.iter().zip(first..).map(message).collect();
    let body = match messages.pop() {
        Some(only) if messages.is_empty() => only,
        Some(last) => {
            messages.push(last);
            Value::Array(messages)
        }
        None => Value::Array(messages),
    };
    body.to_string().into_bytes()
}

/// Reads the answer to `count` questions whose ids count up from `first`.
pub(super) fn decode(origin: &Origin, body: &[u8], first: u64, count: usize) -> Result<Reply, ChainError> {
    let malformed = |what: &str, got: String, expected: &str| ChainError::Malformed {
        origin: origin.clone(),
        what: what.to_owned(),
        got,
        expected: expected.to_owned(),
    };
    let value: Value = serde_json::from_slice(body).map_err(|_| {
        malformed("the body", shortened_text(&String::from_utf8_lossy(body)), "a JSON-RPC answer in JSON")
    })?;
    match value {
        Value::Array(messages) if count > 1 => in_order(messages, first, count, &malformed).map(Reply::Answers),
        single @ Value::Object(_) if count == 1 => {
            let (id, answer) = message(single, &malformed)?;
            // An error that was found before the request was understood carries no id.
            if id.is_none() && answer.is_ok() || id.is_some_and(|id| id != first) {
                return Err(malformed("the id", format!("{id:?}"), &first.to_string()));
            }
            Ok(Reply::Answers(vec![answer]))
        }
        single @ Value::Object(_) => match message(single, &malformed)? {
            (_, Err(failure)) => Ok(Reply::Batch(failure)),
            (id, Ok(_)) => Err(malformed("the body", format!("one answer, with id {id:?}"), "one answer per request")),
        },
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Err(malformed("the body", shortened(&other), "a JSON-RPC answer"))
        }
    }
}

type Malformed<'a> = dyn Fn(&str, String, &str) -> ChainError + 'a;

fn in_order(
    messages: Vec<Value>,
    first: u64,
    count: usize,
    malformed: &Malformed<'_>,
) -> Result<Vec<Answer>, ChainError> {
    let mut slots: Vec<Option<Answer>> = vec![None; count];
    for raw in messages {
        let (id, answer) = message(raw, malformed)?;
        let position = id.and_then(|id| id.checked_sub(first)).and_then(|offset| usize::try_from(offset).ok());
        let Some(slot) = position.and_then(|position| slots.get_mut(position)) else {
            return Err(malformed("the id of an answer", format!("{id:?}"), "the id of a request"));
        };
        if slot.replace(answer).is_some() {
            return Err(malformed("the ids of the answers", format!("{id:?} twice"), "one answer per request"));
        }
    }
    let answered = slots.iter().flatten().count();
    slots
        .into_iter()
        .collect::<Option<Vec<Answer>>>()
        .ok_or_else(|| malformed("the answers", format!("{answered} answers"), &format!("{count}, one per request")))
}

/// One answer with its id, which is absent or null where the endpoint could not read the request.
fn message(raw: Value, malformed: &Malformed<'_>) -> Result<(Option<u64>, Answer), ChainError> {
    let Value::Object(mut object) = raw else {
        return Err(malformed("an answer", shortened(&raw), "an object"));
    };
    if object.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return Err(malformed("jsonrpc", object.get("jsonrpc").map_or("nothing".to_owned(), shortened), "\"2.0\""));
    }
    let id = match object.remove("id") {
        None | Some(Value::Null) => None,
        Some(id) => Some(id.as_u64().ok_or_else(|| malformed("the id of an answer", shortened(&id), "an id as sent"))?),
    };
    match (object.remove("result"), object.remove("error")) {
        (Some(result), None | Some(Value::Null)) => Ok((id, Ok(result))),
        (None | Some(Value::Null), Some(error)) => Ok((id, Err(failure(&error, malformed)?))),
        (None, None) => Err(malformed("an answer", "neither result nor error".to_owned(), "one of the two")),
        (Some(_), Some(_)) => Err(malformed("an answer", "both result and error".to_owned(), "one of the two")),
    }
}

fn failure(error: &Value, malformed: &Malformed<'_>) -> Result<Failure, ChainError> {
    let code = error.get("code").and_then(Value::as_i64);
    let message = error.get("message").and_then(Value::as_str);
    let (Some(code), Some(message)) = (code, message) else {
        return Err(malformed("an error object", shortened(error), "a code and a message"));
    };
    let data = error.get("data").filter(|data| !data.is_null()).cloned();
    let words = message.chars().take(1_000).collect();
    Ok(Failure { code, message: shortened_text(message), words, data })
}
