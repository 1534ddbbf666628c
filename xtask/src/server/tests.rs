//! The server over a real socket.
use super::*;
use crate::devnet::{Devnet, Ready};
use crate::{paths, port};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};

struct Answer {
    status: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

fn ask(server: &Server, request: &str, more: &str, body: &str) -> Answer {
    let port: u16 = server.url.rsplit(':').next().unwrap().parse().unwrap();
    let host = if more.contains("Host:") { String::new() } else { format!("Host: localhost:{port}\r\n") };
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let length = body.len();
    write!(stream, "{request} HTTP/1.1\r\n{host}{more}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    Answer {
        status: lines.next().unwrap().split(' ').nth(1).unwrap().to_owned(),
        headers: lines.filter_map(|line| line.split_once(": ")).map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        body: body.to_owned(),
    }
}

/// A site with one asset, and a chain that is an echo.
fn server(test: &str) -> Server {
    let folder = paths::work().join("tests").join(test);
    for (name, content) in [
        ("index.html", "the page"),
        ("assets/app.0123456789abcdef.wasm", "\0asm"),
        ("assets/app.0123456789abcdef.wasm.br", "squeezed"),
        ("assets/keys.js", "worker"),
        ("assets/proofs.js", "worker"),
        ("root/robots.txt", "robots"),
        ("files/list.json", "[]"),
    ] {
        let path = folder.join(name);
        paths::create_folder(path.parent().unwrap()).unwrap();
        paths::write(&path, content).unwrap();
    }
    let devnet = Devnet::pretend("{\"chainId\":1}", Ready { rpc: echo(), chain_id: 1, files: folder.join("files") });
    let site = Site { folder, workers: vec!["/assets/keys.js".to_owned(), "/assets/proofs.js".to_owned()] };
    Server::start(port::listen(0).unwrap(), &site, &devnet).unwrap()
}

/// Answers one request with its own body, over HTTP/1.1.
fn echo() -> String {
    let listener = port::listen(0).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = String::new();
        let mut byte = [0];
        while !request.ends_with('}') {
            stream.read_exact(&mut byte).unwrap();
            request.push(char::from(byte[0]));
        }
        let body = request.split_once("\r\n\r\n").unwrap().1;
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    });
    format!("http://127.0.0.1:{port}")
}

#[test]
fn the_page_and_its_routes() {
    let server = server("page");
    for path in ["/", "/asset/eip155:1/0xabc", "/send?to=1.5"] {
        let answer = ask(&server, &format!("GET {path}"), "", "");
        assert_eq!((answer.status.as_str(), answer.body.as_str()), ("200", "the page"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert!(answer.header("content-type").starts_with("text/html"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-embedder-policy"), "require-corp");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert!(!answer.header("permissions-policy").is_empty());
    }
    // What a site opens is the one page that may speak to its opener, and no other address is.
    let opened = ask(&server, "GET /connect", "", "");
    assert_eq!((opened.body.as_str(), opened.header("cross-origin-opener-policy")), ("the page", "unsafe-none"));
    assert!(opened.header("content-security-policy").contains("frame-ancestors 'none'"));
    for path in ["/connect/", "/connect/x", "/Connect", "/connected", "/welcome/connect"] {
        assert_eq!(
            ask(&server, &format!("GET {path}"), "", "").header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
    }
    assert_eq!(ask(&server, "GET /robots.txt", "", "").body, "robots");
}

#[test]
fn the_policies() {
    let server = server("policies");
    let page = ask(&server, "GET /", "", "");
    let page = page.header("content-security-policy");
    for part in [
        "default-src 'none';",
        "script-src 'self' 'wasm-unsafe-eval';",
        "frame-ancestors 'none';",
        "require-trusted-types-for 'script'; trusted-types assay",
    ] {
        assert!(page.contains(part), "{part} not in {page}");
    }
    // Each of these would undo it: code from strings, inline code, plain HTTP to anywhere, any source at all.
    for part in ["'unsafe-eval'", "'unsafe-inline'", " http:;", " http: ", " *;", " * "] {
        assert!(!page.contains(part), "{part} in {page}");
    }
    for worker in ["GET /assets/keys.js", "GET /assets/proofs.js"] {
        let worker = ask(&server, worker, "", "");
        assert_eq!(
            worker.header("content-security-policy"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'"
        );
    }
}

#[test]
fn assets_are_compressed_kept_and_never_the_page() {
    let server = server("assets");
    let wasm = ask(&server, "GET /assets/app.0123456789abcdef.wasm", "Accept-Encoding: gzip, br\r\n", "");
    assert_eq!((wasm.header("content-encoding"), wasm.body.as_str()), ("br", "squeezed"));
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert!(wasm.header("cache-control").contains("immutable"));
    let plain = ask(&server, "GET /assets/app.0123456789abcdef.wasm", "", "");
    assert_eq!((plain.header("content-encoding"), plain.body.as_str()), ("", "\0asm"));
    for path in [
        "/assets/app.fedcba9876543210.wasm",
        "/assets/nothing",
        "/assets/",
        "/demo/nothing.json",
        "/favicon.ico",
        "/assets/../index.html",
    ] {
        let answer = ask(&server, &format!("GET {path}"), "", "");
        assert_ne!(answer.status, "200", "{path}");
        assert!(!answer.header("cache-control").contains("immutable"), "{path}");
    }
    assert_eq!(ask(&server, "GET /demo/list.json", "", "").body, "[]");
    assert_eq!(ask(&server, "GET /demo/devnet.json", "", "").body, "{\"chainId\":1}");
}

#[test]
fn a_foreign_name_is_turned_away() {
    let server = server("names");
    let answer = ask(&server, "GET /", "Host: rebound.example:8420\r\n", "");
    assert_eq!(answer.status, "421");
}

#[test]
fn the_chain_hears_json_only() {
    let server = server("rpc");
    assert_eq!(ask(&server, "POST /rpc", "Content-Type: text/plain\r\n", "{}").status, "415");
    assert_eq!(ask(&server, "GET /rpc", "", "").status, "405");
    let answer = ask(&server, "POST /rpc", "Content-Type: application/json\r\n", "{\"id\":7}");
    assert_eq!((answer.status.as_str(), answer.body.as_str()), ("200", "{\"id\":7}"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let gone = ask(&server, "POST /rpc", "Content-Type: application/json\r\n", "{\"id\":8}");
    assert_eq!((gone.status.as_str(), gone.body.as_str()), ("502", "the demo chain does not answer"));
}
