//! What stands behind an asset, for anybody to see: reserves, statements, price, and the ten points, in one answer.

use std::collections::BTreeMap;

use alloy_primitives::Address;

use crate::abi::erc20::IERC20::decimalsCall;
use crate::asset::{
    Backing, BackingError, CheckedPoint, Descriptor, Grounds, HoldingError, ReserveFigure, RiskReport, Staleness,
    Worth, balance_of, by_attestation, checklist, worth_of,
};
use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, Reads};
use crate::proof::{AgreedReserve, Attestation, AttestationError, Reserve, agree};
use crate::units::{Amount, Timestamp};

use super::Client;
use super::income::{by_reserves, supply};

/// Signed statements by the address that the list gives them: each the JSON of an [`Attestation`].
pub type StatementFiles = BTreeMap<String, String>;

/// What stands behind an asset at one block.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BackingReport {
    /// Reserves against supply by the asset's feed; `None` where the list names none.
    pub by_feed: Option<Result<(Fact<Backing>, Staleness), Error>>,
    /// What was issued.
    pub supply: Result<Fact<Amount>, Error>,
    /// What one whole token is worth by the list's price feed, or by its vault.
    pub price: Result<Worth, Error>,
    /// Each statement that the list names: those that a key signed, then those that a contract vouches for.
    pub statements: Vec<StatedReserve>,
    /// Whether as many attesters as the list asks for state the same; `None` where it asks for none. Where they do not, no statement counts.
    pub agreed: Option<Result<Fact<AgreedReserve>, AttestationError>>,
    /// Every comparison of reserves and supply that counts, the feed's first.
    pub backings: Vec<Fact<Backing>>,
    /// The comparison to sum up, and how it stands against the issuer's own limits; `None` where nothing could be compared.
    pub risk: Option<(Fact<Backing>, RiskReport)>,
    /// The ten points of a proof of reserves. Zero-knowledge proofs and places in trees of liabilities are not looked at here.
    pub points: [CheckedPoint; 10],
}

/// A statement that the list names.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StatedReserve {
    /// Its address, as the list gives it.
    pub file: String,
    /// The contract that is to vouch for it; `None` where a key signed.
    pub contract: Option<Address>,
    /// What it says, and that against the supply; `None` where the file was not given.
    pub outcome: Option<Result<Stated, Error>>,
}

/// What a statement that holds says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stated {
    /// The statement.
    pub reserve: Fact<Reserve>,
    /// Its figure against the supply.
    pub backing: Result<Fact<Backing>, Error>,
}

/// What is read of the chain, in the same round trips.
struct OnChain {
    feed: Option<Result<(Fact<Backing>, Staleness), Error>>,
    supply: Result<Fact<Amount>, Error>,
    price: Result<Worth, Error>,
    balance: Option<Fact<Amount>>,
}

impl<T: Transport> Client<T> {
    /// What stands behind an asset of `list`. `holder` is who looks at it, if anybody: that their balance is in the ledger is one of the ten
    /// points. What cannot be read says why and leaves the rest standing.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn backing(
        &self,
        reads: &mut Reads,
        (list, descriptor): (&[Descriptor], &Descriptor),
        files: &StatementFiles,
        (holder, now): (Option<Address>, Timestamp),
    ) -> Result<BackingReport, Error> {
        // A machine's clock may lag behind the chain's.
        let now = now.max(reads.at().timestamp);
        let OnChain { feed, supply, price, balance } =
            self.settle(reads, |reads| on_chain(reads, (list, descriptor), holder, now)).await?;
        let mut statements = Vec::new();
        for (file, contract) in named(descriptor) {
            let outcome = match files.get(&file) {
                Some(text) => Some(self.stated(reads, descriptor, (text, contract), (&supply, now)).await?),
                None => None,
            };
            statements.push(StatedReserve { file, contract, outcome });
        }
        let held = |stated: &StatedReserve| Some(stated.outcome.as_ref()?.as_ref().ok()?.reserve.clone());
        let all: Vec<Fact<Reserve>> = statements.iter().filter_map(held).collect();
        let agreed = descriptor.proofs.threshold.map(|threshold| agree(all.clone(), threshold));
        let counting = if matches!(agreed, Some(Err(_))) { Vec::new() } else { all };
        let backings = comparisons(feed.as_ref(), &supply, &counting);
        let thresholds = descriptor.risk_thresholds();
        let points = checklist(&Grounds {
            inclusion: None,
            balance,
            backings: &backings,
            statements: &counting,
            adequacy: None,
            // Every kind of asset that a list can name is a claim on something outside the chain.
            off_chain: true,
            max_age: thresholds.max_oracle_latency,
            now,
        });
        let audits: Vec<Timestamp> = counting.iter().map(|reserve| reserve.value().as_of).collect();
        let leading = backings.iter().find(|backing| !backing.value().covered).or_else(|| backings.first());
        let risk = leading.map(|leading| (leading.clone(), leading.value().risk(&thresholds, &audits, now)));
        Ok(BackingReport { by_feed: feed, supply, price, statements, agreed, backings, risk, points })
    }

    /// One statement, checked. What is wrong with it is an answer; that the chain could not be asked is none.
    async fn stated(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        (text, contract): (&str, Option<Address>),
        (supply, now): (&Result<Fact<Amount>, Error>, Timestamp),
    ) -> Result<Result<Stated, Error>, Error> {
        let read = match Attestation::from_json(text) {
            Ok(read) => read,
            Err(why) => return Ok(Err(why.into())),
        };
        let checked = match contract {
            None => read.verify(&descriptor.attesters, descriptor.asset, now, reads.at()).map_err(Error::from),
            Some(contract) => self.reserve_by_contract(reads, &read, (contract, descriptor.asset), now).await,
        };
        Ok(match checked {
            Ok(reserve) => {
                let backing = supply.clone().and_then(|supply| Ok(compared(&reserve, supply)?));
                Ok(Stated { reserve, backing })
            }
            Err(chain @ Error::Chain(_)) => return Err(chain),
            Err(why) => Err(why),
        })
    }
}

fn on_chain(
    reads: &mut Reads,
    (list, descriptor): (&[Descriptor], &Descriptor),
    holder: Option<Address>,
    now: Timestamp,
) -> OnChain {
    let feed = by_reserves(reads, descriptor, now).transpose();
    let supply = supply(reads, descriptor);
    // The contract's decimals, not the list's: the price is then as well known as the contract's answers are.
    let decimals = reads.ask(descriptor.asset.token, &decimalsCall {}).map_err(HoldingError::from);
    let one = decimals.and_then(|decimals| decimals.try_map(|decimals| Ok(Amount::parse("1", decimals)?)));
    let price = one.and_then(|one| worth_of(reads, descriptor, list, &one, now)).map_err(Error::from);
    let balance = holder.and_then(|holder| balance_of(reads, descriptor, holder).ok());
    OnChain { feed, supply, price, balance }
}

/// Every statement of the list, and the contract that is to vouch for it.
fn named(descriptor: &Descriptor) -> Vec<(String, Option<Address>)> {
    let by_key = descriptor.attestations.iter().map(|file| (file.clone(), None));
    let by_contract = descriptor.proofs.by_contract.iter();
    by_key.chain(by_contract.map(|stated| (stated.file.clone(), Some(stated.attester)))).collect()
}

fn compared(reserve: &Fact<Reserve>, supply: Fact<Amount>) -> Result<Fact<Backing>, BackingError> {
    let figure = reserve.clone().map(|reserve| ReserveFigure { amount: reserve.amount, as_of: reserve.as_of });
    by_attestation(figure, supply)
}

/// The feed's comparison and each statement's.
fn comparisons(
    feed: Option<&Result<(Fact<Backing>, Staleness), Error>>,
    supply: &Result<Fact<Amount>, Error>,
    statements: &[Fact<Reserve>],
) -> Vec<Fact<Backing>> {
    let feed = feed.and_then(|feed| feed.as_ref().ok()).map(|(backing, _)| backing.clone());
    let stated = statements.iter().filter_map(|reserve| compared(reserve, supply.clone().ok()?).ok());
    feed.into_iter().chain(stated).collect()
}
