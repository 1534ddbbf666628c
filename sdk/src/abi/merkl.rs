//! Merkl's `Distributor`.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IMerklDistributor {
        // The root that counts: the one before, while the newest may be disputed.
        function getMerkleRoot() external view returns (bytes32);
        function tree() external view returns (bytes32 merkleRoot, bytes32 ipfsHash);
        function endOfDisputePeriod() external view returns (uint48);
        function disputer() external view returns (address);
        function claimed(address user, address token)
            external
            view
            returns (uint208 amount, uint48 timestamp, bytes32 merkleRoot);
        function claimRecipient(address user, address token) external view returns (address);
        function claim(
            address[] calldata users,
            address[] calldata tokens,
            uint256[] calldata amounts,
            bytes32[][] calldata proofs
        ) external;

        event Claimed(address indexed user, address indexed token, uint256 amount);
    }
}

#[cfg(test)]
mod tests {
    use super::IMerklDistributor;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(IMerklDistributor::claimCall::SELECTOR, [0x71, 0xee, 0x95, 0xc0]);
        assert_eq!(IMerklDistributor::getMerkleRootCall::SELECTOR, [0x49, 0x59, 0x06, 0x57]);
        assert_eq!(IMerklDistributor::claimedCall::SELECTOR, [0x0c, 0x9c, 0xbf, 0x0e]);
        assert_eq!(IMerklDistributor::claimRecipientCall::SELECTOR, [0x4d, 0x27, 0x2d, 0x95]);
    }
}
