//! Redeem: the ways out side by side, the one that is chosen with its steps, and the requests that are on their way.

mod act;
mod certificate;
mod chosen;
pub(crate) mod compare;
mod line;
mod queue;
mod requests;
pub(crate) mod told;
pub(crate) mod when;
pub(crate) mod words;

use assay_sdk::asset::{Descriptor, RedemptionTerms};
use assay_sdk::redemption::Route as Way;
use assay_sdk::units::{Amount, AssetId};
use leptos::prelude::*;

use crate::components::{
    AmountField, AmountFigure, Back, EmptyState, ErrorPanel, ErrorText, Glyph, PageHeader, Reading, Skeleton,
    SkeletonWidth,
};
use crate::pages::choose::ChooseAsset;
use crate::pages::inquiry::{Answer, inquire};
use crate::pages::send::check::amount_words;
use crate::problem;
use crate::route::{AssetTab, Route};
use crate::services::chain::Weighed;
use crate::shell;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

use compare::Ways;
use queue::Queue;
use requests::Requests;

/// The page. What is typed stands in the address, and is taken from there when the page opens.
#[component]
pub(crate) fn RedeemPage() -> impl IntoView {
    let route = shell::shell().route;
    let asset =
        Memo::new(move |_| route.with(|route| if let Route::Redeem { asset, .. } = route { *asset } else { None }));
    move || {
        let asset = asset.get();
        let amount =
            route.with_untracked(
                |route| if let Route::Redeem { amount, .. } = route { amount.clone() } else { String::new() },
            );
        view! { <Redeem asset amount /> }
    }
}

/// Without an asset it asks for one.
#[component]
fn Redeem(asset: Option<AssetId>, amount: String) -> impl IntoView {
    let wallet = Wallet::expect();
    let Some(asset) = asset else {
        return view! {
            <PageHeader title=t("Redeem") lead=t("Which asset? Only those that can be redeemed are shown.") />
            <ChooseAsset href=|asset| Route::Redeem { asset: Some(asset), amount: String::new() }.href()
                filter=|descriptor| !descriptor.ways_out.is_empty() />
        }
        .into_any();
    };
    let known = Memo::new(move |_| wallet.asset(&asset));
    let amount = StoredValue::new(amount);
    (move || match known.get() {
        Some(descriptor) if !descriptor.ways_out.is_empty() => {
            view! { <RedeemForm descriptor amount=amount.get_value() /> }.into_any()
        }
        Some(_) => view! {
            <EmptyState glyph=Glyph::Question title=t("This asset has no redemption")
                text=t("Its issuer names no way to turn it back in the asset list.") />
        }
        .into_any(),
        None => view! { <PageHeader title=t("Redeem") /> }.into_any(),
    })
    .into_any()
}

/// The ways out of what is typed; `None` while nothing is.
type Weighing = Answer<Option<Vec<Weighed>>>;

#[component]
fn RedeemForm(descriptor: Descriptor, amount: String) -> impl IntoView {
    let wallet = Wallet::expect();
    let asset = descriptor.asset;
    let decimals = descriptor.decimals;
    let typed = RwSignal::new(amount);
    let shell = shell::shell();
    Effect::new(move |_| shell.note(Route::Redeem { asset: Some(asset), amount: typed.get() }));
    let parsed = Memo::new(move |_| {
        let text = typed.get().replace([',', ' '], "");
        (!text.is_empty()).then(|| Amount::parse(&text, decimals).map_err(|error| amount_words(&error)))
    });
    let error = Signal::derive(move || parsed.get().and_then(Result::err));
    let balance = wallet.balance(asset);
    let fill_max = move |()| {
        if let Reading::Known(fact) = balance.get_untracked() {
            typed.set(fact.value().to_string());
        }
    };
    let typed_amount = move || parsed.get().and_then(Result::ok);
    let weighing: Weighing = inquire(wallet, typed_amount, move |room, mut reads, amount: Option<Amount>| async move {
        let Some(amount) = amount else { return Ok(None) };
        let ways = room.weigh_redemption(&mut reads, &asset, wallet.holder(), amount).await;
        ways.map(Some).map_err(|problem| problem::of_chain(&problem))
    });
    let (symbol, unit, held_symbol) = (descriptor.symbol.clone(), descriptor.symbol.clone(), descriptor.symbol.clone());
    let back = Back { href: Route::Asset { asset, tab: AssetTab::Holding }.href(), label: descriptor.name.clone() };
    let lead = lead(&descriptor);
    let described = StoredValue::new(descriptor);
    let asked = Memo::new(move |_| parsed.with(Option::is_some));
    view! {
        <PageHeader title=fill(t("Redeem {symbol}"), &[("symbol", &symbol)]) back lead />
        <div class="stack stack--loose">
            <form class="panel stack" on:submit=|event: leptos::ev::SubmitEvent| event.prevent_default() novalidate=true>
                <AmountField label=t("Amount") value=typed unit error on_max=fill_max />
                <p class="row row--baseline"><span class="label">{t("You hold")}</span>
                    <AmountFigure reading=balance symbol=held_symbol clock=wallet.clock() />
                </p>
            </form>
            <WaysOut described weighing asked />
            {described.with_value(|descriptor| view! {
                <Requests descriptor=descriptor.clone() />
                <Queue descriptor=descriptor.clone() />
            })}
        </div>
    }
}

/// What is drawn of the ways out: drawn anew where it becomes something else, not at every block.
#[derive(Clone, PartialEq)]
enum Stage {
    Unasked,
    Pending,
    Failed(ErrorText),
    Ways(Vec<Way>),
}

#[component]
fn WaysOut(described: StoredValue<Descriptor>, weighing: Weighing, asked: Memo<bool>) -> impl IntoView {
    let stage = Memo::new(move |_| {
        weighing.with(|loaded| match loaded {
            _ if !asked.get() => Stage::Unasked,
            Loaded::Ready { value: Some(ways), .. } => Stage::Ways(ways.iter().map(|way| way.plan.route).collect()),
            Loaded::Pending | Loaded::Ready { value: None, .. } => Stage::Pending,
            Loaded::Failed(error) => Stage::Failed(error.clone()),
        })
    });
    let body = move || match stage.get() {
        Stage::Unasked => {
            view! { <p>{t("Fill in an amount to see what each way pays, takes and needs.")}</p> }.into_any()
        }
        Stage::Pending => view! { <Skeleton width=SkeletonWidth::Line /> }.into_any(),
        Stage::Failed(error) => view! { <ErrorPanel error on_retry=weighing.retry() /> }.into_any(),
        Stage::Ways(routes) => view! { <Ways routes described weighing /> }.into_any(),
    };
    view! {
        <section class="section" aria-label=t("Ways out")>
            <div class="section__head"><h2>{t("Ways out")}</h2></div>
            {body}
        </section>
    }
}

fn lead(descriptor: &Descriptor) -> &'static str {
    match descriptor.ways_out.as_slice() {
        [_, _, ..] => {
            t("There are several ways out. Fill in an amount to compare what each pays, when, and what it takes.")
        }
        [way] => match way.terms {
            RedemptionTerms::Erc7540 { .. } => {
                t("On request: you ask, the issuer fulfils at the price of that moment, and you claim the payout.")
            }
            RedemptionTerms::Erc4626 { .. } => {
                t("At once: the vault pays out of its own funds in the same transaction.")
            }
            RedemptionTerms::Retire { .. } => {
                t("Credits are not paid out: retiring uses them up for good, and that is what they are for.")
            }
            RedemptionTerms::Transfer { .. } | RedemptionTerms::Burn { .. } => {
                t("Off the chain: you give the tokens up, and the issuer pays or delivers by its own terms.")
            }
            RedemptionTerms::Redeemer { .. } => {
                t("At once: a contract of the issuer buys back what you hold, as long as it has the money.")
            }
            RedemptionTerms::Queue { .. } | _ => {
                t("In turn: you take a place in the queue, and are paid when it has come to you.")
            }
        },
        [] => "",
    }
}
