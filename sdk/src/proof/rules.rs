//! By which rules a block runs contracts: the forks of the chains that are known here.

use crate::units::ChainId;

/// Rules for running contracts, by the fork that brought them. Ordered: a later one has the rules of all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fork {
    /// EIP-1559, EIP-3198.
    London,
    /// The Merge: EIP-3675, EIP-4399.
    Paris,
    /// EIP-3855, EIP-3860.
    Shanghai,
    /// EIP-1153, EIP-4844, EIP-5656.
    Cancun,
    /// EIP-2537, EIP-2935, EIP-7702.
    Prague,
    /// EIP-7823, EIP-7939, EIP-7951.
    Osaka,
}

/// The rules of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The fork.
    pub fork: Fork,
    /// What divides the excess of blob gas in its price (EIP-7892 changes it between forks).
    pub blob_fraction: u64,
    /// Whether the chain's forks are known here. Where they are not, the newest rules of Ethereum are assumed: a result then rests on
    /// that too.
    pub known: bool,
}

const CANCUN_BLOBS: u64 = 3_338_477;
const PRAGUE_BLOBS: u64 = 5_007_716;
const BPO1_BLOBS: u64 = 8_346_193;
const BPO2_BLOBS: u64 = 11_684_671;

/// When rules begin: the fork, its first second, and the fraction for blobs.
type Schedule = &'static [(Fork, u64, u64)];

/// From the first block with a base fee on: proofs of older states are not to be had. The Merge by the time of its block.
const MAINNET: Schedule = &[
    (Fork::London, 1_628_166_822, CANCUN_BLOBS),
    (Fork::Paris, 1_663_224_179, CANCUN_BLOBS),
    (Fork::Shanghai, 1_681_338_455, CANCUN_BLOBS),
    (Fork::Cancun, 1_710_338_135, CANCUN_BLOBS),
    (Fork::Prague, 1_746_612_311, PRAGUE_BLOBS),
    (Fork::Osaka, 1_764_798_551, PRAGUE_BLOBS),
    (Fork::Osaka, 1_765_290_071, BPO1_BLOBS),
    (Fork::Osaka, 1_767_747_671, BPO2_BLOBS),
];
const SEPOLIA: Schedule = &[
    (Fork::Shanghai, 1_677_557_088, CANCUN_BLOBS),
    (Fork::Cancun, 1_706_655_072, CANCUN_BLOBS),
    (Fork::Prague, 1_741_159_776, PRAGUE_BLOBS),
    (Fork::Osaka, 1_760_427_360, PRAGUE_BLOBS),
    (Fork::Osaka, 1_761_017_184, BPO1_BLOBS),
    (Fork::Osaka, 1_761_607_008, BPO2_BLOBS),
];
const HOODI: Schedule = &[
    (Fork::Cancun, 0, CANCUN_BLOBS),
    (Fork::Prague, 1_742_999_832, PRAGUE_BLOBS),
    (Fork::Osaka, 1_761_677_592, PRAGUE_BLOBS),
    (Fork::Osaka, 1_762_365_720, BPO1_BLOBS),
    (Fork::Osaka, 1_762_955_544, BPO2_BLOBS),
];
/// A development node of Foundry or Hardhat: the newest rules from its first block.
const DEVELOPMENT: Schedule = &[(Fork::Osaka, 0, BPO1_BLOBS)];
const NEWEST: Rules = Rules { fork: Fork::Osaka, blob_fraction: BPO2_BLOBS, known: false };

/// Chains whose contracts see other block numbers, or are other programs, than Ethereum's rules say: Arbitrum's and those of zkSync.
const OTHER_MACHINES: [u64; 5] = [42_161, 42_170, 421_614, 324, 300];

impl Rules {
    /// The rules of a block of this time; `None` where the chain is known to run by other rules, or the block is older than the oldest
    /// rules here.
    #[must_use]
    pub fn of(chain: ChainId, timestamp: u64) -> Option<Self> {
        let schedule = match chain.0 {
            1 => MAINNET,
            11_155_111 => SEPOLIA,
            560_048 => HOODI,
            31_337 => DEVELOPMENT,
            other if OTHER_MACHINES.contains(&other) => return None,
            _ => return Some(NEWEST),
        };
        let begun = schedule.iter().rev().find(|(_, begins, _)| *begins <= timestamp);
        begun.map(|&(fork, _, blob_fraction)| Self { fork, blob_fraction, known: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_begin_on_their_second() {
        let of = |chain, time| Rules::of(ChainId(chain), time).map(|rules| rules.fork);
        assert_eq!(of(1, 1_710_338_134), Some(Fork::Shanghai));
        assert_eq!(of(1, 1_710_338_135), Some(Fork::Cancun));
        // The recorded mainnet block, of February 2025.
        assert_eq!(of(1, 1_740_500_000), Some(Fork::Cancun));
        assert_eq!(of(1, u64::MAX), Some(Fork::Osaka));
        assert_eq!(of(1, 1_628_166_821), None, "before London");
        assert_eq!(of(42_161, u64::MAX), None, "another machine");
        for schedule in [MAINNET, SEPOLIA, HOODI, DEVELOPMENT] {
            assert!(schedule.windows(2).all(|pair| pair[0].1 < pair[1].1 && pair[0].0 <= pair[1].0));
        }
    }

    #[test]
    fn an_unknown_chain_is_said_to_be_unknown() {
        let rules = Rules::of(ChainId(777_777), 5).unwrap();
        assert!(!rules.known && rules.fork == Fork::Osaka);
        assert!(Rules::of(ChainId(31_337), 5).unwrap().known);
    }
}
