//! The types that a document declares.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::TypedData;
use super::error::{TypedDataError, shortened};
use super::path::Path;
use super::solidity::{Base, FieldType, is_identifier, is_struct_name};

/// The type of the domain.
pub(super) const DOMAIN: &str = "EIP712Domain";

/// The fields that a domain may have, as the standard defines them.
const DOMAIN_FIELDS: [(&str, &str); 5] = [
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
    ("salt", "bytes32"),
];

/// The longest name.
const MOST_NAME: usize = 128;
/// The longest encoded type. It is hashed once per type that is used.
const MOST_ENCODED: usize = 32 * 1024;

/// One field of a struct.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: FieldType,
}

/// Structs by name.
#[derive(Debug)]
pub(super) struct Schema {
    structs: BTreeMap<String, Vec<Field>>,
    /// Those of which a value can hold another one.
    recursive: BTreeSet<String>,
}

impl Schema {
    /// Reads and checks `types`, also those that the message does not use.
    pub(super) fn read(types: &Map<String, Value>) -> Result<Self, TypedDataError> {
        let root = Path::Root("types");
        if types.len() > TypedData::MOST_TYPES {
            return Err(TypedDataError::TooMuch { path: root.to_string(), what: "types", most: TypedData::MOST_TYPES });
        }
        let mut structs = BTreeMap::new();
        for (name, fields) in types {
            if !is_struct_name(name) || name.len() > MOST_NAME {
                return Err(bad_name(&root, name, "a name for a struct: an identifier of at most 128 characters"));
            }
            structs.insert(name.clone(), read_fields(&Path::Field(&root, name), fields)?);
        }
        let schema = Self { structs, recursive: BTreeSet::new() };
        schema.check_references()?;
        schema.check_domain()?;
        let mut recursive = BTreeSet::new();
        for name in schema.structs.keys() {
            if schema.reachable(name)?.contains(name.as_str()) {
                recursive.insert(name.clone());
            }
        }
        Ok(Self { recursive, ..schema })
    }

    /// Whether there is a struct of this name.
    pub(super) fn declares(&self, name: &str) -> bool {
        self.structs.contains_key(name)
    }

    /// The fields of a struct.
    pub(super) fn fields(&self, name: &str) -> Result<&[Field], TypedDataError> {
        self.structs
            .get(name)
            .map(Vec::as_slice)
            .ok_or_else(|| TypedDataError::UnknownType { path: "types".to_owned(), got: shortened(name) })
    }

    /// `encodeType`: the struct, then all that it refers to in alphabetical order.
    pub(super) fn encoded(&self, name: &str) -> Result<String, TypedDataError> {
        let mut others = self.reachable(name)?;
        others.remove(name);
        let mut text = String::new();
        for name in std::iter::once(name).chain(others) {
            let fields: Vec<_> =
                self.fields(name)?.iter().map(|field| format!("{} {}", field.kind.name, field.name)).collect();
            text.push_str(&format!("{name}({})", fields.join(",")));
            if text.len() > MOST_ENCODED {
                let path = format!("types.{name}");
                return Err(TypedDataError::TooMuch {
                    path,
                    what: "characters in its encoded type",
                    most: MOST_ENCODED,
                });
            }
        }
        Ok(text)
    }

    /// Whether a value of this struct can hold another one of it.
    pub(super) fn is_recursive(&self, name: &str) -> bool {
        self.recursive.contains(name)
    }

    /// The structs that this one refers to, directly or not; itself only where it is recursive. Types may refer to each other in circles.
    fn reachable<'a>(&'a self, name: &str) -> Result<BTreeSet<&'a str>, TypedDataError> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&[Field]> = vec![self.fields(name)?];
        while let Some(fields) = open.pop() {
            for field in fields {
                if let Base::Struct(other) = &field.kind.base
                    && found.insert(other.as_str())
                {
                    open.push(self.fields(other)?);
                }
            }
        }
        Ok(found)
    }

    fn check_references(&self) -> Result<(), TypedDataError> {
        for (name, fields) in &self.structs {
            for (index, field) in fields.iter().enumerate() {
                if let Base::Struct(other) = &field.kind.base
                    && !self.declares(other)
                {
                    let path = format!("types.{name}[{index}].type");
                    return Err(TypedDataError::UnknownType { path, got: shortened(&field.kind.name) });
                }
            }
        }
        Ok(())
    }

    /// The domain has the standard's fields, any of them, with the standard's types.
    fn check_domain(&self) -> Result<(), TypedDataError> {
        let fields =
            self.structs.get(DOMAIN).ok_or_else(|| TypedDataError::Missing { path: format!("types.{DOMAIN}") })?;
        for field in fields {
            let known = DOMAIN_FIELDS.iter().find(|(name, _)| *name == field.name);
            if known.is_none_or(|(_, kind)| *kind != field.kind.name) {
                return Err(TypedDataError::Value {
                    path: format!("types.{DOMAIN}"),
                    got: format!("{} {}", shortened(&field.kind.name), shortened(&field.name)),
                    expected: DOMAIN_FIELDS.map(|(name, kind)| format!("{kind} {name}")).join(", "),
                });
            }
        }
        Ok(())
    }
}

fn read_fields(path: &Path<'_>, fields: &Value) -> Result<Vec<Field>, TypedDataError> {
    let list = fields.as_array().ok_or_else(|| path.refuse(fields, "an array of fields"))?;
    let mut names = BTreeSet::new();
    let mut found = Vec::with_capacity(list.len());
    for (index, field) in list.iter().enumerate() {
        let path = Path::Item(path, index);
        let name = text(&path, field, "name")?;
        if !is_identifier(name) || name.len() > MOST_NAME {
            return Err(bad_name(&path, name, "a name for a field: an identifier of at most 128 characters"));
        }
        if !names.insert(name) {
            return Err(bad_name(&path, name, "a name that no other field of the struct has"));
        }
        let kind = text(&path, field, "type")?;
        let parsed = FieldType::parse(kind).filter(|kind| kind.name.len() <= MOST_NAME).ok_or_else(|| {
            TypedDataError::UnknownType { path: Path::Field(&path, "type").to_string(), got: shortened(kind) }
        })?;
        found.push(Field { name: name.to_owned(), kind: parsed });
    }
    Ok(found)
}

fn text<'a>(path: &Path<'_>, field: &'a Value, name: &'static str) -> Result<&'a str, TypedDataError> {
    let value = field.get(name).ok_or_else(|| path.missing(name))?;
    value.as_str().ok_or_else(|| Path::Field(path, name).refuse(value, "a text"))
}

fn bad_name(path: &Path<'_>, got: &str, expected: &'static str) -> TypedDataError {
    TypedDataError::Name { path: path.to_string(), got: format!("{:?}", shortened(got)), expected }
}
