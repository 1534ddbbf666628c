//! `Client`: the one class.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::coming::{ComingIncome, ComingIncomeOptions};
use super::error::thrown;
use super::history::{self, ConfirmOptions, Confirmation, HistoryOptions, HistoryPages, Indexed, IndexedOptions};
use super::holdings::{Holdings, HoldingsOptions};
use super::input;
use super::options::answer;
use super::redemption::{RedemptionPlan, RedemptionPlanOptions};
use super::requests::{self, Redemptions, RedemptionsOptions};
use super::transfer::{CheckTransferOptions, TransferVerdict};
use super::yields::{Yields, YieldsOptions};
use crate::chain::{Fetch, Limits};
use crate::client::IncomeFiles;
use crate::error::Error;
use crate::units::{ChainId, Date, Seconds};
use crate::yields::{DistributionTree, YieldError, coming_income};

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
    pub(super) inner: Rc<crate::client::Client<Fetch>>,
}

#[wasm_bindgen]
impl Client {
    /// Sends nothing yet. Throws an `AssayError`: `argument-invalid` or `identifier-malformed`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: Ts<ClientOptions>) -> Result<Self, JsValue> {
        open(options).map(|inner| Self { inner: Rc::new(inner) }).map_err(thrown)
    }

    /// Whether a transfer will pass, every reason why not, and how much would pass. A refusal is a verdict, not an error.
    #[wasm_bindgen(js_name = checkTransfer)]
    pub async fn check_transfer(&self, options: Ts<CheckTransferOptions>) -> Result<Ts<TransferVerdict>, JsValue> {
        answer(self.verdict(options).await)
    }

    /// What a holder has of every asset of a list, and what it is worth. An asset that cannot be read keeps its place and says why.
    pub async fn holdings(&self, options: Ts<HoldingsOptions>) -> Result<Ts<Holdings>, JsValue> {
        answer(self.portfolio(options).await)
    }

    /// What a holder earns with an asset: what its shares gained, what its net asset value returned, and what can be claimed.
    pub async fn yields(&self, options: Ts<YieldsOptions>) -> Result<Ts<Yields>, JsValue> {
        answer(self.income(options).await)
    }

    /// The income to come of every asset of a list, month by month: what can be claimed, what terms promise, and the days that the list names.
    ///
    /// ```js
    /// const { months, unread } = await client.comingIncome({ holder, list, to: '2027-11-30' });
    /// ```
    #[wasm_bindgen(js_name = comingIncome)]
    pub async fn coming_income(&self, options: Ts<ComingIncomeOptions>) -> Result<Ts<ComingIncome>, JsValue> {
        answer(self.coming(options).await)
    }

    /// Every way in which a holder can redeem an amount, side by side: what each pays, what has to be sent, what would refuse it.
    #[wasm_bindgen(js_name = redemptionPlan)]
    pub async fn redemption_plan(&self, options: Ts<RedemptionPlanOptions>) -> Result<Ts<RedemptionPlan>, JsValue> {
        answer(self.plan(options).await)
    }

    /// The redemptions that a holder has asked for, and how far they are: from the chain alone.
    pub async fn redemptions(&self, options: Ts<RedemptionsOptions>) -> Result<Ts<Redemptions>, JsValue> {
        answer(self.requests(options).await)
    }

    /// The logs of a holder over any number of blocks, page by page: `for await (const page of client.history({ … }))`. After each page its
    /// `checkpoint` is worth storing; where a page cannot be read, or the program ends, another history goes on from it.
    ///
    /// ```js
    /// for await (const { logs, checkpoint, droppedFrom } of client.history({ holder, assets: [token], from: 0 })) {
    ///   store(logs, checkpoint, droppedFrom);
    /// }
    /// ```
    pub fn history(&self, options: Ts<HistoryOptions>) -> Result<HistoryPages, JsValue> {
        history::history(&self.inner, options).map_err(thrown)
    }

    /// The transfers of a holder that somebody's indexer names. Claimed, until `confirm` has compared them with the chain's own logs.
    ///
    /// ```js
    /// const { logs } = await client.indexed({ indexer: 'https://indexer.example.org/subgraph', holder, assets: [token], from: 0 });
    /// ```
    pub async fn indexed(&self, options: Ts<IndexedOptions>) -> Result<Ts<Indexed>, JsValue> {
        answer(history::indexed(&self.inner, options).await)
    }

    /// Compares what an indexer named with the chain's own logs of the same blocks.
    ///
    /// ```js
    /// const { confirmed, unfounded, omitted } = await client.confirm({ holder, assets: [token], from: 0, logs });
    /// ```
    pub async fn confirm(&self, options: Ts<ConfirmOptions>) -> Result<Ts<Confirmation>, JsValue> {
        answer(history::confirm(&self.inner, options).await)
    }
}

/// The window of returns where none is asked for.
const MONTH: Seconds = Seconds(30 * Seconds::DAY.0);

impl Client {
    async fn portfolio(&self, options: Ts<HoldingsOptions>) -> Result<Holdings, Error> {
        let HoldingsOptions { holder, list, now, block } = input::options(options)?;
        let chain = self.inner.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?.tokens;
        let now = input::moment(now)?;
        let mut reads = match block {
            Some(block) => self.inner.ledger_at(block).await?,
            None => self.inner.ledger().await?,
        };
        let read = self.inner.portfolio(&mut reads, holder, &list, now).await?;
        Ok(Holdings::new(reads.at(), &list, read))
    }

    async fn income(&self, options: Ts<YieldsOptions>) -> Result<Yields, Error> {
        let YieldsOptions { holder, asset, list, window_seconds, trees } = input::options(options)?;
        let chain = self.inner.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?;
        let descriptor = input::entry(&list, input::asset(chain, &asset)?)?;
        let files = income_files(trees)?;
        let mut now = self.inner.ledger().await?;
        let window = window_seconds.map_or(MONTH, Seconds);
        let mut then = self.inner.ledger_before(now.at(), window).await?;
        let report = self.inner.yields((&mut now, &mut then), descriptor, &files, holder).await?;
        Ok(Yields::new(now.at(), then.at(), &report))
    }

    async fn coming(&self, options: Ts<ComingIncomeOptions>) -> Result<ComingIncome, Error> {
        let ComingIncomeOptions { holder, list, from, to, trees } = input::options(options)?;
        let chain = self.inner.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?.tokens;
        let files = income_files(trees)?;
        let mut now = self.inner.ledger().await?;
        let at = now.at();
        let mut then = self.inner.ledger_before(at, Seconds::DAY).await?;
        let reports = self.inner.portfolio_yields((&mut now, &mut then), &list, &files, holder).await?;
        let of: Vec<_> = list.iter().map(|descriptor| descriptor.asset.token).zip(&reports).collect();
        let from = from.map_or_else(|| Date::of(at.timestamp), Ok)?;
        let months = coming_income(&of, from, to).map_err(YieldError::from)?;
        Ok(ComingIncome::new(at, &months, &of))
    }

    async fn plan(&self, options: Ts<RedemptionPlanOptions>) -> Result<RedemptionPlan, Error> {
        let RedemptionPlanOptions { holder, asset, list, amount } = input::options(options)?;
        let chain = self.inner.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?;
        let descriptor = input::entry(&list, input::asset(chain, &asset)?)?;
        let amount = input::amount(&amount, descriptor.decimals)?;
        let mut reads = self.inner.ledger().await?;
        let plan = self.inner.plan_redemption(&mut reads, descriptor, holder, amount).await?;
        Ok(RedemptionPlan::new(reads.at(), &plan))
    }

    async fn requests(&self, options: Ts<RedemptionsOptions>) -> Result<Redemptions, Error> {
        let RedemptionsOptions { holder, asset, list, prices } = input::options(options)?;
        let chain = self.inner.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?;
        let descriptor = input::entry(&list, input::asset(chain, &asset)?)?;
        let mut reads = self.inner.ledger().await?;
        let book = self.inner.redemptions(&mut reads, descriptor, holder).await?;
        let queue = self.inner.queue(&mut reads, descriptor, holder).await?;
        let mut found = Redemptions::new(reads.at(), book.as_ref(), queue.as_ref());
        if let (Some(book), true) = (&book, prices.unwrap_or(false)) {
            for request in requests::requested(book.value()) {
                let price = self.inner.price_at_request(book.value().vault, request).await;
                found.price_of(request, &price);
            }
        }
        Ok(found)
    }

    async fn verdict(&self, options: Ts<CheckTransferOptions>) -> Result<TransferVerdict, Error> {
        let CheckTransferOptions { asset, list, from, to, spender, amount } = input::options(options)?;
        let chain = self.inner.chain();
        let asset = input::asset(chain, &asset)?;
        let parties = (input::account("from", chain, &from)?, input::account("to", chain, &to)?);
        let spender = spender.map(|spender| input::account("spender", chain, &spender)).transpose()?;
        let list = list.map(|list| input::list(chain, list)).transpose()?;
        let mut reads = self.inner.ledger().await?;
        let descriptor = match &list {
            Some(list) => input::entry(list, asset)?.clone(),
            None => Descriptor::undescribed(asset, self.inner.profile(&mut reads, asset.token).await?.value()),
        };
        let amount = input::amount(&amount, descriptor.decimals)?;
        let assessment = match spender {
            None => self.inner.check_transfer(&mut reads, &descriptor, parties, amount).await?,
            Some(spender) => {
                self.inner.check_transfer_by(&mut reads, &descriptor, (spender, parties.0, parties.1), amount).await?
            }
        };
        Ok((&assessment).into())
    }
}

/// Published files by the address that the list gives them.
fn income_files(trees: Option<BTreeMap<String, Value>>) -> Result<IncomeFiles, Error> {
    let read = |(place, file)| Ok((place, DistributionTree::parse(&input::text(file))?));
    trees.unwrap_or_default().into_iter().map(read).collect()
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
