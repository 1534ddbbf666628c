//! What the last look before the signature found, in words.

use alloy_primitives::U256;
use assay_sdk::units::{Amount, BlockRef, ChainId};
use leptos::prelude::*;

use super::details::coin;
use crate::components::{Notice, NoticeKind};
use crate::state::income::{Worth, worth};
use crate::text::{fill, t};
use crate::wallet::Checked;

/// What was found; for a claim also whether it is worth its fee, as far as that can be told. No fee is known where another wallet sets it.
pub(super) fn words(checked: &Checked, fee_ceiling: Option<U256>, chain: ChainId) -> AnyView {
    match *checked {
        Checked::Allowed(at) => found(
            t(
                "At block {number} this passes: every rule that is known was checked, and the chain was asked. It is checked once more when you sign; rules can still change before a block takes it.",
            ),
            at,
        ),
        Checked::Due { at, token, amount } => {
            let words = found(
                t(
                    "At block {number} this is due: the contract was asked, and where a published file is behind it, its proof leads to the contract's own root. It is checked once more when you sign.",
                ),
                at,
            );
            let fee = amount
                .zip(fee_ceiling)
                .map(|(amount, fee)| beside_the_fee(worth(fee, token, &amount), &coin(fee, chain), &amount));
            view! { {words}{fee} }.into_any()
        }
    }
}

fn found(pattern: &'static str, at: BlockRef) -> AnyView {
    view! { <p class="hint">{fill(pattern, &[("number", &at.number.to_string())])}</p> }.into_any()
}

fn beside_the_fee(worth: Worth, fee: &str, amount: &Amount) -> AnyView {
    match worth {
        Worth::More => {
            view! { <p class="hint">{fill(t("It pays more than the fee of at most {fee}."), &[("fee", fee)])}</p> }
                .into_any()
        }
        Worth::FeeMayBeMore => {
            let what = fill(
                t("The fee may come to {fee}, and this pays {amount} of the same coin."),
                &[("fee", fee), ("amount", &amount.to_string())],
            );
            view! { <Notice kind=NoticeKind::Warn title=t("The fee may be more than the claim") what next=t("It stays yours: claim it later together with more, or when fees are lower.") /> }
                .into_any()
        }
        Worth::NotComparable => view! {
            <p class="hint">{fill(
                t("The fee is at most {fee}. Whether the claim is worth that cannot be said: nobody states a price of the chain's own coin here."),
                &[("fee", fee)],
            )}</p>
        }
        .into_any(),
    }
}
