//! From a descriptor and bytes to what is shown.

use std::collections::BTreeMap;

use alloy_primitives::{Address, FixedBytes, U256};

use super::descriptor::{Context, Deployment, Descriptor, Entry, Format, Line, Piece, Source, Visible};
use super::error::ApplyError;
use super::format::Scene;
use super::node::Node;
use super::path::{Path, Root};
use super::{ClearSigned, Field};
use crate::abi::dynamic::{Signature, Value};
use crate::keys::{TypedData, TypedField, TypedValue};
use crate::tx::KnownTokens;
use crate::units::ChainId;

/// What is around the data: the transaction, or the domain of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container {
    /// The chain.
    pub chain: ChainId,
    /// Who sends or signs.
    pub from: Address,
    /// The contract that is called, or that checks the signature.
    pub to: Address,
    /// The coin that goes along, in wei.
    pub value: U256,
}

impl Descriptor {
    /// Shows a call. Names, symbols and decimals come from `known`.
    ///
    /// # Errors
    /// [`ApplyError`]; where the bytes are not exactly the encoding of the arguments, nothing is shown.
    pub fn apply(&self, container: Container, calldata: &[u8], known: &KnownTokens) -> Result<ClearSigned, ApplyError> {
        self.apply_with(container, calldata, known, &BTreeMap::new())
    }

    /// The same, with constants that are known only now: they come before those of the file.
    pub(super) fn apply_with(
        &self,
        container: Container,
        calldata: &[u8],
        known: &KnownTokens,
        constants: &BTreeMap<String, String>,
    ) -> Result<ClearSigned, ApplyError> {
        let Context::Contract { deployments } = &self.context else {
            return Err(ApplyError::NotDescribed);
        };
        check_deployments(deployments.as_deref(), container)?;
        let (selector, arguments) = calldata.split_first_chunk::<4>().ok_or(ApplyError::NotDescribed)?;
        let format = self.format(FixedBytes(*selector)).ok_or(ApplyError::NotDescribed)?;
        let signature = Signature::parse(&format.key).map_err(|_| ApplyError::NotDescribed)?;
        let decoded = signature.decode(arguments)?;
        match arguments.len().saturating_sub(decoded.length) {
            0 => {}
            extra => return Err(ApplyError::Trailing { extra }),
        }
        let data = Node::of_arguments(&signature.parameters, decoded.values);
        let constants = |name: &str| constants.get(name).or_else(|| self.constants.get(name)).cloned();
        format.show(&Scene { container, data, known, constants: &constants })
    }

    /// Shows a message (EIP-712).
    ///
    /// # Errors
    /// [`ApplyError`].
    pub fn apply_to_message(
        &self,
        message: &TypedData,
        signer: Address,
        known: &KnownTokens,
    ) -> Result<ClearSigned, ApplyError> {
        let Context::Messages { deployments, domain } = &self.context else {
            return Err(ApplyError::NotDescribed);
        };
        let (chain, to) = message.chain().zip(message.verifying_contract()).ok_or(ApplyError::NoContainer)?;
        let container = Container { chain, from: signer, to, value: U256::ZERO };
        check_deployments(deployments.as_deref(), container)?;
        for (name, expected) in domain {
            let field = message.domain().iter().find(|field| field.name == *name);
            if !field.is_some_and(|field| says(field, expected)) {
                return Err(ApplyError::OtherContract);
            }
        }
        let format = self.formats.iter().find(|format| format.key == message.encoded_type());
        let format = format.ok_or(ApplyError::NotDescribed)?;
        let data = Node::of_message(message.message()).ok_or(ApplyError::NotDescribed)?;
        let constants = |name: &str| self.constants.get(name).cloned();
        format.show(&Scene { container, data, known, constants: &constants })
    }

    pub(super) fn format(&self, selector: FixedBytes<4>) -> Option<&Format> {
        self.formats.iter().find(|format| format.selector == Some(selector))
    }
}

fn check_deployments(deployments: Option<&[Deployment]>, container: Container) -> Result<(), ApplyError> {
    let here = Deployment { chain: container.chain, address: container.to };
    let elsewhere = deployments.is_some_and(|deployments| !deployments.contains(&here));
    if elsewhere { Err(ApplyError::OtherContract) } else { Ok(()) }
}

/// Whether a field of the domain has this value.
fn says(field: &TypedField, expected: &str) -> bool {
    match &field.value {
        TypedValue::Text(text) => text == expected,
        TypedValue::Uint(number) => expected.parse() == Ok(*number),
        TypedValue::Address(address) => expected.parse() == Ok(*address),
        TypedValue::FixedBytes(bytes) | TypedValue::Bytes(bytes) => bytes.to_string().eq_ignore_ascii_case(expected),
        TypedValue::Bool(_)
        | TypedValue::Int(_)
        | TypedValue::Array(_)
        | TypedValue::Struct(_)
        | TypedValue::Absent => false,
    }
}

impl Format {
    fn show(&self, scene: &Scene<'_>) -> Result<ClearSigned, ApplyError> {
        let mut fields = Vec::new();
        for entry in &self.entries {
            fields.extend(shown(entry, scene)?.into_iter().flatten());
        }
        // Where a part of the sentence cannot be filled in, the standard wants the plain intent.
        let sentence = self.sentence.as_ref().and_then(|pieces| self.sentence(pieces, scene));
        Ok(ClearSigned { intent: self.intent.clone(), sentence, fields })
    }

    fn sentence(&self, pieces: &[Piece], scene: &Scene<'_>) -> Option<String> {
        let mut sentence = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => sentence.push_str(text),
                Piece::Value(path) => {
                    let line = self.entries.iter().find_map(|entry| line_at(entry, path))?;
                    let fields = lines(line, scene).ok()?;
                    let [field] = fields.as_slice() else { return None };
                    sentence.push_str(&field.value.to_string());
                }
            }
        }
        Some(sentence)
    }
}

/// The field at a path, where it is one that is always shown.
fn line_at<'a>(entry: &'a Entry, path: &Path) -> Option<&'a Line> {
    match entry {
        Entry::Line(line) => {
            let is_it = line.source == Source::Path(path.clone()) && line.visible == Visible::Always;
            is_it.then_some(line)
        }
        Entry::Group { entries, .. } => entries.iter().find_map(|entry| line_at(entry, path)),
    }
}

/// What an entry shows: one list for each item where it goes through a list item by item, otherwise a single one.
fn shown(entry: &Entry, scene: &Scene<'_>) -> Result<Vec<Vec<Field>>, ApplyError> {
    match entry {
        Entry::Line(line) => Ok(lines(line, scene)?.into_iter().map(|field| vec![field]).collect()),
        Entry::Group { path, bundled, entries } => {
            let columns = entries.iter().map(|entry| shown(entry, scene)).collect::<Result<Vec<_>, _>>()?;
            if !bundled {
                return Ok(vec![columns.into_iter().flatten().flatten().collect()]);
            }
            let rows = columns.first().map_or(0, Vec::len);
            if columns.iter().any(|column| column.len() != rows) {
                let path = path.as_ref().map_or_else(|| "#".to_owned(), ToString::to_string);
                return Err(ApplyError::UnevenLists { path });
            }
            let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
            let row = |_| columns.iter_mut().filter_map(Iterator::next).flatten().collect();
            Ok((0..rows).map(row).collect())
        }
    }
}

/// The field, or one for each item where its path leads to a list.
fn lines(line: &Line, scene: &Scene<'_>) -> Result<Vec<Field>, ApplyError> {
    let path = match &line.source {
        Source::Literal(text) => {
            let value = Value::String(text.clone());
            return Ok(vec![Field { label: line.label.clone(), item: None, value: scene.value(line, &value, None)? }]);
        }
        Source::Path(path) => path,
    };
    if line.visible == Visible::Never {
        // It has to be there all the same: a path that leads nowhere is a mistake.
        return scene.node(path).map(|_| Vec::new());
    }
    let values = match scene.node(path)? {
        Node::Leaf(value) => vec![(None, value)],
        Node::List(items) => {
            let leaf = |(index, item): (usize, Node)| match item {
                Node::Leaf(value) => Ok((Some(index), value)),
                Node::List(_) | Node::Fields(_) => {
                    Err(ApplyError::WrongType { path: path.to_string(), form: "a list of values" })
                }
            };
            items.into_iter().enumerate().map(leaf).collect::<Result<_, _>>()?
        }
        Node::Fields(_) => return Err(ApplyError::WrongType { path: path.to_string(), form: "a value" }),
    };
    let mut fields = Vec::new();
    let count = values.len();
    for (index, value) in values {
        if is_visible(line, path, &value)? {
            let item = index.map(|index| index.saturating_add(1));
            let place = index.map(|index| (index, count));
            fields.push(Field { label: line.label.clone(), item, value: scene.value(line, &value, place)? });
        }
    }
    Ok(fields)
}

fn is_visible(line: &Line, path: &Path, value: &Value) -> Result<bool, ApplyError> {
    let is_one_of = |listed: &[String]| listed.iter().any(|listed| equals(value, listed));
    match &line.visible {
        Visible::Always => Ok(true),
        Visible::Never => Ok(false),
        Visible::IfNotIn(listed) => Ok(!is_one_of(listed)),
        Visible::MustMatch(listed) if is_one_of(listed) => Ok(false),
        Visible::MustMatch(_) => Err(ApplyError::NotInList { path: path.to_string() }),
    }
}

/// Whether a value is what a descriptor writes as this text.
fn equals(value: &Value, text: &str) -> bool {
    match value {
        Value::Uint(number) => text.parse() == Ok(*number),
        Value::Address(address) => text.parse() == Ok(*address),
        Value::Bytes(bytes) => bytes.to_string().eq_ignore_ascii_case(text),
        Value::Bool(_) | Value::Int(_) | Value::String(_) => value.to_string() == text,
        Value::List(_) | Value::Tuple(_) => false,
    }
}

impl Scene<'_> {
    /// What a path leads to.
    pub(super) fn node(&self, path: &Path) -> Result<Node, ApplyError> {
        let found = match path.root {
            Root::Data => self.data.follow(&path.steps),
            Root::Container => self.around().follow(&path.steps),
            Root::File => self.constant(&path.steps),
        };
        found.ok_or_else(|| ApplyError::NoSuchField { path: path.to_string() })
    }
}
