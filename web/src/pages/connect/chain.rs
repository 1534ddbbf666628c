//! Whether to use another network because a site wants it, and whether to add one.

use assay_sdk::evidence::Origin;
use assay_sdk::units::ChainId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::consent::armed;
use crate::components::{Button, ButtonKind, Definition, DefinitionList, Notice, NoticeKind, PageHeader};
use crate::pages::settings::EndpointCheck;
use crate::shell::shell;
use crate::site::Site;
use crate::state::settings::Network;
use crate::state::site_request::AddedChain;
use crate::text::{fill, t};

/// The question whether to use a network that the wallet knows.
#[component]
pub(super) fn SwitchChain(
    /// The number of the request.
    id: u64,
    /// The network's chain.
    chain: ChainId,
) -> impl IntoView {
    let site = expect_context::<Site>();
    let shell = shell();
    let armed = armed();
    let (from, to) = shell.settings.with_untracked(|settings| {
        let to = settings.networks().find(|network| network.chain == chain).cloned();
        (settings.network.clone(), to)
    });
    // It was known when the request's turn came.
    let Some(to) = to else { return ().into_any() };
    let pairs = vec![
        Definition::text(t("Now"), from.named()),
        Definition::text(t("From then on"), to.named()),
        Definition::text(t("Through"), to.through()),
    ];
    let title = fill(t("Use {network}?"), &[("network", &to.name)]);
    let agree = move |()| {
        let to = to.clone();
        spawn_local(async move { site.use_network(id, to).await });
    };
    view! {
        <PageHeader title lead=t("The site wants the wallet to be on another network. All pages of the wallet will show that one.") />
        <div class="stack stack--loose">
            <section class="panel" aria-label=t("Networks")><DefinitionList pairs /></section>
            <div class="row">
                <Button kind=ButtonKind::Primary disabled=Signal::derive(move || !armed.get()) on_click=agree>{t("Change the network")}</Button>
                <Button on_click=move |()| site.refuse(id)>{t("Stay here")}</Button>
            </div>
        </div>
    }
    .into_any()
}

/// The question whether to add a network of the site's choice.
#[component]
pub(super) fn AddChain(
    /// The number of the request.
    id: u64,
    /// What the site names.
    added: AddedChain,
    /// Asks its endpoint.
    check_endpoint: EndpointCheck,
) -> impl IntoView {
    let site = expect_context::<Site>();
    let armed = armed();
    let (busy, set_busy) = signal(false);
    let (refused, set_refused) = signal(None::<String>);
    let pairs = what_it_names(&added);
    let title = fill(t("Add {network}?"), &[("network", &added.name)]);
    let what = fill(
        t(
            "Everything that the wallet shows of this chain comes from {host}, which the site chose. It sees which accounts you ask about, and it can answer what it likes: figures from it are the claim of one endpoint.",
        ),
        &[("host", Origin::of_url(&added.endpoint).host())],
    );
    let network = network(added);
    let agree = move |()| {
        set_busy.set(true);
        set_refused.set(None);
        let asked = network.clone();
        let answer = Callback::new(move |answer: Result<String, String>| match answer {
            Ok(_) => {
                let network = asked.clone();
                spawn_local(async move { site.use_network(id, network).await });
            }
            Err(why) => {
                let _gone = set_busy.try_set(false);
                let _gone = set_refused.try_set(Some(why));
            }
        });
        check_endpoint.run((network.clone(), answer));
    };
    view! {
        <PageHeader title lead=t("The site wants the wallet to know another chain, and to use it.") />
        <div class="stack stack--loose">
            <section class="panel" aria-label=t("What the site names")><DefinitionList pairs /></section>
            <Notice kind=NoticeKind::Warn title=t("The endpoint is the site's choice") what
                next=t("Add it only if you trust the site with that. You can choose another endpoint in Settings first: a chain that the wallet knows is never changed by a site.") />
            {move || refused.get().map(|what| view! {
                <Notice kind=NoticeKind::Error title=t("Not added: the endpoint did not pass") what next=t("Nothing has changed. Try again, or refuse.") />
            })}
            <div class="row">
                <Button kind=ButtonKind::Primary busy disabled=Signal::derive(move || !armed.get()) on_click=agree>{t("Test, add and use it")}</Button>
                <Button on_click=move |()| site.refuse(id)>{t("Do not add it")}</Button>
            </div>
        </div>
    }
}

fn what_it_names(added: &AddedChain) -> Vec<Definition> {
    let endpoint = added.endpoint.clone();
    vec![
        Definition::text(t("Name"), added.name.clone()),
        Definition::text(t("Chain"), added.chain.0.to_string()),
        Definition::text(t("Coin"), added.symbol.clone()),
        Definition::view(t("Endpoint"), view! { <span class="code code--break">{endpoint}</span> }),
    ]
}

/// Without a list: which assets to look for is not the site's to say.
fn network(AddedChain { chain, name, endpoint, .. }: AddedChain) -> Network {
    Network { name, chain, endpoint, list: String::new(), witnesses: Vec::new(), light_client: None, indexer: None }
}
