//! The page's end of the line to the worker that verifies reserve proofs (see [`crate::reserves`]).

use crate::reserves::wire::{Answer, Question};

use super::exchange::Exchange;

/// Verifies in a worker. Cheap to clone; all clones speak to one worker.
#[derive(Clone)]
pub struct ReserveRoom(Exchange);

impl Default for ReserveRoom {
    fn default() -> Self {
        Self(Exchange::new("reserves"))
    }
}

impl std::fmt::Debug for ReserveRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReserveRoom")
    }
}

impl ReserveRoom {
    /// Has the worker verify it.
    ///
    /// # Errors
    /// Why the worker gave no answer, in words.
    pub async fn ask(&self, question: &Question) -> Result<Answer, String> {
        let answer = self.0.ask(&question.encode()).await?;
        Answer::decode(&answer).ok_or_else(|| "it did not understand the question".to_owned())
    }
}
