//! Steps on a line, such as those of a redemption: requested → pending → claimable → claimed.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::text::t;

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepState {
    /// Behind us.
    Done,
    /// Others are at work.
    Waiting,
    /// It waits for the user.
    Ready,
    /// Not reached yet.
    Ahead,
    /// It went wrong.
    Failed,
}

impl StepState {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "steps__step steps__step--done",
            Self::Waiting => "steps__step steps__step--waiting",
            Self::Ready => "steps__step steps__step--ready",
            Self::Ahead => "steps__step steps__step--ahead",
            Self::Failed => "steps__step steps__step--failed",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Done => t("done"),
            Self::Waiting => t("waiting"),
            Self::Ready => t("ready for you"),
            Self::Ahead => t("to come"),
            Self::Failed => t("failed"),
        }
    }

    const fn glyph(self) -> Option<Glyph> {
        match self {
            Self::Done => Some(Glyph::Check),
            Self::Waiting => Some(Glyph::Clock),
            Self::Failed => Some(Glyph::Cross),
            Self::Ready | Self::Ahead => None,
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// What it is called.
    pub(crate) label: String,
    /// When it was, or what it waits for.
    pub(crate) detail: Option<String>,
    /// Where it stands.
    pub(crate) state: StepState,
}

/// Steps in their order.
#[component]
pub(crate) fn StepLine(
    /// What they lead to.
    #[prop(into)]
    label: String,
    /// The steps.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
) -> impl IntoView {
    view! { <ol class="steps" aria-label=label>{move || steps.get().into_iter().map(step).collect_view()}</ol> }
}

fn step(Step { label, detail, state }: Step) -> impl IntoView {
    let current = matches!(state, StepState::Waiting | StepState::Ready).then_some("step");
    view! {
        <li class=state.class() aria-current=current>
            <span class="steps__mark" aria-hidden="true">{state.glyph().map(|glyph| view! { <Icon glyph /> })}</span>
            <div>
                <p class="steps__label">{label}<span class="visually-hidden">{format!(" ({})", state.words())}</span></p>
                {detail.map(|detail| view! { <p class="steps__detail">{detail}</p> })}
            </div>
        </li>
    }
}
