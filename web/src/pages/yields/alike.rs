//! Assets of one class side by side: what they realised, what leaving costs and takes, what stands behind them and who may hold them. Facts with their
//! evidence; no order of merit, and no colour that says which is better.

use assay_sdk::asset::{AssetKind, Descriptor, WayOut};
use assay_sdk::client::Likeness;
use assay_sdk::compliance::{Families, Family, Found, Standing};
use assay_sdk::evidence::Fact;
use assay_sdk::redemption::{Route as Way, RoutePlan};
use assay_sdk::units::AssetId;
use assay_sdk::yields::{Realised, YieldReport};
use leptos::prelude::*;

use super::{Reports, own};
use crate::components::{ErrorPanel, Skeleton, SkeletonWidth};
use crate::format;
use crate::pages::asset::words;
use crate::pages::inquiry::{Answer, inquire};
use crate::pages::redeem::compare::paid_in;
use crate::pages::redeem::told::told;
use crate::pages::redeem::when;
use crate::pages::redeem::words::route_name;
use crate::problem;
use crate::route::{AssetTab, Route};
use crate::state::alike::{backing, classes};
use crate::state::loaded::Loaded;
use crate::state::own_return::rate;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// What the page has read already: the reports of some assets, and the own returns.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) assets: StoredValue<Vec<AssetId>>,
    pub(super) answer: Reports,
    pub(super) own: own::Returns,
}

type Answers = Answer<Vec<Likeness>>;

/// The comparison, asked for when it is opened; nothing where no class has two assets.
#[component]
pub(super) fn Alike(wallet: Wallet, list: Vec<Descriptor>, read: Read) -> impl IntoView {
    let groups = StoredValue::new(classes(list));
    let (opened, set_opened) = signal(false);
    groups.with_value(|groups| !groups.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="alike-title">
                <div class="section__head"><h2 id="alike-title">{t("Like assets side by side")}</h2><span class="small faint">{t("facts, no advice")}</span></div>
                <details class="elsewhere" on:toggle=move |_| set_opened.set(true)>
                    <summary>{t("Compare assets of one class")}</summary>
                    {move || opened.get().then(|| view! { <Classes wallet groups read /> })}
                </details>
            </section>
        }
    })
}

#[component]
fn Classes(wallet: Wallet, groups: StoredValue<Vec<(AssetKind, Vec<Descriptor>)>>, read: Read) -> impl IntoView {
    let holder = wallet.holder();
    let all =
        StoredValue::new(groups.with_value(|groups| groups.iter().flat_map(|(_, of)| of.clone()).collect::<Vec<_>>()));
    let answer: Answers = inquire(
        wallet,
        || (),
        move |room, mut reads, ()| async move {
            let now = reads.at().timestamp;
            let told = room.side_by_side(&mut reads, &all.get_value(), holder, now).await;
            told.map_err(|error| problem::of_chain(&error))
        },
    );
    let stage = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Pending => None,
            Loaded::Failed(error) => Some(Err(error.clone())),
            Loaded::Ready { .. } => Some(Ok(())),
        })
    });
    move || match stage.get() {
        None => view! { <p><Skeleton width=SkeletonWidth::Long /></p> }.into_any(),
        Some(Err(error)) => view! { <ErrorPanel error on_retry=answer.retry() /> }.into_any(),
        Some(Ok(())) => {
            let class = |(kind, of): (AssetKind, Vec<Descriptor>)| table(wallet, kind, of, (answer, read));
            groups.get_value().into_iter().map(class).collect_view().into_any()
        }
    }
}

fn table(wallet: Wallet, kind: AssetKind, of: Vec<Descriptor>, answers: (Answers, Read)) -> impl IntoView {
    let heads = [
        t("Asset"),
        t("Realised in the window"),
        t("Ways out, fees and liquidity"),
        t("What stands behind it"),
        t("Who may hold it"),
    ];
    let head = heads.map(|text| view! { <th scope="col">{text}</th> });
    let rows = of.into_iter().map(|descriptor| row(wallet, descriptor, heads, answers)).collect_view();
    view! {
        <div class="alike panel panel--flush">
            <table class="alike__table">
                <caption class="alike__caption">{words::kind(Some(kind))}</caption>
                <thead><tr>{head.into_iter().collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(
    wallet: Wallet,
    descriptor: Descriptor,
    heads: [&'static str; 5],
    (answer, read): (Answers, Read),
) -> impl IntoView {
    let asset = descriptor.asset;
    let href = Route::Asset { asset, tab: AssetTab::Holding }.href();
    let held = move || {
        let holding = wallet.holding(&asset).and_then(Result::ok)?;
        Some(match holding.balance.value() {
            none if none.is_zero() => t("You hold none of it").to_owned(),
            some => fill(t("You hold {n}"), &[("n", &format::amount(some).short())]),
        })
    };
    let [_, realised_head, ways_head, backing_head, rules_head] = heads;
    view! {
        <tr class="alike__row">
            <th scope="row" class="alike__name"><a class="income__name" href=href>{descriptor.name.clone()}</a><span class="small muted">{held}</span></th>
            <td data-label=realised_head>{realised(wallet, asset, read)}</td>
            <td data-label=ways_head>{ways(wallet, &descriptor, answer)}</td>
            <td data-label=backing_head>{stands_behind(wallet, &descriptor, answer)}</td>
            <td data-label=rules_head>{rules(wallet, asset, answer)}</td>
        </tr>
    }
}

/// The rate of the asset by its own price, and beside it what its holder had of it with all that it paid.
fn realised(wallet: Wallet, asset: AssetId, read: Read) -> impl IntoView {
    let clock = wallet.clock();
    let place = read.assets.with_value(|assets| assets.iter().position(|known| *known == asset));
    let grown = move || {
        let of = |report: &YieldReport| {
            let (fact, by) = growth(report)?;
            let change =
                |realised: &Realised| words::change(&realised.change).unwrap_or_else(|error| error.to_string());
            Some(fact.map(|realised| fill(t("{rate} by {what}"), &[("rate", &change(&realised)), ("what", by)])))
        };
        read.answer.with(|loaded| of(&loaded.value()?.get(place?)?.yields))
    };
    let none = Memo::new(move |_| grown().is_none());
    let mine = move || {
        let figures = read.own.figures(asset)?;
        let linked = figures.value().time_weighted.as_ref().ok()?.total;
        Some(figures.map(|_| fill(t("{rate} yours, with all that it paid"), &[("rate", &rate(linked))])))
    };
    view! {
        {move || none.get().then(|| view! { <span class="muted">{t("No price that it grows by")}</span> })}
        <span class="alike__line">{told(grown, clock)}</span>
        <span class="alike__line">{told(mine, clock)}</span>
    }
}

/// By what it grows, and how it did.
fn growth(report: &YieldReport) -> Option<(Fact<Realised>, &'static str)> {
    let share = report.share_price.as_ref().and_then(|part| part.as_ref().ok());
    let nav = report.nav.as_ref().and_then(|part| part.as_ref().ok());
    let index = report.rebased.as_ref().and_then(|part| part.as_ref().ok());
    let share = share.map(|fact| (fact.as_ref().map(|of| of.realised), t("share price")));
    let index = index.map(|fact| (fact.as_ref().map(|of| of.index), t("index")));
    let nav = nav.map(|fact| (fact.as_ref().map(|of| of.realised), t("net asset value")));
    // Of a rebasing token the balance grows, not the value of one.
    share.or(index).or(nav)
}

fn with<R>(answer: Answers, asset: AssetId, look: impl FnOnce(&Likeness) -> Option<R>) -> Option<R> {
    answer.with(|loaded| look(loaded.value()?.iter().find(|one| one.asset == asset)?))
}

fn ways(wallet: Wallet, descriptor: &Descriptor, answer: Answers) -> AnyView {
    let (clock, asset) = (wallet.clock(), descriptor.asset);
    if descriptor.ways_out.is_empty() {
        return view! { <span class="muted">{t("The list names no way out")}</span> }.into_any();
    }
    let now = clock.now;
    let way = |(place, way): (usize, &WayOut)| {
        let of = move |pick: fn(&RoutePlan) -> Option<Fact<String>>| {
            move || with(answer, asset, |one| pick(one.ways_out.as_ref().ok()?.routes.get(place)?))
        };
        let fee = of(|plan| {
            let fee = plan.fee.as_ref()?.as_ref();
            Some(fee.map(|fee| {
                fill(t("Fee {rate}"), &[("rate", &format::percent(fee).unwrap_or_else(|error| error.to_string()))])
            }))
        });
        let no_fee = Memo::new(move |_| {
            with(answer, asset, |one| Some(one.ways_out.as_ref().ok()?.routes.get(place)?.fee.is_none())) == Some(true)
        });
        let liquidity = move || {
            with(answer, asset, |one| {
                let plan = one.ways_out.as_ref().ok()?.routes.get(place)?;
                let unit = paid_in(&plan.route).map(|token| wallet.symbol(token)).unwrap_or_default();
                let has = plan.liquidity.as_ref()?.as_ref();
                Some(has.map(|has| {
                    fill(t("{amount} at hand"), &[("amount", &format!("{} {unit}", format::amount(has).short()))])
                }))
            })
        };
        let symbol = descriptor.symbol.clone();
        let most = move || {
            with(answer, asset, |one| {
                let limit = one.ways_out.as_ref().ok()?.routes.get(place)?.limit.as_ref()?.as_ref();
                let most = limit.map(|limit| format!("{} {symbol}", format::amount(&limit.shares).short()));
                Some(most.map(|most| fill(t("At most {amount} now"), &[("amount", &most)])))
            })
        };
        let course = Memo::new(move |_| {
            with(answer, asset, |one| {
                let plan = one.ways_out.as_ref().ok()?.routes.get(place)?;
                let terms = when::terms(&plan.settlement, now.get());
                Some(std::iter::once(when::timing(plan.timing).to_owned()).chain(terms).collect::<Vec<_>>().join(" "))
            })
        });
        view! {
            <div class="alike__way">
                <span class="alike__what">{route_name(&Way::from(&way.terms))}</span>
                <span class="small muted">{move || course.get()}</span>
                <span class="alike__line">{told(fee, clock)}{move || no_fee.get().then(|| view! { <span class="small muted">{t("No fee that the contract names")}</span> })}</span>
                <span class="alike__line">{told(most, clock)}</span>
                <span class="alike__line">{told(liquidity, clock)}</span>
            </div>
        }
    };
    descriptor.ways_out.iter().enumerate().map(way).collect_view().into_any()
}

fn stands_behind(wallet: Wallet, descriptor: &Descriptor, answer: Answers) -> impl IntoView + use<> {
    let (clock, asset) = (wallet.clock(), descriptor.asset);
    let ratio = move || {
        with(answer, asset, |one| {
            let (backing, _) = one.backing.as_ref()?.as_ref().ok()?;
            let words = |ratio| format::percent(&ratio).unwrap_or_else(|error| error.to_string());
            let ratio = backing.as_ref().map(|backing| backing.ratio.map(words));
            ratio.try_map(|ratio| ratio.ok_or(())).ok()
        })
    };
    let href = Route::Asset { asset, tab: AssetTab::Backing }.href();
    let named = backing(descriptor).into_iter().map(|text| view! { <span class="alike__line">{text}</span> });
    let ratio = descriptor.reserves.is_some().then(|| view! { <span class="alike__line">{told(ratio, clock)}</span> });
    view! {
        {ratio}
        {named.collect_view()}
        <a class="alike__line small" href=href>{t("See its backing")}</a>
    }
}

fn rules(wallet: Wallet, asset: AssetId, answer: Answers) -> impl IntoView {
    let clock = wallet.clock();
    let families = move || {
        with(answer, asset, |one| {
            let found = one.families.as_ref().ok()?;
            let names = |families: &Families| {
                // That it is a token says nothing of who may hold it.
                let is_rule = |found: &&Found| found.presence.is_present() && found.family != Family::Erc20;
                let present = families.iter().filter(is_rule);
                let names: Vec<&str> = present.map(|found| found.family.in_words()).collect();
                if names.is_empty() {
                    t("No standard of restrictions that is known").to_owned()
                } else {
                    names.join(", ")
                }
            };
            Some(found.as_ref().map(names))
        })
    };
    let standing = move || {
        with(answer, asset, |one| {
            let words = |standing: &Standing| match standing {
                Standing::Admitted => t("You may hold it: no rule was found that keeps you from it.").to_owned(),
                Standing::Refused(reasons) => reasons.iter().next().map_or_else(String::new, |reason| {
                    fill(t("You may not hold more: {why}"), &[("why", &reason.message)])
                }),
                Standing::Unknown(_) => {
                    t("Whether you may hold it is told with each transfer: no rule can be asked.").to_owned()
                }
            };
            Some(one.standing.as_ref().ok()?.as_ref().map(words))
        })
    };
    let unread = Memo::new(move |_| with(answer, asset, |one| Some(one.standing.as_ref().err()?.to_string())));
    view! {
        <span class="alike__line">{told(families, clock)}</span>
        <span class="alike__line">{told(standing, clock)}</span>
        {move || unread.get().map(|why| view! { <span class="small muted">{fill(t("The rules could not be read: {why}"), &[("why", &why)])}</span> })}
    }
}
