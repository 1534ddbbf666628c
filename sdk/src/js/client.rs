//! `Client`: the one class.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::thrown;
use super::input;
use super::transfer::{CheckTransferOptions, TransferVerdict};
use crate::chain::{Fetch, Limits};
use crate::error::Error;
use crate::units::ChainId;

/// Which chain, and through which endpoint.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClientOptions {
    /// CAIP-2, as `"eip155:1"`. The endpoint must serve it.
    chain: String,
    /// The address of its JSON-RPC, over HTTP.
    rpc: String,
    /// How long one answer may take, in seconds. 20 by default.
    #[tsify(optional)]
    timeout_seconds: Option<u32>,
}

/// Reads one chain through one endpoint. Every call reads at the newest block, all of it at the same one.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Client {
    inner: crate::client::Client<Fetch>,
}

#[wasm_bindgen]
impl Client {
    /// Sends nothing yet. Throws an `AssayError`: `argument-invalid` or `identifier-malformed`.
    ///
    /// # Errors
    /// As thrown.
    #[wasm_bindgen(constructor)]
    pub fn new(options: Ts<ClientOptions>) -> Result<Self, JsValue> {
        open(options).map(|inner| Self { inner }).map_err(thrown)
    }

    /// Whether a transfer will pass, every reason why not, and how much would pass. A refusal is a verdict, not an error.
    ///
    /// # Errors
    /// As thrown.
    #[wasm_bindgen(js_name = checkTransfer)]
    pub async fn check_transfer(&self, options: Ts<CheckTransferOptions>) -> Result<Ts<TransferVerdict>, JsValue> {
        answer(self.verdict(options).await)
    }
}

impl Client {
    async fn verdict(&self, options: Ts<CheckTransferOptions>) -> Result<TransferVerdict, Error> {
        let CheckTransferOptions { asset, list, from, to, amount } = input::options(options)?;
        let chain = self.inner.chain();
        let asset = input::asset(chain, &asset)?;
        let parties = (input::account("from", chain, &from)?, input::account("to", chain, &to)?);
        let list = list.map(|list| input::list(chain, list)).transpose()?;
        let mut reads = self.inner.ledger().await?;
        let descriptor = match &list {
            Some(list) => input::entry(list, asset)?.clone(),
            None => input::undescribed(asset, self.inner.profile(&mut reads, asset.token).await?.value()),
        };
        let amount = input::amount(&amount, descriptor.decimals)?;
        let assessment = self.inner.check_transfer(&mut reads, &descriptor, parties, amount).await?;
        Ok((&assessment).into())
    }
}

fn open(options: Ts<ClientOptions>) -> Result<crate::client::Client<Fetch>, Error> {
    let ClientOptions { chain, rpc, timeout_seconds } = input::options(options)?;
    let chain: ChainId = chain.parse()?;
    let mut limits = Limits::default();
    if let Some(seconds) = timeout_seconds {
        limits.time = std::time::Duration::from_secs(seconds.into());
    }
    Ok(crate::client::Client::new(Fetch::with_limits(&rpc, limits), chain))
}

/// A result as JavaScript sees it.
pub(super) fn answer<T: Tsify + Serialize>(result: Result<T, Error>) -> Result<Ts<T>, JsValue> {
    let value = result.map_err(thrown)?;
    value.into_ts().map_err(|why| thrown(input::argument("result", why)))
}
