//! Records of another source, compared with the logs of the blocks that they name.

use std::collections::{BTreeMap, BTreeSet};

use crate::chain::codec::Request;
use crate::chain::{ChainError, Rpc, Transport};
use crate::evidence::{Fact, Origin, PlacedLog, Source};
use crate::units::BlockRef;

use super::HistoryFilter;
use super::collected::Collected;

/// Requests of one exchange.
const REQUESTS_PER_EXCHANGE: usize = 48;

/// What became of records that another source claims.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Confirmation {
    /// The chain's logs say the same: known from both sources, in the order of the chain.
    pub confirmed: Vec<Fact<PlacedLog>>,
    /// The chain has no such log at that place, or has it in another form.
    pub unfounded: Vec<Fact<PlacedLog>>,
    /// Logs of the same blocks that the source left out. What it left out of other blocks is not seen here: a statement's balances show it.
    pub omitted: Vec<Fact<PlacedLog>>,
    /// Records that the source gave more than once.
    pub repeated: Vec<Fact<PlacedLog>>,
}

impl<T: Transport> Rpc<T> {
    /// Compares records that another source claims with `eth_getLogs` of exactly their blocks.
    ///
    /// # Errors
    /// [`ChainError::LogsRefused`]; [`ChainError::Inconsistent`] where the logs contradict themselves; and whatever stops an exchange.
    pub async fn confirm(
        &self,
        filter: &HistoryFilter,
        claimed: &[Fact<PlacedLog>],
    ) -> Result<Confirmation, ChainError> {
        let heights: BTreeSet<u64> = claimed.iter().map(|log| log.value().record.block_number).collect();
        let mut found = self.logs_of(filter, &heights).await?;
        let mut seen: BTreeMap<(BlockRef, u64), Vec<&Fact<PlacedLog>>> = BTreeMap::new();
        let mut confirmation = Confirmation::default();
        for log in claimed {
            let same_place = seen.entry((log.at(), log.value().index)).or_default();
            if same_place.iter().any(|other| other.value() == log.value()) {
                confirmation.repeated.push(log.clone());
                continue;
            }
            same_place.push(log);
            let place = (log.value().record.block_number, log.value().index);
            match found.get(&place) {
                Some((at, real)) if *at == log.at() && real == log.value() => {
                    found.remove(&place);
                    confirmation.confirmed.push(self.known_from_both(log));
                }
                Some(_) | None => confirmation.unfounded.push(log.clone()),
            }
        }
        let source = || Source::Endpoint(self.origin().clone());
        confirmation.omitted = found.into_values().map(|(at, log)| Fact::asserted(log, at, source())).collect();
        confirmation.confirmed.sort_by_key(|log| (log.value().record.block_number, log.value().index));
        Ok(confirmation)
    }

    /// Two sources of two hosts that say the same are independent as far as can be told; two of one host are one.
    fn known_from_both(&self, log: &Fact<PlacedLog>) -> Fact<PlacedLog> {
        let mut parties: BTreeSet<Origin> = log.evidence().sources().filter_map(endpoint).cloned().collect();
        let independent = parties.iter().any(|party| party.host() != self.origin().host());
        parties.insert(self.origin().clone());
        let source = if independent { Source::Quorum(parties) } else { Source::Endpoint(self.origin().clone()) };
        Fact::asserted(log.value().clone(), log.at(), source)
    }

    /// The logs of single blocks, with the blocks.
    async fn logs_of(
        &self,
        filter: &HistoryFilter,
        heights: &BTreeSet<u64>,
    ) -> Result<BTreeMap<(u64, u64), (BlockRef, PlacedLog)>, ChainError> {
        let asked: Vec<_> = heights
            .iter()
            .flat_map(|height| filter.lanes().iter().map(move |lane| (lane, (*height, *height))))
            .collect();
        let mut collected = Collected::default();
        for part in asked.chunks(REQUESTS_PER_EXCHANGE) {
            let requests: Vec<Request> = part.iter().map(|(lane, range)| lane.request(*range)).collect();
            let answers = self.batch(&requests).await?;
            for (answer, (lane, range)) in answers.into_iter().zip(part) {
                let value = answer.map_err(|failure| self.logs_refused(*range, &failure.message))?;
                collected.add(lane, *range, self.wire_logs(&value)?).map_err(|why| self.contradicted(&why))?;
            }
        }
        let heights: Vec<u64> = collected.blocks().keys().copied().collect();
        let blocks = self.blocks(&heights).await?;
        let blocks: BTreeMap<u64, BlockRef> = blocks.into_iter().flatten().map(|block| (block.number, block)).collect();
        let mut logs = BTreeMap::new();
        for log in collected.into_logs() {
            let number = log.record.block_number;
            let at = blocks.get(&number).copied().filter(|at| at.hash == log.block_hash);
            let at =
                at.ok_or_else(|| self.inconsistent("the block of a log", &log.block_hash, "the block at its height"))?;
            logs.insert((number, log.index), (at, PlacedLog { record: log.record, index: log.index }));
        }
        Ok(logs)
    }
}

fn endpoint(source: &Source) -> Option<&Origin> {
    match source {
        Source::Endpoint(origin) => Some(origin),
        Source::Quorum(_)
        | Source::Signer(_)
        | Source::Checkpoint(_)
        | Source::MerkleProof { .. }
        | Source::ZkProof { .. }
        | Source::TokenList
        | Source::Unproven(_) => None,
    }
}
