//! `cargo xtask test`: every step in a process of its own, its output kept and shown only where it failed.
mod fuzz;
mod steps;

use crate::error::Error;
use crate::paths;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use steps::{Kind, STEPS, Step};

/// All steps, or the one that was named, which then speaks to the terminal directly.
pub(crate) fn test(only: Option<&str>) -> Result<(), Error> {
    match only {
        None => each(&STEPS.iter().collect::<Vec<_>>()),
        Some(name) => match STEPS.iter().find(|step| step.name == name) {
            Some(step) => (step.run)(),
            None => {
                let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
                Err(Error::Usage(format!("there is no step `{name}`; the steps are {}", names.join(", "))))
            }
        },
    }
}

/// The steps that only look.
pub(crate) fn lint() -> Result<(), Error> {
    each(&STEPS.iter().filter(|step| step.kind == Kind::Lint).collect::<Vec<_>>())
}

/// A step that was started.
struct Running<'a> {
    step: &'a Step,
    child: Child,
    log: PathBuf,
    began: Instant,
}

fn each(steps: &[&Step]) -> Result<(), Error> {
    let program = paths::work().join("test-steps");
    copy_self(&program)?;
    let mut ended = Vec::new();
    let mut beside = Vec::new();
    for step in steps {
        if step.kind == Kind::After {
            end_all(&mut beside, &mut ended)?;
        }
        println!("\n== {}: {}", step.name, step.what);
        let running = Running::start(&program, step)?;
        if matches!(step.kind, Kind::Beside | Kind::Yielding) {
            println!("runs beside those that follow");
            beside.push(running);
        } else {
            ended.push(running.end()?);
        }
    }
    end_all(&mut beside, &mut ended)?;
    let failed = ended.iter().filter(|(passed, _)| !passed).count();
    let lines: Vec<String> = ended.into_iter().map(|(_, line)| line).collect();
    println!("\n{}\n\n{} passed, {failed} failed", lines.join("\n"), steps.len().saturating_sub(failed));
    if failed == 0 { Ok(()) } else { Err(Error::Steps) }
}

/// Waits for those that run beside others.
fn end_all(beside: &mut Vec<Running<'_>>, ended: &mut Vec<(bool, String)>) -> Result<(), Error> {
    for running in beside.drain(..) {
        println!("\n== {}: {}", running.step.name, running.step.what);
        ended.push(running.end()?);
    }
    Ok(())
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
        let log = paths::work().join(format!("{}.log", step.name));
        let file = File::create(&log).map_err(Error::file("create", &log))?;
        let errors = file.try_clone().map_err(Error::file("share", &log))?;
        let mut command = if step.kind == Kind::Yielding { yielding(program) } else { Command::new(program) };
        command.args(["test", "--only", step.name]).stdin(Stdio::null()).stdout(file).stderr(errors);
        let child =
            command.spawn().map_err(|source| Error::Start { command: crate::process::line(&command), source })?;
        Ok(Self { step, child, log, began: now() })
    }

    /// Waits for it, with a sign of life now and then; whether it passed, and its line in the summary.
    fn end(mut self) -> Result<(bool, String), Error> {
        let name = self.step.name;
        let mut said = self.seconds() / 60;
        let status = loop {
            let ended = self.child.try_wait().map_err(|source| Error::Start { command: name.to_owned(), source })?;
            if let Some(status) = ended {
                break status;
            }
            std::thread::sleep(Duration::from_millis(100));
            let minutes = self.seconds() / 60;
            if minutes > said {
                said = minutes;
                println!("  still at it after {minutes} min (target/xtask/{name}.log)");
            }
        };
        let (passed, took) = (status.success(), self.seconds());
        if !passed {
            print_file(&self.log)?;
        }
        let word = if passed { "passed" } else { "FAILED" };
        println!("{word} after {took} s");
        Ok((passed, format!("{word}  {took:>5} s  {name:<12} {}", self.step.what)))
    }

    fn seconds(&self) -> u64 {
        now().saturating_duration_since(self.began).as_secs()
    }
}

/// The program with what others leave of the processors, where that can be said.
fn yielding(program: &Path) -> Command {
    if !cfg!(unix) {
        return Command::new(program);
    }
    let mut command = Command::new("nice");
    command.args(["-n", "19"]).arg(program);
    command
}

fn print_file(path: &Path) -> Result<(), Error> {
    let text = paths::read(path)?;
    std::io::stdout().write_all(&text).map_err(Error::file("print", path))
}

#[expect(clippy::disallowed_methods, reason = "how long a step took is what a test run reports")]
fn now() -> Instant {
    Instant::now()
}
