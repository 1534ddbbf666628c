//! What a descriptor says, read from its JSON.

use std::collections::BTreeMap;

use alloy_primitives::{Address, FixedBytes, U256};

use super::error::DescriptorError;
use super::path::Path;
use super::read;
use crate::units::ChainId;

/// A file of ERC-7730.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descriptor {
    pub(super) context: Context,
    pub(super) constants: BTreeMap<String, String>,
    pub(super) formats: Vec<Format>,
}

impl Descriptor {
    /// Reads a descriptor of version 2.
    ///
    /// # Errors
    /// [`DescriptorError`], also for what the format allows and this software does not read.
    pub fn parse(json: &str) -> Result<Self, DescriptorError> {
        read::descriptor(json)
    }

    /// The keys of its formats: functions with the names of their arguments, or types of messages.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.formats.iter().map(|format| format.key.as_str())
    }
}

/// What it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Calls of contracts; `None` where whoever applies it knows which.
    Contract { deployments: Option<Vec<Deployment>> },
    /// Messages, and what their domain has to say.
    Messages { deployments: Option<Vec<Deployment>>, domain: BTreeMap<String, String> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deployment {
    pub(super) chain: ChainId,
    pub(super) address: Address,
}

/// How one function or message is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Format {
    /// As it stands in the file.
    pub(super) key: String,
    /// Of a function.
    pub(super) selector: Option<FixedBytes<4>>,
    pub(super) intent: String,
    pub(super) sentence: Option<Vec<Piece>>,
    pub(super) entries: Vec<Entry>,
}

/// A part of an interpolated intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Value(Path),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Line(Line),
    Group { path: Option<Path>, bundled: bool, entries: Vec<Self> },
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) source: Source,
    pub(super) label: String,
    pub(super) form: Form,
    pub(super) visible: Visible,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Path(Path),
    Literal(String),
}

/// The form that a value is shown in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Raw,
    Coin,
    Tokens(Tokens),
    Address,
    Ticker,
    Chain,
    Date,
    Duration,
    Unit { base: String, decimals: u8 },
    Choice(BTreeMap<String, String>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tokens {
    /// Which token; a path to its address, or the address.
    pub(super) token: Option<Source>,
    /// Addresses that stand for the chain's own coin.
    pub(super) coin: Vec<Source>,
    /// From which number on the message is shown, and the message.
    pub(super) threshold: Option<(U256, String)>,
}

/// When a field is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Visible {
    Always,
    Never,
    /// Unless the value is one of these.
    IfNotIn(Vec<String>),
    /// Never, and nothing is shown at all unless the value is one of these.
    MustMatch(Vec<String>),
}
