//! Security token with partitions and status bytes: ERC-1400, ERC-1594, ERC-1410.

use crate::compliance::Presence;
use crate::compliance::detection::Prober;
use crate::compliance::findings::Findings;

pub(super) fn detect(_prober: &mut Prober<'_>) -> Presence {
    Presence::Absent
}

pub(super) fn check(_findings: &mut Findings<'_>) {}
