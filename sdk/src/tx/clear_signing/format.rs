//! From values to their forms.

use alloy_primitives::{Address, U256};

use super::FieldValue;
use super::descriptor::{Form, Line, Source, Tokens};
use super::error::ApplyError;
use super::node::Node;
use super::path::Step;
use crate::abi::dynamic::Value;
use crate::tx::KnownTokens;
use crate::tx::clear_signing::Container;
use crate::tx::review::{Counted, Party};
use crate::units::Amount;

/// Everything that a value is seen with.
pub(super) struct Scene<'a> {
    pub(super) container: Container,
    pub(super) data: Node,
    pub(super) known: &'a KnownTokens,
    pub(super) constants: &'a dyn Fn(&str) -> Option<String>,
}

/// Of an item of a list: which, and of how many.
type Place = Option<(usize, usize)>;

impl Scene<'_> {
    /// `@.from`, `@.to`, `@.value`, `@.chainId`.
    pub(super) fn around(&self) -> Node {
        let Container { chain, from, to, value } = self.container;
        let fields = [
            ("from", Value::Address(from)),
            ("to", Value::Address(to)),
            ("value", Value::Uint(value)),
            ("chainId", Value::Uint(U256::from(chain.0))),
        ];
        Node::Fields(fields.map(|(name, value)| (name.to_owned(), Node::Leaf(value))).into())
    }

    /// `$.metadata.constants.NAME`.
    pub(super) fn constant(&self, steps: &[Step]) -> Option<Node> {
        let name = |step: &Step, expected: &str| *step == Step::Name(expected.to_owned());
        match steps {
            [metadata, constants, Step::Name(wanted)] if name(metadata, "metadata") && name(constants, "constants") => {
                (self.constants)(wanted).map(|text| Node::Leaf(Value::String(text)))
            }
            _ => None,
        }
    }

    pub(super) fn value(&self, line: &Line, value: &Value, place: Place) -> Result<FieldValue, ApplyError> {
        let wrong = |form| ApplyError::WrongType { path: place_of(line), form };
        let number = |form| if let Value::Uint(number) = value { Ok(*number) } else { Err(wrong(form)) };
        match &line.form {
            Form::Raw => Ok(FieldValue::Text(value.to_string())),
            Form::Coin => number("an amount").map(FieldValue::Coin),
            Form::Date => number("a date").map(FieldValue::Date),
            Form::Duration => number("a duration").map(FieldValue::Duration),
            Form::Tokens(tokens) => self.tokens(tokens, number("a number of tokens")?, place),
            Form::Address => {
                address(value).map(|address| FieldValue::Party(self.party(address))).ok_or_else(|| wrong("an address"))
            }
            Form::Ticker => {
                let token = address(value).ok_or_else(|| wrong("a token"))?;
                let known = self.known.contract(self.container.chain, token);
                Ok(FieldValue::Text(known.map_or_else(|| token.to_string(), |known| known.symbol.clone())))
            }
            Form::Chain => Ok(FieldValue::Text(number("a chain")?.to_string())),
            Form::Unit { base, decimals } => {
                let measure = Amount::from_raw(number("a measure")?, *decimals).map_err(|_| wrong("a measure"))?;
                Ok(FieldValue::Text(format!("{measure}{base}")))
            }
            Form::Choice(choices) => {
                let chosen = choices.iter().find(|(key, _)| **key == value.to_string());
                let chosen = chosen.ok_or_else(|| ApplyError::NotInList { path: place_of(line) })?;
                Ok(FieldValue::Text(chosen.1.clone()))
            }
        }
    }

    fn party(&self, address: Address) -> Party {
        Party::of(address, self.container.from, self.container.chain, self.known)
    }

    fn tokens(&self, tokens: &Tokens, raw: U256, place: Place) -> Result<FieldValue, ApplyError> {
        let token = match &tokens.token {
            Some(source) => self.address(source, place)?,
            None => None,
        };
        let Some(token) = token else {
            return Ok(FieldValue::UnknownUnits(raw));
        };
        for coin in &tokens.coin {
            if self.address(coin, None)? == Some(token) {
                return Ok(FieldValue::Coin(raw));
            }
        }
        let amount = Counted::of(token, raw, self.known.contract(self.container.chain, token));
        Ok(match &tokens.threshold {
            Some((threshold, message)) if raw >= *threshold => {
                FieldValue::Threshold { message: message.clone(), amount }
            }
            Some(_) | None => FieldValue::Tokens(amount),
        })
    }

    /// The address of a token. `None` for a constant that nobody has set: descriptors of standards leave it to whoever knows.
    fn address(&self, source: &Source, place: Place) -> Result<Option<Address>, ApplyError> {
        let (node, path) = match source {
            Source::Literal(text) => (Some(Node::Leaf(Value::String(text.clone()))), text.clone()),
            Source::Path(path) if path.root == super::path::Root::File => {
                (self.constant(&path.steps), path.to_string())
            }
            Source::Path(path) => (Some(self.node(path)?), path.to_string()),
        };
        let Some(node) = node else {
            return Ok(None);
        };
        let value = match (node, place) {
            (Node::Leaf(value), _) => value,
            (Node::List(items), Some((index, count))) if items.len() == count => match items.get(index) {
                Some(Node::Leaf(value)) => value.clone(),
                Some(Node::List(_) | Node::Fields(_)) | None => {
                    return Err(ApplyError::WrongType { path, form: "a token" });
                }
            },
            (Node::List(_), Some(_)) => return Err(ApplyError::UnevenLists { path }),
            (Node::List(_) | Node::Fields(_), _) => return Err(ApplyError::WrongType { path, form: "a token" }),
        };
        address(&value).map(Some).ok_or(ApplyError::WrongType { path, form: "a token" })
    }
}

fn place_of(line: &Line) -> String {
    match &line.source {
        Source::Path(path) => path.to_string(),
        Source::Literal(text) => text.clone(),
    }
}

/// An address: as such, as 20 bytes, or as the text of a constant.
fn address(value: &Value) -> Option<Address> {
    match value {
        Value::Address(address) => Some(*address),
        Value::Bytes(bytes) => Address::try_from(bytes.as_ref()).ok(),
        Value::String(text) => text.parse().ok(),
        Value::Bool(_) | Value::Uint(_) | Value::Int(_) | Value::List(_) | Value::Tuple(_) => None,
    }
}
