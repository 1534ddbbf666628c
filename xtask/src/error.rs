//! What can go wrong, each in one sentence that says what to do where something can be done.
use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{0} (see `cargo xtask help`)")]
    Usage(String),
    #[error("{what}: {remedy}")]
    Missing { what: String, remedy: String },
    #[error("cannot {doing} {}: {source}", path.display())]
    File { doing: &'static str, path: PathBuf, source: io::Error },
    #[error("cannot start `{command}`: {source}")]
    Start { command: String, source: io::Error },
    #[error("`{command}` failed ({status})")]
    Failed { command: String, status: String },
    #[error("wasm-pack.toml: {0}")]
    Description(String),
    #[error("wasm-bindgen, for {module}: {detail}")]
    Bindgen { module: String, detail: String },
    #[error("{file} names {reference}, which is no asset (web/static, web/style, and what the build makes)")]
    Reference { file: String, reference: String },
    #[error("{0} names itself, by way of the assets that it names")]
    Circle(String),
    #[error("two assets are called {0}: rename one of web/static and web/style")]
    SameName(String),
    #[error("the glue of {module} is not as expected ({missing}): wasm-bindgen has changed, see xtask/src/npm.rs")]
    Glue { module: String, missing: &'static str },
    #[error("{0}")]
    Port(String),
    #[error("the demo chain {0}")]
    Devnet(String),
    #[error("the server stopped: {0}")]
    Server(io::Error),
    #[error("{0}")]
    OverBudget(String),
    #[error("a step failed")]
    Steps,
    #[error("{0}")]
    TestRunner(String),
}

impl Error {
    /// For `map_err` after a file operation.
    pub(crate) fn file(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { doing, path, source }
    }
}
