//! `checkTransfer`: what goes in and what comes out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use super::figure::{Amount, Block, Evidence};
use super::input::AmountInput;
use crate::compliance::{self, Assessment, Lifter, Limit, Most, RestrictionCode, SimulatedRefusal};

/// The transfer to check.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckTransferOptions {
    /// CAIP-19, as `"eip155:1/erc20:0x…"`, or the token's address.
    pub(super) asset: String,
    /// The issuer's token list, parsed or as text: gives claim topics their names. With a list, the asset must be in it.
    #[tsify(optional, type = "object | string")]
    pub(super) list: Option<Value>,
    /// Who sends: an address, or CAIP-10.
    pub(super) from: String,
    /// Who receives: an address, or CAIP-10.
    pub(super) to: String,
    /// Who moves the sender's tokens by an allowance (`transferFrom`), where that is not the sender: an address, or CAIP-10.
    #[tsify(optional)]
    pub(super) spender: Option<String>,
    /// How much.
    pub(super) amount: AmountInput,
}

/// Whether a transfer will pass, why not, and how much would. `"unknown"` is never to be treated as `"allow"`.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransferVerdict {
    /// The answer. It is no promise: limits, pauses and claims move from block to block.
    verdict: VerdictKind,
    /// Every rule that is broken. Never empty for `"deny"`, always empty otherwise.
    reasons: Vec<Restriction>,
    /// Everything that stayed open. Never empty for `"unknown"`, always empty otherwise.
    gaps: Vec<Doubt>,
    /// What the token was found to be: every family that is not absent. Where the rules of none of these are known, only the simulation speaks.
    families: Vec<Family>,
    /// The most that would pass now, also where the amount asked for does not.
    headroom: Headroom,
    /// What the chain does with the real call at the same block; left out where that could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    simulation: Option<Simulation>,
    /// What arrives at the receiver: less than was sent where the token takes a fee.
    receives: Amount,
    /// The fee, where the token takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    fee: Option<TransferFee>,
    /// What a holder should know although nothing forbids it: sending to this receiver destroys the tokens, and the like.
    notices: Vec<Notice>,
    /// Who may move the sender's tokens without the sender ever having signed it; left out where that cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    standing_approvals: Option<Vec<StandingApproval>>,
    /// The block that all of this is of.
    at: Block,
    /// What it rests on.
    evidence: Evidence,
}

/// The three answers.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub(crate) enum VerdictKind {
    Allow,
    Deny,
    Unknown,
}

/// A family of tokens, and how sure it is that this one belongs to it.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Family {
    /// A stable name: `"erc3643"`.
    #[tsify(type = "string")]
    family: compliance::Family,
    /// For people: `"ERC-3643, verified holders and compliance rules"`.
    name: &'static str,
    /// Whether independent probes agree. Otherwise `why` says which said what.
    sure: bool,
    /// Why it is not sure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    why: Option<String>,
}

/// One rule that a transfer breaks.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Restriction {
    /// Which kind of rule, by a stable name: `"receiver-frozen"`.
    #[tsify(type = "string")]
    code: RestrictionCode,
    /// Whose state breaks it.
    #[tsify(type = "\"sender\" | \"receiver\" | \"token\" | \"collector\" | \"caller\" | \"both\"")]
    party: compliance::Party,
    /// Which rule of which contract.
    rule: Rule,
    /// The read that shows it.
    read: Witness,
    /// What is wrong, in plain words.
    message: String,
    /// What would lift it, and who can.
    remedy: Remedy,
}

/// A rule of a contract.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Rule {
    /// The contract that enforces it: a token, a registry, a module.
    contract: String,
    /// The name of the module, or of the standard's rule.
    name: String,
}

/// A read and what it answered.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Witness {
    /// The question, as `"isVerified(address) on 0x…"`.
    call: String,
    /// The answer, as text.
    answer: String,
}

/// What would lift a restriction.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Remedy {
    /// Who can; `"time"`: nobody, it passes by itself.
    #[tsify(type = "\"issuer\" | \"claimIssuer\" | \"sender\" | \"receiver\" | \"time\"")]
    by: Lifter,
    /// What they would have to do, in plain words.
    action: String,
}

/// Why it cannot be told whether a transfer passes.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Doubt {
    /// A stable name: `"unread"`, `"unconfirmed"`, `"passes-despite-rules"`.
    code: &'static str,
    /// What stayed open, in plain words.
    message: String,
}

/// How much would pass.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Headroom {
    /// How the amount is meant: it and everything below; it and no other; no amount at all; no bound; a bound that cannot be read.
    most: MostKind,
    /// The amount; left out for `"nothing"` and `"unlimited"`, and for `"unknown"` where nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    amount: Option<Amount>,
    /// The least that would pass, where there is a minimum.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    least: Option<Amount>,
    /// The rule that sets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    binding: Option<Rule>,
    /// What each rule allows by itself.
    bounds: Vec<Bound>,
    /// The next moment at which a rule is known to change what may pass, without anybody doing anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    next: Option<NextChange>,
}

/// A moment at which a rule changes what may pass.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct NextChange {
    /// When, in seconds since 1970, by the chain's clock.
    at: u64,
    /// The rule.
    rule: Rule,
}

/// How a headroom's amount is meant.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) enum MostKind {
    AtMost,
    AtLeast,
    Exactly,
    Nothing,
    Unlimited,
    Unknown,
}

/// What one rule allows by itself.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Bound {
    /// The rule.
    rule: Rule,
    /// How the amount is meant.
    #[tsify(type = "\"atMost\" | \"atLeast\" | \"exactly\" | \"nothing\" | \"unknown\"")]
    limit: MostKind,
    /// The amount, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    amount: Option<Amount>,
}

/// What the chain does with the real call.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "outcome", rename_all = "camelCase")]
pub(crate) enum Simulation {
    /// It passes.
    Passes,
    /// It reverts: why, in the contract's own words, what these mean in plain words where that is known, and the data (hexadecimal).
    Reverts {
        reason: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        words: Option<&'static str>,
        data: String,
    },
    /// It returns `false`.
    ReturnsFalse,
}

/// A fee that is taken from what arrives.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct TransferFee {
    /// The module that takes it.
    rule: Rule,
    /// How much.
    amount: Amount,
    /// Who gets it.
    collector: String,
}

/// A verdict as JavaScript sees it: the answer, the broken rules, what stayed open.
pub(super) fn parts(verdict: &compliance::Verdict) -> (VerdictKind, Vec<Restriction>, Vec<Doubt>) {
    match verdict {
        compliance::Verdict::Allow(_) => (VerdictKind::Allow, Vec::new(), Vec::new()),
        compliance::Verdict::Deny(reasons) => {
            (VerdictKind::Deny, reasons.iter().map(Restriction::from).collect(), Vec::new())
        }
        compliance::Verdict::Unknown(gaps) => {
            (VerdictKind::Unknown, Vec::new(), gaps.iter().map(Doubt::from).collect())
        }
    }
}

/// Something that a transfer brings about besides moving tokens from one holder to another.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Notice {
    /// Which kind, by a stable name: `"sending-burns"`.
    #[tsify(type = "string")]
    code: compliance::NoticeCode,
    /// Which rule of which contract.
    rule: Rule,
    /// What happens, in plain words.
    message: String,
}

/// A spender whom the issuer lets move the tokens of every holder who has not opted out.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct StandingApproval {
    /// The contract that grants it.
    rule: Rule,
    /// Who may move the tokens, as many as there are.
    spender: String,
}

impl From<&Assessment> for TransferVerdict {
    fn from(assessment: &Assessment) -> Self {
        let fact = &assessment.verdict;
        let (verdict, reasons, gaps) = parts(fact.value());
        let standing = assessment.standing_approvals.as_ref();
        Self {
            verdict,
            reasons,
            gaps,
            families: assessment.families.value().iter().map(Family::from).collect(),
            headroom: (&assessment.headroom).into(),
            simulation: assessment.simulation.as_ref().map(Simulation::from),
            receives: (&assessment.receives).into(),
            fee: assessment.fee.as_ref().map(TransferFee::from),
            notices: assessment.notices.iter().map(Notice::from).collect(),
            standing_approvals: standing.map(|list| list.iter().map(StandingApproval::from).collect()),
            at: fact.at().into(),
            evidence: fact.evidence().into(),
        }
    }
}

impl From<&compliance::Found> for Family {
    fn from(found: &compliance::Found) -> Self {
        let (sure, why) = match &found.presence {
            compliance::Presence::Present => (true, None),
            compliance::Presence::Absent => (false, None),
            compliance::Presence::Unsure { why } => (false, Some(why.clone())),
        };
        Self { family: found.family, name: found.family.in_words(), sure, why }
    }
}

impl From<&compliance::Restriction> for Restriction {
    fn from(given: &compliance::Restriction) -> Self {
        Self {
            code: given.code,
            party: given.party,
            rule: (&given.rule).into(),
            read: Witness { call: given.read.read.to_string(), answer: given.read.answer.clone() },
            message: given.message.clone(),
            remedy: Remedy { by: given.remedy.by, action: given.remedy.action.clone() },
        }
    }
}

impl From<&compliance::Rule> for Rule {
    fn from(rule: &compliance::Rule) -> Self {
        Self { contract: rule.contract.to_string(), name: rule.name.clone() }
    }
}

impl From<&compliance::Doubt> for Doubt {
    fn from(doubt: &compliance::Doubt) -> Self {
        Self { code: doubt.code(), message: doubt.to_string() }
    }
}

impl From<&compliance::Headroom> for Headroom {
    fn from(headroom: &compliance::Headroom) -> Self {
        let (most, amount) = match &headroom.most {
            Most::AtMost(amount) => (MostKind::AtMost, Some(amount)),
            Most::Exactly(amount) => (MostKind::Exactly, Some(amount)),
            Most::Nothing => (MostKind::Nothing, None),
            Most::Unlimited => (MostKind::Unlimited, None),
            Most::Unknown(amount) => (MostKind::Unknown, amount.as_ref()),
        };
        Self {
            most,
            amount: amount.map(Amount::from),
            least: headroom.least.as_ref().map(Amount::from),
            binding: headroom.binding.as_ref().map(Rule::from),
            bounds: headroom.bounds.iter().map(Bound::from).collect(),
            next: headroom.next.as_ref().map(|next| NextChange { at: next.at.0, rule: (&next.rule).into() }),
        }
    }
}

impl From<&compliance::Bound> for Bound {
    fn from(bound: &compliance::Bound) -> Self {
        let (limit, amount) = match &bound.limit {
            Limit::AtMost(amount) => (MostKind::AtMost, Some(amount)),
            Limit::AtLeast(amount) => (MostKind::AtLeast, Some(amount)),
            Limit::Exactly(amount) => (MostKind::Exactly, Some(amount)),
            Limit::Nothing => (MostKind::Nothing, None),
            Limit::Unknown => (MostKind::Unknown, None),
        };
        Self { rule: (&bound.rule).into(), limit, amount: amount.map(Amount::from) }
    }
}

impl From<&compliance::Simulation> for Simulation {
    fn from(simulation: &compliance::Simulation) -> Self {
        match simulation {
            compliance::Simulation::Passes => Self::Passes,
            compliance::Simulation::Refused(SimulatedRefusal::Reverted { reason, words, data }) => {
                Self::Reverts { reason: reason.clone(), words: *words, data: data.to_string() }
            }
            compliance::Simulation::Refused(SimulatedRefusal::ReturnedFalse) => Self::ReturnsFalse,
        }
    }
}

impl From<&compliance::Notice> for Notice {
    fn from(notice: &compliance::Notice) -> Self {
        Self { code: notice.code, rule: (&notice.rule).into(), message: notice.message.clone() }
    }
}

impl From<&compliance::StandingApproval> for StandingApproval {
    fn from(approval: &compliance::StandingApproval) -> Self {
        Self { rule: (&approval.rule).into(), spender: approval.spender.to_string() }
    }
}

impl From<&compliance::TransferFee> for TransferFee {
    fn from(fee: &compliance::TransferFee) -> Self {
        Self { rule: (&fee.rule).into(), amount: (&fee.amount).into(), collector: fee.collector.to_string() }
    }
}
