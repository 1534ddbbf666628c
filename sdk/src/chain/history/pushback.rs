//! What an endpoint means when it will not give logs: every provider says it in its own way.
//!
//! Codes do not tell: -32005 is both "too many results" and "too many requests", -32602 and -32000 are anything. So the words decide, and where
//! they are not known either a narrower range is tried: it costs a few round trips where that was not the reason.

use super::super::codec::Failure;
use super::pace::TooMuch;

/// What to do about a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pushback {
    /// Ask for less.
    Narrower(TooMuch),
    /// Asking for less will not help: the caller is told.
    Told,
}

/// Words of refusals that have nothing to do with how much was asked for: too many requests, no access, blocks that are not there.
const OTHERWISE: [&str; 21] = [
    "rate limit",
    "rate-limit",
    "ratelimit",
    "rate exceeded",
    "too many requests",
    "request limit",
    "requests per",
    "request count",
    "compute units",
    "capacity",
    "quota",
    "credits",
    "throttl",
    "unauthorized",
    "api key",
    "forbidden",
    "pruned",
    "beyond current head",
    "header not found",
    "unknown block",
    "not found",
];

/// Words of refusals after which the target may not be there any more.
const OF_THE_HEAD: [&str; 4] = ["beyond current head", "header not found", "unknown block", "block not found"];

/// Whether a refusal says that there is no such block.
pub(super) fn is_about_the_head(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    OF_THE_HEAD.iter().any(|words| message.contains(words))
}

/// What one refusal of the logs of a range means.
pub(super) fn of(failure: &Failure, (first, last): (u64, u64)) -> Pushback {
    // The method's own name says nothing.
    let words = failure.words.to_ascii_lowercase().replace("eth_getlogs", "");
    if matches!(failure.code, 429 | -32_601) || OTHERWISE.iter().any(|told| words.contains(told)) {
        return Pushback::Told;
    }
    let blocks = last.saturating_sub(first).saturating_add(1);
    let amount = ["result", "logs", "response", "size", "timeout", "timed out"].iter().any(|word| words.contains(word));
    let range = words.contains("range") || words.contains("block");
    if let Some(suggested) = range_to_retry(&words, first, blocks) {
        return Pushback::Narrower(TooMuch::Logs { suggested: Some(suggested) });
    }
    if range && !amount {
        return Pushback::Narrower(TooMuch::Blocks { suggested: widest(&words, blocks) });
    }
    Pushback::Narrower(TooMuch::Logs { suggested: None })
}

/// `[0x1, 0xff]` or `1-255`, where it begins with the first block that was asked for: the blocks in it.
fn range_to_retry(words: &str, first: u64, blocks: u64) -> Option<u64> {
    let numbers: Vec<u64> = words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter_map(|word| match word.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None => word.parse().ok(),
        })
        .collect();
    numbers.windows(2).find_map(|pair| match pair {
        [from, to] if *from == first && to > from => {
            to.checked_sub(*from)?.checked_add(1).filter(|width| *width < blocks)
        }
        _ => None,
    })
}

/// The largest number of blocks in a text that is less than what was asked for: `10000`, `10,000`, `2k`.
fn widest(words: &str, blocks: u64) -> Option<u64> {
    let words = words.replace(',', "");
    words.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(count).filter(|n| *n > 0 && *n < blocks).max()
}

fn count(word: &str) -> Option<u64> {
    match word.strip_suffix('k') {
        Some(thousands) => thousands.parse::<u64>().ok()?.checked_mul(1_000),
        None => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: i64, words: &str) -> Pushback {
        let failure = Failure { code, message: String::new(), words: words.to_owned(), data: None };
        of(&failure, (0x10, 0x0100_000f))
    }

    fn blocks(suggested: impl Into<Option<u64>>) -> Pushback {
        Pushback::Narrower(TooMuch::Blocks { suggested: suggested.into() })
    }

    fn logs(suggested: impl Into<Option<u64>>) -> Pushback {
        Pushback::Narrower(TooMuch::Logs { suggested: suggested.into() })
    }

    #[test]
    fn providers_say_the_same_thing_in_their_own_ways() {
        for (code, words, expected) in [
            (-32_005, "query returned more than 10000 results", logs(None)),
            (-32_005, "query returned more than 10000 results. Try with this block range [0x10, 0x10f].", logs(0x100)),
            (
                -32_602,
                "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x10, 0x3d7773]",
                logs(0x003d_7764),
            ),
            (-32_614, "eth_getLogs is limited to a 10,000 range", blocks(10_000)),
            (-32_000, "exceed maximum block range: 50000", blocks(50_000)),
            (-32_600, "You can make eth_getLogs requests with up to a 10 block range.", blocks(10)),
            (-32_000, "Block range is too large", blocks(None)),
            (-32_701, "Please specify an address or a narrower block range", blocks(None)),
            (35, "ranges over 10000 blocks are not supported on freetier", blocks(10_000)),
            (-32_000, "query exceeds max results 20000, retry with the range 16-1000", logs(985)),
            (-32_000, "query timeout exceeded", logs(None)),
            (-32_000, "logs matched by query exceeds limit of 10000", logs(None)),
            (-32_008, "Response is too big", logs(None)),
            (-32_000, "something went wrong", logs(None)),
            (-32_005, "daily request count exceeded, request rate limited", Pushback::Told),
            (429, "Your app has exceeded its compute units per second capacity", Pushback::Told),
            (-32_601, "the method eth_getLogs does not exist", Pushback::Told),
            (-32_000, "block range extends beyond current head block", Pushback::Told),
            (4_444, "pruned history unavailable", Pushback::Told),
        ] {
            assert_eq!(said(code, words), expected, "{words}");
        }
    }
}
