//! The room where the beacon chain is followed: a worker of its own, in a wasm module of its own, which may reach no network. The page fetches
//! for it, and is told nothing but what has been verified.

pub mod protocol;
mod step;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

use assay_sdk::chain::{Resource, Rest, TransportError};
use assay_sdk::evidence::Origin;
use futures_channel::oneshot;
use js_sys::{Array, Function, Reflect, Uint8Array, global};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::MessageEvent;

use protocol::{Failure, ToPage, ToWorker, decode, encode};
use step::Session;

type Came = Result<Resource, Failure>;

/// Resources that the page has been asked for.
#[derive(Default)]
struct Wanted {
    next: Cell<u32>,
    waiting: RefCell<BTreeMap<u32, oneshot::Sender<Came>>>,
}

/// An endpoint that the page asks.
struct Asked {
    wanted: Rc<Wanted>,
    endpoint: usize,
    origin: Origin,
}

impl Rest for Asked {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn get(&self, path: &str, accept: &str) -> impl Future<Output = Result<Resource, TransportError>> {
        let (path, accept) = (path.to_owned(), accept.to_owned());
        async move {
            let number = self.wanted.next.get();
            self.wanted.next.set(number.wrapping_add(1));
            let (sender, receiver) = oneshot::channel();
            self.wanted.waiting.borrow_mut().insert(number, sender);
            post(&ToPage::Fetch { number, endpoint: self.endpoint, path, accept });
            let came = receiver.await.unwrap_or_else(|_| Err(Failure::Refused("the page gave it up".to_owned())));
            came.map_err(|failure| failure.at(self.origin.clone()))
        }
    }
}

/// Starts to serve the page. Called once, by the worker's program.
pub fn run() {
    let wanted = Rc::new(Wanted::default());
    let session = Rc::new(RefCell::new(None));
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(bytes) = event.data().dyn_ref::<Uint8Array>() {
            hear(&bytes.to_vec(), &wanted, &session);
        }
    });
    // Fails only where there is no global object to put it on, and then there is no page either.
    let _set = Reflect::set(&global(), &"onmessage".into(), &listener.into_js_value());
}

/// What is no message is not answered: the page gives up waiting by itself.
fn hear(message: &[u8], wanted: &Rc<Wanted>, session: &Rc<RefCell<Option<Session<Asked>>>>) {
    match decode::<ToWorker>(message) {
        Some((ToWorker::Fetched { number, came }, body)) => {
            let asker = wanted.waiting.borrow_mut().remove(&number);
            let _unheard = asker.map(|asker| asker.send(came.map(|kind| kind.with(body.to_vec()))));
        }
        Some((ToWorker::Follow(follow), _)) => {
            let (wanted, session) = (Rc::clone(wanted), Rc::clone(session));
            let endpoint = move |(endpoint, origin)| Asked { wanted: Rc::clone(&wanted), endpoint, origin };
            wasm_bindgen_futures::spawn_local(async move {
                // Taken out while it works: a second question before the first is answered starts anew.
                let before = session.borrow_mut().take();
                let (after, came) = step::follow(before, &follow, endpoint).await;
                *session.borrow_mut() = after;
                post(&ToPage::Followed { number: follow.number, came: came.map(Box::new) });
            });
        }
        None => {}
    }
}

fn post(message: &ToPage) {
    let bytes = Uint8Array::from(encode(message, &[]).as_slice());
    let transfer = Array::of1(&bytes.buffer());
    let sent = Reflect::get(&global(), &"postMessage".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|post| post.call2(&global(), &bytes, &transfer));
    // Without a page there is nobody to tell.
    let _unheard: Result<JsValue, JsValue> = sent;
}
