//! What accrued, what can be claimed, and at what rate it grew.

mod accruing;
mod alike;
mod bond;
mod by_index;
mod claims;
mod coming;
mod due;
mod growth;
mod nonces;
pub(crate) mod own;
mod stated;

use std::rc::Rc;

use alloy_primitives::Address;
use assay_sdk::asset::Descriptor;
use assay_sdk::units::AssetId;
use assay_sdk::yields::YieldReport;
use leptos::prelude::*;

use crate::components::{
    ChoiceField, EmptyState, ErrorPanel, Glyph, Notice, NoticeKind, PageHeader, Skeleton, SkeletonWidth,
};
use crate::format;
use crate::pages::asset::words;
use crate::pages::inquiry::{Answer, inquire};
use crate::pages::portfolio::outdated;
use crate::problem;
use crate::route::{AssetTab, Route, YieldWindow};
use crate::services::chain::ChainProblem;
use crate::shell::shell;
use crate::state::coin;
use crate::state::income::{Payment, may_earn, payments};
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// What an asset brings in.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// As it was read.
    yields: YieldReport,
    /// The payments in it.
    payments: Vec<Payment>,
    /// The files of payments that could not be read, and why.
    missing: Vec<String>,
}

/// What assets bring in, in their order.
pub(crate) type Reports = Answer<Vec<Report>>;

/// Asks what the holder earns with assets, now and at every new block.
pub(crate) fn reports(wallet: Wallet, assets: Vec<AssetId>, window: Signal<YieldWindow>) -> Reports {
    let (holder, assets) = (wallet.holder(), Rc::new(assets));
    inquire(
        wallet,
        move || window.get(),
        move |room, mut reads, window| {
            let assets = Rc::clone(&assets);
            async move {
                let of_chain = |error| problem::of_chain(&error);
                let yields = room.yields(&mut reads, &assets, holder, window.length()).await.map_err(of_chain)?;
                let report = |(asset, (yields, missing)): (&AssetId, (YieldReport, Vec<ChainProblem>))| {
                    let payments = payments(room.asset(asset)?, &yields);
                    let missing = missing.iter().map(ToString::to_string).collect();
                    Ok(Report { yields, payments, missing })
                };
                assets.iter().zip(yields).map(report).collect::<Result<_, ChainProblem>>().map_err(of_chain)
            }
        },
    )
}

/// Income of everything that is held.
#[component]
pub(crate) fn YieldsPage() -> impl IntoView {
    let wallet = Wallet::expect();
    let retry = Callback::new(move |()| wallet.retry());
    let body = move || match (wallet.room(), wallet.at().get().is_some()) {
        (Loaded::Failed(error), _) => view! { <ErrorPanel error on_retry=retry /> }.into_any(),
        (Loaded::Pending, _) => waiting().into_any(),
        (Loaded::Ready { .. }, false) => match wallet.snapshot() {
            Loaded::Failed(error) => view! { <ErrorPanel error on_retry=retry /> }.into_any(),
            Loaded::Pending | Loaded::Ready { .. } => waiting().into_any(),
        },
        (Loaded::Ready { value: room, .. }, true) => statement(wallet, room.assets()).into_any(),
    };
    let body = keep_body(wallet, body);
    view! {
        <PageHeader title=t("Yields") lead=t("What your assets brought in, what waits to be claimed, and at what rate they grew.") />
        <div class="stack stack--loose">{move || outdated(&wallet)}{body}</div>
    }
}

/// Draws the page anew only where it becomes another one, not at every block.
fn keep_body(wallet: Wallet, body: impl Fn() -> AnyView + Send + Sync + 'static) -> impl IntoView {
    let stage = Memo::new(move |_| {
        let failed = match (wallet.room(), wallet.snapshot()) {
            (Loaded::Failed(error), _) | (_, Loaded::Failed(error)) => Some(error),
            _ => None,
        };
        (wallet.room().value().is_some(), wallet.at().get().is_some(), failed)
    });
    move || {
        let _stage = stage.get();
        untrack(&body)
    }
}

fn statement(wallet: Wallet, all: &[Descriptor]) -> impl IntoView {
    let (earning, silent): (Vec<&Descriptor>, Vec<&Descriptor>) = all.iter().partition(|asset| may_earn(asset));
    if earning.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Yield title=t("Nothing here brings income")
                text=t("The list names no growing vault, no net asset value and no payments for any asset.") />
        }
        .into_any();
    }
    let route = shell().route;
    let window = Signal::derive(move || {
        route.with(|route| if let Route::Yields { window } = route { *window } else { YieldWindow::default() })
    });
    let earning: Vec<Descriptor> = earning.into_iter().cloned().collect();
    let ids: Vec<AssetId> = earning.iter().map(|descriptor| descriptor.asset).collect();
    let (answer, own) = (reports(wallet, ids.clone(), window), own::returns(wallet, ids.clone(), window));
    let (assets, earning) = (StoredValue::new(ids), StoredValue::new(earning));
    let failed = Memo::new(move |_| {
        answer.with(|loaded| if let Loaded::Failed(error) = loaded { Some(error.clone()) } else { None })
    });
    // One reason for all of them is told once.
    let sections = move || match failed.get() {
        Some(error) => view! { <ErrorPanel error on_retry=answer.retry() /> }.into_any(),
        None => {
            let section = |(place, descriptor)| view! { <AssetIncome wallet descriptor answer place own /> };
            earning.get_value().into_iter().enumerate().map(section).collect_view().into_any()
        }
    };
    let list = all.to_vec();
    let names: Vec<&str> = silent.iter().map(|asset| asset.name.as_str()).collect();
    let rest = (!names.is_empty()).then(|| {
        let text = fill(t("The list names no income for: {names}."), &[("names", &names.join(", "))]);
        view! { <p class="small muted">{text}</p> }
    });
    view! { <due::Due wallet assets answer /><coming::Coming wallet assets answer /><WindowChoice window /><own::History wallet own />{sections}{rest}<alike::Alike wallet list read=alike::Read { assets, answer, own } /> }.into_any()
}

/// How far back rates are measured. It stands in the address.
#[component]
fn WindowChoice(window: Signal<YieldWindow>) -> impl IntoView {
    let shell = shell();
    let chosen = RwSignal::new(window.get_untracked().slug().to_owned());
    Effect::new(move |_| {
        let choice = YieldWindow::of_slug(&chosen.get());
        if let Some(window) = choice.filter(|choice| *choice != window.get_untracked()) {
            shell.note(Route::Yields { window });
        }
    });
    // Back and forward change the address.
    Effect::new(move |_| {
        let slug = window.get().slug();
        if chosen.with_untracked(|chosen| chosen != slug) {
            chosen.set(slug.to_owned());
        }
    });
    let option = |window: YieldWindow| (window.slug().to_owned(), fill(t("{n} days"), &[("n", window.slug())]));
    let options = YieldWindow::ALL.map(option).to_vec();
    view! { <ChoiceField label=t("Rates and growth over the last") value=chosen options /> }
}

/// The symbol of a token of the wallet's chain; of the chain's own coin without one.
pub(crate) fn symbol(wallet: &Wallet, token: Option<Address>) -> String {
    let Some(token) = token else { return coin::symbol(wallet.chain()) };
    let room = wallet.room();
    room.value().map_or_else(
        || format::short_address(&token),
        |room| words::symbol(room, &AssetId { chain: room.chain(), token }),
    )
}

#[component]
fn AssetIncome(
    wallet: Wallet,
    descriptor: Descriptor,
    answer: Reports,
    place: usize,
    own: own::Returns,
) -> impl IntoView {
    let href = Route::Asset { asset: descriptor.asset, tab: AssetTab::Yield }.href();
    let name = descriptor.name.clone();
    let kind = words::kind(descriptor.kind);
    view! {
        <section class="section">
            <div class="section__head"><h2><a class="income__name" href=href>{name}</a></h2><span class="small faint">{kind}</span></div>
            <Income wallet descriptor answer place own />
        </section>
    }
}

/// Everything that one asset brings in: that at `place` of those that were asked about.
#[component]
pub(crate) fn Income(
    wallet: Wallet,
    descriptor: Descriptor,
    answer: Reports,
    place: usize,
    own: own::Returns,
) -> impl IntoView {
    let clock = wallet.clock();
    let stage = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Pending => None,
            Loaded::Failed(error) => Some(Err(error.clone())),
            Loaded::Ready { .. } => Some(Ok(())),
        })
    });
    let known = Signal::derive(move || answer.with(|loaded| loaded.value()?.get(place).cloned()));
    let stale = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Ready { stale, .. } => stale.clone(),
            Loaded::Pending | Loaded::Failed(_) => None,
        })
    });
    let missing =
        Memo::new(move |_| known.with(|known| known.as_ref().map(|known| known.missing.clone()).unwrap_or_default()));
    let report = Memo::new(move |_| known.with(|known| known.as_ref().map(|known| known.yields.clone())));
    let payments =
        Memo::new(move |_| known.with(|known| known.as_ref().map(|known| known.payments.clone()).unwrap_or_default()));
    let (asset, described) = (descriptor.asset, StoredValue::new(descriptor));
    let body = move || {
        match stage.get() {
        None => waiting().into_any(),
        Some(Err(error)) => view! { <ErrorPanel error on_retry=answer.retry() /> }.into_any(),
        Some(Ok(())) => {
            view! { <claims::Claims wallet asset payments /><accruing::Accruing wallet report clock /><growth::Growth wallet descriptor=described.get_value() own report clock /> }.into_any()
        }
    }
    };
    let notices = move || {
        let stale = stale.get().map(|error| {
            view! { <Notice kind=NoticeKind::Warn title=error.title what=error.what next=error.next on_retry=answer.retry() /> }
        });
        let files = missing.get().into_iter().map(|what| {
            let title = t("The file of a payment could not be read");
            let next = t("What you may claim of it is not known. It is not lost.");
            view! { <Notice kind=NoticeKind::Warn title what next on_retry=answer.retry() /> }
        });
        view! { {stale}{files.collect_view()} }
    };
    view! { <div class="stack">{notices}{body}</div> }
}

fn waiting() -> impl IntoView {
    view! { <div class="panel stack stack--tight"><Skeleton width=SkeletonWidth::Long /><Skeleton width=SkeletonWidth::Line /></div> }
}
