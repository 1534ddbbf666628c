//! What can be told of assets in order to set them side by side.

use alloy_primitives::Address;

use crate::asset::{self, Backing, Descriptor, profile};
use crate::chain::Transport;
use crate::compliance::{Families, Standing, check_holder, families};
use crate::error::Error;
use crate::evidence::{Fact, Reads};
use crate::redemption::{RedemptionPlan, plan_described};
use crate::units::{Amount, AssetId, Timestamp};

use super::Client;
use super::income::by_reserves;

/// One asset, to be set beside others. What it yields is in its [`YieldReport`](crate::yields::YieldReport).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Likeness {
    /// The asset.
    pub asset: AssetId,
    /// Its ways out for one whole token of the holder: fees, limits and liquidity.
    pub ways_out: Result<RedemptionPlan, Error>,
    /// Its reserves against its supply, and how old they are; `None` where the list names no reserve feed.
    pub backing: Option<Result<(Fact<Backing>, asset::Staleness), Error>>,
    /// Which families of restrictions its contract belongs to.
    pub families: Result<Fact<Families>, Error>,
    /// Whether the holder may have one whole token more.
    pub standing: Result<Fact<Standing>, Error>,
}

impl<T: Transport> Client<T> {
    /// What can be told of these assets at one moment, in their order and in the round trips of the one that takes most. What cannot be read of one says
    /// why and leaves the rest standing.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn side_by_side(
        &self,
        reads: &mut Reads,
        assets: &[Descriptor],
        holder: Address,
        now: Timestamp,
    ) -> Result<Vec<Likeness>, Error> {
        self.settle(reads, |reads| assets.iter().map(|descriptor| likeness(reads, descriptor, holder, now)).collect())
            .await
    }
}

fn likeness(reads: &mut Reads, descriptor: &Descriptor, holder: Address, now: Timestamp) -> Likeness {
    let token = descriptor.asset.token;
    let one = Amount::parse("1", descriptor.decimals).map_err(Error::from);
    let plan = |reads: &mut Reads, one| Ok(plan_described(reads, descriptor, holder, one)?);
    let ways_out = one.clone().and_then(|one| plan(reads, one));
    let backing = by_reserves(reads, descriptor, now).transpose();
    let families = families(reads, token).map_err(|gap| Error::from(crate::compliance::CheckError::from(gap)));
    let told = profile(reads, token).map_err(Error::from);
    let standing = one.and_then(|one| Ok(check_holder(reads, &told?.into_value(), holder, one)?));
    Likeness { asset: descriptor.asset, ways_out, backing, families, standing }
}
