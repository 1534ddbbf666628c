//! Who of those whom the wallet can name may receive it: asked for all of them at once, and each a press away.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256};
use assay_sdk::compliance::{Assessment, CheckError, Party, Verdict};
use assay_sdk::units::{Amount, AssetId};
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::check::{Form, QUIET};
use super::ledgers::Asker;
use crate::components::{Glyph, Icon, Identicon};
use crate::format;
use crate::problem;
use crate::route::{Route, SettingsPart};
use crate::shell::shell;
use crate::state::contacts::Person;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// Whether somebody may receive it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
    /// On its way.
    Checking,
    /// It would pass.
    May,
    /// It would be refused, and why.
    MayNot(String),
    /// It cannot be told, and why.
    Unknown(String),
}

/// What is asked: for whom, how much.
type Question = (Vec<Address>, Amount);

/// The answers to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answers {
    question: Question,
    standings: BTreeMap<Address, Standing>,
}

/// What asks. Copies are handles to one.
#[derive(Clone, Copy)]
struct Inquiry {
    wallet: Wallet,
    form: Form,
    asset: AssetId,
    question: Memo<Option<Question>>,
    /// What was asked last, and at which block.
    asked: StoredValue<Option<(Question, B256)>>,
    answers: RwSignal<Option<Answers>>,
}

impl Inquiry {
    /// Asks, and again for each new amount and at each new block; after the verdict on what is typed, never before it.
    fn new(wallet: Wallet, form: Form, asset: AssetId, listed: Memo<Vec<Person>>) -> Self {
        let question = Memo::new(move |_| {
            let people: Vec<_> = listed.with(|people| people.iter().map(|person| person.address).collect());
            Some((people, form.amount_or_least()?)).filter(|(people, _)| !people.is_empty())
        });
        let (asked, answers) = (StoredValue::new(None), RwSignal::new(None));
        let inquiry = Self { wallet, form, asset, question, asked, answers };
        let at = wallet.at();
        Effect::new(move |_| {
            let (question, block, typed) = (question.get(), at.get(), form.is_asking().get());
            if let (Some(question), Some(_), false) = (question, block, typed) {
                spawn_local(async move { inquiry.ask(question).await });
            }
        });
        inquiry
    }

    async fn ask(self, question: Question) {
        TimeoutFuture::new(QUIET).await;
        // Another question may have been typed meanwhile, or the verdict be on its way: then this is asked after it.
        let still = || self.question.try_get_untracked().flatten().as_ref() == Some(&question);
        let Some((room, newest)) = self.wallet.ready().filter(|_| still() && !self.form.is_asking().get_untracked())
        else {
            return;
        };
        let this = (question.clone(), newest.at().hash);
        if self.asked.try_with_value(|asked| asked.as_ref() == Some(&this)) != Some(false) {
            return;
        }
        self.asked.set_value(Some(this));
        let ledgers = self.form.ledgers();
        let (begun, mut reads) = ledgers.begin(Asker::List, newest);
        let (people, amount) = &question;
        let checked = room.check_receivers(&mut reads, &self.asset, (self.wallet.holder(), people), *amount).await;
        ledgers.keep(Asker::List, begun, &reads);
        if !still() {
            return;
        }
        let standings = match checked {
            Ok(checked) => people.iter().copied().zip(checked.into_iter().map(standing)).collect(),
            Err(error) => {
                let error = problem::of_chain(&error);
                let why = format!("{}: {}", error.title, error.what);
                people.iter().map(|person| (*person, Standing::Unknown(why.clone()))).collect()
            }
        };
        let _gone = self.answers.try_set(Some(Answers { question, standings }));
    }

    /// Tracks. An answer to another amount is none to this one.
    fn standing(self, person: Address) -> Standing {
        let question = self.question.get();
        let known = self.answers.with(|answers| {
            let answers = answers
                .as_ref()
                .filter(|answers| Some(&answers.question.1) == question.as_ref().map(|(_, amount)| amount))?;
            answers.standings.get(&person).cloned()
        });
        known.unwrap_or(Standing::Checking)
    }
}

fn standing(checked: Result<Assessment, CheckError>) -> Standing {
    let verdict = match checked {
        Ok(assessment) => assessment.verdict.into_value(),
        Err(error) => return Standing::Unknown(error.to_string()),
    };
    match verdict {
        Verdict::Allow(_) => Standing::May,
        Verdict::Deny(reasons) => {
            // What is said of the receiver says more here than what holds for every receiver.
            let of_receiver = reasons.iter().find(|reason| reason.party == Party::Receiver);
            let reason = of_receiver.or_else(|| reasons.iter().next());
            Standing::MayNot(reason.map(|reason| reason.message.clone()).unwrap_or_default())
        }
        Verdict::Unknown(doubts) => {
            Standing::Unknown(doubts.iter().next().map(ToString::to_string).unwrap_or_default())
        }
    }
}

/// The list. Nothing where the wallet can name nobody else.
#[component]
pub(super) fn Receivers(form: Form, asset: AssetId, symbol: StoredValue<String>) -> impl IntoView {
    let (wallet, shell) = (Wallet::expect(), shell());
    let listed = Memo::new(move |_| {
        let others = |person: &Person| !(person.is_own && Some(person.address) == shell.in_use());
        shell.people().into_iter().filter(others).collect::<Vec<_>>()
    });
    let inquiry = Inquiry::new(wallet, form, asset, listed);
    let some = Memo::new(move |_| listed.with(|people| !people.is_empty()));
    let amount = move || match form.typed() {
        Some(amount) => {
            let amount = format::amount(&amount).full;
            fill(t("Asked with {amount} {symbol}."), &[("amount", &amount), ("symbol", &symbol.get_value())])
        }
        None => t("Asked with the smallest amount there is, until you type one.").to_owned(),
    };
    let rows = move || listed.get().into_iter().map(|person| view! { <Row person inquiry /> }).collect_view();
    view! {
        {troubled()}
        {move || some.get().then(|| view! {
            <section class="receivers" aria-labelledby="receivers">
                <div class="receivers__head">
                    <h2 class="field__label" id="receivers">{t("Who can receive it")}</h2>
                    <p class="hint">{amount}</p>
                </div>
                <ul class="receivers__list">{rows}</ul>
            </section>
        })}
    }
}

/// Says where contacts are missing from the list.
fn troubled() -> impl IntoView {
    let shell = shell();
    let troubled = Memo::new(move |_| {
        shell.contacts_trouble.with(Option::is_some) || shell.contacts.with(|contacts| !contacts.damaged().is_empty())
    });
    move || {
        troubled.get().then(|| {
            let href = Route::Settings { part: SettingsPart::Contacts }.href();
            view! {
                <p class="hint">{t("Some of your contacts cannot be read.")}{" "}<a href=href>{t("See the settings")}</a></p>
            }
        })
    }
}

/// One of them: a button that fills the receiver in.
#[component]
fn Row(person: Person, inquiry: Inquiry) -> impl IntoView {
    let Person { name, address, is_own } = person;
    let form = inquiry.form;
    let chosen = Memo::new(move |_| form.receiver_address() == Some(address));
    let standing = Memo::new(move |_| inquiry.standing(address));
    let fill_in = move |_| form.to.set(address.to_checksum(None));
    let answer = move || {
        let (class, glyph, word, why) = match standing.get() {
            Standing::Checking => ("receiver__answer", Glyph::Clock, t("Checking…"), None),
            Standing::May => ("receiver__answer receiver__answer--may", Glyph::Check, t("Can receive it"), None),
            Standing::MayNot(why) => ("receiver__answer receiver__answer--not", Glyph::Stop, t("Refused"), Some(why)),
            Standing::Unknown(why) => {
                ("receiver__answer receiver__answer--unknown", Glyph::Question, t("Cannot tell"), Some(why))
            }
        };
        view! {
            <span class=class><Icon glyph />{word}</span>
            {why.map(|why| view! { <span class="receiver__why">{why}</span> })}
        }
    };
    view! {
        <li>
            <button type="button" class="receiver" aria-pressed=move || chosen.get().to_string() on:click=fill_in>
                <span class="visually-hidden">{t("Send to")}{" "}</span>
                <Identicon address=Signal::stored(address) />
                <span class="receiver__who">
                    <bdi class="receiver__name">{name}</bdi>
                    <span class="receiver__address">{format::short_address(&address)}</span>
                    {is_own.then(|| view! { <span class="receiver__own">{t("Your account")}</span> })}
                </span>
                {answer}
            </button>
        </li>
    }
}

/// The smallest amount of an asset.
pub(super) fn least(decimals: u8) -> Option<Amount> {
    // Only more decimals than there are places have none.
    Amount::from_raw(U256::ONE, decimals).ok()
}
