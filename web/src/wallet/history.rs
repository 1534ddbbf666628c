//! The history of the open account: read from the chain or from an indexer when a page first asks for it, kept in this browser, and gone on with at
//! the next visit.

use std::rc::Rc;

use assay_sdk::chain::{ChainError, HistoryFilter, KeptLogs, Progress, Scan};
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, PlacedLog};
use assay_sdk::units::{BlockRef, ChainId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::{ChainProblem, ChainRoom};
use crate::services::storage::{Storage, StorageError, exclusive};
use crate::state::kept_history::{KeptError, KeptHead, head_key, page_key, place, restored, take_in};

use super::Wallet;

/// Keeps histories, by chain, account and what was asked for.
const DATABASE: &str = "assay-history";

/// What there is of the history, and how far reading it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// Its logs, in the order of the chain.
    pub(crate) logs: Rc<Vec<Fact<PlacedLog>>>,
    /// The block up to which all of them are there.
    pub(crate) until: Option<BlockRef>,
    /// Whether it is being read.
    pub(crate) reading: Reading,
    /// How far that is, where it is read block by block.
    pub(crate) progress: Option<Progress>,
    /// Why it could not be read to its end.
    pub(crate) failed: Option<ErrorText>,
    /// What else there is to say.
    pub(crate) notes: Vec<Note>,
}

/// Whether a history is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It is not.
    #[default]
    Idle,
    /// It is.
    Busy,
    /// It is, and ends with the page that is on its way.
    Stopping,
}

/// What is to be said of how a history was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    /// What was kept could not be used: it is read again.
    ReadAgain {
        /// Why.
        why: String,
    },
    /// It could not be kept: it will be read again at the next visit.
    NotKept {
        /// Why.
        why: String,
    },
    /// Logs were dropped that a reorganisation took away.
    Reorganised {
        /// From which block on.
        from: u64,
    },
    /// An indexer tells of these, and the endpoint has not confirmed them yet.
    Unconfirmed {
        /// How many.
        count: usize,
    },
    /// An indexer told of transfers that the chain does not have, or twice of one: they are left out.
    Unfounded {
        /// How many.
        count: usize,
    },
    /// An indexer left transfers out that the chain has: they are in the records.
    Omitted {
        /// How many.
        count: usize,
    },
}

/// What is kept while a history is read.
struct Keeper {
    storage: Option<Storage>,
    place: String,
    head: Option<KeptHead>,
}

/// What there is to be kept.
enum Fresh<'a> {
    /// One page more.
    Page(&'a [Fact<PlacedLog>]),
    /// All of it, in the place of what is kept.
    All(&'a [Fact<PlacedLog>]),
}

impl History {
    /// Whether it is being read.
    pub(crate) fn is_busy(&self) -> bool {
        self.reading != Reading::Idle
    }
}

impl Wallet {
    /// The history as far as it was read. Tracks where it is read in an effect.
    pub(crate) const fn history(&self) -> RwSignal<History, LocalStorage> {
        self.past
    }

    /// Reads the history on to the newest block, unless that is being done already.
    pub(crate) fn read_history(&self) {
        let wallet = *self;
        let begins = self.past.try_update(|past| {
            let begins = !past.is_busy();
            if begins {
                *past = History {
                    logs: Rc::clone(&past.logs),
                    until: past.until,
                    reading: Reading::Busy,
                    ..History::default()
                };
            }
            begins
        });
        if begins == Some(true) {
            spawn_local(async move {
                let failed = wallet.read_past().await.err();
                wallet.change_past(|past| {
                    past.reading = Reading::Idle;
                    past.failed = failed;
                });
            });
        }
    }

    /// Reads on what an earlier visit began; nothing where none did.
    pub(crate) fn resume_history(&self) {
        let wallet = *self;
        let is_fresh = self.past.try_with_untracked(|past| past.until.is_none() && !past.is_busy());
        if is_fresh != Some(true) {
            return;
        }
        spawn_local(async move {
            let Some((room, _)) = wallet.ready() else { return };
            let place = place(room.chain(), wallet.holder, &room.history_filter(wallet.holder));
            let kept = async { Storage::open(DATABASE).await?.read::<KeptHead>(&head_key(&place)).await };
            // A storage that refuses is told of when the holder has the history read.
            if matches!(kept.await, Ok(Some(_))) {
                wallet.read_history();
            }
        });
    }

    /// Stops reading after the page that is on its way. What was read is kept.
    pub(crate) fn stop_history(&self) {
        self.change_past(|past| {
            if past.reading == Reading::Busy {
                past.reading = Reading::Stopping;
            }
        });
    }

    fn change_past(&self, change: impl FnOnce(&mut History)) {
        let _gone = self.past.try_update(change);
    }

    fn note(&self, note: Note) {
        self.change_past(|past| past.notes.push(note));
    }

    /// Whether nobody waits for it any more: it was stopped, or the wallet is closed.
    fn is_unwanted(&self) -> bool {
        self.past.try_with_untracked(|past| past.reading == Reading::Stopping).unwrap_or(true)
    }

    async fn read_past(&self) -> Result<(), ErrorText> {
        let room = self.room.try_with_untracked(|room| room.value().cloned()).flatten();
        let (Some(room), Some(network)) = (room, self.network.try_get_value()) else {
            return Err(problem::not_ready());
        };
        let filter = room.history_filter(self.holder);
        match &network.indexer {
            Some(indexer) => self.read_indexed(&room, &filter, indexer).await,
            None => self.read_scanned(&room, &filter).await,
        }
    }

    /// From an indexer: claimed at first, then compared with the endpoint's own logs.
    async fn read_indexed(&self, room: &ChainRoom, filter: &HistoryFilter, indexer: &str) -> Result<(), ErrorText> {
        let problem = |problem: ChainProblem| problem::of_chain(&problem);
        let (claimed, at) = room.indexed_history(indexer, filter).await.map_err(problem)?;
        self.change_past(|past| {
            past.notes = vec![Note::Unconfirmed { count: claimed.len() }];
            past.logs = Rc::new(claimed.clone());
            past.until = Some(at);
        });
        let found = room.confirm_history(filter, &claimed).await.map_err(problem)?;
        let mut logs = found.confirmed;
        let (unfounded, omitted) = (found.unfounded.len().saturating_add(found.repeated.len()), found.omitted.len());
        logs.extend(found.omitted);
        logs.sort_by_key(|log| (log.at().number, log.value().index));
        self.change_past(|past| {
            past.notes.clear();
            if unfounded > 0 {
                past.notes.push(Note::Unfounded { count: unfounded });
            }
            if omitted > 0 {
                past.notes.push(Note::Omitted { count: omitted });
            }
            past.logs = Rc::new(logs);
        });
        Ok(())
    }

    /// From the endpoint's logs, page by page, from where the last visit came to.
    async fn read_scanned(&self, room: &ChainRoom, filter: &HistoryFilter) -> Result<(), ErrorText> {
        let place = place(room.chain(), self.holder, filter);
        // One tab at a time. Where the browser has no locks, the tabs' records may spoil each other: that is seen, and read again.
        let _alone = exclusive(&format!("{DATABASE}/{place}")).await.ok();
        let (mut keeper, mut logs) = self.open_kept(&place, room.chain(), filter).await;
        let checkpoint = keeper.head.as_ref().map(|head| head.checkpoint.clone());
        let mut scan = match room.begin_history(filter.clone(), checkpoint).await {
            Ok(scan) => scan,
            Err(error) if is_of_another_scan(&error) => {
                self.note(Note::ReadAgain { why: error.to_string() });
                logs.clear();
                keeper.head = None;
                room.begin_history(filter.clone(), None).await.map_err(|error| problem::of_chain(&error))?
            }
            Err(error) => return Err(problem::of_chain(&error)),
        };
        loop {
            self.change_past(|past| past.progress = Some(scan.progress()));
            if self.is_unwanted() {
                return Ok(());
            }
            let page = room.history_page(&mut scan).await.map_err(|error| problem::of_chain(&error))?;
            let Some(page) = page else { break };
            if let Some(from) = page.dropped_from {
                self.note(Note::Reorganised { from });
            }
            let dropped = take_in(&mut logs, &page);
            let fresh = if dropped { Fresh::All(&logs) } else { Fresh::Page(&page.logs) };
            let kept = keeper.keep(&scan, fresh, logs.len()).await;
            if let Err(error) = kept {
                keeper.storage = None;
                self.note(Note::NotKept { why: error.to_string() });
            }
        }
        self.change_past(|past| {
            past.logs = Rc::new(logs);
            past.until = Some(scan.target());
            past.progress = None;
        });
        Ok(())
    }

    /// What an earlier visit kept, where it can be used.
    async fn open_kept(&self, place: &str, chain: ChainId, filter: &HistoryFilter) -> (Keeper, Vec<Fact<PlacedLog>>) {
        let mut keeper = Keeper { storage: None, place: place.to_owned(), head: None };
        let storage = match Storage::open(DATABASE).await {
            Ok(storage) => storage,
            Err(error) => {
                self.note(Note::NotKept { why: error.to_string() });
                return (keeper, Vec::new());
            }
        };
        let logs = match kept(&storage, place, chain, filter).await {
            Ok(Some((head, logs))) => {
                keeper.head = Some(head);
                logs
            }
            Ok(None) => Vec::new(),
            Err(error) => {
                self.note(Note::ReadAgain { why: error.to_string() });
                Vec::new()
            }
        };
        keeper.storage = Some(storage);
        (keeper, logs)
    }
}

impl Keeper {
    /// Writes logs and then the head that counts them; nothing where the storage has refused before.
    async fn keep(&mut self, scan: &Scan, fresh: Fresh<'_>, total: usize) -> Result<(), StorageError> {
        let Some(storage) = &self.storage else { return Ok(()) };
        let (logs, anew) = match fresh {
            Fresh::Page(logs) => (logs, false),
            Fresh::All(logs) => (logs, true),
        };
        let (before, pages) = self.head.as_ref().map_or((0, 0), |head| (head.generation, head.pages));
        let (generation, first) = if anew { (before.wrapping_add(1), 0) } else { (before, pages) };
        let mut head = KeptHead { checkpoint: scan.checkpoint(), generation, pages: first, logs: total };
        if !logs.is_empty() {
            let page = KeptLogs::new(scan.chain(), scan.filter(), logs);
            storage.put(&page_key(&self.place, generation, first), &page).await?;
            head.pages = first.saturating_add(1);
        }
        storage.put(&head_key(&self.place), &head).await?;
        if anew {
            for page in 0..pages {
                storage.remove(&page_key(&self.place, before, page)).await?;
            }
        }
        self.head = Some(head);
        Ok(())
    }
}

/// What is kept at a place; `None` where nothing is.
async fn kept(
    storage: &Storage,
    place: &str,
    chain: ChainId,
    filter: &HistoryFilter,
) -> Result<Option<(KeptHead, Vec<Fact<PlacedLog>>)>, KeptError> {
    let refused = |error: StorageError| KeptError::Storage { why: error.to_string() };
    let Some(head) = storage.read::<KeptHead>(&head_key(place)).await.map_err(refused)? else { return Ok(None) };
    let mut pages = Vec::new();
    for page in 0..head.pages {
        let kept = storage.read(&page_key(place, head.generation, page)).await.map_err(refused)?;
        if kept.is_none() {
            return Err(KeptError::Missing { page, expected: head.pages });
        }
        pages.push(kept);
    }
    let logs = restored(&head, pages, chain, filter)?;
    Ok(Some((head, logs)))
}

/// Whether a checkpoint was refused because it is not one of this scan.
fn is_of_another_scan(problem: &ChainProblem) -> bool {
    matches!(problem, ChainProblem::Sdk(error) if matches!(**error, Error::Chain(ChainError::OtherCheckpoint { .. })))
}
