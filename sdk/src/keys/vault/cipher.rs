//! AES-256-GCM (NIST SP 800-38D) with 96-bit nonces, and the random bytes that writing a vault takes.

use std::fmt;

use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use alloy_primitives::FixedBytes;
use zeroize::Zeroizing;

use super::VaultError;

/// A nonce: 96 bits, random, new for every encryption.
pub(super) type NonceBytes = FixedBytes<12>;

/// How many bytes the cipher's tag adds.
pub(super) const TAG: usize = 16;

/// A key for AES-256: the data key of a vault, or the key that an unlock method gives. Wiped when dropped. It keeps its place
/// in memory wherever it is handed to: moving the bytes themselves would leave copies on the stack.
pub(super) struct CipherKey(Box<Zeroizing<[u8; 32]>>);

impl CipherKey {
    /// A key of zeros, to be written into.
    pub(super) fn zeroed() -> Self {
        Self(Box::new(Zeroizing::new([0; 32])))
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }

    /// The same key once more.
    pub(super) fn copied(&self) -> Self {
        let mut copy = Self::zeroed();
        copy.bytes_mut().copy_from_slice(self.bytes());
        copy
    }

    fn cipher(&self) -> Aes256Gcm {
        let key: &Key<Aes256Gcm> = self.bytes().into();
        Aes256Gcm::new(key)
    }

    /// The key from what another key wrapped; `None` for another length.
    pub(super) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Self::zeroed();
        key.bytes_mut().copy_from_slice(bytes.first_chunk::<32>().filter(|_| bytes.len() == 32)?);
        Some(key)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Encrypts in place and appends the tag. The buffer needs [`TAG`] bytes of room: growing would leave its text behind.
    pub(super) fn encrypt(&self, nonce: NonceBytes, associated: &[u8], buffer: &mut Vec<u8>) -> Result<(), VaultError> {
        self.cipher().encrypt_in_place(&Nonce::from(nonce.0), associated, buffer).map_err(|_| VaultError::TooLarge)
    }

    /// What was encrypted; `None` where the tag does not fit.
    pub(super) fn decrypt(
        &self,
        nonce: NonceBytes,
        associated: &[u8],
        ciphertext: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let mut buffer = Zeroizing::new(ciphertext.to_vec());
        self.cipher().decrypt_in_place(&Nonce::from(nonce.0), associated, &mut *buffer).ok().map(|()| buffer)
    }
}

impl PartialEq for CipherKey {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl fmt::Debug for CipherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CipherKey(…)")
    }
}

/// The random bytes that making or writing a vault takes. Fresh from the platform's generator for every single call, also
/// where a call needs only some of them: a nonce that served twice under one key breaks the cipher.
pub struct VaultRandomness {
    pub(super) vault: [u8; 16],
    pub(super) data_key: CipherKey,
    pub(super) method: [u8; 8],
    pub(super) salt: [u8; 16],
    pub(super) wrap_nonce: [u8; 12],
    pub(super) public_nonce: [u8; 12],
    pub(super) secrets_nonce: [u8; 12],
}

impl VaultRandomness {
    /// Asks the generator for each of them.
    ///
    /// # Errors
    /// Those of the generator.
    pub fn draw<E>(mut fill: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut drawn = Self {
            vault: [0; 16],
            data_key: CipherKey::zeroed(),
            method: [0; 8],
            salt: [0; 16],
            wrap_nonce: [0; 12],
            public_nonce: [0; 12],
            secrets_nonce: [0; 12],
        };
        fill(&mut drawn.vault)?;
        fill(drawn.data_key.bytes_mut())?;
        fill(&mut drawn.method)?;
        fill(&mut drawn.salt)?;
        fill(&mut drawn.wrap_nonce)?;
        fill(&mut drawn.public_nonce)?;
        fill(&mut drawn.secrets_nonce)?;
        Ok(drawn)
    }
}

impl fmt::Debug for VaultRandomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultRandomness(…)")
    }
}
