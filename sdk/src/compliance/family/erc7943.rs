//! ERC-7943, real-world asset tokens: the final text (2026-03-20, final since 2026-05-05) and three drafts of 2025.
//!
//! `canTransfer` folds in who may send and receive, what is frozen and every rule of the issuer's, but not the balance (though early
//! reference code does); it is one yes or no. So the parts are asked first, and what they leave open is told as a rule that the token does
//! not name. `paused()` is not in the standard; where the token has it, it explains. What is frozen may exceed the balance. Answers may
//! depend on who asks, so that the one who will call asks. Versions of the interface for unique items and for tokens of many kinds are
//! recognised but not understood. Drafts before 2025-09-11 had other names for the same id: these are not understood either.

use alloy_primitives::{FixedBytes, U256};
use alloy_sol_types::SolCall;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc165::IERC165::supportsInterfaceCall;
use crate::abi::erc7943::IERC7943Allowed::isUserAllowedCall;
use crate::abi::erc7943::IERC7943Fungible::{canReceiveCall, canSendCall, canTransferCall, getFrozenTokensCall};
use crate::abi::erc7943::IERC7943Transact::canTransactCall;
use crate::abi::erc7943::IPausable::pausedCall;
use crate::abi::erc7943::{
    FUNGIBLE, FUNGIBLE_ALLOWED, FUNGIBLE_TRANSACT, IERC7943Single, MULTI_TOKEN, NON_FUNGIBLE, SINGLE,
};
use crate::compliance::Presence;
use crate::compliance::detection::{ANOTHER, Answer, Prober, SOMEONE, all, judge, negated};
use crate::compliance::findings::Findings;
use crate::compliance::frozen_part::{FrozenPart, Overhang};
use crate::compliance::{Doubt, Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::{Gap, Read};

/// The versions of the fungible interface, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    Final,
    Transact,
    Allowed,
    Single,
}

/// Whether a refusal by `canTransfer` has a reason that is known without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Explained {
    ByPause,
    /// A party may not, or more is frozen than held.
    Elsewhere,
    Not,
}

const VERSIONS: [Version; 4] = [Version::Final, Version::Transact, Version::Allowed, Version::Single];

/// The standard demands the declaration by ERC-165, in every version.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let declared = VERSIONS.map(|version| prober.declares(version.id()));
    let others = [NON_FUNGIBLE, MULTI_TOKEN].concat();
    let others: Vec<Answer> = others.into_iter().map(|id| prober.declares(id)).collect();
    let probed = VERSIONS.map(|version| version.probe(prober));
    for (version, (declared, probed)) in VERSIONS.into_iter().zip(declared.into_iter().zip(probed)) {
        if declared != Answer::No {
            return judge(&[("its id by ERC-165", declared)], &[(version.functions(), probed)]);
        }
    }
    // What cannot be asked without an item is not asked: only the simulation speaks, and nothing is allowed.
    judge(&[("an id of its kind by ERC-165", any(others))], &[])
}

fn any(answers: Vec<Answer>) -> Answer {
    let none: Vec<Answer> = answers.into_iter().map(negated).collect();
    negated(all(&none))
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let Some(version) = version(findings) else {
        let what =
            "The token holds items or kinds of tokens under ERC-7943; only its fungible form is understood here.";
        return findings.doubts.push(Doubt::NotUnderstood { what: what.to_owned() });
    };
    let (token, from) = (findings.token, findings.from);
    let balance = findings.ask(token, &balanceOfCall { account: from });
    let frozen = version.frozen(findings);
    let paused = findings.ask(token, &pausedCall {});
    let before = findings.restrictions.len();
    version.check_parties(findings);
    let parties_may = findings.restrictions.len() == before;
    let Some(frozen) = findings.known(frozen) else { return };
    // Without the balance, the ERC-20 rule says what could not be read.
    let Ok(balance) = balance else { return };
    let part = FrozenPart {
        balance,
        frozen,
        call: &getFrozenTokensCall { account: from },
        rule: "ERC-7943 frozen tokens",
        overhang: Overhang::NothingFree,
    };
    check_funds(findings, version, &part);
    let explained = match (paused, parties_may && frozen <= balance) {
        (Ok(true), _) => Explained::ByPause,
        (Ok(false) | Err(_), false) => Explained::Elsewhere,
        (Ok(false) | Err(_), true) => Explained::Not,
    };
    check_whole(findings, version, part.free(), explained);
}

/// Told by reads that the detection made already.
fn version(findings: &mut Findings<'_>) -> Option<Version> {
    let token = findings.token;
    VERSIONS
        .into_iter()
        .find(|version| findings.ask(token, &supportsInterfaceCall { interfaceId: version.id() }) == Ok(true))
}

fn check_funds(findings: &mut Findings<'_>, version: Version, part: &FrozenPart<'_, getFrozenTokensCall>) {
    let FrozenPart { balance, frozen, call, rule, overhang } = *part;
    match version {
        Version::Final | Version::Transact | Version::Allowed => {
            FrozenPart { balance, frozen, call, rule, overhang }.check(findings);
        }
        Version::Single => {
            let call = &IERC7943Single::getFrozenTokensCall { user: findings.from, tokenId: U256::ZERO };
            FrozenPart { balance, frozen, call, rule, overhang }.check(findings);
        }
    }
}

/// `canTransfer` at what is asked for, as far as funds allow it, and at all that is free.
fn check_whole(findings: &mut Findings<'_>, version: Version, free: U256, explained: Explained) {
    let amount = findings.amount.raw().min(free);
    let (asked, all) = (version.can_transfer(findings, amount), version.can_transfer(findings, free));
    let rule = Rule::new(findings.token, "ERC-7943 canTransfer");
    match (asked, explained) {
        (Ok((true, _)), _) => {
            if all.map(|(can, _)| can) != Ok(true) {
                findings.unbounded(rule);
            }
        }
        // It must not revert, but drafts do where more is frozen than held.
        (Ok((false, _)) | Err(Gap::Reverted { .. }), Explained::ByPause) => refuse_paused(findings),
        (Ok((false, _)) | Err(Gap::Reverted { .. }), Explained::Elsewhere) => {}
        (Ok((false, read)), Explained::Not) => {
            findings.unbounded(rule.clone());
            findings.restrictions.push(unexplained(rule, read));
        }
        (Err(gap), _) => findings.unread(gap),
    }
}

fn refuse_paused(findings: &mut Findings<'_>) {
    findings.refuse(Restriction {
        code: RestrictionCode::Paused,
        party: Party::Token,
        rule: Rule::new(findings.token, "pause"),
        read: Witness::of(findings.token, &pausedCall {}, true),
        message: "The issuer has paused all transfers of this token.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer unpauses the token."),
    });
}

fn unexplained(rule: Rule, read: Witness) -> Restriction {
    Restriction {
        code: RestrictionCode::TokenRestriction,
        party: Party::Both,
        rule,
        read,
        message: "Sender and receiver may hold the token, and yet it refuses this transfer without saying why."
            .to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer which limit or rule stands against it."),
    }
}

impl Version {
    const fn id(self) -> FixedBytes<4> {
        match self {
            Self::Final => FUNGIBLE,
            Self::Transact => FUNGIBLE_TRANSACT,
            Self::Allowed => FUNGIBLE_ALLOWED,
            Self::Single => SINGLE,
        }
    }

    const fn functions(self) -> &'static str {
        match self {
            Self::Final => "canSend, canReceive and getFrozenTokens",
            Self::Transact => "canTransact and getFrozenTokens",
            Self::Allowed => "isUserAllowed and getFrozenTokens",
            Self::Single => "isUserAllowed and getFrozenTokens with a number",
        }
    }

    /// Whether it has the functions of the version that it declares.
    fn probe(self, prober: &mut Prober<'_>) -> Answer {
        let account = match self {
            Self::Final => {
                let send = prober.asks(&canSendCall { account: SOMEONE }, |_| true);
                let receive = prober.asks(&canReceiveCall { account: ANOTHER }, |_| true);
                all(&[send, receive])
            }
            Self::Transact => prober.asks(&canTransactCall { account: SOMEONE }, |_| true),
            Self::Allowed | Self::Single => prober.asks(&isUserAllowedCall { user: SOMEONE }, |_| true),
        };
        let frozen = match self {
            Self::Final | Self::Transact | Self::Allowed => {
                prober.asks(&getFrozenTokensCall { account: SOMEONE }, |_| true)
            }
            Self::Single => {
                let call = IERC7943Single::getFrozenTokensCall { user: SOMEONE, tokenId: U256::ZERO };
                prober.asks(&call, |_| true)
            }
        };
        all(&[account, frozen])
    }

    fn frozen(self, findings: &mut Findings<'_>) -> Result<U256, Gap> {
        let (token, account) = (findings.token, findings.from);
        match self {
            Self::Final | Self::Transact | Self::Allowed => findings.ask(token, &getFrozenTokensCall { account }),
            Self::Single => {
                findings.ask(token, &IERC7943Single::getFrozenTokensCall { user: account, tokenId: U256::ZERO })
            }
        }
    }

    /// Who may send and who may receive. Who calls is looked at by no version.
    fn check_parties(self, findings: &mut Findings<'_>) {
        let (from, to) = (findings.from, findings.to);
        match self {
            Self::Final => {
                check_party(findings, &canSendCall { account: from }, Party::Sender);
                check_party(findings, &canReceiveCall { account: to }, Party::Receiver);
            }
            Self::Transact => {
                check_party(findings, &canTransactCall { account: from }, Party::Sender);
                check_other(findings, |account| canTransactCall { account });
            }
            Self::Allowed | Self::Single => {
                check_party(findings, &isUserAllowedCall { user: from }, Party::Sender);
                check_other(findings, |user| isUserAllowedCall { user });
            }
        }
    }

    fn can_transfer(self, findings: &mut Findings<'_>, amount: U256) -> Result<(bool, Witness), Gap> {
        let (from, to) = (findings.from, findings.to);
        match self {
            Self::Final | Self::Transact | Self::Allowed => as_caller(findings, &canTransferCall { from, to, amount }),
            Self::Single => {
                let call = IERC7943Single::canTransferCall { from, to, tokenId: U256::ZERO, amount };
                as_caller(findings, &call)
            }
        }
    }
}

/// Asked by the one who will call the token, as the token's own code does.
fn as_caller<C: SolCall<Return = bool>>(findings: &mut Findings<'_>, call: &C) -> Result<(bool, Witness), Gap> {
    let (token, caller) = (findings.token, findings.caller());
    let can = findings.ask_as(caller, token, call)?;
    let read = Read::Call { to: token, from: Some(caller), data: call.abi_encode().into(), signature: C::SIGNATURE };
    Ok((can, Witness { read, answer: can.to_string() }))
}

/// The receiver by the same question as the sender, where that is somebody else.
fn check_other<C: SolCall<Return = bool>>(
    findings: &mut Findings<'_>,
    call: impl FnOnce(alloy_primitives::Address) -> C,
) {
    if findings.to != findings.from {
        let call = call(findings.to);
        check_party(findings, &call, Party::Receiver);
    }
}

fn check_party<C: SolCall<Return = bool>>(findings: &mut Findings<'_>, call: &C, party: Party) {
    let (code, act) = match party {
        Party::Sender => (RestrictionCode::SenderNotAllowed, "send"),
        Party::Receiver | Party::Caller | Party::Token | Party::Collector | Party::Both => {
            (RestrictionCode::ReceiverNotAllowed, "receive")
        }
    };
    let answer = as_caller(findings, call);
    if let Some((false, read)) = findings.known(answer) {
        let who = party.in_words();
        findings.refuse(Restriction {
            code,
            party,
            rule: Rule::new(findings.token, format!("ERC-7943 who may {act}")),
            read,
            message: format!("The issuer does not let {who} {act} this token."),
            remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to let {who} {act} it.")),
        });
    }
}
