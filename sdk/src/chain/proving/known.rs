//! What is proven already: codes for good, state block by block.

use std::collections::BTreeMap;

use alloy_primitives::{B256, Bytes};

use crate::proof::{Header, ProvenState};

use super::{BLOCKS_KEPT, Prover};

/// Bytes of code that are kept: some hundred contracts.
const CODE_KEPT: usize = 4 * 1024 * 1024;

/// A block's header, which hashes to its hash, and what is proven under its state root.
#[derive(Clone, Debug)]
pub(super) struct KnownBlock {
    pub(super) header: Header,
    pub(super) state: ProvenState,
}

/// Codes by their hash: the same whatever the block.
#[derive(Debug, Default)]
pub(super) struct Codes {
    bytes: usize,
    codes: BTreeMap<B256, Bytes>,
}

impl KnownBlock {
    pub(super) const fn new(header: Header) -> Self {
        let state = ProvenState::under(&header);
        Self { header, state }
    }
}

impl Codes {
    pub(super) fn code(&self, hash: B256) -> Option<&Bytes> {
        self.codes.get(&hash)
    }

    fn keep(&mut self, codes: &BTreeMap<B256, Bytes>) {
        for (hash, code) in codes {
            if self.bytes.saturating_add(code.len()) > CODE_KEPT {
                (self.bytes, self.codes) = (0, BTreeMap::new());
            }
            if self.codes.insert(*hash, code.clone()).is_none() {
                self.bytes = self.bytes.saturating_add(code.len());
            }
        }
    }
}

impl Prover {
    /// What is proven of a block so far.
    pub(super) fn known(&self, hash: B256) -> Option<KnownBlock> {
        self.blocks.borrow().iter().find(|block| block.header.hash() == hash).cloned()
    }

    /// Keeps what was proven of a block, beside what others may have proven of it in the meantime.
    pub(super) fn keep(&self, block: KnownBlock) {
        self.codes.borrow_mut().keep(block.state.codes());
        let mut blocks = self.blocks.borrow_mut();
        if let Some(known) = blocks.iter_mut().find(|known| known.header.hash() == block.header.hash()) {
            known.state.absorb(block.state);
            return;
        }
        blocks.insert(0, block);
        blocks.truncate(BLOCKS_KEPT);
    }
}
