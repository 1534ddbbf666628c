//! The keys' worker. web/static/worker-boot.js runs this once the page has posted it the compiled wasm.

use js_sys::{Function, Reflect, global};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};

fn main() {
    // Until the keys move in, it sends the data of every message back.
    let echo = Closure::<dyn Fn(JsValue) -> Result<JsValue, JsValue>>::new(|event: JsValue| {
        let answer = Reflect::get(&global(), &"postMessage".into())?;
        answer.dyn_into::<Function>()?.call1(&global(), &Reflect::get(&event, &"data".into())?)
    });
    let _sealed = Reflect::set(&global(), &"onmessage".into(), &echo.into_js_value());
}
