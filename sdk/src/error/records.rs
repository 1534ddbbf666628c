//! Codes and figures of what keeps books from being made.

use super::ErrorCode;
use super::details::{Details, compared, units};
use crate::records::RecordError;

impl From<&RecordError> for ErrorCode {
    fn from(error: &RecordError) -> Self {
        match error {
            RecordError::NotATransfer { .. } | RecordError::Undecodable { .. } => Self::LogMalformed,
            RecordError::UnknownToken { .. } | RecordError::Missing { .. } => Self::RecordsIncomplete,
            RecordError::Repeated { .. } => Self::RecordsRepeated,
            RecordError::TooFewLots { .. } | RecordError::Picked { .. } => Self::LotsInsufficient,
            RecordError::Unbalanced { .. } => Self::StatementUnbalanced,
            RecordError::OtherBlock { .. } => Self::DifferentBlocks,
            RecordError::NoDate { .. } => Self::NumberOutOfRange,
            RecordError::Units(inner) => inner.into(),
            RecordError::Evidence(inner) => inner.into(),
        }
    }
}

pub(super) fn details(error: &RecordError) -> Details {
    let named = |name, text: &dyn ToString| vec![(name, text.to_string())];
    match error {
        RecordError::NotATransfer { token, block, got } => {
            [named("contract", token), named("block", block), named("got", got)].concat()
        }
        RecordError::Undecodable { event, contract, block, got } => {
            [named("contract", contract), named("event", event), named("block", block), named("got", got)].concat()
        }
        RecordError::UnknownToken { token } => named("contract", token),
        RecordError::Repeated { id } => named("movement", id),
        RecordError::Missing { what, of } => [named("what", what), named("of", of)].concat(),
        RecordError::TooFewLots { of, asset, got, expected } => {
            [named("movement", of), named("asset", asset), compared(got, expected)].concat()
        }
        RecordError::Picked { of, got, expected } => [named("movement", of), compared(got, expected)].concat(),
        RecordError::Unbalanced { asset, got, expected, difference, .. } => {
            [named("asset", asset), compared(got, expected), named("difference", difference)].concat()
        }
        RecordError::OtherBlock { asset, got, expected } => [named("asset", asset), compared(got, expected)].concat(),
        RecordError::NoDate { got } => named("got", got),
        RecordError::Units(error) => units(error),
        RecordError::Evidence(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::error::{Blame, Error};
    use crate::records::RecordError;

    #[test]
    fn what_books_lack_is_named() {
        let error = Error::from(RecordError::Missing { what: "price", of: "eip155:1/1/0".to_owned() });
        assert_eq!((error.code().as_str(), error.blame()), ("records-incomplete", Blame::Caller));
        let expected = [("what", "price"), ("of", "eip155:1/1/0")];
        assert_eq!(error.details(), expected.map(|(name, text)| (name, text.to_owned())));
    }
}
