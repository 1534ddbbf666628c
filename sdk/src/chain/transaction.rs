//! What a transaction needs before it is signed, and what becomes of it afterwards.

mod envelope;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use serde_json::{Map, Value, json};

use crate::evidence::{Fact, LogRecord, Refusal, Source};
use crate::proof::ProofError;
use crate::proof::quantity::{address, array, b256, field, object, optional, shortened, u64, u128, u256};
use crate::units::BlockRef;

use super::call::revert_data;
use super::codec::{Answer, Request};
use super::logs::placed_log;
use super::{ChainError, Rpc, Transport};

pub use envelope::SentTransaction;

/// A call that changes state, as a transaction would make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who sends it.
    pub from: Address,
    /// The contract or account.
    pub to: Address,
    /// Selector and arguments.
    pub data: Bytes,
    /// Wei that go with it.
    pub value: U256,
}

/// What a transaction should offer (EIP-1559), in wei per gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeQuote {
    /// The base fee of the next block.
    pub base: u128,
    /// For the block's proposer: the median of what the last blocks took.
    pub priority: u128,
    /// The most it should pay: twice the base fee, so that six full blocks do not price it out, and the priority fee.
    pub max: u128,
}

/// What an estimate of gas came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GasEstimate {
    /// It would pass with this much gas.
    Gas(u64),
    /// It would revert with this.
    Reverted(Refusal),
    /// The endpoint gave no estimate, for another reason: not enough ether, for instance.
    Declined {
        /// The endpoint's own words, shortened.
        message: String,
    },
}

/// All that building a transaction needs, read together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The next nonce, counting transactions that wait.
    pub nonce: u64,
    /// Fees for the next block.
    pub fees: FeeQuote,
    /// Gas of the call.
    pub gas: GasEstimate,
    /// Wei that the sender holds.
    pub balance: U256,
}

/// What a transaction did, as the endpoint tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawReceipt {
    /// The transaction.
    pub transaction: B256,
    /// Whether it did what it was to do, or reverted and only cost gas.
    pub succeeded: bool,
    /// Height of its block.
    pub block_number: u64,
    /// Hash of its block.
    pub block_hash: B256,
    /// Who sent it.
    pub from: Address,
    /// What it called; `None` where it created a contract.
    pub to: Option<Address>,
    /// Gas that it used.
    pub gas_used: u64,
    /// Wei per gas that it paid.
    pub effective_gas_price: u128,
    /// What it logged, in order.
    pub logs: Vec<LogRecord>,
}

/// Blocks that the priority fee is taken from.
const FEE_BLOCKS: &str = "0x5";
/// Receipts that are asked for in one exchange.
const RECEIPTS_PER_EXCHANGE: usize = 48;

impl<T: Transport> Rpc<T> {
    /// The next nonce of an account, counting transactions that wait to be mined.
    ///
    /// # Errors
    /// Whatever stops an exchange.
    pub async fn nonce(&self, account: Address) -> Result<u64, ChainError> {
        let [nonce] = self.all([nonce_request(account)]).await?;
        self.checked(u64("the nonce", &nonce))
    }

    /// How many transactions of an account are in blocks up to this height: the nonces below this are used up.
    ///
    /// # Errors
    /// Whatever stops an exchange.
    pub async fn mined_nonce(&self, account: Address, block_number: u64) -> Result<u64, ChainError> {
        let params = json!([account, format!("{block_number:#x}")]);
        let [nonce] = self.all([Request::new("eth_getTransactionCount", params)]).await?;
        self.checked(u64("the nonce", &nonce))
    }

    /// Fees for the next block.
    ///
    /// # Errors
    /// Whatever stops an exchange.
    pub async fn fees(&self) -> Result<FeeQuote, ChainError> {
        let [history, suggested] = self.each(fee_requests()).await?;
        self.fee_quote(history, suggested)
    }

    /// The gas that a call needs now.
    ///
    /// # Errors
    /// Whatever stops an exchange. A revert is an answer.
    pub async fn estimate_gas(&self, call: &Call) -> Result<GasEstimate, ChainError> {
        let [estimate] = self.each([estimate_request(call)]).await?;
        self.gas_estimate(estimate)
    }

    /// The wei that an account holds now.
    ///
    /// # Errors
    /// Whatever stops an exchange.
    pub async fn ether_balance(&self, account: Address) -> Result<U256, ChainError> {
        let [balance] = self.all([balance_request(account)]).await?;
        self.checked(u256("the balance", &balance))
    }

    /// What several accounts did and hold now, in the order of the question: transactions sent, counting those that wait, and wei. One
    /// round trip for all.
    ///
    /// # Errors
    /// Whatever stops an exchange.
    pub async fn accounts(&self, accounts: &[Address]) -> Result<Vec<(u64, U256)>, ChainError> {
        let requests: Vec<Request> =
            accounts.iter().flat_map(|account| [nonce_request(*account), balance_request(*account)]).collect();
        let mut answers = self.batch(&requests).await?.into_iter();
        let mut found = Vec::with_capacity(accounts.len());
        while let (Some(nonce), Some(balance)) = (answers.next(), answers.next()) {
            let nonce = nonce.map_err(|failure| failure.into_error(self.origin()))?;
            let balance = balance.map_err(|failure| failure.into_error(self.origin()))?;
            found.push((self.checked(u64("the nonce", &nonce))?, self.checked(u256("the balance", &balance))?));
        }
        if found.len() == accounts.len() { Ok(found) } else { Err(self.answer_count(found.len(), accounts.len())) }
    }

    /// Nonce, fees, gas and balance in one round trip; also checks that the endpoint serves the expected chain.
    ///
    /// # Errors
    /// [`ChainError::WrongChain`], and whatever stops an exchange. A revert is an answer.
    pub async fn prepare(&self, call: &Call) -> Result<Prepared, ChainError> {
        let [history, suggested] = fee_requests();
        let requests = [
            Self::chain_request(),
            nonce_request(call.from),
            balance_request(call.from),
            estimate_request(call),
            history,
            suggested,
        ];
        let [chain, nonce, balance, estimate, history, suggested] = self.each(requests).await?;
        self.check_chain(&self.value(chain)?)?;
        Ok(Prepared {
            nonce: self.checked(u64("the nonce", &self.value(nonce)?))?,
            fees: self.fee_quote(history, suggested)?,
            gas: self.gas_estimate(estimate)?,
            balance: self.checked(u256("the balance", &self.value(balance)?))?,
        })
    }

    /// Broadcasts a signed transaction; its hash. Sending one that the endpoint has already is no error.
    ///
    /// # Errors
    /// [`ChainError::Rpc`] where the endpoint refuses it; [`ChainError::Inconsistent`] where the endpoint names another
    /// hash; and whatever stops an exchange, after which it may or may not have been sent: sending again is safe.
    pub async fn send_raw(&self, signed: &[u8]) -> Result<B256, ChainError> {
        let expected = keccak256(signed);
        let raw = Bytes::copy_from_slice(signed);
        let [answer] = self.each([Request::new("eth_sendRawTransaction", json!([raw]))]).await?;
        let value = match answer {
            Ok(value) => value,
            Err(failure) => {
                let message = failure.message.to_ascii_lowercase();
                let known = ["already known", "already imported", "alreadyknown", "known transaction"];
                if known.iter().any(|words| message.contains(words)) {
                    return Ok(expected);
                }
                return Err(failure.into_error(self.origin()));
            }
        };
        let got = self.checked(b256("the transaction hash", &value))?;
        if got != expected {
            return Err(self.inconsistent("the hash of the transaction sent", &got, &expected));
        }
        Ok(got)
    }

    /// The receipt of a transaction; `None` while it waits.
    ///
    /// # Errors
    /// [`ChainError::Inconsistent`] where the receipt is of another transaction; and whatever stops an exchange.
    pub async fn receipt(&self, transaction: B256) -> Result<Option<RawReceipt>, ChainError> {
        let [value] = self.all([receipt_request(transaction)]).await?;
        if value.is_null() {
            return Ok(None);
        }
        self.read_receipt(&value, transaction).map(Some)
    }

    /// The receipts of transactions that are in these blocks, in the order of the question.
    ///
    /// # Errors
    /// [`ChainError::Inconsistent`] where a receipt is missing, or of another transaction or block; and whatever stops an exchange.
    pub async fn receipts(&self, mined: &[(B256, BlockRef)]) -> Result<Vec<Fact<RawReceipt>>, ChainError> {
        let mut receipts = Vec::with_capacity(mined.len());
        for part in mined.chunks(RECEIPTS_PER_EXCHANGE) {
            let requests: Vec<Request> = part.iter().map(|(transaction, _)| receipt_request(*transaction)).collect();
            for (answer, (transaction, at)) in self.batch(&requests).await?.into_iter().zip(part) {
                let value = self.value(answer)?;
                if value.is_null() {
                    return Err(self.inconsistent("the receipt of a transaction with logs", "none", transaction));
                }
                let receipt = self.read_receipt(&value, *transaction)?;
                if receipt.block_hash != at.hash {
                    return Err(self.inconsistent("the block of a receipt", &receipt.block_hash, &at.hash));
                }
                receipts.push(Fact::asserted(receipt, *at, Source::Endpoint(self.origin().clone())));
            }
        }
        if receipts.len() == mined.len() { Ok(receipts) } else { Err(self.answer_count(receipts.len(), mined.len())) }
    }

    fn read_receipt(&self, value: &Value, transaction: B256) -> Result<RawReceipt, ChainError> {
        let receipt = self.checked(raw_receipt(value))?;
        if receipt.transaction != transaction {
            return Err(self.inconsistent("the transaction of the receipt", &receipt.transaction, &transaction));
        }
        if let Some(other) = receipt.logs.iter().find(|log| log.transaction != transaction) {
            return Err(self.inconsistent("the transaction of a log", &other.transaction, &transaction));
        }
        Ok(receipt)
    }

    /// What a failed transaction reverted with, found by running its call again: receipts do not keep it. Before its
    /// block first, then after it, since another transaction of the same block may have been the cause. `None` where
    /// the call passes at both.
    ///
    /// # Errors
    /// Whatever stops an exchange, and [`ChainError::Rpc`] where the endpoint could not run the call again.
    pub async fn replay_revert(&self, call: &Call, block_number: u64) -> Result<Option<Refusal>, ChainError> {
        let at = |number: u64| Request::new("eth_call", json!([call_object(call), format!("{number:#x}")]));
        let [before, after] = self.each([at(block_number.saturating_sub(1)), at(block_number)]).await?;
        let revert = |answer: Answer| match answer {
            Ok(_) => Ok(None),
            Err(failure) => match revert_data(&failure) {
                Some(data) => Ok(Some(Refusal(data))),
                None => Err(failure.into_error(self.origin())),
            },
        };
        // A node that no longer has the state of one of the two may still know the answer from the other.
        match (revert(before), revert(after)) {
            (Ok(Some(found)), _) | (_, Ok(Some(found))) => Ok(Some(found)),
            (Err(error), _) | (_, Err(error)) => Err(error),
            (Ok(None), Ok(None)) => Ok(None),
        }
    }

    fn value(&self, answer: Answer) -> Result<Value, ChainError> {
        answer.map_err(|failure| failure.into_error(self.origin()))
    }

    fn gas_estimate(&self, answer: Answer) -> Result<GasEstimate, ChainError> {
        let failure = match answer {
            Ok(value) => return Ok(GasEstimate::Gas(self.checked(u64("the gas estimate", &value))?)),
            Err(failure) => failure,
        };
        Ok(match revert_data(&failure) {
            Some(data) => GasEstimate::Reverted(Refusal(data)),
            None => GasEstimate::Declined { message: failure.message },
        })
    }

    fn fee_quote(&self, history: Answer, suggested: Answer) -> Result<FeeQuote, ChainError> {
        let history = self.value(history)?;
        let (base, rewards) = self.checked(fee_history(&history))?;
        let median = median(rewards);
        // Where the last blocks took nothing (empty ones, a quiet chain), the node's own suggestion, if it has one.
        let priority = match suggested {
            Ok(value) if median == 0 => self.checked(u128("the suggested priority fee", &value))?,
            Ok(_) | Err(_) => median,
        };
        let max = base
            .checked_mul(2)
            .and_then(|twice| twice.checked_add(priority))
            .ok_or_else(|| self.malformed("the base fee", base.to_string(), "a fee that can be paid"))?;
        Ok(FeeQuote { base, priority, max })
    }
}

fn receipt_request(transaction: B256) -> Request {
    Request::new("eth_getTransactionReceipt", json!([transaction]))
}

fn nonce_request(account: Address) -> Request {
    Request::new("eth_getTransactionCount", json!([account, "pending"]))
}

fn balance_request(account: Address) -> Request {
    Request::new("eth_getBalance", json!([account, "latest"]))
}

fn estimate_request(call: &Call) -> Request {
    Request::new("eth_estimateGas", json!([call_object(call)]))
}

fn fee_requests() -> [Request; 2] {
    [
        Request::new("eth_feeHistory", json!([FEE_BLOCKS, "latest", [50]])),
        Request::new("eth_maxPriorityFeePerGas", json!([])),
    ]
}

fn call_object(call: &Call) -> Value {
    json!({ "from": call.from, "to": call.to, "data": call.data, "value": format!("{:#x}", call.value) })
}

/// The next block's base fee and the middle priority fee of each block.
fn fee_history(value: &Value) -> Result<(u128, Vec<u128>), ProofError> {
    let history = object("the fee history", value)?;
    let bases = array("baseFeePerGas", field(history, "baseFeePerGas")?)?;
    let next = bases.last().ok_or_else(|| ProofError::Malformed {
        what: "baseFeePerGas".to_owned(),
        got: shortened(value),
        expected: "at least one base fee",
    })?;
    let rewards = match history.get("reward") {
        // Left out by some nodes where there were no blocks.
        None | Some(Value::Null) => Vec::new(),
        Some(rewards) => array("reward", rewards)?.iter().map(middle_reward).collect::<Result<_, _>>()?,
    };
    Ok((u128("baseFeePerGas", next)?, rewards))
}

fn middle_reward(block: &Value) -> Result<u128, ProofError> {
    match array("reward", block)? {
        [reward] => u128("reward", reward),
        _ => Err(ProofError::Malformed {
            what: "reward".to_owned(),
            got: shortened(block),
            expected: "one reward, for the one percentile asked for",
        }),
    }
}

fn median(mut rewards: Vec<u128>) -> u128 {
    rewards.sort_unstable();
    rewards.get(rewards.len() / 2).copied().unwrap_or(0)
}

fn raw_receipt(value: &Value) -> Result<RawReceipt, ProofError> {
    let receipt = object("the receipt", value)?;
    let logs = array("logs", field(receipt, "logs")?)?;
    Ok(RawReceipt {
        transaction: b256("transactionHash", field(receipt, "transactionHash")?)?,
        succeeded: status(receipt)?,
        block_number: u64("blockNumber", field(receipt, "blockNumber")?)?,
        block_hash: b256("blockHash", field(receipt, "blockHash")?)?,
        from: address("from", field(receipt, "from")?)?,
        to: optional(receipt, "to", address)?,
        gas_used: u64("gasUsed", field(receipt, "gasUsed")?)?,
        effective_gas_price: u128("effectiveGasPrice", field(receipt, "effectiveGasPrice")?)?,
        logs: logs.iter().map(|log| placed_log(log).map(|placed| placed.record)).collect::<Result<_, _>>()?,
    })
}

fn status(receipt: &Map<String, Value>) -> Result<bool, ProofError> {
    let value = field(receipt, "status")?;
    match u64("status", value)? {
        0 => Ok(false),
        1 => Ok(true),
        _ => {
            let (what, got) = ("status".to_owned(), shortened(value));
            Err(ProofError::Malformed { what, got, expected: "0x0 or 0x1" })
        }
    }
}
