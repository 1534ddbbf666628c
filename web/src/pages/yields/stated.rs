//! What the issuer states beside what was realised: by the same year and the same compounding, and what lies between them.

use assay_sdk::asset::Compounding;
use assay_sdk::evidence::Fact;
use assay_sdk::units::Seconds;
use assay_sdk::yields::{Growing, RateGap, Unread, YieldReport};
use leptos::prelude::*;

use crate::components::{Clock, Definition, DefinitionList};
use crate::format;
use crate::pages::asset::kept::kept;
use crate::pages::asset::stamped::stamped;
use crate::pages::asset::words;
use crate::text::{fill, t};

/// Each realised rate that can be held against the stated one.
#[component]
pub(super) fn Stated(report: Memo<Option<YieldReport>>, clock: Clock) -> impl IntoView {
    let count = Memo::new(move |_| report.with(|report| report.as_ref().map_or(0, |report| report.gaps.len())));
    let at = move |place: usize| {
        Signal::derive(move || {
            report.with(|report| {
                let gap = report.as_ref()?.gaps.get(place)?.clone();
                Some(gap.map_err(|Unread(error)| error.to_string()))
            })
        })
    };
    move || {
        let of = |place| {
            kept(at(place), t("The stated rate could not be held against what was realised"), move |fact| {
                gap(fact, clock)
            })
        };
        (0..count.get()).map(of).collect_view()
    }
}

fn gap(fact: Signal<Fact<RateGap>>, clock: Clock) -> AnyView {
    let told = |change: &_| words::change(change).unwrap_or_else(|error| error.to_string());
    let first = fact.get_untracked();
    let RateGap { measured_by, stated, realised, .. } = first.value();
    let by = match measured_by {
        Growing::SharePrice => t("Realised, by share price"),
        Growing::Nav => t("Realised, by net asset value"),
        Growing::Index => t("Realised, by index"),
        _ => t("Realised"),
    };
    let stated_words = |gap: &RateGap| format::percent(&gap.stated.rate).unwrap_or_else(|error| error.to_string());
    let pairs = vec![
        Definition::view(t("Stated by the issuer"), stamped(fact, clock, stated_words)),
        Definition::view(by, stamped(fact, clock, move |gap| told(&gap.realised.change))),
    ];
    let basis = fill(
        t("Both per year of {days} days, {compounding}: {formula}, r the rate of the window, t its length."),
        &[("days", days(stated.year)), ("compounding", compounding(stated.compounding)), ("formula", realised.formula)],
    );
    let as_of = fill(t("Stated for {date}, at"), &[("date", &stated.as_of.to_string())]);
    let (href, shown) = (stated.source.clone(), stated.source.trim_start_matches("https://").to_owned());
    let short = Memo::new(move |_| fact.with(|fact| fact.value().gap.is_loss()));
    let title = move || {
        if short.get() { t("Realised less than stated, by") } else { t("Realised more than stated, by") }
    };
    let span = move || fact.with(|fact| words::window(&fact.value().window.window));
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{title}</p>
            <p class="growth__figure">{stamped(fact, clock, points)}</p>
            <p class="small muted">{span}</p>
            <DefinitionList pairs />
            <p class="small muted">{basis}</p>
            <p class="small muted">{as_of}{" "}<a href=href rel="noopener noreferrer" target="_blank">{shown}</a></p>
        </div>
    }
    .into_any()
}

fn points(gap: &RateGap) -> String {
    format::percent(gap.gap.size()).unwrap_or_else(|error| error.to_string())
}

fn days(year: Seconds) -> &'static str {
    match year {
        Seconds::YEAR => "365.2425",
        Seconds(seconds) if seconds == 360 * Seconds::DAY.0 => "360",
        _ => "365",
    }
}

const fn compounding(compounding: Compounding) -> &'static str {
    match compounding {
        Compounding::Simple => t("without interest on interest"),
        Compounding::Daily => t("compounded every day"),
        Compounding::Monthly => t("compounded every month"),
        Compounding::Quarterly => t("compounded every quarter"),
        Compounding::Semiannual => t("compounded every half year"),
        Compounding::Annual => t("compounded every year"),
    }
}
