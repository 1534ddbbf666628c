//! A real endpoint, some of whose answers are changed on their way.

use std::cell::Cell;

use assay_sdk::chain::{Http, Transport, TransportError};
use assay_sdk::evidence::Origin;
use serde_json::{Value, json};

/// Changes the answer to one request: the method, its parameters, the answer.
pub(crate) type Change = Box<dyn Fn(&str, &Value, Value) -> Result<Value, Value>>;

pub(crate) struct Changing {
    pub(crate) inner: Http,
    pub(crate) change: Change,
    /// Exchanges that had a request for a proof in them.
    pub(crate) proofs: Cell<usize>,
}

impl Changing {
    pub(crate) fn new(url: &str, change: impl Fn(&str, &Value, Value) -> Result<Value, Value> + 'static) -> Self {
        Self { inner: Http::new(url), change: Box::new(change), proofs: Cell::new(0) }
    }

    fn changed(&self, request: &Value, answer: &Value) -> Value {
        let (method, id) = (request["method"].as_str().expect("a method"), &request["id"]);
        let Some(result) = answer.get("result") else { return answer.clone() };
        match (self.change)(method, &request["params"], result.clone()) {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(error) => json!({ "jsonrpc": "2.0", "id": id, "error": error }),
        }
    }
}

impl Transport for Changing {
    fn origin(&self) -> &Origin {
        self.inner.origin()
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let request: Value = serde_json::from_slice(body).expect("JSON");
        let answer: Value = serde_json::from_slice(&self.inner.post(body).await?).expect("JSON");
        let requests = request.as_array().cloned().unwrap_or_else(|| vec![request.clone()]);
        if requests.iter().any(|request| request["method"] == "eth_getProof") {
            self.proofs.set(self.proofs.get() + 1);
        }
        let find = |answer: &Value| requests.iter().find(|request| request["id"] == answer["id"]).expect("its request");
        let changed = match &answer {
            Value::Array(answers) => answers.iter().map(|answer| self.changed(find(answer), answer)).collect(),
            single @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
                self.changed(find(single), single)
            }
        };
        Ok(changed.to_string().into_bytes())
    }
}
