//! The words of a retirement's certificate, checked while they are typed.

use alloy_primitives::Address;
use assay_sdk::redemption::{Certificate, CertificateError, CertificateField};
use leptos::prelude::*;

use crate::components::{CheckField, TextField, TextKind};
use crate::text::{fill, t};

/// What is typed. Copies are handles to one form.
#[derive(Clone, Copy)]
pub(super) struct Form {
    wanted: RwSignal<bool>,
    name: RwSignal<String>,
    beneficiary: RwSignal<String>,
    retired_by: RwSignal<String>,
    message: RwSignal<String>,
}

/// Why there is no certificate yet.
#[derive(Clone, PartialEq)]
enum Fault {
    Address,
    Words(CertificateError),
}

impl Form {
    /// Nothing typed; retired for the holder, until somebody else is named.
    pub(super) fn new(holder: Address) -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            wanted: RwSignal::new(false),
            name: text(),
            beneficiary: RwSignal::new(holder.to_checksum(None)),
            retired_by: text(),
            message: text(),
        }
    }

    /// The certificate, where one is wanted. Tracks.
    fn read(&self) -> Option<Result<Certificate, Fault>> {
        let words = |text: RwSignal<String>| text.get().trim().to_owned();
        if !self.wanted.get() {
            return None;
        }
        let Ok(beneficiary) = Address::parse_checksummed(words(self.beneficiary), None) else {
            return Some(Err(Fault::Address));
        };
        let (retired_by, beneficiary_name) = (words(self.retired_by), words(self.name));
        let certificate = Certificate { retired_by, beneficiary, beneficiary_name, message: words(self.message) };
        Some(certificate.checked().map_err(Fault::Words))
    }

    /// The certificate that goes along, where one is wanted and whole. Tracks.
    pub(super) fn certificate(&self) -> Option<Certificate> {
        self.read()?.ok()
    }

    /// Whether one is wanted that is not whole yet. Tracks.
    pub(super) fn is_faulty(&self) -> bool {
        matches!(self.read(), Some(Err(_)))
    }

    fn fault(self, of: impl Fn(&Fault) -> bool + Send + Sync + 'static) -> Signal<Option<String>> {
        Signal::derive(move || {
            let fault = self.read()?.err().filter(|fault| of(fault))?;
            Some(fault_words(&fault))
        })
    }

    fn words_fault(self, place: CertificateField) -> Signal<Option<String>> {
        self.fault(move |fault| match fault {
            Fault::Words(CertificateError::TooLong { field, .. } | CertificateError::Unseen { field, .. }) => {
                *field == place
            }
            Fault::Words(_) | Fault::Address => false,
        })
    }
}

fn fault_words(fault: &Fault) -> String {
    match fault {
        Fault::Address | Fault::Words(CertificateError::ZeroAddress) => {
            t("This is no address, or it was mistyped: an address is 0x and 40 characters.").to_owned()
        }
        Fault::Words(CertificateError::TooLong { got, expected, .. }) => fill(
            t("{got} characters are too many: at most {most}."),
            &[("got", &got.to_string()), ("most", &expected.to_string())],
        ),
        Fault::Words(CertificateError::Unseen { .. }) => {
            t("There is a character in it that cannot be seen. Type it again by hand.").to_owned()
        }
        Fault::Words(_) => t("A certificate needs a name.").to_owned(),
    }
}

/// The fields, where a certificate is wanted.
#[component]
pub(super) fn CertificateFields(form: Form) -> impl IntoView {
    let fields = move || {
        form.wanted.get().then(|| {
            view! {
                <div class="stack">
                    <TextField label=t("Retired for, by name") value=form.name hint=t("A person, a company, an event.")
                        error=form.words_fault(CertificateField::BeneficiaryName) />
                    <TextField label=t("Retired for, by address") value=form.beneficiary kind=TextKind::Code
                        hint=t("Your own account, unless somebody else shall have the certificate.")
                        error=form.fault(|fault| matches!(fault, Fault::Address | Fault::Words(CertificateError::ZeroAddress))) />
                    <TextField label=t("Retired by (if it shall be told)") value=form.retired_by
                        error=form.words_fault(CertificateField::RetiredBy) />
                    <TextField label=t("Reason (if it shall be told)") value=form.message
                        error=form.words_fault(CertificateField::Message) />
                    <p class="hint">{t("All of it goes onto the chain: anybody can read it, and nobody can take it away again.")}</p>
                </div>
            }
        })
    };
    view! {
        <CheckField checked=form.wanted on_change=move |wanted| form.wanted.set(wanted)>{t("With a certificate: for whom, and why")}</CheckField>
        {fields}
    }
}
