//! One way out: what it pays, when, what it takes, and what stands in the way.

use assay_sdk::asset::Descriptor;
use assay_sdk::redemption::{Obstacle, Payout, Route, RoutePlan, Step, Timing};
use assay_sdk::tx::Intent;
use leptos::prelude::*;

use crate::components::{
    AmountFigure, Badge, BadgeKind, Button, ButtonKind, Definition, DefinitionList, Glyph, Notice, NoticeKind, Reading,
};
use crate::format;
use crate::pages::watched::SigningNote;
use crate::text::{fill, t};
use crate::wallet::{Signing, Wallet};
use crate::words;

/// A route with its first step ready to be reviewed.
#[component]
pub(super) fn RouteCard(route: RoutePlan, descriptor: Descriptor) -> impl IntoView {
    let wallet = Wallet::expect();
    let asset = descriptor.asset;
    let steps = route.steps.clone();
    let open = route.obstacles.is_empty();
    let action = steps.iter().find(|step| !step.waits_for_fulfilment()).copied().filter(|_| open);
    let button = action.map(|step| {
        let kind = if step.is_irreversible() { ButtonKind::Danger } else { ButtonKind::Primary };
        view! {
            <Button kind icon=Glyph::Redeem disabled=wallet.signing() == Signing::Nowhere on_click=move |()| wallet.propose(Intent::from(&step), asset)>
                {step_button(&step)}
            </Button>
        }
    });
    let obstacles = route.obstacles.iter().map(|obstacle| obstacle_view(obstacle, &descriptor)).collect_view();
    let (payout, certainty) = payout(&route, &descriptor, wallet);
    let mut pairs = vec![Definition::view(t("You get"), payout)];
    if let Some(certainty) = certainty {
        pairs.push(Definition::text(t("How sure"), certainty));
    }
    pairs.push(Definition::text(t("When"), timing(route.timing)));
    if let Some(limit) = &route.limit {
        let most = format::amount(&limit.value().shares).full;
        pairs.push(Definition::text(t("At most now"), format!("{most} {}", descriptor.symbol)));
    }
    let several = steps.len() > 1;
    let list = steps.iter().map(|step| view! { <li>{step_words(step, &descriptor)}</li> }).collect_view();
    view! {
        <article class="panel stack">
            <div class="row row--spread">
                <h3>{route_name(&route.route)}</h3>
                <Badge kind=if open { BadgeKind::Accent } else { BadgeKind::Oxblood }>{if open { t("Open") } else { t("Closed") }}</Badge>
            </div>
            <DefinitionList pairs />
            {several.then(|| view! { <div class="stack stack--tight"><p class="label">{t("Steps")}</p><ol class="plain-steps">{list}</ol></div> })}
            {obstacles}
            {button.map(|button| view! { <div class="row row--end">{button}</div><SigningNote wallet /> })}
        </article>
    }
}

fn route_name(route: &Route) -> &'static str {
    match route {
        Route::Erc4626 { .. } => t("Instant redemption from the vault"),
        Route::Erc7540 { .. } => t("Redemption on request"),
        Route::Redeemer { .. } => t("Instant redemption at the issuer"),
        Route::Queue { .. } => t("Redemption in turn"),
        Route::Burn { .. } | Route::Transfer { .. } => t("Redemption off the chain"),
        Route::Retirement { .. } => t("Retirement"),
        _ => t("Redemption"),
    }
}

fn payout(route: &RoutePlan, descriptor: &Descriptor, wallet: Wallet) -> (AnyView, Option<&'static str>) {
    let Some(fact) = route.payout.clone() else {
        return (t("It cannot be told.").into_any(), None);
    };
    let (asset, amount, certainty) = match *fact.value() {
        Payout::Quoted { asset, amount } => {
            (Some(asset), amount, t("Quoted by the contract at this block, fees taken off."))
        }
        Payout::Estimated { asset, amount } => (
            Some(asset),
            amount,
            t("Estimated at the present price; what counts is the price when the issuer fulfils."),
        ),
        Payout::AtPar { asset, amount } => {
            (Some(asset), amount, t("One for one, by the issuer's terms; the contract has no preview."))
        }
        Payout::OffChain { amount } => (None, amount, t("Nothing is paid on the chain: the issuer pays or delivers.")),
        Payout::Retired { amount } => (None, amount, t("Nothing is paid. The credits are used up for good.")),
    };
    let symbol = match asset {
        Some(token) => wallet.symbol(token),
        None if matches!(fact.value(), Payout::OffChain { .. }) => descriptor.symbol.clone(),
        None => fill(t("{symbol} retired"), &[("symbol", &descriptor.symbol)]),
    };
    let reading = Signal::stored(Reading::Known(fact.map(|_| amount)));
    (view! { <AmountFigure reading symbol clock=wallet.clock() /> }.into_any(), Some(certainty))
}

fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::AtOnce => t("At once, with the transaction."),
        Timing::AfterFulfilment => t("After the issuer has fulfilled the request and you have claimed."),
        Timing::InTurn => t("In turn: when the queue has come to it."),
        Timing::OffChain => t("When the issuer pays or delivers, off the chain."),
        Timing::AtOnceForGood => t("At once, and for good: nobody can undo it."),
    }
}

fn step_button(step: &Step) -> &'static str {
    match step {
        Step::Approve { .. } => t("Review step 1: allow the vault"),
        Step::Request { .. } => t("Review the request"),
        Step::Redeem { .. } => t("Review the redemption"),
        Step::Claim { .. } => t("Review the claim"),
        Step::Cancel { .. } | Step::Dequeue { .. } => t("Review the cancellation"),
        Step::ClaimCancelled { .. } => t("Review what comes back"),
        Step::SetOperator { .. } => t("Review the operator"),
        Step::RedeemAtIssuer { .. } | Step::Burn { .. } | Step::SendToIssuer { .. } => t("Review the redemption"),
        Step::Enqueue { .. } => t("Review the request"),
        Step::Retire { .. } => t("Review the retirement"),
    }
}

fn step_words(step: &Step, descriptor: &Descriptor) -> String {
    let with_amount =
        |pattern, amount: String| fill(pattern, &[("amount", &format!("{amount} {}", descriptor.symbol))]);
    match step {
        Step::Approve { amount, .. } => {
            with_amount(t("Allow the vault to take exactly {amount}."), format::amount(amount).full)
        }
        Step::Request { shares, .. } => with_amount(t("Ask to redeem {amount}."), format::amount(shares).full),
        Step::Redeem { shares, .. } => with_amount(t("Redeem {amount}."), format::amount(shares).full),
        Step::Claim { .. } => t("Claim the payout once the issuer has fulfilled it.").to_owned(),
        Step::Cancel { shares, .. } | Step::Dequeue { shares, .. } => {
            with_amount(t("Ask for {amount} back."), format::amount(shares).full)
        }
        Step::ClaimCancelled { shares, .. } => with_amount(t("Take {amount} back."), format::amount(shares).full),
        Step::SetOperator { operator, approved: true, .. } => {
            fill(t("Let {operator} act on all of your requests."), &[("operator", &operator.to_string())])
        }
        Step::SetOperator { operator, .. } => {
            fill(t("Stop {operator} from acting on your requests."), &[("operator", &operator.to_string())])
        }
        Step::RedeemAtIssuer { amount, .. } => with_amount(t("Redeem {amount}."), format::amount(amount).full),
        Step::Enqueue { shares, .. } => with_amount(t("Ask to redeem {amount}."), format::amount(shares).full),
        Step::Burn { amount, .. } => with_amount(t("Burn {amount}; the issuer pays."), format::amount(amount).full),
        Step::SendToIssuer { amount, to, .. } => fill(
            t("Send {amount} to the issuer's address {to}."),
            &[("amount", &format!("{} {}", format::amount(amount).full, descriptor.symbol)), ("to", &to.to_string())],
        ),
        Step::Retire { amount, .. } => with_amount(t("Retire {amount}."), format::amount(amount).full),
    }
}

fn obstacle_view(obstacle: &Obstacle, descriptor: &Descriptor) -> AnyView {
    let unknown = obstacle.is_unknown();
    let title = if unknown { t("It cannot be told whether this would pass") } else { t("This would be refused") };
    let what = match obstacle {
        Obstacle::NothingAsked => t("There is nothing to redeem: the amount is zero.").to_owned(),
        Obstacle::Balance { balance, .. } => fill(
            t("You hold {amount}."),
            &[("amount", &format!("{} {}", format::amount(balance).full, descriptor.symbol))],
        ),
        Obstacle::Refused { data, .. } => words::revert(&assay_sdk::abi::revert::RevertReason::decode(data)),
        Obstacle::Closed
        | Obstacle::Limit { .. }
        | Obstacle::OtherContract { .. }
        | Obstacle::WorthNothing
        | Obstacle::Unread { .. }
        | _ => obstacle.to_string(),
    };
    let kind = if unknown { NoticeKind::Warn } else { NoticeKind::Error };
    view! { <Notice kind title what /> }.into_any()
}
