//! One step of following the beacon chain.

use alloy_primitives::B256;
use assay_sdk::chain::{BeaconEndpoints, ChainError, Rest};
use assay_sdk::error::Error;
use assay_sdk::evidence::Origin;
use assay_sdk::proof::beacon::{Bootstrapped, Network, Store, WEAK_SUBJECTIVITY};
use assay_sdk::units::{Seconds, Timestamp};

use crate::services::clock;

use super::protocol::{Follow, Known, Refusal};

/// A chain that is being followed.
pub(super) struct Session<R> {
    endpoints: BeaconEndpoints<R>,
    origins: Vec<Origin>,
    checkpoint: B256,
    store: Store,
    checkpoint_age: Seconds,
    /// When what is finalized was asked for last.
    finality_at: Option<Timestamp>,
}

/// Follows on from where `before` stands, or from the checkpoint where it is of another chain, checkpoint or other endpoints. What was verified
/// stays, also where a later answer is refused.
pub(super) async fn follow<R: Rest>(
    before: Option<Session<R>>,
    follow: &Follow,
    endpoint: impl Fn((usize, Origin)) -> R,
) -> (Option<Session<R>>, Result<Known, Refusal>) {
    let Some(network) = Network::of_chain(follow.chain) else {
        let none = format!("no light client follows {}", follow.chain);
        return (None, Err(Refusal::new("light-client-unavailable", none)));
    };
    let same = before.filter(|session| {
        session.endpoints.network() == network
            && session.checkpoint == follow.checkpoint
            && session.origins == follow.origins
    });
    let mut session = match same {
        Some(session) => session,
        None => match start(network, follow, endpoint).await {
            Ok(session) => session,
            Err(error) => return (None, Err(refusal(error))),
        },
    };
    let came = advance(&mut session).await;
    let known = came.map(|()| known(&session)).map_err(refusal);
    (Some(session), known)
}

async fn start<R: Rest>(
    network: &'static Network,
    follow: &Follow,
    endpoint: impl Fn((usize, Origin)) -> R,
) -> Result<Session<R>, ChainError> {
    let origins = follow.origins.clone();
    let endpoints = origins.iter().cloned().enumerate().map(endpoint).collect();
    let endpoints = BeaconEndpoints::new(network, endpoints);
    let Bootstrapped { store, age, .. } = endpoints.start(follow.checkpoint, clock::now, WEAK_SUBJECTIVITY).await?;
    Ok(Session { endpoints, origins, checkpoint: follow.checkpoint, store, checkpoint_age: age, finality_at: None })
}

/// Something is finalized once in an epoch, and something signed in every slot.
async fn advance<R: Rest>(session: &mut Session<R>) -> Result<(), ChainError> {
    let (network, now) = (session.endpoints.network(), clock::now());
    let epoch = Seconds(network.seconds_per_slot.saturating_mul(network.slots_per_epoch));
    if session.finality_at.is_none_or(|asked| now.since(asked) >= epoch) {
        session.endpoints.sync(&mut session.store, clock::now).await?;
        session.finality_at = Some(now);
    }
    session.endpoints.follow(&mut session.store, clock::now).await?;
    Ok(())
}

fn known<R>(session: &Session<R>) -> Known {
    let now = clock::now();
    Known {
        checkpoint_age: session.checkpoint_age,
        signed: session.store.optimistic(now),
        finalized: session.store.finalized(now),
        saved: session.store.save().to_string(),
    }
}

fn refusal(error: ChainError) -> Refusal {
    let error = Error::from(error);
    Refusal::new(error.code().as_str(), error.to_string())
}
