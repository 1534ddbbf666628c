//! Paxos' tokens: freezes and a pause; the first gold token takes a fee too.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IPaxosToken {
        function paused() external view returns (bool);
        function isFrozen(address addr) external view returns (bool);
        // The first version names its roles, the second names a contract for the supply.
        function assetProtectionRole() external view returns (address);
        function supplyController() external view returns (address);
        function supplyControl() external view returns (address);
        // Gold of the first version only.
        function feeRecipient() external view returns (address);
        function getFeeFor(uint256 value) external view returns (uint256);
    }
}

#[cfg(test)]
mod tests {
    use super::IPaxosToken::{getFeeForCall, isFrozenCall};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(isFrozenCall::SELECTOR, [0xe5, 0x83, 0x98, 0x36]);
        assert_eq!(getFeeForCall::SELECTOR, [0x0a, 0xbe, 0x46, 0x9a]);
    }
}
