//! ERC-4626 share prices: what shares are worth, and what they earned over a window.
//!
//! The price is the contract's own `convertToAssets`, at the contract's own rounding (down). Growth is measured by that
//! price at two blocks and never by `totalAssets`, which deposits raise too.

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::erc4626::IERC4626;
use crate::evidence::{Fact, Reads};
use crate::units::{Amount, Rounding, Shares, UnitsError};

use super::{Change, Moment, Realised, Window, YieldError};

/// A vault and the token of its shares: the same contract in ERC-4626, two in ERC-7575.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Vault {
    /// The contract that converts.
    pub contract: Address,
    /// The token whose balances are the shares.
    pub share: Address,
}

/// A holding and what the vault says it is worth. `convertToAssets` leaves fees of leaving out: what a redemption pays is in
/// the redemption plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Worth {
    /// The holder's shares.
    pub shares: Shares,
    /// The token they are worth an amount of.
    pub asset: Address,
    /// The amount, rounded down by the vault.
    pub assets: Amount,
}

/// The price of shares, as the vault answered it.
///
/// It is asked for a million whole shares: a vault over a token of six decimals has as many in the answer for one share, too
/// few to see what a day brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SharePrice {
    /// The shares that were asked for.
    pub shares: Shares,
    /// The token that the price is in.
    pub asset: Address,
    /// What they are worth.
    pub assets: Amount,
}

/// What a share returned over a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SharePriceReturn {
    /// The price at the start.
    pub then: SharePrice,
    /// The price at the end.
    pub now: SharePrice,
    /// The return.
    pub realised: Realised,
}

/// What the shares held at the end of a window gained over it. Of shares that came or went in between it says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Accrual {
    /// The span.
    pub window: Window,
    /// The shares held at its end.
    pub shares: Shares,
    /// The token that the gain is in.
    pub asset: Address,
    /// What these shares would have been worth at the start.
    pub then: Amount,
    /// What they are worth at the end.
    pub now: Amount,
    /// The difference.
    pub change: Change<Amount>,
}

const MILLION: u64 = 1_000_000;

impl Vault {
    /// An ERC-4626 vault, which is its own share token.
    #[must_use]
    pub const fn erc4626(contract: Address) -> Self {
        Self { contract, share: contract }
    }
}

impl SharePrice {
    /// The price of one whole share, rounded down to units of the asset: what `convertToAssets` answers for one share.
    ///
    /// # Errors
    /// [`UnitsError`] where the numbers do not fit.
    pub fn of_one_share(&self) -> Result<Amount, UnitsError> {
        self.assets.mul_div(U256::ONE, U256::from(MILLION), Rounding::Down)
    }
}

/// What a holder's shares are worth at the ledger's block.
///
/// # Errors
/// [`YieldError::Gap`] or [`YieldError::Units`].
pub fn worth(reads: &mut Reads, vault: Vault, holder: Address) -> Result<Fact<Worth>, YieldError> {
    let balance = reads.ask(vault.share, &IERC20::balanceOfCall { account: holder });
    let scales = scales(reads, vault);
    let balance = balance?;
    let assets = reads.ask(vault.contract, &IERC4626::convertToAssetsCall { shares: *balance.value() });
    balance.zip(assets?)?.zip(scales?)?.try_map(|((shares, assets), scales)| {
        Ok(Worth {
            shares: Shares::from_raw(shares, scales.share)?,
            asset: scales.asset,
            assets: Amount::from_raw(assets, scales.units)?,
        })
    })
}

/// The price of a share at the ledger's block.
///
/// # Errors
/// [`YieldError::Gap`] or [`YieldError::Units`].
pub fn share_price(reads: &mut Reads, vault: Vault) -> Result<Fact<SharePrice>, YieldError> {
    let scales = scales(reads, vault);
    let decimals = reads.ask(vault.share, &IERC20::decimalsCall {})?;
    let probe = Shares::parse("1000000", *decimals.value())?;
    let assets = reads.ask(vault.contract, &IERC4626::convertToAssetsCall { shares: probe.raw() });
    assets?.zip(scales?)?.try_map(|(assets, scales)| {
        Ok(SharePrice { shares: probe, asset: scales.asset, assets: Amount::from_raw(assets, scales.units)? })
    })
}

/// What a share returned between two blocks. The fact rests on the evidence of both and names both in its window.
///
/// # Errors
/// [`YieldError::Window`] where `now` is not later than `then`, [`YieldError::Gap`] or [`YieldError::Units`].
pub fn share_price_return(
    now: &mut Reads,
    then: &mut Reads,
    vault: Vault,
) -> Result<Fact<SharePriceReturn>, YieldError> {
    let window = Window::new(Moment::of_block(then.at()), Moment::of_block(now.at()))?;
    let (end, start) = (share_price(now, vault), share_price(then, vault));
    end?.zip_across_moments(start?).try_map(|(now, then)| {
        // Shares of another scale, or another asset, would make this the ratio of two different things.
        same_scale(now.shares.scale(), then.shares.scale())?;
        same_scale(now.assets.scale(), then.assets.scale())?;
        Ok(SharePriceReturn { then, now, realised: Realised::between(window, then.assets.raw(), now.assets.raw())? })
    })
}

/// What the shares that a holder has at `now` gained since `then`.
///
/// # Errors
/// As [`share_price_return`].
pub fn accrual(now: &mut Reads, then: &mut Reads, vault: Vault, holder: Address) -> Result<Fact<Accrual>, YieldError> {
    let window = Window::new(Moment::of_block(then.at()), Moment::of_block(now.at()))?;
    let (end, start) = (worth(now, vault, holder), scales(then, vault));
    let balance = now.ask(vault.share, &IERC20::balanceOfCall { account: holder })?;
    let assets = then.ask(vault.contract, &IERC4626::convertToAssetsCall { shares: *balance.value() });
    let start = assets?.zip(start?)?;
    end?.zip_across_moments(start).try_map(|(end, (assets, scales))| {
        same_scale(end.shares.scale(), scales.share)?;
        same_scale(end.assets.scale(), scales.units)?;
        let change = Change::between(assets, end.assets.raw()).map(|by| end.assets.with_raw(by));
        Ok(Accrual {
            window,
            shares: end.shares,
            asset: end.asset,
            then: end.assets.with_raw(assets),
            now: end.assets,
            change,
        })
    })
}

/// The asset of a vault and the decimals on both sides.
#[derive(Clone, Copy, Debug)]
struct Scales {
    share: u8,
    asset: Address,
    units: u8,
}

fn scales(reads: &mut Reads, vault: Vault) -> Result<Fact<Scales>, YieldError> {
    let share = reads.ask(vault.share, &IERC20::decimalsCall {});
    let asset = reads.ask(vault.contract, &IERC4626::assetCall {});
    let (share, asset) = (share?, asset?);
    let units = reads.ask(*asset.value(), &IERC20::decimalsCall {})?;
    Ok(share.zip(asset)?.zip(units)?.map(|((share, asset), units)| Scales { share, asset, units }))
}

const fn same_scale(got: u8, expected: u8) -> Result<(), UnitsError> {
    if got == expected { Ok(()) } else { Err(UnitsError::ScaleMismatch { got, expected }) }
}
