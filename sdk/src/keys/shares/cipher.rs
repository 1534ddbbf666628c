//! The encryption of the shared secret by the passphrase: a Feistel network of four rounds of PBKDF2.

use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Extendable, SetParameters, ShareError};

/// Ten million iterations, the most that a keystore is allowed too.
pub(super) const MOST_EXPONENT: u8 = 10;

pub(super) fn encrypt(secret: &mut [u8], passphrase: &str, set: SetParameters) -> Result<(), ShareError> {
    feistel(secret, passphrase, set, [0, 1, 2, 3])
}

pub(super) fn decrypt(secret: &mut [u8], passphrase: &str, set: SetParameters) -> Result<(), ShareError> {
    feistel(secret, passphrase, set, [3, 2, 1, 0])
}

fn feistel(secret: &mut [u8], passphrase: &str, set: SetParameters, rounds: [u8; 4]) -> Result<(), ShareError> {
    if let Some((position, _)) = (1..).zip(passphrase.chars()).find(|(_, c)| !matches!(c, ' '..='~')) {
        return Err(ShareError::Passphrase { position });
    }
    if set.exponent > MOST_EXPONENT {
        return Err(ShareError::Cost { got: set.exponent });
    }
    let iterations = 2500_u32.checked_shl(u32::from(set.exponent)).ok_or(ShareError::Cost { got: set.exponent })?;
    let half = secret.len() / 2;
    let (left, right) = secret.split_at_mut_checked(half).ok_or(ShareError::NotAPhrase { got: 0 })?;
    let (mut left, mut right) = (Zeroizing::new(left.to_vec()), Zeroizing::new(right.to_vec()));
    for round in rounds {
        let mut password = Zeroizing::new(Vec::with_capacity(passphrase.len().saturating_add(1)));
        password.push(round);
        password.extend_from_slice(passphrase.as_bytes());
        let mut salt = Zeroizing::new(Vec::with_capacity(right.len().saturating_add(8)));
        if set.extendable == Extendable::No {
            salt.extend_from_slice(b"shamir");
            salt.extend_from_slice(&set.identifier.to_be_bytes());
        }
        salt.extend_from_slice(&right);
        let mut mask = Zeroizing::new(vec![0_u8; right.len()]);
        pbkdf2_hmac::<Sha256>(&password, &salt, iterations, &mut mask);
        left.iter_mut().zip(&*mask).for_each(|(byte, mask)| *byte ^= mask);
        std::mem::swap(&mut left, &mut right);
    }
    // The halves are swapped once more at the end.
    secret.iter_mut().zip(right.iter().chain(left.iter())).for_each(|(byte, new)| *byte = *new);
    Ok(())
}
