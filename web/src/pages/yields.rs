//! What accrued, what can be claimed, and at what rate it grew.

mod claims;
mod growth;

use assay_sdk::asset::Descriptor;
use assay_sdk::units::AssetId;
use assay_sdk::yields::YieldReport;
use leptos::prelude::*;

use crate::components::{
    AmountFigure, EmptyState, ErrorPanel, ErrorText, FigureSize, Glyph, Notice, NoticeKind, PageHeader, Reading,
    Skeleton, SkeletonWidth,
};
use crate::pages::asset::words;
use crate::pages::inquiry::{Answer, inquire};
use crate::pages::portfolio::outdated;
use crate::problem;
use crate::route::{AssetTab, Route};
use crate::state::income::{due, may_earn};
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// A report, and the files of its asset that could not be read.
pub(crate) type Report = (YieldReport, Vec<String>);

/// Asks what the holder earns with an asset, now and at every new block.
pub(crate) fn report(wallet: Wallet, asset: AssetId) -> Answer<Report> {
    let holder = wallet.holder();
    inquire(
        wallet,
        || (),
        move |room, mut reads, ()| async move {
            let (report, missing) =
                room.yields(&mut reads, &asset, holder).await.map_err(|error| problem::of_chain(&error))?;
            Ok((report, missing.iter().map(ToString::to_string).collect()))
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

fn statement(wallet: Wallet, assets: &[Descriptor]) -> impl IntoView {
    let (earning, silent): (Vec<&Descriptor>, Vec<&Descriptor>) = assets.iter().partition(|asset| may_earn(asset));
    if earning.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Yield title=t("Nothing here brings income")
                text=t("The list names no growing vault, no net asset value and no payments for any asset.") />
        }
        .into_any();
    }
    let answers: Vec<(Descriptor, Answer<Report>)> =
        earning.into_iter().map(|asset| (asset.clone(), report(wallet, asset.asset))).collect();
    let all: Vec<Answer<Report>> = answers.iter().map(|(_, answer)| *answer).collect();
    let sections = answers.into_iter().map(|(descriptor, answer)| view! { <AssetIncome wallet descriptor answer /> });
    let names: Vec<&str> = silent.iter().map(|asset| asset.name.as_str()).collect();
    let rest = (!names.is_empty()).then(|| {
        let text = fill(t("The list names no income for: {names}."), &[("names", &names.join(", "))]);
        view! { <p class="small muted">{text}</p> }
    });
    view! { <Due wallet answers=all />{sections.collect_view()}{rest} }.into_any()
}

/// Everything that can be claimed now, by token.
#[component]
fn Due(wallet: Wallet, answers: Vec<Answer<Report>>) -> impl IntoView {
    let clock = wallet.clock();
    let answers = StoredValue::new(answers);
    let ready: Memo<Vec<crate::state::income::Due>> = Memo::new(move |_| {
        let loaded: Vec<Loaded<Report, ErrorText>> =
            answers.with_value(|answers| answers.iter().map(Answer::loaded).collect());
        due(loaded.iter().filter_map(|loaded| loaded.value().map(|(report, _)| report)))
    });
    let state = Memo::new(move |_| {
        answers.with_value(|answers| {
            let open = answers.iter().filter(|answer| answer.with(|loaded| loaded.value().is_none())).count();
            let failed =
                answers.iter().filter(|answer| answer.with(|loaded| matches!(loaded, Loaded::Failed(_)))).count();
            (open, failed)
        })
    });
    let tokens = Memo::new(move |_| ready.with(|all| all.iter().map(|one| one.token).collect::<Vec<_>>()));
    let figures = move || {
        let (open, failed) = state.get();
        let tokens = tokens.get();
        if tokens.is_empty() && open > failed {
            return view! { <p class="type-3xl"><Skeleton /></p> }.into_any();
        }
        if tokens.is_empty() {
            return view! { <p class="sum__nothing">{t("Nothing at the moment")}</p> }.into_any();
        }
        let figure = |(place, token): (usize, alloy_primitives::Address)| {
            let reading = Signal::derive(move || {
                ready.with(|all| all.get(place).map_or(Reading::Pending, |one| Reading::Known(one.amount.clone())))
            });
            let symbol = symbol(&wallet, token);
            view! { <AmountFigure reading symbol clock size=FigureSize::Grand /> }
        };
        tokens.into_iter().enumerate().map(figure).collect_view().into_any()
    };
    let caveat = move || {
        let (_, failed) = state.get();
        (failed > 0).then(
            || view! { <p class="small muted">{t("Not counted: assets whose income could not be read, below.")}</p> },
        )
    };
    view! {
        <section class="sum" aria-label=t("Ready to be claimed")>
            <p class="label">{t("Ready to be claimed")}</p>
            <div class="sum__figures">{figures}</div>
            {caveat}
        </section>
    }
}

/// The symbol of a token of the wallet's chain.
pub(crate) fn symbol(wallet: &Wallet, token: alloy_primitives::Address) -> String {
    let room = wallet.room();
    room.value().map_or_else(
        || crate::format::short_address(&token),
        |room| words::symbol(room, &AssetId { chain: room.chain(), token }),
    )
}

#[component]
fn AssetIncome(wallet: Wallet, descriptor: Descriptor, answer: Answer<Report>) -> impl IntoView {
    let href = Route::Asset { asset: descriptor.asset, tab: AssetTab::Yield }.href();
    let name = descriptor.name.clone();
    let kind = words::kind(descriptor.kind);
    view! {
        <section class="section">
            <div class="section__head"><h2><a class="income__name" href=href>{name}</a></h2><span class="small faint">{kind}</span></div>
            <Income wallet descriptor answer />
        </section>
    }
}

/// Everything that one asset brings in.
#[component]
pub(crate) fn Income(wallet: Wallet, descriptor: Descriptor, answer: Answer<Report>) -> impl IntoView {
    let clock = wallet.clock();
    let stage = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Pending => None,
            Loaded::Failed(error) => Some(Err(error.clone())),
            Loaded::Ready { .. } => Some(Ok(())),
        })
    });
    let known = Signal::derive(move || answer.with(|loaded| loaded.value().cloned()));
    let stale = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Ready { stale, .. } => stale.clone(),
            Loaded::Pending | Loaded::Failed(_) => None,
        })
    });
    let missing =
        Memo::new(move |_| known.with(|known| known.as_ref().map(|(_, missing)| missing.clone()).unwrap_or_default()));
    let report = Memo::new(move |_| known.with(|known| known.as_ref().map(|(report, _)| report.clone())));
    let asset = descriptor.asset;
    let body = move || match stage.get() {
        None => waiting().into_any(),
        Some(Err(error)) => view! { <ErrorPanel error on_retry=answer.retry() /> }.into_any(),
        Some(Ok(())) => {
            view! { <claims::Claims wallet asset report /><growth::Growth wallet report clock /> }.into_any()
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
