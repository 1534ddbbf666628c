//! Personal messages (EIP-191, version `0x45`).

use alloy_primitives::B256;
use sha3::{Digest as _, Keccak256};

/// Before every message, followed by its length in decimal digits. A message with it is no transaction: those begin with
/// another byte.
const PREFIX: &[u8] = b"\x19Ethereum Signed Message:\n";

/// The digest that a signature of the message signs.
pub(super) fn digest(message: &[u8]) -> B256 {
    let hash = Keccak256::new().chain_update(PREFIX).chain_update(message.len().to_string()).chain_update(message);
    B256::from(<[u8; 32]>::from(hash.finalize()))
}
