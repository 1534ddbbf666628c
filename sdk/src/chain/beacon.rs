//! Beacon endpoints: what the light client needs of them, and nothing more. Never a full beacon block.

use std::cell::Cell;

use alloy_primitives::B256;
use serde_json::Value;

use crate::evidence::Origin;
use crate::proof::beacon::{BeaconError, Bootstrap, Bootstrapped, Fork, Network, Progress, Store, Update, json};
use crate::units::{Seconds, Timestamp};

use super::ChainError;
use super::transport::{Resource, Rest};

/// SSZ where the endpoint has it: a third of the bytes.
const ACCEPT: &str = "application/octet-stream;q=1,application/json;q=0.9";
/// `MAX_REQUEST_LIGHT_CLIENT_UPDATES`.
const PAGE: u64 = 128;

/// Several endpoints of one beacon chain. The first that gives an answer which verifies is asked first the next time as well.
///
/// Each question is one exchange with each endpoint that is asked. What an endpoint answers is believed only as far as it verifies; one
/// that answers something else is passed over.
#[derive(Debug)]
pub struct BeaconEndpoints<R> {
    network: &'static Network,
    endpoints: Vec<R>,
    preferred: Cell<usize>,
}

impl<R: Rest> BeaconEndpoints<R> {
    /// Endpoints that should serve `network`. Asks nothing yet.
    #[must_use]
    pub const fn new(network: &'static Network, endpoints: Vec<R>) -> Self {
        Self { network, endpoints, preferred: Cell::new(0) }
    }

    /// The network.
    #[must_use]
    pub const fn network(&self) -> &'static Network {
        self.network
    }

    /// Starts from a checkpoint; see [`Store::bootstrap`]. Here and below the clock is asked after each answer, which may take longer than a slot
    /// does to end.
    ///
    /// # Errors
    /// The last endpoint's [`ChainError`]: an exchange that failed, or [`ChainError::Beacon`].
    pub async fn start(
        &self,
        checkpoint: B256,
        now: impl Fn() -> Timestamp,
        max_age: Seconds,
    ) -> Result<Bootstrapped, ChainError> {
        let path = format!("/eth/v1/beacon/light_client/bootstrap/{checkpoint}");
        self.first(&path, |answer| {
            let (fork, bytes) = read(self.network, answer, json::bootstrap)?;
            let bootstrap = Bootstrap::from_ssz(self.network, fork, &bytes)?;
            Store::bootstrap(self.network, checkpoint, bootstrap, now(), max_age)
        })
        .await
    }

    /// Brings the store up to date: the committees that are missing, then what is finalized.
    ///
    /// # Errors
    /// As [`BeaconEndpoints::start`]. What was verified before stays in the store.
    pub async fn sync(&self, store: &mut Store, now: impl Fn() -> Timestamp) -> Result<Progress, ChainError> {
        let mut progress = self.committees(store, &now).await?;
        let path = "/eth/v1/beacon/light_client/finality_update";
        let (later, brought) = self
            .first(path, |answer| {
                let (fork, bytes) = read(self.network, answer, json::finality_update)?;
                let update = Update::finality_from_ssz(self.network, fork, &bytes)?;
                tried(store, &[update], now())
            })
            .await?;
        *store = later;
        progress = progress.and(brought);
        Ok(progress)
    }

    /// The newest header that the committee signed.
    ///
    /// # Errors
    /// As [`BeaconEndpoints::start`].
    pub async fn follow(&self, store: &mut Store, now: impl Fn() -> Timestamp) -> Result<Progress, ChainError> {
        let path = "/eth/v1/beacon/light_client/optimistic_update";
        let (later, progress) = self
            .first(path, |answer| {
                let (fork, bytes) = read(self.network, answer, json::optimistic_update)?;
                let update = Update::optimistic_from_ssz(self.network, fork, &bytes)?;
                tried(store, &[update], now())
            })
            .await?;
        *store = later;
        Ok(progress)
    }

    /// One update for each period up to the present one, a page at a time.
    async fn committees(&self, store: &mut Store, now: impl Fn() -> Timestamp) -> Result<Progress, ChainError> {
        let mut progress = Progress::default();
        // A clock from before the network began is told by the next answer that is held against it.
        let Ok(slot) = self.network.slot_at(now()) else { return Ok(progress) };
        let present = self.network.period_of(slot);
        loop {
            let wanted = store.wanted_period();
            let count = present.saturating_sub(wanted).saturating_add(1).min(PAGE);
            if wanted > present {
                return Ok(progress);
            }
            let path = format!("/eth/v1/beacon/light_client/updates?start_period={wanted}&count={count}");
            let (later, brought) =
                self.first(&path, |answer| tried(store, &updates(self.network, answer)?, now())).await?;
            *store = later;
            progress = progress.and(brought);
            // The present period's committee hands over only once a block of the period is finalized.
            if store.wanted_period() == wanted {
                return Ok(progress);
            }
        }
    }

    /// The first answer that can be taken, and otherwise why the last one could not.
    async fn first<V>(&self, path: &str, take: impl Fn(&Resource) -> Result<V, BeaconError>) -> Result<V, ChainError> {
        let mut refused = ChainError::NoEndpoint;
        let preferred = self.preferred.get();
        let order = self.endpoints.iter().enumerate().cycle().skip(preferred).take(self.endpoints.len());
        for (at, endpoint) in order {
            let origin = || endpoint.origin().clone();
            refused = match endpoint.get(path, ACCEPT).await {
                Ok(answer) => match take(&answer) {
                    Ok(value) => {
                        self.preferred.set(at);
                        return Ok(value);
                    }
                    // Not one endpoint's fault: whoever is asked next cannot undo it.
                    Err(error @ BeaconError::Equivocation { .. }) => return Err(failed(origin(), error)),
                    Err(error) => failed(origin(), error),
                },
                Err(error) => error.into(),
            };
        }
        Err(refused)
    }
}

fn failed(origin: Origin, error: BeaconError) -> ChainError {
    ChainError::Beacon { origin, error }
}

/// The store after these updates, and what they brought. One that is no news is passed over: an endpoint may be behind.
fn tried(store: &Store, updates: &[Update], now: Timestamp) -> Result<(Store, Progress), BeaconError> {
    let mut store = store.clone();
    let mut progress = Progress::default();
    for update in updates {
        match store.process(update, now) {
            Ok(brought) => progress = progress.and(brought),
            Err(BeaconError::NoNews { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok((store, progress))
}

/// An answer's bytes in SSZ, and the fork where the endpoint names it.
fn read(
    network: &Network,
    answer: &Resource,
    rewrite: impl Fn(&Network, &Value) -> Result<json::Answer, BeaconError>,
) -> Result<(Option<Fork>, Vec<u8>), BeaconError> {
    if is_ssz(answer)? {
        let fork = answer.consensus_version.as_deref().map(Fork::from_name).transpose()?;
        return Ok((fork, answer.body.clone()));
    }
    let (fork, bytes) = rewrite(network, &parsed(&answer.body)?)?;
    Ok((Some(fork), bytes))
}

fn updates(network: &Network, answer: &Resource) -> Result<Vec<Update>, BeaconError> {
    if is_ssz(answer)? {
        return Update::list_from_ssz(network, &answer.body);
    }
    let list = parsed(&answer.body)?;
    let list = list.as_array().ok_or_else(|| malformed("the updates", "another value", "a list"))?;
    let one = |update: &Value| {
        let (fork, bytes) = json::update(network, update)?;
        Update::from_ssz(network, Some(fork), &bytes)
    };
    list.iter().map(one).collect()
}

fn is_ssz(answer: &Resource) -> Result<bool, BeaconError> {
    let kind = answer.content_type.as_deref().unwrap_or_default();
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/octet-stream" => Ok(true),
        "application/json" => Ok(false),
        other => Err(malformed("content-type", other, "application/octet-stream or application/json")),
    }
}

fn parsed(body: &[u8]) -> Result<Value, BeaconError> {
    serde_json::from_slice(body).map_err(|error| malformed("the answer", &error.to_string(), "JSON"))
}

fn malformed(what: &'static str, got: &str, expected: &'static str) -> BeaconError {
    BeaconError::Malformed { what, got: got.chars().take(80).collect(), expected }
}
