//! Typed data (EIP-712): read from JSON once, shown and hashed from the same values.

mod error;
mod hash;
mod path;
mod scalar;
mod schema;
mod solidity;
mod value;

use alloy_primitives::{Address, B256};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::key::keccak256;
use crate::units::ChainId;

pub use error::TypedDataError;
use error::shortened;
use path::Path;
use schema::{DOMAIN, Schema};
use value::Reader;
pub use value::{TypedField, TypedValue};

/// A document of typed data, checked and hashed: what `eth_signTypedData_v4` takes.
///
/// Its JSON is read once, into [`TypedField`]s in the order of their types, and the digest is worked out from these and
/// nothing else: what a review shows is what is signed. Read strictly: every field that a type declares has to be there, and
/// no other; values have one spelling per type, as [`TypedValue`] says. Of a name that stands twice in one object the
/// last one counts, as in JavaScript. Beside `types`, `primaryType`, `domain` and `message` a document may hold other entries: they are
/// neither shown nor signed.
///
/// In JSON it is a string that holds the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TypedData {
    text: String,
    primary_type: String,
    encoded_type: String,
    domain: Vec<TypedField>,
    message: Vec<TypedField>,
    domain_separator: B256,
    message_hash: B256,
    digest: B256,
    chain: Option<ChainId>,
}

impl TypedData {
    /// The longest document, in bytes. The largest that are signed in practice, orders over whole collections, have some tens
    /// of thousands.
    pub const MOST_BYTES: usize = 512 * 1024;
    /// How deep arrays and structs may be nested.
    pub const MOST_LEVELS: usize = 48;
    /// How many types a document may declare.
    pub const MOST_TYPES: usize = 128;

    /// Reads a document.
    ///
    /// # Errors
    /// [`TypedDataError`], with the path of what is wrong.
    pub fn from_json(text: &str) -> Result<Self, TypedDataError> {
        if text.len() > Self::MOST_BYTES {
            return Err(TypedDataError::TooLong { got: text.len(), most: Self::MOST_BYTES });
        }
        let value: Value = serde_json::from_str(text).map_err(|error| TypedDataError::NotJson {
            line: error.line(),
            column: error.column(),
            what: error.to_string(),
        })?;
        let Value::Object(document) = &value else {
            return Err(Path::Root("the document").refuse(&value, "an object"));
        };
        let schema = Schema::read(object(document, "types")?)?;
        let primary_type = entry(document, "primaryType")?;
        let primary_type = primary_type
            .as_str()
            .ok_or_else(|| Path::Root("primaryType").refuse(primary_type, "the name of a type"))?;
        if !schema.declares(primary_type) {
            let path = "primaryType".to_owned();
            return Err(TypedDataError::UnknownType { path, got: shortened(primary_type) });
        }
        let (domain, message) = (object(document, "domain")?, object(document, "message")?);
        Self::hashed(text, &schema, primary_type, domain, message)
    }

    fn hashed(
        text: &str,
        schema: &Schema,
        primary_type: &str,
        domain: &Map<String, Value>,
        message: &Map<String, Value>,
    ) -> Result<Self, TypedDataError> {
        let reader = Reader::new(schema);
        let domain = reader.fields(&Path::Root("domain"), DOMAIN, domain)?;
        let chain = chain(&domain)?;
        let domain_separator = schema.struct_hash(DOMAIN, &domain)?;
        let mut preimage = vec![0x19, 0x01];
        preimage.extend(domain_separator);
        // Of a document whose message is its domain, the domain alone is signed (as MetaMask does).
        let only_domain = primary_type == DOMAIN;
        let (message, message_hash) = if only_domain {
            if let Some(name) = message.keys().next() {
                return Err(Path::Root("message").unexpected(name));
            }
            (Vec::new(), B256::ZERO)
        } else {
            let message = reader.fields(&Path::Root("message"), primary_type, message)?;
            let hash = schema.struct_hash(primary_type, &message)?;
            preimage.extend(hash);
            (message, hash)
        };
        Ok(Self {
            text: text.to_owned(),
            primary_type: primary_type.to_owned(),
            encoded_type: schema.encoded(primary_type)?,
            domain,
            message,
            domain_separator,
            message_hash,
            digest: keccak256(&preimage),
            chain,
        })
    }

    /// The document as it came.
    #[must_use]
    pub fn to_json(&self) -> &str {
        &self.text
    }

    /// The name of the message's type.
    #[must_use]
    pub fn primary_type(&self) -> &str {
        &self.primary_type
    }

    /// The message's type with every type that it refers to (`encodeType`), as
    /// `Mail(Person from,Person to,string contents)Person(string name,address wallet)`.
    #[must_use]
    pub fn encoded_type(&self) -> &str {
        &self.encoded_type
    }

    /// Who asks: the fields of `EIP712Domain`, in their order.
    #[must_use]
    pub fn domain(&self) -> &[TypedField] {
        &self.domain
    }

    /// What is signed: the fields of the message, in their order.
    #[must_use]
    pub fn message(&self) -> &[TypedField] {
        &self.message
    }

    /// The domain's hash (`domainSeparator`).
    #[must_use]
    pub const fn domain_separator(&self) -> B256 {
        self.domain_separator
    }

    /// The message's hash (`hashStruct`). Zero where the primary type is the domain itself.
    #[must_use]
    pub const fn message_hash(&self) -> B256 {
        self.message_hash
    }

    /// What a signature signs: the Keccak-256 of `0x1901 ‖ domainSeparator ‖ hashStruct(message)`.
    #[must_use]
    pub const fn digest(&self) -> B256 {
        self.digest
    }

    /// The chain that the domain names. `None` where it names none: then the signature counts on every chain that has a contract which
    /// accepts it. The standard leaves `chainId` to the protocol's designer, and protocols exist that go without, so such
    /// a document can be signed; a review should say so.
    #[must_use]
    pub const fn chain(&self) -> Option<ChainId> {
        self.chain
    }

    /// The contract that the domain names as the one that will check the signature.
    #[must_use]
    pub fn verifying_contract(&self) -> Option<Address> {
        self.domain.iter().find_map(|field| match field.value {
            TypedValue::Address(address) => Some(address),
            TypedValue::Bool(_)
            | TypedValue::Uint(_)
            | TypedValue::Int(_)
            | TypedValue::FixedBytes(_)
            | TypedValue::Bytes(_)
            | TypedValue::Text(_)
            | TypedValue::Array(_)
            | TypedValue::Struct(_)
            | TypedValue::Absent => None,
        })
    }
}

/// The domain's `chainId`. No chain has one beyond 64 bits.
fn chain(domain: &[TypedField]) -> Result<Option<ChainId>, TypedDataError> {
    for field in domain {
        if let TypedValue::Uint(got) = &field.value {
            let chain = u64::try_from(*got).map_err(|_| TypedDataError::Value {
                path: format!("domain.{}", field.name),
                got: shortened(&got.to_string()),
                expected: "a chain id of at most 64 bits".to_owned(),
            })?;
            return Ok(Some(ChainId(chain)));
        }
    }
    Ok(None)
}

fn entry<'a>(document: &'a Map<String, Value>, name: &'static str) -> Result<&'a Value, TypedDataError> {
    document.get(name).ok_or_else(|| TypedDataError::Missing { path: name.to_owned() })
}

fn object<'a>(document: &'a Map<String, Value>, name: &'static str) -> Result<&'a Map<String, Value>, TypedDataError> {
    let value = entry(document, name)?;
    value.as_object().ok_or_else(|| Path::Root(name).refuse(value, "an object"))
}

impl TryFrom<String> for TypedData {
    type Error = TypedDataError;

    fn try_from(text: String) -> Result<Self, TypedDataError> {
        Self::from_json(&text)
    }
}

impl From<TypedData> for String {
    fn from(data: TypedData) -> Self {
        data.text
    }
}
