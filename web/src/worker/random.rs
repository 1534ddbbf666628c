//! Random bytes, from the platform's generator and nowhere else.

use assay_sdk::keys::VaultRandomness;

use super::protocol::{KeyError, KeyErrorKind};
use super::refusal::refusal;

/// Fresh random bytes.
pub(super) fn bytes<const N: usize>() -> Result<[u8; N], KeyError> {
    let mut bytes = [0_u8; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Fills the buffer with fresh random bytes.
pub(super) fn fill(buffer: &mut [u8]) -> Result<(), KeyError> {
    getrandom::fill(buffer).map_err(|error| {
        refusal(
            KeyErrorKind::Unavailable,
            format!("This browser gave no random numbers ({error}). No key was made; try another browser."),
        )
    })
}

/// What one writing of a vault takes.
pub(super) fn for_vault() -> Result<VaultRandomness, KeyError> {
    VaultRandomness::draw(fill)
}

/// `count` different numbers from 1 to `upto`, in ascending order.
pub(super) fn positions(count: usize, upto: u8) -> Result<Vec<u8>, KeyError> {
    let mut chosen = Vec::with_capacity(count);
    while chosen.len() < count.min(usize::from(upto)) {
        let [byte] = bytes::<1>()?;
        // Every number equally likely: bytes beyond the last whole run of `upto` are thrown again.
        let runs = u8::MAX.checked_div(upto).unwrap_or(0).saturating_mul(upto);
        let position = byte.checked_rem(upto).map(|rest| rest.saturating_add(1));
        if let Some(position) = position
            && byte < runs
            && !chosen.contains(&position)
        {
            chosen.push(position);
        }
    }
    chosen.sort_unstable();
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_differ_rise_and_reach_both_ends() {
        let mut seen = [false; 13];
        for _ in 0..2000 {
            let positions = positions(3, 12).unwrap();
            assert_eq!(positions.len(), 3);
            assert!(positions.is_sorted_by(|a, b| a < b), "{positions:?}");
            for position in positions {
                seen[usize::from(position)] = true;
            }
        }
        assert!(!seen[0]);
        assert!(seen[1..].iter().all(|seen| *seen));
        assert_eq!(positions(3, 2).unwrap(), [1, 2], "no endless search where there are too few");
    }
}
