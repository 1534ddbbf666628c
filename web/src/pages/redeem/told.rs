//! Figures in words that may come, change and go while the rest of a card stays.

use assay_sdk::evidence::Fact;
use leptos::prelude::*;

use crate::components::Clock;
use crate::pages::asset::stamped::stamped;

/// What `read` says, stamped; nothing while it says nothing. A newer fact changes the text and leaves the elements alone, so that an
/// open slip stays open.
pub(crate) fn told(read: impl Fn() -> Option<Fact<String>> + Send + Sync + 'static, clock: Clock) -> impl IntoView {
    let reading = Memo::new(move |_| read());
    let there = Memo::new(move |_| reading.with(Option::is_some));
    move || {
        there.get();
        let first = reading.get_untracked()?;
        let fact = Memo::new(move |before: Option<&Fact<String>>| {
            reading.get().or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        });
        Some(stamped(fact.into(), clock, String::clone))
    }
}
