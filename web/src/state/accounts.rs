//! The accounts of a wallet: what they are called, and along which paths a phrase has more of them.

use crate::format;
use crate::text::{fill, t};
use crate::worker::protocol::{AccountKind, AccountSummary};

/// A way in which wallets number the accounts of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// A path with `i` in place of the running step.
    pub pattern: &'static str,
    /// Who numbers so.
    pub name: &'static str,
}

/// The ways that are in use, the usual one first.
pub const SCHEMES: [Scheme; 3] = [
    Scheme { pattern: "m/44'/60'/0'/0/i", name: t("BIP-44, as nearly every wallet") },
    Scheme { pattern: "m/44'/60'/i'/0/0", name: t("Ledger Live") },
    Scheme { pattern: "m/44'/60'/0'/i", name: t("Ledger, older versions") },
];

/// The path at a place of a scheme.
#[must_use]
pub fn path_at(pattern: &str, index: u32) -> String {
    pattern.replacen('i', &index.to_string(), 1)
}

/// The place of a path in a scheme, where it follows it.
#[must_use]
pub fn index_in(pattern: &str, path: &str) -> Option<u32> {
    let (before, after) = pattern.split_once('i')?;
    let digits = path.strip_prefix(before)?.strip_suffix(after)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// What is wrong with a scheme as typed, if anything is.
#[must_use]
pub fn scheme_fault(typed: &str) -> Option<String> {
    let steps = typed.trim().split('/').skip(1).filter(|step| matches!(*step, "i" | "i'")).count();
    match (steps, steps_fault(typed, "m/44'/60'/0'/0/i")) {
        (_, Some(fault)) => Some(fault),
        (1, None) => None,
        (got, None) => Some(fill(
            t(
                "The path has {got} steps named i; exactly one is needed: it counts the accounts, as in m/44'/60'/0'/0/i.",
            ),
            &[("got", &got.to_string())],
        )),
    }
}

/// What is wrong with the path of one account as typed, if anything is.
#[must_use]
pub fn path_fault(typed: &str) -> Option<String> {
    steps_fault(typed, "m/44'/60'/0'/0/0")
}

/// A step may be `i` where the expected path has one.
fn steps_fault(typed: &str, expected: &str) -> Option<String> {
    let mut steps = typed.trim().split('/');
    let counted = expected.contains('i');
    if steps.next() != Some("m") {
        return Some(fill(t("A path begins with m/, as in {expected}."), &[("expected", expected)]));
    }
    steps.enumerate().find_map(|(place, step)| {
        let number = step.strip_suffix('\'').unwrap_or(step);
        let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let good = (counted && number == "i") || (plain && number.parse::<u32>().is_ok_and(|step| step < 1 << 31));
        let place = place.saturating_add(1).to_string();
        (!good).then(|| {
            let values = [("place", place.as_str()), ("expected", expected)];
            fill(
                t("Step {place} of the path is no number below 2147483648, with ' after it where it is hardened. Expected something like {expected}."),
                &values,
            )
        })
    })
}

/// The place after the last account that the wallet has along this scheme.
#[must_use]
pub fn next_index(accounts: &[AccountSummary], phrase: u32, pattern: &str) -> u32 {
    let taken = accounts.iter().filter_map(|account| match &account.kind {
        AccountKind::Derived { secret, path } if *secret == phrase => index_in(pattern, path),
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
    fn paths_follow_their_scheme_both_ways() {
        // The paths of the fifth account in MetaMask, Ledger Live and Ledger's Chrome application.
        for (scheme, path) in SCHEMES.into_iter().zip(["m/44'/60'/0'/0/4", "m/44'/60'/4'/0/0", "m/44'/60'/0'/4"]) {
            assert_eq!(path_at(scheme.pattern, 4), path);
            assert_eq!(index_in(scheme.pattern, path), Some(4));
            assert_eq!(scheme_fault(scheme.pattern), None);
        }
        assert_eq!(index_in("m/44'/60'/0'/0/i", "m/44'/60'/1'/0/4"), None);
        assert_eq!(index_in("m/44'/60'/0'/i", "m/44'/60'/0'/0/4"), None);
        assert_eq!(index_in("m/44'/60'/0'/0/i", "m/44'/60'/0'/0/"), None);
        assert_eq!(index_in("m/44'/60'/0'/0/i", "m/44'/60'/0'/0/+1"), None);
    }

    #[test]
    fn the_next_account_comes_after_the_last_one_of_its_phrase() {
        let bip44 = SCHEMES[0].pattern;
        assert_eq!(next_index(&[], 0, bip44), 0);
        let accounts = [derived(0, "m/44'/60'/0'/0/0"), derived(0, "m/44'/60'/0'/0/7"), derived(1, "m/44'/60'/0'/0/9")];
        assert_eq!(next_index(&accounts, 0, bip44), 8);
        assert_eq!(next_index(&accounts, 1, bip44), 10);
        assert_eq!(next_index(&accounts, 0, SCHEMES[1].pattern), 1, "m/44'/60'/0'/0/0 is the first along both");
        assert_eq!(next_index(&accounts, 2, bip44), 0);
    }

    #[test]
    fn a_strange_path_is_told_with_its_step() {
        for good in ["m/44'/60'/0'/0/0", " m/0 ", "m/2147483647'"] {
            assert_eq!(path_fault(good), None, "{good}");
        }
        for (bad, step) in [("m/44'/x", "Step 2"), ("m//1", "Step 1"), ("m/1''", "Step 1"), ("m/2147483648", "Step 1")]
        {
            assert!(path_fault(bad).unwrap().starts_with(step), "{bad}");
        }
        assert!(path_fault("44'/60'").unwrap().contains("begins with m/"));
        assert!(path_fault("m/44'/60'/0'/0/i").is_some(), "one account has a number");
        assert!(scheme_fault("m/44'/60'/0'/0/0").unwrap().contains("0 steps"));
        assert!(scheme_fault("m/44'/i/i'/0/0").unwrap().contains("2 steps"));
    }

    #[test]
    fn accounts_without_a_name_are_counted() {
        let mut account = derived(0, "m/0");
        assert_eq!(name(&account, 1), "Account 2");
        account.label = " Rent ".to_owned();
        assert_eq!(name(&account, 1), "Rent");
    }
}
