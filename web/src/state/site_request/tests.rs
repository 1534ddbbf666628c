use serde_json::json;

use super::*;

const ALICE: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const CAROL: &str = "0x90f79bf6eb2c4f870365e785982e1f101e93b906";

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

fn asked(method: &str, params: &Value) -> Result<SiteRequest, SiteError> {
    let text = json!({ "id": 7, "method": method, "params": params }).to_string();
    let Ok(message) = SiteMessage::read(&text) else { panic!("{text}") };
    assert_eq!(message.id, 7);
    message.request
}

/// The sentence of a refusal of the parameters.
fn fault(method: &str, params: &Value) -> String {
    let error = asked(method, params).unwrap_err();
    assert_eq!(error.code, SiteErrorCode::Parameters, "{method} {params}: {error}");
    error.message
}

#[test]
fn what_is_no_message_ends_the_session() {
    for (text, what) in [
        ("", "EOF"),
        ("null", "invalid type"),
        ("[]", "invalid length"),
        ("{\"id\":1}", "method"),
        (r#"{"id":1,"method":"eth_accounts","params":[],"jsonrpc":"2.0"}"#, "jsonrpc"),
        (r#"{"id":1,"method":"eth_accounts","__proto__":{"id":2}}"#, "__proto__"),
        (r#"{"id":1,"id":2,"method":"eth_accounts"}"#, "duplicate"),
        (r#"{"id":"1","method":"eth_accounts"}"#, "invalid type"),
        (r#"{"id":1.5,"method":"eth_accounts"}"#, "invalid type"),
        (r#"{"id":-1,"method":"eth_accounts"}"#, "invalid value"),
        (r#"{"id":0,"method":"eth_accounts"}"#, "id is 0"),
        (r#"{"id":1,"method":1}"#, "invalid type"),
        (r#"{"id":1,"method":"eth_accounts"} {}"#, "trailing"),
    ] {
        let violation = SiteMessage::read(text).unwrap_err();
        assert!(matches!(&violation, Violation::Shape { what: found } if found.contains(what)), "{text}: {violation}");
    }
    let deep = format!(r#"{{"id":1,"method":"eth_accounts","params":{}1{}}}"#, "[".repeat(5000), "]".repeat(5000));
    assert!(matches!(SiteMessage::read(&deep), Err(Violation::Shape { .. })));
}

#[test]
fn length_is_counted_in_utf16_units() {
    let of = |filling: &str, count: usize| {
        format!(r#"{{"id":1,"method":"personal_sign","params":["{}","{ALICE}"]}}"#, filling.repeat(count))
    };
    let empty = of("", 0).len();
    // Two bytes of UTF-8, one unit: what is as long as it may be has more bytes than that.
    let longest = of("ü", MOST_UNITS - empty);
    assert!(longest.len() > MOST_UNITS && SiteMessage::read(&longest).unwrap().request.is_ok());
    let got = MOST_UNITS + 1;
    assert_eq!(SiteMessage::read(&of("ü", got - empty)), Err(Violation::TooLong { got }));
}

#[test]
fn plain_methods_are_read_and_take_no_parameters() {
    for (method, request) in [
        ("eth_requestAccounts", SiteRequest::RequestAccounts),
        ("eth_accounts", SiteRequest::Accounts),
        ("wallet_getPermissions", SiteRequest::Permissions),
        ("eth_chainId", SiteRequest::Chain),
        ("net_version", SiteRequest::NetVersion),
    ] {
        assert_eq!(asked(method, &json!([])).unwrap(), request);
        let without = SiteMessage::read(&json!({ "id": 1, "method": method }).to_string()).unwrap();
        assert_eq!(without.request.unwrap(), request);
        assert!(fault(method, &json!([{}])).contains("no parameters"));
        assert!(fault(method, &json!({})).contains("an array"));
    }
    let permission = json!([{ "eth_accounts": {} }]);
    assert_eq!(asked("wallet_requestPermissions", &permission).unwrap(), SiteRequest::RequestPermissions);
    assert_eq!(asked("wallet_revokePermissions", &permission).unwrap(), SiteRequest::RevokePermissions);
    for other in [
        json!([]),
        json!([{}]),
        json!([{ "eth_accounts": {}, "keys": {} }]),
        json!([{ "eth_accounts": { "requiredMethods": [] } }]),
    ] {
        fault("wallet_requestPermissions", &other);
    }
}

#[test]
fn other_methods_are_not_supported_and_named() {
    for method in
        ["eth_sign", "eth_signTransaction", "eth_signTypedData", "eth_signTypedData_v3", "eth_call", "__proto__", ""]
    {
        let error = asked(method, &json!([])).unwrap_err();
        assert_eq!(error.code, SiteErrorCode::UnsupportedMethod);
        assert!(error.message.contains(method));
    }
    let error = asked(&"x".repeat(5000), &json!([])).unwrap_err();
    assert!(error.message.chars().count() < 300, "{}", error.message);
}

#[test]
fn a_transaction_is_read_field_by_field() {
    let full = json!([{
        "from": ALICE, "to": CAROL, "value": "0xde0b6b3a7640000", "data": "0xa9059cbb", "input": "0xa9059cbb", "chainId": "0x7a69",
        "gas": "0x5208", "maxFeePerGas": "0x2", "maxPriorityFeePerGas": "0x01", "nonce": "0x0", "type": "0x2", "accessList": [],
    }]);
    let SiteRequest::SendTransaction(sent) = asked("eth_sendTransaction", &full).unwrap() else { panic!("{full}") };
    assert_eq!(
        *sent,
        SiteTransaction {
            from: address(ALICE),
            to: Some(address(CAROL)),
            value: U256::from(10).pow(U256::from(18)),
            data: Bytes::from(vec![0xa9, 0x05, 0x9c, 0xbb]),
            chain: Some(ChainId(31_337)),
            gas: Some(21_000),
            fees: SiteFees { price: None, most: Some(2), tip: Some(1) },
            nonce: Some(0),
        }
    );
    let SiteRequest::SendTransaction(least) = asked("eth_sendTransaction", &json!([{ "from": ALICE }])).unwrap() else {
        panic!("the least that a transaction names");
    };
    assert!(least.to.is_none() && least.value.is_zero() && least.data.is_empty() && least.chain.is_none());
    for (field, value, what) in [
        ("from", json!(null), "params[0].from"),
        ("from", json!("0x70997970c51812dc3a010c7d01b50e0d17dc79C8"), "checksum"),
        ("to", json!("0x12"), "40 hexadecimal digits"),
        ("to", json!(null), "got null"),
        ("to", json!(""), "40 hexadecimal digits"),
        ("value", json!(1), "as text"),
        ("value", json!("1"), "0x"),
        ("value", json!("0x"), "0x"),
        ("value", json!("0x-1"), "0x"),
        ("value", json!(format!("0x1{}", "0".repeat(64))), "64"),
        ("data", json!("0xabc"), "even"),
        ("input", json!("0xa9059cbc"), "differ"),
        ("chainId", json!("0x01"), "leading zeros"),
        ("chainId", json!("0x0"), "leading zeros"),
        ("chainId", json!(1), "leading zeros"),
        ("chainId", json!("0xffffffffffffffff"), "leading zeros"),
        ("gas", json!("0x10000000000000000"), "smaller"),
        ("type", json!("0x4"), "0x2"),
        ("accessList", json!([{ "address": ALICE, "storageKeys": [] }]), "empty"),
        ("authorizationList", json!([]), "authorizationList"),
        ("blobVersionedHashes", json!([]), "blobVersionedHashes"),
        ("__proto__", json!({}), "__proto__"),
    ] {
        let mut other = full.clone();
        other[0][field] = value;
        let message = fault("eth_sendTransaction", &other);
        assert!(message.contains(what), "{field}: {message}");
    }
    assert!(fault("eth_sendTransaction", &json!([{ "to": CAROL }])).contains("params[0].from: got nothing"));
    assert!(fault("eth_sendTransaction", &json!([])).contains("0 of them"));
    assert!(fault("eth_sendTransaction", &json!([{ "from": ALICE }, "latest"])).contains("2 of them"));
}

#[test]
fn a_message_is_bytes_or_text() {
    let read = |params: Value| asked("personal_sign", &params);
    let signs =
        |bytes: &[u8]| SiteRequest::SignMessage { account: address(ALICE), message: Bytes::copy_from_slice(bytes) };
    assert_eq!(read(json!(["0x68656c6c6f", ALICE])).unwrap(), signs(b"hello"));
    assert_eq!(read(json!(["hello", ALICE])).unwrap(), signs(b"hello"));
    assert_eq!(read(json!(["0x", ALICE])).unwrap(), signs(b""));
    assert_eq!(read(json!(["hello", ALICE, "password"])).unwrap(), signs(b"hello"));
    assert!(fault("personal_sign", &json!(["0x6", ALICE])).contains("even"));
    assert!(fault("personal_sign", &json!([ALICE, "hello"])).contains("params[1]"));
    assert!(fault("personal_sign", &json!(["hello"])).contains("then the account"));
    assert!(fault("personal_sign", &json!([{ "toString": "hello" }, ALICE])).contains("a text"));
}

#[test]
fn typed_data_is_read_as_text_or_as_itself() {
    let document = json!({
        "types": { "EIP712Domain": [{ "name": "chainId", "type": "uint256" }], "Mail": [{ "name": "text", "type": "string" }] },
        "primaryType": "Mail", "domain": { "chainId": "1" }, "message": { "text": "hi" },
    });
    let read = |document: Value| asked("eth_signTypedData_v4", &json!([ALICE, document]));
    let SiteRequest::SignTypedData { account, document: as_text } = read(json!(document.to_string())).unwrap() else {
        panic!("{document}")
    };
    let SiteRequest::SignTypedData { document: as_object, .. } = read(document.clone()).unwrap() else {
        panic!("{document}")
    };
    assert_eq!((account, as_text.digest()), (address(ALICE), as_object.digest()));
    let mut other = document;
    other["message"]["more"] = json!(1);
    let message = read(other).unwrap_err().message;
    assert!(message.contains("EIP-712") && message.contains("more"), "{message}");
    assert!(read(json!(7)).is_err() && asked("eth_signTypedData_v4", &json!([ALICE])).is_err());
}

#[test]
fn calls_are_read_with_their_capabilities() {
    let calls = json!([{
        "version": "2.0.0", "id": "0x01", "from": ALICE, "chainId": "0x1", "atomicRequired": false,
        "calls": [{ "to": CAROL, "data": "0x01", "value": "0x0", "capabilities": { "a": {} } }, { "data": "0x02" }],
        "capabilities": { "paymasterService": { "url": "https://a.example", "optional": true } },
    }]);
    let SiteRequest::SendCalls(read) = asked("wallet_sendCalls", &calls).unwrap() else { panic!("{calls}") };
    assert_eq!((read.chain, read.atomic_required, read.calls.len()), (ChainId(1), false, 2));
    assert_eq!(read.calls[0].capabilities, [Capability { name: "a".to_owned(), optional: false }]);
    assert_eq!(read.calls[1].to, None);
    assert_eq!(read.capabilities, [Capability { name: "paymasterService".to_owned(), optional: true }]);
    for (field, value, what) in [
        ("version", json!("1.0"), "2.0.0"),
        ("calls", json!([]), "at least one"),
        ("calls", json!([{ "to": CAROL, "gas": "0x1" }]), "calls[0]: got a field \"gas\""),
        ("atomicRequired", json!("yes"), "true or false"),
        ("chainId", json!("eip155:1"), "0x1"),
        ("id", json!("x".repeat(4097)), "4,096"),
        ("id", json!(""), "4,096"),
        ("capabilities", json!([]), "an object"),
        ("capabilities", json!({ "a": { "optional": 1 } }), "capabilities.a.optional"),
        ("more", json!(1), "more"),
    ] {
        let mut other = calls.clone();
        other[0][field] = value;
        let message = fault("wallet_sendCalls", &other);
        assert!(message.contains(what), "{field}: {message}");
    }
    // 4,096 bytes in hexadecimal digits are 8,194 characters.
    let id = format!("0x{}", "ab".repeat(4096));
    assert_eq!(asked("wallet_getCallsStatus", &json!([id])).unwrap(), SiteRequest::CallsStatus(id));
    assert_eq!(asked("wallet_showCallsStatus", &json!(["a"])).unwrap(), SiteRequest::ShowCallsStatus("a".to_owned()));
    let capabilities = asked("wallet_getCapabilities", &json!([ALICE, ["0x1", "0x7a69"]])).unwrap();
    let chains = Some(vec![ChainId(1), ChainId(31_337)]);
    assert_eq!(capabilities, SiteRequest::Capabilities { account: address(ALICE), chains });
    let all = SiteRequest::Capabilities { account: address(ALICE), chains: None };
    assert_eq!(asked("wallet_getCapabilities", &json!([ALICE])).unwrap(), all);
}

#[test]
fn a_chain_is_added_by_an_endpoint_that_may_be_used() {
    let chain = json!([{
        "chainId": "0x2105", "chainName": " Base ", "nativeCurrency": { "name": "Ether", "symbol": "ETH", "decimals": 18 },
        "rpcUrls": ["http://plain.example", "https://base.example"], "blockExplorerUrls": ["https://x.example"], "iconUrls": [],
    }]);
    let SiteRequest::AddChain(added) = asked("wallet_addEthereumChain", &chain).unwrap() else { panic!("{chain}") };
    assert_eq!((added.chain, added.name.as_str(), added.symbol.as_str()), (ChainId(8453), "Base", "ETH"));
    assert_eq!(added.endpoint, "https://base.example");
    for (field, value, what) in [
        ("rpcUrls", json!([]), "https://"),
        ("rpcUrls", json!(["http://plain.example", "/rpc", 7]), "https://"),
        ("rpcUrls", json!("https://base.example"), "an array"),
        ("chainName", json!("\u{202e}esaB"), "visible"),
        ("chainName", json!("x".repeat(61)), "60"),
        ("chainName", json!(" "), "1 to 60"),
        ("nativeCurrency", json!({ "symbol": "ETH", "decimals": 8 }), "18"),
        ("nativeCurrency", json!({ "symbol": "", "decimals": 18 }), "symbol"),
        ("nativeCurrency", json!(null), "an object"),
    ] {
        let mut other = chain.clone();
        other[0][field] = value;
        let message = fault("wallet_addEthereumChain", &other);
        assert!(message.contains(what), "{field}: {message}");
    }
    assert_eq!(
        asked("wallet_switchEthereumChain", &json!([{ "chainId": "0x1" }])).unwrap(),
        SiteRequest::SwitchChain(ChainId(1))
    );
    fault("wallet_switchEthereumChain", &json!([{ "chainId": "0x1", "rpcUrls": [] }]));
}

#[test]
fn errors_are_written_with_their_numbers() {
    let error = SiteError::new(SiteErrorCode::UserRejected, "No.");
    assert_eq!(serde_json::to_value(&error).unwrap(), json!({ "code": 4001, "message": "No." }));
    let numbers: std::collections::BTreeSet<_> = SiteErrorCode::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(numbers.len(), SiteErrorCode::ALL.len());
}
