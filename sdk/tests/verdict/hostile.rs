//! One hostile token, asked about through the SDK, and then sent to.

use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall as _, SolValue as _, sol};
use assay_sdk::asset::{Profile, profile};
use assay_sdk::chain::{Http, Rpc, Traffic};
use assay_sdk::compliance::{Assessment, CheckError, TransferQuery, Verdict, check_transfer};
use assay_sdk::evidence::Reads;
use assay_sdk::units::Amount;
use serde_json::{Value, json};

use crate::chain::Chain;
use crate::contracts::deploy;

sol! {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
}

/// What a verdict may take, on a slow machine.
const TIME: Duration = Duration::from_secs(60);
const ROUNDS: usize = 10;
const BYTES: u64 = 64 * 1024 * 1024;
/// All the text of one assessment.
const TEXT: usize = 400_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Allow,
    Deny,
    Unknown,
    /// An error: nothing at all could be found out.
    Nothing,
}

/// A chain, and who sends what to whom.
pub(crate) struct Stage {
    pub(crate) chain: Chain,
    pub(crate) from: Address,
    pub(crate) to: Address,
    pub(crate) spender: Address,
}

/// What was said, what was done, and what it took.
#[derive(Debug)]
pub(crate) struct Trial {
    name: String,
    assessment: Result<Assessment, CheckError>,
    passed: bool,
    before: [Option<U256>; 2],
    after: [Option<U256>; 2],
    amount: U256,
    took: Duration,
    rounds: usize,
    traffic: Traffic,
}

impl Stage {
    pub(crate) fn start() -> Self {
        let chain = Chain::start();
        let [from, to, spender] = ["alice", "bob", "carol"].map(|name| chain.investor(name));
        Self { chain, from, to, spender }
    }

    /// The holders of a new token, as its constructor wants them.
    pub(crate) fn parties(&self) -> Vec<u8> {
        (self.from, self.to).abi_encode_params()
    }

    pub(crate) fn deploy(&self, code: &Bytes, arguments: &[u8]) -> Address {
        deploy(&self.chain, self.spender, code, arguments)
    }

    pub(crate) fn approve(&self, token: Address, spender: Option<Address>) {
        if let Some(spender) = spender {
            self.chain.send(self.from, token, &approveCall { spender, amount: U256::MAX });
        }
    }

    /// The question, of a token of which nothing but six decimals is known.
    pub(crate) fn query(&self, token: Address, spender: Option<Address>, raw: u64) -> TransferQuery {
        let profile = Profile { token, name: None, symbol: None, decimals: 6, supply: None };
        self.query_of(profile, spender, raw)
    }

    fn query_of(&self, profile: Profile, spender: Option<Address>, raw: u64) -> TransferQuery {
        let amount = Amount::from_raw(U256::from(raw), profile.decimals).expect("decimals in range");
        let query = TransferQuery::new(profile, self.from, self.to, amount);
        match spender {
            Some(spender) => query.by(spender),
            None => query,
        }
    }

    #[expect(clippy::disallowed_methods, reason = "it is the time that is measured")]
    /// The verdict, and then the truth. A contract without a profile is asked about as if it had had one once.
    pub(crate) fn run(&self, name: &str, token: Address, spender: Option<Address>, raw: u64) -> Trial {
        let client = self.chain.devnet.client();
        let mut reads = self.chain.reads();
        let started = Instant::now();
        let (found, first) = settle(&client, &mut reads, |reads| profile(reads, token));
        let found = found.map_or_else(|_| self.query(token, None, raw).profile, |fact| fact.into_value());
        shown(name, &json!([found.name, found.symbol]), 400);
        let query = self.query_of(found, spender, raw);
        let (assessment, then) = settle(&client, &mut reads, |reads| check_transfer(reads, &query));
        let took = started.elapsed();
        let before = [self.from, self.to].map(|account| self.balance(token, account));
        let passed = self.send(token, spender, U256::from(raw));
        let after = [self.from, self.to].map(|account| self.balance(token, account));
        let trial = Trial {
            name: name.to_owned(),
            assessment,
            passed,
            before,
            after,
            amount: U256::from(raw),
            took,
            rounds: first + then,
            traffic: client.traffic(),
        };
        trial.check();
        trial
    }

    /// By what anybody sees; `None` where that is no number.
    fn balance(&self, token: Address, account: Address) -> Option<U256> {
        let data = Bytes::from(balanceOfCall { account }.abi_encode());
        let answer = self.chain.devnet.raw("eth_call", json!([{ "to": token, "data": data }, "latest"])).ok()?;
        let bytes: Bytes = serde_json::from_value(answer).ok()?;
        (bytes.len() == 32).then(|| U256::from_be_slice(&bytes))
    }

    fn send(&self, token: Address, spender: Option<Address>, amount: U256) -> bool {
        let (from, to) = (self.from, self.to);
        match spender {
            None => self.chain.try_send(from, token, &transferCall { to, amount }),
            Some(spender) => self.chain.try_send(spender, token, &transferFromCall { from, to, amount }),
        }
    }
}

impl Trial {
    pub(crate) fn assessed(&self) -> Option<&Assessment> {
        self.assessment.as_ref().ok()
    }

    /// What must hold of every token.
    fn check(&self) {
        let name = &self.name;
        assert!(self.took < TIME, "{name} took {:?}", self.took);
        assert!(self.rounds <= ROUNDS, "{name} took {} rounds", self.rounds);
        assert!(self.traffic.received < BYTES, "{name}: {:?}", self.traffic);
        let assessment = match &self.assessment {
            Ok(assessment) => assessment,
            Err(error) => return shown(name, &json!(error.to_string()), TEXT),
        };
        shown(name, &serde_json::to_value(assessment).expect("JSON"), TEXT);
        match assessment.verdict.value() {
            Verdict::Allow(_) => {
                assert!(self.passed, "{self:#?}");
                let [(sent, _), (_, received)] =
                    [0, 1].map(|at| change(self.before[at].expect("a balance"), self.after[at].expect("a balance")));
                let off = sent.abs_diff(self.amount);
                assert!(off <= U256::from(1), "the sender lost {sent}: {self:#?}");
                assert_eq!(received, assessment.receives.raw(), "{self:#?}");
            }
            Verdict::Deny(_) => {
                assert!(!self.passed || self.before == self.after, "{self:#?}");
            }
            Verdict::Unknown(_) => {}
        }
    }

    pub(crate) fn expect(&self, expected: Kind) {
        let got = match self.assessment.as_ref().map(|assessment| assessment.verdict.value()) {
            Ok(Verdict::Allow(_)) => Kind::Allow,
            Ok(Verdict::Deny(_)) => Kind::Deny,
            Ok(Verdict::Unknown(_)) => Kind::Unknown,
            Err(_) => Kind::Nothing,
        };
        println!("{}: {got:?}, {:?}, {} rounds, {:?}", self.name, self.took, self.rounds, self.traffic);
        assert_eq!(got, expected, "{self:#?}");
    }
}

/// Runs every case, and then says which did not hold: one hostile token shall not hide the others.
pub(crate) fn each<C: Debug>(cases: impl IntoIterator<Item = C>, check: impl Fn(C)) {
    let failed: Vec<String> = cases
        .into_iter()
        .filter_map(|case| {
            let name = format!("{case:.60?}");
            catch_unwind(AssertUnwindSafe(|| check(case))).err().map(|_| name)
        })
        .collect();
    assert!(failed.is_empty(), "these did not hold: {failed:#?}");
}

/// What went out, and what came in.
fn change(before: U256, after: U256) -> (U256, U256) {
    (before.saturating_sub(after), after.saturating_sub(before))
}

fn settle<T>(client: &Rpc<Http>, reads: &mut Reads, mut question: impl FnMut(&mut Reads) -> T) -> (T, usize) {
    for round in 0..24 {
        let answer = question(reads);
        if reads.wanted().is_empty() {
            return (answer, round);
        }
        pollster::block_on(client.answer(reads)).expect("the chain answers");
    }
    panic!("no end after 24 rounds: {:?}", reads.wanted());
}

/// No text of a stranger steers the screen that shows it, or floods it.
fn shown(name: &str, value: &Value, limit: usize) {
    assert!(value.to_string().len() < limit, "{name} says {} bytes", value.to_string().len());
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(text) => {
                let steers = |letter: char| {
                    letter.is_control()
                        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
                };
                assert!(!text.contains(steers), "{name} says {text:?}");
            }
            Value::Array(values) => waiting.extend(values),
            Value::Object(fields) => waiting.extend(fields.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
