//! `cargo xtask run`.
use crate::build::{self, Flavour};
use crate::devnet::Devnet;
use crate::error::Error;
use crate::port;
use crate::server::Server;
use std::time::Duration;

pub(crate) fn run(port: u16) -> Result<(), Error> {
    // Before the long work, so that a taken port is not found out after it.
    let listener = port::listen(port)?;
    let chain_port = port.saturating_add(1);
    drop(port::listen(chain_port)?);
    let site = build::site(Flavour::Dev)?;
    let mut devnet = Devnet::start(chain_port)?;
    let server = Server::start(listener, &site, &devnet)?;
    println!(
        "\nThe demo chain ({}) is at {}. Ctrl-C stops both.\nOpen {}",
        devnet.ready.chain_id, devnet.ready.rpc, server.url
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Server)?;
    runtime.block_on(until_stopped(&mut devnet))
}

/// Waits for Ctrl-C or a polite kill. (After an impolite one, the chain stops by itself: its input closes.)
async fn until_stopped(devnet: &mut Devnet) -> Result<(), Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::Server)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::Server)?;
    let mut hang_up = signal(SignalKind::hangup()).map_err(Error::Server)?;
    loop {
        tokio::select! {
            _ = interrupt.recv() => return Ok(()),
            _ = terminate.recv() => return Ok(()),
            _ = hang_up.recv() => return Ok(()),
            () = tokio::time::sleep(Duration::from_millis(500)) => {
                if let Some(status) = devnet.ended() {
                    return Err(Error::Devnet(format!("stopped by itself ({status}); its log is {}", devnet.log.display())));
                }
            }
        }
    }
}
