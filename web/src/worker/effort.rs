//! How hard a password is made to guess.

use std::time::Duration;

use assay_sdk::keys::{KdfParams, ScryptCost, SealedVault};

use super::protocol::KeyError;

/// How hard a password is made to guess.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effort {
    /// As many passes as fit into the time on this device; never fewer than the default.
    Fitting {
        /// What an unlock may take.
        target: Duration,
        /// Reads a clock that only ever rises.
        clock: fn() -> Duration,
    },
    /// Next to none: for tests.
    #[cfg(test)]
    Weak,
}

impl Effort {
    /// What a keystore's password costs: what other wallets write, since they have to open it.
    pub(super) const fn scrypt(self) -> ScryptCost {
        match self {
            Self::Fitting { .. } => ScryptCost::STANDARD,
            #[cfg(test)]
            Self::Weak => ScryptCost::weak(),
        }
    }

    /// Seals with parameters that fit this device: first with the least, and again where the time allows for more.
    pub(super) fn seal(
        self,
        seal: impl Fn(KdfParams) -> Result<SealedVault, KeyError>,
    ) -> Result<SealedVault, KeyError> {
        match self {
            Self::Fitting { target, clock } => {
                let start = clock();
                let sealed = seal(KdfParams::DEFAULT)?;
                let taken = clock().saturating_sub(start);
                let one_pass = taken.checked_div(KdfParams::DEFAULT.passes()).unwrap_or(taken);
                let fitting = KdfParams::calibrated(one_pass, target);
                if fitting == KdfParams::DEFAULT { Ok(sealed) } else { seal(fitting) }
            }
            #[cfg(test)]
            Self::Weak => seal(KdfParams::weak()),
        }
    }
}
