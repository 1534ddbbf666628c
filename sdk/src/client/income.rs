//! What a holding earns, and what stands behind it.

use std::collections::BTreeMap;

use alloy_primitives::Address;

use crate::asset::{
    self, Backing, BackingError, Descriptor, RedemptionTerms, ReserveFigure, by_attestation, by_feed, read_feed,
};
use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, Reads};
use crate::units::{Amount, Timestamp};
use crate::yields::{self, DistributionTree, Income, Vault, YieldReport, report};

use super::Client;

/// The published trees of an asset's distributions, by their address in the descriptor.
pub type IncomeFiles = BTreeMap<String, DistributionTree>;

impl<T: Transport> Client<T> {
    /// What `holder` earns with an asset, from the moment of `then` to that of `now`. A part that cannot be read says so and leaves the
    /// others standing. Distributions whose file is missing from `files` are left out.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn yields(
        &self,
        (now, then): (&mut Reads, &mut Reads),
        descriptor: &Descriptor,
        files: &IncomeFiles,
        holder: Address,
    ) -> Result<YieldReport, Error> {
        let distributions = distributions(descriptor, files);
        let income = Income {
            vault: vault(descriptor),
            nav: descriptor
                .price
                .as_ref()
                .filter(|price| price.basis == asset::PriceBasis::Nav)
                .map(|price| yields::Feed { contract: price.feed, currency: price.currency.clone() }),
            distributions: &distributions,
        };
        for _ in 0..super::MOST_ROUNDS {
            let answer = report(now, then, &income, holder);
            if now.wanted().is_empty() && then.wanted().is_empty() {
                return Ok(answer);
            }
            self.answer(now).await?;
            self.answer(then).await?;
        }
        Err(Error::Unsettled { rounds: super::MOST_ROUNDS })
    }

    /// Reserves against supply by the asset's reserve feed; `None` where it has none.
    ///
    /// # Errors
    /// [`Error::Chain`], [`Error::Feed`] or [`Error::Backing`].
    pub async fn backing_by_feed(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        now: Timestamp,
    ) -> Result<Option<(Fact<Backing>, asset::Staleness)>, Error> {
        let Some(reserves) = &descriptor.reserves else { return Ok(None) };
        let question = |reads: &mut Reads| {
            let answer = read_feed(reads, reserves.feed, reserves.heartbeat, now);
            let supply = supply(reads, descriptor);
            let answer = answer?;
            let staleness = answer.value().staleness;
            Ok::<_, Error>((by_feed(answer, supply?)?, staleness))
        };
        self.settle(reads, question).await?.map(Some)
    }

    /// Reserves against supply by a verified attestation.
    ///
    /// # Errors
    /// [`Error::Chain`], [`Error::Backing`] or what stops reading the supply.
    pub async fn backing_by_attestation(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        reserve: Fact<ReserveFigure>,
    ) -> Result<Fact<Backing>, Error> {
        let supply = self.settle(reads, |reads| supply(reads, descriptor)).await??;
        Ok(by_attestation(reserve, supply)?)
    }
}

fn supply(reads: &mut Reads, descriptor: &Descriptor) -> Result<Fact<Amount>, Error> {
    use crate::abi::erc20::IERC20::totalSupplyCall;
    let raw = reads.ask(descriptor.asset.token, &totalSupplyCall {})?;
    Ok(raw.try_map(|raw| Amount::from_raw(raw, descriptor.decimals)).map_err(BackingError::Units)?)
}

/// The vault whose share price is the asset's yield: only where it is redeemed from it at once, so that its price is its worth.
fn vault(descriptor: &Descriptor) -> Option<Vault> {
    match descriptor.redemption {
        Some(RedemptionTerms::Erc4626 { vault, .. }) => Some(Vault { contract: vault, share: descriptor.asset.token }),
        Some(
            RedemptionTerms::Erc7540 { .. }
            | RedemptionTerms::Redeemer { .. }
            | RedemptionTerms::Queue { .. }
            | RedemptionTerms::Burn { .. }
            | RedemptionTerms::Transfer { .. }
            | RedemptionTerms::Retire { .. },
        )
        | None => None,
    }
}

fn distributions(descriptor: &Descriptor, files: &IncomeFiles) -> Vec<(yields::Distribution, DistributionTree)> {
    descriptor
        .distributions
        .iter()
        .filter_map(|asset::Distribution::UniswapMerkle { contract, token, tree, label, period }| {
            let label = format!("{label} {period}");
            let distribution = yields::Distribution { contract: *contract, token: *token, label };
            Some((distribution, files.get(tree)?.clone()))
        })
        .collect()
}
