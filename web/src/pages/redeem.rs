//! Redeem: the routes out, what each costs and takes, and the requests that are on their way.

mod requests;
mod route;

use assay_sdk::asset::Descriptor;
use assay_sdk::redemption::RedemptionPlan;
use assay_sdk::units::{Amount, AssetId};
use leptos::prelude::*;

use crate::components::{
    AmountField, AmountFigure, Back, EmptyState, ErrorPanel, Glyph, PageHeader, Reading, Skeleton, SkeletonWidth,
};
use crate::pages::choose::ChooseAsset;
use crate::pages::inquiry::inquire;
use crate::pages::send::check::amount_words;
use crate::problem;
use crate::route::{AssetTab, Route};
use crate::shell;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

use requests::Requests;
use route::RouteCard;

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
                filter=|descriptor| descriptor.redemption.is_some() />
        }
        .into_any();
    };
    let known = Memo::new(move |_| wallet.asset(&asset));
    let amount = StoredValue::new(amount);
    (move || match known.get() {
        Some(descriptor) if descriptor.redemption.is_some() => {
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
    let plan = inquire(wallet, typed_amount, move |room, mut reads, amount: Option<Amount>| async move {
        let Some(amount) = amount else { return Ok(None) };
        let plan = room.plan_redemption(&mut reads, &asset, wallet.holder(), amount).await;
        plan.map(Some).map_err(|problem| problem::of_chain(&problem))
    });
    let (symbol, unit, held_symbol) = (descriptor.symbol.clone(), descriptor.symbol.clone(), descriptor.symbol.clone());
    let back = Back { href: Route::Asset { asset, tab: AssetTab::Holding }.href(), label: descriptor.name.clone() };
    let lead = lead(&descriptor);
    let described = StoredValue::new(descriptor);
    view! {
        <PageHeader title=fill(t("Redeem {symbol}"), &[("symbol", &symbol)]) back lead />
        <div class="stack stack--loose">
            <form class="panel stack" on:submit=|event: leptos::ev::SubmitEvent| event.prevent_default() novalidate=true>
                <AmountField label=t("Amount") value=typed unit error on_max=fill_max />
                <p class="row row--baseline"><span class="label">{t("You hold")}</span>
                    <AmountFigure reading=balance symbol=held_symbol clock=wallet.clock() />
                </p>
            </form>
            <section class="section" aria-live="polite">
                <div class="section__head"><h2>{t("Ways out")}</h2></div>
                {move || described.with_value(|descriptor| plan_view(plan.loaded(), parsed.get(), descriptor, plan.retry()))}
            </section>
            {described.with_value(|descriptor| view! { <Requests descriptor=descriptor.clone() /> })}
        </div>
    }
}

fn plan_view(
    plan: Loaded<Option<RedemptionPlan>, crate::components::ErrorText>,
    typed: Option<Result<Amount, String>>,
    descriptor: &Descriptor,
    on_retry: Callback<()>,
) -> AnyView {
    match plan {
        Loaded::Ready { value: Some(plan), .. } if typed.is_some() => plan
            .routes
            .into_iter()
            .map(|route| view! { <RouteCard route descriptor=descriptor.clone() /> })
            .collect_view()
            .into_any(),
        Loaded::Ready { .. } if typed.is_none() => {
            view! { <p>{t("Fill in an amount to see what each way pays, takes and needs.")}</p> }.into_any()
        }
        Loaded::Pending | Loaded::Ready { .. } => view! { <Skeleton width=SkeletonWidth::Line /> }.into_any(),
        Loaded::Failed(error) => view! { <ErrorPanel error on_retry /> }.into_any(),
    }
}

fn lead(descriptor: &Descriptor) -> &'static str {
    use assay_sdk::asset::RedemptionTerms;
    match descriptor.redemption {
        Some(RedemptionTerms::Erc7540 { .. }) => {
            t("On request: you ask, the issuer fulfils at the price of that moment, and you claim the payout.")
        }
        Some(RedemptionTerms::Erc4626 { .. }) => {
            t("At once: the vault pays out of its own funds in the same transaction.")
        }
        Some(RedemptionTerms::Retire { .. }) => {
            t("Credits are not paid out: retiring uses them up for good, and that is what they are for.")
        }
        _ => "",
    }
}
