//! The page's end of the line to the proofs' worker (see [`crate::prover`]).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use assay_sdk::chain::{Engine, EngineError, Running};
use assay_sdk::proof::wire::{decode_ran, encode_jobs};
use assay_sdk::proof::{Job, ProvenState};
use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::Worker;

use super::js::words;
use super::line::{Line, Lines};

/// Gas is bounded, so that a run ends; a worker that is silent for this long, in milliseconds, is gone.
const PATIENCE: u32 = 60_000;

type Answered = Result<Vec<u8>, EngineError>;

/// Runs contracts in a worker, which starts with the first question. Cheap to clone; all clones speak to one worker. One that fails is
/// stopped, and the next question starts another.
#[derive(Clone, Default)]
pub struct ProofRoom {
    line: Rc<Lines>,
    waiting: Rc<RefCell<BTreeMap<u32, oneshot::Sender<Answered>>>>,
    next: Rc<Cell<u32>>,
}

impl std::fmt::Debug for ProofRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProofRoom")
    }
}

fn unavailable(reason: impl Into<String>) -> EngineError {
    EngineError::Unavailable { reason: reason.into() }
}

impl Engine for ProofRoom {
    fn run<'a>(&'a self, state: &'a ProvenState, jobs: &'a [Job]) -> Running<'a> {
        Box::pin(async move {
            if jobs.is_empty() {
                return Ok(Vec::new());
            }
            let answer = self.ask(&encode_jobs(state, jobs)).await?;
            decode_ran(&answer).map_err(|error| unavailable(error.to_string()))
        })
    }
}

impl ProofRoom {
    async fn ask(&self, jobs: &[u8]) -> Answered {
        let worker = self.worker().await?;
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        let bytes = Uint8Array::from([number.to_le_bytes().as_slice(), jobs].concat().as_slice());
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(number, sender);
        if let Err(error) = worker.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer())) {
            self.waiting.borrow_mut().remove(&number);
            return Err(unavailable(words(&error)));
        }
        let room = self.clone();
        let patience = Timeout::new(PATIENCE, move || room.stop("it did not answer"));
        let answer = receiver.await.unwrap_or_else(|_| Err(unavailable("it was stopped")));
        drop(patience.cancel());
        answer
    }

    async fn worker(&self) -> Result<Worker, EngineError> {
        let open = |worker: &Worker| {
            let (hears, fails) = (self.clone(), self.clone());
            Line::open(worker, move |data| hears.hear(data), move |why| fails.stop(why))
        };
        self.line.running("proofs", open).await.map_err(|error| unavailable(words(&error)))
    }

    fn hear(&self, data: &JsValue) {
        let Some(bytes) = data.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec) else { return };
        if let Some((number, ran)) = bytes.split_first_chunk::<4>() {
            let asker = self.waiting.borrow_mut().remove(&u32::from_le_bytes(*number));
            // The asker may have gone away meanwhile: then nobody needs the answer.
            let _unheard = asker.map(|asker| asker.send(Ok(ran.to_vec())));
        }
    }

    fn stop(&self, why: &str) {
        self.line.end();
        for (_, asker) in std::mem::take(&mut *self.waiting.borrow_mut()) {
            let _unheard = asker.send(Err(unavailable(why)));
        }
    }
}
