//! Another wallet signs and sends: the unlocked accounts of the demo chain, honest and not.

#![cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests: a failure here is the test's failure"
)]

#[expect(dead_code, reason = "the chain's files are not read here")]
#[path = "support/devnet.rs"]
mod devnet;

use std::cell::{Cell, RefCell};

use alloy_eips::eip7702::Authorization;
use alloy_primitives::{Address, B256, Bytes, U256, address, hex};
use assay_sdk::chain::Http;
use assay_sdk::client::Client;
use assay_sdk::error::Error;
use assay_sdk::keys::{LocalSigner, SecretKey, verify_message, verify_typed_data};
use assay_sdk::tx::{
    Difference, Event, ExternalSigner, HandedTx, Intent, Known, KnownTokens, PayloadKind, PendingTx, Provider,
    ProviderRefusal, ProviderRequest, ReviewedTx, Role, SentElsewhere, SentError, SignError, SignatureVerdict,
    SignedBy, Signer as _, SignerError, SigningPayload, TypedData,
};
use assay_sdk::units::ChainId;
use devnet::Devnet;
use pollster::block_on;
use serde_json::{Value, json};

/// The second and third of anvil's unlocked accounts, and the key of the third, which its documentation prints.
const HOLDER: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const OTHER: Address = address!("3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
const KEY_OF_OTHER: [u8; 32] = hex!("5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a");

/// What a wallet does to a transaction before it signs it.
type Touch = Box<dyn Fn(&mut Value)>;

/// A wallet in front of the chain's unlocked accounts: the chain signs, as the wallet has it.
struct Wallet<'a> {
    devnet: &'a Devnet,
    touch: Touch,
    refusal: RefCell<Option<ProviderRefusal>>,
    /// The chain that it says it is on.
    chain: Cell<u64>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Wallet<'a> {
    fn honest(devnet: &'a Devnet) -> Self {
        Self::touching(devnet, |_| ())
    }

    fn touching(devnet: &'a Devnet, touch: impl Fn(&mut Value) + 'static) -> Self {
        let (refusal, chain, asked) = (RefCell::default(), Cell::new(devnet.chain.0), RefCell::default());
        Self { devnet, touch: Box::new(touch), refusal, chain, asked }
    }

    fn refusing(devnet: &'a Devnet, code: i64) -> Self {
        let wallet = Self::honest(devnet);
        let refusal = ProviderRefusal { code: Some(code), message: "no".to_owned() };
        *wallet.refusal.borrow_mut() = Some(refusal);
        wallet
    }
}

impl Provider for &Wallet<'_> {
    async fn request(&self, request: &ProviderRequest) -> Result<Value, ProviderRefusal> {
        self.asked.borrow_mut().push(request.method());
        let mut params = request.params().clone();
        match request.method() {
            "eth_chainId" => return Ok(json!(format!("{:#x}", self.chain.get()))),
            "wallet_switchEthereumChain" => {
                let id = params[0]["chainId"].as_str().unwrap();
                self.chain.set(u64::from_str_radix(id.trim_start_matches("0x"), 16).unwrap());
                return Ok(Value::Null);
            }
            _ => {}
        }
        if let Some(refusal) = self.refusal.borrow().clone() {
            return Err(refusal);
        }
        if request.method() == "eth_sendTransaction" {
            (self.touch)(&mut params[0]);
        }
        self.devnet.raw(request.method(), params).map_err(|error| ProviderRefusal {
            code: error["code"].as_i64(),
            message: error["message"].as_str().unwrap_or_default().to_owned(),
        })
    }
}

struct Stage {
    devnet: Devnet,
    client: Client<Http>,
    token: Address,
}

impl Stage {
    fn new() -> Self {
        let devnet = Devnet::start();
        let token = devnet.demo()["contracts"]["cash"].as_str().unwrap().parse().unwrap();
        Self { client: Client::new(Http::new(&devnet.rpc), devnet.chain), token, devnet }
    }

    /// A review of a permission to spend one hundred units, approved.
    fn reviewed(&self) -> ReviewedTx {
        let known = Known { name: "Dollar".to_owned(), symbol: "USDX".to_owned(), decimals: 6, role: Role::Token };
        let known = KnownTokens::new(self.devnet.chain, [(self.token, known)]);
        let intent = Intent::Approve { token: self.token, spender: OTHER, amount: U256::from(100) };
        let unsigned = block_on(self.client.prepare(intent, HOLDER)).unwrap();
        unsigned.review(&known).unwrap().approve().unwrap()
    }

    fn hand(&self, wallet: &Wallet<'_>) -> Result<HandedTx, SignError> {
        block_on(ExternalSigner::new(wallet, HOLDER, self.devnet.chain).send(self.reviewed()))
    }

    fn sent(&self, wallet: &Wallet<'_>) -> Result<SentElsewhere, SentError> {
        let handed = self.hand(wallet).unwrap();
        match block_on(self.client.find(handed)) {
            Ok(Ok(sent)) => Ok(sent),
            Err(Error::Sent(error)) => Err(error),
            other => panic!("{other:?}"),
        }
    }
}

fn set(name: &'static str, value: Value) -> impl Fn(&mut Value) {
    move |tx| tx[name] = value.clone()
}

#[test]
fn what_was_reviewed_is_sent_and_comes_back_with_its_receipt() {
    let stage = Stage::new();
    let wallet = Wallet::honest(&stage.devnet);
    let handed = stage.hand(&wallet).unwrap();
    assert_eq!(*wallet.asked.borrow(), ["eth_chainId", "eth_sendTransaction"]);
    let hash = handed.hash();
    let restored = HandedTx::restore(HOLDER, handed.payload().clone(), hash).unwrap();
    assert_eq!(restored, handed);
    let SentElsewhere { pending, differences } = block_on(stage.client.find(restored)).unwrap().unwrap();
    assert_eq!(differences, []);
    assert_eq!((pending.signed().hash(), pending.signed().from()), (hash, HOLDER));
    // The bytes are those of the network: sending them again is no news to it.
    block_on(stage.client.rebroadcast(&pending)).unwrap_or_else(|error| {
        assert!(error.to_string().contains("nonce too low"), "{error}");
    });
    stage.devnet.receipt(&json!(hash));
    let receipt = block_on(stage.client.receipt(pending)).unwrap().unwrap();
    let approved = Event::Approved { token: stage.token, owner: HOLDER, spender: OTHER, amount: U256::from(100) };
    assert_eq!(receipt.events(), [approved]);
}

/// The user speeds it up over there: the same call under the same nonce for a higher fee.
#[test]
fn what_another_transaction_took_the_place_of_is_told_from_what_waits_and_from_what_happened() {
    let stage = Stage::new();
    stage.devnet.call("evm_setIntervalMining", json!([0]));
    stage.devnet.call("evm_setAutomine", json!([false]));
    let SentElsewhere { pending, .. } = stage.sent(&Wallet::honest(&stage.devnet)).unwrap();
    let replaced = |pending: &PendingTx| block_on(stage.client.is_replaced(pending)).unwrap();
    assert!(!replaced(&pending), "it waits");
    let signed = pending.signed();
    let faster = json!([{
        "from": HOLDER, "to": stage.token, "data": signed.data(), "nonce": format!("{:#x}", signed.nonce()),
        "maxFeePerGas": "0x174876e800", "maxPriorityFeePerGas": "0x174876e800",
    }]);
    let faster: B256 = stage.devnet.call("eth_sendTransaction", faster).as_str().unwrap().parse().unwrap();
    assert!(!replaced(&pending), "nothing is in a block yet");
    for after in 0..3 {
        stage.devnet.call("evm_mine", json!([]));
        assert!(!replaced(&pending), "{after} blocks after it");
    }
    stage.devnet.call("evm_mine", json!([]));
    assert!(replaced(&pending));
    assert!(block_on(stage.client.receipt(pending)).unwrap().is_err());
    let raw = stage.devnet.call("eth_getRawTransactionByHash", json!([faster]));
    let faster = PendingTx::from_raw(&raw.as_str().unwrap().parse::<Bytes>().unwrap()).unwrap();
    assert!(!replaced(&faster), "it has a receipt");
}

#[test]
fn a_wallet_may_choose_envelope_gas_fees_and_nonce_and_that_is_said() {
    let stage = Stage::new();
    let (gas, priority) = (200_000_u64, 7_u128);
    let wallet = Wallet::touching(&stage.devnet, move |tx| {
        tx["gas"] = json!(format!("{gas:#x}"));
        tx["maxPriorityFeePerGas"] = json!(format!("{priority:#x}"));
    });
    let differences = stage.sent(&wallet).unwrap().differences;
    assert!(matches!(
        differences[..],
        [Difference::GasLimit { sent: 200_000, .. }, Difference::MaxPriorityFeePerGas { sent: 7, .. }]
    ));

    let price = 3_000_000_000_u128;
    for (kind, envelope) in [(0, PayloadKind::Legacy), (1, PayloadKind::Eip2930)] {
        let wallet = Wallet::touching(&stage.devnet, move |tx| {
            let fields = tx.as_object_mut().unwrap();
            fields.retain(|name, _| !name.starts_with("max"));
            fields.insert("type".to_owned(), json!(format!("{kind:#x}")));
            fields.insert("gasPrice".to_owned(), json!(format!("{price:#x}")));
            if kind == 1 {
                let item = json!({ "address": OTHER, "storageKeys": [B256::ZERO] });
                fields.insert("accessList".to_owned(), json!([item]));
            }
        });
        let sent = stage.sent(&wallet).unwrap();
        let [first, fee, rest @ ..] = &sent.differences[..] else { panic!("{:?}", sent.differences) };
        assert_eq!(*first, Difference::Kind { sent: envelope, reviewed: PayloadKind::Eip1559 });
        assert!(matches!(fee, Difference::MaxFeePerGas { sent: 3_000_000_000, .. }), "{fee}");
        let expected = [Difference::AccessList { sent: 1, reviewed: 0 }];
        assert_eq!(rest, if kind == 1 { &expected[..] } else { &[] });
        let hash = sent.pending.signed().hash();
        stage.devnet.receipt(&json!(hash));
        assert_eq!(block_on(stage.client.receipt(sent.pending)).unwrap().unwrap().transaction, hash);
    }

    // A transaction of the user's own, sent meanwhile: the reviewed nonce is taken, and the wallet takes the next.
    let reviewed = stage.reviewed();
    stage
        .devnet
        .receipt(&stage.devnet.call("eth_sendTransaction", json!([{ "from": HOLDER, "to": OTHER, "value": "0x1" }])));
    let wallet = Wallet::touching(&stage.devnet, |tx| drop(tx.as_object_mut().unwrap().remove("nonce")));
    let handed = block_on(ExternalSigner::new(&wallet, HOLDER, stage.devnet.chain).send(reviewed)).unwrap();
    let sent = block_on(stage.client.find(handed)).unwrap().unwrap();
    assert!(matches!(sent.differences[..], [Difference::Nonce { sent, reviewed }] if sent == reviewed + 1));
}

#[test]
fn a_wallet_that_sends_something_else_is_found_out() {
    let stage = Stage::new();
    let more = Bytes::from(Intent::Approve { token: stage.token, spender: OTHER, amount: U256::MAX }.data().to_vec());
    let less = Intent::Approve { token: stage.token, spender: OTHER, amount: U256::from(100) }.data();
    // Told apart by their last bytes alone, so both are shown to the end.
    let said_of_data = format!("data: got {more}, expected {less}");
    let long = Bytes::from([&more[..], &[0; 300]].concat());
    for (name, value, said) in [
        ("data", json!(long), "data: got 368 bytes, of which from byte 36 on 0xffff"),
        ("data", json!(more), said_of_data.as_str()),
        ("to", json!(OTHER), "receiver: got 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC, expected "),
        ("value", json!("0x1"), "value in wei: got 1, expected 0"),
        ("from", json!(OTHER), "sender: got 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC, expected 0x7099"),
    ] {
        let wallet = Wallet::touching(&stage.devnet, move |tx| {
            set(name, value.clone())(tx);
            set("nonce", Value::Null)(tx);
            set("gas", json!("0x186a0"))(tx);
        });
        let error = stage.sent(&wallet).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        let SentError::SomethingElse { sent, reviewed, .. } = error else { panic!("{error}") };
        assert_eq!(reviewed.to, Some(stage.token));
        assert_ne!(sent, reviewed);
    }
}

#[test]
fn a_delegation_slipped_in_is_found_out() {
    let stage = Stage::new();
    let nonce = stage.devnet.call("eth_getTransactionCount", json!([OTHER, "latest"]));
    let nonce = u64::from_str_radix(nonce.as_str().unwrap().trim_start_matches("0x"), 16).unwrap();
    let delegation = Authorization { chain_id: U256::from(stage.devnet.chain.0), address: stage.token, nonce };
    let key = SecretKey::from_bytes(&KEY_OF_OTHER).unwrap();
    let signature = LocalSigner::new(&key, stage.devnet.chain).sign_now(&SigningPayload::from(&delegation)).unwrap();
    let parity = if signature.v() { "0x1" } else { "0x0" };
    let entry = json!({
        "chainId": format!("{:#x}", stage.devnet.chain.0), "address": stage.token, "nonce": format!("{nonce:#x}"),
        "yParity": parity, "r": format!("{:#x}", signature.r()), "s": format!("{:#x}", signature.s()),
    });
    let wallet = Wallet::touching(&stage.devnet, move |tx| {
        set("type", json!("0x4"))(tx);
        set("gas", json!("0x30d40"))(tx);
        set("authorizationList", json!([entry]))(tx);
    });
    assert!(matches!(stage.sent(&wallet), Err(SentError::Delegates { got: 1, .. })));
}

#[test]
fn a_hash_that_nobody_knows_yet_stays_and_is_asked_again() {
    let stage = Stage::new();
    let wallet = Wallet::honest(&stage.devnet);
    let handed = stage.hand(&wallet).unwrap();
    // A chain that has not heard of it: another one, just started.
    let elsewhere = Devnet::start();
    let early = Client::new(Http::new(&elsewhere.rpc), elsewhere.chain);
    let still = block_on(early.find(handed)).unwrap().unwrap_err();
    assert!(block_on(stage.client.find(still)).unwrap().is_ok());

    // The hash of somebody else's transaction, of one that is signed for the account but is another, and no hash at all.
    let mine = stage.hand(&wallet).unwrap();
    let to = json!({ "from": OTHER, "to": HOLDER, "value": "0x1" });
    let foreign = stage.devnet.call("eth_sendTransaction", json!([to])).as_str().unwrap().parse().unwrap();
    let foreign = HandedTx::restore(HOLDER, mine.payload().clone(), foreign).unwrap();
    let error = block_on(stage.client.find(foreign)).unwrap_err();
    assert_eq!(error.code().as_str(), "sent-something-else");
    assert!(matches!(error, Error::Sent(SentError::SomethingElse { .. })), "{error}");
    let unknown = HandedTx::restore(HOLDER, mine.payload().clone(), B256::repeat_byte(7)).unwrap();
    assert_eq!(block_on(stage.client.find(unknown.clone())).unwrap().unwrap_err(), unknown);
}

#[test]
fn refusals_keep_their_meaning() {
    let stage = Stage::new();
    let error = |wallet: &Wallet<'_>| match stage.hand(wallet).unwrap_err() {
        SignError::Signer(error) => error,
        other => panic!("{other}"),
    };
    let refused = |code: i64| error(&Wallet::refusing(&stage.devnet, code));
    assert_eq!(refused(4001), SignerError::Rejected);
    assert_eq!(refused(4100), SignerError::Unauthorised { address: HOLDER });
    assert_eq!(refused(-32002), SignerError::Busy);
    assert!(matches!(refused(4900), SignerError::Unreachable { .. }));
    assert!(matches!(refused(4901), SignerError::Unreachable { .. }));
    assert_eq!(refused(-32603), SignerError::Refused { what: "no (code -32603)".to_owned() });

    // On another chain: nothing is sent, and which one it is on is said. Going over is an act of its own.
    let wallet = Wallet::honest(&stage.devnet);
    wallet.chain.set(1);
    let chain = stage.devnet.chain;
    assert_eq!(error(&wallet), SignerError::WrongChain { got: chain, expected: ChainId(1) });
    assert_eq!(*wallet.asked.borrow(), ["eth_chainId"]);
    let signer = ExternalSigner::new(&wallet, HOLDER, chain);
    assert_eq!(block_on(signer.connected_chain()), Ok(ChainId(1)));
    block_on(signer.switch_chain()).unwrap();
    assert!(stage.hand(&wallet).is_ok());

    // It finds out only when asked to send.
    let lost = Wallet::refusing(&stage.devnet, 4901);
    let signer = ExternalSigner::new(&lost, HOLDER, chain);
    let other = block_on(ExternalSigner::new(&lost, OTHER, chain).send(stage.reviewed())).unwrap_err();
    assert_eq!(other, SignError::OtherAccount { got: OTHER, expected: HOLDER });
    lost.chain.set(5);
    let message = SigningPayload::Message(Bytes::from_static(b"text"));
    assert_eq!(
        block_on(signer.sign(&message)).unwrap_err(),
        SignerError::WrongChain { got: chain, expected: ChainId(5) }
    );
}

fn typed(chain: Option<u64>) -> SigningPayload {
    let mut domain = vec![json!({ "name": "name", "type": "string" })];
    let mut values = json!({ "name": "Fund" });
    if let Some(chain) = chain {
        domain.push(json!({ "name": "chainId", "type": "uint256" }));
        values["chainId"] = json!(chain);
    }
    let document = json!({
        "types": { "EIP712Domain": domain, "Vote": [{ "name": "yes", "type": "bool" }, { "name": "to", "type": "address" }] },
        "primaryType": "Vote", "domain": values, "message": { "yes": true, "to": OTHER }, "beside": "is not handed on",
    });
    SigningPayload::TypedData(Box::new(TypedData::from_json(&document.to_string()).unwrap()))
}

#[test]
fn messages_and_typed_data_are_signed_there_and_recovered_here() {
    let stage = Stage::new();
    let chain = stage.devnet.chain;
    let wallet = Wallet::honest(&stage.devnet);
    let signer = ExternalSigner::new(&wallet, HOLDER, chain);
    let message = SigningPayload::Message(Bytes::from_static("Ich halte diese Anteile. 🏠".as_bytes()));
    let signature = block_on(signer.sign(&message)).unwrap();
    verify_message("Ich halte diese Anteile. 🏠".as_bytes(), &signature.as_bytes(), HOLDER).unwrap();
    for payload in [typed(Some(chain.0)), typed(None)] {
        let signature = block_on(signer.sign(&payload)).unwrap();
        let SigningPayload::TypedData(data) = &payload else { panic!("{payload:?}") };
        verify_typed_data(data, &signature.as_bytes(), HOLDER).unwrap();
    }
    let mut reads = block_on(stage.client.ledger()).unwrap();
    let (bytes, verdict) = block_on(stage.client.sign_elsewhere(&mut reads, &signer, &message)).unwrap();
    assert_eq!((bytes.len(), verdict.value()), (65, &SignatureVerdict::Valid(SignedBy::Key)));

    // For another chain, or no statement: refused before the wallet is asked.
    wallet.asked.borrow_mut().clear();
    let wrong = SignerError::WrongChain { got: ChainId(1), expected: chain };
    assert_eq!(block_on(signer.sign(&typed(Some(1)))).unwrap_err(), wrong);
    let payload = SigningPayload::Eip1559(stage.hand(&Wallet::honest(&stage.devnet)).unwrap().payload().clone());
    let refused = SignerError::NotSignedHere { payload: PayloadKind::Eip1559 };
    assert_eq!(block_on(signer.sign(&payload)).unwrap_err(), refused);
    assert!(wallet.asked.borrow().is_empty(), "{:?}", wallet.asked);

    // A wallet that signs with another account's key, whatever account it says that it has.
    struct Stranger;
    impl Provider for Stranger {
        async fn request(&self, request: &ProviderRequest) -> Result<Value, ProviderRefusal> {
            let text: Bytes = request.params()[0].as_str().unwrap().parse().unwrap();
            let key = SecretKey::from_bytes(&KEY_OF_OTHER).unwrap();
            let signed = LocalSigner::new(&key, ChainId(1)).sign_now(&SigningPayload::Message(text)).unwrap();
            Ok(json!(hex::encode_prefixed(signed.as_bytes())))
        }
    }
    let stranger = ExternalSigner::new(Stranger, HOLDER, chain);
    let error = block_on(stranger.sign(&message)).unwrap_err();
    assert_eq!(error, SignerError::NotByKey { what: format!("it recovers to {OTHER}, expected {HOLDER}") });
    let (_bytes, verdict) = block_on(stage.client.sign_elsewhere(&mut reads, &stranger, &message)).unwrap();
    assert!(matches!(verdict.value(), SignatureVerdict::Invalid(_)), "{verdict:?}");
}
