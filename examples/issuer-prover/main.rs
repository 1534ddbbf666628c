//! An issuer's prover: liabilities that stay private, and proofs that each holder checks.
//!
//! `issuer-prover issue epoch.json FOLDER` makes the files of an epoch; `issuer-prover check FOLDER/published.json
//! FOLDER/holders/ADDRESS.json` checks them as that holder.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program of the command line")]

mod check;
mod documents;
mod failure;
mod issue;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use failure::Failure;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["issue", epoch, folder] => seed().and_then(|seed| issue::issue(Path::new(epoch), Path::new(folder), &seed)),
        ["check", published, holder] => check::check(Path::new(published), Path::new(holder)).map(|owed| {
            println!("{owed} is counted in the total, nothing beside it is negative, and reserves are not less than the total");
        }),
        _ => {
            eprintln!("issuer-prover issue EPOCH.json FOLDER\nissuer-prover check PUBLISHED.json HOLDER.json");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// 32 bytes from the system.
fn seed() -> Result<[u8; 32], Failure> {
    let mut seed = [0; 32];
    let path = Path::new("/dev/urandom");
    let drawn = File::open(path).and_then(|mut random| random.read_exact(&mut seed));
    drawn.map_err(|error| Failure::File { path: path.to_owned(), error })?;
    Ok(seed)
}
