//! The page's line to one running worker.

use std::cell::RefCell;

use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::js::started;

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

    /// The worker at the other end.
    pub(super) const fn worker(&self) -> &Worker {
        &self.worker
    }

    /// Ends the worker, and with it all that it held.
    pub(super) fn end(self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        // This may run inside one of its listeners, which must outlive the call.
        wasm_bindgen_futures::spawn_local(async move { drop(self) });
    }
}

/// The worker of a line; where there is none, one that the boot script starts by this name, and that `open` listens to.
pub(super) async fn running(
    line: &RefCell<Option<Line>>,
    name: &str,
    open: impl FnOnce(&Worker) -> Line,
) -> Result<Worker, JsValue> {
    if let Some(line) = line.borrow().as_ref() {
        return Ok(line.worker().clone());
    }
    let worker = started(name).await?;
    // Two first questions may have waited for two workers: one is enough.
    if let Some(line) = line.borrow().as_ref() {
        worker.terminate();
        return Ok(line.worker().clone());
    }
    *line.borrow_mut() = Some(open(&worker));
    Ok(worker)
}
