//! Merkle distributors whose claims have no number: each account has one.
//!
//! No standard names these functions. They are what contracts over `OpenZeppelin`'s `StandardMerkleTree` of `["address", "uint256"]` have
//! beside the `token()` and `merkleRoot()` of Uniswap's.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IAccountDistributor {
        function hasClaimed(address account) external view returns (bool);
        function claim(address account, uint256 amount, bytes32[] calldata merkleProof) external;
    }
}

#[cfg(test)]
mod tests {
    use super::IAccountDistributor;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contracts() {
        assert_eq!(IAccountDistributor::hasClaimedCall::SELECTOR, [0x73, 0xb2, 0xe8, 0x0e]);
        assert_eq!(IAccountDistributor::claimCall::SELECTOR, [0x3d, 0x13, 0xf8, 0x74]);
    }
}
