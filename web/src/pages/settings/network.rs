//! Which chain, through which endpoint, with which token list.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::EndpointCheck;
use crate::components::{Button, ButtonKind, ButtonPurpose, Notice, NoticeKind, TextField, TextKind};
use crate::shell::{Shell, shell};
use crate::state::light_client::is_followed;
use crate::state::saving::Saving;
use crate::state::settings::{Network, NetworkDraft, NetworkFaults, Settings, chain};
use crate::text::{fill, t};

/// The form as it stands.
#[derive(Clone, Copy)]
struct Form {
    shell: Shell,
    check: Option<EndpointCheck>,
    name: RwSignal<String>,
    chain: RwSignal<String>,
    endpoint: RwSignal<String>,
    list: RwSignal<String>,
    witnesses: RwSignal<String>,
    beacons: RwSignal<String>,
    checkpoint: RwSignal<String>,
    indexer: RwSignal<String>,
    faults: RwSignal<NetworkFaults>,
    busy: RwSignal<bool>,
}

impl Form {
    fn new(shell: Shell, check: Option<EndpointCheck>) -> Self {
        let empty = || RwSignal::new(String::new());
        let form = Self {
            shell,
            check,
            name: empty(),
            chain: empty(),
            endpoint: empty(),
            list: empty(),
            witnesses: empty(),
            beacons: empty(),
            checkpoint: empty(),
            indexer: empty(),
            faults: RwSignal::default(),
            busy: RwSignal::new(false),
        };
        form.fill_in(&shell.settings.get_untracked().network);
        form
    }

    fn fill_in(self, network: &Network) {
        let NetworkDraft { name, chain, endpoint, list, witnesses, beacons, checkpoint, indexer } =
            NetworkDraft::from(network);
        self.name.set(name);
        self.chain.set(chain);
        self.endpoint.set(endpoint);
        self.list.set(list);
        self.witnesses.set(witnesses);
        self.beacons.set(beacons);
        self.checkpoint.set(checkpoint);
        self.indexer.set(indexer);
    }

    fn fault(self, pick: fn(&NetworkFaults) -> &Option<String>) -> Signal<Option<String>> {
        Signal::derive(move || self.faults.with(|faults| pick(faults).clone()))
    }

    /// Reads the form, asks the endpoint, saves.
    fn submit(self) {
        self.shell.network_saving.set(None);
        let draft = NetworkDraft {
            name: self.name.get_untracked(),
            chain: self.chain.get_untracked(),
            endpoint: self.endpoint.get_untracked(),
            list: self.list.get_untracked(),
            witnesses: self.witnesses.get_untracked(),
            beacons: self.beacons.get_untracked(),
            checkpoint: self.checkpoint.get_untracked(),
            indexer: self.indexer.get_untracked(),
        };
        match draft.parse() {
            Err(faults) => self.faults.set(faults),
            Ok(network) => {
                self.faults.set(NetworkFaults::default());
                self.busy.set(true);
                self.ask(network);
            }
        }
    }

    fn ask(self, network: Network) {
        let Some(check) = self.check else {
            self.save(network, None);
            return;
        };
        let asked = network.clone();
        let answer = Callback::new(move |answer: Result<String, String>| match answer {
            Ok(said) => self.save(network.clone(), Some(said)),
            Err(why) => {
                self.shell.network_saving.set(Some(Saving::Refused { why }));
                self.busy.set(false);
            }
        });
        check.run((asked, answer));
    }

    fn save(self, network: Network, said: Option<String>) {
        spawn_local(async move {
            let saved = self.shell.change_settings(|settings| settings.using(network.clone())).await;
            self.shell.network_saving.set(Some(match saved {
                Ok(()) => Saving::Saved { said },
                Err(error) => Saving::NotStored { why: error.to_string() },
            }));
            // A network that is in use now has begun this page anew.
            let _gone = self.busy.try_set(false);
        });
    }
}

/// The form. What is typed takes effect only when it is saved.
#[component]
pub(super) fn NetworkSettings(check_endpoint: Option<EndpointCheck>) -> impl IntoView {
    let form = Form::new(shell(), check_endpoint);
    on_cleanup(move || form.shell.network_saving.set(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.busy.get_untracked() {
            form.submit();
        }
    };
    let followed = Memo::new(move |_| chain(&form.chain.get()).is_ok_and(is_followed));
    let demo = move |()| form.fill_in(&Settings::demo().network);
    view! {
        <section class="section" aria-labelledby="network">
            <div class="section__head"><h2 id="network">{t("Network")}</h2></div>
            <form class="stack" on:submit=submit>
                <TextField label=t("Endpoint") kind=TextKind::Code value=form.endpoint error=form.fault(|faults| &faults.endpoint)
                    hint=t("A JSON-RPC address of your choice. It sees which accounts you ask about.") />
                <TextField label=t("Other endpoints") kind=TextKind::Code value=form.witnesses error=form.fault(|faults| &faults.witnesses)
                    hint=t("Run by other parties, apart by spaces. They are asked only whether they have the same blocks: then figures proven in a block are attested, where they would be one endpoint's claim.") />
                <TextField label=t("Chain") kind=TextKind::Code value=form.chain error=form.fault(|faults| &faults.chain)
                    hint=t("The chain's number. An endpoint on another chain is refused.") />
                {move || if followed.get() { light_client(form).into_any() } else { none_follows().into_any() }}
                <TextField label=t("Token list") kind=TextKind::Code value=form.list error=form.fault(|faults| &faults.list)
                    hint=t("The list that binds assets to their prices, proofs and documents. Leave it empty for none.") />
                <TextField label=t("Indexer") kind=TextKind::Code value=form.indexer error=form.fault(|faults| &faults.indexer)
                    hint=t("A subgraph that tells the history of your accounts faster than an endpoint's logs. It sees which account you ask about. What it says is claimed until the endpoint's logs confirm it. Leave it empty to read from the endpoint.") />
                <TextField label=t("Name") value=form.name error=form.fault(|faults| &faults.name) />
                {move || form.shell.network_saving.get().map(told)}
                <div class="row">
                    <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit busy=form.busy>
                        {if check_endpoint.is_some() { t("Test and save") } else { t("Save") }}
                    </Button>
                    <Button kind=ButtonKind::Quiet on_click=demo>{t("Fill in the demo chain")}</Button>
                </div>
            </form>
        </section>
    }
}

/// The light client's fields, for a chain that one can follow.
fn light_client(form: Form) -> impl IntoView {
    view! {
        <TextField label=t("Beacon endpoints") kind=TextKind::Code value=form.beacons error=form.fault(|faults| &faults.light_client.endpoints)
            hint=t("Addresses of the beacon API, apart by spaces. What they answer is believed only as far as validators have signed it: then figures in such a block are proven.") />
        <TextField label=t("Checkpoint") kind=TextKind::Code value=form.checkpoint error=form.fault(|faults| &faults.light_client.checkpoint)
            hint=t("The root of a recent final beacon block: 0x and 64 digits. All that is proven rests on it, so take it from at least two places that do not belong to the same party, and compare. One older than 14 days is refused. The wallet never picks one by itself.") />
    }
}

/// Says that there is no light client for a chain.
fn none_follows() -> impl IntoView {
    view! { <p class="field__hint">{t("There is no light client for this chain: its blocks are at best attested, where other endpoints have the same ones.")}</p> }
}

fn told(outcome: Saving) -> AnyView {
    match outcome {
        Saving::Saved { said: Some(said) } => {
            view! { <Notice kind=NoticeKind::Success title=t("Tested and saved") what=said /> }.into_any()
        }
        Saving::Saved { said: None } => view! { <Notice kind=NoticeKind::Success title=t("Saved") /> }.into_any(),
        Saving::Refused { why } => view! {
            <Notice kind=NoticeKind::Error title=t("Not saved: the endpoint did not pass") what=why next=t("The old endpoint stays in use.") />
        }
        .into_any(),
        Saving::NotStored { why } => {
            let what = fill(t("It is in use until you close the page: {why}."), &[("why", &why)]);
            view! { <Notice kind=NoticeKind::Error title=t("Not stored") what /> }.into_any()
        }
    }
}
