//! Ondo Global Markets and USDon: a compliance registry that denies.

use crate::compliance::Presence;
use crate::compliance::detection::Prober;
use crate::compliance::findings::Findings;

pub(super) fn detect(_prober: &mut Prober<'_>) -> Presence {
    Presence::Absent
}

pub(super) fn check(_findings: &mut Findings<'_>) {}
