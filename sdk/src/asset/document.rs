//! The documents that a token's own contract names (ERC-1643, the terms of CMTAT), and whether a file is one of them.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::abi::erc1643::{Document, IERC1643, IERC1643ByText, IERC1643Undated, ITermsDocument, ITermsText};
use crate::evidence::{Fact, Gap, Gathering, Outcome, Read, Reads};
use crate::units::Timestamp;

/// The most documents that are read of one token, in the order of its contract.
pub const MOST_DOCUMENTS: usize = 32;

/// The documents of a token by its contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DocumentRegister {
    /// Those that were read, at most [`MOST_DOCUMENTS`] and the terms.
    pub documents: Vec<ChainDocument>,
    /// How many the contract names.
    pub listed: usize,
}

/// A document as the contract names it. Where it lies and what it hashes to are the issuer's words, kept by the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChainDocument {
    /// Its name for people.
    pub name: String,
    /// What the contract is asked with.
    pub key: DocumentKey,
    /// Where it lies; anything that the issuer wrote.
    pub uri: String,
    /// What its bytes hash to. By which function the standard does not say: [`matching_hash`]. `None` where the contract has none.
    pub hash: Option<B256>,
    /// When it was last changed, by the contract; `None` where it does not say.
    pub modified: Option<Timestamp>,
}

/// By which call a document is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", content = "name", rename_all = "camelCase")]
#[non_exhaustive]
pub enum DocumentKey {
    /// `getDocument(bytes32)`, as ERC-1643 has it.
    Word(B256),
    /// `getDocument(string)`, as CMTAT 3.0 has it.
    Text(String),
    /// `terms()`.
    Terms,
}

/// A function that documents are hashed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum HashFunction {
    /// Keccak-256, as Ethereum hashes.
    Keccak256,
    /// SHA-256, as files are hashed elsewhere.
    Sha256,
}

impl HashFunction {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keccak256 => "Keccak-256",
            Self::Sha256 => "SHA-256",
        }
    }

    /// The hash of these bytes.
    #[must_use]
    pub fn hash(self, bytes: &[u8]) -> B256 {
        match self {
            Self::Keccak256 => keccak256(bytes),
            Self::Sha256 => B256::from_slice(&Sha256::digest(bytes)),
        }
    }
}

/// The function by which these bytes hash to `expected`; `None` where none does: then it is another document. ERC-1643 leaves the choice to
/// the issuer, so both that are in use are tried. Neither helps whoever would forge a match.
#[must_use]
pub fn matching_hash(expected: B256, bytes: &[u8]) -> Option<HashFunction> {
    [HashFunction::Keccak256, HashFunction::Sha256].into_iter().find(|function| function.hash(bytes) == expected)
}

/// The documents that a token's contract names; `None` where it answers none of the questions, as most tokens do. Two rounds.
///
/// # Errors
/// A [`Gap`]: not fetched yet, or declined by the endpoint.
pub fn documents(reads: &mut Reads, token: Address) -> Result<Option<Fact<DocumentRegister>>, Gap> {
    let mut gathering = Gathering::default();
    // Both forms are one question to the chain, whose answer is read in two ways.
    let words = answered(gathering.note(reads.ask(token, &IERC1643::getAllDocumentsCall {})));
    let texts = answered(gathering.note(reads.ask(token, &IERC1643ByText::getAllDocumentsCall {})));
    let terms = terms(&mut gathering, reads, token)?;
    let keys = match (words?, texts?) {
        // A list of texts can look like one of words, but not the other way round.
        (_, Some(texts)) if !texts.is_empty() => Some(texts.into_iter().map(DocumentKey::Text).collect()),
        (Some(words), _) => Some(words.into_iter().map(DocumentKey::Word).collect::<Vec<_>>()),
        (None, _) => None,
    };
    if keys.is_none() && terms.is_none() {
        return Ok(None);
    }
    let keys = keys.unwrap_or_default();
    let listed = keys.len().saturating_add(usize::from(terms.is_some()));
    let named: Vec<_> =
        keys.into_iter().take(MOST_DOCUMENTS).map(|key| named(&mut gathering, reads, token, key)).collect();
    let mut documents: Vec<ChainDocument> =
        named.into_iter().collect::<Result<Vec<_>, Gap>>()?.into_iter().flatten().collect();
    documents.extend(terms);
    gathering.conclude(DocumentRegister { documents, listed }).map(Some)
}

/// What a contract that need not have the function answered: nothing, where it has not.
fn answered<T>(asked: Result<T, Gap>) -> Result<Option<T>, Gap> {
    match asked {
        Ok(value) => Ok(Some(value)),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => Ok(None),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => Err(gap),
    }
}

/// One document. A name without an entry is passed over.
fn named(
    gathering: &mut Gathering,
    reads: &mut Reads,
    token: Address,
    key: DocumentKey,
) -> Result<Option<ChainDocument>, Gap> {
    let entry = match &key {
        DocumentKey::Word(name) => {
            let name = *name;
            let dated = answered(gathering.note(reads.ask(token, &IERC1643::getDocumentCall { name })));
            let undated = answered(gathering.note(reads.ask(token, &IERC1643Undated::getDocumentCall { name })));
            match (dated?, undated?) {
                // The shorter form can be read as the longer one, with the text's length for a moment; they differ in where the text begins.
                (Some(found), _) if text_begins_at(reads, token, name) == Some(96) => {
                    Some((found.uri, found.documentHash, found.lastModified))
                }
                (_, Some(found)) => Some((found.uri, found.documentHash, U256::ZERO)),
                (_, None) => None,
            }
        }
        DocumentKey::Text(name) => {
            let call = IERC1643ByText::getDocumentCall { name: name.clone() };
            let found = answered(gathering.note(reads.ask(token, &call)))?;
            found.map(|Document { uri, documentHash, lastModified }| (uri, documentHash, lastModified))
        }
        DocumentKey::Terms => None,
    };
    Ok(entry.map(|entry| document(spelled(&key), key, entry)))
}

/// The first word of what `getDocument(bytes32)` answered.
fn text_begins_at(reads: &Reads, token: Address, name: B256) -> Option<u64> {
    let data = IERC1643::getDocumentCall { name }.abi_encode().into();
    let read = Read::Call { to: token, from: None, data, signature: IERC1643::getDocumentCall::SIGNATURE };
    match reads.answered(&read)?.value() {
        Outcome::Returned(bytes) => u64::try_from(U256::try_from_be_slice(bytes.get(..32)?)?).ok(),
        Outcome::Reverted(_)
        | Outcome::Rehearsed(_)
        | Outcome::Logs(_)
        | Outcome::Word(_)
        | Outcome::Declined { .. } => None,
    }
}

fn terms(gathering: &mut Gathering, reads: &mut Reads, token: Address) -> Result<Option<ChainDocument>, Gap> {
    let structured = answered(gathering.note(reads.ask(token, &ITermsDocument::termsCall {})))?;
    let text = answered(gathering.note(reads.ask(token, &ITermsText::termsCall {})))?;
    Ok(match (structured, text) {
        (Some(terms), _) => {
            let Document { uri, documentHash, lastModified } = terms.doc;
            Some(document(terms.name, DocumentKey::Terms, (uri, documentHash, lastModified)))
        }
        (None, Some(uri)) => Some(document(String::new(), DocumentKey::Terms, (uri, B256::ZERO, U256::ZERO))),
        (None, None) => None,
    })
    .map(|found| found.filter(|document| !document.uri.is_empty() || document.hash.is_some()))
}

fn document(name: String, key: DocumentKey, (uri, hash, modified): (String, B256, U256)) -> ChainDocument {
    let modified = u64::try_from(modified).ok().filter(|moment| *moment != 0).map(Timestamp);
    ChainDocument { name, key, uri, hash: (!hash.is_zero()).then_some(hash), modified }
}

/// A key for people: the text that a word holds, padded with zeros at its end, or its digits.
fn spelled(key: &DocumentKey) -> String {
    match key {
        DocumentKey::Word(word) => {
            let end = word.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
            let text = word.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok());
            let readable = text.filter(|text| !text.is_empty() && !text.chars().any(char::is_control));
            readable.map_or_else(|| word.to_string(), str::to_owned)
        }
        DocumentKey::Text(text) => text.clone(),
        DocumentKey::Terms => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Origin, Source};
    use crate::units::BlockRef;
    use alloy_primitives::{Bytes, b256};
    use alloy_sol_types::{SolCall, SolValue as _};

    const TOKEN: Address = Address::repeat_byte(7);

    /// Asks until nothing is wanted; `answer` is what the contract does with calldata.
    fn asked(answer: impl Fn(&[u8]) -> Outcome) -> (Result<Option<Fact<DocumentRegister>>, Gap>, usize) {
        let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) };
        let mut reads = Reads::new(at);
        for round in 0..9 {
            let found = documents(&mut reads, TOKEN);
            let wanted = reads.wanted();
            if wanted.is_empty() {
                return (found, round);
            }
            for read in wanted {
                let Read::Call { data, .. } = &read else { panic!("{read:?}") };
                let fact = Fact::asserted(answer(data), at, Source::Endpoint(Origin::of_url("http://a")));
                reads.answer(read, fact).unwrap();
            }
        }
        panic!("it never settles")
    }

    fn is<C: SolCall>(data: &[u8]) -> bool {
        data.starts_with(&C::SELECTOR)
    }

    fn returned(value: Vec<u8>) -> Outcome {
        Outcome::Returned(value.into())
    }

    const HASH: B256 = B256::repeat_byte(5);

    #[test]
    fn the_four_forms_are_read() {
        let name = |text: &[u8]| B256::right_padding_from(text);
        let dated = |data: &[u8]| match () {
            () if is::<IERC1643::getAllDocumentsCall>(data) => {
                returned(vec![name(b"prospectus"), B256::repeat_byte(0xff)].abi_encode())
            }
            () if is::<IERC1643::getDocumentCall>(data) => {
                returned(("ipfs://a".to_owned(), HASH, U256::from(7)).abi_encode_params())
            }
            () => Outcome::Reverted(Bytes::new()),
        };
        let (found, rounds) = asked(dated);
        let found = found.unwrap().unwrap().into_value();
        assert_eq!((rounds, found.listed, found.documents.len()), (2, 2, 2));
        let first = &found.documents[0];
        assert_eq!((first.name.as_str(), first.uri.as_str()), ("prospectus", "ipfs://a"));
        assert_eq!((first.hash, first.modified), (Some(HASH), Some(Timestamp(7))));
        assert_eq!(found.documents[1].name, B256::repeat_byte(0xff).to_string());

        let undated = |data: &[u8]| match () {
            () if is::<IERC1643::getAllDocumentsCall>(data) => returned(vec![name(b"terms")].abi_encode()),
            () if is::<IERC1643::getDocumentCall>(data) => returned(("u".to_owned(), HASH).abi_encode_params()),
            () => returned(Vec::new()),
        };
        let found = asked(undated).0.unwrap().unwrap().into_value();
        assert_eq!((found.documents[0].hash, found.documents[0].modified), (Some(HASH), None));

        let by_text = |data: &[u8]| match () {
            () if is::<IERC1643ByText::getAllDocumentsCall>(data) => {
                returned(vec!["annual report".to_owned()].abi_encode())
            }
            () if is::<IERC1643ByText::getDocumentCall>(data) => returned(
                Document { uri: "u".to_owned(), documentHash: B256::ZERO, lastModified: U256::ZERO }.abi_encode(),
            ),
            () if is::<ITermsDocument::termsCall>(data) => {
                let doc = Document { uri: "t".to_owned(), documentHash: HASH, lastModified: U256::from(3) };
                returned(crate::abi::erc1643::Terms { name: "Terms".to_owned(), doc }.abi_encode())
            }
            () => Outcome::Reverted(Bytes::new()),
        };
        let found = asked(by_text).0.unwrap().unwrap().into_value();
        assert_eq!(found.listed, 2);
        let [report, terms] = found.documents.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            (report.name.as_str(), report.hash, &report.key),
            ("annual report", None, &DocumentKey::Text("annual report".to_owned()))
        );
        assert_eq!((terms.name.as_str(), terms.hash, &terms.key), ("Terms", Some(HASH), &DocumentKey::Terms));

        let text = |data: &[u8]| match () {
            () if is::<ITermsText::termsCall>(data) => returned("https://a.example/terms".to_owned().abi_encode()),
            () => Outcome::Reverted(Bytes::new()),
        };
        let found = asked(text).0.unwrap().unwrap().into_value();
        assert_eq!((found.documents[0].uri.as_str(), found.documents[0].hash), ("https://a.example/terms", None));
    }

    #[test]
    fn a_token_without_documents_has_none_and_a_refusal_is_told() {
        for outcome in [Outcome::Reverted(Bytes::new()), returned(Vec::new()), returned(U256::from(1).abi_encode())] {
            assert_eq!(asked(|_| outcome.clone()).0, Ok(None), "{outcome:?}");
        }
        let declined = Outcome::Declined { message: "busy".to_owned() };
        assert!(matches!(asked(|_| declined.clone()).0, Err(Gap::Declined { .. })));
    }

    #[test]
    fn a_token_that_names_a_million_is_read_up_to_the_limit() {
        let many = |data: &[u8]| match () {
            () if is::<IERC1643::getAllDocumentsCall>(data) => returned(vec![HASH; 1_000].abi_encode()),
            () if is::<IERC1643::getDocumentCall>(data) => {
                returned(("u".to_owned(), HASH, U256::MAX).abi_encode_params())
            }
            () => Outcome::Reverted(Bytes::new()),
        };
        let found = asked(many).0.unwrap().unwrap().into_value();
        assert_eq!((found.listed, found.documents.len()), (1_000, MOST_DOCUMENTS));
    }

    #[test]
    fn the_hash_of_a_document_is_found_by_either_function() {
        // SHA-256 of "abc": FIPS 180-4's example. Keccak-256 of "abc": as Ethereum's tools print it.
        let sha = b256!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let keccak = b256!("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
        assert_eq!(matching_hash(sha, b"abc"), Some(HashFunction::Sha256));
        assert_eq!(matching_hash(keccak, b"abc"), Some(HashFunction::Keccak256));
        assert_eq!(matching_hash(sha, b"abd"), None);
    }
}
