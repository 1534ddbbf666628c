//! The light client, native, on the recorded session of mainnet: processor time of a finality update, and of a cold sync over five periods.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "it stops where its data is not what it should be, and answers on its output"
)]

#[path = "../tests/beacon/stage.rs"]
mod stage;

use std::time::Duration;

use cpu_time::ProcessTime;
use stage::{Session, finality, update};

const TIMES: u32 = 20;

fn measured(what: &str, mut run: impl FnMut()) {
    run();
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let began = ProcessTime::now();
            run();
            began.elapsed()
        })
        .collect();
    times.sort();
    let median = times.get(times.len() / 2).unwrap();
    println!("{what:<60} {:>8} µs", median.as_micros());
}

fn main() {
    let session = Session::recorded();
    let synced = session.synced();
    measured("a finality update, from its bytes", || {
        let mut store = synced.clone();
        store.process(&finality(&session.finality), Session::now()).unwrap();
    });
    measured("a period's update, from its bytes", || {
        let mut store = session.start();
        store.process(&update(session.updates.first().unwrap()), Session::now()).unwrap();
    });
    measured("bootstrap, six updates and a finality update", || {
        let mut store = session.synced();
        store.process(&finality(&session.finality), Session::now()).unwrap();
    });
}
