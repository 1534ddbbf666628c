//! Answers questions: reads what is stored, decides, stores what came of it.
//!
//! What is open in memory never runs ahead of what is stored: a change is made to a second copy, which takes the place of
//! the open one once it is written and was read back.

mod accounts;
mod arrivals;
mod backup;
mod brought;
mod doors;
mod keeping;
mod methods;
mod repairs;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes};
use assay_sdk::keys::{LocalSigner, SigningPayload};
use assay_sdk::units::ChainId;
use serde::{Deserialize, Serialize};

use super::attempts::Attempts;
use super::effort::Effort;
use super::presence::{Moment, Presence};
use super::protocol::{Answer, Call, KeyError, KeyErrorKind, KeyService, LockReason, News, Status};
use super::records::Records;
use super::refusal::refusal;
use super::room::Room;
use super::shelf::Shelf;

/// What a worker says without having been asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// To its page.
    News(News),
    /// To the workers of other tabs.
    ToTabs(TabWord),
}

/// What the workers of several tabs tell one another. Nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tab", rename_all = "camelCase")]
pub(super) enum TabWord {
    /// The user locked: all lock.
    Locked,
    /// A wallet was removed: whoever has it open locks.
    Removed {
        /// Which.
        vault: String,
    },
    /// Something stored has changed.
    Changed,
    /// Somebody is there: nobody locks for being alone.
    Awake,
    /// After how many minutes alone all lock.
    AutoLock {
        /// At least 1.
        minutes: u32,
    },
}

/// The room with its shelf, and the rules between them.
pub(super) struct Desk<R> {
    room: RefCell<Room>,
    records: R,
    effort: Effort,
    now: Box<dyn Fn() -> Moment>,
    presence: Cell<Presence>,
    said: RefCell<Vec<Said>>,
    /// Attempts that the storage would not take.
    unkept: RefCell<BTreeMap<String, Attempts>>,
}

impl<R: Records> KeyService for Desk<R> {
    async fn ask(&self, call: Call) -> Result<Answer, KeyError> {
        self.heed(&call);
        self.answer(call).await
    }
}

impl<R: Records> Desk<R> {
    pub(super) fn new(records: R, effort: Effort, now: impl Fn() -> Moment + 'static) -> Self {
        let presence = Cell::new(Presence::new(now()));
        let now = Box::new(now);
        let (room, said, unkept) = Default::default();
        Self { room, records, effort, now, presence, said, unkept }
    }

    /// What a question does the moment that it comes in, whatever is being worked on: locking does not wait in a line.
    pub(super) fn heed(&self, call: &Call) {
        self.tick();
        if matches!(call, Call::Lock | Call::Leave) {
            self.wipe();
        }
        if matches!(call, Call::Lock) {
            self.say(Said::ToTabs(TabWord::Locked));
        }
        if matches!(call, Call::Awake) {
            self.see();
            self.say(Said::ToTabs(TabWord::Awake));
        }
    }

    /// Time has passed: where nobody was there for too long, everything is wiped.
    pub(super) fn tick(&self) {
        let overdue = self.presence.get().overdue((self.now)());
        if let Some(minutes) = overdue.filter(|_| !self.room.borrow().is_empty()) {
            self.wipe();
            self.say(Said::News(News::Locked { reason: LockReason::Idle { minutes } }));
        }
    }

    /// A worker of another tab has said something.
    pub(super) fn hear(&self, word: TabWord) {
        self.tick();
        let held = !self.room.borrow().is_empty();
        match word {
            TabWord::Locked => {
                self.wipe();
                if held {
                    self.say(Said::News(News::Locked { reason: LockReason::OtherTab }));
                }
            }
            TabWord::Removed { vault } => {
                if self.room.borrow().open_id() == Some(vault.as_str()) {
                    self.lose();
                }
                self.say(Said::News(News::Changed));
            }
            TabWord::Changed => self.say(Said::News(News::Changed)),
            TabWord::Awake => self.see(),
            TabWord::AutoLock { minutes } => self.set_minutes(minutes),
        }
    }

    /// What is to be said by now, once.
    pub(super) fn take_said(&self) -> Vec<Said> {
        self.said.take()
    }

    /// Answers one question. What is stored is read anew each time: another tab may have changed it.
    pub(super) async fn answer(&self, call: Call) -> Result<Answer, KeyError> {
        match call {
            // What they do, they have done when they came in.
            Call::Status | Call::Awake | Call::Lock | Call::Leave => {}
            Call::AutoLock { minutes } => self.auto_lock(minutes)?,
            Call::Generate { words } => return self.generate(words),
            Call::Confirm { answers, passphrase, protection, label } => {
                self.confirm(answers, passphrase, protection, &label).await?;
            }
            Call::Recognise { text } => return Ok(Answer::Recognised(brought::recognise(text))),
            Call::Import { import, protection, label } => self.import(import, protection, &label).await?,
            Call::Watch { address, label } => self.watch(address, &label).await?,
            Call::Connect { address, label } => self.connect(address, &label).await?,
            Call::Unlock { vault, key } => self.unlock(&vault, key).await?,
            Call::Remove { vault } => self.remove(&vault).await?,
            Call::Rename { label } => self.rename(&label).await?,
            Call::Derive { secret, scheme, first, count } => return self.derive(secret, &scheme, first, count),
            Call::AddDerived { secret, accounts } => self.add_derived(secret, accounts).await?,
            Call::AddSecret { import, label } => self.add_secret(import, &label).await?,
            Call::AddWatched { address, label } => self.add_watched(address, &label).await?,
            Call::RenameAccount { account, label } => self.rename_account(account, &label).await?,
            Call::RemoveAccount { account } => self.remove_account(account).await?,
            Call::Reveal { what, key } => return self.reveal(what, key).await,
            Call::NextShare => return self.next_share(),
            Call::ExportVault { vault } => return self.export(&vault).await,
            Call::BackupQuestion { secret } => return self.ask_for_words(secret),
            Call::BackupAnswer { answers } => self.check_words(answers).await?,
            Call::ChangePassword { key, password } => self.change_password(key, password).await?,
            Call::PasskeyOffer => return self.offer_passkey().await,
            Call::AddPasskey { key, label, rp_id, output } => self.add_passkey(key, &label, &rp_id, output).await?,
            Call::AddPassword { key, password } => self.add_password(key, password).await?,
            Call::RemoveMethod { method } => self.remove_method(method).await?,
            Call::Salvage { vault } => return self.salvage(&vault).await,
            Call::Rescue { vault, key } => self.rescue(&vault, key).await?,
            Call::Sign { account, payload, chain } => return self.sign(account, &payload, chain),
        }
        self.status().await
    }

    async fn status(&self) -> Result<Answer, KeyError> {
        let shelf = Shelf::read(&self.records).await?;
        let gone = self.room.borrow().open_id().is_some_and(|id| !shelf.holds(id));
        if gone {
            self.lose();
        }
        let room = self.room.borrow();
        let mut vaults = shelf.summaries(room.open().ok());
        if let Some(open) = vaults.iter_mut().find(|vault| room.open_id() == Some(vault.id.as_str())) {
            open.lost = room.lost();
        }
        Ok(Answer::Status(Status { vaults, open: room.open_id().map(str::to_owned) }))
    }

    fn sign(&self, account: Address, payload: &SigningPayload, chain: ChainId) -> Result<Answer, KeyError> {
        let room = self.room.borrow();
        let (_, vault) = room.open()?;
        let key = vault.account_key(account)?;
        let signature = LocalSigner::new(&key, chain).sign_now(payload)?;
        Ok(Answer::Signature { signature: Bytes::copy_from_slice(&signature.as_rsy()) })
    }

    fn auto_lock(&self, minutes: u32) -> Result<(), KeyError> {
        if minutes == 0 {
            return Err(refusal(KeyErrorKind::BadRequest, "The time until the lock is at least 1 minute: got 0."));
        }
        self.set_minutes(minutes);
        self.say(Said::ToTabs(TabWord::AutoLock { minutes }));
        Ok(())
    }

    fn set_minutes(&self, minutes: u32) {
        let mut presence = self.presence.get();
        presence.set_minutes(minutes.max(1));
        self.presence.set(presence);
    }

    /// Somebody is there now.
    fn see(&self) {
        let mut presence = self.presence.get();
        presence.seen((self.now)());
        self.presence.set(presence);
    }

    fn wall(&self) -> u64 {
        (self.now)().wall
    }

    fn wipe(&self) {
        self.room.borrow_mut().wipe();
    }

    /// The open wallet is not stored any more.
    fn lose(&self) {
        self.wipe();
        self.say(Said::News(News::Locked { reason: LockReason::Removed }));
    }

    fn say(&self, said: Said) {
        self.said.borrow_mut().push(said);
    }
}

#[cfg(test)]
mod tests;
