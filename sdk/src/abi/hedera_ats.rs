//! Hedera's Asset Tokenization Studio: one diamond with the faces of ERC-1400 and ERC-3643, and its own lists.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IHederaAts {
        function isPaused() external view returns (bool);
        function isMultiPartition() external view returns (bool);
        function isClearingActivated() external view returns (bool);
        function arePartitionsProtected() external view returns (bool);
        function hasRole(bytes32 role, address account) external view returns (bool);
        function getControlListType() external view returns (bool);
        function isInControlList(address account) external view returns (bool);
        function getExternalControlListsMembers(uint256 pageIndex, uint256 pageLength)
            external view returns (address[] memory);
        function isAddressRecovered(address wallet) external view returns (bool);
        function isInternalKycActivated() external view returns (bool);
        function getKycStatusFor(address account) external view returns (uint8);
        function isExternallyGranted(address account, uint8 kycStatus) external view returns (bool);
        function identityRegistry() external view returns (address);
        function compliance() external view returns (address);

        error TokenIsPaused();
        error ClearingIsActivated();
        error WalletRecovered();
        error AccountIsBlocked(address account);
        error ComplianceNotAllowed();
        error ComplianceCallFailed();
        error InvalidKycStatus();
        error AddressNotVerified();
        error IdentityRegistryCallFailed();
        error InsufficientAllowance(address spender, address from);
        error InvalidPartition(address account, bytes32 partition);
        error InsufficientBalance(address account, uint256 balance, uint256 value, bytes32 partition);
    }

    /// A list of accounts outside of the token.
    #[derive(Debug)]
    interface IExternalControlList {
        function isAuthorized(address account) external view returns (bool);
    }

    #[derive(Debug)]
    interface IAtsIdentityRegistry {
        function isVerified(address account) external view returns (bool);
    }

    #[derive(Debug)]
    interface IAtsCompliance {
        function canTransfer(address from, address to, uint256 amount) external view returns (bool);
    }
}
