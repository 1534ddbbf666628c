//! `Client.history`, `indexed` and `confirm`: the logs of a holder, from the chain or from somebody's indexer.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::error::thrown;
use super::figure::Fact;
use super::given::Log;
use super::input;
use super::options::answer;
use crate::chain::{self, Checkpoint, Fetch, HistoryFilter, Scan};
use crate::client::Client;
use crate::error::Error;
use crate::evidence;
use crate::records::redemption_events;
use crate::units::ChainId;

/// What is stored between two parts of a history.
#[wasm_bindgen(typescript_custom_section)]
const CHECKPOINT: &str = r#"/**
 * How far a history has got: plain data, to be stored and handed back as it is. A checkpoint of another chain, holder or set of contracts is
 * refused.
 */
export interface HistoryCheckpoint {
    readonly version: number;
    readonly chain: string;
    readonly filter: string;
    readonly reached?: { readonly number: number; readonly hash: string };
    readonly trail: readonly { readonly number: number; readonly hash: string }[];
    readonly pace: object;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// What a history is for programs.
    #[wasm_bindgen(typescript_type = "AsyncGenerator<HistoryPage, void, undefined>")]
    pub type HistoryPages;
}

// A class, because a class is what glue imports by its name.
#[wasm_bindgen(raw_module = "./history.js")]
extern "C" {
    type Pages;

    /// The hand-written generator: calls `next` for each page, until it resolves to nothing.
    #[wasm_bindgen(static_method_of = Pages)]
    fn of(next: &JsValue, signal: &JsValue, on_progress: &JsValue) -> HistoryPages;
}

/// Whose history.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryOptions {
    /// An address, or CAIP-10.
    holder: String,
    /// The tokens whose transfers from and to the holder are read: CAIP-19, or addresses.
    assets: Vec<String>,
    /// Contracts whose `Withdraw`, `RedeemRequest` and `Retired` of the holder are read too: vaults, and tokens that are retired. By them
    /// `movements` of `@assay/sdk/records` tells redemptions from transfers.
    #[tsify(optional)]
    redemptions: Option<Vec<String>>,
    /// The first block: no block before the first of the contracts was deployed has anything to tell.
    from: u64,
    /// Where an earlier history stopped: that of its last page.
    #[tsify(optional, type = "HistoryCheckpoint")]
    checkpoint: Option<Checkpoint>,
    /// Ends the history: the generator throws the signal's reason.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(optional, type = "AbortSignal")]
    signal: JsValue,
    /// Called with each page, before it is handed over.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    #[tsify(optional, type = "(progress: HistoryProgress) => void")]
    on_progress: JsValue,
}

/// Part of a history.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryPage {
    /// What was handed over before of this height and above is no longer the chain's: to be dropped before `logs` are added.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    dropped_from: Option<u64>,
    /// Logs in the order of the chain, all of them above those of the page before.
    logs: Vec<Fact<Log>>,
    /// How far it has got.
    progress: HistoryProgress,
    /// To be stored along with the logs: from it another history goes on.
    #[tsify(type = "HistoryCheckpoint")]
    checkpoint: Checkpoint,
}

/// How far a history has got.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct HistoryProgress {
    /// The first block.
    from: u64,
    /// The last block whose logs were handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    reached: Option<u64>,
    /// The block at which it ends.
    target: u64,
}

/// What to ask an indexer for.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct IndexedOptions {
    /// The address of a subgraph's GraphQL endpoint, with the schema of `docs/records.md`.
    indexer: String,
    /// Whose transfers: an address, or CAIP-10.
    holder: String,
    /// The tokens: CAIP-19, or addresses.
    assets: Vec<String>,
    /// The first block.
    from: u64,
    /// The last block, which the indexer must have reached. The newest block by default.
    #[tsify(optional)]
    to: Option<u64>,
}

/// Transfers that an indexer names.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Indexed {
    /// In the order of the chain. Claimed by the indexer, until `confirm` has compared them.
    logs: Vec<Fact<Log>>,
}

/// What an indexer named.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct ConfirmOptions {
    /// Whose transfers: an address, or CAIP-10.
    holder: String,
    /// The tokens: CAIP-19, or addresses.
    assets: Vec<String>,
    /// The first block.
    from: u64,
    /// What `indexed` answered.
    logs: Vec<Fact<Log>>,
}

/// What became of it.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Confirmation {
    /// The chain's logs say the same: known from both, attested where the two are of different hosts.
    confirmed: Vec<Fact<Log>>,
    /// The chain has no such log at that place, or has it in another form.
    unfounded: Vec<Fact<Log>>,
    /// Logs of the same blocks that the indexer left out. Blocks that it left out entirely are not seen here: a statement's balances show them.
    omitted: Vec<Fact<Log>>,
    /// Records that the indexer gave more than once.
    repeated: Vec<Fact<Log>>,
}

/// A history that is being read.
struct Reading {
    filter: HistoryFilter,
    checkpoint: Option<Checkpoint>,
    /// Begun with the first page.
    scan: Option<Scan>,
}

/// The pages of a history.
pub(super) fn history(client: &Rc<Client<Fetch>>, given: Ts<HistoryOptions>) -> Result<HistoryPages, Error> {
    let given: HistoryOptions = input::options(given)?;
    let filter = filter(client.chain(), &given.holder, &given.assets, given.from)?;
    let contracts = given.redemptions.iter().flatten();
    let contracts = contracts.map(|text| Ok(input::asset(client.chain(), text)?.token));
    let events = contracts.collect::<Result<Vec<_>, Error>>()?;
    let events: Vec<_> = events.into_iter().flat_map(|contract| redemption_events(filter.holder(), contract)).collect();
    let reading = Reading { filter: filter.with_events(&events), checkpoint: given.checkpoint, scan: None };
    let (client, reading) = (Rc::clone(client), Rc::new(RefCell::new(reading)));
    let next = Closure::<dyn FnMut() -> Promise>::new(move || {
        let (client, reading) = (Rc::clone(&client), Rc::clone(&reading));
        future_to_promise(async move {
            match page(&client, &reading).await {
                Ok(None) => Ok(JsValue::UNDEFINED),
                Ok(Some(page)) => answer(Ok(page)).map(JsValue::from),
                Err(why) => Err(thrown(why)),
            }
        })
    });
    Ok(Pages::of(&next.into_js_value(), &given.signal, &given.on_progress))
}

/// The next page. A generator asks for one at a time: while a page is read, its scan is out of the cell.
async fn page(client: &Client<Fetch>, reading: &RefCell<Reading>) -> Result<Option<HistoryPage>, Error> {
    let begun = reading.borrow_mut().scan.take();
    let mut scan = match begun {
        Some(scan) => scan,
        None => {
            let (filter, checkpoint) = {
                let reading = reading.borrow();
                (reading.filter.clone(), reading.checkpoint.clone())
            };
            client.history(filter, checkpoint).await?
        }
    };
    let page = client.history_page(&mut scan).await?.map(|page| HistoryPage::new(&page, &scan));
    reading.borrow_mut().scan = Some(scan);
    Ok(page)
}

/// What an indexer has.
pub(super) async fn indexed(client: &Client<Fetch>, given: Ts<IndexedOptions>) -> Result<Indexed, Error> {
    let given: IndexedOptions = input::options(given)?;
    let filter = filter(client.chain(), &given.holder, &given.assets, given.from)?;
    let to = match given.to {
        Some(to) => to,
        None => client.ledger().await?.at().number,
    };
    let indexer = chain::Indexer::new(Fetch::new(&given.indexer));
    Ok(Indexed { logs: facts(&client.indexed(&indexer, &filter, to).await?) })
}

/// What the chain says to it.
pub(super) async fn confirm(client: &Client<Fetch>, given: Ts<ConfirmOptions>) -> Result<Confirmation, Error> {
    let given: ConfirmOptions = input::options(given)?;
    let filter = filter(client.chain(), &given.holder, &given.assets, given.from)?;
    let found = client.confirm(&filter, &super::given::logs(&given.logs)?).await?;
    Ok(Confirmation {
        confirmed: facts(&found.confirmed),
        unfounded: facts(&found.unfounded),
        omitted: facts(&found.omitted),
        repeated: facts(&found.repeated),
    })
}

fn filter(chain: ChainId, holder: &str, assets: &[String], from: u64) -> Result<HistoryFilter, Error> {
    let tokens = assets.iter().map(|asset| Ok(input::asset(chain, asset)?.token));
    let tokens = tokens.collect::<Result<Vec<_>, Error>>()?;
    Ok(HistoryFilter::new(input::account("holder", chain, holder)?, tokens, from))
}

fn facts(logs: &[evidence::Fact<evidence::PlacedLog>]) -> Vec<Fact<Log>> {
    logs.iter().map(|fact| Fact::of(fact, Log::of)).collect()
}

impl HistoryPage {
    fn new(page: &chain::HistoryPage, scan: &Scan) -> Self {
        let chain::Progress { from, reached, target } = scan.progress();
        let progress = HistoryProgress { from, reached, target };
        Self { dropped_from: page.dropped_from, logs: facts(&page.logs), progress, checkpoint: scan.checkpoint() }
    }
}
