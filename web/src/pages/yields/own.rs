//! The holder's own return: by what was paid in and taken out, as far as the history was read.

use std::rc::Rc;
use std::sync::Arc;

use assay_sdk::asset::{Descriptor, PriceQuote};
use assay_sdk::client::{HolderHistory, OwnReturn};
use assay_sdk::evidence::Fact;
use assay_sdk::units::{AssetId, Seconds, Value};
use assay_sdk::yields::{HolderReturn, Unread};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{
    Button, Clock, Definition, DefinitionList, ErrorPanel, ErrorText, Glyph, Notice, Reading, ValueFigure,
};
use crate::format;
use crate::pages::asset::kept::kept;
use crate::pages::asset::stamped::stamped;
use crate::pages::asset::words;
use crate::pages::records::past::Past;
use crate::problem;
use crate::route::YieldWindow;
use crate::services::chain::OwnReturns;
use crate::state::loaded::Loaded;
use crate::state::own_return::{rate, reason, unread};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The own returns of some assets. Copies are handles to one.
#[derive(Clone, Copy)]
pub(crate) struct Returns {
    made: RwSignal<Loaded<Arc<OwnReturns>, ErrorText>, LocalStorage>,
    again: RwSignal<u32>,
}

impl Returns {
    /// The figures of one asset, where they are known. Tracks.
    pub(super) fn figures(&self, asset: AssetId) -> Option<Fact<HolderReturn>> {
        self.made.with(|made| {
            let (_, own) = made.value()?.iter().find(|(of, _)| *of == asset)?;
            own.as_ref().ok().map(|own| own.figures.clone())
        })
    }
}

/// Works them out whenever the window is another one or more of the history was read. Where an earlier visit read it, it is read on.
pub(crate) fn returns(wallet: Wallet, assets: Vec<AssetId>, window: Signal<YieldWindow>) -> Returns {
    let returns = Returns { made: RwSignal::new_local(Loaded::Pending), again: RwSignal::new(0) };
    let here = wallet.at();
    let is_here = Memo::new(move |_| here.get().is_some());
    Effect::new(move |_| {
        if is_here.get() {
            wallet.resume_history();
        }
    });
    let (assets, asked) = (Rc::new(assets), StoredValue::new(0_u64));
    Effect::new(move |before: Option<YieldWindow>| {
        let window = window.get();
        returns.again.track();
        let read = wallet
            .history()
            .with(|past| (!past.is_busy()).then(|| Some((Rc::clone(&past.logs), past.until?))).flatten());
        if before.is_some_and(|before| before != window) {
            let _gone = returns.made.try_set(Loaded::Pending);
        }
        let Some((logs, until)) = read else { return window };
        asked.update_value(|count| *count = count.wrapping_add(1));
        let (mine, assets) = (asked.get_value(), Rc::clone(&assets));
        spawn_local(async move {
            let Some((room, _)) = wallet.ready() else { return };
            let history = HolderHistory { holder: wallet.holder(), logs: &logs, until };
            let attempt = room.own_returns(history, &assets, window.length()).await;
            if asked.try_get_value() == Some(mine) {
                let attempt = attempt.map(Arc::new).map_err(|error| problem::of_chain(&error));
                let _gone = returns.made.try_update(|made| {
                    *made = std::mem::replace(made, Loaded::Pending).updated(attempt);
                });
            }
        });
        window
    });
    returns
}

/// What there is of the history that all own returns need, and the way to read it.
#[component]
pub(crate) fn History(wallet: Wallet, own: Returns) -> impl IntoView {
    let past = wallet.history();
    let is_begun =
        Memo::new(move |_| past.with(|past| past.until.is_some() || past.is_busy() || past.failed.is_some()));
    let failed = Memo::new(move |_| {
        own.made.with(|made| match made {
            Loaded::Failed(error) | Loaded::Ready { stale: Some(error), .. } => Some(error.clone()),
            Loaded::Pending | Loaded::Ready { stale: None, .. } => None,
        })
    });
    let again = own.again;
    let retry = Callback::new(move |()| again.update(|count| *count = count.wrapping_add(1)));
    let read = move |()| wallet.read_history();
    move || {
        if !is_begun.get() {
            return view! {
                <Notice title=t("Your own return is not worked out yet")
                    what=t("Rates below are those of the assets. Your own follows from what you paid in and took out, and when: from your history, which was not read in this browser yet.")>
                    <div class="notice__actions"><Button icon=Glyph::Activity on_click=read>{t("Read your history")}</Button></div>
                </Notice>
            }
            .into_any();
        }
        let failed = failed.get().map(|error| view! { <ErrorPanel error on_retry=retry /> });
        view! { <Past wallet />{failed} }.into_any()
    }
}

/// What cannot be drawn anew without being another panel.
#[derive(Clone, PartialEq, Eq)]
struct Shape {
    /// Whether there is a rate per year, or why there is no rate.
    time_weighted: Result<bool, String>,
    money_weighted: Result<(), String>,
    lost: bool,
    /// Whether anything was paid in, taken out, and paid to the holder.
    moved: [bool; 3],
    overdue: Option<String>,
}

/// The own return of one asset.
#[component]
pub(crate) fn Own(wallet: Wallet, descriptor: Descriptor, own: Returns) -> impl IntoView {
    let asset = descriptor.asset;
    // It is of the blocks that it names: it does not go stale.
    let clock = Clock { stale_after: Seconds(u64::MAX), ..wallet.clock() };
    let source = Signal::derive(move || {
        own.made.with(|made| {
            let found = made.value()?.iter().find(|(of, _)| *of == asset)?;
            Some(found.1.clone().map_err(|error| reason(&error)))
        })
    });
    let quoted = descriptor.instrument.and_then(|instrument| instrument.quote);
    kept(source, t("Your own return cannot be stated"), move |own: Signal<OwnReturn>| {
        let shape = Memo::new(move |_| own.with(shape));
        let fact = Signal::derive(move || own.with(|own| own.figures.clone()));
        (move || panel(shape.get(), fact, quoted, clock)).into_any()
    })
}

fn shape(own: &OwnReturn) -> Shape {
    let figures = own.figures.value();
    let overdue = own.overdue.map(|price| {
        fill(
            t("A price in block {n} was {age} old and should have been renewed every {heartbeat}: it was the newest, and counts."),
            &[
                ("n", &format::grouped(&price.block.to_string())),
                ("age", &format::span(price.age)),
                ("heartbeat", &format::span(price.heartbeat)),
            ],
        )
    });
    let words = |Unread(error): &Unread| unread(error);
    Shape {
        time_weighted: figures.time_weighted.as_ref().map(|found| found.annual.is_some()).map_err(words),
        money_weighted: figures.money_weighted.as_ref().map(drop).map_err(words),
        lost: figures.gain.is_loss(),
        moved: [&figures.paid, &figures.withdrawn, &figures.income].map(|value| !value.raw.is_zero()),
        overdue,
    }
}

fn panel(shape: Shape, fact: Signal<Fact<HolderReturn>>, quoted: Option<PriceQuote>, clock: Clock) -> AnyView {
    let figure = match &shape.time_weighted {
        Ok(_) => {
            let total = |own: &HolderReturn| {
                own.time_weighted.as_ref().map_or_else(|_| String::new(), |found| rate(found.total))
            };
            view! { <p class="growth__figure">{stamped(fact, clock, total)}</p> }.into_any()
        }
        Err(why) => view! { <p class="muted">{fill(t("It cannot be told: {why}"), &[("why", why)])}</p> }.into_any(),
    };
    let span = move || fact.with(|fact| words::window(&fact.value().window));
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{t("Your own return, time-weighted")}</p>
            {figure}
            <p class="small muted">{span}</p>
            <DefinitionList pairs=pairs(&shape, fact, clock) />
            {formulas(quoted)}
            {shape.overdue.map(|text| view! { <p class="small muted">{text}</p> })}
        </div>
    }
    .into_any()
}

fn pairs(shape: &Shape, fact: Signal<Fact<HolderReturn>>, clock: Clock) -> Vec<Definition> {
    let mut pairs = Vec::new();
    if shape.time_weighted == Ok(true) {
        let annual = |own: &HolderReturn| {
            let found = own.time_weighted.as_ref().ok().and_then(|found| found.annual);
            found.map_or_else(String::new, rate)
        };
        pairs.push(Definition::view(t("The same, a year"), stamped(fact, clock, annual)));
    }
    let by_money = t("Money-weighted, a year");
    pairs.push(match &shape.money_weighted {
        Ok(()) => {
            let yearly = |own: &HolderReturn| {
                own.money_weighted.as_ref().map_or_else(|_| String::new(), |found| rate(found.rate))
            };
            Definition::view(by_money, stamped(fact, clock, yearly))
        }
        Err(why) => Definition::text(by_money, fill(t("It cannot be told: {why}"), &[("why", why)])),
    });
    let gain = if shape.lost { t("Lost, in money") } else { t("Gained, in money") };
    let sum = |term, pick: fn(&HolderReturn) -> &Value| {
        let reading = Signal::derive(move || Reading::Known(fact.get().map(|own| pick(&own).clone())));
        Definition::view(term, view! { <ValueFigure reading clock /> })
    };
    pairs.push(sum(gain, |own| own.gain.size()));
    pairs.push(sum(t("Worth at the start"), |own| &own.opening));
    let [paid, withdrawn, income] = shape.moved;
    pairs.extend(paid.then(|| sum(t("Paid in"), |own| &own.paid)));
    pairs.extend(withdrawn.then(|| sum(t("Taken out"), |own| &own.withdrawn)));
    if !paid && !withdrawn {
        pairs.push(Definition::text(t("Paid in, taken out"), t("Nothing")));
    }
    pairs.extend(income.then(|| sum(t("Paid out to you"), |own| &own.income)));
    pairs.push(sum(t("Worth at the end"), |own| &own.closing));
    pairs
}

/// How both rates are worked out, for whoever opens it.
fn formulas(quoted: Option<PriceQuote>) -> impl IntoView {
    let clean = (quoted == Some(PriceQuote::Clean)).then(|| {
        view! { <p class="small muted">{t("Worth is by the published price, without accrued interest: interest counts when a coupon reaches you.")}</p> }
    });
    view! {
        <details class="elsewhere">
            <summary>{t("How it is worked out")}</summary>
            <div class="stack stack--tight">
                <p class="small muted">{t("Time-weighted: the product of worth at the end over worth at the start of each span between two blocks in which something moved, less one. When and how much you paid in does not change it. It is of the whole window; from a year on also per year of 365 days, (1 + r)^(365 / days) − 1.")}</p>
                <p class="small muted">{t("Money-weighted: the rate r at which Σ flow / (1 + r)^(days / 365) = 0, a year of 365 days (ACT/365 Fixed). What you had at the start and paid in counts as paid, what you took out, were paid and have at the end as received. It is always per year: of a short window it says little.")}</p>
                <p class="small muted">{t("What came in or went out counts at its worth in its own block, also to and from accounts of yours and into redemptions. Income counts on the day on which it reached you, not while it waits to be claimed. Fees of transactions are not in it.")}</p>
                {clean}
            </div>
        </details>
    }
}
