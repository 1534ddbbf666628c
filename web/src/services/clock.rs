//! The browser's clock, as integers.

use std::time::Duration;

use assay_sdk::units::Timestamp;
use js_sys::{BigInt, Date, Function, Reflect, global};
use wasm_bindgen::prelude::{JsCast, JsValue};

use super::js;
use crate::format;
use crate::state::zone;

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

/// How many seconds a zone of the IANA database is ahead of UTC at a moment, by the browser's tables; the user's own zone where none is
/// named. `None` for a zone that the browser does not know.
#[must_use]
pub fn zone_offset(zone: Option<&str>, at: Timestamp) -> Option<i64> {
    let date = Date::new(&format::machine_time(at).into());
    let mut options = vec![("timeZoneName", JsValue::from_str("longOffset"))];
    options.extend(zone.map(|zone| ("timeZone", JsValue::from_str(zone))));
    // By reflection: the browser throws for a zone that it does not know.
    let write = Reflect::get(&date, &"toLocaleDateString".into()).ok()?.dyn_into::<Function>().ok()?;
    let text = write.call2(&date, &"en-US".into(), &js::object(&options)).ok()?.as_string()?;
    zone::offset(&text)
}

/// A browser's number of milliseconds without its fraction; zero where it is no number at all.
fn whole(number: f64) -> u64 {
    BigInt::new(&JsValue::from_f64(number.trunc())).ok().and_then(|whole| u64::try_from(whole).ok()).unwrap_or(0)
}
