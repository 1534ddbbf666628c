//! The engine: which policies a call has, what each of them gets to see, and what it says.

use alloy_primitives::{Address, B256, Bytes, FixedBytes, U256};
use alloy_sol_types::{SolCall as _, SolError as _};

use crate::abi::ace::IExtractor::extractCall;
use crate::abi::ace::IMapper::mapCall;
use crate::abi::ace::IPolicyEngine::{
    PolicyRunError, PolicyRunRejected, checkCall, checkReturn, getExtractorCall, getPoliciesCall, getPolicyMapperCall,
    typeAndVersionCall,
};
use crate::abi::ace::{IPolicyEngineBefore1, Parameter, Payload};
use crate::abi::erc20::IERC20::{transferCall, transferFromCall};
use crate::abi::revert::RevertReason;
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

use super::policies::{self, Policy, Run, Whole};
use super::slots;

/// The release whose storage is known.
const RELEASE: &str = "PolicyEngine 1.0.0";
/// A call that no policy is about: what the engine does without one.
const NO_CALL: FixedBytes<4> = FixedBytes([0xff, 0xff, 0xff, 0xff]);

/// The engine, and the call that it is asked about.
pub(super) struct Engine {
    pub(super) contract: Address,
    pub(super) payload: Payload,
}

/// What the engine knows of a call before it turns to its policies.
struct Scene {
    extracted: Result<Vec<Parameter>, Gap>,
    /// The same for the whole balance; `None` where the whole balance passes anyway.
    whole: Option<Result<Vec<Parameter>, Gap>>,
    /// What it does where no policy allows for good.
    default: Result<checkReturn, Gap>,
}

pub(super) fn check(findings: &mut Findings<'_>, contract: Address, context: &Bytes, balance: Option<U256>) {
    let token = findings.token;
    let engine = Engine { contract, payload: payload(findings, findings.amount.raw(), context) };
    let selector = engine.payload.selector;
    let version = findings.ask(contract, &typeAndVersionCall {});
    let listed = findings.ask(contract, &getPoliciesCall { target: token, selector });
    let extractor = findings.ask(contract, &getExtractorCall { selector });
    let call = checkCall { payload: engine.payload.clone() };
    let asked = findings.ask_as(token, contract, &call);
    let without = Payload { selector: NO_CALL, ..engine.payload.clone() };
    let default = findings.ask_as(token, contract, &checkCall { payload: without });
    let whole = balance.map(|balance| payload(findings, balance, context));
    let whole_asked = whole.clone().map(|payload| findings.ask_as(token, contract, &checkCall { payload }));
    let passes_whole = matches!(whole_asked, Some(Ok(_)));
    let before = findings.restrictions.len();
    let mut explained = false;
    if let (Ok(RELEASE), Ok(listed), Ok(extractor)) = (version.as_deref(), listed, extractor) {
        let extracted = extract(findings, extractor, &engine.payload);
        let whole = whole.filter(|_| !passes_whole).map(|payload| extract(findings, extractor, &payload));
        explained = walk(findings, &engine, &listed, &Scene { extracted, whole, default });
    }
    let told = findings.restrictions.len() > before;
    match asked {
        Err(Gap::Reverted { data, .. }) if !told => refuse_first(findings, &engine, &call, &data),
        Ok(_) | Err(Gap::Reverted { .. }) => {}
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. } | Gap::Malformed { .. })) => findings.unread(gap),
    }
    if !explained && !passes_whole {
        findings.unbounded(Rule::new(contract, "ACE policy engine"));
    }
}

/// The call with this amount, as the engine gets it from the token.
fn payload(findings: &Findings<'_>, amount: U256, context: &Bytes) -> Payload {
    let (from, to) = (findings.from, findings.to);
    let (selector, call) = match findings.spender {
        None => (transferCall::SELECTOR, transferCall { to, amount }.abi_encode()),
        Some(_) => (transferFromCall::SELECTOR, transferFromCall { from, to, amount }.abi_encode()),
    };
    let data = call.into_iter().skip(selector.len()).collect::<Vec<u8>>().into();
    Payload { selector: FixedBytes(selector), sender: findings.caller(), data, context: context.clone() }
}

/// The parameters of a call by name; without an extractor there are none.
fn extract(findings: &mut Findings<'_>, extractor: Address, payload: &Payload) -> Result<Vec<Parameter>, Gap> {
    if extractor.is_zero() {
        return Ok(Vec::new());
    }
    findings.ask(extractor, &extractCall { payload: payload.clone() })
}

/// Runs each policy by itself, as far as the engine would come if none refused. `false` where it is not known what one is given.
fn walk(findings: &mut Findings<'_>, engine: &Engine, listed: &[Address], scene: &Scene) -> bool {
    // All questions first, so that they travel together.
    let policies: Vec<_> = listed.iter().map(|contract| policy(findings, engine, *contract, scene)).collect();
    let runs: Vec<_> = policies
        .iter()
        .map(|policy| policy.as_ref().map(|policy| (policy, policies::run(findings, engine, policy))))
        .collect();
    for run in runs {
        match run {
            Some((_, Ok(Run::AllowsForGood))) => return true,
            Some((policy, Ok(run))) => policies::check(findings, engine, policy, &run),
            Some((_, Err(gap))) => findings.unread(gap),
            None => return false,
        }
    }
    match &scene.default {
        Ok(_) => {}
        Err(Gap::Reverted { .. }) => refuse_by_default(findings, engine),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. } | Gap::Malformed { .. })) => findings.unread(gap.clone()),
    }
    true
}

/// A policy with what it is given; `None` where that is not known.
fn policy(findings: &mut Findings<'_>, engine: &Engine, contract: Address, scene: &Scene) -> Option<Policy> {
    let mapper = findings.ask(engine.contract, &getPolicyMapperCall { policy: contract });
    let names = slots::parameter_names(findings, engine.contract, engine.payload.selector, contract);
    let kind = policies::kind(findings, contract);
    let mapper = mapper.ok()?;
    let parameters = parameters(findings, mapper, &names, &scene.extracted);
    let whole = match &scene.whole {
        None => Whole::Passes,
        Some(extracted) => match self::parameters(findings, mapper, &names, extracted) {
            Some(parameters) => Whole::Given(parameters),
            None => Whole::Unknown,
        },
    };
    Some(Policy { contract, kind: kind?, parameters: parameters?, whole })
}

fn parameters(
    findings: &mut Findings<'_>,
    mapper: Address,
    names: &Result<Option<Vec<B256>>, Gap>,
    extracted: &Result<Vec<Parameter>, Gap>,
) -> Option<Vec<Bytes>> {
    let extracted = extracted.as_ref().ok()?;
    if !mapper.is_zero() {
        return findings.ask(mapper, &mapCall { extractedParameters: extracted.clone() }).ok();
    }
    let names = names.as_ref().ok()?.as_ref()?;
    let value = |name: &B256| extracted.iter().find(|parameter| parameter.name == *name).map(|it| it.value.clone());
    names.iter().map(value).collect()
}

fn refuse_by_default(findings: &mut Findings<'_>, engine: &Engine) {
    let payload = Payload { selector: NO_CALL, ..engine.payload.clone() };
    let read = Witness::of_as(findings.token, engine.contract, &checkCall { payload }, "refused");
    findings.refuse(Restriction {
        code: RestrictionCode::PolicyRefuses,
        party: Party::Token,
        rule: Rule::new(engine.contract, "ACE default"),
        read,
        message: "No policy of the token allows this transfer, and without one nothing passes.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer who may transfer the token."),
    });
}

/// The first refusal as the engine tells it, in the shape of either release.
fn refuse_first(findings: &mut Findings<'_>, engine: &Engine, call: &checkCall, data: &[u8]) {
    let (policy, words) = first(data);
    let rule = Rule::new(policy.filter(|policy| !policy.is_zero()).unwrap_or(engine.contract), "ACE policy");
    findings.unbounded(rule.clone());
    let read = Witness::of_as(findings.token, engine.contract, call, &words);
    findings.restrictions.push(Restriction {
        code: RestrictionCode::PolicyRefuses,
        party: Party::Both,
        rule,
        read,
        message: format!("A policy of the token refuses: {words}."),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer what the policy demands."),
    });
}

fn first(data: &[u8]) -> (Option<Address>, String) {
    let inner = |reason: &[u8]| RevertReason::decode(reason).to_string();
    if let Ok(error) = PolicyRunRejected::abi_decode_validate(data) {
        (Some(error.policy), error.rejectReason)
    } else if let Ok(error) = IPolicyEngineBefore1::PolicyRunRejected::abi_decode_validate(data) {
        (Some(error.policy), error.rejectReason)
    } else if let Ok(error) = PolicyRunError::abi_decode_validate(data) {
        (Some(error.policy), inner(&error.errorReason))
    } else if let Ok(error) = IPolicyEngineBefore1::PolicyRunError::abi_decode_validate(data) {
        (Some(error.policy), inner(&error.errorReason))
    } else {
        (None, inner(data))
    }
}
