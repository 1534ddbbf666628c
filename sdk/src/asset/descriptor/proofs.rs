//! `extensions.assay.proofs`: what an issuer publishes about its reserves beside feeds and signed statements, and where it lies.

use alloy_primitives::{Address, B256};
use serde::Serialize;

use super::super::json::{Node, Object};
use super::{DescriptorError, terms::unique};

/// What the issuer publishes to be verified by whoever holds the token. What lies in files lies relative to the list. A holder's own
/// inclusion file is not among them: it has secrets, so the holder brings it, and nobody's address leads to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "a list names what there is; a new kind of proof has to be noticed")]
pub struct PublishedProofs {
    /// How many different attesters have to state the same before it counts; `None` where each counts for itself.
    pub threshold: Option<usize>,
    /// Statements whose attester is a contract: it is asked by ERC-1271, or by ERC-6492 before it is deployed.
    pub by_contract: Vec<ContractStatement>,
    /// Off-chain attestations of EAS.
    pub eas: Option<EasLink>,
    /// The root of a tree of liabilities, and that reserves are not less.
    pub liabilities: Option<LiabilitiesLink>,
    /// Groth16 proofs.
    pub circuits: Vec<CircuitLink>,
}

impl PublishedProofs {
    /// Whether something is to be verified beside signed statements: a tree of liabilities, or proofs of a circuit.
    #[must_use]
    pub fn has_proofs(&self) -> bool {
        self.liabilities.is_some() || !self.circuits.is_empty()
    }

    /// How many statements are signed by contracts or attested through EAS.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.by_contract.len().saturating_add(usize::from(self.eas.is_some()))
    }
}

/// A signed statement of a contract. The file does not say whose it is: no key recovers from such a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "who signed, and where it lies")]
pub struct ContractStatement {
    /// Where the statement lies.
    pub file: String,
    /// The contract, one of the list's attesters.
    pub attester: Address,
}

/// Attestations made through one deployment of EAS under one schema. Their attesters are those of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "what EAS needs to be asked")]
pub struct EasLink {
    /// The deployment, which is asked for revocations.
    pub contract: Address,
    /// The schema that says what the data means.
    pub schema: B256,
    /// Where the attestations lie.
    pub attestations: Vec<String>,
}

/// An epoch of liabilities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "where it lies, and where all see that it is this one")]
pub struct LiabilitiesLink {
    /// Where the published file lies.
    pub published: String,
    /// Where the chain keeps its hash; `None` where it is not anchored, so that everybody may be shown another one.
    pub anchor: Option<Anchor>,
}

/// A document of a contract (ERC-1643) whose hash is that of a published file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "the arguments of one call")]
pub struct Anchor {
    /// The contract that keeps documents.
    pub contract: Address,
    /// The document's name.
    pub document: B256,
}

/// A Groth16 proof over BN254, as snarkjs or gnark writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "what a proof of a circuit consists of")]
pub struct CircuitLink {
    /// What the circuit states, in the issuer's words. Only its key says what it really states.
    pub statement: String,
    /// Where the verification key lies.
    pub key: String,
    /// The hash that the key has to have (that of `proof::groth16::VerificationKey::hash`).
    pub key_hash: B256,
    /// Where the proof lies.
    pub proof: String,
    /// Where the public inputs lie.
    pub inputs: String,
    /// Which public input, counted from zero, is the moment of the figures in seconds since 1970; `None` where the statement is not that
    /// reserves cover liabilities, or binds no moment: it could be an old one shown again, and grants nothing.
    pub as_of_input: Option<usize>,
}

pub(super) fn read(assay: &Object<'_>, attesters: &[Address]) -> Result<PublishedProofs, DescriptorError> {
    let Some(node) = assay.optional("proofs") else { return Ok(PublishedProofs::default()) };
    let proofs = node.object()?;
    let by_contract = proofs.list("byContract", |node| by_contract(node, attesters))?;
    unique(&proofs, "byContract", &by_contract.iter().map(|one| one.file.clone()).collect::<Vec<_>>())?;
    Ok(PublishedProofs {
        threshold: proofs.optional("threshold").map(|node| threshold(&node, attesters.len())).transpose()?,
        by_contract,
        eas: proofs.optional("eas").map(|node| eas(&node.object()?)).transpose()?,
        liabilities: proofs.optional("liabilities").map(|node| liabilities(&node.object()?)).transpose()?,
        circuits: proofs.list("circuits", |node| circuit(&node.object()?))?,
    })
}

/// More than there are attesters could never agree.
fn threshold(node: &Node<'_>, attesters: usize) -> Result<usize, DescriptorError> {
    let count = usize::try_from(node.integer()?).ok().filter(|count| (1..=attesters).contains(count));
    count.ok_or_else(|| node.unexpected("a number from one to that of the attesters"))
}

fn by_contract(node: &Node<'_>, attesters: &[Address]) -> Result<ContractStatement, DescriptorError> {
    let object = node.object()?;
    let named = object.required("attester", "an address")?;
    let attester = named.address()?;
    if !attesters.contains(&attester) {
        return Err(named.unexpected("one of the attesters"));
    }
    Ok(ContractStatement { file: object.text("file")?, attester })
}

fn eas(object: &Object<'_>) -> Result<EasLink, DescriptorError> {
    let files = object.required("attestations", "a list of files")?;
    let attestations = files.list()?.iter().map(|node| node.text().map(str::to_owned)).collect::<Result<_, _>>()?;
    let schema = object.required("schema", "0x and 64 hexadecimal digits")?.word()?;
    Ok(EasLink { contract: object.address("contract")?, schema, attestations })
}

fn liabilities(object: &Object<'_>) -> Result<LiabilitiesLink, DescriptorError> {
    let anchor = object.optional("anchor").map(|node| {
        let object = node.object()?;
        let document = object.required("document", "0x and 64 hexadecimal digits")?.word()?;
        Ok(Anchor { contract: object.address("contract")?, document })
    });
    Ok(LiabilitiesLink { published: object.text("published")?, anchor: anchor.transpose()? })
}

fn circuit(object: &Object<'_>) -> Result<CircuitLink, DescriptorError> {
    let place =
        |node: Node<'_>| usize::try_from(node.integer()?).map_err(|_| node.unexpected("a place among the inputs"));
    Ok(CircuitLink {
        statement: object.text("statement")?,
        key: object.text("key")?,
        key_hash: object.required("keyHash", "0x and 64 hexadecimal digits")?.word()?,
        proof: object.text("proof")?,
        inputs: object.text("inputs")?,
        as_of_input: object.optional("asOfInput").map(place).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Descriptor, TokenList};
    use super::*;
    use serde_json::{Value, json};

    const ATTESTER: &str = "0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9";

    fn list(proofs: &Value) -> String {
        json!({
            "name": "Test", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
            "tokens": [{
                "chainId": 1, "address": ATTESTER, "name": "Gold", "symbol": "XAU", "decimals": 18,
                "extensions": { "assay": {
                    "kind": "commodity", "unit": "one ounce", "attesters": [ATTESTER], "proofs": proofs
                }}
            }]
        })
        .to_string()
    }

    fn proofs() -> Value {
        let word = format!("0x{}", "ab".repeat(32));
        json!({
            "threshold": 1,
            "byContract": [{ "file": "a.json", "attester": ATTESTER }],
            "eas": { "contract": ATTESTER, "schema": word, "attestations": ["eas.json"] },
            "liabilities": { "published": "epoch.json", "anchor": { "contract": ATTESTER, "document": word } },
            "circuits": [{
                "statement": "Reserves cover liabilities.", "key": "key.json", "keyHash": word, "proof": "proof.json",
                "inputs": "public.json", "asOfInput": 2
            }],
        })
    }

    fn read(proofs: &Value) -> Result<Descriptor, DescriptorError> {
        Ok(TokenList::parse(&list(proofs), None)?.tokens.remove(0))
    }

    #[test]
    fn every_field_is_read_and_each_may_be_left_out() {
        let all = read(&proofs()).unwrap().proofs;
        assert_eq!((all.threshold, all.by_contract[0].file.as_str()), (Some(1), "a.json"));
        assert_eq!(all.eas.unwrap().attestations, ["eas.json"]);
        let link = all.liabilities.unwrap();
        assert_eq!((link.published.as_str(), link.anchor.unwrap().document), ("epoch.json", B256::repeat_byte(0xab)));
        assert_eq!((all.circuits[0].key.as_str(), all.circuits[0].as_of_input), ("key.json", Some(2)));
        for field in ["threshold", "byContract", "eas", "liabilities", "circuits"] {
            let mut fewer = proofs();
            fewer.as_object_mut().unwrap().remove(field);
            assert!(read(&fewer).is_ok(), "{field}");
        }
        assert_eq!(read(&json!({})).unwrap().proofs, PublishedProofs::default());
        for optional in ["/liabilities/anchor", "/circuits/0/asOfInput"] {
            let (parent, field) = optional.rsplit_once('/').unwrap();
            let mut fewer = proofs();
            fewer.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(field);
            assert!(read(&fewer).is_ok(), "{optional}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let stranger = format!("0x{}", "11".repeat(20));
        let (one, twice) = (proofs()["byContract"][0].clone(), proofs()["byContract"][0].clone());
        let cases = [
            ("", json!([]), ""),
            ("/threshold", json!(0), ".threshold"),
            ("/threshold", json!(2), ".threshold"),
            ("/threshold", json!("1"), ".threshold"),
            ("/byContract", json!({}), ".byContract"),
            ("/byContract", json!([one, twice]), ".byContract[1]"),
            ("/byContract/0/file", json!(""), ".byContract[0].file"),
            ("/byContract/0/attester", json!(stranger), ".byContract[0].attester"),
            ("/eas/contract", json!("0x00"), ".eas.contract"),
            ("/eas/schema", json!("0xab"), ".eas.schema"),
            ("/eas/attestations", json!("eas.json"), ".eas.attestations"),
            ("/eas/attestations/0", json!(1), ".eas.attestations[0]"),
            ("/liabilities/published", json!(null), ".liabilities.published"),
            ("/liabilities/anchor", json!(stranger), ".liabilities.anchor"),
            ("/liabilities/anchor/contract", json!("gold"), ".liabilities.anchor.contract"),
            ("/liabilities/anchor/document", json!("epoch"), ".liabilities.anchor.document"),
            ("/circuits/0/statement", json!(""), ".circuits[0].statement"),
            ("/circuits/0/key", json!(1), ".circuits[0].key"),
            ("/circuits/0/keyHash", json!("0x"), ".circuits[0].keyHash"),
            ("/circuits/0/proof", json!({}), ".circuits[0].proof"),
            ("/circuits/0/inputs", json!([]), ".circuits[0].inputs"),
            ("/circuits/0/asOfInput", json!(-1), ".circuits[0].asOfInput"),
        ];
        for (pointer, value, path) in cases {
            let mut changed = proofs();
            *changed.pointer_mut(pointer).unwrap() = value;
            let error = read(&changed).unwrap_err().to_string();
            assert!(error.starts_with(&format!("tokens[0].extensions.assay.proofs{path}")), "{pointer}: {error}");
        }
        for required in ["byContract/0/file", "eas/contract", "liabilities/published", "circuits/0/keyHash"] {
            let (parent, field) = required.rsplit_once('/').unwrap();
            let mut fewer = proofs();
            fewer.pointer_mut(&format!("/{parent}")).unwrap().as_object_mut().unwrap().remove(field);
            assert!(matches!(read(&fewer), Err(DescriptorError::Missing { .. })), "{required}");
        }
    }
}
