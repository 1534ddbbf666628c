//! The key of a derived account.

use super::VaultError;
use crate::keys::{SecretKey, Seed};
use crate::units::DerivationPath;

/// The key at the end of the path.
pub(super) fn key_at(seed: &Seed, path: &DerivationPath) -> Result<SecretKey, VaultError> {
    #[cfg(test)]
    DERIVED.with(|count| count.set(count.get().saturating_add(1)));
    seed.key_at(path).map_err(|_| VaultError::NoKeyAtPath { path: path.to_string() })
}

#[cfg(test)]
thread_local! {
    /// How many keys this thread derived, for the test that opening derives none.
    pub(super) static DERIVED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{KdfParams, Mnemonic, NewMethod, SealedVault, UnlockKey, Vault, VaultRandomness};

    /// Opening, listing, renaming and writing derive no key, however many accounts there are; asking for a key derives one.
    #[test]
    fn opening_costs_the_same_however_many_accounts_there_are() {
        let draw = |byte: u8| {
            VaultRandomness::draw(|bytes| {
                bytes.fill(byte);
                Ok::<_, VaultError>(())
            })
            .unwrap()
        };
        let mut vault = Vault::create("Many", 0, &draw(1));
        let mnemonic = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
        let phrase = vault.add_phrase(Mnemonic::from_phrase(mnemonic).unwrap(), "").unwrap();
        let method = NewMethod::Password { password: "p", params: KdfParams::weak() };
        let derived = || DERIVED.with(std::cell::Cell::take);
        for accounts in 1..=20_u32 {
            let path: DerivationPath = format!("m/44'/60'/0'/0/{accounts}").parse().unwrap();
            vault.add_derived(phrase, &path, "").unwrap();
            assert_eq!(derived(), 1);
            if !matches!(accounts, 1 | 20) {
                continue;
            }
            let sealed = SealedVault::new(&vault, &method, 0, &draw(2)).unwrap();
            let sealed = SealedVault::from_json(&sealed.to_json().unwrap()).unwrap();
            let mut open = sealed.open(&UnlockKey::Password("p")).unwrap();
            let first = open.accounts()[0].address;
            open.rename_account(first, "First").unwrap();
            let next = sealed.update(&open, &draw(3)).unwrap();
            let again = next.reopen(&open).unwrap();
            assert_eq!((again.accounts().len(), derived()), (usize::try_from(accounts).unwrap(), 0));
            assert_eq!(again.account_key(first).unwrap().address(), first);
            assert_eq!(derived(), 1);
        }
    }
}
