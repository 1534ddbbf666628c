//! One more way to open a wallet: a passkey. Made first, then let in with the password or another passkey.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, ButtonKind, ButtonPurpose, Glyph, Notice, NoticeKind, TextField};
use crate::pages::key_ask::{Attempt, KeyAsk, other_answer, sentence};
use crate::services::passkey;
use crate::shell::{Shell, shell};
use crate::state::new_wallet;
use crate::text::t;
use crate::worker::protocol::{Answer, Call, KeyError, PasskeyOutput, UnlockKey, VaultSummary};

/// What the passkey gave waits here until it is let in.
#[derive(Clone, Copy)]
struct Making {
    shell: Shell,
    label: RwSignal<String>,
    made: RwSignal<Option<PasskeyOutput>>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<String>>,
    attempt: Attempt,
}

impl Making {
    fn make(self, wallet: String) {
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let made = async {
                let answer = self.shell.ask(Call::PasskeyOffer).await.map_err(|error: KeyError| error.message)?;
                let Answer::PasskeyOffer(offer) = answer else { return Err(other_answer()) };
                passkey::make(&offer, &wallet).await.map_err(|error| sentence(&error))
            };
            let outcome = made.await;
            let _gone = self.busy.try_set(false);
            match outcome {
                Ok(output) => _ = self.made.try_set(Some(output)),
                Err(why) => _ = self.trouble.try_set(Some(why)),
            }
        });
    }

    fn let_in(self, key: UnlockKey, on_done: Callback<()>) {
        let Some(output) = self.made.get_untracked() else { return };
        self.attempt.begin();
        let call = Call::AddPasskey { key, label: self.label.get_untracked(), rp_id: passkey::site(), output };
        spawn_local(async move {
            if self.attempt.end(self.shell.change(call).await).is_some() {
                on_done.run(());
            }
        });
    }
}

/// The two steps.
#[component]
pub(super) fn AddPasskey(
    /// The open wallet.
    vault: VaultSummary,
    /// Hears that it opens the wallet now.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let making = Making {
        shell: shell(),
        label: RwSignal::new(t("This device").to_owned()),
        made: RwSignal::new(None),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
        attempt: Attempt::new(),
    };
    if !passkey::supported() {
        return view! {
            <Notice title=t("This browser has no passkeys") what=t("Use a current browser to add one. The password opens the wallet as before.") />
        }
        .into_any();
    }
    let vault = StoredValue::new(vault);
    (move || {
        if making.made.with(Option::is_some) {
            let methods = vault.with_value(|vault| vault.methods.clone());
            view! {
                <Notice kind=NoticeKind::Success title=t("The passkey is made") what=t("Let it in with what opens the wallet today. Then it opens the wallet too.") />
                <KeyAsk methods action=t("Let it in") attempt=making.attempt on_key=move |key| making.let_in(key, on_done) />
            }
            .into_any()
        } else {
            view! { <Name making wallet=vault.with_value(VaultSummary::name) /> }.into_any()
        }
    })
    .into_any()
}

#[component]
fn Name(making: Making, wallet: String) -> impl IntoView {
    let (tried, set_tried) = signal(false);
    let fault = Memo::new(move |_| making.label.with(|label| new_wallet::label_fault(label)));
    let error = Signal::derive(move || fault.get().filter(|_| tried.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        set_tried.set(true);
        if fault.get_untracked().is_none() && !making.busy.get_untracked() {
            making.make(wallet.clone());
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <p class="muted">{t("The device asks for your finger, face or PIN, twice: once to make the passkey, once to derive its secret. The secret never leaves this browser.")}</p>
            <TextField label=t("Name of the passkey") value=making.label error hint=t("So that you know later which device or key it is.") />
            {move || making.trouble.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("No passkey was added") what /> })}
            <div class="row">
                <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit icon=Glyph::Key busy=making.busy>{t("Make the passkey")}</Button>
            </div>
        </form>
    }
}
