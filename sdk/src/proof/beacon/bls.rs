//! Signatures of sync committees: BLS over BLS12-381, keys in G1 and signatures in G2 (consensus-specs, phase 0, "BLS signatures").

use alloy_primitives::{B256, hex};
use bls12_381::hash_to_curve::{ExpandMessage, HashToCurve, Message};
use bls12_381::{G1Affine, G1Projective, G2Affine, G2Prepared, G2Projective, Gt, multi_miller_loop};
use generic_array::ArrayLength;
use generic_array::typenum::{IsLess, U256};
use sha2::{Digest as _, Sha256};

use super::BeaconError;
use super::update::{SyncAggregate, SyncCommittee};

/// The ciphersuite's tag (RFC draft "BLS signatures", proof of possession).
pub(super) const TAG: &[u8] = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

/// The sum of the keys of those who signed. Of a sum in which more than half take part it is quicker to take away the others: the sum of
/// all is part of the committee, and proven with it.
///
/// A member's key was checked by the chain when it was deposited. That the sum lies in the group of prime order is checked all the same.
#[expect(clippy::arithmetic_side_effects, reason = "points of a group: nothing overflows")]
pub(super) fn sum_of_signers(committee: &SyncCommittee, aggregate: &SyncAggregate) -> Result<G1Affine, BeaconError> {
    let mut sum = G1Projective::from(key(&committee.aggregate)?);
    for (bytes, signed) in committee.keys.iter().zip(aggregate.signed()) {
        if !signed {
            sum -= key(bytes)?;
        }
    }
    let sum = G1Affine::from(sum);
    if bool::from(sum.is_identity()) || !bool::from(sum.is_torsion_free()) {
        return Err(no_key(&sum.to_compressed()));
    }
    Ok(sum)
}

/// A point of the curve that is not the one at infinity.
fn key(bytes: &[u8; 48]) -> Result<G1Affine, BeaconError> {
    let point: Option<G1Affine> = G1Affine::from_compressed_unchecked(bytes).into();
    point.filter(|point| !bool::from(point.is_identity())).ok_or_else(|| no_key(bytes))
}

fn no_key(bytes: &[u8; 48]) -> BeaconError {
    BeaconError::Key { got: hex::encode_prefixed(bytes) }
}

/// Whether the signature over the message is that of the key: `FastAggregateVerify`, with the keys already summed up.
#[expect(clippy::arithmetic_side_effects, reason = "points of a group: nothing overflows")]
pub(super) fn verify(key: &G1Affine, message: &B256, signature: &[u8; 96]) -> bool {
    let signature: Option<G2Affine> = G2Affine::from_compressed(signature).into();
    let Some(signature) = signature.filter(|point| !bool::from(point.is_identity())) else { return false };
    let hashed: G2Projective = HashToCurve::<Expander>::hash_to_curve([message], TAG);
    let hashed = G2Prepared::from(G2Affine::from(hashed));
    let terms = [(key, &hashed), (&-G1Affine::generator(), &G2Prepared::from(signature))];
    multi_miller_loop(&terms).final_exponentiation() == Gt::identity()
}

/// `expand_message_xmd` with SHA-256 (RFC 9380, 5.3.1). The curve's own is for the traits of an older `digest`, whose SHA-256 would be a
/// second one in every program.
pub(super) struct Expander {
    tag: Vec<u8>,
    first: [u8; 32],
    last: [u8; 32],
    counter: u8,
    pending: Vec<u8>,
    remain: usize,
}

impl Expander {
    /// The tag and its length, as every step of the expansion ends.
    fn finish(mut hash: Sha256, tag: &[u8]) -> [u8; 32] {
        hash.update(tag);
        hash.update([u8::try_from(tag.len()).unwrap_or(u8::MAX)]);
        hash.finalize().into()
    }

    fn next_block(&mut self) {
        let mut hash = Sha256::new();
        let mixed: Vec<u8> = self.first.iter().zip(self.last).map(|(first, last)| first ^ last).collect();
        hash.update(mixed);
        hash.update([self.counter]);
        self.last = Self::finish(hash, &self.tag);
        self.counter = self.counter.saturating_add(1);
        self.pending.extend_from_slice(&self.last);
    }
}

impl ExpandMessage for Expander {
    fn init_expand<M, L>(message: M, tag: &[u8], length: usize) -> Self
    where
        M: Message,
        L: ArrayLength<u8> + IsLess<U256>,
    {
        let mut hash = Sha256::new();
        // One block of zeros.
        hash.update([0; 64]);
        message.input_message(|part| hash.update(part));
        hash.update(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
        hash.update([0]);
        let first = Self::finish(hash, tag);
        // The first block mixes with nothing.
        let mut expander =
            Self { tag: tag.to_vec(), first, last: [0; 32], counter: 1, pending: Vec::new(), remain: length };
        expander.next_block();
        expander
    }

    fn read_into(&mut self, output: &mut [u8]) -> usize {
        let length = self.remain.min(output.len());
        while self.pending.len() < length {
            self.next_block();
        }
        for (to, from) in output.iter_mut().zip(self.pending.drain(..length)) {
            *to = from;
        }
        self.remain = self.remain.saturating_sub(length);
        length
    }

    fn remain(&self) -> usize {
        self.remain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9380, appendix J.10.1 (BLS12381G2_XMD:SHA-256_SSWU_RO_): first the x coordinate's second half, as compressed points begin with it.
    #[test]
    fn hashes_to_the_curve_as_the_standard_does() {
        let tag = b"QUUX-V01-CS02-with-BLS12381G2_XMD:SHA-256_SSWU_RO_";
        for (message, x1) in [
            ("", "05cb8437535e20ecffaef7752baddf98034139c38452458baeefab379ba13dff5bf5dd71b72418717047f5b0f37da03d"),
            ("abc", "139cddbccdc5e91b9623efd38c49f81a6f83f175e80b06fc374de9eb4b41dfe4ca3a230ed250fbe3a2acf73a41177fd8"),
            (
                "abcdef0123456789",
                "190d119345b94fbd15497bcba94ecf7db2cbfd1e1fe7da034d26cbba169fb3968288b3fafb265f9ebd380512a71c3f2c",
            ),
        ] {
            let point: G2Projective = HashToCurve::<Expander>::hash_to_curve([message.as_bytes()], tag);
            let bytes = G2Affine::from(point).to_uncompressed();
            assert_eq!(hex::encode(&bytes[..48]), x1, "{message}");
        }
    }
}
