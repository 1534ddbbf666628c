//! `Client`: the one class.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::backing::{AssetBacking, BackingOptions};
use super::call::call;
use super::coming::{ComingIncome, ComingIncomeOptions};
use super::endpoint::Endpoint;
use super::error::thrown;
use super::history::{self, ConfirmOptions, Confirmation, HistoryOptions, HistoryPages, Indexed, IndexedOptions};
use super::holdings::{Holdings, HoldingsOptions};
use super::input;
use super::readers::{Reader, Readers, newest};
use super::redemption::{RedemptionPlan, RedemptionPlanOptions};
use super::requests::{self, Redemptions, RedemptionsOptions};
use super::transfer::{CheckTransferOptions, TransferVerdict};
use super::yields::{Yields, YieldsOptions};
use crate::asset::{Descriptor, TokenList};
use crate::chain::Limits;
use crate::client::IncomeFiles;
use crate::error::Error;
use crate::evidence::Reads;
use crate::units::{AssetId, ChainId, Date, Seconds};
use crate::yields::{DistributionTree, YieldError, coming_income};

/// Which chain, and through whom.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClientOptions {
    /// CAIP-2, as `"eip155:1"`. Whoever is asked must serve it.
    chain: String,
    /// Who is asked: the address of a JSON-RPC over HTTP, several of them, or a provider (EIP-1193).
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Rpc")]
    rpc: JsValue,
    /// How long one answer may take, in seconds. 20 by default.
    #[tsify(optional)]
    timeout_seconds: Option<u32>,
}

/// Reads one chain. Every call reads at the newest block, all of it at the same one.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Client {
    pub(super) readers: Rc<Readers>,
}

#[wasm_bindgen]
impl Client {
    /// Sends nothing yet. Throws an `AssayError`: `argument-invalid` or `identifier-malformed`.
    ///
    /// ```js
    /// const client = new Client({ chain: 'eip155:1', rpc });
    /// const { assets, at } = await client.holdings({ holder, list });
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(options: Ts<ClientOptions>) -> Result<Self, JsValue> {
        open(options).map(|readers| Self { readers: Rc::new(readers) }).map_err(thrown)
    }

    /// Whether a transfer will pass, every reason why not, and how much would pass. A refusal is a verdict, not an error.
    ///
    /// ```js
    /// const { verdict, reasons, headroom } = await client.checkTransfer({ asset, from, to, amount: '12.5' });
    /// if (verdict !== 'allow') show(reasons.map(({ message }) => message), headroom);
    /// ```
    #[wasm_bindgen(js_name = checkTransfer)]
    pub async fn check_transfer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CheckTransferOptions & CallOptions")] options: Ts<CheckTransferOptions>,
    ) -> Result<Ts<TransferVerdict>, JsValue> {
        call(options, |given| self.verdict(given)).await
    }

    /// What a holder has of every asset of a list, and what it is worth. An asset that cannot be read keeps its place and says why.
    ///
    /// ```js
    /// const { assets } = await client.holdings({ holder, list });
    /// for (const { symbol, holding, unread } of assets) {
    ///   if (holding) show(symbol, holding.balance.value.text, holding.balance.evidence.level);
    ///   else show(symbol, unread?.message);
    /// }
    /// ```
    pub async fn holdings(
        &self,
        #[wasm_bindgen(unchecked_param_type = "HoldingsOptions & CallOptions")] options: Ts<HoldingsOptions>,
    ) -> Result<Ts<Holdings>, JsValue> {
        call(options, |given| self.portfolio(given)).await
    }

    /// What stands behind an asset, for an issuer's page: reserves against supply by feed and by signed statements, the ten points of a proof of
    /// reserves, its price, and what it brought over a window. No wallet is asked for.
    ///
    /// ```js
    /// const { summary, points, price, returns } = await client.backing({ asset: token, list });
    /// ```
    pub async fn backing(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BackingOptions & CallOptions")] options: Ts<BackingOptions>,
    ) -> Result<Ts<AssetBacking>, JsValue> {
        call(options, |given| self.stands_behind(given)).await
    }

    /// What a holder earns with an asset: what its shares gained, what its net asset value returned, and what can be claimed.
    ///
    /// ```js
    /// const { claims } = await client.yields({ holder, asset: property, list, trees });
    /// const calls = claims.flatMap(({ known }) => (known?.value.kind === 'claimable' ? [known.value.claim.call] : []));
    /// ```
    pub async fn yields(
        &self,
        #[wasm_bindgen(unchecked_param_type = "YieldsOptions & CallOptions")] options: Ts<YieldsOptions>,
    ) -> Result<Ts<Yields>, JsValue> {
        call(options, |given| self.income(given)).await
    }

    /// The income to come of every asset of a list, month by month: what can be claimed, what terms promise, and the days that the list names.
    ///
    /// ```js
    /// const { months, unread } = await client.comingIncome({ holder, list, to: '2027-11-30' });
    /// ```
    #[wasm_bindgen(js_name = comingIncome)]
    pub async fn coming_income(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ComingIncomeOptions & CallOptions")] options: Ts<ComingIncomeOptions>,
    ) -> Result<Ts<ComingIncome>, JsValue> {
        call(options, |given| self.coming(given)).await
    }

    /// Every way in which a holder can redeem an amount, side by side: what each pays, what has to be sent, what would refuse it.
    ///
    /// ```js
    /// const { routes } = await client.redemptionPlan({ holder, asset: fund, list, amount: '10' });
    /// for (const { kind, open, payout, calls, obstacles } of routes) {
    ///   if (open) show(kind, payout?.value, calls);
    ///   else show(kind, obstacles.map(({ message }) => message));
    /// }
    /// ```
    #[wasm_bindgen(js_name = redemptionPlan)]
    pub async fn redemption_plan(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RedemptionPlanOptions & CallOptions")] options: Ts<
            RedemptionPlanOptions,
        >,
    ) -> Result<Ts<RedemptionPlan>, JsValue> {
        call(options, |given| self.plan(given)).await
    }

    /// The redemptions that a holder has asked for, and how far they are: from the chain alone.
    ///
    /// ```js
    /// const { requests } = await client.redemptions({ holder, asset: fund, list });
    /// if (requests) show(requests.value.state, requests.value.claimable.text, requests.evidence.level);
    /// ```
    pub async fn redemptions(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RedemptionsOptions & CallOptions")] options: Ts<RedemptionsOptions>,
    ) -> Result<Ts<Redemptions>, JsValue> {
        call(options, |given| self.requests(given)).await
    }

    /// The logs of a holder over any number of blocks, page by page: `for await (const page of client.history({ … }))`. After each page its
    /// `checkpoint` is worth storing; where a page cannot be read, or the program ends, another history goes on from it.
    ///
    /// ```js
    /// for await (const { logs, checkpoint, droppedFrom } of client.history({ holder, assets: [token], from: 0 })) {
    ///   store(logs, checkpoint, droppedFrom);
    /// }
    /// ```
    pub fn history(
        &self,
        #[wasm_bindgen(unchecked_param_type = "HistoryOptions & CallOptions")] options: Ts<HistoryOptions>,
    ) -> Result<HistoryPages, JsValue> {
        history::history(&self.readers, options).map_err(thrown)
    }

    /// The transfers of a holder that somebody's indexer names. Claimed, until `confirm` has compared them with the chain's own logs.
    ///
    /// ```js
    /// const { logs } = await client.indexed({ indexer: 'https://indexer.example.org/subgraph', holder, assets: [token], from: 0 });
    /// ```
    pub async fn indexed(
        &self,
        #[wasm_bindgen(unchecked_param_type = "IndexedOptions & CallOptions")] options: Ts<IndexedOptions>,
    ) -> Result<Ts<Indexed>, JsValue> {
        call(options, |given| history::indexed(&self.readers, given)).await
    }

    /// Compares what an indexer named with the chain's own logs of the same blocks.
    ///
    /// ```js
    /// const { confirmed, unfounded, omitted } = await client.confirm({ holder, assets: [token], from: 0, logs });
    /// ```
    pub async fn confirm(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ConfirmOptions & CallOptions")] options: Ts<ConfirmOptions>,
    ) -> Result<Ts<Confirmation>, JsValue> {
        call(options, |given| history::confirm(&self.readers, given)).await
    }
}

/// The window of returns where none is asked for.
const MONTH: Seconds = Seconds(30 * Seconds::DAY.0);

impl Client {
    async fn portfolio(&self, given: HoldingsOptions) -> Result<Holdings, Error> {
        let HoldingsOptions { holder, list, now, block } = given;
        let chain = self.readers.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?.tokens;
        let now = input::moment(now)?;
        let question = async |reader: &Reader| {
            let mut reads = match block {
                Some(block) => reader.vouched(reader.ledger_at(block).await?.at()).await?,
                None => newest(reader).await?,
            };
            let read = reader.portfolio(&mut reads, holder, &list, now).await?;
            Ok(Holdings::new(reads.at(), &list, read))
        };
        self.readers.ask(question).await
    }

    async fn stands_behind(&self, given: BackingOptions) -> Result<AssetBacking, Error> {
        let BackingOptions { asset, list, statements, holder, window_seconds, now } = given;
        let chain = self.readers.chain();
        let holder = holder.map(|holder| input::account("holder", chain, &holder)).transpose()?;
        let list = input::list(chain, list)?;
        let descriptor = input::entry(&list, input::asset(chain, &asset)?)?;
        let files = statements.unwrap_or_default().into_iter().map(|(place, file)| (place, input::text(file)));
        let (files, now) = (files.collect(), input::moment(now)?);
        let window = window_seconds.map_or(MONTH, Seconds);
        let question = async |reader: &Reader| {
            let (mut reads, mut then) = window_of(reader, window).await?;
            let about = (list.tokens.as_slice(), descriptor);
            let report = reader.backing(&mut reads, about, &files, (holder, now)).await?;
            let realised = reader.realised((&mut reads, &mut then), descriptor).await?;
            Ok(AssetBacking::new(reads.at(), then.at(), &report, &realised))
        };
        self.readers.ask(question).await
    }

    async fn income(&self, given: YieldsOptions) -> Result<Yields, Error> {
        let YieldsOptions { holder, asset, list, window_seconds, trees } = given;
        let chain = self.readers.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?;
        let descriptor = input::entry(&list, input::asset(chain, &asset)?)?;
        let files = income_files(trees)?;
        let window = window_seconds.map_or(MONTH, Seconds);
        let question = async |reader: &Reader| {
            let (mut now, mut then) = window_of(reader, window).await?;
            let report = reader.yields((&mut now, &mut then), descriptor, &files, holder).await?;
            Ok(Yields::new(now.at(), then.at(), &report))
        };
        self.readers.ask(question).await
    }

    async fn coming(&self, given: ComingIncomeOptions) -> Result<ComingIncome, Error> {
        let ComingIncomeOptions { holder, list, from, to, trees } = given;
        let chain = self.readers.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?.tokens;
        let files = income_files(trees)?;
        let question = async |reader: &Reader| {
            let (mut now, mut then) = window_of(reader, Seconds::DAY).await?;
            let at = now.at();
            let reports = reader.portfolio_yields((&mut now, &mut then), &list, &files, holder).await?;
            let of: Vec<_> = list.iter().map(|descriptor| descriptor.asset.token).zip(&reports).collect();
            let from = from.map_or_else(|| Date::of(at.timestamp), Ok)?;
            let months = coming_income(&of, from, to).map_err(YieldError::from)?;
            Ok(ComingIncome::new(at, &months, &of))
        };
        self.readers.ask(question).await
    }

    async fn plan(&self, given: RedemptionPlanOptions) -> Result<RedemptionPlan, Error> {
        let RedemptionPlanOptions { holder, asset, list, amount } = given;
        let chain = self.readers.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?;
        let descriptor = input::entry(&list, input::asset(chain, &asset)?)?;
        let amount = input::amount(&amount, descriptor.decimals)?;
        let question = async |reader: &Reader| {
            let mut reads = newest(reader).await?;
            let plan = reader.plan_redemption(&mut reads, descriptor, holder, amount).await?;
            Ok(RedemptionPlan::new(reads.at(), &plan))
        };
        self.readers.ask(question).await
    }

    async fn requests(&self, given: RedemptionsOptions) -> Result<Redemptions, Error> {
        let RedemptionsOptions { holder, asset, list, prices } = given;
        let chain = self.readers.chain();
        let holder = input::account("holder", chain, &holder)?;
        let list = input::list(chain, list)?;
        let descriptor = input::entry(&list, input::asset(chain, &asset)?)?;
        let question = async |reader: &Reader| {
            let mut reads = newest(reader).await?;
            let book = reader.redemptions(&mut reads, descriptor, holder).await?;
            let queue = reader.queue(&mut reads, descriptor, holder).await?;
            let mut found = Redemptions::new(reads.at(), book.as_ref(), queue.as_ref());
            if let (Some(book), true) = (&book, prices.unwrap_or(false)) {
                for request in requests::requested(book.value()) {
                    let price = reader.price_at_request(book.value().vault, request).await;
                    found.price_of(request, &price);
                }
            }
            Ok(found)
        };
        self.readers.ask(question).await
    }

    async fn verdict(&self, given: CheckTransferOptions) -> Result<TransferVerdict, Error> {
        let CheckTransferOptions { asset, list, from, to, spender, amount } = given;
        let chain = self.readers.chain();
        let asset = input::asset(chain, &asset)?;
        let parties = (input::account("from", chain, &from)?, input::account("to", chain, &to)?);
        let spender = spender.map(|spender| input::account("spender", chain, &spender)).transpose()?;
        let list = list.map(|list| input::list(chain, list)).transpose()?;
        let question = async |reader: &Reader| {
            let mut reads = newest(reader).await?;
            let descriptor = described(reader, &mut reads, list.as_ref(), asset).await?;
            let amount = input::amount(&amount, descriptor.decimals)?;
            let assessment = match spender {
                None => reader.check_transfer(&mut reads, &descriptor, parties, amount).await?,
                Some(spender) => {
                    let parties = (spender, parties.0, parties.1);
                    reader.check_transfer_by(&mut reads, &descriptor, parties, amount).await?
                }
            };
            Ok((&assessment).into())
        };
        self.readers.ask(question).await
    }
}

/// The list's entry for an asset; without a list, what the contract says of itself.
pub(super) async fn described(
    reader: &Reader,
    reads: &mut Reads,
    list: Option<&TokenList>,
    asset: AssetId,
) -> Result<Descriptor, Error> {
    match list {
        Some(list) => Ok(input::entry(list, asset)?.clone()),
        None => Ok(Descriptor::undescribed(asset, reader.profile(reads, asset.token).await?.value())),
    }
}

/// Ledgers of the newest block, and of the last one that is so much older.
async fn window_of(reader: &Reader, span: Seconds) -> Result<(Reads, Reads), Error> {
    let now = newest(reader).await?;
    let then = reader.ledger_before(now.at(), span).await?.at();
    Ok((now, reader.vouched(then).await?))
}

/// Published files by the address that the list gives them.
fn income_files(trees: Option<BTreeMap<String, Value>>) -> Result<IncomeFiles, Error> {
    let read = |(place, file)| Ok((place, DistributionTree::parse(&input::text(file))?));
    trees.unwrap_or_default().into_iter().map(read).collect()
}

fn open(options: Ts<ClientOptions>) -> Result<Readers, Error> {
    let ClientOptions { chain, rpc, timeout_seconds } = input::options(options)?;
    let chain: ChainId = chain.parse()?;
    let mut limits = Limits::default();
    if let Some(seconds) = timeout_seconds {
        limits.time = std::time::Duration::from_secs(seconds.into());
    }
    Ok(Readers::new(&Endpoint::all(&rpc, limits)?, chain))
}
