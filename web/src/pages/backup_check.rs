//! Shows that the backup is at hand: a few of its words are asked for.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::asked_words::{AskedWords, Words};
use crate::components::{Button, ButtonKind, ButtonPurpose, Notice, NoticeKind, Skeleton, SkeletonWidth};
use crate::pages::key_ask::other_answer;
use crate::shell::shell;
use crate::text::t;
use crate::worker::protocol::{Answer, Call};

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Asking,
    Asked(Vec<u8>),
    Passed,
    Refused(String),
}

/// The questions, which the worker chooses.
#[component]
pub(super) fn BackupCheck(
    /// Which of the wallet's phrases.
    secret: u32,
    /// Hears that it is over.
    on_done: Callback<()>,
) -> impl IntoView {
    let shell = shell();
    let stage = RwSignal::new(Stage::Asking);
    let ask = move || {
        stage.set(Stage::Asking);
        spawn_local(async move {
            let next = match shell.ask(Call::BackupQuestion { secret }).await {
                Ok(Answer::Ask { positions }) => Stage::Asked(positions),
                Ok(_) => Stage::Refused(other_answer()),
                Err(error) => Stage::Refused(error.message),
            };
            let _gone = stage.try_set(next);
        });
    };
    ask();
    move || {
        match stage.get() {
        Stage::Asking => view! { <Skeleton width=SkeletonWidth::Line /> }.into_any(),
        Stage::Refused(what) => {
            view! { <Notice kind=NoticeKind::Error title=t("The check did not start") what on_retry=move |()| ask() /> }.into_any()
        }
        Stage::Asked(positions) => view! { <Questions positions on_passed=move |()| stage.set(Stage::Passed) on_done /> }.into_any(),
        Stage::Passed => view! {
            <Notice kind=NoticeKind::Success title=t("Your backup is at hand") what=t("It is asked for again in 90 days. Put the paper back where it was.") />
            <div class="sheet__actions"><Button kind=ButtonKind::Primary on_click=on_done>{t("Done")}</Button></div>
        }
        .into_any(),
    }
    }
}

#[component]
fn Questions(positions: Vec<u8>, #[prop(into)] on_passed: Callback<()>, on_done: Callback<()>) -> impl IntoView {
    let shell = shell();
    let words = Words::new(positions);
    let (busy, set_busy) = signal(false);
    let (wrong, set_wrong) = signal(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        set_busy.set(true);
        set_wrong.set(None);
        let call = Call::BackupAnswer { answers: words.answers() };
        spawn_local(async move {
            let outcome = shell.change(call).await;
            let _gone = set_busy.try_set(false);
            match outcome {
                Ok(()) => on_passed.run(()),
                Err(error) => _ = set_wrong.try_set(Some(error.message)),
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <p>{t("Take your paper and type these words. Do not look them up here: the paper is what is checked.")}</p>
            <AskedWords words />
            {move || wrong.get().map(|what| view! {
                <Notice kind=NoticeKind::Error title=t("That is not what the phrase says") what
                    next=t("If the paper is lost or wrong, show the phrase and write it down anew.") />
            })}
            <div class="sheet__actions">
                <Button on_click=on_done>{t("Not now")}</Button>
                <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit busy>{t("Check")}</Button>
            </div>
        </form>
    }
}
