//! The way that is chosen: what is sent in which order, whom it goes to, what would refuse it, and the button to its review.

use alloy_primitives::Address;
use assay_sdk::asset::Descriptor;
use assay_sdk::redemption::{Obstacle, Route, Step};
use assay_sdk::tx::Intent;
use leptos::prelude::*;

use super::act::Act;
use super::certificate::{CertificateFields, Form};
use super::compare::Standings;
use super::words;
use crate::components::{
    ButtonKind, CopyButton, Definition, DefinitionList, Notice, NoticeKind, Reading, VerdictPanel, VerdictView,
};
use crate::pages::verdict;
use crate::pages::watched::SigningNote;
use crate::problem;
use crate::services::chain::Weighed;
use crate::text::{fill, t};
use crate::wallet::{Signing, Wallet};

/// What a way takes.
#[component]
pub(super) fn Chosen(
    route: Route,
    weighed: Standings,
    described: StoredValue<Descriptor>,
    /// What it is called.
    title: &'static str,
) -> impl IntoView {
    let wallet = Wallet::expect();
    let symbol = described.with_value(|descriptor| descriptor.symbol.clone());
    let form = Form::new(wallet.holder());
    let with_certificate = matches!(route, Route::Retirement { certificate: true, .. });
    let rules = route.receiver().map(|_| {
        let symbol = symbol.clone();
        view! { <VerdictPanel verdict=Signal::derive(move || rules(weighed)) symbol clock=wallet.clock() on_retry=move |()| wallet.retry() /> }
    });
    let to = if let Route::Transfer { to } = route { Some(to) } else { None };
    view! {
        <section class="stack" aria-label=title>
            <div class="panel stack">
                <h3 class="exit__name">{title}</h3>
                <Steps weighed described />
                {to.map(issuer)}
                <Told weighed />
                {with_certificate.then(|| view! { <CertificateFields form /> })}
                {rules}
                <Obstacles weighed symbol />
                <Review weighed described form />
                <SigningNote wallet />
            </div>
        </section>
    }
}

fn rules(weighed: Standings) -> Reading<VerdictView> {
    weighed.with(|weighed| match weighed.as_ref().and_then(|weighed| weighed.rules.as_ref()) {
        Some(Ok(assessment)) => Reading::Known(verdict::view(assessment)),
        Some(Err(error)) => Reading::Failed { what: problem::of_chain(error).what },
        None => Reading::Pending,
    })
}

#[component]
fn Steps(weighed: Standings, described: StoredValue<Descriptor>) -> impl IntoView {
    let steps = Memo::new(move |_| {
        weighed.with(|weighed| weighed.as_ref().map(|way| way.plan.steps.clone()).unwrap_or_default())
    });
    move || {
        let steps = steps.get();
        let line = |step: &Step| {
            let words = described.with_value(|descriptor| words::step_words(step, descriptor));
            view! { <li>{words}</li> }
        };
        (!steps.is_empty()).then(|| {
            view! {
                <div class="stack stack--tight"><p class="label">{t("Steps")}</p>
                <ol class="plain-steps">{steps.iter().map(line).collect_view()}</ol></div>
            }
        })
    }
}

/// The address that the list names, and no other: every character of it.
fn issuer(to: Address) -> impl IntoView {
    let text = to.to_checksum(None);
    let copied = text.clone();
    let address = view! {
        <span class="row"><code class="code code--break">{text}</code><CopyButton text=Signal::stored(copied) label=t("Copy the issuer's address") /></span>
    };
    view! {
        <DefinitionList pairs=vec![Definition::view(t("The issuer's address, by the asset list"), address)] />
        <Notice kind=NoticeKind::Warn title=t("What is sent cannot be called back")
            what=t("The chain knows of no debt in return. What you are owed, and when, follows from the issuer's terms alone.") />
    }
}

/// What the issuer has to be told, which no transaction tells.
#[component]
fn Told(weighed: Standings) -> impl IntoView {
    let memo =
        Memo::new(move |_| weighed.with(|weighed| weighed.as_ref().and_then(|way| way.plan.settlement.memo.clone())));
    move || {
        memo.get().map(|memo| {
            let what = fill(
                t("The issuer asks for: {memo}. The transaction cannot carry it: tell the issuer, before or right after you sign."),
                &[("memo", &memo)],
            );
            view! { <Notice kind=NoticeKind::Warn title=t("Tell the issuer who you are") what /> }
        })
    }
}

#[component]
fn Obstacles(weighed: Standings, symbol: String) -> impl IntoView {
    let wallet = Wallet::expect();
    let all: Memo<Vec<Obstacle>> = Memo::new(move |_| {
        weighed.with(|weighed| weighed.as_ref().map(|way| way.plan.obstacles.clone()).unwrap_or_default())
    });
    move || all.get().iter().map(|one| words::obstacle_notice(one, &symbol, wallet)).collect_view()
}

#[component]
fn Review(weighed: Standings, described: StoredValue<Descriptor>, form: Form) -> impl IntoView {
    let wallet = Wallet::expect();
    let asset = described.with_value(|descriptor| descriptor.asset);
    let next = Memo::new(move |_| weighed.with(|weighed| weighed.as_ref().map(offered).unwrap_or_default()));
    // One after the other, the first is offered alone: the next is possible once it is done.
    let together = Memo::new(move |_| wallet.signing() == Signing::Elsewhere && next.with(Vec::len) > 1);
    let steps = move |()| {
        let steps = next.get_untracked();
        let intent = |step: Step| match (step, untrack(|| form.certificate())) {
            (Step::Retire { token, amount }, Some(certificate)) => {
                Intent::RetireWithCertificate { token, amount: amount.raw(), certificate: Box::new(certificate) }
            }
            (step, _) => Intent::from(&step),
        };
        let count = if together.get_untracked() { steps.len() } else { 1 };
        steps.into_iter().take(count).map(intent).collect()
    };
    let kind = Memo::new(move |_| next.with(|steps| steps.first().map(Step::is_irreversible)));
    move || {
        let Some(irreversible) = kind.get() else {
            return view! { <p class="hint">{t("It is not offered for signing while it would be refused.")}</p> }
                .into_any();
        };
        let kind = if irreversible { ButtonKind::Danger } else { ButtonKind::Primary };
        let words = Signal::derive(move || match next.with(|steps| steps.first().copied()) {
            Some(_) if together.get() => t("Review all steps").to_owned(),
            first => first.map_or_else(String::new, |step| words::step_button(&step).to_owned()),
        });
        let faulty = Signal::derive(move || form.is_faulty());
        view! {
            <div class="row row--end"><Act words kind asset disabled=faulty steps /></div>
            {move || together.get().then(|| view! { <p class="hint">{t("They go as one where the other wallet can do that: all of them happen, or none. Otherwise one after the other.")}</p> })}
            <p class="hint" aria-live="polite">{move || faulty.get().then(|| t("Fill in the certificate, or leave it out."))}</p>
        }
        .into_any()
    }
}

/// The steps that can be taken now, where nothing known refuses the way; none otherwise. Whether the rules allow what they cannot tell, the
/// chain decides.
fn offered(weighed: &Weighed) -> Vec<Step> {
    use assay_sdk::compliance::Verdict;
    let denied =
        matches!(&weighed.rules, Some(Ok(assessment)) if matches!(assessment.verdict.value(), Verdict::Deny(_)));
    if denied || !weighed.plan.is_open() {
        return Vec::new();
    }
    weighed.plan.steps.iter().filter(|step| !step.waits_for_fulfilment()).copied().collect()
}
