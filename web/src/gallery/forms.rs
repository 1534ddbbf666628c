//! Everything that is filled in, pressed or chosen.

use alloy_primitives::Address;
use leptos::prelude::*;
use zeroize::Zeroizing;

use super::Part;
use crate::components::{
    AccountChoice, AccountMenu, AmountField, Button, ButtonKind, ButtonPurpose, ButtonWidth, CheckField, ChoiceField,
    DropField, Glyph, PasswordField, PasswordKind, PhraseGrid, SelectField, Sheet, Tab, Tabs, TextField, TextKind,
};
use crate::text::t;

/// BIP-39's own first test vector: known to everybody, and of no wallet.
const PHRASE: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

#[component]
pub(super) fn Forms() -> impl IntoView {
    view! {
        <Part id="forms" title=t("Forms")>
            <div class="columns">
                <div class="stack">
                    <div class="panel stack"><Fields /></div>
                    <div class="panel stack"><Choices /></div>
                </div>
                <div class="stack">
                    <div class="panel stack"><Buttons /></div>
                    <div class="panel"><Tabbed /></div>
                </div>
            </div>
            <div class="panel"><PhraseGrid phrase=Zeroizing::new(PHRASE.to_owned()) /></div>
        </Part>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let [receiver, amount, over, password] =
        ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee", "1250.5", "999999", "correct horse"]
            .map(|text| RwSignal::new(text.to_owned()));
    let network = RwSignal::new("demo".to_owned());
    let lines = RwSignal::new(String::new());
    let networks = vec![("demo".to_owned(), t("Demo chain").to_owned()), ("1".to_owned(), t("Ethereum").to_owned())];
    let mistyped = t("This address has a mistyped character: its checksum does not hold.").to_owned();
    let too_much = t("You hold 120,000 STF.").to_owned();
    view! {
        <TextField label=t("Receiver") value=receiver kind=TextKind::Code hint=t("An address, or somebody from your contacts.") error=Signal::stored(Some(mistyped)) />
        <AmountField label=t("Amount") value=amount unit="STF" on_max=move |()| amount.set("120000".to_owned()) hint=t("You hold 120,000 STF.") />
        <AmountField label=t("Amount, too much") value=over unit="STF" error=Signal::stored(Some(too_much)) />
        <SelectField label=t("Network") value=network options=Signal::stored(networks) />
        <PasswordField label=t("New password") value=password kind=PasswordKind::New hint=t("Twelve characters or more.") />
        <TextField label=t("Keystore file") value=lines kind=TextKind::CodeLines hint=t("Paste the content of the file.") />
    }
}

#[component]
fn Choices() -> impl IntoView {
    let length = RwSignal::new("12".to_owned());
    let (ticked, set_ticked) = signal(true);
    let pasted = RwSignal::new(String::new());
    let lengths = ["12", "24", "15"].map(|words| (words.to_owned(), words.to_owned())).to_vec();
    let account = |address, name: &str, note: Option<&str>| AccountChoice {
        address,
        name: name.to_owned(),
        note: note.map(str::to_owned),
    };
    let (first, second) = (Address::repeat_byte(0x11), Address::repeat_byte(0x2a));
    let (current, set_current) = signal(first);
    let accounts =
        vec![account(first, t("Account 1"), None), account(second, t("Cold storage"), Some(t("Watched: no key here")))];
    view! {
        <ChoiceField label=t("Words") value=length options=lengths hint=t("One of a few, all in sight.") />
        <CheckField checked=ticked on_change=move |now| set_ticked.set(now)>{t("Add this account")}</CheckField>
        <CheckField checked=true on_change=move |_| () disabled=true>{t("Already here")}</CheckField>
        <DropField label=t("Anything") value=pasted hint=t("Paste, choose, or drop.") on_file=move |_| () />
        <AccountMenu title="Savings" accounts=Signal::stored(accounts) current on_choose=move |one| set_current.set(one) manage="#forms" />
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let (open, set_open) = signal(false);
    view! {
        <div class="row">
            <Button kind=ButtonKind::Primary icon=Glyph::Send on_click=move |()| set_open.set(true)>{t("Review")}</Button>
            <Button>{t("Plain")}</Button>
            <Button kind=ButtonKind::Quiet>{t("Quiet")}</Button>
            <Button kind=ButtonKind::Danger>{t("Forget this wallet")}</Button>
        </div>
        <div class="row">
            <Button kind=ButtonKind::Primary busy=true>{t("Sending")}</Button>
            <Button kind=ButtonKind::Primary disabled=true>{t("Disabled")}</Button>
        </div>
        <Button kind=ButtonKind::Primary width=ButtonWidth::Line purpose=ButtonPurpose::Submit>{t("Fills its line")}</Button>
        <Sheet title=t("Send 1,250.5 STF") open on_close=move |()| set_open.set(false)>
            <p>{t("The one sheet before any signature: what leaves, what arrives, what is granted, fees.")}</p>
            <div class="sheet__actions">
                <Button on_click=move |()| set_open.set(false)>{t("Cancel")}</Button>
                <Button kind=ButtonKind::Primary icon=Glyph::Lock>{t("Sign and send")}</Button>
            </div>
        </Sheet>
    }
}

#[component]
fn Tabbed() -> impl IntoView {
    let (selected, set_selected) = signal("holding");
    let tabs = vec![
        Tab { key: "holding", label: t("Holding") },
        Tab { key: "yield", label: t("Yield") },
        Tab { key: "backing", label: t("Backing") },
        Tab { key: "rules", label: t("Rules") },
        Tab { key: "documents", label: t("Documents") },
        Tab { key: "activity", label: t("Activity") },
    ];
    view! {
        <Tabs label=t("Short Treasury Fund") tabs selected on_select=move |key| set_selected.set(key)
            panel=|key| view! { <p>{t("The panel of")}{" "}{key}</p> }.into_any() />
    }
}
