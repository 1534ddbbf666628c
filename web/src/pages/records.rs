//! Records: what came, went and was earned in a period, asset by asset, with what the contracts said at both ends; tables to save; a statement to print.

mod gains;
mod lines;
pub(crate) mod past;
mod period;
mod save;
mod statement;
mod words;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Back, Button, Clock, ErrorPanel, ErrorText, Glyph, PageHeader, Skeleton, SkeletonWidth};
use crate::problem;
use crate::route::{RecordsQuery, Route};
use crate::services::chain::books::Account;
use crate::shell::shell;
use crate::state::books::Books;
use crate::state::loaded::Loaded;
use crate::state::period::Span;
use crate::text::t;
use crate::wallet::Wallet;
use assay_sdk::units::Seconds;

/// The books of the period that the address names.
type Made = RwSignal<Loaded<Arc<Books>, ErrorText>, LocalStorage>;

/// The page.
#[component]
pub(crate) fn RecordsPage() -> impl IntoView {
    let (wallet, shell) = (Wallet::expect(), shell());
    let query = Memo::new(move |_| {
        shell
            .route
            .with(|route| if let Route::Records(query) = route { query.clone() } else { RecordsQuery::default() })
    });
    let span = Memo::new(move |_| Span::of(&query.get(), wallet.now()));
    let here = wallet.at();
    let is_here = Memo::new(move |_| here.get().is_some());
    Effect::new(move |_| {
        if is_here.get() {
            wallet.read_history();
        }
    });
    let made = RwSignal::new_local(Loaded::Pending);
    let again = RwSignal::new(0_u32);
    make(wallet, span, again, made);
    let retry = Callback::new(move |()| again.update(|count| *count = count.wrapping_add(1)));
    let print = move |()| {
        // Browsers without printing have nothing to say about it.
        let _refused = window().print();
    };
    let back = Back { href: "/activity".to_owned(), label: t("Activity").to_owned() };
    let body = move || match made.get() {
        Loaded::Ready { value, .. } => drawn(wallet, span, &value).into_any(),
        Loaded::Failed(error) => view! { <ErrorPanel error on_retry=retry /> }.into_any(),
        Loaded::Pending => view! { <p><Skeleton width=SkeletonWidth::Long /></p> }.into_any(),
    };
    view! {
        <div class="records">
            <PageHeader title=t("Records") back
                lead=t("What came, went and was earned in a period, and what the contracts say that was there before and after. Days are UTC.")>
                <Button icon=Glyph::Document on_click=print>{t("Print the statement")}</Button>
            </PageHeader>
            <div class="stack stack--loose">
                <period::PeriodForm span />
                <past::Past wallet />
                {body}
            </div>
        </div>
    }
}

/// Makes the books again whenever the period or the history is another one.
fn make(
    wallet: Wallet,
    span: Memo<Result<Span, crate::state::period::PeriodFaults>>,
    again: RwSignal<u32>,
    made: Made,
) {
    let asked = StoredValue::new(0_u64);
    let shell = shell();
    Effect::new(move |_| {
        again.track();
        let Ok(span) = span.get() else { return };
        let read = wallet
            .history()
            .with(|past| (!past.is_busy()).then(|| Some((Rc::clone(&past.logs), past.until?))).flatten());
        let Some((logs, head)) = read else { return };
        let holder = wallet.holder();
        let accounts = shell.open_vault().map(|vault| vault.accounts).unwrap_or_default();
        let own = accounts.iter().map(|account| account.address).filter(|account| *account != holder).collect();
        asked.update_value(|count| *count = count.wrapping_add(1));
        let mine = asked.get_value();
        spawn_local(async move {
            let Some((room, _)) = wallet.ready() else { return };
            let account = Account { holder, own, logs: &logs, head };
            let attempt = room.books(&account, &span).await.map_err(|error| problem::of_chain(&error));
            if asked.try_get_value() == Some(mine) {
                let _gone = made.try_set(match attempt {
                    Ok(books) => Loaded::Ready { value: Arc::new(books), stale: None },
                    Err(error) => Loaded::Failed(error),
                });
            }
        });
    });
}

/// All sections of the books.
fn drawn(
    wallet: Wallet,
    span: Memo<Result<Span, crate::state::period::PeriodFaults>>,
    books: &Arc<Books>,
) -> impl IntoView {
    view! {
        {statement::head(wallet, span.get_untracked().ok(), books)}
        {statement::assets(wallet, books)}
        {lines::income(wallet, books)}
        {lines::redemptions(wallet, books)}
        {lines::fees(wallet, books)}
        <gains::Gains wallet books=Arc::clone(books) />
        {save::tables(wallet, books)}
    }
}

/// Figures of a statement are of the blocks that it names: they do not go stale.
fn timeless(wallet: Wallet) -> Clock {
    Clock { stale_after: Seconds(u64::MAX), ..wallet.clock() }
}
