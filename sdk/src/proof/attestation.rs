//! Reserve attestations: what a named party signed about the reserves behind a token.

mod agreement;
pub(super) mod statement;

use alloy_primitives::{Address, B256};
use alloy_sol_types::{SolStruct as _, eip712_domain};
use serde_json::Value;

use crate::evidence::{EvidenceError, Fact, Source};
use crate::units::{Amount, AssetId, BlockRef, ChainId, Seconds, Timestamp};

use super::quantity::shortened_text;
use super::signature::recover_with_v;
use super::{ProofError, SignatureDefect};
pub use agreement::{AgreedReserve, agree};
pub use statement::Attestation;
use statement::typed::ReserveAttestation;

/// How far an attester's clock may run ahead of ours.
pub(super) const CLOCK_LEEWAY: Seconds = Seconds(300);

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
    /// The identifier is not that of the attestation's contents (EAS).
    #[error("the contents of the attestation hash to {got}, expected {expected}")]
    Altered {
        /// The identifier that follows from the contents.
        got: B256,
        /// The identifier that it claims.
        expected: B256,
    },
    /// Another schema than the one asked for (EAS).
    #[error("the attestation is of schema {got}, expected {expected}")]
    OtherSchema {
        /// Its schema.
        got: B256,
        /// The schema that was asked for.
        expected: B256,
    },
    /// Signed for another deployment of EAS.
    #[error("the attestation is for the contract {got}, expected {expected}")]
    OtherContract {
        /// The contract of its domain.
        got: Address,
        /// The contract that was asked about.
        expected: Address,
    },
    /// Fewer attesters than asked for.
    #[error("{got} attesters signed, expected at least {expected}")]
    TooFewAttesters {
        /// How many did.
        got: usize,
        /// How many are asked for.
        expected: usize,
    },
    /// Two attesters state different things, or one of them two.
    #[error("the attesters {first} and {second} state different things: {what}")]
    Disagreement {
        /// Which field differs.
        what: &'static str,
        /// One of them.
        first: Address,
        /// The other one.
        second: Address,
    },
    /// The attester is a contract, and does not vouch for the signature (ERC-1271, ERC-6492).
    #[error("the attester {attester} does not vouch for the signature: {why}")]
    NotVouched {
        /// The attester.
        attester: Address,
        /// What it answered.
        why: String,
    },
    /// The attester is a contract, and whether it vouches for the signature cannot be told.
    #[error("whether the attester {attester} vouches for the signature cannot be told: {why}")]
    Undecided {
        /// The attester.
        attester: Address,
        /// What stands in the way.
        why: String,
    },
    /// The statements were held against different blocks.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
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
        // What it is about is told first: a statement about something else is no forgery.
        let reserve = self.stated_by(Address::ZERO, asset, now)?;
        let attester = recover(self.digest()?, self.signature())?;
        if !attesters.contains(&attester) {
            return Err(AttestationError::WrongSigner { got: attester, expected: attesters.to_vec() });
        }
        Ok(Fact::asserted(Reserve { attester, ..reserve }, at, Source::Signer(attester)))
    }

    /// Everything but the signature: what the statement says, about what, and until when.
    ///
    /// For attesters that are contracts (ERC-1271): who signed is found out by asking the chain.
    ///
    /// # Errors
    /// An [`AttestationError`] that says which check failed.
    pub fn stated_by(&self, attester: Address, asset: AssetId, now: Timestamp) -> Result<Reserve, AttestationError> {
        let statement = self.statement();
        let chain = self.chain()?;
        if chain != asset.chain {
            return Err(AttestationError::OtherChain { got: chain, expected: asset.chain });
        }
        if statement.token != asset.token {
            return Err(AttestationError::OtherToken { got: statement.token, expected: asset.token });
        }
        let (as_of, expires) = moments(statement, now)?;
        let amount = Amount::from_raw(statement.reserves, statement.decimals)
            .map_err(|error| malformed("decimals", &error, "a scale that amounts can have"))?;
        let (unit, document_hash) = (statement.unit.clone(), statement.documentHash);
        Ok(Reserve { amount, unit, as_of, expires, document_hash, attester })
    }

    fn chain(&self) -> Result<ChainId, AttestationError> {
        let chain = self.statement().chainId;
        u64::try_from(chain).map(ChainId).map_err(|_| malformed("chainId", &chain, "at most 64 bits"))
    }

    /// What its signature signs (EIP-712).
    ///
    /// # Errors
    /// [`AttestationError::Malformed`] where the chain id has more than 64 bits.
    pub fn digest(&self) -> Result<B256, AttestationError> {
        let statement = self.statement();
        let domain = eip712_domain! {
            name: "Assay Reserve Attestation",
            version: "1",
            chain_id: self.chain()?.0,
            verifying_contract: statement.token,
        };
        Ok(statement.eip712_signing_hash(&domain))
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
pub(super) fn recover(digest: B256, signature: &[u8]) -> Result<Address, AttestationError> {
    let length = signature.len();
    let signature =
        signature.try_into().map_err(|_| malformed("the signature", &format!("{length} bytes"), "65 bytes"))?;
    recover_with_v(digest, signature).map_err(|defect| match defect {
        SignatureDefect::HighS => AttestationError::HighS,
        SignatureDefect::Parity { got } => malformed("the signature's v", &got, "27 or 28"),
        SignatureDefect::Range | SignatureDefect::NoKey => {
            malformed("the signature", &defect, "a signature of some key")
        }
    })
}

/// A file's JSON, from its bytes as they are: text that is none is not mended.
pub(super) fn parsed(file: &[u8], expected: &str) -> Result<Value, AttestationError> {
    serde_json::from_slice(file).map_err(|error| {
        let text = shortened_text(&String::from_utf8_lossy(file));
        malformed("the file", &format!("{text} ({error})"), expected)
    })
}

pub(super) fn malformed(what: &str, got: &(impl ToString + ?Sized), expected: &str) -> AttestationError {
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
            | ProofError::CodeHash { .. }
            | ProofError::TooDeep { .. }
            | ProofError::NotInTree { .. }
            | ProofError::NotInTree128 { .. }
            | ProofError::MultiProof { .. }) => malformed("the attestation", &other, "fields"),
        }
    }
}
