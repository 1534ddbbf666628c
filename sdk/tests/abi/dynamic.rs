use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{U256, keccak256};
use assay_sdk::abi::dynamic::{DecodeError, Signature, SignatureError};
use proptest::prelude::*;

use crate::oracle::{Random, shown, types, value};

/// A type's text, nested up to three times.
fn kind(random: &mut Random, depth: usize) -> String {
    let bits = 8 * (1 + random.below(32));
    match random.below(if depth == 0 { 7 } else { 10 }) {
        0 => "address".to_owned(),
        1 => "bool".to_owned(),
        2 => format!("uint{bits}"),
        3 => format!("int{bits}"),
        4 => format!("bytes{}", 1 + random.below(32)),
        5 => "bytes".to_owned(),
        6 => "string".to_owned(),
        7 => format!("{}[]", kind(random, depth - 1)),
        8 => format!("{}[{}]", kind(random, depth - 1), 1 + random.below(3)),
        _ => {
            let count = 1 + random.below(3);
            let items: Vec<_> = (0..count).map(|_| kind(random, depth - 1)).collect();
            format!("({})", items.join(","))
        }
    }
}

fn signature(random: &mut Random) -> String {
    let count = random.below(5);
    let parameters: Vec<_> = (0..count).map(|_| kind(random, 3)).collect();
    format!("f({})", parameters.join(","))
}

fn encoded(text: &str, random: &mut Random) -> (DynSolValue, Vec<u8>) {
    let values = DynSolValue::Tuple(types(text).iter().map(|kind| value(kind, random)).collect());
    let bytes = values.abi_encode_params();
    (values, bytes)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    /// Whatever another encoder writes is read back, and no byte of it is left over.
    #[test]
    fn what_is_encoded_is_decoded(seed: u64, trailing in proptest::collection::vec(any::<u8>(), 0..70)) {
        let mut random = Random(seed);
        let text = signature(&mut random);
        let parsed = Signature::parse(&text).unwrap();
        prop_assert_eq!(parsed.canonical(), text.clone());
        prop_assert!(keccak256(&text).starts_with(parsed.selector().as_slice()));
        let (values, bytes) = encoded(&text, &mut random);
        let decoded = parsed.decode(&[&bytes[..], &trailing].concat()).unwrap();
        prop_assert_eq!(decoded.length, bytes.len(), "{}", text);
        let DynSolValue::Tuple(values) = values else { unreachable!() };
        let got: Vec<_> = decoded.values.iter().map(ToString::to_string).collect();
        let expected: Vec<_> = values.iter().map(shown).collect();
        prop_assert_eq!(got, expected, "{}", text);
    }

    /// Altered bytes are refused, or they are the exact encoding of what was read.
    #[test]
    fn no_altered_byte_is_read_as_something_else(seed: u64, at: usize, flip in 1_u8..=255, cut in any::<bool>()) {
        let mut random = Random(seed);
        let text = signature(&mut random);
        let parsed = Signature::parse(&text).unwrap();
        let (_, mut bytes) = encoded(&text, &mut random);
        if !bytes.is_empty() {
            let at = at % bytes.len();
            if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        }
        if let Ok(decoded) = parsed.decode(&bytes) {
            let tuple = DynSolType::Tuple(types(&text));
            let other = tuple.abi_decode_params(&bytes).unwrap();
            let again = other.abi_encode_params();
            prop_assert_eq!(&again[..], &bytes[..decoded.length], "{}", text);
            let got: Vec<_> = decoded.values.iter().map(ToString::to_string).collect();
            let DynSolValue::Tuple(values) = other else { unreachable!() };
            prop_assert_eq!(got, values.iter().map(shown).collect::<Vec<_>>(), "{}", text);
        }
    }

    #[test]
    fn noise_is_no_signature_and_panics_nowhere(text in "[a-z0-9(),\\[\\] ]{0,40}", bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(signature) = Signature::parse(&text) {
            let _ = signature.decode(&bytes);
            prop_assert!(DynSolType::parse(&signature.canonical()[signature.name.len()..]).is_ok(), "{}", text);
        }
    }
}

#[test]
fn names_are_kept_apart_from_types() {
    let text = "swap((address token,uint24[] fees)[2] path, uint256 amount,bytes)";
    let signature = Signature::parse(text).unwrap();
    assert_eq!(signature.canonical(), "swap((address,uint24[])[2],uint256,bytes)");
    let names: Vec<_> = signature.parameters.iter().map(|parameter| parameter.name).collect();
    assert_eq!(names, ["path", "amount", ""]);
}

#[test]
fn texts_that_are_no_signatures_are_refused() {
    let kind = |got: &str| SignatureError::Type { got: got.to_owned() };
    for (text, got) in [
        ("f(uint)", "uint"),
        ("f(uint7)", "uint7"),
        ("f(uint264)", "uint264"),
        ("f(uint08)", "uint08"),
        ("f(int0)", "int0"),
        ("f(bytes33)", "bytes33"),
        ("f(bytes0)", "bytes0"),
        ("f(())", "()"),
        ("f(address[0])", "address[0]"),
        ("f(address[1025])", "address[1025]"),
        ("f(address[-1])", "address[-1]"),
        ("f(Foo)", "Foo"),
        ("f(address,)", ""),
        ("f( )", ""),
    ] {
        assert_eq!(Signature::parse(text).unwrap_err(), kind(got), "{text}");
    }
    for text in ["f", "f(", "f)", "f(address))", "f((address)", "f(address) view", ""] {
        assert!(
            matches!(Signature::parse(text), Err(SignatureError::Form { .. })),
            "{text}: {:?}",
            Signature::parse(text)
        );
    }
    for text in ["(address)", "1f()", "f(address a-b)", "f(address a b)", " f()"] {
        assert!(
            matches!(Signature::parse(text), Err(SignatureError::Name { .. })),
            "{text}: {:?}",
            Signature::parse(text)
        );
    }
    let deep = format!("f({}uint8{})", "(".repeat(20), ")".repeat(20));
    assert_eq!(Signature::parse(&deep).unwrap_err(), SignatureError::TooDeep { most: 8 });
    let deep = format!("f(uint8{})", "[]".repeat(100_000));
    assert_eq!(Signature::parse(&deep).unwrap_err(), SignatureError::TooDeep { most: 8 });
}

#[test]
fn lies_about_lengths_cost_nothing() {
    let word = |number: U256| number.to_be_bytes::<32>();
    let list = Signature::parse("f(uint256[])").unwrap();
    let huge = [word(U256::from(32)), word(U256::from(u32::MAX))].concat();
    assert_eq!(list.decode(&huge), Err(DecodeError::TooShort));
    let beyond = [word(U256::from(32)), word(U256::MAX)].concat();
    assert_eq!(list.decode(&beyond), Err(DecodeError::NotCanonical));
    // A type whose size no memory holds.
    let vast = Signature::parse("f(uint8[1024][1024][1024][1024][1024][1024])").unwrap();
    assert_eq!(vast.decode(&[0; 4096]), Err(DecodeError::TooShort));
    // Two texts that share one tail: readable, but nothing an encoder writes.
    let texts = Signature::parse("f(string,string)").unwrap();
    let shared = [word(U256::from(64)), word(U256::from(64)), word(U256::from(0))].concat();
    assert_eq!(texts.decode(&shared), Err(DecodeError::NotCanonical));
}
