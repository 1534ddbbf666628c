//! What the user brings: a phrase, a key, a keystore, a wallet's file, shares; or an address, which is watched.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::back;
use super::ready::Ready;
use crate::components::{Button, ButtonKind, ButtonPurpose, ButtonWidth, Notice, NoticeKind, PageHeader, TextField};
use crate::pages::bring::{Bring, BringFields};
use crate::pages::focus;
use crate::pages::new_wallet::{NewWallet, NewWalletFields};
use crate::route::Way;
use crate::shell::{Shell, shell};
use crate::state::bring::Brought;
use crate::text::t;
use crate::worker::protocol::{Call, ImportText, NewProtection, SecretKind};

#[derive(Clone, Copy)]
struct Importing {
    shell: Shell,
    form: Bring,
    new: NewWallet,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
    /// The wallet is stored and open; its phrase, where it has one.
    stored: RwSignal<Option<Option<u32>>>,
}

impl Importing {
    fn submit(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.refused.set(None);
        self.busy.set(true);
        spawn_local(async move {
            self.form.settle().await;
            if self.busy.try_set(false).is_some() {
                // The page is gone.
                return;
            }
            let brought = untrack(move || self.form.brought());
            // Both say what is wrong with their own fields.
            let (import, named) = (self.form.ready(), self.new_is_ready(&brought));
            if let (Some(import), true) = (import, named) {
                self.send(brought, import);
            }
        });
    }

    fn new_is_ready(self, brought: &Brought) -> bool {
        match brought {
            // It keeps its name.
            Brought::Salvage => true,
            Brought::Vault { .. } | Brought::Address(_) => self.new.is_named(),
            Brought::Incomplete | Brought::Phrase | Brought::Key | Brought::Keystore => self.new.ready(),
        }
    }

    fn send(self, brought: Brought, import: ImportText) {
        let label = self.new.label.get_untracked();
        let protection = NewProtection { password: self.new.password.typed() };
        let call = match brought {
            Brought::Address(address) => Call::Watch { address, label },
            Brought::Vault { .. } | Brought::Salvage => Call::Import { import, protection: None, label },
            Brought::Incomplete | Brought::Phrase | Brought::Key | Brought::Keystore => {
                Call::Import { import, protection: Some(protection), label }
            }
        };
        self.busy.set(true);
        spawn_local(async move {
            let outcome = self.shell.change(call).await;
            let _gone = self.busy.try_set(false);
            match outcome {
                Ok(()) => self.finish(&brought),
                Err(error) => _ = self.refused.try_set(self.form.refuse(error).map(|error| error.message)),
            }
        });
    }

    fn finish(self, brought: &Brought) {
        self.form.wipe();
        self.new.wipe();
        let opened = untrack(move || self.shell.open_vault());
        match (brought, opened) {
            (Brought::Phrase | Brought::Key | Brought::Keystore, Some(vault)) => {
                let is_phrase = |kind: &SecretKind| matches!(kind, SecretKind::Phrase { .. });
                let phrase = vault.secrets.iter().find(|secret| is_phrase(&secret.kind)).map(|secret| secret.id);
                self.stored.set(Some(phrase));
                focus::heading("main h1");
            }
            // What needs no protection of its own is open, or waits at its own door.
            _ => self.shell.enter(),
        }
    }
}

/// The page.
#[component]
pub(super) fn Import(
    /// Whether anything is brought, or a wallet's file.
    way: Way,
) -> impl IntoView {
    let importing = Importing {
        shell: shell(),
        form: Bring::new(),
        new: NewWallet::new(),
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
        stored: RwSignal::new(None),
    };
    Effect::new(move |before: Option<Option<u32>>| {
        let locked_itself = importing.shell.locked_itself.get();
        if before.is_some() && locked_itself.is_some() && importing.stored.with_untracked(Option::is_some) {
            importing.shell.enter();
        }
        locked_itself
    });
    move || match importing.stored.get() {
        None => view! { <Fields importing way /> }.into_any(),
        Some(look_for) => view! {
            <PageHeader title=t("Your wallet is ready") />
            <div class="stack stack--loose"><Ready look_for /></div>
        }
        .into_any(),
    }
}

#[component]
fn Fields(importing: Importing, way: Way) -> impl IntoView {
    let brought = Memo::new(move |_| importing.form.brought());
    let new = importing.new;
    Effect::new(move |_| {
        // A wallet's file brings its name.
        if let Brought::Vault { label } = brought.get()
            && new.label.with_untracked(String::is_empty)
        {
            new.label.set(label);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        importing.submit();
    };
    let (title, lead, hint) = match way {
        Way::Restore => (
            t("Restore from a file"),
            t(
                "The file that you saved in Settings, or what you saved of a damaged wallet. It is encrypted: nobody without its password can use it.",
            ),
            t("Choose the wallet's file, drop it here, or paste what is in it."),
        ),
        Way::Choose | Way::Create | Way::Import | Way::Watch | Way::Connect | Way::Demo => (
            t("Bring a wallet"),
            t(
                "Paste it as it is: numbers, line breaks and capitals do no harm. Do so only where you would also open your purse.",
            ),
            t(
                "A recovery phrase of 12 to 24 words in any language of BIP-39, a private key, a keystore file, recovery shares one below the other, or an Assay wallet's file.",
            ),
        ),
    };
    view! {
        <PageHeader title back=back() lead />
        <form class="stack" on:submit=submit novalidate=true>
            <BringFields form=importing.form hint />
            {move || brought.with(|brought| protection(brought, way, new))}
            {move || importing.refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("The wallet was not stored") what /> })}
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy=importing.busy>
                {move || brought.with(|brought| button(brought, way))}
            </Button>
        </form>
    }
}

/// What stores it.
fn button(brought: &Brought, way: Way) -> &'static str {
    match brought {
        Brought::Vault { .. } | Brought::Salvage => t("Restore it"),
        Brought::Incomplete if way == Way::Restore => t("Restore it"),
        Brought::Address(_) => t("Watch it"),
        Brought::Incomplete | Brought::Phrase | Brought::Key | Brought::Keystore => t("Store and open"),
    }
}

/// What a wallet of this kind needs besides: a name, and a password where it has none of its own.
fn protection(brought: &Brought, way: Way, new: NewWallet) -> AnyView {
    match brought {
        // A wallet's file brings all of it: nothing is asked before it is there.
        Brought::Incomplete if way == Way::Restore => ().into_any(),
        Brought::Vault { .. } => view! {
            <TextField label=t("Name of this wallet") value=new.label error=new.label_error() hint=t("Seen only on this device.") />
            <Notice title=t("It keeps its password and its passkeys") what=t("What opened it where the file was saved opens it here. Passkeys open it only at the address where they were made.") />
        }
        .into_any(),
        Brought::Salvage => view! {
            <Notice kind=NoticeKind::Warn title=t("It is brought back as it was saved: damaged")
                what=t("It is listed as damaged. Choose it there, and try to rescue it with its password or passkey: you are then told which accounts could not be saved.") />
        }
        .into_any(),
        Brought::Address(_) => view! {
            <TextField label=t("Name of this wallet") value=new.label error=new.label_error() hint=t("Seen only on this device.") />
        }
        .into_any(),
        Brought::Incomplete | Brought::Phrase | Brought::Key | Brought::Keystore => view! {
            <h2>{t("Protect it on this device")}</h2>
            <NewWalletFields new />
        }
        .into_any(),
    }
}
