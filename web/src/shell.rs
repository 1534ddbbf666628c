//! What every page may reach: the session, the settings, the address, the time, and the ways to change them.
//!
//! Only handles are in it, so that it is `Copy`. Pages take it with [`shell`]; the app makes it, once.

mod connections;
mod contacts;

use std::rc::Rc;

use alloy_primitives::Address;
use assay_sdk::units::Timestamp;
use leptos::prelude::*;

use crate::components::Clock;
use crate::route::Route;
use crate::services::keys::KeyRoom;
use crate::services::site_port::{self, Opener};
use crate::services::storage::{Storage, StorageError};
use crate::services::{Rooms, clock, history};
use crate::state::connections::Connections;
use crate::state::contacts::Contacts;
use crate::state::demo::Demo;
use crate::state::loaded::Loaded;
use crate::state::place::Purpose;
use crate::state::saving::Saving;
use crate::state::session::Session;
use crate::state::settings::Settings;
use crate::state::visit::{Visit, VisitError};
use crate::worker::protocol::{Answer, Call, KeyError, KeyService as _, LockReason, News, Status, VaultSummary};

/// The database of everything that is not secret: settings, transactions.
const DATABASE: &str = "assay-wallet";
/// The record of the settings in it.
const SETTINGS: &str = "settings";
/// Where a damaged record of the settings is kept when new ones are saved.
const DAMAGED_SETTINGS: &str = "settings-damaged";
/// Figures older than this say that they are.
const STALE_AFTER: assay_sdk::units::Seconds = assay_sdk::units::Seconds(120);

/// Handles to what the wallet knows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shell {
    /// Where the user stands with the key worker.
    pub(crate) session: Memo<Session>,
    /// All stored wallets, whichever is open.
    pub(crate) vaults: Memo<Vec<VaultSummary>>,
    /// Why the key worker told no status, where it did not.
    pub(crate) trouble: ReadSignal<Option<KeyError>>,
    /// The user's choices; the defaults until they are loaded.
    pub(crate) settings: ReadSignal<Settings>,
    /// Why stored settings are not in use, where they are not.
    pub(crate) settings_trouble: ReadSignal<Option<StorageError>>,
    /// The contacts, as far as they are read.
    pub(crate) contacts: ReadSignal<Contacts>,
    /// Why the stored contacts could not be read, where they could not.
    pub(crate) contacts_trouble: ReadSignal<Option<StorageError>>,
    /// The sites that may see an account, as far as they are read.
    pub(crate) connections: ReadSignal<Connections>,
    /// Why the stored connections could not be read, where they could not.
    pub(crate) connections_trouble: ReadSignal<Option<StorageError>>,
    /// The address as it is now, with what is typed into the page.
    pub(crate) route: ReadSignal<Route>,
    /// The demo's cast; `None` inside where this server has no demo.
    pub(crate) demo: ReadSignal<Loaded<Option<Demo>, String>>,
    /// The wallet locked itself, after this many minutes.
    pub(crate) locked_itself: RwSignal<Option<u32>>,
    /// What came of saving a network.
    pub(crate) network_saving: RwSignal<Option<Saving>>,
    /// The time, second by second.
    pub(crate) now: ReadSignal<Timestamp>,
    write: Write,
    keys: StoredValue<KeyRoom, LocalStorage>,
    rooms: StoredValue<Rooms, LocalStorage>,
    storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
    contact_storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
    connection_storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
    visit: StoredValue<Option<Arrived>, LocalStorage>,
}

/// Why `/connect` was opened, and by which window; or why nothing comes of it.
type Arrived = Result<(Visit, Option<Opener>), VisitError>;

/// The writing ends. The app alone holds some of them.
#[derive(Clone, Copy, Debug)]
struct Write {
    status: WriteSignal<Option<Status>>,
    trouble: WriteSignal<Option<KeyError>>,
    settings: WriteSignal<Settings>,
    settings_trouble: WriteSignal<Option<StorageError>>,
    contacts: WriteSignal<Contacts>,
    contacts_trouble: WriteSignal<Option<StorageError>>,
    connections: WriteSignal<Connections>,
    connections_trouble: WriteSignal<Option<StorageError>>,
    route: WriteSignal<Route>,
    demo: WriteSignal<Loaded<Option<Demo>, String>>,
    now: WriteSignal<Timestamp>,
}

/// The wallet's handles, for pages.
pub(crate) fn shell() -> Shell {
    expect_context()
}

impl Shell {
    /// Makes the handles and provides them to all below. For the app alone.
    pub(crate) fn provide() -> Self {
        let (status, write_status) = signal(None::<Status>);
        let (trouble, write_trouble) = signal(None);
        let (settings, write_settings) = signal(Settings::demo());
        let (settings_trouble, write_settings_trouble) = signal(None);
        let (contacts, write_contacts) = signal(Contacts::default());
        let (contacts_trouble, write_contacts_trouble) = signal(None);
        let (connections, write_connections) = signal(Connections::default());
        let (connections_trouble, write_connections_trouble) = signal(None);
        let (route, write_route) = signal(history::current());
        let arrived = (route.get_untracked() == Route::Connect).then(site_port::arrived);
        let (demo, write_demo) = signal(Loaded::Pending);
        let (now, write_now) = signal(clock::now());
        let session = Memo::new(move |_| {
            status.with(|status| settings.with(|settings| Session::of(status.as_ref(), &settings.accounts)))
        });
        let vaults = Memo::new(move |_| {
            status.with(|status| status.as_ref().map(|status| status.vaults.clone()).unwrap_or_default())
        });
        let shell = Self {
            session,
            vaults,
            trouble,
            settings,
            settings_trouble,
            contacts,
            contacts_trouble,
            connections,
            connections_trouble,
            route,
            demo,
            locked_itself: RwSignal::new(None),
            network_saving: RwSignal::new(None),
            now,
            write: Write {
                status: write_status,
                trouble: write_trouble,
                settings: write_settings,
                settings_trouble: write_settings_trouble,
                contacts: write_contacts,
                contacts_trouble: write_contacts_trouble,
                connections: write_connections,
                connections_trouble: write_connections_trouble,
                route: write_route,
                demo: write_demo,
                now: write_now,
            },
            keys: StoredValue::new_local(KeyRoom::new()),
            rooms: StoredValue::new_local(Rooms::default()),
            storage: StoredValue::new_local(None),
            contact_storage: StoredValue::new_local(None),
            connection_storage: StoredValue::new_local(None),
            visit: StoredValue::new_local(arrived),
        };
        shell.keys().on_news(move |news| shell.hear(&news));
        provide_context(shell);
        shell
    }

    /// The time with the age from which figures are stale, as components want it.
    pub(crate) fn clock(&self) -> Clock {
        Clock { now: self.now.into(), stale_after: STALE_AFTER }
    }

    /// The line to the key worker, as for a signer. To change what is open or stored use [`Shell::change`].
    pub(crate) fn keys(&self) -> KeyRoom {
        self.keys.get_value()
    }

    /// The workers that compute.
    pub(crate) fn rooms(&self) -> Rooms {
        self.rooms.get_value()
    }

    /// Asks the key worker something that changes its status, and takes the new status in.
    ///
    /// # Errors
    /// What the worker refused.
    pub(crate) async fn change(&self, call: Call) -> Result<(), KeyError> {
        let status = self.keys().change(call).await?;
        self.adopt(status);
        Ok(())
    }

    /// Asks the key worker for something else than a status.
    ///
    /// # Errors
    /// What the worker refused.
    pub(crate) async fn ask(&self, call: Call) -> Result<Answer, KeyError> {
        self.keys().ask(call).await
    }

    /// Learns the worker's status; what goes wrong stands in [`Shell::trouble`].
    pub(crate) async fn refresh(&self) {
        self.write.trouble.set(None);
        if let Err(error) = self.change(Call::Status).await {
            self.write.trouble.set(Some(error));
        }
    }

    /// Wipes the secrets, in all tabs. Where the worker does not answer it has been stopped, which wipes them too.
    pub(crate) async fn lock(&self) {
        if self.change(Call::Lock).await.is_err() {
            self.refresh().await;
        }
    }

    /// Somebody is there: the key worker waits on.
    pub(crate) fn awake(&self) {
        self.keys().tell(Call::Awake);
    }

    /// The page goes away, perhaps to come back as it is now: the keys do not wait for it.
    pub(crate) fn leave(&self) {
        self.keys().tell(Call::Leave);
    }

    /// The page came back as it was when it went away. What its worker held is wiped; another one starts.
    pub(crate) fn come_back(&self) {
        self.keys().stop("the page was put aside");
    }

    /// What the key worker says unasked.
    fn hear(&self, news: &News) {
        let shell = *self;
        match news {
            News::Locked { reason } => {
                if let LockReason::Idle { minutes } = reason {
                    shell.locked_itself.set(Some(*minutes));
                }
                // At once: nothing of an open wallet stays on the screen while the worker is asked for the rest.
                shell.write.status.update(|status| {
                    if let Some(status) = status {
                        status.open = None;
                    }
                });
                leptos::task::spawn_local(async move { shell.refresh().await });
            }
            News::Changed => leptos::task::spawn_local(async move { shell.refresh().await }),
            // It took the secrets with it: an open wallet is not open any more. (Where it fails again at once, the page says so and waits
            // for the user: no restarting in circles.)
            News::Failed { .. } if shell.is_open() => {
                shell.write.status.set(None);
                leptos::task::spawn_local(async move { shell.refresh().await });
            }
            News::Failed { .. } => {}
        }
    }

    fn is_open(&self) -> bool {
        self.session.with_untracked(|session| matches!(session, Session::Open(_)))
    }

    fn adopt(&self, status: Status) {
        let opens = status.open.is_some() && !self.is_open();
        if status.open.is_some() {
            self.locked_itself.set(None);
        }
        self.write.status.set(Some(status));
        if opens {
            self.tell_auto_lock();
        }
    }

    /// After how long the worker locks: it learns that when a wallet opens, and whenever it changes.
    fn tell_auto_lock(&self) {
        let minutes = self.settings.with_untracked(|settings| settings.lock_after_minutes);
        self.keys().tell(Call::AutoLock { minutes });
    }

    /// The open wallet as the worker tells it. Tracks.
    pub(crate) fn open_vault(&self) -> Option<VaultSummary> {
        let session = self.session.get();
        let Session::Open(unlocked) = &session else { return None };
        self.vaults.with(|vaults| vaults.iter().find(|vault| vault.id == unlocked.vault()).cloned())
    }

    /// The open wallet's id and the account in use. Tracks.
    pub(crate) fn open_account(&self) -> Option<(String, Address)> {
        self.session.with(|session| match session {
            Session::Open(unlocked) => Some((unlocked.vault().to_owned(), unlocked.address())),
            Session::Starting | Session::New | Session::Locked => None,
        })
    }

    /// Uses another account of the open wallet from now on, and remembers that.
    ///
    /// # Errors
    /// [`StorageError`]: it is in use all the same, until the page is closed.
    pub(crate) async fn use_account(&self, account: Address) -> Result<(), StorageError> {
        let Session::Open(unlocked) = self.session.get_untracked() else { return Ok(()) };
        self.change_settings(|mut settings| {
            settings.accounts.insert(unlocked.vault().to_owned(), account);
            settings
        })
        .await
    }

    /// Ends a way in: the wallet is open, show what it holds. The form cannot be come back to.
    pub(crate) fn enter(&self) {
        self.note(Route::Portfolio);
    }

    /// What this page was opened for: settled by its first address, whatever its user does.
    pub(crate) fn purpose(&self) -> Purpose {
        self.visit.with_value(|visit| match visit {
            None => Purpose::Wallet,
            Some(Ok(_)) => Purpose::Site,
            Some(Err(_)) => Purpose::Astray,
        })
    }

    /// Why the page was opened, where it was opened for a site.
    pub(crate) fn visit(&self) -> Option<Result<(Visit, Option<Opener>), VisitError>> {
        self.visit.get_value()
    }

    /// Goes to a screen: the back button comes back here. The page of a site keeps its address: a reload finds the site again.
    pub(crate) fn go(&self, route: Route) {
        if self.purpose() == Purpose::Wallet {
            history::push(&route);
        }
        self.write.route.set(route);
    }

    /// Notes in the address what has been typed: the back button does not notice.
    pub(crate) fn note(&self, route: Route) {
        if self.purpose() == Purpose::Wallet {
            history::replace(&route);
        }
        self.write.route.set(route);
    }

    /// The address changed by itself: back, forward.
    pub(crate) fn address_changed(&self) {
        self.write.route.set(history::current());
    }

    /// A second has passed.
    pub(crate) fn tick(&self) {
        self.write.now.set(clock::now());
    }

    /// What came of reading the demo's cast.
    pub(crate) fn learn_demo(&self, attempt: Result<Option<Demo>, String>) {
        self.write.demo.update(|demo| *demo = std::mem::replace(demo, Loaded::Pending).updated(attempt));
    }

    /// The database of everything that is not secret.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub(crate) async fn storage(&self) -> Result<Rc<Storage>, StorageError> {
        if let Some(storage) = self.storage.get_value() {
            return Ok(storage);
        }
        let storage = Rc::new(Storage::open(DATABASE).await?);
        self.storage.set_value(Some(Rc::clone(&storage)));
        Ok(storage)
    }

    /// Takes in the stored settings. Damaged ones stay stored as they are; the defaults are in use and [`Shell::settings_trouble`]
    /// says so.
    pub(crate) async fn load_settings(&self) {
        let read = async { self.storage().await?.read::<Settings>(SETTINGS).await };
        match read.await {
            Ok(Some(settings)) => self.write.settings.set(settings),
            Ok(None) => {}
            Err(error) => self.write.settings_trouble.set(Some(error)),
        }
    }

    /// Changes the settings that are in use, and those that are stored: in these another tab may have changed something else meanwhile, which stays. A
    /// damaged record is kept aside first.
    ///
    /// # Errors
    /// [`StorageError`]: they are in use all the same, until the page is closed.
    pub(crate) async fn change_settings(&self, change: impl Fn(Settings) -> Settings) -> Result<(), StorageError> {
        let before = self.settings.get_untracked();
        self.write.settings.set(change(before.clone()));
        self.tell_auto_lock();
        let stored = |stored: Option<Settings>| change(stored.unwrap_or(before));
        self.storage().await?.change(SETTINGS, DAMAGED_SETTINGS, stored).await?;
        self.write.settings_trouble.set(None);
        Ok(())
    }
}
