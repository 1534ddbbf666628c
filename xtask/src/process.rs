//! Running other programs.
use crate::error::Error;
use serde_json::Value;
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

/// The program of this name, from what cargo says with `--message-format json`.
pub(crate) fn executable(messages: &str, name: &str) -> Option<String> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut named = messages.filter(|message| message.pointer("/target/name").and_then(Value::as_str) == Some(name));
    named.find_map(|message| message.get("executable")?.as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_says_where_a_program_is() {
        let messages = "{\"target\":{\"name\":\"keys\"},\"executable\":null}\n\
            not JSON\n{\"target\":{\"name\":\"portfolio\"},\"executable\":\"other\"}\n\
            {\"target\":{\"name\":\"keys\"},\"executable\":\"target/keys\"}\n";
        assert_eq!(executable(messages, "keys").as_deref(), Some("target/keys"));
        assert_eq!(executable(messages, "sign"), None);
    }
}
