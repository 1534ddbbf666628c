//! Lots against an independent reckoning, worked examples, and tables read back by another implementation of CSV.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its data is not what it should be"
)]

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256};
use assay_sdk::evidence::{Evidence, Fact, Origin, Source};
use assay_sdk::records::{
    Asset, Book, Direction, Gain, IncomeKind, Kind, Layout, Method, Movement, MovementId, Pick, Prices, RecordError,
    Symbols, book, income, income_table, layout, lots_table, movements_table,
};
use assay_sdk::units::{Amount, AssetId, BlockRef, ChainId, Currency, Price, Timestamp, Value};
use proptest::prelude::*;

const CHAIN: ChainId = ChainId(1);
const GOLD: Asset = Asset::Token(AssetId { chain: CHAIN, token: Address::repeat_byte(0x60) });
const FUND: Asset = Asset::Token(AssetId { chain: CHAIN, token: Address::repeat_byte(0xf0) });

fn evidence() -> Evidence {
    let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(1) };
    Fact::asserted((), at, Source::Endpoint(Origin::of_url("https://rpc.example.org"))).evidence().clone()
}

fn id(n: u64) -> MovementId {
    MovementId { chain: CHAIN, block: n, log: Some(0), transaction: B256::left_padding_from(&n.to_be_bytes()) }
}

/// The n-th movement, at noon of the n-th day of 2024; units have two decimals.
fn movement(n: u64, asset: Asset, direction: Direction, raw: u64) -> Movement {
    Movement {
        id: id(n),
        at: Timestamp(1_704_067_200 + 43_200 + (n - 1) * 86_400),
        asset,
        direction,
        kind: Kind::Transfer,
        amount: Amount::from_raw(U256::from(raw), 2).unwrap(),
        counterparty: Some(Address::repeat_byte(9)),
        evidence: evidence(),
    }
}

fn usd(cents: u64) -> Price {
    Price { answer: U256::from(cents), scale: 2, currency: Currency::new("USD").unwrap() }
}

fn cents(raw: u64) -> Value {
    Value { raw: U256::from(raw), scale: 2, currency: Currency::new("USD").unwrap() }
}

/// Three purchases at 10, 30 and 20 dollars a unit, then 15 of 30 units sold at 25 dollars.
fn example() -> (Vec<Movement>, Prices) {
    let movements = vec![
        movement(1, GOLD, Direction::In, 1_000),
        movement(2, GOLD, Direction::In, 1_000),
        movement(3, GOLD, Direction::In, 1_000),
        movement(4, GOLD, Direction::Out, 1_500),
    ];
    (movements, (1..=4).map(id).zip([usd(1_000), usd(3_000), usd(2_000), usd(2_500)]).collect())
}

fn made(method: &Method) -> Result<Book, RecordError> {
    let (movements, prices) = example();
    book(&movements, &prices, &[], method)
}

#[test]
fn a_sale_gains_by_the_lots_that_it_is_taken_from() {
    // 10 at $10 and 5 at $30 cost $250; proceeds are $375.
    assert_eq!(made(&Method::Fifo).unwrap().disposals[0].gain, Gain::Profit(cents(12_500)));
    // 10 at $30 and 5 at $20 cost $400.
    assert_eq!(made(&Method::Hifo).unwrap().disposals[0].gain, Gain::Loss(cents(2_500)));
    let pick = |lot, raw: u64| Pick { lot: id(lot), amount: Amount::from_raw(U256::from(raw), 2).unwrap() };
    let specific = |picks| made(&Method::Specific(BTreeMap::from([(id(4), picks)])));
    // 10 at $20 and 5 at $10 cost $250, in parts.
    let book = specific(vec![pick(3, 1_000), pick(1, 500)]).unwrap();
    assert_eq!(book.disposals[0].gain, Gain::Profit(cents(12_500)));
    assert_eq!(book.disposals[0].parts[1].gain, Gain::Profit(cents(7_500)));
    assert_eq!(book.lots.iter().map(|lot| lot.left.to_string()).collect::<Vec<_>>(), ["5", "10", "0"]);
    for wrong in [vec![pick(3, 1_000)], vec![pick(3, 1_001), pick(1, 499)], vec![pick(9, 1_500)], vec![pick(1, 1_500)]]
    {
        assert!(matches!(specific(wrong), Err(RecordError::Picked { .. })));
    }
    assert!(matches!(made(&Method::Specific(BTreeMap::new())), Err(RecordError::Missing { what: "lots", .. })));
}

#[test]
fn what_is_not_there_is_not_guessed() {
    let (mut movements, prices) = example();
    movements.push(movement(5, GOLD, Direction::Out, 1_501));
    let error = book(&movements, &prices, &[], &Method::Fifo);
    assert_eq!(error, Err(RecordError::Missing { what: "price", of: id(5).to_string() }));
    let prices: Prices = prices.into_iter().chain([(id(5), usd(1))]).collect();
    let error = book(&movements, &prices, &[], &Method::Fifo).unwrap_err();
    assert!(matches!(error, RecordError::TooFewLots { expected, .. } if expected.to_string() == "15"), "{error}");
    let euro = Price { currency: Currency::new("EUR").unwrap(), ..usd(1) };
    let (movements, mut prices) = example();
    prices.insert(id(4), euro);
    assert!(matches!(book(&movements, &prices, &[], &Method::Fifo), Err(RecordError::Units(_))));
    let twice = [movements.clone(), movements].concat();
    assert!(matches!(book(&twice, &example().1, &[], &Method::Fifo), Err(RecordError::Repeated { .. })));
}

/// One unit at a time: what an accountant with much patience would do. Only for prices of a whole cent a raw unit.
fn reckoned(movements: &[(Direction, u64, u64)], method: &Method) -> Vec<i128> {
    let mut units: Vec<(u64, usize)> = Vec::new();
    let mut gains = Vec::new();
    for (position, (direction, amount, price)) in movements.iter().enumerate() {
        match direction {
            Direction::In => units.extend((0..*amount).map(|_| (*price, position))),
            Direction::Out => {
                let mut gain = 0_i128;
                for _ in 0..*amount {
                    let best = if *method == Method::Hifo {
                        // The dearest; of those the oldest.
                        let dearest = units.iter().map(|unit| unit.0).max().unwrap();
                        units.iter().position(|unit| unit.0 == dearest).unwrap()
                    } else {
                        0
                    };
                    let (cost, _) = units.remove(best);
                    gain += i128::from(*price) - i128::from(cost);
                }
                gains.push(gain);
            }
        }
    }
    gains
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn gains_are_those_of_a_reckoning_unit_by_unit(steps in prop::collection::vec((any::<bool>(), 1_u64..40, 1_u64..500), 1..25)) {
        let mut held = 0;
        let mut plain = Vec::new();
        for (buys, amount, price) in steps {
            let amount = if buys || held == 0 { amount } else { amount.min(held) };
            let direction = if buys || held == 0 { Direction::In } else { Direction::Out };
            held = if direction == Direction::In { held + amount } else { held - amount };
            plain.push((direction, amount, price));
        }
        // A raw unit is a hundredth, so that a price of n dollars is n cents a raw unit.
        let movements: Vec<_> =
            plain.iter().zip(1..).map(|((direction, amount, _), n)| movement(n, FUND, *direction, *amount)).collect();
        let prices: Prices = plain.iter().zip(1..).map(|((_, _, price), n)| (id(n), usd(price * 100))).collect();
        for method in [Method::Fifo, Method::Hifo] {
            let book = book(&movements, &prices, &[], &method).unwrap();
            let gains: Vec<i128> = book.disposals.iter().map(|disposal| match &disposal.gain {
                Gain::Profit(value) => i128::try_from(value.raw.to::<u128>()).unwrap(),
                Gain::Loss(value) => -i128::try_from(value.raw.to::<u128>()).unwrap(),
            }).collect();
            prop_assert_eq!(gains, reckoned(&plain, &method));
        }
    }

    #[test]
    fn costs_and_proceeds_are_never_lost_in_rounding(
        bought in prop::collection::vec((1_u64..1_000_000, 1_u64..1_000_000), 1..8),
        parts in prop::collection::vec(1_u64..1_000_000, 1..8),
    ) {
        let mut movements = Vec::new();
        let mut prices = Prices::new();
        let mut held: u64 = bought.iter().map(|lot| lot.0).sum();
        for ((amount, price), n) in bought.iter().zip(1..) {
            movements.push(movement(n, FUND, Direction::In, *amount));
            prices.insert(id(n), usd(*price));
        }
        for (part, n) in parts.iter().zip(100..) {
            let amount = part % held.max(1) + 1;
            if amount > held { break; }
            held -= amount;
            movements.push(movement(n, FUND, Direction::Out, amount));
            prices.insert(id(n), usd(777));
        }
        for method in [Method::Fifo, Method::Hifo] {
            let book = book(&movements, &prices, &[], &method).unwrap();
            let sum = |values: &mut dyn Iterator<Item = U256>| values.fold(U256::ZERO, |sum, value| sum + value);
            let used = sum(&mut book.disposals.iter().flat_map(|d| &d.parts).map(|part| part.cost.raw));
            let kept = sum(&mut book.lots.iter().map(|lot| lot.left_cost.raw));
            prop_assert_eq!(used + kept, sum(&mut book.lots.iter().map(|lot| lot.cost.raw)));
            for disposal in &book.disposals {
                prop_assert_eq!(sum(&mut disposal.parts.iter().map(|part| part.proceeds.raw)), disposal.proceeds.raw);
            }
        }
    }

    #[test]
    fn whatever_a_token_calls_itself_comes_back_and_is_no_formula(symbol in "\\PC{0,12}|[=+@\\-\t\r\n\",; 'a]{0,8}") {
        let (movements, prices) = example();
        let symbols = Symbols::new([(GOLD, symbol.clone())]);
        let table = movements_table(&movements, &symbols, Some(&prices)).unwrap();
        let text = table.csv();
        let rows: Vec<_> = csv::Reader::from_reader(text.as_bytes()).records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(rows.len(), 4);
        for row in &rows {
            prop_assert_eq!(row.len(), table.header().len());
            let back = &row[6];
            prop_assert!(back == symbol || back.strip_prefix('\'') == Some(symbol.as_str()), "{:?}", back);
            for field in row {
                prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", field);
            }
        }
    }
}

fn with(mut movement: Movement, kind: Kind) -> Movement {
    movement.kind = kind;
    movement
}

/// A purchase, rent, a redemption with its payout and its fee in one transaction, and a fee alone.
fn told() -> (Vec<Movement>, Symbols) {
    let coin = Asset::Coin(CHAIN);
    let mut payout = with(movement(3, FUND, Direction::In, 4_000), Kind::Redemption);
    payout.id.log = Some(1);
    let mut fee = with(movement(3, coin, Direction::Out, 7), Kind::Fee);
    fee.id.log = None;
    let movements = vec![
        movement(1, GOLD, Direction::In, 1_000),
        with(movement(2, FUND, Direction::In, 55), Kind::Income(IncomeKind::Rent)),
        with(movement(3, GOLD, Direction::Out, 250), Kind::Redemption),
        payout,
        fee,
        with(movement(4, coin, Direction::Out, 3), Kind::Fee),
    ];
    let symbols = [(GOLD, "dXAU"), (FUND, "=dUSD"), (coin, "ETH")];
    (movements, Symbols::new(symbols.map(|(asset, symbol)| (asset, symbol.to_owned()))))
}

#[test]
fn tax_tools_get_the_columns_that_they_ask_for() {
    let (movements, symbols) = told();
    let hash = |n: u64| id(n).transaction.to_string();
    let text = |tool| layout(&movements, &symbols, tool).unwrap().csv();
    let expected = [
        "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash".to_owned(),
        format!("2024-01-01 12:00:00 UTC,,,10,dXAU,,,,,,transfer,{}", hash(1)),
        format!("2024-01-02 12:00:00 UTC,,,0.55,'=dUSD,,,,,income,income-rent,{}", hash(2)),
        format!("2024-01-03 12:00:00 UTC,2.5,dXAU,40,'=dUSD,0.07,ETH,,,,redemption,{}", hash(3)),
        format!("2024-01-04 12:00:00 UTC,0.03,ETH,,,,,,,cost,fee,{}", hash(4)),
    ];
    assert_eq!(text(Layout::Koinly), expected.map(|line| line + "\r\n").concat());
    let expected = [
        "Type,Buy,Cur.,Sell,Cur.,Fee,Cur.,Exchange,Group,Comment,Date,Tx-ID".to_owned(),
        format!("Deposit,10,dXAU,,,,,eip155:1,,transfer,2024-01-01 12:00:00,{}", hash(1)),
        format!("Other Income,0.55,'=dUSD,,,,,eip155:1,,income-rent,2024-01-02 12:00:00,{}", hash(2)),
        format!("Trade,40,'=dUSD,2.5,dXAU,0.07,ETH,eip155:1,,redemption,2024-01-03 12:00:00,{}", hash(3)),
        format!("Other Fee,,,0.03,ETH,,,eip155:1,,fee,2024-01-04 12:00:00,{}", hash(4)),
    ];
    assert_eq!(text(Layout::CoinTracking), expected.map(|line| line + "\r\n").concat());
    let expected = [
        "Date,Received Quantity,Received Currency,Sent Quantity,Sent Currency,Fee Amount,Fee Currency,Tag",
        "01/01/2024 12:00:00,10,dXAU,,,,,",
        "01/02/2024 12:00:00,0.55,'=dUSD,,,,,",
        "01/03/2024 12:00:00,40,'=dUSD,2.5,dXAU,0.07,ETH,",
        "01/04/2024 12:00:00,,,0.03,ETH,,,",
    ];
    assert_eq!(text(Layout::CoinTracker), expected.map(|line| format!("{line}\r\n")).concat());
    let nameless = layout(&movements, &Symbols::default(), Layout::Koinly);
    assert!(matches!(nameless, Err(RecordError::Missing { what: "symbol", .. })));
}

#[test]
fn income_is_by_day_and_kind_and_gains_have_a_table_of_their_own() {
    let (mut movements, symbols) = told();
    let mut more = with(movement(2, FUND, Direction::In, 45), Kind::Income(IncomeKind::Rent));
    more.id.log = Some(8);
    movements.push(more);
    let prices: Prices = movements.iter().map(|movement| (movement.id, usd(100))).collect();
    let lines = income(&movements, Some(&prices)).unwrap();
    let table = income_table(&lines, &symbols).unwrap();
    let fund = FUND.to_string();
    assert_eq!(table.rows(), [["2024-01-02", "rent", &fund, "=dUSD", "1", "1", "USD"].map(str::to_owned).to_vec()]);
    let one = Prices::from([(movements[1].id, usd(100))]);
    assert!(matches!(income(&movements, Some(&one)), Err(RecordError::Missing { what: "price", .. })));

    let table = lots_table(&made(&Method::Hifo).unwrap(), &symbols).unwrap();
    let amounts: Vec<_> = table.rows().iter().map(|row| row[4..10].join(" ")).collect();
    assert_eq!(amounts, ["10 300 250  50 USD", "5 100 125 25  USD"]);
}
