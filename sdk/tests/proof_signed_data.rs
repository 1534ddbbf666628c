//! Signed data of other systems: EAS, `RedStone`, Pyth. Samples of the real ones and of their own libraries; and no byte of them may
//! change unnoticed.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its data is not what it should be"
)]

use alloy_primitives::{Address, B256, Bytes, U256, address, b256, hex, keccak256};
use assay_sdk::error::{Error, ErrorCode};
use assay_sdk::evidence::{Level, Source};
use assay_sdk::proof::{
    AttestationError, EasAttestation, EasTerms, Freshness, PackageError, PythTerms, PythUpdate, RedstonePayload,
    RedstoneTerms, SignatureDefect, redstone_feed_id,
};
use assay_sdk::units::{BlockRef, ChainId, Seconds, Timestamp};
use proptest::prelude::*;
use secp256k1::Message;
use secp256k1::ecdsa::RecoverableSignature;
use serde_json::{Value, json};

fn block() -> BlockRef {
    BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) }
}
fn parsed<V: std::str::FromStr>(value: &Value) -> V {
    value.as_str().unwrap().parse().ok().unwrap()
}
fn addresses(value: &Value) -> Vec<Address> {
    value.as_array().unwrap().iter().map(parsed).collect()
}
fn at(now: u64) -> Freshness {
    Freshness { now: Timestamp(now), max_age: Seconds(180), max_ahead: Seconds(60) }
}

// EAS.

const ONDO: &str = include_str!("vectors/eas-ondo.json");
const EAS: Address = address!("A1207F3BBa224E2c9c3c6D5aF63D0eb1582Ce587");

fn made() -> Value {
    serde_json::from_str(include_str!("vectors/eas.json")).unwrap()
}

/// Asked about with all that it says of itself, at a moment between its beginning and its end.
fn eas(file: &Value, now: u64) -> Result<(), AttestationError> {
    let attesters = [parsed(&made()["v2"]["signer"])];
    let schema = keccak256("assay test schema");
    let terms = EasTerms { chain: ChainId(1), contract: EAS, schema, attesters: &attesters, now: Timestamp(now) };
    let fact = EasAttestation::from_json(file.to_string())?.verify(&terms, block())?;
    assert_eq!((fact.level(), fact.value().attester), (Level::Attested, attesters[0]));
    Ok(())
}
const NOW: u64 = 1_793_500_000;

/// A byte that is no text, in a place that nobody signed: the file is refused, not mended.
#[test]
fn an_eas_file_is_read_as_its_bytes_are() {
    let mut torn = ONDO.as_bytes().to_vec();
    let signer = ONDO.find("\"signer\"").unwrap();
    torn[signer + 1] = 0xff;
    assert!(matches!(EasAttestation::from_json(torn), Err(AttestationError::Malformed { .. })));
}

#[test]
fn ondos_published_attestation_holds() {
    let attesters = [address!("3846c3A30E62075Fa916216b35EF04B8F53931f6")];
    let schema = b256!("e023eef113c1670774801c34b377fdf612dd8a4d2fa92fe382e15bd91fafb5c2");
    let file: Value = serde_json::from_str(ONDO).unwrap();
    let now = Timestamp(parsed::<u64>(&file["sig"]["message"]["time"]) + 1);
    let terms = EasTerms { chain: ChainId(1), contract: EAS, schema, attesters: &attesters, now };
    let read = EasAttestation::from_json(ONDO).unwrap();
    let fact = read.verify(&terms, block()).unwrap();
    assert_eq!(fact.evidence().sources().collect::<Vec<_>>(), [&Source::Signer(attesters[0])]);
    let statement = fact.value();
    assert_eq!((statement.uid, statement.expires), (parsed(&file["sig"]["uid"]), None));
    assert_eq!((statement.revocable, statement.data.len()), (true, 32));
    let other = EasTerms { schema: B256::ZERO, ..terms };
    assert!(matches!(read.verify(&other, block()), Err(AttestationError::OtherSchema { .. })));
    let other = EasTerms { contract: Address::ZERO, ..terms };
    assert!(matches!(read.verify(&other, block()), Err(AttestationError::OtherContract { .. })));
    let other = EasTerms { chain: ChainId(10), ..terms };
    assert!(matches!(read.verify(&other, block()), Err(AttestationError::OtherChain { .. })));
    let other = EasTerms { attesters: &[], ..terms };
    assert!(matches!(read.verify(&other, block()), Err(AttestationError::WrongSigner { .. })));
    let other = EasTerms { now: Timestamp(1), ..terms };
    assert!(matches!(read.verify(&other, block()), Err(AttestationError::FromTheFuture { .. })));
}

#[test]
fn every_version_and_layout_of_the_eas_sdk_holds() {
    let made = made();
    assert_eq!(made.as_object().unwrap().len(), 5);
    for (name, file) in made.as_object().unwrap() {
        assert_eq!(eas(file, NOW), Ok(()), "{name}");
        assert_eq!(eas(file, 1_796_515_200), Ok(()), "{name}: the last moment still counts");
        assert!(matches!(eas(file, 1_796_515_201), Err(AttestationError::Expired { .. })), "{name}");
        for pointer in ["/sig/uid", "/sig/message/data", "/sig/message/refUID", "/sig/message/recipient"] {
            let mut changed = file.clone();
            let text = changed.pointer_mut(pointer).unwrap();
            let mut bytes = parsed::<Bytes>(text).to_vec();
            bytes[0] ^= 1;
            *text = json!(hex::encode_prefixed(bytes));
            assert!(matches!(eas(&changed, NOW), Err(AttestationError::Altered { .. })), "{name} {pointer}");
        }
    }
}

#[test]
fn the_version_of_an_eas_attestation_is_the_one_that_was_signed() {
    let mut changed = made()["v2"].clone();
    changed["sig"]["version"] = json!(1);
    assert!(matches!(eas(&changed, NOW), Err(AttestationError::Malformed { .. })));
    changed["sig"]["version"] = json!(3);
    changed["sig"]["message"]["version"] = json!(3);
    assert!(matches!(eas(&changed, NOW), Err(AttestationError::Malformed { .. })));
    // Without its version, it would be one of version 0, and is not.
    changed["sig"].as_object_mut().unwrap().remove("version");
    assert!(matches!(eas(&changed, NOW), Err(AttestationError::Altered { .. })));
}

/// Every text and number that enters the check, one character at a time.
#[test]
fn no_character_of_an_eas_attestation_changes_unnoticed() {
    let made = made();
    for (name, file) in made.as_object().unwrap() {
        let pointers = ["uid", "signature/r", "signature/s", "domain/name", "domain/version", "domain/chainId"]
            .into_iter()
            .chain(["domain/verifyingContract", "message/schema", "message/recipient", "message/time"])
            .chain(["message/expirationTime", "message/refUID", "message/data", "message/salt"]);
        for pointer in pointers.map(|part| format!("/sig/{part}")) {
            let Some(text) = file.pointer(&pointer).map(|value| value.as_str().map(str::to_owned)) else { continue };
            let text = text.unwrap();
            for index in 0..text.len() {
                let mut bytes = text.clone().into_bytes();
                bytes[index] = if bytes[index] == b'1' { b'2' } else { b'1' };
                let mut changed = file.clone();
                *changed.pointer_mut(&pointer).unwrap() = json!(String::from_utf8(bytes).unwrap());
                let refused = eas(&changed, NOW);
                assert!(refused.is_err(), "{name} {pointer} {index}");
                assert!(Error::from(refused.unwrap_err()).code().as_str().starts_with("attestation-"));
            }
        }
        for (pointer, value) in [("/sig/message/revocable", json!(false)), ("/sig/signature/v", json!(55 - 27))] {
            let mut changed = file.clone();
            if *changed.pointer(pointer).unwrap() == value {
                *changed.pointer_mut(pointer).unwrap() = json!(27);
            } else {
                *changed.pointer_mut(pointer).unwrap() = value;
            }
            assert!(eas(&changed, NOW).is_err(), "{name} {pointer}");
        }
    }
}

// RedStone.

fn primary() -> Value {
    serde_json::from_str(include_str!("vectors/redstone-primary.json")).unwrap()
}
fn own() -> Value {
    serde_json::from_str(include_str!("vectors/redstone.json")).unwrap()
}
fn redstone(payload: &[u8], terms: &RedstoneTerms<'_>) -> Result<U256, PackageError> {
    Ok(RedstonePayload::from_bytes(payload)?.verify(terms, block())?.value().value)
}

#[test]
fn payloads_of_the_primary_service_hold() {
    let primary = primary();
    let signers = addresses(&primary["signers"]);
    for sample in primary["payloads"].as_array().unwrap() {
        let payload: Bytes = parsed(&sample["payload"]);
        let now = sample["milliseconds"].as_u64().unwrap() / 1_000;
        let count = usize::try_from(sample["signers"].as_u64().unwrap()).unwrap();
        for feed in sample["feeds"].as_array().unwrap() {
            let feed = redstone_feed_id(feed.as_str().unwrap());
            let terms = RedstoneTerms { feed, signers: &signers, threshold: 3, freshness: at(now) };
            let fact = RedstonePayload::from_bytes(&payload).unwrap().verify(&terms, block()).unwrap();
            assert_eq!((fact.level(), fact.value().at), (Level::Attested, Timestamp(now)));
            assert_eq!((fact.value().signers.len(), fact.evidence().sources().count()), (count, count));
            // April 2025: Ether at some 1,600 dollars, Bitcoin at some 84,000.
            let dollars = fact.value().value / U256::from(100_000_000);
            assert!((U256::from(1_500)..U256::from(90_000)).contains(&dollars), "{dollars}");
        }
    }
}

#[test]
fn payloads_are_refused_by_too_few_by_strangers_and_at_other_moments() {
    let primary = primary();
    let signers = addresses(&primary["signers"]);
    for sample in primary["payloads"].as_array().unwrap() {
        let payload: Bytes = parsed(&sample["payload"]);
        let now = sample["milliseconds"].as_u64().unwrap() / 1_000;
        let got = usize::try_from(sample["signers"].as_u64().unwrap()).unwrap();
        for feed in sample["feeds"].as_array().unwrap() {
            let feed = redstone_feed_id(feed.as_str().unwrap());
            let terms = RedstoneTerms { feed, signers: &signers, threshold: 3, freshness: at(now) };
            let refused = |terms: &RedstoneTerms<'_>| redstone(&payload, terms).unwrap_err();
            let more = RedstoneTerms { threshold: 6, ..terms };
            assert_eq!(refused(&more), PackageError::TooFewSigners { got, expected: 6 });
            let stranger = RedstoneTerms { signers: &signers[..1], ..terms };
            assert!(matches!(refused(&stranger), PackageError::Unauthorised { .. }));
            let late = RedstoneTerms { freshness: at(now + 181), ..terms };
            assert_eq!(refused(&late), PackageError::Stale { age: Seconds(181), limit: Seconds(180) });
            assert!(redstone(&payload, &RedstoneTerms { freshness: at(now + 180), ..terms }).is_ok());
            assert!(redstone(&payload, &RedstoneTerms { freshness: at(now - 60), ..terms }).is_ok());
            let early = RedstoneTerms { freshness: at(now - 61), ..terms };
            assert!(matches!(refused(&early), PackageError::FromTheFuture { .. }));
            let other = RedstoneTerms { feed: redstone_feed_id("XAU"), ..terms };
            assert!(matches!(refused(&other), PackageError::NoFeed { .. }));
        }
    }
}

#[test]
fn payloads_of_redstones_library_hold_in_both_widths() {
    let own = own();
    let signers = addresses(&own["signers"]);
    for width in ["wide", "narrow"] {
        let payload: Bytes = parsed(&own[width]);
        // Four signers: the mean of the middle two.
        let feeds =
            [("XAU", 234_700_000_000_u64), ("PROPERTY", 99_850_000_000), (own["long"].as_str().unwrap(), 700_000_000)];
        for (name, value) in feeds {
            let feed = redstone_feed_id(name);
            let terms = RedstoneTerms { feed, signers: &signers, threshold: 4, freshness: at(1_793_491_200) };
            assert_eq!(redstone(&payload, &terms), Ok(U256::from(value)), "{width} {name}");
        }
    }
    assert_eq!(
        redstone_feed_id("0x0102030405060708091011121314151617181920"),
        keccak256(hex!("0102030405060708091011121314151617181920"))
    );
    assert_eq!(redstone_feed_id("XAU")[..4], *b"XAU\0");
    let terms =
        RedstoneTerms { feed: redstone_feed_id("XAU"), signers: &signers, threshold: 4, freshness: at(1_793_491_200) };
    let read = RedstonePayload::from_bytes(&parsed::<Bytes>(&own["wide"])).unwrap();
    assert_eq!(read.verify(&terms, block()).unwrap().value().amount(8).unwrap().to_string(), "2347");
}

/// A payload as anybody could make it: by package the signer's number, moment, and its points.
type Points<'a> = &'a [(&'a str, u64)];
type Packages<'a> = &'a [(u8, u64, Points<'a>)];
fn payload(packages: Packages<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (signer, milliseconds, points) in packages {
        let mut package = Vec::new();
        for (feed, value) in *points {
            package.extend(redstone_feed_id(feed));
            package.extend(value.to_be_bytes());
        }
        package.extend(&milliseconds.to_be_bytes()[2..]);
        package.extend([0, 0, 0, 8]);
        package.extend([0, 0, u8::try_from(points.len()).unwrap()]);
        let signature = sign(*signer, keccak256(&package));
        bytes.extend(package);
        bytes.extend(&signature[..64]);
        bytes.push(signature[64] + 27);
    }
    bytes.extend([0, u8::try_from(packages.len()).unwrap()]);
    bytes.extend(hex!("000000000002ed57011e0000"));
    bytes
}
fn key(n: u8) -> secp256k1::SecretKey {
    secp256k1::SecretKey::from_secret_bytes([n + 1; 32]).unwrap()
}
fn account(n: u8) -> Address {
    let key = assay_sdk::keys::SecretKey::from_bytes(&[n + 1; 32]).unwrap();
    key.address()
}
fn sign(n: u8, digest: B256) -> [u8; 65] {
    let signature = RecoverableSignature::sign_ecdsa_recoverable(Message::from_digest(digest.0), &key(n));
    let (recovery, rs) = signature.serialize_compact();
    [rs.as_slice(), &[recovery as u8]].concat().try_into().unwrap()
}

/// What three signers are asked about, of whom two have to agree.
fn asked(packages: Packages<'_>) -> Result<U256, PackageError> {
    let signers: Vec<Address> = (0..3).map(account).collect();
    let terms = RedstoneTerms { feed: redstone_feed_id("A"), signers: &signers, threshold: 2, freshness: at(1) };
    redstone(&payload(packages), &terms)
}

#[test]
fn the_figure_is_the_median_rounded_down() {
    assert_eq!(asked(&[(0, 1_000, &[("A", 4)]), (1, 1_000, &[("A", 7)])]), Ok(U256::from(5)));
    assert_eq!(asked(&[(0, 1_000, &[("A", 4)]), (1, 1_000, &[("A", 7)]), (2, 1_000, &[("A", 9)])]), Ok(U256::from(7)));
}

#[test]
fn payloads_that_contradict_themselves_are_refused() {
    let feed = redstone_feed_id("A");
    let cases: [(Packages<'_>, PackageError); 7] = [
        // The second one counts for another feed, and not for this.
        (&[(0, 1_000, &[("A", 4)]), (1, 1_000, &[("B", 7)])], PackageError::TooFewSigners { got: 1, expected: 2 }),
        (&[(0, 1_000, &[("A", 4)]), (0, 1_000, &[("A", 4)])], PackageError::SignerTwice { signer: account(0) }),
        (
            &[(0, 1_000, &[("A", 4)]), (1, 1_001, &[("A", 4)])],
            PackageError::OtherMoment { got: 1_001, expected: 1_000 },
        ),
        (
            &[(0, 1_000, &[("A", 4)]), (1, 1_000, &[("A", 4)]), (9, 1_000, &[("B", 4)])],
            PackageError::Unauthorised { got: account(9) },
        ),
        (&[(0, 1_000, &[("A", 4), ("A", 5)])], PackageError::FeedTwice { feed }),
        (&[(0, 1_000, &[("A", 0)]), (1, 1_000, &[("A", 0)])], PackageError::NotPositive { feed, got: 0 }),
        (&[], PackageError::OutOfRange { what: "the number of packages", got: 0 }),
    ];
    for (packages, error) in cases {
        assert_eq!(asked(packages), Err(error));
    }
    assert!(matches!(asked(&[(0, 1_000, &[])]), Err(PackageError::OutOfRange { .. })));
}

#[test]
fn payloads_have_their_own_length() {
    let good = payload(&[(0, 1_000, &[("A", 4)]), (1, 1_000, &[("A", 7)])]);
    assert!(RedstonePayload::from_bytes(&good).is_ok());
    let longer = RedstonePayload::from_bytes(&[&[0], good.as_slice()].concat());
    assert_eq!(longer, Err(PackageError::Trailing { bytes: 1 }));
    for length in 0..good.len() {
        assert!(RedstonePayload::from_bytes(&good[good.len() - length..]).is_err());
        assert!(RedstonePayload::from_bytes(&good[..length]).is_err());
    }
}

// Pyth.

fn pyth() -> Value {
    serde_json::from_str(include_str!("vectors/pyth.json")).unwrap()
}
const PUBLISHED: u64 = 1_715_627_146;

#[test]
fn a_recorded_update_of_pyth_holds() {
    let sample = pyth();
    let guardians = addresses(&sample["guardians"]);
    let update: Bytes = parsed(&sample["update"]);
    let read = PythUpdate::from_bytes(&update).unwrap();
    for expected in sample["prices"].as_array().unwrap() {
        let terms = pyth_terms(parsed(&expected["feed"]), &guardians);
        let fact = read.verify(&terms, block()).unwrap();
        assert_eq!((fact.level(), fact.evidence().sources().count()), (Level::Attested, 13));
        let price = fact.value();
        let got = json!({
            "feed": price.feed, "price": price.price, "confidence": price.confidence, "exponent": price.exponent,
            "published": price.published.0, "previously": price.previously.0, "meanPrice": price.mean_price,
            "meanConfidence": price.mean_confidence,
        });
        assert_eq!(got, *expected);
    }
}

#[test]
fn an_update_of_others_or_of_another_moment_is_refused() {
    let sample = pyth();
    let guardians = addresses(&sample["guardians"]);
    let read = PythUpdate::from_bytes(&parsed::<Bytes>(&sample["update"])).unwrap();
    let mut strangers = guardians.clone();
    strangers[0] = Address::ZERO;
    for price in sample["prices"].as_array().unwrap() {
        let terms = pyth_terms(parsed(&price["feed"]), &guardians);
        let refused = |terms: &PythTerms<'_>| read.verify(terms, block()).unwrap_err();
        let more = PythTerms { quorum: 14, ..terms };
        assert_eq!(refused(&more), PackageError::TooFewSigners { got: 13, expected: 14 });
        let other = PythTerms { guardian_set: 5, ..terms };
        assert_eq!(refused(&other), PackageError::OtherGuardianSet { got: 4, expected: 5 });
        let other = PythTerms { emitter: (1, terms.emitter.1), ..terms };
        assert!(matches!(refused(&other), PackageError::OtherEmitter { .. }));
        assert!(matches!(refused(&PythTerms { guardians: &strangers, ..terms }), PackageError::Unauthorised { .. }));
        assert!(matches!(refused(&PythTerms { guardians: &guardians[..5], ..terms }), PackageError::OutOfRange { .. }));
        let other = PythTerms { feed: B256::ZERO, ..terms };
        assert_eq!(refused(&other), PackageError::NoFeed { feed: B256::ZERO });
    }
}

#[test]
fn a_price_of_pyth_is_neither_old_nor_ahead() {
    let sample = pyth();
    let guardians = addresses(&sample["guardians"]);
    let read = PythUpdate::from_bytes(&parsed::<Bytes>(&sample["update"])).unwrap();
    let terms = pyth_terms(parsed(&sample["prices"][0]["feed"]), &guardians);
    let check = |now| read.verify(&PythTerms { freshness: at(now), ..terms }, block()).map(|_| ());
    assert_eq!((check(PUBLISHED + 180), check(PUBLISHED - 60)), (Ok(()), Ok(())));
    assert_eq!(check(PUBLISHED + 181), Err(PackageError::Stale { age: Seconds(181), limit: Seconds(180) }));
    assert!(matches!(check(PUBLISHED - 61), Err(PackageError::FromTheFuture { .. })));
}

#[test]
fn updates_have_their_own_length() {
    let update: Bytes = parsed(&pyth()["update"]);
    for length in 0..update.len() {
        assert!(PythUpdate::from_bytes(&update[..length]).is_err());
    }
    let longer = [&update[..], &[0]].concat();
    assert_eq!(PythUpdate::from_bytes(&longer), Err(PackageError::Trailing { bytes: 1 }));
}

fn pyth_terms(feed: B256, guardians: &[Address]) -> PythTerms<'_> {
    let emitter = (26, parsed(&pyth()["emitter"]));
    PythTerms { feed, guardian_set: 4, guardians, quorum: 13, emitter, freshness: at(PUBLISHED) }
}

/// An update of one message that the guardians of these numbers sign; each of them says so with its own `v`.
fn update(signers: &[u8], price: i64, v: u8) -> Vec<u8> {
    let mut message = vec![0];
    message.extend([7; 32]);
    message.extend(price.to_be_bytes());
    message.extend(1_u64.to_be_bytes());
    message.extend((-8_i32).to_be_bytes());
    [PUBLISHED, PUBLISHED, 1, 1].iter().for_each(|number| message.extend(number.to_be_bytes()));
    let root = keccak256([&[0], message.as_slice()].concat());
    let mut body = vec![0; 8];
    body.extend(26_u16.to_be_bytes());
    body.extend(parsed::<B256>(&pyth()["emitter"]));
    body.extend([0; 9]);
    body.extend(b"AUWV\0");
    body.extend([0; 12]);
    body.extend(&root[..20]);
    let mut vaa = vec![1, 0, 0, 0, 4, u8::try_from(signers.len()).unwrap()];
    for signer in signers {
        let mut signature = sign(*signer, keccak256(keccak256(&body)));
        signature[64] += v;
        vaa.push(*signer);
        vaa.extend(signature);
    }
    vaa.extend(body);
    let mut bytes = b"PNAU\x01\0\0\0".to_vec();
    bytes.extend(u16::try_from(vaa.len()).unwrap().to_be_bytes());
    bytes.extend(vaa);
    bytes.extend([1, 0, 85]);
    bytes.extend(message);
    bytes.push(0);
    bytes
}

#[test]
fn guardians_sign_once_in_their_order_and_prices_are_above_zero() {
    let guardians: Vec<Address> = (0..4).map(account).collect();
    let check = |signers: &[u8], price, v| {
        let feed = B256::repeat_byte(7);
        let terms = PythTerms { quorum: 3, ..pyth_terms(feed, &guardians) };
        PythUpdate::from_bytes(&update(signers, price, v))?.verify(&terms, block()).map(|fact| fact.value().price)
    };
    assert_eq!(check(&[0, 1, 3], 5, 0), Ok(5));
    let what = "the number of a guardian";
    assert_eq!(check(&[0, 1, 1], 5, 0), Err(PackageError::OutOfRange { what, got: 1 }));
    assert_eq!(check(&[0, 3, 1], 5, 0), Err(PackageError::OutOfRange { what, got: 1 }));
    assert_eq!(check(&[0, 1, 4], 5, 0), Err(PackageError::OutOfRange { what, got: 4 }));
    assert_eq!(check(&[0, 1], 5, 0), Err(PackageError::TooFewSigners { got: 2, expected: 3 }));
    assert_eq!(check(&[], 5, 0), Err(PackageError::TooFewSigners { got: 0, expected: 3 }));
    assert!(matches!(check(&[0, 1, 2], 0, 0), Err(PackageError::NotPositive { got: 0, .. })));
    assert!(matches!(check(&[0, 1, 2], -5, 0), Err(PackageError::NotPositive { got: -5, .. })));
    // The update says v less 27: with it, the signature would have a second spelling.
    let parity = check(&[0, 1, 2], 5, 27);
    assert!(matches!(parity, Err(PackageError::Signature(SignatureDefect::Parity { got: 27 | 28 }))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_byte_of_a_redstone_payload_changes_unnoticed(
        sample in 0_usize..2, byte in any::<prop::sample::Index>(), by in 1_u8..=255,
    ) {
        let primary = primary();
        let signers = addresses(&primary["signers"]);
        let sample = &primary["payloads"][sample];
        let mut payload: Vec<u8> = parsed::<Bytes>(&sample["payload"]).to_vec();
        let freshness = at(sample["milliseconds"].as_u64().unwrap() / 1_000);
        let terms = RedstoneTerms { feed: redstone_feed_id("BTC"), signers: &signers, threshold: 3, freshness };
        let at = byte.index(payload.len());
        payload[at] ^= by;
        let refused = redstone(&payload, &terms).unwrap_err();
        prop_assert!(Error::from(refused).code().as_str().starts_with("package-"));
    }

    #[test]
    fn no_byte_of_a_pyth_update_changes_unnoticed(byte in any::<prop::sample::Index>(), by in 1_u8..=255) {
        let sample = pyth();
        let guardians = addresses(&sample["guardians"]);
        let mut update: Vec<u8> = parsed::<Bytes>(&sample["update"]).to_vec();
        let at = byte.index(update.len());
        update[at] ^= by;
        let terms = pyth_terms(parsed(&sample["prices"][1]["feed"]), &guardians);
        let refused = PythUpdate::from_bytes(&update).and_then(|update| update.verify(&terms, block()));
        let code = Error::from(refused.unwrap_err()).code();
        prop_assert!(matches!(code, ErrorCode::PackageMalformed | ErrorCode::PackageSigner), "{}", code);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = RedstonePayload::from_bytes(&bytes);
        bytes.extend(hex!("000002ed57011e0000"));
        let _ = RedstonePayload::from_bytes(&bytes);
        bytes.splice(0..0, *b"PNAU\x01\0\0\0");
        let _ = PythUpdate::from_bytes(&bytes);
    }
}
