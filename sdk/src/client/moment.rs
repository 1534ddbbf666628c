//! Ledgers of earlier moments.

use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::Reads;
use crate::units::{BlockRef, Seconds, Timestamp};

use super::Client;

/// Headers that are looked at in the search for a moment: enough for any chain, by halving alone.
const MOST_STEPS: usize = 64;

impl<T: Transport> Client<T> {
    /// An empty ledger at the block of a height.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn ledger_at(&self, number: u64) -> Result<Reads, Error> {
        Ok(Reads::new(self.rpc.block_by_number(number).await?.at()))
    }

    /// An empty ledger at the last block that is at least `span` older than `from`, or at the chain's first block.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn ledger_before(&self, from: BlockRef, span: Seconds) -> Result<Reads, Error> {
        let moment = Timestamp(from.timestamp.0.saturating_sub(span.0));
        let mut low = self.rpc.block_by_number(0).await?.at();
        let mut high = from;
        for step in 0..MOST_STEPS {
            if high.number.saturating_sub(low.number) <= 1 || low.timestamp >= moment {
                break;
            }
            let height = if step % 2 == 0 { guess(&low, &high, moment) } else { low.number.midpoint(high.number) };
            let middle = self.rpc.block_by_number(height).await?.at();
            if middle.timestamp <= moment { low = middle } else { high = middle }
        }
        Ok(Reads::new(low))
    }
}

/// The height at which `moment` would lie if blocks came evenly; always strictly between the two.
fn guess(low: &BlockRef, high: &BlockRef, moment: Timestamp) -> u64 {
    let blocks = u128::from(high.number.saturating_sub(low.number));
    let time = u128::from(high.timestamp.since(low.timestamp).0).max(1);
    let wanted = u128::from(moment.since(low.timestamp).0);
    let offset = wanted.saturating_mul(blocks).checked_div(time).unwrap_or_default();
    let offset = offset.clamp(1, blocks.saturating_sub(1).max(1));
    low.number.saturating_add(u64::try_from(offset).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::B256;
    use proptest::prelude::*;

    fn block(number: u64, time: u64) -> BlockRef {
        BlockRef { number, hash: B256::ZERO, timestamp: Timestamp(time) }
    }

    proptest! {
        #[test]
        fn a_guess_always_narrows_the_search(low in 0..1_000_u64, gap in 2..u64::MAX / 2, t in any::<u32>(), m in any::<u64>()) {
            let (first, last) = (block(low, 7), block(low + gap, 7 + u64::from(t)));
            let height = guess(&first, &last, Timestamp(m));
            prop_assert!(height > first.number && height < last.number);
        }
    }

    #[test]
    fn even_blocks_are_hit_at_once() {
        assert_eq!(guess(&block(0, 0), &block(1_000, 12_000), Timestamp(6_000)), 500);
    }
}
