//! `cargo xtask test`: every step in a process of its own, its output kept and shown only where it failed.
mod fuzz;
mod steps;

use crate::error::Error;
use crate::paths;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use steps::{STEPS, Step};

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
    each(&STEPS.iter().filter(|step| step.is_lint).collect::<Vec<_>>())
}

fn each(steps: &[&Step]) -> Result<(), Error> {
    let program = paths::work().join("test-steps");
    copy_self(&program)?;
    let mut lines = Vec::new();
    let mut failed = 0_usize;
    for step in steps {
        println!("\n== {}: {}", step.name, step.what);
        let log = paths::work().join(format!("{}.log", step.name));
        let began = now();
        let passed = watch(start(&program, step, &log)?, step, began)?;
        let took = now().saturating_duration_since(began).as_secs();
        if !passed {
            failed = failed.saturating_add(1);
            print_file(&log)?;
        }
        let word = if passed { "passed" } else { "FAILED" };
        println!("{word} after {took} s");
        lines.push(format!("{word}  {took:>5} s  {:<12} {}", step.name, step.what));
    }
    println!("\n{}\n\n{} passed, {failed} failed", lines.join("\n"), steps.len().saturating_sub(failed));
    if failed == 0 { Ok(()) } else { Err(Error::Steps) }
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

fn start(program: &Path, step: &Step, log: &Path) -> Result<Child, Error> {
    let file = File::create(log).map_err(Error::file("create", log))?;
    let errors = file.try_clone().map_err(Error::file("share", log))?;
    let mut command = Command::new(program);
    command.args(["test", "--only", step.name]).stdin(Stdio::null()).stdout(file).stderr(errors);
    command.spawn().map_err(|source| Error::Start { command: crate::process::line(&command), source })
}

/// Waits for the step, with a sign of life now and then.
fn watch(mut child: Child, step: &Step, began: Instant) -> Result<bool, Error> {
    let mut said = 0;
    loop {
        let ended = child.try_wait().map_err(|source| Error::Start { command: step.name.to_owned(), source })?;
        if let Some(status) = ended {
            return Ok(status.success());
        }
        std::thread::sleep(Duration::from_millis(100));
        let minutes = now().saturating_duration_since(began).as_secs() / 60;
        if minutes > said {
            said = minutes;
            println!("  still at it after {minutes} min (target/xtask/{}.log)", step.name);
        }
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
