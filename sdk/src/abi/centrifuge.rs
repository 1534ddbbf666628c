//! Centrifuge's share token and the hook that it asks about every transfer.

use alloy_sol_types::sol;

sol! {
    /// What the token keeps for its hook about both ends of a transfer.
    #[derive(Debug)]
    struct HookData {
        /// About the sender.
        bytes16 from;
        /// About the receiver.
        bytes16 to;
    }

    #[derive(Debug)]
    interface IShareToken {
        function hook() external view returns (address);
        function hookDataOf(address user) external view returns (bytes16);
        function checkTransferRestriction(address from, address to, uint256 value) external view returns (bool);
    }

    #[derive(Debug)]
    interface ITransferHook {
        function checkERC20Transfer(address from, address to, uint256 value, HookData calldata hookData)
            external
            view
            returns (bool);
    }
}

#[cfg(test)]
mod tests {
    use super::IShareToken::{checkTransferRestrictionCall, hookCall, hookDataOfCall};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(hookCall::SELECTOR, [0x7f, 0x5a, 0x7c, 0x7b]);
        assert_eq!(hookDataOfCall::SELECTOR, [0xe8, 0xe6, 0xdc, 0x75]);
        assert_eq!(checkTransferRestrictionCall::SELECTOR, [0xfa, 0x1e, 0x71, 0x30]);
    }
}
