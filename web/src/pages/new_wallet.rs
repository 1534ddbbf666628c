//! The fields that every new wallet needs besides its phrase.

use leptos::prelude::*;
use zeroize::Zeroize as _;

use crate::components::{PasswordField, PasswordKind, TextField};
use crate::state::new_wallet::Faults;
use crate::text::t;

/// What is typed into the fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewWallet {
    pub(super) label: RwSignal<String>,
    pub(super) password: RwSignal<String>,
    again: RwSignal<String>,
    /// Whether faults are shown: not before the first attempt.
    tried: RwSignal<bool>,
}

impl NewWallet {
    pub(super) fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let new = Self { label: empty(), password: empty(), again: empty(), tried: RwSignal::new(false) };
        on_cleanup(move || new.wipe());
        new
    }

    /// Whether it can be sent; from now on what is wrong is shown.
    pub(super) fn ready(&self) -> bool {
        self.tried.set(true);
        self.faults().none()
    }

    /// Forgets the password.
    pub(super) fn wipe(&self) {
        for typed in [self.password, self.again] {
            // Gone already where the page is.
            let _gone = typed.try_update(|text| text.zeroize());
        }
    }

    fn faults(&self) -> Faults {
        self.label
            .with(|label| self.password.with(|password| self.again.with(|again| Faults::of(label, password, again))))
    }
}

/// Name and password, twice.
#[component]
pub(super) fn NewWalletFields(
    /// What is typed.
    new: NewWallet,
) -> impl IntoView {
    let fault = move |pick: fn(Faults) -> Option<String>| {
        Signal::derive(move || if new.tried.get() { pick(new.faults()) } else { None })
    };
    view! {
        <TextField label=t("Name of this wallet") value=new.label error=fault(|faults| faults.label)
            hint=t("Seen only on this device, for example “Savings”.") />
        <PasswordField label=t("Password") kind=PasswordKind::New value=new.password error=fault(|faults| faults.password)
            hint=t("At least 8 characters; a few unrelated words are good. It protects the wallet on this device and cannot be reset.") />
        <PasswordField label=t("The same password again") kind=PasswordKind::New value=new.again error=fault(|faults| faults.again) />
    }
}
