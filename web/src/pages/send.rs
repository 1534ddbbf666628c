//! Send: who, how much, and whether it will pass, while typing.

pub(in crate::pages) mod check;
mod ledgers;
mod receiver;
mod receivers;
mod redemption;

use assay_sdk::asset::Descriptor;
use assay_sdk::tx::Intent;
use assay_sdk::units::{Amount, AssetId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{
    AmountField, AmountFigure, Back, Button, ButtonKind, ButtonPurpose, EmptyState, Glyph, PageHeader, Reading,
    VerdictPanel, VerdictView,
};
use crate::format;
use crate::pages::choose::ChooseAsset;
use crate::pages::contact_add::{AddContact, Adding};
use crate::pages::watched::SigningNote;
use crate::route::{AssetTab, Route, SendDraft};
use crate::shell;
use crate::text::{fill, t};
use crate::wallet::{Signing, Wallet};

use check::{Answer, Form};
use receiver::Receiver;
use receivers::Receivers;
use redemption::RedemptionNote;

/// The page. What is typed stands in the address, and is taken from there when the page opens.
#[component]
pub(crate) fn SendPage() -> impl IntoView {
    let route = shell::shell().route;
    let asset =
        Memo::new(move |_| route.with(|route| if let Route::Send { asset, .. } = route { *asset } else { None }));
    move || {
        let asset = asset.get();
        let draft = route.with_untracked(|route| {
            if let Route::Send { draft, .. } = route { draft.clone() } else { SendDraft::default() }
        });
        view! { <Send asset draft /> }
    }
}

/// Without an asset it asks for one.
#[component]
fn Send(asset: Option<AssetId>, draft: SendDraft) -> impl IntoView {
    let wallet = Wallet::expect();
    let Some(asset) = asset else {
        return view! {
            <PageHeader title=t("Send") lead=t("Which asset?") />
            <ChooseAsset href=|asset| Route::Send { asset: Some(asset), draft: SendDraft::default() }.href() filter=|_| true />
        }
        .into_any();
    };
    let known = Memo::new(move |_| wallet.asset(&asset));
    let listed = move || known.with(Option::is_some) || wallet.room().value().is_none();
    let draft = StoredValue::new(draft);
    (move || {
        if !listed() {
            return view! { <EmptyState glyph=Glyph::Question title=t("This asset is not in the list") /> }.into_any();
        }
        match known.get() {
            Some(descriptor) => view! { <SendForm descriptor draft=draft.get_value() /> }.into_any(),
            None => view! { <PageHeader title=t("Send") /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn SendForm(descriptor: Descriptor, draft: SendDraft) -> impl IntoView {
    let wallet = Wallet::expect();
    let asset = descriptor.asset;
    let symbol = StoredValue::new(descriptor.symbol.clone());
    let form = Form::new(wallet, &descriptor, draft);
    let adding = RwSignal::new(None::<Adding>);
    let shell = shell::shell();
    spawn_local(async move { shell.load_contacts().await });
    let balance = wallet.balance(asset);
    let fill_max = move |()| {
        let held = balance.with_untracked(|held| match held {
            Reading::Known(fact) => Some(*fact.value()),
            Reading::Pending | Reading::Failed { .. } => None,
        });
        if let Some(amount) = form.answer().with_untracked(Answer::most).or(held) {
            form.amount.set(amount.to_string());
        }
    };
    let has_signer = wallet.signing() != Signing::Nowhere;
    let may = Signal::derive(move || {
        has_signer && form.question().is_some_and(|question| form.answer().with(|answer| answer.allows(question)))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some((to, amount)) = untrack(|| form.question())
            && may.get_untracked()
        {
            wallet.propose(Intent::Transfer { token: asset.token, to, amount: amount.raw() }, asset);
        }
    };
    let title = fill(t("Send {symbol}"), &[("symbol", &descriptor.symbol)]);
    let back = Back { href: Route::Asset { asset, tab: AssetTab::Holding }.href(), label: descriptor.name.clone() };
    view! {
        <PageHeader title back lead=t("The verdict comes before the signature: it is checked against the issuer's rules and against the chain itself while you type.") />
        <div class="aside">
            <form class="panel stack" on:submit=submit novalidate=true>
                <Receiver form adding />
                <Receivers form asset symbol />
                <RedemptionNote form descriptor />
                <AmountField label=t("Amount") value=form.amount unit=Signal::derive(move || symbol.get_value()) error=form.amount_error() on_max=fill_max />
                <p class="row row--baseline"><span class="label">{t("You hold")}</span>
                    <AmountFigure reading=balance symbol=symbol.get_value() clock=wallet.clock() />
                </p>
                <LiveVerdict form symbol />
                <div class="row row--end">
                    <Button kind=ButtonKind::Primary icon=Glyph::Send purpose=ButtonPurpose::Submit
                        disabled=Signal::derive(move || !may.get())>{t("Review")}</Button>
                </div>
                <p class="hint" aria-live="polite">{move || waiting_for(form)}</p>
                <SigningNote wallet />
            </form>
            <About />
        </div>
        <AddContact adding />
    }
}

/// The verdict on what is typed, as soon as something is.
#[component]
fn LiveVerdict(form: Form, symbol: StoredValue<String>) -> impl IntoView {
    let wallet = Wallet::expect();
    let verdict = Signal::derive(move || form.answer().with(Answer::reading));
    let is_asked = Memo::new(move |_| form.answer().with(|answer| !matches!(answer, Answer::Incomplete)));
    move || {
        is_asked.get().then(|| {
            view! {
                <VerdictPanel verdict symbol=symbol.get_value() clock=wallet.clock()
                    on_use_most=move |amount: Amount| form.amount.set(amount.to_string())
                    on_retry=move |()| wallet.retry() />
            }
        })
    }
}

#[component]
fn About() -> impl IntoView {
    let wallet = Wallet::expect();
    let at = wallet.at();
    let checked = move || {
        let at = at.get()?;
        let age = format::age(wallet.clock().now.get(), at.timestamp);
        Some(fill(t("Checked at block {number}, {age}."), &[("number", &at.number.to_string()), ("age", &age)]))
    };
    view! {
        <aside class="stack">
            <h2 class="label">{t("About this transfer")}</h2>
            <p>{t("Nothing is signed on this page. The review that follows is decoded from the very bytes that would be signed.")}</p>
            <p>{checked}</p>
        </aside>
    }
}

/// Why the button cannot be used yet, in words.
fn waiting_for(form: Form) -> &'static str {
    form.answer().with(|answer| match answer {
        Answer::Incomplete if form.is_faulty() => t("Correct what is marked above to see whether it will pass."),
        Answer::Incomplete => t("Fill in receiver and amount to see whether it will pass."),
        Answer::Asking => t("Checking…"),
        Answer::Failed(_) => t("It could not be checked, so it is not offered for signing."),
        Answer::Known { view, .. } => match view.value() {
            VerdictView::Allow { .. } => "",
            VerdictView::Deny { .. } => t("It would be refused, so it is not offered for signing."),
            VerdictView::Unknown { .. } => t("It cannot be told whether it passes, so it is not offered for signing."),
        },
    })
}
