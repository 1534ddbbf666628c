//! Choosing an asset, where the address names none.

use assay_sdk::asset::Descriptor;
use assay_sdk::units::AssetId;
use leptos::prelude::*;

use crate::components::{EmptyState, ErrorPanel, Glyph, Skeleton, SkeletonWidth};
use crate::state::loaded::Loaded;
use crate::text::t;
use crate::wallet::Wallet;

/// The assets of the list that the filter lets through, each a link.
#[component]
pub(crate) fn ChooseAsset(
    /// Where an asset leads.
    href: fn(AssetId) -> String,
    /// Which assets to offer.
    filter: fn(&Descriptor) -> bool,
) -> impl IntoView {
    let wallet = Wallet::expect();
    move || match wallet.room() {
        Loaded::Pending => view! { <Skeleton width=SkeletonWidth::Line /> }.into_any(),
        Loaded::Failed(error) => view! { <ErrorPanel error on_retry=move |()| wallet.retry() /> }.into_any(),
        Loaded::Ready { value: room, .. } => {
            let offered: Vec<_> = room.assets().iter().filter(|asset| filter(asset)).cloned().collect();
            if offered.is_empty() {
                return view! { <EmptyState glyph=Glyph::Question title=t("There is nothing to choose from") /> }
                    .into_any();
            }
            let links = offered.into_iter().map(|descriptor| {
                view! {
                    <li><a class="choice" href=href(descriptor.asset)>
                        <span class="choice__name">{descriptor.name}</span>
                        <span class="choice__symbol">{descriptor.symbol}</span>
                    </a></li>
                }
            });
            view! { <ul class="choices panel panel--flush">{links.collect_view()}</ul> }.into_any()
        }
    }
}
