//! Which chain, through which endpoint, with which token list.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::EndpointCheck;
use crate::components::{Button, ButtonKind, ButtonPurpose, Notice, NoticeKind, TextField, TextKind};
use crate::context::wallet;
use crate::state::settings::{Network, NetworkDraft, NetworkFaults, Settings};
use crate::text::{fill, t};

/// What came of the last attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Saved {
        said: Option<String>,
    },
    /// The endpoint refused or is on another chain: nothing was changed.
    Refused {
        why: String,
    },
    /// The storage refused.
    NotStored {
        why: String,
    },
}

/// The form. What is typed takes effect only when it is saved.
#[component]
pub(super) fn NetworkSettings(check_endpoint: Option<EndpointCheck>) -> impl IntoView {
    let wallet = wallet();
    let before = NetworkDraft::from(&wallet.settings.get_untracked().network);
    let name = RwSignal::new(before.name);
    let chain = RwSignal::new(before.chain);
    let endpoint = RwSignal::new(before.endpoint);
    let list = RwSignal::new(before.list);
    let faults = RwSignal::new(NetworkFaults::default());
    let outcome = RwSignal::new(None::<Outcome>);
    let busy = RwSignal::new(false);
    let save = move |network: Network, said: Option<String>| {
        let settings = Settings { network, ..wallet.settings.get_untracked() };
        spawn_local(async move {
            outcome.set(Some(match wallet.save_settings(settings).await {
                Ok(()) => Outcome::Saved { said },
                Err(error) => Outcome::NotStored { why: error.to_string() },
            }));
            busy.set(false);
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        outcome.set(None);
        let draft = NetworkDraft {
            name: name.get_untracked(),
            chain: chain.get_untracked(),
            endpoint: endpoint.get_untracked(),
            list: list.get_untracked(),
        };
        let parsed = draft.parse();
        faults.set(parsed.as_ref().err().cloned().unwrap_or_default());
        let Ok(network) = parsed else { return };
        busy.set(true);
        let Some(check) = check_endpoint else { return save(network, None) };
        let answer = Callback::new({
            let network = network.clone();
            move |answer: Result<String, String>| match answer {
                Ok(said) => save(network.clone(), Some(said)),
                Err(why) => {
                    outcome.set(Some(Outcome::Refused { why }));
                    busy.set(false);
                }
            }
        });
        check.run((network, answer));
    };
    let fault = move |pick: fn(&NetworkFaults) -> &Option<String>| {
        Signal::derive(move || faults.with(|faults| pick(faults).clone()))
    };
    let demo = move |()| {
        let demo = NetworkDraft::from(&Settings::demo().network);
        for (field, text) in [(name, demo.name), (chain, demo.chain), (endpoint, demo.endpoint), (list, demo.list)] {
            field.set(text);
        }
    };
    view! {
        <section class="section" aria-labelledby="network">
            <div class="section__head"><h2 id="network">{t("Network")}</h2></div>
            <form class="stack" on:submit=submit>
                <TextField label=t("Endpoint") kind=TextKind::Code value=endpoint error=fault(|faults| &faults.endpoint)
                    hint=t("A JSON-RPC address of your choice. It sees which accounts you ask about.") />
                <TextField label=t("Chain") kind=TextKind::Code value=chain error=fault(|faults| &faults.chain)
                    hint=t("The chain's number. An endpoint on another chain is refused.") />
                <TextField label=t("Token list") kind=TextKind::Code value=list error=fault(|faults| &faults.list)
                    hint=t("The list that binds assets to their prices, proofs and documents.") />
                <TextField label=t("Name") value=name error=fault(|faults| &faults.name) />
                {move || outcome.get().map(|outcome| told(&outcome))}
                <div class="row">
                    <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit busy>
                        {if check_endpoint.is_some() { t("Test and save") } else { t("Save") }}
                    </Button>
                    <Button kind=ButtonKind::Quiet on_click=demo>{t("Fill in the demo chain")}</Button>
                </div>
            </form>
        </section>
    }
}

fn told(outcome: &Outcome) -> AnyView {
    match outcome {
        Outcome::Saved { said: Some(said) } => {
            view! { <Notice kind=NoticeKind::Success title=t("Tested and saved") what=said.clone() /> }.into_any()
        }
        Outcome::Saved { said: None } => view! { <Notice kind=NoticeKind::Success title=t("Saved") /> }.into_any(),
        Outcome::Refused { why } => view! {
            <Notice kind=NoticeKind::Error title=t("Not saved: the endpoint did not pass") what=why.clone() next=t("The old endpoint stays in use.") />
        }
        .into_any(),
        Outcome::NotStored { why } => {
            let what = fill(t("It is in use until you close the page: {why}."), &[("why", why)]);
            view! { <Notice kind=NoticeKind::Error title=t("Not stored") what /> }.into_any()
        }
    }
}
