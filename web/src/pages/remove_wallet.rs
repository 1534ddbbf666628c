//! Removing a wallet from this device: asked once, by naming it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, ButtonKind, ButtonPurpose, Notice, NoticeKind, Sheet, TextField};
use crate::shell::shell;
use crate::text::{fill, t};
use crate::worker::protocol::{Call, VaultSummary};

/// The sheet that asks for the wallet's name and removes it.
#[component]
pub(super) fn RemoveWallet(
    /// Which; none while nothing is asked.
    vault: RwSignal<Option<VaultSummary>>,
) -> impl IntoView {
    let close = move |()| vault.set(None);
    let open = Signal::derive(move || vault.with(Option::is_some));
    let question = move || vault.get().map(|which| view! { <Question which asked=vault /> });
    view! { <Sheet title=t("Remove a wallet from this device") open on_close=close>{question}</Sheet> }
}

#[component]
fn Question(which: VaultSummary, asked: RwSignal<Option<VaultSummary>>) -> impl IntoView {
    let shell = shell();
    let name = which.name();
    let what = if which.is_keyless() {
        t("Nothing secret goes with it: its address can be watched or connected again at any time.")
    } else {
        t(
            "What it holds stays on the chain, but only its recovery phrase, its keys or its saved file open it again. Nobody can restore it for you.",
        )
    };
    let typed = RwSignal::new(String::new());
    let (fault, set_fault) = signal(None::<String>);
    let (busy, set_busy) = signal(false);
    let expected = name.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if typed.with_untracked(|typed| typed.trim() != expected) {
            set_fault.set(Some(fill(t("That is not its name. Type “{name}” to remove it."), &[("name", &expected)])));
            return;
        }
        set_busy.set(true);
        let vault = which.id.clone();
        spawn_local(async move {
            match shell.change(Call::Remove { vault }).await {
                Ok(()) => asked.set(None),
                Err(error) => set_fault.set(Some(error.message)),
            }
            set_busy.set(false);
        });
    };
    view! {
        <form class="stack" on:submit=submit>
            <Notice kind=NoticeKind::Warn title=fill(t("“{name}” will be gone from this browser"), &[("name", &name)])
                what />
            <TextField label=fill(t("Type its name to remove it: {name}"), &[("name", &name)]) value=typed error=fault />
            <div class="sheet__actions">
                <Button on_click=move |()| asked.set(None)>{t("Keep it")}</Button>
                <Button kind=ButtonKind::Danger purpose=ButtonPurpose::Submit busy>{t("Remove it for good")}</Button>
            </div>
        </form>
    }
}
