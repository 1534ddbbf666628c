//! A new phrase: made, written down, checked, stored.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::{Zeroize as _, Zeroizing};

use super::back;
use super::ready::Ready;
use super::write_down::{Check, Write};
use crate::components::{
    Button, ButtonKind, ButtonPurpose, ButtonWidth, ChoiceField, Notice, NoticeKind, PageHeader, PasswordField,
    PasswordKind, Step, StepLine, StepState,
};
use crate::pages::focus;
use crate::pages::new_wallet::NewWallet;
use crate::shell::{Shell, shell};
use crate::text::{fill, t};
use crate::worker::protocol::{Answer, Call, KeyError, NewProtection};

/// How far the user has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// How long the phrase shall be.
    Length,
    /// It is on the screen, to be written down.
    Write,
    /// Some of its words are asked back.
    Check,
    /// It is stored.
    Ready,
}

/// What the stages share.
#[derive(Clone, Copy)]
pub(super) struct Creation {
    pub(super) shell: Shell,
    pub(super) stage: RwSignal<Stage>,
    pub(super) phrase: RwSignal<Zeroizing<String>>,
    pub(super) ask: RwSignal<Vec<u8>>,
    /// BIP-39's passphrase, typed twice; empty for none.
    passphrase: RwSignal<String>,
    passphrase_again: RwSignal<String>,
    pub(super) busy: RwSignal<bool>,
    error: RwSignal<Option<KeyError>>,
    /// The phrase was on the screen for too long without anybody there.
    put_away: RwSignal<bool>,
}

impl Creation {
    fn new() -> Self {
        Self {
            shell: shell(),
            stage: RwSignal::new(Stage::Length),
            phrase: RwSignal::new(Zeroizing::default()),
            ask: RwSignal::new(Vec::new()),
            passphrase: RwSignal::new(String::new()),
            passphrase_again: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            put_away: RwSignal::new(false),
        }
    }

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

    pub(super) fn confirm(self, answers: Vec<(u8, String)>, new: NewWallet) {
        self.busy.set(true);
        self.error.set(None);
        let call = Call::Confirm {
            answers,
            passphrase: self.passphrase.get_untracked(),
            protection: NewProtection { password: new.password.typed() },
            label: new.label.get_untracked(),
        };
        spawn_local(async move {
            match self.shell.change(call).await {
                Ok(()) => {
                    self.wipe();
                    new.wipe();
                    self.stage.set(Stage::Ready);
                }
                Err(error) => self.error.set(Some(error)),
            }
            self.busy.set(false);
        });
    }

    /// Whether the passphrase was typed twice alike. Tracks.
    fn passphrases_agree(self) -> bool {
        self.passphrase.with(|one| self.passphrase_again.with(|two| one == two))
    }

    /// Whether the phrase has a passphrase besides. Tracks.
    pub(super) fn has_passphrase(self) -> bool {
        !self.passphrase.with(String::is_empty)
    }

    fn wipe(self) {
        // Gone already where the page is.
        let _gone = self.phrase.try_update(|phrase| phrase.zeroize());
        for typed in [self.passphrase, self.passphrase_again] {
            let _gone = typed.try_update(|text| text.zeroize());
        }
    }

    /// The wallet locked itself: what is not stored yet is put away; a stored one waits at its door.
    fn locked_away(self) {
        if self.stage.get_untracked() == Stage::Ready {
            self.shell.enter();
            return;
        }
        self.wipe();
        self.stage.set(Stage::Length);
        self.put_away.set(true);
    }
}

/// The page.
#[component]
pub(super) fn Create() -> impl IntoView {
    let creation = Creation::new();
    on_cleanup(move || creation.wipe());
    Effect::new(move |before: Option<Option<u32>>| {
        let locked_itself = creation.shell.locked_itself.get();
        if before.is_some() && locked_itself.is_some() {
            creation.locked_away();
        }
        locked_itself
    });
    let new = NewWallet::new();
    let stage = Memo::new(move |_| creation.stage.get());
    Effect::new(move |before: Option<Stage>| {
        let stage = stage.get();
        if before.is_some() {
            focus::heading(if matches!(stage, Stage::Write | Stage::Check) { "main h2" } else { "main h1" });
        }
        stage
    });
    let header = move || match stage.get() {
        Stage::Ready => view! { <PageHeader title=t("Your wallet is ready") /> },
        Stage::Length | Stage::Write | Stage::Check => view! { <PageHeader title=t("Create a wallet") back=back() /> },
    };
    view! {
        {header}
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
                Stage::Ready => view! { <Ready look_for=None /> }.into_any(),
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
        step(Stage::Length, t("Length")),
        step(Stage::Write, t("Write down")),
        step(Stage::Check, t("Check")),
        step(Stage::Ready, t("Keep")),
    ]
}

#[component]
fn Length(creation: Creation) -> impl IntoView {
    let words = RwSignal::new("12".to_owned());
    let option = |words: u8, pattern: &str| (words.to_string(), fill(pattern, &[("n", &words.to_string())]));
    let mut options = vec![option(12, t("{n} words")), option(24, t("{n} words"))];
    options.extend([15, 18, 21].map(|words| option(words, t("{n}"))));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Ok(words) = words.with_untracked(|words| words.parse())
            && !creation.busy.get_untracked()
            && untrack(move || creation.passphrases_agree())
        {
            creation.generate(words);
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <p>{t("The recovery phrase is the wallet. Whoever has it has everything; without it nobody can help you.")}</p>
            <ChoiceField label=t("Length of the phrase") value=words options
                hint=t("12 words are as hard to guess as any account of the chain; 24 leave a margin for centuries. The lengths between are for habits of other wallets.") />
            <Passphrase creation />
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy=creation.busy>{t("Make the phrase")}</Button>
        </form>
    }
}

/// BIP-39's passphrase: for those who know why they want one.
#[component]
fn Passphrase(creation: Creation) -> impl IntoView {
    let agree = Signal::derive(move || {
        (!creation.passphrases_agree()).then(|| t("The two passphrases differ. Type the same one again.").to_owned())
    });
    view! {
        <details class="details">
            <summary>{t("Advanced: a passphrase besides the words")}</summary>
            <div class="stack details__text">
                <Notice kind=NoticeKind::Warn title=t("Forgotten, it takes everything with it")
                    what=t("The words alone then open other, empty accounts: the passphrase is asked for by every wallet that the phrase is brought to, it is not on the paper with the words, and a mistyped one gives no error. Most people are better off without.") />
                <PasswordField label=t("Passphrase (BIP-39)") kind=PasswordKind::New value=creation.passphrase hint=t("Leave it empty for none.") />
                <PasswordField label=t("The same passphrase again") kind=PasswordKind::New value=creation.passphrase_again error=agree />
            </div>
        </details>
    }
}
