//! What the transaction comes to when it is run over proven state, before it is signed.

use alloy_primitives::{Address, U256};
use assay_sdk::evidence::Fact;
use assay_sdk::tx::{BatchSimulation, Grant, KnownTokens, Net, Scope, SimulatedFailure, Simulation, TokenMovement};
use assay_sdk::units::Amount;
use leptos::prelude::*;

use crate::components::{Hallmark, Known, Notice, NoticeKind};
use crate::format;
use crate::text::{fill, t};
use crate::wallet::{Signing, Simulated, Wallet};
use crate::words;

/// Decimals of the chain's own coin.
const COIN_DECIMALS: u8 = 18;

/// The panel. It says what is under way, what came of it, or why nothing could come of it.
#[component]
pub(super) fn SimulationPanel(wallet: Wallet) -> impl IntoView {
    let body = move || match wallet.simulated() {
        Simulated::Pending => {
            view! { <p class="hint">{t("Being run on proven state, in your browser…")}</p> }.into_any()
        }
        Simulated::Unproven(why) => {
            let text = fill(t("Not simulated on proven state: {why}."), &[("why", why.trim_end_matches('.'))]);
            view! { <p class="hint">{text}</p> }.into_any()
        }
        Simulated::Known(simulation) => known(*simulation, wallet),
        Simulated::Together(simulation) => in_sum(*simulation, wallet),
    };
    view! { <section class="panel stack stack--tight simulation" aria-label=t("Proven simulation") aria-live="polite">{body}</section> }
}

fn known(fact: Fact<Simulation>, wallet: Wallet) -> AnyView {
    let how = Known::of(&fact);
    let at = fact.at().number.to_string();
    let simulation = fact.into_value();
    let title = view! {
        <p class="label">{t("Proven simulation")}" "<Hallmark known=Signal::stored(how) clock=wallet.clock() /></p>
    };
    if let Err(failure) = &simulation.outcome {
        let what = failed(failure);
        return view! {
            {title}
            <Notice kind=NoticeKind::Error title=t("Run now, it would fail") what
                next=t("If you sign it all the same, you pay its fee and nothing else happens.") />
        }
        .into_any();
    }
    let tokens = wallet.known_tokens();
    let lines = lines(&simulation, &tokens, wallet.holder());
    let ran = fill(
        t("Run in your browser on the state of block {number}: it passes, and uses {gas} gas."),
        &[("number", &at), ("gas", &format::grouped(&simulation.gas_used.to_string()))],
    );
    let depends = simulation.depends_on_block.then(depends_on_block);
    let nothing = lines.is_empty().then(|| view! { <p>{t("No tokens and no coins move.")}</p> });
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! { {title}<ul class="plain-list">{lines}</ul>{nothing}<p class="hint">{ran}</p>{depends} }.into_any()
}

pub(super) fn failed(failure: &SimulatedFailure) -> String {
    match failure {
        SimulatedFailure::Reverted(reason) => words::revert(reason),
        SimulatedFailure::Halted { reason } | SimulatedFailure::Refused { reason } => reason.clone(),
        other => format!("{other:?}"),
    }
}

/// What the calls of a batch come to in sum. What each of them does stands with it.
fn in_sum(fact: Fact<BatchSimulation>, wallet: Wallet) -> AnyView {
    let how = Known::of(&fact);
    let at = fact.at().number.to_string();
    let simulation = fact.into_value();
    let title = view! {
        <p class="label">{t("In sum, by proven simulation")}" "<Hallmark known=Signal::stored(how) clock=wallet.clock() /></p>
    };
    if let Some((place, failure)) = simulation.failure() {
        let what = fill(
            t("Of call {place}: {what}"),
            &[("place", &place.saturating_add(1).to_string()), ("what", &failed(failure))],
        );
        return view! {
            {title}
            <Notice kind=NoticeKind::Error title=t("Run now, one call would fail, and with it all") what
                next=t("If you sign it all the same, you pay its fee and nothing else happens.") />
        }
        .into_any();
    }
    let tokens = wallet.known_tokens();
    let Some(net) = simulation.net(wallet.holder()) else {
        return view! {
            {title}
            <Notice kind=NoticeKind::Warn title=t("What moves cannot be added up")
                what=t("A token says that more of it moves than any number can say. Do not rely on what it says.") />
        }
        .into_any();
    };
    let coins =
        simulation.ether.iter().filter_map(|(account, change)| coin(*account, *change, &tokens, wallet.holder()));
    let lines: Vec<String> = net.iter().map(|net| net_words(net, &tokens)).chain(coins).collect();
    let gas = simulation.calls.iter().fold(0_u64, |sum, call| sum.saturating_add(call.gas_used));
    let pattern = if wallet.signing() == Signing::Elsewhere {
        t(
            "Run in your browser on the state of block {number}, one after the other: all pass. As {count} transactions they would use {gas} gas; as one they use less.",
        )
    } else {
        t(
            "Run in your browser on the state of block {number}, one after the other: all pass. The {count} transactions use {gas} gas.",
        )
    };
    let ran = fill(
        pattern,
        &[("number", &at), ("count", &simulation.calls.len().to_string()), ("gas", &format::grouped(&gas.to_string()))],
    );
    let depends = simulation.depends_on_block.then(depends_on_block);
    let nothing = lines.is_empty().then(|| view! { <p>{t("No tokens and no coins of yours move.")}</p> });
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! { {title}<ul class="plain-list">{lines}</ul>{nothing}<p class="hint">{ran}</p>{depends} }.into_any()
}

fn net_words(net: &Net, tokens: &KnownTokens) -> String {
    let amount = match net.id {
        Some(id) => {
            fill(t("number {id} of {token}"), &[("id", &id.to_string()), ("token", &words::name(tokens, net.token))])
        }
        None => words::token_amount(tokens, net.token, net.received.abs_diff(net.sent)),
    };
    let pattern = if net.received > net.sent { t("You have {amount} more") } else { t("You have {amount} less") };
    fill(pattern, &[("amount", &amount)])
}

fn depends_on_block() -> impl IntoView {
    view! { <p class="hint">{t("It reads the time, the fees or the random word of its block: in another block it may come to something else.")}</p> }
}

/// What changes, the holder's own first.
fn lines(simulation: &Simulation, tokens: &KnownTokens, holder: Address) -> Vec<String> {
    let coins = simulation.ether.iter().filter_map(|(account, change)| coin(*account, *change, tokens, holder));
    events(&simulation.movements, &simulation.approvals, tokens, holder).into_iter().chain(coins).collect()
}

/// What moves and who is allowed what, the holder's own first.
pub(super) fn events(moves: &[TokenMovement], grants: &[Grant], tokens: &KnownTokens, holder: Address) -> Vec<String> {
    let (mut own, mut others): (Vec<_>, Vec<_>) =
        moves.iter().partition(|movement| movement.from == holder || movement.to == holder);
    own.append(&mut others);
    let moves = own.into_iter().map(|movement| moved(movement, tokens, holder));
    moves.chain(grants.iter().map(|grant| granted(grant, tokens, holder))).collect()
}

fn moved(movement: &TokenMovement, tokens: &KnownTokens, holder: Address) -> String {
    let amount = match movement.id {
        Some(id) => fill(
            t("number {id} of {token}"),
            &[("id", &id.to_string()), ("token", &words::name(tokens, movement.token))],
        ),
        None => words::token_amount(tokens, movement.token, movement.amount),
    };
    let (from, to) = (who(tokens, movement.from, holder), who(tokens, movement.to, holder));
    let values = [("amount", amount.as_str()), ("from", from.as_str()), ("to", to.as_str())];
    match (movement.from, movement.to) {
        (from, _) if from.is_zero() => fill(t("{amount} comes into being at {to}"), &values),
        (_, to) if to.is_zero() => fill(t("{amount} of {from} is destroyed"), &values),
        _ => fill(t("{amount} goes from {from} to {to}"), &values),
    }
}

fn granted(grant: &Grant, tokens: &KnownTokens, holder: Address) -> String {
    let (spender, owner) = (who(tokens, grant.spender, holder), who(tokens, grant.owner, holder));
    let amount = match grant.scope {
        Scope::Amount(amount) if amount == U256::MAX => {
            fill(t("all {token}, also what comes later"), &[("token", &words::name(tokens, grant.token))])
        }
        Scope::Amount(amount) => words::token_amount(tokens, grant.token, amount),
        Scope::Id(id) => {
            fill(t("number {id} of {token}"), &[("id", &id.to_string()), ("token", &words::name(tokens, grant.token))])
        }
        Scope::All { allowed: false } => {
            return fill(
                t("{spender} may no longer take tokens of {owner}"),
                &[("spender", &spender), ("owner", &owner)],
            );
        }
        Scope::All { allowed: true } | _ => {
            fill(t("all {token}, also what comes later"), &[("token", &words::name(tokens, grant.token))])
        }
    };
    let values = [("spender", spender.as_str()), ("owner", owner.as_str()), ("amount", amount.as_str())];
    fill(t("{spender} may take of {owner}: {amount}"), &values)
}

fn coin(account: Address, (before, after): (U256, U256), tokens: &KnownTokens, holder: Address) -> Option<String> {
    let change = Amount::from_raw(before.abs_diff(after), COIN_DECIMALS).ok()?;
    let amount = format::amount(&change).full;
    let who = who(tokens, account, holder);
    let pattern = if after > before {
        t("{who} gets {amount} of the chain's own coin")
    } else {
        t("{who} pays {amount} of the chain's own coin, apart from the fee")
    };
    Some(fill(pattern, &[("who", &who), ("amount", &amount)]))
}

fn who(tokens: &KnownTokens, account: Address, holder: Address) -> String {
    if account == holder { t("you").to_owned() } else { words::name(tokens, account) }
}
