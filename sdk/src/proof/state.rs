//! What of a chain's state is proven under one state root.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_trie::{EMPTY_ROOT_HASH, KECCAK_EMPTY};
use serde_json::Value;

#[cfg(feature = "evm")]
use super::account::verify_encoded;
use super::{Header, ProofError, VerifiedAccount, verify_account};

/// Accounts, slots and codes that follow from one state root. Nothing enters but by verification, under keys that come from the
/// question.
#[derive(Clone, Debug)]
pub struct ProvenState {
    root: B256,
    accounts: BTreeMap<Address, ProvenAccount>,
    slots: BTreeMap<(Address, U256), U256>,
    codes: BTreeMap<B256, Bytes>,
}

/// An account of a [`ProvenState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvenAccount {
    /// Transactions sent, or contracts created.
    pub nonce: u64,
    /// Wei.
    pub balance: U256,
    /// Keccak-256 of its code; of nothing where it has none.
    pub code_hash: B256,
    /// Whether it has no storage at all: then every slot of it is proven to be zero.
    pub(super) storage_empty: bool,
}

impl ProvenState {
    /// Nothing yet, under the root of this header.
    #[must_use]
    pub const fn under(header: &Header) -> Self {
        Self::at_root(header.state_root())
    }

    const fn at_root(root: B256) -> Self {
        Self { root, accounts: BTreeMap::new(), slots: BTreeMap::new(), codes: BTreeMap::new() }
    }

    /// What another thread of this same software has verified.
    pub(super) const fn received(
        root: B256,
        accounts: BTreeMap<Address, ProvenAccount>,
        slots: BTreeMap<(Address, U256), U256>,
        codes: BTreeMap<B256, Bytes>,
    ) -> Self {
        Self { root, accounts, slots, codes }
    }

    /// The state root.
    #[must_use]
    pub const fn root(&self) -> B256 {
        self.root
    }

    /// Enters an account and some of its slots by the answer to `eth_getProof`.
    ///
    /// # Errors
    /// A [`ProofError`] that says which part did not follow; then nothing is entered.
    pub fn prove(&mut self, address: Address, slots: &[U256], answer: &Value) -> Result<ProvenAccount, ProofError> {
        verify_account(self.root, address, slots, answer).map(|verified| self.enter(verified))
    }

    /// The same for an answer in RLP.
    #[cfg(feature = "evm")]
    pub(super) fn prove_encoded(&mut self, address: Address, slots: &[U256], answer: &[u8]) -> Result<(), ProofError> {
        verify_encoded(self.root, address, slots, answer).map(|verified| {
            self.enter(verified);
        })
    }

    fn enter(&mut self, verified: VerifiedAccount) -> ProvenAccount {
        let address = verified.address;
        let account = ProvenAccount {
            nonce: verified.nonce,
            balance: verified.balance,
            code_hash: verified.code_hash,
            storage_empty: verified.storage_root == EMPTY_ROOT_HASH,
        };
        self.accounts.insert(address, account);
        self.slots.extend(verified.slots.into_iter().map(|(slot, value)| ((address, slot), value)));
        account
    }

    /// Enters a code, which must have the hash that a proven account commits to.
    ///
    /// # Errors
    /// [`ProofError::CodeHash`].
    pub fn enter_code(&mut self, expected: B256, code: Bytes) -> Result<(), ProofError> {
        let got = keccak256(&code);
        if got != expected {
            return Err(ProofError::CodeHash { got, expected });
        }
        self.codes.insert(got, code);
        Ok(())
    }

    /// An account; `None` where it is not proven.
    #[must_use]
    pub fn account(&self, address: Address) -> Option<&ProvenAccount> {
        self.accounts.get(&address)
    }

    /// A word of storage; `None` where it is not proven.
    #[must_use]
    pub fn slot(&self, address: Address, slot: U256) -> Option<U256> {
        let word = self.slots.get(&(address, slot)).copied();
        word.or_else(|| self.accounts.get(&address).filter(|account| account.storage_empty).map(|_| U256::ZERO))
    }

    /// The code of a hash; `None` where it has not been entered.
    #[must_use]
    pub fn code(&self, hash: B256) -> Option<Bytes> {
        if hash == KECCAK_EMPTY { Some(Bytes::new()) } else { self.codes.get(&hash).cloned() }
    }

    /// All accounts.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = (Address, &ProvenAccount)> {
        self.accounts.iter().map(|(address, account)| (*address, account))
    }

    /// All slots.
    pub(super) fn slots(&self) -> impl Iterator<Item = ((Address, U256), U256)> {
        self.slots.iter().map(|(place, value)| (*place, *value))
    }

    /// Which of the proven accounts has the code of this hash.
    pub(crate) fn holder_of(&self, code_hash: B256) -> Option<Address> {
        self.accounts.iter().find(|(_, account)| account.code_hash == code_hash).map(|(address, _)| *address)
    }

    /// All codes, by their hash.
    pub(crate) const fn codes(&self) -> &BTreeMap<B256, Bytes> {
        &self.codes
    }

    /// How many accounts and slots are proven.
    #[must_use]
    pub fn proofs(&self) -> usize {
        self.accounts.len().saturating_add(self.slots.len())
    }

    /// Adds what is proven under the same root elsewhere.
    pub(crate) fn absorb(&mut self, other: Self) {
        if other.root == self.root {
            self.accounts.extend(other.accounts);
            self.slots.extend(other.slots);
        }
        // A code is what it hashes to, whatever the state.
        self.codes.extend(other.codes);
    }
}

/// States made by hand, for tests of what runs over them.
#[cfg(test)]
impl ProvenState {
    pub(crate) fn for_test() -> Self {
        Self::at_root(B256::ZERO)
    }

    pub(crate) fn with_account(mut self, address: Address, balance: U256, code: &[u8]) -> Self {
        let code_hash = keccak256(code);
        self.accounts.insert(address, ProvenAccount { nonce: 1, balance, code_hash, storage_empty: false });
        self.codes.insert(code_hash, Bytes::copy_from_slice(code));
        self
    }

    pub(crate) fn without_code(mut self, code: &[u8]) -> Self {
        self.codes.remove(&keccak256(code));
        self
    }

    pub(crate) fn with_slot(mut self, address: Address, slot: u64, value: U256) -> Self {
        self.slots.insert((address, U256::from(slot)), value);
        self
    }
}
