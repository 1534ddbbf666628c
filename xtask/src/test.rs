//! `cargo xtask test`: every step in a process of its own, its output kept and shown only where it failed.
mod browser;
mod consumers;
mod fuzz;
mod steps;

use crate::error::Error;
use crate::paths;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use steps::{Kind, LANES, Step};

/// All steps, or the one that was named, which then speaks to the terminal directly.
pub(crate) fn test(only: Option<&str>) -> Result<(), Error> {
    match only {
        None => each(&LANES.map(|lane| lane.iter().collect())),
        Some(name) => match steps::all().find(|step| step.name == name) {
            Some(step) => (step.run)(),
            None => {
                let names: Vec<&str> = steps::all().map(|step| step.name).collect();
                Err(Error::Usage(format!("there is no step `{name}`; the steps are {}", names.join(", "))))
            }
        },
    }
}

/// The steps that only look.
pub(crate) fn lint() -> Result<(), Error> {
    each(&[steps::all().filter(|step| step.kind == Kind::Lint).collect()])
}

/// A step that was started.
struct Running<'a> {
    step: &'a Step,
    child: Child,
    log: PathBuf,
    began: Instant,
}

/// How a step ended, and its line in the summary.
struct Ended {
    passed: bool,
    line: String,
}

/// Lanes beside each other, the steps of each one after the other. A step that fails stops none: what else fails is worth knowing.
fn each(lanes: &[Vec<&Step>]) -> Result<(), Error> {
    let program = paths::work().join("test-steps");
    copy_self(&program)?;
    let ended: Vec<Ended> = std::thread::scope(|scope| {
        let threads: Vec<_> = lanes.iter().map(|lane| scope.spawn(|| one_after_the_other(&program, lane))).collect();
        let ended = threads.into_iter().map(|thread| thread.join().unwrap_or(Err(Error::Steps)));
        ended.collect::<Result<Vec<_>, _>>()
    })?
    .into_iter()
    .flatten()
    .collect();
    for Ended { line, .. } in &ended {
        println!("{line}");
    }
    let passed = ended.iter().filter(|ended| ended.passed).count();
    let failed = ended.len().saturating_sub(passed);
    println!("\n{passed} passed, {failed} failed");
    if failed == 0 { Ok(()) } else { Err(Error::Steps) }
}

fn one_after_the_other(program: &Path, steps: &[&Step]) -> Result<Vec<Ended>, Error> {
    steps.iter().map(|step| Running::start(program, step)?.end()).collect()
}

/// A step may build xtask anew; a copy is not replaced under the feet of those that follow.
fn copy_self(to: &Path) -> Result<(), Error> {
    paths::create_folder(&paths::work())?;
    let own = std::env::current_exe().map_err(Error::file("find", "xtask itself"))?;
    if to.exists() {
        std::fs::remove_file(to).map_err(Error::file("remove", to))?;
    }
    std::fs::copy(own, to).map_err(Error::file("write", to))?;
    Ok(())
}

impl<'a> Running<'a> {
    fn start(program: &Path, step: &'a Step) -> Result<Self, Error> {
        println!("{}: {}", step.name, step.what);
        let log = paths::work().join(format!("{}.log", step.name));
        let file = File::create(&log).map_err(Error::file("create", &log))?;
        let errors = file.try_clone().map_err(Error::file("share", &log))?;
        let mut command = Command::new(program);
        command.args(["test", "--only", step.name]).stdin(Stdio::null()).stdout(file).stderr(errors);
        let child =
            command.spawn().map_err(|source| Error::Start { command: crate::process::line(&command), source })?;
        Ok(Self { step, child, log, began: now() })
    }

    /// Waits for it, with a sign of life now and then.
    fn end(mut self) -> Result<Ended, Error> {
        let name = self.step.name;
        let mut said = 0;
        let status = loop {
            let ended = self.child.try_wait().map_err(|source| Error::Start { command: name.to_owned(), source })?;
            if let Some(status) = ended {
                break status;
            }
            std::thread::sleep(Duration::from_millis(100));
            let minutes = self.seconds() / 60;
            if minutes > said {
                said = minutes;
                println!("  {name}: still at it after {minutes} min (target/xtask/{name}.log)");
            }
        };
        let passed = status.success();
        if !passed {
            print_file(&self.log)?;
        }
        let word = if passed { "passed" } else { "FAILED" };
        let line = format!("{word}  {:>5} s  {name:<12} {}", self.seconds(), self.step.what);
        println!("{line}");
        Ok(Ended { passed, line })
    }

    fn seconds(&self) -> u64 {
        now().saturating_duration_since(self.began).as_secs()
    }
}

fn print_file(path: &Path) -> Result<(), Error> {
    let text = paths::read(path)?;
    std::io::stdout().write_all(&text).map_err(Error::file("print", path))
}

#[expect(clippy::disallowed_methods, reason = "how long a step took is what a test run reports")]
fn now() -> Instant {
    Instant::now()
}
