//! Circle's FiatToken: pause and blacklist. The contract looks at the sender, the receiver, and whoever calls.

use crate::abi::fiat_token::IFiatToken::{isBlacklistedCall, pausedCall};
use crate::compliance::detection::{Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Presence, Remedy, RestrictionCode};

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let listed = prober.asks(&isBlacklistedCall { account: SOMEONE }, |_| true);
    let paused = prober.asks(&pausedCall {}, |_| true);
    judge(&[("isBlacklisted", listed)], &[("paused", paused)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    flag::check_pause(findings, &pausedCall {}, "FiatToken pause");
    for (party, account) in findings.parties() {
        let who = party.in_words();
        let listed = Flag {
            contract: findings.token,
            rule: "FiatToken blacklist",
            breaks: true,
            code: code(party),
            party,
            message: format!("The issuer has blacklisted {who}."),
            remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to take {who} off the blacklist.")),
        };
        flag::check(findings, &isBlacklistedCall { account }, listed);
    }
}

const fn code(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderBlacklisted,
        Party::Caller => RestrictionCode::CallerBlacklisted,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverBlacklisted,
    }
}
