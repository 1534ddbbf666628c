//! Running other programs.
use crate::error::Error;
use std::process::{Command, Stdio};

/// The command as one would type it, for messages.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Runs it with the terminal as its output, and waits.
pub(crate) fn run(command: &mut Command) -> Result<(), Error> {
    let status =
        command.stdin(Stdio::null()).status().map_err(|source| Error::Start { command: line(command), source })?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed { command: line(command), status: status.to_string() })
}

/// Runs it and gives what it printed. Its error output goes to the terminal.
pub(crate) fn read(command: &mut Command) -> Result<String, Error> {
    command.stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().map_err(|source| Error::Start { command: line(command), source })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Error::Failed { command: line(command), status: output.status.to_string() })
}

/// Cargo at the root of the workspace.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(crate::paths::root());
    // These would silently replace the flags of .cargo/config.toml, and with them the fast field arithmetic.
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    command
}
