//! Hashing: from the values that a review shows, and from nothing else.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes};

use super::error::TypedDataError;
use super::schema::Schema;
use super::solidity::Base;
use super::value::{TypedField, TypedValue};
use crate::keys::key::keccak256;

/// The hashes of types, worked out once each.
struct Hasher<'a> {
    schema: &'a Schema,
    types: BTreeMap<&'a str, B256>,
}

impl Schema {
    /// `hashStruct`: the Keccak-256 of the type's hash and one word per field.
    pub(super) fn struct_hash(&self, name: &str, fields: &[TypedField]) -> Result<B256, TypedDataError> {
        let mut hasher = Hasher { schema: self, types: BTreeMap::new() };
        let type_hash = keccak256(self.encoded(name)?.as_bytes());
        hasher.fields(type_hash, name, fields)
    }
}

impl<'a> Hasher<'a> {
    fn fields(&mut self, type_hash: B256, name: &str, fields: &[TypedField]) -> Result<B256, TypedDataError> {
        let mut words = type_hash.to_vec();
        for (field, declared) in fields.iter().zip(self.schema.fields(name)?) {
            words.extend(self.word(&declared.kind.base, &field.value)?);
        }
        Ok(keccak256(&words))
    }

    /// `encodeData` of one value: 32 bytes.
    fn word(&mut self, base: &'a Base, value: &TypedValue) -> Result<B256, TypedDataError> {
        Ok(match value {
            TypedValue::Address(address) => Address::into_word(address),
            TypedValue::Bool(yes) => B256::with_last_byte(u8::from(*yes)),
            TypedValue::Uint(number) => B256::from(*number),
            TypedValue::Int(number) => B256::from(number.to_be_bytes::<32>()),
            TypedValue::FixedBytes(bytes) => B256::right_padding_from(bytes),
            TypedValue::Bytes(bytes) => keccak256(Bytes::as_ref(bytes)),
            TypedValue::Text(text) => keccak256(text.as_bytes()),
            TypedValue::Array(items) => {
                let mut words = Vec::with_capacity(items.len().saturating_mul(32));
                for item in items {
                    words.extend(self.word(base, item)?);
                }
                keccak256(&words)
            }
            TypedValue::Struct(fields) => {
                let Base::Struct(name) = base else { return Ok(B256::ZERO) };
                let type_hash = self.type_hash(name)?;
                self.fields(type_hash, name, fields)?
            }
            TypedValue::Absent => B256::ZERO,
        })
    }

    fn type_hash(&mut self, name: &'a str) -> Result<B256, TypedDataError> {
        if let Some(hash) = self.types.get(name) {
            return Ok(*hash);
        }
        let hash = keccak256(self.schema.encoded(name)?.as_bytes());
        self.types.insert(name, hash);
        Ok(hash)
    }
}
