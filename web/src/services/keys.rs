//! The page's end of the line to the key worker.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Function, Promise, Reflect, global};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

use crate::worker::protocol::{Answer, Call, KeyError, KeyErrorKind, Reply, Request, Status};

type Waiting = Rc<RefCell<BTreeMap<u32, oneshot::Sender<Result<Answer, KeyError>>>>>;

/// The key worker, as the page sees it. Cheap to clone; all clones speak to one worker.
#[derive(Clone)]
pub struct KeyRoom {
    worker: Worker,
    waiting: Waiting,
    next: Rc<Cell<u32>>,
    /// Dropping it would silence the worker's answers.
    _listener: Rc<Closure<dyn Fn(MessageEvent)>>,
}

impl std::fmt::Debug for KeyRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyRoom")
    }
}

fn unavailable(what: &str) -> KeyError {
    KeyError { kind: KeyErrorKind::Unavailable, message: format!("the key worker does not answer: {what}") }
}

impl KeyRoom {
    /// Starts the worker, or takes the one that the page's boot script has already started.
    ///
    /// # Errors
    /// [`KeyErrorKind::Unavailable`] where the browser would not start it.
    pub async fn start() -> Result<Self, KeyError> {
        let worker = async {
            let start = Reflect::get(&global(), &"assayWorker".into())?.dyn_into::<Function>()?;
            let promise = start.call0(&JsValue::UNDEFINED)?.dyn_into::<Promise>()?;
            JsFuture::from(promise).await?.dyn_into::<Worker>()
        };
        let worker = worker.await.map_err(|error| unavailable(&format!("{error:?}")))?;
        Ok(Self::listening_to(worker))
    }

    fn listening_to(worker: Worker) -> Self {
        let waiting = Waiting::default();
        let heard = Rc::clone(&waiting);
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let reply = event.data().as_string().and_then(|text| serde_json::from_str::<Reply>(&text).ok());
            if let Some(Reply { id, result }) = reply
                && let Some(sender) = heard.borrow_mut().remove(&id)
            {
                // The asker may have gone away meanwhile: then nobody needs the answer.
                let _unheard = sender.send(result);
            }
        });
        worker.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Self { worker, waiting, next: Rc::default(), _listener: Rc::new(listener) }
    }

    /// Asks the worker and waits for its answer.
    ///
    /// # Errors
    /// What the worker refused, or [`KeyErrorKind::Unavailable`].
    pub async fn ask(&self, call: Call) -> Result<Answer, KeyError> {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(id, sender);
        let text = serde_json::to_string(&Request { id, call }).map_err(|error| unavailable(&error.to_string()))?;
        self.worker.post_message(&JsValue::from_str(&text)).map_err(|error| unavailable(&format!("{error:?}")))?;
        receiver.await.map_err(|_| unavailable("it was stopped"))?
    }

    /// Asks something that is answered with the worker's status.
    ///
    /// # Errors
    /// As [`KeyRoom::ask`].
    pub async fn change(&self, call: Call) -> Result<Status, KeyError> {
        match self.ask(call).await? {
            Answer::Status(status) => Ok(status),
            Answer::Phrase { .. } | Answer::Signature { .. } => Err(unavailable("it answered another question")),
        }
    }
}
