//! Reserve attestations: what a named party signed about the reserves behind a token.

mod statement;

use alloy_primitives::{Address, B256};
use alloy_sol_types::{SolStruct as _, eip712_domain};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};

use crate::evidence::{Fact, Source};
use crate::units::{Amount, AssetId, BlockRef, ChainId, Seconds, Timestamp};

use super::ProofError;
pub use statement::Attestation;
use statement::typed::ReserveAttestation;

/// How far an attester's clock may run ahead of ours.
const CLOCK_LEEWAY: Seconds = Seconds(300);

/// Reserves, as an attester stated them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reserve {
    /// How much of `unit` there is.
    pub amount: Amount,
    /// What is counted, as `troy ounce`.
    pub unit: String,
    /// The moment that the statement describes.
    pub as_of: Timestamp,
    /// The last moment at which the attester stands by it.
    pub expires: Timestamp,
    /// Keccak-256 of the document behind it.
    pub document_hash: B256,
    /// Who signed.
    pub attester: Address,
}

/// Why an attestation was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AttestationError {
    /// A field is missing, misshapen, or at odds with another one.
    #[error("the attestation is malformed: {what}: got {got}, expected {expected}")]
    Malformed {
        /// Which field.
        what: String,
        /// What stood there, shortened.
        got: String,
        /// What belongs there.
        expected: String,
    },
    /// The statement is about another token.
    #[error("the attestation is about token {got}, expected {expected}")]
    OtherToken {
        /// The token of the statement.
        got: Address,
        /// The token that was asked about.
        expected: Address,
    },
    /// The statement is about a token of another chain.
    #[error("the attestation is about a token on {got}, expected {expected}")]
    OtherChain {
        /// The chain of the statement.
        got: ChainId,
        /// The chain that was asked about.
        expected: ChainId,
    },
    /// The attester no longer stands by it.
    #[error("the attestation expired at {expired:?}, and it is {now:?}")]
    Expired {
        /// Its last moment.
        expired: Timestamp,
        /// The moment of asking.
        now: Timestamp,
    },
    /// It describes a moment that has not come.
    #[error("the attestation describes {got:?}, and it is {now:?}")]
    FromTheFuture {
        /// The moment that it describes.
        got: Timestamp,
        /// The moment of asking.
        now: Timestamp,
    },
    /// The signature has the high one of its two forms (EIP-2): anyone can make it from the other one.
    #[error("the signature has a high s, expected the low form (EIP-2)")]
    HighS,
    /// Signed by somebody else, or altered after signing.
    #[error("signed by {got}, expected one of {expected:?}")]
    WrongSigner {
        /// The address recovered from the signature.
        got: Address,
        /// The attesters that the holder's token list names.
        expected: Vec<Address>,
    },
}

impl Attestation {
    /// Checks the statement and its signature.
    ///
    /// `attesters` are the parties whose word counts for this asset, `asset` is what it must be about, `now` is the
    /// moment of asking and `at` the block beside which the figure will be shown: the statement itself is dated by time.
    ///
    /// # Errors
    /// An [`AttestationError`] that says which check failed.
    pub fn verify(
        &self,
        attesters: &[Address],
        asset: AssetId,
        now: Timestamp,
        at: BlockRef,
    ) -> Result<Fact<Reserve>, AttestationError> {
        let statement = self.statement();
        let chain = u64::try_from(statement.chainId)
            .map(ChainId)
            .map_err(|_| malformed("chainId", &statement.chainId, "at most 64 bits"))?;
        if chain != asset.chain {
            return Err(AttestationError::OtherChain { got: chain, expected: asset.chain });
        }
        if statement.token != asset.token {
            return Err(AttestationError::OtherToken { got: statement.token, expected: asset.token });
        }
        let (as_of, expires) = moments(statement, now)?;
        let attester = self.signer()?;
        if !attesters.contains(&attester) {
            return Err(AttestationError::WrongSigner { got: attester, expected: attesters.to_vec() });
        }
        let amount = Amount::from_raw(statement.reserves, statement.decimals)
            .map_err(|error| malformed("decimals", &error, "a scale that amounts can have"))?;
        let (unit, document_hash) = (statement.unit.clone(), statement.documentHash);
        let reserve = Reserve { amount, unit, as_of, expires, document_hash, attester };
        Ok(Fact::asserted(reserve, at, Source::Signer(attester)))
    }

    /// The address that signed exactly this statement.
    fn signer(&self) -> Result<Address, AttestationError> {
        let statement = self.statement();
        let domain = eip712_domain! {
            name: "Assay Reserve Attestation",
            version: "1",
            chain_id: u64::try_from(statement.chainId)
                .map_err(|_| malformed("chainId", &statement.chainId, "at most 64 bits"))?,
            verifying_contract: statement.token,
        };
        recover(statement.eip712_signing_hash(&domain), self.signature())
    }
}

fn moments(statement: &ReserveAttestation, now: Timestamp) -> Result<(Timestamp, Timestamp), AttestationError> {
    let (as_of, expires) = (Timestamp(statement.asOf), Timestamp(statement.expires));
    if expires < as_of {
        return Err(malformed("expires", &expires.0, "a moment that is not before asOf"));
    }
    if as_of > now.after(CLOCK_LEEWAY) {
        return Err(AttestationError::FromTheFuture { got: as_of, now });
    }
    if now > expires {
        return Err(AttestationError::Expired { expired: expires, now });
    }
    Ok((as_of, expires))
}

/// The signer of a digest, from `r ‖ s ‖ v` with v 27 or 28.
fn recover(digest: B256, signature: &[u8; 65]) -> Result<Address, AttestationError> {
    let [rs @ .., v] = signature;
    let parity = match v {
        27 => RecoveryId::new(false, false),
        28 => RecoveryId::new(true, false),
        other => return Err(malformed("the signature's v", other, "27 or 28")),
    };
    let rs = Signature::from_slice(rs)
        .map_err(|_| malformed("the signature", "r or s out of range", "a point of the curve's order"))?;
    if rs.normalize_s() != rs {
        return Err(AttestationError::HighS);
    }
    let key = VerifyingKey::recover_from_prehash(digest.as_slice(), &rs, parity)
        .map_err(|_| malformed("the signature", "no key signs so", "a signature of some key"))?;
    let point = key.to_sec1_point(false);
    let coordinates = point
        .as_bytes()
        .split_first_chunk::<1>()
        .map(|(_tag, coordinates)| coordinates)
        .filter(|coordinates| coordinates.len() == 64)
        .ok_or_else(|| malformed("the signature", "a key that is no point", "an uncompressed point"))?;
    Ok(Address::from_raw_public_key(coordinates))
}

fn malformed(what: &str, got: &(impl ToString + ?Sized), expected: &str) -> AttestationError {
    AttestationError::Malformed { what: what.to_owned(), got: got.to_string(), expected: expected.to_owned() }
}

impl From<ProofError> for AttestationError {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::Malformed { what, got, expected } => {
                Self::Malformed { what, got, expected: expected.to_owned() }
            }
            // Reading fields gives no other error; should it ever, its text is kept.
            other @ (ProofError::HeaderHash { .. }
            | ProofError::OtherAccount { .. }
            | ProofError::OtherSlot { .. }
            | ProofError::SlotCount { .. }
            | ProofError::Account { .. }
            | ProofError::Storage { .. }
            | ProofError::TooDeep { .. }
            | ProofError::NotInTree { .. }
            | ProofError::NotInTree128 { .. }
            | ProofError::MultiProof { .. }) => malformed("the attestation", &other, "fields"),
        }
    }
}
