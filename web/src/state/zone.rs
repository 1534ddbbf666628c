//! The offset of a time zone, out of the browser's words for it.

/// Seconds ahead of UTC, out of a text that ends in `GMT`, `GMT-05:00` or `GMT+05:30:15`; `None` for any other.
#[must_use]
pub fn offset(text: &str) -> Option<i64> {
    let (_, offset) = text.rsplit_once("GMT")?;
    let Some(sign) = offset.chars().next() else { return Some(0) };
    let mut seconds = 0_i64;
    for (part, unit) in offset.get(sign.len_utf8()..)?.split(':').zip([3600, 60, 1]) {
        seconds = seconds.checked_add(part.parse::<u8>().ok().map(i64::from)?.checked_mul(unit)?)?;
    }
    match sign {
        '+' => Some(seconds),
        '-' | '\u{2212}' => seconds.checked_neg(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::offset;

    #[test]
    fn browsers_words_for_zones() {
        for (text, seconds) in [
            ("11/26/2026, 2:00:00 PM GMT-05:00", Some(-18_000)),
            ("11/26/2026, GMT", Some(0)),
            ("GMT+05:30", Some(19_800)),
            ("GMT\u{2212}03:30", Some(-12_600)),
            ("GMT-00:01:15", Some(-75)),
            ("11/26/2026, EST", None),
            ("GMT+late", None),
        ] {
            assert_eq!(offset(text), seconds, "{text}");
        }
    }
}
