//! The code of a rule about one account, by the part that the account has in the transfer.

use super::{Party, RestrictionCode};

/// The account is on a list of those who may not.
pub(super) const fn blacklisted(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderBlacklisted,
        Party::Caller => RestrictionCode::CallerBlacklisted,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverBlacklisted,
    }
}

/// The account is on a sanctions list.
pub(super) const fn sanctioned(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderSanctioned,
        Party::Caller => RestrictionCode::CallerSanctioned,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverSanctioned,
    }
}

/// The account is not on the list of those who may.
pub(super) const fn not_allowed(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderNotAllowed,
        Party::Caller => RestrictionCode::CallerNotAllowed,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverNotAllowed,
    }
}
