//! What everything is worth together, what that leaves out, and how it is spread.

use assay_sdk::evidence::{Fact, Level};
use assay_sdk::units::Value;
use leptos::prelude::*;

use super::Held;
use crate::components::{AllocationBar, FigureSize, Part, Reading, ValueFigure};
use crate::pages::asset::words;
use crate::state::portfolio::{Total, Why, classes, total};
use crate::text::{fill, t};
use crate::wallet::{ProofStage, Wallet};

/// The grand total.
#[component]
pub(super) fn Sum(wallet: Wallet, held: Memo<Held>) -> impl IntoView {
    let clock = wallet.clock();
    let total = Memo::new(move |_| held.with(|held| total(held.iter().map(|(asset, holding)| (asset, holding)))));
    let ready = Memo::new(move |_| wallet.at().get().is_some());
    // One figure for each currency: their number changes rarely, their values at every block.
    let count = Memo::new(move |_| total.with(|total| total.sums.len()));
    let figures = move || {
        if !ready.get() {
            return view! { <ValueFigure reading=Signal::stored(Reading::Pending) clock size=FigureSize::Grand /> }
                .into_any();
        }
        let figure = |place: usize| {
            let reading = Signal::derive(move || total.with(|total| reading(total.sums.get(place))));
            view! { <ValueFigure reading clock size=FigureSize::Grand /> }
        };
        match count.get() {
            0 => view! { <p class="sum__nothing">{t("Nothing that has a price")}</p> }.into_any(),
            count => (0..count).map(figure).collect_view().into_any(),
        }
    };
    view! {
        <section class="sum" aria-label=t("Everything you hold")>
            <p class="label">{t("Everything you hold")}</p>
            <div class="sum__figures">{figures}</div>
            <p class="sum__proofs" role="status">{move || proofs(&wallet.proof_stage(), total.with(|total| total.sums.first().map(Fact::level)))}</p>
            {move || total.with(caveats)}
        </section>
    }
}

fn reading(sum: Option<&Fact<Value>>) -> Reading<Value> {
    sum.map_or(Reading::Pending, |sum| Reading::Known(sum.clone()))
}

/// How far the figures have been checked, in a line.
fn proofs(stage: &ProofStage, level: Option<Level>) -> String {
    match (stage, level) {
        (ProofStage::Idle | ProofStage::Distrusted, _) | (ProofStage::Done, None) => String::new(),
        (ProofStage::Working, _) => t("Being proven in your browser…").to_owned(),
        (ProofStage::Done, Some(Level::Claimed)) => {
            t("Checked in your browser against the block. The block itself is one endpoint's word, or something could not be proven: the marks say what.").to_owned()
        }
        (ProofStage::Done, Some(Level::Attested)) => {
            t("Proven in your browser, in a block that several endpoints agree on.").to_owned()
        }
        (ProofStage::Done, Some(Level::Proven)) => t("Proven in your browser, in a block that you trust.").to_owned(),
        (ProofStage::Failed(error), _) => fill(
            t("Not proven: {why}. The figures are your endpoint's word."),
            &[("why", error.what.trim_end_matches('.'))],
        ),
    }
}

/// What the total leaves out, and what it takes in with a doubt.
fn caveats(total: &Total) -> impl IntoView + use<> {
    let left_out = total.left_out.iter().map(|left| {
        let pattern = match &left.why {
            Why::Unpriced => t("{name} is not counted: nobody states a price."),
            Why::NoPrice(_) => t("{name} is not counted: its price could not be had ({why})."),
            Why::Unread(_) => t("{name} is not counted: it could not be read."),
        };
        let why = match &left.why {
            Why::NoPrice(why) => why.as_str(),
            Why::Unpriced | Why::Unread(_) => "",
        };
        fill(pattern, &[("name", &left.name), ("why", why)])
    });
    let overdue =
        total.overdue.iter().map(|name| fill(t("{name} is counted at a price that is overdue."), &[("name", name)]));
    let lines: Vec<String> = left_out.chain(overdue).collect();
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="sum__caveats">{lines}</ul> }
    })
}

/// How it is spread over the asset classes.
#[component]
pub(super) fn Allocation(wallet: Wallet, held: Memo<Held>) -> impl IntoView {
    let parts = Memo::new(move |_| held.with(parts));
    let clock = wallet.clock();
    let drawn = Memo::new(move |_| parts.with(|parts| parts.iter().any(|part| part.value.is_some())));
    move || {
        drawn.get().then(|| {
            view! {
                <section class="section">
                    <div class="section__head"><h2>{t("By asset class")}</h2></div>
                    <div class="panel"><AllocationBar caption=t("Holdings by asset class") parts clock /></div>
                </section>
            }
        })
    }
}

fn parts(held: &Held) -> Vec<Part> {
    let classes = classes(held.iter().map(|(asset, holding)| (asset, holding)));
    classes.into_iter().map(|class| Part { label: words::kind(class.kind).to_owned(), value: class.worth }).collect()
}
