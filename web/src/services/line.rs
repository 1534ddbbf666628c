//! The page's line to one running worker.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::js::start;

/// A running worker with those who listen to it. Dropping it would silence the worker.
pub(super) struct Line {
    worker: Worker,
    _hears: Closure<dyn Fn(MessageEvent)>,
    _fails: Closure<dyn Fn(ErrorEvent)>,
}

impl Line {
    /// Listens to a worker: to what it says, and to its failing.
    pub(super) fn open(worker: &Worker, hear: impl Fn(&JsValue) + 'static, fail: impl Fn(&str) + 'static) -> Self {
        let hears = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(&event.data()));
        let fails = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| fail(&event.message()));
        worker.set_onmessage(Some(hears.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fails.as_ref().unchecked_ref()));
        Self { worker: worker.clone(), _hears: hears, _fails: fails }
    }

    fn end(self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        // This may run inside one of its listeners, which must outlive the call.
        wasm_bindgen_futures::spawn_local(async move { drop(self) });
    }
}

/// A line that is opened with the first question, and again after it was ended.
#[derive(Default)]
pub(super) struct Lines {
    open: RefCell<Option<Line>>,
    /// The worker that is being started, for all who wait for it.
    starting: RefCell<Option<Promise>>,
}

impl Lines {
    /// The worker of the open line, if there is one.
    pub(super) fn worker(&self) -> Option<Worker> {
        self.open.borrow().as_ref().map(|line| line.worker.clone())
    }

    /// The worker of the open line; where there is none, one that the boot script starts for this room, and that `listen` listens to.
    pub(super) async fn running(&self, room: &str, listen: impl Fn(&Worker) -> Line) -> Result<Worker, JsValue> {
        loop {
            if let Some(worker) = self.worker() {
                return Ok(worker);
            }
            let under_way = self.starting.borrow().clone();
            let promise = match under_way {
                Some(promise) => promise,
                None => self.starting.borrow_mut().insert(start(room)?).clone(),
            };
            let worker = JsFuture::from(promise.clone()).await;
            // The first of those who waited listens to it; the others find the line open, or ended again.
            let is_first = self.starting.borrow_mut().take_if(|starting| **starting == *promise).is_some();
            let worker = worker?.dyn_into::<Worker>()?;
            if is_first {
                *self.open.borrow_mut() = Some(listen(&worker));
            }
        }
    }

    /// Ends the open line, and its worker with all that it held.
    pub(super) fn end(&self) {
        let line = self.open.borrow_mut().take();
        if let Some(line) = line {
            line.end();
        }
    }
}
