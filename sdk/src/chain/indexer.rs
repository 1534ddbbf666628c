//! Transfers from an indexer that somebody runs: a subgraph, asked over GraphQL.
//!
//! What it says is *claimed*: it may have left something out, made something up, or stopped. [`Rpc::confirm`](super::Rpc::confirm) compares it with
//! the chain's own logs. `docs/records.md` has the schema that the subgraph needs.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolEvent as _, SolValue as _};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::abi::erc20::IERC20::Transfer;
use crate::evidence::{Fact, LogRecord, Origin, PlacedLog, Source};
use crate::proof::ProofError;
use crate::proof::quantity::{address, array, b256, field, object, shortened, shortened_text};
use crate::units::{BlockRef, Timestamp};

use super::error::from_proof;
use super::{ChainError, HistoryFilter, Transport};

/// Transfers that one answer holds at most: what hosted subgraphs allow.
const PAGE: usize = 1_000;

const QUERY: &str =
    "query Transfers($holder: Bytes!, $tokens: [Bytes!]!, $from: BigInt!, $to: BigInt!, $after: ID!, $first: Int!) {
  _meta { block { number } hasIndexingErrors }
  transfers(
    first: $first
    orderBy: id
    orderDirection: asc
    where: { and: [
      { id_gt: $after, token_in: $tokens, blockNumber_gte: $from, blockNumber_lte: $to }
      { or: [{ from: $holder }, { to: $holder }] }
    ] }
  ) { id token from to value blockNumber blockHash blockTimestamp transactionHash logIndex }
}";

/// A subgraph's GraphQL endpoint.
#[derive(Debug)]
pub struct Indexer<T> {
    transport: T,
}

/// Up to where the pages of an indexer were read: the id of the last transfer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

/// One page of an indexer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Indexed {
    /// Transfers in the indexer's order, which is not the chain's. Claimed.
    pub logs: Vec<Fact<PlacedLog>>,
    /// Where the next page begins; `None` after an empty one.
    pub next: Option<Cursor>,
}

impl Cursor {
    /// Before the first page.
    #[must_use]
    pub fn first() -> Self {
        Self("0x".to_owned())
    }
}

impl<T: Transport> Indexer<T> {
    /// An indexer behind a transport that posts to its GraphQL endpoint. Asks nothing yet.
    pub const fn new(transport: T) -> Self {
        Self { transport }
    }

    /// Who is asked.
    pub fn origin(&self) -> &Origin {
        self.transport.origin()
    }

    /// One page of the transfers of a filter's holder in its assets, up to block `to`. One round trip.
    ///
    /// # Errors
    /// [`ChainError::IndexerBehind`] where it has not got to `to`; [`ChainError::Indexer`] where it answers with errors, or says that it had some
    /// while indexing; [`ChainError::Inconsistent`] where a transfer does not fit the question or the order; and whatever stops an exchange.
    pub async fn page(&self, filter: &HistoryFilter, to: u64, after: &Cursor) -> Result<Indexed, ChainError> {
        let variables = json!({
            "holder": filter.holder(),
            "tokens": filter.assets(),
            "from": filter.from().to_string(),
            "to": to.to_string(),
            "after": after.0,
            "first": PAGE,
        });
        let body = json!({ "query": QUERY, "variables": variables }).to_string();
        let answer = self.transport.post(body.as_bytes()).await?;
        let data = self.data(&answer)?;
        let data = self.checked(object("data", &data))?;
        self.check_progress(self.checked(field(data, "_meta"))?, to)?;
        let transfers = self.checked(field(data, "transfers").and_then(|list| array("transfers", list)))?;
        if transfers.len() > PAGE {
            return Err(self.inconsistent("the length of a page", &transfers.len().to_string(), &PAGE.to_string()));
        }
        let (mut logs, mut last) = (Vec::with_capacity(transfers.len()), after.0.to_ascii_lowercase());
        for transfer in transfers {
            let transfer = self.checked(object("a transfer", transfer))?;
            let id = self.checked(text("id", transfer))?.to_ascii_lowercase();
            if id <= last {
                return Err(self.inconsistent("the ids of transfers", &shortened_text(&id), "ascending ids"));
            }
            let log = self.checked(self.transfer(transfer))?;
            self.check_transfer(filter, to, &log)?;
            logs.push(log);
            last = id;
        }
        // Not "fewer than asked for": a server may have a limit of its own and not say so.
        let next = (!logs.is_empty()).then_some(Cursor(last));
        Ok(Indexed { logs, next })
    }

    fn data(&self, answer: &[u8]) -> Result<Value, ChainError> {
        let malformed = |got: String| ChainError::Malformed {
            origin: self.origin().clone(),
            what: "the body".to_owned(),
            got,
            expected: "a GraphQL answer in JSON".to_owned(),
        };
        let mut answer: Value =
            serde_json::from_slice(answer).map_err(|_| malformed(shortened_text(&String::from_utf8_lossy(answer))))?;
        if let Some(errors) = answer.get("errors").filter(|errors| !errors.is_null()) {
            let first = errors.get(0).and_then(|error| error.get("message")).and_then(Value::as_str);
            let message = first.map_or_else(|| shortened(errors), shortened_text);
            return Err(ChainError::Indexer { origin: self.origin().clone(), message });
        }
        match answer.get_mut("data") {
            Some(data) => Ok(data.take()),
            None => Err(malformed(shortened(&answer))),
        }
    }

    /// How far it has got, and whether it had errors on the way, after which its data cannot be complete.
    fn check_progress(&self, meta: &Value, expected: u64) -> Result<(), ChainError> {
        let meta = self.checked(object("_meta", meta))?;
        let number = self.checked(
            field(meta, "block").and_then(|block| object("block", block)).and_then(|block| field(block, "number")),
        )?;
        let got = number.as_u64().ok_or_else(|| self.misread("the number of its block", number, "a height"))?;
        let failed = self.checked(field(meta, "hasIndexingErrors"))?;
        match failed {
            Value::Bool(false) => {}
            Value::Bool(true) => {
                let message = "it had errors while indexing".to_owned();
                return Err(ChainError::Indexer { origin: self.origin().clone(), message });
            }
            other @ (Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_)) => {
                return Err(self.misread("hasIndexingErrors", other, "true or false"));
            }
        }
        if got < expected {
            return Err(ChainError::IndexerBehind { origin: self.origin().clone(), got, expected });
        }
        Ok(())
    }

    /// The transfer as the log that it was made from.
    fn transfer(&self, transfer: &Map<String, Value>) -> Result<Fact<PlacedLog>, ProofError> {
        let of = |name| field(transfer, name);
        let (from, to) = (address("from", of("from")?)?, address("to", of("to")?)?);
        let value = decimal("value", transfer, |text| U256::from_str_radix(text, 10).ok())?;
        let number = |name| decimal(name, transfer, |text| text.parse::<u64>().ok());
        let block_number = number("blockNumber")?;
        let record = LogRecord {
            address: address("token", of("token")?)?,
            topics: vec![Transfer::SIGNATURE_HASH, from.into_word(), to.into_word()],
            data: value.abi_encode().into(),
            block_number,
            transaction: b256("transactionHash", of("transactionHash")?)?,
        };
        let hash: B256 = b256("blockHash", of("blockHash")?)?;
        let at = BlockRef { number: block_number, hash, timestamp: Timestamp(number("blockTimestamp")?) };
        let log = PlacedLog { record, index: number("logIndex")? };
        Ok(Fact::asserted(log, at, Source::Endpoint(self.origin().clone())))
    }

    fn check_transfer(&self, filter: &HistoryFilter, to: u64, log: &Fact<PlacedLog>) -> Result<(), ChainError> {
        let record = &log.value().record;
        let holder = filter.holder().into_word();
        if !record.topics.iter().skip(1).any(|topic| *topic == holder) {
            let got =
                record.topics.iter().skip(1).map(|topic| Address::from_word(*topic).to_string()).collect::<Vec<_>>();
            return Err(self.inconsistent(
                "the parties of a transfer",
                &got.join(" and "),
                &filter.holder().to_string(),
            ));
        }
        if !filter.assets().contains(&record.address) {
            return Err(self.inconsistent(
                "the token of a transfer",
                &record.address.to_string(),
                "one of those asked for",
            ));
        }
        if !(filter.from()..=to).contains(&record.block_number) {
            let expected = format!("{} to {to}", filter.from());
            return Err(self.inconsistent("the height of a transfer", &record.block_number.to_string(), &expected));
        }
        Ok(())
    }

    fn checked<V>(&self, result: Result<V, ProofError>) -> Result<V, ChainError> {
        result.map_err(|error| from_proof(self.origin(), error))
    }

    fn misread(&self, what: &str, got: &Value, expected: &str) -> ChainError {
        let (what, got, expected) = (what.to_owned(), shortened(got), expected.to_owned());
        ChainError::Malformed { origin: self.origin().clone(), what, got, expected }
    }

    fn inconsistent(&self, what: &'static str, got: &str, expected: &str) -> ChainError {
        let (got, expected) = (got.to_owned(), expected.to_owned());
        ChainError::Inconsistent { origin: self.origin().clone(), what, got, expected }
    }
}

fn text<'a>(name: &str, object: &'a Map<String, Value>) -> Result<&'a str, ProofError> {
    let value = field(object, name)?;
    value.as_str().ok_or_else(|| ProofError::Malformed {
        what: name.to_owned(),
        got: shortened(value),
        expected: "a text",
    })
}

/// GraphQL's `BigInt` is a decimal integer in a string.
fn decimal<V>(name: &str, object: &Map<String, Value>, read: impl Fn(&str) -> Option<V>) -> Result<V, ProofError> {
    let text = text(name, object)?;
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let got = || ProofError::Malformed {
        what: name.to_owned(),
        got: shortened_text(text),
        expected: "a decimal integer in a string",
    };
    if digits { read(text).ok_or_else(got) } else { Err(got()) }
}
