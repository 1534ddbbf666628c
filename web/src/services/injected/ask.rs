//! Questions to another wallet: out as EIP-1193 has them, back as JSON.

use assay_sdk::tx::{ProviderRefusal, ProviderRequest};
use js_sys::{Function, JSON, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::prelude::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::Provider;
use crate::services::js::{field, words};

/// Some wallets wrap the refusal of another layer of theirs in one of this code.
const INTERNAL: i64 = -32_603;

impl assay_sdk::tx::Provider for Provider {
    async fn request(&self, request: &ProviderRequest) -> Result<Value, ProviderRefusal> {
        let answer = self.ask(request).await.map_err(|error| refusal(&error))?;
        json(&answer).ok_or_else(|| ProviderRefusal {
            code: None,
            message: format!("its answer to {} is no JSON", request.method()),
        })
    }
}

impl Provider {
    async fn ask(&self, request: &ProviderRequest) -> Result<JsValue, JsValue> {
        let function = Reflect::get(&self.object, &"request".into())?.dyn_into::<Function>()?;
        let text = serde_json::to_string(request).map_err(|error| JsValue::from_str(&error.to_string()))?;
        let promised = function.call1(&self.object, &JSON::parse(&text)?)?;
        JsFuture::from(Promise::resolve(&promised)).await
    }
}

fn json(answer: &JsValue) -> Option<Value> {
    if answer.is_undefined() {
        return Some(Value::Null);
    }
    let text = JSON::stringify(answer).ok().and_then(|text| text.as_string())?;
    serde_json::from_str(&text).ok()
}

fn refusal(error: &JsValue) -> ProviderRefusal {
    let code = |path: &[&str]| number(&field(error, path));
    let outer = code(&["code"]);
    let inner = code(&["data", "originalError", "code"]);
    ProviderRefusal { code: if outer == Some(INTERNAL) { inner.or(outer) } else { outer }, message: words(error) }
}

/// A code is a whole number, which some wallets write as text.
fn number(code: &JsValue) -> Option<i64> {
    let text = JSON::stringify(code).ok().and_then(|text| text.as_string())?;
    text.trim_matches('"').parse().ok()
}
