//! The ways to a first wallet, or to another one.

mod connect;
mod create;
mod demo;
mod import;
mod ready;
mod watch;
mod write_down;

use leptos::prelude::*;

use crate::components::{Back, Glyph, Icon, Notice, PageHeader};
use crate::route::Way;
use crate::shell::shell;
use crate::state::place::Purpose;
use crate::text::t;

/// The page of one way, or of all.
#[component]
pub(crate) fn Welcome(
    /// Which.
    way: Way,
) -> impl IntoView {
    match way {
        Way::Choose => view! { <Choose /> }.into_any(),
        Way::Create => view! { <create::Create /> }.into_any(),
        Way::Import | Way::Restore => view! { <import::Import way /> }.into_any(),
        Way::Watch => view! { <watch::Watch /> }.into_any(),
        Way::Connect => view! { <connect::Connect /> }.into_any(),
        Way::Demo => view! { <demo::DemoPage /> }.into_any(),
    }
}

/// The way back to all ways.
fn back() -> Back {
    Back { href: Way::Choose.href().to_owned(), label: t("All ways to start").to_owned() }
}

#[component]
fn Choose() -> impl IntoView {
    let shell = shell();
    let stored = move || {
        let some = shell.vaults.with(|vaults| !vaults.is_empty());
        some.then(|| view! { <p><a href="/">{t("Back to the wallets on this device")}</a></p> })
    };
    view! {
        <PageHeader title=t("A wallet for assets that stand for something")
            lead=t("Treasuries, gold, property, credit: Assay tells you whether a transfer will pass before you sign it, and how each figure is known.") />
        {site_waits()}
        <ul class="columns columns--even columns--ways">
            {card(Way::Create, Glyph::Plus, t("Create a wallet"),
                t("A new recovery phrase, made on this device. Have pen and paper at hand."))}
            {card(Way::Import, Glyph::Redeem, t("Bring a wallet"),
                t("A recovery phrase, a private key, a keystore file or recovery shares, from Assay or another wallet."))}
            {card(Way::Demo, Glyph::Portfolio, t("Try the demo chain"),
                t("Look around as one of four investors on a chain where nothing has value. Their phrases are public."))}
        </ul>
        <ul class="columns columns--even columns--ways columns--lesser">
            {card(Way::Watch, Glyph::Eye, t("Watch an address"),
                t("See what it holds and earns. No key, no password, nothing can be signed."))}
            {card(Way::Connect, Glyph::Link, t("Connect another wallet"),
                t("Its keys stay in the other wallet of this browser, which signs."))}
            {card(Way::Restore, Glyph::Document, t("Restore from a file"),
                t("An Assay wallet that you saved to a file. Its password opens it as before."))}
        </ul>
        <div class="page__foot stack">
            {stored}
            <p class="small muted measure">
                {t("Keys are encrypted with your password and stay in this browser, in a worker that has no network. Nobody else has a copy: without the recovery phrase a lost device is a lost wallet.")}
            </p>
        </div>
    }
}

/// Says to whom a site brought here what to do first.
fn site_waits() -> impl IntoView {
    let shell = shell();
    let none = Memo::new(move |_| shell.vaults.with(Vec::is_empty) && shell.purpose() == Purpose::Site);
    move || {
        none.get().then(|| {
            view! {
                <div class="page__notice">
                    <Notice title=t("There is no wallet in this browser yet")
                        what=t("The site waits. Choose how to begin: what it asks is shown once your wallet is open.")
                        next=t("If your wallet is in another browser, or in another profile of this one, open the site there.") />
                </div>
            }
        })
    }
}

fn card(way: Way, glyph: Glyph, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li>
            <a class="way panel" href=way.href()>
                <Icon glyph />
                <span class="way__title">{title}</span>
                <span class="way__text">{text}</span>
            </a>
        </li>
    }
}
