//! Asks for what opens a wallet: its password, or one of its passkeys. At the door, and again before something is handed out.

use alloy_primitives::Bytes;
use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::JsCast;
use zeroize::Zeroize as _;

use crate::components::{Button, ButtonKind, ButtonPurpose, ButtonWidth, Glyph, Notice, NoticeKind, PasswordField};
use crate::services::passkey::{self, PasskeyError};
use crate::shell::shell;
use crate::state::throttle;
use crate::text::{fill, t};
use crate::worker::protocol::{KeyError, KeyErrorKind, MethodKind, MethodSummary, UnlockKey};

/// How an attempt goes. The owner of the question sets it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    /// Whether one is under way.
    pub(super) busy: RwSignal<bool>,
    /// Why the last one was refused.
    pub(super) refused: RwSignal<Option<KeyError>>,
}

impl Attempt {
    /// None so far.
    pub(super) fn new() -> Self {
        Self { busy: RwSignal::new(false), refused: RwSignal::new(None) }
    }

    /// One begins.
    pub(super) fn begin(&self) {
        self.busy.set(true);
        self.refused.set(None);
    }

    /// One is over. Whoever asked may be gone by then.
    pub(super) fn end<T>(&self, result: Result<T, KeyError>) -> Option<T> {
        let _gone = self.busy.try_set(false);
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let _gone = self.refused.try_set(Some(error));
                None
            }
        }
    }
}

/// Password and passkeys, as far as the wallet has them.
#[component]
pub(super) fn KeyAsk(
    /// What opens it. Of a damaged wallet perhaps nothing is known: then a password is asked for.
    methods: Vec<MethodSummary>,
    /// What the key is for: the button's words.
    action: &'static str,
    /// How the attempt goes.
    attempt: Attempt,
    /// Hears of the key.
    #[prop(into)]
    on_key: Callback<UnlockKey>,
) -> impl IntoView {
    let now = shell().now;
    let node = NodeRef::<Form>::new();
    let wait_until = Memo::new(move |before: Option<&Option<_>>| {
        let told = attempt
            .refused
            .with(|refused| refused.as_ref().and_then(|error| throttle::until(error, now.get_untracked())));
        told.or_else(|| before.copied().flatten())
    });
    let waiting = Memo::new(move |_| wait_until.get().and_then(|until| throttle::left(until, now.get())));
    let has_password = methods.is_empty() || methods.iter().any(|method| method.kind == MethodKind::Password);
    Effect::new(move |_| {
        // At first, and after each refusal.
        if attempt.refused.with(Option::is_some) || !attempt.busy.get_untracked() {
            request_animation_frame(move || focus_password(node));
        }
    });
    let countdown = move || {
        waiting.get().map(|left| {
            view! {
                <Notice kind=NoticeKind::Warn title=fill(t("Next attempt in {left}"), &[("left", &left)])
                    what=t("Wrong passwords slow down, so that nobody can try them all. Each one makes the next wait longer.") />
            }
        })
    };
    let other = move || {
        let of_field = |kind| matches!(kind, KeyErrorKind::WrongPassword | KeyErrorKind::TooSoon);
        let error = attempt.refused.get().filter(|error| !of_field(error.kind) || !has_password);
        error.filter(|error| error.kind != KeyErrorKind::TooSoon).map(|error| {
            view! { <Notice kind=NoticeKind::Error title=t("That did not work") what=error.message /> }
        })
    };
    let password = has_password.then(|| view! { <ByPassword action attempt waiting on_key node /> });
    view! {
        <div class="stack">
            {countdown}
            {other}
            {password}
            <ByPasskey methods action attempt waiting on_key is_only=!has_password />
        </div>
    }
}

#[component]
fn ByPassword(
    action: &'static str,
    attempt: Attempt,
    waiting: Memo<Option<String>>,
    on_key: Callback<UnlockKey>,
    node: NodeRef<Form>,
) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let (empty, set_empty) = signal(false);
    let wipe = move || {
        let _gone = password.try_update(|password| password.zeroize());
    };
    on_cleanup(wipe);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() || waiting.get_untracked().is_some() {
            return;
        }
        set_empty.set(password.with_untracked(String::is_empty));
        if empty.get_untracked() {
            return;
        }
        let key = UnlockKey::Password { password: password.get_untracked() };
        wipe();
        on_key.run(key);
    };
    let error = Signal::derive(move || {
        if empty.get() {
            return Some(t("Type the password of this wallet.").to_owned());
        }
        let wrong = |error: &&KeyError| error.kind == KeyErrorKind::WrongPassword;
        attempt.refused.with(|refused| refused.as_ref().filter(wrong).map(|error| error.message.clone()))
    });
    let disabled = Signal::derive(move || waiting.with(Option::is_some));
    view! {
        <form class="stack" on:submit=submit node_ref=node novalidate=true>
            <PasswordField label=t("Password") value=password error />
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy=attempt.busy disabled icon=Glyph::Lock>
                {action}
            </Button>
        </form>
    }
}

#[component]
fn ByPasskey(
    methods: Vec<MethodSummary>,
    action: &'static str,
    attempt: Attempt,
    waiting: Memo<Option<String>>,
    on_key: Callback<UnlockKey>,
    /// Whether there is no password.
    is_only: bool,
) -> impl IntoView {
    let site = passkey::site();
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        methods.into_iter().filter_map(passkey_of).partition(|(_, rp_id)| *rp_id == site);
    let (trouble, set_trouble) = signal(None::<PasskeyError>);
    let keys: Vec<(Bytes, Bytes)> = here.into_iter().map(|(pair, _)| pair).collect();
    let none_here = keys.is_empty();
    let use_it = move |()| {
        let keys = keys.clone();
        set_trouble.set(None);
        attempt.begin();
        spawn_local(async move {
            let output = passkey::evaluate(&keys).await;
            let _gone = attempt.busy.try_set(false);
            match output {
                Ok(output) => on_key.run(UnlockKey::Passkey(output)),
                Err(error) => _ = set_trouble.try_set(Some(error)),
            }
        });
    };
    let kind = if is_only { ButtonKind::Primary } else { ButtonKind::Plain };
    let words = fill(t("{action} with a passkey"), &[("action", action)]);
    let disabled = Signal::derive(move || waiting.with(Option::is_some));
    let other_site = elsewhere.first().filter(|_| none_here).map(|(_, rp_id)| {
        let what = fill(
            t("Passkeys work only where they were made: {site}. Open the wallet there, or use its password."),
            &[("site", rp_id)],
        );
        view! { <Notice title=t("Its passkeys belong to another address") what /> }
    });
    let button = (!none_here).then(|| view! {
        <Button kind width=ButtonWidth::Line icon=Glyph::Key busy=attempt.busy disabled on_click=use_it>{words}</Button>
    });
    view! {
        {button}
        {other_site}
        {move || trouble.get().map(|error| view! {
            <Notice kind=NoticeKind::Error title=t("The passkey did not open it") what=sentence(&error) />
        })}
    }
}

/// A passkey's credential and salt, and its site.
fn passkey_of(method: MethodSummary) -> Option<((Bytes, Bytes), String)> {
    match method.kind {
        MethodKind::Passkey { credential, salt, rp_id, .. } => Some(((credential, salt), rp_id)),
        MethodKind::Password => None,
    }
}

/// The worker answered something else than it was asked: only a page and a worker of different versions come to that.
pub(super) fn other_answer() -> String {
    t("The key worker answered another question. Reload the page and try again.").to_owned()
}

/// An error's words as a sentence.
pub(super) fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// The one thing to fill in takes the focus.
fn focus_password(node: NodeRef<Form>) {
    // Asked for in the next frame: what held it may be gone by then.
    let field = node.try_get_untracked().flatten().and_then(|form| form.query_selector("input").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A field that cannot take the focus leaves it where it was.
        drop(field.focus());
    }
}
