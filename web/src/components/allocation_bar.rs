//! The parts of what one holds: a bar for the eye, with the table that it was drawn from below it.

use assay_sdk::evidence::Fact;
use assay_sdk::units::{UnitsError, Value};
use leptos::prelude::*;

use super::figure::{Reading, ValueFigure};
use super::geometry::{Slice, slices};
use super::known::Clock;
use crate::format;
use crate::text::t;

/// One part. Beyond six the tones repeat: group what is small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What it is.
    pub(crate) label: String,
    /// What it is worth; `None` where nobody states a price. It is listed all the same.
    pub(crate) value: Option<Fact<Value>>,
}

/// A whole by its parts.
#[component]
pub(crate) fn AllocationBar(
    /// What is parted: the caption of the table.
    #[prop(into)]
    caption: String,
    /// The parts, largest first.
    #[prop(into)]
    parts: Signal<Vec<Part>>,
    /// Now, and the age from which figures are stale.
    clock: Clock,
) -> impl IntoView {
    let caption = StoredValue::new(caption);
    move || {
        let parts = parts.get();
        let priced: Vec<&Value> = parts.iter().filter_map(|part| part.value.as_ref().map(Fact::value)).collect();
        let (found, trouble) = match slices(&priced) {
            Ok(found) => (found.unwrap_or_default(), None),
            Err(error) => (Vec::new(), Some(why_not(&error))),
        };
        let mut remaining = found.iter();
        let rows: Vec<_> = parts
            .iter()
            .enumerate()
            .map(|(place, part)| {
                let slice = part.value.as_ref().and_then(|_| remaining.next());
                row(part, place, slice.copied(), clock)
            })
            .collect();
        view! {
            <figure class="allocation">
                {bar(&parts, &found)}
                {trouble.map(|text| view! { <p class="small muted">{text}</p> })}
                <table class="allocation__table">
                    <caption class="visually-hidden">{caption.get_value()}</caption>
                    <thead class="visually-hidden">
                        <tr><th scope="col">{t("Part")}</th><th scope="col">{t("Value")}</th><th scope="col">{t("Share")}</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </figure>
        }
    }
}

/// The class of the part at this place.
fn tone(place: usize) -> String {
    format!("tone-{}", place.rem_euclid(6).saturating_add(1))
}

fn bar(parts: &[Part], found: &[Slice]) -> impl IntoView + use<> {
    let priced = parts.iter().enumerate().filter(|(_, part)| part.value.is_some());
    let pieces: Vec<_> = priced
        .zip(found)
        .map(|((place, _), slice)| {
            let width = slice.end.saturating_sub(slice.start).to_string();
            let (x, gap) = (slice.start.to_string(), slice.end.saturating_sub(2).to_string());
            let between = (slice.end < super::geometry::WIDTH)
                .then(|| view! { <rect class="allocation__gap" x=gap y="0" width="4" height="16" /> });
            view! { <rect class=tone(place) x=x y="0" width=width height="16" />{between} }
        })
        .collect();
    view! {
        <svg class="allocation__bar" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">{pieces}</svg>
    }
}

fn row(part: &Part, place: usize, slice: Option<Slice>, clock: Clock) -> impl IntoView + use<> {
    let value = match part.value.clone() {
        Some(fact) => view! { <ValueFigure reading=Signal::stored(Reading::Known(fact)) clock /> }.into_any(),
        None => view! { <span class="muted">{t("No price")}</span> }.into_any(),
    };
    let share = slice.and_then(|slice| format::percent(&slice.share).ok()).unwrap_or_else(|| "–".to_owned());
    view! {
        <tr>
            <th scope="row">
                <svg class="allocation__key" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                    <rect class=tone(place) width="1" height="1" />
                </svg>
                {part.label.clone()}
            </th>
            <td>{value}</td>
            <td class="muted">{share}</td>
        </tr>
    }
}

/// Why parts that have values have no common picture.
fn why_not(error: &UnitsError) -> String {
    crate::text::fill(t("No shares can be stated: {why}."), &[("why", &error.to_string())])
}
