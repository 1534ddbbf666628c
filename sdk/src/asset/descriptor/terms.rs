//! `extensions.assay`: what stands behind a token, and where to read it.

use alloy_primitives::U256;

use crate::units::{Amount, Currency, Rate, Seconds};

use super::super::json::{Node, Object};
use super::{
    AssetKind, BondNonce, ClaimTopic, Descriptor, DescriptorError, Distribution, DocumentLink, FeedKind, PriceBasis,
    PriceFeed, ReserveFeed, RiskThresholds, balances, distribution, instrument, nonces, proofs, redemption,
};

pub(super) fn read(bare: Descriptor, assay: &Object<'_>) -> Result<Descriptor, DescriptorError> {
    let text = |node: &Node<'_>| node.text().map(str::to_owned);
    let word = |field| assay.optional(field).map(|node| node.word()).transpose();
    let attesters = assay.list("attesters", Node::address)?;
    unique(assay, "attesters", &attesters)?;
    let documents = assay.list("documents", document)?;
    let claim_topics = assay.list("claimTopics", claim_topic)?;
    unique(assay, "claimTopics", &claim_topics.iter().map(|known| known.topic).collect::<Vec<_>>())?;
    let distributions = assay.list("distributions", distribution::read)?;
    unique(assay, "distributions", &distributions.iter().map(Distribution::key).collect::<Vec<_>>())?;
    let bonds = assay.list("bonds", nonces::read)?;
    unique(assay, "bonds", &bonds.iter().map(BondNonce::key).collect::<Vec<_>>())?;
    let ways_out = redemption::ways_out(assay)?;
    Ok(Descriptor {
        kind: Some(kind(&assay.required("kind", KINDS)?)?),
        unit: Some(assay.text("unit")?),
        price: price(assay)?,
        reserves: assay.optional("reserves").map(|node| reserves(&node.object()?)).transpose()?,
        risk: assay.optional("risk").map_or_else(|| Ok(RiskThresholds::default()), |node| risk(&node.object()?))?,
        proofs: proofs::read(assay, &attesters)?,
        attesters,
        attestations: assay.list("attestations", text)?,
        redemption: ways_out.first().map(|way| way.terms),
        ways_out,
        balances: balances::read(assay)?,
        distributions,
        bonds,
        expected: assay.list("distributions", instrument::expected)?.into_iter().flatten().collect(),
        instrument: instrument::instrument(assay)?,
        stated: instrument::stated(assay)?,
        documents,
        claim_topics,
        balance_slot: assay.optional("balanceSlot").map(|node| node.decimal()).transpose()?,
        balance_mask: word("balanceMask")?.map(Into::into),
        ..bare
    })
}

const KINDS: &str = "one of fund, commodity, realEstate, debt, environmental, cash";

fn kind(node: &Node<'_>) -> Result<AssetKind, DescriptorError> {
    match node.text()? {
        "fund" => Ok(AssetKind::Fund),
        "commodity" => Ok(AssetKind::Commodity),
        "realEstate" => Ok(AssetKind::RealEstate),
        "debt" => Ok(AssetKind::Debt),
        "environmental" => Ok(AssetKind::Environmental),
        "cash" => Ok(AssetKind::Cash),
        _ => Err(node.unexpected(KINDS)),
    }
}

fn price(assay: &Object<'_>) -> Result<Option<PriceFeed>, DescriptorError> {
    let (basis, node) = match (assay.optional("nav"), assay.optional("price")) {
        (Some(_), Some(_)) => {
            return Err(DescriptorError::Both { path: assay.path.clone(), got: "nav and price" });
        }
        (Some(nav), None) => (PriceBasis::Nav, nav),
        (None, Some(price)) => (PriceBasis::Price, price),
        (None, None) => return Ok(None),
    };
    let object = node.object()?;
    let currency = object.required("currency", "an ISO 4217 code")?;
    let units = |why| DescriptorError::Units { path: currency.path.clone(), why };
    Ok(Some(PriceFeed {
        basis,
        feed: object.address("feed")?,
        heartbeat: heartbeat(&object)?,
        currency: Currency::new(currency.text()?).map_err(units)?,
        kind: object.optional("type").map_or(Ok(FeedKind::default()), |node| feed_kind(&node))?,
    }))
}

fn feed_kind(node: &Node<'_>) -> Result<FeedKind, DescriptorError> {
    match node.text()? {
        "aggregator" => Ok(FeedKind::Aggregator),
        "ondo-ranges" => Ok(FeedKind::OndoRanges),
        "superstate" => Ok(FeedKind::Superstate),
        "clamped" => Ok(FeedKind::Clamped),
        _ => Err(node.unexpected("one of aggregator, ondo-ranges, superstate, clamped")),
    }
}

const SECONDS: &str = "a number of seconds above zero";

/// A feed without a heartbeat could never be called stale.
fn heartbeat(object: &Object<'_>) -> Result<Seconds, DescriptorError> {
    seconds(&object.required("heartbeat", SECONDS)?)
}

fn seconds(node: &Node<'_>) -> Result<Seconds, DescriptorError> {
    match node.integer()? {
        0 => Err(node.unexpected(SECONDS)),
        seconds => Ok(Seconds(seconds)),
    }
}

fn risk(object: &Object<'_>) -> Result<RiskThresholds, DescriptorError> {
    let span = |field| object.optional(field).map(|node| seconds(&node)).transpose();
    Ok(RiskThresholds {
        min_collateral_ratio: object.optional("minCollateralRatio").map(|node| ratio(&node)).transpose()?,
        max_oracle_latency: span("maxOracleLatency")?,
        max_audit_interval: span("maxAuditInterval")?,
    })
}

/// A text, so that no reader makes a binary fraction of it.
fn ratio(node: &Node<'_>) -> Result<Rate, DescriptorError> {
    const EXPECTED: &str = "a decimal number above zero as a text, with at most 18 decimals";
    let parsed = Amount::parse(node.text()?, 18).ok().filter(|ratio| !ratio.is_zero());
    let one = U256::from(1_000_000_000_000_000_000_u64);
    parsed.and_then(|ratio| Rate::new(ratio.raw(), one).ok()).ok_or_else(|| node.unexpected(EXPECTED))
}

fn reserves(object: &Object<'_>) -> Result<ReserveFeed, DescriptorError> {
    Ok(ReserveFeed { feed: object.address("feed")?, heartbeat: heartbeat(object)?, unit: object.text("unit")? })
}

fn document(node: &Node<'_>) -> Result<DocumentLink, DescriptorError> {
    let object = node.object()?;
    let hash = |field| object.optional(field).map(|node| node.word()).transpose();
    let link = DocumentLink {
        title: object.text("title")?,
        uri: object.text("uri")?,
        sha256: hash("sha256")?,
        keccak256: hash("keccak256")?,
    };
    if link.sha256.is_none() && link.keccak256.is_none() {
        let path = format!("{}.sha256", node.path);
        return Err(DescriptorError::Missing { path, expected: "sha256 or keccak256 of the document" });
    }
    Ok(link)
}

fn claim_topic(node: &Node<'_>) -> Result<ClaimTopic, DescriptorError> {
    let object = node.object()?;
    let topic = object.required("topic", "a decimal integer as a text")?.decimal()?;
    Ok(ClaimTopic { topic, label: object.text("label")? })
}

pub(super) fn unique<T: PartialEq + std::fmt::Display>(
    assay: &Object<'_>,
    field: &str,
    items: &[T],
) -> Result<(), DescriptorError> {
    let repeated = items.iter().enumerate().find_map(|(index, item)| {
        let first = items.iter().position(|known| known == item)?;
        (first < index).then_some((first, index, item))
    });
    let Some((first, index, item)) = repeated else { return Ok(()) };
    let path = |index: usize| format!("{}.{field}[{index}]", assay.path);
    Err(DescriptorError::Duplicate { path: path(index), first: path(first), got: item.to_string() })
}
