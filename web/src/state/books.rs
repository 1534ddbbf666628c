//! The books of one account for a period: what adds up, what does not, and what could not be read.

use std::collections::BTreeMap;

use assay_sdk::asset::Descriptor;
use assay_sdk::evidence::Fact;
use assay_sdk::records::{
    Asset, Balances, Book, Direction, IncomeLine, Kind, Layout, Line, Method, Movement, Prices, RecordError, Statement,
    Symbols, Table, book, income, income_table, layout, lots_table, movements_table, statement, statement_table,
};
use assay_sdk::units::{Amount, AssetId, BlockRef, ChainId};

use crate::state::coin;

/// Everything of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Books {
    /// The last block before it.
    pub after: BlockRef,
    /// The last block of it.
    pub until: BlockRef,
    /// What moved from the chain's first block up to its end: lots need what was before.
    pub movements: Vec<Movement>,
    /// Each asset of the list that was held or moved.
    pub assets: Vec<AssetBooks>,
    /// Assets of which nothing was there and nothing moved.
    pub untouched: Vec<AssetId>,
    /// What was paid for the transactions of the period, or why that could not be read.
    pub fees: Result<Vec<Fact<Movement>>, String>,
    /// The logs behind movements, by block and number: how each is known.
    pub known: BTreeMap<(u64, u64), Fact<()>>,
}

/// One asset in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct AssetBooks {
    /// Which.
    pub asset: AssetId,
    /// Its line, or why there is none.
    pub stated: Result<Stated, Unstated>,
}

/// A line that adds up.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The line.
    pub line: Line,
    /// Both of its ends, as the contract told them.
    pub ends: Ends,
}

/// Both ends of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Ends {
    /// After the last block before the period.
    pub opening: Fact<Amount>,
    /// After its last block.
    pub closing: Fact<Amount>,
}

/// Why an asset has no line. What moved of it is shown all the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Unstated {
    /// The balance at the beginning could not be read.
    Opening {
        /// Why.
        why: String,
    },
    /// The balance at the end could not be read.
    Closing {
        /// Why.
        why: String,
    },
    /// What a rebasing token grew by could not be read.
    Growth {
        /// Why.
        why: String,
    },
    /// It does not add up.
    Wrong(RecordError),
}

impl Books {
    /// The movements of the period.
    pub fn within(&self) -> impl Iterator<Item = &Movement> {
        self.movements.iter().filter(|movement| self.is_within(movement))
    }

    /// The movements of one asset in the period.
    pub fn of_asset(&self, asset: AssetId) -> impl Iterator<Item = &Movement> {
        self.within().filter(move |movement| movement.asset == Asset::Token(asset))
    }

    /// Whether a movement is in the period.
    #[must_use]
    pub const fn is_within(&self, movement: &Movement) -> bool {
        movement.id.block > self.after.number && movement.id.block <= self.until.number
    }

    /// Income by day, kind and asset.
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn income(&self) -> Result<Vec<IncomeLine>, RecordError> {
        income(&self.within().cloned().collect::<Vec<_>>(), None)
    }

    /// What was given up for redemption, and what was paid out.
    pub fn redemptions(&self) -> impl Iterator<Item = &Movement> {
        self.within().filter(|movement| movement.kind == Kind::Redemption)
    }

    /// The statement of all assets that add up; `None` where none does.
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn statement(&self) -> Result<Option<Statement>, RecordError> {
        let stated = |of: &AssetBooks| {
            let ends = &of.stated.as_ref().ok()?.ends;
            let ends = Balances { opening: ends.opening.clone(), closing: ends.closing.clone() };
            Some((Asset::Token(of.asset), ends))
        };
        let balances: BTreeMap<Asset, Balances> = self.assets.iter().filter_map(stated).collect();
        let moved = self.within().filter(|movement| balances.contains_key(&movement.asset)).cloned();
        statement(&moved.collect::<Vec<_>>(), &balances)
    }

    /// What movements come to, as well known as all of them are; `None` where nothing tells how they are known.
    #[must_use]
    pub fn fact(&self, amount: Amount, movements: &[&Movement]) -> Option<Fact<Amount>> {
        let of_log = |movement: &&Movement| Some(self.known.get(&(movement.id.block, movement.id.log?))?.clone());
        let of_asset = || {
            let asset = movements.first()?.asset;
            let of = self.assets.iter().find(|of| Asset::Token(of.asset) == asset)?;
            Some(of.stated.as_ref().ok()?.ends.closing.clone().map(|_| ()))
        };
        let base = movements.iter().rev().find_map(of_log).or_else(of_asset)?.map(|()| amount);
        let sources = movements.iter().flat_map(|movement| movement.evidence.sources());
        Some(sources.fold(base, |fact, source| fact.extended(source.clone())))
    }

    /// Income of one day, kind and asset: its movements.
    #[must_use]
    pub fn behind(&self, line: &IncomeLine) -> Vec<&Movement> {
        let is_of = |movement: &&Movement| {
            let date = movement.at.utc().map(|utc| (utc.year, utc.month, utc.day));
            movement.asset == line.asset
                && movement.direction == Direction::In
                && movement.kind == Kind::Income(line.kind)
                && date == Some(line.date)
        };
        self.within().filter(is_of).collect()
    }

    /// Movements of the period with their fees, in the order of time: what tables are made of.
    #[must_use]
    pub fn told(&self) -> Vec<Movement> {
        let fees = self.fees.iter().flatten().map(Fact::value);
        let mut told: Vec<Movement> = self.within().chain(fees).cloned().collect();
        told.sort_by_key(|movement| (movement.at, movement.id));
        told
    }
}

/// The line of one asset, of its own movements.
///
/// # Errors
/// [`Unstated::Wrong`].
pub fn stated(asset: AssetId, movements: &[Movement], ends: Balances) -> Result<Stated, Unstated> {
    let own: Vec<Movement> =
        movements.iter().filter(|movement| movement.asset == Asset::Token(asset)).cloned().collect();
    let Balances { opening, closing } = ends.clone();
    let made = statement(&own, &BTreeMap::from([(Asset::Token(asset), ends)])).map_err(Unstated::Wrong)?;
    let line = made.and_then(|made| made.lines.into_iter().next());
    let missing = || RecordError::Missing { what: "line", of: asset.to_string() };
    let line = line.ok_or_else(|| Unstated::Wrong(missing()))?;
    Ok(Stated { line, ends: Ends { opening, closing } })
}

/// Lots and gains of one asset. Growth and income come in as lots of their own, at what they were worth then.
///
/// # Errors
/// [`RecordError`].
pub fn gains(asset: AssetId, movements: &[Movement], prices: &Prices, method: &Method) -> Result<Book, RecordError> {
    let own: Vec<Movement> =
        movements.iter().filter(|movement| movement.asset == Asset::Token(asset)).cloned().collect();
    book(&own, prices, &[], method)
}

/// What assets are called in tables.
#[must_use]
pub fn symbols(list: &[Descriptor], chain: ChainId) -> Symbols {
    let tokens = list.iter().map(|descriptor| (Asset::Token(descriptor.asset), descriptor.symbol.clone()));
    Symbols::new(tokens.chain([(Asset::Coin(chain), coin::symbol(chain))]))
}

/// A table that can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// Every movement.
    Movements,
    /// Income by day and kind.
    Income,
    /// The statement.
    Statement,
    /// Movements as a tax tool reads them.
    Tool(Layout),
}

impl Export {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 6] = [
        Self::Statement,
        Self::Movements,
        Self::Income,
        Self::Tool(Layout::Koinly),
        Self::Tool(Layout::CoinTracking),
        Self::Tool(Layout::CoinTracker),
    ];

    /// The table.
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn table(self, books: &Books, symbols: &Symbols) -> Result<Table, RecordError> {
        match self {
            Self::Movements => movements_table(&books.told(), symbols, None),
            Self::Income => income_table(&books.income()?, symbols),
            Self::Statement => {
                let none = || RecordError::Missing { what: "line that adds up", of: "the statement".to_owned() };
                statement_table(&books.statement()?.ok_or_else(none)?, symbols)
            }
            Self::Tool(tool) => layout(&books.told(), symbols, tool),
        }
    }
}

/// The table of gains in the period.
///
/// # Errors
/// [`RecordError`].
pub fn gains_table(books: &Books, made: &Book, symbols: &Symbols) -> Result<Table, RecordError> {
    let mut within = made.clone();
    within
        .disposals
        .retain(|disposal| disposal.id.block > books.after.number && disposal.id.block <= books.until.number);
    lots_table(&within, symbols)
}
