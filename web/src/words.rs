//! What transactions, receipts and refusals mean, in plain words. Made from the SDK's decoded types only.

use alloy_primitives::{Address, B256, U256};
use assay_sdk::abi::revert::RevertReason;
use assay_sdk::tx::clear_signing::ClearSigned;
use assay_sdk::tx::{
    BatchReview, Counted, Effect, Event, KnownTokens, MessageContent, MessageReview, Party, Redemption, Summary,
    TypedReview,
};
use assay_sdk::units::Amount;

use crate::format;
use crate::state::activity::{Batch, Entry, State};
use crate::text::{fill, t};

/// Decimals of the chain's own coin.
const COIN_DECIMALS: u8 = 18;

/// The whole transaction in one sentence.
pub(crate) fn summary(summary: &Summary) -> String {
    summary.effects.iter().map(effect).collect::<Vec<_>>().join("; ")
}

/// A whole batch in one sentence.
pub(crate) fn batch(review: &BatchReview) -> String {
    review.calls().iter().flat_map(|call| &call.effects).map(effect).collect::<Vec<_>>().join("; ")
}

/// A message of a site in one line.
pub(crate) fn message(review: &MessageReview) -> String {
    match review.content() {
        Ok(MessageContent::SignIn(sign_in)) => fill(t("Sign in at {domain}"), &[("domain", &sign_in.domain)]),
        Ok(MessageContent::Text(text)) => {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            fill(t("Message: {text}"), &[("text", &excerpt(&line))])
        }
        Err(refusal) => fill(t("Not understood: {why}"), &[("why", &refusal.to_string())]),
    }
}

/// As much of a line as stands in a list.
fn excerpt(line: &str) -> String {
    const MOST: usize = 120;
    let mut short: String = line.chars().take(MOST).collect();
    if line.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}

/// Typed data in one line: what it grants where that is known, otherwise what it calls itself.
pub(crate) fn typed_data(review: &TypedReview) -> String {
    if review.effects().is_empty() {
        let kind = review.described().map(described_call);
        return kind
            .unwrap_or_else(|| fill(t("Typed data of the type {name}"), &[("name", review.data().primary_type())]));
    }
    let effects = review.effects().iter().map(effect).collect::<Vec<_>>().join("; ");
    fill(t("By signature: {what}"), &[("what", &effects)])
}

/// One thing that a transaction does.
pub(crate) fn effect(effect: &Effect) -> String {
    match effect {
        Effect::NativeSent { to, wei } => {
            fill(t("Send {amount} of the chain's own coin to {to}"), &[("amount", &coins(*wei)), ("to", &party(to))])
        }
        Effect::Sent { amount, to } => {
            fill(t("Send {amount} to {to}"), &[("amount", &counted(amount)), ("to", &party(to))])
        }
        Effect::Granted { spender, amount, unlimited: true } => fill(
            t("Allow {spender} to take every {token} you will ever hold"),
            &[("spender", &party(spender)), ("token", &symbol(amount))],
        ),
        Effect::Granted { spender, amount, unlimited: _ } => fill(
            t("Allow {spender} to take up to {amount}"),
            &[("spender", &party(spender)), ("amount", &counted(amount))],
        ),
        Effect::Revoked { token, spender } => fill(
            t("Take back {spender}'s permission to spend {token}"),
            &[("spender", &party(spender)), ("token", &party(token))],
        ),
        Effect::RedemptionRequested { shares, .. } => {
            fill(t("Ask to redeem {shares}"), &[("shares", &counted(shares))])
        }
        Effect::Redeemed { shares, kind, .. } => {
            let pattern = match kind {
                Redemption::Claim => t("Claim the payout of {shares} redeemed"),
                Redemption::Instant | Redemption::Unknown => t("Redeem {shares}"),
            };
            fill(pattern, &[("shares", &counted(shares))])
        }
        Effect::DistributionClaimed { amount, account, .. } => {
            fill(t("Claim {amount} for {account}"), &[("amount", &counted(amount)), ("account", &party(account))])
        }
        Effect::CumulativeClaimed { cumulative, account, .. } => fill(
            t("Claim what is left of {amount} in all, granted to {account} so far"),
            &[("amount", &counted(cumulative)), ("account", &party(account))],
        ),
        Effect::PayoutClaimed { least, .. } => {
            fill(t("Claim what is due to you, at least {amount}"), &[("amount", &counted(least))])
        }
        Effect::FundsBooked { token } => {
            fill(t("Have the funds that came in counted as due to the holders of {token}"), &[("token", &party(token))])
        }
        Effect::DividendWithdrawn { token } => {
            fill(t("Claim all that is due to you as a holder of {token}"), &[("token", &party(token))])
        }
        Effect::RedeemedOffChain { amount, .. } => {
            fill(t("Redeem {amount}; the issuer pays or delivers off the chain"), &[("amount", &counted(amount))])
        }
        Effect::Retired { amount } => fill(t("Retire {amount} for good"), &[("amount", &counted(amount))]),
        Effect::RetiredWithCertificate { amount, certificate, .. } => fill(
            t("Retire {amount} for good, for {name}"),
            &[("amount", &counted(amount)), ("name", &certificate.beneficiary_name)],
        ),
        Effect::Described(described) => described_call(&described.call),
        Effect::NotUnderstood { why, .. } => fill(t("Not understood: {why}"), &[("why", &why.to_string())]),
        _ => t("Something this version of the wallet has no words for").to_owned(),
    }
}

fn coins(wei: U256) -> String {
    let coins = Amount::from_raw(wei, COIN_DECIMALS).map(|amount| format::amount(&amount).full);
    coins.unwrap_or_else(|_| fill(t("{wei} wei"), &[("wei", &wei.to_string())]))
}

/// What it means that another transaction took a transaction's place.
pub(crate) fn replaced() -> &'static str {
    t(
        "It will not happen: this account sent another transaction in its place, as when one is sped up or cancelled in another wallet.",
    )
}

/// A call in the words of its descriptor, which are English.
fn described_call(call: &ClearSigned) -> String {
    call.sentence.clone().unwrap_or_else(|| call.intent.clone())
}

/// One thing that a receipt tells; `None` where there is nothing to say to a person.
pub(crate) fn event(event: &Event, known: &KnownTokens) -> Option<String> {
    let amount = |contract: &Address, raw: &U256| token_amount(known, *contract, *raw);
    let words = match event {
        Event::Left { token, to, amount: raw } if to.is_zero() => {
            fill(t("{amount} used up"), &[("amount", &amount(token, raw))])
        }
        Event::Left { token, to, amount: raw } => {
            fill(t("{amount} sent to {to}"), &[("amount", &amount(token, raw)), ("to", &name(known, *to))])
        }
        Event::Arrived { token, from, amount: raw } => {
            fill(t("{amount} received from {from}"), &[("amount", &amount(token, raw)), ("from", &name(known, *from))])
        }
        Event::Approved { token, spender, amount: raw, .. } => fill(
            t("{spender} may take up to {amount}"),
            &[("spender", &name(known, *spender)), ("amount", &amount(token, raw))],
        ),
        Event::RedeemRequested { vault, shares, .. } => {
            fill(t("Redemption of {shares} requested"), &[("shares", &amount(vault, shares))])
        }
        Event::Redeemed { vault, shares, .. } => fill(t("{shares} redeemed"), &[("shares", &amount(vault, shares))]),
        Event::DistributionClaimed { distributor, amount: raw, .. } => {
            fill(t("{amount} claimed"), &[("amount", &amount(distributor, raw))])
        }
        Event::Retired { token, amount: raw, .. } => {
            fill(t("{amount} retired for good"), &[("amount", &amount(token, raw))])
        }
        Event::Moved { .. } | Event::Other { .. } => return None,
        _ => return None,
    };
    Some(words)
}

/// Why a contract refused: plain words where there are some, otherwise the contract's own.
pub(crate) fn revert(reason: &RevertReason) -> String {
    match reason.in_words() {
        Some(words) => words.to_owned(),
        None => fill(t("The contract refused: {reason}"), &[("reason", &reason.to_string())]),
    }
}

/// An address as a name, or shortened in the middle.
pub(crate) fn party(party: &Party) -> String {
    match (&party.name, party.is_sender) {
        (_, true) => t("yourself").to_owned(),
        (Some(name), false) => name.clone(),
        (None, false) => format::short_address(&party.address),
    }
}

pub(crate) fn name(known: &KnownTokens, address: Address) -> String {
    known
        .contract(known.chain(), address)
        .map_or_else(|| format::short_address(&address), |contract| contract.name.clone())
}

pub(crate) fn token_amount(known: &KnownTokens, contract: Address, raw: U256) -> String {
    let shown = known
        .contract(known.chain(), contract)
        .and_then(|contract| Some((Amount::from_raw(raw, contract.decimals).ok()?, contract.symbol.clone())));
    match shown {
        Some((amount, symbol)) => format!("{} {symbol}", format::amount(&amount).full),
        None => fill(
            t("{raw} raw units of {contract}"),
            &[("raw", &raw.to_string()), ("contract", &format::short_address(&contract))],
        ),
    }
}

/// A number of tokens or shares as a person reads it; the raw number where the contract is unknown.
pub(crate) fn counted<U>(counted: &Counted<U>) -> String {
    match &counted.shown {
        Some((symbol, quantity)) => format!("{} {symbol}", format::amount(quantity).full),
        None => fill(
            t("{raw} raw units of {contract}"),
            &[("raw", &counted.raw.to_string()), ("contract", &format::short_address(&counted.contract))],
        ),
    }
}

fn symbol<U>(counted: &Counted<U>) -> String {
    counted.shown.as_ref().map_or_else(|| format::short_address(&counted.contract), |(symbol, _)| symbol.clone())
}

/// What is to be said of a transaction that another wallet sent.
pub(crate) fn handed(entry: &Entry) -> Vec<String> {
    let unseen = entry.reviewed.is_some().then(|| {
        t("The other wallet says that it sent this. The network does not show it yet: Assay goes on asking.").to_owned()
    });
    let untold = (entry.batch.is_some() && !entry.state.is_final()).then(|| match entry.transaction() {
        None => t("The other wallet has it. What became of it that wallet says while it is open here; then the chain is asked.").to_owned(),
        Some(_) => t("The other wallet says that it is in a block. The network does not show it yet: Assay goes on asking.").to_owned(),
    });
    entry.notes.iter().cloned().chain(unseen).chain(untold).collect()
}

/// What a thing that was sent is called by others, in full, and what copying it is called: its transaction's hash, or the other wallet's name
/// for a batch as long as that has named no transaction.
pub(crate) fn handle(entry: &Entry) -> (String, &'static str) {
    if entry.state == State::Given {
        return (entry.hash.to_string(), t("Copy the digest that was signed"));
    }
    let of_transaction = |hash: B256| (hash.to_string(), t("Copy the transaction's hash"));
    match &entry.batch {
        Some(Batch { transaction: None, id, .. }) => (id.clone(), t("Copy the other wallet's name for it")),
        Some(Batch { transaction: Some(hash), .. }) => of_transaction(*hash),
        None => of_transaction(entry.hash),
    }
}
