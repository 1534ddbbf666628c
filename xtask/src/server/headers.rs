//! What every answer carries, and who is answered.
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The page. `connect-src` is wide since users choose their own endpoint; loopback may be plain HTTP, all else may not.
const PAGE_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self' http://127.0.0.1:* http://localhost:* https:; worker-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types assay";

/// The workers: three scripts each and the wasm that the page posts to it, and no connection to anybody.
const WORKER_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";

/// A page that a site opens keeps the site as its opener; all others keep apart from whoever opened them.
const OPENED_BY_SITES: &str = "/connect";

const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(self), clipboard-write=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), \
         display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

#[derive(Clone)]
pub(super) struct Policy {
    hosts: Arc<[String]>,
    workers: Arc<[String]>,
}

impl Policy {
    pub(super) fn new(port: u16, workers: &[String]) -> Self {
        Self { hosts: [format!("localhost:{port}"), format!("127.0.0.1:{port}")].into(), workers: workers.into() }
    }
}

/// Answers only those who ask for us by our own name (a foreign page may have pointed its name at this machine), and adds
/// the security headers to whatever is answered.
pub(super) async fn guard(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let known = host.is_some_and(|host| policy.hosts.iter().any(|own| own == host));
    let path = request.uri().path();
    let opener = if path == OPENED_BY_SITES { "unsafe-none" } else { "same-origin" };
    let csp = if policy.workers.iter().any(|worker| worker == path) { WORKER_CSP } else { PAGE_CSP };
    let mut response = if known {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "this server answers as localhost only").into_response()
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static(opener));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(csp));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

/// For assets, whose names change with their content. A failure is not kept.
pub(super) async fn keep_for_ever(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        let value = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    response
}
