//! A new phrase: made, written down, checked, stored.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::{Zeroize as _, Zeroizing};

use super::back;
use crate::components::{
    Button, ButtonKind, ButtonPurpose, ButtonWidth, Notice, NoticeKind, PageHeader, PhraseGrid, SelectField, Step,
    StepLine, StepState, TextField, TextKind,
};
use crate::pages::new_wallet::{NewWallet, NewWalletFields};
use crate::shell::{Shell, shell};
use crate::text::{fill, t};
use crate::worker::protocol::{Answer, Call, KeyError, NewProtection};

/// How far the user has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// How long the phrase shall be.
    Length,
    /// It is on the screen, to be written down.
    Write,
    /// Some of its words are asked back.
    Check,
}

/// What the stages share.
#[derive(Clone, Copy)]
struct Creation {
    shell: Shell,
    stage: RwSignal<Stage>,
    phrase: RwSignal<Zeroizing<String>>,
    ask: RwSignal<Vec<u8>>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<KeyError>>,
    /// The phrase was on the screen for too long without anybody there.
    put_away: RwSignal<bool>,
}

impl Creation {
    fn generate(self, words: u8) {
        self.busy.set(true);
        self.error.set(None);
        self.put_away.set(false);
        spawn_local(async move {
            match self.shell.ask(Call::Generate { words }).await {
                Ok(Answer::Phrase { phrase, ask }) => {
                    self.phrase.set(Zeroizing::new(phrase));
                    self.ask.set(ask);
                    self.stage.set(Stage::Write);
                }
                Ok(_) => {}
                Err(error) => self.error.set(Some(error)),
            }
            self.busy.set(false);
        });
    }

    fn confirm(self, answers: Vec<(u8, String)>, new: NewWallet) {
        self.busy.set(true);
        self.error.set(None);
        let protection = NewProtection { password: new.password.get_untracked() };
        let call = Call::Confirm { answers, passphrase: String::new(), protection, label: new.label.get_untracked() };
        spawn_local(async move {
            match self.shell.change(call).await {
                Ok(()) => {
                    self.wipe();
                    new.wipe();
                    self.shell.enter();
                }
                Err(error) => self.error.set(Some(error)),
            }
            self.busy.set(false);
        });
    }

    fn wipe(self) {
        // Gone already where the page is.
        let _gone = self.phrase.try_update(|phrase| phrase.zeroize());
    }
}

/// The page.
#[component]
pub(super) fn Create() -> impl IntoView {
    let creation = Creation {
        shell: shell(),
        stage: RwSignal::new(Stage::Length),
        phrase: RwSignal::new(Zeroizing::default()),
        ask: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
        put_away: RwSignal::new(false),
    };
    on_cleanup(move || creation.wipe());
    Effect::new(move |before: Option<Option<u32>>| {
        let locked_itself = creation.shell.locked_itself.get();
        if before.is_some() && locked_itself.is_some() {
            creation.wipe();
            creation.stage.set(Stage::Length);
            creation.put_away.set(true);
        }
        locked_itself
    });
    let new = NewWallet::new();
    let stage = Memo::new(move |_| creation.stage.get());
    view! {
        <PageHeader title=t("Create a wallet") back=back() />
        <div class="stack stack--loose">
            <StepLine label=t("Steps to a new wallet") steps=Signal::derive(move || steps(stage.get())) />
            {move || creation.error.get().map(|error| view! {
                <Notice kind=NoticeKind::Error title=t("That did not work") what=error.message />
            })}
            {move || creation.put_away.get().then(|| view! {
                <Notice kind=NoticeKind::Warn title=t("The phrase was put away")
                    what=t("Nothing was touched for a while, so it was wiped. It was not stored yet, so nothing is lost; throw the paper away and start again.") />
            })}
            {move || match stage.get() {
                Stage::Length => view! { <Length creation /> }.into_any(),
                Stage::Write => view! { <Write creation /> }.into_any(),
                Stage::Check => view! { <Check creation new /> }.into_any(),
            }}
        </div>
    }
}

fn steps(stage: Stage) -> Vec<Step> {
    let step = |own: Stage, label: &str| {
        let state = match (own as u8).cmp(&(stage as u8)) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Ready,
            std::cmp::Ordering::Greater => StepState::Ahead,
        };
        Step { label: label.to_owned(), detail: None, state }
    };
    vec![
        step(Stage::Length, t("Choose the length")),
        step(Stage::Write, t("Write the words down")),
        step(Stage::Check, t("Check and protect")),
    ]
}

#[component]
fn Length(creation: Creation) -> impl IntoView {
    let words = RwSignal::new("12".to_owned());
    let options = vec![
        ("12".to_owned(), t("12 words, the usual length").to_owned()),
        ("24".to_owned(), t("24 words, with more to spare").to_owned()),
    ];
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !creation.busy.get_untracked() {
            creation.generate(if words.with_untracked(|words| words == "24") { 24 } else { 12 });
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <p>{t("The recovery phrase is the shell. Whoever has it has everything; without it nobody can help you. You will see it once.")}</p>
            <SelectField label=t("Length of the phrase") value=words options=Signal::stored(options) />
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy=creation.busy>{t("Make the phrase")}</Button>
        </form>
    }
}

#[component]
fn Write(creation: Creation) -> impl IntoView {
    let (seen, set_seen) = signal(false);
    let phrase = creation.phrase.get_untracked();
    let go = move |()| creation.stage.set(Stage::Check);
    view! {
        <section class="stack" aria-labelledby="write-down">
            <h2 id="write-down">{t("Write these words down, in order")}</h2>
            <p>{t("On paper, where nobody else looks and nobody forgets. No photo, no cloud, no message.")}</p>
            <PhraseGrid phrase on_reveal=move |()| set_seen.set(true) />
            <Notice title=t("Nothing is stored yet")
                what=t("If you leave or reload now, this phrase is gone for good and nothing is lost: the next attempt makes another one.") />
            <Button kind=ButtonKind::Primary width=ButtonWidth::Line disabled=Signal::derive(move || !seen.get()) on_click=go>
                {t("I have written them down")}
            </Button>
            {move || (!seen.get()).then(|| view! { <p class="small muted">{t("Show the words first.")}</p> })}
        </section>
    }
}

#[component]
fn Check(creation: Creation, new: NewWallet) -> impl IntoView {
    let asked: Vec<(u8, RwSignal<String>)> =
        creation.ask.get_untracked().into_iter().map(|position| (position, RwSignal::new(String::new()))).collect();
    let fields = asked.iter().map(|(position, typed)| {
        let label = fill(t("Word {position}"), &[("position", &position.to_string())]);
        view! { <TextField label kind=TextKind::Code value=*typed /> }
    });
    let fields = fields.collect_view();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if new.ready() && !creation.busy.get_untracked() {
            let answers = asked.iter().map(|(position, typed)| (*position, typed.get_untracked())).collect();
            creation.confirm(answers, new);
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <h2>{t("Type these words from your paper")}</h2>
            <div class="columns columns--tight">{fields}</div>
            <div class="row">
                <Button kind=ButtonKind::Quiet on_click=move |()| creation.stage.set(Stage::Write)>{t("Show the phrase again")}</Button>
            </div>
            <h2>{t("Protect it on this device")}</h2>
            <NewWalletFields new />
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy=creation.busy>{t("Create the wallet")}</Button>
        </form>
    }
}
