//! Signatures of contracts, on the demo chain: a Safe, before and after it is deployed, and contracts that mean no good.

#![cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its data is not what it should be"
)]

#[expect(dead_code, reason = "the chain's files are not read here")]
#[path = "support/devnet.rs"]
mod devnet;
#[path = "support/peers.rs"]
mod peers;

use std::cell::RefCell;

use alloy_primitives::{Address, B256, Bytes, U256, b256, bytes, hex};
use alloy_sol_types::{SolCall as _, SolValue as _, sol};
use assay_sdk::chain::Http;
use assay_sdk::client::Client;
use assay_sdk::evidence::{Fact, Gap, Level, Origin, Outcome, Reads, Source};
use assay_sdk::keys::{
    LocalSigner, SecretKey, SignatureDoubt, SignatureFault, SignatureVerdict, SignedBy, SigningPayload, Statement,
    TypedData, VerificationError, check_signature,
};
use assay_sdk::units::{BlockRef, Timestamp};
use devnet::Devnet;
use pollster::block_on;
use proptest::prelude::*;
use serde_json::{Value, json};

sol! {
    function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver) external;
    function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) external returns (address proxy);
    function isValidSignature(bytes32 hash, bytes signature) external view returns (bytes4);
}

const SUFFIX: B256 = b256!("6492649264926492649264926492649264926492649264926492649264926492");
const TEXT: Statement<'static> = Statement::Message(b"I hold these shares.");

/// The demo chain with the contracts of Safe 1.5.0 on it.
struct Stage {
    devnet: Devnet,
    client: Client<Http>,
    deployer: String,
    factory: Address,
    singleton: Address,
    owner: SecretKey,
    initializer: Bytes,
    /// What was checked since viem was last asked, and whether it was valid.
    checked: RefCell<Vec<(Value, bool)>>,
}

/// The creation code of a contract of the package `@safe-global/safe-smart-account`.
fn safe_artifact(name: &str) -> String {
    let path = format!("node_modules/@safe-global/safe-smart-account/build/artifacts/contracts/{name}.json");
    let artifact: Value = serde_json::from_str(&peers::text(&path)).unwrap();
    artifact["bytecode"].as_str().unwrap().to_owned()
}

impl Stage {
    fn new() -> Self {
        let devnet = Devnet::start();
        let deployer = devnet.call("eth_accounts", json!([]))[0].as_str().unwrap().to_owned();
        let create = |name: &str| -> Address {
            let transaction = json!({ "from": deployer, "data": safe_artifact(name), "gas": "0x989680" });
            let receipt = devnet.receipt(&devnet.call("eth_sendTransaction", json!([transaction])));
            receipt["contractAddress"].as_str().unwrap().parse().unwrap()
        };
        let singleton = create("Safe.sol/Safe");
        let factory = create("proxies/SafeProxyFactory.sol/SafeProxyFactory");
        let handler = create("handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler");
        let owner = SecretKey::from_bytes(&[0x51; 32]).unwrap();
        let setup = setupCall {
            owners: vec![owner.address()],
            threshold: U256::ONE,
            to: Address::ZERO,
            data: Bytes::new(),
            fallbackHandler: handler,
            paymentToken: Address::ZERO,
            payment: U256::ZERO,
            paymentReceiver: Address::ZERO,
        };
        let client = Client::new(Http::new(&devnet.rpc), devnet.chain);
        Self {
            client,
            deployer,
            factory,
            singleton,
            owner,
            initializer: setup.abi_encode().into(),
            checked: RefCell::default(),
            devnet,
        }
    }

    fn creation(&self, salt: u64) -> Bytes {
        let (singleton, initializer) = (self.singleton, self.initializer.clone());
        createProxyWithNonceCall { singleton, initializer, saltNonce: U256::from(salt) }.abi_encode().into()
    }

    /// Where the Safe of this salt is or will be, by the factory's own word.
    fn safe(&self, salt: u64) -> Address {
        let answer =
            self.devnet.call("eth_call", json!([{ "to": self.factory, "data": self.creation(salt) }, "latest"]));
        Address::from_word(answer.as_str().unwrap().parse().unwrap())
    }

    fn deploy(&self, salt: u64) {
        let receipt = self.devnet.send(&self.deployer, &self.factory.to_string(), &self.creation(salt).to_string());
        assert_eq!(receipt["status"], "0x1");
    }

    /// The owner's signature for the Safe: over the digest, as Safe's own typed data.
    fn sign(&self, safe: Address, digest: B256) -> Bytes {
        let document = json!({
            "types": {
                "EIP712Domain": [{ "name": "chainId", "type": "uint256" }, { "name": "verifyingContract", "type": "address" }],
                "SafeMessage": [{ "name": "message", "type": "bytes" }],
            },
            "primaryType": "SafeMessage",
            "domain": { "chainId": self.devnet.chain.0, "verifyingContract": safe },
            "message": { "message": digest },
        });
        let payload = SigningPayload::TypedData(Box::new(TypedData::from_json(&document.to_string()).unwrap()));
        let signature = LocalSigner::new(&self.owner, self.devnet.chain).sign_now(&payload).unwrap();
        Bytes::copy_from_slice(&signature.as_bytes())
    }

    fn check(&self, account: Address, statement: Statement<'_>, signature: &[u8]) -> SignatureVerdict {
        let mut reads = block_on(self.client.ledger()).unwrap();
        let before = self.client.traffic().round_trips;
        let fact = block_on(self.client.check_signature(&mut reads, account, statement, signature)).unwrap();
        assert_eq!(self.client.traffic().round_trips - before, 1);
        assert_eq!(fact.level(), Level::Claimed);
        let case =
            json!({ "address": account, "hash": statement.digest(), "signature": hex::encode_prefixed(signature) });
        let verdict = fact.into_value();
        self.checked.borrow_mut().push((case, matches!(verdict, SignatureVerdict::Valid(_))));
        verdict
    }

    /// Has viem judge all that was checked. Before the chain changes, since it has to be asked of the same state.
    fn agrees_with_viem(&self) {
        let (cases, ours): (Vec<Value>, Vec<bool>) = self.checked.take().into_iter().unzip();
        let question = json!({ "rpc": self.devnet.rpc, "cases": cases });
        let theirs: Vec<bool> = serde_json::from_str(&peers::run("verify.mjs", question.to_string())).unwrap();
        for ((case, ours), theirs) in cases.iter().zip(&ours).zip(&theirs) {
            assert_eq!(ours, theirs, "{case}");
        }
        assert_eq!(ours.len(), theirs.len());
    }

    fn plant(&self, at: u8, code: &str) -> Address {
        let address = Address::repeat_byte(at);
        self.devnet.call("anvil_setCode", json!([address, code]));
        address
    }
}

fn wrapped(factory: Address, calldata: &Bytes, signature: &Bytes) -> Bytes {
    let inner = (factory, calldata.clone(), signature.clone()).abi_encode_params();
    [inner.as_slice(), SUFFIX.as_slice()].concat().into()
}

const fn invalid(fault: SignatureFault) -> SignatureVerdict {
    SignatureVerdict::Invalid(fault)
}

fn vote() -> TypedData {
    let document = json!({
        "types": { "EIP712Domain": [{ "name": "name", "type": "string" }], "Vote": [{ "name": "yes", "type": "bool" }] },
        "primaryType": "Vote", "domain": { "name": "Fund" }, "message": { "yes": true },
    });
    TypedData::from_json(&document.to_string()).unwrap()
}

#[test]
fn a_safe_signs_before_it_is_deployed() {
    let stage = Stage::new();
    let (safe, factory, creation, vote) = (stage.safe(7), stage.factory, stage.creation(7), vote());
    let statements = [TEXT, Statement::TypedData(&vote)];
    let signatures = statements.map(|statement| stage.sign(safe, statement.digest()));
    for (statement, signature) in statements.into_iter().zip(&signatures) {
        let by = SignedBy::ContractAfter { factory };
        let wrap = |calldata: &Bytes| wrapped(factory, calldata, signature);
        assert_eq!(stage.check(safe, statement, &wrap(&creation)), SignatureVerdict::Valid(by));
        // Not deployed and not wrapped: the key's, or nobody's.
        let plain = stage.check(safe, statement, signature);
        assert!(matches!(plain, SignatureVerdict::Invalid(SignatureFault::Key(_))), "{plain:?}");
        // A factory that makes another Safe, one that reverts, and nobody.
        let not_deployed = |factory| invalid(SignatureFault::NotDeployed { factory });
        assert_eq!(stage.check(safe, statement, &wrap(&stage.creation(8))), not_deployed(factory));
        assert_eq!(stage.check(safe, statement, &wrap(&bytes!("deadbeef"))), not_deployed(factory));
        let nobody = Address::repeat_byte(0xee);
        assert_eq!(stage.check(safe, statement, &wrapped(nobody, &creation, signature)), not_deployed(nobody));
    }
    // Somebody else's signature, and the right one over something else: the Safe reverts.
    let other = stage.sign(stage.safe(8), TEXT.digest());
    let wrong = [wrapped(factory, &creation, &other), wrapped(factory, &creation, &signatures[1])];
    for wrong in wrong {
        assert_eq!(stage.check(safe, TEXT, &wrong), invalid(SignatureFault::Reverted));
    }
    stage.agrees_with_viem();
    assert_eq!(stage.devnet.call("eth_getCode", json!([safe, "latest"])), json!("0x"), "asking deploys nothing");
}

#[test]
fn a_safe_signs_once_it_is_deployed() {
    let stage = Stage::new();
    let (safe, factory, creation, vote) = (stage.safe(7), stage.factory, stage.creation(7), vote());
    let statements = [TEXT, Statement::TypedData(&vote)];
    let signatures = statements.map(|statement| stage.sign(safe, statement.digest()));
    stage.deploy(7);
    for (statement, signature) in statements.into_iter().zip(&signatures) {
        let valid = SignatureVerdict::Valid(SignedBy::Contract);
        assert_eq!(stage.check(safe, statement, signature), valid);
        assert_eq!(stage.check(safe, statement, &wrapped(factory, &creation, signature)), valid);
        // The node's own word, without our program.
        let call = isValidSignatureCall { hash: statement.digest(), signature: signature.clone() }.abi_encode();
        let answer = stage.devnet.call("eth_call", json!([{ "to": safe, "data": Bytes::from(call) }, "latest"]));
        assert!(answer.as_str().unwrap().starts_with("0x1626ba7e0000"), "{answer}");
    }
    assert_eq!(stage.check(safe, TEXT, &signatures[1]), invalid(SignatureFault::Reverted));
    assert_eq!(stage.check(safe, TEXT, &[]), invalid(SignatureFault::Reverted));
    stage.agrees_with_viem();
}

#[test]
fn a_key_signs_for_itself_until_it_is_a_contract() {
    let stage = Stage::new();
    let account = stage.owner.address();
    let Statement::Message(text) = TEXT else { panic!("a message") };
    let payload = SigningPayload::Message(Bytes::from_static(text));
    let signature = LocalSigner::new(&stage.owner, stage.devnet.chain).sign_now(&payload).unwrap();
    let (long, compact) = (signature.as_bytes(), signature.as_erc2098());
    assert_eq!(stage.check(account, TEXT, &long), SignatureVerdict::Valid(SignedBy::Key));
    assert_eq!(stage.check(account, TEXT, &compact), SignatureVerdict::Valid(SignedBy::Key));
    // The one spelling that viem does not take from a chain.
    drop(stage.checked.borrow_mut().pop());
    let other = VerificationError::OtherSigner { got: account, expected: Address::ZERO };
    assert_eq!(stage.check(Address::ZERO, TEXT, &long), invalid(SignatureFault::Key(other)));
    let short = VerificationError::Length { got: 3 };
    assert_eq!(stage.check(account, TEXT, &[1, 2, 3]), invalid(SignatureFault::Key(short)));
    let damaged = [&long[..], SUFFIX.as_slice()].concat();
    assert_eq!(stage.check(account, TEXT, &damaged), invalid(SignatureFault::Wrapper));
    let long_one = vec![7; 60_000];
    let verdict = stage.check(account, TEXT, &long_one);
    assert!(matches!(verdict, SignatureVerdict::Unknown(SignatureDoubt::TooLong { got: 60_001.., .. })), "{verdict:?}");
    stage.agrees_with_viem();
    // viem takes the key's word here. Delegated to code that knows no signatures (EIP-7702): what verifies on the chain asks that code.
    let silent = stage.plant(0x51, "0x00");
    let delegation = format!("0xef0100{}", hex::encode(silent));
    stage.devnet.call("anvil_setCode", json!([account, delegation]));
    assert_eq!(stage.check(account, TEXT, &long), invalid(SignatureFault::NoAnswer { length: 0 }));
}

#[test]
fn a_contract_that_means_no_good_gets_a_plain_answer() {
    let stage = Stage::new();
    let signature = Bytes::from(vec![7; 65]);
    let denied = |answer: &str| invalid(SignatureFault::Denied { answer: answer.parse().unwrap() });
    let cases = [
        // Loops; an invalid instruction; writes, which no STATICCALL allows.
        ("0x5b600056", SignatureVerdict::Unknown(SignatureDoubt::OutOfGas)),
        ("0xfe", SignatureVerdict::Unknown(SignatureDoubt::OutOfGas)),
        ("0x6001600055", SignatureVerdict::Unknown(SignatureDoubt::OutOfGas)),
        // Reverts, with nothing and with the magic value.
        ("0x60006000fd", invalid(SignatureFault::Reverted)),
        ("0x631626ba7e60e01b60005260206000fd", invalid(SignatureFault::Reverted)),
        // Answers 0, 1 and 31 bytes.
        ("0x00", invalid(SignatureFault::NoAnswer { length: 0 })),
        ("0x60016000f3", invalid(SignatureFault::NoAnswer { length: 1 })),
        ("0x631626ba7e60e01b600052601f6000f3", invalid(SignatureFault::NoAnswer { length: 31 })),
        // Answers zero, one, the magic value on the wrong side, and with something behind it.
        ("0x60206000f3", denied("0x0000000000000000000000000000000000000000000000000000000000000000")),
        ("0x600160005260206000f3", denied("0x0000000000000000000000000000000000000000000000000000000000000001")),
        ("0x631626ba7e60005260206000f3", denied("0x000000000000000000000000000000000000000000000000000000001626ba7e")),
        (
            "0x631626ba7e60e01b60011760005260206000f3",
            denied("0x1626ba7e00000000000000000000000000000000000000000000000000000001"),
        ),
        // Says yes to everything, as 32 bytes and as the beginning of 64 KiB.
        ("0x631626ba7e60e01b60005260206000f3", SignatureVerdict::Valid(SignedBy::Contract)),
        ("0x631626ba7e60e01b600052620100006000f3", SignatureVerdict::Valid(SignedBy::Contract)),
    ];
    for (index, (code, expected)) in cases.into_iter().enumerate() {
        let account = stage.plant(0xa0 + u8::try_from(index).unwrap(), code);
        assert_eq!(stage.check(account, TEXT, &signature), expected, "{code}");
        // Behind a wrapper whose call does nothing it is asked twice, and answers the same.
        let nothing = wrapped(Address::repeat_byte(0xee), &Bytes::new(), &signature);
        assert_eq!(stage.check(account, TEXT, &nothing), expected, "{code}");
    }
    // The factory loops: there is gas left to see that no contract came of it.
    let loops = stage.plant(0x99, "0x5b600056");
    let (nowhere, wrapper) = (Address::repeat_byte(0x77), wrapped(loops, &Bytes::new(), &signature));
    let expected = invalid(SignatureFault::NotDeployed { factory: loops });
    assert_eq!(stage.check(nowhere, TEXT, &wrapper), expected);
    stage.agrees_with_viem();
}

fn block() -> BlockRef {
    BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) }
}

fn answered(signature: &[u8], outcome: &Outcome) -> Result<Fact<SignatureVerdict>, Gap> {
    let mut reads = Reads::new(block());
    let ask = |reads: &mut Reads| check_signature(reads, Address::repeat_byte(5), TEXT, signature);
    assert!(ask(&mut reads).unwrap_err().is_pending());
    let wanted = reads.wanted();
    assert_eq!(wanted.len(), 1);
    let fact = Fact::asserted(outcome.clone(), block(), Source::Endpoint(Origin::of_url("http://a")));
    reads.answer(wanted[0].clone(), fact).unwrap();
    ask(&mut reads)
}

#[test]
fn an_endpoint_that_did_not_run_the_program_is_found_out() {
    let signature = [7; 65];
    for length in [0, 1, 32, 63, 65, 160, 1000] {
        let gap = answered(&signature, &Outcome::Returned(vec![0; length].into())).unwrap_err();
        assert!(matches!(gap, Gap::Malformed { .. }), "{length}: {gap}");
    }
    assert!(matches!(answered(&signature, &Outcome::Reverted(Bytes::new())), Err(Gap::Reverted { .. })));
    let declined = Outcome::Declined { message: "busy".to_owned() };
    assert!(matches!(answered(&signature, &declined), Err(Gap::Declined { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_makes_it_panic(signature in proptest::collection::vec(any::<u8>(), 0..400), wraps in any::<bool>(), answer in proptest::collection::vec(any::<u8>(), 0..200)) {
        let signature = if wraps { wrapped(Address::ZERO, &signature.clone().into(), &signature.into()) } else { signature.into() };
        let _ = answered(&signature, &Outcome::Returned(answer.into()));
    }

    #[test]
    fn a_damaged_wrapper_never_makes_it_panic(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut wrapper = wrapped(Address::ZERO, &bytes!("1234"), &bytes!("5678")).to_vec();
        let at = at.index(wrapper.len() - 32);
        wrapper[at] = to;
        let _ = answered(&wrapper, &Outcome::Returned(vec![0; 160].into()));
    }
}
