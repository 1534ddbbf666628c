//! Random numbers out of a seed: Merlin's transcript as a generator.

use merlin::Transcript;
use rand_core::{CryptoRng, Error, RngCore, impls};

/// Random numbers that follow from what a transcript holds.
#[derive(Clone)]
pub(super) struct Drawn(Transcript);

impl Drawn {
    /// What a verifier weighs the equations of a proof with. No prover can aim at it, since it follows from the whole proof.
    pub(super) fn from_proof(transcript: &Transcript, commitments: &[u8], proof: &[u8]) -> Self {
        let mut transcript = transcript.clone();
        transcript.append_message(b"commitments", commitments);
        transcript.append_message(b"proof", proof);
        Self(transcript)
    }

    /// What a prover blinds with: as secret and as random as the seed.
    #[cfg(feature = "prove")]
    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        let mut transcript = Transcript::new(b"Assay randomness v1");
        transcript.append_message(b"seed", seed);
        Self(transcript)
    }
}

impl RngCore for Drawn {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        self.0.challenge_bytes(b"random", bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Drawn {}
