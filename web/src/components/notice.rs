//! Something to know: what happened, why, and what to do next, in that order.

use leptos::prelude::*;

use super::button::Button;
use super::icon::{Glyph, Icon};
use crate::text::t;

/// How much it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Success,
    /// Waiting, unknown, or worth a thought.
    Warn,
    /// It did not work.
    Error,
}

impl NoticeKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Success => "notice notice--success",
            Self::Warn => "notice notice--warn",
            Self::Error => "notice notice--error",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Info => Glyph::Info,
            Self::Success => Glyph::Check,
            Self::Warn | Self::Error => Glyph::Alert,
        }
    }

    /// Errors interrupt a screen reader, the rest waits for a pause.
    const fn role(self) -> &'static str {
        match self {
            Self::Error => "alert",
            Self::Info | Self::Success | Self::Warn => "status",
        }
    }
}

/// A notice in the page.
#[component]
pub(crate) fn Notice(
    /// How much it matters.
    #[prop(optional)]
    kind: NoticeKind,
    /// What happened, in a few words.
    #[prop(into)]
    title: String,
    /// What happened and why.
    #[prop(optional, into)]
    what: Option<String>,
    /// What to do next.
    #[prop(optional, into)]
    next: Option<String>,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// Other actions, or details.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let retry = on_retry.map(|on_retry| {
        view! {
            <div class="notice__actions"><Button icon=Glyph::Retry on_click=on_retry>{t("Try again")}</Button></div>
        }
    });
    view! {
        <div class=kind.class() role=kind.role()>
            <Icon glyph=kind.glyph() />
            <div class="notice__body">
                <p class="notice__title">{title}</p>
                {what.map(|what| view! { <p class="notice__what">{what}</p> })}
                {next.map(|next| view! { <p class="notice__do">{next}</p> })}
                {children.map(|children| children())}
                {retry}
            </div>
        </div>
    }
}
