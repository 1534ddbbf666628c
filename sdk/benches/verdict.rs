//! What a verdict costs on the demo chain: round trips, bytes and time when nothing is known yet, when the amount changes and when the
//! receiver changes at the same block; and the structured check alone, on a ledger that holds every answer.
//!
//! `ASSAY_DEVNET` holds the line of JSON that the demo chain prints when it is ready.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement takes the time, and is printed")]

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use alloy_primitives::{Address, U256};
use assay_sdk::asset::{Descriptor, TokenList, profile};
use assay_sdk::chain::Http;
use assay_sdk::client::Client;
use assay_sdk::compliance::{TransferQuery, check_transfer};
use assay_sdk::evidence::Reads;
use assay_sdk::units::{Amount, ChainId};
use serde_json::Value;

type Fallible<T> = Result<T, Box<dyn Error>>;

/// How often the structured check is run for its time.
const TURNS: u32 = 200;

fn main() -> Fallible<()> {
    let devnet = Devnet::of_environment()?;
    println!("| token | question | verdict | round trips | sent | received | time | structured alone |");
    println!("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |");
    for descriptor in &devnet.list()? {
        devnet.measure(descriptor)?;
    }
    Ok(())
}

struct Devnet {
    rpc: String,
    chain: ChainId,
    files: PathBuf,
}

impl Devnet {
    fn of_environment() -> Fallible<Self> {
        let line = std::env::var("ASSAY_DEVNET").map_err(|_| "ASSAY_DEVNET is not set: use `cargo xtask bench`")?;
        let ready: Value = serde_json::from_str(&line)?;
        let text = |name: &str| ready.get(name).and_then(Value::as_str).ok_or(format!("ASSAY_DEVNET has no {name}"));
        let chain = ready.get("chainId").and_then(Value::as_u64).ok_or("ASSAY_DEVNET has no chainId")?;
        Ok(Self { rpc: text("rpc")?.to_owned(), chain: ChainId(chain), files: text("files")?.into() })
    }

    fn investor(&self, name: &str) -> Fallible<Address> {
        let demo: Value = serde_json::from_str(&std::fs::read_to_string(self.files.join("demo.json"))?)?;
        let found = demo.pointer(&format!("/investors/{name}/address")).and_then(Value::as_str);
        Ok(found.ok_or(format!("demo.json has no {name}"))?.parse()?)
    }

    fn list(&self) -> Fallible<Vec<Descriptor>> {
        let text = std::fs::read_to_string(self.files.join("tokenlist.json"))?;
        Ok(TokenList::parse(&text, Some(self.chain))?.tokens)
    }

    fn measure(&self, descriptor: &Descriptor) -> Fallible<()> {
        let [alice, bob, carol] = [self.investor("alice")?, self.investor("bob")?, self.investor("carol")?];
        let amount = |raw: u64| Amount::from_raw(U256::from(raw), descriptor.decimals);
        let client = Client::new(Http::new(&self.rpc), self.chain);
        let mut reads = pollster::block_on(client.ledger())?;
        let questions = [
            ("first", bob, amount(1_000)?),
            ("another amount", bob, amount(2_000)?),
            ("another receiver", carol, amount(2_000)?),
        ];
        for (what, to, amount) in questions {
            let (before, start) = (client.traffic(), Instant::now());
            let asked = client.check_transfer(&mut reads, descriptor, (alice, to), amount);
            let assessment = pollster::block_on(asked)?;
            let (after, took) = (client.traffic(), start.elapsed());
            let alone = structured_alone(&mut reads, descriptor, (alice, to), amount)?;
            println!(
                "| {} | {what} | {} | {} | {} | {} | {} µs | {} ns |",
                descriptor.symbol,
                if assessment.verdict.value().is_allow() { "allow" } else { "not allow" },
                after.round_trips.saturating_sub(before.round_trips),
                after.sent.saturating_sub(before.sent),
                after.received.saturating_sub(before.received),
                took.as_micros(),
                alone.as_nanos(),
            );
        }
        Ok(())
    }
}

/// The mean of many runs on a ledger that wants nothing more.
fn structured_alone(
    reads: &mut Reads,
    descriptor: &Descriptor,
    (from, to): (Address, Address),
    amount: Amount,
) -> Fallible<Duration> {
    let profile = profile(reads, descriptor.asset.token)?.into_value();
    let query = TransferQuery::new(profile, from, to, amount).with_labels(descriptor);
    let start = Instant::now();
    for _ in 0..TURNS {
        std::hint::black_box(check_transfer(reads, std::hint::black_box(&query))?);
    }
    start.elapsed().checked_div(TURNS).ok_or_else(|| "no turns".into())
}
