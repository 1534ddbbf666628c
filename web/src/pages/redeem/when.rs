//! When a redemption is paid, in words: by the way itself, and by what the issuer says of its course.

use assay_sdk::asset::Settlement;
use assay_sdk::redemption::{Course, Timing, course, cut_off};
use assay_sdk::units::Timestamp;

use crate::format;
use crate::services::clock::zone_offset;
use crate::text::{fill, t};

/// By the way itself.
pub(crate) fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::AtOnce => t("At once, with the transaction."),
        Timing::AfterFulfilment => t("After the issuer has fulfilled the request and you have claimed."),
        Timing::InTurn => t("In turn: when the queue has come to it."),
        Timing::OffChain => t("When the issuer pays or delivers, off the chain."),
        Timing::AtOnceForGood => t("At once, and for good: nobody can undo it."),
    }
}

/// By the issuer's terms in the asset list, for a request made now; one sentence each, none where it names nothing.
pub(crate) fn terms(settlement: &Settlement, now: Timestamp) -> Vec<String> {
    let reckoned = reckoned(settlement, now);
    let days = settlement.business_days.map(|days| business_days(days, reckoned.and_then(|course| course.due)));
    let cut_off = settlement.cut_off.as_ref().map(|words| until(words, reckoned.and_then(|course| course.cut_off)));
    days.into_iter().chain(cut_off).collect()
}

/// When a request of that moment is to be paid, where the issuer's terms can be reckoned with.
pub(super) fn due(settlement: &Settlement, asked: Timestamp) -> Option<Timestamp> {
    reckoned(settlement, asked)?.due
}

fn reckoned(settlement: &Settlement, asked: Timestamp) -> Option<Course> {
    let zone = cut_off(settlement).map(|cut_off| cut_off.zone.to_owned());
    course(settlement, asked, |at| zone_offset(Some(zone.as_deref()?), at))
}

fn business_days(days: u64, due: Option<Timestamp>) -> String {
    let term = match days {
        0 => t("The same business day").to_owned(),
        1 => t("1 business day").to_owned(),
        _ => fill(t("{n} business days"), &[("n", &days.to_string())]),
    };
    match due {
        Some(due) => fill(
            t("{term} by the issuer's terms: by {date}, bank holidays not counted."),
            &[("term", &term), ("date", &format::date(due))],
        ),
        None => fill(t("{term} by the issuer's terms."), &[("term", &term)]),
    }
}

fn until(words: &str, moment: Option<Timestamp>) -> String {
    let local = moment.and_then(|moment| Some(format::local_time(moment, zone_offset(None, moment)?)));
    match local {
        Some(local) => fill(
            t("To count from that day, ask before {cut_off}: {local} by your clock."),
            &[("cut_off", words), ("local", &local)],
        ),
        None => fill(t("Cut-off of a day, in the issuer's words: {cut_off}."), &[("cut_off", words)]),
    }
}
