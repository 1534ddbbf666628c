//! What the page may ask of the key worker, what it may answer, and what it says unasked. JSON both ways.
//!
//! [`KeyService`] is the one way to ask: the page's line to the worker is one, and in tests the worker's own desk is
//! another, in the same process.

/// `Debug` for what may hold a secret: its name and nothing else.
macro_rules! silent {
    ($($name:ident),*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })*
    };
}

mod answer;
mod call;
mod error;
mod vaults;

pub use answer::{Answer, DerivedAddress, File, PasskeyOffer, Recognised};
pub use call::{Call, ImportText, NewProtection, PasskeyOutput, Reveal, UnlockKey};
pub use error::{KeyError, KeyErrorKind};
pub use vaults::{
    AccountKind, AccountSummary, LostAccount, MethodKind, MethodSummary, SecretKind, SecretSummary, Status,
    VaultSummary, WhyLost,
};

use serde::{Deserialize, Serialize};

/// Whoever answers questions about keys.
pub trait KeyService {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// What was refused, and why.
    fn ask(&self, call: Call) -> impl Future<Output = Result<Answer, KeyError>>;
}

/// One question, numbered by the page.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// Comes back with the answer.
    pub id: u32,
    /// What is asked.
    pub call: Call,
}

/// What the worker says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Message {
    /// To a question.
    Reply {
        /// The number of the question.
        id: u32,
        /// What came of it.
        result: Result<Answer, KeyError>,
    },
    /// Unasked.
    News(News),
}

/// What the worker says unasked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum News {
    /// It failed for good: the page stops it and starts another.
    Failed {
        /// Where; nothing of what it held.
        place: String,
    },
    /// It wiped what it held.
    Locked {
        /// Why.
        reason: LockReason,
    },
    /// Another tab changed what is stored: a status that was told before may be old.
    Changed,
}

/// Why the keys were wiped without this page having asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LockReason {
    /// Nobody was there for the set time.
    Idle {
        /// The set time, in minutes.
        minutes: u32,
    },
    /// Another tab of this wallet was locked.
    OtherTab,
    /// The open wallet was removed in another tab.
    Removed,
}

/// Shortest password that a vault accepts, in characters.
pub const PASSWORD_MIN: usize = 8;

/// Longest name of a wallet, an account or a passkey, in characters.
pub const LABEL_MAX: usize = 40;

/// Minutes without input after which the worker locks, until the page says another number.
pub const AUTO_LOCK_MINUTES: u32 = 10;
