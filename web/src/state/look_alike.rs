//! Whether a site's name is made to be taken for another's, by what this wallet knows itself: no list is asked for.

use std::collections::{BTreeMap, BTreeSet};

use strsim::osa_distance;
use unicode_script::{Script, UnicodeScript as _};

use crate::text::{fill, t};

/// What is suspicious about a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookAlike {
    /// Letters of several alphabets stand in one part of it.
    Mixed {
        /// The name with its letters, as far as it has any.
        shown: String,
    },
    /// It is written with letters that are not those of English.
    Foreign {
        /// The name with its letters.
        shown: String,
    },
    /// A name that is known here stands inside it, and it belongs to somebody else.
    Within {
        /// The known name.
        known: String,
    },
    /// It is one letter away from a name that is known here.
    Near {
        /// The known name.
        known: String,
    },
}

/// The shortest name that others are compared with: shorter ones have too many neighbours.
const SHORTEST: usize = 6;

/// What is suspicious about the host `host`, where `known` are the hosts that the user has to do with. A known host is never suspicious, and neither
/// is one below it: its owner gives those names away.
#[must_use]
pub fn look_alike(host: &str, known: &BTreeSet<String>) -> Option<LookAlike> {
    if known
        .iter()
        .any(|known| host == known || host.strip_suffix(known.as_str()).is_some_and(|rest| rest.ends_with('.')))
    {
        return None;
    }
    foreign(host).or_else(|| {
        let known = || known.iter().filter(|known| is_name(known) && known.len() >= SHORTEST && is_name(host));
        let within =
            known().find(|known| is_within(host, known)).map(|known| LookAlike::Within { known: known.clone() });
        within.or_else(|| {
            known().find(|known| is_near(host, known)).map(|known| LookAlike::Near { known: known.clone() })
        })
    })
}

/// Whether it is a name with a dot, not a number and not this computer.
fn is_name(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && last != "localhost"
        && last.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-')
}

/// Foreign letters cross in Punycode (RFC 3492), behind `xn--`.
fn foreign(host: &str) -> Option<LookAlike> {
    let mut mixed = false;
    let label = |label: &str| {
        let Some(encoded) = label.strip_prefix("xn--") else { return label.to_owned() };
        let decoded = idna::punycode::decode_to_string(encoded);
        match decoded.filter(|text| !text.is_ascii() && !text.chars().any(assay_sdk::units::steers)) {
            Some(text) => {
                mixed |= mixes(&text);
                text
            }
            // What cannot be read cannot be told apart either.
            None => {
                mixed = true;
                label.to_owned()
            }
        }
    };
    let shown: Vec<String> = host.split('.').map(label).collect();
    let shown = shown.join(".");
    match (shown == host && !mixed, mixed) {
        (true, _) => None,
        (false, true) => Some(LookAlike::Mixed { shown }),
        (false, false) => Some(LookAlike::Foreign { shown }),
    }
}

/// Whether one word has letters of several alphabets; those that Japanese and Korean write together count as one (UTS 39, "highly restrictive").
fn mixes(word: &str) -> bool {
    let mut scripts: BTreeMap<&str, Script> = BTreeMap::new();
    for script in word.chars().map(|letter| letter.script()) {
        if !matches!(script, Script::Common | Script::Inherited) {
            let _known = scripts.insert(script.short_name(), script);
        }
    }
    let only = |allowed: &[Script]| scripts.values().all(|script| allowed.contains(script));
    let together = only(&[Script::Han, Script::Hiragana, Script::Katakana, Script::Latin])
        || only(&[Script::Han, Script::Hangul, Script::Latin])
        || only(&[Script::Han, Script::Bopomofo, Script::Latin]);
    scripts.len() > 1 && !together
}

/// Whether `known` stands in `host` at the edges of words, with dots or with hyphens. (What ends in it after a dot is its own.)
fn is_within(host: &str, known: &str) -> bool {
    let words = |name: &str| format!("-{}-", name.replace('.', "-"));
    words(host).contains(&words(known))
}

/// Whether the end of `host` is one letter away from `known`: one more, one less, another, or two exchanged.
fn is_near(host: &str, known: &str) -> bool {
    let parts = known.split('.').count();
    let all: Vec<&str> = host.split('.').collect();
    let end = all.get(all.len().saturating_sub(parts)..).map(|end| end.join(".")).unwrap_or_default();
    osa_distance(&end, known) == 1
}

/// What is suspicious, as a sentence, and what to do.
#[must_use]
pub fn words(found: &LookAlike) -> (String, String) {
    let compare =
        t("Do not connect unless you know this very address. Compare it letter by letter with where you wanted to go.");
    match found {
        LookAlike::Mixed { shown } => (
            fill(
                t(
                    "Letters of different alphabets stand in this name, or some that cannot be read: {shown}. Such names are made to be taken for others.",
                ),
                &[("shown", shown)],
            ),
            compare.to_owned(),
        ),
        LookAlike::Foreign { shown } => (
            fill(
                t(
                    "Written with its own letters the name is {shown}. Letters of other alphabets can look like those of a name that you know.",
                ),
                &[("shown", shown)],
            ),
            compare.to_owned(),
        ),
        LookAlike::Within { known } => (
            fill(
                t("The name of {known}, which you know, stands in this one. It belongs to somebody else."),
                &[("known", known)],
            ),
            compare.to_owned(),
        ),
        LookAlike::Near { known } => {
            (fill(t("It is one letter away from {known}, which you know."), &[("known", known)]), compare.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(host: &str) -> Option<LookAlike> {
        let known = ["example.org", "app.gold-vault.example", "xn--mnchen-3ya.de", "a.io", "127.0.0.1", "localhost"];
        look_alike(host, &known.map(str::to_owned).into())
    }

    #[test]
    fn known_names_and_those_below_them_are_not_suspicious() {
        for host in [
            "example.org",
            "www.example.org",
            "a.b.example.org",
            "xn--mnchen-3ya.de",
            "localhost",
            "127.0.0.2",
            "shop.localhost",
            "other.com",
            "gold.com",
            "b.io",
            "aa.io",
            "[2001:db8::1]",
            "example.net",
        ] {
            assert_eq!(found(host), None, "{host}");
        }
    }

    #[test]
    fn a_known_name_inside_anothers_is_told() {
        for host in [
            "example.org.evil.com",
            "example-org.evil.com",
            "login-example.org",
            "my-example-org.com",
            "www.example.org.evil.com",
        ] {
            assert_eq!(found(host), Some(LookAlike::Within { known: "example.org".to_owned() }), "{host}");
        }
        let known = "app.gold-vault.example".to_owned();
        assert_eq!(found("app.gold-vault.example.co"), Some(LookAlike::Within { known }));
        assert_eq!(found("theexample.orgs.com"), None, "only at the edges of words");
    }

    #[test]
    fn one_letter_more_less_other_or_exchanged_is_told() {
        for host in
            ["examp1e.org", "exmple.org", "exammple.org", "exmaple.org", "example.orq", "example.or", "www.examp1e.org"]
        {
            assert_eq!(found(host), Some(LookAlike::Near { known: "example.org".to_owned() }), "{host}");
        }
        for host in ["exampel.gro", "exaample.com", "ex4mpl3.org"] {
            assert_eq!(found(host), None, "{host}");
        }
    }

    #[test]
    fn foreign_letters_are_shown_and_mixed_ones_told() {
        // "münchen", "пример" and "日本語テスト": one alphabet, or those that are written together.
        for (host, shown) in
            [("xn--mnchen-3ya.org", "münchen.org"), ("xn--e1afmkfd.org", "пример.org"), ("xn--zckzah.jp", "テスト.jp")]
        {
            assert_eq!(found(host), Some(LookAlike::Foreign { shown: shown.to_owned() }), "{host}");
        }
        // "ехample" with е and х from the Cyrillic alphabet.
        let mixed = format!("xn--{}.org", idna::punycode::encode_str("ехample").unwrap());
        assert_eq!(found(&mixed), Some(LookAlike::Mixed { shown: "ехample.org".to_owned() }));
        for unreadable in
            ["xn--.org", "xn--99999999.org", &format!("xn--{}.org", idna::punycode::encode_str("a\u{202e}b").unwrap())]
        {
            assert!(matches!(found(unreadable), Some(LookAlike::Mixed { .. })), "{unreadable}");
        }
    }

    #[test]
    fn each_finding_has_its_sentence() {
        let (what, _) = words(&LookAlike::Near { known: "example.org".to_owned() });
        assert_eq!(what, "It is one letter away from example.org, which you know.");
    }
}
