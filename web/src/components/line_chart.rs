//! A value over time: a line for the eye, a table for screen readers, and the hallmark of its weakest point.

use alloy_primitives::U256;
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Timestamp, UnitsError, Value};
use leptos::prelude::*;

use super::geometry::{HEIGHT, WIDTH, common_scale, place};
use super::hallmark::{Hallmark, level_name};
use super::known::{Clock, Known};
use crate::format;
use crate::text::{fill, t};

/// One value at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// When.
    pub(crate) at: Timestamp,
    /// How much.
    pub(crate) value: Fact<Value>,
}

/// A value over time. The scale at its side runs from the least to the greatest value and says so.
#[component]
pub(crate) fn LineChart(
    /// What is drawn.
    #[prop(into)]
    title: String,
    /// The points, oldest first.
    #[prop(into)]
    points: Signal<Vec<Point>>,
    /// Now, and the age from which figures are stale.
    clock: Clock,
) -> impl IntoView {
    let title = StoredValue::new(title);
    move || {
        let points = points.get();
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return view! { <p class="muted small">{t("Nothing to draw yet.")}</p> }.into_any();
        };
        let weakest = points.iter().map(|point| &point.value).min_by_key(|fact| fact.level());
        let stamp = weakest.map(|fact| {
            let known = Signal::stored(Known::of(fact));
            view! { <Hallmark known clock /> }
        });
        let (from, to) = (format::date(first.at), format::date(last.at));
        view! {
            <figure class="chart">
                <figcaption class="chart__title">{title.get_value()}{stamp}</figcaption>
                {picture(&points, from, to)}
                {table(&points, title.get_value())}
            </figure>
        }
        .into_any()
    }
}

fn picture(points: &[Point], from: String, to: String) -> impl IntoView + use<> {
    match trace(points) {
        Err(error) => {
            let text =
                fill(t("This cannot be drawn: {why}. The table holds the figures."), &[("why", &error.to_string())]);
            view! { <p class="muted small">{text}</p> }.into_any()
        }
        Ok(Trace { line, least, greatest }) => {
            let bounds = [greatest, least]
                .map(|place| points.get(place).map(|point| format::value(point.value.value()).short()));
            let [top, bottom] = bounds;
            let area = format!("M0,{HEIGHT} L{} L{WIDTH},{HEIGHT} Z", line.replace(' ', " L"));
            let rules = [0, 150, HEIGHT]
                .map(|y| view! { <line class="chart__grid" x1="0" x2="1000" y1=y.to_string() y2=y.to_string() /> });
            view! {
                <div class="chart__frame" aria-hidden="true">
                    <svg class="chart__plot" viewBox="0 0 1000 300" preserveAspectRatio="none">
                        {rules.into_iter().collect_view()}
                        <path class="chart__area" d=area />
                        <polyline class="chart__line" points=line />
                    </svg>
                    <div class="chart__scale"><span>{top}</span><span>{bottom}</span></div>
                    <div class="chart__span"><span>{from}</span><span>{to}</span></div>
                </div>
            }
            .into_any()
        }
    }
}

/// A line, and which of its points are the least and the greatest.
struct Trace {
    line: String,
    least: usize,
    greatest: usize,
}

/// Places in the picture. Where all values are equal the line runs through the middle.
fn trace(points: &[Point]) -> Result<Trace, UnitsError> {
    const OUT: UnitsError = UnitsError::OutOfRange { operation: "drawing a line" };
    let values: Vec<&Value> = points.iter().map(|point| point.value.value()).collect();
    let raws = common_scale(&values)?;
    let (least, bottom) = raws.iter().enumerate().min_by_key(|(_, raw)| **raw).ok_or(OUT)?;
    let (greatest, top) = raws.iter().enumerate().max_by_key(|(_, raw)| **raw).ok_or(OUT)?;
    let start = points.first().ok_or(OUT)?.at;
    let span = points.last().ok_or(OUT)?.at.since(start).0;
    let corner = |(point, raw): (&Point, &U256)| {
        let x = if span == 0 { 0 } else { place(U256::from(point.at.since(start).0), U256::from(span), WIDTH)? };
        let height = top.saturating_sub(*bottom);
        let up = if height.is_zero() { 150 } else { place(raw.saturating_sub(*bottom), height, HEIGHT)? };
        Ok(format!("{x},{}", HEIGHT.saturating_sub(up)))
    };
    let corners = points.iter().zip(&raws).map(corner).collect::<Result<Vec<_>, UnitsError>>()?;
    Ok(Trace { line: corners.join(" "), least, greatest })
}

fn table(points: &[Point], caption: String) -> impl IntoView + use<> {
    let row = |point: &Point| {
        let value = point.value.value();
        let text = format!("{} {}", value.currency.code(), format::value(value).full);
        let moment = format::date_time(point.at);
        let machine = format::machine_time(point.at);
        view! {
            <tr>
                <th scope="row"><time datetime=machine>{moment}</time></th>
                <td>{text}</td>
                <td>{level_name(point.value.level())}</td>
            </tr>
        }
    };
    view! {
        <div class="visually-hidden">
            <table>
                <caption>{caption}</caption>
                <thead><tr><th scope="col">{t("Moment")}</th><th scope="col">{t("Value")}</th><th scope="col">{t("How it is known")}</th></tr></thead>
                <tbody>{points.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::B256;
    use assay_sdk::evidence::Source;
    use assay_sdk::units::{BlockRef, Currency};

    fn point(at: u64, raw: u64) -> Point {
        let at = Timestamp(at);
        let value = Value { raw: U256::from(raw), scale: 2, currency: Currency::new("USD").unwrap() };
        let block = BlockRef { number: 1, hash: B256::ZERO, timestamp: at };
        Point { at, value: Fact::asserted(value, block, Source::Checkpoint(B256::ZERO)) }
    }

    #[test]
    fn a_line_runs_from_corner_to_corner() {
        let trace = trace(&[point(0, 100), point(50, 150), point(100, 200)]).unwrap();
        assert_eq!((trace.line.as_str(), trace.least, trace.greatest), ("0,300 500,150 1000,0", 0, 2));
    }

    #[test]
    fn a_level_value_and_a_single_point_lie_in_the_middle() {
        assert_eq!(trace(&[point(0, 7), point(9, 7)]).unwrap().line, "0,150 1000,150");
        assert_eq!(trace(&[point(5, 7)]).unwrap().line, "0,150");
    }
}
