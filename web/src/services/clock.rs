//! The browser's clock, as integers.

use std::time::Duration;

use assay_sdk::units::Timestamp;
use js_sys::{BigInt, Date, Function, Reflect, global};
use wasm_bindgen::prelude::{JsCast, JsValue};

/// Milliseconds since the Unix epoch.
#[must_use]
pub fn millis() -> u64 {
    whole(Date::now())
}

/// Now, in whole seconds.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp(millis() / 1000)
}

/// The time since the page or worker was started: it never goes back.
#[must_use]
pub fn elapsed() -> Duration {
    let performance = Reflect::get(&global(), &"performance".into());
    let reading = performance
        .and_then(|performance| Reflect::get(&performance, &"now".into())?.dyn_into::<Function>()?.call0(&performance));
    let reading = reading.ok().and_then(|reading| reading.as_f64());
    reading.map_or_else(|| Duration::from_millis(millis()), |reading| Duration::from_millis(whole(reading)))
}

/// A browser's number of milliseconds without its fraction; zero where it is no number at all.
fn whole(number: f64) -> u64 {
    BigInt::new(&JsValue::from_f64(number.trunc())).ok().and_then(|whole| u64::try_from(whole).ok()).unwrap_or(0)
}
