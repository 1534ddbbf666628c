//! What every new wallet needs besides its phrase: a name, and a password typed twice. Checked before the key worker is asked, which
//! checks again.

use crate::text::{fill, t};
use crate::worker::protocol::{LABEL_MAX, PASSWORD_MIN};

/// What is wrong with each field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// With the name.
    pub label: Option<String>,
    /// With the password.
    pub password: Option<String>,
    /// With its repetition.
    pub again: Option<String>,
}

impl Faults {
    /// What is wrong with what was typed.
    #[must_use]
    pub fn of(label: &str, password: &str, again: &str) -> Self {
        let length = label.trim().chars().count();
        let label = match length {
            0 => Some(t("Give the wallet a name, so that you find it again.").to_owned()),
            1..=LABEL_MAX => None,
            got => Some(fill(
                t("The name has {got} characters; at most {max} fit."),
                &[("got", &got.to_string()), ("max", &LABEL_MAX.to_string())],
            )),
        };
        let got = password.chars().count();
        let password_fault = (got < PASSWORD_MIN).then(|| {
            fill(
                t("The password has {got} characters; at least {min} are needed."),
                &[("got", &got.to_string()), ("min", &PASSWORD_MIN.to_string())],
            )
        });
        let again = (password_fault.is_none() && password != again)
            .then(|| t("The two passwords differ. Type the same one again.").to_owned());
        Self { label, password: password_fault, again }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn none(&self) -> bool {
        self.label.is_none() && self.password.is_none() && self.again.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_stands_at_its_field() {
        assert!(Faults::of("Savings", "correct horse", "correct horse").none());
        assert!(Faults::of("  ", "correct horse", "correct horse").label.is_some());
        assert!(Faults::of(&"x".repeat(41), "correct horse", "correct horse").label.unwrap().contains("41"));
        let short = Faults::of("a", "1234567", "1234567");
        assert!(short.password.unwrap().contains('7') && short.again.is_none());
        assert!(Faults::of("a", "12345678", "12345679").again.is_some());
        assert!(Faults::of("a", "ääääöööö", "ääääöööö").none(), "characters count, not bytes");
    }
}
