//! Ondo Global Markets tokens and USDon: a compliance registry that denies, and a pause.
//!
//! After `GMToken`, `USDon`, `OndoComplianceGMView`, `OndoCompliance` and `TokenPauseManager`. `compliance()` is not T-REX's: it names
//! a view that all these tokens share, which reverts about whoever is on the blocklist or the sanctions list. Holding is open to
//! everybody else; only issuance and redemption with the issuer are not. The sender, the receiver and a caller who is neither are asked
//! about. A Global Markets token is paused by its pause manager, USDon by itself.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::SolError as _;

use crate::abi::ondo::IBlocklist::isBlockedCall;
use crate::abi::ondo::IOndoCompliance::{
    UserBlocked, UserSanctioned, rwaTokenToBlocklistCall, rwaTokenToSanctionsListCall,
};
use crate::abi::ondo::IOndoComplianceGMView::{checkIsCompliantCall, complianceCall, gmIdentifierCall};
use crate::abi::ondo::IOndoToken::{self, pausedCall, tokenPauseManagerCall};
use crate::abi::ondo::ITokenPauseManager::isTokenPausedCall;
use crate::abi::revert::RevertReason;
use crate::abi::sanctions_list::ISanctionsList::isSanctionedCall;
use crate::compliance::detection::{Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Presence, Remedy, Restriction, RestrictionCode, Rule, Witness, listed};
use crate::evidence::Gap;

/// The lists behind the view; zero where there is none.
struct Lists {
    blocklist: Option<Address>,
    sanctions: Option<Address>,
}

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let (named, view) = prober.names(&IOndoToken::complianceCall {});
    let Some(view) = view else {
        return judge(&[("compliance", named)], &[]);
    };
    let identifier = prober.asks_at(view, &gmIdentifierCall {}, |address| !address.is_zero());
    let behind = prober.asks_at(view, &complianceCall {}, |address| !address.is_zero());
    let passes = prober.asks_at(view, &checkIsCompliantCall { user: SOMEONE }, |_| true);
    let apart = [("compliance", named), ("gmIdentifier of the compliance", identifier)];
    let confirming = [("compliance of the compliance", behind), ("checkIsCompliant of the compliance", passes)];
    judge(&apart, &confirming)
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let token = findings.token;
    let view = findings.ask(token, &IOndoToken::complianceCall {});
    let paused_by = findings.ask(token, &tokenPauseManagerCall {});
    match paused_by {
        Ok(manager) => check_paused_by(findings, manager),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => flag::check_pause(findings, &pausedCall {}, "USDon pause"),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
    let Some(view) = findings.known(view) else { return };
    let parties = findings.parties();
    let answers: Vec<_> = parties
        .into_iter()
        .map(|(party, user)| (party, user, findings.ask_as(token, view, &checkIsCompliantCall { user })))
        .collect();
    for (party, account, answer) in answers {
        match answer {
            Ok(_) => {}
            Err(Gap::Reverted { data, .. }) => explain(findings, view, party, account, &data),
            Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => findings.unread(gap),
        }
    }
}

fn check_paused_by(findings: &mut Findings<'_>, manager: Address) {
    let paused = Flag {
        contract: manager,
        rule: "Global Markets pause",
        breaks: true,
        code: RestrictionCode::Paused,
        party: Party::Token,
        message: "The issuer has paused all transfers of this token.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer unpauses the token."),
    };
    let token = findings.token;
    flag::check(findings, &isTokenPausedCall { token }, paused);
}

/// The view stops at the first list that names the account; the lists themselves are asked for the others.
fn explain(findings: &mut Findings<'_>, view: Address, party: Party, account: Address, data: &Bytes) {
    let Some(lists) = lists(findings, view) else { return };
    let blocked = named_by(findings, lists.blocklist, &isBlockedCall { account });
    let sanctioned = named_by(findings, lists.sanctions, &isSanctionedCall { account });
    if findings.gathering.is_pending() {
        return;
    }
    let blocked = blocked || data.starts_with(&UserBlocked::SELECTOR);
    let sanctioned = sanctioned || data.starts_with(&UserSanctioned::SELECTOR);
    let who = party.in_words();
    let words = RevertReason::decode(data).to_string();
    let refused = |code, message| Restriction {
        code,
        party,
        rule: Rule::new(view, "Global Markets compliance"),
        read: Witness::of(view, &checkIsCompliantCall { user: account }, &words),
        message,
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer why {who} is refused.")),
    };
    if blocked {
        findings.refuse(refused(listed::blacklisted(party), format!("The issuer has blocked {who}.")));
    }
    if sanctioned {
        let message = format!("The sanctions list that the token follows names {who}.");
        findings.refuse(refused(listed::sanctioned(party), message));
    }
    if !blocked && !sanctioned {
        let message = format!("The issuer's compliance contract refuses {who}: {words}.");
        findings.refuse(refused(listed::not_allowed(party), message));
    }
}

/// `None` while the way to the lists is still to be fetched. A registry that is built otherwise names none, and then the revert alone
/// says why.
fn lists(findings: &mut Findings<'_>, view: Address) -> Option<Lists> {
    let registry = findings.ask(view, &complianceCall {});
    let token = findings.ask(view, &gmIdentifierCall {});
    let (registry, token) = match (registry, token) {
        (Ok(registry), Ok(token)) => (registry, token),
        (Err(gap), _) | (_, Err(gap)) if gap.is_pending() => return None,
        (Err(_), _) | (_, Err(_)) => return Some(Lists { blocklist: None, sanctions: None }),
    };
    let blocklist = findings.ask(registry, &rwaTokenToBlocklistCall { rwaToken: token });
    let sanctions = findings.ask(registry, &rwaTokenToSanctionsListCall { rwaToken: token });
    let named = |list: Result<Address, Gap>| list.ok().filter(|list| !list.is_zero());
    Some(Lists { blocklist: named(blocklist), sanctions: named(sanctions) })
}

fn named_by<C: alloy_sol_types::SolCall<Return = bool>>(
    findings: &mut Findings<'_>,
    list: Option<Address>,
    call: &C,
) -> bool {
    list.is_some_and(|list| findings.ask(list, call) == Ok(true))
}
