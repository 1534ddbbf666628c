//! ERC-7540 (asynchronous redemption), the share getter of ERC-7575, and the cancellation of ERC-7887.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC7540Redeem {
        function share() external view returns (address);
        function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId);
        function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 pendingShares);
        function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 claimableShares);
        function isOperator(address controller, address operator) external view returns (bool status);
        function setOperator(address operator, bool approved) external returns (bool);

        event RedeemRequest(address indexed controller, address indexed owner, uint256 indexed requestId, address sender, uint256 shares);
        event OperatorSet(address indexed controller, address indexed operator, bool approved);
    }

    #[derive(Debug)]
    interface IERC7887Redeem {
        function cancelRedeemRequest(uint256 requestId, address controller) external;
        function pendingCancelRedeemRequest(uint256 requestId, address controller) external view returns (bool isPending);
        function claimableCancelRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);
        function claimCancelRedeemRequest(uint256 requestId, address receiver, address controller) external;

        event CancelRedeemRequest(address indexed controller, uint256 indexed requestId, address sender);
        event CancelRedeemClaim(address indexed controller, address indexed receiver, uint256 indexed requestId, address sender, uint256 shares);
    }

    // No standard asks for these: Centrifuge's vaults write them where a request, or its cancellation, is fulfilled.
    #[derive(Debug)]
    interface IFulfilmentLogs {
        event RedeemClaimable(address indexed controller, uint256 indexed requestId, uint256 assets, uint256 shares);
        event CancelRedeemClaimable(address indexed controller, uint256 indexed requestId, uint256 shares);
    }
}

#[cfg(test)]
mod tests {
    use super::{IERC7887Redeem, IFulfilmentLogs};
    use alloy_primitives::b256;
    use alloy_sol_types::{SolCall as _, SolEvent as _};

    #[test]
    fn selectors_and_topics_are_those_of_the_standard() {
        assert_eq!(IERC7887Redeem::cancelRedeemRequestCall::SELECTOR, [0x2b, 0x9d, 0x9c, 0x1f]);
        assert_eq!(IERC7887Redeem::pendingCancelRedeemRequestCall::SELECTOR, [0x7c, 0x1b, 0x50, 0xc4]);
        assert_eq!(IERC7887Redeem::claimableCancelRedeemRequestCall::SELECTOR, [0xb0, 0x4a, 0x5e, 0x05]);
        assert_eq!(IERC7887Redeem::claimCancelRedeemRequestCall::SELECTOR, [0x00, 0xa0, 0x6d, 0x19]);
        let asked = b256!("a16c0f2cab616ed5d17cd544655b00d7062a1df7c457960cc8b9bf60770f9236");
        assert_eq!(IERC7887Redeem::CancelRedeemRequest::SIGNATURE_HASH, asked);
        let claimed = b256!("9c133d4657dc9cd12f4c08cef86ef778dbbe03f3ad3b661ff14d36bc3febb1fb");
        assert_eq!(IERC7887Redeem::CancelRedeemClaim::SIGNATURE_HASH, claimed);
        let claimable = b256!("4dd5187225a2ae5f5ea35ca7b1732180f848cc4b6f7dce34b4c5e9f384d77dec");
        assert_eq!(IFulfilmentLogs::RedeemClaimable::SIGNATURE_HASH, claimable);
        let returned = b256!("0ede66e1b0b7bef549c7d3a5c885444b371535620c089dc7b92ddf8550edaa19");
        assert_eq!(IFulfilmentLogs::CancelRedeemClaimable::SIGNATURE_HASH, returned);
    }
}
