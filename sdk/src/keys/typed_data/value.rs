//! The values of a document, read by their types.

use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes, I256, U256};
use serde_json::{Map, Value};

use super::TypedData;
use super::error::TypedDataError;
use super::path::Path;
use super::scalar;
use super::schema::Schema;
use super::solidity::Base;

/// One field: what a review shows, and what is hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedField {
    /// Its name.
    pub name: String,
    /// Its type as it is declared, as `uint8[3][]` or `Person`.
    pub type_name: String,
    /// Its value.
    pub value: TypedValue,
}

/// A value of typed data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedValue {
    /// `address`: 40 hexadecimal digits after `0x`. Where both cases occur, the checksum of EIP-55 has to be right.
    Address(Address),
    /// `bool`: true or false.
    Bool(bool),
    /// `uint8` to `uint256`: a whole JSON number below 2^53, or decimal digits in a text, or hexadecimal ones after `0x`.
    Uint(U256),
    /// `int8` to `int256`: the same, and a minus before a number or before decimal digits.
    Int(I256),
    /// `bytes1` to `bytes32`: exactly as many, in hexadecimal after `0x`.
    FixedBytes(Bytes),
    /// `bytes`: in hexadecimal after `0x`.
    Bytes(Bytes),
    /// `string`.
    Text(String),
    /// An array, of a fixed length or not.
    Array(Vec<Self>),
    /// A struct: its fields in the order of its type.
    Struct(Vec<TypedField>),
    /// Nothing, written `null`, in place of a struct whose type is recursive: without it such a value would never end. Hashed as 32
    /// zero bytes, as the first implementation of `eth_signTypedData_v4` does; the standard says nothing about it.
    Absent,
}

/// A type, with as many of its array suffixes as are still to be read.
#[derive(Clone, Copy)]
struct Kind<'a> {
    base: &'a Base,
    dimensions: &'a [Option<usize>],
}

/// Reads values by the types of a schema.
pub(super) struct Reader<'a> {
    schema: &'a Schema,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(schema: &'a Schema) -> Self {
        Self { schema }
    }

    /// The fields of a struct that stands at the top.
    pub(super) fn fields(
        &self,
        path: &Path<'_>,
        name: &str,
        object: &Map<String, Value>,
    ) -> Result<Vec<TypedField>, TypedDataError> {
        self.read_fields(path, name, object, 0)
    }

    fn read_fields(
        &self,
        path: &Path<'_>,
        name: &str,
        object: &Map<String, Value>,
        level: usize,
    ) -> Result<Vec<TypedField>, TypedDataError> {
        let declared = self.schema.fields(name)?;
        let mut open: BTreeMap<&str, &Value> = object.iter().map(|(name, value)| (name.as_str(), value)).collect();
        let mut found = Vec::with_capacity(declared.len());
        for field in declared {
            let value = open.remove(field.name.as_str()).ok_or_else(|| path.missing(&field.name))?;
            let kind = Kind { base: &field.kind.base, dimensions: &field.kind.dimensions };
            found.push(TypedField {
                name: field.name.clone(),
                type_name: field.kind.name.clone(),
                value: self.read(&Path::Field(path, &field.name), kind, value, level)?,
            });
        }
        match open.keys().next() {
            Some(extra) => Err(path.unexpected(extra)),
            None => Ok(found),
        }
    }

    fn read(&self, path: &Path<'_>, kind: Kind<'_>, value: &Value, level: usize) -> Result<TypedValue, TypedDataError> {
        if level > TypedData::MOST_LEVELS {
            return Err(TypedDataError::TooMuch {
                path: path.to_string(),
                what: "levels above it",
                most: TypedData::MOST_LEVELS,
            });
        }
        let below = level.saturating_add(1);
        let base = kind.base;
        match (kind.dimensions.split_last(), base) {
            (Some((length, dimensions)), _) => {
                let items = array(path, *length, value)?;
                let inner = Kind { base, dimensions };
                let read = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.read(&Path::Item(path, index), inner, item, below));
                Ok(TypedValue::Array(read.collect::<Result<_, _>>()?))
            }
            (None, Base::Struct(name)) => self.read_struct(path, name, value, below),
            (None, _) => scalar::read(path, base, value),
        }
    }

    fn read_struct(
        &self,
        path: &Path<'_>,
        name: &str,
        value: &Value,
        level: usize,
    ) -> Result<TypedValue, TypedDataError> {
        if value.is_null() && self.schema.is_recursive(name) {
            return Ok(TypedValue::Absent);
        }
        let object = value.as_object().ok_or_else(|| path.refuse(value, &format!("{name}, an object")))?;
        Ok(TypedValue::Struct(self.read_fields(path, name, object, level)?))
    }
}

fn array<'a>(path: &Path<'_>, length: Option<usize>, value: &'a Value) -> Result<&'a [Value], TypedDataError> {
    let items = value.as_array().ok_or_else(|| path.refuse(value, "an array"))?;
    match length {
        Some(length) if length != items.len() => Err(path.refuse(value, &format!("an array of {length}"))),
        Some(_) | None => Ok(items),
    }
}
