//! Hedera's Asset Tokenization Studio: ERC-1400 and ERC-3643 in one diamond.

use crate::compliance::Presence;
use crate::compliance::detection::Prober;
use crate::compliance::findings::Findings;

pub(super) fn detect(_prober: &mut Prober<'_>) -> Presence {
    Presence::Absent
}

pub(super) fn check(_findings: &mut Findings<'_>) {}
