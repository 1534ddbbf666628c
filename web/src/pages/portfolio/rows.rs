//! Every asset of the list on its line: also what could not be read, with the reason.

use assay_sdk::asset::{Descriptor, Worth as Priced};
use assay_sdk::units::AssetId;
use leptos::prelude::*;

use crate::components::{AssetRow, Badge, Reading, Worth};
use crate::pages::asset::words;
use crate::state::portfolio::{Mark, marks};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The list, ordered by asset class and within a class as the issuer's list has it.
#[component]
pub(super) fn Rows(wallet: Wallet) -> impl IntoView {
    let rows = move || {
        let room = wallet.room();
        let mut assets: Vec<Descriptor> = room.value().map(|room| room.assets().to_vec()).unwrap_or_default();
        assets.sort_by_key(|asset| (asset.kind.is_none(), asset.kind));
        assets.into_iter().map(|descriptor| view! { <Row wallet descriptor /> }).collect_view()
    };
    view! { <ul class="asset-list">{rows}</ul> }
}

#[component]
fn Row(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    let asset = descriptor.asset;
    let amount = Signal::derive(move || match wallet.holding(&asset) {
        None => Reading::Pending,
        Some(Ok(holding)) => Reading::Known(holding.balance),
        Some(Err(why)) => {
            Reading::Failed { what: fill(t("It could not be read: {why}."), &[("why", &why.to_string())]) }
        }
    });
    let worth = Signal::derive(move || worth(&wallet, &asset));
    let marks = Memo::new(move |_| match wallet.holding(&asset) {
        Some(Ok(holding)) => marks(&holding),
        Some(Err(_)) | None => Vec::new(),
    });
    let badges = move || marks.with(|marks| marks.iter().map(badge).collect_view());
    view! {
        <AssetRow asset=words::name(&descriptor) amount worth clock=wallet.clock() on_retry=move |()| wallet.retry()>
            {badges}
        </AssetRow>
    }
}

fn badge(mark: &Mark) -> impl IntoView + use<> {
    let (kind, word) = words::mark(mark);
    view! { <Badge kind>{word}</Badge> }
}

/// The worth on the line. A holding that could not be read says so once, at its amount.
fn worth(wallet: &Wallet, asset: &AssetId) -> Worth {
    match wallet.holding(asset) {
        None => Worth::Priced(Reading::Pending),
        Some(Err(_)) => Worth::Unpriced,
        Some(Ok(holding)) => match holding.worth {
            Priced::Priced(priced) => Worth::Priced(Reading::Known(priced.value)),
            Priced::Unpriced => Worth::Unpriced,
            Priced::Unknown { why } => {
                let what = fill(t("The price could not be had: {why}."), &[("why", &why.to_string())]);
                Worth::Priced(Reading::Failed { what })
            }
        },
    }
}
