//! How a figure is checked without this wallet: commands for other people's tools, to be copied. Foundry's `cast`, `sha256sum`, `curl`.
//!
//! What stands in a command comes from the asset's list or from the chain, so it may be anything: it is quoted for the shell, and what would
//! need more than quotes is left out.

mod proofs;

use alloy_primitives::{Address, B256, hex};
use assay_sdk::asset::{ChainDocument, DocumentKey, HashFunction};
use assay_sdk::proof::Attestation;
use assay_sdk::units::BlockRef;

use crate::text::{fill, t};

pub use proofs::{of_circuit, of_contract_statement, of_eas, of_epoch};

/// One command, what it does and what it should answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it does.
    pub does: String,
    /// The line for a shell.
    pub line: String,
    /// What it should answer, where that is known beforehand.
    pub expected: Option<String>,
}

impl Command {
    fn new(does: &str, line: String, expected: Option<String>) -> Self {
        Self { does: does.to_owned(), line, expected }
    }
}

/// Reserves and supply at one block.
#[must_use]
pub fn of_feed(feed: Address, token: Address, at: BlockRef) -> Vec<Command> {
    let call =
        |to: Address, function: &str| format!("cast call {to} '{function}' --block {} --rpc-url \"$RPC\"", at.number);
    vec![
        Command::new(
            t("Read the feed's newest figure"),
            call(feed, "latestRoundData()(uint80,int256,uint256,uint256,uint80)"),
            None,
        ),
        Command::new(t("Read its decimals"), call(feed, "decimals()(uint8)"), None),
        Command::new(t("Read what was issued"), call(token, "totalSupply()(uint256)"), None),
        Command::new(
            t("Read the hash of the block"),
            format!("cast block {} --field hash --rpc-url \"$RPC\"", at.number),
            Some(at.hash.to_string()),
        ),
    ]
}

/// A signed statement: its file, and who signed it. `url` is where the file lies.
#[must_use]
pub fn of_statement(url: &str, bytes: &[u8], attestation: &Attestation, signer: Address) -> Vec<Command> {
    let mut commands = of_file(url, bytes, &[HashFunction::Sha256]);
    if let Some(file) = file_name(url).and_then(quoted) {
        commands.push(Command::new(
            t("Check its signature"),
            format!("cast wallet verify --address {signer} --data --from-file {file} {}", attestation.signature()),
            None,
        ));
    }
    // The contract at address 1 recovers signers, on every chain and in every block explorer.
    if let (Ok(digest), Some((v, rs))) = (attestation.digest(), attestation.signature().split_last()) {
        let data = format!("{digest}{:064x}{}", v, hex::encode(rs));
        let line = format!("cast call {} {data} --rpc-url \"$RPC\"", Address::with_last_byte(1));
        let what = t("Have any endpoint recover the signer from the digest");
        commands.push(Command::new(what, line, Some(signer.into_word().to_string())));
    }
    commands
}

/// A file: fetch it and hash it, with each of these functions.
#[must_use]
pub fn of_file(url: &str, bytes: &[u8], functions: &[HashFunction]) -> Vec<Command> {
    let (Some(from), Some(file)) = (quoted(url), file_name(url).and_then(quoted)) else { return Vec::new() };
    let fetch = Command::new(t("Fetch the file"), format!("curl -fsSL {from} -o {file}"), None);
    let hash = |function: &HashFunction| {
        let hash = function.hash(bytes);
        match function {
            HashFunction::Sha256 => {
                Some(Command::new(t("Hash it with SHA-256"), format!("sha256sum {file}"), Some(hex::encode(hash))))
            }
            HashFunction::Keccak256 => {
                let line = format!("cast keccak 0x$(xxd -p {file} | tr -d '\\n')");
                Some(Command::new(t("Hash it with Keccak-256"), line, Some(hash.to_string())))
            }
            _ => None,
        }
    };
    std::iter::once(fetch).chain(functions.iter().filter_map(hash)).collect()
}

/// What the contract says of a document.
#[must_use]
pub fn of_entry(token: Address, document: &ChainDocument) -> Option<Command> {
    let (function, argument) = match &document.key {
        DocumentKey::Word(name) => ("getDocument(bytes32)(string,bytes32,uint256)", format!(" {name}")),
        DocumentKey::Text(name) => ("getDocument(string)((string,bytes32,uint256))", format!(" {}", quoted(name)?)),
        DocumentKey::Terms if document.hash.is_some() => ("terms()((string,(string,bytes32,uint256)))", String::new()),
        DocumentKey::Terms => ("terms()(string)", String::new()),
        _ => return None,
    };
    let line = format!("cast call {token} '{function}'{argument} --rpc-url \"$RPC\"");
    Some(Command::new(t("Read the contract's entry"), line, document.hash.map(|hash: B256| hash.to_string())))
}

/// What a file of this address is called on disk, never an option of a command.
fn file_name(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().filter(|name| !name.is_empty() && !name.starts_with('-'))
}

/// A text as one word of a shell's line; `None` where quotes do not help: a shell reads control characters even when pasted quoted.
fn quoted(text: &str) -> Option<String> {
    if text.is_empty() || text.chars().any(char::is_control) {
        return None;
    }
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "./:_-".contains(character);
    if text.chars().all(is_plain) && !text.starts_with('-') {
        return Some(text.to_owned());
    }
    Some(format!("'{}'", text.replace('\'', "'\\''")))
}

/// What all commands take for granted.
#[must_use]
pub fn preface(chain: u64) -> String {
    fill(
        t(
            "Set RPC to an endpoint of chain {chain} that you trust. cast is a part of Foundry; any tool that calls contracts will do.",
        ),
        &[("chain", &chain.to_string())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [HashFunction; 2] = [HashFunction::Sha256, HashFunction::Keccak256];

    #[test]
    fn what_a_list_says_cannot_become_a_command() {
        assert_eq!(quoted("https://a.example/gold.json").as_deref(), Some("https://a.example/gold.json"));
        assert_eq!(quoted("a'; rm -rf ~ #").as_deref(), Some("'a'\\''; rm -rf ~ #'"));
        assert_eq!(quoted("$(reboot)").as_deref(), Some("'$(reboot)'"));
        assert_eq!(quoted("-rf").as_deref(), Some("'-rf'"));
        assert_eq!(quoted("a\nreboot"), None);
        assert_eq!(file_name("https://a.example/x/-o?y"), None);
        assert!(of_file("https://a.example/\u{1b}[A", b"", &BOTH).is_empty());
        let lines: Vec<_> = of_file("https://a.example/`id`", b"abc", &BOTH).into_iter().map(|one| one.line).collect();
        assert_eq!(
            lines,
            [
                "curl -fsSL 'https://a.example/`id`' -o '`id`'",
                "sha256sum '`id`'",
                "cast keccak 0x$(xxd -p '`id`' | tr -d '\\n')"
            ]
        );
    }
}
