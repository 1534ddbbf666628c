//! Books of one holder: movements, statements, lots, income, and tables of them.

mod books;
mod movement;
mod statement;
mod table;
