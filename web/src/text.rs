//! The words of the wallet. Every text that a person reads goes through [`t`]: the place where a translation is looked up.
//!
//! Only English exists now, and English is the key. (`view!` must not hold text literals in any case: leptos would write
//! them through `innerHTML`, which the page's Trusted Types forbid.)

/// What groups digits by three, and what sets off decimals, in this language.
pub(crate) const GROUP: &str = ",";
/// What sets off decimals in this language.
pub(crate) const POINT: &str = ".";

/// The text in the user's language.
pub(crate) const fn t(english: &'static str) -> &'static str {
    english
}

/// The pattern with each `{name}` replaced by its value. A name that has no value stays as it is, so that its absence shows.
pub(crate) fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut pieces = pattern.split('{');
    let mut out = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        let found = piece
            .split_once('}')
            .and_then(|(name, rest)| values.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value, rest)));
        match found {
            Some((value, rest)) => {
                out.push_str(value);
                out.push_str(rest);
            }
            None => {
                out.push('{');
                out.push_str(piece);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_each_name_once_and_leaves_the_unknown() {
        assert_eq!(fill("{n} of {all}", &[("n", "3"), ("all", "6")]), "3 of 6");
        assert_eq!(fill("{n} {m}", &[("n", "{m}"), ("m", "x")]), "{m} x", "a value is not read as a pattern");
        assert_eq!(fill("a {b} c {", &[]), "a {b} c {");
    }
}
