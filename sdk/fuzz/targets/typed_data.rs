//! A document of typed data (EIP-712) as a page hands it over: refused, or read into what a review shows. What is shown determines
//! what is signed: written as a document again, it has the same digest, and another implementation gives that digest too.
#![no_main]

use assay_sdk::keys::{TypedData, TypedField, TypedValue};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};

fuzz_target!(|text: &str| {
    let Ok(data) = TypedData::from_json(text) else { return };
    let original: Value = serde_json::from_str(text).expect("it was read as JSON");
    let shown = json!({
        "types": original["types"],
        "primaryType": data.primary_type(),
        "domain": object(data.domain()),
        "message": object(data.message()),
    });
    let again = TypedData::from_json(&shown.to_string()).expect("what is shown is a document");
    assert_eq!((again.domain(), again.message()), (data.domain(), data.message()));
    assert_eq!((again.digest(), again.chain()), (data.digest(), data.chain()));
    assert_eq!(again.encoded_type(), data.encoded_type());
    // What the standard says nothing about, the other one refuses or hashes in its own way.
    if data.domain().iter().chain(data.message()).any(|field| has_absent(&field.value)) {
        return;
    }
    if let Ok(theirs) = serde_json::from_value::<alloy_dyn_abi::TypedData>(shown)
        && let Ok(digest) = theirs.eip712_signing_hash()
    {
        assert_eq!(digest, data.digest());
    }
});

fn object(fields: &[TypedField]) -> Value {
    Value::Object(fields.iter().map(|field| (field.name.clone(), value(&field.value))).collect::<Map<_, _>>())
}

fn value(value: &TypedValue) -> Value {
    match value {
        TypedValue::Address(address) => json!(address.to_string()),
        TypedValue::Bool(yes) => json!(yes),
        TypedValue::Uint(number) => json!(number.to_string()),
        TypedValue::Int(number) => json!(number.to_string()),
        TypedValue::FixedBytes(bytes) | TypedValue::Bytes(bytes) => json!(bytes.to_string()),
        TypedValue::Text(text) => json!(text),
        TypedValue::Array(items) => Value::Array(items.iter().map(self::value).collect()),
        TypedValue::Struct(fields) => object(fields),
        TypedValue::Absent => Value::Null,
    }
}

fn has_absent(value: &TypedValue) -> bool {
    match value {
        TypedValue::Absent => true,
        TypedValue::Array(items) => items.iter().any(has_absent),
        TypedValue::Struct(fields) => fields.iter().any(|field| has_absent(&field.value)),
        TypedValue::Address(_)
        | TypedValue::Bool(_)
        | TypedValue::Uint(_)
        | TypedValue::Int(_)
        | TypedValue::FixedBytes(_)
        | TypedValue::Bytes(_)
        | TypedValue::Text(_) => false,
    }
}
