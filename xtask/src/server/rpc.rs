//! The demo chain's endpoint at the wallet's own origin.
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::sync::Arc;

/// More than any call of the wallet, less than what would trouble the machine.
const LARGEST_REQUEST: usize = 8_000_000;

#[derive(Clone)]
pub(super) struct Chain {
    url: Arc<str>,
    client: Client<HttpConnector, Body>,
}

impl Chain {
    pub(super) fn new(url: &str) -> Self {
        Self { url: url.into(), client: Client::builder(TokioExecutor::new()).build_http() }
    }
}

/// Passes a JSON-RPC request on. Only JSON: a foreign page can send that to nobody without asking first, and we say no.
pub(super) async fn forward(State(chain): State<Chain>, request: Request) -> Response {
    let json = |value: &HeaderValue| value.to_str().is_ok_and(|kind| kind.starts_with("application/json"));
    if !request.headers().get(header::CONTENT_TYPE).is_some_and(json) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "send application/json").into_response();
    }
    let Ok(body) = Limited::new(request.into_body(), LARGEST_REQUEST).collect().await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "the request is too large").into_response();
    };
    let Ok(uri) = chain.url.parse::<Uri>() else {
        return (StatusCode::BAD_GATEWAY, "the demo chain gave no usable address").into_response();
    };
    let mut onward = Request::new(Body::from(body.to_bytes()));
    *onward.method_mut() = axum::http::Method::POST;
    *onward.uri_mut() = uri;
    onward.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    match chain.client.request(onward).await {
        Ok(answer) => {
            let mut response = Response::new(Body::new(answer.into_body()));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(_) => (StatusCode::BAD_GATEWAY, "the demo chain does not answer").into_response(),
    }
}
