//! From JSON to a descriptor. Strict: what is not understood is named, and nothing is read.

mod context;
mod field;
mod json;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::descriptor::{Context, Descriptor, Entry, Form, Format, Line, Piece, Source, Visible};
use super::error::DescriptorError;
use super::path::{Path, Root};
use crate::abi::dynamic::Signature;
use json::{Object, Parsed, unexpected, unsupported};

/// What the schema's second version is called wherever it is published; a copy may stand in any folder.
const SCHEMA: &str = "erc7730-v2.schema.json";

pub(super) fn descriptor(text: &str) -> Parsed<Descriptor> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| DescriptorError::NotJson { what: error.to_string() })?;
    let file = Object::of(&value, "$")?;
    let schema = file.text("$schema")?;
    if schema.rsplit('/').next() != Some(SCHEMA) {
        return Err(DescriptorError::Version { got: schema.to_owned() });
    }
    file.only(&["$schema", "$comment", "context", "metadata", "display"])?;
    let empty = Value::Object(Map::new());
    let metadata = Object::of(file.optional("metadata").unwrap_or(&empty), "$.metadata")?;
    metadata.only(&["owner", "contractName", "info", "token", "constants", "enums"])?;
    let display = file.object("display")?;
    display.only(&["formats"])?;
    let enums = enums(&metadata)?;
    let context = context::read(&file.object("context")?)?;
    let mut formats: Vec<Format> = Vec::new();
    for (key, value) in display.object("formats")?.entries() {
        let at = format!("$.display.formats.{key}");
        let format = format(key, &Object::of(value, &at)?, &context, &enums)?;
        let twice = |other: &Format| other.selector.is_some() && other.selector == format.selector;
        if formats.iter().any(twice) {
            return Err(DescriptorError::Duplicate { path: at });
        }
        formats.push(format);
    }
    Ok(Descriptor { context, constants: constants(&metadata)?, formats })
}

type Enums = BTreeMap<String, BTreeMap<String, String>>;

fn constants(metadata: &Object<'_>) -> Parsed<BTreeMap<String, String>> {
    let Some(constants) = metadata.optional_object("constants")? else {
        return Ok(BTreeMap::new());
    };
    constants.entries().map(|(name, value)| Ok((name.clone(), constants.scalar(name, value)?))).collect()
}

fn enums(metadata: &Object<'_>) -> Parsed<Enums> {
    let Some(enums) = metadata.optional_object("enums")? else {
        return Ok(BTreeMap::new());
    };
    let mut all = BTreeMap::new();
    for (name, _) in enums.entries() {
        let choices = enums.object(name)?;
        let one: Parsed<_> =
            choices.entries().map(|(key, _)| Ok((key.clone(), choices.text(key)?.to_owned()))).collect();
        all.insert(name.clone(), one?);
    }
    Ok(all)
}

fn format(key: &str, format: &Object<'_>, context: &Context, enums: &Enums) -> Parsed<Format> {
    format.only(&["$id", "intent", "interpolatedIntent", "fields"])?;
    let selector = match context {
        Context::Contract { .. } => {
            let wrong = |why| DescriptorError::Signature { path: format.path.clone(), why };
            Some(Signature::parse(key).map_err(wrong)?.selector())
        }
        Context::Messages { .. } => None,
    };
    let Value::String(intent) = format.required("intent")? else {
        return Err(unsupported(&format.at("intent"), "an intent that is no text"));
    };
    let entries = entries(format, None, enums)?;
    let sentence = match format.optional_text("interpolatedIntent")? {
        Some(text) => {
            Some(pieces(text).ok_or_else(|| unexpected(&format.at("interpolatedIntent"), "paths in braces"))?)
        }
        None => None,
    };
    Ok(Format { key: key.to_owned(), selector, intent: intent.clone(), sentence, entries })
}

/// The fields of a format or of a group, with the paths of the groups around them in front.
fn entries(of: &Object<'_>, outer: Option<&Path>, enums: &Enums) -> Parsed<Vec<Entry>> {
    let fields = of.list("fields")?;
    let entry = |(index, value): (usize, &Value)| {
        let object = Object::of(value, &format!("{}.fields[{index}]", of.path))?;
        if object.optional("fields").is_some() { group(&object, outer, enums) } else { line(&object, outer, enums) }
    };
    fields.iter().enumerate().map(entry).collect()
}

fn group(group: &Object<'_>, outer: Option<&Path>, enums: &Enums) -> Parsed<Entry> {
    group.only(&["$id", "path", "fields", "iteration"])?;
    let path = group.optional_path("path")?.map(|path| path.within(outer));
    let bundled = match group.optional_text("iteration")? {
        None | Some("sequential") => false,
        Some("bundled") => true,
        Some(_) => return Err(unexpected(&group.at("iteration"), "sequential or bundled")),
    };
    let entries = entries(group, path.as_ref().or(outer), enums)?;
    Ok(Entry::Group { path, bundled, entries })
}

fn line(line: &Object<'_>, outer: Option<&Path>, enums: &Enums) -> Parsed<Entry> {
    line.only(&["$id", "path", "value", "label", "format", "params", "visible"])?;
    let source = match (line.optional_path("path")?, line.optional("value")) {
        (Some(path), None) => Source::Path(path.within(outer)),
        (None, Some(value)) => literal(&line.scalar("value", value)?),
        (Some(_), Some(_)) | (None, None) => return Err(unexpected(&line.path, "either a path or a value")),
    };
    let visible = visible(line)?;
    if visible == Visible::Never {
        // Names neither label nor form in many files: nothing of it is shown.
        let label = line.optional_text("label")?.unwrap_or_default().to_owned();
        return Ok(Entry::Line(Line { source, label, form: Form::Raw, visible }));
    }
    let form = field::form(line, outer, enums)?;
    let label = line.text("label")?.to_owned();
    Ok(Entry::Line(Line { source, label, form, visible }))
}

/// A constant by its path, or a text that stands for itself.
fn literal(text: &str) -> Source {
    match Path::parse(text) {
        Some(path) if path.root == Root::File => Source::Path(path),
        Some(_) | None => Source::Literal(text.to_owned()),
    }
}

fn visible(line: &Object<'_>) -> Parsed<Visible> {
    let Some(value) = line.optional("visible") else {
        return Ok(Visible::Always);
    };
    let at = line.at("visible");
    match value {
        // What may be shown is shown.
        Value::String(rule) if rule == "always" || rule == "optional" => Ok(Visible::Always),
        Value::String(rule) if rule == "never" => Ok(Visible::Never),
        Value::Object(_) => {
            let rule = Object::of(value, &at)?;
            rule.only(&["ifNotIn", "mustMatch"])?;
            match (rule.optional("ifNotIn"), rule.optional("mustMatch")) {
                (Some(_), None) => rule.scalars("ifNotIn").map(Visible::IfNotIn),
                (None, Some(_)) => rule.scalars("mustMatch").map(Visible::MustMatch),
                (Some(_), Some(_)) | (None, None) => Err(unexpected(&at, "one rule")),
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(unexpected(&at, "never, always, optional or a rule"))
        }
    }
}

/// Text and paths in braces; doubled braces are braces.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if letters.peek() == Some(&letter) => {
                letters.next();
                plain.push(letter);
            }
            '{' => {
                let mut path = String::new();
                loop {
                    match letters.next()? {
                        '}' => break,
                        '{' => return None,
                        letter => path.push(letter),
                    }
                }
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
                pieces.push(Piece::Value(Path::parse(&path)?));
            }
            '}' => return None,
            letter => plain.push(letter),
        }
    }
    pieces.push(Piece::Text(plain));
    Some(pieces)
}
