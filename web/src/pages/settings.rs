//! Settings: the wallet and its accounts, contacts, connections, what opens it and its backup, the network, how it looks.

mod account_row;
mod add_account;
mod backup;
mod connections;
mod contacts;
mod devices;
mod export;
mod from_list;
mod light_client;
mod lock;
mod look;
mod methods;
mod network;
mod other_networks;
mod phrase;
mod security;
mod shares;
mod wallet;

use leptos::prelude::*;

use crate::components::{PageHeader, Tab, Tabs};
use crate::route::{Route, SettingsPart};
use crate::shell::shell;
use crate::state::session::Unlocked;
use crate::state::settings::Network;
use crate::text::t;

/// Asks an endpoint whether it is there and on this chain. The answer comes through the second callback: the sentence that says what it
/// is, or what is wrong and what to do.
pub(crate) type EndpointCheck = Callback<(Network, Callback<Result<String, String>>)>;

/// The page.
#[component]
pub(crate) fn SettingsPage(
    /// The open wallet.
    unlocked: Unlocked,
    /// Asks an endpoint before it is saved. Without it, networks are saved unasked.
    #[prop(optional, into)]
    check_endpoint: Option<EndpointCheck>,
) -> impl IntoView {
    let shell = shell();
    let part = Memo::new(move |_| {
        shell.route.with(|route| if let Route::Settings { part } = route { *part } else { SettingsPart::Wallet })
    });
    let select = move |key| {
        if let Some(part) = SettingsPart::of_slug(key) {
            shell.go(Route::Settings { part });
        }
    };
    let tabs = SettingsPart::ALL.map(|part| Tab { key: part.slug(), label: name(part) }).to_vec();
    let unlocked = StoredValue::new(unlocked);
    let panel = move |key| {
        let part = SettingsPart::of_slug(key).unwrap_or_default();
        let panel = match part {
            SettingsPart::Wallet => view! { <wallet::WalletPart unlocked=unlocked.get_value() /> }.into_any(),
            SettingsPart::Contacts => view! { <contacts::ContactsPart /> }.into_any(),
            SettingsPart::Connections => view! { <connections::ConnectionsPart /> }.into_any(),
            SettingsPart::Security => view! { <security::Security /> }.into_any(),
            SettingsPart::Network => view! {
                <light_client::LightClientState />
                <network::NetworkSettings check_endpoint />
                <other_networks::OtherNetworks />
            }
            .into_any(),
            SettingsPart::Appearance => view! { <look::Look /> }.into_any(),
        };
        view! { <div class=std::convert::identity("settings")>{panel}</div> }.into_any()
    };
    view! {
        <PageHeader title=t("Settings") />
        <Tabs label=t("Parts of the settings") tabs selected=Signal::derive(move || part.get().slug()) on_select=select panel />
    }
}

const fn name(part: SettingsPart) -> &'static str {
    match part {
        SettingsPart::Wallet => t("Wallet"),
        SettingsPart::Contacts => t("Contacts"),
        SettingsPart::Connections => t("Connections"),
        SettingsPart::Security => t("Security"),
        SettingsPart::Network => t("Network"),
        SettingsPart::Appearance => t("Appearance"),
    }
}

/// Says that a choice holds only until the page is closed.
fn not_saved(error: ReadSignal<Option<String>>) -> impl IntoView {
    use crate::components::{Notice, NoticeKind};
    move || {
        error.get().map(|what| {
            view! {
                <Notice kind=NoticeKind::Error title=t("This could not be saved") what
                    next=t("It is in use until you close the page. Free some space or allow this site to store data, and choose again.") />
            }
        })
    }
}
