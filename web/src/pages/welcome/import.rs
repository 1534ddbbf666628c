//! A phrase that the user brings.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::Zeroize as _;

use super::back;
use crate::components::{
    Button, ButtonKind, ButtonPurpose, ButtonWidth, Notice, NoticeKind, PageHeader, TextField, TextKind,
};
use crate::pages::new_wallet::{NewWallet, NewWalletFields};
use crate::shell::shell;
use crate::text::t;
use crate::worker::protocol::{Call, ImportText, KeyError, KeyErrorKind, NewProtection};

/// The page. The phrase is checked by the key worker, which says which word is wrong.
#[component]
pub(super) fn Import() -> impl IntoView {
    let shell = shell();
    let phrase = RwSignal::new(String::new());
    let new = NewWallet::new();
    let (busy, set_busy) = signal(false);
    let (error, set_error) = signal(None::<KeyError>);
    on_cleanup(move || {
        let _gone = phrase.try_update(|phrase| phrase.zeroize());
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !new.ready() || busy.get_untracked() {
            return;
        }
        set_busy.set(true);
        set_error.set(None);
        let call = Call::Import {
            import: ImportText { text: phrase.get_untracked(), ..ImportText::default() },
            protection: Some(NewProtection { password: new.password.get_untracked() }),
            label: new.label.get_untracked(),
        };
        spawn_local(async move {
            match shell.change(call).await {
                Ok(()) => shell.enter(),
                Err(error) => set_error.set(Some(error)),
            }
            set_busy.set(false);
        });
    };
    let of_phrase = move |error: &KeyError| error.kind == KeyErrorKind::BadImport;
    let phrase_error = Signal::derive(move || {
        error.with(|error| error.as_ref().filter(|error| of_phrase(error)).map(|error| error.message.clone()))
    });
    let other =
        move || error.with(|error| error.as_ref().filter(|error| !of_phrase(error)).map(|error| error.message.clone()));
    view! {
        <PageHeader title=t("Bring a wallet") back=back()
            lead=t("Type or paste the recovery phrase. Type it only where you would also open your purse.") />
        <form class="stack" on:submit=submit>
            <TextField label=t("Recovery phrase") kind=TextKind::CodeLines value=phrase error=phrase_error
                hint=t("12, 15, 18, 21 or 24 English words, in order, parted by spaces.") />
            <NewWalletFields new />
            {move || other().map(|what| view! { <Notice kind=NoticeKind::Error title=t("The wallet was not stored") what /> })}
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit width=ButtonWidth::Line busy>{t("Store and open")}</Button>
        </form>
    }
}
