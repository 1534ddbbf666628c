//! Running contracts over proven state: what is asked, in which block, and what came of it. What runs them is
//! [`evm`](super::evm), behind the feature `evm`.

use std::collections::{BTreeMap, BTreeSet};

use alloy_consensus::constants::GWEI_TO_WEI;
use alloy_eips::eip1559::BaseFeeParams;
use alloy_primitives::{Address, B256, Bytes, Log, U256, keccak256};

use crate::units::ChainId;

use super::{Header, Rules};

/// Exchanges for the proofs of one question. A contract behind a proxy takes three where nothing hints at it, and what it asks is behind one too: a
/// transfer of an ERC-3643 token with its rules takes 71. With an access list it takes two or three.
pub(crate) const MOST_ROUNDS: usize = 96;
/// Accounts and slots that are proven for one question.
pub(crate) const MOST_PROOFS: usize = 512;

/// Seconds between the blocks of Ethereum: the guess for when the next one comes.
const SLOT: u64 = 12;

/// What contracts see of the block that they run in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// The chain.
    pub chain: ChainId,
    /// By which rules it runs.
    pub rules: Rules,
    /// Height.
    pub number: u64,
    /// Seconds since 1970.
    pub timestamp: u64,
    /// Who gets the fees.
    pub beneficiary: Address,
    /// Gas of the whole block.
    pub gas_limit: u64,
    /// Wei per gas that is burnt.
    pub base_fee: u64,
    /// Before the Merge.
    pub difficulty: U256,
    /// The random word since the Merge (EIP-4399).
    pub prev_randao: B256,
    /// The price of blobs follows from it (EIP-4844).
    pub excess_blob_gas: u64,
    /// Hashes of blocks before this one that are known.
    pub hashes: BTreeMap<u64, B256>,
}

/// One call or transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// Who calls.
    pub from: Address,
    /// The contract; `None` runs the data as if it created one.
    pub to: Option<Address>,
    /// Selector and arguments, or the program.
    pub data: Bytes,
    /// Wei sent along.
    pub value: U256,
    /// The most gas that it may use.
    pub gas: u64,
    /// What it pays for gas; `None` for a call, which pays nothing.
    pub fees: Option<Fees>,
}

/// What a transaction pays for gas (EIP-1559), in wei.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fees {
    /// At most, per gas.
    pub max: u128,
    /// Of it to the block's beneficiary, at most.
    pub priority: u128,
}

/// Messages that run one after another in one block: each sees what those before it have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The block.
    pub environment: Environment,
    /// Wei that accounts are given first, whatever they have.
    pub lent: BTreeMap<Address, U256>,
    /// The messages.
    pub messages: Vec<Message>,
}

/// What a job came to. Worth something only where nothing is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// One for each message, in their order.
    pub steps: Vec<Step>,
    /// Wei of the accounts that were touched, before and after; where it changed.
    pub balances: BTreeMap<Address, (U256, U256)>,
    /// What was touched and is not proven.
    pub missing: BTreeSet<Missing>,
}

/// What one message came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How it ended.
    pub end: End,
    /// Gas used, as a receipt says it.
    pub gas_used: u64,
    /// Logs, in their order; none where it did not succeed.
    pub logs: Vec<Log>,
}

/// What a transaction would come to in the block after the one that it was run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulated {
    /// How it would end, with its gas and its logs.
    pub step: Step,
    /// Wei of the accounts whose balance changes, before and after; of the sender's without what it pays for gas.
    pub balances: BTreeMap<Address, (U256, U256)>,
    /// Whether it would come to something else in a block of another time, random word, base fee or beneficiary. What a contract shows
    /// to a simulation it may then not do in a block.
    pub depends_on_block: bool,
    /// By which rules it was run.
    pub rules: Rules,
}

/// What transactions that follow each other would come to in the block after the one that they were run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedAll {
    /// How each would end, with its gas and its logs, in their order.
    pub steps: Vec<Step>,
    /// Wei of the accounts whose balance changes by all of them together, before and after.
    pub balances: BTreeMap<Address, (U256, U256)>,
    /// Whether any of them would come to something else in a block of another time, random word, base fee or beneficiary.
    pub depends_on_block: bool,
    /// By which rules they were run.
    pub rules: Rules,
}

/// How a message ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// It returned these bytes.
    Returned(Bytes),
    /// It reverted with these bytes.
    Reverted(Bytes),
    /// It used up its gas, or met something that takes all of it.
    Halted {
        /// What.
        reason: String,
    },
    /// It could not begin: as a transaction, no block would take it.
    Refused {
        /// Why.
        reason: String,
    },
    /// It called a precompiled contract that this build does not have. Nothing follows from that about the chain.
    NotBuiltIn {
        /// The precompiled contract.
        address: Address,
    },
}

/// Something that a run touched and that is not proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Missing {
    /// Nonce, balance and hash of the code of an account.
    Account(Address),
    /// A word of storage.
    Slot(Address, U256),
    /// The code of this hash.
    Code(B256),
    /// The hash of an earlier block, which its chain does not keep in its state (EIP-2935).
    BlockHash(u64),
}

impl Environment {
    /// The block of this header itself, on whose outcome a call is made: as `eth_call` does it. `None` where the rules of the block are
    /// not known here.
    #[must_use]
    pub fn of(header: &Header, chain: ChainId) -> Option<Self> {
        let fields = header.fields();
        let mut hashes = BTreeMap::new();
        hashes.extend(fields.number.checked_sub(1).map(|parent| (parent, fields.parent_hash)));
        Some(Self {
            chain,
            rules: Rules::of(chain, fields.timestamp)?,
            number: fields.number,
            timestamp: fields.timestamp,
            beneficiary: fields.beneficiary,
            gas_limit: fields.gas_limit,
            base_fee: fields.base_fee_per_gas.unwrap_or_default(),
            difficulty: fields.difficulty,
            prev_randao: fields.mix_hash,
            excess_blob_gas: fields.excess_blob_gas.unwrap_or_default(),
            hashes,
        })
    }

    /// The block after this header's, as far as it can be known: its base fee follows (EIP-1559); its time and its random word are
    /// guesses.
    #[must_use]
    pub fn after(header: &Header, chain: ChainId) -> Option<Self> {
        let mut environment = Self::of(header, chain)?;
        let fields = header.fields();
        environment.number = environment.number.saturating_add(1);
        environment.timestamp = environment.timestamp.saturating_add(SLOT);
        environment.rules = Rules::of(chain, environment.timestamp)?;
        environment.base_fee = fields.next_block_base_fee(BaseFeeParams::ethereum()).unwrap_or(environment.base_fee);
        environment.prev_randao = keccak256(header.hash());
        environment.hashes.insert(fields.number, header.hash());
        Some(environment)
    }

    /// The same block with everything changed that a transaction cannot know in advance: what comes of it is then no longer the same
    /// only where it depends on that.
    #[must_use]
    pub fn otherwise(&self) -> Self {
        let mut other = self.where_nodes_differ();
        other.timestamp = other.timestamp.saturating_add(SLOT);
        other
    }

    /// The same block with everything changed on which nodes differ when they run a call: fees, the random word, who gets the fees. Its
    /// height and time stay.
    #[must_use]
    pub(crate) fn where_nodes_differ(&self) -> Self {
        let mut other = self.clone();
        other.beneficiary = Address::from_word(keccak256(self.prev_randao));
        other.prev_randao = keccak256(other.beneficiary);
        // Down, never up: what was paid before is paid still.
        other.base_fee = self.base_fee.saturating_sub(self.base_fee.div_ceil(8));
        other.difficulty = self.difficulty.saturating_add(U256::from(GWEI_TO_WEI));
        other.excess_blob_gas = self.excess_blob_gas.saturating_add(self.rules.blob_fraction);
        other.gas_limit = self.gas_limit.saturating_sub(self.gas_limit.div_ceil(1024));
        other
    }
}

impl Ran {
    /// Whether everything that it touched is proven.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// Gives the sender back what it paid for gas: that is no movement of the transaction's.
pub(crate) fn without_fees(
    mut balances: BTreeMap<Address, (U256, U256)>,
    transaction: &Message,
    gas_used: u64,
    environment: &Environment,
) -> BTreeMap<Address, (U256, U256)> {
    let price =
        transaction.fees.map_or(0, |fees| fees.max.min(u128::from(environment.base_fee).saturating_add(fees.priority)));
    if let Some((_, after)) = balances.get_mut(&transaction.from) {
        *after = after.saturating_add(U256::from(price).saturating_mul(U256::from(gas_used)));
    }
    balances.retain(|_, (before, after)| before != after);
    balances
}
