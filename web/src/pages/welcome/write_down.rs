//! The phrase on the screen, to be written down; and some of its words asked back.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::create::{Creation, Stage};
use crate::components::{Button, ButtonKind, ButtonPurpose, ButtonWidth, Notice, PhraseGrid};
use crate::pages::asked_words::{AskedWords, Words};
use crate::pages::new_wallet::{NewWallet, NewWalletFields};
use crate::text::t;

/// The words, hidden until the user wants to see them.
#[component]
pub(super) fn Write(creation: Creation) -> impl IntoView {
    let (seen, set_seen) = signal(false);
    let phrase = creation.phrase.get_untracked();
    let go = move |()| creation.stage.set(Stage::Check);
    let besides = untrack(move || creation.has_passphrase()).then(|| view! {
        <p><strong>{t("Write the passphrase down too, on another paper.")}</strong>{" "}{t("Both are needed, and one of them alone opens nothing.")}</p>
    });
    view! {
        <section class="stack" aria-labelledby="write-down">
            <h2 id="write-down">{t("Write these words down, in order")}</h2>
            <p>{t("On paper, where nobody else looks and nobody forgets. No photo, no cloud, no message.")}</p>
            <PhraseGrid phrase on_reveal=move |()| set_seen.set(true) />
            {besides}
            <Notice title=t("Nothing is stored yet")
                what=t("If you leave or reload now, this phrase is gone for good and nothing is lost: the next attempt makes another one.") />
            <Button kind=ButtonKind::Primary width=ButtonWidth::Line disabled=Signal::derive(move || !seen.get()) on_click=go>
                {t("I have written them down")}
            </Button>
            {move || (!seen.get()).then(|| view! { <p class="small muted">{t("Show the words first.")}</p> })}
        </section>
    }
}

/// The check of the words, and what protects the wallet on this device.
#[component]
pub(super) fn Check(creation: Creation, new: NewWallet) -> impl IntoView {
    let words = Words::new(creation.ask.get_untracked());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if new.ready() && !creation.busy.get_untracked() {
            creation.confirm(words.answers(), new);
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <h2>{t("Type these words from your paper")}</h2>
            <AskedWords words />
            <div class="row">
                <Button kind=ButtonKind::Quiet on_click=move |()| creation.stage.set(Stage::Write)>{t("Show the phrase again")}</Button>
            </div>
            <h2>{t("Protect it on this device")}</h2>
            <NewWalletFields new />
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy=creation.busy>{t("Create the wallet")}</Button>
        </form>
    }
}
