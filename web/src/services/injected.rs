//! Other wallets of this browser: those that announce themselves (EIP-6963), and `window.ethereum` (EIP-1193).

mod ask;
mod find;

use std::rc::Rc;

use alloy_primitives::Address;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, Event};

use super::js::{field, object, words};

pub use find::{Watching, having, opening, watch};

/// Longest name of another wallet that is shown: it is the other wallet's own word.
const NAME_MAX: usize = 40;
/// The user said no (EIP-1193).
const REJECTED: i32 = 4001;

/// Another wallet, as it announced itself. Its name and identifier are its own claim.
#[derive(Clone, Debug)]
pub struct Provider {
    /// What it calls itself.
    pub name: String,
    /// Its reverse domain name, where it gave one.
    pub rdns: String,
    /// The object that is asked.
    pub object: JsValue,
}

/// Why another wallet gave no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InjectedError {
    /// The user said no there.
    #[error("you did not agree in the other wallet. Nothing was connected; ask again if you want to")]
    Rejected,
    /// Not one address among its answer.
    #[error("the other wallet named no account. Open it, make or unlock an account there, and ask again")]
    NoAccount,
    /// No wallet is there.
    #[error("no other wallet was found in this browser. Switch it on, allow it on this site, and reload")]
    NoWallet,
    /// None of the wallets opens the account.
    #[error(
        "no other wallet of this browser opens {account} to this page. Unlock the wallet that has it, allow the account on this site, and try again"
    )]
    NotOpened {
        /// The account.
        account: Address,
    },
    /// Anything else, in its own words.
    #[error("the other wallet did not answer as it should: {why}. Open it, unlock it, and ask again")]
    Failed {
        /// Its words.
        why: String,
    },
}

/// Listens until it is dropped.
pub struct Listening(Closure<dyn Fn(Event)>);

impl std::fmt::Debug for Listening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listening")
    }
}

const ANNOUNCE: &str = "eip6963:announceProvider";

impl Drop for Listening {
    fn drop(&mut self) {
        let window = leptos::prelude::window();
        // It was added, or there is nothing to take away.
        let _removed = window.remove_event_listener_with_callback(ANNOUNCE, self.0.as_ref().unchecked_ref());
    }
}

/// Asks the wallets of this browser to announce themselves, and hears of each, now or later.
pub fn listen(on_found: impl Fn(Provider) + 'static) -> Listening {
    let on_found = Rc::new(on_found);
    let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if let Some(provider) = announced(&event) {
            on_found(provider);
        }
    });
    let window = leptos::prelude::window();
    // A window takes listeners and events; where it does not, nobody is heard of.
    let _added = window.add_event_listener_with_callback(ANNOUNCE, heard.as_ref().unchecked_ref());
    if let Ok(request) = Event::new("eip6963:requestProvider") {
        let _dispatched = window.dispatch_event(&request);
    }
    Listening(heard)
}

fn announced(event: &Event) -> Option<Provider> {
    let detail = event.dyn_ref::<CustomEvent>()?.detail();
    let object = field(&detail, &["provider"]);
    let text = |name| field(&detail, &["info", name]).as_string().unwrap_or_default();
    let rdns: String = text("rdns").chars().take(NAME_MAX).collect();
    let name: String = text("name").trim().chars().take(NAME_MAX).collect();
    let name = if name.is_empty() { rdns.clone() } else { name };
    (field(&object, &["request"]).is_function() && !name.is_empty()).then_some(Provider { name, rdns, object })
}

/// The wallet that put itself at `window.ethereum`, as wallets did before EIP-6963.
#[must_use]
pub fn unannounced() -> Option<Provider> {
    let object = field(&leptos::prelude::window(), &["ethereum"]);
    field(&object, &["request"]).is_function().then(|| Provider {
        name: "window.ethereum".to_owned(),
        rdns: String::new(),
        object,
    })
}

/// Whether two announcements are of one wallet.
#[must_use]
pub fn is_same(a: &Provider, b: &Provider) -> bool {
    a.object == b.object || (!a.rdns.is_empty() && a.rdns == b.rdns)
}

/// The accounts that the other wallet opens to this site, once the user agrees there.
///
/// # Errors
/// [`InjectedError`].
pub async fn accounts(provider: &Provider) -> Result<Vec<Address>, InjectedError> {
    let asked = async {
        let request = Reflect::get(&provider.object, &"request".into())?.dyn_into::<Function>()?;
        let question = object(&[("method", "eth_requestAccounts".into())]);
        let promise = request.call1(&provider.object, &question)?.dyn_into::<Promise>()?;
        JsFuture::from(promise).await
    };
    let answer: Result<JsValue, JsValue> = asked.await;
    let answer = answer.map_err(|error| match field(&error, &["code"]) {
        code if code == REJECTED => InjectedError::Rejected,
        _ => InjectedError::Failed { why: words(&error) },
    })?;
    let list = answer.dyn_into::<Array>().map_err(|_| InjectedError::NoAccount)?;
    let found: Vec<Address> = list.iter().filter_map(|one| one.as_string()?.parse().ok()).collect();
    if found.is_empty() { Err(InjectedError::NoAccount) } else { Ok(found) }
}
