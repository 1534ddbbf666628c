//! The line to the page, and to the workers of other tabs: one question at a time, while locking never waits.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc;
use gloo::timers::callback::Interval;
use js_sys::{Function, Reflect, global};
use serde::Deserialize;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::MessageEvent;

use super::desk::{Desk, Said};
use super::effort::Effort;
use super::presence::Moment;
use super::protocol::{Answer, Call, KeyError, KeyErrorKind, Message, News, Request};
use super::refusal::refusal;
use super::tabs::Tabs;
use super::wire::{pack, unpack};
use crate::services::storage::Storage;
use crate::services::{clock, scrub};

/// Where sealed wallets are stored.
const DATABASE: &str = "assay-keys";
/// What an unlock may take on the device where the wallet was made.
const UNLOCK_TIME: Duration = Duration::from_millis(750);
/// How often the worker looks whether it has been left alone for too long.
const LOOK_EVERY: u32 = 1000;

/// A message of which at least the number could be read.
#[derive(Deserialize)]
struct Numbered {
    id: u32,
}

/// The desk, once there is a storage for it, and those it speaks to.
#[derive(Clone)]
struct Worker {
    desk: Rc<RefCell<Option<Rc<Desk<Storage>>>>>,
    tabs: Rc<Tabs>,
}

/// Starts to serve the page. Called once, by the worker's program.
pub fn run() {
    std::panic::set_hook(Box::new(|panic| fail(panic.location())));
    let worker = Worker { desk: Rc::default(), tabs: Rc::new(Tabs::open()) };
    let (sender, receiver) = mpsc::unbounded();
    let here = worker.clone();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match read(&event.data()) {
        Heard::Question(request) => {
            here.with_desk(|desk| desk.heed(&request.call));
            // The receiver lives as long as the worker does.
            let _closed = sender.unbounded_send(request);
        }
        Heard::Nonsense { id } => {
            let error =
                refusal(KeyErrorKind::BadRequest, "The key worker does not know this question. Reload the page.");
            post(&Message::Reply { id, result: Err(error) });
        }
        Heard::Nothing => {}
    });
    // Fails only where there is no global object to put it on, and then there is no page either.
    let _set = Reflect::set(&global(), &"onmessage".into(), &listener.into_js_value());
    let here = worker.clone();
    worker.tabs.listen(move |word| here.with_desk(|desk| desk.hear(word)));
    let here = worker.clone();
    Interval::new(LOOK_EVERY, move || here.with_desk(Desk::tick)).forget();
    wasm_bindgen_futures::spawn_local(serve(worker, receiver));
}

/// What a message is.
#[derive(Debug)]
enum Heard {
    Question(Box<Request>),
    /// A number, and nothing that is known.
    Nonsense {
        id: u32,
    },
    /// Nobody waits for an answer to it.
    Nothing,
}

fn read(data: &JsValue) -> Heard {
    let Some(text) = unpack(data) else {
        return Heard::Nothing;
    };
    match serde_json::from_slice::<Request>(&text) {
        Ok(request) => Heard::Question(Box::new(request)),
        Err(_) => {
            serde_json::from_slice::<Numbered>(&text).map_or(Heard::Nothing, |Numbered { id }| Heard::Nonsense { id })
        }
    }
}

async fn serve(worker: Worker, mut questions: mpsc::UnboundedReceiver<Box<Request>>) {
    while let Ok(request) = questions.recv().await {
        let Request { id, call } = *request;
        // In a box of its own, which the allocator wipes when it is freed: this future never ends, and where the steps of an answer
        // lay within it, what they moved on would stay readable after the lock.
        let result = Box::pin(worker.answer(call)).await;
        post(&Message::Reply { id, result });
        worker.speak();
        scrub::all();
    }
}

impl Worker {
    /// Opens the storage at the first question, and again after a failure: the user may have allowed it meanwhile.
    async fn answer(&self, call: Call) -> Result<Answer, KeyError> {
        let desk = self.desk.borrow().clone();
        let desk = match desk {
            Some(desk) => desk,
            None => {
                let storage = Storage::open(DATABASE).await?;
                let effort = Effort::Fitting { target: UNLOCK_TIME, clock: clock::elapsed };
                let now = || Moment { wall: clock::millis(), steady: clock::elapsed() };
                let desk = Rc::new(Desk::new(storage, effort, now));
                *self.desk.borrow_mut() = Some(Rc::clone(&desk));
                desk.heed(&call);
                desk
            }
        };
        desk.answer(call).await
    }

    /// Where there is no desk yet, there is nothing to be done either.
    fn with_desk(&self, act: impl FnOnce(&Desk<Storage>)) {
        let desk = self.desk.borrow().clone();
        if let Some(desk) = desk {
            act(&desk);
            self.speak();
        }
    }

    /// Says what there is to say, and where that was a lock, wipes what it left on the stack.
    fn speak(&self) {
        let desk = self.desk.borrow().clone();
        for said in desk.map(|desk| desk.take_said()).unwrap_or_default() {
            match said {
                Said::News(news) => {
                    post(&Message::News(news));
                    scrub::all();
                }
                Said::ToTabs(word) => self.tabs.say(&word),
            }
        }
    }
}

fn post(message: &Message) {
    let Ok(packed) = pack(message) else {
        return;
    };
    let sent = Reflect::get(&global(), &"postMessage".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|post| post.call2(&global(), &packed.bytes, &packed.transfer));
    // Without a page there is nobody to tell.
    let _unheard = sent;
}

/// After a panic nothing in here can be relied on: say so, once, and where; never what was held.
fn fail(place: Option<&std::panic::Location<'_>>) {
    thread_local!(static SAID: Cell<bool> = const { Cell::new(false) });
    if !SAID.replace(true) {
        let failed = place.map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        post(&Message::News(News::Failed { place: failed }));
    }
}
