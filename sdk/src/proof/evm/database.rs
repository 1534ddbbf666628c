//! Proven state as `revm` reads it, and a note of all that it reads beyond that.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use alloy_primitives::{Address, B256, U256, address};
use revm::Database;
use revm::bytecode::Bytecode;
use revm::state::AccountInfo;

use crate::proof::execution::{Job, Missing};
use crate::proof::{Fork, ProvenState};

/// Where a chain keeps the hashes of its last blocks (EIP-2935).
const HISTORY: Address = address!("0000F90827F1C53a10cb7A02335B175320002935");
/// How many of them.
const HISTORY_LENGTH: u64 = 8_191;

#[derive(Debug)]
pub(super) struct Recording<'a> {
    state: &'a ProvenState,
    lent: &'a BTreeMap<Address, U256>,
    hashes: &'a BTreeMap<u64, B256>,
    keeps_history: bool,
    missing: BTreeSet<Missing>,
}

impl<'a> Recording<'a> {
    pub(super) const fn new(state: &'a ProvenState, job: &'a Job) -> Self {
        let environment = &job.environment;
        let keeps_history = matches!(environment.rules.fork, Fork::Prague | Fork::Osaka);
        Self { state, lent: &job.lent, hashes: &environment.hashes, keeps_history, missing: BTreeSet::new() }
    }

    pub(super) fn missing(&mut self) -> BTreeSet<Missing> {
        std::mem::take(&mut self.missing)
    }

    /// Wei before the run.
    pub(super) fn balance(&self, address: Address) -> U256 {
        let held = || self.state.account(address).map(|account| account.balance);
        self.lent.get(&address).copied().or_else(held).unwrap_or_default()
    }
}

impl Database for Recording<'_> {
    type Error = Infallible;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, Infallible> {
        let balance = self.balance(address);
        let Some(account) = self.state.account(address) else {
            self.missing.insert(Missing::Account(address));
            return Ok((!balance.is_zero()).then(|| AccountInfo { balance, ..AccountInfo::default() }));
        };
        let info =
            AccountInfo { balance, nonce: account.nonce, code_hash: account.code_hash, account_id: None, code: None };
        Ok((!info.is_empty()).then_some(info))
    }

    fn code_by_hash(&mut self, code_hash: B256) -> Result<Bytecode, Infallible> {
        let Some(code) = self.state.code(code_hash) else {
            self.missing.insert(Missing::Code(code_hash));
            return Ok(Bytecode::default());
        };
        // What begins like a delegation (EIP-7702) and is none cannot have been deployed: EIP-3541.
        Ok(Bytecode::new_raw_checked(code.clone()).unwrap_or_else(|_| Bytecode::new_legacy(code)))
    }

    fn storage(&mut self, address: Address, slot: U256) -> Result<U256, Infallible> {
        let word = self.state.slot(address, slot);
        if word.is_none() {
            self.missing.insert(Missing::Slot(address, slot));
        }
        Ok(word.unwrap_or_default())
    }

    /// From the header, or from where the chain keeps them. Only asked for the last 256 blocks.
    fn block_hash(&mut self, number: u64) -> Result<B256, Infallible> {
        if let Some(hash) = self.hashes.get(&number) {
            return Ok(*hash);
        }
        let kept = U256::from(number.checked_rem(HISTORY_LENGTH).unwrap_or_default());
        let word = self.keeps_history.then(|| self.state.slot(HISTORY, kept));
        match word {
            Some(Some(word)) if !word.is_zero() => return Ok(word.into()),
            Some(None) => self.missing.insert(Missing::Slot(HISTORY, kept)),
            Some(Some(_)) | None => self.missing.insert(Missing::BlockHash(number)),
        };
        Ok(B256::ZERO)
    }
}
