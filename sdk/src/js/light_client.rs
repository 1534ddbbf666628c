//! `@assay/sdk/light-client`: the beacon chain's light client in a module of its own, loaded by whoever wants a proven block.
//!
//! Bytes in, plain objects out. It reads SSZ alone and asks nobody: fetching is the caller's, and so is the clock. Left out on purpose, for its
//! size: JSON, and options objects.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::assay_error;
use crate::error::ErrorCode;
use crate::proof::beacon::{
    BeaconError, Bootstrap, Fork, Network, Progress, SavedCheckpoint, Store, Strength, Update, Verified,
    WEAK_SUBJECTIVITY,
};
use crate::units::{Seconds, Timestamp};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
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
  /** The root of the beacon block that the user trusts, from which all this follows. */
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
    /// Starts from a checkpoint: the root of a beacon block (`0x…`), or a text that `checkpoint()` gave earlier. `chain` is that of the execution
    /// blocks (`eip155:1`), `bootstrap` the endpoint's answer in SSZ, `version` its `Eth-Consensus-Version` where it can be read, `now` the time in
    /// seconds since 1970. A checkpoint older than `maxAge` seconds (14 days) is refused.
    #[wasm_bindgen(constructor)]
    pub fn new(
        chain: &str,
        checkpoint: &str,
        bootstrap: &[u8],
        version: Option<String>,
        now: u32,
        #[wasm_bindgen(js_name = maxAge)] max_age: Option<u32>,
    ) -> Result<Self, JsValue> {
        let limit = max_age.map_or(WEAK_SUBJECTIVITY, |seconds| Seconds(seconds.into()));
        begun(chain, checkpoint, bootstrap, version, time(now), limit).map_err(|error| thrown(&error))
    }

    /// How old the checkpoint was at the start, in seconds: to be shown.
    #[wasm_bindgen(getter, js_name = checkpointAge)]
    pub fn checkpoint_age(&self) -> u32 {
        number(self.age.0)
    }

    /// The first period whose update is wanted: `start_period` of the next question for updates.
    #[wasm_bindgen(getter, js_name = wantedPeriod)]
    pub fn wanted_period(&self) -> u32 {
        number(self.store.wanted_period())
    }

    /// The sync-committee period at a time.
    #[wasm_bindgen(js_name = periodAt)]
    pub fn period_at(&self, now: u32) -> Result<u32, JsValue> {
        let network = self.store.network();
        let slot = network.slot_at(time(now)).map_err(|error| thrown(&error))?;
        Ok(number(network.period_of(slot)))
    }

    /// Takes the answer to a question for updates.
    #[wasm_bindgen(unchecked_return_type = "LightClientProgress")]
    pub fn updates(&mut self, answer: &[u8], now: u32) -> Result<Object, JsValue> {
        let updates = Update::list_from_ssz(self.store.network(), answer).map_err(|error| thrown(&error))?;
        self.take(&updates, now)
    }

    /// Takes a finality update.
    #[wasm_bindgen(js_name = finalityUpdate, unchecked_return_type = "LightClientProgress")]
    pub fn finality_update(&mut self, answer: &[u8], version: Option<String>, now: u32) -> Result<Object, JsValue> {
        self.one(Update::finality_from_ssz, answer, version, now)
    }

    /// Takes an optimistic update.
    #[wasm_bindgen(js_name = optimisticUpdate, unchecked_return_type = "LightClientProgress")]
    pub fn optimistic_update(&mut self, answer: &[u8], version: Option<String>, now: u32) -> Result<Object, JsValue> {
        self.one(Update::optimistic_from_ssz, answer, version, now)
    }

    /// The last block that is finalized.
    #[wasm_bindgen(unchecked_return_type = "VerifiedBlock")]
    pub fn finalized(&self, now: u32) -> Object {
        verified(&self.store.finalized(time(now)))
    }

    /// The last block that two thirds of the sync committee signed.
    #[wasm_bindgen(unchecked_return_type = "VerifiedBlock")]
    pub fn optimistic(&self, now: u32) -> Object {
        verified(&self.store.optimistic(time(now)))
    }

    /// The last finalized block as a text to keep, and to start from next time.
    pub fn checkpoint(&self) -> String {
        self.store.save().to_string()
    }

    fn one(&mut self, read: Read, answer: &[u8], version: Option<String>, now: u32) -> Result<Object, JsValue> {
        let update = fork(version).and_then(|fork| read(self.store.network(), fork, answer));
        self.take(&[update.map_err(|error| thrown(&error))?], now)
    }

    fn take(&mut self, updates: &[Update], now: u32) -> Result<Object, JsValue> {
        let mut progress = Progress::default();
        for update in updates {
            match self.store.process(update, time(now)) {
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
                set(&object, name, number(value));
            }
        }
        Ok(object)
    }
}

fn begun(
    chain: &str,
    checkpoint: &str,
    bootstrap: &[u8],
    version: Option<String>,
    now: Timestamp,
    limit: Seconds,
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

fn fork(version: Option<String>) -> Result<Option<Fork>, BeaconError> {
    version.as_deref().map(Fork::from_name).transpose()
}

fn time(now: u32) -> Timestamp {
    Timestamp(now.into())
}

/// Slots, periods and times fit for a century.
fn number(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    // Setting a field of a fresh object cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(name), &value.into());
}

fn verified(block: &Verified) -> Object {
    let object = Object::new();
    let text = |name, value: &dyn ToString| set(&object, name, value.to_string());
    text("blockHash", &block.block_hash);
    text("beaconRoot", &block.beacon_root);
    text("checkpoint", &block.checkpoint);
    set(&object, "slot", number(block.slot));
    set(&object, "age", number(block.age.0));
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
        set(&object, "number", number(payload.number));
        set(&object, "timestamp", number(payload.timestamp.0));
    }
    object
}

/// What an export throws.
fn thrown(error: &BeaconError) -> JsValue {
    assay_error(&error.to_string(), ErrorCode::from(error), &[])
}
