//! The button.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::text::t;

/// How much weight a button has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ButtonKind {
    /// One of several things to do.
    #[default]
    Plain,
    /// The one thing to do here.
    Primary,
    /// Something beside the point.
    Quiet,
    /// Something that destroys.
    Danger,
}

/// What pressing a button does besides calling back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ButtonPurpose {
    /// Nothing.
    #[default]
    Press,
    /// It sends the form that it stands in.
    Submit,
}

/// How much of its line a button takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ButtonWidth {
    /// As much as its text needs.
    #[default]
    Fit,
    /// All of it.
    Line,
}

/// A button. Busy or disabled it stays in the order of the keyboard and does nothing.
#[component]
pub(crate) fn Button(
    /// How much weight it has.
    #[prop(optional)]
    kind: ButtonKind,
    /// Whether what it started is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it cannot be used now. Say nearby why.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it sends the form that it stands in.
    #[prop(optional)]
    purpose: ButtonPurpose,
    /// Whether it fills its line.
    #[prop(optional)]
    width: ButtonWidth,
    /// A picture before the text.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// What to do. A submit button may leave it out: the form hears of it.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// The text.
    children: Children,
) -> impl IntoView {
    let kind = match kind {
        ButtonKind::Plain => "button",
        ButtonKind::Primary => "button button--primary",
        ButtonKind::Quiet => "button button--quiet",
        ButtonKind::Danger => "button button--danger",
    };
    let class = match width {
        ButtonWidth::Fit => kind.to_owned(),
        ButtonWidth::Line => format!("{kind} button--wide"),
    };
    let button_type = match purpose {
        ButtonPurpose::Press => "button",
        ButtonPurpose::Submit => "submit",
    };
    let click = move |event: MouseEvent| {
        if busy.get_untracked() || disabled.get_untracked() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            type=button_type
            class=class
            aria-disabled=move || disabled.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click=click
        >
            {move || busy.get().then(spinner)}
            {icon.map(|glyph| view! { <Icon glyph /> })}
            {children()}
        </button>
    }
}

fn spinner() -> impl IntoView {
    view! {
        <span class=std::convert::identity("button__spinner") aria-hidden="true"></span>
        <span class="visually-hidden">{t("Under way:")}</span>
    }
}
