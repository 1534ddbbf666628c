//! The same block from several independent endpoints: what there is where no light client follows the chain.

use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use alloy_primitives::B256;

use crate::evidence::{Fact, Origin, Source};
use crate::proof::Header;

use super::{ChainError, Rpc, Transport};

/// Which block endpoints are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a block has a hash and a height")]
pub enum Which {
    /// The block of a hash.
    Hash(B256),
    /// The block of a height.
    Number(u64),
}

/// A header that enough endpoints agree on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Agreed {
    /// The header; its evidence names who agreed.
    pub header: Fact<Header>,
    /// Who named another block, and which. They were too few to matter, but a user may want to know.
    pub dissent: Vec<(Origin, B256)>,
}

impl Agreed {
    /// Who agrees, one of each host.
    pub fn members(&self) -> impl Iterator<Item = &Origin> {
        self.header.evidence().sources().filter_map(Source::quorum).flatten()
    }
}

/// Asks all endpoints at the same time, and takes the block that at least `needed` of them name. Endpoints of one host count once, since one
/// party can speak through all of them; that two hosts are two parties is for whoever chose them to know.
///
/// # Errors
/// [`ChainError::Disagreement`] where no block has enough endpoints on its side and two are named, or where two have;
/// [`ChainError::TooFewAgree`] where too few answered. `needed` is at least 2.
pub async fn agreed_header<'a, T: Transport + 'a>(
    endpoints: impl IntoIterator<Item = &'a Rpc<T>>,
    which: Which,
    needed: usize,
) -> Result<Agreed, ChainError> {
    let endpoints: Vec<&Rpc<T>> = endpoints.into_iter().collect();
    let asked = endpoints.iter().map(|endpoint| async move {
        match which {
            Which::Hash(hash) => endpoint.block_by_hash(hash).await,
            Which::Number(number) => endpoint.block_by_number(number).await,
        }
    });
    let answers = at_once(asked).await;
    let mut last = None;
    let mut named: BTreeMap<B256, (Header, BTreeMap<String, Origin>)> = BTreeMap::new();
    for (endpoint, answer) in endpoints.iter().zip(answers) {
        match answer {
            Ok(fact) => {
                let header = fact.into_value();
                let (_, origins) = named.entry(header.hash()).or_insert_with(|| (header, BTreeMap::new()));
                origins.entry(endpoint.origin().host().to_owned()).or_insert_with(|| endpoint.origin().clone());
            }
            Err(error) => last = Some(Box::new(error)),
        }
    }
    decide(named, needed.max(2), last)
}

fn decide(
    named: BTreeMap<B256, (Header, BTreeMap<String, Origin>)>,
    needed: usize,
    last: Option<Box<ChainError>>,
) -> Result<Agreed, ChainError> {
    let mut blocks: Vec<_> = named.into_values().collect();
    blocks.sort_by_key(|(_, origins)| std::cmp::Reverse(origins.len()));
    let mut blocks = blocks.into_iter();
    let (Some((header, origins)), second) = (blocks.next(), blocks.next()) else {
        return Err(ChainError::TooFewAgree { got: 0, expected: needed, last });
    };
    let contested = second.as_ref().is_some_and(|(_, others)| origins.len() < needed || others.len() >= needed);
    if let Some((other, others)) = second.as_ref().filter(|_| contested)
        && let (Some(first), Some(second)) = (origins.values().next(), others.values().next())
    {
        let (first_hash, second_hash) = (header.hash(), other.hash());
        return Err(ChainError::Disagreement { first: first.clone(), first_hash, second: second.clone(), second_hash });
    }
    if origins.len() < needed {
        return Err(ChainError::TooFewAgree { got: origins.len(), expected: needed, last });
    }
    let others = second.into_iter().chain(blocks);
    let dissent = others.flat_map(|(other, others)| others.into_values().map(move |origin| (origin, other.hash())));
    let at = header.block();
    let members: BTreeSet<Origin> = origins.into_values().collect();
    Ok(Agreed { dissent: dissent.collect(), header: Fact::asserted(header, at, Source::Quorum(members)) })
}

/// Runs all futures at the same time, and gives their results in their order.
pub(crate) async fn at_once<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<Running<F>> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| poll_all(&mut running, context)).await;
    running.into_iter().filter_map(|(_, result)| result).collect()
}

/// A future, and what it came to.
type Running<F> = (Pin<Box<F>>, Option<<F as Future>::Output>);

fn poll_all<F: Future>(running: &mut [Running<F>], context: &mut Context<'_>) -> Poll<()> {
    let mut pending = false;
    for (future, result) in running.iter_mut().filter(|(_, result)| result.is_none()) {
        match future.as_mut().poll(context) {
            Poll::Ready(value) => *result = Some(value),
            Poll::Pending => pending = true,
        }
    }
    if pending { Poll::Pending } else { Poll::Ready(()) }
}
