//! ONCHAINID (ERC-734, ERC-735): identities, claims, and who issued them.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IIdentity {
        function getClaim(bytes32 claimId) external view returns (uint256 topic, uint256 scheme, address issuer, bytes memory signature, bytes memory data, string memory uri);
    }
    #[derive(Debug)]
    interface IClaimIssuer {
        function isClaimValid(address identity, uint256 claimTopic, bytes calldata sig, bytes calldata data) external view returns (bool);
        function isClaimRevoked(bytes calldata sig) external view returns (bool);
    }
}
