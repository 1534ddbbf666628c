//! Which events of a holder's redemptions a history has to bring, beside transfers, for movements to be told apart.

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;

use crate::abi::erc4626::IERC4626::Withdraw;
use crate::abi::erc7540::IERC7540Redeem::RedeemRequest;
use crate::abi::retirement::IRetirement::Retired;
use crate::evidence::LogFilter;

/// `Withdraw`, `RedeemRequest` and `Retired` of one contract, as far as they name the holder. `Retired` has no indexed holder: all of that contract
/// are asked for, and [`movements`](super::movements) looks at whose they are.
#[must_use]
pub fn redemption_events(holder: Address, contract: Address) -> Vec<LogFilter> {
    let who = Some(holder.into_word());
    let request = Some(RedeemRequest::SIGNATURE_HASH);
    let asked = |topics, signature| LogFilter { address: contract, topics, signature };
    vec![
        asked(vec![Some(Withdraw::SIGNATURE_HASH), None, None, who], Withdraw::SIGNATURE),
        asked(vec![request, who], RedeemRequest::SIGNATURE),
        asked(vec![request, None, who], RedeemRequest::SIGNATURE),
        asked(vec![Some(Retired::SIGNATURE_HASH)], Retired::SIGNATURE),
    ]
}
