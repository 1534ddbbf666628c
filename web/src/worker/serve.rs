//! The line to the page: JSON text in, JSON text out, one question at a time.

use std::cell::Cell;
use std::time::Duration;

use futures_channel::mpsc;
use js_sys::{Function, Reflect, global};
use serde::Deserialize;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::MessageEvent;
use zeroize::Zeroizing;

use super::desk::Desk;
use super::protocol::{Answer, Call, KeyError, KeyErrorKind, Message, News, Request};
use super::refusal::refusal;
use super::room::{Effort, Room};
use crate::services::clock;
use crate::services::storage::Storage;

/// Where sealed wallets are stored.
const DATABASE: &str = "assay-keys";
/// What an unlock may take on the device where the wallet was made.
const UNLOCK_TIME: Duration = Duration::from_millis(750);

/// A message of which at least the number could be read.
#[derive(Deserialize)]
struct Numbered {
    id: u32,
}

/// Starts to serve the page. Called once, by the worker's program.
pub fn run() {
    std::panic::set_hook(Box::new(|panic| fail(panic.location())));
    let (sender, receiver) = mpsc::unbounded();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match read(&event.data()) {
        Heard::Question(request) => {
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
    wasm_bindgen_futures::spawn_local(serve(receiver));
}

/// What a message is.
#[derive(Debug)]
enum Heard {
    Question(Request),
    /// A number, and nothing that is known.
    Nonsense {
        id: u32,
    },
    /// Nobody waits for an answer to it.
    Nothing,
}

fn read(data: &JsValue) -> Heard {
    let Some(text) = data.as_string().map(Zeroizing::new) else {
        return Heard::Nothing;
    };
    match serde_json::from_str::<Request>(&text) {
        Ok(request) => Heard::Question(request),
        Err(_) => {
            serde_json::from_str::<Numbered>(&text).map_or(Heard::Nothing, |Numbered { id }| Heard::Nonsense { id })
        }
    }
}

async fn serve(mut questions: mpsc::UnboundedReceiver<Request>) {
    let mut desk = None;
    while let Ok(Request { id, call }) = questions.recv().await {
        post(&Message::Reply { id, result: answer(&mut desk, call).await });
    }
}

/// Opens the storage at the first question, and again after a failure: the user may have allowed it meanwhile.
async fn answer(desk: &mut Option<Desk<Storage>>, call: Call) -> Result<Answer, KeyError> {
    if desk.is_none() {
        let effort = Effort::Fitting { target: UNLOCK_TIME, clock: clock::elapsed };
        *desk = Some(Desk::new(Room::new(effort), Storage::open(DATABASE).await?, clock::millis));
    }
    match desk {
        Some(desk) => desk.answer(call).await,
        None => Err(refusal(KeyErrorKind::Unavailable, "The key worker has no storage.")),
    }
}

fn post<T: serde::Serialize>(message: &T) {
    let Ok(text) = serde_json::to_string(message).map(Zeroizing::new) else {
        return;
    };
    let sent = Reflect::get(&global(), &"postMessage".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|post| post.call1(&global(), &JsValue::from_str(&text)));
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
