//! The keys' worker.
fn main() {}
