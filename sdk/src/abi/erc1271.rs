//! ERC-1271: contracts that say whether a signature is theirs.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC1271 {
        function isValidSignature(bytes32 hash, bytes signature) external view returns (bytes4 magicValue);
    }
}

/// What a contract answers where the signature is valid: the function's own selector. Every other answer is a no.
pub const MAGIC_VALUE: [u8; 4] = [0x16, 0x26, 0xba, 0x7e];
