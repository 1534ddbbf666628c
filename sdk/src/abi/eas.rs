//! The Ethereum Attestation Service, as far as it is asked about attestations that were signed off-chain.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IEAS {
        function getRevokeOffchain(address revoker, bytes32 data) external view returns (uint64);
    }
}
