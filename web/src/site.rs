//! The site that this page was opened for: carries its messages between the browser, the rules ([`SiteSession`]) and the screen.

use alloy_primitives::Address;
use assay_sdk::units::{ChainId, Seconds};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use crate::services::site_port::{self, Hearing, Letter, Opener, SitePort};
use crate::services::storage::StorageError;
use crate::shell::Shell;
use crate::state::connections::{self, Connection};
use crate::state::session::{Session, Unlocked};
use crate::state::settings::Network;
use crate::state::site_origin::SiteOrigin;
use crate::state::site_request::{SiteError, SiteErrorCode, SiteRequest};
use crate::state::site_session::{self, Ask, Decision, Ended, Knock, SiteSession, Standing, Void, Waiting};
use crate::state::visit::{self, Visit};

/// The site. Copies are handles to one session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    shell: Shell,
    session: StoredValue<SiteSession>,
    line: StoredValue<Line, LocalStorage>,
    /// What the screens show of the session.
    shown: RwSignal<Shown>,
    stepping: StoredValue<Stepping>,
}

/// How the site is reached.
#[derive(Debug)]
enum Line {
    /// It has not answered yet.
    Greeting { opener: Opener, _hearing: Hearing },
    /// By a port.
    Port { opener: Opener, port: SitePort },
    /// By going back to it with the one answer.
    Return { back: String },
    /// No more.
    None,
}

/// What the screens show of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    /// Whether the site is there.
    pub(crate) is_open: bool,
    /// What it calls itself.
    pub(crate) name: Option<String>,
    /// Why it is over.
    pub(crate) ended: Option<Ended>,
    /// What the user is asked.
    pub(crate) asked: Option<Asked>,
    /// How many requests wait behind that.
    pub(crate) behind: usize,
}

/// A request that waits for its user.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// Its number: what the user says belongs to it alone.
    pub(crate) id: u64,
    /// What is asked.
    pub(crate) turn: Turn,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Turn {
    /// A question of this page.
    Ask(Ask),
    /// Something for the open wallet.
    Hand(SiteRequest),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stepping {
    #[default]
    Idle,
    Busy,
    /// Something changed while it was busy.
    Again,
}

impl Site {
    /// The site that this page was opened for, where it was; it is greeted. For the app alone, once.
    pub(crate) fn arrive(shell: Shell) -> Option<Self> {
        let (visit, opener) = shell.visit()?.ok()?;
        let site = Self {
            shell,
            session: StoredValue::new(begun(&visit)),
            line: StoredValue::new_local(Line::None),
            shown: RwSignal::default(),
            stepping: StoredValue::default(),
        };
        match (visit, opener) {
            (Visit::Window { origin, nonce }, Some(opener)) => {
                let hearing = opener.listen(move |letter| site.hear(&letter));
                opener.say(&site_session::ready(&nonce), origin.as_str());
                site.line.set_value(Line::Greeting { opener, _hearing: hearing });
            }
            (Visit::Redirect { back, message, .. }, _) => {
                site.line.set_value(Line::Return { back });
                if let Err(error) = message.request {
                    site.say(&[site_session::answer_text(message.id, &Err(error))]);
                }
            }
            // A window without an opener does not arrive.
            (Visit::Window { .. }, None) => {}
        }
        site.show();
        site.follow_wallet();
        site.follow_opener();
        site.follow_focus();
        site.follow_window();
        Some(site)
    }

    /// The site's origin.
    pub(crate) fn origin(&self) -> SiteOrigin {
        self.session.with_value(|session| session.origin().clone())
    }

    /// What is to be shown. Tracks.
    pub(crate) const fn shown(&self) -> RwSignal<Shown> {
        self.shown
    }

    fn hear(self, letter: &Letter) {
        let Letter { origin, from_opener, data, ports } = letter;
        let knock = Knock { origin, from_opener: *from_opener, data: data.as_deref(), ports: ports.len() };
        let opened = self.session.try_update_value(|session| session.knock(&knock)) == Some(true);
        let (true, Some(port)) = (opened, ports.first()) else { return };
        let port = SitePort::open(port, move |data| self.receive(data.as_deref()), move || self.end(Ended::SiteLeft));
        self.line.update_value(|line| {
            if let Line::Greeting { opener, .. } = std::mem::replace(line, Line::None) {
                *line = Line::Port { opener, port };
            }
        });
        self.show();
    }

    fn receive(self, data: Option<&str>) {
        match self.session.try_update_value(|session| session.receive(data)) {
            Some(Ok(answer)) => self.say(answer.as_slice()),
            Some(Err(violation)) => {
                leptos::logging::warn!("the site's session ends: {violation}");
                self.end(Ended::Violated);
            }
            None => {}
        }
        self.step();
    }

    /// Ends the session.
    pub(crate) fn end(self, why: Ended) {
        let said = self.session.try_update_value(|session| session.end(why)).unwrap_or_default();
        self.say(&said);
        self.line.update_value(|line| {
            if let Line::Port { port, .. } = std::mem::replace(line, Line::None) {
                port.close();
            }
        });
        self.show();
    }

    fn say(self, texts: &[String]) {
        self.line.with_value(|line| match line {
            Line::Port { port, .. } => texts.iter().for_each(|text| port.say(text)),
            // The one answer: with it the visit is over.
            Line::Return { back } => {
                if let Some(text) = texts.first() {
                    let chain = self.shell.settings.with_untracked(|settings| settings.network.chain);
                    let nonce = self.session.with_value(|session| session.nonce().clone());
                    site_port::leave_for(&visit::homeward(back, &nonce, text, chain));
                }
            }
            Line::Greeting { .. } | Line::None => {}
        });
    }

    fn show(self) {
        let shown = self.session.with_value(|session| Shown {
            is_open: session.is_open(),
            name: session.name().map(str::to_owned),
            ended: session.ended(),
            asked: None,
            behind: session.behind(),
        });
        let front = self.session.with_value(|session| session.front().map(|front| front.id));
        let _gone = self.shown.try_update(|now| {
            // What stands on the screen stays there as long as it is its turn.
            let asked = now.asked.take().filter(|asked| Some(asked.id) == front);
            *now = Shown { asked, ..shown };
        });
    }

    /// Voids what waits when the wallet is locked, or its account or chain changes; and goes on when it opens.
    fn follow_wallet(self) {
        type Stood = (Option<(String, Address)>, ChainId);
        Effect::new(move |before: Option<Stood>| {
            let open = self.shell.session.with(|session| opened(session).map(key_of));
            let chain = self.shell.settings.with(|settings| settings.network.chain);
            let void = match before {
                Some((Some(_), _)) if open.is_none() => Some(Void::Locked),
                Some((Some(was), _)) if open.as_ref() != Some(&was) => Some(Void::Account),
                Some((Some(_), was)) if was != chain => Some(Void::Chain),
                Some(_) | None => None,
            };
            if let Some(why) = void {
                self.void(why);
            }
            self.step();
            (open, chain)
        });
    }

    /// Another tab may have taken the consent back: who comes back to this window is not asked for what is void.
    fn follow_focus(self) {
        let comes_back = window_event_listener(leptos::ev::focus, move |_| self.step());
        on_cleanup(move || comes_back.remove());
    }

    /// A window that goes away says what its user had not agreed to. (Where the answer goes by this very window, it stays here.)
    fn follow_window(self) {
        let goes = window_event_listener(leptos::ev::pagehide, move |_| {
            if self.line.with_value(|line| matches!(line, Line::Port { .. })) {
                self.void(Void::Closed);
            }
        });
        on_cleanup(move || goes.remove());
    }

    /// A site whose window is closed has left.
    fn follow_opener(self) {
        Effect::new(move |_| {
            self.shell.now.track();
            let closed = self.line.with_value(|line| match line {
                Line::Greeting { opener, .. } | Line::Port { opener, .. } => opener.is_closed(),
                Line::Return { .. } | Line::None => false,
            });
            if closed {
                self.end(Ended::SiteLeft);
            }
        });
    }

    fn void(self, why: Void) {
        let said = self.session.try_update_value(|session| session.void(why)).unwrap_or_default();
        self.say(&said);
        self.show();
    }

    /// Answers what can be answered, up to what has to be asked.
    fn step(self) {
        match self.stepping.get_value() {
            Stepping::Idle => self.stepping.set_value(Stepping::Busy),
            Stepping::Busy | Stepping::Again => return self.stepping.set_value(Stepping::Again),
        }
        spawn_local(async move {
            loop {
                self.advance().await;
                if self.stepping.get_value() != Stepping::Again {
                    break;
                }
                self.stepping.set_value(Stepping::Busy);
            }
            self.stepping.set_value(Stepping::Idle);
            self.show();
        });
    }

    async fn advance(self) {
        loop {
            let Some(unlocked) = self.unlocked() else { return };
            // Another tab may have taken the consent back.
            self.shell.load_connections().await;
            // The wallet may have been locked meanwhile.
            if self.unlocked().as_ref() != Some(&unlocked) {
                continue;
            }
            let standing = self.standing(&unlocked);
            self.tell_news(&standing);
            let Some(Waiting { id, request }) = self.session.with_value(|session| session.front().cloned()) else {
                return;
            };
            match standing.decide(&self.origin(), &request) {
                Decision::Answer(result) => self.answer(id, &result),
                Decision::Revoke => {
                    let removed = self.revoke(&unlocked).await;
                    self.answer(id, &removed.map(|()| Value::Null));
                }
                Decision::Ask(ask) => return self.ask(Asked { id, turn: Turn::Ask(ask) }),
                Decision::Hand(request) => {
                    self.touch(&unlocked).await;
                    return self.ask(Asked { id, turn: Turn::Hand(request) });
                }
            }
        }
    }

    /// Notes that the consent is used.
    async fn touch(self, unlocked: &Unlocked) {
        // More often would only wear the storage.
        const EVERY: Seconds = Seconds(60);
        let (origin, now) = (self.origin(), self.shell.now.get_untracked());
        let used = self
            .shell
            .connections
            .with_untracked(|connections| connections.allowed(&origin, unlocked.vault(), unlocked.address()).cloned());
        if let Some(used) = used.filter(|used| now.since(used.used) >= EVERY) {
            // What cannot be noted is not noted: the request is the same.
            drop(self.shell.save_connection(Connection { used: now, ..used }).await);
        }
    }

    /// Events, where somebody is there to hear them.
    fn tell_news(self, standing: &Standing) {
        if self.line.with_value(|line| matches!(line, Line::Port { .. })) {
            let news = self.session.try_update_value(|session| session.news(standing)).unwrap_or_default();
            self.say(&news);
        }
    }

    fn ask(self, asked: Asked) {
        self.show();
        let _gone = self.shown.try_update(|shown| {
            if shown.asked.as_ref() != Some(&asked) {
                shown.asked = Some(asked);
            }
        });
    }

    fn unlocked(self) -> Option<Unlocked> {
        self.shell.session.try_with_untracked(|session| opened(session).cloned()).flatten()
    }

    fn standing(self, unlocked: &Unlocked) -> Standing {
        let origin = self.origin();
        let consented = self
            .shell
            .connections
            .with_untracked(|connections| connections.allowed(&origin, unlocked.vault(), unlocked.address()).is_some());
        let (chain, known) = self.shell.settings.with_untracked(|settings| {
            (settings.network.chain, settings.networks().map(|network| network.chain).collect())
        });
        Standing { account: unlocked.address(), consented, chain, known }
    }

    /// Answers a request, if it is still its turn, and goes on to the next.
    pub(crate) fn answer(self, id: u64, result: &Result<Value, SiteError>) {
        let said = self.session.try_update_value(|session| session.answer(id, result)).flatten();
        self.say(said.as_slice());
        self.show();
        self.step();
    }

    /// The user has agreed to a request, which is being carried out.
    pub(crate) fn agreed(self, id: u64) {
        self.session.update_value(|session| session.agree(id));
    }

    /// The user says no to a request.
    pub(crate) fn refuse(self, id: u64) {
        self.answer(id, &Err(SiteError::new(SiteErrorCode::UserRejected, "The user said no.")));
    }

    /// The user lets the site see an account of the open wallet, from now on.
    ///
    /// # Errors
    /// [`StorageError`]: it could not be remembered, and nothing has changed.
    pub(crate) async fn consent(self, id: u64, account: Address) -> Result<(), StorageError> {
        let Some(unlocked) = self.unlocked() else { return Ok(()) };
        let still_asked = || self.session.with_value(|session| session.front().cloned()).filter(|front| front.id == id);
        let Some(front) = still_asked() else { return Ok(()) };
        let now = self.shell.now.get_untracked();
        let origin = self.origin();
        let chain = self.shell.settings.with_untracked(|settings| settings.network.chain);
        let name = self.session.with_value(|session| session.name().map(str::to_owned));
        let vault = unlocked.vault().to_owned();
        let since = self
            .shell
            .connections
            .with_untracked(|known| known.allowed(&origin, &vault, account).map(|known| known.since));
        let (origin_of, since) = (origin.clone(), since.unwrap_or(now));
        let connection = Connection { origin: origin_of, account, vault, chain, since, used: now, name };
        self.shell.save_connection(connection).await?;
        let standing = Standing { account, consented: true, ..self.standing(&unlocked) };
        let result = if front.request == SiteRequest::RequestPermissions {
            standing.permissions(&origin)
        } else {
            json!([account.to_checksum(None)])
        };
        self.answer(id, &Ok(result));
        if account != unlocked.address() {
            // In use all the same where it could not be stored.
            drop(self.shell.use_account(account).await);
        }
        Ok(())
    }

    /// The user lets the site use a network from now on, as the whole wallet does.
    pub(crate) async fn use_network(self, id: u64, network: Network) {
        let is_asked = self.session.with_value(|session| session.front().is_some_and(|front| front.id == id));
        if !is_asked {
            return;
        }
        self.answer(id, &Ok(Value::Null));
        // In use all the same where it could not be stored.
        drop(self.shell.change_settings(|settings| settings.using(network.clone())).await);
    }

    /// Takes the consent for the account in use back.
    async fn revoke(self, unlocked: &Unlocked) -> Result<(), SiteError> {
        let key = connections::key(&self.origin(), unlocked.vault(), unlocked.address());
        let removed = self.shell.remove_connection(&key).await;
        removed.map_err(|error| SiteError::new(SiteErrorCode::Refused, error.to_string()))
    }
}

/// The session that a visit begins.
fn begun(visit: &Visit) -> SiteSession {
    let (origin, nonce) = (visit.origin().clone(), visit.nonce().clone());
    match visit {
        Visit::Redirect { message, .. } => {
            let request = message.request.clone().ok();
            SiteSession::of_one(origin, nonce, request.map(|request| Waiting { id: message.id, request }))
        }
        Visit::Window { .. } => SiteSession::greeting(origin, nonce),
    }
}

fn opened(session: &Session) -> Option<&Unlocked> {
    match session {
        Session::Open(unlocked) => Some(unlocked),
        Session::Starting | Session::New | Session::Locked => None,
    }
}

fn key_of(unlocked: &Unlocked) -> (String, Address) {
    (unlocked.vault().to_owned(), unlocked.address())
}
