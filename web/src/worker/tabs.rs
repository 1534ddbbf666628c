//! What the workers of several tabs tell one another, by a broadcast channel of this site.

use js_sys::{Array, Function, JsString, Reflect, global};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::MessageEvent;

use super::desk::TabWord;

/// The channel's name.
const CHANNEL: &str = "assay-keys";

/// The channel. Where the browser has none, every tab is alone: what it stores is guarded by locks all the same, and it locks
/// by its own clock.
#[derive(Debug)]
pub(super) struct Tabs(Option<JsValue>);

impl Tabs {
    pub(super) fn open() -> Self {
        let channel = Reflect::get(&global(), &"BroadcastChannel".into())
            .and_then(JsCast::dyn_into::<Function>)
            .and_then(|constructor| Reflect::construct(&constructor, &Array::of1(&CHANNEL.into())));
        Self(channel.ok())
    }

    /// Who hears the others. Words that are not theirs are passed over.
    pub(super) fn listen(&self, listener: impl Fn(TabWord) + 'static) {
        let Some(channel) = &self.0 else { return };
        let hears = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().dyn_into::<JsString>().ok().and_then(|text| text.as_string());
            if let Some(Ok(word)) = text.map(|text| serde_json::from_str(&text)) {
                listener(word);
            }
        });
        // A channel is an object that takes it.
        let _set = Reflect::set(channel, &"onmessage".into(), &hears.into_js_value());
    }

    pub(super) fn say(&self, word: &TabWord) {
        let (Some(channel), Ok(text)) = (&self.0, serde_json::to_string(word)) else { return };
        let said = Reflect::get(channel, &"postMessage".into())
            .and_then(JsCast::dyn_into::<Function>)
            .and_then(|post| post.call1(channel, &text.into()));
        // A channel that is closed has nobody at its other end.
        let _unheard = said;
    }
}
