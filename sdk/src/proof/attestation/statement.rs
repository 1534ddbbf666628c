//! The statement that is signed, and how it is written down: EIP-712 typed data in JSON.

use alloy_primitives::{Address, U256};
use serde_json::{Map, Value};

use super::super::quantity::{address, b256, field, fixed, object, shortened, shortened_text};
use super::{AttestationError, malformed};
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
    signature: [u8; 65],
}

impl Attestation {
    /// Reads typed data with its signature: `domain`, `primaryType`, `message`, `signature`. The hash is computed from
    /// the types of this standard; `types` and `signer` in the file are not believed, and not needed.
    ///
    /// # Errors
    /// [`AttestationError::Malformed`] where a field is missing, misshapen, or the domain is not that of the message.
    pub fn from_json(text: &str) -> Result<Self, AttestationError> {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            malformed("the file", &format!("{} ({error})", shortened_text(text)), "typed data in JSON")
        })?;
        let file = object("the attestation", &value)?;
        text_is(file, "primaryType", "ReserveAttestation")?;
        let message = object("message", field(file, "message")?)?;
        let statement = statement(message)?;
        check_domain(object("domain", field(file, "domain")?)?, &statement)?;
        let signature = fixed("signature", field(file, "signature")?, "65 bytes")?;
        Ok(Self { statement, signature })
    }

    pub(super) const fn statement(&self) -> &ReserveAttestation {
        &self.statement
    }

    pub(super) const fn signature(&self) -> &[u8; 65] {
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

fn string<'a>(object: &'a Map<String, Value>, name: &str) -> Result<&'a str, AttestationError> {
    let value = field(object, name)?;
    value.as_str().ok_or_else(|| malformed(name, &shortened(value), "a text"))
}

fn text_is(object: &Map<String, Value>, name: &str, expected: &str) -> Result<(), AttestationError> {
    let got = string(object, name)?;
    if got == expected { Ok(()) } else { Err(malformed(name, &shortened_text(got), expected)) }
}

fn token(object: &Map<String, Value>, name: &str) -> Result<Address, AttestationError> {
    Ok(address(name, field(object, name)?)?)
}

/// An integer: a JSON number, or decimal digits in a text.
fn integer(object: &Map<String, Value>, name: &str) -> Result<U256, AttestationError> {
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

fn seconds(object: &Map<String, Value>, name: &str) -> Result<u64, AttestationError> {
    let value = integer(object, name)?;
    u64::try_from(value).map_err(|_| malformed(name, &value, "seconds in at most 64 bits"))
}
