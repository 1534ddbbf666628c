//! Where the light client stands.

use assay_sdk::proof::beacon::Network as Beacon;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Definition, DefinitionList, ErrorPanel, Notice, NoticeKind};
use crate::format;
use crate::text::t;
use crate::wallet::{Followed, Standing, Wallet};

/// The light client of the network in use; nothing where none is set up.
#[component]
pub(super) fn LightClientState() -> impl IntoView {
    let wallet = Wallet::expect();
    let retry = Callback::new(move |()| wallet.retry_beacon());
    let body = move |followed: Followed| match followed {
        Followed::Unset => ().into_any(),
        Followed::Starting => view! { <p role="status">{t("Starting from the checkpoint…")}</p> }.into_any(),
        Followed::Following(standing) => view! {
            <p role="status">{t("Following. Figures are read in the newest block that the sync committee signed.")}</p>
            {details(&wallet, &standing)}
        }
        .into_any(),
        Followed::Refused(error, standing) => view! {
            <ErrorPanel error on_retry=retry />
            {standing.map(|standing| details(&wallet, &standing))}
        }
        .into_any(),
        Followed::KeptRefused(error) => view! {
            <ErrorPanel error />
            <Button kind=ButtonKind::Plain on_click=Callback::new(move |()| wallet.start_beacon_anew())>
                {t("Give up what was kept and start from your checkpoint")}
            </Button>
        }
        .into_any(),
    };
    let shown = move || match wallet.followed() {
        Followed::Unset => None,
        followed @ (Followed::Starting | Followed::Following(_) | Followed::Refused(..) | Followed::KeptRefused(_)) => {
            Some(view! {
                <section class="section" aria-labelledby="light-client">
                    <div class="section__head"><h2 id="light-client">{t("Light client")}</h2></div>
                    <div class="stack">{body(followed)}</div>
                </section>
            })
        }
    };
    view! { {shown} }
}

fn details(wallet: &Wallet, standing: &Standing) -> impl IntoView + use<> {
    let now = wallet.clock().now;
    let Standing { known, verified_at, not_kept, .. } = standing.clone();
    let age_of = move |slot: u64| {
        let began = wallet_network(&known.saved).map(|network| network.time_of(slot));
        began.map_or_else(String::new, |began| format::age(now.get(), began))
    };
    let (signed, finalized) = (known.signed.slot, known.finalized.slot);
    let at = |slot: u64| format::grouped(&slot.to_string());
    view! {
        <DefinitionList pairs=vec![
            Definition::text(t("Started from"), known.signed.checkpoint.to_string()),
            Definition::text(t("Age of the checkpoint at the start"), format::span(known.checkpoint_age)),
            Definition::view(t("Newest signed slot"), {
                let age_of = age_of.clone();
                view! { <span>{at(signed)}{" · "}{move || age_of(signed)}</span> }
            }),
            Definition::view(t("Newest final slot"), view! { <span>{at(finalized)}{" · "}{move || age_of(finalized)}</span> }),
            Definition::view(t("Verified last"), view! { <span>{move || format::age(now.get(), verified_at)}</span> }),
        ] />
        {not_kept.map(|what| view! {
            <Notice kind=NoticeKind::Warn title=t("The checkpoint could not be kept") what
                next=t("The light client works all the same. On your next visit it starts from the checkpoint above.") />
        })}
    }
}

/// The network that a kept checkpoint names.
fn wallet_network(saved: &str) -> Option<&'static Beacon> {
    let saved: assay_sdk::proof::beacon::SavedCheckpoint = saved.parse().ok()?;
    Beacon::of_chain(saved.chain)
}
