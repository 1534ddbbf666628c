//! The page's end of the line to the light client's worker (see [`crate::beacon`]): it fetches for the worker, and hears what was verified.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use assay_sdk::chain::{Fetch, Limits, Rest as _};
use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::Worker;

use super::js::words;
use super::line::{Line, Lines};
use crate::beacon::protocol::{Failure, Follow, Kind, Known, Refusal, ToPage, ToWorker, decode, encode, is_fetched};

/// A step takes a few exchanges with each endpoint; a worker that has not come to its end after this many milliseconds is gone.
const PATIENCE: u32 = 180_000;
/// 128 updates are 3.4 MB.
const LIMITS: Limits = Limits { time: Duration::from_secs(20), bytes: 4 * 1024 * 1024 };

type Came = Result<Box<Known>, Refusal>;

/// Follows beacon chains in a worker, which starts with the first question. Cheap to clone; all clones speak to one worker. One that fails is
/// stopped, and the next question starts another.
#[derive(Clone, Default)]
pub struct BeaconRoom {
    line: Rc<Lines>,
    endpoints: Rc<RefCell<Vec<Fetch>>>,
    waiting: Rc<RefCell<BTreeMap<u32, oneshot::Sender<Came>>>>,
    next: Rc<Cell<u32>>,
}

impl std::fmt::Debug for BeaconRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BeaconRoom")
    }
}

fn unavailable(why: impl Into<String>) -> Refusal {
    Refusal::new("light-client-unavailable", format!("the light client could not work: {}", why.into()))
}

impl BeaconRoom {
    /// One step of following, by these endpoints, which stand in the order in which `follow` names them.
    ///
    /// # Errors
    /// What was refused, or why the worker could not be asked.
    pub async fn follow(&self, follow: Follow, endpoints: &[String]) -> Came {
        let worker = self.worker().await?;
        self.endpoints.replace(endpoints.iter().map(|url| Fetch::with_limits(url, LIMITS)).collect());
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(number, sender);
        if let Err(why) = post(&worker, &ToWorker::Follow(Follow { number, ..follow }), &[]) {
            self.waiting.borrow_mut().remove(&number);
            return Err(unavailable(why));
        }
        let room = self.clone();
        let patience = Timeout::new(PATIENCE, move || room.stop("it did not answer"));
        let came = receiver.await.unwrap_or_else(|_| Err(unavailable("it was stopped")));
        drop(patience.cancel());
        came
    }

    /// The first step, in a worker of its own that ends with it: for endpoints that are not in use yet.
    ///
    /// # Errors
    /// As [`BeaconRoom::follow`].
    pub async fn try_out(follow: Follow, endpoints: &[String]) -> Came {
        let room = Self::default();
        let came = room.follow(follow, endpoints).await;
        room.line.end();
        came
    }

    async fn worker(&self) -> Result<Worker, Refusal> {
        let open = |worker: &Worker| {
            let (hears, fails) = (self.clone(), self.clone());
            Line::open(worker, move |data| hears.hear(data), move |why| fails.stop(why))
        };
        self.line.running("beacon", open).await.map_err(|error| unavailable(words(&error)))
    }

    fn hear(&self, data: &JsValue) {
        let bytes = data.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default();
        match decode::<ToPage>(&bytes) {
            Some((ToPage::Followed { number, came }, _)) => {
                let asker = self.waiting.borrow_mut().remove(&number);
                let _unheard = asker.map(|asker| asker.send(came));
            }
            Some((ToPage::Fetch { number, endpoint, path, accept }, _)) => {
                let room = self.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    let (came, body) = match room.fetch(endpoint, &path, &accept).await {
                        Ok((kind, body)) => (Ok(kind), body),
                        Err(failure) => (Err(failure), Vec::new()),
                    };
                    if let Some(worker) = room.line.worker() {
                        // A worker that cannot be told is found silent.
                        let _told = post(&worker, &ToWorker::Fetched { number, came }, &body);
                    }
                });
            }
            None => self.stop("it said something that makes no sense"),
        }
    }

    async fn fetch(&self, endpoint: usize, path: &str, accept: &str) -> Result<(Kind, Vec<u8>), Failure> {
        if !is_fetched(path) {
            return Err(Failure::BadAddress("not a resource of light clients".to_owned()));
        }
        let endpoint = self.endpoints.borrow().get(endpoint).cloned();
        let endpoint = endpoint.ok_or_else(|| Failure::BadAddress("no such endpoint".to_owned()))?;
        endpoint.get(path, accept).await.map(Kind::of).map_err(|error| Failure::of(&error))
    }

    fn stop(&self, why: &str) {
        self.line.end();
        for (_, asker) in std::mem::take(&mut *self.waiting.borrow_mut()) {
            let _unheard = asker.send(Err(unavailable(why)));
        }
    }
}

fn post(worker: &Worker, message: &ToWorker, body: &[u8]) -> Result<(), String> {
    let bytes = Uint8Array::from(encode(message, body).as_slice());
    worker.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer())).map_err(|error| words(&error))
}
