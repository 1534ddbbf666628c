//! Whether the browser keeps what is stored, in words.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, Notice, NoticeKind};
use crate::services::persistence::{self, Persistence};
use crate::text::t;

/// What the browser promised. Where it promised nothing it can be asked.
#[component]
pub(super) fn StorageState(
    /// What is known; nothing while it is asked.
    kept: RwSignal<Option<Persistence>>,
) -> impl IntoView {
    let (asked, set_asked) = signal(false);
    let ask = move |()| {
        set_asked.set(true);
        spawn_local(async move {
            let answer = persistence::request().await;
            let _gone = kept.try_set(Some(answer));
        });
    };
    move || {
        match kept.get() {
            None => view! { <p class="muted">{t("Asking the browser…")}</p> }.into_any(),
            Some(Persistence::Kept) => view! {
                <Notice kind=NoticeKind::Success title=t("The browser keeps it")
                    what=t("It promised not to clear this site's storage by itself. Deleting the site's data, or the browser's profile, still takes the wallet with it.")
                    next=t("The recovery phrase on paper is what counts.") />
            }
            .into_any(),
            Some(Persistence::MayBeCleared) => {
                let again = if asked.get() {
                    t("Add the site to your bookmarks or install it, then ask again. Until then keep a copy of the wallet's file.")
                } else {
                    t("Ask it to keep the wallet, and save the wallet's file elsewhere.")
                };
                view! {
                    <Notice kind=NoticeKind::Warn title=t("The browser made no promise to keep it")
                        what=t("When the disk fills up, or after weeks without a visit, it may clear what this site stored, and the wallet with it. The recovery phrase brings it back.")
                        next=again>
                        <div class="notice__actions"><Button on_click=ask>{t("Ask the browser to keep it")}</Button></div>
                    </Notice>
                }
                .into_any()
            }
            Some(Persistence::Unknown) => view! {
                <Notice kind=NoticeKind::Warn title=t("The browser does not say whether it keeps it")
                    what=t("It may clear what this site stored when the disk fills up. The recovery phrase brings the wallet back.") />
            }
            .into_any(),
        }
    }
}
