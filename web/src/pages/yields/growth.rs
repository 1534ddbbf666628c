//! What grew by itself: the share price of a vault, a published net asset value; over a window, and per year with the formula.

use assay_sdk::asset::Descriptor;
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, Price};
use assay_sdk::yields::{Accrual, Change, Growth as Nav, Realised, SharePriceReturn, Unread, YieldReport};
use leptos::prelude::*;

use super::{bond, by_index, nonces, own, stated, symbol};
use crate::components::{AmountFigure, Clock, Definition, DefinitionList, Reading};
use crate::pages::asset::kept::kept;
use crate::pages::asset::stamped::{stamped, unit_price};
use crate::pages::asset::words;
use crate::text::{fill, t};
use crate::wallet::Wallet;

type Report = Memo<Option<YieldReport>>;
type Part<T> = Option<Result<Fact<T>, Unread>>;

/// The growing parts of a report.
#[component]
pub(super) fn Growth(
    wallet: Wallet,
    descriptor: Descriptor,
    own: own::Returns,
    report: Report,
    clock: Clock,
) -> impl IntoView {
    let unit = StoredValue::new(symbol(&wallet, Some(descriptor.asset.token)));
    let accrued = part(report, |report| report.accrued.clone());
    let share_price = part(report, |report| report.share_price.clone());
    let nav = part(report, |report| report.nav.clone());
    let held = part(report, |report| report.rebasing.clone());
    let rebased = part(report, |report| report.rebased.clone());
    let scaled = part(report, |report| report.scaled.clone());
    let multiplied = part(report, |report| report.multiplier.clone());
    let bond = part(report, |report| report.bond.clone());
    let bond_price = part(report, |report| report.bond_price.clone());
    let of_bond = [
        kept(bond, t("What its terms promise could not be worked out"), move |fact| {
            bond::holding(&wallet, fact, clock)
        })
        .into_any(),
        kept(bond_price, t("The yield to maturity could not be worked out"), move |fact| bond::price(fact, clock))
            .into_any(),
    ];
    let by_index = [
        kept(held, t("Your balance and its index could not be read"), move |fact| {
            unit.with_value(|unit| by_index::holding(fact, clock, unit))
        })
        .into_any(),
        kept(rebased, t("What your balance gained could not be read"), move |fact| {
            view! { {unit.with_value(|unit| by_index::income(fact, clock, unit))}{by_index::index(fact, clock)} }
                .into_any()
        })
        .into_any(),
        kept(scaled, t("What is shown of your balance could not be read"), move |fact| {
            unit.with_value(|unit| by_index::scaled(fact, clock, unit))
        })
        .into_any(),
        kept(multiplied, t("The change of the multiplier could not be read"), move |fact| {
            by_index::multiplied(fact, clock)
        })
        .into_any(),
    ];
    let parts = [
        kept(accrued, t("What your shares gained could not be read"), move |fact| accrual(&wallet, fact, clock))
            .into_any(),
        kept(share_price, t("The rate of the share price could not be read"), move |fact| share(&wallet, fact, clock))
            .into_any(),
        kept(nav, t("The rate of the net asset value could not be told"), move |fact| value(fact, clock)).into_any(),
    ];
    view! { <div class="columns growth"><own::Own wallet descriptor own /><nonces::Nonces report />{of_bond.into_iter().chain(by_index).chain(parts).collect_view()}<stated::Stated report clock /></div> }
}

fn part<T: Clone + Send + Sync + 'static>(
    report: Report,
    pick: fn(&YieldReport) -> Part<T>,
) -> Signal<Option<Result<Fact<T>, String>>> {
    Signal::derive(move || {
        report.with(|report| report.as_ref().and_then(pick).map(|part| part.map_err(|Unread(error)| error.to_string())))
    })
}

fn accrual(wallet: &Wallet, fact: Signal<Fact<Accrual>>, clock: Clock) -> AnyView {
    let token = symbol(wallet, Some(fact.with_untracked(|fact| fact.value().asset)));
    let lost = Memo::new(move |_| fact.with(|fact| fact.value().change.is_loss()));
    let gained = figure(fact, clock, &token, |accrual| *accrual.change.size());
    let title = move || if lost.get() { t("Your shares lost") } else { t("Your shares gained") };
    let span = move || fact.with(|fact| words::window(&fact.value().window));
    let pairs = vec![
        Definition::view(t("Worth at the start"), figure(fact, clock, &token, |accrual| accrual.then)),
        Definition::view(t("Worth at the end"), figure(fact, clock, &token, |accrual| accrual.now)),
    ];
    let note = t("For the shares you hold now. Shares that came or went in between are not in it.");
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{title}</p>
            <p class="growth__figure">{gained}</p>
            <p class="small muted">{span}</p>
            <DefinitionList pairs />
            <p class="small muted">{note}</p>
        </div>
    }
    .into_any()
}

fn share(wallet: &Wallet, fact: Signal<Fact<SharePriceReturn>>, clock: Clock) -> AnyView {
    let token = symbol(wallet, Some(fact.with_untracked(|fact| fact.value().now.asset)));
    let now = price_of_one(fact, clock, token.clone(), |pair| pair.now.of_one_share());
    let then = price_of_one(fact, clock, token, |pair| pair.then.of_one_share());
    let realised = Signal::derive(move || fact.get().map(|pair| pair.realised));
    rate(
        t("Realised rate, by share price"),
        realised,
        clock,
        vec![Definition::view(t("One share at the start"), then), Definition::view(t("One share at the end"), now)],
    )
}

fn value(fact: Signal<Fact<Nav>>, clock: Clock) -> AnyView {
    let price = move |pick: fn(&Nav) -> &Price| {
        unit_price(Signal::derive(move || fact.get().map(|growth| pick(&growth).clone())), clock)
    };
    let realised = Signal::derive(move || fact.get().map(|growth| growth.realised));
    rate(
        t("Realised rate, by net asset value"),
        realised,
        clock,
        vec![
            Definition::view(t("One unit at the start"), price(|growth| &growth.then.price)),
            Definition::view(t("One unit at the end"), price(|growth| &growth.now.price)),
        ],
    )
}

/// A realised rate: of its window, and per year with the formula that makes it so.
pub(super) fn rate(
    title: &'static str,
    fact: Signal<Fact<Realised>>,
    clock: Clock,
    mut pairs: Vec<Definition>,
) -> AnyView {
    let told = |change: &Change<_>| words::change(change).unwrap_or_else(|error| error.to_string());
    let annual = fact.with_untracked(|fact| fact.value().compound_annual()).map(|annual| {
        let formula = annual.formula;
        let words = move |realised: &Realised| {
            realised.compound_annual().map_or_else(|| t("cannot be stated").to_owned(), |annual| told(&annual.change))
        };
        (formula, stamped(fact, clock, words))
    });
    let formula = annual.as_ref().map(|(formula, _)| {
        let text = fill(
            t("Per year: {formula}, r the rate of the window, t its length, a year of 365.2425 days."),
            &[("formula", formula)],
        );
        view! { <p class="small muted">{text}</p> }
    });
    if let Some((_, figure)) = annual {
        pairs.push(Definition::view(t("If every year went so"), figure));
    }
    let span = move || fact.with(|fact| words::window(&fact.value().window));
    view! {
        <div class="panel stack stack--tight">
            <p class="label">{title}</p>
            <p class="growth__figure">{stamped(fact, clock, move |realised| told(&realised.change))}</p>
            <p class="small muted">{span}</p>
            <DefinitionList pairs />
            {formula}
        </div>
    }
    .into_any()
}

fn figure<T: Clone + Send + Sync + 'static>(
    fact: Signal<Fact<T>>,
    clock: Clock,
    symbol: &str,
    pick: fn(&T) -> Amount,
) -> impl IntoView + use<T> {
    let reading = Signal::derive(move || Reading::Known(fact.get().map(|value| pick(&value))));
    view! { <AmountFigure reading symbol=symbol.to_owned() clock /> }
}

fn price_of_one(
    fact: Signal<Fact<SharePriceReturn>>,
    clock: Clock,
    symbol: String,
    pick: fn(&SharePriceReturn) -> Result<Amount, assay_sdk::units::UnitsError>,
) -> impl IntoView {
    let reading = Signal::derive(move || match fact.get().try_map(|pair| pick(&pair)) {
        Ok(amount) => Reading::Known(amount),
        Err(error) => Reading::Failed { what: error.to_string() },
    });
    view! { <AmountFigure reading symbol clock /> }
}
