//! A new password, typed twice.

use leptos::prelude::*;
use zeroize::Zeroize as _;

use crate::components::{PasswordField, PasswordKind};
use crate::state::new_wallet::PasswordFaults;
use crate::text::t;

/// What is typed. Wiped when its page is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewPassword {
    password: RwSignal<String>,
    again: RwSignal<String>,
    /// Whether faults are shown: not before the first attempt.
    tried: RwSignal<bool>,
}

impl NewPassword {
    pub(super) fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let new = Self { password: empty(), again: empty(), tried: RwSignal::new(false) };
        on_cleanup(move || new.wipe());
        new
    }

    /// Whether it can be sent; from now on what is wrong is shown.
    pub(super) fn ready(self) -> bool {
        self.tried.set(true);
        untrack(move || self.faults()).none()
    }

    /// The password, for sending it.
    pub(super) fn typed(self) -> String {
        self.password.get_untracked()
    }

    /// Forgets it.
    pub(super) fn wipe(self) {
        for typed in [self.password, self.again] {
            // Gone already where the page is.
            let _gone = typed.try_update(|text| text.zeroize());
        }
        let _gone = self.tried.try_set(false);
    }

    fn faults(self) -> PasswordFaults {
        self.password.with(|password| self.again.with(|again| PasswordFaults::of(password, again)))
    }
}

/// The two fields.
#[component]
pub(super) fn NewPasswordFields(
    /// What is typed.
    new: NewPassword,
    /// What the password is for: the first field's label.
    label: &'static str,
    /// What is wanted, in a sentence.
    hint: &'static str,
) -> impl IntoView {
    let fault = move |pick: fn(PasswordFaults) -> Option<String>| {
        Signal::derive(move || if new.tried.get() { pick(new.faults()) } else { None })
    };
    view! {
        <PasswordField label kind=PasswordKind::New value=new.password error=fault(|faults| faults.password) hint />
        <PasswordField label=t("The same password again") kind=PasswordKind::New value=new.again error=fault(|faults| faults.again) />
    }
}
