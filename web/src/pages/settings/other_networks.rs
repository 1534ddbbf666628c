//! The networks that were in use before, or that a site added: used again or forgotten.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_saved;
use crate::components::{Button, ButtonKind};
use crate::shell::shell;
use crate::state::settings::{Network, Settings};
use crate::text::{fill, t};

/// The list, where there are any.
#[component]
pub(super) fn OtherNetworks() -> impl IntoView {
    let shell = shell();
    let (error, set_error) = signal(None::<String>);
    let others = Memo::new(move |_| shell.settings.with(|settings| settings.others.clone()));
    let change = Callback::new(move |change: Change| {
        spawn_local(async move {
            let said = shell.change_settings(&*change).await.err().map(|error| error.to_string());
            // A network that is in use now has begun this page anew.
            let _gone = set_error.try_set(said);
        });
    });
    move || {
        let others = others.get();
        (!others.is_empty()).then(|| {
            let rows = others.into_iter().map(|network| row(network, change)).collect_view();
            view! {
                <section class="section" aria-labelledby="other-networks">
                    <div class="section__head"><h2 id="other-networks">{t("Other networks")}</h2></div>
                    {not_saved(error)}
                    <ul class="device">{rows}</ul>
                    <p class="small muted">{t("Sites may ask for these: the wallet then asks you. What a site says about them changes nothing.")}</p>
                </section>
            }
        })
    }
}

/// What becomes of the settings.
type Change = Box<dyn Fn(Settings) -> Settings>;

fn row(network: Network, change: Callback<Change>) -> impl IntoView {
    let named = |pattern| fill(pattern, &[("name", &network.name)]);
    let (use_words, forget_words) = (named(t("Use {name}")), named(t("Forget {name}")));
    let what = fill(
        t("Chain {chain}, through {host}"),
        &[("chain", &network.chain.0.to_string()), ("host", &network.through())],
    );
    let (name, chain) = (network.name.clone(), network.chain);
    let forget = move |()| change.run(Box::new(move |settings: Settings| settings.forgetting(chain)));
    let again = move |()| {
        let network = network.clone();
        change.run(Box::new(move |settings: Settings| settings.using(network.clone())));
    };
    view! {
        <li class="device__wallet">
            <span class="stack stack--tight"><strong>{name}</strong><span class="small muted">{what}</span></span>
            <span class="device__end row">
                <Button on_click=again><span aria-hidden="true">{t("Use")}</span><span class="visually-hidden">{use_words}</span></Button>
                <Button kind=ButtonKind::Quiet on_click=forget>
                    <span aria-hidden="true">{t("Forget")}</span><span class="visually-hidden">{forget_words}</span>
                </Button>
            </span>
        </li>
    }
}
