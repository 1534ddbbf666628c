//! The phrase split into shares (SLIP-39), of which some bring it back: one on the screen at a time.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::{Zeroize as _, Zeroizing};

use super::phrase::close_later;
use crate::components::{Button, ButtonKind, Notice, NoticeKind, PhraseGrid, SelectField};
use crate::pages::key_ask::{Attempt, KeyAsk};
use crate::shell::shell;
use crate::state::shares::{SPLITS, Split};
use crate::text::{fill, t};
use crate::worker::protocol::{Answer, Call, KeyError, Reveal, UnlockKey, VaultSummary};

/// How long one share stays on the screen: it has up to 33 words.
const SHOWN_FOR: Duration = Duration::from_secs(300);

/// One share on the screen.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    words: Zeroizing<String>,
    number: u8,
    count: u8,
    threshold: u8,
}

/// How far it is.
#[derive(Clone, PartialEq, Eq)]
enum Stage {
    /// How many, and what opens the wallet.
    Asking,
    Showing(Shown),
    Over {
        threshold: u8,
        count: u8,
    },
}

/// The sheet's content.
#[component]
pub(super) fn SharesSheet(secret: u32, vault: VaultSummary, on_done: Callback<()>) -> impl IntoView {
    let shell = shell();
    let attempt = Attempt::new();
    let stage = RwSignal::new(Stage::Asking);
    let split = RwSignal::new(SPLITS[0].key());
    let wipe = move || {
        let _gone = stage.try_update(|stage| {
            if let Stage::Showing(shown) = stage {
                shown.words.zeroize();
            }
        });
    };
    on_cleanup(wipe);
    let take = move |answer: Result<Answer, KeyError>| {
        wipe();
        if let Some(Answer::Share { words, number, count, threshold }) = attempt.end(answer) {
            let shown = Shown { words: Zeroizing::new(words), number, count, threshold };
            let _gone = stage.try_set(Stage::Showing(shown));
        }
    };
    let ask = move |key: UnlockKey| {
        let Some(Split { threshold, count }) = split.with_untracked(|key| Split::of_key(key)) else { return };
        attempt.begin();
        let call = Call::Reveal { what: Reveal::Shares { secret, threshold, count }, key };
        spawn_local(async move { take(shell.ask(call).await) });
    };
    let next = Callback::new(move |(number, count, threshold): (u8, u8, u8)| {
        if number >= count {
            wipe();
            stage.set(Stage::Over { threshold, count });
            return;
        }
        attempt.begin();
        spawn_local(async move { take(shell.ask(Call::NextShare).await) });
    });
    let methods = StoredValue::new(vault.methods);
    move || match stage.get() {
        Stage::Asking => {
            let options: Vec<_> = SPLITS.iter().map(|split| (split.key(), split.words())).collect();
            view! {
                <p>{t("Each share goes to another place or person. Fewer than are needed say nothing about the phrase. They are SLIP-39 shares; this wallet and others of that standard put them together again.")}</p>
                <SelectField label=t("How many") value=split options=Signal::stored(options) />
                <KeyAsk methods=methods.get_value() action=t("Make the shares") attempt on_key=ask />
            }
            .into_any()
        }
        Stage::Showing(shown) => view! { <OneShare shown attempt next on_done /> }.into_any(),
        Stage::Over { threshold, count } => over(threshold, count, on_done).into_any(),
    }
}

/// All shares were written down.
fn over(threshold: u8, count: u8, on_done: Callback<()>) -> impl IntoView {
    let (threshold, count) = (threshold.to_string(), count.to_string());
    let what = fill(
        t(
            "Any {threshold} of the {count} bring the phrase back, here under “Bring a wallet”. Shares of another round do not fit these.",
        ),
        &[("threshold", &threshold), ("count", &count)],
    );
    view! {
        <Notice kind=NoticeKind::Success title=t("All shares are written down") what />
        <div class="sheet__actions"><Button kind=ButtonKind::Primary on_click=on_done>{t("Done")}</Button></div>
    }
}

#[component]
fn OneShare(shown: Shown, attempt: Attempt, next: Callback<(u8, u8, u8)>, on_done: Callback<()>) -> impl IntoView {
    close_later(SHOWN_FOR, on_done);
    let Shown { words, number, count, threshold } = shown;
    let (seen, set_seen) = signal(false);
    let title = fill(t("Share {number} of {count}"), &[("number", &number.to_string()), ("count", &count.to_string())]);
    let button = if number < count { t("Written down, next share") } else { t("Written down, that was the last") };
    view! {
        <h3>{title}</h3>
        <PhraseGrid phrase=words on_reveal=move |()| set_seen.set(true) />
        {move || attempt.refused.get().map(|error| view! { <Notice kind=NoticeKind::Error title=t("The next share did not come") what=error.message /> })}
        <p class="small muted">{t("Write the share's number beside it. This closes by itself after five minutes; start again then, and throw away what you wrote.")}</p>
        <div class="sheet__actions">
            <Button kind=ButtonKind::Primary busy=attempt.busy disabled=Signal::derive(move || !seen.get())
                on_click=move |()| next.run((number, count, threshold))>{button}</Button>
        </div>
    }
}
