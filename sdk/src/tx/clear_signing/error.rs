//! What can be wrong with a descriptor, and with applying one.

use crate::abi::dynamic::{DecodeError, SignatureError};

/// Why a descriptor is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptorError {
    /// The text is no JSON.
    #[error("not JSON: {what}")]
    NotJson {
        /// What the parser says.
        what: String,
    },
    /// Its `$schema` is not the second version's.
    #[error("the schema {got} is not version 2 of ERC-7730")]
    Version {
        /// The schema that it names.
        got: String,
    },
    /// Something is not what the format prescribes.
    #[error("{path}: expected {expected}")]
    Unexpected {
        /// Where.
        path: String,
        /// What should be there.
        expected: &'static str,
    },
    /// Something that the format allows and this software does not read. What it would have shown would be missing.
    #[error("{path}: {what} is not supported")]
    Unsupported {
        /// Where.
        path: String,
        /// What.
        what: String,
    },
    /// The key of a format is no function.
    #[error("{path}: {why}")]
    Signature {
        /// Where.
        path: String,
        /// What is wrong with it.
        why: SignatureError,
    },
    /// Two formats for one function.
    #[error("{path}: the same function as another")]
    Duplicate {
        /// The second one.
        path: String,
    },
}

/// Why a descriptor does not show a call or a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// It is for other contracts, chains or domains.
    #[error("the descriptor is for another contract")]
    OtherContract,
    /// It has no format for this function or message.
    #[error("the descriptor does not describe this")]
    NotDescribed,
    /// The arguments are not what encoding them gives.
    #[error("malformed arguments: {0}")]
    Malformed(#[from] DecodeError),
    /// Bytes stand behind the arguments.
    #[error("{extra} bytes too many")]
    Trailing {
        /// How many.
        extra: usize,
    },
    /// A path leads nowhere.
    #[error("there is nothing at {path}")]
    NoSuchField {
        /// The path.
        path: String,
    },
    /// A value has not the type that its form needs.
    #[error("the value at {path} cannot be shown as {form}")]
    WrongType {
        /// The path.
        path: String,
        /// The form.
        form: &'static str,
    },
    /// A value is not one of those that the descriptor holds for the only possible ones.
    #[error("the value at {path} is not one that the descriptor knows")]
    NotInList {
        /// The path.
        path: String,
    },
    /// Lists that belong together have different lengths.
    #[error("lists of different lengths at {path}")]
    UnevenLists {
        /// The path of one.
        path: String,
    },
    /// A message names no contract or chain.
    #[error("the message does not say which contract on which chain it is for")]
    NoContainer,
}
