//! What is shown while a site asks for nothing, and once its session is over.

use leptos::prelude::*;

use crate::components::{
    AddressView, Button, ButtonKind, Definition, DefinitionList, Glyph, Notice, NoticeKind, PageHeader,
};
use crate::services::site_port;
use crate::shell::shell;
use crate::site::Site;
use crate::state::site_session::Ended;
use crate::text::t;

/// Nothing is asked.
#[component]
pub(super) fn Idle() -> impl IntoView {
    let site = expect_context::<Site>();
    let shell = shell();
    let consented = Memo::new(move |_| {
        let Some((vault, account)) = shell.open_account() else { return false };
        shell.connections.with(|connections| connections.allowed(&site.origin(), &vault, account).is_some())
    });
    let known = move || {
        let account = shell.in_use().filter(|_| consented.get())?;
        let chain = shell.settings.with(|settings| settings.network.name.clone());
        let pairs = vec![
            Definition::view(t("Account"), view! { <AddressView address=Signal::stored(account) /> }),
            Definition::text(t("Network"), chain),
        ];
        Some(view! { <section class="panel" aria-label=t("What the site sees")><DefinitionList pairs /></section> })
    };
    let header = move || {
        if consented.get() {
            view! { <PageHeader title=t("Connected") lead=t("The site asks for nothing now. Leave this window open while you use it: what it asks for appears here.") /> }
        } else {
            view! { <PageHeader title=t("Not connected") lead=t("The site sees none of your accounts. It may still ask for one.") /> }
        }
    };
    view! {
        {header}
        <div class="stack">
            {known}
            <div class="row">
                <Button on_click=move |()| site.end(Ended::Disconnected)>{t("End the session")}</Button>
            </div>
            <p class="small muted">{t("Ending the session stops what the site may ask until it opens this window again. To take back what it may see, go to Connections in the wallet's settings.")}</p>
        </div>
    }
}

/// The session is over.
#[component]
pub(super) fn Over(
    /// Why.
    why: Ended,
) -> impl IntoView {
    let (kind, title, what) = match why {
        Ended::SiteLeft => (
            NoticeKind::Info,
            t("The site left"),
            t(
                "It was closed, loaded anew, or went to another page. What it had asked for and you had not agreed to is void.",
            ),
        ),
        Ended::Violated => (
            NoticeKind::Error,
            t("The wallet ended the session"),
            t(
                "The site sent something that is no request, or used a number twice. That is a fault of the site, or an attempt to confuse the wallet. What it had asked for and you had not agreed to is void.",
            ),
        ),
        Ended::Disconnected => {
            (NoticeKind::Success, t("You ended the session"), t("The site was told so. It can ask for nothing now."))
        }
    };
    view! {
        <PageHeader title=t("The session is over") />
        <div class="stack">
            <Notice kind title what next=t("This window can be closed. To go on, connect again on the site.") />
            <div class="row"><Button kind=ButtonKind::Primary icon=Glyph::Cross on_click=|()| site_port::close_window()>{t("Close this window")}</Button></div>
        </div>
    }
}
