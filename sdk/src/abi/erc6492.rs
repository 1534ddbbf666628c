//! ERC-6492: signatures of contracts that are not deployed yet.

use alloy_primitives::{B256, b256};
use alloy_sol_types::sol;

sol! {
    /// What stands before the suffix: how to deploy the contract, or to make it ready, and the signature for it.
    #[derive(Debug, PartialEq, Eq)]
    struct Wrapper {
        address factory;
        bytes factoryCalldata;
        bytes signature;
    }
}

/// The last 32 bytes of a wrapped signature. They end in a byte that is no `v` of an ECDSA signature.
pub const SUFFIX: B256 = b256!("6492649264926492649264926492649264926492649264926492649264926492");
