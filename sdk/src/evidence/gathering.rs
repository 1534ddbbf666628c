//! Collects what a conclusion rests on while it is being reached.

use alloy_primitives::Address;

use super::{Fact, Gap, LogFilter, Read};

/// The evidence of every read that was used so far, and whether one is still to be fetched.
///
/// For questions with many parts of which some may stay open: each part is noted, and asking goes on, so that all that
/// is wanted travels together. What is concluded in the end is as strong as the weakest part.
#[derive(Debug, Default)]
pub(crate) struct Gathering {
    basis: Option<Fact<()>>,
    pending: Option<Gap>,
    gap: Option<Gap>,
}

impl Gathering {
    /// Takes the value out of an answer and keeps its evidence; an answer not fetched yet is remembered.
    pub(crate) fn note<T>(&mut self, asked: Result<Fact<T>, Gap>) -> Result<T, Gap> {
        match asked {
            Ok(fact) => {
                self.rest_on(fact.as_ref().map(|_| ()));
                Ok(fact.into_value())
            }
            Err(gap) => Err(self.missed(gap)),
        }
    }

    /// Keeps the evidence of an answer.
    // One copy of it, of which every kind of answer would else have its own.
    #[inline(never)]
    pub(crate) fn rest_on(&mut self, basis: Fact<()>) {
        self.basis = Some(match self.basis.take() {
            // One ledger holds answers of one block only: there are no moments to mix.
            Some(before) => before.zip_across_moments(basis).map(|_| ()),
            None => basis,
        });
    }

    /// Remembers an answer that there is not.
    #[inline(never)]
    pub(crate) fn missed(&mut self, gap: Gap) -> Gap {
        let slot = if gap.is_pending() { &mut self.pending } else { &mut self.gap };
        slot.get_or_insert_with(|| gap.clone());
        gap
    }

    /// The conclusion, resting on everything that was noted.
    ///
    /// # Errors
    /// The read that is still to be fetched; or, where nothing at all was answered, the first gap.
    pub(crate) fn conclude<T>(self, value: T) -> Result<Fact<T>, Gap> {
        match (self.pending, self.basis, self.gap) {
            (Some(pending), ..) => Err(pending),
            (None, Some(basis), _) => Ok(basis.map(|()| value)),
            (None, None, Some(gap)) => Err(gap),
            (None, None, None) => Err(nothing_asked()),
        }
    }

    /// Whether a read is still to be fetched.
    pub(crate) const fn is_pending(&self) -> bool {
        self.pending.is_some()
    }
}

/// A conclusion about nothing has no evidence, and so cannot be a fact.
fn nothing_asked() -> Gap {
    let read = Read::Logs(LogFilter { address: Address::ZERO, topics: Vec::new(), signature: "nothing" });
    Gap::Declined { read, message: "nothing was asked".to_owned() }
}
