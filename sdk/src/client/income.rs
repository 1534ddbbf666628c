//! What a holding earns, and what stands behind it.

use std::collections::BTreeMap;

use alloy_primitives::Address;

use crate::asset::{
    self, Backing, BackingError, Descriptor, RedemptionTerms, ReserveFigure, by_attestation, by_feed, read_feed,
};
use crate::chain::{ChainError, Transport};
use crate::error::Error;
use crate::evidence::{Fact, Outcome, Reads, Source};
use crate::units::{Amount, Timestamp};
use crate::yields::{
    self, BondToken, CumulativeDistribution, CumulativeDistributor, DistributionTree, DistributorLeaves,
    DividendStandard, DividendToken, Income, RebasingToken, SnapshotDistribution, Vault, YieldError, YieldReport,
    report,
};

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
        let sources = Sources::of(descriptor, files);
        self.settle_both((now, then), |now, then| report(now, then, &sources.income(), holder)).await
    }

    /// The same of every asset of a list, in its order: in the round trips of the one that takes most, however many there are.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn portfolio_yields(
        &self,
        moments: (&mut Reads, &mut Reads),
        list: &[Descriptor],
        files: &IncomeFiles,
        holder: Address,
    ) -> Result<Vec<YieldReport>, Error> {
        let sources: Vec<_> = list.iter().map(|descriptor| Sources::of(descriptor, files)).collect();
        let question = |now: &mut Reads, then: &mut Reads| {
            sources.iter().map(|sources| report(now, then, &sources.income(), holder)).collect()
        };
        self.settle_both(moments, question).await
    }

    /// Asks a question of two moments until it wants nothing more of either.
    async fn settle_both<R>(
        &self,
        (now, then): (&mut Reads, &mut Reads),
        question: impl Fn(&mut Reads, &mut Reads) -> R,
    ) -> Result<R, Error> {
        for _ in 0..super::MOST_ROUNDS {
            let answer = question(now, then);
            if now.wanted().is_empty() && then.wanted().is_empty() {
                return Ok(answer);
            }
            self.answer(now).await?;
            self.answer_past(then).await?;
        }
        Err(Error::Unsettled { rounds: super::MOST_ROUNDS })
    }

    /// Asks a question of the past until it wants nothing more.
    pub(super) async fn settle_past<R>(
        &self,
        then: &mut Reads,
        question: impl Fn(&mut Reads) -> R,
    ) -> Result<R, Error> {
        for _ in 0..super::MOST_ROUNDS {
            let answer = question(then);
            if then.wanted().is_empty() {
                return Ok(answer);
            }
            self.answer_past(then).await?;
        }
        Err(Error::Unsettled { rounds: super::MOST_ROUNDS })
    }

    /// Fetches what a ledger of the past wants. An endpoint that does not keep so old a state declines it: what is of now stands all the same.
    async fn answer_past(&self, then: &mut Reads) -> Result<(), Error> {
        let message = match self.answer(then).await {
            Err(Error::Chain(ChainError::BlockUnknown { message, .. })) => message,
            other => return other,
        };
        let source = Source::Endpoint(self.origin().clone());
        let declined = Fact::asserted(Outcome::Declined { message }, then.at(), source);
        for read in then.wanted() {
            then.answer(read, declined.clone()).map_err(YieldError::from)?;
        }
        Ok(())
    }

    /// What an asset realised over the span between two moments, whoever holds it: the returns of its share price, of its net asset value, of its
    /// index, of its multiplier, and the gaps to the issuer's stated rate. Parts of the report that only a holder has are empty.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn realised(
        &self,
        (now, then): (&mut Reads, &mut Reads),
        descriptor: &Descriptor,
    ) -> Result<YieldReport, Error> {
        let files = IncomeFiles::new();
        let sources = Sources::of(descriptor, &files);
        let Income { vault, nav, rebasing, scaled, bond, bond_feed, stated, expected, .. } = sources.income();
        let income = Income { vault, nav, rebasing, scaled, bond, bond_feed, stated, expected, ..Income::default() };
        // Nobody's share in it: of the report, what only a holder has is dropped.
        let nobody = Address::ZERO;
        let report = self.settle_both((now, then), |now, then| report(now, then, &income, nobody)).await?;
        Ok(YieldReport {
            worth: None,
            accrued: None,
            rebasing: None,
            scaled: None,
            bond: None,
            formula: None,
            ..report
        })
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
        self.settle(reads, |reads| by_reserves(reads, descriptor, now)).await?
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

/// What an asset may bring income by, put together from its descriptor and the published files.
#[derive(Debug)]
struct Sources<'a> {
    descriptor: &'a Descriptor,
    distributions: Vec<(yields::Distribution, DistributionTree)>,
    cumulative: Vec<(CumulativeDistribution, DistributionTree)>,
    snapshots: Vec<SnapshotDistribution>,
    dividends: Vec<DividendToken>,
}

impl<'a> Sources<'a> {
    fn of(descriptor: &'a Descriptor, files: &IncomeFiles) -> Self {
        Self {
            descriptor,
            distributions: distributions(descriptor, files),
            cumulative: cumulative(descriptor, files),
            snapshots: snapshots(descriptor),
            dividends: dividends(descriptor),
        }
    }

    fn income(&self) -> Income<'_> {
        let descriptor = self.descriptor;
        Income {
            vault: vault(descriptor),
            nav: feed(descriptor).filter(|_| is_nav(descriptor)),
            rebasing: rebasing(descriptor),
            scaled: (descriptor.balances == Some(asset::Balances::Erc8056)).then_some(descriptor.asset.token),
            distributions: &self.distributions,
            cumulative: &self.cumulative,
            snapshots: &self.snapshots,
            dividends: &self.dividends,
            bond: descriptor
                .instrument
                .as_ref()
                .map(|instrument| BondToken { contract: descriptor.asset.token, instrument }),
            nonces: Some((descriptor.asset.token, &descriptor.bonds)),
            bond_feed: feed(descriptor).filter(|_| quotes(descriptor)),
            stated: descriptor.stated.as_ref(),
            expected: &descriptor.expected,
            token: Some(descriptor.asset.token),
        }
    }
}

/// Reserves against supply by the asset's reserve feed; `None` where it has none.
pub(super) fn by_reserves(
    reads: &mut Reads,
    descriptor: &Descriptor,
    now: Timestamp,
) -> Result<Option<(Fact<Backing>, asset::Staleness)>, Error> {
    let Some(reserves) = &descriptor.reserves else { return Ok(None) };
    let answer = read_feed(reads, reserves.feed, reserves.heartbeat, now);
    let supply = supply(reads, descriptor);
    let answer = answer?;
    let staleness = answer.value().staleness;
    Ok(Some((by_feed(answer, supply?)?, staleness)))
}

/// What was issued.
pub(super) fn supply(reads: &mut Reads, descriptor: &Descriptor) -> Result<Fact<Amount>, Error> {
    use crate::abi::erc20::IERC20::totalSupplyCall;
    let raw = reads.ask(descriptor.asset.token, &totalSupplyCall {})?;
    Ok(raw.try_map(|raw| Amount::from_raw(raw, descriptor.decimals)).map_err(BackingError::Units)?)
}

/// The feed of the asset's price or net asset value.
fn feed(descriptor: &Descriptor) -> Option<yields::Feed> {
    let price = descriptor.price.as_ref()?;
    Some(yields::Feed { contract: price.feed, currency: price.currency.clone(), kind: price.kind })
}

fn is_nav(descriptor: &Descriptor) -> bool {
    descriptor.price.as_ref().is_some_and(|price| price.basis == asset::PriceBasis::Nav)
}

/// Whether the list says which price of a bond the feed tells.
fn quotes(descriptor: &Descriptor) -> bool {
    descriptor.instrument.as_ref().is_some_and(|instrument| instrument.quote.is_some())
}

/// The vault whose share price is the asset's yield: only where it is redeemed from it at once, so that its price is its worth.
fn vault(descriptor: &Descriptor) -> Option<Vault> {
    descriptor.ways_out.iter().find_map(|way| match way.terms {
        RedemptionTerms::Erc4626 { vault, .. } => Some(Vault { contract: vault, share: descriptor.asset.token }),
        RedemptionTerms::Erc7540 { .. }
        | RedemptionTerms::Redeemer { .. }
        | RedemptionTerms::Queue { .. }
        | RedemptionTerms::Burn { .. }
        | RedemptionTerms::Transfer { .. }
        | RedemptionTerms::Retire { .. } => None,
    })
}

/// The token whose balances are shares times an index.
const fn rebasing(descriptor: &Descriptor) -> Option<RebasingToken> {
    match descriptor.balances {
        Some(asset::Balances::Rebasing { shape }) => Some(RebasingToken { contract: descriptor.asset.token, shape }),
        Some(asset::Balances::Erc8056) | None => None,
    }
}

fn distributions(descriptor: &Descriptor, files: &IncomeFiles) -> Vec<(yields::Distribution, DistributionTree)> {
    let published = descriptor.distributions.iter().filter_map(|distribution| {
        let (contract, token, tree, leaves) = match distribution {
            asset::Distribution::UniswapMerkle { contract, token, tree, .. } => {
                (*contract, *token, tree, DistributorLeaves::Packed)
            }
            asset::Distribution::StandardMerkle { contract, token, tree, .. } => {
                (*contract, *token, tree, DistributorLeaves::Standard)
            }
            asset::Distribution::CumulativeMerkle { .. }
            | asset::Distribution::CumulativeMerkle128 { .. }
            | asset::Distribution::Merkl { .. }
            | asset::Distribution::Snapshot { .. }
            | asset::Distribution::Erc2222 { .. }
            | asset::Distribution::Erc1726 { .. } => return None,
        };
        let of = yields::Distribution { contract, leaves, token, label: distribution.title() };
        Some((of, files.get(tree)?.clone()))
    });
    published.collect()
}

fn cumulative(descriptor: &Descriptor, files: &IncomeFiles) -> Vec<(CumulativeDistribution, DistributionTree)> {
    let published = descriptor.distributions.iter().filter_map(|distribution| {
        let (contract, token, tree, distributor) = match distribution {
            asset::Distribution::CumulativeMerkle { contract, token, tree, .. } => {
                (*contract, *token, tree, CumulativeDistributor::OneInch)
            }
            asset::Distribution::CumulativeMerkle128 { contract, token, tree, .. } => {
                (*contract, *token, tree, CumulativeDistributor::OneInch128)
            }
            asset::Distribution::Merkl { contract, token, tree, .. } => {
                (*contract, *token, tree, CumulativeDistributor::Merkl)
            }
            asset::Distribution::UniswapMerkle { .. }
            | asset::Distribution::StandardMerkle { .. }
            | asset::Distribution::Snapshot { .. }
            | asset::Distribution::Erc2222 { .. }
            | asset::Distribution::Erc1726 { .. } => return None,
        };
        let of = CumulativeDistribution { contract, distributor, token, label: distribution.title() };
        Some((of, files.get(tree)?.clone()))
    });
    published.collect()
}

fn snapshots(descriptor: &Descriptor) -> Vec<SnapshotDistribution> {
    let asset = descriptor.asset.token;
    let paying = descriptor.distributions.iter().filter_map(|distribution| match *distribution {
        asset::Distribution::Snapshot { contract, token, snapshot, .. } => {
            Some(SnapshotDistribution { contract, asset, snapshot, token, label: distribution.title() })
        }
        asset::Distribution::UniswapMerkle { .. }
        | asset::Distribution::StandardMerkle { .. }
        | asset::Distribution::CumulativeMerkle { .. }
        | asset::Distribution::CumulativeMerkle128 { .. }
        | asset::Distribution::Merkl { .. }
        | asset::Distribution::Erc2222 { .. }
        | asset::Distribution::Erc1726 { .. } => None,
    });
    paying.collect()
}

fn dividends(descriptor: &Descriptor) -> Vec<DividendToken> {
    let paying = descriptor.distributions.iter().filter_map(|distribution| {
        let (contract, standard, pays) = match *distribution {
            asset::Distribution::Erc2222 { contract, token, .. } => (contract, DividendStandard::Erc2222, token),
            asset::Distribution::Erc1726 { contract, token, .. } => (contract, DividendStandard::Erc1726, token),
            asset::Distribution::UniswapMerkle { .. }
            | asset::Distribution::StandardMerkle { .. }
            | asset::Distribution::CumulativeMerkle { .. }
            | asset::Distribution::CumulativeMerkle128 { .. }
            | asset::Distribution::Merkl { .. }
            | asset::Distribution::Snapshot { .. } => return None,
        };
        Some(DividendToken { contract, standard, pays, label: distribution.title() })
    });
    paying.collect()
}
