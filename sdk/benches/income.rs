//! What the income and the records of a portfolio of a hundred assets with a year of history cost: round trips, bytes, time; and the
//! accrual of one asset on ledgers that hold every answer, in nanoseconds of processor time.
//!
//! `ASSAY_DEVNET` holds the line of JSON that the demo chain prints when it is ready, `ASSAY_YEAR` the folder of `examples/devnet/year.mjs`. Fails
//! where the income of all assets takes more round trips than one of them does, or where the statement does not add up.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement takes the time, and is printed")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use alloy_primitives::Address;
use alloy_primitives::U256;
use assay_sdk::asset::{self, Descriptor, RedemptionTerms, TokenList};
use assay_sdk::chain::{HistoryFilter, Http, Traffic};
use assay_sdk::client::{Client, IncomeFiles};
use assay_sdk::evidence::{Fact, PlacedLog, Reads};
use assay_sdk::records::{
    Asset, Balances, IncomeKind, IncomeRule, Method, Movement, Prices, Reading, book, income, movements, statement,
};
use assay_sdk::units::{Amount, ChainId, Currency, Price, Seconds};
use assay_sdk::yields::{
    Distribution, DistributionTree, DistributorLeaves, DividendStandard, DividendToken, Feed, RebasingToken, Vault,
    YieldError, accrual, dividend, entitlement, growth, rebasing_income,
};
use cpu_time::ProcessTime;
use pollster::block_on;
use serde_json::Value;

type Fallible<T> = Result<T, Box<dyn Error>>;

/// From the last block before the first of the twelve months.
const YEAR: Seconds = Seconds(360 * 86_400);
/// Of the income of all assets: that of one takes as many.
const MOST_TRIPS: u64 = 12;
/// How often each accrual is run for its time.
const TURNS: u32 = 500;

fn main() -> Fallible<()> {
    let bench = Bench::of_environment()?;
    println!("| {} assets and cash | round trips | sent | received | time |", bench.assets().len());
    println!("| --- | ---: | ---: | ---: | ---: |");
    let (mut now, mut then) = bench.measured("the newest block and that of a year before", || bench.moments())?;
    let opening = bench.portfolio(&mut then)?;
    let closing = bench.measured("portfolio", || bench.portfolio(&mut now))?;
    bench.income((&mut now, &mut then))?;
    let logs = bench.measured("history, since the chain began", || bench.history())?;
    let (count, moved) = bench.measured("records: movements, income, lots, statement", || {
        let moved = bench.movements(&logs)?;
        let lines = bench.records(&moved, &opening, &closing)?;
        Ok((lines, moved.len()))
    })?;
    println!("\n{} logs, {moved} movements, {count} lines in the statement", logs.len());
    println!("\n| accrual of one asset | ns |\n| --- | ---: |");
    bench.accruals(&mut now, &mut then)
}

struct Bench {
    client: Client<Http>,
    holder: Address,
    cash: Address,
    list: Vec<Descriptor>,
    files: IncomeFiles,
}

impl Bench {
    fn of_environment() -> Fallible<Self> {
        let variable =
            |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set: use `cargo xtask bench`"));
        let ready: Value = serde_json::from_str(&variable("ASSAY_DEVNET")?)?;
        let text = |name: &str| ready.get(name).and_then(Value::as_str).ok_or(format!("ASSAY_DEVNET has no {name}"));
        let chain = ChainId(ready.get("chainId").and_then(Value::as_u64).ok_or("ASSAY_DEVNET has no chainId")?);
        let (demo, year) = (PathBuf::from(text("files")?), PathBuf::from(variable("ASSAY_YEAR")?));
        let about: Value = serde_json::from_str(&std::fs::read_to_string(demo.join("demo.json"))?)?;
        let address = |pointer: &str| about.pointer(pointer).and_then(Value::as_str).ok_or(format!("no {pointer}"));
        let (holder, cash) = (address("/investors/alice/address")?.parse()?, address("/contracts/cash")?.parse()?);
        let list = |folder: &PathBuf| -> Fallible<_> {
            Ok(TokenList::parse(&std::fs::read_to_string(folder.join("tokenlist.json"))?, Some(chain))?.tokens)
        };
        let mut list: Vec<_> =
            list(&demo)?.into_iter().filter(|one| one.asset.token == cash).chain(list(&year)?).collect();
        let mut files = IncomeFiles::new();
        for tree in list.iter().flat_map(|one| &one.distributions).filter_map(asset::Distribution::tree) {
            files.insert(tree.to_owned(), DistributionTree::parse(&std::fs::read_to_string(year.join(tree))?)?);
        }
        list.iter_mut().for_each(|one| one.documents.clear());
        Ok(Self { client: Client::new(Http::new(text("rpc")?), chain), holder, cash, list, files })
    }

    /// All but the cash.
    fn assets(&self) -> &[Descriptor] {
        self.list.get(1..).unwrap_or_default()
    }

    /// Does something and prints what it took.
    fn measured<R>(&self, what: &str, run: impl FnOnce() -> Fallible<R>) -> Fallible<R> {
        let (before, start) = (self.client.traffic(), Instant::now());
        let result = run()?;
        let (after, took) = (self.client.traffic(), start.elapsed());
        let Traffic { round_trips, sent, received } = after;
        println!(
            "| {what} | {} | {} | {} | {} ms |",
            round_trips.saturating_sub(before.round_trips),
            sent.saturating_sub(before.sent),
            received.saturating_sub(before.received),
            took.as_millis()
        );
        Ok(result)
    }

    fn moments(&self) -> Fallible<(Reads, Reads)> {
        let now = block_on(self.client.ledger())?;
        let then = block_on(self.client.ledger_before(now.at(), YEAR))?;
        Ok((now, then))
    }

    fn portfolio(&self, reads: &mut Reads) -> Fallible<Vec<Fact<Amount>>> {
        let now = reads.at().timestamp;
        let held = block_on(self.client.portfolio(reads, self.holder, &self.list, now))?;
        let balance = |(holding, one): (Result<asset::Holding, asset::HoldingError>, &Descriptor)| {
            Ok(holding.map_err(|why| format!("{}: {why}", one.asset))?.balance)
        };
        held.into_iter().zip(&self.list).map(balance).collect()
    }

    /// One after the other, each on ledgers of its own, as screens of one asset ask; then all together.
    fn income(&self, (now, then): (&mut Reads, &mut Reads)) -> Fallible<()> {
        self.measured("income of each, one after the other", || {
            for one in self.assets() {
                let (mut now, mut then) = (Reads::new(now.at()), Reads::new(then.at()));
                block_on(self.client.yields((&mut now, &mut then), one, &self.files, self.holder))?;
            }
            Ok(())
        })?;
        let before = self.client.traffic().round_trips;
        let reports = self.measured("income of all together", || {
            let (list, files) = (self.assets(), &self.files);
            Ok(block_on(self.client.portfolio_yields((now, then), list, files, self.holder))?)
        })?;
        let trips = self.client.traffic().round_trips.saturating_sub(before);
        if reports.len() != self.assets().len() || trips > MOST_TRIPS {
            return Err(
                format!("{} reports in {trips} round trips, expected at most {MOST_TRIPS}", reports.len()).into()
            );
        }
        Ok(())
    }

    fn history(&self) -> Fallible<Vec<Fact<PlacedLog>>> {
        let tokens = self.list.iter().map(|one| one.asset.token);
        let filter = HistoryFilter::new(self.holder, tokens, 0);
        let mut scan = block_on(self.client.history(filter, None))?;
        let mut logs = Vec::new();
        while let Some(page) = block_on(self.client.history_page(&mut scan))? {
            logs.extend(page.logs);
        }
        Ok(logs)
    }

    fn movements(&self, logs: &[Fact<PlacedLog>]) -> Fallible<Vec<Movement>> {
        let decimals = self.list.iter().map(|one| (one.asset.token, one.decimals)).collect();
        let payers = self.list.iter().flat_map(|one| &one.distributions).filter_map(|paid| {
            let (asset::Distribution::UniswapMerkle { contract, .. } | asset::Distribution::Erc2222 { contract, .. }) =
                paid
            else {
                return None;
            };
            Some(*contract)
        });
        let income = payers.map(|payer| IncomeRule { token: self.cash, payer, kind: IncomeKind::Other }).collect();
        let reading = Reading { chain: self.client.chain(), holder: self.holder, decimals, income };
        Ok(movements(logs, &reading)?)
    }

    /// Lines of the statement. What grows without a transfer is no movement: those assets are left out.
    fn records(&self, all: &[Movement], opening: &[Fact<Amount>], closing: &[Fact<Amount>]) -> Fallible<usize> {
        let growing =
            |asset: Asset| self.list.iter().any(|one| Asset::Token(one.asset) == asset && one.balances.is_some());
        let still: Vec<_> = all.iter().filter(|one| !growing(one.asset)).cloned().collect();
        let price = Price { answer: U256::from(100), scale: 2, currency: Currency::new("USD")? };
        let prices: Prices = all.iter().map(|movement| (movement.id, price.clone())).collect();
        std::hint::black_box(income(all, Some(&prices))?);
        std::hint::black_box(book(all, &prices, &[], &Method::Fifo)?);
        let ends = self.list.iter().zip(opening.iter().zip(closing));
        let balances: BTreeMap<_, _> = ends
            .map(|(one, (opening, closing))| {
                (Asset::Token(one.asset), Balances { opening: opening.clone(), closing: closing.clone() })
            })
            .filter(|(asset, _)| !growing(*asset))
            .collect();
        Ok(statement(&still, &balances)?.ok_or("no statement")?.lines.len())
    }

    fn accruals(&self, now: &mut Reads, then: &mut Reads) -> Fallible<()> {
        let find = |symbol: &str| self.list.iter().find(|one| one.symbol == symbol).ok_or(format!("no {symbol}"));
        let (credit, treasury, note, house) = (find("dCREDIT")?, find("dDAILY")?, find("dNOTE")?, find("dHOUSE")?);
        let holder = self.holder;
        let Some(RedemptionTerms::Erc4626 { vault, .. }) = credit.redemption else { return Err("no vault".into()) };
        let vault = Vault { contract: vault, share: credit.asset.token };
        timed("share price (ERC-4626)", || accrual(now, then, vault, holder))?;
        let Some(asset::Balances::Rebasing { shape }) = treasury.balances else { return Err("no rebasing".into()) };
        let rebasing = RebasingToken { contract: treasury.asset.token, shape };
        timed("rebasing by a multiplier (USDM)", || rebasing_income(now, then, rebasing, holder))?;
        let price = note.price.as_ref().ok_or("no feed")?;
        let feed = Feed { contract: price.feed, currency: price.currency.clone(), kind: price.kind };
        timed("net asset value by a feed", || growth(now, then, &feed))?;
        let (contract, standard) = (note.asset.token, DividendStandard::Erc2222);
        let paying = DividendToken { contract, standard, pays: Some(self.cash), label: "Dividends".to_owned() };
        timed("dividends (ERC-2222)", || dividend(now, &paying, holder))?;
        let Some(asset::Distribution::UniswapMerkle { contract, tree, .. }) = house.distributions.last() else {
            return Err("no rent".into());
        };
        let tree = self.files.get(tree).ok_or("no tree")?;
        let rent = Distribution {
            contract: *contract,
            leaves: DistributorLeaves::Packed,
            token: self.cash,
            label: "Rent".to_owned(),
        };
        timed("rent (one Merkle distributor, its proof checked)", || entitlement(now, &rent, tree, holder))
    }
}

/// Prints the mean of many runs.
fn timed<R>(what: &str, mut run: impl FnMut() -> Result<R, YieldError>) -> Fallible<()> {
    let began = ProcessTime::now();
    for _ in 0..TURNS {
        std::hint::black_box(run()?);
    }
    let mean = began.elapsed().checked_div(TURNS).ok_or("no turns")?;
    println!("| {what} | {} |", mean.as_nanos());
    Ok(())
}
