//! Several calls that another wallet carries out as one: each by itself, and what they come to in sum.

use assay_sdk::tx::{CallSimulation, CallSummary};
use leptos::prelude::*;

use super::details::{address, code, described, function, network, receivers, whole};
use super::sequence::TakeApart;
use super::simulated::{SimulationPanel, events, failed};
use super::{Stage, actions, checked, effects, granted_nothing, nobody_may, not_understood, warnings};
use crate::components::{ButtonKind, Definition, DefinitionList, Notice, NoticeKind};
use crate::pages::contact_add::warning;
use crate::pages::watched::SigningNote;
use crate::shell::shell;
use crate::text::{fill, t};
use crate::wallet::{BatchDraft, Checked, Simulated, Wallet};

/// The review of a batch.
pub(super) fn together(draft: &BatchDraft, wallet: Wallet, stage: Stage) -> AnyView {
    let (batch, calls) = (draft.review.batch(), draft.review.calls());
    let count = calls.len();
    let understood = draft.review.is_understood();
    let lead = fill(
        t("{count} calls, carried out as one by the other wallet: all of them happen, or none."),
        &[("count", &count.to_string())],
    );
    let aside = move || view! { <TakeApart wallet /> }.into_any();
    let pairs = vec![
        Definition::view(t("From"), address(batch.from(), None)),
        Definition::text(t("Fee"), t("The other wallet sets it, and shows it before you sign there")),
        Definition::text(t("Network"), network(batch.chain())),
    ];
    view! {
        <p class="batch__lead">{lead}</p>
        {draft.asks_upgrade.then(upgrade)}
        {each(calls, &draft.checked, wallet)}
        {(!understood).then(not_understood)}
        <DefinitionList pairs />
        <SigningNote wallet />
        {actions(wallet, stage, understood.then_some(ButtonKind::Primary), aside)}
    }
    .into_any()
}

/// What several calls come to in sum, each of them, and what is to be said of them all.
pub(super) fn each(calls: &[CallSummary], checked: &[Option<Checked>], wallet: Wallet) -> AnyView {
    let count = calls.len();
    let nothing_granted = calls.iter().all(|call| granted_nothing(&call.effects));
    let found = checked.iter().copied().chain(std::iter::repeat(None));
    let lines =
        calls.iter().zip(found).enumerate().map(|(place, (call, found))| one_call(call, found, (place, count), wallet));
    let people = untrack(|| shell().people());
    let all_receivers = calls.iter().flat_map(|call| receivers(&call.effects));
    let alike = all_receivers.filter_map(|receiver| warning(&people, receiver)).collect_view();
    view! {
        <SimulationPanel wallet />
        <ol class="batch">{lines.collect_view()}</ol>
        {nothing_granted.then(nobody_may)}
        {alike}
    }
    .into_any()
}

fn upgrade() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Warn title=t("The other wallet asks you for one thing more")
            what=t("To carry out several calls as one it lets your account run code that it chose (EIP-7702). That stays until you change it there. If you would rather not, sign one after the other.") />
    }
}

/// One call: what it does, what the last look found of it, what it comes to, and its bytes.
fn one_call(
    call: &CallSummary,
    found: Option<Checked>,
    (place, count): (usize, usize),
    wallet: Wallet,
) -> impl IntoView + use<> {
    let title = fill(
        t("Call {place} of {count}"),
        &[("place", &place.saturating_add(1).to_string()), ("count", &count.to_string())],
    );
    let to = call.to.clone();
    let mut pairs = vec![Definition::view(t("Contract"), address(to.address, to.name))];
    pairs.extend(receivers(&call.effects).into_iter().map(|one| Definition::view(t("To, in full"), whole(one))));
    let technical = vec![
        Definition::text(t("Function"), function(call.function, &call.effects)),
        Definition::view(t("Bytes that are handed over"), code(call.data.to_string(), t("Copy the bytes"))),
        // Its name is part of the standard (ERC-8213), so that it can be found on another device.
        Definition::view("Calldata Digest", code(call.calldata_digest.to_string(), t("Copy the Calldata Digest"))),
    ];
    view! {
        <li class="batch__call stack stack--tight">
            <h3 class="label">{title}</h3>
            {effects(&call.effects)}
            {warnings(&call.warnings)}
            {found.map(|found| checked::words(&found, None, wallet.chain()))}
            <CallRun wallet place />
            <DefinitionList pairs />
            {call.described.as_ref().map(described)}
            <details class="details">
                <summary>{t("Technical details and raw bytes")}</summary>
                <DefinitionList pairs=technical />
            </details>
        </li>
    }
}

/// What one call comes to, run over proven state on what those before it have changed. What is under way stands with the sum.
#[component]
fn CallRun(
    /// The wallet.
    wallet: Wallet,
    /// Its place, from 0.
    place: usize,
) -> impl IntoView {
    move || {
        let Simulated::Together(fact) = wallet.simulated() else { return None };
        let CallSimulation { outcome, movements, approvals, .. } = fact.value().calls.get(place)?;
        Some(match outcome {
            Err(failure) => {
                view! { <Notice kind=NoticeKind::Error title=t("Run now, this call would fail") what=failed(failure) /> }.into_any()
            }
            Ok(_) => {
                let lines = events(movements, approvals, &wallet.known_tokens(), wallet.holder());
                let passes = lines.is_empty().then(|| view! { <p class="hint">{t("Run now, it passes, and nothing moves.")}</p> });
                let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
                view! { <ul class="plain-list" aria-label=t("Run now, it comes to")>{lines}</ul>{passes} }.into_any()
            }
        })
    }
}
