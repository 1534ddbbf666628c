//! What a holder has of each asset of a list, and what it is worth.

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::erc3643::IToken;
use crate::abi::erc4626::IERC4626;
use crate::abi::fiat_token::IFiatToken;
use crate::evidence::{EvidenceError, Fact, Gap, Reads};
use crate::proof::mapping_slot;
use crate::units::{Amount, AssetId, Currency, Price, Timestamp, UnitsError, Value};

use super::{Descriptor, FeedAnswer, FeedError, PriceFeed, RedemptionTerms, Staleness, read_price};

/// What a holder has of one asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Holding {
    /// The asset.
    pub asset: AssetId,
    /// `balanceOf`, in the decimals that the contract tells.
    pub balance: Fact<Amount>,
    /// The part of the balance that an agent has frozen (ERC-3643), where the contract tells.
    pub frozen_part: Option<Fact<Amount>>,
    /// Whether it can move at all, as far as the contract tells.
    pub state: TransferState,
    /// What it is worth.
    pub worth: Worth,
}

/// What the contract tells of stops: `None` where it has no such function. For display: what really passes is a verdict's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TransferState {
    /// All transfers are stopped.
    pub paused: Option<Fact<bool>>,
    /// This holder is frozen (ERC-3643) or blacklisted (FiatToken).
    pub frozen: Option<Fact<bool>>,
}

/// What a holding is worth, and if nobody can say, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "worth", rename_all = "camelCase")]
pub enum Worth {
    /// By a feed.
    Priced(Box<Priced>),
    /// The list names no feed for it.
    Unpriced,
    /// The feed or the vault gave no figure.
    Unknown {
        /// Why.
        #[serde(serialize_with = "crate::asset::json::text")]
        why: HoldingError,
    },
}

/// A worth, and the price it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Priced {
    /// The worth, rounded down to the price's scale.
    pub value: Fact<Value>,
    /// The price of one displayed unit: of the asset, or of what it is held through.
    pub price: Fact<Price>,
    /// When the feed was updated.
    pub updated_at: Timestamp,
    /// Whether the price is within its heartbeat.
    pub staleness: Staleness,
    /// For vault shares: the vault's asset, and how much of it the balance converts to.
    pub through: Option<(AssetId, Fact<Amount>)>,
}

/// Why a holding, or its worth, could not be found out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HoldingError {
    /// A read gave nothing.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// The feed gave no figure.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The contract has other decimals than the list says: amounts would be shown wrong by a power of ten.
    #[error("{token} has {got} decimals, the list says {expected}")]
    Decimals {
        /// The token.
        token: Address,
        /// What the contract tells.
        got: u8,
        /// What the list says.
        expected: u8,
    },
    /// The vault pays another token than the list says.
    #[error("the vault {vault} pays {got}, the list says {expected}")]
    VaultAsset {
        /// The vault.
        vault: Address,
        /// What the vault tells.
        got: Address,
        /// What the list says.
        expected: Address,
    },
    /// The contract's answer is not what its storage holds.
    #[error(
        "the balance answered for {token} is {got}, its storage proves {expected}: the endpoint or the list is wrong"
    )]
    Contradicted {
        /// The token.
        token: Address,
        /// What `balanceOf` answered, in raw units.
        got: U256,
        /// What the storage proof says, in raw units.
        expected: U256,
    },
    /// A figure is out of range.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// Facts that do not combine.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

/// What `holder` has of every asset of the list, in its order. Two rounds for any number of assets. An asset that cannot be read
/// keeps its place with its error. While reads are still to be fetched, errors say so: ask again until nothing is wanted.
#[must_use]
pub fn holdings(
    reads: &mut Reads,
    holder: Address,
    list: &[Descriptor],
    now: Timestamp,
) -> Vec<Result<Holding, HoldingError>> {
    list.iter().map(|descriptor| holding(reads, holder, descriptor, list, now)).collect()
}

fn holding(
    reads: &mut Reads,
    holder: Address,
    descriptor: &Descriptor,
    list: &[Descriptor],
    now: Timestamp,
) -> Result<Holding, HoldingError> {
    let token = descriptor.asset.token;
    let decimals = reads.ask(token, &IERC20::decimalsCall {});
    let balance = reads.ask(token, &IERC20::balanceOfCall { account: holder });
    let word = descriptor.balance_slot.map(|slot| reads.storage(token, mapping_slot(holder, slot)));
    let stops = stops(reads, token, holder);
    let quotes = Quotes::ask(reads, descriptor, list, now);

    let balance = counted(proven(balance?, word, descriptor)?, decimals?, descriptor)?;
    let worth = quotes.worth(reads, &balance);
    let worth = worth.unwrap_or_else(|why| Worth::Unknown { why });
    let (state, frozen_part) = stops?;
    let frozen_part = frozen_part.map(|fact| fact.map(|raw| balance.value().with_raw(raw)));
    Ok(Holding { asset: descriptor.asset, balance, frozen_part, state, worth })
}

/// What `holder` has of an asset at the ledger's block, by the contract's answer alone: nodes keep the proofs of few blocks.
///
/// # Errors
/// [`HoldingError`].
pub fn balance_of(reads: &mut Reads, descriptor: &Descriptor, holder: Address) -> Result<Fact<Amount>, HoldingError> {
    let token = descriptor.asset.token;
    let decimals = reads.ask(token, &IERC20::decimalsCall {});
    let balance = reads.ask(token, &IERC20::balanceOfCall { account: holder });
    counted(balance?, decimals?, descriptor)
}

/// What an amount of an asset is worth at the ledger's block, by the same feed or vault as a holding of it.
///
/// # Errors
/// [`HoldingError`].
pub fn worth_of(
    reads: &mut Reads,
    descriptor: &Descriptor,
    list: &[Descriptor],
    amount: &Fact<Amount>,
    now: Timestamp,
) -> Result<Worth, HoldingError> {
    Quotes::ask(reads, descriptor, list, now).worth(reads, amount)
}

/// Raw units as an amount, where the contract has the list's decimals.
fn counted(raw: Fact<U256>, decimals: Fact<u8>, descriptor: &Descriptor) -> Result<Fact<Amount>, HoldingError> {
    raw.zip(decimals)?.try_map(|(raw, got)| {
        let expected = descriptor.decimals;
        if got != expected {
            return Err(HoldingError::Decimals { token: descriptor.asset.token, got, expected });
        }
        Ok(Amount::from_raw(raw, got)?)
    })
}

/// The balance that the contract answered, beside what its storage holds. Where both are there and agree, the balance rests on the
/// Merkle proof too; where they differ, somebody lies, and there is no figure. An endpoint without proofs leaves it claimed.
fn proven(
    balance: Fact<U256>,
    word: Option<Result<Fact<U256>, Gap>>,
    descriptor: &Descriptor,
) -> Result<Fact<U256>, HoldingError> {
    let word = match word {
        None | Some(Err(Gap::Declined { .. })) => return Ok(balance),
        Some(word) => word?,
    };
    let mask = descriptor.balance_mask.unwrap_or(U256::MAX);
    balance.zip(word)?.try_map(|(got, word)| {
        let expected = word & mask;
        if got != expected {
            return Err(HoldingError::Contradicted { token: descriptor.asset.token, got, expected });
        }
        Ok(got)
    })
}

type Stops = (TransferState, Option<Fact<U256>>);

/// Pause and freezes. Names alone mean little: a frozen part counts only where the wallet's flag is there too.
fn stops(reads: &mut Reads, token: Address, holder: Address) -> Result<Stops, Gap> {
    let paused = reads.ask(token, &IToken::pausedCall {});
    let frozen = reads.ask(token, &IToken::isFrozenCall { userAddress: holder });
    let part = reads.ask(token, &IToken::getFrozenTokensCall { userAddress: holder });
    let listed = reads.ask(token, &IFiatToken::isBlacklistedCall { account: holder });
    let (paused, frozen, part, listed) = (told(paused)?, told(frozen)?, told(part)?, told(listed)?);
    let part = part.filter(|_| frozen.is_some());
    Ok((TransferState { paused, frozen: frozen.or(listed) }, part))
}

/// `None` where the contract has no such function; a gap where it could not be asked.
fn told<T>(asked: Result<Fact<T>, Gap>) -> Result<Option<Fact<T>>, Gap> {
    match asked {
        Ok(fact) => Ok(Some(fact)),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => Ok(None),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => Err(gap),
    }
}

/// What an asset's worth follows from: its own feed, or the vault that it is a share of.
struct Quotes {
    price: Option<Result<Quote, HoldingError>>,
    through: Option<Result<VaultQuote, HoldingError>>,
}

impl Quotes {
    fn ask(reads: &mut Reads, descriptor: &Descriptor, list: &[Descriptor], now: Timestamp) -> Self {
        let price = descriptor.price.as_ref().map(|feed| priced(reads, feed, now));
        let through = vault_terms(descriptor, list).map(|terms| terms.ask(reads, now));
        Self { price, through }
    }

    fn worth(self, reads: &mut Reads, amount: &Fact<Amount>) -> Result<Worth, HoldingError> {
        match (self.price, self.through) {
            (Some(price), _) => price.and_then(|quote| quote.worth(amount, None)),
            (None, Some(through)) => through.and_then(|vault| vault.worth(reads, amount)),
            (None, None) => Ok(Worth::Unpriced),
        }
    }
}

/// A feed's answer in the currency of the list.
struct Quote {
    answer: Fact<FeedAnswer>,
    currency: Currency,
}

fn priced(reads: &mut Reads, feed: &PriceFeed, now: Timestamp) -> Result<Quote, HoldingError> {
    let answer = read_price(reads, feed, now)?;
    Ok(Quote { answer, currency: feed.currency.clone() })
}

impl Quote {
    fn worth(self, amount: &Fact<Amount>, through: Option<AssetId>) -> Result<Worth, HoldingError> {
        let (updated_at, staleness) = (self.answer.value().updated_at, self.answer.value().staleness);
        let currency = self.currency;
        let price = self.answer.map(|answer| answer.price(currency));
        let value = price.clone().zip(amount.clone())?.try_map(|(price, amount)| price.value_of(&amount))?;
        let through = through.map(|asset| (asset, amount.clone()));
        Ok(Worth::Priced(Box::new(Priced { value, price, updated_at, staleness, through })))
    }
}

/// A vault whose shares the asset is, and the list's entry for what the vault pays.
struct VaultTerms<'a> {
    vault: Address,
    asset: &'a Descriptor,
    feed: &'a PriceFeed,
}

/// The same, asked in the first round.
struct VaultQuote {
    vault: Address,
    asset: AssetId,
    decimals: Fact<u8>,
    quote: Quote,
}

/// Where an asset has no feed of its own and is the share of an ERC-4626 vault whose asset has one.
fn vault_terms<'a>(descriptor: &Descriptor, list: &'a [Descriptor]) -> Option<VaultTerms<'a>> {
    let Some(RedemptionTerms::Erc4626 { vault, asset }) = descriptor.redemption else { return None };
    let wanted = AssetId { chain: descriptor.asset.chain, token: asset };
    let asset = list.iter().find(|known| known.asset == wanted)?;
    Some(VaultTerms { vault, asset, feed: asset.price.as_ref()? })
}

impl VaultTerms<'_> {
    fn ask(&self, reads: &mut Reads, now: Timestamp) -> Result<VaultQuote, HoldingError> {
        let (vault, token) = (self.vault, self.asset.asset.token);
        let pays = reads.ask(vault, &IERC4626::assetCall {});
        let decimals = reads.ask(token, &IERC20::decimalsCall {});
        let quote = priced(reads, self.feed, now);
        let decimals = decimals?.zip(pays?)?.try_map(|(got, pays)| {
            if pays != token {
                return Err(HoldingError::VaultAsset { vault, got: pays, expected: token });
            }
            let expected = self.asset.decimals;
            if got != expected {
                return Err(HoldingError::Decimals { token, got, expected });
            }
            Ok(got)
        })?;
        Ok(VaultQuote { vault, asset: self.asset.asset, decimals, quote: quote? })
    }
}

impl VaultQuote {
    fn worth(self, reads: &mut Reads, balance: &Fact<Amount>) -> Result<Worth, HoldingError> {
        let shares = balance.value().raw();
        let assets = reads.ask(self.vault, &IERC4626::convertToAssetsCall { shares })?;
        let amount = balance
            .clone()
            .zip(assets)?
            .zip(self.decimals)?
            .try_map(|((_, raw), scale)| Amount::from_raw(raw, scale))?;
        self.quote.worth(&amount, Some(self.asset))
    }
}
