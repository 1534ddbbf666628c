//! Everything else that is in the bytes: who, where, at what cost, and the bytes themselves.

use alloy_primitives::{Address, U256};
use assay_sdk::tx::clear_signing::{ClearSigned, Field, FieldValue};
use assay_sdk::tx::{Effect, Party, Summary};
use assay_sdk::units::{Amount, ChainId};
use leptos::prelude::*;

use crate::components::{AddressView, CopyButton, Definition, DefinitionList};
use crate::format;
use crate::shell::shell;
use crate::state::coin;
use crate::text::{fill, t};

/// Decimals of the chain's own coin.
const COIN_DECIMALS: u8 = 18;

/// The rest of the review.
#[component]
pub(super) fn Details(summary: Summary) -> impl IntoView {
    let mut pairs = vec![Definition::view(t("From"), address(summary.from, None))];
    if let Some(Party { address: to, name, .. }) = summary.to.clone() {
        pairs.push(Definition::view(t("Contract"), address(to, name)));
    }
    // In full, and above all else: an address that only looks alike is told apart by its middle.
    for receiver in receivers(&summary.effects) {
        pairs.push(Definition::view(t("To, in full"), whole(receiver)));
    }
    pairs.extend(summary.effects.iter().flat_map(certificate));
    pairs.push(Definition::text(t("Fee, at most"), coin(summary.fee_ceiling, summary.chain)));
    pairs.push(Definition::text(t("Network"), network(summary.chain)));
    let mut technical = vec![
        Definition::text(t("Function"), function(summary.function, &summary.effects)),
        Definition::text(t("Chain id (CAIP-2)"), summary.chain.to_string()),
        Definition::text(t("Nonce"), summary.nonce.to_string()),
        Definition::text(t("Gas, at most"), summary.gas_limit.to_string()),
        Definition::text(t("Price of gas, at most"), gwei(summary.max_fee_per_gas)),
        Definition::text(t("Of it to the proposer"), gwei(summary.max_priority_fee_per_gas)),
        Definition::view(t("Digest that is signed"), code(summary.digest.to_string(), t("Copy the digest"))),
        Definition::view(t("Bytes that are signed"), code(summary.payload.to_string(), t("Copy the bytes"))),
    ];
    if let Some(digest) = summary.calldata_digest {
        // Its name is part of the standard (ERC-8213), so that it can be found on another device.
        technical.push(Definition::view("Calldata Digest", code(digest.to_string(), t("Copy the Calldata Digest"))));
    }
    view! {
        <DefinitionList pairs />
        {summary.described.as_ref().map(described)}
        <details class="details">
            <summary>{t("Technical details and raw bytes")}</summary>
            <DefinitionList pairs=technical />
        </details>
    }
}

/// What stands on a certificate, word for word: it is there for everybody, and for good.
fn certificate(effect: &Effect) -> Vec<Definition> {
    let Effect::RetiredWithCertificate { certificate, .. } = effect else { return Vec::new() };
    let words = |text: &str| if text.is_empty() { t("nothing").to_owned() } else { text.to_owned() };
    vec![
        Definition::view(t("Retired for"), whole(certificate.beneficiary)),
        Definition::text(t("Retired for, by name"), words(&certificate.beneficiary_name)),
        Definition::text(t("Retired by"), words(&certificate.retired_by)),
        Definition::text(t("Reason"), words(&certificate.message)),
    ]
}

/// What the call carries, in the words of the descriptor of its contract's standard.
pub(super) fn described(call: &ClearSigned) -> AnyView {
    let lines = call.fields.iter().map(|field| {
        let label = match field.item {
            Some(item) => format!("{} {item}", field.label),
            None => field.label.clone(),
        };
        if let FieldValue::Party(party) = &field.value {
            Definition::view(label, address(party.address, party.name.clone()))
        } else {
            Definition::text(label, field.value.to_string())
        }
    });
    let (title, pairs) = (call.intent.clone(), lines.collect::<Vec<_>>());
    view! {
        <details class="details">
            <summary>{fill(t("As the contract's standard puts it: {intent}"), &[("intent", &title)])}</summary>
            <DefinitionList pairs />
        </details>
    }
    .into_any()
}

/// The function that is called.
pub(super) fn function(known: Option<&'static str>, effects: &[Effect]) -> String {
    let described = effects.iter().find_map(|effect| {
        if let Effect::Described(described) = effect { Some(described.function.clone()) } else { None }
    });
    known.map(str::to_owned).or(described).unwrap_or_else(|| t("none that is known").to_owned())
}

/// Whoever gets something, or gets permission to take something, except the sender; of a call that only a descriptor
/// describes, everybody that it names.
pub(super) fn receivers(effects: &[Effect]) -> Vec<Address> {
    let others = effects.iter().flat_map(|effect| match effect {
        Effect::NativeSent { to, .. } | Effect::Sent { to, .. } => vec![to],
        Effect::Granted { spender, .. } | Effect::Revoked { spender, .. } => vec![spender],
        Effect::RedemptionRequested { controller, .. } => vec![controller],
        Effect::Redeemed { receiver, .. } => vec![receiver],
        Effect::RedeemedOffChain { to, .. } => vec![to],
        Effect::DistributionClaimed { account, .. } | Effect::CumulativeClaimed { account, .. } => vec![account],
        Effect::PayoutClaimed { recipient, .. } => vec![recipient],
        Effect::Described(described) => described.call.fields.iter().filter_map(named).collect(),
        Effect::RetiredWithCertificate { beneficiary, .. } => vec![beneficiary],
        Effect::Retired { .. } | Effect::NotUnderstood { .. } | _ => Vec::new(),
    });
    others.filter(|party| !party.is_sender).map(|party| party.address).collect()
}

fn named(field: &Field) -> Option<&Party> {
    if let FieldValue::Party(party) = &field.value { Some(party) } else { None }
}

/// Every character of it, under the name that the user has for it.
pub(super) fn whole(address: Address) -> AnyView {
    let name = untrack(move || shell().person(address)).map(|person| {
        let what = if person.is_own { t("Your own account") } else { t("Your contact") };
        view! { <span class="row"><bdi class="address__name">{person.name}</bdi><span class="small muted">{what}</span></span> }
    });
    view! { <span class="stack stack--tight">{name}{code(address.to_checksum(None), t("Copy the receiver's address"))}</span> }
        .into_any()
}

pub(super) fn address(address: Address, name: Option<String>) -> AnyView {
    match name {
        Some(name) => view! { <AddressView address=Signal::stored(address) name /> }.into_any(),
        None => view! { <AddressView address=Signal::stored(address) /> }.into_any(),
    }
}

pub(super) fn code(text: String, label: &'static str) -> AnyView {
    let copied = text.clone();
    view! { <span class="row"><code class="code code--break">{text}</code><CopyButton text=Signal::stored(copied) label /></span> }
        .into_any()
}

/// So many wei as a number of the chain's own coin.
pub(super) fn coin(wei: U256, chain: ChainId) -> String {
    let coins = Amount::from_raw(wei, COIN_DECIMALS).map(|amount| format::amount(&amount).full);
    let symbol = coin::symbol(chain);
    coins.map_or_else(|_| fill(t("{wei} wei"), &[("wei", &wei.to_string())]), |coins| format!("{coins} {symbol}"))
}

/// A chain as the settings name it.
pub(super) fn network(chain: ChainId) -> String {
    untrack(move || shell().settings.with(|settings| settings.named(chain)))
}

fn gwei(wei: u128) -> String {
    let gwei = Amount::from_raw(U256::from(wei), 9).map(|amount| format::amount(&amount).full);
    gwei.map_or_else(|_| format!("{wei} wei"), |gwei| format!("{gwei} gwei"))
}
