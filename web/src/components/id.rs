//! Names that tie a label to its field and a button to what it opens.

use std::sync::atomic::{AtomicU32, Ordering};

/// A name that no other element of the page has.
pub(crate) fn fresh(what: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{what}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
