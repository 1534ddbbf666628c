//! Lots and gains: which lots a disposal takes from is the holder's choice; what they cost is what the feed said when they came.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use assay_sdk::records::{Asset, Book, Direction, Disposal, Gain, Kind, Method, MovementId, Pick, Prices, Symbols};
use assay_sdk::units::{Amount, AssetId, Value};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::lines::section;
use super::{save, statement};
use crate::components::{Button, ChoiceField, Glyph, Number, SelectField};
use crate::format;
use crate::pages::save_file::{Saved, told};
use crate::state::books::{Books, gains, gains_table};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The prices of one asset's movements, or why there are none.
type Priced = Vec<(AssetId, Result<Prices, String>)>;
/// For each disposal the lot that it is to be taken from first.
type Chosen = BTreeMap<MovementId, MovementId>;

/// What the holder chose.
#[derive(Clone, Copy)]
struct Choice {
    method: RwSignal<String>,
    chosen: RwSignal<Chosen>,
}

const FIFO: &str = "fifo";
const HIFO: &str = "hifo";
const SPECIFIC: &str = "specific";

/// The section. Prices are asked for when the holder wants gains: one question for each block in which something moved.
#[component]
pub(super) fn Gains(wallet: Wallet, books: Arc<Books>) -> impl IntoView {
    let books = StoredValue::new_local(books);
    let priced = RwSignal::new_local(None::<Rc<Priced>>);
    let (busy, set_busy) = signal(false);
    let method = RwSignal::new(FIFO.to_owned());
    let chosen = RwSignal::new(Chosen::new());
    let ask = move |()| {
        set_busy.set(true);
        spawn_local(async move {
            let found = prices(wallet, books).await;
            let _gone = priced.try_set(found.map(Rc::new));
            let _gone = set_busy.try_set(false);
        });
    };
    let options = vec![
        (FIFO.to_owned(), t("First in, first out").to_owned()),
        (HIFO.to_owned(), t("Highest cost first").to_owned()),
        (SPECIFIC.to_owned(), t("Lot by lot").to_owned()),
    ];
    let results = move || {
        priced.get().map(|priced| {
            let of_asset = |(asset, prices): &(AssetId, Result<Prices, String>)| {
                of_asset(wallet, books, (*asset, prices.as_ref()), Choice { method, chosen })
            };
            view! {
                <ChoiceField label=t("Which lots a disposal takes from") value=method options=options.clone() />
                {priced.iter().map(of_asset).collect_view()}
            }
        })
    };
    let body = view! {
        <p class="small muted measure">{t("What came is a lot at its price then, by the asset's own feed; what went is taken from lots. Nothing here says what is taxed. Prices are the endpoint's word.")}</p>
        {move || priced.with(Option::is_none).then(|| view! {
            <div class="row no-print"><Button icon=Glyph::Yield busy on_click=ask>{t("Work out gains")}</Button></div>
        })}
        {results}
    };
    section("records-gains", t("Gains"), body.into_any())
}

/// Asks for the price at each movement of each asset that something went out of.
async fn prices(wallet: Wallet, books: StoredValue<Arc<Books>, LocalStorage>) -> Option<Priced> {
    let books = books.try_get_value()?;
    let (room, _) = wallet.ready()?;
    let mut priced = Vec::new();
    for descriptor in room.assets() {
        let disposes = books
            .of_asset(descriptor.asset)
            .any(|movement| movement.direction == Direction::Out && movement.kind != Kind::Own);
        if disposes {
            priced.push((descriptor.asset, room.prices(descriptor, &books.movements).await));
        }
    }
    Some(priced)
}

fn of_asset(
    wallet: Wallet,
    books: StoredValue<Arc<Books>, LocalStorage>,
    (asset, prices): (AssetId, Result<&Prices, &String>),
    choice: Choice,
) -> AnyView {
    let title = statement::name(wallet, asset);
    let none = |why: &str| {
        let text = fill(t("No gains: {why}. What it cost cannot be said from the chain alone."), &[("why", why)]);
        view! { <p class="small muted">{text}</p> }.into_any()
    };
    let prices = match prices {
        Ok(prices) => prices.clone(),
        Err(why) => {
            return view! { <article class="panel stack stack--tight" aria-label=title><h3>{title.clone()}</h3>{none(why)}</article> }.into_any();
        }
    };
    let made = Memo::new(move |_| {
        let books = books.get_value();
        let by = by(&choice.method.get(), &choice.chosen.get(), asset, &books);
        gains(asset, &books.movements, &prices, &by).map_err(|error| error.to_string())
    });
    let saved = RwSignal::new(None::<Saved>);
    let body = move || match made.get() {
        Err(why) => none(&why),
        Ok(book) => disposals(wallet, &books.get_value(), &book, choice, saved).into_any(),
    };
    view! {
        <article class="panel stack stack--tight" aria-label=title>
            <h3>{title.clone()}</h3>
            {body}
            {move || saved.get().map(told)}
        </article>
    }
    .into_any()
}

/// Every disposal of the period with what it brought and cost, and the way to save them.
fn disposals(
    wallet: Wallet,
    books: &Arc<Books>,
    book: &Book,
    choice: Choice,
    saved: RwSignal<Option<Saved>>,
) -> impl IntoView + use<> {
    let within = book
        .disposals
        .iter()
        .filter(|disposal| disposal.id.block > books.after.number && disposal.id.block <= books.until.number);
    let lots = (choice.method.get() == SPECIFIC).then(|| choices(book));
    let rows = within.map(|disposal| row(disposal, lots.as_deref(), choice.chosen)).collect_view();
    let (books, book) = (Arc::clone(books), book.clone());
    let save = move |()| {
        let table = |books: &Books, symbols: &Symbols| gains_table(books, &book, symbols);
        saved.set(Some(save::saved_as(wallet, &books, "gains", table)));
    };
    view! {
        <table class="gains">
            <thead><tr>
                <th scope="col">{t("Date")}</th><th scope="col">{t("Amount")}</th><th scope="col">{t("Brought")}</th>
                <th scope="col">{t("Cost")}</th><th scope="col">{t("Gain or loss")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        <div class="row no-print"><Button icon=Glyph::Document on_click=save>{t("Save these gains")}</Button></div>
    }
}

/// The method as chosen. Lot by lot: the lot that was chosen first, then the oldest, as a holder tells a broker.
fn by(method: &str, chosen: &Chosen, asset: AssetId, books: &Books) -> Method {
    match method {
        HIFO => Method::Hifo,
        SPECIFIC => Method::Specific(identified(chosen, asset, books)),
        _ => Method::Fifo,
    }
}

/// Lots for each disposal: the chosen one as far as it reaches, the rest from the oldest.
fn identified(chosen: &Chosen, asset: AssetId, books: &Books) -> BTreeMap<MovementId, Vec<Pick>> {
    let own =
        books.movements.iter().filter(|movement| movement.asset == Asset::Token(asset) && movement.kind != Kind::Own);
    let mut lots: Vec<(MovementId, Amount)> = Vec::new();
    let mut identified = BTreeMap::new();
    for movement in own {
        if movement.direction == Direction::In {
            lots.push((movement.id, movement.amount));
            continue;
        }
        let first = chosen.get(&movement.id);
        let (mut left, mut picks) = (movement.amount, Vec::new());
        let mut order: Vec<usize> = (0..lots.len()).collect();
        order.sort_by_key(|place| lots.get(*place).is_none_or(|(lot, _)| Some(lot) != first));
        for place in order {
            let Some((lot, open)) = lots.get_mut(place) else { continue };
            let amount = if *open < left { *open } else { left };
            if amount.is_zero() {
                continue;
            }
            let (Ok(rest), Ok(still)) = (left.checked_sub(&amount), open.checked_sub(&amount)) else { continue };
            picks.push(Pick { lot: *lot, amount });
            (left, *open) = (rest, still);
        }
        identified.insert(movement.id, picks);
    }
    identified
}

/// The lots of a book, with words for them.
fn choices(book: &Book) -> Vec<(MovementId, String)> {
    let words = |lot: &assay_sdk::records::Lot| {
        let (amount, cost) = (format::amount(&lot.amount).short(), money(&lot.cost));
        let pattern = t("{date}: {amount} for {cost}");
        fill(pattern, &[("date", &format::date(lot.acquired)), ("amount", &amount), ("cost", &cost)])
    };
    book.lots.iter().map(|lot| (lot.id, words(lot))).collect()
}

fn row(disposal: &Disposal, lots: Option<&[(MovementId, String)]>, chosen: RwSignal<Chosen>) -> impl IntoView + use<> {
    let cost = disposal.parts.iter().try_fold(None::<Value>, |sum, part| match sum {
        None => Some(Some(part.cost.clone())),
        Some(sum) => sum.checked_add(&part.cost).ok().map(Some),
    });
    let cost = cost.flatten().as_ref().map_or_else(String::new, money);
    let gain = match &disposal.gain {
        Gain::Profit(value) => fill(t("{value} gain"), &[("value", &money(value))]),
        Gain::Loss(value) => fill(t("{value} loss"), &[("value", &money(value))]),
    };
    let id = disposal.id;
    let date = format::date(disposal.at);
    let pick = lots.map(|lots| {
        let current = disposal.parts.first().map(|part| part.lot.to_string()).unwrap_or_default();
        let value = RwSignal::new(current.clone());
        let open = lots.iter().filter(|(lot, _)| lot.block <= id.block);
        let options: Vec<(String, String)> = open.clone().map(|(lot, words)| (lot.to_string(), words.clone())).collect();
        let by_name: BTreeMap<String, MovementId> = open.map(|(lot, _)| (lot.to_string(), *lot)).collect();
        Effect::new(move |_| {
            let value = value.get();
            if let Some(lot) = by_name.get(&value).filter(|_| value != current) {
                chosen.update(|chosen| {
                    let _before = chosen.insert(id, *lot);
                });
            }
        });
        let label = fill(t("Lot that the disposal of {date} takes from first"), &[("date", &date)]);
        view! { <tr class="no-print"><td colspan="5"><SelectField label value options=Signal::stored(options) /></td></tr> }
    });
    view! {
        <tr>
            <th scope="row">{date.clone()}</th>
            <td><Number shown=Signal::stored(format::amount(&disposal.amount)) /></td>
            <td>{money(&disposal.proceeds)}</td><td>{cost}</td><td>{gain}</td>
        </tr>
        {pick}
    }
}

fn money(value: &Value) -> String {
    format!("{}\u{a0}{}", value.currency.code(), format::value(value).short())
}
