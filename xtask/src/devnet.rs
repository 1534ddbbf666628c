//! The demo chain as a child process.
//!
//! `node devnet.mjs start --port N` prints one line of JSON on its output when it is ready, logs on its error output, and stops
//! when its input closes. The last holds however we end, so that no chain outlives us.
use crate::error::Error;
use crate::{needs, paths};
use serde::Deserialize;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

const FOLDER: &str = "examples/devnet";
/// A first start may have to compile contracts and deploy them.
const LONGEST_START: Duration = Duration::from_secs(600);
const LONGEST_STOP: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(crate) struct Devnet {
    child: Child,
    /// The line as it came, for the programs that are told of the chain.
    pub(crate) line: String,
    pub(crate) ready: Ready,
    /// What it says while it runs.
    pub(crate) log: PathBuf,
}

/// What of the line we need ourselves.
#[derive(Debug, Deserialize)]
pub(crate) struct Ready {
    pub(crate) rpc: String,
    #[serde(rename = "chainId")]
    pub(crate) chain_id: u64,
    /// The folder with the token list and the other documents that the wallet reads.
    pub(crate) files: PathBuf,
}

impl Devnet {
    pub(crate) fn start(port: u16) -> Result<Self, Error> {
        needs::npm_packages(FOLDER)?;
        println!("· starting the demo chain");
        let folder = paths::root().join(FOLDER);
        let mut command = Command::new("node");
        command.current_dir(&folder).args(["devnet.mjs", "start", "--port", &port.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child =
            command.spawn().map_err(|source| Error::Start { command: "node devnet.mjs start".to_owned(), source })?;
        let log = log_file(port);
        let starting = Arc::new(AtomicBool::new(true));
        keep_log(&mut child, &log, Arc::clone(&starting))?;
        let line = match first_line(&mut child, &log) {
            Ok(line) => {
                starting.store(false, Ordering::Relaxed);
                line
            }
            Err(error) => {
                stop(&mut child);
                return Err(error);
            }
        };
        match serde_json::from_str::<Ready>(&line) {
            Ok(mut ready) => {
                ready.files = folder.join(&ready.files);
                Ok(Self { child, line, ready, log })
            }
            Err(error) => {
                stop(&mut child);
                Err(Error::Devnet(format!("announced itself in a way that is not understood: {error}, in `{line}`")))
            }
        }
    }

    /// For the server's tests: an address without a chain of ours behind it.
    #[cfg(test)]
    pub(crate) fn pretend(line: &str, ready: Ready) -> Self {
        let child = Command::new("true").stdin(Stdio::piped()).spawn().expect("`true` starts");
        Self { child, line: line.to_owned(), ready, log: log_file(0) }
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<String> {
        self.child.try_wait().ok().flatten().map(|status| status.to_string())
    }
}

impl Drop for Devnet {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Closes its input, and kills it only if it does not go.
fn stop(child: &mut Child) {
    drop(child.stdin.take());
    let step = Duration::from_millis(50);
    let mut waited = Duration::ZERO;
    while waited < LONGEST_STOP && matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(step);
        waited = waited.saturating_add(step);
    }
    let _gone = child.kill();
    let _reaped = child.wait();
}

/// Each chain has its own: several may run at once.
fn log_file(port: u16) -> PathBuf {
    paths::work().join(format!("devnet-{port}.log"))
}

/// Copies its error output to the log, and while it is starting to the terminal, from a thread that ends with the child.
fn keep_log(child: &mut Child, path: &Path, starting: Arc<AtomicBool>) -> Result<(), Error> {
    paths::create_folder(&paths::work())?;
    let mut log = std::fs::File::create(path).map_err(Error::file("create", path))?;
    if let Some(errors) = child.stderr.take() {
        std::thread::spawn(move || {
            for text in BufReader::new(errors).split(b'\n').map_while(Result::ok) {
                if starting.load(Ordering::Relaxed) {
                    println!("    {}", String::from_utf8_lossy(&text));
                }
                let _full_disk = log.write_all(&text).and_then(|()| log.write_all(b"\n"));
            }
        });
    }
    Ok(())
}

fn first_line(child: &mut Child, log: &Path) -> Result<String, Error> {
    let (send, receive) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut line = String::new();
            let _unreadable = output.read_line(&mut line);
            let _nobody_waits = send.send(line);
            let _ended = output.read_to_end(&mut Vec::new()); // never let it block on a full pipe
        });
    }
    match receive.recv_timeout(LONGEST_START) {
        Ok(line) if !line.trim().is_empty() => Ok(line.trim().to_owned()),
        Ok(_) => Err(Error::Devnet(format!("stopped before it was ready:\n{}", tail(log)))),
        Err(_) => Err(Error::Devnet(format!(
            "was not ready within {} s; its log is {}",
            LONGEST_START.as_secs(),
            log.display()
        ))),
    }
}

/// The last lines of the log.
fn tail(log: &Path) -> String {
    std::thread::sleep(Duration::from_millis(100)); // the other thread may still be copying
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(15).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}
