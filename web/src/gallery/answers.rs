//! What the wallet answers: verdicts, notices, errors, steps.

use assay_sdk::units::Amount;
use leptos::prelude::*;

use super::Part;
use super::specimen::{endpoint, fact, proof};
use crate::components::{
    Button, Clock, EmptyState, ErrorPanel, ErrorText, Glyph, Notice, NoticeKind, Reading, RehearsedView, Step,
    StepLine, StepState, VerdictLine, VerdictPanel, VerdictView,
};
use crate::text::t;

#[component]
pub(super) fn Answers(clock: Clock) -> impl IntoView {
    view! {
        <Part id="answers" title=t("Verdicts")>
            <Verdicts clock />
        </Part>
        <Part id="steps" title=t("Steps")>
            <div class="panel stack stack--loose">
                <StepLine label=t("A redemption that waits") steps=Signal::stored(steps([StepState::Done, StepState::Waiting, StepState::Ahead, StepState::Ahead])) />
                <StepLine label=t("A redemption that can be claimed") steps=Signal::stored(steps([StepState::Done, StepState::Done, StepState::Ready, StepState::Ahead])) />
                <StepLine label=t("A redemption that failed") steps=Signal::stored(steps([StepState::Done, StepState::Failed, StepState::Ahead, StepState::Ahead])) />
            </div>
        </Part>
        <Part id="notices" title=t("Notices")><Notices /></Part>
    }
}

fn line(sentence: &str, remedy: &str, rule: &str, read: &str) -> VerdictLine {
    VerdictLine {
        sentence: sentence.to_owned(),
        remedy: Some(remedy.to_owned()),
        details: vec![
            (t("Rule").to_owned(), rule.to_owned()),
            (t("Contract").to_owned(), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".to_owned()),
            (t("Read").to_owned(), read.to_owned()),
        ],
    }
}

#[component]
fn Verdicts(clock: Clock) -> impl IntoView {
    let most = Amount::parse("1250.5", 18).ok();
    let after_fee = Amount::parse("99", 18).ok().zip(Amount::parse("100", 18).ok());
    let allow = VerdictView::Allow {
        most,
        rehearsed: after_fee.map(|(arrives, leaves)| RehearsedView::Seen {
            leaves,
            arrives,
            balances: vec![
                (t("Yours").to_owned(), "1,250.5 → 1,150.5".to_owned()),
                (t("The receiver's").to_owned(), "0 → 99".to_owned()),
            ],
        }),
        because: Some(t("The monthly limit of the fund sets this.").to_owned()),
        notices: Vec::new(),
    };
    let unverified = line(
        t("The receiver has not been verified by the issuer."),
        t("The receiver can ask the issuer to be verified, usually within two days."),
        "ERC-3643 identity",
        "isVerified(address) = false",
    );
    let limit = line(
        t("The receiver would hold more than the fund allows one holder."),
        t("A smaller amount would pass."),
        "MaxBalanceModule",
        "moduleCheck(…) = false",
    );
    let doubt = line(
        t("One of the fund’s rules could not be read."),
        t("Ask again, or choose another endpoint in the settings."),
        "TimeTransfersLimitsModule",
        "transferLimits(address) was declined",
    );
    let known = |view, source| Signal::stored(Reading::Known(fact(view, 24, source)));
    let failed = Reading::Failed { what: t("The endpoint did not answer within ten seconds.").to_owned() };
    view! {
        <div class="columns">
            <VerdictPanel verdict=known(allow, proof()) symbol="STF" clock />
            <VerdictPanel verdict=known(VerdictView::Unknown { doubts: vec![doubt] }, endpoint()) symbol="STF" clock />
            <VerdictPanel verdict=known(VerdictView::Deny { reasons: vec![unverified, limit], most }, proof()) symbol="STF" clock on_use_most=move |_| () />
            <div class="stack">
                <VerdictPanel verdict=Signal::stored(Reading::Pending) symbol="STF" clock />
                <VerdictPanel verdict=Signal::stored(failed) symbol="STF" clock on_retry=move |()| () />
            </div>
        </div>
    }
}

fn steps(states: [StepState; 4]) -> Vec<Step> {
    let labels = [t("Requested"), t("Pending"), t("Claimable"), t("Claimed")];
    let detail = |state| match state {
        StepState::Done => Some(t("20 Nov 2026, 09:14 UTC").to_owned()),
        StepState::Waiting => Some(t("The issuer settles within 3 days").to_owned()),
        StepState::Ready => Some(t("120,000 STF at 1.0414").to_owned()),
        StepState::Failed => Some(t("The issuer cancelled the request").to_owned()),
        StepState::Ahead => None,
    };
    labels
        .into_iter()
        .zip(states)
        .map(|(label, state)| Step { label: label.to_owned(), detail: detail(state), state })
        .collect()
}

#[component]
fn Notices() -> impl IntoView {
    let error = ErrorText {
        code: "endpoint-timed-out".to_owned(),
        title: t("The holdings could not be read").to_owned(),
        what: t("The endpoint did not answer within ten seconds.").to_owned(),
        next: t("Try again. If it stays so, choose another endpoint in the settings.").to_owned(),
        detail: "https://rpc.example.org timed out after 10 s".to_owned(),
    };
    view! {
        <div class="columns">
            <div class="stack">
                <Notice title=t("These are public test phrases") what=t("Anybody can spend what they hold. Never send anything of value here.") />
                <Notice kind=NoticeKind::Success title=t("The transfer arrived") what=t("Block 21,204,557, 24 s ago.") />
                <Notice kind=NoticeKind::Warn title=t("The price is two days old") what=t("The feed promises one every day.") next=t("Values that rest on it are marked as stale.") />
            </div>
            <div class="stack">
                <ErrorPanel error on_retry=move |()| () />
                <div class="panel">
                    <EmptyState glyph=Glyph::Activity title=t("Nothing has happened yet") text=t("What you send, receive and claim will stand here.")>
                        <Button>{t("Receive something")}</Button>
                    </EmptyState>
                </div>
            </div>
        </div>
    }
}
