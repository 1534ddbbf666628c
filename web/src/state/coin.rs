//! What a chain's own coin is called: its fees are paid in it.

use assay_sdk::units::ChainId;

use crate::text::{fill, t};

/// The coin's symbol, by the public registry of chains (ethereum-lists/chains); where the chain is not among these, words that name no coin
/// that it may not be.
#[must_use]
pub fn symbol(chain: ChainId) -> String {
    known(chain).map_or_else(|| fill(t("coin of chain {chain}"), &[("chain", &chain.0.to_string())]), str::to_owned)
}

fn known(chain: ChainId) -> Option<&'static str> {
    Some(match chain.0 {
        // Ethereum and its test chains, what settles on it, and the demo chain.
        1 | 17_000 | 560_048 | 11_155_111 | 31_337 => "ETH",
        10 | 130 | 324 | 1_101 | 8_453 | 42_161 | 59_144 | 81_457 | 534_352 => "ETH",
        84_532 | 421_614 | 11_155_420 => "ETH",
        56 => "BNB",
        100 | 10_200 => "xDAI",
        137 => "POL",
        5_000 => "MNT",
        42_220 => "CELO",
        43_113 | 43_114 => "AVAX",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coin_is_named_where_it_is_known_and_never_guessed() {
        assert_eq!([1, 8_453, 100, 137].map(|chain| symbol(ChainId(chain))), ["ETH", "ETH", "xDAI", "POL"]);
        assert_eq!(symbol(ChainId(7_777)), "coin of chain 7777");
    }
}
