//! Figures and hallmarks at every level, size and age.

use assay_sdk::evidence::Source;
use assay_sdk::units::Amount;
use leptos::prelude::*;

use super::Part;
use super::specimen::{SOMEBODY, amount, dollars, endpoint, fact, proof, quorum};
use crate::components::{
    AddressView, AmountFigure, Badge, Clock, CopyButton, Definition, DefinitionList, FigureSize, Hallmark, Identicon,
    IdenticonSize, Known, Number, Reading, Skeleton, SkeletonWidth, ValueFigure,
};
use crate::format::{Decimals, decimal};
use crate::text::t;

#[component]
pub(super) fn Figures(clock: Clock) -> impl IntoView {
    let stale = Amount::parse("1250.5", 18)
        .map_or(Reading::Pending, |value| Reading::Known(fact(value, 5_400, endpoint()).extended(proof())));
    let failed = Reading::Failed { what: t("The price could not be read.").to_owned() };
    let pairs = vec![
        Definition::view(
            t("Claimed"),
            view! { <AmountFigure reading=Signal::stored(amount("1250.5", endpoint())) symbol="AUG" clock /> },
        ),
        Definition::view(
            t("Attested by endpoints"),
            view! { <AmountFigure reading=Signal::stored(amount("1250.5", quorum())) symbol="AUG" clock /> },
        ),
        Definition::view(
            t("Attested by a signer"),
            view! { <AmountFigure reading=Signal::stored(amount("1250.5", Source::Signer(SOMEBODY))) symbol="AUG" clock /> },
        ),
        Definition::view(
            t("Proven"),
            view! { <AmountFigure reading=Signal::stored(amount("1250.5", proof())) symbol="AUG" clock /> },
        ),
        Definition::view(t("Stale"), view! { <AmountFigure reading=Signal::stored(stale) symbol="AUG" clock /> }),
        Definition::view(
            t("Cut, all of it on focus"),
            view! { <AmountFigure reading=Signal::stored(amount("1250.123456789", proof())) symbol="AUG" clock /> },
        ),
        Definition::view(
            t("Less than can be shown"),
            view! { <AmountFigure reading=Signal::stored(amount("0.00000000012", proof())) symbol="AUG" clock /> },
        ),
        Definition::view(
            t("Money"),
            view! { <ValueFigure reading=Signal::stored(dollars(123_450, quorum())) clock /> },
        ),
        Definition::view(t("Pending"), view! { <ValueFigure reading=Signal::stored(Reading::Pending) clock /> }),
        Definition::view(
            t("Failed"),
            view! { <ValueFigure reading=Signal::stored(failed) clock on_retry=move |()| () /> },
        ),
    ];
    view! {
        <Part id="figures" title=t("Figures")>
            <div class="columns">
                <div class="panel"><DefinitionList pairs /></div>
                <div class="panel stack"><Large clock /><Addresses clock /></div>
            </div>
        </Part>
    }
}

#[component]
fn Large(clock: Clock) -> impl IntoView {
    view! {
        <p class="label">{t("Large amounts")}</p>
        <AmountFigure reading=Signal::stored(amount("18.25", proof())) symbol="AUG" clock size=FigureSize::Grand />
        <ValueFigure reading=Signal::stored(dollars(123_450_078, endpoint())) clock size=FigureSize::Grand />
        <ValueFigure reading=Signal::stored(Reading::Pending) clock size=FigureSize::Grand />
    }
}

#[component]
fn Addresses(clock: Clock) -> impl IntoView {
    view! {
        <p class="label">{t("A number that is no reading of a chain, and a hallmark alone")}</p>
        <p class="row numbers">
            <Number shown=Signal::stored(decimal("1234.5678901", Decimals::MONEY)) />
            <Hallmark known=Signal::stored(Known::of(&fact((), 24, quorum()))) clock />
        </p>
        <p class="label">{t("Addresses")}</p>
        <AddressView address=SOMEBODY />
        <AddressView address=SOMEBODY name=t("Notary") />
        <div class="row">
            {(1..=6_u8).map(|byte| view! { <Identicon address=alloy_primitives::Address::with_last_byte(byte) size=IdenticonSize::Large /> }).collect_view()}
        </div>
        <div class="row"><code>{"0xb1b1…b1b1"}</code><CopyButton text="0xb1" label=t("Copy the hash") /></div>
        <div class="row"><Skeleton width=SkeletonWidth::Short /><Skeleton width=SkeletonWidth::Long /><Badge>{t("Draft")}</Badge></div>
        <Skeleton width=SkeletonWidth::Line />
    }
}
