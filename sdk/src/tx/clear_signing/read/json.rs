//! JSON objects with the path that leads to them.

use serde_json::{Map, Value};

use super::super::error::DescriptorError;
use super::super::path::Path;

pub(super) type Parsed<T> = Result<T, DescriptorError>;

pub(super) fn unexpected(path: &str, expected: &'static str) -> DescriptorError {
    DescriptorError::Unexpected { path: path.to_owned(), expected }
}

pub(super) fn unsupported(path: &str, what: &str) -> DescriptorError {
    DescriptorError::Unsupported { path: path.to_owned(), what: what.to_owned() }
}

pub(super) struct Object<'a> {
    pub(super) path: String,
    map: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    pub(super) fn of(value: &'a Value, path: &str) -> Parsed<Self> {
        let map = value.as_object().ok_or_else(|| unexpected(path, "an object"))?;
        Ok(Self { path: path.to_owned(), map })
    }

    pub(super) fn at(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    /// Refuses every key but these: what it would have asked for must not be missing without a word.
    pub(super) fn only(&self, keys: &[&str]) -> Parsed<()> {
        match self.map.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(key) => Err(unsupported(&self.path, &format!("the key {key}"))),
            None => Ok(()),
        }
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.map.iter()
    }

    pub(super) fn optional(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key)
    }

    pub(super) fn required(&self, key: &str) -> Parsed<&'a Value> {
        self.map.get(key).ok_or_else(|| unexpected(&self.at(key), "something"))
    }

    pub(super) fn object(&self, key: &str) -> Parsed<Self> {
        Self::of(self.required(key)?, &self.at(key))
    }

    pub(super) fn optional_object(&self, key: &str) -> Parsed<Option<Self>> {
        self.map.get(key).map(|value| Self::of(value, &self.at(key))).transpose()
    }

    pub(super) fn list(&self, key: &str) -> Parsed<&'a Vec<Value>> {
        self.required(key)?.as_array().ok_or_else(|| unexpected(&self.at(key), "a list"))
    }

    pub(super) fn text(&self, key: &str) -> Parsed<&'a str> {
        self.required(key)?.as_str().ok_or_else(|| unexpected(&self.at(key), "a text"))
    }

    pub(super) fn optional_text(&self, key: &str) -> Parsed<Option<&'a str>> {
        self.map.get(key).map(|_| self.text(key)).transpose()
    }

    pub(super) fn optional_path(&self, key: &str) -> Parsed<Option<Path>> {
        let text = self.optional_text(key)?;
        text.map(|text| Path::parse(text).ok_or_else(|| unexpected(&self.at(key), "a path"))).transpose()
    }

    /// A text, a whole number or a truth, as text.
    pub(super) fn scalar(&self, key: &str, value: &Value) -> Parsed<String> {
        match value {
            Value::String(text) => Ok(text.clone()),
            Value::Bool(yes) => Ok(yes.to_string()),
            Value::Number(number) if number.is_u64() || number.is_i64() => Ok(number.to_string()),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                Err(unexpected(&self.at(key), "a text, a whole number or a truth"))
            }
        }
    }

    pub(super) fn scalars(&self, key: &str) -> Parsed<Vec<String>> {
        self.list(key)?.iter().map(|value| self.scalar(key, value)).collect()
    }
}
