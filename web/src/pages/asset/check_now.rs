//! Two things beside every figure that others vouch for: checking it again, now, and how to check it without this wallet.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, CopyButton, ErrorPanel, ErrorText, Glyph, Icon, Notice, NoticeKind};
use crate::format;
use crate::pages::asset::kept::kept;
use crate::problem;
use crate::services::chain::ChainRoom;
use crate::state::checking::{Outcome, Step, holds};
use crate::state::elsewhere::{Command, preface};
use crate::text::{fill, t};
use crate::wallet::Wallet;

type Checked = Pin<Box<dyn Future<Output = Result<Vec<Step>, ErrorText>>>>;
type Check = Rc<dyn Fn(Rc<ChainRoom>) -> Checked>;

/// A check that the user can ask for.
#[derive(Clone, Copy)]
pub(crate) struct CheckNow {
    wallet: Wallet,
    check: StoredValue<Check, LocalStorage>,
    state: RwSignal<CheckState, LocalStorage>,
}

/// How far a check is.
#[derive(Clone)]
pub(crate) enum CheckState {
    Not,
    UnderWay,
    Failed(ErrorText),
    /// Its steps, and when they were taken.
    Done(Vec<Step>, String),
}

impl CheckNow {
    pub(crate) fn new<F>(wallet: Wallet, check: impl Fn(Rc<ChainRoom>) -> F + 'static) -> Self
    where
        F: Future<Output = Result<Vec<Step>, ErrorText>> + 'static,
    {
        let check: Check = Rc::new(move |room| Box::pin(check(room)));
        Self { wallet, check: StoredValue::new_local(check), state: RwSignal::new_local(CheckState::Not) }
    }

    fn run(self) {
        let Self { wallet, check, state } = self;
        let Some((room, _)) = wallet.ready() else {
            state.set(CheckState::Failed(problem::not_ready()));
            return;
        };
        state.set(CheckState::UnderWay);
        let checked = check.with_value(|check| check(room));
        spawn_local(async move {
            let next = match checked.await {
                Ok(steps) => CheckState::Done(steps, format::date_time(wallet.now())),
                Err(error) => CheckState::Failed(error),
            };
            let _gone = state.try_set(next);
        });
    }

    /// The button, and the steps once they are taken.
    pub(crate) fn view(self) -> impl IntoView {
        let state = self.state;
        let busy = Signal::derive(move || state.with(|state| matches!(state, CheckState::UnderWay)));
        let outcome = move || match state.get() {
            CheckState::Not | CheckState::UnderWay => ().into_any(),
            CheckState::Failed(error) => {
                view! { <ErrorPanel error on_retry=Callback::new(move |()| self.run()) /> }.into_any()
            }
            CheckState::Done(steps, at) => told(&steps, &at).into_any(),
        };
        view! {
            <div><Button busy on_click=move |_| self.run()>{t("Check it now")}</Button></div>
            <div class="stack stack--tight" aria-live="polite">{outcome}</div>
        }
    }
}

/// What the steps came to, and each of them.
pub(crate) fn told(steps: &[Step], at: &str) -> impl IntoView + use<> {
    let what = fill(t("Checked on this device, {moment}."), &[("moment", at)]);
    let notice = if holds(steps) {
        view! { <Notice kind=NoticeKind::Success title=t("Everything that was checked holds") what /> }.into_any()
    } else {
        view! { <Notice kind=NoticeKind::Error title=t("This does not hold") what next=t("Do not rely on it.") /> }
            .into_any()
    };
    let line = |step: &Step| {
        let (glyph, class, word) = match step.outcome {
            Outcome::Holds => (Glyph::Check, "checks__step checks__step--holds", t("Holds")),
            Outcome::Fails => (Glyph::Stop, "checks__step checks__step--fails", t("Does not hold")),
            Outcome::Noted => (Glyph::Info, "checks__step", t("Noted")),
        };
        view! {
            <li class=class>
                <Icon glyph />
                <div>
                    <p class="checks__what"><span class="visually-hidden">{format!("{word}: ")}</span>{step.what}</p>
                    <p class="small checks__found">{step.found.clone()}</p>
                    <p class="small faint">{step.known}</p>
                </div>
            </li>
        }
    };
    view! { {notice}<ol class="checks">{steps.iter().map(line).collect_view()}</ol> }
}

/// Commands for other tools, folded away.
pub(crate) fn elsewhere(wallet: Wallet, commands: Signal<Option<Vec<Command>>>) -> impl IntoView {
    let chain = move || wallet.ready().map(|(room, _)| preface(room.chain().0));
    let lines = Memo::new(move |_| commands.get().filter(|commands| !commands.is_empty()));
    let draw = move |lines: Signal<Vec<Command>>| {
        let items = move || lines.get().into_iter().map(command).collect_view();
        view! {
            <details class="elsewhere">
                <summary>{t("How to check it elsewhere")}</summary>
                <p class="small muted">{chain}</p>
                <ol class="elsewhere__list">{items}</ol>
            </details>
        }
        .into_any()
    };
    kept(Signal::derive(move || lines.get().map(Ok)), t("How to check it elsewhere"), draw)
}

fn command(Command { does, line, expected }: Command) -> impl IntoView {
    let expected = expected.map(|expected| {
        view! { <p class="small muted">{t("It should answer")}{" "}<code>{expected}</code></p> }
    });
    let label = fill(t("Copy the command: {does}"), &[("does", &does)]);
    view! {
        <li class="elsewhere__command">
            <p class="small">{does}</p>
            <div class="elsewhere__line"><code>{line.clone()}</code><CopyButton text=Signal::stored(line) label /></div>
            {expected}
        </li>
    }
}
