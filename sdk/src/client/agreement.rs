//! Answers that several endpoints give alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::chain::{ChainError, Rpc, Transport, at_once};
use crate::error::Error;
use crate::evidence::{Fact, Origin, Outcome, Read, Reads, Source, Unproven};

use super::Client;

impl<T: Transport> Client<T> {
    /// Fetches all that a ledger wants, from the endpoint and from every witness that has its block, at the same time. What more than half of
    /// all, and at least two, answer alike is *attested*; what too few answer stays the endpoint's word and says why.
    ///
    /// # Errors
    /// [`ChainError::AnswersDiffer`] where a witness answers otherwise and too few are on the endpoint's side: which of them is right cannot be told.
    pub(super) async fn answer_alike(&self, reads: &mut Reads) -> Result<(), Error> {
        let members = vouchers(reads);
        let has_block = |witness: &&Rpc<T>| members.contains(witness.origin());
        let beside: Vec<&Rpc<T>> = self.witnesses.iter().filter(has_block).collect();
        let wanted = reads.wanted();
        let asked = std::iter::once(&self.rpc).chain(beside.iter().copied()).map(|endpoint| {
            let mut own = reads.wanting(wanted.iter().cloned());
            async move { endpoint.answer(&mut own).await.map(|()| own) }
        });
        let mut answers = at_once(asked).await.into_iter();
        let Some(first) = answers.next() else { return Err(ChainError::NoEndpoint.into()) };
        let first = first?;
        let others: Vec<(&Origin, Reads)> =
            beside.iter().zip(answers).filter_map(|(rpc, own)| Some((rpc.origin(), own.ok()?))).collect();
        let why = why_not(reads);
        for read in wanted {
            let Some(own) = first.answered(&read) else { continue };
            let agreed = self.agreed_answer((&read, own), &others, why.as_ref())?;
            reads.answer(read, agreed).map_err(ChainError::from)?;
        }
        Ok(())
    }

    /// The endpoint's answer to one read, as well known as the others make it. A word of storage was proven under the block that all have.
    fn agreed_answer(
        &self,
        (read, own): (&Read, &Fact<Outcome>),
        others: &[(&Origin, Reads)],
        why: Option<&Source>,
    ) -> Result<Fact<Outcome>, ChainError> {
        if matches!(own.value(), Outcome::Word(_) | Outcome::Declined { .. }) {
            return Ok(own.clone());
        }
        let said: BTreeMap<&Origin, &Outcome> = others
            .iter()
            .filter_map(|(origin, reads)| Some((*origin, reads.answered(read)?.value())))
            .filter(|(_, outcome)| !matches!(outcome, Outcome::Declined { .. }))
            .collect();
        let alike = said.iter().filter(|(_, outcome)| *outcome == &own.value()).map(|(origin, _)| (*origin).clone());
        let alike: BTreeSet<Origin> = alike.chain([self.origin().clone()]).collect();
        let (got, expected) = (alike.len(), self.most());
        if got >= expected {
            return Ok(Fact::asserted(own.value().clone(), own.at(), Source::Quorum(alike)));
        }
        if let Some((second, _)) = said.iter().find(|(_, outcome)| *outcome != &own.value()) {
            let (first, second) = (self.origin().clone(), (*second).clone());
            return Err(ChainError::AnswersDiffer { first, second, read: read.to_string() });
        }
        let few = ChainError::TooFewAgree { got, expected, last: None };
        let few = || Source::Unproven(Unproven::NotAgreed { message: few.to_string() });
        Ok(own.clone().extended(why.cloned().unwrap_or_else(few)))
    }

    /// More than half of all endpoints, and at least two.
    pub(super) fn most(&self) -> usize {
        self.witnesses.len().saturating_add(1).div_euclid(2).saturating_add(1)
    }
}

/// Who has the ledger's block.
fn vouchers(reads: &Reads) -> BTreeSet<Origin> {
    let sources = reads.vouchers().into_iter().flat_map(crate::evidence::Evidence::sources);
    sources.filter_map(Source::quorum).flatten().cloned().collect()
}

/// Why the ledger's block is one endpoint's word, where others were asked.
fn why_not(reads: &Reads) -> Option<Source> {
    let mut sources = reads.vouchers().into_iter().flat_map(crate::evidence::Evidence::sources);
    sources.find(|source| matches!(source, Source::Unproven(Unproven::NotAgreed { .. }))).cloned()
}
