//! What a site may ask to have signed: calls, messages, sign-ins and typed data, against the vectors and the constants of others.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use alloy_primitives::{Address, B256, Bytes, U256, address, b256, hex, keccak256};
use assay_sdk::compliance::{AuthorizationTerms, PermitTerms};
use assay_sdk::keys::{LocalSigner, SecretKey, verify_message};
use assay_sdk::tx::{
    Asked, Effect, Intent, Known, KnownTokens, MessageContent, MessageRefusal, MessageReview, Role, SignIn,
    SignInError, SiteOrigin, Terms, TypedData, TypedMove, TypedRefusal, TypedReview, UnsignedTx, Warning,
};
use assay_sdk::units::{ChainId, Timestamp};
use pollster::block_on;
use serde_json::{Value, json};

const CHAIN: ChainId = ChainId(1);
const ME: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
const BOB: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const USD: Address = Address::repeat_byte(0x70);
const PERMIT2: Address = address!("000000000022D473030F116dDEE9F6B43aC78BA3");
const NOW: Timestamp = Timestamp(1_800_000_000);

fn known() -> KnownTokens {
    let token = Known { name: "Dollar".to_owned(), symbol: "USDX".to_owned(), decimals: 6, role: Role::Token };
    KnownTokens::new(CHAIN, [(USD, token)])
}

fn key() -> SecretKey {
    // Account 0 of the public test phrase.
    SecretKey::from_hex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80").unwrap()
}

fn asked(site: &str, account: Address) -> Asked {
    Asked { site: SiteOrigin::parse(site).unwrap(), account, chain: CHAIN, now: NOW }
}

fn vectors(text: &str) -> Vec<(String, Value)> {
    let Value::Object(cases) = serde_json::from_str(text).unwrap() else { panic!("an object of cases") };
    cases.into_iter().collect()
}

#[test]
fn sign_ins_are_read_as_the_reference_reads_them() {
    let cases = vectors(include_str!("vectors/sign-in/parsing-positive.json"));
    assert_eq!(cases.len(), 19);
    for (name, case) in cases {
        let read = SignIn::parse(case["message"].as_str().unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let fields = &case["fields"];
        let text = |field: &str| fields[field].as_str();
        assert_eq!(Some(read.domain.as_str()), text("domain"), "{name}");
        assert_eq!(Some(read.address.to_checksum(None).as_str()), text("address"), "{name}");
        assert_eq!(read.statement.as_deref(), text("statement"), "{name}");
        assert_eq!(Some(read.uri.as_str()), text("uri"), "{name}");
        assert_eq!(Some(read.chain.0), fields["chainId"].as_u64(), "{name}");
        assert_eq!(Some(read.nonce.as_str()), text("nonce"), "{name}");
        assert_eq!(Some(read.issued_at.text.as_str()), text("issuedAt"), "{name}");
        assert_eq!(read.expires.as_ref().map(|moment| moment.text.as_str()), text("expirationTime"), "{name}");
        assert_eq!(read.not_before.as_ref().map(|moment| moment.text.as_str()), text("notBefore"), "{name}");
        assert_eq!(read.scheme.as_deref(), text("scheme"), "{name}");
        let resources = fields["resources"].as_array().cloned().unwrap_or_default();
        assert_eq!(read.resources, resources.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn what_the_reference_refuses_is_refused() {
    let cases = vectors(include_str!("vectors/sign-in/parsing-negative.json"));
    assert_eq!(cases.len(), 29);
    for (name, message) in cases {
        let text = message.as_str().unwrap();
        assert!(SignIn::looks_like(text), "{name}");
        assert!(matches!(SignIn::parse(text), Err(SignInError::Malformed { .. })), "{name}");
    }
}

/// A message of the reference's verification vectors, which hold fields; and what it is asked with.
fn verification(case: &Value) -> (Bytes, Asked) {
    let text = |field: &str| case[field].as_str();
    let domain = text("domain").unwrap();
    let mut message = format!(
        "{domain} wants you to sign in with your Ethereum account:\n{}\n\n{}\n\nURI: {}\nVersion: {}\nChain ID: {}\nNonce: {}\nIssued At: {}",
        text("address").unwrap(),
        text("statement").unwrap(),
        text("uri").unwrap(),
        text("version").unwrap(),
        case["chainId"],
        text("nonce").unwrap(),
        text("issuedAt").unwrap(),
    );
    for (label, field) in [("Expiration Time", "expirationTime"), ("Not Before", "notBefore")] {
        if let Some(value) = text(field) {
            message.push_str(&format!("\n{label}: {value}"));
        }
    }
    let years = |time: &str| {
        let year: u64 = time.split('-').next().unwrap().parse().unwrap();
        Timestamp(year.saturating_sub(1970).saturating_mul(31_557_600))
    };
    let site = SiteOrigin::parse(&format!("https://{}", text("domainBinding").unwrap_or(domain))).unwrap();
    let account = text("address").unwrap().parse().unwrap();
    (message.into_bytes().into(), Asked { site, account, chain: CHAIN, now: text("time").map_or(NOW, years) })
}

#[test]
fn sign_ins_that_the_reference_verifies_are_shown_and_their_signatures_are_over_what_is_shown() {
    for (name, case) in vectors(include_str!("vectors/sign-in/verification-positive.json")) {
        let (message, asked) = verification(&case);
        let review = MessageReview::of(message.clone(), &asked);
        assert!(matches!(review.content(), Ok(MessageContent::SignIn(_))), "{name}: {:?}", review.content());
        let signature = hex::decode(case["signature"].as_str().unwrap()).unwrap();
        if signature[64] >= 27 {
            let verdict = verify_message(&message, &signature, asked.account);
            assert!(verdict.is_ok(), "{name}: {verdict:?}");
        }
    }
    let refused = ["expired message", "domain binding", "custom time", "not yet valid"];
    let mut met = 0;
    for (name, case) in vectors(include_str!("vectors/sign-in/verification-negative.json")) {
        // The others are about signatures and nonces, which are the site's own.
        if refused.contains(&name.as_str()) {
            let (message, asked) = verification(&case);
            let review = MessageReview::of(message, &asked);
            assert!(matches!(review.content(), Err(MessageRefusal::SignIn(_))), "{name}: {:?}", review.content());
            met += 1;
        }
    }
    assert!(met >= 3, "{met}");
}

fn sign_in(domain: &str, address: &str, chain: &str, uri: &str, more: &str) -> String {
    format!(
        "{domain} wants you to sign in with your Ethereum account:\n{address}\n\n\nURI: {uri}\nVersion: 1\nChain ID: {chain}\nNonce: abcdefgh1\nIssued At: 2027-01-01T00:00:00Z{more}"
    )
}

fn reviewed(text: &str, site: &str) -> MessageReview {
    MessageReview::of(text.as_bytes().to_vec().into(), &asked(site, ME))
}

fn refusal(text: &str, site: &str) -> SignInError {
    match reviewed(text, site).content() {
        Err(MessageRefusal::SignIn(error)) => error.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sign_in_is_for_the_site_that_asks() {
    let me = ME.to_checksum(None);
    let good = sign_in("app.example.org:8443", &me, "1", "https://app.example.org:8443/in", "");
    let site = "https://app.example.org:8443";
    assert!(reviewed(&good, site).content().is_ok() && reviewed(&good, site).warnings().is_empty());
    assert!(reviewed(&format!("https://{good}"), site).content().is_ok());
    for (text, site) in [
        (good.clone(), "https://app.example.org"),
        (good.clone(), "https://example.org:8443"),
        (format!("http://{good}"), site),
        (sign_in("evil@app.example.org:8443", &me, "1", "https://a/", ""), site),
        (sign_in("app.example.org:8443.evil.org", &me, "1", "https://a/", "").replace(":8443.", "."), site),
    ] {
        assert!(matches!(refusal(&text, site), SignInError::OtherSite { .. }), "{text}");
    }
    let elsewhere = reviewed(&sign_in("app.example.org:8443", &me, "1", "https://other.example/", ""), site);
    assert!(elsewhere.content().is_ok());
    assert_eq!(elsewhere.warnings(), [Warning::UriElsewhere { uri: "https://other.example/".to_owned() }]);
}

#[test]
fn a_sign_in_is_for_the_account_the_chain_and_the_time() {
    let (me, site) = (ME.to_checksum(None), "https://app.example.org:8443");
    let of = |address: &str, chain: &str, more: &str| {
        refusal(&sign_in("app.example.org:8443", address, chain, "https://app.example.org:8443", more), site)
    };
    assert_eq!(of(&BOB.to_checksum(None), "1", ""), SignInError::OtherAccount { got: BOB, expected: ME });
    assert_eq!(of(&me, "10", ""), SignInError::OtherChain { got: ChainId(10), expected: CHAIN });
    let ended = of(&me, "1", "\nExpiration Time: 2027-01-15T08:00:00Z");
    assert_eq!(ended, SignInError::Expired { at: "2027-01-15T08:00:00Z".to_owned() });
    assert!(matches!(of(&me, "1", "\nNot Before: 2027-01-15T08:00:01Z"), SignInError::NotYet { .. }));
    for address in [me.to_lowercase(), me.to_uppercase(), format!("{me}0")] {
        assert!(matches!(of(&address, "1", ""), SignInError::Malformed { part: "the address", .. }));
    }
}

#[test]
fn an_approved_message_is_signed_by_the_account_and_nothing_else_is() {
    let review = MessageReview::of(Bytes::from_static(b"hello"), &asked("https://example.org", ME));
    let key = key();
    let signature = block_on(review.approve().unwrap().sign(&LocalSigner::new(&key, CHAIN))).unwrap();
    assert_eq!(verify_message(b"hello", &signature, ME), Ok(()));
    let hash = MessageReview::of(keccak256(b"a transaction").to_vec().into(), &asked("https://example.org", ME));
    assert!(matches!(hash.approve(), Err(MessageRefusal::NotText { length: 32 })));
    let other = MessageReview::of(Bytes::from_static(b"hello"), &asked("https://example.org", BOB));
    assert!(block_on(other.approve().unwrap().sign(&LocalSigner::new(&key, CHAIN))).is_err());
}

/// A document with these types, of this contract.
fn document(contract: Address, chain: Option<u64>, types: Value, primary: &str, message: Value) -> Box<TypedData> {
    let mut fields =
        vec![json!({ "name": "name", "type": "string" }), json!({ "name": "verifyingContract", "type": "address" })];
    let mut domain = json!({ "name": "Test", "verifyingContract": contract });
    if let Some(chain) = chain {
        fields.push(json!({ "name": "chainId", "type": "uint256" }));
        domain["chainId"] = json!(chain);
    }
    let mut types = types;
    types["EIP712Domain"] = json!(fields);
    let text = json!({ "types": types, "primaryType": primary, "domain": domain, "message": message }).to_string();
    Box::new(TypedData::from_json(&text).unwrap())
}

/// `address owner,uint256 value` as the fields of a type.
fn fields(text: &str) -> Value {
    let field = |field: &str| {
        let (kind, name) = field.split_once(' ').unwrap();
        json!({ "name": name, "type": kind })
    };
    text.split(',').map(field).collect()
}

const ERC2612: &str = "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline";
const AUTHORIZATION: &str =
    "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce";

fn permit(value: &str) -> Value {
    json!({ "owner": ME, "spender": BOB, "value": value, "nonce": 0, "deadline": 1_900_000_000 })
}

fn review(data: Box<TypedData>) -> TypedReview {
    TypedReview::of(data, ME, &known()).unwrap()
}

/// Types, primary type, message, the contract that takes it, the hash of its type as that contract has it, and how many grants it holds.
type Published = (Value, &'static str, Value, Address, B256, usize);

fn permits_of_tokens() -> [Published; 2] {
    [
        // As USDC has it, and OpenZeppelin.
        (
            json!({ "Permit": fields(ERC2612) }),
            "Permit",
            permit("5000000"),
            USD,
            b256!("6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9"),
            1,
        ),
        // DAI's.
        (
            json!({ "Permit": fields("address holder,address spender,uint256 nonce,uint256 expiry,bool allowed") }),
            "Permit",
            json!({ "holder": ME, "spender": BOB, "nonce": 0, "expiry": 0, "allowed": true }),
            USD,
            b256!("ea2aa0a1be11a07ed86d755c93467f4f82362b452371d1ba94d1715123511acb"),
            1,
        ),
    ]
}

fn permits_of_permit2() -> [Published; 4] {
    let allowance = json!({ "details": { "token": USD, "amount": "5000000", "expiration": 1_850_000_000, "nonce": 0 },
        "spender": BOB, "sigDeadline": 1_810_000_000 });
    let transfer = json!({ "permitted": { "token": USD, "amount": "5000000" }, "spender": BOB, "nonce": 0, "deadline": 1_810_000_000 });
    let details = fields("address token,uint160 amount,uint48 expiration,uint48 nonce");
    let permissions = fields("address token,uint256 amount");
    let mut batch = allowance.clone();
    batch["details"] = json!([allowance["details"], allowance["details"]]);
    let mut transfers = transfer.clone();
    transfers["permitted"] = json!([transfer["permitted"]]);
    [
        (
            json!({ "PermitDetails": details, "PermitSingle": fields("PermitDetails details,address spender,uint256 sigDeadline") }),
            "PermitSingle",
            allowance,
            PERMIT2,
            b256!("f3841cd1ff0085026a6327b620b67997ce40f282c88a8e905a7a5626e310f3d0"),
            1,
        ),
        (
            json!({ "PermitDetails": details, "PermitBatch": fields("PermitDetails[] details,address spender,uint256 sigDeadline") }),
            "PermitBatch",
            batch,
            PERMIT2,
            b256!("af1b0d30d2cab0380e68f0689007e3254993c596f2fdd0aaa7f4d04f79440863"),
            2,
        ),
        (
            json!({ "TokenPermissions": permissions,
                 "PermitTransferFrom": fields("TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline") }),
            "PermitTransferFrom",
            transfer,
            PERMIT2,
            b256!("939c21a48a8dbe3a9a2404a1d46691e4d39f6583d6ec6b35714604c986d80106"),
            1,
        ),
        (
            json!({ "TokenPermissions": permissions,
                 "PermitBatchTransferFrom": fields("TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline") }),
            "PermitBatchTransferFrom",
            transfers,
            PERMIT2,
            b256!("fcf35f5ac6a2c28868dc44c302166470266239195f02b0ee408334829333b766"),
            1,
        ),
    ]
}

#[test]
fn permits_are_told_by_the_types_that_their_contracts_hash() {
    for (types, primary, message, contract, typehash, count) in
        permits_of_tokens().into_iter().chain(permits_of_permit2())
    {
        let data = document(contract, Some(1), types, primary, message);
        assert_eq!(keccak256(data.encoded_type()), typehash, "{}", data.encoded_type());
        let review = review(data);
        assert_eq!(review.effects().len(), count, "{primary}");
        for effect in review.effects() {
            let Effect::Granted { amount, spender, .. } = effect else { panic!("{effect:?}") };
            assert_eq!((amount.contract, spender.address), (USD, BOB));
        }
        assert!(!review.warnings().contains(&Warning::MeaningUnknown), "{primary}: {:?}", review.warnings());
        let domain_separator = review.data().domain_separator();
        assert_eq!(review.asks_rules().len(), count, "{primary}");
        for asked in review.asks_rules() {
            match *asked {
                TypedMove::Permit { token, owner, spender, terms, .. } => {
                    // DAI's expiry of zero is no end.
                    let end = review.usable_until().unwrap_or(U256::MAX);
                    assert_eq!((contract, token, owner, spender), (USD, USD, ME, BOB), "{primary}");
                    let signed = PermitTerms { nonce: U256::ZERO, deadline: end, domain_separator };
                    assert_eq!(terms, signed, "{primary}");
                }
                TypedMove::Permit2 { token, owner, spender, deadline, .. } => {
                    assert_eq!((contract, token, owner, spender), (PERMIT2, USD, ME, BOB), "{primary}");
                    assert_eq!(deadline, U256::from(1_810_000_000), "{primary}");
                }
                TypedMove::Transfer { .. } | _ => panic!("{asked:?}"),
            }
        }
    }
}

#[test]
fn an_unlimited_permit_is_warned_of_and_one_of_another_owner_is_too() {
    let of = |message: Value| review(document(USD, Some(1), json!({ "Permit": fields(ERC2612) }), "Permit", message));
    let small = of(permit("1500000"));
    assert_eq!(small.warnings(), [Warning::WithoutEnd]);
    let [Effect::Granted { amount, unlimited: false, .. }] = small.effects() else { panic!("{:?}", small.effects()) };
    assert_eq!(amount.to_string(), "1.5 USDX");
    assert_eq!((small.usable_until(), small.allowed_until()), (Some(U256::from(1_900_000_000_u64)), None));
    assert_eq!(small.contract().unwrap().name.as_deref(), Some("Dollar"));
    let all = of(permit(&U256::MAX.to_string()));
    assert_eq!(all.warnings(), [Warning::UnlimitedApproval, Warning::WithoutEnd]);
    let none = of(permit("0"));
    assert!(matches!(none.effects(), [Effect::Revoked { .. }]) && none.warnings().is_empty());
    let mut other = permit("1");
    other["owner"] = json!(BOB);
    assert!(of(other).warnings().contains(&Warning::OnBehalfOf(BOB)));
    // The same name over other types is another thing.
    let types = json!({ "Permit": fields("address owner,address spender,uint256 value") });
    let like = review(document(USD, Some(1), types, "Permit", json!({ "owner": ME, "spender": BOB, "value": "1" })));
    assert!(like.effects().is_empty());
    assert_eq!(like.warnings(), [Warning::MeaningUnknown, Warning::GivesPower]);
}

#[test]
fn a_transfer_by_signature_is_one_that_the_rules_are_asked_about() {
    for (primary, typehash) in [
        ("TransferWithAuthorization", b256!("7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267")),
        ("ReceiveWithAuthorization", b256!("d099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8")),
    ] {
        let message = json!({ "from": ME, "to": BOB, "value": "7000000", "validAfter": 1_700_000_000, "validBefore": 1_900_000_000,
            "nonce": format!("0x{}", "11".repeat(32)) });
        let data = document(USD, Some(1), json!({ primary: fields(AUTHORIZATION) }), primary, message);
        assert_eq!(keccak256(data.encoded_type()), typehash);
        let review = review(data);
        let terms = AuthorizationTerms {
            nonce: B256::repeat_byte(0x11),
            valid_before: U256::from(1_900_000_000),
            domain_separator: review.data().domain_separator(),
        };
        let amount = U256::from(7_000_000);
        assert_eq!(review.asks_rules(), [TypedMove::Transfer { token: USD, from: ME, to: BOB, amount, terms }]);
        assert!(matches!(review.effects(), [Effect::Sent { .. }]));
        assert_eq!(review.usable_after(), Some(U256::from(1_700_000_000)));
    }
}

#[test]
fn typed_data_of_another_chain_is_refused_and_of_none_is_warned_of() {
    let mail = |chain, text: &str| {
        document(USD, chain, json!({ "Mail": fields("string contents") }), "Mail", json!({ "contents": text }))
    };
    let refused = TypedReview::of(mail(Some(10), "hi"), ME, &known());
    assert_eq!(refused.unwrap_err(), TypedRefusal::OtherChain { got: ChainId(10), expected: CHAIN });
    assert_eq!(review(mail(None, "hi")).warnings(), [Warning::AnyChain, Warning::MeaningUnknown]);
    assert_eq!(review(mail(Some(1), "hi")).warnings(), [Warning::MeaningUnknown]);
    let turned = TypedReview::of(mail(Some(1), "pay \u{202e}100"), ME, &known());
    assert_eq!(turned.unwrap_err(), TypedRefusal::Unseen { path: "message.contents".to_owned(), got: 0x202e });
}

#[test]
fn deep_typed_data_ends() {
    let types = json!({ "Node": fields("Node next,string word") });
    let mut value = json!({ "next": null, "word": "" });
    for _ in 0..20 {
        value = json!({ "next": value, "word": "x" });
    }
    assert_eq!(review(document(USD, Some(1), types, "Node", value)).warnings(), [Warning::MeaningUnknown]);
}

fn terms() -> Terms {
    Terms { chain: CHAIN, from: ME, nonce: 7, gas_limit: 100_000, max_fee_per_gas: 3, max_priority_fee_per_gas: 1 }
}

#[test]
fn a_call_is_what_this_crate_would_build_or_itself() {
    let transfer = Intent::Transfer { token: USD, to: BOB, amount: U256::from(5) };
    let of = |data: Bytes, value: u64| Intent::of_call(USD, data, U256::from(value), &known());
    assert_eq!(of(transfer.data(), 0), transfer);
    let from = Intent::TransferFrom { token: USD, from: BOB, to: ME, amount: U256::from(5) };
    assert_eq!(of(from.data(), 0), from);
    // With coin, with a byte more or less, or with dirt in an address it is not that call.
    let call = |data: Bytes, value: u64| Intent::Call { to: USD, data, value: U256::from(value) };
    assert_eq!(of(transfer.data(), 1), call(transfer.data(), 1));
    let longer: Bytes = [transfer.data().as_ref(), &[0]].concat().into();
    let shorter = transfer.data().slice(..67);
    let mut dirty = transfer.data().to_vec();
    dirty[4] = 1;
    for data in [longer, shorter, dirty.into(), Bytes::new(), Bytes::from_static(&[0xa9, 0x05])] {
        assert_eq!(of(data.clone(), 0), call(data, 0));
    }
}

#[test]
fn a_call_carries_its_coin_into_the_bytes_and_the_review_reads_it_back() {
    let coin = Intent::Call { to: BOB, data: Bytes::new(), value: U256::from(9) };
    let review = UnsignedTx::build(coin, terms()).unwrap().review(&known()).unwrap();
    assert_eq!(review.message().value, U256::from(9));
    let [Effect::NativeSent { to, wei }] = &review.summary().effects[..] else { panic!("{:?}", review.summary()) };
    assert_eq!((to.address, *wei), (BOB, U256::from(9)));
    assert!(review.approve().is_ok());
    let data = Intent::Transfer { token: USD, to: BOB, amount: U256::from(5) }.data();
    let both = Intent::Call { to: USD, data, value: U256::from(9) };
    let review = UnsignedTx::build(both, terms()).unwrap().review(&known()).unwrap();
    assert!(review.summary().warnings.contains(&Warning::CoinWithCall));
    let unknown = Intent::Call { to: USD, data: Bytes::from_static(&[1, 2, 3, 4]), value: U256::ZERO };
    assert!(UnsignedTx::build(unknown, terms()).unwrap().review(&known()).unwrap().approve().is_err());
}
