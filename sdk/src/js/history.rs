//! `Client.history`, `indexed` and `confirm`: the logs of a holder, from the chain or from somebody's indexer.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::call::watched;
use super::endpoint::Endpoint;
use super::error::thrown;
use super::figure::Fact;
use super::given::Log;
use super::input;
use super::options::{answer, argument};
use super::readers::{Reader, Readers, takes_over};
use crate::chain::{self, ChainError, Checkpoint, HistoryFilter, Scan};
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
    fn of(next: &JsValue) -> HistoryPages;
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
    /// Whose turn it is.
    reader: usize,
}

/// The pages of a history.
pub(super) fn history(readers: &Rc<Readers>, given: Ts<HistoryOptions>) -> Result<HistoryPages, Error> {
    let watched_by = JsValue::from(given);
    let given = HistoryOptions::from_js(watched_by.clone()).map_err(|why| argument("options", &why))?;
    let chain = readers.chain();
    let filter = filter(chain, &given.holder, &given.assets, given.from)?;
    let contracts = given.redemptions.iter().flatten();
    let contracts = contracts.map(|text| Ok(input::asset(chain, text)?.token));
    let events = contracts.collect::<Result<Vec<_>, Error>>()?;
    let events: Vec<_> = events.into_iter().flat_map(|contract| redemption_events(filter.holder(), contract)).collect();
    let filter = filter.with_events(&events);
    let reading = Reading { filter, checkpoint: given.checkpoint, scan: None, reader: 0 };
    let (readers, reading) = (Rc::clone(readers), Rc::new(RefCell::new(reading)));
    let next = Closure::<dyn FnMut() -> Promise>::new(move || {
        let (readers, reading, watched_by) = (Rc::clone(&readers), Rc::clone(&reading), watched_by.clone());
        future_to_promise(async move {
            match watched(&watched_by, page(&readers, &reading)).await? {
                Ok(None) => Ok(JsValue::UNDEFINED),
                Ok(Some(page)) => answer(Ok(page)).map(JsValue::from),
                Err(why) => Err(thrown(why)),
            }
        })
    });
    Ok(Pages::of(&next.into_js_value()))
}

/// The next page. Where an endpoint cannot give it, the next one goes on from the last checkpoint.
async fn page(readers: &Readers, reading: &RefCell<Reading>) -> Result<Option<HistoryPage>, Error> {
    loop {
        let place = reading.borrow().reader;
        let Some(reader) = readers.at(place) else { return Err(ChainError::NoEndpoint.into()) };
        match page_of(reader, reading).await {
            Err(error) if takes_over(&error) && readers.at(place.saturating_add(1)).is_some() => {
                reading.borrow_mut().reader = place.saturating_add(1);
            }
            other => return other,
        }
    }
}

/// A generator asks for one page at a time: while it is read, its scan is out of the cell. Its checkpoint is not: a page that was not handed over
/// is read again.
async fn page_of(reader: &Reader, reading: &RefCell<Reading>) -> Result<Option<HistoryPage>, Error> {
    let begun = reading.borrow_mut().scan.take();
    let mut scan = match begun {
        Some(scan) => scan,
        None => {
            let (filter, checkpoint) = {
                let reading = reading.borrow();
                (reading.filter.clone(), reading.checkpoint.clone())
            };
            reader.history(filter, checkpoint).await?
        }
    };
    let page = reader.history_page(&mut scan).await?.map(|page| HistoryPage::new(&page, &scan));
    let mut reading = reading.borrow_mut();
    reading.checkpoint = Some(scan.checkpoint());
    reading.scan = Some(scan);
    Ok(page)
}

/// What an indexer has.
pub(super) async fn indexed(readers: &Readers, given: IndexedOptions) -> Result<Indexed, Error> {
    let filter = filter(readers.chain(), &given.holder, &given.assets, given.from)?;
    let indexer = chain::Indexer::new(Endpoint::indexer(&given.indexer));
    let question = async |reader: &Reader| {
        let to = match given.to {
            Some(to) => to,
            None => reader.ledger().await?.at().number,
        };
        Ok(Indexed { logs: facts(&reader.indexed(&indexer, &filter, to).await?) })
    };
    readers.ask(question).await
}

/// What the chain says to it.
pub(super) async fn confirm(readers: &Readers, given: ConfirmOptions) -> Result<Confirmation, Error> {
    let filter = filter(readers.chain(), &given.holder, &given.assets, given.from)?;
    let claimed = super::given::logs(&given.logs)?;
    let question = async |reader: &Reader| {
        let found = reader.confirm(&filter, &claimed).await?;
        Ok(Confirmation {
            confirmed: facts(&found.confirmed),
            unfounded: facts(&found.unfounded),
            omitted: facts(&found.omitted),
            repeated: facts(&found.repeated),
        })
    };
    readers.ask(question).await
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
