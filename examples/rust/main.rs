//! A verdict and a proof from Rust: may this transfer happen, and if not, why not? Asks, and sends nothing.
//!
//! `verdict RPC TOKENLIST.json ASSET FROM TO AMOUNT`, with the asset as CAIP-19 and the accounts as CAIP-10.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program of the command line")]

mod ask;

use std::process::ExitCode;

use ask::{Answer, Question, ask};
use assay_sdk::compliance::Verdict;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [rpc, list, asset, from, to, amount] = words.as_slice() else {
        eprintln!("verdict RPC TOKENLIST.json ASSET FROM TO AMOUNT");
        return ExitCode::from(2);
    };
    let list = match std::fs::read_to_string(list) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{list}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match ask(rpc, &list, &Question { asset, from, to, amount }) {
        Ok(answer) => {
            print(&answer);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", error.code().as_str());
            ExitCode::FAILURE
        }
    }
}

fn print(Answer { assessment, balance }: &Answer) {
    let fact = &assessment.verdict;
    println!("at block {}, {:?}:", fact.at().number, fact.level());
    match fact.value() {
        Verdict::Allow(_) => println!("allowed"),
        Verdict::Deny(reasons) => {
            println!("denied");
            reasons
                .iter()
                .for_each(|reason| println!("- {} ({}) {}", reason.message, reason.rule.name, reason.remedy.action));
        }
        Verdict::Unknown(gaps) => {
            println!("cannot tell");
            gaps.iter().for_each(|gap| println!("- {gap}"));
        }
    }
    if let Some(balance) = balance {
        println!("the sender has {}, by Merkle proof under the block's state root", balance.value());
    }
}
