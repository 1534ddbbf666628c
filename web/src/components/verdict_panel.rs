//! The answer before the signature: allowed, denied with every reason, or cannot tell.

use assay_sdk::units::Amount;
use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::figure::Reading;
use super::hallmark::Hallmark;
use super::icon::{Glyph, Icon};
use super::known::{Clock, Known};
use super::skeleton::{Skeleton, SkeletonWidth};
use crate::format;
use crate::text::{fill, t};

/// A verdict in words. The page makes it from the SDK's verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum VerdictView {
    /// It passes.
    Allow {
        /// The most that would pass; `None` where nothing but the balance bounds it.
        most: Option<Amount>,
        /// What sets the most; where there is no most, why it passes all the same.
        because: Option<String>,
        /// What a rehearsal saw; `None` where nothing is to be said of it.
        rehearsed: Option<RehearsedView>,
        /// What a holder should know although it passes.
        notices: Vec<VerdictLine>,
    },
    /// It does not pass.
    Deny {
        /// Every reason; never empty.
        reasons: Vec<VerdictLine>,
        /// The most that would pass, where a smaller amount would.
        most: Option<Amount>,
    },
    /// It cannot be told.
    Unknown {
        /// Everything that stayed open; never empty.
        doubts: Vec<VerdictLine>,
    },
}

/// What the transfer moved when it was rehearsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RehearsedView {
    /// It was seen.
    Seen {
        /// What leaves the sender.
        leaves: Amount,
        /// What arrives at the receiver.
        arrives: Amount,
        /// Term and value of each balance, before and after.
        balances: Vec<(String, String)>,
    },
    /// The endpoint does not rehearse.
    NotSeen {
        /// In its own words.
        why: String,
    },
}

/// One reason, or one thing that stayed open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerdictLine {
    /// In plain words: "The receiver has not been verified by the issuer".
    pub(crate) sentence: String,
    /// Who can lift it, and how.
    pub(crate) remedy: Option<String>,
    /// Term and value of each technical fact: the rule, its contract, the read.
    pub(crate) details: Vec<(String, String)>,
}

/// A verdict, live while the user types.
#[component]
pub(crate) fn VerdictPanel(
    /// The verdict, or the state of finding it.
    #[prop(into)]
    verdict: Signal<Reading<VerdictView>>,
    /// The token's symbol.
    #[prop(into)]
    symbol: String,
    /// Now, and the age from which it is stale.
    clock: Clock,
    /// Takes the most that would pass as the amount.
    #[prop(optional, into)]
    on_use_most: Option<Callback<Amount>>,
    /// Asks again after a failure.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let class = move || verdict.with(class);
    let body = move || match verdict.get() {
        Reading::Pending => {
            view! { <div class=std::convert::identity("verdict__line")><Skeleton width=SkeletonWidth::Long /></div> }
                .into_any()
        }
        Reading::Failed { what } => failed(what, on_retry).into_any(),
        Reading::Known(fact) => match fact.into_value() {
            VerdictView::Allow { most, because, rehearsed, notices } => view! {
                {allowed(most, because, &symbol)}
                {rehearsed.map(|rehearsed| seen(rehearsed, &symbol))}
                {(!notices.is_empty()).then(|| lines(notices))}
            }
            .into_any(),
            VerdictView::Deny { reasons, most } => denied(reasons, most, &symbol, on_use_most).into_any(),
            VerdictView::Unknown { doubts } => lines(doubts).into_any(),
        },
    };
    let stamp = move || {
        verdict.with(|verdict| match verdict {
            Reading::Known(fact) => {
                let known = Signal::stored(Known::of(fact));
                Some(view! { <Hallmark known clock /> })
            }
            Reading::Pending | Reading::Failed { .. } => None,
        })
    };
    view! {
        <div class=class role="group" aria-label=t("Verdict")>
            <div class="verdict__head">
                <Icon glyph=Signal::derive(move || verdict.with(glyph)) />
                <p class="verdict__answer" role="status">{move || verdict.with(answer)}</p>
                {stamp}
            </div>
            <div class="verdict__body">{body}</div>
        </div>
    }
}

const fn class(verdict: &Reading<VerdictView>) -> &'static str {
    match verdict {
        Reading::Pending => "verdict verdict--pending",
        Reading::Failed { .. } => "verdict verdict--unknown",
        Reading::Known(fact) => match fact.value() {
            VerdictView::Allow { .. } => "verdict verdict--allow",
            VerdictView::Deny { .. } => "verdict verdict--deny",
            VerdictView::Unknown { .. } => "verdict verdict--unknown",
        },
    }
}

const fn glyph(verdict: &Reading<VerdictView>) -> Glyph {
    match verdict {
        Reading::Pending => Glyph::Clock,
        Reading::Failed { .. } => Glyph::Question,
        Reading::Known(fact) => match fact.value() {
            VerdictView::Allow { .. } => Glyph::Check,
            VerdictView::Deny { .. } => Glyph::Stop,
            VerdictView::Unknown { .. } => Glyph::Question,
        },
    }
}

fn answer(verdict: &Reading<VerdictView>) -> String {
    match verdict {
        Reading::Pending => t("Checking the rules").to_owned(),
        Reading::Failed { .. } => t("Cannot tell").to_owned(),
        Reading::Known(fact) => match fact.value() {
            VerdictView::Allow { .. } => t("This will pass").to_owned(),
            VerdictView::Deny { reasons, .. } if reasons.len() == 1 => t("This would be refused").to_owned(),
            VerdictView::Deny { reasons, .. } => {
                fill(t("This would be refused, for {n} reasons"), &[("n", &reasons.len().to_string())])
            }
            VerdictView::Unknown { .. } => t("Cannot tell").to_owned(),
        },
    }
}

fn allowed(most: Option<Amount>, because: Option<String>, symbol: &str) -> impl IntoView + use<> {
    let headroom = most.map(|most| {
        fill(t("Up to {amount} {symbol} would pass."), &[("amount", &format::amount(&most).full), ("symbol", symbol)])
    });
    let line = match (headroom, because) {
        (Some(headroom), Some(because)) => format!("{headroom} {because}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => t("Every rule was checked, and the contract agrees.").to_owned(),
    };
    view! { <p class="verdict__line">{line}</p> }
}

/// One line of what was seen to move, and the rest for whoever opens it.
fn seen(rehearsed: RehearsedView, symbol: &str) -> impl IntoView + use<> {
    let (line, summary, rows) = match rehearsed {
        RehearsedView::Seen { leaves, arrives, balances } => {
            (moves(&leaves, &arrives, symbol), t("Balances before and after"), balances)
        }
        RehearsedView::NotSeen { why } => (
            t("Not rehearsed, so what moves was not seen: that it passes is the token's own answer.").to_owned(),
            t("Why it was not rehearsed"),
            vec![(t("The endpoint").to_owned(), why)],
        ),
    };
    let rows = rows.into_iter().map(|(term, value)| view! { <dt>{term}</dt><dd>{value}</dd> }).collect_view();
    view! {
        <div class="verdict__seen">
            <p>{line}</p>
            <details class="details"><summary>{summary}</summary><dl class="details__rows">{rows}</dl></details>
        </div>
    }
}

fn moves(leaves: &Amount, arrives: &Amount, symbol: &str) -> String {
    let pattern = if leaves.is_zero() && arrives.is_zero() {
        t("Rehearsed on the next block: no balance changes.")
    } else if leaves == arrives {
        t("Rehearsed on the next block: {leaves} {symbol} leaves you, and all of it arrives.")
    } else {
        t("Rehearsed on the next block: {leaves} {symbol} leaves you, {arrives} arrives.")
    };
    let (leaves, arrives) = (format::amount(leaves).full, format::amount(arrives).full);
    fill(pattern, &[("leaves", &leaves), ("arrives", &arrives), ("symbol", symbol)])
}

fn denied(
    reasons: Vec<VerdictLine>,
    most: Option<Amount>,
    symbol: &str,
    on_use_most: Option<Callback<Amount>>,
) -> impl IntoView + use<> {
    let most = most.map(|most| {
        let text =
            fill(t("Up to {amount} {symbol} would pass."), &[("amount", &format::amount(&most).full), ("symbol", symbol)]);
        let take = on_use_most.map(|on_use_most| {
            view! { <Button kind=ButtonKind::Quiet on_click=move |()| on_use_most.run(most)>{t("Use this amount")}</Button> }
        });
        view! { <div class="row row--spread verdict__line"><p>{text}</p>{take}</div> }
    });
    view! { {lines(reasons)}{most} }
}

fn failed(what: String, on_retry: Option<Callback<()>>) -> impl IntoView {
    let retry = on_retry.map(|on_retry| {
        view! { <Button kind=ButtonKind::Quiet icon=Glyph::Retry on_click=on_retry>{t("Check again")}</Button> }
    });
    view! { <div class="row row--spread verdict__line"><p>{what}</p>{retry}</div> }
}

fn lines(lines: Vec<VerdictLine>) -> impl IntoView {
    let line = |VerdictLine { sentence, remedy, details }: VerdictLine| {
        let details = (!details.is_empty()).then(|| {
            let rows = details.into_iter().map(|(term, value)| view! { <dt>{term}</dt><dd>{value}</dd> });
            view! {
                <details class="details">
                    <summary>{t("Where this is written")}</summary>
                    <dl class="details__rows">{rows.collect_view()}</dl>
                </details>
            }
        });
        view! {
            <li class="verdict__reason">
                <p class="verdict__sentence">{sentence}</p>
                {remedy.map(|remedy| view! { <p class="verdict__remedy">{remedy}</p> })}
                {details}
            </li>
        }
    };
    view! { <ul class="verdict__reasons">{lines.into_iter().map(line).collect_view()}</ul> }
}
