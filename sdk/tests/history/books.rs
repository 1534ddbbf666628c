//! Books made from a real chain's history: they add up, and where something is missing they say how much.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::asset::TokenList;
use assay_sdk::chain::{HistoryFilter, Http};
use assay_sdk::client::Client;
use assay_sdk::evidence::{Fact, Source};
use assay_sdk::records::{
    Asset, Balances, Direction, Excess, IncomeKind, IncomeRule, Kind, Layout, Method, Movement, Prices, Reading,
    RecordError, Statement, Symbols, assets, book, classified, income, layout, movements, movements_table, reading,
    statement, statement_table,
};
use assay_sdk::units::{Amount, AssetId, BlockRef, Currency, Price};
use pollster::block_on;
use serde_json::json;

use crate::hostile::quantity;
use crate::stage::{Dice, Reader, Stage};

fn decimals(stage: &Stage, token: Address) -> u8 {
    let data = alloy_primitives::hex::encode_prefixed(IERC20::decimalsCall {}.abi_encode());
    let answer = stage.devnet.call("eth_call", json!([{ "to": token, "data": data }, "latest"]));
    answer.as_str().unwrap().parse::<U256>().unwrap().to()
}

struct Books {
    stage: Stage,
    reading: Reading,
    movements: Vec<Movement>,
    head: BlockRef,
}

impl Books {
    fn new(seed: u64) -> Self {
        let stage = Stage::new();
        stage.live(&mut Dice(seed), 60);
        let rpc = stage.devnet.client();
        let logs = Reader::all(&rpc, &stage.filter(), None).logs;
        let head = block_on(rpc.head()).unwrap().at();
        // Whatever Bob pays in cash is rent here.
        let income = vec![IncomeRule { token: stage.cash, payer: stage.bob, kind: IncomeKind::Rent }];
        let decimals = stage.tokens.iter().map(|token| (*token, decimals(&stage, *token))).collect();
        let reading = Reading { chain: stage.devnet.chain, holder: stage.alice, decimals, income };
        let movements = movements(&logs, &reading).unwrap();
        Self { stage, reading, movements, head }
    }

    fn asset(&self, token: Address) -> Asset {
        Asset::Token(AssetId { chain: self.stage.devnet.chain, token })
    }

    fn block(&self, number: u64) -> BlockRef {
        block_on(self.stage.devnet.client().block_by_number(number)).unwrap().at()
    }

    /// What the contracts say at both ends.
    fn balances(&self, after: BlockRef, until: BlockRef) -> BTreeMap<Asset, Balances> {
        let origin = self.stage.devnet.client().origin().clone();
        let fact = |token: Address, at: BlockRef| {
            let raw = self.stage.balance(token, at.number);
            Fact::asserted(
                Amount::from_raw(raw, self.reading.decimals[&token]).unwrap(),
                at,
                Source::Endpoint(origin.clone()),
            )
        };
        let of = |token: &Address| {
            (self.asset(*token), Balances { opening: fact(*token, after), closing: fact(*token, until) })
        };
        self.stage.tokens.iter().map(of).collect()
    }

    fn statement(&self, movements: &[Movement], after: u64, until: u64) -> Result<Statement, RecordError> {
        let balances = self.balances(self.block(after), self.block(until));
        Ok(statement(movements, &balances)?.unwrap())
    }

    fn symbols(&self) -> Symbols {
        Symbols::new(
            self.stage
                .tokens
                .iter()
                .map(|token| (self.asset(*token), format!("=d{}", token.to_string().split_off(38)))),
        )
    }
}

#[test]
fn every_period_of_a_random_history_adds_up() {
    let books = Books::new(0xb001);
    let (start, head) = (books.stage.start, books.head.number);
    let mut dice = Dice(0xb002);
    for _ in 0..6 {
        let after = start + dice.below(head - start);
        let until = after + 1 + dice.below(head - after);
        books.statement(&books.movements, after, until).unwrap();
    }
    let whole = books.statement(&books.movements, start, head).unwrap();
    let cash = whole.lines.iter().find(|line| line.asset == books.asset(books.stage.cash)).unwrap();
    let credit = whole.lines.iter().find(|line| line.asset == books.asset(books.stage.credit)).unwrap();
    assert!(!cash.income[&IncomeKind::Rent].is_zero() && !cash.sent.is_zero() && !cash.paid.is_zero(), "{cash:?}");
    assert!(!credit.redeemed.is_zero() && !credit.received.is_zero() && credit.income.is_empty(), "{credit:?}");
    let within: Vec<_> = books.movements.iter().filter(|movement| movement.id.block > start).cloned().collect();
    let lines = income(&within, None).unwrap();
    let total = lines.iter().fold(U256::ZERO, |sum, line| sum + line.amount.raw());
    assert_eq!(total, cash.income[&IncomeKind::Rent].raw());
    let table = statement_table(&whole, &books.symbols()).unwrap();
    assert_eq!(table.rows().len(), books.stage.tokens.len());
}

#[test]
fn fees_are_those_of_the_receipts_and_own_accounts_are_no_disposal() {
    let books = Books::new(0xb006);
    let (stage, alice) = (&books.stage, books.stage.alice);
    let logs = Reader::all(&stage.devnet.client(), &stage.filter(), None).logs;
    let client = Client::new(Http::new(&stage.devnet.rpc), stage.devnet.chain);
    let fees = block_on(client.fees(alice, &logs)).unwrap();
    let hashes: BTreeSet<_> = logs.iter().map(|log| log.value().record.transaction).collect();
    let own = hashes.iter().map(|hash| stage.devnet.receipt(&json!(hash)));
    let own = own.filter(|receipt| receipt["from"].as_str().unwrap().parse::<Address>().unwrap() == alice);
    let paid = own
        .map(|receipt| U256::from(quantity(&receipt["gasUsed"])) * U256::from(quantity(&receipt["effectiveGasPrice"])));
    let (count, total) = paid.fold((0, U256::ZERO), |(count, sum), fee| (count + 1, sum + fee));
    assert_eq!(fees.len(), count);
    assert_eq!(fees.iter().fold(U256::ZERO, |sum, fee| sum + fee.value().amount.raw()), total);
    assert!(
        count > 5
            && !total.is_zero()
            && fees.iter().map(Fact::value).all(|fee| fee.kind == Kind::Fee && fee.id.log.is_none())
    );

    let list = TokenList::parse(&stage.devnet.text("tokenlist.json"), Some(stage.devnet.chain)).unwrap().tokens;
    let reading = reading(&list, stage.devnet.chain, alice);
    assert!(reading.income.iter().any(|rule| rule.token == stage.cash && rule.kind == IncomeKind::Rent));
    let plain = Reader::all(&stage.devnet.client(), &HistoryFilter::new(alice, assets(&list, reading.chain), 0), None);
    let read = movements(&plain.logs, &reading).unwrap();
    // By the list's addresses alone what the events of the vault tell, too.
    let told = classified(read.clone(), &list, &BTreeSet::new());
    let redemptions = |movements: &[Movement], token: Address| {
        let of = movements
            .iter()
            .filter(|movement| movement.asset == books.asset(token) && movement.kind == Kind::Redemption);
        of.map(|movement| movement.id).collect::<Vec<_>>()
    };
    for token in [stage.cash, stage.credit] {
        assert_eq!(redemptions(&told, token), redemptions(&books.movements, token));
    }
    let own = classified(read, &list, &BTreeSet::from([stage.bob]));
    let with_bob = own.iter().filter(|movement| movement.counterparty == Some(stage.bob));
    assert!(with_bob.clone().count() > 10 && with_bob.clone().all(|movement| movement.kind == Kind::Own));
    let moved = with_bob.cloned().collect::<Vec<_>>();
    let book = book(&moved, &Prices::new(), &[], &Method::Fifo).unwrap();
    assert!(book.lots.is_empty() && book.disposals.is_empty());
}

#[test]
fn a_movement_that_is_missing_is_named_by_its_amount() {
    let books = Books::new(0xb003);
    let first = books.movements.iter().position(|movement| movement.id.block > books.stage.start).unwrap();
    for position in [first, first.midpoint(books.movements.len()), books.movements.len() - 1] {
        let mut movements = books.movements.clone();
        let gone = movements.remove(position);
        let error = books.statement(&movements, books.stage.start, books.head.number).unwrap_err();
        let RecordError::Unbalanced { asset, difference, excess, .. } = error else { panic!("{error}") };
        let side = if gone.direction == Direction::In { Excess::Balance } else { Excess::Movements };
        assert_eq!((asset, difference, excess), (gone.asset, gone.amount, side));
    }
    let mut twice = books.movements.clone();
    twice.push(twice[first].clone());
    assert!(matches!(books.statement(&twice, books.stage.start, books.head.number), Err(RecordError::Repeated { .. })));
    let unknown = Reading { decimals: BTreeMap::new(), ..books.reading.clone() };
    let logs = Reader::all(&books.stage.devnet.client(), &books.stage.filter(), None).logs;
    assert!(matches!(movements(&logs, &unknown), Err(RecordError::UnknownToken { .. })));
}

#[test]
fn lots_of_a_real_history_hold_what_the_contracts_say() {
    let books = Books::new(0xb004);
    let mut dice = Dice(0xb005);
    let usd = Currency::new("USD").unwrap();
    let mut price = || Price { answer: U256::from(dice.below(100_000) + 1), scale: 4, currency: usd.clone() };
    let prices: Prices = books.movements.iter().map(|movement| (movement.id, price())).collect();
    for method in [Method::Fifo, Method::Hifo] {
        let made = book(&books.movements, &prices, &[], &method).unwrap();
        for token in &books.stage.tokens {
            let asset = books.asset(*token);
            let left =
                made.lots.iter().filter(|lot| lot.asset == asset).fold(U256::ZERO, |sum, lot| sum + lot.left.raw());
            assert_eq!(left, books.stage.balance(*token, books.head.number), "{token}");
        }
        let bought = made.lots.iter().fold(U256::ZERO, |sum, lot| sum + lot.cost.raw);
        let parts = made.disposals.iter().flat_map(|disposal| &disposal.parts);
        let used = parts.fold(U256::ZERO, |sum, part| sum + part.cost.raw);
        let kept = made.lots.iter().fold(U256::ZERO, |sum, lot| sum + lot.left_cost.raw);
        assert_eq!(bought, used + kept, "no part of a cost is lost");
    }
    let table = movements_table(&books.movements, &books.symbols(), Some(&prices)).unwrap();
    let text = table.csv();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), table.header());
    let rows: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), books.movements.len());
    for (row, movement) in rows.iter().zip(&books.movements) {
        assert_eq!(Amount::parse(&row[9], movement.amount.scale()).unwrap(), movement.amount);
        assert!(row[6].starts_with("'=d"), "{row:?}");
        assert_eq!(row[4], movement.id.transaction.to_string());
    }
    for tool in [Layout::Koinly, Layout::CoinTracking, Layout::CoinTracker] {
        let table = layout(&books.movements, &books.symbols(), tool).unwrap();
        let text = table.csv();
        let rows: Vec<_> = csv::Reader::from_reader(text.as_bytes()).records().collect::<Result<_, _>>().unwrap();
        let redeemed = |movement: &&Movement| movement.kind == Kind::Redemption && movement.direction == Direction::Out;
        let trades = books.movements.iter().filter(redeemed).count();
        assert!(trades > 0 && rows.len() < books.movements.len() && rows.len() == table.rows().len());
    }
}
