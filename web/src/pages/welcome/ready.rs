//! A wallet that was just stored: its used accounts, a passkey, and whether the browser keeps it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, ButtonKind, ButtonWidth, Glyph, Notice, NoticeKind};
use crate::pages::discovery::Discovery;
use crate::pages::passkey_add::AddPasskey;
use crate::pages::storage::StorageState;
use crate::services::persistence::{self, Persistence};
use crate::shell::shell;
use crate::text::t;
use crate::worker::protocol::MethodKind;

/// What is worth doing before the wallet is used. Each part can be left out.
#[component]
pub(super) fn Ready(
    /// The phrase whose used accounts are looked for, where it was brought.
    look_for: Option<u32>,
) -> impl IntoView {
    let shell = shell();
    let kept = RwSignal::new(None::<Persistence>);
    spawn_local(async move {
        let answer = persistence::request().await;
        let _gone = kept.try_set(Some(answer));
    });
    let accounts = look_for.map(|secret| {
        view! {
            <section class="section" aria-labelledby="used">
                <div class="section__head"><h2 id="used">{t("Accounts you used before")}</h2></div>
                <Discovery secret on_added=move |()| () />
            </section>
        }
    });
    view! {
        {accounts}
        <section class="section" aria-labelledby="passkey">
            <div class="section__head"><h2 id="passkey">{t("Open it with a passkey too")}</h2></div>
            <PasskeyOffer />
        </section>
        <section class="section" aria-labelledby="storage">
            <div class="section__head"><h2 id="storage">{t("Where it is kept")}</h2></div>
            <StorageState kept />
        </section>
        <Button kind=ButtonKind::Primary width=ButtonWidth::Line on_click=move |()| shell.enter()>{t("Open the wallet")}</Button>
    }
}

/// Asked once, and made at a press: most people come back to it in the settings.
#[component]
fn PasskeyOffer() -> impl IntoView {
    let shell = shell();
    let (wanted, set_wanted) = signal(false);
    let has_one = Memo::new(move |_| {
        let of_passkey = |kind: &MethodKind| matches!(kind, MethodKind::Passkey { .. });
        shell.open_vault().is_some_and(|vault| vault.methods.iter().any(|method| of_passkey(&method.kind)))
    });
    move || {
        if has_one.get() {
            return view! { <Notice kind=NoticeKind::Success title=t("The passkey opens the wallet") what=t("The password does too, as before.") /> }.into_any();
        }
        if wanted.get() {
            let vault = shell.open_vault().unwrap_or_default();
            return view! { <AddPasskey vault on_done=move |()| () /> }.into_any();
        }
        view! {
            <p>{t("A finger, a face or a security key instead of typing the password. The password keeps working; the paper stays the backup.")}</p>
            <div class="row"><Button icon=Glyph::Key on_click=move |()| set_wanted.set(true)>{t("Add a passkey")}</Button></div>
        }
        .into_any()
    }
}
