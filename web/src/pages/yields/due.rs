//! Everything that can be claimed now, by token, and the button that claims it all.

use alloy_primitives::Address;
use assay_sdk::units::AssetId;
use leptos::prelude::*;

use super::{Report, symbol};
use crate::components::{AmountFigure, Button, ButtonKind, ErrorText, FigureSize, Glyph, Reading, Skeleton};
use crate::pages::inquiry::Answer;
use crate::pages::watched::SigningNote;
use crate::state::income::{self, Claim, claims, due};
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::{Signing, Wallet};

/// The assets that earn, each with its report.
pub(super) type Answers = Vec<(AssetId, Answer<Report>)>;

/// What is ready to be claimed.
#[component]
pub(super) fn Due(wallet: Wallet, answers: Answers) -> impl IntoView {
    let clock = wallet.clock();
    let answers = StoredValue::new(answers);
    let ready: Memo<Vec<income::Due>> = Memo::new(move |_| {
        let loaded = reports(answers);
        due(loaded.iter().filter_map(|(_, loaded)| loaded.value()).flat_map(|report| &report.payments))
    });
    let state = Memo::new(move |_| {
        answers.with_value(|answers| {
            let count = |is: fn(&Loaded<Report, ErrorText>) -> bool| {
                answers.iter().filter(|(_, answer)| answer.with(is)).count()
            };
            (count(|loaded| loaded.value().is_none()), count(|loaded| matches!(loaded, Loaded::Failed(_))))
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
        let figure = |(place, token): (usize, Option<Address>)| {
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
            <ClaimAll wallet answers />
        </section>
    }
}

/// The button for all claims, where there are several transactions to sign.
#[component]
fn ClaimAll(wallet: Wallet, answers: StoredValue<Answers>) -> impl IntoView {
    let all: Memo<Vec<Claim>> = Memo::new(move |_| {
        let loaded = reports(answers);
        // All means all: while some are still on their way, none are offered together.
        if loaded.iter().any(|(_, loaded)| matches!(loaded, Loaded::Pending)) {
            return Vec::new();
        }
        claims(
            loaded
                .iter()
                .filter_map(|(asset, loaded)| loaded.value().map(|report| (*asset, report.payments.as_slice()))),
        )
    });
    let count = Memo::new(move |_| all.with(Vec::len));
    // What is on its way would be claimed twice, and refused.
    let under_way = Memo::new(move |_| {
        let assets = all.with(|all| all.iter().map(|claim| claim.asset.to_string()).collect::<Vec<_>>());
        let activity = wallet.activity();
        activity.entries().any(|entry| !entry.state.is_final() && assets.iter().any(|asset| entry.is_about(asset)))
    });
    let claim = move |()| wallet.propose_all(all.get_untracked());
    move || {
        let count = count.get();
        (count > 1).then(|| {
            let number = count.to_string();
            let pattern = if wallet.signing() == Signing::Elsewhere {
                t("{n} claims, shown together and sent as one where the other wallet can do that; otherwise one after the other. Each is checked against the newest block before you sign.")
            } else {
                t("{n} transactions, shown one after the other. Each is checked against the newest block before you sign it, and any of them can be left out.")
            };
            let lead = fill(pattern, &[("n", &number)]);
            view! {
                <div class="row due__all">
                    <Button kind=ButtonKind::Primary icon=Glyph::Yield busy=under_way disabled=wallet.signing() == Signing::Nowhere on_click=claim>
                        {move || if under_way.get() { t("On its way") } else { t("Claim all") }}
                    </Button>
                    <p class="small muted">{lead}</p>
                </div>
                <SigningNote wallet />
            }
        })
    }
}

pub(super) fn reports(answers: StoredValue<Answers>) -> Vec<(AssetId, Loaded<Report, ErrorText>)> {
    answers.with_value(|answers| answers.iter().map(|(asset, answer)| (*asset, answer.loaded())).collect())
}
