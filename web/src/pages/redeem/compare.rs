//! The ways out side by side: one card each, the same rows in the same order, so that the eye compares along a line.

use assay_sdk::asset::Descriptor;
use assay_sdk::compliance::Verdict;
use assay_sdk::evidence::Fact;
use assay_sdk::redemption::{Route, RoutePlan, Step};
use leptos::prelude::*;

use super::chosen::Chosen;
use super::told::told;
use super::{Weighing, when, words};
use crate::components::{AmountFigure, Badge, BadgeKind, Definition, DefinitionList, Reading, fresh_id};
use crate::format;
use crate::pages::verdict;
use crate::services::chain::Weighed;
use crate::state::redeeming::{Standing, standing};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// A way as it stands now; `None` while a newer answer is on its way.
pub(super) type Standings = Signal<Option<Weighed>>;

/// The cards, and below them what the chosen one takes.
#[component]
pub(super) fn Ways(routes: Vec<Route>, described: StoredValue<Descriptor>, weighing: Weighing) -> impl IntoView {
    let at = move |place: usize| -> Standings {
        Signal::derive(move || weighing.with(|loaded| loaded.value()?.as_ref()?.get(place).cloned()))
    };
    let several = routes.len() > 1;
    let picked = RwSignal::new(None::<usize>);
    let stands: Vec<Memo<Standing>> = (0..routes.len()).map(|place| stand(at(place))).collect();
    let first_open = {
        let stands = stands.clone();
        move || stands.iter().position(|stand| stand.get() == Standing::Open).unwrap_or_default()
    };
    // What the holder picked stays picked; before that, the first way that is open.
    let chosen = Memo::new(move |_| picked.get().unwrap_or_else(&first_open));
    let group = fresh_id("way");
    let cards = routes.iter().zip(stands).enumerate().map(|(place, (route, stand))| {
        let radio = several.then(|| Radio { group: group.clone(), place, picked, chosen });
        view! { <Card route=*route stand weighed=at(place) described radio /> }
    });
    let cards = cards.collect_view();
    let open = move || {
        let place = chosen.get();
        routes.get(place).map(|route| {
            let title = if several { words::route_name(route) } else { t("What it takes") };
            view! { <Chosen route=*route weighed=at(place) described title /> }
        })
    };
    let class = if several { "exits exits--several" } else { "exits" };
    let (role, label) = if several { (Some("radiogroup"), Some(t("Which way"))) } else { (None, None) };
    view! { <div class=class role=role aria-label=label>{cards}</div>{open} }
}

fn stand(weighed: Standings) -> Memo<Standing> {
    Memo::new(move |_| {
        weighed.with(|weighed| {
            weighed.as_ref().map_or(Standing::Unsure, |weighed| match &weighed.rules {
                // The rules could not be read: at best it cannot be told.
                Some(Err(_)) if standing(&weighed.plan, None) == Standing::Open => Standing::Unsure,
                rules => standing(&weighed.plan, rules.as_ref().and_then(verdict_of)),
            })
        })
    })
}

fn verdict_of<E>(rules: &Result<assay_sdk::compliance::Assessment, E>) -> Option<&Verdict> {
    rules.as_ref().ok().map(|assessment| assessment.verdict.value())
}

/// What chooses a card among several.
struct Radio {
    group: String,
    place: usize,
    picked: RwSignal<Option<usize>>,
    chosen: Memo<usize>,
}

#[component]
fn Card(
    route: Route,
    stand: Memo<Standing>,
    weighed: Standings,
    described: StoredValue<Descriptor>,
    radio: Option<Radio>,
) -> impl IntoView {
    let name = words::route_name(&route);
    let id = fresh_id("way-name");
    let chosen = radio.as_ref().map(|radio| (radio.chosen, radio.place));
    let radio = radio.map(|Radio { group, place, picked, chosen }| {
        view! {
            <input class="exit__radio" type="radio" name=group id=id.clone() prop:checked=move || chosen.get() == place
                on:change=move |_| picked.set(Some(place)) />
        }
    });
    let heading = match &radio {
        Some(_) => view! { <label for=id>{name}</label> }.into_any(),
        None => name.into_any(),
    };
    let badge = move || match stand.get() {
        Standing::Open => view! { <Badge kind=BadgeKind::Accent>{t("Open")}</Badge> },
        Standing::Unsure => view! { <Badge kind=BadgeKind::Amber>{t("Cannot tell")}</Badge> },
        Standing::Refused => view! { <Badge kind=BadgeKind::Oxblood>{t("Closed")}</Badge> },
    };
    let class = move || match chosen {
        Some((chosen, place)) if chosen.get() == place => "exit panel exit--chosen",
        _ => "exit panel",
    };
    view! {
        <article class=class>
            <div class="exit__head">{radio}<h3 class="exit__name">{heading}</h3>{badge}</div>
            <DefinitionList pairs=rows(weighed, stand, described) />
        </article>
    }
}

fn rows(weighed: Standings, stand: Memo<Standing>, described: StoredValue<Descriptor>) -> Vec<Definition> {
    let wallet = Wallet::expect();
    let symbol = described.with_value(|descriptor| descriptor.symbol.clone());
    vec![
        Definition::view(t("You get"), pays(weighed, symbol.clone(), wallet)),
        Definition::view(t("Fee"), fee(weighed, wallet)),
        Definition::view(t("When"), course(weighed, wallet)),
        Definition::view(t("Limits now"), limits(weighed, symbol.clone(), wallet)),
        Definition::view(t("To be allowed first"), allowed(weighed, symbol.clone())),
        Definition::view(t("Would it pass"), passes(weighed, stand, symbol, wallet)),
    ]
}

fn pays(weighed: Standings, symbol: String, wallet: Wallet) -> impl IntoView {
    let reading = Memo::new(move |_| {
        let fact = weighed.with(|weighed| weighed.as_ref()?.plan.payout.clone());
        fact.map(|fact| fact.map(|payout| words::payout(&payout, &symbol, wallet)))
    });
    let kind =
        Memo::new(move |_| reading.with(|fact| fact.as_ref().map(|fact| (fact.value().1.clone(), fact.value().2))));
    move || {
        let Some((symbol, certainty)) = kind.get() else { return t("It cannot be told.").into_any() };
        let amount = Signal::derive(move || match reading.get() {
            Some(fact) => Reading::Known(fact.map(|(amount, _, _)| amount)),
            None => Reading::Pending,
        });
        view! {
            <span class="exit__pays"><AmountFigure reading=amount symbol clock=wallet.clock() /></span>
            <span class="exit__note">{certainty}</span>
        }
        .into_any()
    }
}

/// A fact of the plan in words.
fn of_plan<T>(
    weighed: Standings,
    pick: fn(&RoutePlan) -> &Option<Fact<T>>,
    words: impl Fn(&T) -> String,
) -> Option<Fact<String>> {
    weighed.with(|weighed| pick(&weighed.as_ref()?.plan).as_ref().map(|fact| fact.as_ref().map(words)))
}

fn fee(weighed: Standings, wallet: Wallet) -> impl IntoView {
    let read = move || {
        of_plan(weighed, |plan| &plan.fee, |fee| format::percent(fee).unwrap_or_else(|error| error.to_string()))
    };
    let none = Memo::new(move |_| weighed.with(|weighed| weighed.as_ref().is_none_or(|way| way.plan.fee.is_none())));
    view! {
        {told(read, wallet.clock())}
        {move || none.get().then(|| view! { <span class="exit__note">{t("The contract names none. The network's fee stands in the review.")}</span> })}
    }
}

fn course(weighed: Standings, wallet: Wallet) -> impl IntoView {
    let now = wallet.clock().now;
    let lines = Memo::new(move |_| {
        weighed.with(|weighed| {
            let Some(Weighed { plan, .. }) = weighed else { return Vec::new() };
            let terms = when::terms(&plan.settlement, now.get());
            std::iter::once(when::timing(plan.timing).to_owned()).chain(terms).collect::<Vec<String>>()
        })
    });
    move || lines.get().into_iter().map(|line| view! { <span class="exit__line">{line}</span> }).collect_view()
}

fn limits(weighed: Standings, symbol: String, wallet: Wallet) -> impl IntoView {
    let clock = wallet.clock();
    let most = move || {
        of_plan(
            weighed,
            |plan| &plan.limit,
            |limit| {
                let most = format!("{} {symbol}", format::amount(&limit.shares).full);
                fill(t("At most {amount}"), &[("amount", &most)])
            },
        )
    };
    let paid_in = Memo::new(move |_| {
        weighed
            .with(|weighed| weighed.as_ref().and_then(|way| paid_in(&way.plan.route)).map(|token| wallet.symbol(token)))
    });
    let liquidity = move || {
        let unit = paid_in.get().unwrap_or_default();
        of_plan(
            weighed,
            |plan| &plan.liquidity,
            |has| {
                let amount = format!("{} {unit}", format::amount(has).full);
                fill(t("{amount} at hand at the contract"), &[("amount", &amount)])
            },
        )
    };
    let least = move || {
        of_plan(
            weighed,
            |plan| &plan.minimum_usd,
            |least| fill(t("At least {amount} US dollars"), &[("amount", &format::amount(least).full)]),
        )
    };
    let none = Memo::new(move |_| {
        weighed.with(|weighed| {
            weighed.as_ref().is_none_or(|Weighed { plan, .. }| {
                plan.limit.is_none() && plan.liquidity.is_none() && plan.minimum_usd.is_none()
            })
        })
    });
    view! {
        <span class="exit__line">{told(most, clock)}</span>
        <span class="exit__line">{told(liquidity, clock)}</span>
        <span class="exit__line">{told(least, clock)}</span>
        {move || none.get().then(|| view! { <span class="exit__note">{t("None that the contract names, but what you hold.")}</span> })}
    }
}

/// The token that a way pays in.
pub(crate) const fn paid_in(route: &Route) -> Option<alloy_primitives::Address> {
    match route {
        Route::Erc4626 { asset, .. }
        | Route::Erc7540 { asset, .. }
        | Route::Redeemer { asset, .. }
        | Route::Queue { asset, .. } => Some(*asset),
        Route::Burn { .. } | Route::Transfer { .. } | Route::Retirement { .. } | _ => None,
    }
}

fn allowed(weighed: Standings, symbol: String) -> impl IntoView {
    let approval = Memo::new(move |_| {
        weighed.with(|weighed| {
            weighed.as_ref()?.plan.steps.iter().find_map(|step| {
                let Step::Approve { amount, .. } = step else { return None };
                Some(format!("{} {symbol}", format::amount(amount).full))
            })
        })
    });
    move || match approval.get() {
        Some(amount) => fill(t("Exactly {amount}, as a step of its own."), &[("amount", &amount)]),
        None => t("Nothing.").to_owned(),
    }
}

/// In one sentence; the whole stands below, where the way is chosen.
fn passes(weighed: Standings, stand: Memo<Standing>, symbol: String, wallet: Wallet) -> impl IntoView {
    let sentence = Memo::new(move |_| {
        weighed.with(|weighed| {
            let Some(Weighed { plan, rules }) = weighed else { return String::new() };
            if let Some(first) = plan.obstacles.iter().find(|obstacle| !obstacle.is_unknown()) {
                return words::obstacle(first, &symbol, wallet);
            }
            if let Some(Ok(assessment)) = rules
                && let Verdict::Deny(reasons) = assessment.verdict.value()
            {
                return reasons.iter().next().map(|reason| reason.message.clone()).unwrap_or_default();
            }
            if let Some(first) = plan.obstacles.first() {
                return words::obstacle(first, &symbol, wallet);
            }
            match (stand.get(), rules) {
                (Standing::Open, Some(_)) => {
                    t("Yes: the issuer's rules let the tokens go there, and nothing known refuses it.").to_owned()
                }
                (Standing::Open, None) => t("Yes: it was run without sending it, and passed.").to_owned(),
                (Standing::Unsure | Standing::Refused, _) => t("It cannot be told from the issuer's rules.").to_owned(),
            }
        })
    });
    let rules = move || {
        weighed.with(|weighed| {
            let assessment = weighed.as_ref()?.rules.as_ref()?.as_ref().ok()?;
            Some(verdict::view(assessment).map(|_| sentence.get()))
        })
    };
    let by_rules = Memo::new(move |_| {
        weighed.with(|weighed| weighed.as_ref().is_some_and(|way| matches!(way.rules, Some(Ok(_)))))
    });
    // Without a transfer, what the contract answered to the call is as well known as what it would pay.
    let run = move || {
        weighed.with(|weighed| weighed.as_ref()?.plan.payout.as_ref().map(|fact| fact.as_ref().map(|_| sentence.get())))
    };
    move || {
        match by_rules.get() {
        true => told(rules, wallet.clock()).into_any(),
        false => view! {
            {told(run, wallet.clock())}
            {move || weighed.with(|weighed| weighed.as_ref().is_some_and(|way| way.plan.payout.is_none())).then(|| sentence.get())}
        }
        .into_any(),
    }
    }
}
