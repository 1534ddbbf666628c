//! What was published and given convinces; what was changed does not, and is refused by name.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, U256, address, hex};
use assay_sdk::proof::{Liability, LiabilityContext, LiabilityStream};
use assay_sdk::units::{AssetId, ChainId};
use serde_json::{Value, json};

use super::wire::{Answer, Figures, Question, Stage};
use super::{answer, answered};

const PUBLISHED: &str = include_str!("../../../sdk/tests/vectors/range/published.json");
const HELD: &str = include_str!("../../../sdk/tests/vectors/range/holder.json");
const KEY: &str = include_str!("../../../sdk/tests/vectors/groth16/verification_key.json");
const PROOF: &str = include_str!("../../../sdk/tests/vectors/groth16/proof.json");
const INPUTS: &str = include_str!("../../../sdk/tests/vectors/groth16/public.json");
const GNARK: &str = include_str!("../../../sdk/tests/vectors/groth16/gnark.json");

const ISSUER: Address = address!("1111111111111111111111111111111111111111");
const TOKEN: Address = address!("2222222222222222222222222222222222222222");
const ASSET: AssetId = AssetId { chain: ChainId(1), token: TOKEN };

fn me() -> B256 {
    B256::with_last_byte(0xa1)
}

fn epoch(published: &str) -> Answer {
    answer(&Question::Epoch { asset: ASSET, published: published.into() })
}

fn inclusion(published: &str, holder: B256, held: &str) -> Answer {
    answer(&Question::Inclusion { asset: ASSET, holder, published: published.into(), held: held.into() })
}

/// One value of a file replaced.
fn with(file: &str, pointer: &str, value: Value) -> String {
    let mut document: Value = serde_json::from_str(file).unwrap();
    *document.pointer_mut(pointer).unwrap() = value;
    document.to_string()
}

/// The step at which it was refused, and the fault's name.
fn refused(answer: Answer) -> (Stage, String) {
    let Answer::Refused(refusal) = answer else { panic!("{answer:?}") };
    (refusal.stage, refusal.code)
}

#[test]
fn an_epoch_and_a_place_in_it_hold_as_they_were_published() {
    let Answer::Epoch(told) = epoch(PUBLISHED) else { panic!("refused") };
    assert_eq!((told.issuer, told.epoch), (ISSUER, 7));
    assert!(matches!(told.figures, Figures::Hidden { height: 16, .. }));
    let Answer::Counted(counted) = inclusion(PUBLISHED, me(), HELD) else { panic!("refused") };
    assert_eq!((counted.epoch, counted.balance), (told, 12_500_000_000_000_000_000_000));
}

#[test]
fn what_was_changed_is_refused_by_name() {
    let zero = json!(B256::ZERO);
    let published = [
        ("/context/token", json!(ISSUER), Stage::About, "epoch-other-asset"),
        ("/context/chain", json!(2), Stage::About, "epoch-other-asset"),
        ("/context/epoch", json!(8), Stage::Adequate, "range-not-proven"),
        ("/context/block", zero.clone(), Stage::Adequate, "range-not-proven"),
        ("/context/exponent", json!(9), Stage::Adequate, "range-not-proven"),
        ("/adequacy/liabilities", zero.clone(), Stage::Linked, "epoch-other-liabilities"),
        ("/adequacy/reserves", zero.clone(), Stage::Adequate, "range-not-proven"),
        ("/adequacy/reserves", json!(B256::repeat_byte(0xff)), Stage::Reads, "range-malformed"),
        ("/adequacy/proof", json!("0x00"), Stage::Reads, "range-malformed"),
        ("/adequacy/proof", json!(7), Stage::Reads, "epoch-file-malformed"),
        ("/root", json!({}), Stage::Reads, "epoch-file-malformed"),
    ];
    for (pointer, value, stage, code) in published {
        assert_eq!(refused(epoch(&with(PUBLISHED, pointer, value))), (stage, code.to_owned()), "{pointer}");
    }
    let held = [
        ("/mine/holder", json!(B256::ZERO), Stage::Mine, "inclusion-other-holder"),
        ("/mine/value", json!("1250000000001"), Stage::Proven, "liability-total"),
        ("/mine/value", json!("01250000000000"), Stage::Held, "inclusion-file-malformed"),
        ("/mine/value", json!(1_250_000_000_000_u64), Stage::Held, "inclusion-file-malformed"),
        ("/mine/salt", zero.clone(), Stage::Proven, "liability-not-counted"),
        ("/mine/blinding", zero, Stage::Proven, "liability-total"),
        ("/mine/blinding", json!(B256::repeat_byte(0xff)), Stage::Held, "range-malformed"),
        ("/proof", json!("0x01"), Stage::Held, "range-malformed"),
        ("/mine", json!([]), Stage::Held, "inclusion-file-malformed"),
    ];
    for (pointer, value, stage, code) in held {
        let answer = inclusion(PUBLISHED, me(), &with(HELD, pointer, value));
        assert_eq!(refused(answer), (stage, code.to_owned()), "{pointer}");
    }
    let other = inclusion(PUBLISHED, B256::with_last_byte(0xb2), HELD);
    assert_eq!(refused(other), (Stage::Mine, "inclusion-other-holder".to_owned()));
    let large = with(PUBLISHED, "/context/exponent", json!(40));
    assert_eq!(refused(inclusion(&large, me(), HELD)), (Stage::Adequate, "range-not-proven".to_owned()));
}

#[test]
fn a_refusal_tells_no_secret() {
    let secret = "0x33e3056aafd69936a93ed2df99c41135a14a04bbe6cdf0e0c505ad6e4a8d3a0b";
    for held in [with(HELD, "/mine/value", json!(secret)), with(HELD, "/mine/blinding", json!(format!("{secret}00")))] {
        let Answer::Refused(refusal) = inclusion(PUBLISHED, me(), &held) else { panic!("accepted") };
        assert!(!refusal.what.contains("33e3056a"), "{refusal:?}");
    }
}

#[test]
fn an_open_tree_is_verified_too() {
    let context = LiabilityContext { issuer: ISSUER, asset: ASSET, epoch: 1, block: B256::ZERO };
    let mut stream = LiabilityStream::new(&context, &[0]);
    let mine = Liability { holder: me(), salt: B256::repeat_byte(5), balance: 70 };
    for holder in [mine, Liability { holder: B256::ZERO, balance: 30, ..mine }] {
        stream.push(&holder).unwrap();
    }
    let built = stream.finish().unwrap();
    let file = json!({
        "context": { "issuer": ISSUER, "chain": 1, "token": TOKEN, "epoch": 1, "block": B256::ZERO },
        "root": { "hash": built.root.hash, "total": built.root.total.to_string() },
    })
    .to_string();
    let proof = hex::encode_prefixed(built.proofs.values().next().unwrap().to_bytes());
    let held = json!({ "mine": { "holder": me(), "salt": mine.salt, "balance": "70" }, "proof": proof }).to_string();
    let Answer::Epoch(told) = epoch(&file) else { panic!("refused") };
    assert_eq!(told.figures, Figures::Open { total: U256::from(100) });
    let Answer::Counted(counted) = inclusion(&file, me(), &held) else { panic!("refused") };
    assert_eq!((counted.balance, counted.index), (70, 0));
    for (pointer, value, code) in [
        ("/mine/balance", json!("71"), "liability-total"),
        ("/mine/salt", json!(B256::ZERO), "liability-not-counted"),
        ("/mine/holder", json!(B256::ZERO), "inclusion-other-holder"),
    ] {
        assert_eq!(refused(inclusion(&file, me(), &with(&held, pointer, value))).1, code);
    }
    let more = with(&file, "/root", json!({ "hash": built.root.hash, "total": "101" }));
    assert_eq!(refused(inclusion(&more, me(), &held)), (Stage::Proven, "liability-total".to_owned()));
}

fn key_hash() -> B256 {
    assay_sdk::proof::groth16::VerificationKey::from_snarkjs(KEY).unwrap().hash()
}

fn circuit(key: &[u8], proof: &[u8], inputs: &[u8], key_hash: B256) -> Answer {
    answer(&Question::Circuit { key_hash, key: key.into(), proof: proof.into(), inputs: inputs.into() })
}

#[test]
fn a_circuits_proof_holds_for_its_inputs_under_its_key() {
    let Answer::Circuit(inputs) = circuit(KEY.as_bytes(), PROOF.as_bytes(), INPUTS.as_bytes(), key_hash()) else {
        panic!("refused")
    };
    assert_eq!((inputs.len(), inputs[2]), (3, U256::from(424_242)));
    let other = circuit(KEY.as_bytes(), PROOF.as_bytes(), INPUTS.as_bytes(), B256::ZERO);
    assert_eq!(refused(other), (Stage::Key, "zk-key".to_owned()));
    let changed = INPUTS.replace("424242", "424243");
    let changed = circuit(KEY.as_bytes(), PROOF.as_bytes(), changed.as_bytes(), key_hash());
    assert_eq!(refused(changed), (Stage::Proven, "zk-not-proven".to_owned()));
    let nonsense = circuit(KEY.as_bytes(), b"{}", INPUTS.as_bytes(), key_hash());
    assert_eq!(refused(nonsense), (Stage::Reads, "zk-malformed".to_owned()));
}

#[test]
fn gnarks_files_are_read_in_hexadecimal_and_as_bytes() {
    let file: Value = serde_json::from_str(GNARK).unwrap();
    let part = |name: &str| file[name]["published"].as_str().unwrap().to_owned();
    let (key, proof, witness) = (part("key"), part("proof"), file["witness"].as_str().unwrap().to_owned());
    let binary = hex::decode(&key).unwrap();
    let hash = assay_sdk::proof::groth16::VerificationKey::from_gnark(&binary).unwrap().hash();
    for key in [key.as_bytes(), &binary] {
        let answer = circuit(key, proof.as_bytes(), witness.as_bytes(), hash);
        assert!(matches!(&answer, Answer::Circuit(inputs) if inputs.len() == 2), "{answer:?}");
    }
}

#[test]
fn a_question_reads_as_it_was_written_and_no_byte_of_it_can_be_changed_unnoticed() {
    let question =
        Question::Circuit { key_hash: key_hash(), key: KEY.into(), proof: PROOF.into(), inputs: INPUTS.into() };
    let bytes = question.encode();
    assert_eq!(Question::decode(&bytes), Some(question));
    let honest = answered(&bytes);
    let held = Question::Inclusion { asset: ASSET, holder: me(), published: PUBLISHED.into(), held: HELD.into() };
    assert_eq!(Question::decode(&held.encode()), Some(held.clone()));
    // A step that is prime to everything in the files comes past all of their parts.
    let mut codes = BTreeSet::new();
    for (bytes, step) in [(bytes, 23), (held.encode(), 61)] {
        let honest = if step == 23 { honest.clone() } else { answered(&bytes) };
        for place in (0..bytes.len()).step_by(step) {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let answer = answered(&changed);
            match Answer::decode(&answer) {
                Some(Answer::Refused(refusal)) => drop(codes.insert(refusal.code)),
                // What is written between values, or as a letter of another case, is no part of what was said; of a key, snarkjs
                // writes more than is read.
                Some(_) => assert_eq!(answer, honest, "byte {place}"),
                None => assert!(answer.is_empty()),
            }
        }
    }
    assert!(codes.iter().all(|code| code.contains('-')) && codes.len() > 4, "{codes:?}");
}

#[test]
fn nonsense_is_answered_and_never_panics() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    for _ in 0..2_000 {
        let mut bytes = vec![random() % 4];
        for _ in 0..random() % 5 {
            let part: Vec<u8> = (0..random() % 64).map(|_| random()).collect();
            bytes.extend(u32::try_from(part.len()).unwrap().to_le_bytes());
            bytes.extend(part);
        }
        let answer = answered(&bytes);
        assert!(answer.is_empty() || matches!(Answer::decode(&answer), Some(Answer::Refused(_))), "{bytes:?}");
    }
    for nonsense in ["", "{", "[]", "null", "{\"root\":{\"total\":1}}", "\u{0}"] {
        let codes = [refused(epoch(nonsense)).1, refused(inclusion(PUBLISHED, me(), nonsense)).1];
        assert_eq!(codes, ["epoch-file-malformed", "inclusion-file-malformed"]);
    }
}
