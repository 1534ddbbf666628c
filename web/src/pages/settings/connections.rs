//! The sites that may see an account: which, since when, last used, and taking it back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{AddressView, Button, ButtonKind, EmptyState, Glyph, Icon, Notice, NoticeKind, Sheet};
use crate::format;
use crate::shell::shell;
use crate::state::connections::Connection;
use crate::text::{fill, t};

/// The part of the settings.
#[component]
pub(super) fn ConnectionsPart() -> impl IntoView {
    let shell = shell();
    spawn_local(async move { shell.load_connections().await });
    let refused = RwSignal::new(None::<String>);
    let asking = RwSignal::new(false);
    let all = Memo::new(move |_| shell.connections.with(|connections| connections.iter().cloned().collect::<Vec<_>>()));
    let list = move || {
        let all = all.get();
        if all.is_empty() {
            return view! {
                <div class="panel"><EmptyState glyph=Glyph::Link title=t("No site sees an account of yours")
                    text=t("A site asks when you choose Assay there. What you allow stands here, and can be taken back at any time.") /></div>
            }
            .into_any();
        }
        let rows = all.into_iter().map(|connection| view! { <Row connection refused /> }).collect_view();
        view! { <ul class="accounts">{rows}</ul> }.into_any()
    };
    let several = move || {
        (all.with(Vec::len) > 1).then(|| {
            view! { <div class="row"><Button on_click=move |()| asking.set(true)>{t("Take all back")}</Button></div> }
        })
    };
    view! {
        <section class="section" aria-labelledby="connections">
            <div class="section__head"><h2 id="connections">{t("Connections")}</h2></div>
            {unreadable()}
            {move || refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("It could not be taken back") what /> })}
            {list}
            {damaged(refused)}
            {several}
            <p class="small muted">{t("Each site sees only the address that stands beside it, and what anybody can read about it on the chain. It can ask you to sign; nothing is signed without your word. Kept in this browser alone.")}</p>
            <RevokeAll asking refused />
        </section>
    }
}

/// Says that nothing could be read at all.
fn unreadable() -> impl IntoView {
    let shell = shell();
    move || {
        shell.connections_trouble.get().map(|error| {
            let retry = move |()| spawn_local(async move { shell.load_connections().await });
            view! {
                <Notice kind=NoticeKind::Warn title=t("Your connections could not be read") what=error.to_string()
                    next=t("Until they can be, no site sees an account without asking.") on_retry=retry />
            }
        })
    }
}

/// Takes what is stored under a key back.
fn revoke(key: String, refused: RwSignal<Option<String>>) {
    let shell = shell();
    spawn_local(async move {
        let said = shell.remove_connection(&key).await.err().map(|error| error.to_string());
        let _gone = refused.try_set(said);
    });
}

#[component]
fn Row(connection: Connection, refused: RwSignal<Option<String>>) -> impl IntoView {
    let shell = shell();
    let key = connection.key();
    let Connection { origin, account, since, used, name, .. } = connection;
    let label = fill(t("Take back what {site} may see"), &[("site", origin.as_str())]);
    let times = fill(
        t("Allowed {since}, last used {used}"),
        &[("since", &format::date(since)), ("used", &format::age(shell.now.get_untracked(), used))],
    );
    let person = untrack(|| shell.person(account)).map(|person| person.name);
    let who = match person {
        Some(person) => view! { <AddressView address=Signal::stored(account) name=person /> }.into_any(),
        None => view! { <AddressView address=Signal::stored(account) /> }.into_any(),
    };
    view! {
        <li class="accounts__row accounts__row--short">
            <div class="stack stack--tight connection">
                <span class="connection__site"><Icon glyph=Glyph::Link /><span class="connection__origin">{origin.to_string()}</span></span>
                {name.map(|name| view! { <span class="small muted">{t("It calls itself")}" “"<bdi>{name}</bdi>"”"</span> })}
                <span class="small muted">{times}</span>
            </div>
            <div class="accounts__what">{who}</div>
            <div class="accounts__do">
                <Button kind=ButtonKind::Quiet on_click=move |()| revoke(key.clone(), refused)>
                    <span aria-hidden="true">{t("Take back")}</span><span class="visually-hidden">{label}</span>
                </Button>
            </div>
        </li>
    }
}

/// The records that cannot be read: they allow nothing, and stay until the user removes them.
fn damaged(refused: RwSignal<Option<String>>) -> impl IntoView {
    let shell = shell();
    move || {
        let damaged = shell.connections.with(|connections| connections.damaged().to_vec());
        (!damaged.is_empty()).then(|| {
            let rows = damaged.into_iter().map(move |record| {
                let words = fill(t("Remove the damaged record {key}"), &[("key", &record.key)]);
                let key = record.key.clone();
                view! {
                    <li class="stack stack--tight">
                        <span class="code code--break">{record.key}</span>
                        <span class="small muted">{record.why}</span>
                        <span class="row"><Button on_click=move |()| revoke(key.clone(), refused)>
                            <span aria-hidden="true">{t("Remove")}</span><span class="visually-hidden">{words}</span>
                        </Button></span>
                    </li>
                }
            });
            view! {
                <Notice kind=NoticeKind::Warn title=t("A connection is damaged") what=t("It allows nothing, and stays stored as it is until you remove it.")>
                    <ul class="stack">{rows.collect_view()}</ul>
                </Notice>
            }
        })
    }
}

/// Asks once before all of them are taken back.
#[component]
fn RevokeAll(asking: RwSignal<bool>, refused: RwSignal<Option<String>>) -> impl IntoView {
    let close = move |()| asking.set(false);
    let question = move || {
        let shell = shell();
        let keys: Vec<String> =
            shell.connections.with_untracked(|connections| connections.iter().map(Connection::key).collect());
        let what = fill(
            t("{n} connections end. Each site has to ask again before it sees an account."),
            &[("n", &keys.len().to_string())],
        );
        let keys = StoredValue::new(keys);
        let agree = move |()| {
            keys.with_value(|keys| keys.iter().for_each(|key| revoke(key.clone(), refused)));
            asking.set(false);
        };
        view! {
            <div class="stack">
                <p>{what}</p>
                <div class="sheet__actions">
                    <Button on_click=close>{t("Keep them")}</Button>
                    <Button kind=ButtonKind::Danger on_click=agree>{t("Take all back")}</Button>
                </div>
            </div>
        }
    };
    view! { <Sheet title=t("Take all connections back") open=asking on_close=close>{question}</Sheet> }
}
