//! Where in a document a value stands. Spelt out only where something is wrong there.

use std::fmt;

use serde_json::Value;

use super::error::{TypedDataError, shortened};

/// A place in the document, linked to the place that holds it.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    Root(&'static str),
    Field(&'a Self, &'a str),
    Item(&'a Self, usize),
}

impl Path<'_> {
    /// The value here is not what belongs here.
    pub(super) fn refuse(&self, got: &Value, expected: &str) -> TypedDataError {
        let got = match got {
            Value::Object(_) => "an object".to_owned(),
            Value::Array(items) => format!("an array of {}", items.len()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => shortened(&got.to_string()),
        };
        TypedDataError::Value { path: self.to_string(), got, expected: expected.to_owned() }
    }

    /// A field of the object here is missing.
    pub(super) fn missing(&self, name: &str) -> TypedDataError {
        TypedDataError::Missing { path: Path::Field(self, name).to_string() }
    }

    /// A field of the object here is one too many.
    pub(super) fn unexpected(&self, name: &str) -> TypedDataError {
        TypedDataError::Unexpected { path: Path::Field(self, &shortened(name)).to_string() }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}
