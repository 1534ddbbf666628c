//! The accounts that could not be saved when the open wallet was rescued. Said on every page until it is locked: nothing else says it.

use leptos::prelude::*;

use crate::components::{AddressView, Notice, NoticeKind};
use crate::shell::shell;
use crate::text::t;
use crate::worker::protocol::{LostAccount, WhyLost};

/// The notice, where there are such accounts.
#[component]
pub(super) fn LostAccounts() -> impl IntoView {
    let shell = shell();
    let lost = Memo::new(move |_| shell.open_vault().map(|vault| vault.lost).unwrap_or_default());
    move || {
        let lost = lost.get();
        (!lost.is_empty()).then(|| {
            view! {
                <div class="page__notice">
                    <Notice kind=NoticeKind::Warn title=t("Some accounts could not be saved")
                        what=t("They are listed in the damaged wallet and are not in this one. What they hold is on the chain and safe.")
                        next=t("Bring each back by its phrase or key, or watch it, under Settings. The damaged wallet stays here until you remove it.")>
                        <ul class="stack stack--tight">{lost.into_iter().map(line).collect_view()}</ul>
                    </Notice>
                </div>
            }
        })
    }
}

fn line(lost: LostAccount) -> impl IntoView {
    let LostAccount { address, label, why } = lost;
    let why = match why {
        WhyLost::NoKeyFits => t("Its key could not be read, or its address was altered in the file."),
        WhyLost::NotAuthentic => {
            t("It has no key here, and its address may have been altered in the file: compare it before you use it.")
        }
    };
    view! {
        <li class="stack stack--tight">
            <span>{label}{" "}<AddressView address=Signal::stored(address) /></span>
            <span class="small muted">{why}</span>
        </li>
    }
}
