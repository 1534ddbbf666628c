//! Why a document of typed data was refused.

/// Why a document of typed data was refused. Paths read as in JavaScript: `message.order.items[3].amount`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TypedDataError {
    /// Longer than any document that people sign.
    #[error("the document is too long: got {got} bytes, expected at most {most}")]
    TooLong {
        /// Its length in bytes.
        got: usize,
        /// [`TypedData::MOST_BYTES`](super::TypedData::MOST_BYTES).
        most: usize,
    },
    /// The text is not JSON, or nested too deep to be read.
    #[error("the document is not JSON: {what}")]
    NotJson {
        /// Where, counted from 1.
        line: usize,
        /// Where in the line, counted from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// An entry or a field is not there.
    #[error("{path} is missing")]
    Missing {
        /// Which one.
        path: String,
    },
    /// A field that the type does not declare: it would not be signed.
    #[error("{path} is not declared by its type, so that a signature would not cover it: leave it out or declare it")]
    Unexpected {
        /// Which one.
        path: String,
    },
    /// A value that its type does not take.
    #[error("{path}: got {got}, expected {expected}")]
    Value {
        /// Where.
        path: String,
        /// What stood there, shortened.
        got: String,
        /// The type, and what it takes.
        expected: String,
    },
    /// A type that is neither built in nor declared.
    #[error("{path}: got {got}, expected a type of Solidity or one that `types` declares")]
    UnknownType {
        /// Where it is named.
        path: String,
        /// Its name, shortened.
        got: String,
    },
    /// A name that is no identifier, or stands twice.
    #[error("{path}: got {got}, expected {expected}")]
    Name {
        /// Where.
        path: String,
        /// The name, shortened.
        got: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// More levels, types or characters than a document may have.
    #[error("{path} has too many {what}: expected at most {most}")]
    TooMuch {
        /// Where.
        path: String,
        /// Of what.
        what: &'static str,
        /// The limit.
        most: usize,
    },
}

/// As much of a text as an error repeats.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
