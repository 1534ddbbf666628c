//! Whom a client asks: endpoints over HTTP, or a provider of the page's own.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use super::call::round_trip;
use super::options::argument;
use crate::chain::{Fetch, Limits, Transport, TransportError};
use crate::error::Error;
use crate::evidence::Origin;

#[wasm_bindgen(typescript_custom_section)]
const RPC: &str = r#"/** Whatever answers JSON-RPC: a provider after EIP-1193, as wallets and the clients of viem and wagmi are, or one of ethers. */
export type RpcProvider =
    | { request(request: { method: string; params?: any }): Promise<any> }
    | { send(method: string, params: any[]): Promise<any> };

/**
 * Who is asked: the address of a JSON-RPC over HTTP, several of them, or a provider.
 *
 * Of several the first is read, and the others are asked the same at the same block: what more than half of all answer alike is `attested`.
 * Addresses of one host count once. Where the first cannot answer (an error whose `blame` is `endpoint` and whose `retry` is not `never`), the whole
 * call begins anew with the next, in the order given; its evidence names who was read then. Where endpoints contradict each other nobody takes
 * over: that is a `quorum-disagreement`. What too few have answered alike stays one endpoint's word, and its evidence says why.
 */
export type Rpc = string | readonly string[] | RpcProvider;
"#;

#[wasm_bindgen(raw_module = "./eip1193.js")]
extern "C" {
    #[wasm_bindgen(js_name = Provider)]
    type Asked;

    /// Hands each request of a body to the provider. Rejects where it takes too long or is given up, and for no other reason.
    #[wasm_bindgen(static_method_of = Asked, js_class = "Provider")]
    fn post(provider: &JsValue, body: &str, seconds: u32, signal: &AbortSignal) -> Promise;
}

/// Gives a question to a provider up when nobody waits for its answer any more; one that is answered does not notice.
struct Waiting(AbortController);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// One that is asked.
#[derive(Clone, Debug)]
pub(super) enum Endpoint {
    Http(Fetch),
    Provider { provider: JsValue, origin: Origin, limits: Limits },
}

impl Endpoint {
    /// Somebody's indexer.
    pub(super) fn indexer(url: &str) -> Self {
        Self::Http(Fetch::new(url))
    }

    /// All that `rpc` names, in its order.
    pub(super) fn all(rpc: &JsValue, limits: Limits) -> Result<Vec<Self>, Error> {
        let wrong = |got: &str| {
            let expected = "the address of a JSON-RPC, a list of addresses, or a provider (EIP-1193)";
            argument("rpc", &format!("got {got}, expected {expected}"))
        };
        if let Some(url) = rpc.as_string() {
            return Ok(vec![Self::Http(Fetch::with_limits(&url, limits))]);
        }
        if !Array::is_array(rpc) {
            let asks = |name| Reflect::get(rpc, &JsValue::from_str(name)).is_ok_and(|method| method.is_function());
            let origin = Origin::of_url("the EIP-1193 provider");
            let provider = Self::Provider { provider: rpc.clone(), origin, limits };
            return if asks("request") || asks("send") { Ok(vec![provider]) } else { Err(wrong("something else")) };
        }
        let urls: Option<Vec<String>> = Array::from(rpc).iter().map(|url| url.as_string()).collect();
        let urls = urls.ok_or_else(|| wrong("a list that holds something else"))?;
        if urls.is_empty() {
            return Err(wrong("an empty list"));
        }
        Ok(urls.iter().map(|url| Self::Http(Fetch::with_limits(url, limits))).collect())
    }
}

impl Transport for Endpoint {
    fn origin(&self) -> &Origin {
        match self {
            Self::Http(fetch) => fetch.origin(),
            Self::Provider { origin, .. } => origin,
        }
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        round_trip(self.origin(), body).await;
        let (provider, origin, limits) = match self {
            Self::Http(fetch) => return fetch.post(body).await,
            Self::Provider { provider, origin, limits } => (provider, origin.clone(), limits),
        };
        let seconds = u32::try_from(limits.time.as_secs()).unwrap_or(u32::MAX);
        let none =
            |_| TransportError::Refused { origin: origin.clone(), reason: "there is no AbortController".to_owned() };
        let waiting = Waiting(AbortController::new().map_err(none)?);
        let asked = Asked::post(provider, &String::from_utf8_lossy(body), seconds, &waiting.0.signal());
        let answer = JsFuture::from(asked).await;
        let text = answer.ok().and_then(|text| text.as_string());
        let text = text.ok_or_else(|| TransportError::TimedOut { origin: origin.clone(), after: limits.time })?;
        if text.len() > limits.bytes {
            return Err(TransportError::TooLarge { origin, limit: limits.bytes });
        }
        Ok(text.into_bytes())
    }
}
