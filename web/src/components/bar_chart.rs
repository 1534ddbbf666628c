//! Amounts by month: bars for the eye, a table for screen readers, and the hallmark of the weakest.

use alloy_primitives::U256;
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, UnitsError};
use leptos::prelude::*;

use super::geometry::{HEIGHT, WIDTH, place, scaled};
use super::hallmark::{Hallmark, level_name};
use super::known::{Clock, Known};
use crate::format;
use crate::text::{fill, t};

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    /// What stands below it: `Mar`.
    pub(crate) label: String,
    /// What it is of, in full: `Mar 2027`.
    pub(crate) name: String,
    /// How much; no bar where there is nothing.
    pub(crate) amount: Option<Fact<Amount>>,
}

/// Bars side by side, from nothing up to the greatest, which is named at the side.
#[component]
pub(crate) fn BarChart(
    /// What is drawn.
    #[prop(into)]
    title: String,
    /// What the amounts count.
    #[prop(into)]
    unit: String,
    /// The bars, in order.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// Now, and the age from which figures are stale.
    clock: Clock,
) -> impl IntoView {
    let texts = StoredValue::new((title, unit));
    move || {
        let bars = bars.get();
        let weakest = bars.iter().filter_map(|bar| bar.amount.as_ref()).min_by_key(|fact| fact.level());
        let stamp = weakest.map(|fact| {
            let known = Signal::stored(Known::of(fact));
            view! { <Hallmark known clock /> }
        });
        let (title, unit) = texts.get_value();
        view! {
            <figure class="chart">
                <figcaption class="chart__title">{title.clone()}{stamp}</figcaption>
                {picture(&bars, &unit)}
                {table(&bars, title, &unit)}
            </figure>
        }
    }
}

fn picture(bars: &[Bar], unit: &str) -> AnyView {
    match heights(bars) {
        Err(error) => {
            let text =
                fill(t("This cannot be drawn: {why}. The table holds the figures."), &[("why", &error.to_string())]);
            view! { <p class="muted small">{text}</p> }.into_any()
        }
        Ok(Heights { bars: heights, greatest }) => {
            let pitch = WIDTH.checked_div(u64::try_from(bars.len()).unwrap_or(u64::MAX)).unwrap_or(WIDTH);
            let width = pitch.saturating_mul(3).div_euclid(5);
            let gap = pitch.saturating_sub(width).div_euclid(2);
            let rules = [0, 150, HEIGHT]
                .map(|y| view! { <line class="chart__grid" x1="0" x2="1000" y1=y.to_string() y2=y.to_string() /> });
            let drawn = heights.iter().zip(0_u64..).filter(|(height, _)| **height > 0).map(|(height, number)| {
                let (x, y) = (number.saturating_mul(pitch).saturating_add(gap), HEIGHT.saturating_sub(*height));
                view! {
                    <rect class="chart__bar" x=x.to_string() y=y.to_string() width=width.to_string() height=height.to_string() />
                }
            });
            let top = greatest.map(|amount| format!("{} {unit}", format::amount(&amount).short()));
            let labels = bars.iter().map(|bar| view! { <span>{bar.label.clone()}</span> });
            view! {
                <div class="chart__frame" aria-hidden="true">
                    <svg class="chart__plot" viewBox="0 0 1000 300" preserveAspectRatio="none">
                        {rules.into_iter().collect_view()}{drawn.collect_view()}
                    </svg>
                    <div class="chart__scale"><span>{top}</span><span>{"0"}</span></div>
                    <div class="chart__months">{labels.collect_view()}</div>
                </div>
            }
            .into_any()
        }
    }
}

/// How high each bar is; what is there is seen, however little it is.
struct Heights {
    bars: Vec<u64>,
    greatest: Option<Amount>,
}

fn heights(bars: &[Bar]) -> Result<Heights, UnitsError> {
    let amounts: Vec<Option<Amount>> =
        bars.iter().map(|bar| bar.amount.as_ref().map(|amount| *amount.value())).collect();
    let numbers: Vec<(U256, u8)> =
        amounts.iter().map(|amount| amount.map_or((U256::ZERO, 0), |amount| (amount.raw(), amount.scale()))).collect();
    let raws = scaled(&numbers)?;
    let top = raws.iter().max().copied().unwrap_or_default();
    let height = |raw: &U256| {
        if raw.is_zero() { Ok(0) } else { place(*raw, top, HEIGHT).map(|height| height.max(2)) }
    };
    let greatest = raws.iter().position(|raw| *raw == top).and_then(|place| amounts.get(place).copied().flatten());
    Ok(Heights { bars: raws.iter().map(height).collect::<Result<_, _>>()?, greatest })
}

fn table(bars: &[Bar], caption: String, unit: &str) -> impl IntoView + use<> {
    let row = |bar: &Bar| {
        let (text, how) = match &bar.amount {
            Some(fact) => (format!("{} {unit}", format::amount(fact.value()).full), level_name(fact.level())),
            None => (t("nothing that is known").to_owned(), ""),
        };
        view! { <tr><th scope="row">{bar.name.clone()}</th><td>{text}</td><td>{how}</td></tr> }
    };
    view! {
        <div class="visually-hidden">
            <table>
                <caption>{caption}</caption>
                <thead><tr><th scope="col">{t("Month")}</th><th scope="col">{t("Amount")}</th><th scope="col">{t("How it is known")}</th></tr></thead>
                <tbody>{bars.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::B256;
    use assay_sdk::evidence::Source;
    use assay_sdk::units::{BlockRef, Timestamp};

    fn bar(amount: Option<(u64, u8)>) -> Bar {
        let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(1) };
        let fact = |(raw, scale)| {
            Fact::asserted(Amount::from_raw(U256::from(raw), scale).unwrap(), at, Source::Checkpoint(B256::ZERO))
        };
        Bar { label: String::new(), name: String::new(), amount: amount.map(fact) }
    }

    #[test]
    fn bars_are_in_proportion_and_the_least_is_seen() {
        let found = heights(&[bar(Some((150, 2))), bar(None), bar(Some((3, 0))), bar(Some((1, 2)))]).unwrap();
        assert_eq!(found.bars, [150, 0, 300, 2]);
        assert_eq!(found.greatest.unwrap().to_string(), "3");
        assert_eq!(heights(&[bar(None)]).unwrap().bars, [0]);
    }
}
