//! Attestations of the Ethereum Attestation Service that were signed off-chain (EIP-712), versions 2, 1 and 0.
//!
//! What is checked: that the identifier follows from the contents, who signed, for which deployment, when, and that it has not expired. Whether
//! it was revoked only the chain knows: `getRevokeOffchain(attester, uid)` answers zero where it was not. And what the data means is
//! the schema's business.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::Eip712Domain;
use serde_json::{Map, Value};

use crate::evidence::{Fact, Source};
use crate::units::{BlockRef, ChainId, Timestamp};

use super::AttestationError;
use super::attestation::statement::{integer, seconds, string, text_is};
use super::attestation::{CLOCK_LEEWAY, malformed, parsed, recover};
use super::quantity::{address, b256, bytes, field, fixed, object, shortened};

/// The fields after `version`, and before `salt`, as EIP-712 spells them.
const FIELDS: &str =
    "bytes32 schema,address recipient,uint64 time,uint64 expirationTime,bool revocable,bytes32 refUID,bytes data";

/// An off-chain attestation as it was published: read, and not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EasAttestation {
    version: Version,
    domain: Domain,
    /// As it is written: its characters enter the identifier.
    schema_text: String,
    contents: EasStatement,
    signature: [u8; 65],
}

/// What an attester stated through EAS.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EasStatement {
    /// Its identifier.
    pub uid: B256,
    /// The schema that says what the data means.
    pub schema: B256,
    /// Whom it is about; zero for nobody.
    pub recipient: Address,
    /// When it was made.
    pub time: Timestamp,
    /// The last moment at which it counts; `None` where it has none.
    pub expires: Option<Timestamp>,
    /// Whether its attester may revoke it.
    pub revocable: bool,
    /// The attestation that it refers to; zero for none.
    pub ref_uid: B256,
    /// What is stated, encoded as the schema says.
    pub data: Bytes,
    /// Who signed.
    pub attester: Address,
}

/// Whose word counts, and about what.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the question, whole: a caller states every part of it")]
pub struct EasTerms<'a> {
    /// The chain of the deployment.
    pub chain: ChainId,
    /// The deployment: the contract EAS.
    pub contract: Address,
    /// The schema that is asked for.
    pub schema: B256,
    /// The parties whose word counts.
    pub attesters: &'a [Address],
    /// The moment of asking.
    pub now: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// Neither version nor salt; signed under the name `Attestation` or `Attest`.
    Legacy,
    V1,
    V2 {
        salt: B256,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Domain {
    version: String,
    chain: ChainId,
    contract: Address,
}

impl EasAttestation {
    /// Reads what the EAS SDK writes: `{ "sig": { … }, "signer": … }`. Hashes are computed from the standard's own types; `types` and
    /// `signer` are not believed, and not needed. A `sig` without `version` is of version 0.
    ///
    /// # Errors
    /// [`AttestationError::Malformed`] where a field is missing or misshapen.
    pub fn from_json(file: impl AsRef<[u8]>) -> Result<Self, AttestationError> {
        let value = parsed(file.as_ref(), "an attestation in JSON")?;
        let sig = object("sig", field(object("the attestation", &value)?, "sig")?)?;
        let message = object("message", field(sig, "message")?)?;
        let version = version(sig, message)?;
        let schema_text = string(message, "schema")?.to_owned();
        Ok(Self {
            version,
            domain: domain(object("domain", field(sig, "domain")?)?)?,
            contents: contents(b256("uid", field(sig, "uid")?)?, message)?,
            schema_text,
            signature: signature(object("signature", field(sig, "signature")?)?)?,
        })
    }

    /// Checks contents, signature and moments. `at` is the block beside which the statement will be shown: it is dated by time. That it is not
    /// revoked is not known yet.
    ///
    /// # Errors
    /// An [`AttestationError`] that says which check failed.
    pub fn verify(&self, terms: &EasTerms<'_>, at: BlockRef) -> Result<Fact<EasStatement>, AttestationError> {
        if self.domain.chain != terms.chain {
            return Err(AttestationError::OtherChain { got: self.domain.chain, expected: terms.chain });
        }
        if self.domain.contract != terms.contract {
            return Err(AttestationError::OtherContract { got: self.domain.contract, expected: terms.contract });
        }
        if self.contents.schema != terms.schema {
            return Err(AttestationError::OtherSchema { got: self.contents.schema, expected: terms.schema });
        }
        let got = self.computed_uid();
        if got != self.contents.uid {
            return Err(AttestationError::Altered { got, expected: self.contents.uid });
        }
        let attester = self.signer(terms.attesters)?;
        if self.contents.time > terms.now.after(CLOCK_LEEWAY) {
            return Err(AttestationError::FromTheFuture { got: self.contents.time, now: terms.now });
        }
        if let Some(expired) = self.contents.expires.filter(|expires| *expires < terms.now) {
            return Err(AttestationError::Expired { expired, now: terms.now });
        }
        let statement = EasStatement { attester, ..self.contents.clone() };
        Ok(Fact::asserted(statement, at, Source::Signer(attester)))
    }

    /// One of the attesters, by any of the layouts of this version.
    fn signer(&self, attesters: &[Address]) -> Result<Address, AttestationError> {
        let names: &[&str] = match self.version {
            Version::Legacy => &["Attestation", "Attest"],
            Version::V1 | Version::V2 { .. } => &["Attest"],
        };
        let mut stranger = Address::ZERO;
        for name in names {
            let signer = recover(self.digest(name), &self.signature)?;
            if attesters.contains(&signer) {
                return Ok(signer);
            }
            stranger = signer;
        }
        Err(AttestationError::WrongSigner { got: stranger, expected: attesters.to_vec() })
    }

    fn digest(&self, name: &str) -> B256 {
        let (contents, domain) = (&self.contents, &self.domain);
        let word = |number: u64| B256::from(U256::from(number));
        let (before, after, salt) = match self.version {
            Version::Legacy => ("", "", None),
            Version::V1 => ("uint16 version,", "", None),
            Version::V2 { salt } => ("uint16 version,", ",bytes32 salt", Some(salt)),
        };
        let mut words = vec![keccak256(format!("{name}({before}{FIELDS}{after})"))];
        words.extend(self.version.number().map(|number| word(u64::from(number))));
        words.extend([
            contents.schema,
            contents.recipient.into_word(),
            word(contents.time.0),
            word(contents.expires.map_or(0, |expires| expires.0)),
            word(u64::from(contents.revocable)),
            contents.ref_uid,
            keccak256(&contents.data),
        ]);
        words.extend(salt);
        let separator = Eip712Domain::new(
            Some("EAS Attestation".into()),
            Some(domain.version.clone().into()),
            Some(U256::from(domain.chain.0)),
            Some(domain.contract),
            None,
        )
        .separator();
        let contents = keccak256(words.concat());
        keccak256([&[0x19, 0x01], separator.as_slice(), contents.as_slice()].concat())
    }

    /// The identifier that the contents have. The schema enters as the characters of its text.
    fn computed_uid(&self) -> B256 {
        let contents = &self.contents;
        let mut packed = Vec::new();
        packed.extend(self.version.number().into_iter().flat_map(u16::to_be_bytes));
        packed.extend_from_slice(self.schema_text.as_bytes());
        packed.extend(contents.recipient);
        packed.extend(Address::ZERO);
        packed.extend(contents.time.0.to_be_bytes());
        packed.extend(contents.expires.map_or(0, |expires| expires.0).to_be_bytes());
        packed.push(u8::from(contents.revocable));
        packed.extend(contents.ref_uid);
        packed.extend_from_slice(&contents.data);
        if let Version::V2 { salt } = self.version {
            packed.extend(salt);
        }
        packed.extend([0; 4]);
        keccak256(packed)
    }
}

impl Version {
    /// As it enters hashes; version 0 does not.
    const fn number(self) -> Option<u16> {
        match self {
            Self::Legacy => None,
            Self::V1 => Some(1),
            Self::V2 { .. } => Some(2),
        }
    }
}

fn version(sig: &Map<String, Value>, message: &Map<String, Value>) -> Result<Version, AttestationError> {
    let number = match sig.get("version") {
        None => return Ok(Version::Legacy),
        Some(_) => integer(sig, "version")?,
    };
    if number.is_zero() {
        return Ok(Version::Legacy);
    }
    let signed = integer(message, "version")?;
    if signed != number {
        return Err(malformed("the message's version", &signed, &format!("{number} as beside it")));
    }
    match u8::try_from(number) {
        Ok(1) => Ok(Version::V1),
        Ok(2) => Ok(Version::V2 { salt: b256("salt", field(message, "salt")?)? }),
        Ok(_) | Err(_) => Err(malformed("version", &number, "0, 1 or 2")),
    }
}

fn domain(domain: &Map<String, Value>) -> Result<Domain, AttestationError> {
    text_is(domain, "name", "EAS Attestation")?;
    let chain = integer(domain, "chainId")?;
    Ok(Domain {
        version: string(domain, "version")?.to_owned(),
        chain: u64::try_from(chain).map(ChainId).map_err(|_| malformed("chainId", &chain, "at most 64 bits"))?,
        contract: address("verifyingContract", field(domain, "verifyingContract")?)?,
    })
}

/// Without the signer, who is found out.
fn contents(uid: B256, message: &Map<String, Value>) -> Result<EasStatement, AttestationError> {
    let revocable = field(message, "revocable")?;
    Ok(EasStatement {
        uid,
        schema: b256("schema", field(message, "schema")?)?,
        recipient: address("recipient", field(message, "recipient")?)?,
        time: Timestamp(seconds(message, "time")?),
        expires: Some(seconds(message, "expirationTime")?).filter(|expires| *expires != 0).map(Timestamp),
        revocable: revocable.as_bool().ok_or_else(|| malformed("revocable", &shortened(revocable), "true or false"))?,
        ref_uid: b256("refUID", field(message, "refUID")?)?,
        data: bytes("data", field(message, "data")?)?,
        attester: Address::ZERO,
    })
}

fn signature(signature: &Map<String, Value>) -> Result<[u8; 65], AttestationError> {
    let [r, s]: [[u8; 32]; 2] =
        [fixed("r", field(signature, "r")?, "32 bytes")?, fixed("s", field(signature, "s")?, "32 bytes")?];
    let v = integer(signature, "v")?;
    let v = u8::try_from(v).map_err(|_| malformed("v", &v, "27 or 28"))?;
    let mut bytes = [v; 65];
    bytes.iter_mut().zip(r.into_iter().chain(s)).for_each(|(place, byte)| *place = byte);
    Ok(bytes)
}
