//! The slip behind a hallmark: what the figure rests on, its block and age, what the level means, what would raise it.

use assay_sdk::evidence::{Level, Source, Unproven};
use leptos::prelude::*;

use super::definition_list::{Definition, DefinitionList};
use super::hallmark::{LevelMark, level_name};
use super::icon::{Glyph, Icon};
use super::known::{Clock, Known};
use crate::format;
use crate::text::{fill, t};

/// Everything that is known about how a figure is known.
#[component]
pub(crate) fn Provenance(
    /// How the figure is known.
    #[prop(into)]
    known: Signal<Known>,
    /// Now, and the age from which it is stale.
    clock: Clock,
) -> impl IntoView {
    let level = Memo::new(move |_| known.with(Known::level));
    let stale = move || {
        let age = format::age(clock.now.get(), known.with(Known::at).timestamp);
        clock.is_stale(known.with(Known::at).timestamp).then(|| {
            let limit = format::span(clock.stale_after);
            let text = fill(
                t("Stale: read {age}, and figures count as fresh for {limit}."),
                &[("age", &age), ("limit", &limit)],
            );
            view! { <p class="provenance__stale"><Icon glyph=Glyph::Clock />{text}</p> }
        })
    };
    let sources = move || known.with(|known| known.evidence().sources().map(source_line).collect_view());
    view! {
        <p class="provenance__title"><LevelMark level />{move || level_name(level.get())}</p>
        <p class="provenance__meaning">{move || meaning(level.get())}</p>
        {stale}
        <p class="label">{t("It rests on")}</p>
        <ul class="provenance__sources">{sources}</ul>
        {move || {
            let at = known.with(Known::at);
            view! {
                <DefinitionList pairs=vec![
                    Definition::text(t("Block"), format::grouped(&at.number.to_string())),
                    Definition::text(t("Time of the block"), format::date_time(at.timestamp)),
                    Definition::text(t("Age"), format::age(clock.now.get(), at.timestamp)),
                ] />
            }
        }}
        <p class="provenance__raise">{move || known.with(raise)}</p>
    }
}

/// One source in words, with the level that it would give alone.
fn source_line(source: &Source) -> impl IntoView + use<> {
    let (words, detail) = source_words(source);
    let level = source.level();
    view! {
        <li class="provenance__source">
            <LevelMark level=Signal::stored(level) />
            <div>
                <p>{words}<span class="visually-hidden">{format!(" ({})", level_name(level))}</span></p>
                <p class="provenance__detail">{detail}</p>
            </div>
        </li>
    }
}

/// What a source is, and who or what exactly.
fn source_words(source: &Source) -> (String, String) {
    match source {
        Source::Endpoint(origin) => (t("The answer of one endpoint").to_owned(), origin.to_string()),
        Source::Quorum(members) => {
            let names: Vec<String> = members.iter().map(ToString::to_string).collect();
            let pattern = t("The same answer from {n} endpoints");
            (fill(pattern, &[("n", &members.len().to_string())]), names.join(", "))
        }
        Source::Signer(address) => (t("A statement signed by").to_owned(), address.to_checksum(None)),
        Source::Checkpoint(root) => {
            (t("It follows from your checkpoint. The sync committee has signed its block, which can still be replaced until it is final").to_owned(), root.to_string())
        }
        Source::Unproven(why @ Unproven::NotSigned { .. }) => {
            (t("The sync committee has not signed its block").to_owned(), why.to_string())
        }
        Source::MerkleProof { root } => (t("A Merkle proof under the root").to_owned(), root.to_string()),
        Source::Unproven(why @ Unproven::NotAgreed { .. }) => {
            (t("Too few endpoints know its block").to_owned(), why.to_string())
        }
        Source::ZkProof { statement } => (t("A zero-knowledge proof that").to_owned(), statement.to_string()),
        Source::TokenList => (t("The issuer's token list").to_owned(), t("Nobody has signed it, and no contract says it.").to_owned()),
        Source::Unproven(why) => (t("No proof of it could be had").to_owned(), why.to_string()),
        other => (t("A kind of source that this version cannot name").to_owned(), format!("{other:?}")),
    }
}

/// What a level means.
const fn meaning(level: Level) -> &'static str {
    match level {
        Level::Claimed => t("An endpoint said so. Nobody has checked it."),
        Level::Attested => t("A named party signed it, or several independent endpoints agree."),
        Level::Proven => t("It follows by proof from a block that you trust. No endpoint could have changed it."),
    }
}

/// Whether all but the block itself is proven.
fn rests_on_its_block(known: &Known) -> bool {
    let (mut proven, mut unproven) = (false, false);
    for source in known.evidence().sources() {
        proven |= matches!(source, Source::MerkleProof { .. });
        unproven |= matches!(source, Source::Unproven(why) if !matches!(why, Unproven::NotSigned { .. }));
    }
    proven && !unproven
}

/// What would make it better known.
fn raise(known: &Known) -> &'static str {
    match known.level() {
        Level::Claimed if rests_on_its_block(known) => t(
            "It was proven in this block, and the block is one endpoint's word. Name a second endpoint in Settings, under Network: where both have the same block it is attested.",
        ),
        Level::Claimed => t(
            "A second endpoint that agrees would make it attested. A proof against a block that you trust would make it proven.",
        ),
        Level::Attested => t("A proof against a block that you trust would make it proven."),
        Level::Proven => t("Nothing would raise it further."),
    }
}
