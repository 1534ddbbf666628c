//! Looks for accounts of a phrase that were used before, and adds those that the user ticks.

use std::collections::BTreeSet;

use assay_sdk::units::AccountScan;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{AddressView, Badge, Button, ButtonKind, CheckField, Notice, NoticeKind};
use crate::pages::key_ask::{other_answer, sentence};
use crate::problem;
use crate::services::chain::ChainRoom;
use crate::shell::{Shell, shell};
use crate::state::accounts;
use crate::state::discovery::{Activity, Batch, Found, Scan};
use crate::text::{fill, t};
use crate::worker::protocol::{Answer, Call, DerivedAddress};

/// How far the search is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Looking,
    Stopped(String),
    Over,
}

#[derive(Clone, Copy)]
struct Search {
    shell: Shell,
    secret: u32,
    scan: RwSignal<Scan>,
    stage: RwSignal<Stage>,
    /// Paths that are not to be added.
    unticked: RwSignal<BTreeSet<String>>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
}

impl Search {
    /// Goes on from where it stands.
    fn run(self) {
        self.stage.set(Stage::Looking);
        spawn_local(async move {
            let outcome = self.look().await;
            let stage = outcome.map_or_else(Stage::Stopped, |()| Stage::Over);
            // Whoever asked may be gone.
            let _gone = self.stage.try_set(stage);
        });
    }

    async fn look(self) -> Result<(), String> {
        let network = self.shell.settings.get_untracked().network;
        let of_chain = |problem| {
            let text = problem::of_chain(&problem);
            format!("{}. {} {}", text.title, text.what, text.next)
        };
        let room = ChainRoom::open(&network).await.map_err(of_chain)?;
        // Gone with whoever asked.
        while let Some(batches) = self.scan.try_with_untracked(Scan::next).filter(|batches| !batches.is_empty()) {
            let mut seen: Vec<(DerivedAddress, Activity)> = Vec::new();
            for batch in batches {
                let derived = self.derive(batch).await?;
                let wanted: Vec<_> = derived.iter().map(|derived| derived.address).collect();
                let activity = room.activity(&wanted).await.map_err(of_chain)?;
                seen.extend(derived.into_iter().zip(activity));
            }
            match self.scan.try_update(|scan| scan.take(seen)) {
                Some(taken) => taken.map_err(|error| sentence(&error))?,
                None => break,
            }
        }
        Ok(())
    }

    async fn derive(self, batch: Batch) -> Result<Vec<DerivedAddress>, String> {
        let Batch { scheme, first, count } = batch;
        let call = Call::Derive { secret: self.secret, scheme: scheme.to_string(), first, count };
        let answer = self.shell.ask(call).await.map_err(|error| error.message)?;
        let Answer::Derived { addresses } = answer else {
            return Err(other_answer());
        };
        Ok(addresses)
    }

    /// Adds what is ticked.
    fn add(self, on_added: Callback<()>) {
        let first = self.shell.open_vault().map_or(0, |vault| vault.accounts.len());
        let chosen = self.chosen();
        let named = |(place, path): (usize, &String)| (path.clone(), accounts::numbered(first.saturating_add(place)));
        let call = Call::AddDerived { secret: self.secret, accounts: chosen.iter().enumerate().map(named).collect() };
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let outcome = self.shell.change(call).await;
            let _gone = self.busy.try_set(false);
            match outcome {
                Ok(()) => {
                    let _gone = self.scan.try_update(|scan| scan.adopt(&chosen));
                    on_added.run(());
                }
                Err(error) => _ = self.refused.try_set(Some(error.message)),
            }
        });
    }

    /// The paths that are to be added. Tracks.
    fn chosen(self) -> Vec<String> {
        let new = self.scan.with(Scan::new_ones);
        self.unticked.with(|unticked| new.into_iter().filter(|path| !unticked.contains(path)).collect())
    }
}

/// The search, which begins at once.
#[component]
pub(super) fn Discovery(
    /// Which of the wallet's phrases.
    secret: u32,
    /// Hears that accounts were added.
    #[prop(into)]
    on_added: Callback<()>,
) -> impl IntoView {
    let search = Search {
        shell: shell(),
        secret,
        scan: RwSignal::new(Scan::default()),
        stage: RwSignal::new(Stage::Looking),
        unticked: RwSignal::new(BTreeSet::new()),
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
    };
    search.run();
    let found = Memo::new(move |_| search.scan.with(Scan::found));
    let rows = move || found.get().into_iter().map(|found| row(search, found)).collect_view();
    let add = move || {
        let count = search.chosen().len();
        (count > 0).then(|| {
            let words = match count {
                1 => t("Add this account").to_owned(),
                more => fill(t("Add these {n} accounts"), &[("n", &more.to_string())]),
            };
            let on_click = move |()| untrack(move || search.add(on_added));
            view! { <div class="row"><Button kind=ButtonKind::Primary busy=search.busy on_click>{words}</Button></div> }
        })
    };
    let ends = fill(
        t("Along each way of numbering, the search ends after {n} accounts in a row that were never used."),
        &[("n", &AccountScan::GAP.to_string())],
    );
    view! {
        <div class="stack">
            <p class="small muted">{ends}</p>
            <div aria-live="polite">{move || progress(search, found)}</div>
            {move || (!found.with(Vec::is_empty)).then(|| view! { <ul class="rows">{rows}</ul> })}
            {add}
            {move || search.refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("They were not added") what /> })}
        </div>
    }
}

fn progress(search: Search, found: Memo<Vec<Found>>) -> AnyView {
    let looked = search.scan.with(Scan::looked).to_string();
    match search.stage.get() {
        Stage::Looking => {
            let words = fill(t("Looking for used accounts: {n} looked at so far…"), &[("n", &looked)]);
            view! { <p class="waiting"><span class=std::convert::identity("button__spinner") aria-hidden="true"></span>{words}</p> }.into_any()
        }
        Stage::Stopped(what) => view! {
            <Notice kind=NoticeKind::Warn title=t("The search stopped") what on_retry=move |()| search.run() />
        }
        .into_any(),
        Stage::Over => {
            let network = search.shell.settings.with(|settings| settings.network.name.clone());
            let pattern = match found.with(Vec::len) {
                0 => t("None of the {n} accounts looked at was used on {network}. The first one is ready for you."),
                1 => t("One of the {n} accounts looked at was used on {network}."),
                _ => t("{found} of the {n} accounts looked at were used on {network}."),
            };
            let count = found.with(Vec::len).to_string();
            let words = fill(pattern, &[("n", &looked), ("network", &network), ("found", &count)]);
            view! { <p>{words}</p> }.into_any()
        }
    }
}

fn row(search: Search, found: Found) -> impl IntoView {
    let Found { derived: DerivedAddress { path, address, added }, activity } = found;
    let own = path.clone();
    let ticked = Signal::derive(move || added || search.unticked.with(|unticked| !unticked.contains(&own)));
    let own = path.clone();
    let change = move |ticked: bool| {
        search
            .unticked
            .update(|unticked| _ = if ticked { unticked.remove(&own) } else { unticked.insert(own.clone()) });
    };
    let state = added.then(|| view! { <Badge>{t("Already here")}</Badge> });
    view! {
        <li class="rows__row">
            <CheckField checked=ticked on_change=change disabled=added>
                <span class="visually-hidden">{t("Add the account at")}{" "}</span><code>{path}</code>
            </CheckField>
            <span class="rows__what"><AddressView address=Signal::stored(address) /><span class="small muted">{used(&activity)}</span></span>
            {state}
        </li>
    }
}

/// How an account was used, in words.
fn used(activity: &Activity) -> String {
    let mut words = Vec::new();
    match activity.transactions {
        0 => {}
        1 => words.push(t("1 transaction").to_owned()),
        n => words.push(fill(t("{n} transactions"), &[("n", &n.to_string())])),
    }
    if !activity.coin.is_zero() {
        words.push(t("some of the chain's coin").to_owned());
    }
    match activity.assets {
        0 => {}
        1 => words.push(t("1 asset of the list").to_owned()),
        n => words.push(fill(t("{n} assets of the list"), &[("n", &n.to_string())])),
    }
    words.join(" · ")
}
