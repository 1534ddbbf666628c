//! The SDK's verdict in the words of the verdict panel.

use assay_sdk::compliance::{
    Assessment, Change, Doubt, Headroom, Lifter, Most, Movement, Restriction, Rule, Simulation, Verdict,
};
use assay_sdk::evidence::Fact;
use assay_sdk::units::Amount;

use crate::components::{RehearsedView, VerdictLine, VerdictView};
use crate::format;
use crate::text::{fill, t};

/// What the panel shows. As well known as the verdict itself.
pub(crate) fn view(assessment: &Assessment) -> Fact<VerdictView> {
    assessment.verdict.as_ref().map(|verdict| match verdict {
        Verdict::Allow(headroom) => VerdictView::Allow {
            most: most(headroom.most),
            because: because(headroom, assessment),
            rehearsed: rehearsed(&assessment.movement),
            notices: notices(assessment),
        },
        Verdict::Deny(reasons) => VerdictView::Deny {
            reasons: confirmed(reasons.iter().map(restriction).collect(), assessment),
            most: most(assessment.headroom.most),
        },
        Verdict::Unknown(gaps) => VerdictView::Unknown { doubts: gaps.iter().flat_map(doubt).collect() },
    })
}

/// What was seen to move. Refused in the rehearsal, a transfer is not said to pass.
fn rehearsed(movement: &Movement) -> Option<RehearsedView> {
    let balance = |term: &str, change: &Change| {
        let [before, after] = [change.before, change.after].map(|balance| format::amount(&balance).full);
        (term.to_owned(), format!("{before} → {after}"))
    };
    match movement {
        Movement::Seen(moved) => Some(RehearsedView::Seen {
            leaves: moved.sender.lost(),
            arrives: moved.receiver.gained(),
            balances: vec![balance(t("Yours"), &moved.sender), balance(t("The receiver's"), &moved.receiver)],
        }),
        Movement::NotSeen { why } => Some(RehearsedView::NotSeen { why: why.clone() }),
        Movement::Refused(_) => None,
    }
}

/// Which rule sets the most, and when a rule is known to change it.
fn because(headroom: &Headroom, assessment: &Assessment) -> Option<String> {
    let named = |text, rule: &Rule| fill(text, &[("rule", &rule.name)]);
    let set = match (&headroom.binding, headroom.most) {
        _ if !assessment.families.value().has_rules() => rules_unknown(assessment),
        (Some(rule), Most::Unknown(_)) => {
            Some(named(t("How much more would pass cannot be told, because of {rule}."), rule))
        }
        (Some(rule), Most::AtMost(_) | Most::Exactly(_) | Most::Nothing | Most::Unlimited) => {
            Some(named(t("Set by {rule}."), rule))
        }
        (None, _) => None,
    };
    let next = headroom.next.as_ref().map(|next| {
        let at = format::date_time(next.at);
        fill(t("{rule} changes at {at}."), &[("rule", &next.rule.name), ("at", &at)])
    });
    match (set, next) {
        (Some(set), Some(next)) => Some(format!("{set} {next}")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => None,
    }
}

/// Said where a transfer passes of which no rule is known.
pub(crate) fn rules_unknown(assessment: &Assessment) -> Option<String> {
    let words = t("The rules of this token are not known: what is certain is that the chain lets this transfer pass.");
    (!assessment.families.value().has_rules()).then(|| words.to_owned())
}

/// Who may move the holder's tokens without the holder having signed it.
pub(crate) fn standing_approvals(assessment: &Assessment) -> Vec<VerdictLine> {
    let text = t("The issuer lets {spender} move this token out of every holder's account. You have not signed that.");
    let told = assessment.standing_approvals.iter().flatten();
    told.map(|approval| line(fill(text, &[("spender", &approval.spender.to_string())]), &approval.rule)).collect()
}

fn line(sentence: String, rule: &Rule) -> VerdictLine {
    let details =
        vec![(t("Rule").to_owned(), rule.name.clone()), (t("Contract").to_owned(), rule.contract.to_string())];
    VerdictLine { sentence, remedy: None, details }
}

/// What a holder should know although the transfer passes.
fn notices(assessment: &Assessment) -> Vec<VerdictLine> {
    let told = assessment.notices.iter().map(|notice| line(notice.message.clone(), &notice.rule));
    let fee = assessment.fee.iter().filter(|fee| !fee.amount.is_zero()).map(|fee| {
        let (taken, rest) = (fee.amount.to_string(), assessment.receives.to_string());
        line(fill(t("A fee of {fee} is taken of it: {rest} arrives."), &[("fee", &taken), ("rest", &rest)]), &fee.rule)
    });
    told.chain(fee).chain(standing_approvals(assessment)).collect()
}

/// The most that would pass, where a smaller amount than asked would.
pub(crate) fn most(most: Most) -> Option<Amount> {
    match most {
        Most::AtMost(amount) | Most::Exactly(amount) => Some(amount),
        Most::Nothing | Most::Unlimited | Most::Unknown(_) => None,
    }
}

fn restriction(reason: &Restriction) -> VerdictLine {
    VerdictLine {
        sentence: reason.message.clone(),
        remedy: Some(fill(
            t("{who}: {action}"),
            &[("who", lifter(reason.remedy.by)), ("action", &reason.remedy.action)],
        )),
        details: vec![
            (t("Rule").to_owned(), reason.rule.name.clone()),
            (t("Contract").to_owned(), reason.rule.contract.to_string()),
            (t("Read").to_owned(), format!("{} = {}", reason.read.read.signature(), reason.read.answer)),
        ],
    }
}

/// What the chain itself says to the very call stands with the first reason: the rules explain, the chain decides.
fn confirmed(mut reasons: Vec<VerdictLine>, assessment: &Assessment) -> Vec<VerdictLine> {
    if let (Some(first), Some(Simulation::Refused(refusal))) = (reasons.first_mut(), &assessment.simulation) {
        first.details.push((t("The chain, asked without sending").to_owned(), refusal.to_string()));
    }
    reasons
}

fn doubt(doubt: &Doubt) -> Vec<VerdictLine> {
    let sentence = match doubt {
        Doubt::RefusedUnexplained { refusal } => fill(
            t("Every rule that Assay knows is kept, and yet the chain refuses: {refusal}"),
            &[("refusal", &refusal.to_string())],
        ),
        Doubt::Unread(_)
        | Doubt::Unsure { .. }
        | Doubt::PassesDespite { .. }
        | Doubt::Unconfirmed { .. }
        | Doubt::NotUnderstood { .. }
        | _ => doubt.to_string(),
    };
    let line = VerdictLine { sentence, remedy: None, details: Vec::new() };
    let reasons = match doubt {
        Doubt::PassesDespite { reasons } | Doubt::Unconfirmed { reasons } => reasons.iter().map(restriction).collect(),
        Doubt::Unread(_)
        | Doubt::Unsure { .. }
        | Doubt::RefusedUnexplained { .. }
        | Doubt::NotUnderstood { .. }
        | _ => Vec::new(),
    };
    std::iter::once(line).chain(reasons).collect()
}

fn lifter(by: Lifter) -> &'static str {
    match by {
        Lifter::Issuer => t("The issuer"),
        Lifter::ClaimIssuer => t("A claim issuer"),
        Lifter::Sender => t("You"),
        Lifter::Receiver => t("The receiver"),
        Lifter::Time | _ => t("Nobody, with time"),
    }
}
