//! What stands on the certificate of a retirement: who retired, for whom, and why. It goes onto the chain for good and for everybody
//! to read.

use alloy_primitives::{Address, U256};

use crate::abi::retirement::IRetirement::retireAndMintCertificateCall as Call;

/// The words of a certificate (Toucan's `retireAndMintCertificate`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the arguments of the function")]
pub struct Certificate {
    /// Who retired, by name.
    pub retired_by: String,
    /// For whom.
    pub beneficiary: Address,
    /// For whom, by name.
    pub beneficiary_name: String,
    /// Why.
    pub message: String,
}

/// Why words cannot stand on a certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// A certificate for nobody.
    #[error("a certificate needs the name of the beneficiary")]
    NoName,
    /// Retired for nobody.
    #[error("the beneficiary is the zero address")]
    ZeroAddress,
    /// More than anybody would read, and every byte costs gas.
    #[error("{field}: {got} characters, at most {expected}")]
    TooLong {
        /// Which words.
        field: CertificateField,
        /// How many characters.
        got: usize,
        /// The most.
        expected: usize,
    },
    /// A character that cannot be seen, or that changes the order of others: what is read is then not what is signed.
    #[error("{field}: the character U+{got:04X} cannot be seen")]
    Unseen {
        /// Which words.
        field: CertificateField,
        /// The character.
        got: u32,
    },
}

/// The words of a certificate by their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the texts of the function")]
pub enum CertificateField {
    /// `retiringEntityString`.
    RetiredBy,
    /// `beneficiaryString`.
    BeneficiaryName,
    /// `retirementMessage`.
    Message,
}

impl std::fmt::Display for CertificateField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::RetiredBy => "who retired",
            Self::BeneficiaryName => "the beneficiary's name",
            Self::Message => "the reason",
        })
    }
}

/// The most characters of a name.
const LONGEST_NAME: usize = 100;
/// The most characters of a reason.
const LONGEST_MESSAGE: usize = 400;

impl Certificate {
    /// The same, if its words can stand on a certificate: a beneficiary with a name, nothing over its length, and no characters that
    /// cannot be seen.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn checked(self) -> Result<Self, CertificateError> {
        if self.beneficiary.is_zero() {
            return Err(CertificateError::ZeroAddress);
        }
        if self.beneficiary_name.trim().is_empty() {
            return Err(CertificateError::NoName);
        }
        readable(CertificateField::RetiredBy, &self.retired_by, LONGEST_NAME)?;
        readable(CertificateField::BeneficiaryName, &self.beneficiary_name, LONGEST_NAME)?;
        readable(CertificateField::Message, &self.message, LONGEST_MESSAGE)?;
        Ok(self)
    }

    /// The call that retires so many raw units with it.
    pub(crate) fn call(self, amount: U256) -> Call {
        Call {
            retiringEntityString: self.retired_by,
            beneficiary: self.beneficiary,
            beneficiaryString: self.beneficiary_name,
            retirementMessage: self.message,
            amount,
        }
    }
}

impl TryFrom<Call> for Certificate {
    type Error = CertificateError;

    fn try_from(call: Call) -> Result<Self, CertificateError> {
        let certificate = Self {
            retired_by: call.retiringEntityString,
            beneficiary: call.beneficiary,
            beneficiary_name: call.beneficiaryString,
            message: call.retirementMessage,
        };
        certificate.checked()
    }
}

fn readable(field: CertificateField, text: &str, longest: usize) -> Result<(), CertificateError> {
    let length = text.chars().count();
    if length > longest {
        return Err(CertificateError::TooLong { field, got: length, expected: longest });
    }
    match text.chars().find(|letter| is_unseen(*letter)) {
        Some(letter) => Err(CertificateError::Unseen { field, got: u32::from(letter) }),
        None => Ok(()),
    }
}

/// Control characters, and those of Unicode that have no width or turn the direction of writing.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, message: &str) -> Result<Certificate, CertificateError> {
        Certificate {
            retired_by: "Alice".to_owned(),
            beneficiary: Address::with_last_byte(1),
            beneficiary_name: name.to_owned(),
            message: message.to_owned(),
        }
        .checked()
    }

    #[test]
    fn what_can_be_read_stands_on_it_and_nothing_else() {
        assert!(named("Bob & Söhne", "").is_ok());
        assert!(named("ليلى", "رحلة 2026").is_ok());
        assert_eq!(named(" ", "").unwrap_err(), CertificateError::NoName);
        let message = CertificateField::Message;
        assert_eq!(named("Bob", "a\nb").unwrap_err(), CertificateError::Unseen { field: message, got: 0xa });
        assert_eq!(named("Bob", "a\u{202e}b").unwrap_err(), CertificateError::Unseen { field: message, got: 0x202e });
        let long = CertificateError::TooLong { field: message, got: 401, expected: 400 };
        assert_eq!(named("Bob", &"ä".repeat(401)).unwrap_err(), long);
        let nobody = Certificate { beneficiary: Address::ZERO, ..named("Bob", "").unwrap() };
        assert_eq!(nobody.checked().unwrap_err(), CertificateError::ZeroAddress);
    }
}
