//! How far reading the history is, and what there is to say of it.

use leptos::prelude::*;

use crate::components::{Button, ButtonKind, ErrorPanel, Notice, NoticeKind};
use crate::format;
use crate::text::{fill, t};
use crate::wallet::{History, Note, Wallet};

/// Progress while it is read, a way to read on afterwards, and notes.
#[component]
pub(crate) fn Past(wallet: Wallet) -> impl IntoView {
    let past = wallet.history();
    let retry = Callback::new(move |()| wallet.read_history());
    let busy = Memo::new(move |_| past.with(History::is_busy));
    let failed = Memo::new(move |_| past.with(|past| past.failed.clone()));
    let notes = Memo::new(move |_| past.with(|past| past.notes.clone()));
    let at = wallet.at();
    let newer = Memo::new(move |_| {
        let until = past.with(|past| past.until);
        until.zip(at.get()).is_some_and(|(until, at)| at.number > until.number)
    });
    let said = move || {
        let progress = past.with(|past| past.progress);
        progress.map_or_else(
            || t("Reading your history.").to_owned(),
            |progress| {
                let number = |number: u64| format::grouped(&number.to_string());
                let reached = progress.reached.map_or_else(|| number(progress.from), number);
                fill(
                    t("Reading your history: block {n} of {all}."),
                    &[("n", &reached), ("all", &number(progress.target))],
                )
            },
        )
    };
    let unfinished = move || past.with(|past| !past.is_busy() && past.progress.is_some() && past.failed.is_none());
    view! {
        <div class="records__past stack stack--tight">
            {move || busy.get().then(|| view! {
                <div class="row" role="status">
                    <p>{said}</p>
                    <Button kind=ButtonKind::Quiet on_click=move |()| wallet.stop_history()>{t("Stop")}</Button>
                </div>
            })}
            {move || unfinished().then(|| view! {
                <Notice kind=NoticeKind::Warn title=t("Your history is not read to its end")
                    what=t("It was stopped. What was read is kept, and is gone on with.") on_retry=retry />
            })}
            {move || failed.get().map(|error| view! { <ErrorPanel error on_retry=retry /> })}
            {move || notes.get().into_iter().map(told).collect_view()}
            {move || (!busy.get() && newer.get()).then(|| view! {
                <div class="row">
                    <p class="small muted">{t("There are newer blocks.")}</p>
                    <Button kind=ButtonKind::Quiet on_click=retry>{t("Read them")}</Button>
                </div>
            })}
        </div>
    }
}

fn told(note: Note) -> AnyView {
    let counted = |pattern: &str, count: usize| fill(pattern, &[("n", &format::grouped(&count.to_string()))]);
    let (kind, title, what) = match note {
        Note::ReadAgain { why } => (
            NoticeKind::Info,
            t("What this browser kept of your history could not be used"),
            fill(t("It is read again from the chain, so nothing is lost: {why}."), &[("why", &why)]),
        ),
        Note::NotKept { why } => (
            NoticeKind::Warn,
            t("Your history could not be kept in this browser"),
            fill(t("It is here now, and will be read again at your next visit: {why}."), &[("why", &why)]),
        ),
        Note::Reorganised { from } => (
            NoticeKind::Info,
            t("The chain was reorganised"),
            counted(
                t("What was read of block {n} and above was dropped and read again."),
                usize::try_from(from).unwrap_or(usize::MAX),
            ),
        ),
        Note::Unconfirmed { count } => (
            NoticeKind::Info,
            t("The indexer has answered"),
            counted(t("It tells of {n} transfers. The endpoint's own logs are asked whether they are so."), count),
        ),
        Note::Unfounded { count } => (
            NoticeKind::Warn,
            t("The indexer tells of transfers that the chain does not have"),
            counted(t("{n} of them are left out: the endpoint's logs of their blocks have no such transfer."), count),
        ),
        Note::Omitted { count } => (
            NoticeKind::Warn,
            t("The indexer left transfers out"),
            counted(t("{n} of them are in these records by the endpoint's word."), count),
        ),
    };
    view! { <Notice kind title what /> }.into_any()
}
