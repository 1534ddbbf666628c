//! A pool's queue: the holder's place in it, and what became of earlier requests.

use assay_sdk::asset::{Descriptor, RedemptionTerms};
use assay_sdk::evidence::Fact;
use assay_sdk::redemption::{QueueBook, QueuePlace, QueuedRequest};
use assay_sdk::tx::Intent;
use leptos::prelude::*;

use super::act::Act;
use crate::components::{
    ButtonKind, Definition, DefinitionList, ErrorPanel, ErrorText, Hallmark, Known, Notice, NoticeKind, Step, StepLine,
    StepState,
};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::pages::watched::SigningNote;
use crate::problem;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// What is drawn: anew where something of it changed, not at every block.
#[derive(Clone, PartialEq)]
enum Shape {
    Nothing,
    Failed(ErrorText),
    Known(Box<QueueBook>),
}

/// The holder's requests in the queue, where the asset is redeemed by one.
#[component]
pub(super) fn Queue(descriptor: Descriptor) -> impl IntoView {
    let pays = descriptor.ways_out.iter().find_map(|way| {
        let RedemptionTerms::Queue { asset, .. } = way.terms else { return None };
        Some(asset)
    });
    let Some(pays) = pays else { return ().into_any() };
    let wallet = Wallet::expect();
    let asset = descriptor.asset;
    let answer: Answer<Option<Fact<QueueBook>>> = inquire(
        wallet,
        || (),
        move |room, mut reads, ()| async move {
            room.queue(&mut reads, &asset, wallet.holder()).await.map_err(|problem| problem::of_chain(&problem))
        },
    );
    let shape = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Ready { value: Some(book), .. } => Shape::Known(Box::new(book.value().clone())),
            Loaded::Pending | Loaded::Ready { value: None, .. } => Shape::Nothing,
            Loaded::Failed(error) => Shape::Failed(error.clone()),
        })
    });
    let known = Memo::new(move |_| answer.with(|loaded| loaded.value()?.as_ref().map(Known::of)));
    let symbol = descriptor.symbol;
    (move || match shape.get() {
        Shape::Nothing => ().into_any(),
        Shape::Failed(error) => view! { <ErrorPanel error on_retry=answer.retry() /> }.into_any(),
        Shape::Known(book) => {
            let Some(first) = known.get_untracked() else { return ().into_any() };
            let known = Memo::new(move |before: Option<&Known>| {
                known.get().or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
            });
            let paid = wallet.symbol(pays);
            let lines = book.requests.iter().rev().map(|request| line(request, book.place, &symbol, &paid));
            let lines = lines.collect_view();
            let remove = book.remove_step().map(|step| {
                let shares = book.place.map_or_else(String::new, |place| format::amount(&place.shares).full);
                let words = fill(t("Take {amount} out of the queue"), &[("amount", &format!("{shares} {symbol}"))]);
                let steps = move |()| vec![Intent::from(&step)];
                view! {
                    <div class="row row--end"><Act words=Signal::stored(words) kind=ButtonKind::Plain asset steps /></div>
                    <SigningNote wallet />
                }
            });
            let none = book.requests.is_empty().then(|| {
                view! { <p>{t("You have asked for no redemption of this asset yet.")}</p> }
            });
            view! {
                <section class="section" aria-label=t("Your place in the queue")>
                    <div class="section__head"><h2>{t("Your place in the queue")}</h2><Hallmark known clock=wallet.clock() /></div>
                    {none}{remove}{lines}
                </section>
            }
            .into_any()
        }
    })
    .into_any()
}

fn line(request: &QueuedRequest, place: Option<QueuePlace>, symbol: &str, paid: &str) -> AnyView {
    let shares = |amount: &assay_sdk::units::Shares| format!("{} {symbol}", format::amount(amount).full);
    let place = place.filter(|place| place.id == request.id);
    let back = !request.returned.is_zero();
    let step = |label: &str, detail: Option<String>, state| Step { label: label.to_owned(), detail, state };
    let made = fill(t("block {number}"), &[("number", &format::grouped(&request.block.to_string()))]);
    let waits = place.map(|place| {
        fill(
            t("{amount}, at most {n} requests before it"),
            &[("amount", &shares(&place.shares)), ("n", &place.ahead.to_string())],
        )
    });
    let in_queue = if place.is_some() { StepState::Waiting } else { StepState::Done };
    let processed = (!request.processed.is_zero()).then(|| format!("{} {paid}", format::amount(&request.assets).full));
    let mut steps = vec![step(t("Requested"), Some(made), StepState::Done), step(t("In the queue"), waits, in_queue)];
    let paid_out = place.is_none() && !request.processed.is_zero();
    if paid_out || !back {
        steps.push(step(t("Paid"), processed, if paid_out { StepState::Done } else { StepState::Ahead }));
    }
    if back {
        steps.push(step(t("Taken back"), Some(shares(&request.returned)), StepState::Done));
    }
    let next = match place {
        Some(QueuePlace { manual: true, .. }) => {
            t("The pool pays when it comes to it; then you have to take the payout yourself.")
        }
        Some(_) => t("The pool pays you when it comes to it, at the price of that moment, without a claim."),
        None => t("Nothing: it is done."),
    };
    let manual = place.is_some_and(|place| place.manual).then(|| {
        view! { <Notice kind=NoticeKind::Warn title=t("Your account is paid by hand") what=t("The pool's operator has set that this account takes its payouts by itself.") /> }
    });
    let title = shares(&request.shares);
    let label = fill(t("Request of {amount}"), &[("amount", &title)]);
    view! {
        <article class="panel stack" aria-label=label>
            <h3 class="exit__name">{title}</h3>
            <StepLine label=t("How far the redemption is") steps=Signal::stored(steps) />
            {manual}
            <DefinitionList pairs=vec![Definition::text(t("Next"), next)] />
        </article>
    }
    .into_any()
}
