//! What was read of the newest block while the form is filled in. The live verdict and the list of receivers each go on with what the
//! other has read, and neither waits for the other.

use assay_sdk::evidence::Reads;
use leptos::prelude::*;

/// Whose question it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// The verdict on what is typed.
    Typed,
    /// The list of who can receive it.
    List,
}

/// The ledgers. Copies are handles to the same two.
#[derive(Clone, Copy)]
pub(super) struct Ledgers(StoredValue<Kept, LocalStorage>);

#[derive(Default)]
struct Kept {
    typed: Option<Ledger>,
    list: Option<Ledger>,
    versions: u64,
}

/// A ledger, and a number that no other content has.
struct Ledger {
    version: u64,
    reads: Reads,
}

/// Where a question began: nothing is lost by writing over a ledger of this version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun(Option<u64>);

impl Ledgers {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(Kept::default()))
    }

    /// The ledger to ask through: the one of `first` where it is of the newest block, otherwise the other, otherwise `newest`.
    pub(super) fn begin(self, first: Asker, newest: Reads) -> (Begun, Reads) {
        let kept = self.0.try_with_value(|kept| {
            let order = match first {
                Asker::Typed => [&kept.typed, &kept.list],
                Asker::List => [&kept.list, &kept.typed],
            };
            let fresh = |ledger: &&Ledger| ledger.reads.at().hash == newest.at().hash;
            order.into_iter().flatten().find(fresh).map(|ledger| (Begun(Some(ledger.version)), ledger.reads.clone()))
        });
        kept.flatten().unwrap_or((Begun(None), newest))
    }

    /// Keeps what was read: for who asked, and for the other too where that one has not read on meanwhile.
    pub(super) fn keep(self, asker: Asker, begun: Begun, reads: &Reads) {
        // Without it the page is gone.
        let _gone = self.0.try_update_value(|kept| {
            kept.versions = kept.versions.wrapping_add(1);
            let version = kept.versions;
            let ledger = || Some(Ledger { version, reads: reads.clone() });
            let same = |other: &Option<Ledger>| other.as_ref().is_some_and(|other| Some(other.version) == begun.0);
            if asker == Asker::Typed || same(&kept.typed) {
                kept.typed = ledger();
            }
            if asker == Asker::List || same(&kept.list) {
                kept.list = ledger();
            }
        });
    }
}
