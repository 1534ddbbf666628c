//! Policies: what kind they are, what they say to a call, and how far they let it go.

mod limits;

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::{SolError as _, SolValue as _};

use crate::abi::ace::IPolicy::{runCall, typeAndVersionCall};
use crate::abi::ace::IPolicyEngine::PolicyRejected;
use crate::abi::revert::RevertReason;
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

use super::engine::Engine;

/// `PolicyResult.Allowed`: the policies behind it are not asked.
const ALLOWED: u8 = 1;

/// A policy with the parameters that the engine gives it.
pub(super) struct Policy {
    pub(super) contract: Address,
    pub(super) kind: Kind,
    pub(super) parameters: Vec<Bytes>,
    pub(super) whole: Whole,
}

/// What it would be given for the whole balance.
pub(super) enum Whole {
    /// All policies let the whole balance pass.
    Passes,
    Given(Vec<Bytes>),
    Unknown,
}

/// The shipped policies that may stand before a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pause,
    Max,
    Volume,
    VolumeRate,
    Interval,
    Allow,
    Reject,
    /// Who calls has to be somebody: on a list, the owner, of a role.
    Caller,
    Identity,
    /// Allows for good, or has nothing to say.
    Bypass,
    Other,
}

/// What a policy says to a call.
pub(super) enum Run {
    AllowsForGood,
    Continues,
    /// In its own words.
    Refuses(String),
    /// It cannot be run, and that refuses too.
    Fails(String),
}

/// By the name that it gives itself; `None` where that is not known yet. One without a name is of no known kind.
pub(super) fn kind(findings: &mut Findings<'_>, policy: Address) -> Option<Kind> {
    match findings.ask(policy, &typeAndVersionCall {}) {
        Ok(name) => Some(match name.as_str() {
            "PausePolicy 1.0.0" => Kind::Pause,
            "MaxPolicy 1.0.0" => Kind::Max,
            "VolumePolicy 1.0.0" => Kind::Volume,
            "VolumeRatePolicy 1.0.0" => Kind::VolumeRate,
            "IntervalPolicy 1.0.0" => Kind::Interval,
            "AllowPolicy 1.0.0" => Kind::Allow,
            "RejectPolicy 1.0.0" => Kind::Reject,
            "OnlyAuthorizedSenderPolicy 1.0.0" | "OnlyOwnerPolicy 1.0.0" | "RoleBasedAccessControlPolicy 1.0.0" => {
                Kind::Caller
            }
            "CredentialRegistryIdentityValidatorPolicy 1.0.0" => Kind::Identity,
            "BypassPolicy 1.0.0" => Kind::Bypass,
            _ => Kind::Other,
        }),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => Some(Kind::Other),
        Err(Gap::Pending { .. } | Gap::Declined { .. }) => None,
    }
}

pub(super) fn run(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy) -> Result<Run, Gap> {
    run_with(findings, engine, policy, policy.parameters.clone())
}

fn call(findings: &Findings<'_>, engine: &Engine, parameters: Vec<Bytes>) -> runCall {
    let payload = &engine.payload;
    let (caller, subject) = (payload.sender, findings.token);
    runCall { caller, subject, selector: payload.selector, parameters, context: payload.context.clone() }
}

/// As the engine runs it.
fn run_with(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy, parameters: Vec<Bytes>) -> Result<Run, Gap> {
    let call = call(findings, engine, parameters);
    match findings.ask_as(engine.contract, policy.contract, &call) {
        Ok(ALLOWED) => Ok(Run::AllowsForGood),
        Ok(_) => Ok(Run::Continues),
        Err(Gap::Reverted { data, .. }) => Ok(match PolicyRejected::abi_decode_validate(&data) {
            Ok(rejected) => Run::Refuses(rejected.rejectReason),
            Err(_) => Run::Fails(RevertReason::decode(&data).to_string()),
        }),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. } | Gap::Malformed { .. })) => Err(gap),
    }
}

/// A policy that neither allows for good nor is still to be asked. Answers the smallest amount that it lets pass, where it has one.
pub(super) fn check(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy, run: &Run) {
    let words = match run {
        Run::AllowsForGood | Run::Continues => None,
        Run::Refuses(words) => Some(words.as_str()),
        Run::Fails(words) => {
            return refuse(findings, engine, policy, words);
        }
    };
    match (policy.kind, words) {
        (Kind::Max, _) if limits::takes_amount(findings, policy, 1) => limits::max(findings, engine, policy),
        (Kind::Volume, _) if limits::takes_amount(findings, policy, 1) => limits::volume(findings, engine, policy),
        (Kind::VolumeRate, _) if limits::takes_amount(findings, policy, 2) => {
            limits::volume_rate(findings, engine, policy, words.is_some());
        }
        (Kind::Interval, _) => limits::interval(findings, engine, policy, words.is_some()),
        (Kind::Allow | Kind::Reject | Kind::Identity, Some(words)) => accounts(findings, engine, policy, words),
        (Kind::Pause, Some(_)) => findings.refuse(policy.restriction(
            (findings, engine),
            (RestrictionCode::Paused, Party::Token),
            "The issuer has paused all transfers of this token.",
            Remedy::by(Lifter::Issuer, "Wait until the issuer unpauses the token."),
        )),
        (Kind::Caller, Some(_)) => caller(findings, engine, policy),
        (Kind::Pause | Kind::Allow | Kind::Reject | Kind::Identity | Kind::Caller | Kind::Bypass, None) => {}
        (Kind::Max | Kind::Volume | Kind::VolumeRate | Kind::Bypass | Kind::Other, words) => {
            if let Some(words) = words {
                refuse(findings, engine, policy, words);
            }
            bound(findings, engine, policy);
        }
    }
}

impl Policy {
    pub(super) fn rule(&self) -> Rule {
        Rule::new(
            self.contract,
            match self.kind {
                Kind::Pause => "ACE pause policy",
                Kind::Max => "ACE maximum policy",
                Kind::Volume => "ACE volume policy",
                Kind::VolumeRate => "ACE volume rate policy",
                Kind::Interval => "ACE interval policy",
                Kind::Allow => "ACE allow list policy",
                Kind::Reject => "ACE reject list policy",
                Kind::Caller => "ACE caller policy",
                Kind::Identity => "ACE identity policy",
                Kind::Bypass => "ACE bypass policy",
                Kind::Other => "ACE policy",
            },
        )
    }

    /// A refusal, witnessed by the run as the engine makes it.
    pub(super) fn restriction(
        &self,
        (findings, engine): (&Findings<'_>, &Engine),
        (code, party): (RestrictionCode, Party),
        message: &str,
        remedy: Remedy,
    ) -> Restriction {
        let call = call(findings, engine, self.parameters.clone());
        let read = Witness::of_as(engine.contract, self.contract, &call, "refused");
        Restriction { code, party, rule: self.rule(), read, message: message.to_owned(), remedy }
    }
}

/// In the policy's own words.
fn refuse(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy, words: &str) {
    let restriction = policy.restriction(
        (findings, engine),
        (RestrictionCode::PolicyRefuses, Party::Both),
        &format!("A policy of the token refuses: {words}."),
        Remedy::by(Lifter::Issuer, "Ask the issuer what the policy demands."),
    );
    findings.restrictions.push(restriction);
}

/// How far a policy goes of which only this call is known, and perhaps that of the whole balance.
fn bound(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy) {
    let passes = match &policy.whole {
        Whole::Passes => true,
        Whole::Unknown => false,
        Whole::Given(parameters) => {
            let run = run_with(findings, engine, policy, parameters.clone());
            matches!(run, Ok(Run::Continues | Run::AllowsForGood))
        }
    };
    if !passes {
        findings.unbounded(policy.rule());
    }
}

fn caller(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy) {
    let (code, party) = match findings.spender {
        Some(_) => (RestrictionCode::CallerNotAllowed, Party::Caller),
        None => (RestrictionCode::SenderNotAllowed, Party::Sender),
    };
    let who = party.in_words();
    let restriction = policy.restriction(
        (findings, engine),
        (code, party),
        &format!("The issuer has not admitted {who} to move the token."),
        Remedy::by(Lifter::Issuer, format!("Ask the issuer to admit {who}.")),
    );
    findings.refuse(restriction);
}

/// A policy about several accounts stops at the first: each is put to it by itself.
fn accounts(findings: &mut Findings<'_>, engine: &Engine, policy: &Policy, words: &str) {
    let mut parameters = policy.parameters.clone();
    parameters.sort_unstable();
    parameters.dedup();
    let runs: Vec<_> = parameters
        .into_iter()
        .map(|parameter| {
            let account = Address::abi_decode_validate(&parameter).ok();
            (account, run_with(findings, engine, policy, vec![parameter]))
        })
        .collect();
    let mut named = false;
    for (account, run) in runs {
        match run {
            Ok(Run::Refuses(_) | Run::Fails(_)) => {}
            Ok(Run::AllowsForGood | Run::Continues) => continue,
            Err(gap) => {
                findings.unread(gap);
                continue;
            }
        }
        named = true;
        let restriction = of_account(findings, engine, policy, account, words);
        findings.refuse(restriction);
    }
    // Refused together, and none alone: then only the policy's own words are left.
    if !named {
        refuse(findings, engine, policy, words);
        bound(findings, engine, policy);
    }
}

fn of_account(
    findings: &Findings<'_>,
    engine: &Engine,
    policy: &Policy,
    account: Option<Address>,
    words: &str,
) -> Restriction {
    let party = match account {
        Some(account) if account == findings.from => Party::Sender,
        Some(account) if account == findings.to => Party::Receiver,
        Some(account) if account == findings.caller() => Party::Caller,
        Some(_) | None => Party::Both,
    };
    let (on_list, off_list, unknown) = codes(party);
    let who = party.in_words();
    let (code, message, action) = match policy.kind {
        Kind::Reject => (
            on_list,
            format!("The issuer has put {who} on a list of those who may not take part."),
            format!("Ask the issuer to take {who} off the list."),
        ),
        Kind::Allow => (
            off_list,
            format!("The issuer has not put {who} on the list of those who may take part."),
            format!("Ask the issuer to put {who} on the list."),
        ),
        Kind::Identity => (
            unknown,
            format!("The identity of {who} lacks what the token demands."),
            format!("Ask the issuer which credentials {who} has to show."),
        ),
        Kind::Pause
        | Kind::Max
        | Kind::Volume
        | Kind::VolumeRate
        | Kind::Interval
        | Kind::Caller
        | Kind::Bypass
        | Kind::Other => (
            RestrictionCode::PolicyRefuses,
            format!("A policy of the token refuses: {words}."),
            "Ask the issuer what the policy demands.".to_owned(),
        ),
    };
    policy.restriction((findings, engine), (code, party), &message, Remedy::by(Lifter::Issuer, action))
}

/// Of an account on a list of the refused, off a list of the admitted, and without the credentials that are demanded.
const fn codes(party: Party) -> (RestrictionCode, RestrictionCode, RestrictionCode) {
    match party {
        Party::Sender => (
            RestrictionCode::SenderBlacklisted,
            RestrictionCode::SenderNotAllowed,
            RestrictionCode::SenderNotRegistered,
        ),
        Party::Receiver => (
            RestrictionCode::ReceiverBlacklisted,
            RestrictionCode::ReceiverNotAllowed,
            RestrictionCode::ReceiverNotVerified,
        ),
        Party::Caller => {
            (RestrictionCode::CallerBlacklisted, RestrictionCode::CallerNotAllowed, RestrictionCode::CallerNotAllowed)
        }
        Party::Token | Party::Collector | Party::Both => {
            (RestrictionCode::PolicyRefuses, RestrictionCode::PolicyRefuses, RestrictionCode::PolicyRefuses)
        }
    }
}
