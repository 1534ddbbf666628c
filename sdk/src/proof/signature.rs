//! Who signed a digest, by the 64 bytes of a signature and the parity of its point.

use alloy_primitives::{Address, B256};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};

/// Why 65 bytes are no signature that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureDefect {
    /// Neither of the two values that say which of the two possible keys it was.
    #[error("its last byte is {got}, which says nothing of the parity")]
    Parity {
        /// The byte.
        got: u8,
    },
    /// Zero, or not below the curve's order.
    #[error("r or s is out of range")]
    Range,
    /// The high one of its two forms (EIP-2): anyone can make it from the other one.
    #[error("s has its high form (EIP-2)")]
    HighS,
    /// No key signs so.
    #[error("no key signs so")]
    NoKey,
}

/// The address whose key signed `digest` with `r ‖ s`; `v` is 0 or 1.
pub(super) fn recover(digest: B256, rs: &[u8; 64], v: u8) -> Result<Address, SignatureDefect> {
    let parity = RecoveryId::from_byte(v).filter(|id| !id.is_x_reduced()).ok_or(SignatureDefect::Parity { got: v })?;
    let signature = Signature::from_slice(rs).map_err(|_| SignatureDefect::Range)?;
    if signature.normalize_s() != signature {
        return Err(SignatureDefect::HighS);
    }
    let key = VerifyingKey::recover_from_prehash(digest.as_slice(), &signature, parity)
        .map_err(|_| SignatureDefect::NoKey)?;
    address_of(&key).ok_or(SignatureDefect::NoKey)
}

/// The address of a key; `None` for the point at infinity, which is no key.
pub(super) fn address_of(key: &VerifyingKey) -> Option<Address> {
    let point = key.to_sec1_point(false);
    let (_tag, coordinates) = point.as_bytes().split_first_chunk::<1>()?;
    (coordinates.len() == 64).then(|| Address::from_raw_public_key(coordinates))
}

/// The same with `v` of 27 or 28, as Ethereum writes it.
pub(super) fn recover_with_v(digest: B256, signature: &[u8; 65]) -> Result<Address, SignatureDefect> {
    let [rs @ .., v] = signature;
    match v.checked_sub(27) {
        Some(parity @ (0 | 1)) => recover(digest, rs, parity),
        Some(_) | None => Err(SignatureDefect::Parity { got: *v }),
    }
}
