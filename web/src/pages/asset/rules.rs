//! What limits transfers of the asset, and where its holder stands with these rules.

use assay_sdk::asset::{Descriptor, Holding};
use assay_sdk::compliance::RestrictionCode::InsufficientBalance;
use assay_sdk::compliance::{Assessment, Families, Found, Party, Presence, Restriction, Verdict};
use assay_sdk::evidence::Fact;
use assay_sdk::units::Amount;
use leptos::prelude::*;

use super::kept::kept;
use super::stamped::stamped;
use crate::components::{
    AddressView, Badge, BadgeKind, Clock, Definition, DefinitionList, ErrorPanel, Glyph, Icon, Skeleton, SkeletonWidth,
    VerdictLine, VerdictPanel, VerdictView,
};
use crate::pages::inquiry::{Answer, inquire};
use crate::pages::verdict;
use crate::problem;
use crate::route::{Route, SendDraft};
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

#[component]
pub(super) fn RulesSide(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    let (asset, holder, decimals) = (descriptor.asset, wallet.holder(), descriptor.decimals);
    let answer: Answer<Assessment> = inquire(
        wallet,
        || (),
        move |room, mut reads, ()| async move {
            let of_chain = |error| problem::of_chain(&error);
            let least = Amount::from_raw(alloy_primitives::U256::ONE, decimals)
                .map_err(|error| problem::of_chain(&error.into()))?;
            // The holder as sender and receiver at once.
            room.check_transfer(&mut reads, &asset, (holder, holder), least).await.map_err(of_chain)
        },
    );
    let clock = wallet.clock();
    let stage = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Pending => None,
            Loaded::Failed(error) => Some(Err(error.clone())),
            Loaded::Ready { .. } => Some(Ok(())),
        })
    });
    let send = Route::Send { asset: Some(asset), draft: SendDraft::default() }.href();
    let symbol = descriptor.symbol.clone();
    let body = move || match stage.get() {
        None => view! { <div class="panel"><Skeleton width=SkeletonWidth::Long /></div> }.into_any(),
        Some(Err(error)) => view! { <ErrorPanel error on_retry=answer.retry() /> }.into_any(),
        Some(Ok(())) => {
            let source = Signal::derive(move || answer.with(|loaded| loaded.value().cloned().map(Ok)));
            let symbol = symbol.clone();
            kept(source, t("The rules could not be read"), move |found| found_side(found, &symbol, clock)).into_any()
        }
    };
    view! {
        <div class="stack">
            {body}
            <div class="columns">{flags(wallet, &descriptor, clock)}
                <section class="panel stack stack--tight">
                    <p class="label">{t("Before you send")}</p>
                    <p>{t("Whether a transfer passes depends on the receiver and the amount. The send page tells you while you type, before anything is signed.")}</p>
                    <div class="row"><a class="button" href=send><Icon glyph=Glyph::Send />{t("Check a transfer")}</a></div>
                </section>
            </div>
        </div>
    }
}

fn found_side(found: Signal<Assessment>, symbol: &str, clock: Clock) -> AnyView {
    let verdict = Signal::derive(move || crate::components::Reading::Known(found.with(view_of)));
    let families = Signal::derive(move || found.with(|found| found.families.clone()));
    let rules = Memo::new(move |_| {
        let mut rules: Vec<_> = found.get().headroom.bounds.into_iter().map(|bound| bound.rule).collect();
        rules.dedup();
        rules
    });
    let kinds = Memo::new(move |_| families.with(|families| families.value().iter().cloned().collect::<Vec<_>>()));
    let families = move || {
        let kinds = kinds.get();
        if kinds.is_empty() {
            return view! { <p class="small muted">{t("No token standard that Assay knows.")}</p> }.into_any();
        }
        let pair = |found: Found| {
            let words = move |families: &Families| presence(&families.of(found.family));
            Definition::view(found.family.in_words(), stamped(families, clock, words))
        };
        let pairs: Vec<Definition> = kinds.into_iter().map(pair).collect();
        view! { <DefinitionList pairs /> }.into_any()
    };
    let list = move || {
        let rules = rules.get();
        if rules.is_empty() {
            return view! { <p class="small muted">{t("Nothing that was found.")}</p> }.into_any();
        }
        let rule = |rule: assay_sdk::compliance::Rule| {
            Definition::view(rule.name, view! { <AddressView address=Signal::stored(rule.contract) /> })
        };
        let pairs: Vec<Definition> = rules.into_iter().map(rule).collect();
        view! { <DefinitionList pairs /> }.into_any()
    };
    view! {
        <section class="stack stack--tight" aria-label=t("Where you stand")>
            <h2 class="type-l">{t("May you send and receive it?")}</h2>
            <p class="small muted">{t("Asked of the contract as if you sent its smallest unit to yourself: so both your sides are checked.")}</p>
            <VerdictPanel verdict symbol=symbol.to_owned() clock />
        </section>
        <div class="columns">
            <section class="panel stack stack--tight">
                <p class="label">{t("What bounds how much can move")}</p>
                {list}
            </section>
            <section class="panel stack stack--tight">
                <p class="label">{t("What the contract is")}</p>
                {families}
            </section>
        </div>
    }
    .into_any()
}

fn presence(presence: &Presence) -> String {
    match presence {
        Presence::Present => t("Yes").to_owned(),
        Presence::Absent => t("No").to_owned(),
        Presence::Unsure { why } => fill(t("Cannot tell: {why}"), &[("why", why)]),
    }
}

/// The verdict about a transfer to oneself. How much would pass says nothing about others, so it is left out; and so is a balance of
/// nothing, which is no rule.
fn view_of(assessment: &Assessment) -> Fact<VerdictView> {
    assessment.verdict.as_ref().map(|verdict| match verdict {
        Verdict::Allow(_) => VerdictView::Allow {
            most: None,
            because: verdict::rules_unknown(assessment),
            // To oneself nothing moves.
            rehearsed: None,
            notices: verdict::standing_approvals(assessment),
        },
        Verdict::Deny(reasons) if reasons.iter().all(|reason| reason.code == InsufficientBalance) => {
            let sentence =
                t("You hold none of it, so sending cannot be tried. No other rule was found broken.").to_owned();
            VerdictView::Unknown { doubts: vec![VerdictLine { sentence, remedy: None, details: Vec::new() }] }
        }
        Verdict::Deny(reasons) => VerdictView::Deny { reasons: reasons.iter().map(reason).collect(), most: None },
        Verdict::Unknown(gaps) => {
            let doubt = |gap: &assay_sdk::compliance::Doubt| VerdictLine {
                sentence: gap.to_string(),
                remedy: None,
                details: vec![(t("Code").to_owned(), gap.code().to_owned())],
            };
            VerdictView::Unknown { doubts: gaps.iter().map(doubt).collect() }
        }
    })
}

fn reason(restriction: &Restriction) -> VerdictLine {
    let party = match restriction.party {
        Party::Sender => t("You, as the sender"),
        Party::Receiver => t("You, as the receiver"),
        Party::Token => t("The token as a whole"),
        Party::Collector => t("Who collects a fee"),
        Party::Caller => t("Who moves the tokens on your behalf"),
        Party::Both => t("You, as sender and receiver"),
        _ => t("Somebody this version has no word for"),
    };
    VerdictLine {
        sentence: restriction.message.clone(),
        remedy: Some(restriction.remedy.action.clone()),
        details: vec![
            (t("About").to_owned(), party.to_owned()),
            (t("Rule").to_owned(), restriction.rule.name.clone()),
            (t("Contract").to_owned(), restriction.rule.contract.to_checksum(None)),
            (t("Read").to_owned(), restriction.read.read.to_string()),
            (t("Answer").to_owned(), restriction.read.answer.clone()),
        ],
    }
}

/// Pause and freezes, as the contract tells them.
fn flags(wallet: Wallet, descriptor: &Descriptor, clock: Clock) -> impl IntoView + use<> {
    let asset = descriptor.asset;
    let holding =
        Signal::derive(move || wallet.holding(&asset).map(|holding| holding.map_err(|error| error.to_string())));
    let drawn = kept(holding, t("Pause and freezes could not be read"), move |holding: Signal<Holding>| {
        let flag = |pick: fn(&Holding) -> Option<Fact<bool>>, yes: &'static str, no: &'static str| {
            let known = Signal::derive(move || holding.with(pick).map(Ok::<_, String>));
            let present = Memo::new(move |_| holding.with(|holding| pick(holding).is_some()));
            let figure = kept(known, t("It could not be read"), move |fact| {
                let set = Memo::new(move |_| fact.with(|fact: &Fact<bool>| *fact.value()));
                let badge = move || {
                    let (kind, word) = if set.get() { (BadgeKind::Oxblood, yes) } else { (BadgeKind::Plain, no) };
                    view! { <Badge kind>{word}</Badge> }
                };
                view! { <span class="row">{badge}{stamped(fact, clock, |_| String::new())}</span> }.into_any()
            });
            let absent = move || (!present.get()).then(|| t("The contract has no such switch"));
            view! { <span>{figure}{absent}</span> }
        };
        let pairs = vec![
            Definition::view(
                t("All transfers"),
                flag(|holding| holding.state.paused.clone(), t("Stopped"), t("Running")),
            ),
            Definition::view(
                t("Your account"),
                flag(|holding| holding.state.frozen.clone(), t("Frozen"), t("Not frozen")),
            ),
        ];
        view! { <DefinitionList pairs /> }.into_any()
    });
    view! { <section class="panel stack stack--tight"><p class="label">{t("Switches")}</p>{drawn}</section> }
}
