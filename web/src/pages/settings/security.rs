//! When the wallet locks, what opens it, its backup and its files, and whether the browser keeps it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::backup::Backup;
use super::export::Files;
use super::lock::AutoLock;
use super::methods::{MethodSheet, Methods};
use super::phrase::PhraseSheet;
use crate::components::{Button, Glyph, Notice, Sheet};
use crate::pages::storage::StorageState;
use crate::services::persistence;
use crate::shell::shell;
use crate::text::t;
use crate::worker::protocol::{MethodSummary, VaultSummary};

/// What is asked in the one sheet of this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Another password, or a first one.
    Password,
    /// One more passkey.
    AddPasskey,
    /// A way to open goes.
    RemoveMethod(MethodSummary),
    /// The phrase on the screen.
    ShowPhrase { secret: u32 },
    /// The phrase as shares, one by one.
    Shares { secret: u32 },
    /// A few words asked back.
    Check { secret: u32 },
    /// The key of an account in a file.
    Keystore,
}

impl Act {
    const fn title(&self) -> &'static str {
        match self {
            Self::Password => t("Password"),
            Self::AddPasskey => t("Add a passkey"),
            Self::RemoveMethod(_) => t("Remove a way to open"),
            Self::ShowPhrase { .. } => t("Recovery phrase"),
            Self::Shares { .. } => t("Recovery shares"),
            Self::Check { .. } => t("Check the backup"),
            Self::Keystore => t("Save the key of an account"),
        }
    }
}

/// The part of the settings.
#[component]
pub(super) fn Security() -> impl IntoView {
    let shell = shell();
    let vault = Memo::new(move |_| shell.open_vault().unwrap_or_default());
    let act = RwSignal::new(None::<Act>);
    let lock = move |()| spawn_local(async move { shell.lock().await });
    let kept = RwSignal::new(None);
    spawn_local(async move {
        let state = persistence::state().await;
        let _gone = kept.try_set(Some(state));
    });
    let keyless = Memo::new(move |_| vault.with(VaultSummary::is_keyless));
    let keys = move || {
        if keyless.get() {
            return view! {
                <Notice title=t("There is nothing secret in this wallet")
                    what=t("It only watches or is connected, so it has no password, no passkeys and no backup. The key is wherever it was made.") />
            }
            .into_any();
        }
        view! { <Methods vault act /><Backup vault act /><Files vault act /> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="lock">
            <div class="section__head"><h2 id="lock">{t("Locking")}</h2></div>
            <AutoLock />
            <div class="row"><Button icon=Glyph::Lock on_click=lock>{t("Lock now")}</Button></div>
        </section>
        {keys}
        <section class="section" aria-labelledby="storage">
            <div class="section__head"><h2 id="storage">{t("Storage")}</h2></div>
            <StorageState kept />
        </section>
        <Acts vault act />
    }
}

/// The one sheet.
#[component]
fn Acts(vault: Memo<VaultSummary>, act: RwSignal<Option<Act>>) -> impl IntoView {
    use super::export::KeystoreSheet;
    use super::shares::SharesSheet;
    use crate::pages::backup_check::BackupCheck;
    let open = Signal::derive(move || act.with(Option::is_some));
    let close = Callback::new(move |()| act.set(None));
    // What is asked stays as it is while the wallet changes below it.
    let body = move || {
        act.get().map(|act| {
            let vault = vault.get_untracked();
            match act {
                Act::Password | Act::AddPasskey | Act::RemoveMethod(_) => {
                    view! { <MethodSheet act vault on_done=close /> }.into_any()
                }
                Act::ShowPhrase { secret } => view! { <PhraseSheet secret vault on_done=close /> }.into_any(),
                Act::Shares { secret } => view! { <SharesSheet secret vault on_done=close /> }.into_any(),
                Act::Check { secret } => view! { <BackupCheck secret on_done=close /> }.into_any(),
                Act::Keystore => view! { <KeystoreSheet vault on_done=close /> }.into_any(),
            }
        })
    };
    // While it closes it keeps its title, so that it closes properly and the focus goes back to where it was.
    let title = Memo::new(move |before: Option<&&'static str>| {
        act.with(|act| act.as_ref().map(Act::title)).or(before.copied()).unwrap_or_default()
    });
    // A sheet has one title from its making on: one sheet for each.
    move || {
        let title = title.get();
        view! { <Sheet title open on_close=close>{body}</Sheet> }
    }
}
