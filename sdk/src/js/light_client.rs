//! `@assay/sdk/light-client`: the beacon chain's light client in a module of its own, loaded by whoever wants a proven block.
//!
//! Bytes in, plain objects out. It reads SSZ alone and asks nobody: fetching is the caller's, and so is the clock. Options are read field by
//! field: the generic way would weigh as much as the light client's own rules.

use js_sys::{Object, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use super::error::assay_error;
use super::object::{Options, number, refused, set};
use crate::error::{ErrorCode, light_client_details};
use crate::proof::beacon::{
    BeaconError, Bootstrap, Fork, Network, Progress, SavedCheckpoint, Store, Strength, Update, Verified,
    WEAK_SUBJECTIVITY,
};
use crate::units::{Seconds, Timestamp};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** From where a light client starts. */
export interface LightClientOptions {
  /** CAIP-2 of the chain whose execution blocks are wanted: `"eip155:1"`, or those of Sepolia, Hoodi and Gnosis. */
  chain: string;
  /** The root of a beacon block that you trust, or a text that `checkpoint()` gave earlier. */
  checkpoint: string;
  /** The answer to `/eth/v1/beacon/light_client/bootstrap/{root}` in SSZ. */
  bootstrap: Uint8Array;
  /** That answer's `Eth-Consensus-Version`, where it can be read. */
  version?: string;
  /** The time, in seconds since 1970. */
  now: number;
  /** How old the checkpoint may be, in seconds. 14 days by default: above that it is refused. */
  maxAge?: number;
}

/** An answer of a beacon endpoint in SSZ. */
export interface LightClientAnswer {
  /** Its bytes. */
  answer: Uint8Array;
  /** Its `Eth-Consensus-Version`, where it can be read. A list of updates names the forks itself. */
  version?: string;
  /** The time, in seconds since 1970. */
  now: number;
}

/** At which time. */
export interface Moment {
  /** In seconds since 1970. */
  now: number;
}

/** What an update brought; a field is absent where it brought none of it. */
export interface LightClientProgress {
  /** The slot of a later finalized header. */
  finalized?: number;
  /** The slot of a later header that two thirds of the sync committee signed. */
  optimistic?: number;
  /** The period of a sync committee that was not known before. */
  committee?: number;
}

/** An execution block that follows from the checkpoint. */
export interface VerifiedBlock {
  /** Its hash. */
  blockHash: string;
  /** Its state root; absent from the fork Gloas on, where it follows from the header of that hash. */
  stateRoot?: string;
  /** Its height; absent from Gloas on. */
  number?: number;
  /** Its time, in seconds since 1970; absent from Gloas on. */
  timestamp?: number;
  /** The slot of the beacon block that proves it. */
  slot: number;
  /** The root of that beacon block. */
  beaconRoot: string;
  /** Whether it is finalized, or signed by two thirds of the sync committee and can still be reorganised away. */
  strength: "finalized" | "optimistic";
  /** How long ago the slot began, in seconds. */
  age: number;
  /** The root of the beacon block that you trust, from which all this follows. */
  checkpoint: string;
}
"#;

/// What is known of a beacon chain, starting from a checkpoint that the user trusts. Whatever is refused is thrown as an `AssayError` and changes
/// nothing.
#[wasm_bindgen]
#[derive(Debug)]
pub struct LightClient {
    store: Store,
    age: Seconds,
}

type Read = fn(&Network, Option<Fork>, &[u8]) -> Result<Update, BeaconError>;

#[wasm_bindgen]
impl LightClient {
    /// Starts from a checkpoint.
    ///
    /// ```js
    /// const client = new LightClient({ chain: 'eip155:1', checkpoint, bootstrap, now });
    /// show(client.checkpointAge, client.wantedPeriod, client.periodAt({ now })); // which updates to ask for
    /// client.updates({ answer: updates, now });
    /// client.finalityUpdate({ answer: finality, now });
    /// client.optimisticUpdate({ answer: optimistic, now });
    /// const { blockHash, age } = client.finalized({ now }); // of which calls and balances can be proven
    /// const newest = client.optimistic({ now }).blockHash; // can still be reorganised away
    /// store(client.checkpoint()); // to start from next time
    /// client.free();
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "LightClientOptions")] options: &JsValue,
    ) -> Result<Self, JsValue> {
        let given = Options(options);
        let (now, limit) = (given.now()?, given.whole("maxAge")?.map_or(WEAK_SUBJECTIVITY, Seconds));
        let (chain, checkpoint) = (given.text("chain")?, given.text("checkpoint")?);
        let started = begun(
            &chain,
            &checkpoint,
            &given.bytes("bootstrap")?,
            given.optional_text("version")?.as_deref(),
            (now, limit),
        );
        started.map_err(|error| thrown(&error))
    }

    /// How old the checkpoint was at the start, in seconds: to be shown.
    #[wasm_bindgen(getter, js_name = checkpointAge)]
    pub fn checkpoint_age(&self) -> Result<f64, JsValue> {
        number("checkpointAge", self.age.0)
    }

    /// The first period whose update is wanted: `start_period` of the next question for updates.
    #[wasm_bindgen(getter, js_name = wantedPeriod)]
    pub fn wanted_period(&self) -> Result<f64, JsValue> {
        number("wantedPeriod", self.store.wanted_period())
    }

    /// The sync-committee period at a time.
    #[wasm_bindgen(js_name = periodAt)]
    pub fn period_at(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Moment")] options: &JsValue,
    ) -> Result<f64, JsValue> {
        let network = self.store.network();
        let slot = network.slot_at(Options(options).now()?).map_err(|error| thrown(&error))?;
        number("periodAt", network.period_of(slot))
    }

    /// Takes the answer to a question for updates.
    #[wasm_bindgen(unchecked_return_type = "LightClientProgress")]
    pub fn updates(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "LightClientAnswer")] options: &JsValue,
    ) -> Result<Object, JsValue> {
        let given = Options(options);
        let updates = Update::list_from_ssz(self.store.network(), &given.bytes("answer")?);
        self.take(&updates.map_err(|error| thrown(&error))?, given.now()?)
    }

    /// Takes a finality update.
    #[wasm_bindgen(js_name = finalityUpdate, unchecked_return_type = "LightClientProgress")]
    pub fn finality_update(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "LightClientAnswer")] options: &JsValue,
    ) -> Result<Object, JsValue> {
        self.one(Update::finality_from_ssz, options)
    }

    /// Takes an optimistic update.
    #[wasm_bindgen(js_name = optimisticUpdate, unchecked_return_type = "LightClientProgress")]
    pub fn optimistic_update(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "LightClientAnswer")] options: &JsValue,
    ) -> Result<Object, JsValue> {
        self.one(Update::optimistic_from_ssz, options)
    }

    /// The last block that is finalized.
    #[wasm_bindgen(unchecked_return_type = "VerifiedBlock")]
    pub fn finalized(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Moment")] options: &JsValue,
    ) -> Result<Object, JsValue> {
        verified(&self.store.finalized(Options(options).now()?))
    }

    /// The last block that two thirds of the sync committee signed.
    #[wasm_bindgen(unchecked_return_type = "VerifiedBlock")]
    pub fn optimistic(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Moment")] options: &JsValue,
    ) -> Result<Object, JsValue> {
        verified(&self.store.optimistic(Options(options).now()?))
    }

    /// The last finalized block as a text to keep, and to start from next time.
    pub fn checkpoint(&self) -> String {
        self.store.save().to_string()
    }

    fn one(&mut self, read: Read, options: &JsValue) -> Result<Object, JsValue> {
        let given = Options(options);
        let (answer, version, now) = (given.bytes("answer")?, given.optional_text("version")?, given.now()?);
        let update = fork(version.as_deref()).and_then(|fork| read(self.store.network(), fork, &answer));
        self.take(&[update.map_err(|error| thrown(&error))?], now)
    }

    fn take(&mut self, updates: &[Update], now: Timestamp) -> Result<Object, JsValue> {
        let mut progress = Progress::default();
        for update in updates {
            match self.store.process(update, now) {
                Ok(brought) => progress = progress.and(brought),
                // Among several there may be one that is known.
                Err(BeaconError::NoNews { .. }) if updates.len() > 1 => {}
                Err(error) => return Err(thrown(&error)),
            }
        }
        let object = Object::new();
        let fields =
            [("finalized", progress.finalized), ("optimistic", progress.optimistic), ("committee", progress.committee)];
        for (name, value) in fields {
            if let Some(value) = value {
                set(&object, name, number(name, value)?);
            }
        }
        Ok(object)
    }
}

impl Options<'_> {
    fn bytes(&self, name: &'static str) -> Result<Vec<u8>, JsValue> {
        let value = self.field(name);
        let bytes = value.as_ref().and_then(|value| value.dyn_ref::<Uint8Array>());
        bytes.map(Uint8Array::to_vec).ok_or_else(|| refused(name, "a Uint8Array"))
    }

    fn now(&self) -> Result<Timestamp, JsValue> {
        self.whole("now")?.map(Timestamp).ok_or_else(|| refused("now", "a time in seconds since 1970"))
    }
}

fn begun(
    chain: &str,
    checkpoint: &str,
    bootstrap: &[u8],
    version: Option<&str>,
    (now, limit): (Timestamp, Seconds),
) -> Result<LightClient, BeaconError> {
    let refused = || BeaconError::Malformed {
        what: "chain",
        got: chain.to_owned(),
        expected: "the CAIP-2 name of a chain that a light client can follow",
    };
    let network = chain.parse().ok().and_then(Network::of_chain).ok_or_else(refused)?;
    let root = if checkpoint.starts_with("0x") {
        SavedCheckpoint::root(checkpoint)?
    } else {
        checkpoint.parse::<SavedCheckpoint>()?.start(network, now, limit)?.0
    };
    let bootstrap = Bootstrap::from_ssz(network, fork(version)?, bootstrap)?;
    let started = Store::bootstrap(network, root, bootstrap, now, limit)?;
    Ok(LightClient { store: started.store, age: started.age })
}

fn fork(version: Option<&str>) -> Result<Option<Fork>, BeaconError> {
    version.map(Fork::from_name).transpose()
}

fn verified(block: &Verified) -> Result<Object, JsValue> {
    let object = Object::new();
    let text = |name, value: &dyn ToString| set(&object, name, value.to_string());
    text("blockHash", &block.block_hash);
    text("beaconRoot", &block.beacon_root);
    text("checkpoint", &block.checkpoint);
    set(&object, "slot", number("slot", block.slot)?);
    set(&object, "age", number("age", block.age.0)?);
    set(
        &object,
        "strength",
        match block.strength {
            Strength::Finalized => "finalized",
            Strength::Optimistic => "optimistic",
        },
    );
    if let Some(payload) = &block.payload {
        text("stateRoot", &payload.state_root);
        set(&object, "number", number("number", payload.number)?);
        set(&object, "timestamp", number("timestamp", payload.timestamp.0)?);
    }
    Ok(object)
}

/// What an export throws.
#[cold]
fn thrown(error: &BeaconError) -> JsValue {
    assay_error(&error.to_string(), ErrorCode::from(error), &light_client_details(error))
}
