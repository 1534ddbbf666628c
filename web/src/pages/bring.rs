//! What the user brings: one field that takes anything, and then only the fields that this kind needs. Used for a new wallet and for one
//! more phrase, key or address of the open one.

use assay_sdk::units::PathScheme;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::Zeroize as _;

use crate::components::{DropField, Glyph, Icon, PasswordField, SelectField, TextField, TextKind};
use crate::pages::key_ask::{other_answer, sentence};
use crate::services::files;
use crate::shell::{Shell, shell};
use crate::state::accounts;
use crate::state::bring::{self, Brought};
use crate::text::t;
use crate::worker::protocol::{Answer, Call, ImportText, KeyError, KeyErrorKind, Recognised};

/// How long typing must rest before the worker is asked what it is, in milliseconds.
const REST: u32 = 250;
/// The choice of a path of the user's own.
const CUSTOM: &str = "custom";

/// The form as it stands. Copies are handles to one form.
#[derive(Clone, Copy)]
pub(super) struct Bring {
    shell: Shell,
    text: RwSignal<String>,
    file_password: RwSignal<String>,
    passphrase: RwSignal<String>,
    scheme: RwSignal<String>,
    path: RwSignal<String>,
    recognised: RwSignal<Recognised>,
    round: StoredValue<u32>,
    /// What is wrong with the text, where it is not the worker's word on what it is.
    trouble: RwSignal<Option<String>>,
    /// Why the worker refused it in the end.
    refused: RwSignal<Option<KeyError>>,
    tried: RwSignal<bool>,
}

impl Bring {
    /// An empty form, wiped when its page is left.
    pub(super) fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let form = Self {
            shell: shell(),
            text: empty(),
            file_password: empty(),
            passphrase: empty(),
            scheme: RwSignal::new(PathScheme::Bip44.to_string()),
            path: RwSignal::new("m/44'/60'/0'/0/0".to_owned()),
            recognised: RwSignal::new(Recognised::Nothing),
            round: StoredValue::new(0),
            trouble: RwSignal::new(None),
            refused: RwSignal::new(None),
            tried: RwSignal::new(false),
        };
        on_cleanup(move || form.wipe());
        Effect::new(move |_| {
            form.text.track();
            form.changed();
        });
        form
    }

    /// What is brought, as far as it is known. Tracks.
    pub(super) fn brought(self) -> Brought {
        self.recognised.with(|recognised| Brought::from(recognised))
    }

    /// What is to be sent, where it is complete; from now on what is wrong is shown.
    pub(super) fn ready(self) -> Option<ImportText> {
        self.tried.set(true);
        self.refused.set(None);
        let brought = untrack(move || self.brought());
        let path = untrack(move || self.first_path());
        let complete = match brought {
            Brought::Incomplete => false,
            Brought::Phrase => path.is_ok(),
            Brought::Keystore => !self.file_password.with_untracked(String::is_empty),
            Brought::Key | Brought::Vault { .. } | Brought::Salvage | Brought::Address(_) => true,
        };
        complete.then(|| ImportText {
            text: self.text.get_untracked(),
            passphrase: self.passphrase.get_untracked(),
            file_password: self.file_password.get_untracked(),
            path: path.ok().filter(|_| brought == Brought::Phrase).unwrap_or_default(),
        })
    }

    /// The worker refused it. Answers the refusal where it is not about these fields.
    pub(super) fn refuse(self, error: KeyError) -> Option<KeyError> {
        if matches!(error.kind, KeyErrorKind::BadImport | KeyErrorKind::FilePassword | KeyErrorKind::BadPath) {
            self.refused.set(Some(error));
            return None;
        }
        Some(error)
    }

    /// Forgets what was typed.
    pub(super) fn wipe(self) {
        for typed in [self.text, self.file_password, self.passphrase] {
            // Gone already where the page is.
            let _gone = typed.try_update(|text| text.zeroize());
        }
    }

    /// Learns at once what is in the field, before it is sent: typing may not have rested yet.
    pub(super) async fn settle(self) {
        let round = self.round.get_value().wrapping_add(1);
        self.round.set_value(round);
        if !self.text.with_untracked(String::is_empty) {
            self.recognise(round).await;
        }
    }

    async fn recognise(self, round: u32) {
        let is_last = move || self.round.try_get_value() == Some(round);
        let Some(text) = self.text.try_get_untracked().filter(|_| is_last()) else { return };
        let answer = self.shell.ask(Call::Recognise { text }).await;
        if !is_last() {
            return;
        }
        match answer {
            Ok(Answer::Recognised(recognised)) => self.recognised.set(recognised),
            Ok(_) => self.trouble.set(Some(other_answer())),
            Err(error) => self.trouble.set(Some(error.message)),
        }
    }

    /// The text changed: once it rests, the worker is asked what it is.
    fn changed(self) {
        let round = self.round.get_value().wrapping_add(1);
        self.round.set_value(round);
        self.trouble.set(None);
        self.refused.set(None);
        if self.text.with_untracked(String::is_empty) {
            self.recognised.set(Recognised::Nothing);
            return;
        }
        spawn_local(async move {
            TimeoutFuture::new(REST).await;
            self.recognise(round).await;
        });
    }

    fn read(self, file: web_sys::File) {
        spawn_local(async move {
            match files::chosen(&file).await {
                Ok(text) => _ = self.text.try_set(text.as_str().to_owned()),
                Err(error) => _ = self.trouble.try_set(Some(sentence(&error))),
            }
        });
    }

    /// The path of a phrase's first account, or what is wrong with it as typed. Tracks.
    fn first_path(self) -> Result<String, String> {
        match self.scheme.get().as_str() {
            CUSTOM => self.path.with(|path| accounts::path(path)).map(|path| path.to_string()),
            scheme => accounts::first_path(scheme),
        }
    }

    fn refusal(self, kind: KeyErrorKind) -> Option<String> {
        let of_kind = |error: &&KeyError| error.kind == kind;
        self.refused.with(|refused| refused.as_ref().filter(of_kind).map(|error| error.message.clone()))
    }

    fn text_error(self) -> Option<String> {
        let told = self.refusal(KeyErrorKind::BadImport).or_else(|| self.trouble.get());
        let told = told.or_else(|| self.recognised.with(|recognised| bring::fault(recognised).map(str::to_owned)));
        let told = told.filter(|_| !self.text.with(String::is_empty));
        let missing = || self.tried.get() && self.brought() == Brought::Incomplete;
        told.or_else(|| missing().then(|| t("Type or paste all of it here, or choose its file.").to_owned()))
    }

    fn file_password_error(self) -> Option<String> {
        let missing = self.tried.get() && self.file_password.with(String::is_empty);
        let told = self.refusal(KeyErrorKind::FilePassword);
        told.or_else(|| missing.then(|| t("Type the password that this file was saved with.").to_owned()))
    }
}

/// The field for anything, what it is, and what this kind needs besides.
#[component]
pub(super) fn BringFields(
    /// The form.
    form: Bring,
    /// What may be brought here, in a sentence.
    hint: &'static str,
) -> impl IntoView {
    let brought = Memo::new(move |_| form.brought());
    let text_error = Signal::derive(move || form.text_error());
    let told = move || {
        form.recognised.with(bring::sentence).map(|words| {
            let enough = brought.with(|brought| *brought != Brought::Incomplete);
            let class = if enough { "recognised recognised--whole" } else { "recognised" };
            let glyph = if enough { Glyph::Check } else { Glyph::Info };
            view! { <p class=class><Icon glyph /><span>{words}</span></p> }
        })
    };
    let asks_for = Memo::new(move |_| {
        brought.with(|brought| match brought {
            Brought::Keystore => Asked::FilePassword,
            Brought::Phrase => Asked::Advanced,
            Brought::Incomplete | Brought::Key | Brought::Vault { .. } | Brought::Salvage | Brought::Address(_) => {
                Asked::Nothing
            }
        })
    });
    view! {
        <div class="stack">
            <DropField label=t("What you bring") value=form.text error=text_error hint on_file=move |file| form.read(file) />
            <div aria-live="polite">{told}</div>
            {move || match asks_for.get() {
                Asked::Nothing => ().into_any(),
                Asked::FilePassword => view! {
                    <PasswordField label=t("Password of the file") value=form.file_password error=Signal::derive(move || form.file_password_error())
                        hint=t("The one that the file was saved with, in whichever wallet that was.") />
                }
                .into_any(),
                Asked::Advanced => view! { <Advanced form /> }.into_any(),
            }}
        </div>
    }
}

/// What a kind needs besides the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Nothing,
    FilePassword,
    Advanced,
}

/// A phrase's passphrase and first path, which few need.
#[component]
fn Advanced(form: Bring) -> impl IntoView {
    let mut options = accounts::schemes();
    options.push((CUSTOM.to_owned(), t("A path of my own").to_owned()));
    let fault = Signal::derive(move || form.first_path().err().or_else(|| form.refusal(KeyErrorKind::BadPath)));
    let is_custom = move || form.scheme.with(|scheme| scheme == CUSTOM);
    view! {
        <details class="details">
            <summary>{t("Advanced: passphrase and path")}</summary>
            <div class="stack details__text">
                <PasswordField label=t("Passphrase (BIP-39)") value=form.passphrase
                    hint=t("Only if you set one when the phrase was made. Any other passphrase leads to other, empty accounts: nothing tells that it was mistyped.") />
                <SelectField label=t("Numbering of its accounts") value=form.scheme options=Signal::stored(options)
                    hint=t("Which path the first account lies on. Used accounts along all of these are looked for afterwards.") />
                {move || is_custom().then(|| view! {
                    <TextField label=t("Path of the first account") kind=TextKind::Code value=form.path error=fault hint=t("Such as m/44'/60'/0'/0/0.") />
                })}
            </div>
        </details>
    }
}
