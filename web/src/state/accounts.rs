//! The accounts of a wallet: what they are called, and along which paths a phrase has more of them.

use assay_sdk::units::{DerivationPath, PathError, PathScheme};

use crate::format;
use crate::text::{fill, t};
use crate::worker::protocol::{AccountKind, AccountSummary};

/// The ways in which wallets number the accounts of a phrase, the usual one first: each as a path with `i` for the account's
/// number, and by the name of who numbers so.
#[must_use]
pub fn schemes() -> Vec<(String, String)> {
    PathScheme::WELL_KNOWN.iter().map(|scheme| (scheme.to_string(), scheme_name(scheme).to_owned())).collect()
}

fn scheme_name(scheme: &PathScheme) -> &'static str {
    match scheme {
        PathScheme::Bip44 => t("BIP-44, as nearly every wallet"),
        PathScheme::LedgerLive => t("Ledger Live"),
        PathScheme::LedgerLegacy => t("Ledger, older versions"),
        PathScheme::Custom(_) => t("A path of my own"),
    }
}

/// A scheme as typed.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn scheme(typed: &str) -> Result<PathScheme, String> {
    typed.parse().map_err(|error| fault(&error, &PathScheme::Bip44.to_string()))
}

/// The path of one account as typed.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn path(typed: &str) -> Result<DerivationPath, String> {
    typed.parse().map_err(|error| fault(&error, "m/44'/60'/0'/0/0"))
}

fn fault(error: &PathError, expected: &str) -> String {
    let (pattern, figure) = match error {
        PathError::NoRoot => (t("A path begins with m/, as in {expected}."), 0),
        PathError::EmptyStep { step } | PathError::Character { step, .. } | PathError::TooLarge { step } => (
            t(
                "Step {figure} of the path is no number below 2147483648, with ' after it where it is hardened. Expected something like {expected}.",
            ),
            *step,
        ),
        PathError::TooDeep => {
            (t("A path has at most {figure} steps. Expected something like {expected}."), DerivationPath::MAX_DEPTH)
        }
        PathError::Places { got } => (
            t("The path has {figure} steps named i; exactly one is needed: it counts the accounts, as in {expected}."),
            *got,
        ),
        _ => (t("This is no path. Expected something like {expected}."), 0),
    };
    fill(pattern, &[("figure", &figure.to_string()), ("expected", expected)])
}

/// The path of the first account along a scheme as typed.
///
/// # Errors
/// Why there is none, as a sentence.
pub fn first_path(typed: &str) -> Result<String, String> {
    path_at(&scheme(typed)?, 0)
}

/// The path after the last account that the wallet has along a scheme as typed.
///
/// # Errors
/// Why there is none, as a sentence.
pub fn next_path(accounts: &[AccountSummary], phrase: u32, typed: &str) -> Result<String, String> {
    let scheme = scheme(typed)?;
    path_at(&scheme, next_index(accounts, phrase, &scheme))
}

fn path_at(scheme: &PathScheme, index: u32) -> Result<String, String> {
    let path = scheme.path(index).map(|path| path.to_string());
    path.ok_or_else(|| t("This numbering has no further account.").to_owned())
}

fn next_index(accounts: &[AccountSummary], phrase: u32, scheme: &PathScheme) -> u32 {
    let taken = accounts.iter().filter_map(|account| match &account.kind {
        AccountKind::Derived { secret, path } if *secret == phrase => scheme.index_of(&path.parse().ok()?),
        AccountKind::Derived { .. } | AccountKind::Key | AccountKind::Watched | AccountKind::Connected => None,
    });
    taken.max().map_or(0, |last| last.saturating_add(1))
}

/// What an account is called on the screen: the user's name for it, or its number in the wallet, counted from 1.
#[must_use]
pub fn name(account: &AccountSummary, place: usize) -> String {
    match account.label.trim() {
        "" => numbered(place),
        label => label.to_owned(),
    }
}

/// A name for an account that nobody has named.
#[must_use]
pub fn numbered(place: usize) -> String {
    fill(t("Account {n}"), &[("n", &place.saturating_add(1).to_string())])
}

/// Where an account's key is, in a few words.
#[must_use]
pub fn kind_words(kind: &AccountKind) -> String {
    match kind {
        AccountKind::Derived { path, .. } => path.clone(),
        AccountKind::Key => t("Its own key").to_owned(),
        AccountKind::Watched => t("Watched: no key here").to_owned(),
        AccountKind::Connected => t("Key in another wallet of this browser").to_owned(),
    }
}

/// An account's name with its address, for a list of choices.
#[must_use]
pub fn choice_words(account: &AccountSummary, place: usize) -> String {
    format!("{} · {}", name(account, place), format::short_address(&account.address))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::Address;

    fn derived(phrase: u32, path: &str) -> AccountSummary {
        let kind = AccountKind::Derived { secret: phrase, path: path.to_owned() };
        AccountSummary { address: Address::ZERO, label: String::new(), kind }
    }

    #[test]
    fn the_next_account_comes_after_the_last_one_of_its_phrase() {
        let [(bip44, _), (live, _), (legacy, _)] = schemes().try_into().unwrap();
        assert_eq!(next_path(&[], 0, &bip44).as_deref(), Ok("m/44'/60'/0'/0/0"));
        let accounts = [derived(0, "m/44'/60'/0'/0/0"), derived(0, "m/44'/60'/0'/0/7"), derived(1, "m/44'/60'/0'/0/9")];
        let next = |phrase, scheme| next_path(&accounts, phrase, scheme).unwrap();
        assert_eq!(next(0, &bip44), "m/44'/60'/0'/0/8");
        assert_eq!(next(1, &bip44), "m/44'/60'/0'/0/10");
        assert_eq!(next(0, &live), "m/44'/60'/1'/0/0", "m/44'/60'/0'/0/0 is the first along both");
        assert_eq!(next(0, &legacy), "m/44'/60'/0'/0");
        assert_eq!(next(2, &bip44), "m/44'/60'/0'/0/0");
        let last = [derived(0, "m/44'/60'/0'/0/2147483647")];
        assert_eq!(next_path(&last, 0, &bip44).unwrap_err(), "This numbering has no further account.");
    }

    #[test]
    fn a_strange_path_is_told_with_its_step() {
        for good in ["m/44'/60'/0'/0/0", " m/0 ", "m/2147483647'", "m/44h/60H"] {
            assert!(path(good).is_ok(), "{good}");
        }
        for (bad, step) in [("m/44'/x", "Step 2"), ("m//1", "Step 1"), ("m/1''", "Step 1"), ("m/2147483648", "Step 1")]
        {
            assert!(path(bad).unwrap_err().starts_with(step), "{bad}");
        }
        assert!(path("44'/60'").unwrap_err().contains("begins with m/"));
        assert!(path("m/44'/60'/0'/0/i").is_err(), "one account has a number");
        assert!(path(&"m/0".replace("/0", &"/0".repeat(256))).unwrap_err().contains("at most 255 steps"));
        assert!(scheme("m/44'/60'/0'/0/0").unwrap_err().contains("0 steps"));
        assert!(scheme("m/44'/i/i'/0/0").unwrap_err().contains("2 steps"));
        assert_eq!(first_path("m/44h/1'/ih/0").as_deref(), Ok("m/44'/1'/0'/0"));
    }

    #[test]
    fn accounts_without_a_name_are_counted() {
        let mut account = derived(0, "m/0");
        assert_eq!(name(&account, 1), "Account 2");
        account.label = " Rent ".to_owned();
        assert_eq!(name(&account, 1), "Rent");
    }
}
