//! Whether the browser promised to keep what the wallet stores. Without the promise it may clear it when the disk fills up.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What the browser says of this site's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persistence {
    /// It is kept until the user deletes it.
    Kept,
    /// The browser may clear it by itself.
    MayBeCleared,
    /// The browser does not say.
    Unknown,
}

/// Whether the browser keeps it. Asks nobody anything.
pub async fn state() -> Persistence {
    ask("persisted").await
}

/// Asks the browser to keep it; some browsers ask the user in turn.
pub async fn request() -> Persistence {
    ask("persist").await
}

async fn ask(what: &str) -> Persistence {
    let asked = async {
        let navigator = leptos::prelude::window().navigator();
        let storage = Reflect::get(&navigator, &"storage".into())?;
        let answer = Reflect::get(&storage, &what.into())?.dyn_into::<Function>()?.call0(&storage)?;
        JsFuture::from(answer.dyn_into::<Promise>()?).await
    };
    let answer: Result<JsValue, JsValue> = asked.await;
    match answer.ok().and_then(|answer| answer.as_bool()) {
        Some(true) => Persistence::Kept,
        Some(false) => Persistence::MayBeCleared,
        None => Persistence::Unknown,
    }
}
