//! Ways out and requests of redemption.

use alloy_primitives::Address;
use assay_sdk::compliance::Assessment;
use assay_sdk::evidence::{Fact, Reads};
use assay_sdk::redemption::{QueueBook, RequestBook, Requested, RoutePlan};
use assay_sdk::units::{Amount, AssetId, Rate, Timestamp};

use super::{ChainProblem, ChainRoom};

/// A way out, and what the token's rules say of the transfer that it takes.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The way.
    pub plan: RoutePlan,
    /// The verdict on sending so much to where the way sends it; `None` where nothing is sent to anybody.
    pub rules: Option<Result<Assessment, ChainProblem>>,
}

/// What a request was made at.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// When.
    pub at: Result<Timestamp, ChainProblem>,
    /// Raw units of the asset for each raw unit of shares, at that moment.
    pub price: Result<Fact<Rate>, ChainProblem>,
}

impl ChainRoom {
    /// Every way out of `amount`, in the list's order, each with the verdict on the transfer that it takes.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn weigh_redemption(
        &self,
        reads: &mut Reads,
        asset: &AssetId,
        holder: Address,
        amount: Amount,
    ) -> Result<Vec<Weighed>, ChainProblem> {
        let plan = self.client.plan_redemption(reads, self.asset(asset)?, holder, amount).await?;
        let receivers: Vec<Address> = plan.routes.iter().filter_map(|way| way.route.receiver()).collect();
        let mut rules = Vec::new();
        if !receivers.is_empty() {
            rules = self.check_receivers(reads, asset, (holder, &receivers), amount).await?;
        }
        let mut rules = rules.into_iter();
        let weighed = |plan: RoutePlan| {
            let rules = plan.route.receiver().and_then(|_| rules.next());
            Weighed { plan, rules: rules.map(|rules| rules.map_err(ChainProblem::from)) }
        };
        Ok(plan.routes.into_iter().map(weighed).collect())
    }

    /// The redemptions that were asked for; `None` where the asset is not redeemed on request.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn redemptions(
        &self,
        reads: &mut Reads,
        asset: &AssetId,
        holder: Address,
    ) -> Result<Option<Fact<RequestBook>>, ChainProblem> {
        Ok(self.client.redemptions(reads, self.asset(asset)?, holder).await?)
    }

    /// Where the holder stands in the queue of the asset's pool; `None` where it is not redeemed by one.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn queue(
        &self,
        reads: &mut Reads,
        asset: &AssetId,
        holder: Address,
    ) -> Result<Option<Fact<QueueBook>>, ChainProblem> {
        Ok(self.client.queue(reads, self.asset(asset)?, holder).await?)
    }

    /// When a request was made, and at which price. An endpoint may not have the price of so old a block, and the moment all the same.
    pub async fn asked(&self, vault: Address, request: &Requested) -> Asked {
        let price = self.client.price_at_request(vault, request).await.map_err(ChainProblem::from);
        let at = match &price {
            Ok(price) => Ok(price.at().timestamp),
            Err(_) => self.moment(request.block).await,
        };
        Asked { at, price }
    }

    /// When a block was made.
    ///
    /// # Errors
    /// [`ChainProblem`].
    pub async fn moment(&self, height: u64) -> Result<Timestamp, ChainProblem> {
        Ok(self.rpc.block_by_number(height).await?.at().timestamp)
    }
}
