//! What every new wallet needs besides its phrase: a name, and a password typed twice. Checked before the key worker is asked, which
//! checks again.

use assay_sdk::units::steers;

use crate::text::{fill, t};
use crate::worker::protocol::{LABEL_MAX, PASSWORD_MIN};

/// What is wrong with a new password and with its repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasswordFaults {
    /// With the password.
    pub password: Option<String>,
    /// With its repetition.
    pub again: Option<String>,
}

impl PasswordFaults {
    /// What is wrong with what was typed.
    #[must_use]
    pub fn of(password: &str, again: &str) -> Self {
        let got = password.chars().count();
        let fault = (got < PASSWORD_MIN).then(|| {
            fill(
                t("The password has {got} characters; at least {min} are needed."),
                &[("got", &got.to_string()), ("min", &PASSWORD_MIN.to_string())],
            )
        });
        let again = (fault.is_none() && password != again)
            .then(|| t("The two passwords differ. Type the same one again.").to_owned());
        Self { password: fault, again }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn none(&self) -> bool {
        self.password.is_none() && self.again.is_none()
    }
}

/// What is wrong with the name of a wallet, an account, a passkey or a contact.
#[must_use]
pub fn label_fault(label: &str) -> Option<String> {
    let label = label.trim();
    // Some languages are written with the two joiners.
    if label.chars().any(|letter| steers(letter) && !matches!(letter, '\u{200c}' | '\u{200d}')) {
        return Some(
            t("The name has characters that cannot be seen or that turn the writing around. Type it anew.").to_owned(),
        );
    }
    match label.chars().count() {
        0 => Some(t("Give it a name, so that you find it again.").to_owned()),
        1..=LABEL_MAX => None,
        got => Some(fill(
            t("The name has {got} characters; at most {max} fit."),
            &[("got", &got.to_string()), ("max", &LABEL_MAX.to_string())],
        )),
    }
}

/// Words by their positions, with what was typed for each, as the worker takes them.
#[must_use]
pub fn answers(typed: &[(u8, String)]) -> Vec<(u8, String)> {
    typed.iter().map(|(position, word)| (*position, word.trim().to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_answered_as_they_are_written_in_the_list() {
        assert_eq!(answers(&[(3, " Zebra ".to_owned())]), [(3, "zebra".to_owned())]);
    }

    #[test]
    fn names_have_a_length() {
        assert_eq!(label_fault("Savings"), None);
        assert!(label_fault("  ").is_some());
        assert!(label_fault(&"x".repeat(41)).unwrap().contains("41"));
        assert_eq!(label_fault(&"ä".repeat(40)), None, "characters count, not bytes");
        assert!(label_fault("Sav\u{202e}ings").unwrap().contains("cannot be seen"));
    }

    #[test]
    fn each_fault_of_a_password_stands_at_its_field() {
        assert!(PasswordFaults::of("correct horse", "correct horse").none());
        let short = PasswordFaults::of("1234567", "1234567");
        assert!(short.password.unwrap().contains('7') && short.again.is_none());
        assert!(PasswordFaults::of("12345678", "12345679").again.is_some());
        assert!(PasswordFaults::of("ääääöööö", "ääääöööö").none(), "characters count, not bytes");
    }
}
