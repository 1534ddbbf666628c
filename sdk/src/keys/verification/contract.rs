//! Asking a contract whether a signature is its own (ERC-1271), also one that is not deployed yet (ERC-6492).

use alloy_primitives::{Address, B256, Bytes};
use alloy_sol_types::{SolCall as _, SolValue as _};

use crate::abi::erc1271::{IERC1271::isValidSignatureCall, MAGIC_VALUE};
use crate::abi::erc6492::{SUFFIX, Wrapper};
use crate::evidence::{Fact, Gap, Read, Reads};

use super::program::{self, Answers, Asked, End};
use super::{Statement, VerificationError, by_key};

/// Whether a signature is the account's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureVerdict {
    /// It is.
    Valid(SignedBy),
    /// It is not.
    Invalid(SignatureFault),
    /// It cannot be told.
    Unknown(SignatureDoubt),
}

/// Who says that a signature is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignedBy {
    /// The account is no contract at this block, and its key signed.
    Key,
    /// The account's contract says so (ERC-1271), at this block: tomorrow it may say otherwise.
    Contract,
    /// The account's contract would say so after one call to the factory, which deploys it or makes it ready (ERC-6492). Nothing on the chain says so yet.
    ContractAfter {
        /// Who would be called.
        factory: Address,
    },
}

/// Why a signature is not the account's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureFault {
    /// The account is no contract, and its key did not sign.
    #[error("the account is no contract, and: {0}")]
    Key(VerificationError),
    /// The contract answered, and not with the magic value.
    #[error("the contract says no: it answered {answer}")]
    Denied {
        /// The first 32 bytes of its answer.
        answer: B256,
    },
    /// The contract answered less than ERC-1271 asks for: it may not know the function.
    #[error("the contract does not answer isValidSignature as ERC-1271 says: got {length} bytes, expected 32")]
    NoAnswer {
        /// Bytes of its answer.
        length: u32,
    },
    /// The contract reverted. Many do for a signature that is not theirs.
    #[error("the contract reverted when asked")]
    Reverted,
    /// The signature names a factory, and after calling it there is still no contract.
    #[error("the factory {factory} leaves no contract at the account")]
    NotDeployed {
        /// The factory.
        factory: Address,
    },
    /// It ends as a wrapped signature does, and what stands before is none.
    #[error(
        "the signature ends in the suffix of ERC-6492, and what stands before it is no factory, call and signature"
    )]
    Wrapper,
}

/// Why it cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureDoubt {
    /// The contract used up all gas that it was given, half of what the endpoint gives a call.
    #[error("the contract used up its gas before it answered")]
    OutOfGas,
    /// Longer than what fits into one call.
    #[error(
        "the signature is too long to be asked about: got {got} bytes together with its call, expected at most {most}"
    )]
    TooLong {
        /// Bytes of the whole question.
        got: usize,
        /// The limit of EIP-3860.
        most: usize,
    },
}

/// Whether a signature of this statement is the account's at the ledger's block.
///
/// In the order of ERC-6492: a wrapped signature is unwrapped, the contract at the account is asked, where need be again after the
/// call to the factory, and only where there is no contract the key decides. One read: a small program that does these steps within one `eth_call` and
/// changes nothing that lasts. The account of a key that delegated itself to code (EIP-7702) is a contract here.
///
/// The fact is the endpoint's word, as every call is: an endpoint that lies about the account's code can have a signature of its own
/// accepted. Where the account is known to be a key, [`verify_message`](super::verify_message) trusts nobody.
///
/// # Errors
/// A [`Gap`]: not fetched yet, declined, or an answer that the program cannot have given.
pub fn check_signature(
    reads: &mut Reads,
    account: Address,
    statement: Statement<'_>,
    signature: &[u8],
) -> Result<Fact<SignatureVerdict>, Gap> {
    let asked = match Wrapped::of(signature) {
        Wrapped::No => Asked { account, call: call(statement, signature), prepare: None },
        Wrapped::Yes(wrapper) => {
            let prepare = Some((wrapper.factory, wrapper.factoryCalldata));
            Asked { account, call: call(statement, &wrapper.signature), prepare }
        }
        Wrapped::Damaged => {
            // No chain is needed to say so, but a fact has its block: an empty question to the account gives it.
            let asked = Asked { account, call: Bytes::new(), prepare: None };
            let answers = run(reads, &asked)?;
            return Ok(answers.map(|_| SignatureVerdict::Invalid(SignatureFault::Wrapper)));
        }
    };
    let length = asked.code_length();
    if length > program::MOST_BYTES {
        let doubt = SignatureDoubt::TooLong { got: length, most: program::MOST_BYTES };
        let bare = Asked { account, call: Bytes::new(), prepare: None };
        return Ok(run(reads, &bare)?.map(|_| SignatureVerdict::Unknown(doubt)));
    }
    let factory = asked.prepare.as_ref().map(|(factory, _)| *factory);
    Ok(run(reads, &asked)?.map(|answers| match factory {
        None => direct(answers, || by_key(statement.digest(), signature, account)),
        Some(factory) => prepared(answers, factory),
    }))
}

fn call(statement: Statement<'_>, signature: &[u8]) -> Bytes {
    isValidSignatureCall { hash: statement.digest(), signature: Bytes::copy_from_slice(signature) }.abi_encode().into()
}

fn run(reads: &mut Reads, asked: &Asked) -> Result<Fact<Answers>, Gap> {
    let (code, signature) = (asked.code(), isValidSignatureCall::SIGNATURE);
    let read = Read::Program { about: asked.account, code: code.clone(), signature };
    reads.program(asked.account, code, signature)?.try_map(|outcome| match outcome {
        Ok(got) => {
            let expected = "the answers of the program";
            asked.answers(&got).ok_or(Gap::Malformed { read, expected, got })
        }
        Err(refusal) => Err(Gap::Reverted { read, data: refusal.0 }),
    })
}

/// Without a wrapper: the contract where there is one, else the key.
fn direct(answers: Answers, by_key: impl FnOnce() -> Result<(), VerificationError>) -> SignatureVerdict {
    if answers.first.code_size > 0 {
        return judge(&answers.first, SignedBy::Contract);
    }
    match by_key() {
        Ok(()) => SignatureVerdict::Valid(SignedBy::Key),
        Err(error) => SignatureVerdict::Invalid(SignatureFault::Key(error)),
    }
}

/// With a wrapper: the contract as it is where that suffices, else as it is after the call to the factory.
fn prepared(answers: Answers, factory: Address) -> SignatureVerdict {
    if answers.first.code_size > 0 {
        let verdict = judge(&answers.first, SignedBy::Contract);
        if matches!(verdict, SignatureVerdict::Valid(_)) {
            return verdict;
        }
    }
    match answers.second {
        Some(second) if second.code_size > 0 => judge(&second, SignedBy::ContractAfter { factory }),
        Some(_) | None => SignatureVerdict::Invalid(SignatureFault::NotDeployed { factory }),
    }
}

fn judge(answer: &program::Answer, by: SignedBy) -> SignatureVerdict {
    match answer.end {
        End::Returned => {}
        End::Reverted => return SignatureVerdict::Invalid(SignatureFault::Reverted),
        End::Starved => return SignatureVerdict::Unknown(SignatureDoubt::OutOfGas),
    }
    if answer.length < 32 {
        return SignatureVerdict::Invalid(SignatureFault::NoAnswer { length: answer.length });
    }
    // All 32 bytes: four of the value and nothing but zeros, as verifying contracts demand.
    if answer.word == B256::right_padding_from(&MAGIC_VALUE) {
        SignatureVerdict::Valid(by)
    } else {
        SignatureVerdict::Invalid(SignatureFault::Denied { answer: answer.word })
    }
}

/// A signature, and whether it is wrapped as ERC-6492 says.
enum Wrapped {
    No,
    Yes(Wrapper),
    Damaged,
}

impl Wrapped {
    fn of(signature: &[u8]) -> Self {
        let Some(inner) = signature.strip_suffix(SUFFIX.as_slice()) else { return Self::No };
        Wrapper::abi_decode_params_validate(inner).map_or(Self::Damaged, Self::Yes)
    }
}
