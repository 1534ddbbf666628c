//! Row 5. Books of one holder: movements, lots and gains, income, statements, and tables of them.
//!
//! Logs come in as facts, plain data comes out. A [`Movement`] keeps the evidence of its log, and a [`Statement`] is as well known as the weakest of
//! what it adds up. Amounts are exact; money is rounded down to the scale of its price, and what rounding leaves stays in the lot, so that no
//! part of a cost is lost or counted twice. Nothing here says what is taxed: the methods are the caller's choice.

mod csv;
mod described;
mod error;
mod events;
mod growth;
mod income;
mod layouts;
mod lots;
mod movement;
mod statement;
mod transfers;

pub use csv::{Table, income_table, lots_table, movements_table, statement_table};
pub use described::{assets, classified, income_rules, reading};
pub use error::{Excess, RecordError};
pub use events::redemption_events;
pub use growth::{ShareBalance, growth, growth_heights};
pub use income::{IncomeLine, income};
pub use layouts::{Layout, Symbols, layout};
pub use lots::{Book, Disposal, DisposalPart, Gain, Lot, Method, Pick, Prices, book};
pub use movement::{Asset, Direction, IncomeKind, Kind, Movement, MovementId};
pub use statement::{Balances, Line, Statement, statement};
pub use transfers::{IncomeRule, Reading, movements};
