//! What is signed and handed in later: each verdict is compared with what the demo chain's real token does with a signature that the node
//! gave.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "verdict/chain.rs"]
#[expect(dead_code, reason = "questions are asked through the client here")]
mod chain;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains of scenarios are started with options of their own")]
mod devnet;

use alloy_primitives::{Address, B256, Bytes, U256, address};
use alloy_sol_types::{SolCall, sol};
use assay_sdk::asset::Descriptor;
use assay_sdk::chain::Http;
use assay_sdk::client::Client;
use assay_sdk::compliance::{RestrictionCode as Code, SignedAssessment, Verdict};
use assay_sdk::tx::{KnownTokens, TypedData, TypedReview};
use assay_sdk::units::AssetId;
use pollster::block_on;
use serde_json::{Value, json};

use chain::Chain;

sol! {
    function transfer(address to, uint256 amount) external returns (bool);
    function nonces(address owner) external view returns (uint256);
    function blacklist(address account) external;
    function pause() external;
    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes signature) external;
    function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature) external;
}

/// An account of the node's own, which signs for whoever asks.
const HOLDER: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const PERMIT2: Address = address!("000000000022D473030F116dDEE9F6B43aC78BA3");
const PERMIT: &str = "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline";
const AUTHORIZATION: &str =
    "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce";
const DAY: u64 = 86_400;
const HAS: u64 = 1_000_000;

struct Bench {
    chain: Chain,
    client: Client<Http>,
    cash: Address,
    /// The second of the newest block.
    now: u64,
}

/// `address owner,uint256 value` as the fields of a type.
fn fields(text: &str) -> Value {
    text.split(',')
        .map(|field| field.split_once(' ').map(|(kind, name)| json!({ "name": name, "type": kind })))
        .collect()
}

impl Bench {
    fn start() -> Self {
        let chain = Chain::start();
        let client = Client::new(Http::new(&chain.devnet.rpc), chain.devnet.chain);
        let cash = chain::address(&chain.demo["contracts"]["cash"]);
        chain.send(chain.investor("alice"), cash, &transferCall { to: HOLDER, amount: U256::from(HAS) });
        let now = block_on(client.ledger()).expect("a ledger").at().timestamp.0;
        Self { chain, client, cash, now }
    }

    /// A document of the cash token, which is in version 2 of its domain.
    fn document(&self, kind: &str, types: &str, message: &Value, version: &str) -> Value {
        json!({
            "types": {
                "EIP712Domain": fields("string name,string version,uint256 chainId,address verifyingContract"),
                kind: fields(types),
            },
            "primaryType": kind,
            "domain": { "name": "Demo Dollar", "version": version, "chainId": self.chain.devnet.chain.0, "verifyingContract": self.cash },
            "message": message,
        })
    }

    fn check(&self, document: &Value) -> SignedAssessment {
        let data = Box::new(TypedData::from_json(&document.to_string()).expect("a document"));
        let review = TypedReview::of(data, HOLDER, &KnownTokens::new(self.chain.devnet.chain, [])).expect("a review");
        let [asked] = review.asks_rules() else { panic!("{review:#?}") };
        let mut reads = block_on(self.client.ledger()).expect("a ledger");
        let asset = AssetId { chain: self.chain.devnet.chain, token: asked.what().0 };
        let profile = block_on(self.client.profile(&mut reads, asset.token)).expect("a profile");
        let descriptor = Descriptor::undescribed(asset, profile.value());
        block_on(self.client.check_typed(&mut reads, &descriptor, asked)).expect("an assessment")
    }

    /// The node's own signature of a document.
    fn signature(&self, document: &Value) -> Bytes {
        let answer = self.chain.devnet.call("eth_signTypedData_v4", json!([HOLDER, document]));
        serde_json::from_value(answer).expect("a signature")
    }

    /// Hands the signed call in, by somebody else; it has to end as the verdict says. Answers the codes of its reasons.
    fn truth<C: SolCall>(&self, checked: &SignedAssessment, call: &C) -> Vec<Code> {
        let taken = self.chain.try_send(self.chain.investor("bob"), self.cash, call);
        assert_eq!(checked.verdict.value().is_allow(), taken, "{checked:#?}");
        checked.verdict.value().reasons().iter().map(|reason| reason.code).collect()
    }

    fn issuer<C: SolCall>(&self, call: &C) {
        self.chain.send(chain::address(&self.chain.demo["accounts"]["cashIssuer"]), self.cash, call);
    }
}

#[test]
fn a_permit_is_judged_as_the_token_takes_it() {
    let bench = Bench::start();
    let spender = bench.chain.investor("carol");
    let judge = |nonce: U256, deadline: u64, version: &str| {
        let message =
            json!({ "owner": HOLDER, "spender": spender, "value": "1000", "nonce": nonce, "deadline": deadline });
        let document = bench.document("Permit", PERMIT, &message, version);
        let signature = bench.signature(&document);
        let (value, deadline) = (U256::from(1_000), U256::from(deadline));
        let checked = bench.check(&document);
        let codes = bench.truth(&checked, &permitCall { owner: HOLDER, spender, value, deadline, signature });
        (codes, checked)
    };
    let next = || bench.chain.view(bench.cash, &noncesCall { owner: HOLDER });
    let later = bench.now + DAY;
    let (codes, checked) = judge(next(), later, "2");
    assert_eq!(codes, []);
    assert!(checked.usable.is_some_and(|usable| usable.is_allow()));
    let stale = next() - U256::from(1);
    for (nonce, deadline, version) in [(stale, later, "2"), (next(), bench.now - 1, "2"), (next(), later, "1")] {
        assert_eq!(judge(nonce, deadline, version).0, [Code::PermitNotTaken], "{nonce} {deadline} {version}");
    }
    // This token takes a permission for a spender whom it then lets take nothing.
    bench.issuer(&blacklistCall { account: spender });
    let (codes, checked) = judge(next(), later, "2");
    assert_eq!(codes, []);
    let Some(Verdict::Deny(reasons)) = &checked.usable else { panic!("{checked:#?}") };
    assert!(reasons.iter().any(|reason| reason.code == Code::ReceiverBlacklisted), "{checked:#?}");
    bench.issuer(&pauseCall {});
    let (_, checked) = judge(next(), later, "2");
    assert!(!checked.verdict.value().is_allow(), "{checked:#?}");
}

#[test]
fn a_transfer_by_signature_is_judged_by_its_receiver_its_amount_and_its_own_terms() {
    let bench = Bench::start();
    let to = bench.chain.investor("carol");
    let judge = |(value, nonce): (u64, u8), valid_before: u64, version: &str| {
        let nonce = B256::repeat_byte(nonce);
        let message = json!({ "from": HOLDER, "to": to, "value": value.to_string(), "validAfter": 0,
            "validBefore": valid_before, "nonce": nonce });
        let document = bench.document("TransferWithAuthorization", AUTHORIZATION, &message, version);
        let call = transferWithAuthorizationCall {
            from: HOLDER,
            to,
            value: U256::from(value),
            validAfter: U256::ZERO,
            validBefore: U256::from(valid_before),
            nonce,
            signature: bench.signature(&document),
        };
        bench.truth(&bench.check(&document), &call)
    };
    let later = bench.now + DAY;
    assert_eq!(judge((1_000, 1), later, "2"), []);
    assert_eq!(judge((1_000, 1), later, "2"), [Code::PermitNotTaken], "its number is used up");
    assert_eq!(judge((1_000, 2), bench.now, "2"), [Code::PermitNotTaken], "it has run out");
    assert_eq!(judge((1_000, 2), later, "1"), [Code::PermitNotTaken], "it is made out to another version");
    assert_eq!(judge((HAS, 2), later, "2"), [Code::InsufficientBalance]);
    bench.issuer(&blacklistCall { account: to });
    assert_eq!(judge((1_000, 2), later, "2"), [Code::ReceiverBlacklisted]);
    assert_eq!(judge((1_000, 1), later, "2"), [Code::PermitNotTaken, Code::ReceiverBlacklisted]);
}

#[test]
fn of_a_restricted_token_it_is_told_whether_the_spender_could_take_it() {
    let bench = Bench::start();
    let fund = chain::address(&bench.chain.demo["contracts"]["fund"]);
    let check = |spender: &str, deadline: u64| {
        let spender = bench.chain.investor(spender);
        bench.check(&json!({
            "types": {
                "EIP712Domain": fields("string name,uint256 chainId,address verifyingContract"),
                "TokenPermissions": fields("address token,uint256 amount"),
                "PermitTransferFrom": fields("TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline"),
            },
            "primaryType": "PermitTransferFrom",
            "domain": { "name": "Permit2", "chainId": bench.chain.devnet.chain.0, "verifyingContract": PERMIT2 },
            "message": { "permitted": { "token": fund, "amount": "0" }, "spender": spender, "nonce": 0, "deadline": deadline },
        }))
    };
    let later = bench.now + DAY;
    let codes = |checked: &SignedAssessment| -> Vec<Code> {
        checked.usable.iter().flat_map(Verdict::reasons).map(|reason| reason.code).collect()
    };
    let admitted = check("bob", later);
    assert!(admitted.verdict.value().is_allow(), "{admitted:#?}");
    assert!(!codes(&admitted).contains(&Code::ReceiverNotRegistered), "{admitted:#?}");
    assert!(codes(&check("carol", later)).contains(&Code::ReceiverNotRegistered));
    let over = check("bob", bench.now - 1);
    assert_eq!(
        over.verdict.value().reasons().iter().map(|reason| reason.code).collect::<Vec<_>>(),
        [Code::PermitNotTaken]
    );

    // The fund has no permit of its own: nothing is known of what it would take.
    let message = json!({ "owner": HOLDER, "spender": HOLDER, "value": "1", "nonce": 0, "deadline": later });
    let mut document = bench.document("Permit", PERMIT, &message, "1");
    document["domain"]["verifyingContract"] = json!(fund);
    let none = bench.check(&document);
    assert!(matches!(none.verdict.value(), Verdict::Unknown(_)), "{none:#?}");
}
