//! What assets, marks, rates and spans of time are called.

use assay_sdk::asset::{AssetKind, Descriptor};
use assay_sdk::units::{AssetId, Rate, UnitsError};
use assay_sdk::yields::{Change, ComingKind, Window};

use crate::components::{AssetName, BadgeKind};
use crate::format;
use crate::route::{AssetTab, Route};
use crate::services::chain::ChainRoom;
use crate::state::portfolio::Mark;
use crate::text::{fill, t};

/// An asset class.
pub(crate) const fn kind(kind: Option<AssetKind>) -> &'static str {
    match kind {
        Some(AssetKind::Fund) => t("Regulated fund"),
        Some(AssetKind::Commodity) => t("Commodity"),
        Some(AssetKind::RealEstate) => t("Real estate"),
        Some(AssetKind::Debt) => t("Loans and bonds"),
        Some(AssetKind::Environmental) => t("Environmental"),
        Some(AssetKind::Cash) => t("Cash"),
        None => t("Class unknown"),
    }
}

/// An asset's name and the way to its page.
pub(crate) fn name(descriptor: &Descriptor) -> AssetName {
    AssetName {
        href: Route::Asset { asset: descriptor.asset, tab: AssetTab::Holding }.href(),
        name: descriptor.name.clone(),
        symbol: descriptor.symbol.clone(),
        kind: kind(descriptor.kind).to_owned(),
    }
}

/// A mark in a word or two.
pub(crate) const fn mark(mark: &Mark) -> (BadgeKind, &'static str) {
    match mark {
        Mark::Paused => (BadgeKind::Oxblood, t("Paused")),
        Mark::Frozen => (BadgeKind::Oxblood, t("Frozen")),
        Mark::PartlyFrozen => (BadgeKind::Amber, t("Partly frozen")),
        Mark::Overdue { .. } => (BadgeKind::Amber, t("Price overdue")),
    }
}

/// A mark in a sentence.
pub(crate) fn mark_sentence(mark: &Mark) -> String {
    match mark {
        Mark::Paused => t("The issuer has stopped all transfers of it.").to_owned(),
        Mark::Frozen => t("The issuer has frozen it in your account: you can neither send nor receive it.").to_owned(),
        Mark::PartlyFrozen => t("The issuer has frozen a part of it: that part cannot be sent.").to_owned(),
        Mark::Overdue { age, heartbeat } => fill(
            t("Its price is {age} old and should be renewed every {heartbeat}."),
            &[("age", &format::span(*age)), ("heartbeat", &format::span(*heartbeat))],
        ),
    }
}

/// A rate with its sign: `+0.42 %`, `−1.30 %`.
///
/// # Errors
/// [`UnitsError::OutOfRange`].
pub(crate) fn change(change: &Change<Rate>) -> Result<String, UnitsError> {
    let size = format::percent(change.size())?;
    let sign = if change.size().numerator.is_zero() {
        ""
    } else if change.is_loss() {
        "−"
    } else {
        "+"
    };
    Ok(format!("{sign}{size}"))
}

/// A window: `24 Aug 2026 to 22 Nov 2026, 90 days`.
pub(crate) fn window(window: &Window) -> String {
    fill(
        t("{from} to {to}, {span}"),
        &[
            ("from", &format::date(window.from().time)),
            ("to", &format::date(window.to().time)),
            ("span", &format::span(window.length())),
        ],
    )
}

/// A payment to come, and how sure that is.
pub(crate) fn coming(kind: ComingKind, title: Option<&str>) -> String {
    let title = title.unwrap_or_default();
    match kind {
        ComingKind::Claimable => fill(t("{title}, can be claimed now"), &[("title", title)]),
        ComingKind::Coupon => t("Coupon, promised by the terms").to_owned(),
        ComingKind::Redemption => t("The face, repaid by the terms: no income").to_owned(),
        ComingKind::Expected => fill(t("{title}: the asset list names the day, and no amount"), &[("title", title)]),
        _ => title.to_owned(),
    }
}

/// A token's symbol as the list has it, or its address.
pub(crate) fn symbol(room: &ChainRoom, asset: &AssetId) -> String {
    room.asset(asset).map_or_else(|_| format::short_address(&asset.token), |descriptor| descriptor.symbol.clone())
}
