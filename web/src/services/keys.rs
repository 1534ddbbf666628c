//! The page's end of the line to the key worker.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::prelude::JsValue;
use web_sys::Worker;

use super::js::words;
use super::line::{Line, Lines};
use super::scrub;
use crate::worker::protocol::{Answer, Call, KeyError, KeyErrorKind, KeyService, Message, News, Request, Status};
use crate::worker::wire::{pack, unpack};

type Listener = Rc<dyn Fn(News)>;
type Answered = Result<Answer, KeyError>;

/// The key worker, as the page sees it. Cheap to clone; all clones speak to one worker. A worker that fails is stopped, which wipes
/// what it held, and the next question starts another: the wallet is locked then, and nothing stored is lost.
#[derive(Clone, Default)]
pub struct KeyRoom {
    line: Rc<Lines>,
    waiting: Rc<RefCell<BTreeMap<u32, oneshot::Sender<Answered>>>>,
    next: Rc<Cell<u32>>,
    on_news: Rc<RefCell<Option<Listener>>>,
}

impl std::fmt::Debug for KeyRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyRoom")
    }
}

fn unavailable(what: &str) -> KeyError {
    KeyError {
        kind: KeyErrorKind::Unavailable,
        message: format!(
            "The key worker does not answer: {what}. Nothing stored is lost; reload the page and unlock again."
        ),
        wait_seconds: None,
    }
}

impl KeyService for KeyRoom {
    /// Asks the worker; where it does not answer that is [`KeyErrorKind::Unavailable`].
    async fn ask(&self, call: Call) -> Result<Answer, KeyError> {
        let worker = self.worker().await?;
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        let packed = pack(&Request { id, call }).map_err(|error| unavailable(&error.to_string()))?;
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(id, sender);
        let sent = worker.post_message_with_transfer(&packed.bytes, &packed.transfer);
        scrub::all();
        if let Err(error) = sent {
            self.waiting.borrow_mut().remove(&id);
            return Err(unavailable(&words(&error)));
        }
        receiver.await.map_err(|_| unavailable("it was stopped"))?
    }
}

impl KeyRoom {
    /// A room whose worker starts with the first question.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Who hears what the worker says unasked. [`News::Failed`] comes after the worker was stopped: what it held is gone.
    pub fn on_news(&self, listener: impl Fn(News) + 'static) {
        *self.on_news.borrow_mut() = Some(Rc::new(listener));
    }

    /// Sends a question whose answer nobody waits for, as when the page goes away. A worker that does not run holds nothing and
    /// is not started for it.
    pub fn tell(&self, call: Call) {
        let running = self.line.worker();
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        if let (Some(worker), Ok(packed)) = (running, pack(&Request { id, call })) {
            // A worker that is gone needs not be told.
            let _sent = worker.post_message_with_transfer(&packed.bytes, &packed.transfer);
        }
    }

    /// Asks something that is answered with the worker's status.
    ///
    /// # Errors
    /// As [`KeyRoom::ask`].
    pub async fn change(&self, call: Call) -> Result<Status, KeyError> {
        match self.ask(call).await? {
            Answer::Status(status) => Ok(status),
            Answer::Phrase { .. }
            | Answer::Ask { .. }
            | Answer::Recognised(_)
            | Answer::Derived { .. }
            | Answer::Share { .. }
            | Answer::PasskeyOffer(_)
            | Answer::File(_)
            | Answer::Signature { .. } => Err(unavailable("it answered another question")),
        }
    }

    /// The running worker; where there is none, the one that the page's boot script has started or starts now.
    async fn worker(&self) -> Result<Worker, KeyError> {
        let open = |worker: &Worker| {
            let (hears, fails) = (self.clone(), self.clone());
            Line::open(worker, move |data| hears.hear(data), move |why| fails.stop(why))
        };
        self.line.running("keys", open).await.map_err(|error| unavailable(&words(&error)))
    }

    fn hear(&self, data: &JsValue) {
        let message = unpack(data).map(|text| serde_json::from_slice(&text));
        match message {
            Some(Ok(Message::Reply { id, result })) => {
                let asker = self.waiting.borrow_mut().remove(&id);
                // The asker may have gone away meanwhile: then nobody needs the answer.
                let _unheard = asker.map(|asker| asker.send(result));
            }
            Some(Ok(Message::News(News::Failed { place }))) => self.stop(&format!("it failed at {place}")),
            Some(Ok(Message::News(news @ (News::Locked { .. } | News::Changed)))) => self.announce(news),
            // Not the worker's words: nothing is made of them.
            Some(Err(_)) | None => {}
        }
        scrub::all();
    }

    fn announce(&self, news: News) {
        let listener = self.on_news.borrow().clone();
        if let Some(listener) = listener {
            listener(news);
        }
    }

    /// Ends the worker, and with it all that it held, and tells everybody who waits.
    pub fn stop(&self, why: &str) {
        self.line.end();
        for (_, asker) in std::mem::take(&mut *self.waiting.borrow_mut()) {
            let _unheard = asker.send(Err(unavailable(why)));
        }
        self.announce(News::Failed { place: why.to_owned() });
    }
}
