//! Runs contracts over proven state, in `revm`. Pure: what it may read is what is proven, and what it touches beyond that it reports.
//!
//! A slot that is not proven reads as zero and the run goes on, so that one run finds as much of what is missing as it can. Its result is
//! then worth nothing, and says so.

mod database;
mod inquiry;
mod precompiles;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::marker::PhantomData;

use alloy_primitives::{Address, U256};
use revm::context::result::{EVMError, ExecutionResult, HaltReason, InvalidTransaction};
use revm::context::{BlockEnv, CfgEnv, Context, Evm, Journal, TxEnv};
use revm::context_interface::block::BlobExcessGasAndPrice;
use revm::context_interface::cfg::gas::GasTracker;
use revm::context_interface::{ContextSetters as _, ContextTr, JournalTr as _};
use revm::handler::instructions::EthInstructions;
use revm::handler::{EthFrame, EvmTr, EvmTrError, FrameResult, FrameTr, Handler, PrecompileProvider};
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::{InterpreterResult, interpreter_action::FrameInit};
use revm::primitives::TxKind;
use revm::primitives::hardfork::SpecId;
use revm::state::EvmState;

use crate::units::ChainId;

use super::execution::{End, Environment, Job, Message, Ran, Step};
use super::{Fork, ProvenState};

use database::Recording;
pub use inquiry::{Inquiry, Turn, Want};
use precompiles::Slim;

/// Gas of one job in all: enough for any transaction (EIP-7825 bounds one to 16.8 million), and about a second of work at the worst.
const MOST_GAS: u64 = 100_000_000;

/// Gas of many jobs that are run at once: some seconds of work at the worst.
const MOST_GAS_OF_ALL: u64 = 1_000_000_000;

/// Messages of one job.
const MOST_MESSAGES: usize = 64;

type RunContext<'a> = Context<BlockEnv, TxEnv, CfgEnv, Recording<'a>, Journal<Recording<'a>>, ()>;
type Error = EVMError<Infallible, InvalidTransaction>;

/// Which precompiled contracts are at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Precompiled {
    /// Those that tokens use: `ecrecover`, SHA-256 and the identity. A call to another one ends in [`End::NotBuiltIn`].
    #[default]
    Slim,
    /// All of them.
    #[cfg(feature = "evm-full")]
    Full,
}

/// Runs jobs over what is proven, each by itself, with the precompiled contracts that tokens use. After a billion gas the rest is
/// refused.
#[must_use]
pub fn run_all(state: &ProvenState, jobs: &[Job]) -> Vec<Ran> {
    all(jobs, |job| run_slim(state, job))
}

/// The same with all precompiled contracts. A function of its own, so that a program that does not call it does not carry them.
#[cfg(feature = "evm-full")]
#[must_use]
pub fn run_all_full(state: &ProvenState, jobs: &[Job]) -> Vec<Ran> {
    all(jobs, |job| run_full(state, job))
}

/// The same with all that this build has.
#[cfg(not(feature = "evm-full"))]
pub(crate) use run_all as run_all_built_in;
#[cfg(feature = "evm-full")]
pub(crate) use run_all_full as run_all_built_in;

fn all(jobs: &[Job], run: impl Fn(&Job) -> Ran) -> Vec<Ran> {
    let mut left = MOST_GAS_OF_ALL;
    let one = |job: &Job| {
        let ran = if left == 0 { out_of_patience() } else { run(job) };
        left = left.saturating_sub(ran.steps.iter().map(|step| step.gas_used).sum());
        ran
    };
    jobs.iter().map(one).collect()
}

fn out_of_patience() -> Ran {
    let step = refused("the calls before it used up the gas that all of them may use here".to_owned());
    Ran { steps: vec![step], balances: BTreeMap::new(), missing: BTreeSet::new() }
}

/// Runs a job over what is proven.
#[must_use]
pub fn run(state: &ProvenState, job: &Job, precompiled: Precompiled) -> Ran {
    match precompiled {
        Precompiled::Slim => run_slim(state, job),
        #[cfg(feature = "evm-full")]
        Precompiled::Full => run_full(state, job),
    }
}

fn run_slim(state: &ProvenState, job: &Job) -> Ran {
    run_with(state, job, Slim::new(job.environment.rules.fork), |slim| slim.wanted)
}

#[cfg(feature = "evm-full")]
fn run_full(state: &ProvenState, job: &Job) -> Ran {
    run_with(state, job, revm::handler::EthPrecompiles::new(spec(job.environment.rules.fork)), |_| None)
}

fn run_with<'a, P>(state: &'a ProvenState, job: &'a Job, precompiles: P, wanted: impl Fn(&P) -> Option<Address>) -> Ran
where
    P: PrecompileProvider<RunContext<'a>, Output = InterpreterResult>,
{
    let environment = &job.environment;
    let spec = spec(environment.rules.fork);
    let mut context: RunContext<'a> = Context::new(Recording::new(state, job), spec);
    context.cfg.chain_id = environment.chain.0;
    context.cfg.disable_nonce_check = true;
    context.cfg.disable_eip3607 = true;
    context.cfg.disable_block_gas_limit = true;
    context.cfg.blob_base_fee_update_fraction = Some(environment.rules.blob_fraction);
    // The limit for transactions does not bind calls; ours does.
    context.cfg.tx_gas_limit_cap = Some(MOST_GAS);
    context.set_block(block(environment));
    let mut evm = Evm::new(context, EthInstructions::new_mainnet_with_spec(spec), precompiles);
    let (mut steps, mut left) = (Vec::new(), MOST_GAS);
    for message in job.messages.iter().take(MOST_MESSAGES) {
        let is_call = message.fees.is_none();
        evm.ctx.cfg.disable_base_fee = is_call;
        evm.ctx.cfg.disable_balance_check = is_call && message.value.is_zero();
        let step = match transaction(message, environment.chain, left) {
            Some(transaction) => {
                evm.ctx.set_tx(transaction);
                step(OnlyTheMessage(PhantomData).run(&mut evm), || wanted(&evm.precompiles))
            }
            None => refused("its gas is more than may be used here".to_owned()),
        };
        left = left.saturating_sub(step.gas_used);
        steps.push(step);
    }
    let touched = evm.ctx.journal_mut().finalize();
    let balances = balances(&touched, evm.ctx.db());
    Ran { steps, balances, missing: evm.ctx.db_mut().missing() }
}

/// What a message came to; `wanted` says which precompiled contract was not at hand, where that stopped it.
fn step(result: Result<ExecutionResult<HaltReason>, Error>, wanted: impl Fn() -> Option<Address>) -> Step {
    match result {
        Ok(ExecutionResult::Success { gas, logs, output, .. }) => {
            Step { end: End::Returned(output.into_data()), gas_used: gas.tx_gas_used(), logs }
        }
        Ok(ExecutionResult::Revert { gas, output, .. }) => {
            Step { end: End::Reverted(output), gas_used: gas.tx_gas_used(), logs: Vec::new() }
        }
        Ok(ExecutionResult::Halt { reason, gas, .. }) => {
            Step { end: End::Halted { reason: format!("{reason:?}") }, gas_used: gas.tx_gas_used(), logs: Vec::new() }
        }
        Err(error) => match (wanted(), error) {
            (Some(address), _) => Step { end: End::NotBuiltIn { address }, gas_used: 0, logs: Vec::new() },
            (None, EVMError::Transaction(reason)) => refused(format!("{reason:?}")),
            (None, EVMError::Custom(reason)) => refused(reason),
            (None, EVMError::Header(_) | EVMError::CustomAny(_)) => refused("the block has no such rules".to_owned()),
            (None, EVMError::Database(never)) => match never {},
        },
    }
}

const fn refused(reason: String) -> Step {
    Step { end: End::Refused { reason }, gas_used: 0, logs: Vec::new() }
}

fn transaction(message: &Message, chain: ChainId, left: u64) -> Option<TxEnv> {
    let Message { from, to, data, value, gas, fees } = message;
    if *gas > left {
        return None;
    }
    Some(TxEnv {
        tx_type: if fees.is_some() { 2 } else { 0 },
        caller: *from,
        gas_limit: *gas,
        gas_price: fees.map_or(0, |fees| fees.max),
        gas_priority_fee: fees.map(|fees| fees.priority),
        kind: to.map_or(TxKind::Create, TxKind::Call),
        value: *value,
        data: data.clone(),
        nonce: 0,
        chain_id: Some(chain.0),
        access_list: Default::default(),
        blob_hashes: Vec::new(),
        max_fee_per_blob_gas: 0,
        authorization_list: Vec::new(),
    })
}

fn block(environment: &Environment) -> BlockEnv {
    BlockEnv {
        number: U256::from(environment.number),
        beneficiary: environment.beneficiary,
        timestamp: U256::from(environment.timestamp),
        gas_limit: environment.gas_limit,
        basefee: environment.base_fee,
        difficulty: environment.difficulty,
        prevrandao: Some(environment.prev_randao),
        blob_excess_gas_and_price: Some(BlobExcessGasAndPrice::new(
            environment.excess_blob_gas,
            environment.rules.blob_fraction,
        )),
        slot_num: 0,
    }
}

const fn spec(fork: Fork) -> SpecId {
    match fork {
        Fork::London => SpecId::LONDON,
        Fork::Paris => SpecId::MERGE,
        Fork::Shanghai => SpecId::SHANGHAI,
        Fork::Cancun => SpecId::CANCUN,
        Fork::Prague => SpecId::PRAGUE,
        Fork::Osaka => SpecId::OSAKA,
    }
}

/// Which balances the run changed.
fn balances(touched: &EvmState, before: &Recording<'_>) -> BTreeMap<Address, (U256, U256)> {
    let mut balances = BTreeMap::new();
    for (address, account) in touched {
        let held = before.balance(*address);
        if held != account.info.balance {
            balances.insert(*address, (held, account.info.balance));
        }
    }
    balances
}

/// Ethereum's way to run a transaction without paying the block's beneficiary: whose account would be one more to prove, for nothing that
/// the message itself can see.
struct OnlyTheMessage<EVM>(PhantomData<EVM>);

impl<EVM> Handler for OnlyTheMessage<EVM>
where
    EVM: EvmTr<
            Context: ContextTr<Journal: revm::context_interface::JournalTr<State = EvmState>>,
            Frame = EthFrame<EthInterpreter>,
        >,
    EthFrame<EthInterpreter>: FrameTr<FrameResult = FrameResult, FrameInit = FrameInit>,
    Error: EvmTrError<EVM>,
{
    type Evm = EVM;
    type Error = Error;
    type HaltReason = HaltReason;

    fn reward_beneficiary(&self, _: &mut EVM, _: &mut FrameResult) -> Result<(), Error> {
        Ok(())
    }

    /// There are never authorizations, and recovering their signers would be a second curve in the program.
    fn apply_eip7702_auth_list(&self, _: &mut EVM, _: &mut GasTracker) -> Result<Option<u64>, Error> {
        Ok(Some(0))
    }
}

#[cfg(test)]
mod tests;
