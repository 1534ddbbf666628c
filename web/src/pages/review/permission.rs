//! What its tokens say of typed data: whether they would take it, and whether who gets a permission could use it.

use assay_sdk::compliance::{RestrictionCode, SignedAssessment, Verdict};
use assay_sdk::tx::TypedMove;
use assay_sdk::units::{BlockRef, ChainId};
use leptos::prelude::*;

use super::checked;
use crate::components::{Notice, NoticeKind};
use crate::text::{fill, t};
use crate::wallet::Checked;

/// Of each thing that the rules of a token were asked about, in their order.
pub(super) fn words(asked: &[TypedMove], found: &[SignedAssessment], chain: ChainId) -> AnyView {
    let one = |(asked, found): (&TypedMove, &SignedAssessment)| {
        let at = found.verdict.at();
        let taken = match asked {
            TypedMove::Transfer { .. } => checked::words(&Checked::Allowed(at), None, chain),
            TypedMove::Permit { .. } => taken(at),
            // Its contract is Permit2, whose books are not read.
            TypedMove::Permit2 { .. } | _ => ().into_any(),
        };
        let (_, raw) = asked.what();
        // What takes a permission back lets nobody use anything.
        let used = found.usable.as_ref().filter(|_| !raw.is_zero()).map(usable);
        view! { {taken}{used} }.into_any()
    };
    asked.iter().zip(found).map(one).collect_view().into_any()
}

fn taken(at: BlockRef) -> AnyView {
    let words = t(
        "At block {number} the token would take this permission: its number, its end and what it is made out to were compared with the token's own. It is checked once more when you sign.",
    );
    view! { <p class="hint">{fill(words, &[("number", &at.number.to_string())])}</p> }.into_any()
}

/// Whether the spender could take the tokens to itself. A permission for more than there is, is no fault of it.
fn usable(verdict: &Verdict) -> AnyView {
    let (title, what, next) = match verdict {
        Verdict::Allow(_) => return could(),
        Verdict::Deny(reasons) => {
            let stands = reasons.iter().filter(|reason| reason.code != RestrictionCode::InsufficientBalance);
            let whys: Vec<&str> = stands.map(|reason| reason.message.as_str()).collect();
            if whys.is_empty() {
                return could();
            }
            let next =
                t("It could only pass them on to somebody who may have them. Sign only if you know what it is for.");
            (t("Who gets this could not take the tokens itself"), whys.join(" "), next)
        }
        Verdict::Unknown(doubts) => {
            let whys: Vec<String> = doubts.iter().map(ToString::to_string).collect();
            let title = t("Whether who gets this could take the tokens cannot be told");
            (title, whys.join(" "), t("Sign only if you know what it is for."))
        }
    };
    view! { <Notice kind=NoticeKind::Warn title what next /> }.into_any()
}

fn could() -> AnyView {
    let words = t("Every rule of the token that is known lets who gets this permission take the tokens.");
    view! { <p class="hint">{words}</p> }.into_any()
}
