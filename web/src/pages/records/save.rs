//! Tables to be saved.

use std::sync::Arc;

use assay_sdk::records::{Layout, RecordError, Table};
use leptos::prelude::*;

use super::lines::section;
use crate::components::{Button, Glyph};
use crate::format;
use crate::pages::save_file::{Saved, told};
use crate::services::files;
use crate::state::books::{Books, Export, symbols};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// A button for each table.
pub(super) fn tables(wallet: Wallet, books: &Arc<Books>) -> impl IntoView {
    let saved = RwSignal::new(None::<Saved>);
    let buttons = Export::ALL.map(|export| {
        let books = StoredValue::new_local(Arc::clone(books));
        let save = move |()| {
            saved.set(Some(saved_as(wallet, &books.get_value(), slug(export), |books, symbols| {
                export.table(books, symbols)
            })))
        };
        view! { <Button icon=Glyph::Document on_click=save>{words(export)}</Button> }
    });
    let left_out = books.assets.iter().filter(|of| of.stated.is_err()).count();
    let caveat = (left_out > 0).then(|| {
        fill(
            t("The table of the statement leaves out {n} assets whose lines are missing above; the others have them."),
            &[("n", &left_out.to_string())],
        )
    });
    let body = view! {
        <p class="small muted measure">{t("Comma-separated, UTC, numbers with a point. Tax tools read their own layouts; the other tables are for you.")}</p>
        <div class="row">{buttons.into_iter().collect_view()}</div>
        {caveat.map(|text| view! { <p class="small muted">{text}</p> })}
        {move || saved.get().map(told)}
    }
    .into_any();
    view! { <div class="no-print">{section("records-tables", t("Tables"), body)}</div> }
}

/// Makes a table and hands it to the user.
pub(super) fn saved_as(
    wallet: Wallet,
    books: &Books,
    slug: &str,
    table: impl FnOnce(&Books, &assay_sdk::records::Symbols) -> Result<Table, RecordError>,
) -> Saved {
    let Some((room, _)) = wallet.ready() else {
        return Saved::Failed(t("The chain has not been read yet.").to_owned());
    };
    let named = symbols(room.assets(), room.chain());
    let day = format::machine_time(books.until.timestamp);
    let day = day.split('T').next().unwrap_or_default();
    let name =
        format!("assay-{slug}-{}-{day}.csv", format::shorten(&wallet.holder().to_string(), 8, 0).trim_end_matches('…'));
    match table(books, &named) {
        Err(error) => Saved::Failed(error.to_string()),
        Ok(table) => match files::save(&name, &table.csv()) {
            Ok(()) => Saved::As(name),
            Err(error) => Saved::Failed(error.to_string()),
        },
    }
}

const fn slug(export: Export) -> &'static str {
    match export {
        Export::Movements => "movements",
        Export::Income => "income",
        Export::Statement => "statement",
        Export::Tool(Layout::Koinly) => "koinly",
        Export::Tool(Layout::CoinTracking) => "cointracking",
        Export::Tool(Layout::CoinTracker) => "cointracker",
        Export::Tool(_) => "tool",
    }
}

const fn words(export: Export) -> &'static str {
    match export {
        Export::Movements => t("Movements"),
        Export::Income => t("Income"),
        Export::Statement => t("Statement"),
        Export::Tool(Layout::Koinly) => t("Koinly"),
        Export::Tool(Layout::CoinTracking) => t("CoinTracking"),
        Export::Tool(Layout::CoinTracker) => t("CoinTracker"),
        Export::Tool(_) => t("Another tool"),
    }
}
