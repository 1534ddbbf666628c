//! The page's end of the line to a worker that is asked by bytes and answers by bytes (see [`crate::serving`]).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::Worker;

use super::js::words;
use super::line::{Line, Lines};

/// Every question ends; a worker that is silent for this long, in milliseconds, is gone.
const PATIENCE: u32 = 60_000;

/// What was answered, or why nothing was.
type Answered = Result<Vec<u8>, String>;

/// A worker, which starts with the first question. Cheap to clone; all clones speak to one worker. One that fails is stopped, and the next
/// question starts another.
#[derive(Clone)]
pub(super) struct Exchange {
    /// What the boot script calls its room.
    room: &'static str,
    line: Rc<Lines>,
    waiting: Rc<RefCell<BTreeMap<u32, oneshot::Sender<Answered>>>>,
    next: Rc<Cell<u32>>,
}

impl Exchange {
    pub(super) fn new(room: &'static str) -> Self {
        Self { room, line: Rc::default(), waiting: Rc::default(), next: Rc::default() }
    }

    /// Asks, and waits for the answer.
    pub(super) async fn ask(&self, question: &[u8]) -> Answered {
        let worker = self.worker().await?;
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        let bytes = Uint8Array::from([number.to_le_bytes().as_slice(), question].concat().as_slice());
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(number, sender);
        if let Err(error) = worker.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer())) {
            self.waiting.borrow_mut().remove(&number);
            return Err(words(&error));
        }
        let exchange = self.clone();
        let patience = Timeout::new(PATIENCE, move || exchange.stop("it did not answer"));
        let answer = receiver.await.unwrap_or_else(|_| Err("it was stopped".to_owned()));
        drop(patience.cancel());
        answer
    }

    async fn worker(&self) -> Result<Worker, String> {
        let open = |worker: &Worker| {
            let (hears, fails) = (self.clone(), self.clone());
            Line::open(worker, move |data| hears.hear(data), move |why| fails.stop(why))
        };
        self.line.running(self.room, open).await.map_err(|error| words(&error))
    }

    fn hear(&self, data: &JsValue) {
        let Some(bytes) = data.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec) else { return };
        if let Some((number, answer)) = bytes.split_first_chunk::<4>() {
            let asker = self.waiting.borrow_mut().remove(&u32::from_le_bytes(*number));
            // The asker may have gone away meanwhile: then nobody needs the answer.
            let _unheard = asker.map(|asker| asker.send(Ok(answer.to_vec())));
        }
    }

    fn stop(&self, why: &str) {
        self.line.end();
        for (_, asker) in std::mem::take(&mut *self.waiting.borrow_mut()) {
            let _unheard = asker.send(Err(why.to_owned()));
        }
    }
}
