//! What came of saving a network. A network that is in use begins the wallet anew, and what was said has to outlive that.

/// What came of the last attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// The endpoint passed, where it was asked, and the network is in use.
    Saved {
        /// What the endpoint said; `None` where it was not asked.
        said: Option<String>,
    },
    /// The endpoint refused or is on another chain: nothing was changed.
    Refused {
        /// Why.
        why: String,
    },
    /// The storage refused.
    NotStored {
        /// Why.
        why: String,
    },
}
