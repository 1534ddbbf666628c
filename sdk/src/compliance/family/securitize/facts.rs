//! What the rules of the DS protocol look at, read from its services.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;

use crate::abi::erc20::IERC20::allowanceCall;
use crate::abi::securitize::IDSComplianceConfigurationService as Config;
use crate::abi::securitize::IDSComplianceService::{
    checkWhitelistedCall, getAccreditedInvestorsCountCall, getComplianceTransferableTokensCall,
    getEURetailInvestorsCountCall, getJPInvestorsCountCall, getTotalInvestorsCountCall,
    getUSAccreditedInvestorsCountCall, getUSInvestorsCountCall,
};
use crate::abi::securitize::IDSLockManager::{getTransferableTokensCall, isInvestorLiquidateOnlyCall};
use crate::abi::securitize::IDSRegistryService::{
    getInvestorDetailsCall, isAccreditedInvestorCall, isQualifiedInvestorCall,
};
use crate::abi::securitize::IDSToken::{balanceOfInvestorCall, getDSServiceCall, isPausedCall};
use crate::abi::securitize::IDSWalletManager::isPlatformWalletCall;
use crate::compliance::findings::Findings;

/// Numbers of the services.
pub(super) const REGISTRY: U256 = U256::from_limbs([4, 0, 0, 0]);
pub(super) const COMPLIANCE: U256 = U256::from_limbs([8, 0, 0, 0]);
const WALLETS: U256 = U256::from_limbs([32, 0, 0, 0]);
const LOCKS: U256 = U256::from_limbs([64, 0, 0, 0]);
const CONFIGURATION: U256 = U256::from_limbs([256, 0, 0, 0]);
const REBASING: U256 = U256::from_limbs([8196, 0, 0, 0]);

/// The services of a token. Versions before the fourth do not rebase.
#[derive(Clone, Copy)]
pub(super) struct Services {
    pub(super) registry: Address,
    pub(super) compliance: Address,
    pub(super) wallets: Address,
    pub(super) locks: Address,
    pub(super) configuration: Address,
    pub(super) rebasing: Option<Address>,
}

/// Which rules the compliance service has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Regulated,
    Whitelisted,
}

/// Both wallets, and whether the token is paused: what every kind looks at.
pub(super) struct Wallets {
    pub(super) paused: bool,
    pub(super) transferable: U256,
    pub(super) sender: Wallet,
    pub(super) receiver: Wallet,
}

/// One wallet in the registry. No investor is an empty name.
pub(super) struct Wallet {
    pub(super) investor: String,
    pub(super) country: String,
    pub(super) platform: bool,
}

/// The regions that a country can be of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    Elsewhere,
    UnitedStates,
    Europe,
    Forbidden,
    Japan,
}

/// One investor, as the regulated service sees them.
#[expect(clippy::struct_excessive_bools, reason = "the service keeps each of them as a flag of its own")]
pub(super) struct Investor {
    pub(super) region: Region,
    pub(super) holding: U256,
    pub(super) accredited: bool,
    pub(super) qualified: bool,
}

/// What the token's own books say of the sender.
#[derive(Clone)]
pub(super) struct Books {
    pub(super) investor: String,
    /// Over all wallets of the investor; nothing where there is none.
    pub(super) holding: U256,
    pub(super) balance: U256,
    /// The balance, or less where the caller is allowed less.
    pub(super) within_reach: U256,
}

/// Everything that the regulated service looks at.
pub(super) struct Facts {
    pub(super) services: Services,
    pub(super) wallets: Wallets,
    pub(super) balance: U256,
    pub(super) within_reach: U256,
    pub(super) sender: Investor,
    pub(super) receiver: Investor,
    pub(super) liquidate_only: bool,
    /// What the sender may move when tokens are held up for the period of their region.
    pub(super) held_up: HeldUp,
    pub(super) limits: Limits,
    pub(super) counts: Counts,
}

/// What the lock-up period leaves, and the read that says so.
pub(super) struct HeldUp {
    pub(super) call: getComplianceTransferableTokensCall,
    pub(super) free: U256,
}

/// The issuer's settings. A limit of zero is none, but for retail investors in Europe.
#[expect(clippy::struct_excessive_bools, reason = "the service keeps each of them as a flag of its own")]
pub(super) struct Limits {
    pub(super) full_in_us: bool,
    pub(super) full_everywhere: bool,
    pub(super) accredited: bool,
    pub(super) accredited_in_us: bool,
    pub(super) flowback_end: U256,
    pub(super) least_in_us: U256,
    pub(super) least_in_eu: U256,
    pub(super) least: U256,
    pub(super) most: U256,
    pub(super) investors: U256,
    pub(super) investors_at_least: U256,
    pub(super) investors_in_us: U256,
    pub(super) investors_in_us_percent: U256,
    pub(super) accredited_investors_in_us: U256,
    pub(super) retail_investors_per_eu_country: U256,
    pub(super) investors_in_japan: U256,
    pub(super) non_accredited_investors: U256,
}

/// How many investors there are.
pub(super) struct Counts {
    pub(super) all: U256,
    pub(super) accredited: U256,
    pub(super) in_us: U256,
    pub(super) accredited_in_us: U256,
    pub(super) in_japan: U256,
    /// Retail investors in the receiver's country.
    pub(super) retail_in_country: U256,
}

/// `None` while they are still to be fetched, or where one that every version has is missing.
pub(super) fn services(findings: &mut Findings<'_>) -> Option<Services> {
    let token = findings.token;
    let [registry, compliance, wallets, locks, configuration, rebasing] =
        [REGISTRY, COMPLIANCE, WALLETS, LOCKS, CONFIGURATION, REBASING].map(|service| {
            let named = findings.ask(token, &getDSServiceCall { serviceId: service });
            findings.known(named)
        });
    Some(Services {
        registry: registry?,
        compliance: compliance?,
        wallets: wallets?,
        locks: locks?,
        configuration: configuration?,
        rebasing: Some(rebasing?).filter(|address| !address.is_zero()),
    })
}

/// By which functions the compliance service has.
pub(super) fn kind(findings: &mut Findings<'_>, services: &Services) -> Option<Kind> {
    let counts = findings.ask(services.compliance, &getTotalInvestorsCountCall {});
    let lists = findings.ask(services.compliance, &checkWhitelistedCall { who: findings.to });
    match (counts, lists) {
        (Ok(_), _) => Some(Kind::Regulated),
        (Err(gap), Ok(_)) => (!gap.is_pending()).then_some(Kind::Whitelisted),
        (Err(_), Err(_)) => None,
    }
}

pub(super) fn wallets(findings: &mut Findings<'_>, services: &Services) -> Option<Wallets> {
    let now = U256::from(findings.now().0);
    let paused = findings.ask(findings.token, &isPausedCall {});
    let call = getTransferableTokensCall { who: findings.from, time: now };
    let transferable = findings.ask(services.locks, &call);
    let sender = wallet(findings, services, findings.from);
    let receiver = wallet(findings, services, findings.to);
    Some(Wallets { paused: paused.ok()?, transferable: transferable.ok()?, sender: sender?, receiver: receiver? })
}

fn wallet(findings: &mut Findings<'_>, services: &Services, account: Address) -> Option<Wallet> {
    let details = findings.ask(services.registry, &getInvestorDetailsCall { account });
    let platform = findings.ask(services.wallets, &isPlatformWalletCall { wallet: account });
    let details = details.ok()?;
    Some(Wallet { investor: details.id, country: details.country, platform: platform.ok()? })
}

/// What the books say of the sender, and how much the caller can reach.
pub(super) fn books(findings: &mut Findings<'_>, balance: U256, wallets: Option<&Wallets>) -> Option<Books> {
    let (token, owner) = (findings.token, findings.from);
    let allowance = findings.spender.map(|spender| findings.ask(token, &allowanceCall { owner, spender }));
    let investor = wallets?.sender.investor.clone();
    let holding = findings.ask(token, &balanceOfInvestorCall { id: investor.clone() });
    let within_reach = match allowance {
        Some(allowance) => balance.min(allowance.ok()?),
        None => balance,
    };
    Some(Books { investor, holding: holding.ok()?, balance, within_reach })
}

/// Everything else that the regulated service looks at. `None` while it is still to be fetched, or where the service lacks one of it.
pub(super) fn regulated(
    findings: &mut Findings<'_>,
    services: Services,
    wallets: Wallets,
    books: &Books,
) -> Option<Facts> {
    let sender = investor(findings, &services, findings.from, &wallets.sender);
    let receiver = investor(findings, &services, findings.to, &wallets.receiver);
    let call = isInvestorLiquidateOnlyCall { investorId: wallets.receiver.investor.clone() };
    let liquidate_only = findings.ask(services.locks, &call);
    let limits = limits(findings, services.configuration);
    let counts = counts(findings, services.compliance, &wallets.receiver.country);
    let held_up = held_up(findings, &services, sender.as_ref());
    Some(Facts {
        services,
        wallets,
        balance: books.balance,
        within_reach: books.within_reach,
        sender: sender?,
        receiver: receiver?,
        liquidate_only: liquidate_only.ok()?,
        held_up: held_up?,
        limits: limits?,
        counts: counts?,
    })
}

fn investor(findings: &mut Findings<'_>, services: &Services, account: Address, wallet: &Wallet) -> Option<Investor> {
    let token = findings.token;
    let country = Config::getCountryComplianceCall { country: wallet.country.clone() };
    let region = findings.ask(services.configuration, &country);
    let holding = findings.ask(token, &balanceOfInvestorCall { id: wallet.investor.clone() });
    let accredited = findings.ask(services.registry, &isAccreditedInvestorCall { wallet: account });
    let qualified = findings.ask(services.registry, &isQualifiedInvestorCall { wallet: account });
    Some(Investor {
        region: Region::of(region.ok()?)?,
        holding: holding.ok()?,
        accredited: accredited.ok()?,
        qualified: qualified.ok()?,
    })
}

fn held_up(findings: &mut Findings<'_>, services: &Services, sender: Option<&Investor>) -> Option<HeldUp> {
    let inside = findings.ask(services.configuration, &Config::getUSLockPeriodCall {});
    let outside = findings.ask(services.configuration, &Config::getNonUSLockPeriodCall {});
    let period = if sender?.region == Region::UnitedStates { inside } else { outside };
    // The contract cuts the period to 64 bits.
    let [low, ..] = period.ok()?.into_limbs();
    let time = U256::from(findings.now().0);
    let call = getComplianceTransferableTokensCall { who: findings.from, time, lockTime: low };
    let free = findings.ask(services.compliance, &call);
    Some(HeldUp { call, free: free.ok()? })
}

fn limits(findings: &mut Findings<'_>, configuration: Address) -> Option<Limits> {
    let mut setting = Setting { findings, configuration };
    let flags = (
        setting.ask(&Config::getForceFullTransferCall {}),
        setting.ask(&Config::getWorldWideForceFullTransferCall {}),
        setting.ask(&Config::getForceAccreditedCall {}),
        setting.ask(&Config::getForceAccreditedUSCall {}),
    );
    let holdings = (
        setting.ask(&Config::getMinUSTokensCall {}),
        setting.ask(&Config::getMinEUTokensCall {}),
        setting.ask(&Config::getMinimumHoldingsPerInvestorCall {}),
        setting.ask(&Config::getMaximumHoldingsPerInvestorCall {}),
        setting.ask(&Config::getBlockFlowbackEndTimeCall {}),
    );
    let investors = (
        setting.ask(&Config::getTotalInvestorsLimitCall {}),
        setting.ask(&Config::getMinimumTotalInvestorsCall {}),
        setting.ask(&Config::getUSInvestorsLimitCall {}),
        setting.ask(&Config::getMaxUSInvestorsPercentageCall {}),
        setting.ask(&Config::getUSAccreditedInvestorsLimitCall {}),
    );
    let elsewhere = (
        setting.ask(&Config::getEURetailInvestorsLimitCall {}),
        setting.ask(&Config::getJPInvestorsLimitCall {}),
        setting.ask(&Config::getNonAccreditedInvestorsLimitCall {}),
    );
    Some(Limits {
        full_in_us: flags.0?,
        full_everywhere: flags.1?,
        accredited: flags.2?,
        accredited_in_us: flags.3?,
        least_in_us: holdings.0?,
        least_in_eu: holdings.1?,
        least: holdings.2?,
        most: holdings.3?,
        flowback_end: holdings.4?,
        investors: investors.0?,
        investors_at_least: investors.1?,
        investors_in_us: investors.2?,
        investors_in_us_percent: investors.3?,
        accredited_investors_in_us: investors.4?,
        retail_investors_per_eu_country: elsewhere.0?,
        investors_in_japan: elsewhere.1?,
        non_accredited_investors: elsewhere.2?,
    })
}

/// One setting after the other of the configuration service.
struct Setting<'f, 'a> {
    findings: &'f mut Findings<'a>,
    configuration: Address,
}

impl Setting<'_, '_> {
    fn ask<C: SolCall>(&mut self, call: &C) -> Option<C::Return> {
        self.findings.ask(self.configuration, call).ok()
    }
}

fn counts(findings: &mut Findings<'_>, compliance: Address, country: &str) -> Option<Counts> {
    let all = findings.ask(compliance, &getTotalInvestorsCountCall {});
    let accredited = findings.ask(compliance, &getAccreditedInvestorsCountCall {});
    let in_us = findings.ask(compliance, &getUSInvestorsCountCall {});
    let accredited_in_us = findings.ask(compliance, &getUSAccreditedInvestorsCountCall {});
    let in_japan = findings.ask(compliance, &getJPInvestorsCountCall {});
    let retail = getEURetailInvestorsCountCall { country: country.to_owned() };
    let retail_in_country = findings.ask(compliance, &retail);
    Some(Counts {
        all: all.ok()?,
        accredited: accredited.ok()?,
        in_us: in_us.ok()?,
        accredited_in_us: accredited_in_us.ok()?,
        in_japan: in_japan.ok()?,
        retail_in_country: retail_in_country.ok()?,
    })
}

impl Region {
    /// A number that is not in the protocol's table is no region that is known.
    fn of(number: U256) -> Option<Self> {
        match u8::try_from(number) {
            Ok(0) => Some(Self::Elsewhere),
            Ok(1) => Some(Self::UnitedStates),
            Ok(2) => Some(Self::Europe),
            Ok(4) => Some(Self::Forbidden),
            Ok(8) => Some(Self::Japan),
            Ok(_) | Err(_) => None,
        }
    }
}

impl Wallet {
    /// Whether both wallets are of one investor, who may move between them under no rule of a region.
    pub(super) fn same_investor(&self, other: &Self) -> bool {
        !self.investor.is_empty() && self.investor == other.investor
    }
}
