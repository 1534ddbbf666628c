//! secp256k1 keys: their addresses, and signatures with them.

use std::fmt;

use alloy_primitives::{Address, B256, Signature, U256, hex};
use k256::ecdsa::{self, RecoveryId, SigningKey, VerifyingKey};
use sha3::{Digest as _, Keccak256};
use zeroize::Zeroizing;

/// A private key, held as a key handle: the public point and the address are worked out once. Wiped when dropped.
pub struct SecretKey {
    signing: SigningKey,
    address: Address,
}

/// Why a key or a signature was refused. Never holds a part of a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Too many or too few hexadecimal digits.
    #[error("a private key has 64 hexadecimal digits: got {got} characters")]
    Length {
        /// How many characters there were after `0x`.
        got: usize,
    },
    /// A character that is no hexadecimal digit.
    #[error("a private key is written in hexadecimal digits: character {position} is none")]
    NotHex {
        /// Which character after `0x`, counted from 1.
        position: usize,
    },
    /// Zero, or not below the order of the curve.
    #[error("the number is not a key: it is zero, or not below the order of secp256k1")]
    OutOfRange,
    /// The signature is of no key, or its `s` is in the upper half (EIP-2 refuses these).
    #[error("the signature is not valid: {what}")]
    Signature {
        /// What is wrong with it.
        what: &'static str,
    },
}

impl SecretKey {
    /// A key from its 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`KeyError::OutOfRange`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        SigningKey::from_slice(bytes).map(Self::from_signing_key).map_err(|_| KeyError::OutOfRange)
    }

    /// A key from 64 hexadecimal digits, with or without `0x`; white space around them is ignored.
    ///
    /// # Errors
    /// [`KeyError::Length`], [`KeyError::NotHex`] or [`KeyError::OutOfRange`].
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let digits = text.strip_prefix("0x").unwrap_or(text);
        if let Some(found) = digits.chars().position(|c| !c.is_ascii_hexdigit()) {
            return Err(KeyError::NotHex { position: found.saturating_add(1) });
        }
        let mut bytes = Zeroizing::new([0_u8; 32]);
        hex::decode_to_slice(digits, &mut *bytes).map_err(|_| KeyError::Length { got: digits.len() })?;
        Self::from_bytes(&bytes)
    }

    pub(super) fn from_signing_key(signing: SigningKey) -> Self {
        let address = address_of(signing.verifying_key());
        Self { signing, address }
    }

    /// The address: the last 20 bytes of the Keccak-256 of the public point. Prints with its EIP-55 checksum.
    #[must_use]
    pub const fn address(&self) -> Address {
        self.address
    }

    /// The 32 bytes of the key. A secret leaves here.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.signing.to_bytes().into())
    }

    /// Signs a digest: RFC 6979 nonce, `s` in the lower half. Stays in this room: what crosses the seam is a whole payload.
    pub(super) fn sign_digest(&self, digest: &B256) -> Signature {
        let (signature, recovery) = self.signing.sign_prehash_recoverable(digest.as_slice());
        let (r, s) = signature.split_bytes();
        Signature::new(U256::from_be_bytes(r.into()), U256::from_be_bytes(s.into()), recovery.is_y_odd())
    }
}

/// Who signed this digest.
///
/// # Errors
/// [`KeyError::Signature`] where `r` or `s` is out of range, `s` is in the upper half, or no key fits.
pub fn recover(digest: &B256, signature: &Signature) -> Result<Address, KeyError> {
    let parsed = ecdsa::Signature::from_scalars(signature.r().to_be_bytes::<32>(), signature.s().to_be_bytes::<32>())
        .map_err(|_| KeyError::Signature { what: "r or s is zero or not below the order of the curve" })?;
    if parsed.normalize_s() != parsed {
        return Err(KeyError::Signature { what: "s is in the upper half of its range" });
    }
    let recovery = RecoveryId::new(signature.v(), false);
    VerifyingKey::recover_from_prehash(digest.as_slice(), &parsed, recovery)
        .map(|key| address_of(&key))
        .map_err(|_| KeyError::Signature { what: "no key fits it" })
}

/// Keccak-256, as Ethereum uses it.
pub(super) fn keccak256(bytes: &[u8]) -> B256 {
    B256::from(<[u8; 32]>::from(Keccak256::digest(bytes)))
}

fn address_of(key: &VerifyingKey) -> Address {
    let point = key.to_sec1_point(false);
    // An uncompressed point is 0x04 and 64 bytes of coordinates; only the coordinates are hashed.
    let (_tag, coordinates) = point.as_bytes().split_at(1);
    Address::from_word(keccak256(coordinates))
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::address;

    /// RFC 6979 on secp256k1 with SHA-256: the widely copied vectors of Trezor's and Bitcoin Core's tests. Key, SHA-256 of the text,
    /// r and s.
    const RFC_6979: [[&str; 4]; 5] = [
        // "Satoshi Nakamoto".
        [
            "0000000000000000000000000000000000000000000000000000000000000001",
            "a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e",
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
            "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
        ],
        // "All those moments will be lost in time, like tears in rain. Time to die..."
        [
            "0000000000000000000000000000000000000000000000000000000000000001",
            "7d1833f54854ac51659521afcd0ec6dca2ce2351429614bfa28a756b1b3c637f",
            "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b",
            "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21",
        ],
        // "Satoshi Nakamoto", by the greatest key.
        [
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
            "a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e",
            "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0",
            "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5",
        ],
        // "Alan Turing".
        [
            "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181",
            "4ba38d48a60f1b29e9eb726eaff08b2e83d8d81e031666fee50e85900d7dc1ef",
            "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c",
            "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea",
        ],
        // "There is a computer disease that anybody who works with computers knows about. …"
        [
            "e91671c46231f833a6406ccbea0e3e392c76c167bac1cb013f6f1013980455c2",
            "1609a53bb33ef00e0cc1e784b436d7924956d87ec2b399574378312f07cba3e8",
            "b552edd27580141f3b2a5463048cb7cd3e047b97c9f98076c32dbdf85a68718b",
            "279fa72dd19bfae05577e06c7c0c1900c371fcd5893f7e1d56a37d30174671f6",
        ],
    ];

    #[test]
    fn nonces_are_those_of_rfc_6979() {
        for [key, digest, r, s] in RFC_6979 {
            let (key, digest) = (SecretKey::from_hex(key).unwrap(), digest.parse::<B256>().unwrap());
            let signature = key.sign_digest(&digest);
            assert_eq!(hex::encode(&signature.as_bytes()[..64]), [r, s].concat());
            assert_eq!(recover(&digest, &signature).unwrap(), key.address());
        }
        let one = SecretKey::from_hex(RFC_6979[0][0]).unwrap();
        assert_eq!(one.address(), address!("7E5F4552091A69125d5DfCb7b8C2659029395Bdf"));
    }

    #[test]
    fn a_signature_in_the_upper_half_is_refused() {
        let key = SecretKey::from_bytes(&[7; 32]).unwrap();
        let digest = keccak256(b"text");
        let signature = key.sign_digest(&digest);
        let order =
            U256::from_str_radix("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16).unwrap();
        assert!(signature.s() <= order >> 1);
        let high = Signature::new(signature.r(), order - signature.s(), !signature.v());
        assert!(matches!(recover(&digest, &high), Err(KeyError::Signature { what }) if what.contains("upper half")));
        let zero = Signature::new(U256::ZERO, signature.s(), false);
        assert!(matches!(recover(&digest, &zero), Err(KeyError::Signature { what }) if what.contains("zero")));
    }
}
