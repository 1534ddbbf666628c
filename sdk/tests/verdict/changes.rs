//! What the issuer changes for one scenario, and what that should break. Nothing is undone one by one: the chain goes back to before.

use alloy_primitives::{Address, U256};
use assay_sdk::compliance::RestrictionCode as Code;

use crate::books::{bind, bind_fees, fee_before_books, stale_books};
use crate::claims;
use crate::expected::{Cast, Effect};
use crate::fund::{FundChain as Chain, *};

/// One change of the fund's rules or of somebody's standing. Of several, the first in this order is made first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    Pause,
    FreezeSender,
    FreezeReceiver,
    FreezeCaller,
    UnregisterReceiver,
    UnregisterSender,
    ReceiverWithoutClaims,
    ReceiverWithoutIdentityCode,
    RequireMore,
    TrustNobody,
    TrustAnother,
    RevokeClaim,
    RemoveClaim,
    RemoveSignerKey,
    RevokeBoth,
    RevokedAndMissing,
    AnotherStillValid,
    BothIssuersBad,
    RevokedBesideUntrusted,
    IssuerSilent,
    DisallowCountry,
    RestrictCountry,
    StaleBooks,
    FreezePart,
    MaxBalance,
    TimeLimit,
    SecondTimeLimit,
    AgentUnderTimeLimit,
    MonthlyExchange,
    TimedExchange,
    Conditional,
    ConditionalApproved,
    RestrictTransfers,
    RestrictTransfersListed,
    Listing,
    ListingListed,
    SupplyLimit,
    Fee,
    FeeCollectorUnverified,
    FeeCollectorFull,
    FeeModuleNoAgent,
    FeeBeforeBooks,
    ComplianceUnbound,
}

pub(crate) const ALL: [Change; 43] = [
    Change::Pause,
    Change::FreezeSender,
    Change::FreezeReceiver,
    Change::FreezeCaller,
    Change::UnregisterReceiver,
    Change::UnregisterSender,
    Change::ReceiverWithoutClaims,
    Change::ReceiverWithoutIdentityCode,
    Change::RequireMore,
    Change::TrustNobody,
    Change::TrustAnother,
    Change::RevokeClaim,
    Change::RemoveClaim,
    Change::RemoveSignerKey,
    Change::RevokeBoth,
    Change::RevokedAndMissing,
    Change::AnotherStillValid,
    Change::BothIssuersBad,
    Change::RevokedBesideUntrusted,
    Change::IssuerSilent,
    Change::DisallowCountry,
    Change::RestrictCountry,
    Change::StaleBooks,
    Change::FreezePart,
    Change::MaxBalance,
    Change::TimeLimit,
    Change::SecondTimeLimit,
    Change::AgentUnderTimeLimit,
    Change::MonthlyExchange,
    Change::TimedExchange,
    Change::Conditional,
    Change::ConditionalApproved,
    Change::RestrictTransfers,
    Change::RestrictTransfersListed,
    Change::Listing,
    Change::ListingListed,
    Change::SupplyLimit,
    Change::Fee,
    Change::FeeCollectorUnverified,
    Change::FeeCollectorFull,
    Change::FeeModuleNoAgent,
    Change::FeeBeforeBooks,
    Change::ComplianceUnbound,
];

impl Change {
    /// Whether it makes sense for this cast.
    pub(crate) fn suits(self, cast: &Cast) -> bool {
        let same_wallet = cast.from.wallet == cast.to.wallet;
        let same_identity = cast.from.identity == cast.to.identity;
        match self {
            Self::FreezeCaller => cast.spender.is_some(),
            Self::FreezeReceiver
            | Self::UnregisterReceiver
            | Self::UnregisterSender
            | Self::ReceiverWithoutClaims
            | Self::ReceiverWithoutIdentityCode => !same_wallet,
            Self::MonthlyExchange
            | Self::TimedExchange
            | Self::Fee
            | Self::FeeCollectorUnverified
            | Self::FeeCollectorFull
            | Self::FeeModuleNoAgent
            | Self::FeeBeforeBooks => !same_identity,
            // The books are of identities: what only one wallet has is not all that its identity has.
            Self::StaleBooks => !same_identity && cast.from.only_wallet,
            _ => true,
        }
    }

    /// Whether both touch the same setting, or one moves what the other's limit is reckoned from.
    pub(crate) fn clashes(self, other: Self) -> bool {
        self == other || self.groups().iter().any(|group| other.groups().contains(group))
    }

    fn groups(self) -> &'static [u8] {
        match self {
            Self::Pause => &[0],
            Self::FreezeSender => &[1],
            Self::FreezeReceiver => &[2],
            Self::FreezeCaller | Self::SupplyLimit | Self::ComplianceUnbound => &[],
            Self::FreezePart => &[3],
            // The standing of identities, claims and their issuers. What is listed by identity needs one that can list.
            Self::UnregisterReceiver | Self::ReceiverWithoutClaims | Self::ReceiverWithoutIdentityCode => &[4, 15],
            // What a stranger has sent is counted apart.
            Self::UnregisterSender => &[4, 8],
            Self::RequireMore
            | Self::TrustNobody
            | Self::TrustAnother
            | Self::RevokeClaim
            | Self::RemoveClaim
            | Self::RemoveSignerKey
            | Self::RevokeBoth
            | Self::RevokedAndMissing
            | Self::AnotherStillValid
            | Self::BothIssuersBad
            | Self::RevokedBesideUntrusted
            | Self::IssuerSilent => &[4],
            Self::DisallowCountry => &[5],
            Self::RestrictCountry => &[6],
            Self::MaxBalance => &[7],
            Self::FeeCollectorUnverified
            | Self::FeeCollectorFull
            | Self::FeeModuleNoAgent
            | Self::StaleBooks
            | Self::FeeBeforeBooks => &[4, 7, 11],
            Self::TimeLimit | Self::SecondTimeLimit | Self::AgentUnderTimeLimit => &[8],
            Self::MonthlyExchange => &[4, 9],
            Self::TimedExchange => &[4, 10],
            Self::Fee => &[4, 11],
            Self::Conditional | Self::ConditionalApproved => &[12],
            Self::RestrictTransfers | Self::RestrictTransfersListed => &[13],
            Self::Listing => &[14],
            Self::ListingListed => &[14, 15],
        }
    }

    /// Makes the change. `white` tells how the token's listing module is configured.
    pub(crate) fn apply(self, chain: &Chain, cast: &Cast, white: bool) -> Vec<Effect> {
        match self {
            Self::Pause | Self::FreezeSender | Self::FreezeReceiver | Self::FreezeCaller | Self::FreezePart => {
                self.stop(chain, cast)
            }
            Self::UnregisterReceiver
            | Self::UnregisterSender
            | Self::ReceiverWithoutClaims
            | Self::ReceiverWithoutIdentityCode => self.unregister(chain, cast),
            Self::RequireMore
            | Self::TrustNobody
            | Self::TrustAnother
            | Self::RevokeClaim
            | Self::RemoveClaim
            | Self::RemoveSignerKey
            | Self::RevokeBoth
            | Self::RevokedAndMissing
            | Self::AnotherStillValid
            | Self::BothIssuersBad
            | Self::RevokedBesideUntrusted
            | Self::IssuerSilent => claims::apply(self, chain, cast),
            Self::DisallowCountry | Self::RestrictCountry => self.countries(chain, cast),
            Self::MaxBalance | Self::TimeLimit | Self::SecondTimeLimit | Self::AgentUnderTimeLimit => {
                self.limits(chain, cast)
            }
            Self::MonthlyExchange | Self::TimedExchange => self.exchanges(chain, cast),
            Self::Conditional
            | Self::ConditionalApproved
            | Self::RestrictTransfers
            | Self::RestrictTransfersListed
            | Self::Listing
            | Self::ListingListed => self.lists(chain, cast, white),
            Self::SupplyLimit => {
                chain.set("SupplyLimitModule", &setSupplyLimitCall { limit: U256::from(1) });
                Vec::new()
            }
            Self::Fee | Self::FeeCollectorUnverified | Self::FeeCollectorFull | Self::FeeModuleNoAgent => {
                self.fees(chain, cast)
            }
            Self::FeeBeforeBooks => fee_before_books(chain, cast),
            Self::StaleBooks => stale_books(chain, cast),
            Self::ComplianceUnbound => {
                chain.issuer(chain.fund.compliance, &unbindTokenCall { token: chain.fund.token });
                vec![Effect::Breaks(Code::ComplianceRefuses)]
            }
        }
    }

    fn stop(self, chain: &Chain, cast: &Cast) -> Vec<Effect> {
        let token = chain.fund.token;
        let freeze = |account| chain.issuer(token, &setAddressFrozenCall { account, frozen: true });
        match self {
            Self::Pause => {
                chain.issuer(token, &pauseCall {});
                vec![Effect::Breaks(Code::Paused)]
            }
            Self::FreezeSender => {
                freeze(cast.from.wallet);
                vec![Effect::Breaks(Code::SenderFrozen)]
            }
            Self::FreezeReceiver => {
                freeze(cast.to.wallet);
                vec![Effect::Breaks(Code::ReceiverFrozen)]
            }
            // Nobody looks at who calls.
            Self::FreezeCaller => {
                freeze(cast.spender.expect("a caller"));
                Vec::new()
            }
            // What is free is read from the token for every scenario.
            _ => {
                let account = cast.from.wallet;
                let amount = chain.balance(account) - cast.amount;
                chain.issuer(token, &freezePartialTokensCall { account, amount });
                Vec::new()
            }
        }
    }

    fn unregister(self, chain: &Chain, cast: &Cast) -> Vec<Effect> {
        let registry = chain.fund.registry;
        let whom = if self == Self::UnregisterSender { cast.from } else { cast.to };
        let (account, country) = (whom.wallet, whom.country);
        chain.issuer(registry, &deleteIdentityCall { account });
        match self {
            Self::UnregisterSender => vec![Effect::Breaks(Code::SenderNotRegistered)],
            Self::ReceiverWithoutClaims => {
                let identity = claims::bare_identity(chain, cast.nonce);
                chain.issuer(registry, &registerIdentityCall { account, identity, country });
                // Of both topics.
                vec![Effect::Breaks(Code::ClaimMissing), Effect::Breaks(Code::ClaimMissing)]
            }
            Self::ReceiverWithoutIdentityCode => {
                let identity = Address::repeat_byte(0xee);
                chain.issuer(registry, &registerIdentityCall { account, identity, country });
                vec![Effect::Breaks(Code::IdentityUnreadable)]
            }
            _ => vec![Effect::Unregistered],
        }
    }

    fn countries(self, chain: &Chain, cast: &Cast) -> Vec<Effect> {
        let country = cast.to.country;
        if self == Self::DisallowCountry {
            chain.set("CountryAllowModule", &removeAllowedCountryCall { country });
            return vec![Effect::OfCountry(Code::CountryNotAllowed)];
        }
        bind(chain, "CountryRestrictModule");
        chain.set("CountryRestrictModule", &addCountryRestrictionCall { country });
        vec![Effect::OfCountry(Code::CountryRestricted)]
    }

    fn limits(self, chain: &Chain, cast: &Cast) -> Vec<Effect> {
        let compliance = chain.fund.compliance;
        if self == Self::MaxBalance {
            let identity = chain.view(chain.fund.registry, &identityCall { account: cast.to.wallet });
            let max = chain.booked(identity) + cast.amount;
            chain.set("MaxBalanceModule", &setMaxBalanceCall { max });
            return vec![Effect::Maximum(max)];
        }
        let seconds = if self == Self::SecondTimeLimit {
            86_400
        } else {
            3_600 + u32::try_from(cast.nonce).expect("few scenarios")
        };
        let call = usersCountersCall { compliance, identity: cast.from.identity, limitTime: seconds };
        let counter = chain.view(chain.module("TimeTransfersLimitsModule"), &call);
        let used = if counter.timer > U256::from(chain.reads().at().timestamp.0) { counter.value } else { U256::ZERO };
        let limit = TimeLimit { limitTime: seconds, limitValue: used + cast.amount };
        chain.set("TimeTransfersLimitsModule", &setTimeTransferLimitCall { limit });
        if self != Self::AgentUnderTimeLimit {
            return vec![Effect::Above(cast.amount, Code::TimeTransferLimit)];
        }
        chain.issuer(chain.fund.token, &addAgentCall { agent: cast.from.wallet });
        vec![Effect::Agent]
    }

    fn exchanges(self, chain: &Chain, cast: &Cast) -> Vec<Effect> {
        let monthly = self == Self::MonthlyExchange;
        let name = if monthly { "ExchangeMonthlyLimitsModule" } else { "TimeExchangeLimitsModule" };
        bind(chain, name);
        let (module, exchange) = (chain.module(name), cast.to.identity);
        let owner = chain.view(module, &ownerCall {});
        chain.send(owner, module, &addExchangeIDCall { identity: exchange });
        let (compliance, investor) = (chain.fund.compliance, cast.from.identity);
        if monthly {
            let call = getMonthlyCounterCall { compliance, exchange, investor };
            let limit = chain.view(module, &call) + cast.amount;
            chain.set(name, &setExchangeMonthlyLimitCall { exchange, limit });
            return vec![Effect::Above(cast.amount, Code::ExchangeMonthlyLimit)];
        }
        let seconds = 7_200;
        let call = getExchangeCounterCall { compliance, exchange, investor, limitTime: seconds };
        let counter = chain.view(module, &call);
        let open = counter.timer > U256::from(chain.reads().at().timestamp.0);
        let used = if open { counter.value } else { U256::ZERO };
        let limit = TimeLimit { limitTime: seconds, limitValue: used + cast.amount };
        chain.set(name, &setExchangeLimitCall { exchange, limit });
        vec![Effect::Above(cast.amount, Code::TimeExchangeLimit)]
    }

    fn lists(self, chain: &Chain, cast: &Cast, white: bool) -> Vec<Effect> {
        let (token, to, from, amount) = (chain.fund.token, cast.to.wallet, cast.from.wallet, cast.amount);
        match self {
            Self::Conditional => {
                bind(chain, "ConditionalTransferModule");
                vec![Effect::Breaks(Code::NotApproved)]
            }
            Self::ConditionalApproved => {
                bind(chain, "ConditionalTransferModule");
                chain.set("ConditionalTransferModule", &approveTransferCall { from, to, amount });
                vec![Effect::Except(amount, Code::NotApproved)]
            }
            Self::RestrictTransfers => {
                bind(chain, "TransferRestrictModule");
                vec![Effect::Breaks(Code::TransferRestricted)]
            }
            Self::RestrictTransfersListed => {
                bind(chain, "TransferRestrictModule");
                let account = if cast.nonce.is_multiple_of(2) { from } else { to };
                chain.set("TransferRestrictModule", &allowUserCall { account });
                Vec::new()
            }
            Self::Listing => {
                bind(chain, "TokenListingRestrictionsModule");
                if white { vec![Effect::Breaks(Code::TokenNotListed)] } else { Vec::new() }
            }
            _ => {
                bind(chain, "TokenListingRestrictionsModule");
                let kind = u8::from(!cast.nonce.is_multiple_of(2));
                chain.send(to, chain.module("TokenListingRestrictionsModule"), &listTokenCall { token, kind });
                if white { Vec::new() } else { vec![Effect::Breaks(Code::TokenRefused)] }
            }
        }
    }

    fn fees(self, chain: &Chain, cast: &Cast) -> Vec<Effect> {
        let (token, registry, collector) = (chain.fund.token, chain.fund.registry, cast.collector);
        let rate = U256::from(1 + cast.nonce % 300);
        bind_fees(chain, rate, collector.wallet);
        let free = U256::from(9_999) / rate;
        match self {
            Self::Fee => vec![Effect::Fee(rate)],
            Self::FeeCollectorUnverified => {
                chain.issuer(registry, &deleteIdentityCall { account: collector.wallet });
                vec![Effect::Above(free, Code::FeeNotCollectable)]
            }
            Self::FeeModuleNoAgent => {
                chain.issuer(token, &removeAgentCall { agent: chain.module("TransferFeesModule") });
                vec![Effect::Above(free, Code::FeeNotCollectable)]
            }
            _ => {
                // The collector may get the fee of `amount` and of what rounds down to the same, and no more.
                let max = chain.booked(collector.identity) + cast.amount * rate / U256::from(10_000);
                chain.set("MaxBalanceModule", &setMaxBalanceCall { max });
                vec![Effect::Fee(rate), Effect::Maximum(max)]
            }
        }
    }
}
