//! The command line.
use crate::build::Flavour;
use crate::error::Error;

pub(crate) const DEFAULT_PORT: u16 = 8420;

pub(crate) const HELP: &str = "\
cargo xtask run [--port N]       build the wallet, start the demo chain, serve both (port 8420, the chain on the next)
cargo xtask build --widget       the issuers' widget alone, to target/npm/dev/widget
cargo xtask build [--release]    the wallet to target/dist, the npm packages to target/npm; --release checks the byte budgets
cargo xtask test [--only STEP]   every test and lint, each a step; a wrong STEP lists them
cargo xtask bench [--only PART]  from a release build: sizes, round trips and times; keys, proofs and bytes against their peers
cargo xtask lint                 formatting, clippy and rustdoc";

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Run {
        port: u16,
    },
    Build(Flavour),
    Widget,
    Test {
        only: Option<String>,
    },
    Bench {
        only: Option<String>,
    },
    Lint,
    Help,
    /// What cargo calls for each wasm test program; the arguments are wasm-bindgen's.
    TestRunner(Vec<String>),
}

pub(crate) fn parse(arguments: &[String]) -> Result<Command, Error> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["run"] => Ok(Command::Run { port: DEFAULT_PORT }),
        ["run", "--port", port] => Ok(Command::Run { port: parse_port(port)? }),
        ["build"] => Ok(Command::Build(Flavour::Dev)),
        ["build", "--widget"] => Ok(Command::Widget),
        ["build", "--release"] => Ok(Command::Build(Flavour::Release)),
        ["test"] => Ok(Command::Test { only: None }),
        ["test", "--only", step] => Ok(Command::Test { only: Some((*step).to_owned()) }),
        ["bench"] => Ok(Command::Bench { only: None }),
        ["bench", "--only", part] => Ok(Command::Bench { only: Some((*part).to_owned()) }),
        ["lint"] => Ok(Command::Lint),
        [] | ["help" | "--help" | "-h"] => Ok(Command::Help),
        ["test-runner", ..] => Ok(Command::TestRunner(arguments.to_vec())),
        _ => Err(Error::Usage(format!("`{}` is not a command", words.join(" ")))),
    }
}

fn parse_port(text: &str) -> Result<u16, Error> {
    match text.parse::<u16>() {
        // The chain takes the next port, so the last one is out; below 1024 needs rights that nobody should give us.
        Ok(port @ 1024..=65534) => Ok(port),
        _ => Err(Error::Usage(format!("the port must be a number from 1024 to 65534, got `{text}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<Command, Error> {
        parse(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn commands() {
        assert_eq!(words("run").unwrap(), Command::Run { port: 8420 });
        assert_eq!(words("run --port 9000").unwrap(), Command::Run { port: 9000 });
        assert_eq!(words("build --release").unwrap(), Command::Build(Flavour::Release));
        assert_eq!(words("build --widget").unwrap(), Command::Widget);
        let only = Some("keys".to_owned());
        assert_eq!(words("bench --only keys").unwrap(), Command::Bench { only });
        let only = Some("wasm".to_owned());
        assert_eq!(words("test --only wasm").unwrap(), Command::Test { only });
    }

    #[test]
    fn what_it_does_not_know_it_says() {
        for (line, part) in [
            ("serve", "`serve` is not a command"),
            ("run --port", "`run --port` is not a command"),
            ("run --port http", "got `http`"),
            ("run --port 80", "got `80`"),
            ("run --port 65535", "got `65535`"),
            ("build --relase", "`build --relase`"),
        ] {
            let message = words(line).unwrap_err().to_string();
            assert!(message.contains(part), "{line}: {message}");
        }
    }
}
