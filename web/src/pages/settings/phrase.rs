//! The phrase on the screen once more: what opens the wallet first, then an explicit act, and never for long.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::{Zeroize as _, Zeroizing};

use crate::components::{Button, ButtonKind, Notice, NoticeKind, PhraseGrid};
use crate::pages::key_ask::{Attempt, KeyAsk};
use crate::shell::shell;
use crate::text::t;
use crate::worker::protocol::{Answer, Call, Reveal, UnlockKey, VaultSummary};

/// How long secrets stay on the screen.
const SHOWN_FOR: Duration = Duration::from_secs(120);

/// Closes what is open after this time, unless it is gone by then.
pub(super) fn close_later(after: Duration, on_done: Callback<()>) {
    let timer = set_timeout_with_handle(move || _ = on_done.try_run(()), after);
    on_cleanup(move || {
        // Without a timer the idle lock closes it.
        drop(timer.map(|timer| timer.clear()));
    });
}

/// The sheet's content.
#[component]
pub(super) fn PhraseSheet(secret: u32, vault: VaultSummary, on_done: Callback<()>) -> impl IntoView {
    let shell = shell();
    let attempt = Attempt::new();
    let phrase = RwSignal::new(None::<Zeroizing<String>>);
    on_cleanup(move || {
        let _gone = phrase.try_update(|phrase| phrase.zeroize());
    });
    let ask = move |key: UnlockKey| {
        attempt.begin();
        let call = Call::Reveal { what: Reveal::Phrase { secret }, key };
        spawn_local(async move {
            if let Some(Answer::Phrase { phrase: words, .. }) = attempt.end(shell.ask(call).await) {
                let _gone = phrase.try_set(Some(Zeroizing::new(words)));
            }
        });
    };
    let methods = StoredValue::new(vault.methods);
    move || {
        match phrase.get() {
        None => view! {
            <p>{t("Whoever sees these words can take everything. Make sure that nobody looks on, no camera, no shared screen.")}</p>
            <KeyAsk methods=methods.get_value() action=t("Continue") attempt on_key=ask />
        }
        .into_any(),
        Some(words) => view! { <Shown words on_done /> }.into_any(),
    }
    }
}

#[component]
fn Shown(words: Zeroizing<String>, on_done: Callback<()>) -> impl IntoView {
    close_later(SHOWN_FOR, on_done);
    view! {
        <PhraseGrid phrase=words />
        <Notice kind=NoticeKind::Warn title=t("On paper only") what=t("No photo, no cloud, no message. This closes by itself after two minutes, and whenever the wallet locks.") />
        <div class="sheet__actions"><Button kind=ButtonKind::Primary on_click=on_done>{t("Put it away")}</Button></div>
    }
}
