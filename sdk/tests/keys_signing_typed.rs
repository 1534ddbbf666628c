//! Typed data: the full type system, strictly read, against other implementations.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::string_slice,
    reason = "helpers of tests: a failure here is the test's failure, and `json!` is handed over as it stands"
)]

use alloy_primitives::{Address, Bytes, I256, U256, address, bytes};
use assay_sdk::keys::{
    LocalSigner, SecretKey, SignerError, SigningPayload, TypedData, TypedDataError, TypedField, TypedValue,
};
use assay_sdk::units::ChainId;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A document with this type of the only field `value` of `Sample`, and further structs.
fn sample(kind: &str, value: &Value, more: &Value) -> Value {
    let mut types = json!({
        "EIP712Domain": [{ "name": "name", "type": "string" }, { "name": "chainId", "type": "uint256" }],
        "Sample": [{ "name": "value", "type": kind }],
    });
    for (name, fields) in more.as_object().unwrap() {
        types[name] = fields.clone();
    }
    let (domain, message) = (json!({ "name": "Test", "chainId": 1 }), json!({ "value": value }));
    json!({ "types": types, "primaryType": "Sample", "domain": domain, "message": message })
}

fn read(document: &Value) -> Result<TypedData, TypedDataError> {
    TypedData::from_json(&document.to_string())
}

fn one(kind: &str, value: Value) -> Result<TypedData, TypedDataError> {
    read(&sample(kind, &value, &json!({})))
}

/// What `alloy-dyn-abi` makes of the same document.
fn oracle(document: &Value) -> String {
    let data: alloy_dyn_abi::TypedData = serde_json::from_value(document.clone()).unwrap();
    data.eip712_signing_hash().unwrap().to_string()
}

fn value(data: &TypedData) -> &TypedValue {
    &data.message()[0].value
}

/// The example in the text of EIP-712, whose hashes and signature its reference implementation states.
fn mail() -> Value {
    json!({
        "types": {
            "EIP712Domain": [
                { "name": "name", "type": "string" },
                { "name": "version", "type": "string" },
                { "name": "chainId", "type": "uint256" },
                { "name": "verifyingContract", "type": "address" },
            ],
            "Person": [{ "name": "name", "type": "string" }, { "name": "wallet", "type": "address" }],
            "Mail": [
                { "name": "from", "type": "Person" },
                { "name": "to", "type": "Person" },
                { "name": "contents", "type": "string" },
            ],
        },
        "primaryType": "Mail",
        "domain": {
            "name": "Ether Mail",
            "version": "1",
            "chainId": 1,
            "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC",
        },
        "message": {
            "from": { "name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826" },
            "to": { "name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB" },
            "contents": "Hello, Bob!",
        },
    })
}

#[test]
fn the_example_of_eip_712_holds() {
    let data = read(&mail()).unwrap();
    assert_eq!(data.encoded_type(), "Mail(Person from,Person to,string contents)Person(string name,address wallet)");
    let hashes = [data.domain_separator(), data.message_hash(), data.digest()].map(|hash| hash.to_string());
    assert_eq!(
        hashes,
        [
            "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f",
            "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e",
            "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2",
        ]
    );
    assert_eq!(data.chain(), Some(ChainId(1)));
    assert_eq!(data.verifying_contract(), Some(address!("CcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC")));
    // The key is the Keccak-256 of "cow".
    let key = SecretKey::from_bytes(&alloy_primitives::keccak256("cow").0).unwrap();
    let payload = SigningPayload::TypedData(Box::new(data));
    let signature = LocalSigner::new(&key, ChainId(1)).sign_now(&payload).unwrap();
    assert_eq!(
        Bytes::copy_from_slice(&signature.as_bytes()),
        bytes!(
            "4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c"
        )
    );
    let other = SignerError::WrongChain { got: ChainId(1), expected: ChainId(137) };
    assert_eq!(LocalSigner::new(&key, ChainId(137)).sign_now(&payload).unwrap_err(), other);
}

#[test]
fn what_is_shown_is_what_is_hashed() {
    let data = read(&mail()).unwrap();
    let field = |name: &str, type_name: &str, value: TypedValue| TypedField {
        name: name.to_owned(),
        type_name: type_name.to_owned(),
        value,
    };
    let person = |name: &str, wallet: Address| {
        TypedValue::Struct(vec![
            field("name", "string", TypedValue::Text(name.to_owned())),
            field("wallet", "address", TypedValue::Address(wallet)),
        ])
    };
    let expected = [
        field("from", "Person", person("Cow", address!("CD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"))),
        field("to", "Person", person("Bob", address!("bBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"))),
        field("contents", "string", TypedValue::Text("Hello, Bob!".to_owned())),
    ];
    assert_eq!(data.message(), expected);
    assert_eq!(
        data.domain().iter().map(|field| field.name.as_str()).collect::<Vec<_>>(),
        ["name", "version", "chainId", "verifyingContract"]
    );
}

#[test]
fn a_domain_without_a_chain_says_so() {
    let mut document = mail();
    document["types"]["EIP712Domain"].as_array_mut().unwrap().remove(2);
    // Left in the domain without being declared, it would be shown and not signed.
    let extra = TypedDataError::Unexpected { path: "domain.chainId".to_owned() };
    assert_eq!(read(&document).unwrap_err(), extra);
    document["domain"].as_object_mut().unwrap().remove("chainId");
    let data = read(&document).unwrap();
    assert_eq!(data.digest().to_string(), oracle(&document));
    let payload = SigningPayload::TypedData(Box::new(data));
    assert_eq!(payload.chain().unwrap(), None);
    let key = SecretKey::from_bytes(&[1; 32]).unwrap();
    assert!(LocalSigner::new(&key, ChainId(5)).sign_now(&payload).is_ok());
}

#[test]
fn integers_keep_to_their_bits() {
    let limits = |bits: usize| (U256::ONE << bits, U256::ONE << (bits - 1));
    for bits in (8..=248).step_by(8) {
        let (unsigned, half) = limits(bits);
        let (uint, int) = (format!("uint{bits}"), format!("int{bits}"));
        assert!(one(&uint, json!((unsigned - U256::ONE).to_string())).is_ok(), "{uint}");
        assert!(one(&uint, json!(unsigned.to_string())).is_err(), "{uint}");
        assert!(one(&int, json!((half - U256::ONE).to_string())).is_ok(), "{int}");
        assert!(one(&int, json!(half.to_string())).is_err(), "{int}");
        assert!(one(&int, json!(format!("-{half}"))).is_ok(), "{int}");
        assert!(one(&int, json!(format!("-{}", half + U256::ONE))).is_err(), "{int}");
        for (kind, text) in [(&uint, (unsigned - U256::ONE).to_string()), (&int, format!("-{half}"))] {
            let document = sample(kind, &json!(text), &json!({}));
            assert_eq!(read(&document).unwrap().digest().to_string(), oracle(&document), "{kind}");
        }
    }
    assert_eq!(*value(&one("uint256", json!(U256::MAX.to_string())).unwrap()), TypedValue::Uint(U256::MAX));
    assert_eq!(*value(&one("int256", json!(I256::MIN.to_string())).unwrap()), TypedValue::Int(I256::MIN));
    assert!(one("uint256", json!(format!("{}0", U256::MAX))).is_err());
    assert!(one("int256", json!(format!("{}0", I256::MIN))).is_err());
}

#[test]
fn integers_are_spelt_in_three_ways() {
    let digest = |kind: &str, value: Value| one(kind, value).map(|data| data.digest());
    let same = digest("uint256", json!("255")).unwrap();
    assert_eq!(digest("uint256", json!(255)).unwrap(), same);
    assert_eq!(digest("uint256", json!("0xff")).unwrap(), same);
    assert_eq!(digest("uint256", json!("0xFF")).unwrap(), same);
    assert_eq!(digest("int16", json!(-7)).unwrap(), digest("int16", json!("-7")).unwrap());
    assert!(digest("uint256", json!(9_007_199_254_740_991_u64)).is_ok());
    for odd in [
        json!(9_007_199_254_740_992_u64),
        json!(1.5),
        json!(1e3),
        json!(-1),
        json!(""),
        json!("0x"),
        json!("+1"),
        json!(" 1"),
        json!("1_000"),
        json!("0xg"),
        json!("-0xff"),
        json!("1e3"),
        json!("٣"),
        json!(true),
        json!(null),
        json!([1]),
        json!({}),
    ] {
        let error = digest("uint256", odd.clone()).unwrap_err();
        assert!(error.to_string().starts_with("message.value: got "), "{error}");
        assert!(digest("int8", json!("-0xff")).is_err());
    }
    assert!(digest("int64", json!(-9_007_199_254_740_992_i64)).is_err());
}

#[test]
fn other_values_have_one_spelling() {
    let fits = |kind: &str, value: Value| one(kind, value).is_ok();
    assert!(fits("bool", json!(true)) && !fits("bool", json!("true")) && !fits("bool", json!(1)));
    assert!(fits("string", json!("")) && !fits("string", json!(1)) && !fits("string", json!(null)));
    assert!(fits("bytes", json!("0x")) && fits("bytes", json!("0x00fF")));
    for odd in [json!("00ff"), json!("0x0"), json!("0x0x00"), json!("0xzz"), json!([0]), json!(0)] {
        assert!(!fits("bytes", odd.clone()), "{odd}");
        assert!(!fits("bytes1", odd.clone()), "{odd}");
    }
    for length in 1..=32 {
        let document =
            |digits: usize| sample(&format!("bytes{length}"), &json!(format!("0x{}", "ab".repeat(digits))), &json!({}));
        assert_eq!(read(&document(length)).unwrap().digest().to_string(), oracle(&document(length)));
        assert!(read(&document(length - 1)).is_err() && read(&document(length + 1)).is_err(), "{length}");
    }
    let right = "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826";
    assert!(fits("address", json!(right)) && fits("address", json!(right.to_lowercase())));
    assert!(!fits("address", json!(right.replace("CD2a", "cD2a"))), "a wrong checksum");
    assert!(!fits("address", json!(&right[..40])) && !fits("address", json!(&right[2..])));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let items = json!({
        "Order": [{ "name": "items", "type": "Item[]" }],
        "Item": [{ "name": "amount", "type": "uint8" }],
    });
    let order = |amounts: &[Value]| {
        let items_of: Vec<_> = amounts.iter().map(|amount| json!({ "amount": amount })).collect();
        read(&sample("Order", &json!({ "items": items_of }), &items))
    };
    assert!(order(&[json!(1), json!(255)]).is_ok());
    let error = order(&[json!(1), json!(2), json!(3), json!("300")]).unwrap_err().to_string();
    assert!(error.starts_with("message.value.items[3].amount: got \"300\", expected uint8"), "{error}");
}

/// What is said of the example, changed.
fn refusal(change: &dyn Fn(&mut Value)) -> String {
    let mut document = mail();
    change(&mut document);
    read(&document).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_with_fields_and_types_is_said() {
    let message = refusal;
    let missing = message(&|document| drop(document["message"]["to"].as_object_mut().unwrap().remove("wallet")));
    assert_eq!(missing, "message.to.wallet is missing");
    let extra = message(&|document| document["message"]["from"]["age"] = json!(7));
    assert!(extra.starts_with("message.from.age is not declared by its type"), "{extra}");
    let unknown = message(&|document| document["types"]["Mail"][1]["type"] = json!("Persn[]"));
    assert!(unknown.starts_with("types.Mail[1].type: got Persn[], expected"), "{unknown}");
    let primary = message(&|document| document["primaryType"] = json!("Male"));
    assert!(primary.starts_with("primaryType: got Male, expected"), "{primary}");
    let null = message(&|document| document["message"]["to"] = json!(null));
    assert_eq!(null, "message.to: got null, expected Person, an object");
    let twice = message(&|document| document["types"]["Mail"][1]["name"] = json!("from"));
    assert!(twice.starts_with("types.Mail[1]: got \"from\", expected a name that no other"), "{twice}");
}

#[test]
fn what_is_wrong_with_the_document_is_said() {
    let message = refusal;
    for part in ["types", "primaryType", "domain", "message"] {
        let gone = message(&|document| drop(document.as_object_mut().unwrap().remove(part)));
        assert_eq!(gone, format!("{part} is missing"));
    }
    let domain = message(&|document| drop(document["types"].as_object_mut().unwrap().remove("EIP712Domain")));
    assert_eq!(domain, "types.EIP712Domain is missing");
    let kind = message(&|document| document["types"]["EIP712Domain"][2]["type"] = json!("string"));
    assert!(kind.starts_with("types.EIP712Domain: got string chainId, expected string name"), "{kind}");
    let huge = message(&|document| document["domain"]["chainId"] = json!(U256::MAX.to_string()));
    assert!(huge.contains("a chain id of at most 64 bits"), "{huge}");
}

#[test]
fn what_is_no_document_says_so() {
    assert!(TypedData::from_json("{").unwrap_err().to_string().starts_with("the document is not JSON"));
    assert!(TypedData::from_json("[]").unwrap_err().to_string().starts_with("the document: got an array"));
}

#[test]
fn types_that_read_like_another_are_refused() {
    for kind in [
        "uint",
        "int",
        "byte",
        "uint7",
        "uint0",
        "uint264",
        "uint08",
        "int12",
        "bytes0",
        "bytes33",
        "function",
        "uint8[",
        "uint8]",
        "uint8[0]",
        "uint8[02]",
        "uint8[-1]",
        "uint8[1",
        "uint8[]x",
        "[]",
        "",
        " uint8",
        "uint8 ",
        "address payable",
        "uint8[18446744073709551616]",
        "mapping(uint8=>uint8)",
        "Sämple",
    ] {
        let error = one(kind, json!([])).unwrap_err();
        assert!(matches!(error, TypedDataError::UnknownType { .. }), "{kind}: {error}");
    }
    // A name that would let one encoded type read as another.
    for name in ["a,uint8 b", "a)B(uint8 c", "", "1a", "a b", "ä"] {
        let mut document = sample("uint8", &json!(1), &json!({}));
        document["types"]["Sample"][0]["name"] = json!(name);
        assert!(matches!(read(&document), Err(TypedDataError::Name { .. })), "{name}");
        let mut document = sample("uint8", &json!(1), &json!({}));
        document["types"][name] = json!([]);
        assert!(matches!(read(&document), Err(TypedDataError::Name { .. })), "{name}");
    }
    for name in ["uint8", "address", "bytes32", "bool", "string"] {
        let document = sample("uint8", &json!(1), &json!({ name: [] }));
        assert!(matches!(read(&document), Err(TypedDataError::Name { .. })), "{name}");
    }
    // Those that only begin like one are structs' names.
    for name in ["integer", "uint8x", "bytesLike", "Exchange:Order"] {
        let document = sample(name, &json!({}), &json!({ name: [] }));
        assert!(read(&document).is_ok(), "{name}");
    }
}

#[test]
fn arrays_of_every_shape_are_hashed() {
    for (kind, value) in [
        ("uint8[]", json!([])),
        ("uint8[]", json!([1, 2, 3])),
        ("uint8[3]", json!([1, 2, 3])),
        ("uint8[2][]", json!([[1, 2], [3, 4], [5, 6]])),
        ("uint8[][2]", json!([[1], [2, 3, 4]])),
        ("string[2][2][1]", json!([[["a", "b"], ["c", "d"]]])),
        ("bytes[]", json!(["0x", "0x1234"])),
        ("int8[]", json!([-128, 127])),
        ("Point[][2]", json!([[{ "x": 1, "y": -1 }], []])),
    ] {
        let point = json!({ "Point": [{ "name": "x", "type": "int256" }, { "name": "y", "type": "int256" }] });
        let document = sample(kind, &value, &point);
        assert_eq!(read(&document).unwrap().digest().to_string(), oracle(&document), "{kind}");
    }
    assert!(one("uint8[3]", json!([1, 2])).is_err());
    assert!(one("uint8[1000000000000]", json!([])).is_err());
    assert!(one("uint8[]", json!({})).is_err());
    assert!(one("uint8[2][]", json!([[1]])).is_err());
}

#[test]
fn types_may_refer_to_each_other_in_circles() {
    let tree = json!({
        "Tree": [{ "name": "name", "type": "string" }, { "name": "forest", "type": "Forest" }, { "name": "twin", "type": "Tree" }],
        "Forest": [{ "name": "trees", "type": "Tree[]" }],
    });
    let leaf = json!({ "name": "leaf", "forest": { "trees": [] }, "twin": null });
    let root = json!({ "name": "root", "forest": { "trees": [leaf, leaf] }, "twin": leaf });
    let data = read(&sample("Tree", &root, &tree)).unwrap();
    assert_eq!(data.encoded_type(), "Sample(Tree value)Forest(Tree[] trees)Tree(string name,Forest forest,Tree twin)");
    // `null` stands for nothing only where a type could not end otherwise.
    let without = json!({ "name": "root", "forest": null, "twin": null });
    assert!(read(&sample("Tree", &without, &tree)).is_ok());
    let missing = json!({ "name": "root", "forest": { "trees": [] } });
    assert_eq!(read(&sample("Tree", &missing, &tree)).unwrap_err().to_string(), "message.value.twin is missing");
}

#[test]
fn a_document_nested_too_deep_is_refused() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let nested = |levels: usize| {
        let text = sample(&format!("bool{}", "[]".repeat(levels)), &json!("HERE"), &json!({})).to_string();
        TypedData::from_json(&text.replace("\"HERE\"", &deep(levels)))
    };
    assert!(nested(TypedData::MOST_LEVELS).is_ok());
    assert!(matches!(nested(TypedData::MOST_LEVELS + 2), Err(TypedDataError::TooMuch { .. })));
    let text = mail().to_string().replace("\"Hello, Bob!\"", &deep(100_000));
    assert!(matches!(TypedData::from_json(&text), Err(TypedDataError::NotJson { .. })));
    let long = mail().to_string().replace("Hello", &"a".repeat(TypedData::MOST_BYTES));
    assert!(matches!(TypedData::from_json(&long), Err(TypedDataError::TooLong { .. })));
    // A chain of structs that ends in itself.
    let list = json!({ "Link": [{ "name": "next", "type": "Link" }] });
    let links = (0..100).fold(json!(null), |next, _| json!({ "next": next }));
    let error = read(&sample("Link", &links, &list)).unwrap_err();
    assert!(matches!(error, TypedDataError::TooMuch { .. } | TypedDataError::NotJson { .. }), "{error}");
}

/// Work grows with types times the length of what they refer to, and both are bounded.
#[test]
fn many_types_that_refer_to_each_other_are_read_in_time() {
    // As many types as are allowed, each with fields of all others; and one more.
    let all = |count: usize| -> Value {
        let fields =
            |_: usize| (0..count).map(|other| json!({ "name": format!("f{other}"), "type": format!("T{other}[]") }));
        (0..count).map(|index| (format!("T{index}"), json!(fields(index).collect::<Vec<_>>()))).collect()
    };
    let empty = |count: usize| (0..count).map(|other| (format!("f{other}"), json!([]))).collect::<Value>();
    let wide = read(&sample("T0", &empty(126), &all(126)));
    assert!(matches!(wide, Err(TypedDataError::TooMuch { what: "characters in its encoded type", .. })), "{wide:?}");
    assert!(read(&sample("T0", &empty(40), &all(40))).is_ok());
    assert!(matches!(read(&sample("T0", &empty(127), &all(127))), Err(TypedDataError::TooMuch { what: "types", .. })));
    let list = json!({ "Link": [{ "name": "next", "type": "Link" }] });
    let nulls = json!(vec![Value::Null; 50_000]);
    assert!(read(&sample("Link[]", &nulls, &list)).is_ok());
}

#[test]
fn it_crosses_to_a_worker_as_its_text() {
    let text = mail().to_string();
    let payload = SigningPayload::TypedData(Box::new(TypedData::from_json(&text).unwrap()));
    let json = serde_json::to_value(&payload).unwrap();
    assert_eq!(json, json!({ "kind": "typedData", "bytes": text }));
    assert_eq!(serde_json::from_value::<SigningPayload>(json).unwrap(), payload);
    let forged = json!({ "kind": "typedData", "bytes": text.replace("Hello, Bob!\"", "Hello\",\"more\":\"1\"") });
    let error = serde_json::from_value::<SigningPayload>(forged).unwrap_err();
    assert!(error.to_string().contains("message.more is not declared"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Damage is refused or hashed as the other implementation hashes it; nothing panics.
    #[test]
    fn damage_never_panics(at in any::<prop::sample::Index>(), to in 0x20_u8..0x7f) {
        let mut bytes = mail().to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(data) = TypedData::from_json(std::str::from_utf8(&bytes).unwrap()) {
            let document: Value = serde_json::from_slice(&bytes).unwrap();
            prop_assert_eq!(data.digest().to_string(), oracle(&document));
        }
    }
}
