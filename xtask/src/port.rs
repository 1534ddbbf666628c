//! Ports on the loopback interface.
use crate::error::Error;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

/// Takes the port, or says who has it.
pub(crate) fn listen(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        let holder = if is_chain(port) {
            "a chain, perhaps of an earlier run: stop that process"
        } else {
            "another program, perhaps an earlier `cargo xtask run`: stop it"
        };
        Error::Port(format!(
            "port {port} is taken by {holder}, or choose other ports with `cargo xtask run --port N` ({error})"
        ))
    })
}

/// A port that nobody uses at this moment.
pub(crate) fn free() -> Result<u16, Error> {
    let address = listen(0)?.local_addr();
    address.map(|address| address.port()).map_err(Error::Server)
}

/// Whether an Ethereum endpoint answers there.
fn is_chain(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let wait = Duration::from_millis(500);
        let address = (Ipv4Addr::LOCALHOST, port).into();
        let mut stream = TcpStream::connect_timeout(&address, wait)?;
        stream.set_read_timeout(Some(wait))?;
        let body = r#"{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}"#;
        let length = body.len();
        write!(
            stream,
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )?;
        let mut answer = Vec::new();
        let _cut_short = stream.take(10_000).read_to_end(&mut answer);
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    ask().is_ok_and(|answer| answer.contains("\"result\":\"0x"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named() {
        let held = listen(0).unwrap();
        let port = held.local_addr().unwrap().port();
        let message = listen(port).unwrap_err().to_string();
        assert!(message.contains(&format!("port {port} is taken by another program,")), "{message}");
    }

    #[test]
    fn a_chain_is_recognised() {
        let held = listen(0).unwrap();
        let port = held.local_addr().unwrap().port();
        let chain = std::thread::spawn(move || {
            let (mut stream, _) = held.accept().unwrap();
            let mut request = [0; 1000];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x7a69\"}").unwrap();
            held
        });
        assert!(is_chain(port));
        drop(chain.join().unwrap());
    }
}
