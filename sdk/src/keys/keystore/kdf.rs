//! From a password to the derived key: scrypt (RFC 7914) or PBKDF2 (RFC 8018), within bounds.

use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::KeystoreError;

/// What a guess at the password costs, by scrypt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScryptCost {
    log_n: u8,
    r: u32,
    p: u32,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Kdf {
    Scrypt { cost: ScryptCost, salt: Vec<u8> },
    Pbkdf2 { rounds: u32, salt: Vec<u8> },
}

/// Geth's own files need 256 MiB.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;
/// Blocks of 128 bytes that are mixed, twice over: geth's files have 2^21, and this is eight times that.
const MOST_WORK: u64 = 1 << 24;
const MOST_ROUNDS: u64 = 10_000_000;

impl ScryptCost {
    /// What is written: N = 2^17, r = 8, p = 1, which are 128 MiB. It is what ethers writes and the least that OWASP
    /// recommends. Geth writes 2^18, and its 256 MiB are more than a page on a telephone can count on.
    pub const STANDARD: Self = Self { log_n: 17, r: 8, p: 1 };

    /// Next to no work, so that tests are quick. Protects nothing: never for a file that somebody keeps.
    #[must_use]
    pub const fn weak() -> Self {
        Self { log_n: 10, r: 8, p: 1 }
    }

    /// Parameters of a file, within bounds: `n` a power of two from 2 on, 512 MiB, and eight times the work of geth's files.
    pub(super) fn within_bounds(n: u64, r: u64, p: u64) -> Result<Self, KeystoreError> {
        let check = |parameter, got, min, max| {
            let fits = (min..=max).contains(&got);
            if fits { Ok(()) } else { Err(KeystoreError::CostOutOfRange { parameter, got, min, max }) }
        };
        check("n", n, 2, MOST_WORK)?;
        check("r", r, 1, MOST_WORK)?;
        check("p", p, 1, MOST_WORK)?;
        let cost = n.saturating_mul(r).saturating_mul(p);
        check("n·r·p", cost, 2, MOST_WORK)?;
        let out_of_range = |parameter, got| KeystoreError::CostOutOfRange { parameter, got, min: 1, max: MOST_WORK };
        if !n.is_power_of_two() {
            return Err(out_of_range("n, which has to be a power of two,", n));
        }
        let log_n = u8::try_from(n.trailing_zeros()).map_err(|_| out_of_range("n", n))?;
        let narrow = |parameter, got| u32::try_from(got).map_err(|_| out_of_range(parameter, got));
        let cost = Self { log_n, r: narrow("r", r)?, p: narrow("p", p)? };
        check("memory in bytes", cost.memory(), 1, MOST_MEMORY)?;
        Ok(cost)
    }

    /// N.
    #[must_use]
    pub fn n(self) -> u64 {
        1_u64.checked_shl(u32::from(self.log_n)).unwrap_or(u64::MAX)
    }

    /// The size of a block, in units of 128 bytes.
    #[must_use]
    pub const fn r(self) -> u32 {
        self.r
    }

    /// How many times it is all done.
    #[must_use]
    pub const fn p(self) -> u32 {
        self.p
    }

    /// Bytes: n blocks, one for each lane, and one for work.
    fn memory(self) -> u64 {
        let blocks = self.n().saturating_add(u64::from(self.p)).saturating_add(1);
        blocks.saturating_mul(128).saturating_mul(u64::from(self.r))
    }

    fn derive(self, password: &[u8], salt: &[u8], into: &mut [u8; 64]) -> Result<(), KeystoreError> {
        let needed = self.memory();
        let failed = || KeystoreError::OutOfMemory { needed_kib: needed / 1024 };
        // The crate would abort where there is too little: whether there is enough is asked first.
        Vec::<u8>::new().try_reserve_exact(usize::try_from(needed).map_err(|_| failed())?).map_err(|_| failed())?;
        let params = scrypt::Params::new(self.log_n, self.r, self.p).map_err(|_| failed())?;
        scrypt::scrypt(password, salt, &params, into).map_err(|_| failed())
    }
}

impl Kdf {
    pub(super) fn pbkdf2(rounds: u64, salt: Vec<u8>) -> Result<Self, KeystoreError> {
        let (min, max) = (1, MOST_ROUNDS);
        let refused = KeystoreError::CostOutOfRange { parameter: "c", got: rounds, min, max };
        match u32::try_from(rounds) {
            Ok(narrow) if (min..=max).contains(&rounds) => Ok(Self::Pbkdf2 { rounds: narrow, salt }),
            _ => Err(refused),
        }
    }

    /// 64 bytes, the first 32 of which are the standard's: both functions give the same beginning whatever the length.
    pub(super) fn derive(&self, password: &[u8]) -> Result<Zeroizing<[u8; 64]>, KeystoreError> {
        let mut derived = Zeroizing::new([0_u8; 64]);
        match self {
            Self::Scrypt { cost, salt } => cost.derive(password, salt, &mut derived)?,
            Self::Pbkdf2 { rounds, salt } => pbkdf2_hmac::<Sha256>(password, salt, *rounds, &mut *derived),
        }
        Ok(derived)
    }
}
