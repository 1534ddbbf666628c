//! The demo's cast: choosing one imports a public phrase under a public password.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::back;
use crate::components::{
    AddressView, Button, EmptyState, Glyph, Notice, NoticeKind, PageHeader, Skeleton, SkeletonWidth,
};
use crate::shell::{Shell, shell};
use crate::state::demo::{DEMO_PASSWORD, Demo, Investor};
use crate::state::loaded::Loaded;
use crate::state::settings::Settings;
use crate::text::{fill, t};
use crate::worker::protocol::{Call, ImportText, NewProtection, UnlockKey};

/// The page.
#[component]
pub(super) fn DemoPage() -> impl IntoView {
    let shell = shell();
    let (error, set_error) = signal(None::<String>);
    let (busy, set_busy) = signal(false);
    let choose = Callback::new(move |investor: Investor| {
        if busy.get_untracked() {
            return;
        }
        set_busy.set(true);
        set_error.set(None);
        spawn_local(async move {
            match open(shell, investor).await {
                Ok(()) => shell.enter(),
                Err(why) => set_error.set(Some(why)),
            }
            set_busy.set(false);
        });
    });
    let cast = move || {
        match shell.demo.get() {
        Loaded::Pending => view! { <Skeleton width=SkeletonWidth::Line /> }.into_any(),
        Loaded::Ready { value: Some(demo), .. } => people(demo, busy, choose).into_any(),
        Loaded::Ready { value: None, .. } => view! {
            <EmptyState glyph=Glyph::Question title=t("This server has no demo chain")
                text=t("The demo chain runs beside the wallet where it is started with `cargo xtask run`. Create a wallet or bring one instead.") />
        }
        .into_any(),
        Loaded::Failed(why) => view! {
            <Notice kind=NoticeKind::Error title=t("The demo's people could not be read") what=why next=t("Reload the page to try again.") />
        }
        .into_any(),
    }
    };
    view! {
        <PageHeader title=t("Try the demo chain") back=back() lead=t("Each of these investors meets other rules. You can switch between them at any time.") />
        <div class="stack stack--loose">
            <Notice kind=NoticeKind::Warn title=t("Public test phrases: never send real money here")
                what=fill(t("Anybody can open these wallets: their phrases are published, and the password is “{password}”."), &[("password", DEMO_PASSWORD)])
                next=t("The wallet will read the demo chain of this server.") />
            {move || error.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("The wallet did not open") what /> })}
            {cast}
        </div>
    }
}

fn people(demo: Demo, busy: ReadSignal<bool>, choose: Callback<Investor>) -> impl IntoView {
    let person = move |investor: Investor| {
        let open_as = fill(t("Open as {name}"), &[("name", &investor.name)]);
        let chosen = investor.clone();
        view! {
            <li class="panel stack person">
                <h2 class="person__name">{investor.name.clone()}</h2>
                <p class="person__story">{investor.story.clone()}</p>
                <AddressView address=investor.address />
                <details class="details">
                    <summary>{t("Public test phrase")}</summary>
                    <p class="person__phrase"><code>{investor.phrase}</code></p>
                </details>
                <Button busy on_click=move |()| choose.run(chosen.clone())>{open_as}</Button>
            </li>
        }
    };
    view! { <ul class="columns columns--even columns--pair">{demo.investors.into_iter().map(person).collect_view()}</ul> }
}

/// Opens the investor's wallet, stored already or now, on the demo chain.
async fn open(shell: Shell, investor: Investor) -> Result<(), String> {
    let address = investor.address;
    let stored = shell.vaults.with_untracked(|vaults| {
        vaults
            .iter()
            .find(|vault| vault.damage.is_none() && vault.address() == Some(address))
            .map(|vault| vault.id.clone())
    });
    let password = DEMO_PASSWORD.to_owned();
    let call = match stored {
        Some(vault) => Call::Unlock { vault, key: Some(UnlockKey::Password { password }) },
        None => Call::Import {
            import: ImportText { text: investor.phrase, ..ImportText::default() },
            protection: Some(NewProtection { password }),
            label: investor.name,
        },
    };
    shell.change(call).await.map_err(|error| error.message)?;
    let network = Settings::demo().network;
    if shell.settings.with_untracked(|settings| settings.network == network) {
        return Ok(());
    }
    let saved = shell.change_settings(|settings| settings.using(network.clone())).await;
    saved.map_err(|error| error.to_string())
}
