//! The tests of web/e2e on a release, two files at a time. Each file has a demo chain of its own, so that none finds what another left.
use crate::build::{self, Flavour};
use crate::devnet::Devnet;
use crate::error::Error;
use crate::server::Server;
use crate::{assets, needs, paths, port, process};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Tests wait for the chain half of the time.
const AT_ONCE: usize = 2;
/// Of a whole file: Node's runner holds its option against the file, and not against each test. Against what hangs, not against what is slow.
const LONGEST_FILE_MS: u32 = 900_000;

/// On what users load: it is what counts, and a page of it opens in a fraction of the time.
pub(super) fn browser() -> Result<(), Error> {
    let browser = needs::browser()?;
    needs::npm_packages("web/e2e")?;
    needs::npm_packages("examples/devnet")?;
    let site = build::site(Flavour::Release)?;
    let widget = build::widget(Flavour::Release)?;
    // Deploys where no state is saved yet: once, and not in two places.
    drop(Devnet::start(port::free()?)?);
    let files = paths::files_below(&paths::root().join("web/e2e/test"))?;
    let waiting = Mutex::new(files.into_iter());
    let failed: Vec<Error> = std::thread::scope(|scope| {
        let run = || {
            let next = || waiting.lock().ok().and_then(|mut files| files.next());
            let tested = std::iter::from_fn(next).map(|(name, _)| test(&name, (&site, &widget), &browser.chromium));
            tested.filter_map(Result::err).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(run)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|_| vec![Error::Steps])).collect()
    });
    for error in &failed {
        println!("{error}");
    }
    if failed.is_empty() { Ok(()) } else { Err(Error::Steps) }
}

/// One file, told where things are by `ASSAY_URL` (the wallet), `ASSAY_WIDGET` (the widget's folder), `ASSAY_DEVNET` (the demo chain's line of
/// JSON) and `ASSAY_CHROMIUM` (the browser's program). What it says is shown when it has ended, so that two do not speak at once.
fn test(name: &str, (site, widget): (&assets::Site, &Path), chromium: &Path) -> Result<(), Error> {
    let devnet = Devnet::start(port::free()?)?;
    let server = Server::start(port::listen(0)?, site, &devnet)?;
    let mut command = Command::new("node");
    command.arg("--test").arg(format!("--test-timeout={LONGEST_FILE_MS}")).arg(format!("test/{name}"));
    command.current_dir(paths::root().join("web/e2e")).stdin(Stdio::null());
    command.env("ASSAY_URL", &server.url).env("ASSAY_WIDGET", widget);
    command.env("ASSAY_DEVNET", &devnet.line).env("ASSAY_CHROMIUM", chromium);
    let line = process::line(&command);
    let output = command.output().map_err(|source| Error::Start { command: line.clone(), source })?;
    println!("== {name}\n{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() {
        Ok(())
    } else {
        Err(Error::Failed { command: line, status: output.status.to_string() })
    }
}
