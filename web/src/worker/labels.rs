//! Names and passwords that the user gives: what they must be.

use super::protocol::{KeyError, LABEL_MAX, PASSWORD_MIN};
use super::refusal::{bad_label, weak_password};

/// The name of a wallet.
pub(super) fn wallet_label(label: &str) -> Result<&str, KeyError> {
    some_label(label, "The wallet's name")
}

/// The name of a passkey.
pub(super) fn passkey_label(label: &str) -> Result<&str, KeyError> {
    some_label(label, "The passkey's name")
}

/// The name of an account, which may be empty.
pub(super) fn account_label(label: &str) -> Result<&str, KeyError> {
    let label = label.trim();
    match label.chars().count() {
        ..=LABEL_MAX => Ok(label),
        got => Err(bad_label("The account's name", got, 0)),
    }
}

fn some_label<'a>(label: &'a str, what: &str) -> Result<&'a str, KeyError> {
    let label = label.trim();
    match label.chars().count() {
        1..=LABEL_MAX => Ok(label),
        got => Err(bad_label(what, got, 1)),
    }
}

/// A new password.
pub(super) fn checked_password(password: &str) -> Result<(), KeyError> {
    match password.chars().count() {
        PASSWORD_MIN.. => Ok(()),
        got => Err(weak_password(got)),
    }
}
