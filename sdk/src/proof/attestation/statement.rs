//! The statement that is signed, and how it is written down: EIP-712 typed data in JSON.

use alloy_primitives::{Address, Bytes, U256};
use serde_json::{Map, Value, json};

use super::super::quantity::{address, b256, bytes, field, object, shortened, shortened_text};
use super::{AttestationError, malformed, parsed};
use typed::ReserveAttestation;

/// The domain's name and version: what keeps this statement apart from every other one that the key signs.
const NAME: &str = "Assay Reserve Attestation";
const VERSION: &str = "1";

pub(super) mod typed {
    alloy_sol_types::sol! {
        /// What the attester signs.
        #[derive(Debug, PartialEq, Eq)]
        struct ReserveAttestation {
            address token;
            uint256 chainId;
            uint256 reserves;
            uint8 decimals;
            string unit;
            uint64 asOf;
            uint64 expires;
            bytes32 documentHash;
        }
    }
}

/// An attestation as it was published: read, and not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    statement: ReserveAttestation,
    signature: Bytes,
}

impl Attestation {
    /// Reads typed data with its signature: `domain`, `primaryType`, `message`, `signature`. The hash is computed from
    /// the types of this standard; `types` and `signer` in the file are not believed, and not needed.
    ///
    /// # Errors
    /// [`AttestationError::Malformed`] where a field is missing, misshapen, or the domain is not that of the message.
    pub fn from_json(file: impl AsRef<[u8]>) -> Result<Self, AttestationError> {
        let value = parsed(file.as_ref(), "typed data in JSON")?;
        let file = object("the attestation", &value)?;
        text_is(file, "primaryType", "ReserveAttestation")?;
        let message = object("message", field(file, "message")?)?;
        let statement = statement(message)?;
        check_domain(object("domain", field(file, "domain")?)?, &statement)?;
        let signature = bytes("signature", field(file, "signature")?)?;
        Ok(Self { statement, signature })
    }

    pub(super) const fn statement(&self) -> &ReserveAttestation {
        &self.statement
    }

    /// The signature: 65 bytes by a key; of any length by a contract.
    #[must_use]
    pub const fn signature(&self) -> &Bytes {
        &self.signature
    }
}

fn statement(message: &Map<String, Value>) -> Result<ReserveAttestation, AttestationError> {
    let decimals = integer(message, "decimals")?;
    Ok(ReserveAttestation {
        token: token(message, "token")?,
        chainId: integer(message, "chainId")?,
        reserves: integer(message, "reserves")?,
        decimals: u8::try_from(decimals).map_err(|_| malformed("decimals", &decimals, "at most 255"))?,
        unit: string(message, "unit")?.to_owned(),
        asOf: seconds(message, "asOf")?,
        expires: seconds(message, "expires")?,
        documentHash: b256("documentHash", field(message, "documentHash")?)?,
    })
}

fn check_domain(domain: &Map<String, Value>, statement: &ReserveAttestation) -> Result<(), AttestationError> {
    text_is(domain, "name", NAME)?;
    text_is(domain, "version", VERSION)?;
    let chain = integer(domain, "chainId")?;
    if chain != statement.chainId {
        return Err(malformed("the domain's chainId", &chain, &format!("{} as in the message", statement.chainId)));
    }
    let contract = token(domain, "verifyingContract")?;
    if contract != statement.token {
        return Err(malformed("verifyingContract", &contract, &format!("{} as in the message", statement.token)));
    }
    Ok(())
}

pub(in crate::proof) fn string<'a>(object: &'a Map<String, Value>, name: &str) -> Result<&'a str, AttestationError> {
    let value = field(object, name)?;
    value.as_str().ok_or_else(|| malformed(name, &shortened(value), "a text"))
}

pub(in crate::proof) fn text_is(
    object: &Map<String, Value>,
    name: &str,
    expected: &str,
) -> Result<(), AttestationError> {
    let got = string(object, name)?;
    if got == expected { Ok(()) } else { Err(malformed(name, &shortened_text(got), expected)) }
}

fn token(object: &Map<String, Value>, name: &str) -> Result<Address, AttestationError> {
    Ok(address(name, field(object, name)?)?)
}

/// An integer: a JSON number, or decimal digits in a text.
pub(in crate::proof) fn integer(object: &Map<String, Value>, name: &str) -> Result<U256, AttestationError> {
    const EXPECTED: &str = "a whole number, or its decimal digits in a text";
    let value = field(object, name)?;
    let refused = || malformed(name, &shortened(value), EXPECTED);
    match value {
        Value::Number(number) => number.as_u64().map(U256::from).ok_or_else(refused),
        Value::String(text) if !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit()) => {
            U256::from_str_radix(text, 10).map_err(|_| refused())
        }
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => Err(refused()),
    }
}

pub(in crate::proof) fn seconds(object: &Map<String, Value>, name: &str) -> Result<u64, AttestationError> {
    let value = integer(object, name)?;
    u64::try_from(value).map_err(|_| malformed(name, &value, "seconds in at most 64 bits"))
}

impl Attestation {
    /// The statement as a document of typed data, for whoever hashes it by other code: its domain, types and message.
    #[must_use]
    pub fn typed_data(&self) -> Value {
        let ReserveAttestation { token, chainId, reserves, decimals, unit, asOf, expires, documentHash } =
            &self.statement;
        let field = |name: &str, kind: &str| json!({ "name": name, "type": kind });
        json!({
            "domain": { "name": NAME, "version": VERSION, "chainId": chainId.to_string(), "verifyingContract": token },
            "primaryType": "ReserveAttestation",
            "types": {
                "EIP712Domain": [
                    field("name", "string"), field("version", "string"), field("chainId", "uint256"),
                    field("verifyingContract", "address"),
                ],
                "ReserveAttestation": [
                    field("token", "address"), field("chainId", "uint256"), field("reserves", "uint256"),
                    field("decimals", "uint8"), field("unit", "string"), field("asOf", "uint64"),
                    field("expires", "uint64"), field("documentHash", "bytes32"),
                ],
            },
            "message": {
                "token": token, "chainId": chainId.to_string(), "reserves": reserves.to_string(), "decimals": decimals,
                "unit": unit, "asOf": asOf.to_string(), "expires": expires.to_string(), "documentHash": documentHash,
            },
        })
    }
}
