//! One holding on one line of the statement.

use assay_sdk::units::{Amount, Value};
use leptos::prelude::*;

use super::figure::{AmountFigure, Reading, ValueFigure};
use super::known::Clock;
use crate::text::t;

/// What a holding is called and where its page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AssetName {
    /// The address of its page.
    pub(crate) href: String,
    /// The asset's name.
    pub(crate) name: String,
    /// Its symbol.
    pub(crate) symbol: String,
    /// What kind of claim it is: "Regulated fund share".
    pub(crate) kind: String,
}

/// What a holding is worth. That a price is missing is shown, never hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Worth {
    /// It has a price.
    Priced(Reading<Value>),
    /// Nobody states a price.
    Unpriced,
}

/// A holding: an item of a list of class `asset-list`.
#[component]
pub(crate) fn AssetRow(
    /// What it is.
    asset: AssetName,
    /// How much of it is held.
    #[prop(into)]
    amount: Signal<Reading<Amount>>,
    /// What that is worth.
    #[prop(into)]
    worth: Signal<Worth>,
    /// Now, and the age from which figures are stale.
    clock: Clock,
    /// Asks for the figures again after a failure.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// Badges: frozen, claimable, maturing.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let AssetName { href, name, symbol, kind } = asset;
    let priced = Memo::new(move |_| worth.with(|worth| matches!(worth, Worth::Priced(_))));
    let value = move || {
        if !priced.get() {
            return view! { <span class="asset-row__unpriced">{t("No price")}</span> }.into_any();
        }
        let reading = Signal::derive(move || match worth.get() {
            Worth::Priced(reading) => reading,
            Worth::Unpriced => Reading::Pending,
        });
        figure(reading, clock, on_retry).into_any()
    };
    let held = match on_retry {
        Some(on_retry) => view! { <AmountFigure reading=amount symbol clock on_retry /> }.into_any(),
        None => view! { <AmountFigure reading=amount symbol clock /> }.into_any(),
    };
    view! {
        <li class="asset-row">
            <div class="asset-row__who">
                <a class="asset-row__name" href=href>{name}</a>
                <span class="asset-row__kind">{kind}</span>
            </div>
            <div class="asset-row__badges">{children.map(|children| children())}</div>
            <div class="asset-row__figures">
                <span class="asset-row__value">{value}</span>
                <span class="asset-row__amount">{held}</span>
            </div>
        </li>
    }
}

fn figure(reading: Signal<Reading<Value>>, clock: Clock, on_retry: Option<Callback<()>>) -> impl IntoView {
    match on_retry {
        Some(on_retry) => view! { <ValueFigure reading clock on_retry /> }.into_any(),
        None => view! { <ValueFigure reading clock /> }.into_any(),
    }
}
