//! What stands around every page: the masthead, what must be known everywhere, and the place of the page itself.

use alloy_primitives::Address;
use leptos::prelude::*;

use super::demo_notice;
use super::lost::LostAccounts;
use super::site_bar::SiteBar;
use crate::components::{AccountChoice, AccountMenu, Button, ButtonKind, Glyph, NavBar, NavItem, Notice, NoticeKind};
use crate::route::{Page, Route, SettingsPart, Way};
use crate::shell::shell;
use crate::site::Site;
use crate::state::accounts;
use crate::state::place::Place;
use crate::text::{fill, t};
use crate::worker::protocol::{AccountSummary, VaultSummary};

/// The frame. Its navigation exists only while a wallet is open.
#[component]
pub(super) fn Frame(
    /// What is on the screen.
    place: Memo<Place>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let shell = shell();
    let open = Memo::new(move |_| place.with(|place| matches!(place, Place::Open(..))));
    let narrow = Memo::new(move |_| {
        place.with(|place| match place {
            Place::Welcome(Way::Choose | Way::Demo) | Place::Open(..) | Place::Gallery => false,
            Place::Site(_)
            | Place::Astray
            | Place::Welcome(Way::Create | Way::Import | Way::Watch | Way::Connect | Way::Restore)
            | Place::Starting
            | Place::Unlock => true,
        })
    });
    let demo = Memo::new(move |_| place.with(|place| demo_notice(&shell, place)));
    view! {
        <div class=move || if open.get() { "frame frame--nav" } else { "frame" }>
            <a class="skip" href="#content">{t("To the content")}</a>
            {move || match use_context::<Site>() {
                Some(site) => view! { <SiteBar site /> }.into_any(),
                None if open.get() => masthead(items(), place).into_any(),
                None => masthead(Vec::new(), place).into_any(),
            }}
            {move || demo.get().map(|text| view! { <aside class="demo-band" aria-label=t("Warning")>{text}</aside> })}
            <main class=move || if narrow.get() { "page page--narrow" } else { "page" } id="content" tabindex="-1">
                {settings_trouble()}
                <LostAccounts />
                {children()}
            </main>
        </div>
    }
}

/// With the main pages while a wallet is open, and without any before.
fn masthead(items: Vec<NavItem>, place: Memo<Place>) -> impl IntoView {
    let account = (!items.is_empty()).then(|| account(place));
    let current = Signal::derive(move || place.with(address));
    view! { <NavBar items current>{account}</NavBar> }
}

fn items() -> Vec<NavItem> {
    vec![
        NavItem { href: "/", label: t("Portfolio"), glyph: Glyph::Portfolio },
        NavItem { href: "/send", label: t("Send"), glyph: Glyph::Send },
        NavItem { href: "/redeem", label: t("Redeem"), glyph: Glyph::Redeem },
        NavItem { href: "/yields", label: t("Yields"), glyph: Glyph::Yield },
        NavItem { href: "/activity", label: t("Activity"), glyph: Glyph::Activity },
        NavItem { href: "/settings", label: t("Settings"), glyph: Glyph::Sliders },
    ]
}

/// The main page that a place belongs to.
fn address(place: &Place) -> String {
    let Place::Open(page, _) = place else {
        return String::new();
    };
    let route = match page {
        Page::Portfolio | Page::Asset(_) => Route::Portfolio,
        Page::Send => return "/send".to_owned(),
        Page::Redeem => return "/redeem".to_owned(),
        Page::Yields => return "/yields".to_owned(),
        Page::Activity | Page::Records => Route::Activity,
        Page::Settings => Route::Settings { part: SettingsPart::Wallet },
        Page::Welcome(_) | Page::Connect | Page::Gallery | Page::Unknown(_) => return String::new(),
    };
    route.href()
}

/// Whose wallet is open and which account is in use, with the others to switch to; and the button that closes it.
fn account(place: Memo<Place>) -> impl IntoView {
    let shell = shell();
    let (busy, set_busy) = signal(false);
    let lock = move |()| {
        set_busy.set(true);
        leptos::task::spawn_local(async move {
            shell.lock().await;
            set_busy.set(false);
        });
    };
    let vault = Memo::new(move |_| shell.open_vault().unwrap_or_default());
    let current = Memo::new(move |_| {
        place.with(|place| match place {
            Place::Open(_, unlocked) => unlocked.address(),
            Place::Starting | Place::Welcome(_) | Place::Unlock | Place::Site(_) | Place::Astray | Place::Gallery => {
                Address::ZERO
            }
        })
    });
    let choices = Signal::derive(move || vault.with(|vault| vault.accounts.iter().enumerate().map(choice).collect()));
    let choose = move |account| {
        // Where it cannot be stored it is in use all the same, until the page is closed.
        leptos::task::spawn_local(async move { drop(shell.use_account(account).await) });
    };
    view! {
        <AccountMenu title=Signal::derive(move || vault.with(VaultSummary::name)) accounts=choices current on_choose=choose manage="/settings" />
        <Button kind=ButtonKind::Quiet icon=Glyph::Lock busy on_click=lock>{t("Lock")}</Button>
    }
}

fn choice((place, account): (usize, &AccountSummary)) -> AccountChoice {
    let note = (!account.has_key()).then(|| accounts::kind_words(&account.kind));
    AccountChoice { address: account.address, name: accounts::name(account, place), note }
}

/// Says that the stored settings are not in use, until new ones are saved.
fn settings_trouble() -> impl IntoView {
    let shell = shell();
    move || {
        shell.settings_trouble.get().map(|error| {
            view! {
                <div class="page__notice">
                    <Notice kind=NoticeKind::Warn title=t("Your settings could not be read")
                        what=fill(t("The defaults are in use: {error}."), &[("error", &error.to_string())])
                        next=t("The stored record stays as it is. Save your settings again to replace it; a damaged one is then kept aside.") />
                </div>
            }
        })
    }
}
