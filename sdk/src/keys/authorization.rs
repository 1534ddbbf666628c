//! EIP-7702 authorizations: an account puts the code at an address in charge of itself.

use alloy_eips::eip7702::{Authorization, constants::MAGIC};
use alloy_primitives::Bytes;
use alloy_rlp::{Decodable as _, Encodable as _};

use super::{PayloadKind, SignerError};
use crate::units::ChainId;

const KIND: PayloadKind = PayloadKind::Authorization;

/// The bytes whose Keccak-256 is signed: `0x05 ‖ rlp([chain id, address, nonce])`.
pub(super) fn encode(authorization: &Authorization) -> Bytes {
    let mut bytes = vec![MAGIC];
    authorization.encode(&mut bytes);
    bytes.into()
}

/// Reads these bytes in canonical form, with nothing after them.
pub(super) fn decode(payload: &[u8]) -> Result<Authorization, SignerError> {
    let malformed = |what: String| SignerError::Malformed { payload: KIND, what };
    let (first, mut rest) = payload.split_first().ok_or_else(|| malformed("it is empty".to_owned()))?;
    if *first != MAGIC {
        return Err(malformed(format!("got prefix 0x{first:02x}, expected 0x{MAGIC:02x}")));
    }
    let authorization = Authorization::decode(&mut rest).map_err(|error| malformed(error.to_string()))?;
    if !rest.is_empty() {
        return Err(malformed(format!("{} bytes follow it", rest.len())));
    }
    if *encode(&authorization) != *payload {
        return Err(malformed("it is not in canonical form".to_owned()));
    }
    if authorization.chain_id.is_zero() {
        return Err(SignerError::AnyChain { payload: KIND });
    }
    Ok(authorization)
}

/// The chain that it is valid on.
pub(super) fn chain(payload: &[u8]) -> Result<ChainId, SignerError> {
    let got = decode(payload)?.chain_id;
    u64::try_from(got).map(ChainId).map_err(|_| SignerError::Malformed {
        payload: KIND,
        what: format!("got chain id {got}, expected one of at most 64 bits"),
    })
}
