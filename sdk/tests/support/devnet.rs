//! The demo chain, for one test at a time. What a test leaves goes back to where it began and is the next one's: starting a chain takes
//! longer than most tests.
//!
//! Include it with `#[path = "support/devnet.rs"] mod devnet;`, and `#[expect(dead_code, reason = "…")]` on it where a
//! test file has no use for some of it.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_in_result,
    clippy::needless_pass_by_value,
    reason = "a test stops where the chain does not run, and hands `json!` over as it stands"
)]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use assay_sdk::chain::{Http, Rpc, Transport as _};
use assay_sdk::units::ChainId;
use serde_json::{Value, json};

/// Chains that no test uses now. They stop with the test's process, however it ends: their input closes.
static IDLE: Mutex<Vec<Running>> = Mutex::new(Vec::new());

/// A chain, whoever uses it.
struct Running {
    options: Vec<String>,
    /// Its line of JSON.
    ready: Value,
    process: Child,
}

/// A demo chain that is all one test's.
pub(crate) struct Devnet {
    /// The address of its JSON-RPC.
    pub(crate) rpc: String,
    /// Its chain id.
    pub(crate) chain: ChainId,
    /// Where `demo.json`, the token list and the documents are.
    pub(crate) files: PathBuf,
    /// Its JSON-RPC over connections that stay open: to open one takes longer than most answers.
    pub(crate) http: Http,
    unlocked: RefCell<BTreeSet<String>>,
    /// Its state at the beginning, as the chain numbers it.
    beginning: Value,
    /// There until it is given back.
    running: Option<Running>,
}

impl Devnet {
    /// A chain without blocks of its own accord and without the issuer's desk.
    pub(crate) fn start() -> Self {
        Self::start_with(&["--tick", "0", "--desk", "off"])
    }

    /// A chain with options of `devnet.mjs start`.
    pub(crate) fn start_with(options: &[&str]) -> Self {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        let found = idle.iter().position(|running| running.options == options);
        let running = found.map(|at| idle.swap_remove(at));
        drop(idle);
        Self::with(running.unwrap_or_else(|| Running::start(options)))
    }

    fn with(running: Running) -> Self {
        let ready = &running.ready;
        let rpc = ready["rpc"].as_str().expect("rpc").to_owned();
        let mut devnet = Self {
            http: Http::new(&rpc),
            rpc,
            chain: ChainId(ready["chainId"].as_u64().expect("chainId")),
            files: ready["files"].as_str().expect("files").into(),
            unlocked: RefCell::default(),
            beginning: Value::Null,
            running: Some(running),
        };
        devnet.beginning = devnet.call("evm_snapshot", json!([]));
        devnet
    }

    /// Takes the chain back to where this test found it; whether that worked.
    fn go_back(&self) -> bool {
        let undone = self.raw("evm_revert", json!([self.beginning])) == Ok(json!(true));
        undone
            && self.raw("anvil_dropAllTransactions", json!([])).is_ok()
            && self.raw("evm_setAutomine", json!([true])).is_ok()
    }

    /// A client of this chain.
    pub(crate) fn client(&self) -> Rpc<Http> {
        Rpc::new(self.http.clone(), self.chain)
    }

    /// Who is who and what is where.
    pub(crate) fn demo(&self) -> Value {
        self.file("demo.json")
    }

    /// A JSON file of the running chain, as `tokenlist.json` or `attestations/gold.json`.
    pub(crate) fn file(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).expect("JSON")
    }

    /// A file of the running chain as text.
    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.files.join(name)).expect("a file of the demo chain")
    }

    /// Any JSON-RPC method; an error of the chain is `Err` with its error object.
    pub(crate) fn raw(&self, method: &str, params: Value) -> Result<Value, Value> {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
        let answer = pollster::block_on(self.http.post(body.as_bytes())).expect("the demo chain answers");
        let mut answer: Value = serde_json::from_slice(&answer).expect("JSON");
        if answer.get("error").is_some() { Err(answer["error"].take()) } else { Ok(answer["result"].take()) }
    }

    /// Like [`Devnet::raw`], where an error is a failure of the test.
    pub(crate) fn call(&self, method: &str, params: Value) -> Value {
        self.raw(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Sends a transaction from any account, unlocked or not, and waits for its receipt. A revert is a receipt with
    /// status `0x0`.
    pub(crate) fn send(&self, from: &str, to: &str, data: &str) -> Value {
        self.unlock(from);
        let transaction = json!({ "from": from, "to": to, "data": data, "gas": "0x2dc6c0" });
        let hash = self.call("eth_sendTransaction", json!([transaction]));
        self.receipt(&hash)
    }

    /// Lets an account send without its key.
    pub(crate) fn unlock(&self, account: &str) {
        if self.unlocked.borrow_mut().insert(account.to_owned()) {
            self.call("anvil_impersonateAccount", json!([account]));
        }
    }

    /// Waits for the receipt of a transaction: anvil answers a send before the block is there.
    pub(crate) fn receipt(&self, hash: &Value) -> Value {
        for _ in 0..10_000 {
            let receipt = self.call("eth_getTransactionReceipt", json!([hash]));
            if !receipt.is_null() {
                return receipt;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("no receipt of {hash} within ten seconds");
    }
}

impl Running {
    fn start(options: &[&str]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace holds the crate");
        let mut process = Command::new("node")
            .args(["examples/devnet/devnet.mjs", "start", "--port", "0"])
            .args(options)
            .current_dir(root)
            // Its input closes with us, and then it stops.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts the demo chain");
        let mut line = String::new();
        let output = process.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut line).expect("the demo chain says that it is ready");
        let ready: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("the demo chain did not start (npm ci in examples/devnet?): {line:?}"));
        Self { options: options.iter().map(|option| (*option).to_owned()).collect(), ready, process }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Closing its input tells it to stop, which also stops the node that it runs.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

impl Drop for Devnet {
    fn drop(&mut self) {
        // A test that failed may have failed because of the chain.
        if !std::thread::panicking() && self.go_back() {
            let running = self.running.take();
            IDLE.lock().unwrap_or_else(PoisonError::into_inner).extend(running);
        }
    }
}
