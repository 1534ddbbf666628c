//! The compliance service that knows only registered wallets and locks.

use alloy_primitives::U256;

use crate::compliance::findings::Findings;

use super::facts::{Services, Wallets};
use super::holdings;

pub(super) fn check(findings: &mut Findings<'_>, services: &Services, wallets: &Wallets, balance: U256) {
    if wallets.paused {
        super::refuse_paused(findings);
    }
    if !wallets.receiver.platform && wallets.receiver.investor.is_empty() {
        super::refuse_unregistered(findings, "Securitize registry", services);
    }
    if !wallets.sender.platform {
        holdings::check_locks(findings, services, wallets.transferable, balance);
    }
}
