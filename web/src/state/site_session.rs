//! One site's session with the wallet: the handshake, the numbers of its requests, their queue, and what voids them. Plain rules; what carries the
//! messages is in `services`, what is asked of the user in `pages`. The protocol is in `docs/connection.md`.

mod standing;

use std::collections::VecDeque;

use alloy_primitives::Address;
use assay_sdk::units::ChainId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::site_origin::SiteOrigin;
use super::site_request::{MOST_UNITS, NAME_MAX, SiteError, SiteErrorCode, SiteMessage, SiteRequest, Violation};
use super::visit::Nonce;

pub use standing::{Ask, Decision, Standing};

/// How many requests may wait at a time, the one on the screen among them.
pub const MOST_WAITING: usize = 16;

/// A session from the window's opening to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteSession {
    origin: SiteOrigin,
    nonce: Nonce,
    name: Option<String>,
    stage: Stage,
    last_id: u64,
    waiting: VecDeque<Waiting>,
    /// The request that its user has agreed to, and that is being carried out.
    agreed: Option<u64>,
    told: Told,
}

/// What the site knows of the wallet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    account: Option<Address>,
    chain: Option<ChainId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The site has not answered yet.
    Greeting,
    /// The port is open.
    Open,
    /// It is over.
    Ended(Ended),
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The site went away: closed, reloaded, or gone to another page.
    SiteLeft,
    /// The site sent what is no message, or a number out of order.
    Violated,
    /// The user ended it.
    Disconnected,
}

/// A request that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Its number.
    pub id: u64,
    /// What it asks.
    pub request: SiteRequest,
}

/// A message between windows, as the browser told it.
#[derive(Clone, Copy, Debug)]
pub struct Knock<'a> {
    /// `event.origin`.
    pub origin: &'a str,
    /// Whether `event.source` is the window that opened this one.
    pub from_opener: bool,
    /// The text; `None` for what is no string.
    pub data: Option<&'a str>,
    /// How many ports came along.
    pub ports: usize,
}

/// Why what waits is void.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Void {
    /// The wallet was locked.
    Locked,
    /// Another account is in use.
    Account,
    /// Another chain is in use.
    Chain,
    /// The window was closed, or is loaded anew.
    Closed,
}

/// The site's answer to `ready`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    assay: u32,
    kind: String,
    nonce: String,
    #[serde(default)]
    name: Option<String>,
}

/// What goes to the site. Exactly one of the two results stands in it.
#[derive(Serialize)]
struct Answer<'a> {
    id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a SiteError>,
}

/// What the window says to its opener before there is a port.
#[must_use]
pub fn ready(nonce: &Nonce) -> String {
    json!({ "assay": 1, "kind": "ready", "nonce": nonce.as_str() }).to_string()
}

/// What the window says to a site of another version.
#[must_use]
pub fn refused(nonce: &Nonce) -> String {
    json!({ "assay": 1, "kind": "refused", "why": "version", "nonce": nonce.as_str() }).to_string()
}

/// An answer as it is written.
#[must_use]
pub fn answer_text(id: u64, result: &Result<Value, SiteError>) -> String {
    let answer = match result {
        Ok(value) => Answer { id, result: Some(value), error: None },
        Err(error) => Answer { id, result: None, error: Some(error) },
    };
    // Values and errors are plain JSON: writing them cannot fail.
    let text = serde_json::to_string(&answer).unwrap_or_default();
    if text.len() > MOST_UNITS && text.encode_utf16().count() > MOST_UNITS {
        let error = SiteError::new(SiteErrorCode::Refused, "The answer is longer than any message may be.");
        return answer_text(id, &Err(error));
    }
    text
}

/// An event as it is written.
#[must_use]
pub fn event_text(event: &str, data: &Value) -> String {
    json!({ "event": event, "data": data }).to_string()
}

impl SiteSession {
    /// A session that waits for the site at this origin.
    #[must_use]
    pub const fn greeting(origin: SiteOrigin, nonce: Nonce) -> Self {
        let told = Told { account: None, chain: None };
        Self {
            origin,
            nonce,
            name: None,
            stage: Stage::Greeting,
            last_id: 0,
            waiting: VecDeque::new(),
            agreed: None,
            told,
        }
    }

    /// A session of one request: the site has left, and takes the answer when its user comes back. `None` for a request that was answered already.
    #[must_use]
    pub fn of_one(origin: SiteOrigin, nonce: Nonce, waiting: Option<Waiting>) -> Self {
        Self { stage: Stage::Open, waiting: waiting.into_iter().collect(), ..Self::greeting(origin, nonce) }
    }

    /// The site.
    #[must_use]
    pub const fn origin(&self) -> &SiteOrigin {
        &self.origin
    }

    /// The visit's number.
    #[must_use]
    pub const fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// What the site calls itself: its own word, fit to be shown.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether the site is there.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// Why it is over, where it is.
    #[must_use]
    pub const fn ended(&self) -> Option<Ended> {
        match self.stage {
            Stage::Ended(why) => Some(why),
            Stage::Greeting | Stage::Open => None,
        }
    }

    /// A message between windows. `true` where it opens the session: the one port that came along is the site's. All else is passed over in
    /// silence, so that nobody learns anything from trying.
    pub fn knock(&mut self, knock: &Knock<'_>) -> bool {
        let expected = self.stage == Stage::Greeting
            && knock.from_opener
            && knock.origin == self.origin.as_str()
            && knock.ports == 1;
        let text = knock.data.filter(|text| expected && text.len() <= MOST_UNITS);
        let Some(open) = text.and_then(|text| serde_json::from_str::<Open>(text).ok()) else { return false };
        if open.assay != 1 || open.kind != "open" || open.nonce != self.nonce.as_str() {
            return false;
        }
        match open.name.as_deref().map(named) {
            Some(None) => return false,
            Some(name) => self.name = name,
            None => {}
        }
        self.stage = Stage::Open;
        true
    }

    /// A message of the port; `None` for what is no string. What is to be answered at once is returned.
    ///
    /// # Errors
    /// [`Violation`]: the session is to be ended, by [`SiteSession::end`].
    pub fn receive(&mut self, data: Option<&str>) -> Result<Option<String>, Violation> {
        if self.stage != Stage::Open {
            return Ok(None);
        }
        let text = data.ok_or_else(|| Violation::Shape { what: "it is no string".to_owned() })?;
        let SiteMessage { id, request } = SiteMessage::read(text)?;
        if id <= self.last_id {
            let what = format!("its id is {id}, and {} was there before", self.last_id);
            return Err(Violation::Shape { what });
        }
        self.last_id = id;
        match request {
            Err(error) => Ok(Some(answer_text(id, &Err(error)))),
            Ok(_) if self.waiting.len() >= MOST_WAITING => {
                let message = format!("{MOST_WAITING} requests wait already. Wait for their answers.");
                Ok(Some(answer_text(id, &Err(SiteError::new(SiteErrorCode::TooMany, message)))))
            }
            Ok(request) => {
                self.waiting.push_back(Waiting { id, request });
                Ok(None)
            }
        }
    }

    /// The request whose turn it is.
    #[must_use]
    pub fn front(&self) -> Option<&Waiting> {
        self.waiting.front()
    }

    /// How many wait behind it.
    #[must_use]
    pub fn behind(&self) -> usize {
        self.waiting.len().saturating_sub(1)
    }

    /// What the site has to hear of where it stands now: events for what it knows otherwise. A site that never had consent hears nothing.
    #[must_use]
    pub fn news(&mut self, standing: &Standing) -> Vec<String> {
        let mut said = Vec::new();
        if self.stage != Stage::Open {
            return said;
        }
        let account = standing.consented.then_some(standing.account);
        if self.told.account != account {
            let accounts: Vec<String> = account.iter().map(|account| account.to_checksum(None)).collect();
            said.push(event_text("accountsChanged", &json!(accounts)));
            self.told.account = account;
        }
        if standing.consented {
            if self.told.chain.is_some_and(|told| told != standing.chain) {
                said.push(event_text("chainChanged", &json!(standing::quantity(standing.chain))));
            }
            self.told.chain = Some(standing.chain);
        }
        said
    }

    /// The user has agreed to the request whose turn it is, and it is being carried out: from now on nobody may say that nothing was signed.
    pub fn agree(&mut self, id: u64) {
        if self.front().is_some_and(|front| front.id == id) {
            self.agreed = Some(id);
        }
    }

    /// Answers the request whose turn it is. `None` where that is another one: what was answered has been voided meanwhile, and nobody hears of it.
    #[must_use]
    pub fn answer(&mut self, id: u64, result: &Result<Value, SiteError>) -> Option<String> {
        self.waiting.pop_front_if(|front| front.id == id)?;
        Some(answer_text(id, result))
    }

    /// Voids all that waits, and returns the answers. Numbers are not given anew.
    #[must_use]
    pub fn void(&mut self, why: Void) -> Vec<String> {
        let (code, message) = match why {
            Void::Locked => {
                (SiteErrorCode::Unauthorized, "The wallet was locked before this was answered. Nothing was signed.")
            }
            Void::Account => (SiteErrorCode::Unauthorized, "Another account is in use since. Nothing was signed."),
            Void::Chain => (SiteErrorCode::ChainDisconnected, "Another chain is in use since. Nothing was signed."),
            Void::Closed => {
                (SiteErrorCode::UserRejected, "The window was closed before its user agreed. Nothing was signed.")
            }
        };
        self.reject_all(code, message)
    }

    /// Ends the session, and returns what is still said: answers to all that waits, then the event.
    #[must_use]
    pub fn end(&mut self, why: Ended) -> Vec<String> {
        if self.ended().is_some() {
            return Vec::new();
        }
        let was_open = self.is_open();
        self.stage = Stage::Ended(why);
        let message = match why {
            Ended::SiteLeft => "The site left.",
            Ended::Violated => "The wallet ended the session: a message was not as docs/connection.md says.",
            Ended::Disconnected => "The user ended the session.",
        };
        let mut said = self.reject_all(SiteErrorCode::Disconnected, message);
        if was_open {
            let data = json!({ "code": SiteErrorCode::Disconnected.number(), "message": message });
            said.push(event_text("disconnect", &data));
        }
        said
    }

    fn reject_all(&mut self, code: SiteErrorCode, message: &str) -> Vec<String> {
        let error = Err(SiteError::new(code, message));
        let agreed = self.agreed.take();
        let answer =
            |Waiting { id, .. }| if agreed == Some(id) { unknown_outcome(id) } else { answer_text(id, &error) };
        self.waiting.drain(..).map(answer).collect()
    }
}

/// What is answered for a request that was being carried out as it was voided.
fn unknown_outcome(id: u64) -> String {
    let message =
        "The user had agreed, and nobody was there any more to hear what came of it. The wallet's Activity tells it.";
    answer_text(id, &Err(SiteError::new(SiteErrorCode::Disconnected, message)))
}

/// A name that a site gives itself, without the space around it; `None` where it is too long, empty, or steers the screen.
fn named(name: &str) -> Option<String> {
    let name = name.trim();
    let right = (1..=NAME_MAX).contains(&name.chars().count()) && !name.chars().any(assay_sdk::units::steers);
    right.then(|| name.to_owned())
}

#[cfg(test)]
mod tests;
