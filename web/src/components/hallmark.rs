//! The stamp beside a figure: a lozenge, hollow for claimed, half for attested, solid for proven.

use assay_sdk::evidence::Level;
use leptos::prelude::*;

use super::id;
use super::known::{Clock, Known};
use super::provenance::Provenance;
use crate::text::{fill, t};

/// The lozenge alone, as decoration of a text that names the level.
#[component]
pub(crate) fn LevelMark(
    /// How well something is known.
    #[prop(into)]
    level: Signal<Level>,
) -> impl IntoView {
    let filling = move || match level.get() {
        Level::Claimed => "",
        Level::Attested => "M8 1.4 L1.4 8 L8 14.6 Z",
        Level::Proven => "M8 1.4 L14.6 8 L8 14.6 L1.4 8 Z",
    };
    view! {
        <svg class="hallmark__mark" viewBox="0 0 16 16" aria-hidden="true">
            <path class="hallmark__filling" d=filling />
            <path class="hallmark__outline" d=std::convert::identity("M8 1.4 L14.6 8 L8 14.6 L1.4 8 Z") />
        </svg>
    }
}

/// The stamp as a button: it opens a slip that says where the figure comes from.
#[component]
pub(crate) fn Hallmark(
    /// How the figure is known.
    #[prop(into)]
    known: Signal<Known>,
    /// Now, and the age from which it is stale.
    clock: Clock,
) -> impl IntoView {
    let slip = id::fresh("provenance");
    let (opened, set_opened) = signal(false);
    let level = Memo::new(move |_| known.with(Known::level));
    let stale = Memo::new(move |_| clock.is_stale(known.with(Known::at).timestamp));
    let class = move || {
        let level = match level.get() {
            Level::Claimed => "hallmark hallmark--claimed",
            Level::Attested => "hallmark hallmark--attested",
            Level::Proven => "hallmark hallmark--proven",
        };
        if stale.get() { format!("{level} hallmark--stale") } else { level.to_owned() }
    };
    let name = move || {
        let pattern = if stale.get() {
            t("{level}, stale: where this figure comes from")
        } else {
            t("{level}: where this figure comes from")
        };
        fill(pattern, &[("level", level_name(level.get()))])
    };
    view! {
        <button type="button" class=class aria-label=name popovertarget=slip.clone() on:click=move |_| set_opened.set(true)>
            <LevelMark level />
        </button>
        <div id=slip class="provenance" popover="auto" role="dialog" aria-label=t("Where this figure comes from")>
            {move || opened.get().then(|| view! { <Provenance known clock /> })}
        </div>
    }
}

/// The level in one word.
pub(crate) const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Claimed => t("Claimed"),
        Level::Attested => t("Attested"),
        Level::Proven => t("Proven"),
    }
}
