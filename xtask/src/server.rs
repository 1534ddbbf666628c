//! The wallet's server, for this machine only: files, the demo's documents under `/demo/`, and the chain under `/rpc`.
mod headers;
mod rpc;

use crate::assets::Site;
use crate::devnet::Devnet;
use crate::error::Error;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::net::TcpListener;
use std::path::PathBuf;
use std::thread::JoinHandle;
use tokio::sync::oneshot;
use tower_http::services::{ServeDir, ServeFile};

/// A server on a thread of its own; it stops when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) url: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(listener: TcpListener, site: &Site, devnet: &Devnet) -> Result<Self, Error> {
        let port = listener.local_addr().map_err(Error::Server)?.port();
        listener.set_nonblocking(true).map_err(Error::Server)?;
        let app = app(site, devnet, port);
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Server)?;
        let thread = std::thread::spawn(move || {
            let served = runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                tokio::select! {
                    served = async { axum::serve(listener, app).await } => served,
                    _ = stopped => Ok(()),
                }
            });
            if let Err(error) = served {
                eprintln!("error: {}", Error::Server(error));
            }
        });
        Ok(Self {
            // By name, not by number: passkeys work for `localhost` and not for an IP address.
            url: format!("http://localhost:{port}"),
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _already_gone = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

fn app(site: &Site, devnet: &Devnet, port: u16) -> Router {
    let assets = Router::new()
        .fallback_service(precompressed(site.folder.join("assets")))
        .layer(from_fn(headers::keep_for_ever));
    let line = devnet.line.clone();
    let demo = Router::new()
        .route("/devnet.json", get(async || ([(header::CONTENT_TYPE, "application/json")], line)))
        .fallback_service(ServeDir::new(&devnet.ready.files).append_index_html_on_directories(false));
    let shell = Router::new().fallback(get(route)).with_state(site.folder.join("index.html"));
    Router::new()
        .route("/rpc", post(rpc::forward).with_state(rpc::Chain::new(&devnet.ready.rpc)))
        .nest("/assets", assets)
        .nest("/demo", demo)
        .fallback_service(precompressed(site.folder.join("root")).fallback(shell))
        .layer(from_fn_with_state(headers::Policy::new(port, &site.workers), headers::guard))
}

fn precompressed(folder: PathBuf) -> ServeDir {
    let files = ServeDir::new(folder).append_index_html_on_directories(false);
    files.precompressed_br().precompressed_gzip()
}

/// A route of the wallet gets its page. A name with a dot was meant to be a file, and there is none; so was all that lies
/// in the folders of files.
async fn route(State(index): State<PathBuf>, request: Request) -> Response {
    let path = request.uri().path();
    let in_folder = ["/assets/", "/demo/"].iter().any(|folder| path.starts_with(folder));
    if in_folder || path.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut page = ServeFile::new(index).precompressed_br().precompressed_gzip();
    match page.try_call(request).await {
        Ok(response) => response.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests;
