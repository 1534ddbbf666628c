//! Reading JSON strictly, with the path of what is wrong; and writing what has no form of its own in JSON.

use std::fmt;

use alloy_primitives::{Address, B256, U256};
use serde::Serializer;
use serde_json::{Map, Value};

use crate::units::AccountId;

use super::DescriptorError;

/// An integer as a decimal string.
pub(crate) fn decimal<S: Serializer>(value: &U256, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Anything with words for people, as these words.
pub(crate) fn text<T: fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// A JSON value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) path: String,
    value: &'a Value,
}

/// A JSON object and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Object<'a> {
    pub(super) path: String,
    fields: &'a Map<String, Value>,
}

type Parsed<T> = Result<T, DescriptorError>;

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self { path: "the list".to_owned(), value }
    }

    /// What is wrong here.
    pub(super) fn unexpected(&self, expected: &'static str) -> DescriptorError {
        let text = self.value.to_string();
        let got = if text.chars().count() > 60 { text.chars().take(59).chain(['…']).collect() } else { text };
        DescriptorError::Unexpected { path: self.path.clone(), got, expected }
    }

    pub(super) fn object(&self) -> Parsed<Object<'a>> {
        let fields = self.value.as_object().ok_or_else(|| self.unexpected("an object"))?;
        Ok(Object { path: self.path.clone(), fields })
    }

    pub(super) fn list(&self) -> Parsed<Vec<Self>> {
        let items = self.value.as_array().ok_or_else(|| self.unexpected("a list"))?;
        let node = |(index, value)| Self { path: format!("{}[{index}]", self.path), value };
        Ok(items.iter().enumerate().map(node).collect())
    }

    /// A text that is not empty.
    pub(super) fn text(&self) -> Parsed<&'a str> {
        self.value.as_str().filter(|text| !text.is_empty()).ok_or_else(|| self.unexpected("a text"))
    }

    pub(super) fn integer(&self) -> Parsed<u64> {
        self.value.as_u64().ok_or_else(|| self.unexpected("a whole number"))
    }

    pub(super) fn truth(&self) -> Parsed<bool> {
        self.value.as_bool().ok_or_else(|| self.unexpected("true or false"))
    }

    /// An address other than zero; in mixed case it must satisfy EIP-55.
    pub(super) fn address(&self) -> Parsed<Address> {
        // An address is the last part of a CAIP-10 account: that reading checks EIP-55.
        let account: Result<AccountId, _> = format!("eip155:0:{}", self.text()?).parse();
        let address = account.map_err(|why| DescriptorError::Id { path: self.path.clone(), why })?.address;
        if address.is_zero() {
            return Err(self.unexpected("an address other than zero"));
        }
        Ok(address)
    }

    /// `0x` and 64 hexadecimal digits.
    pub(super) fn word(&self) -> Parsed<B256> {
        let text = self.text()?;
        let hex = text.strip_prefix("0x").filter(|digits| digits.len() == 64);
        hex.and_then(|digits| digits.parse().ok()).ok_or_else(|| self.unexpected("0x and 64 hexadecimal digits"))
    }

    /// A decimal integer as a text: JSON numbers lose what is above 2^53.
    pub(super) fn decimal(&self) -> Parsed<U256> {
        let expected = "a decimal integer as a text, below 2^256";
        let text = self.text()?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let canonical = text == "0" || !text.starts_with('0');
        if !digits || !canonical {
            return Err(self.unexpected(expected));
        }
        U256::from_str_radix(text, 10).map_err(|_| self.unexpected(expected))
    }
}

impl<'a> Object<'a> {
    fn path_of(&self, field: &str) -> String {
        if self.path == "the list" { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    pub(super) fn optional(&self, field: &str) -> Option<Node<'a>> {
        self.fields.get(field).map(|value| Node { path: self.path_of(field), value })
    }

    pub(super) fn required(&self, field: &str, expected: &'static str) -> Parsed<Node<'a>> {
        self.optional(field).ok_or_else(|| DescriptorError::Missing { path: self.path_of(field), expected })
    }

    pub(super) fn text(&self, field: &str) -> Parsed<String> {
        Ok(self.required(field, "a text")?.text()?.to_owned())
    }

    pub(super) fn address(&self, field: &str) -> Parsed<Address> {
        self.required(field, "an address")?.address()
    }

    /// A list that may be left out.
    pub(super) fn list<T>(&self, field: &str, read: impl FnMut(&Node<'a>) -> Parsed<T>) -> Parsed<Vec<T>> {
        self.optional(field).map_or_else(|| Ok(Vec::new()), |node| node.list()?.iter().map(read).collect())
    }
}
