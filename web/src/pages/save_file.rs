//! A file that the key worker makes, handed to the user.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, Glyph, Notice, NoticeKind};
use crate::pages::key_ask::{other_answer, sentence};
use crate::services::files;
use crate::shell::shell;
use crate::text::{fill, t};
use crate::worker::protocol::{Answer, Call, File, KeyError};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Saved {
    /// The browser saves it under this name.
    As(String),
    /// It did not come to be.
    Failed(String),
}

/// Hands the file of an answer to the user.
pub(super) fn hand_out(answer: Result<Answer, KeyError>) -> Result<Saved, KeyError> {
    let Answer::File(File { name, text }) = answer? else { return Ok(Saved::Failed(other_answer())) };
    Ok(match files::save(&name, &text) {
        Ok(()) => Saved::As(name),
        Err(error) => Saved::Failed(sentence(&error)),
    })
}

/// Says what came of it.
pub(super) fn told(saved: Saved) -> AnyView {
    match saved {
        Saved::As(name) => {
            let what = fill(t("The browser saves it as {name}, where it saves what you download."), &[("name", &name)]);
            view! { <Notice kind=NoticeKind::Success title=t("Saved") what /> }.into_any()
        }
        Saved::Failed(what) => view! { <Notice kind=NoticeKind::Error title=t("It was not saved") what /> }.into_any(),
    }
}

/// A button that saves a file for which nothing is asked.
#[component]
pub(super) fn SaveFile(
    /// What makes it.
    call: Callback<(), Call>,
    /// The button's words.
    label: &'static str,
) -> impl IntoView {
    let shell = shell();
    let (busy, set_busy) = signal(false);
    let (saved, set_saved) = signal(None::<Saved>);
    let save = move |()| {
        set_busy.set(true);
        set_saved.set(None);
        let call = call.run(());
        spawn_local(async move {
            let outcome = hand_out(shell.ask(call).await).unwrap_or_else(|error| Saved::Failed(error.message));
            let _gone = set_busy.try_set(false);
            let _gone = set_saved.try_set(Some(outcome));
        });
    };
    view! {
        <div class="row"><Button icon=Glyph::Document busy on_click=save>{label}</Button></div>
        {move || saved.get().map(told)}
    }
}
