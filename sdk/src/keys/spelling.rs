//! Words of a list that are spelt like another word.

/// Beyond this many slips another word was meant.
const MOST_SLIPS: usize = 2;

/// Up to three words of the list that are spelt most like this one, the closest first.
pub(super) fn nearest(typed: &str, list: &[&'static str]) -> Vec<&'static str> {
    let mut close = close(typed, list);
    close.sort_unstable();
    close.into_iter().filter_map(|(_, index)| list.get(index).copied()).take(3).collect()
}

/// The indexes of all words of the list that are spelt like this one, each with the number of slips between them: at most
/// two, and at most one for every two letters; or the same first four letters, which in these lists decide a word.
pub(super) fn close(typed: &str, list: &[&str]) -> Vec<(u32, usize)> {
    let length = typed.chars().count();
    let head: String = typed.chars().take(4).collect();
    let within = MOST_SLIPS.min(length / 2);
    let slips = |word: &str| {
        // The comparison is dear: words of another length have more slips anyway.
        let near = word.chars().count().abs_diff(length) <= within;
        near.then(|| strsim::osa_distance(typed, word)).filter(|slips| *slips <= within)
    };
    let measured = |word: &str| match slips(word) {
        None if length >= 4 && word.starts_with(&head) => u32::try_from(MOST_SLIPS).ok(),
        slips => slips.and_then(|slips| u32::try_from(slips).ok()),
    };
    list.iter().enumerate().filter_map(|(index, word)| Some((measured(word)?, index))).collect()
}
