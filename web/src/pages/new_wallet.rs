//! The fields that every new wallet needs besides its phrase.

use leptos::prelude::*;

use super::new_password::{NewPassword, NewPasswordFields};
use crate::components::TextField;
use crate::state::new_wallet::label_fault;
use crate::text::t;

/// What is typed into the fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewWallet {
    pub(super) label: RwSignal<String>,
    pub(super) password: NewPassword,
    /// Whether a fault of the name is shown: not before the first attempt.
    tried: RwSignal<bool>,
}

impl NewWallet {
    pub(super) fn new() -> Self {
        Self { label: RwSignal::new(String::new()), password: NewPassword::new(), tried: RwSignal::new(false) }
    }

    /// Whether it can be sent; from now on what is wrong is shown.
    pub(super) fn ready(self) -> bool {
        // Both say what is wrong with their own fields.
        let (named, protected) = (self.is_named(), self.password.ready());
        named && protected
    }

    /// Whether its name is good, where a name is all that is asked; from now on what is wrong is shown.
    pub(super) fn is_named(self) -> bool {
        self.tried.set(true);
        self.label.with_untracked(|label| label_fault(label)).is_none()
    }

    /// What is wrong with the name, once it was tried.
    pub(super) fn label_error(self) -> Signal<Option<String>> {
        Signal::derive(move || self.label.with(|label| label_fault(label)).filter(|_| self.tried.get()))
    }

    /// Forgets the password.
    pub(super) fn wipe(self) {
        self.password.wipe();
    }
}

/// Name and password, twice.
#[component]
pub(super) fn NewWalletFields(
    /// What is typed.
    new: NewWallet,
) -> impl IntoView {
    view! {
        <TextField label=t("Name of this wallet") value=new.label error=new.label_error()
            hint=t("Seen only on this device, for example “Savings”.") />
        <NewPasswordFields new=new.password label=t("Password")
            hint=t("At least 8 characters; a few unrelated words are good. It protects the wallet on this device and cannot be reset.") />
    }
}
