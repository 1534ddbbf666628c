//! The backup: what it is, when it was last checked, and the ways to make it again.

use leptos::prelude::*;

use super::security::Act;
use crate::components::{Badge, BadgeKind, Button, Glyph};
use crate::format;
use crate::shell::shell;
use crate::state::drill::{self, from_millis};
use crate::text::{fill, t};
use crate::worker::protocol::{AccountKind, SecretKind, SecretSummary, VaultSummary};

/// One line for each phrase, and one for keys that no phrase brings back.
#[component]
pub(super) fn Backup(vault: Memo<VaultSummary>, act: RwSignal<Option<Act>>) -> impl IntoView {
    let shell = shell();
    let phrases = Memo::new(move |_| {
        vault.with(|vault| {
            let phrases = vault.secrets.iter().filter(|secret| matches!(secret.kind, SecretKind::Phrase { .. }));
            phrases.cloned().collect::<Vec<_>>()
        })
    });
    let due = Memo::new(move |_| vault.with(|vault| drill::due(vault, None, shell.now.get()).is_some()));
    let checked = Memo::new(move |_| vault.with(|vault| vault.backup_checked));
    let loose =
        Memo::new(move |_| vault.with(|vault| vault.accounts.iter().any(|account| account.kind == AccountKind::Key)));
    let state = move || {
        let words = match checked.get() {
            Some(millis) => fill(t("Last checked on {day}."), &[("day", &format::date(from_millis(millis)))]),
            None => t("Not checked yet.").to_owned(),
        };
        let badge = due.get().then(|| view! { <Badge kind=BadgeKind::Amber>{t("A check is due")}</Badge> });
        view! { <p class="row"><span>{words}</span>{badge}</p> }
    };
    let rows = move || {
        let phrases = phrases.get();
        let several = phrases.len() > 1;
        let number = |place: usize| several.then(|| place.saturating_add(1));
        phrases.into_iter().enumerate().map(|(place, secret)| phrase(number(place), &secret, act)).collect_view()
    };
    view! {
        <section class="section" aria-labelledby="backup">
            <div class="section__head"><h2 id="backup">{t("Backup")}</h2></div>
            {move || (!phrases.with(Vec::is_empty)).then(state)}
            <div class="stack stack--loose">{rows}</div>
            {move || loose.get().then(|| view! {
                <p class="small muted">{t("Accounts with a key of their own come back from no phrase. Save their keystores below, or the wallet's file.")}</p>
            })}
        </section>
    }
}

/// One phrase; with its number where there are several.
fn phrase(number: Option<usize>, secret: &SecretSummary, act: RwSignal<Option<Act>>) -> impl IntoView + use<> {
    let SecretKind::Phrase { words, passphrase } = secret.kind else { return ().into_any() };
    let id = secret.id;
    let words = words.to_string();
    let title = match number {
        Some(n) => fill(t("Phrase {n}, {words} words"), &[("n", &n.to_string()), ("words", &words)]),
        None => fill(t("Recovery phrase, {words} words"), &[("words", &words)]),
    };
    let press = move |wanted: Act| move |()| act.set(Some(wanted.clone()));
    view! {
        <div class="stack stack--tight">
            <h3>{title}</h3>
            {passphrase.then(|| view! { <p class="small muted">{t("A passphrase belongs to it. It is not on the paper with the words, and it is not shown here.")}</p> })}
            <div class="row">
                <Button icon=Glyph::Check on_click=press(Act::Check { secret: id })>{t("Check the backup")}</Button>
                <Button icon=Glyph::Eye on_click=press(Act::ShowPhrase { secret: id })>{t("Show the phrase")}</Button>
                <Button on_click=press(Act::Shares { secret: id })>{t("Split into shares")}</Button>
            </div>
        </div>
    }
    .into_any()
}
