//! ERC-8056 (draft): a multiplier for what is shown, beside balances that stay raw.

use alloy_primitives::FixedBytes;
use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IScaledUIAmount {
        function uiMultiplier() external view returns (uint256);
    }

    #[derive(Debug)]
    interface IScaledUIAmountNewUIMultiplier {
        function newUIMultiplier() external view returns (uint256);
        function effectiveAt() external view returns (uint256);
    }

    #[derive(Debug)]
    interface IScaledUIAmountConversion {
        function toUIAmount(uint256 rawAmount) external view returns (uint256);
        function fromUIAmount(uint256 uiAmount) external view returns (uint256);
    }

    #[derive(Debug)]
    interface IScaledUIAmountBalances {
        function balanceOfUI(address account) external view returns (uint256);
        function totalSupplyUI() external view returns (uint256);
    }
}

/// The multiplier. Every token of the standard declares it.
pub const CORE: FixedBytes<4> = FixedBytes([0xa6, 0x0b, 0xf1, 0x3d]);
/// The multiplier to come. Required as well.
pub const PENDING: FixedBytes<4> = FixedBytes([0x4b, 0xd2, 0x76, 0x48]);
/// Conversions on the chain. Optional.
pub const CONVERSION: FixedBytes<4> = FixedBytes([0x57, 0x85, 0x4f, 0xc3]);
/// Scaled balances on the chain. Optional.
pub const BALANCES: FixedBytes<4> = FixedBytes([0xd8, 0x90, 0xfd, 0x71]);

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_sol_types::SolCall;

    fn xor<A: SolCall, B: SolCall>() -> [u8; 4] {
        let mut both = A::SELECTOR;
        for (byte, other) in both.iter_mut().zip(B::SELECTOR) {
            *byte ^= other;
        }
        both
    }

    #[test]
    fn the_identifiers_are_those_of_the_functions() {
        assert_eq!(IScaledUIAmount::uiMultiplierCall::SELECTOR, CORE.0);
        use IScaledUIAmountBalances::{balanceOfUICall, totalSupplyUICall};
        use IScaledUIAmountConversion::{fromUIAmountCall, toUIAmountCall};
        use IScaledUIAmountNewUIMultiplier::{effectiveAtCall, newUIMultiplierCall};
        assert_eq!(xor::<newUIMultiplierCall, effectiveAtCall>(), PENDING.0);
        assert_eq!(xor::<toUIAmountCall, fromUIAmountCall>(), CONVERSION.0);
        assert_eq!(xor::<balanceOfUICall, totalSupplyUICall>(), BALANCES.0);
    }
}
