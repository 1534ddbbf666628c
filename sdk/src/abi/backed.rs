//! Backed's tokens (bTokens, xStocks), their wrapper, and the sanctions list that they ask.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IBackedToken {
        function isPaused() external view returns (bool);
        function sanctionsList() external view returns (address);
        function delegateMode() external view returns (bool);
    }

    #[derive(Debug)]
    interface ISanctionsList {
        function isSanctioned(address addr) external view returns (bool);
    }

    #[derive(Debug)]
    interface IBackedAutoFeeToken {
        function getCurrentMultiplier()
            external
            view
            returns (uint256 currentMultiplier, uint256 periodsPassed, uint256 currentMultiplierNonce);
        function getUnderlyingAmountByShares(uint256 sharesAmount) external view returns (uint256);
        function newMultiplier() external view returns (uint256);
        function newMultiplierActivationTime() external view returns (uint256);
        function feePerPeriod() external view returns (uint256);
        function periodLength() external view returns (uint256);
        function lastTimeFeeApplied() external view returns (uint256);
    }

    // Before its multipliers were numbered.
    #[derive(Debug)]
    interface IBackedFirstAutoFeeToken {
        function getCurrentMultiplier() external view returns (uint256 newMultiplier, uint256 periodsPassed);
    }
}

#[cfg(test)]
mod tests {
    use super::{IBackedAutoFeeToken, IBackedToken, ISanctionsList};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(IBackedToken::isPausedCall::SELECTOR, [0xb1, 0x87, 0xbd, 0x26]);
        assert_eq!(ISanctionsList::isSanctionedCall::SELECTOR, [0xdf, 0x59, 0x2f, 0x7d]);
        assert_eq!(IBackedAutoFeeToken::getCurrentMultiplierCall::SELECTOR, [0x2b, 0x63, 0xc3, 0x00]);
        assert_eq!(IBackedAutoFeeToken::getUnderlyingAmountBySharesCall::SELECTOR, [0x94, 0x4b, 0x51, 0x1c]);
        assert_eq!(IBackedAutoFeeToken::newMultiplierCall::SELECTOR, [0x60, 0x63, 0x80, 0x67]);
    }
}
