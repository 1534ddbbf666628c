//! Whether a document is the one that the list names.

use alloy_primitives::{B256, keccak256};
use assay_sdk::asset::DocumentLink;
use sha2::{Digest as _, Sha256};

/// What came of comparing a document with its hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every hash that the list gives is that of the document.
    Matches(Vec<Comparison>),
    /// At least one is not: this is another document, or it was changed.
    Differs(Vec<Comparison>),
}

/// One hash of the list beside the document's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// `SHA-256` or `Keccak-256`.
    pub algorithm: &'static str,
    /// What the list says.
    pub expected: B256,
    /// What the document hashes to.
    pub got: B256,
}

/// Hashes a document and compares it with everything that the list says of it.
#[must_use]
pub fn check(link: &DocumentLink, bytes: &[u8]) -> Checked {
    let sha = link.sha256.map(|expected| {
        let got = B256::from_slice(&Sha256::digest(bytes));
        Comparison { algorithm: "SHA-256", expected, got }
    });
    let keccak = link.keccak256.map(|expected| Comparison { algorithm: "Keccak-256", expected, got: keccak256(bytes) });
    let all: Vec<Comparison> = sha.into_iter().chain(keccak).collect();
    // A link without any hash proves nothing.
    let matches = !all.is_empty() && all.iter().all(|one| one.got == one.expected);
    if matches { Checked::Matches(all) } else { Checked::Differs(all) }
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
}
