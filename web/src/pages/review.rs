//! The one sheet before any signature: decoded from the bytes that will be signed.

mod asker;
mod batch;
mod checked;
mod details;
mod permission;
mod sequence;
mod series;
mod simulated;
mod statement;

use assay_sdk::tx::{Effect, Warning};
use leptos::prelude::*;

use crate::components::{
    Button, ButtonKind, ErrorPanel, ErrorText, Glyph, Notice, NoticeKind, Sheet, Skeleton, SkeletonWidth,
};
use crate::pages::contact_add::warning;
use crate::pages::focus;
use crate::pages::watched::SigningNote;
use crate::route::Route;
use crate::shell::shell;
use crate::text::{fill, t};
use crate::wallet::{Draft, OtherChain, Proposal, ReviewState, Signing, Wallet};
use crate::words;

use asker::SiteAsks;
use batch::together;
use details::Details;
use sequence::{GoOn, SequencePlace, TakeApart};
use series::series;
use simulated::SimulationPanel;
use statement::statement;

/// The sheet. Mounted once, and open whenever there is something to review.
#[component]
pub(crate) fn ReviewSheet() -> impl IntoView {
    let wallet = Wallet::expect();
    let state = wallet.review();
    let open = Signal::derive(move || !state.with(|state| matches!(state, ReviewState::None)));
    // Not while another wallet asks: it may take its time, and what it says then opens the sheet again.
    let here = wallet.signing() != Signing::Elsewhere;
    let held = Signal::derive(move || here && state.with(|state| matches!(state, ReviewState::Sending(_))));
    // Each state takes the place of the one before, with the button that led to it.
    leptos::prelude::Effect::new(move |_| {
        if state.with(|state| !matches!(state, ReviewState::None)) {
            focus::back_in_sheet();
        }
    });
    view! {
        <Sheet title=t("Review") open held on_close=move |()| wallet.dismiss()>
            <SiteAsks wallet />
            <SequencePlace wallet />
            {move || match state.get() {
                ReviewState::None => ().into_any(),
                ReviewState::Preparing(_) => view! {
                    <p>{t("Asking the chain what this takes…")}</p>
                    <Skeleton width=SkeletonWidth::Line />
                }.into_any(),
                ReviewState::Ready(proposal) => ready(&proposal, wallet, Stage::Deciding),
                ReviewState::Sending(proposal) => ready(&proposal, wallet, Stage::Sending),
                ReviewState::Sent { summary, notes } => sent(summary, notes, wallet),
                ReviewState::Given => statement::given(wallet),
                ReviewState::Calls { id } => series::calls(id, wallet),
                ReviewState::OtherChain(other) => other_chain(&other, wallet),
                ReviewState::Failed(error) => failed(error, wallet),
            }}
        </Sheet>
    }
}

fn failed(error: ErrorText, wallet: Wallet) -> AnyView {
    let close = if untrack(|| wallet.has_more()) { t("Stop here") } else { t("Close") };
    view! {
        <ErrorPanel error />
        <div class="sheet__actions">
            <Button on_click=move |()| wallet.dismiss()>{close}</Button>
            <GoOn wallet label=t("Go on with the next") kind=ButtonKind::Primary />
            <TakeApart wallet />
        </div>
    }
    .into_any()
}

fn sent(summary: String, notes: Vec<String>, wallet: Wallet) -> AnyView {
    view! {
        <Notice kind=NoticeKind::Success title=t("Signed and sent") what=summary
            next=t("It is done when a block has it: see Activity.") />
        {(!notes.is_empty()).then(|| view! {
            <ul class="plain-list">{notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}</ul>
        })}
        <div class="sheet__actions">
            <a class="button" href=Route::Activity.href() on:click=move |_| wallet.dismiss()>{t("See it in Activity")}</a>
            {if untrack(|| wallet.has_more()) {
                view! {
                    <Button on_click=move |()| wallet.dismiss()>{t("Stop here")}</Button>
                    <GoOn wallet label=t("Go on with the next") kind=ButtonKind::Primary />
                }.into_any()
            } else {
                view! { <Button kind=ButtonKind::Primary on_click=move |()| wallet.dismiss()>{t("Done")}</Button> }.into_any()
            }}
        </div>
    }
    .into_any()
}

/// The other wallet is on another network: going over is an act of its own.
fn other_chain(other: &OtherChain, wallet: Wallet) -> AnyView {
    let wanted = other.proposal.chain().to_string();
    let (name, on) = (other.wallet.clone(), other.on.to_string());
    let what = fill(
        t("{wallet} is on {on}, and this transaction is for {wanted}. Nothing was sent."),
        &[("wallet", &name), ("on", &on), ("wanted", &wanted)],
    );
    let label = fill(t("Ask it to switch to {wanted}"), &[("wanted", &wanted)]);
    view! {
        <Notice kind=NoticeKind::Warn title=t("The other wallet is on another network") what
            next=t("Let Assay ask it to switch, or switch there yourself. Then the same review stands here again.") />
        <div class="sheet__actions">
            <Button on_click=move |()| wallet.dismiss()>{t("Cancel")}</Button>
            <Button kind=ButtonKind::Primary icon=Glyph::Link on_click=move |()| wallet.switch_chain()>{label}</Button>
        </div>
    }
    .into_any()
}

/// Whether the user has still to decide.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Deciding,
    Sending,
}

fn ready(proposal: &Proposal, wallet: Wallet, stage: Stage) -> AnyView {
    match proposal {
        Proposal::One(draft) => one(draft, wallet, stage),
        Proposal::Together(draft) => together(draft, wallet, stage),
        Proposal::Series(draft) => series(draft, wallet, stage),
        Proposal::Statement(draft) => statement(draft, wallet, stage),
    }
}

fn one(draft: &Draft, wallet: Wallet, stage: Stage) -> AnyView {
    let summary = draft.review.summary();
    let understood = draft.review.is_understood();
    let retires = |effect: &Effect| matches!(effect, Effect::Retired { .. } | Effect::RetiredWithCertificate { .. });
    let for_good = summary.effects.iter().any(retires);
    let people = untrack(|| shell().people());
    let alike = details::receivers(&summary.effects).into_iter().filter_map(|receiver| warning(&people, receiver));
    let kind = if for_good { ButtonKind::Danger } else { ButtonKind::Primary };
    let aside = move || view! { <GoOn wallet label=t("Leave this one out") kind=ButtonKind::Plain /> }.into_any();
    view! {
        {effects(&summary.effects)}
        {granted_nothing(&summary.effects).then(nobody_may)}
        {alike.collect_view()}
        {warnings(&summary.warnings)}
        {draft.checked.as_ref().map(|checked| checked::words(checked, Some(summary.fee_ceiling), summary.chain))}
        {for_good.then(|| view! {
            <Notice kind=NoticeKind::Warn title=t("This cannot be undone") what=t("Retired credits are gone for good. Nothing is paid for them.") />
        })}
        {(!understood).then(not_understood)}
        <SimulationPanel wallet />
        <Details summary=summary.clone() />
        <SigningNote wallet />
        {actions(wallet, stage, understood.then_some(kind), aside)}
    }
    .into_any()
}

/// Whether what stands for review is only signed.
fn is_statement(wallet: Wallet) -> bool {
    let is_one = |proposal: &Proposal| matches!(proposal, Proposal::Statement(_));
    untrack(|| {
        let state = wallet.review().get();
        matches!(&state, ReviewState::Ready(proposal) | ReviewState::Sending(proposal) if is_one(proposal))
    })
}

/// What it does, in the words of its decoded bytes.
fn effects(effects: &[Effect]) -> impl IntoView + use<> {
    let lines = effects.iter().map(|effect| view! { <li class="review__effect">{words::effect(effect)}</li> });
    view! { <ul class="review__effects">{lines.collect_view()}</ul> }
}

fn warnings(warnings: &[Warning]) -> impl IntoView + use<> {
    let notice = |warning: &Warning| view! { <Notice kind=NoticeKind::Warn title=t("Worth a thought") what=warning.to_string() /> };
    warnings.iter().map(notice).collect_view()
}

fn nobody_may() -> impl IntoView {
    view! { <p class="hint">{t("Nobody gets permission to spend anything of yours.")}</p> }
}

fn not_understood() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Error title=t("Not understood, so not signed")
            what=t("A part of these bytes means nothing to this wallet. What is not understood is never signed.") />
    }
}

/// Cancel, sign (with so much weight; `None` where it is not understood, so not signed), and what else there is to do while it is not decided.
fn actions(wallet: Wallet, stage: Stage, signing: Option<ButtonKind>, aside: impl Fn() -> AnyView) -> impl IntoView {
    let busy = stage == Stage::Sending;
    let only_signed = is_statement(wallet);
    let elsewhere = wallet.signing() == Signing::Elsewhere;
    view! {
        <div class="sheet__actions">
            <Button disabled={busy && !elsewhere} on_click=move |()| wallet.dismiss()>
                {if busy && elsewhere { t("Close") } else { t("Cancel") }}
            </Button>
            {(!busy).then(aside)}
            <Button kind=signing.unwrap_or(ButtonKind::Primary) icon=Glyph::Lock busy disabled=signing.is_none() on_click=move |()| wallet.approve()>
                {match (busy, elsewhere) {
                    (false, _) if only_signed => t("Sign"),
                    (false, _) => t("Sign and send"),
                    (true, true) => t("The other wallet asks you now"),
                    (true, false) if only_signed => t("Signing"),
                    (true, false) => t("Signing and sending"),
                }}
            </Button>
        </div>
    }
}

fn granted_nothing(effects: &[Effect]) -> bool {
    let may_grant = |effect: &Effect| {
        if let Effect::Described(described) = effect {
            return described.gives_power;
        }
        matches!(effect, Effect::Granted { .. } | Effect::NotUnderstood { .. })
    };
    !effects.iter().any(may_grant)
}
