//! Whether a document is the one that the list, or the token's contract, names.

use alloy_primitives::B256;
use assay_sdk::asset::{DocumentLink, HashFunction, matching_hash};

/// What came of comparing a document with its hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every hash that is given is that of the document.
    Matches(Vec<Comparison>),
    /// At least one is not: this is another document, or it was changed.
    Differs(Vec<Comparison>),
}

/// One hash of the list beside the document's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// `SHA-256` or `Keccak-256`.
    pub algorithm: &'static str,
    /// What the list or the contract says.
    pub expected: B256,
    /// What the document hashes to.
    pub got: B256,
}

fn compare(function: HashFunction, expected: B256, bytes: &[u8]) -> Comparison {
    Comparison { algorithm: function.name(), expected, got: function.hash(bytes) }
}

/// Hashes a document and compares it with everything that the list says of it.
#[must_use]
pub fn check(link: &DocumentLink, bytes: &[u8]) -> Checked {
    let sha = link.sha256.map(|expected| compare(HashFunction::Sha256, expected, bytes));
    let keccak = link.keccak256.map(|expected| compare(HashFunction::Keccak256, expected, bytes));
    let all: Vec<Comparison> = sha.into_iter().chain(keccak).collect();
    // A link without any hash proves nothing.
    let matches = !all.is_empty() && all.iter().all(|one| one.got == one.expected);
    if matches { Checked::Matches(all) } else { Checked::Differs(all) }
}

/// Hashes a document and compares it with the one hash that a contract gives, whose function the contract does not name.
#[must_use]
pub fn check_entry(expected: B256, bytes: &[u8]) -> Checked {
    match matching_hash(expected, bytes) {
        Some(function) => Checked::Matches(vec![compare(function, expected, bytes)]),
        None => Checked::Differs(
            [HashFunction::Keccak256, HashFunction::Sha256].map(|function| compare(function, expected, bytes)).to_vec(),
        ),
    }
}

/// Whether this wallet can fetch from there: beside the list, or by HTTP. Other places need a program that knows them.
#[must_use]
pub fn is_fetchable(uri: &str) -> bool {
    let scheme = uri.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    !uri.is_empty() && scheme.is_none_or(|scheme| scheme == "https" || scheme == "http" || scheme.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::b256;

    fn link(sha256: Option<B256>, keccak256: Option<B256>) -> DocumentLink {
        DocumentLink { title: String::new(), uri: String::new(), sha256, keccak256 }
    }

    #[test]
    fn documents_are_held_to_every_hash() {
        // SHA-256 of "abc": FIPS 180-4's example. Keccak-256 of "abc": as Ethereum's tools print it.
        let sha = b256!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let keccak = b256!("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
        for (link, bytes, matches) in [
            (link(Some(sha), Some(keccak)), "abc", true),
            (link(Some(sha), None), "abc", true),
            (link(None, Some(keccak)), "abc", true),
            (link(Some(sha), Some(sha)), "abc", false),
            (link(Some(sha), None), "abd", false),
            (link(None, None), "abc", false),
        ] {
            assert_eq!(matches!(check(&link, bytes.as_bytes()), Checked::Matches(_)), matches, "{link:?}");
        }
    }

    #[test]
    fn an_entry_is_held_to_its_one_hash_by_either_function() {
        let keccak = b256!("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
        let sha = b256!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        for (expected, name) in [(keccak, "Keccak-256"), (sha, "SHA-256")] {
            let Checked::Matches(by) = check_entry(expected, b"abc") else { panic!("{name}") };
            assert_eq!(by.iter().map(|one| one.algorithm).collect::<Vec<_>>(), [name]);
            let Checked::Differs(by) = check_entry(expected, b"abd") else { panic!("{name}") };
            assert_eq!(by.len(), 2);
        }
    }

    #[test]
    fn what_no_browser_fetches_is_not_tried() {
        for (uri, fetchable) in [
            ("documents/a.txt", true),
            ("/a:b.txt", true),
            ("https://a.example/x", true),
            ("ipfs://bafy", false),
            ("javascript:alert(1)", false),
            ("data:text/plain,abc", false),
            ("", false),
        ] {
            assert_eq!(is_fetchable(uri), fetchable, "{uri}");
        }
    }
}
