//! The wallet's page as a whole: starts it, and puts on the screen what the address and the session call for.

mod failure;
mod frame;
mod lost;
mod site_bar;
mod watch;

use std::panic;

use assay_sdk::evidence::Origin;
use assay_sdk::units::AssetId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::beacon::protocol::Follow;
use crate::components::ErrorText;
use crate::gallery::Gallery;
use crate::pages::activity::ActivityPage;
use crate::pages::asset::AssetPage;
use crate::pages::connect::{AstrayPage, ConnectPage};
use crate::pages::portfolio::PortfolioPage;
use crate::pages::records::RecordsPage;
use crate::pages::redeem::RedeemPage;
use crate::pages::review::ReviewSheet;
use crate::pages::send::SendPage;
use crate::pages::settings::SettingsPage;
use crate::pages::starting::Starting;
use crate::pages::unknown::UnknownPage;
use crate::pages::unlock::Unlock;
use crate::pages::welcome::Welcome;
use crate::pages::yields::YieldsPage;
use crate::problem;
use crate::route::{AssetTab, Page, Route};
use crate::services::beacon::BeaconRoom;
use crate::services::chain::ChainRoom;
use crate::shell::Shell;
use crate::site::Site;
use crate::state::light_client::LightClient;
use crate::state::place::Place;
use crate::state::session::Unlocked;
use crate::state::settings::Network;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// Starts the page. Called once, by its program.
pub fn run() {
    panic::set_hook(Box::new(failure::show));
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let shell = Shell::provide();
    let place = Memo::new(move |_| Place::of(shell.route.with(Route::page), &shell.session.get(), shell.purpose()));
    watch::start(shell, place);
    if let Some(site) = Site::arrive(shell) {
        provide_context(site);
    }
    // The style guide brings a frame of its own.
    let framed = Memo::new(move |_| place.get() != Place::Gallery);
    let session = Memo::new(move |_| match place.get() {
        Place::Open(_, unlocked) | Place::Site(unlocked) => {
            Some((unlocked, shell.settings.with(|settings| settings.network.clone())))
        }
        Place::Starting | Place::Welcome(_) | Place::Unlock | Place::Astray | Place::Gallery => None,
    });
    move || match session.get() {
        // One account on one network: what it has read and sent stays while its pages come and go.
        Some((unlocked, network)) => {
            provide_context(Wallet::open(&unlocked, network, (shell.keys(), shell.rooms()), shell.clock()));
            view! { <frame::Frame place>{move || screen(place.get())}</frame::Frame><ReviewSheet /> }.into_any()
        }
        None if framed.get() => view! { <frame::Frame place>{move || screen(place.get())}</frame::Frame> }.into_any(),
        None => view! { <Gallery /> }.into_any(),
    }
}

/// The page of a place. While the place stays the same it stays mounted: it reads what is typed from the address itself.
fn screen(place: Place) -> AnyView {
    match place {
        Place::Starting => view! { <Starting /> }.into_any(),
        Place::Welcome(way) => view! { <Welcome way /> }.into_any(),
        Place::Unlock => view! { <Unlock /> }.into_any(),
        Place::Open(page, unlocked) => open(page, unlocked),
        Place::Site(_) => {
            let shell = crate::shell::shell();
            let check_endpoint = Callback::new(move |asked| check_endpoint(shell, asked));
            view! { <ConnectPage check_endpoint /> }.into_any()
        }
        Place::Astray => view! { <AstrayPage /> }.into_any(),
        Place::Gallery => ().into_any(),
    }
}

/// The pages of an open shell.
fn open(page: Page, unlocked: Unlocked) -> AnyView {
    match page {
        Page::Settings => {
            let shell = crate::shell::shell();
            let check_endpoint = Callback::new(move |asked| check_endpoint(shell, asked));
            view! { <SettingsPage unlocked check_endpoint /> }.into_any()
        }
        Page::Unknown(path) => view! { <UnknownPage path /> }.into_any(),
        // These lead elsewhere before they come here.
        Page::Welcome(way) => view! { <Welcome way /> }.into_any(),
        Page::Connect | Page::Gallery => ().into_any(),
        Page::Send => view! { <SendPage /> }.into_any(),
        Page::Redeem => view! { <RedeemPage /> }.into_any(),
        Page::Activity => view! { <ActivityPage /> }.into_any(),
        Page::Records => view! { <RecordsPage /> }.into_any(),
        Page::Portfolio => view! { <PortfolioPage /> }.into_any(),
        Page::Yields => view! { <YieldsPage /> }.into_any(),
        Page::Asset(asset) => side_of(asset),
    }
}

/// Tries a network before it is used, and answers with a sentence for the screen.
fn check_endpoint(shell: Shell, (network, answer): (Network, Callback<Result<String, String>>)) {
    let in_use = shell.settings.with_untracked(|settings| settings.network.light_client.clone());
    spawn_local(async move {
        let said = answers(&network, in_use.as_ref()).await.map_err(|text| format!("{}. {}", text.title, text.what));
        // Whoever asked may have left the page meanwhile.
        let _unheard = answer.try_run(said);
    });
}

/// What a network's endpoints answer, in a sentence; `in_use` is the light client that is at work now.
async fn answers(network: &Network, in_use: Option<&LightClient>) -> Result<String, ErrorText> {
    let of_chain = |error| problem::of_chain(&error);
    let room = ChainRoom::open(network).await.map_err(of_chain)?;
    let at = room.ledger().await.map_err(of_chain)?.at();
    ChainRoom::try_witnesses(network).await.map_err(of_chain)?;
    if let Some(indexer) = &network.indexer {
        room.try_indexer(indexer).await.map_err(of_chain)?;
    }
    try_light_client(network, in_use).await?;
    let (block, assets) = (at.number.to_string(), room.assets().len().to_string());
    Ok(fill(t("It answers: block {block}, {assets} assets."), &[("block", &block), ("assets", &assets)]))
}

/// Has a light client that is new take its first step. One that is in use already has gone on from its checkpoint, which may be too old by now
/// to start from.
async fn try_light_client(network: &Network, in_use: Option<&LightClient>) -> Result<(), ErrorText> {
    match &network.light_client {
        Some(client) if in_use != Some(client) => {
            let origins = client.endpoints.iter().map(|url| Origin::of_url(url)).collect();
            let follow = Follow::new(network.chain, client.checkpoint, origins);
            let came = BeaconRoom::try_out(follow, &client.endpoints).await;
            came.map(drop).map_err(|refusal| problem::of_beacon(&refusal))
        }
        Some(_) | None => Ok(()),
    }
}

/// An asset's page, with its side in the address.
fn side_of(asset: AssetId) -> AnyView {
    let shell = crate::shell::shell();
    let tab = Memo::new(move |_| {
        shell.route.with(|route| if let Route::Asset { tab, .. } = route { *tab } else { AssetTab::Holding })
    });
    view! { <AssetPage asset tab on_tab=move |tab| shell.go(Route::Asset { asset, tab }) /> }.into_any()
}

/// The name of a place, for the window's title.
fn title(place: &Place) -> &'static str {
    match place {
        Place::Starting => t("Opening"),
        Place::Welcome(_) => t("Welcome"),
        Place::Unlock => t("Unlock"),
        Place::Site(_) | Place::Astray => t("Connect"),
        Place::Gallery => t("Style guide"),
        Place::Open(page, _) => match page {
            Page::Portfolio => t("Portfolio"),
            Page::Asset(_) => t("Asset"),
            Page::Send => t("Send"),
            Page::Redeem => t("Redeem"),
            Page::Yields => t("Yields"),
            Page::Activity => t("Activity"),
            Page::Records => t("Records"),
            Page::Settings => t("Settings"),
            Page::Welcome(_) => t("Welcome"),
            Page::Connect => t("Connect"),
            Page::Gallery => t("Style guide"),
            Page::Unknown(_) => t("No such page"),
        },
    }
}

/// Whether money on the open account is anybody's, or none at all; shown on every page.
fn demo_notice(shell: &Shell, place: &Place) -> Option<&'static str> {
    let (Place::Open(_, unlocked) | Place::Site(unlocked)) = place else {
        return None;
    };
    let public = shell
        .demo
        .with(|demo| demo.value().and_then(Option::as_ref).is_some_and(|demo| demo.is_public(unlocked.address())));
    let on_demo_chain = shell.settings.with(|settings| settings.network.is_demo());
    match (public, on_demo_chain) {
        (true, _) => Some(t("Public test phrase: anybody can spend from this account. Never send real money here.")),
        (false, true) => Some(t("Demo chain: nothing here has any value. Never send real money to a demo account.")),
        (false, false) => None,
    }
}
