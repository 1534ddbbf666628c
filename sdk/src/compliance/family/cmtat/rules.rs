//! The rule engine of a CMTAT: a list of rules, each with ERC-1404's two questions.
//!
//! Three generations of engines: the first and the third have `rules()`, the second a list of rules that validate and one of rules that
//! operate, and does not pass on who calls. The codes of the shipped rules moved from release to release (sanctions were 31 and 32,
//! now 30 and 31; 30 once meant something else), but their texts hardly did: a shipped rule is known by its text. A rule names
//! the first party that breaks it; by asking it about each party alone, all are known.

use alloy_primitives::{Address, U256};

use crate::abi::cmtat::IRuleEngine::{rulesCall, rulesOperationCall, rulesValidationCall};
use crate::abi::cmtat::IRuleWhitelist::checkSpenderCall;
use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc1404::IERC1404::{detectTransferRestrictionCall, messageForTransferRestrictionCall};
use crate::abi::erc1404::IERC1404Extend::detectTransferRestrictionFromCall;
use crate::compliance::findings::Findings;
use crate::compliance::{Doubt, Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

use super::super::erc1404::spoken;

/// More rules than any engine has, and few enough to ask them all.
const MOST_RULES: usize = 64;

/// A rule that ships with the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Whitelist,
    Blacklist,
    Sanctions,
}

/// What the text of a broken rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// This party is missing from the list, or is on it.
    Listed(Kind, Party),
    /// This very transfer was not approved.
    NotApproved,
    /// A rule of the issuer's own.
    Other,
}

/// A question to a contract that answers like ERC-1404, and where it went.
#[derive(Clone, Copy)]
struct Question {
    contract: Address,
    /// Who moves the tokens, where the contract is told.
    spender: Option<Address>,
    from: Address,
    to: Address,
    value: U256,
}

/// `spender` where the token tells the engine who calls.
pub(super) fn check(findings: &mut Findings<'_>, engine: Address, spender: Option<Address>) {
    let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
    let rules = findings.ask(engine, &rulesCall {});
    let validation = findings.ask(engine, &rulesValidationCall {});
    let operation = findings.ask(engine, &rulesOperationCall {});
    let balance = findings.ask(findings.token, &balanceOfCall { account: from });
    let (rules, spender) = match (rules, validation, operation) {
        (Err(gap @ Gap::Pending { .. }), ..) | (_, Err(gap @ Gap::Pending { .. }), _) => return findings.unread(gap),
        (Ok(rules), ..) => (rules, spender),
        // The second generation is told who calls, and does not pass it on.
        (_, Ok(validation), Ok(operation)) => ([validation, operation].concat(), None),
        // An engine of the issuer's own: it answers as a whole.
        (Err(_), ..) => (Vec::new(), spender),
    };
    if rules.len() > MOST_RULES {
        let what = format!("The token's rule engine has {} rules, more than can be read.", rules.len());
        return findings.doubts.push(Doubt::NotUnderstood { what });
    }
    let whole = balance.unwrap_or(value);
    let found = findings.restrictions.len();
    let asked = Question { contract: engine, spender, from, to, value };
    for rule in rules {
        check_rule(findings, Question { contract: rule, ..asked }, whole);
    }
    check_engine(findings, asked, whole, found);
}

fn check_rule(findings: &mut Findings<'_>, asked: Question, whole: U256) {
    let code = asked.code(findings);
    let all = Question { value: whole, ..asked }.code(findings);
    let parties: Vec<_> = [asked.from, asked.to].into_iter().map(|party| asked.alone(party).code(findings)).collect();
    let Some(code) = findings.known(code) else { return };
    if code == 0 {
        if all != Ok(0) {
            findings.unbounded(Rule::new(asked.contract, "CMTAT rule"));
        }
        return;
    }
    let text = findings.ask(asked.contract, &messageForTransferRestrictionCall { restrictionCode: code });
    let text = match text {
        Ok(text) => text,
        Err(gap @ Gap::Pending { .. }) => return findings.unread(gap),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. } | Gap::Declined { .. }) => String::new(),
    };
    match Meaning::of(code, &text) {
        Meaning::Listed(kind, first) => check_list(findings, asked, kind, (first, code), &parties),
        Meaning::NotApproved => push_unapproved(findings, asked, code),
        Meaning::Other => push_other(findings, asked, code, &text),
    }
}

/// Everybody whom the list stops: the one that it named, and those that it would stop alone.
fn check_list(
    findings: &mut Findings<'_>,
    asked: Question,
    kind: Kind,
    (first, code): (Party, u8),
    alone: &[Result<u8, Gap>],
) {
    let caller = findings.parties().into_iter().find(|(party, _)| *party == Party::Caller);
    for (party, account) in findings.parties() {
        let question = asked.alone(account);
        let answer = match (party, alone) {
            (named, _) if named == first => Some((asked, code)),
            (Party::Sender, [Ok(answer @ 1..), ..]) | (Party::Receiver, [_, Ok(answer @ 1..), ..]) => {
                Some((question, *answer))
            }
            // A list that asks about both ends before it asks about who calls.
            (Party::Caller, _) if asked.spender.is_some() && caller.is_some() && kind == Kind::Whitelist => {
                let looks = findings.ask(asked.contract, &checkSpenderCall {}) == Ok(true);
                let answer = question.code(findings).unwrap_or(0);
                (looks && answer != 0).then_some((question, answer))
            }
            (Party::Sender | Party::Receiver | Party::Caller | Party::Token | Party::Collector | Party::Both, _) => {
                None
            }
        };
        if let Some((question, code)) = answer {
            findings.refuse(listed(question, kind, party, code));
        }
    }
}

/// All of it once more, for what none of its rules told: `found` is how many reasons there were before them.
fn check_engine(findings: &mut Findings<'_>, asked: Question, whole: U256, found: usize) {
    let code = asked.code(findings);
    let all = Question { value: whole, ..asked }.code(findings);
    let Some(code) = findings.known(code) else { return };
    if code == 0 && all != Ok(0) {
        findings.unbounded(Rule::new(asked.contract, "CMTAT rule engine"));
    }
    if code != 0 && findings.restrictions.len() == found {
        let text = findings.ask(asked.contract, &messageForTransferRestrictionCall { restrictionCode: code });
        push_other(findings, asked, code, &text.unwrap_or_default());
    }
}

fn listed(asked: Question, kind: Kind, party: Party, code: u8) -> Restriction {
    let who = party.in_words();
    let (rule, message, action) = match kind {
        Kind::Whitelist => (
            "CMTAT whitelist",
            format!("The issuer has not put {who} on the list of those who may hold and move this token."),
            format!("Ask the issuer to put {who} on the list."),
        ),
        Kind::Blacklist => (
            "CMTAT blacklist",
            format!("The issuer has blacklisted {who}."),
            format!("Ask the issuer to take {who} off the blacklist."),
        ),
        Kind::Sanctions => (
            "CMTAT sanctions list",
            format!("A sanctions list names {who}."),
            format!("Ask the issuer about the sanctions list: only its keeper can take {who} off."),
        ),
    };
    Restriction {
        code: kind.code(party),
        party,
        rule: Rule::new(asked.contract, rule),
        read: asked.witness(code),
        message,
        remedy: Remedy::by(Lifter::Issuer, action),
    }
}

fn push_unapproved(findings: &mut Findings<'_>, asked: Question, code: u8) {
    let rule = Rule::new(asked.contract, "CMTAT approval of each transfer");
    findings.unbounded(rule.clone());
    findings.restrictions.push(Restriction {
        code: RestrictionCode::NotApproved,
        party: Party::Both,
        rule,
        read: asked.witness(code),
        message: "The issuer has to approve each transfer, and has not approved this one.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to approve exactly this transfer."),
    });
}

fn push_other(findings: &mut Findings<'_>, asked: Question, code: u8, text: &str) {
    let rule = Rule::new(asked.contract, "CMTAT rule");
    findings.unbounded(rule.clone());
    findings.restrictions.push(Restriction {
        code: RestrictionCode::TokenRestriction,
        party: Party::Both,
        rule,
        read: asked.witness(code),
        message: format!("A rule of the token refuses with code {code}: {}.", spoken(text)),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to lift the restriction that the rule names."),
    });
}

impl Question {
    /// The same about one account at both ends, called by nobody else.
    const fn alone(self, account: Address) -> Self {
        Self { spender: None, from: account, to: account, ..self }
    }

    fn code(self, findings: &mut Findings<'_>) -> Result<u8, Gap> {
        match self.extended() {
            Some(call) => findings.ask(self.contract, &call),
            None => findings.ask(self.contract, &self.plain()),
        }
    }

    fn witness(self, code: u8) -> Witness {
        match self.extended() {
            Some(call) => Witness::of(self.contract, &call, code),
            None => Witness::of(self.contract, &self.plain(), code),
        }
    }

    const fn plain(self) -> detectTransferRestrictionCall {
        let Self { from, to, value, .. } = self;
        detectTransferRestrictionCall { from, to, value }
    }

    fn extended(self) -> Option<detectTransferRestrictionFromCall> {
        let Self { from, to, value, .. } = self;
        self.spender.map(|spender| detectTransferRestrictionFromCall { spender, from, to, value })
    }
}

impl Kind {
    const fn code(self, party: Party) -> RestrictionCode {
        match (self, party) {
            (Self::Whitelist, party) => super::not_allowed(party),
            (Self::Blacklist, Party::Sender) => RestrictionCode::SenderBlacklisted,
            (Self::Blacklist, Party::Caller) => RestrictionCode::CallerBlacklisted,
            (Self::Blacklist, Party::Receiver | Party::Token | Party::Collector | Party::Both) => {
                RestrictionCode::ReceiverBlacklisted
            }
            (Self::Sanctions, Party::Sender) => RestrictionCode::SenderSanctioned,
            (Self::Sanctions, Party::Caller) => RestrictionCode::CallerSanctioned,
            (Self::Sanctions, Party::Receiver | Party::Token | Party::Collector | Party::Both) => {
                RestrictionCode::ReceiverSanctioned
            }
        }
    }
}

impl Meaning {
    /// The texts of the shipped rules, the same from the first engine to the newest. One exception: the blacklist of 2.0, which has
    /// codes of its own, speaks with the whitelist's words.
    fn of(code: u8, text: &str) -> Self {
        match (text, code) {
            ("The sender is not in the whitelist", 41) => Self::Listed(Kind::Blacklist, Party::Sender),
            ("The recipient is not in the whitelist", 42) => Self::Listed(Kind::Blacklist, Party::Receiver),
            ("The sender is not in the whitelist", _) => Self::Listed(Kind::Whitelist, Party::Sender),
            ("The recipient is not in the whitelist", _) => Self::Listed(Kind::Whitelist, Party::Receiver),
            ("The spender is not in the whitelist", _) => Self::Listed(Kind::Whitelist, Party::Caller),
            ("The sender is blacklisted", _) => Self::Listed(Kind::Blacklist, Party::Sender),
            ("The recipient is blacklisted", _) => Self::Listed(Kind::Blacklist, Party::Receiver),
            ("The spender is blacklisted", _) => Self::Listed(Kind::Blacklist, Party::Caller),
            ("The sender is sanctioned", _) => Self::Listed(Kind::Sanctions, Party::Sender),
            ("The recipient is sanctioned", _) => Self::Listed(Kind::Sanctions, Party::Receiver),
            ("The spender is sanctioned", _) => Self::Listed(Kind::Sanctions, Party::Caller),
            ("The request is not approved", _) => Self::NotApproved,
            _ => Self::Other,
        }
    }
}
