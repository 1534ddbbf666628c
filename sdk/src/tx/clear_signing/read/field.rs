//! The form of a field, with its parameters.

use std::collections::BTreeMap;

use alloy_primitives::U256;
use serde_json::{Map, Value};

use super::super::descriptor::{Form, Source, Tokens};
use super::super::path::Path;
use super::json::{Object, Parsed, unexpected, unsupported};
use super::{Enums, literal};

/// What the format says where a threshold has no message of its own.
const UNLIMITED: &str = "Unlimited";

pub(super) fn form(line: &Object<'_>, outer: Option<&Path>, enums: &Enums) -> Parsed<Form> {
    let empty = Value::Object(Map::new());
    let params = Object::of(line.optional("params").unwrap_or(&empty), &line.at("params"))?;
    let without = |form| params.only(&[]).map(|()| form);
    match line.text("format")? {
        "raw" => without(Form::Raw),
        "amount" => without(Form::Coin),
        "duration" => without(Form::Duration),
        "chainId" => without(Form::Chain),
        "tokenTicker" => without(Form::Ticker),
        "tokenAmount" => tokens(&params, outer).map(Form::Tokens),
        // Names come from the wallet's own list, which the format calls local and always lets count; what kind of account an address
        // is cannot be told from a call.
        "addressName" => params.only(&["types", "sources"]).map(|()| Form::Address),
        "date" => {
            params.only(&["encoding"])?;
            match params.text("encoding")? {
                "timestamp" => Ok(Form::Date),
                other => Err(unsupported(&params.at("encoding"), other)),
            }
        }
        "unit" => unit(&params),
        "enum" => choice(&params, enums).map(Form::Choice),
        other => Err(unsupported(&line.at("format"), other)),
    }
}

fn tokens(params: &Object<'_>, outer: Option<&Path>) -> Parsed<Tokens> {
    params.only(&["tokenPath", "token", "nativeCurrencyAddress", "threshold", "message"])?;
    let token = match (params.optional_path("tokenPath")?, params.optional_text("token")?) {
        (Some(path), None) => Some(Source::Path(path.within(outer))),
        (None, Some(constant)) => Some(literal(constant)),
        (None, None) => None,
        (Some(_), Some(_)) => return Err(unexpected(&params.path, "either tokenPath or token")),
    };
    let coin = match params.optional("nativeCurrencyAddress") {
        Some(Value::Array(_)) => params.scalars("nativeCurrencyAddress")?.iter().map(|text| literal(text)).collect(),
        Some(_) => vec![literal(params.text("nativeCurrencyAddress")?)],
        None => Vec::new(),
    };
    let message = params.optional_text("message")?.unwrap_or(UNLIMITED).to_owned();
    let threshold = match params.optional("threshold") {
        Some(value) => {
            let text = params.scalar("threshold", value)?;
            let wrong = |_| unexpected(&params.at("threshold"), "a whole number");
            Some((text.parse::<U256>().map_err(wrong)?, message))
        }
        None => None,
    };
    Ok(Tokens { token, coin, threshold })
}

fn unit(params: &Object<'_>) -> Parsed<Form> {
    params.only(&["base", "decimals", "prefix"])?;
    if !matches!(params.optional("prefix"), None | Some(Value::Bool(false))) {
        return Err(unsupported(&params.at("prefix"), "a prefix of the SI"));
    }
    let decimals = match params.optional("decimals") {
        Some(value) => {
            let decimals = value.as_u64().and_then(|decimals| u8::try_from(decimals).ok());
            decimals.ok_or_else(|| unexpected(&params.at("decimals"), "a number of decimals"))?
        }
        None => 0,
    };
    Ok(Form::Unit { base: params.text("base")?.to_owned(), decimals })
}

fn choice(params: &Object<'_>, enums: &Enums) -> Parsed<BTreeMap<String, String>> {
    params.only(&["$ref"])?;
    let name = params.text("$ref")?.strip_prefix("$.metadata.enums.");
    let found = name.and_then(|name| enums.get(name));
    found.cloned().ok_or_else(|| unexpected(&params.at("$ref"), "the path of an enum"))
}
