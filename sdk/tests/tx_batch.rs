//! Several calls as one in another wallet (EIP-5792): one that carries them out by `OpenZeppelin`'s batch executor, to which its account
//! delegates (EIP-7702), on the running chain.

#![cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests: a failure here is the test's failure"
)]

#[path = "verdict/chain.rs"]
#[expect(dead_code, reason = "no verdicts are asked for here")]
mod chain;
#[path = "families/contracts.rs"]
mod contracts;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "the chain's files are not read here")]
mod devnet;

use std::cell::RefCell;

use alloy_eips::eip7702::Authorization;
use alloy_primitives::{Address, B256, Bytes, U256, address, hex};
use alloy_sol_types::{SolCall as _, SolValue as _, sol};
use assay_sdk::chain::{Http, InProcess};
use assay_sdk::client::Client;
use assay_sdk::keys::{LocalSigner, SecretKey};
use assay_sdk::tx::{
    BatchError, BatchReview, BatchStatus, Batching, Event, ExternalSigner, Intent, Known, KnownTokens, Net, Outcome,
    Provider, ProviderRefusal, ProviderRequest, ReviewedBatch, Role, SentBatch, SignError, SignerError, SigningPayload,
    UnsignedBatch,
};
use chain::Chain;
use pollster::block_on;
use serde_json::{Value, json};

/// The third of anvil's unlocked accounts, and its key, which anvil's documentation prints.
const ACCOUNT: Address = address!("3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
const KEY: [u8; 32] = hex!("5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a");
const SPENDERS: [Address; 2] = [Address::repeat_byte(0x51), Address::repeat_byte(0x52)];

sol! {
    struct Call { address to; uint256 value; bytes data; }
    function execute(bytes32 mode, bytes executionData) external payable;
    function allowance(address owner, address spender) external view returns (uint256);
}

/// A wallet whose account carries out batches.
struct Wallet<'a> {
    chain: &'a Chain,
    executor: Address,
    /// What it says that it can.
    atomic: Value,
    refusal: Option<i64>,
    asked: RefCell<Vec<Value>>,
    /// What it says of a batch in place of the truth.
    said: Option<Value>,
}

impl<'a> Wallet<'a> {
    fn new(chain: &'a Chain) -> Self {
        let executor = contracts::compile("BatchAccount.sol")["BatchAccount"].clone();
        let executor = contracts::deploy(chain, contracts::issuer(chain), &executor, &[]);
        Self { chain, executor, atomic: json!("supported"), refusal: None, asked: RefCell::default(), said: None }
    }

    /// A transaction of the account to itself, which also puts it under the executor's code.
    fn carry_out(&self, request: &Value) -> Value {
        let calls = request["calls"].as_array().unwrap().iter().map(|call| Call {
            to: call["to"].as_str().unwrap().parse().unwrap(),
            value: U256::ZERO,
            data: call["data"].as_str().unwrap().parse().unwrap(),
        });
        let calls: Vec<Call> = calls.collect();
        // ERC-7821's plain batch.
        let mode = B256::right_padding_from(&[1]);
        let data = Bytes::from(executeCall { mode, executionData: calls.abi_encode().into() }.abi_encode());
        let nonce = self.chain.devnet.call("eth_getTransactionCount", json!([ACCOUNT, "latest"]));
        let nonce: U256 = nonce.as_str().unwrap().parse().unwrap();
        // The account's own transaction comes first, then its delegation.
        let nonce = nonce.to::<u64>().wrapping_add(1);
        let chain_id = self.chain.devnet.chain;
        let delegation = Authorization { chain_id: U256::from(chain_id.0), address: self.executor, nonce };
        let key = SecretKey::from_bytes(&KEY).unwrap();
        let signature = LocalSigner::new(&key, chain_id).sign_now(&SigningPayload::from(&delegation)).unwrap();
        let entry = json!({
            "chainId": format!("{:#x}", chain_id.0), "address": self.executor, "nonce": format!("{nonce:#x}"),
            "yParity": if signature.v() { "0x1" } else { "0x0" },
            "r": format!("{:#x}", signature.r()), "s": format!("{:#x}", signature.s()),
        });
        let transaction = json!({
            "from": ACCOUNT, "to": ACCOUNT, "data": data, "gas": "0x7a120", "type": "0x4", "authorizationList": [entry],
        });
        self.chain.devnet.call("eth_sendTransaction", json!([transaction]))
    }

    fn status(&self, id: &Value) -> Value {
        let receipt = self.chain.devnet.receipt(id);
        let status = if receipt["status"] == "0x1" { 200 } else { 500 };
        json!({
            "version": "2.0.0", "id": id, "chainId": format!("{:#x}", self.chain.devnet.chain.0), "status": status, "atomic": true,
            "receipts": [receipt],
        })
    }
}

impl Provider for &Wallet<'_> {
    async fn request(&self, request: &ProviderRequest) -> Result<Value, ProviderRefusal> {
        self.asked.borrow_mut().push(json!([request.method(), request.params()]));
        let refused = |code: i64| ProviderRefusal { code: Some(code), message: "no".to_owned() };
        let chain = format!("{:#x}", self.chain.devnet.chain.0);
        match (request.method(), self.refusal) {
            ("eth_chainId", _) => Ok(json!(chain)),
            (_, Some(code)) => Err(refused(code)),
            ("wallet_getCapabilities", _) => Ok(json!({ chain: { "atomic": { "status": self.atomic } } })),
            ("wallet_sendCalls", _) => Ok(json!({ "id": self.carry_out(&request.params()[0]) })),
            ("wallet_getCallsStatus", _) => Ok(self.said.clone().unwrap_or_else(|| self.status(&request.params()[0]))),
            _ => Err(refused(4200)),
        }
    }
}

fn cash(chain: &Chain) -> Address {
    chain::address(&chain.demo["contracts"]["cash"])
}

fn approvals(token: Address) -> Vec<Intent> {
    let permission = |spender| Intent::Approve { token, spender, amount: U256::from(100) };
    SPENDERS.into_iter().map(permission).collect()
}

fn reviewed(chain: &Chain, intents: Vec<Intent>) -> ReviewedBatch {
    let known = Known { name: "Dollar".to_owned(), symbol: "USDX".to_owned(), decimals: 6, role: Role::Token };
    let known = KnownTokens::new(chain.devnet.chain, [(cash(chain), known)]);
    UnsignedBatch::build(chain.devnet.chain, ACCOUNT, intents).unwrap().review(&known).approve().unwrap()
}

/// A batch as it stands for review.
fn proposed(chain: &Chain, intents: Vec<Intent>) -> BatchReview {
    let known = KnownTokens::new(chain.devnet.chain, []);
    UnsignedBatch::build(chain.devnet.chain, ACCOUNT, intents).unwrap().review(&known)
}

fn allowances(chain: &Chain) -> [U256; 2] {
    SPENDERS.map(|spender| chain.view(cash(chain), &allowanceCall { owner: ACCOUNT, spender }))
}

#[test]
fn a_batch_is_carried_out_as_one_and_the_chain_says_what_it_did() {
    let chain = Chain::start();
    let wallet = Wallet::new(&chain);
    let signer = ExternalSigner::new(&wallet, ACCOUNT, chain.devnet.chain);
    assert_eq!(block_on(signer.batching()), Ok(Batching::Supported));
    assert_eq!(allowances(&chain), [U256::ZERO; 2]);

    let sent = block_on(signer.send_calls(reviewed(&chain, approvals(cash(&chain))))).unwrap();
    let sent = SentBatch::restore(sent.id(), sent.from(), sent.chain()).unwrap();
    let BatchStatus::Confirmed(hash) = block_on(signer.calls_status(&sent)).unwrap() else { panic!("not in a block") };
    let client = Client::new(Http::new(&chain.devnet.rpc), chain.devnet.chain);
    let receipt = block_on(client.batch_receipt(&sent, hash)).unwrap().unwrap();
    let Outcome::Succeeded(events) = receipt.outcome else { panic!("{:?}", receipt.outcome) };
    let allowed = events.iter().filter(|event| matches!(event, Event::Approved { owner: ACCOUNT, .. })).count();
    assert_eq!((allowed, allowances(&chain)), (2, [U256::from(100); 2]));
    assert_eq!(block_on(client.batch_receipt(&sent, B256::repeat_byte(9))).unwrap(), None);

    // As EIP-5792 spells it.
    let asked = wallet.asked.borrow();
    let (method, fields) = (&asked[2][0], &asked[2][1][0]);
    assert_eq!((method.as_str(), fields["version"].as_str()), (Some("wallet_sendCalls"), Some("2.0.0")));
    assert_eq!((&fields["atomicRequired"], &fields["chainId"]), (&json!(true), &json!("0x7a69")));
}

#[test]
fn one_call_that_is_refused_undoes_all() {
    let chain = Chain::start();
    let wallet = Wallet::new(&chain);
    let signer = ExternalSigner::new(&wallet, ACCOUNT, chain.devnet.chain);
    let mut intents = approvals(cash(&chain));
    intents.push(Intent::Transfer { token: cash(&chain), to: SPENDERS[0], amount: U256::from(1) << 128 });
    let sent = block_on(signer.send_calls(reviewed(&chain, intents))).unwrap();
    let BatchStatus::Reverted(Some(hash)) = block_on(signer.calls_status(&sent)).unwrap() else { panic!("it passed") };
    let client = Client::new(Http::new(&chain.devnet.rpc), chain.devnet.chain);
    let receipt = block_on(client.batch_receipt(&sent, hash)).unwrap().unwrap();
    assert!(matches!(receipt.outcome, Outcome::Reverted(_)));
    assert_eq!(allowances(&chain), [U256::ZERO; 2]);
}

#[test]
fn a_wallet_that_cannot_or_will_not() {
    let chain = Chain::start();
    let mut wallet = Wallet::new(&chain);
    let batching = |wallet: &Wallet<'_>| block_on(ExternalSigner::new(wallet, ACCOUNT, chain.devnet.chain).batching());
    let sent = |wallet: &Wallet<'_>| {
        let signer = ExternalSigner::new(wallet, ACCOUNT, chain.devnet.chain);
        block_on(signer.send_calls(reviewed(&chain, approvals(cash(&chain)))))
    };
    wallet.atomic = json!("ready");
    assert_eq!(batching(&wallet), Ok(Batching::Ready));
    wallet.refusal = Some(4200);
    assert_eq!(batching(&wallet), Ok(Batching::Unsupported));
    wallet.refusal = Some(4100);
    assert_eq!(batching(&wallet), Err(SignerError::Unauthorised { address: ACCOUNT }));
    for rejected in [4001, 5750] {
        wallet.refusal = Some(rejected);
        assert_eq!(sent(&wallet), Err(SignError::Signer(SignerError::Rejected)));
    }
    // A part of what was to happen as one is said to be so.
    wallet.refusal = None;
    wallet.said = Some(json!({ "status": 600 }));
    let batch = sent(&wallet).unwrap();
    let status = block_on(ExternalSigner::new(&wallet, ACCOUNT, chain.devnet.chain).calls_status(&batch));
    assert!(matches!(status, Err(SignError::Batch(BatchError::InParts { .. }))), "{status:?}");
    // One that the wallet has forgotten has no status: it says so itself.
    wallet.refusal = Some(5730);
    let forgotten = block_on(ExternalSigner::new(&wallet, ACCOUNT, chain.devnet.chain).calls_status(&batch));
    assert!(matches!(forgotten, Err(SignError::Batch(BatchError::Unknown { .. }))), "{forgotten:?}");
    wallet.refusal = None;
    // For another account nothing is handed over.
    let other = ExternalSigner::new(&wallet, SPENDERS[0], chain.devnet.chain);
    let refused = block_on(other.send_calls(reviewed(&chain, approvals(cash(&chain)))));
    assert!(matches!(refused, Err(SignError::OtherAccount { .. })));
}

#[test]
fn a_batch_that_is_run_before_it_is_sent_comes_to_what_the_chain_then_does() {
    let chain = Chain::start();
    let wallet = Wallet::new(&chain);
    let token = cash(&chain);
    let client = Client::new(Http::new(&chain.devnet.rpc), chain.devnet.chain).proving(InProcess);
    let holder = chain::address(&chain.demo["investors"]["alice"]["address"]);
    let stake = U256::from(500);
    chain.devnet.unlock(&holder.to_string());
    let given = Intent::Transfer { token, to: ACCOUNT, amount: stake };
    let hash = chain.devnet.call("eth_sendTransaction", json!([{ "from": holder, "to": token, "data": given.data() }]));
    assert_eq!(chain.devnet.receipt(&hash)["status"], "0x1");

    // The second is possible only after the first: by the sum of both, some cash is gone and as much is allowed.
    let transfer = |amount| Intent::Transfer { token, to: SPENDERS[1], amount };
    let intents = vec![approvals(token).remove(0), transfer(U256::from(200)), transfer(U256::from(300))];
    let review = proposed(&chain, intents.clone());
    let mut reads = block_on(client.ledger()).unwrap();
    let rehearsed = block_on(client.rehearse_batch(review.batch(), &mut reads)).unwrap().into_value();
    assert_eq!(rehearsed.iter().map(Result::is_ok).collect::<Vec<_>>(), [true; 3]);
    let simulated = block_on(client.simulate_batch(&review, &reads)).unwrap().unwrap().into_value();
    assert_eq!(simulated.failure(), None);
    let net = simulated.net(ACCOUNT).unwrap();
    assert_eq!(net, [Net { token, id: None, received: U256::ZERO, sent: stake }]);
    assert_eq!(simulated.calls[0].approvals.len(), 1);

    let signer = ExternalSigner::new(&wallet, ACCOUNT, chain.devnet.chain);
    let sent = block_on(signer.send_calls(reviewed(&chain, intents))).unwrap();
    let BatchStatus::Confirmed(hash) = block_on(signer.calls_status(&sent)).unwrap() else { panic!("not in a block") };
    let receipt = block_on(client.batch_receipt(&sent, hash)).unwrap().unwrap();
    let left = receipt.events().iter().filter_map(|event| {
        if let Event::Left { token: of, amount, .. } = event { (*of == token).then_some(*amount) } else { None }
    });
    assert_eq!(left.fold(U256::ZERO, |sum, amount| sum + amount), net[0].sent);
    assert!(receipt.events().iter().all(|event| event.contract() == token));

    // What was spent by the first is not there for the second: the chain's word and the proven run agree on which it is.
    let review = proposed(&chain, vec![approvals(token).remove(0), transfer(stake)]);
    let mut reads = block_on(client.ledger()).unwrap();
    let rehearsed = block_on(client.rehearse_batch(review.batch(), &mut reads)).unwrap().into_value();
    assert_eq!(rehearsed.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
    let simulated = block_on(client.simulate_batch(&review, &reads)).unwrap().unwrap().into_value();
    assert_eq!(simulated.failure().map(|(place, _)| place), Some(1));
}
