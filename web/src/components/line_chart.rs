//! An amount over time: a line for the eye, a table for screen readers, and the hallmark of its weakest point.

use alloy_primitives::U256;
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, Timestamp, UnitsError};
use leptos::prelude::*;

use super::geometry::{HEIGHT, WIDTH, place, scaled};
use super::hallmark::{Hallmark, level_name};
use super::known::{Clock, Known};
use crate::format;
use crate::text::{fill, t};

/// One amount at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// When.
    pub(crate) at: Timestamp,
    /// How much.
    pub(crate) amount: Fact<Amount>,
    /// Whether it stands for itself, as a dot, and is no part of the line.
    pub(crate) is_mark: bool,
}

/// An amount that the line is held against: one that is known of one moment only, drawn from end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    /// What it is.
    pub(crate) label: String,
    /// How much.
    pub(crate) amount: Fact<Amount>,
}

/// An amount over time. The scale at its side runs from the least to the greatest of all that is drawn, and says so.
#[component]
pub(crate) fn LineChart(
    /// What is drawn.
    #[prop(into)]
    title: String,
    /// What the amounts count.
    #[prop(into)]
    unit: String,
    /// The points, oldest first.
    #[prop(into)]
    points: Signal<Vec<Point>>,
    /// What the line is held against.
    #[prop(into)]
    level: Signal<Option<Level>>,
    /// Now, and the age from which figures are stale.
    clock: Clock,
) -> impl IntoView {
    let texts = StoredValue::new((title, unit));
    move || {
        let (points, level) = (points.get(), level.get());
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return view! { <p class="muted small">{t("Nothing to draw yet.")}</p> }.into_any();
        };
        let all = points.iter().map(|point| &point.amount).chain(level.as_ref().map(|level| &level.amount));
        let stamp = all.min_by_key(|fact| fact.level()).map(|fact| {
            let known = Signal::stored(Known::of(fact));
            view! { <Hallmark known clock /> }
        });
        let span = (format::date(first.at), format::date(last.at));
        let (title, unit) = texts.get_value();
        view! {
            <figure class="chart">
                <figcaption class="chart__title">{title.clone()}{stamp}</figcaption>
                {picture(&points, level.as_ref(), span)}
                {table(&points, level.as_ref(), title, &unit)}
            </figure>
        }
        .into_any()
    }
}

fn picture(points: &[Point], level: Option<&Level>, (from, to): (String, String)) -> AnyView {
    match trace(points, level) {
        Err(error) => {
            let text =
                fill(t("This cannot be drawn: {why}. The table holds the figures."), &[("why", &error.to_string())]);
            view! { <p class="muted small">{text}</p> }.into_any()
        }
        Ok(Trace { line, marks, level: height, bounds }) => {
            let [top, bottom] = bounds.map(|amount| format::amount(&amount).short());
            let area = line.split_once(',').zip(line.rsplit_once(' ')).map(|((start, _), (_, last))| {
                let end = last.split(',').next().unwrap_or(last);
                format!("M{start},{HEIGHT} L{} L{end},{HEIGHT} Z", line.replace(' ', " L"))
            });
            let rules = [0, 150, HEIGHT]
                .map(|y| view! { <line class="chart__grid" x1="0" x2="1000" y1=y.to_string() y2=y.to_string() /> });
            // A stroke of no length with round ends is a dot, whatever the picture is stretched to.
            let dots = marks.into_iter().map(|place| view! { <path class="chart__mark" d=format!("M{place} h0") /> });
            let held = height
                .map(|y| view! { <line class="chart__level" x1="0" x2="1000" y1=y.to_string() y2=y.to_string() /> });
            view! {
                <div class="chart__frame" aria-hidden="true">
                    <svg class="chart__plot" viewBox="0 0 1000 300" preserveAspectRatio="none">
                        {rules.into_iter().collect_view()}
                        {area.map(|area| view! { <path class="chart__area" d=area /> })}
                        <polyline class="chart__line" points=line />
                        {held}{dots.collect_view()}
                    </svg>
                    <div class="chart__scale"><span>{top}</span><span>{bottom}</span></div>
                    <div class="chart__span"><span>{from}</span><span>{to}</span></div>
                </div>
            }
            .into_any()
        }
    }
}

/// Places in the picture.
struct Trace {
    line: String,
    marks: Vec<String>,
    level: Option<u64>,
    /// The greatest and the least of all.
    bounds: [Amount; 2],
}

/// Where all amounts are equal the line runs through the middle.
fn trace(points: &[Point], level: Option<&Level>) -> Result<Trace, UnitsError> {
    const OUT: UnitsError = UnitsError::OutOfRange { operation: "drawing a line" };
    let amounts: Vec<Amount> = points
        .iter()
        .map(|point| &point.amount)
        .chain(level.map(|level| &level.amount))
        .map(|fact| *fact.value())
        .collect();
    let raws = scaled(&amounts.iter().map(|amount| (amount.raw(), amount.scale())).collect::<Vec<_>>())?;
    let (least, bottom) = raws.iter().enumerate().min_by_key(|(_, raw)| **raw).ok_or(OUT)?;
    let (greatest, top) = raws.iter().enumerate().max_by_key(|(_, raw)| **raw).ok_or(OUT)?;
    let bounds = [*amounts.get(greatest).ok_or(OUT)?, *amounts.get(least).ok_or(OUT)?];
    let start = points.first().ok_or(OUT)?.at;
    let span = points.last().ok_or(OUT)?.at.since(start).0;
    let height = top.saturating_sub(*bottom);
    let y = |raw: &U256| {
        let up = if height.is_zero() { 150 } else { place(raw.saturating_sub(*bottom), height, HEIGHT)? };
        Ok::<_, UnitsError>(HEIGHT.saturating_sub(up))
    };
    let corner = |(point, raw): (&Point, &U256)| {
        let x = if span == 0 { 0 } else { place(U256::from(point.at.since(start).0), U256::from(span), WIDTH)? };
        Ok((point.is_mark, format!("{x},{}", y(raw)?)))
    };
    let corners = points.iter().zip(&raws).map(corner).collect::<Result<Vec<_>, UnitsError>>()?;
    let (marks, line): (Vec<_>, Vec<_>) = corners.into_iter().partition(|(is_mark, _)| *is_mark);
    let level = level.and(raws.last()).map(y).transpose()?;
    let places = |corners: Vec<(bool, String)>| corners.into_iter().map(|(_, place)| place).collect::<Vec<_>>();
    Ok(Trace { line: places(line).join(" "), marks: places(marks), level, bounds })
}

fn table(points: &[Point], level: Option<&Level>, caption: String, unit: &str) -> impl IntoView + use<> {
    let row = |head: AnyView, fact: &Fact<Amount>| {
        let text = format!("{} {unit}", format::amount(fact.value()).full);
        let how = level_name(fact.level());
        view! { <tr><th scope="row">{head}</th><td>{text}</td><td>{how}</td></tr> }
    };
    let dated = |point: &Point| {
        let (moment, machine) = (format::date_time(point.at), format::machine_time(point.at));
        row(view! { <time datetime=machine>{moment}</time> }.into_any(), &point.amount)
    };
    let held = level.map(|level| row(level.label.clone().into_any(), &level.amount));
    view! {
        <div class="visually-hidden">
            <table>
                <caption>{caption}</caption>
                <thead><tr><th scope="col">{t("Moment")}</th><th scope="col">{t("Value")}</th><th scope="col">{t("How it is known")}</th></tr></thead>
                <tbody>{points.iter().map(dated).collect_view()}{held}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::B256;
    use assay_sdk::evidence::Source;
    use assay_sdk::units::BlockRef;

    fn fact(raw: u64, scale: u8) -> Fact<Amount> {
        let block = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(1) };
        Fact::asserted(Amount::from_raw(U256::from(raw), scale).unwrap(), block, Source::Checkpoint(B256::ZERO))
    }

    fn point(at: u64, raw: u64) -> Point {
        Point { at: Timestamp(at), amount: fact(raw, 2), is_mark: false }
    }

    #[test]
    fn a_line_runs_from_corner_to_corner() {
        let trace = trace(&[point(0, 100), point(50, 150), point(100, 200)], None).unwrap();
        assert_eq!(trace.line, "0,300 500,150 1000,0");
        assert_eq!(trace.bounds.map(|amount| amount.to_string()), ["2", "1"]);
    }

    #[test]
    fn a_level_value_and_a_single_point_lie_in_the_middle() {
        assert_eq!(trace(&[point(0, 7), point(9, 7)], None).unwrap().line, "0,150 1000,150");
        assert_eq!(trace(&[point(5, 7)], None).unwrap().line, "0,150");
    }

    #[test]
    fn marks_and_the_level_are_in_the_picture_whatever_their_scales() {
        let mark = Point { is_mark: true, ..point(50, 200) };
        let level = Level { label: String::new(), amount: fact(0, 0) };
        let trace = trace(&[point(0, 100), mark, point(100, 100)], Some(&level)).unwrap();
        assert_eq!(
            (trace.line.as_str(), trace.marks, trace.level),
            ("0,150 1000,150", vec!["500,0".to_owned()], Some(300))
        );
    }
}
