//! The send form and its live verdict: what is typed, checked against the newest block a moment after the last key.

use alloy_primitives::Address;
use assay_sdk::asset::Descriptor;
use assay_sdk::evidence::Fact;
use assay_sdk::units::{AccountId, Amount, AssetId, IdError, UnitsError};
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ledgers::{Asker, Ledgers};
use super::receivers::least;
use crate::components::{ErrorText, Reading, VerdictView};
use crate::pages::verdict;
use crate::problem;
use crate::route::{Route, SendDraft};
use crate::shell::{self, Shell};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// Quiet after a key before the chain is asked, in milliseconds.
pub(super) const QUIET: u32 = 200;

/// What is known about the transfer as typed.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// Something is missing or wrong in the form.
    Incomplete,
    /// On its way.
    Asking,
    /// It could not be checked.
    Failed(ErrorText),
    /// Checked.
    Known {
        /// What was asked: an answer counts for nothing else.
        question: Question,
        /// For the panel.
        view: Box<Fact<VerdictView>>,
        /// The most that would pass.
        most: Option<Amount>,
    },
}

impl Answer {
    /// Whether exactly this transfer would pass.
    pub(super) fn allows(&self, asked: Question) -> bool {
        matches!(self, Self::Known { view, question, .. }
            if *question == asked && matches!(view.value(), VerdictView::Allow { .. }))
    }

    fn is_about(&self, asked: Question) -> bool {
        matches!(self, Self::Known { question, .. } if *question == asked)
    }

    pub(super) const fn most(&self) -> Option<Amount> {
        match self {
            Self::Known { most, .. } => *most,
            Self::Incomplete | Self::Asking | Self::Failed(_) => None,
        }
    }

    pub(super) fn reading(&self) -> Reading<VerdictView> {
        match self {
            Self::Incomplete | Self::Asking => Reading::Pending,
            Self::Failed(error) => Reading::Failed { what: format!("{}: {}", error.title, error.what) },
            Self::Known { view, .. } => Reading::Known((**view).clone()),
        }
    }
}

/// A transfer: to whom, how much.
pub(super) type Question = (Address, Amount);

/// The form. Copies are handles to one form.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) to: RwSignal<String>,
    pub(super) amount: RwSignal<String>,
    asset: AssetId,
    decimals: u8,
    answer: RwSignal<Answer>,
    /// How many questions are on their way: a key may be pressed before the last one is answered.
    asking: RwSignal<usize>,
    ledgers: Ledgers,
    shell: Shell,
}

impl Form {
    /// The form as it was left, checking itself from now on, and remembering what is typed in the page's address.
    pub(super) fn new(wallet: Wallet, descriptor: &Descriptor, draft: SendDraft) -> Self {
        let shell = shell::shell();
        let form = Self {
            to: RwSignal::new(draft.to),
            amount: RwSignal::new(draft.amount),
            asset: descriptor.asset,
            decimals: descriptor.decimals,
            answer: RwSignal::new(Answer::Incomplete),
            asking: RwSignal::new(0),
            ledgers: Ledgers::new(),
            shell,
        };
        Effect::new(move |_| {
            let draft = SendDraft { to: form.to.get(), amount: form.amount.get() };
            shell.note(Route::Send { asset: Some(form.asset), draft });
        });
        let question = Memo::new(move |_| form.question());
        let at = wallet.at();
        Effect::new(move |_| {
            let (question, _block) = (question.get(), at.get());
            form.ask(wallet, question);
        });
        form
    }

    pub(super) const fn answer(&self) -> RwSignal<Answer> {
        self.answer
    }

    /// What was read for the form.
    pub(super) const fn ledgers(&self) -> Ledgers {
        self.ledgers
    }

    /// Whether the verdict on what is typed is on its way.
    pub(super) fn is_asking(&self) -> Signal<bool> {
        let asking = self.asking;
        Signal::derive(move || asking.get() > 0)
    }

    /// The receiver as typed, where it is an address. Tracks.
    pub(super) fn receiver_address(&self) -> Option<Address> {
        self.receiver()?.ok()
    }

    /// The amount as typed, where it is one. Tracks.
    pub(super) fn typed(&self) -> Option<Amount> {
        self.typed_amount()?.ok()
    }

    /// The amount as typed, or the smallest there is. Tracks.
    pub(super) fn amount_or_least(&self) -> Option<Amount> {
        self.typed().or_else(|| least(self.decimals))
    }

    pub(super) fn receiver_error(&self) -> Signal<Option<String>> {
        let form = *self;
        Signal::derive(move || form.receiver().and_then(Result::err))
    }

    pub(super) fn amount_error(&self) -> Signal<Option<String>> {
        let form = *self;
        Signal::derive(move || form.typed_amount().and_then(Result::err))
    }

    /// Whether something typed cannot be read. Tracks.
    pub(super) fn is_faulty(&self) -> bool {
        self.receiver().is_some_and(|typed| typed.is_err()) || self.typed_amount().is_some_and(|typed| typed.is_err())
    }

    /// The transfer as typed, where it is complete. Tracks.
    pub(super) fn question(&self) -> Option<Question> {
        Some((self.receiver()?.ok()?, self.typed_amount()?.ok()?))
    }

    /// `None` while nothing is typed.
    fn receiver(&self) -> Option<Result<Address, String>> {
        let text = self.to.get();
        let text = text.trim();
        let parsed = || format!("{}:{text}", self.asset.chain).parse::<AccountId>();
        (!text.is_empty()).then(|| parsed().map(|account| account.address).map_err(|error| address_words(&error)))
    }

    fn typed_amount(&self) -> Option<Result<Amount, String>> {
        let text = self.amount.get().replace([',', ' '], "");
        (!text.is_empty()).then(|| Amount::parse(&text, self.decimals).map_err(|error| amount_words(&error)))
    }

    fn ask(self, wallet: Wallet, question: Option<Question>) {
        let Some((to, amount)) = question else {
            self.answer.set(Answer::Incomplete);
            return;
        };
        // The same question at a newer block keeps its answer on screen until the new one is there.
        if !self.answer.with_untracked(|answer| answer.is_about((to, amount))) {
            self.answer.set(Answer::Asking);
        }
        self.asking.update(|asking| *asking = asking.saturating_add(1));
        spawn_local(async move {
            if let Some(answer) = self.answer_to(wallet, (to, amount)).await {
                let _gone = self.answer.try_set(answer);
            }
            let _gone = self.asking.try_update(|asking| *asking = asking.saturating_sub(1));
        });
    }

    /// The answer, where the question is still the same by then.
    async fn answer_to(self, wallet: Wallet, (to, amount): Question) -> Option<Answer> {
        let still = || self.question_now() == Some((to, amount));
        TimeoutFuture::new(QUIET).await;
        let (room, newest) = wallet.ready().filter(|_| still())?;
        // A ledger of this block has most answers already: only what depends on the amount is asked again. Who is on the list was
        // asked about there.
        let is_known = untrack(|| self.shell.person(to)).is_some();
        let first = if is_known { Asker::List } else { Asker::Typed };
        let (begun, mut reads) = self.ledgers.begin(first, newest);
        let checked = room.check_transfer(&mut reads, &self.asset, (wallet.holder(), to), amount).await;
        self.ledgers.keep(Asker::Typed, begun, &reads);
        still().then(|| match checked {
            Ok(assessment) => Answer::Known {
                question: (to, amount),
                view: Box::new(verdict::view(&assessment)),
                most: verdict::most(assessment.headroom.most),
            },
            Err(error) => Answer::Failed(problem::of_chain(&error)),
        })
    }

    /// What is typed at this moment; `None` too where the page is gone.
    fn question_now(&self) -> Option<Question> {
        self.to.try_get_untracked()?;
        untrack(|| self.question())
    }
}

/// What is wrong with an address, and what to do.
fn address_words(error: &IdError) -> String {
    match error {
        IdError::Checksum { .. } => {
            t("This address was mistyped: its checksum does not hold. Paste it again from where you got it.").to_owned()
        }
        IdError::Shape { .. } | _ => t("This is no address: an address is 0x and 40 characters.").to_owned(),
    }
}

/// What is wrong with an amount, and what to do.
pub(in crate::pages) fn amount_words(error: &UnitsError) -> String {
    match error {
        UnitsError::NotANumber { .. } => t("Write digits with at most one decimal point.").to_owned(),
        UnitsError::TooManyDecimals { expected, .. } => {
            fill(t("This asset has at most {count} decimals."), &[("count", &expected.to_string())])
        }
        UnitsError::OutOfRange { .. }
        | UnitsError::ScaleMismatch { .. }
        | UnitsError::CurrencyMismatch { .. }
        | UnitsError::NotACurrency { .. }
        | UnitsError::ScaleTooLarge { .. }
        | UnitsError::DivisionByZero { .. }
        | _ => error.to_string(),
    }
}
