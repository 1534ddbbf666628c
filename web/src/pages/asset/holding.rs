//! How much is held, how much of it can move, and what it is worth by which price.

use assay_sdk::asset::{Descriptor, Holding, HoldingError, PriceBasis, Priced, Worth};
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, Value};
use leptos::prelude::*;

use super::kept::kept;
use super::stamped::unit_price;
use super::words;
use crate::components::{
    AddressView, AmountFigure, Clock, Definition, DefinitionList, FigureSize, Notice, NoticeKind, Reading, ValueFigure,
};
use crate::format;
use crate::pages::yields::symbol;
use crate::state::portfolio::marks;
use crate::text::{fill, t};
use crate::wallet::Wallet;

type Held = Signal<Option<Result<Holding, HoldingError>>>;

#[component]
pub(super) fn HoldingSide(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    let asset = descriptor.asset;
    let held: Held = Signal::derive(move || wallet.holding(&asset));
    let balance = Signal::derive(move || match held.get() {
        None => Reading::Pending,
        Some(Ok(holding)) => Reading::Known(holding.balance),
        Some(Err(why)) => {
            Reading::Failed { what: fill(t("It could not be read: {why}."), &[("why", &why.to_string())]) }
        }
    });
    let retry = Callback::new(move |()| wallet.retry());
    let clock = wallet.clock();
    let sentences = Memo::new(move |_| match held.get() {
        Some(Ok(holding)) => marks(&holding).iter().map(words::mark_sentence).collect::<Vec<_>>(),
        Some(Err(_)) | None => Vec::new(),
    });
    let warnings = move || {
        let notice = |title: String| view! { <Notice kind=NoticeKind::Warn title /> };
        sentences.get().into_iter().map(notice).collect_view()
    };
    let symbol = descriptor.symbol.clone();
    view! {
        <div class="stack">
            {warnings}
            <div class="columns">
                <section class="panel stack stack--tight" aria-label=t("Balance")>
                    <p class="label">{t("You hold")}</p>
                    <AmountFigure reading=balance symbol clock size=FigureSize::Grand on_retry=retry />
                    {parts(held, &descriptor, clock)}
                </section>
                <section class="panel stack stack--tight" aria-label=t("Worth")>
                    <p class="label">{t("Worth")}</p>
                    <WorthPart wallet descriptor held />
                </section>
            </div>
        </div>
    }
}

/// The free and the frozen part, where the contract tells of frozen parts.
fn parts(held: Held, descriptor: &Descriptor, clock: Clock) -> impl IntoView + use<> {
    let symbol = descriptor.symbol.clone();
    let token = descriptor.asset.token;
    let source = Signal::derive(move || match held.get() {
        Some(Ok(holding)) => holding.frozen_part.clone().map(|part| Ok((holding.balance, part))),
        Some(Err(_)) | None => None,
    });
    let title = t("How much of it is frozen could not be read");
    let parts = kept(source, title, move |both: Signal<(Fact<Amount>, Fact<Amount>)>| {
        let frozen = Signal::derive(move || Reading::Known(both.get().1));
        let free = Signal::derive(move || {
            let (balance, frozen) = both.get();
            let free = balance.zip(frozen).map_err(|error| error.to_string()).and_then(|both| {
                both.try_map(|(balance, frozen)| balance.saturating_sub(&frozen)).map_err(|error| error.to_string())
            });
            free.map_or_else(|what| Reading::Failed { what }, Reading::Known)
        });
        let pairs = vec![
            Definition::view(t("Free to move"), view! { <AmountFigure reading=free symbol=symbol.clone() clock /> }),
            Definition::view(
                t("Frozen by the issuer"),
                view! { <AmountFigure reading=frozen symbol=symbol.clone() clock /> },
            ),
        ];
        view! { <DefinitionList pairs /> }.into_any()
    });
    let contract = vec![Definition::view(t("Token contract"), view! { <AddressView address=Signal::stored(token) /> })];
    view! { {parts}<DefinitionList pairs=contract /> }
}

#[component]
fn WorthPart(wallet: Wallet, descriptor: Descriptor, held: Held) -> impl IntoView {
    let clock = wallet.clock();
    let source = Signal::derive(move || match held.get() {
        Some(Ok(Holding { worth: Worth::Priced(priced), .. })) => Some(Ok(*priced)),
        Some(Ok(Holding { worth: Worth::Unknown { why }, .. })) => Some(Err(why.to_string())),
        Some(Ok(Holding { worth: Worth::Unpriced, .. }) | Err(_)) | None => None,
    });
    let unpriced =
        Memo::new(move |_| held.with(|held| matches!(held, Some(Ok(Holding { worth: Worth::Unpriced, .. })))));
    let pending = Memo::new(move |_| held.with(Option::is_none));
    let feed = descriptor.price;
    let quote = kept(source, t("The price could not be had"), move |quote: Signal<Priced>| {
        let value = Signal::derive(move || Reading::Known(quote.get().value));
        let price = Signal::derive(move || quote.get().price);
        let age = move || quote.with(|quote| age(clock, quote));
        let mut pairs = Vec::new();
        if let Some((asset, _)) = quote.get_untracked().through {
            let amount = Signal::derive(move || match quote.get().through {
                Some((_, amount)) => Reading::Known(amount),
                None => Reading::Pending,
            });
            let symbol = symbol(&wallet, Some(asset.token));
            let term = fill(t("The vault converts it to"), &[]);
            pairs.push(Definition::view(term, view! { <AmountFigure reading=amount symbol clock /> }));
        }
        let term = match feed.as_ref().map(|feed| feed.basis) {
            Some(PriceBasis::Nav) => t("Net asset value of one unit"),
            Some(PriceBasis::Price) => t("Market price of one unit"),
            None => t("Price of one unit of that"),
        };
        pairs.push(Definition::view(term, unit_price(price, clock)));
        pairs.push(Definition::view(t("Published"), view! { <span>{age}</span> }));
        if let Some(feed) = &feed {
            pairs.push(Definition::text(t("Renewed at least every"), format::span(feed.heartbeat)));
            pairs.push(Definition::view(t("Feed"), view! { <AddressView address=Signal::stored(feed.feed) /> }));
        }
        view! { <ValueFigure reading=value clock size=FigureSize::Grand /><DefinitionList pairs /> }.into_any()
    });
    let nothing = move || {
        unpriced.get().then(|| {
            view! {
                <p class="sum__nothing">{t("No price")}</p>
                <p class="small muted">{t("The list names no feed for it, so nobody states what it is worth.")}</p>
            }
        })
    };
    let waiting = move || {
        let reading: Reading<Value> = Reading::Pending;
        pending.get().then(|| view! { <ValueFigure reading=Signal::stored(reading) clock size=FigureSize::Grand /> })
    };
    view! { {waiting}{quote}{nothing} }
}

fn age(clock: Clock, quote: &Priced) -> String {
    let age = format::age(clock.now.get(), quote.updated_at);
    if quote.staleness.is_fresh() { age } else { fill(t("{age}, overdue"), &[("age", &age)]) }
}
