//! One asset from all its sides.

mod backing;
mod check_now;
mod documents;
mod fetched;
mod history;
mod holding;
mod income;
pub(crate) mod kept;
mod rules;
pub(crate) mod stamped;
mod statements;
pub(crate) mod words;

use assay_sdk::asset::Descriptor;
use assay_sdk::units::AssetId;
use leptos::prelude::*;

use crate::components::{
    Back, Badge, EmptyState, ErrorPanel, Glyph, Icon, PageHeader, Skeleton, SkeletonWidth, Tab, Tabs,
};
use crate::pages::portfolio::outdated;
use crate::route::{AssetTab, Route, SendDraft};
use crate::state::loaded::Loaded;
use crate::text::t;
use crate::wallet::Wallet;

/// The page of an asset. The tab is part of the address: `on_tab` hears which one was chosen and changes the address.
#[component]
pub(crate) fn AssetPage(
    /// Which asset.
    asset: AssetId,
    /// Which side of it.
    #[prop(into)]
    tab: Signal<AssetTab>,
    /// Hears which side was chosen.
    #[prop(into)]
    on_tab: Callback<AssetTab>,
) -> impl IntoView {
    let wallet = Wallet::expect();
    let retry = Callback::new(move |()| wallet.retry());
    let stage = Memo::new(move |_| match wallet.room() {
        Loaded::Pending => None,
        Loaded::Failed(error) => Some(Err(error)),
        Loaded::Ready { .. } => Some(Ok(wallet.asset(&asset))),
    });
    move || {
        match stage.get() {
        None => {
            view! { <p class="type-2xl"><Skeleton width=SkeletonWidth::Long /></p> }.into_any()
        }
        Some(Err(error)) => view! { <ErrorPanel error on_retry=retry /> }.into_any(),
        Some(Ok(None)) => view! {
            <EmptyState glyph=Glyph::Question title=t("This network's list does not have this asset") text=asset.to_string()>
                <a class="button" href=Route::Portfolio.href()>{t("To the portfolio")}</a>
            </EmptyState>
        }
        .into_any(),
        Some(Ok(Some(descriptor))) => view! { <Sides wallet descriptor tab on_tab /> }.into_any(),
    }
    }
}

#[component]
fn Sides(wallet: Wallet, descriptor: Descriptor, tab: Signal<AssetTab>, on_tab: Callback<AssetTab>) -> impl IntoView {
    let asset = descriptor.asset;
    let send = Route::Send { asset: Some(asset), draft: SendDraft::default() }.href();
    let redeem = descriptor
        .redemption
        .map(|_| Route::Redeem { asset: Some(asset), amount: String::new() }.href())
        .map(|href| view! { <a class="button" href=href><Icon glyph=Glyph::Redeem />{t("Redeem")}</a> });
    let back = Back { href: Route::Portfolio.href(), label: t("Portfolio").to_owned() };
    let lead =
        descriptor.unit.clone().unwrap_or_else(|| t("The list does not say what one unit stands for.").to_owned());
    let lead = format!("{} · {} · {lead}", words::kind(descriptor.kind), descriptor.symbol);
    let name = descriptor.name.clone();
    let tabs = AssetTab::ALL.map(|tab| Tab { key: tab.slug(), label: label(tab) }).to_vec();
    let selected = Signal::derive(move || tab.get().slug());
    let choose = move |key: &'static str| {
        if let Some(tab) = AssetTab::ALL.into_iter().find(|tab| tab.slug() == key) {
            on_tab.run(tab);
        }
    };
    let shown = StoredValue::new(descriptor);
    let panel = move |key: &'static str| side(wallet, shown.get_value(), key);
    view! {
        <PageHeader title=name lead back>
            <a class="button button--primary" href=send><Icon glyph=Glyph::Send />{t("Send")}</a>
            {redeem}
        </PageHeader>
        <div class="stack asset">
            <div class="row asset__badges">{move || marks(&wallet, &asset)}</div>
            {move || outdated(&wallet)}
            <Tabs label=t("Sides of the asset") tabs selected on_select=choose panel />
        </div>
    }
}

fn marks(wallet: &Wallet, asset: &AssetId) -> Option<impl IntoView + use<>> {
    let holding = wallet.holding(asset)?.ok()?;
    let badge = |mark| {
        let (kind, word) = words::mark(&mark);
        view! { <Badge kind>{word}</Badge> }
    };
    Some(crate::state::portfolio::marks(&holding).into_iter().map(badge).collect_view())
}

const fn label(tab: AssetTab) -> &'static str {
    match tab {
        AssetTab::Holding => t("Holding"),
        AssetTab::Yield => t("Yield"),
        AssetTab::Backing => t("Backing"),
        AssetTab::Rules => t("Rules"),
        AssetTab::Documents => t("Documents"),
        AssetTab::Activity => t("Activity"),
    }
}

fn side(wallet: Wallet, descriptor: Descriptor, key: &'static str) -> AnyView {
    match AssetTab::ALL.into_iter().find(|tab| tab.slug() == key) {
        Some(AssetTab::Yield) => view! { <income::IncomeSide wallet descriptor /> }.into_any(),
        Some(AssetTab::Backing) => view! { <backing::BackingSide wallet descriptor /> }.into_any(),
        Some(AssetTab::Rules) => view! { <rules::RulesSide wallet descriptor /> }.into_any(),
        Some(AssetTab::Documents) => view! { <documents::DocumentsSide wallet descriptor /> }.into_any(),
        Some(AssetTab::Activity) => view! { <history::HistorySide wallet descriptor /> }.into_any(),
        Some(AssetTab::Holding) | None => view! { <holding::HoldingSide wallet descriptor /> }.into_any(),
    }
}
