//! The wallet that has an account, found again after a reload.

use std::cell::RefCell;
use std::rc::Rc;

use alloy_primitives::Address;
use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{InjectedError, Provider, accounts, is_same, listen, unannounced};
use crate::services::js::object;

/// How long announcements are waited for, in milliseconds. Wallets that are there answer before the question returns.
const ANNOUNCED_WITHIN: u32 = 100;

/// The wallet that opens this account to this page. Asked without a window first; where there is one wallet only and it opens nothing,
/// as one that is locked, it may ask its user.
///
/// A wallet can name any account. Whether it has the key shows in what it signs.
///
/// # Errors
/// [`InjectedError`].
pub async fn having(account: Address) -> Result<Provider, InjectedError> {
    if let Some(provider) = opening(account).await {
        return Ok(provider);
    }
    let all = all().await;
    match <[Provider; 1]>::try_from(all) {
        Ok([only]) => {
            let opened = accounts(&only).await?;
            if opened.contains(&account) { Ok(only) } else { Err(InjectedError::NotOpened { account }) }
        }
        Err(all) if all.is_empty() => Err(InjectedError::NoWallet),
        Err(_) => Err(InjectedError::NotOpened { account }),
    }
}

/// The wallet that opens this account to this page already; nobody is asked.
pub async fn opening(account: Address) -> Option<Provider> {
    for provider in all().await {
        if opened(&provider).await.contains(&account) {
            return Some(provider);
        }
    }
    None
}

async fn all() -> Vec<Provider> {
    let found = Rc::new(RefCell::new(Vec::<Provider>::new()));
    let heard = Rc::clone(&found);
    let add = move |provider: Provider| {
        let mut known = heard.borrow_mut();
        if !known.iter().any(|known| is_same(known, &provider)) {
            known.push(provider);
        }
    };
    let listening = listen(add.clone());
    TimeoutFuture::new(ANNOUNCED_WITHIN).await;
    drop(listening);
    if let Some(old) = unannounced() {
        add(old);
    }
    found.take()
}

/// The accounts that it opens already. None where it does not say.
async fn opened(provider: &Provider) -> Vec<Address> {
    let asked = async {
        let function = Reflect::get(&provider.object, &"request".into())?.dyn_into::<Function>()?;
        let promised = function.call1(&provider.object, &object(&[("method", "eth_accounts".into())]))?;
        JsFuture::from(Promise::resolve(&promised)).await?.dyn_into::<Array>()
    };
    let answer: Result<Array, JsValue> = asked.await;
    answer.map(|list| list.iter().filter_map(|one| one.as_string()?.parse().ok()).collect()).unwrap_or_default()
}

/// Hears of changes in the other wallet until it is dropped.
pub struct Watching {
    provider: Provider,
    heard: Closure<dyn Fn(JsValue)>,
}

/// What is heard: another chain, other accounts, and a connection that comes or goes (EIP-1193).
const EVENTS: [&str; 4] = ["chainChanged", "accountsChanged", "connect", "disconnect"];

/// Hears when the other wallet goes to another chain, opens other accounts, or comes and goes. What it says then is not used: whoever
/// hears asks again.
pub fn watch(provider: &Provider, on_change: impl Fn() + 'static) -> Watching {
    let watching = Watching { provider: provider.clone(), heard: Closure::new(move |_said: JsValue| on_change()) };
    watching.each("on");
    watching
}

impl Watching {
    fn each(&self, method: &str) {
        let found = Reflect::get(&self.provider.object, &method.into()).and_then(JsCast::dyn_into::<Function>);
        // One without events is asked all the same whenever something is sent.
        let Ok(function) = found else { return };
        for event in EVENTS {
            let _added = function.call2(&self.provider.object, &event.into(), self.heard.as_ref());
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.each("removeListener");
    }
}

impl std::fmt::Debug for Watching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watching")
    }
}
