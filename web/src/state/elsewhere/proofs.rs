//! Commands for what an issuer has proven, and for what a contract vouches for.

use alloy_primitives::{Address, hex};
use assay_sdk::asset::{Anchor, CircuitLink, HashFunction};
use assay_sdk::proof::{Attestation, EasStatement};

use super::{Command, file_name, of_file, quoted};
use crate::text::t;

/// An epoch: its file, what the chain keeps of it, and the proof. `url` is where the file lies.
#[must_use]
pub fn of_epoch(url: &str, bytes: &[u8], anchor: Option<&Anchor>) -> Vec<Command> {
    let mut commands = of_file(url, bytes, &[HashFunction::Sha256, HashFunction::Keccak256]);
    if let Some(Anchor { contract, document }) = anchor {
        let function = "getDocument(bytes32)(string,bytes32,uint256)";
        let line = format!("cast call {contract} '{function}' {document} --rpc-url \"$RPC\"");
        let kept = HashFunction::Keccak256.hash(bytes).to_string();
        commands.push(Command::new(t("Read the hash that the chain keeps of it"), line, Some(kept)));
    }
    if let Some(file) = file_name(url).and_then(quoted) {
        let line =
            format!("cargo run -p assay-sdk --features prove --example issuer-prover -- check {file} HOLDER.json");
        let does = t("Check it and your own file, HOLDER.json, with the program of this wallet's source");
        commands.push(Command::new(does, line, None));
    }
    commands
}

/// A Groth16 proof. `address` says where a file of the list lies.
#[must_use]
pub fn of_circuit(address: &dyn Fn(&str) -> String, link: &CircuitLink) -> Vec<Command> {
    let urls = [&link.key, &link.inputs, &link.proof].map(|file| address(file));
    let files: Option<Vec<String>> = urls.iter().map(|url| file_name(url).and_then(quoted)).collect();
    let from: Option<Vec<String>> = urls.iter().map(|url| quoted(url)).collect();
    let (Some(files), Some(from)) = (files, from) else { return Vec::new() };
    let fetch = |(from, file): (&String, &String)| format!("curl -fsSL {from} -o {file}");
    let fetched = from.iter().zip(&files).map(fetch).collect::<Vec<_>>().join(" && ");
    let verify = format!("npx snarkjs groth16 verify {}", files.join(" "));
    vec![
        Command::new(t("Fetch the key, the public inputs and the proof"), fetched, None),
        Command::new(t("Verify the proof with snarkjs, where its files are snarkjs's"), verify, Some("OK!".to_owned())),
    ]
}

/// An attestation of EAS: its file, and whether it was revoked.
#[must_use]
pub fn of_eas(url: &str, bytes: &[u8], contract: Address, statement: &EasStatement) -> Vec<Command> {
    let mut commands = of_file(url, bytes, &[HashFunction::Sha256]);
    let (attester, uid) = (statement.attester, statement.uid);
    let line = format!(
        "cast call {contract} 'getRevokeOffchain(address,bytes32)(uint64)' {attester} {uid} --rpc-url \"$RPC\""
    );
    commands.push(Command::new(t("Ask whether it was revoked: zero is no"), line, Some("0".to_owned())));
    commands
}

/// A signed statement of a contract: its file, and what the contract says of it.
#[must_use]
pub fn of_contract_statement(url: &str, bytes: &[u8], attestation: &Attestation, contract: Address) -> Vec<Command> {
    let mut commands = of_file(url, bytes, &[HashFunction::Sha256]);
    if let Ok(digest) = attestation.digest() {
        let signature = hex::encode_prefixed(attestation.signature());
        let function = "isValidSignature(bytes32,bytes)(bytes4)";
        let line = format!("cast call {contract} '{function}' {digest} {signature} --rpc-url \"$RPC\"");
        commands.push(Command::new(t("Ask the contract (ERC-1271)"), line, Some("0x1626ba7e".to_owned())));
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::B256;

    #[test]
    fn what_a_list_says_of_proofs_cannot_become_a_command() {
        let link = CircuitLink {
            statement: String::new(),
            key: "`id`".to_owned(),
            key_hash: B256::ZERO,
            proof: "proof.json".to_owned(),
            inputs: "$(reboot)".to_owned(),
            as_of_input: None,
        };
        let lines = |link: &CircuitLink| {
            let commands = of_circuit(&|file| format!("https://a.example/{file}"), link);
            commands.into_iter().map(|command| command.line).collect::<Vec<_>>()
        };
        assert_eq!(lines(&link)[1], "npx snarkjs groth16 verify '`id`' '$(reboot)' proof.json");
        assert!(lines(&CircuitLink { proof: "a\nreboot".to_owned(), ..link }).is_empty());
        let epoch = of_epoch("https://a.example/-x", b"{}", None);
        assert!(epoch.is_empty(), "a file's name is no option");
    }
}
