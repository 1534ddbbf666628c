//! One call of an asynchronous export: what ends it before its answer, and what it tells while it waits.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::{Function, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::AbortSignal;

use super::error::thrown;
use super::options::{answer, argument};
use crate::error::Error;
use crate::evidence::Origin;

#[wasm_bindgen(typescript_custom_section)]
const CALL_OPTIONS: &str = r#"/** What every asynchronous function takes among its options. */
export interface CallOptions {
    /** Ends the call: its promise rejects with the signal's reason, and nobody is asked any more. */
    signal?: AbortSignal | undefined;
    /** Called before each round trip. What it throws ends the call. */
    onProgress?: ((progress: Progress) => void) | undefined;
}

/** What is being read. */
export interface Progress {
    /** Round trips that this call has made before this one. */
    roundTrips: number;
    /** Who is asked. */
    origin: string;
    /** For what: `eth_getBlockByNumber` for a block, `eth_call` for contracts, `eth_simulateV1` for a rehearsal, `eth_getLogs` for logs. */
    methods: string[];
}
"#;

#[wasm_bindgen(raw_module = "./progress.js")]
extern "C" {
    #[wasm_bindgen(js_name = Progress)]
    type Report;

    /// Calls `on_progress`.
    #[wasm_bindgen(catch, static_method_of = Report, js_class = "Progress")]
    fn report(on_progress: &Function, round_trips: u32, origin: &str, requests: &str) -> Result<(), JsValue>;
}

/// What there is to know of a call while it runs.
#[derive(Default)]
struct Call {
    on_progress: Option<Function>,
    round_trips: Cell<u32>,
    /// Why it ends, once it does.
    reason: RefCell<Option<JsValue>>,
    waker: RefCell<Option<Waker>>,
}

thread_local! {
    /// The call that is being carried on: futures of a module run on one thread, and one at a time.
    static CURRENT: RefCell<Option<Rc<Call>>> = const { RefCell::new(None) };
}

/// Listens to a signal as long as it lives.
struct Listening {
    signal: AbortSignal,
    listener: Closure<dyn FnMut()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let listener = self.listener.as_ref().unchecked_ref();
        // What was added can be removed.
        let _ = self.signal.remove_event_listener_with_callback("abort", listener);
    }
}

/// Carries out an asynchronous export: reads its options, and does the work until its answer or until it is ended.
pub(super) async fn call<O, T, F>(given: Ts<O>, work: impl FnOnce(O) -> F) -> Result<Ts<T>, JsValue>
where
    O: Tsify + DeserializeOwned,
    T: Tsify + Serialize,
    F: Future<Output = Result<T, Error>>,
{
    let given = JsValue::from(given);
    let options = O::from_js(given.clone()).map_err(|why| thrown(argument("options", &why)))?;
    answer(watched(&given, work(options)).await?)
}

/// Does the work until its answer, or until the options' signal or callback ends it: then what is under way is dropped, and ends with it.
pub(super) async fn watched<F: Future>(options: &JsValue, work: F) -> Result<F::Output, JsValue> {
    let on_progress = option::<Function>(options, "onProgress", "a function").map_err(thrown)?;
    let signal = option::<AbortSignal>(options, "signal", "an AbortSignal").map_err(thrown)?;
    let call = Rc::new(Call { on_progress, ..Call::default() });
    let _listening = signal.map(|signal| listen(signal, &call));
    let mut work = pin!(work);
    poll_fn(|context| {
        if let Some(reason) = call.reason.take() {
            return Poll::Ready(Err(reason));
        }
        call.waker.replace(Some(context.waker().clone()));
        let before = CURRENT.replace(Some(Rc::clone(&call)));
        let polled = work.as_mut().poll(context);
        CURRENT.replace(before);
        match call.reason.take() {
            Some(reason) => Poll::Ready(Err(reason)),
            None => polled.map(Ok),
        }
    })
    .await
}

/// Tells the current call of a round trip that is about to be made. Does not return where the callback ends the call.
pub(super) async fn round_trip(origin: &Origin, body: &[u8]) {
    let Some(call) = CURRENT.with_borrow(Clone::clone) else { return };
    let done = call.round_trips.get();
    call.round_trips.set(done.saturating_add(1));
    let Some(on_progress) = &call.on_progress else { return };
    if let Err(reason) = Report::report(on_progress, done, &origin.to_string(), &String::from_utf8_lossy(body)) {
        call.reason.replace(Some(reason));
        pending::<()>().await;
    }
}

fn listen(signal: AbortSignal, call: &Rc<Call>) -> Listening {
    let end = {
        let (signal, call) = (signal.clone(), Rc::downgrade(call));
        move || {
            let Some(call) = call.upgrade() else { return };
            call.reason.replace(Some(signal.reason()));
            if let Some(waker) = call.waker.take() {
                waker.wake();
            }
        }
    };
    if signal.aborted() {
        end();
    }
    let listener = Closure::<dyn FnMut()>::new(end);
    // A signal takes listeners.
    let _ = signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
    Listening { signal, listener }
}

fn option<T: wasm_bindgen::JsCast>(options: &JsValue, name: &'static str, expected: &str) -> Result<Option<T>, Error> {
    let value = Reflect::get(options, &JsValue::from_str(name)).map_err(|_| argument(name, &"it cannot be read"))?;
    if value.is_undefined() {
        return Ok(None);
    }
    value.dyn_into().map(Some).map_err(|_| argument(name, &format!("expected {expected}")))
}
