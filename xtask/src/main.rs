//! `cargo xtask run | build | test | bench | lint`: the builder of Assay, and the only tool a newcomer needs.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks to the terminal")]

mod args;
mod assets;
mod bench;
mod budget;
mod build;
mod description;
mod devnet;
mod error;
mod needs;
mod npm;
mod paths;
mod port;
mod process;
mod run;
mod script;
mod server;
mod test;
mod wasm;
mod widget;

use args::Command;
use error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match args::parse(&arguments).and_then(perform) {
        Ok(()) => ExitCode::SUCCESS,
        // The count of steps is the last line.
        Err(Error::Steps) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> Result<(), Error> {
    match command {
        Command::Run { port } => run::run(port),
        Command::Build(flavour) => build::everything(flavour).map(drop),
        Command::Widget => build::widget(build::Flavour::Dev).map(drop),
        Command::Test { only } => test::test(only.as_deref()),
        Command::Bench { only } => bench::bench(only.as_deref()),
        Command::Lint => test::lint(),
        Command::Help => {
            println!("{}", args::HELP);
            Ok(())
        }
        #[cfg(feature = "test-runner")]
        Command::TestRunner(arguments) => wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(arguments)
            .map_err(|error| Error::TestRunner(format!("{error:#}"))),
        #[cfg(not(feature = "test-runner"))]
        Command::TestRunner(_) => {
            Err(Error::TestRunner("this xtask was built without its feature `test-runner`".to_owned()))
        }
    }
}
