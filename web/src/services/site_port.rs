//! The windows and the port between a site and the wallet, as the browser has them. What is right and wrong is in `state::site_session`.

use js_sys::{JsString, Object};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{Event, MessageEvent, MessagePort, Window};

use crate::state::site_request::MOST_UNITS;
use crate::state::visit::{Visit, VisitError};

/// The window that opened this one.
#[derive(Clone, Debug)]
pub struct Opener(Window);

/// A message between windows.
#[derive(Debug)]
pub struct Letter {
    /// `event.origin`.
    pub origin: String,
    /// Whether `event.source` is the opener.
    pub from_opener: bool,
    /// The text; `None` for what is no string, or longer than any message.
    pub data: Option<String>,
    /// The ports that came along.
    pub ports: Vec<MessagePort>,
}

/// Listens to other windows until it is dropped.
pub struct Hearing(Closure<dyn Fn(MessageEvent)>);

/// The port to a site. Dropping it closes it.
pub struct SitePort {
    port: MessagePort,
    _hears: Closure<dyn Fn(MessageEvent)>,
    _leaves: Closure<dyn Fn(Event)>,
}

const MESSAGE: &str = "message";

/// Why this page was opened, by its address, and as far as the browser confirms it; the window that opened it, where that is in reach.
///
/// # Errors
/// [`VisitError`].
pub fn arrived() -> Result<(Visit, Option<Opener>), VisitError> {
    let window = leptos::prelude::window();
    let framed = window.parent().ok().flatten().is_none_or(|parent| !Object::is(&parent, &window));
    if framed {
        return Err(VisitError::Framed);
    }
    let opener = window.opener().ok().filter(JsValue::is_object).map(|opener| Opener(opener.unchecked_into()));
    let fragment = leptos::prelude::location().hash().unwrap_or_default();
    match Visit::read(fragment.trim_start_matches('#')) {
        Ok(visit @ Visit::Window { .. }) => {
            opener.map_or(Err(VisitError::NoOpener), |opener| Ok((visit, Some(opener))))
        }
        Ok(visit @ Visit::Redirect { .. }) => {
            let confirmed = visit.confirmed(&leptos::prelude::document().referrer())?;
            Ok((confirmed, None))
        }
        Err(error) => {
            if let (VisitError::Version { site: Some((origin, nonce)), .. }, Some(opener)) = (&error, opener) {
                opener.say(&crate::state::site_session::refused(nonce), origin.as_str());
            }
            Err(error)
        }
    }
}

impl Opener {
    /// Says something to the opener, if it is of this origin.
    pub fn say(&self, text: &str, origin: &str) {
        // A window that is gone hears nothing.
        let _unheard = self.0.post_message(&JsValue::from_str(text), origin);
    }

    /// Whether the window is closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.closed().unwrap_or(true)
    }

    /// Hears what other windows say to this one.
    pub fn listen(&self, hear: impl Fn(Letter) + 'static) -> Hearing {
        let opener: JsValue = self.0.clone().into();
        let hears = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let from_opener = event.source().is_some_and(|source| Object::is(&source, &opener));
            hear(Letter {
                origin: event.origin(),
                from_opener,
                data: text(&event),
                ports: event.ports().iter().filter_map(|port| port.dyn_into().ok()).collect(),
            });
        });
        let window = leptos::prelude::window();
        // A window takes listeners; where it does not, the site waits, and says so.
        let _added = window.add_event_listener_with_callback(MESSAGE, hears.as_ref().unchecked_ref());
        Hearing(hears)
    }
}

/// The text of a message. Its length is looked at before it is copied.
fn text(event: &MessageEvent) -> Option<String> {
    let text = event.data().dyn_into::<JsString>().ok()?;
    let short = usize::try_from(text.length()).is_ok_and(|length| length <= MOST_UNITS);
    if short { text.as_string() } else { None }
}

impl std::fmt::Debug for Hearing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hearing")
    }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        let window = leptos::prelude::window();
        // It was added, or there is nothing to take away.
        let _removed = window.remove_event_listener_with_callback(MESSAGE, self.0.as_ref().unchecked_ref());
    }
}

impl SitePort {
    /// Takes a port into use: hears what comes, and hears of its other end being gone, where the browser tells that.
    #[must_use]
    pub fn open(port: &MessagePort, hear: impl Fn(Option<String>) + 'static, left: impl Fn() + 'static) -> Self {
        let hears = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(text(&event)));
        let leaves = Closure::<dyn Fn(Event)>::new(move |_: Event| left());
        // A port takes listeners. `close` is told by browsers that know it (HTML, 2023).
        let _added = port.add_event_listener_with_callback("close", leaves.as_ref().unchecked_ref());
        // This starts it too: what was said before waits in it.
        port.set_onmessage(Some(hears.as_ref().unchecked_ref()));
        Self { port: port.clone(), _hears: hears, _leaves: leaves }
    }

    /// Says something to the site.
    pub fn say(&self, text: &str) {
        // A port whose other end is gone drops it.
        let _unheard = self.port.post_message(&JsValue::from_str(text));
    }

    /// Closes it. This may run inside one of its listeners, which have to outlive the call.
    pub fn close(self) {
        self.port.set_onmessage(None);
        self.port.close();
        wasm_bindgen_futures::spawn_local(async move { drop(self) });
    }
}

impl std::fmt::Debug for SitePort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SitePort")
    }
}

/// Leaves for another address; the back button does not come back here.
pub fn leave_for(address: &str) {
    let left = leptos::prelude::location().replace(address);
    if left.is_err() {
        leptos::logging::warn!("the browser did not leave for the site");
    }
}

/// Closes this window, where a site opened it.
pub fn close_window() {
    // A window that the user opened stays.
    let _stays = leptos::prelude::window().close();
}
