//! Ways, steps and obstacles in words.

use assay_sdk::asset::Descriptor;
use assay_sdk::redemption::{Obstacle, Payout, Route, Step};
use assay_sdk::units::Amount;
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::format;
use crate::text::{fill, t};
use crate::wallet::Wallet;
use crate::words;

/// What a way out is called.
pub(crate) fn route_name(route: &Route) -> &'static str {
    match route {
        Route::Erc4626 { .. } => t("Instant redemption from the vault"),
        Route::Erc7540 { .. } => t("Redemption on request"),
        Route::Redeemer { .. } => t("Instant redemption at the issuer"),
        Route::Queue { .. } => t("Redemption in turn"),
        Route::Burn { .. } => t("Burn for a payout off the chain"),
        Route::Transfer { .. } => t("Return to the issuer"),
        Route::Retirement { .. } => t("Retirement"),
        _ => t("Redemption"),
    }
}

/// How much, of what, and how sure that is.
pub(super) fn payout(payout: &Payout, symbol: &str, wallet: Wallet) -> (Amount, String, &'static str) {
    match *payout {
        Payout::Quoted { asset, amount } => {
            (amount, wallet.symbol(asset), t("Quoted by the contract at this block, fees taken off."))
        }
        Payout::Estimated { asset, amount } => (
            amount,
            wallet.symbol(asset),
            t("Estimated at the present price; what counts is the price when it is fulfilled."),
        ),
        Payout::AtPar { asset, amount } => {
            (amount, wallet.symbol(asset), t("One for one, by the issuer's terms; the contract has no preview."))
        }
        Payout::OffChain { amount } => (
            amount,
            symbol.to_owned(),
            t("is what the issuer pays or delivers for, off the chain. Nothing comes back on it."),
        ),
        Payout::Retired { amount } => (
            amount,
            fill(t("{symbol} retired"), &[("symbol", symbol)]),
            t("Nothing is paid. The credits are used up for good."),
        ),
    }
}

pub(super) fn step_button(step: &Step) -> &'static str {
    match step {
        Step::Approve { .. } => t("Review step 1: allow the contract"),
        Step::Request { .. } | Step::Enqueue { .. } => t("Review the request"),
        Step::Claim { .. } => t("Review the claim"),
        Step::Cancel { .. } | Step::Dequeue { .. } => t("Review the cancellation"),
        Step::ClaimCancelled { .. } => t("Review what comes back"),
        Step::SetOperator { .. } => t("Review the operator"),
        Step::Redeem { .. } | Step::RedeemAtIssuer { .. } | Step::Burn { .. } => t("Review the redemption"),
        Step::SendToIssuer { .. } => t("Review the return"),
        Step::Retire { .. } => t("Review the retirement"),
    }
}

pub(super) fn step_words(step: &Step, descriptor: &Descriptor) -> String {
    let with_amount =
        |pattern, amount: String| fill(pattern, &[("amount", &format!("{amount} {}", descriptor.symbol))]);
    match step {
        Step::Approve { amount, .. } => {
            with_amount(t("Allow the contract to take exactly {amount}."), format::amount(amount).full)
        }
        Step::Request { shares, .. } | Step::Enqueue { shares, .. } => {
            with_amount(t("Ask to redeem {amount}."), format::amount(shares).full)
        }
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
        Step::Burn { amount, .. } => with_amount(t("Burn {amount}; the issuer pays."), format::amount(amount).full),
        Step::SendToIssuer { amount, .. } => {
            with_amount(t("Send {amount} to the issuer's address below."), format::amount(amount).full)
        }
        Step::Retire { amount, .. } => with_amount(t("Retire {amount}."), format::amount(amount).full),
    }
}

/// What an obstacle is, in a sentence.
pub(super) fn obstacle(obstacle: &Obstacle, symbol: &str, wallet: Wallet) -> String {
    let held = |amount: &Amount| format!("{} {symbol}", format::amount(amount).full);
    match obstacle {
        Obstacle::NothingAsked => t("There is nothing to redeem: the amount is zero.").to_owned(),
        Obstacle::Balance { balance, .. } => fill(t("You hold {amount}."), &[("amount", &held(balance))]),
        Obstacle::Limit { most, .. } => fill(
            t("At most {amount} can leave now."),
            &[("amount", &format!("{} {symbol}", format::amount(most).full))],
        ),
        Obstacle::Liquidity { available, needed } => fill(
            t("The contract has {available} at hand, and {needed} would be needed."),
            &[("available", &format::amount(available).full), ("needed", &format::amount(needed).full)],
        ),
        Obstacle::NotAccepted { asset } => {
            fill(t("The contract does not pay in {symbol} now."), &[("symbol", &wallet.symbol(*asset))])
        }
        Obstacle::Refused { data, .. } => words::revert(&assay_sdk::abi::revert::RevertReason::decode(data)),
        Obstacle::Closed
        | Obstacle::OtherContract { .. }
        | Obstacle::WorthNothing
        | Obstacle::CancelPending
        | Obstacle::Paused
        | Obstacle::NotRegistered
        | Obstacle::RestrictedCountry { .. }
        | Obstacle::TooSmall
        | Obstacle::ShortOfMoney
        | Obstacle::StalePrice
        | Obstacle::InQueue { .. }
        | Obstacle::Unread { .. }
        | _ => {
            let text = obstacle.to_string();
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
        }
    }
}

pub(super) fn obstacle_notice(of: &Obstacle, symbol: &str, wallet: Wallet) -> AnyView {
    let unknown = of.is_unknown();
    let title = if unknown { t("It cannot be told whether this would pass") } else { t("This would be refused") };
    let kind = if unknown { NoticeKind::Warn } else { NoticeKind::Error };
    view! { <Notice kind title what=obstacle(of, symbol, wallet) /> }.into_any()
}
