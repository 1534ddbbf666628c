//! Text that a stranger wrote, made fit to be shown: a contract's name, its reason, a module's words.

/// Left out where a text was longer.
const CUT: char = '…';

/// At most `limit` characters, each of which shows itself: what steers a screen or hides in a line (control characters, changes of
/// direction, letters without width) becomes U+FFFD, so that it is seen that something was there.
pub(crate) fn legible(text: &str, limit: usize) -> String {
    let mut shown: String =
        text.chars().take(limit).map(|letter| if steers(letter) { '\u{fffd}' } else { letter }).collect();
    if text.chars().nth(limit).is_some() {
        shown.push(CUT);
    }
    shown
}

/// Whether a character is for the screen rather than for the reader: a control character, a change of direction, a letter without width.
/// A name with one in it could look like another name.
#[must_use]
pub fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_the_screen_is_seen_and_does_not_act() {
        assert_eq!(legible("Zürich 株式 🏠 −1", 100), "Zürich 株式 🏠 −1");
        assert_eq!(legible("\u{1b}[2J\u{202e}USD\u{0}\n", 100), "\u{fffd}[2J\u{fffd}USD\u{fffd}\u{fffd}");
        assert_eq!(legible("US\u{200b}DC\u{e0041}", 100), "US\u{fffd}DC\u{fffd}");
        assert_eq!(legible("abcdef", 6), "abcdef");
        assert_eq!(legible("abcdefg", 6), "abcdef…");
    }
}
