//! `backing`: what goes in and what comes out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use super::attestation::AttestedReserve;
use super::figure::{Amount, Block, Fact, Ratio};
use super::holdings::{Unread, Worth};
use super::returns::Returns;
use super::yields::Part;
use crate::asset::{self, CheckedPoint, Finding, Metric, Point, ReserveMethod, RiskReport, Staleness, Standing};
use crate::client::{BackingReport, Stated, StatedReserve};
use crate::evidence;
use crate::proof::AgreedReserve;
use crate::units::{BlockRef, Rate, Seconds};
use crate::yields::YieldReport;

/// Which asset.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackingOptions {
    /// CAIP-19, as `"eip155:1/erc20:0x…"`, or the token's address. It must be in the list.
    pub(super) asset: String,
    /// The issuer's token list, parsed or as text.
    #[tsify(type = "object | string")]
    pub(super) list: Value,
    /// The signed statements that the list names, parsed or as text, by the address that the list gives them. One that is missing here is said to
    /// be, and counts for nothing.
    #[tsify(optional, type = "Record<string, object | string>")]
    pub(super) statements: Option<BTreeMap<String, Value>>,
    /// Who looks at it, if anybody: an address, or CAIP-10. That their balance stands in the token's ledger is one of the ten points.
    #[tsify(optional)]
    pub(super) holder: Option<String>,
    /// The length of the window that returns are measured over, in seconds. 30 days by default; shorter where the chain is younger.
    #[tsify(optional)]
    pub(super) window_seconds: Option<u64>,
    /// The moment against which ages are judged, in seconds since 1970. The machine's clock by default, or the newest block's time where that is
    /// later.
    #[tsify(optional)]
    pub(super) now: Option<u64>,
}

/// What stands behind an asset, and what it brought. What the asset does not have is left out; what could not be read says why and leaves the
/// rest standing.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssetBacking {
    /// The block that all of it is of.
    at: Block,
    /// The block at the start of the window.
    since: Block,
    /// What was issued.
    supply: Part<Amount>,
    /// What one whole token is worth: by the list's price feed, or by its vault.
    price: Worth,
    /// Reserves against supply by the asset's feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    feed: Option<Part<ReserveComparison>>,
    /// Each signed statement that the list names: those that a key signed, then those that a contract vouches for.
    statements: Vec<ReserveStatement>,
    /// What as many attesters as the list asks for state alike, where it asks for any. Where they do not, no statement counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    agreed: Option<Part<AgreedStatement>>,
    /// It all in a sentence, and against the issuer's own limits; left out where nothing could be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    summary: Option<BackingSummary>,
    /// The ten points of a proof of reserves. Zero-knowledge proofs, and places in trees of liabilities, are not looked at here: `@assay/sdk/zk`
    /// and `@assay/sdk/range` verify these.
    points: Vec<BackingPoint>,
    /// What it brought over the window, whoever holds it.
    returns: Returns,
}

/// Reserves against supply, both as people read them.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReserveComparison {
    /// What is held in reserve, in units of what is counted.
    reserve: Amount,
    /// What was issued.
    supply: Amount,
    /// Reserve over supply; left out where nothing was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    ratio: Option<Ratio>,
    /// Whether the reserve is at least the supply.
    covered: bool,
    /// The moment that the reserve figure speaks of, in seconds since 1970.
    reserve_as_of: u64,
    /// Seconds between that moment and the block of the supply: what was issued or redeemed in them is not in both.
    age_gap_seconds: u64,
    /// How the reserve figure came about.
    method: ComparisonMethod,
}

/// How a reserve figure came about: a feed repeats what its operators were told, and is overdue or not; or somebody signed a statement.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum ComparisonMethod {
    Feed { age_seconds: u64, stale: bool },
    Statement { attesters: Vec<String> },
}

/// A signed statement that the list names: it was not among those given; it does not hold; or it says this.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[expect(clippy::large_enum_variant, reason = "it is made, serialised and dropped")]
pub(crate) enum ReserveStatement {
    Missing {
        file: String,
    },
    Refused {
        file: String,
        why: Unread,
    },
    Stated {
        file: String,
        /// The contract that vouches for it; left out where a key signed.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        contract: Option<String>,
        reserve: Fact<AttestedReserve>,
        backing: Part<ReserveComparison>,
    },
}

/// What several attesters state alike.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct AgreedStatement {
    /// What they state.
    reserve: AttestedReserve,
    /// Who does.
    attesters: Vec<String>,
}

/// The backing in a sentence, and three measures of it against the issuer's own limits.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackingSummary {
    /// The comparison that it is about: one that does not cover before all others, then the feed's.
    backing: Fact<ReserveComparison>,
    /// Plain English: `"Reserves of 105 cover the 100 issued (105.00 %), by a feed's figure 2 minutes apart from the supply."`
    sentence: String,
    /// The worst of the three.
    standing: LimitStanding,
    /// Reserves over supply, against the least that it should be.
    collateral_ratio: Measure<Ratio>,
    /// Age of the reserve figure in seconds, against the most that it should be.
    oracle_latency: Measure<u64>,
    /// The longest time without a statement in seconds, against the most that it should be.
    audit_interval: Measure<u64>,
}

/// A measure and where it stands.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Measure<T> {
    /// What was measured; left out where there was nothing to measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    value: Option<T>,
    /// The issuer's limit; left out where it names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    limit: Option<T>,
    /// The one against the other. `"unknown"` is never to be shown as kept.
    standing: LimitStanding,
}

/// The limit is kept, or broken, or there is nothing to tell it by.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LimitStanding {
    Within,
    Beyond,
    Unknown,
}

/// One of the ten points of a proof of reserves.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackingPoint {
    /// Which.
    #[tsify(
        type = "\"inclusion\" | \"nonNegativity\" | \"sumBinding\" | \"completeness\" | \"sameRoot\" | \"freshness\" | \"control\" | \"adequacy\" | \"setup\" | \"offChain\""
    )]
    point: Point,
    /// What it asks for, in a sentence.
    demand: &'static str,
    /// What is known of it: it follows from what was proven; somebody vouches for it; nothing that counts speaks for it; it is known not to hold.
    #[tsify(type = "\"holds\" | \"attested\" | \"unknown\" | \"broken\"")]
    finding: Finding,
    /// Why, in a sentence.
    reason: &'static str,
    /// What would settle it; left out where it holds, or where nothing could.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    settled_by: Option<&'static str>,
}

impl AssetBacking {
    pub(super) fn new(at: BlockRef, since: BlockRef, report: &BackingReport, realised: &YieldReport) -> Self {
        let compared = |fact: &evidence::Fact<asset::Backing>| Fact::of(fact, ReserveComparison::from);
        Self {
            at: at.into(),
            since: since.into(),
            supply: Part::had(report.supply.as_ref().map(|fact| Fact::of(fact, Amount::from))),
            price: match &report.price {
                Ok(worth) => worth.into(),
                Err(why) => Worth::Unknown { why: Unread::of(why.clone()) },
            },
            feed: report.by_feed.as_ref().map(|feed| Part::had(feed.as_ref().map(|(fact, _)| compared(fact)))),
            statements: report.statements.iter().map(ReserveStatement::from).collect(),
            agreed: report
                .agreed
                .as_ref()
                .map(|agreed| Part::had(agreed.as_ref().map(|fact| Fact::of(fact, AgreedStatement::from)))),
            summary: report.risk.as_ref().map(|(backing, risk)| BackingSummary::new(backing, risk)),
            points: report.points.iter().map(BackingPoint::from).collect(),
            returns: Returns::new(realised),
        }
    }
}

impl BackingSummary {
    fn new(backing: &evidence::Fact<asset::Backing>, risk: &RiskReport) -> Self {
        let seconds = |span: &Seconds| span.0;
        Self {
            backing: Fact::of(backing, ReserveComparison::from),
            sentence: backing.value().sentence(risk),
            standing: risk.standing().into(),
            collateral_ratio: Measure::of(&risk.collateral_ratio, |ratio: &Rate| Ratio::from(ratio)),
            oracle_latency: Measure::of(&risk.oracle_latency, seconds),
            audit_interval: Measure::of(&risk.audit_interval, seconds),
        }
    }
}

impl<T> Measure<T> {
    fn of<V>(metric: &Metric<V>, convert: impl Fn(&V) -> T) -> Self {
        let (value, limit) = (metric.value.as_ref().map(&convert), metric.threshold.as_ref().map(&convert));
        Self { value, limit, standing: metric.standing.into() }
    }
}

impl From<Standing> for LimitStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Within => Self::Within,
            Standing::Beyond => Self::Beyond,
            Standing::Unknown => Self::Unknown,
        }
    }
}

impl From<&asset::Backing> for ReserveComparison {
    fn from(backing: &asset::Backing) -> Self {
        Self {
            reserve: (&backing.reserve).into(),
            supply: (&backing.supply).into(),
            ratio: backing.ratio.as_ref().map(Ratio::from),
            covered: backing.covered,
            reserve_as_of: backing.reserve_as_of.0,
            age_gap_seconds: backing.age_gap.0,
            method: (&backing.method).into(),
        }
    }
}

impl From<&ReserveMethod> for ComparisonMethod {
    fn from(method: &ReserveMethod) -> Self {
        match method {
            ReserveMethod::Feed { staleness: Staleness::Fresh { age } } => {
                Self::Feed { age_seconds: age.0, stale: false }
            }
            ReserveMethod::Feed { staleness: Staleness::Stale { age, .. } } => {
                Self::Feed { age_seconds: age.0, stale: true }
            }
            ReserveMethod::Statement { attesters } => {
                Self::Statement { attesters: attesters.iter().map(ToString::to_string).collect() }
            }
        }
    }
}

impl From<&StatedReserve> for ReserveStatement {
    fn from(statement: &StatedReserve) -> Self {
        let (file, contract) = (statement.file.clone(), statement.contract.map(|contract| contract.to_string()));
        match &statement.outcome {
            None => Self::Missing { file },
            Some(Err(why)) => Self::Refused { file, why: Unread::of(why.clone()) },
            Some(Ok(Stated { reserve, backing, .. })) => Self::Stated {
                file,
                contract,
                reserve: Fact::of(reserve, AttestedReserve::from),
                backing: Part::had(backing.as_ref().map(|fact| Fact::of(fact, ReserveComparison::from))),
            },
        }
    }
}

impl From<&AgreedReserve> for AgreedStatement {
    fn from(agreed: &AgreedReserve) -> Self {
        let attesters = agreed.attesters.iter().map(ToString::to_string).collect();
        Self { reserve: (&agreed.reserve).into(), attesters }
    }
}

impl From<&CheckedPoint> for BackingPoint {
    fn from(checked: &CheckedPoint) -> Self {
        let CheckedPoint { point, finding, reason, settled_by } = *checked;
        Self { point, demand: point.demand(), finding, reason, settled_by }
    }
}
