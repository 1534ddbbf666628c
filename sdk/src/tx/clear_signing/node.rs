//! The data that paths lead through: the arguments of a call, or the fields of a message.

use alloy_primitives::Bytes;

use super::path::Step;
use crate::abi::dynamic::{Kind, Parameter, Value};
use crate::keys::{TypedField, TypedValue};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// A value without parts.
    Leaf(Value),
    List(Vec<Self>),
    Fields(Vec<(String, Self)>),
}

impl Node {
    /// The arguments of a call.
    pub(super) fn of_arguments(parameters: &[Parameter<'_>], values: Vec<Value>) -> Self {
        let named = parameters.iter().zip(values);
        Self::Fields(named.map(|(at, value)| (at.name.to_owned(), Self::of_value(&at.kind, value))).collect())
    }

    fn of_value(kind: &Kind<'_>, value: Value) -> Self {
        match (kind, value) {
            (Kind::List(item) | Kind::FixedList { item, .. }, Value::List(values)) => {
                Self::List(values.into_iter().map(|value| Self::of_value(item, value)).collect())
            }
            (Kind::Tuple(parameters), Value::Tuple(values)) => Self::of_arguments(parameters, values),
            (_, value) => Self::Leaf(value),
        }
    }

    /// The fields of a message. `None` for a struct that is absent: nothing could be shown of it.
    pub(super) fn of_message(fields: &[TypedField]) -> Option<Self> {
        let named = fields.iter().map(|field| Some((field.name.clone(), Self::of_typed(&field.value)?)));
        named.collect::<Option<_>>().map(Self::Fields)
    }

    fn of_typed(value: &TypedValue) -> Option<Self> {
        Some(match value {
            TypedValue::Address(address) => Self::Leaf(Value::Address(*address)),
            TypedValue::Bool(yes) => Self::Leaf(Value::Bool(*yes)),
            TypedValue::Uint(number) => Self::Leaf(Value::Uint(*number)),
            TypedValue::Int(number) => Self::Leaf(Value::Int(*number)),
            TypedValue::FixedBytes(bytes) | TypedValue::Bytes(bytes) => Self::Leaf(Value::Bytes(bytes.clone())),
            TypedValue::Text(text) => Self::Leaf(Value::String(text.clone())),
            TypedValue::Array(values) => Self::List(values.iter().map(Self::of_typed).collect::<Option<_>>()?),
            TypedValue::Struct(fields) => return Self::of_message(fields),
            TypedValue::Absent => return None,
        })
    }

    /// What the steps lead to; `None` where they lead nowhere.
    pub(super) fn follow(&self, steps: &[Step]) -> Option<Self> {
        let Some((step, rest)) = steps.split_first() else {
            return Some(self.clone());
        };
        match (step, self) {
            (Step::Name(name), Self::Fields(fields)) => fields.iter().find(|(field, _)| field == name)?.1.follow(rest),
            (Step::Index(index), Self::List(items)) => items.get(position(*index, items.len())?)?.follow(rest),
            (Step::All, Self::List(items)) => {
                items.iter().map(|item| item.follow(rest)).collect::<Option<_>>().map(Self::List)
            }
            (Step::Slice(from, to), Self::List(items)) => {
                let items = items.get(range(*from, *to, items.len())?)?;
                items.iter().map(|item| item.follow(rest)).collect::<Option<_>>().map(Self::List)
            }
            (Step::Slice(from, to), Self::Leaf(Value::Bytes(bytes))) if rest.is_empty() => {
                let part = bytes.get(range(*from, *to, bytes.len())?)?;
                Some(Self::Leaf(Value::Bytes(Bytes::copy_from_slice(part))))
            }
            (Step::Name(_) | Step::Index(_) | Step::All | Step::Slice(..), _) => None,
        }
    }
}

/// A place in a list; negative ones count from the end.
fn position(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let index = if index < 0 { length.checked_add(index)? } else { index };
    usize::try_from(index).ok()
}

/// From the first, included, to the last, excluded. Beyond the end there is nothing to show, and nothing is made up.
fn range(from: Option<i64>, to: Option<i64>, length: usize) -> Option<std::ops::Range<usize>> {
    let from = from.map_or(Some(0), |from| position(from, length))?;
    let to = to.map_or(Some(length), |to| position(to, length))?;
    (from <= to && to <= length).then_some(from..to)
}
