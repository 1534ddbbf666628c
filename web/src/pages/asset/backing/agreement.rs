//! Whether as many attesters as the list asks for state the same: who agrees, and who differs.

use alloy_primitives::Address;
use assay_sdk::asset::Descriptor;
use assay_sdk::proof::AttestationError;
use leptos::prelude::*;

use super::grounded::Grounded;
use crate::components::{AddressView, Badge, BadgeKind, Notice, NoticeKind};
use crate::text::{fill, t};

pub(super) fn agreement(descriptor: &Descriptor, grounded: Grounded) -> Option<impl IntoView + use<>> {
    let threshold = descriptor.proofs.threshold?;
    let attesters = descriptor.attesters.clone();
    let asked = fill(
        t("By the list, {k} of {n} attesters have to state the same. Otherwise no statement counts."),
        &[("k", &threshold.to_string()), ("n", &attesters.len().to_string())],
    );
    let outcome = move || {
        let agreed = grounded.agreed.get()?;
        Some(match agreed {
            Ok(fact) => {
                let what = fill(
                    t("{n} attesters state the same figure, moment and document."),
                    &[("n", &fact.value().attesters.len().to_string())],
                );
                view! { <Notice kind=NoticeKind::Success title=t("The attesters agree") what /> }.into_any()
            }
            Err(AttestationError::Disagreement { what, .. }) => {
                let what = fill(t("They state different things: the {what} differs."), &[("what", what)]);
                view! { <Notice kind=NoticeKind::Error title=t("The attesters do not agree") what next=t("Do not rely on either.") /> }
                    .into_any()
            }
            Err(AttestationError::TooFewAttesters { got, expected }) => {
                let what = fill(
                    t("So far {got} of the {k} that it takes have stated it."),
                    &[("got", &got.to_string()), ("k", &expected.to_string())],
                );
                view! { <Notice kind=NoticeKind::Warn title=t("Too few attesters so far") what /> }.into_any()
            }
            Err(error) => {
                let what = error.to_string();
                view! { <Notice kind=NoticeKind::Warn title=t("The statements could not be compared") what /> }
                    .into_any()
            }
        })
    };
    let lines = attesters.into_iter().map(move |attester| line(attester, grounded)).collect_view();
    Some(view! {
        <section class="panel stack stack--tight" aria-label=t("Agreement of the attesters")>
            <p class="label">{t("Agreement of the attesters")}</p>
            <p class="small muted">{asked}</p>
            {outcome}
            <ul class="agreement">{lines}</ul>
        </section>
    })
}

/// One attester, and what its word is beside the others'.
fn line(attester: Address, grounded: Grounded) -> impl IntoView {
    let standing = Memo::new(move |_| {
        let stated = grounded.verified().iter().any(|fact| fact.value().attester == attester);
        let differs = matches!(
            grounded.agreed.get(),
            Some(Err(AttestationError::Disagreement { first, second, .. })) if first == attester || second == attester
        );
        (stated, differs)
    });
    let badge = move || match standing.get() {
        (_, true) => view! { <Badge kind=BadgeKind::Oxblood>{t("Differs")}</Badge> },
        (true, false) => view! { <Badge kind=BadgeKind::Accent>{t("States it")}</Badge> },
        (false, false) => view! { <Badge kind=BadgeKind::Amber>{t("Says nothing that counts")}</Badge> },
    };
    view! { <li class="agreement__line"><AddressView address=Signal::stored(attester) />{badge}</li> }
}
