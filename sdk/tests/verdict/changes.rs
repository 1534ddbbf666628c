//! What the issuer changes for one scenario, how it is undone, and what it should break.

use alloy_primitives::{Address, U256};
use assay_sdk::compliance::RestrictionCode as Code;

use crate::books::{bare_identity, bind, bind_fees, fee_before_books, generous_maximum, stale_books};
use crate::fund::{FundChain as Chain, *};

/// One change of the fund's rules or of somebody's standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Pause,
    FreezeSender,
    FreezeReceiver,
    FreezePart,
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
    DisallowCountry,
    RestrictCountry,
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
    Fee,
    FeeCollectorUnverified,
    FeeCollectorFull,
    FeeModuleNoAgent,
    FeeBeforeBooks,
    StaleBooks,
}

pub(crate) const ALL: [Change; 34] = [
    Change::Pause,
    Change::FreezeSender,
    Change::FreezeReceiver,
    Change::FreezePart,
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
    Change::DisallowCountry,
    Change::RestrictCountry,
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
    Change::Fee,
    Change::FeeCollectorUnverified,
    Change::FeeCollectorFull,
    Change::FeeModuleNoAgent,
    Change::FeeBeforeBooks,
    Change::StaleBooks,
];

/// What a change breaks: by itself, or above an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing.
    Harmless,
    /// Every amount.
    Breaks(Code),
    /// Amounts above this.
    Above(U256, Code),
    /// Every amount but this.
    Except(U256, Code),
}

/// Sender, receiver and bystanders of one scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cast {
    pub(crate) from: Investor,
    pub(crate) to: Investor,
    pub(crate) collector: Investor,
    pub(crate) amount: U256,
    /// Makes limits, salts and claims of each scenario its own.
    pub(crate) nonce: u64,
}

pub(crate) type Undo = Box<dyn Fn(&Chain)>;

const KYC: u64 = 1;
pub(crate) const GENEROUS: u8 = 120;

pub(crate) fn undo(action: impl Fn(&Chain) + 'static) -> Undo {
    Box::new(action)
}

impl Change {
    /// Whether it makes sense for this cast.
    pub(crate) fn suits(self, cast: &Cast) -> bool {
        let same_wallet = cast.from.wallet == cast.to.wallet;
        let same_identity = cast.from.identity == cast.to.identity;
        match self {
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

    /// Whether both touch the same setting, so that undoing one would undo the other.
    pub(crate) fn clashes(self, other: Self) -> bool {
        self == other || self.groups().iter().any(|group| other.groups().contains(group))
    }

    fn groups(self) -> &'static [u8] {
        match self {
            Self::Pause => &[0],
            Self::FreezeSender => &[1],
            Self::FreezeReceiver => &[2],
            Self::FreezePart => &[3],
            // The standing of identities, claims and their issuers.
            Self::UnregisterReceiver
            | Self::UnregisterSender
            | Self::ReceiverWithoutClaims
            | Self::ReceiverWithoutIdentityCode
            | Self::RequireMore
            | Self::TrustNobody
            | Self::TrustAnother
            | Self::RevokeClaim
            | Self::RemoveClaim
            | Self::RemoveSignerKey => &[4],
            Self::FeeCollectorUnverified => &[4, 11],
            Self::DisallowCountry => &[5],
            Self::RestrictCountry => &[6],
            Self::MaxBalance => &[7],
            Self::FeeCollectorFull => &[4, 7, 11],
            Self::StaleBooks | Self::FeeBeforeBooks => &[4, 7, 11],
            Self::TimeLimit => &[8],
            Self::SecondTimeLimit => &[8],
            Self::AgentUnderTimeLimit => &[8],
            Self::MonthlyExchange => &[4, 9],
            Self::TimedExchange => &[4, 10],
            Self::Fee | Self::FeeModuleNoAgent => &[4, 11],
            Self::Conditional | Self::ConditionalApproved => &[12],
            Self::RestrictTransfers | Self::RestrictTransfersListed => &[13],
            Self::Listing | Self::ListingListed => &[14],
        }
    }

    /// Makes the change. `white` tells how the token's listing module is configured.
    pub(crate) fn apply(self, chain: &Chain, cast: &Cast, white: bool) -> (Effect, Undo) {
        match self {
            Self::Pause | Self::FreezeSender | Self::FreezeReceiver | Self::FreezePart => self.stop(chain, cast),
            Self::UnregisterReceiver
            | Self::UnregisterSender
            | Self::ReceiverWithoutClaims
            | Self::ReceiverWithoutIdentityCode => self.unregister(chain, cast),
            Self::RequireMore
            | Self::TrustNobody
            | Self::TrustAnother
            | Self::RevokeClaim
            | Self::RemoveClaim
            | Self::RemoveSignerKey => self.claims(chain, cast),
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
            Self::Fee | Self::FeeCollectorUnverified | Self::FeeCollectorFull | Self::FeeModuleNoAgent => {
                self.fees(chain, cast)
            }
            Self::FeeBeforeBooks => fee_before_books(chain, cast),
            Self::StaleBooks => stale_books(chain, cast),
        }
    }

    fn stop(self, chain: &Chain, cast: &Cast) -> (Effect, Undo) {
        let token = chain.fund.token;
        let freeze = move |chain: &Chain, account: Address, frozen: bool| {
            chain.issuer(token, &setAddressFrozenCall { account, frozen });
        };
        let (from, to) = (cast.from.wallet, cast.to.wallet);
        match self {
            Self::Pause => {
                chain.issuer(token, &pauseCall {});
                (Effect::Breaks(Code::Paused), undo(move |chain| chain.issuer(token, &unpauseCall {})))
            }
            Self::FreezeSender => {
                freeze(chain, from, true);
                (Effect::Breaks(Code::SenderFrozen), undo(move |chain| freeze(chain, from, false)))
            }
            Self::FreezeReceiver => {
                freeze(chain, to, true);
                (Effect::Breaks(Code::ReceiverFrozen), undo(move |chain| freeze(chain, to, false)))
            }
            _ => {
                let frozen = chain.balance(from) - cast.amount;
                chain.issuer(token, &freezePartialTokensCall { account: from, amount: frozen });
                let thaw = unfreezePartialTokensCall { account: from, amount: frozen };
                (Effect::Above(cast.amount, Code::PartlyFrozen), undo(move |chain| chain.issuer(token, &thaw)))
            }
        }
    }

    fn unregister(self, chain: &Chain, cast: &Cast) -> (Effect, Undo) {
        let registry = chain.fund.registry;
        let whom = if self == Self::UnregisterSender { cast.from } else { cast.to };
        let account = whom.wallet;
        chain.issuer(registry, &deleteIdentityCall { account });
        let back = registerIdentityCall { account, identity: whom.identity, country: whom.country };
        let other = match self {
            Self::ReceiverWithoutClaims => Some((bare_identity(chain, cast.nonce), Code::ClaimMissing)),
            Self::ReceiverWithoutIdentityCode => Some((Address::repeat_byte(0xee), Code::IdentityUnreadable)),
            _ => None,
        };
        let Some((identity, code)) = other else {
            let unregistered =
                if self == Self::UnregisterSender { Code::SenderNotRegistered } else { Code::ReceiverNotRegistered };
            return (Effect::Breaks(unregistered), undo(move |chain| chain.issuer(registry, &back)));
        };
        chain.issuer(registry, &registerIdentityCall { account, identity, country: whom.country });
        let undo = undo(move |chain| {
            chain.issuer(registry, &deleteIdentityCall { account });
            chain.issuer(registry, &back);
        });
        (Effect::Breaks(code), undo)
    }

    fn claims(self, chain: &Chain, cast: &Cast) -> (Effect, Undo) {
        let fund = chain.fund;
        let (to, nonce) = (cast.to, cast.nonce);
        let trusted = |topics: &[u64]| topics.iter().copied().map(U256::from).collect::<Vec<_>>();
        match self {
            Self::RequireMore => {
                let topic = U256::from(42);
                chain.issuer(fund.topics, &addClaimTopicCall { topic });
                let update = |topics| updateIssuerClaimTopicsCall { issuer: fund.claim_issuer, topics };
                chain.issuer(fund.issuers, &update(trusted(&[KYC, 7, 42])));
                let back = update(trusted(&[KYC, 7]));
                let undo = undo(move |chain| {
                    chain.issuer(fund.topics, &removeClaimTopicCall { topic });
                    chain.issuer(fund.issuers, &back);
                });
                (Effect::Breaks(Code::ClaimMissing), undo)
            }
            Self::TrustNobody => {
                let update = |topics| updateIssuerClaimTopicsCall { issuer: fund.claim_issuer, topics };
                chain.issuer(fund.issuers, &update(trusted(&[KYC])));
                let back = update(trusted(&[KYC, 7]));
                (Effect::Breaks(Code::NoTrustedIssuer), undo(move |chain| chain.issuer(fund.issuers, &back)))
            }
            Self::TrustAnother => {
                let another = Address::repeat_byte(0xaa);
                chain.issuer(fund.issuers, &addTrustedIssuerCall { issuer: another, topics: trusted(&[KYC]) });
                let update = |topics| updateIssuerClaimTopicsCall { issuer: fund.claim_issuer, topics };
                chain.issuer(fund.issuers, &update(trusted(&[7])));
                let back = update(trusted(&[KYC, 7]));
                let undo = undo(move |chain| {
                    chain.issuer(fund.issuers, &removeTrustedIssuerCall { issuer: another });
                    chain.issuer(fund.issuers, &back);
                });
                (Effect::Breaks(Code::ClaimIssuerUntrusted), undo)
            }
            Self::RevokeClaim => {
                let call = revokeClaimCall { claimId: claim_id(fund.claim_issuer, KYC), identity: to.identity };
                chain.send(fund.deployer, fund.claim_issuer, &call);
                (Effect::Breaks(Code::ClaimRevoked), undo(move |chain| chain.add_claim(to, KYC, nonce)))
            }
            Self::RemoveClaim => {
                let call = removeClaimCall { claimId: claim_id(fund.claim_issuer, KYC) };
                chain.send(to.manager, to.identity, &call);
                (Effect::Breaks(Code::ClaimMissing), undo(move |chain| chain.add_claim(to, KYC, nonce)))
            }
            _ => {
                let key = key_of(fund.claim_signer);
                let purpose = U256::from(3);
                chain.send(fund.deployer, fund.claim_issuer, &removeKeyCall { key, purpose });
                let back = addKeyCall { key, purpose, kind: U256::from(1) };
                let undo = undo(move |chain| chain.send(fund.deployer, fund.claim_issuer, &back));
                (Effect::Breaks(Code::ClaimInvalid), undo)
            }
        }
    }

    fn countries(self, chain: &Chain, cast: &Cast) -> (Effect, Undo) {
        let country = cast.to.country;
        if self == Self::DisallowCountry {
            chain.set("CountryAllowModule", &removeAllowedCountryCall { country });
            let back = undo(move |chain| chain.set("CountryAllowModule", &addAllowedCountryCall { country }));
            return (Effect::Breaks(Code::CountryNotAllowed), back);
        }
        let unbind = bind(chain, "CountryRestrictModule");
        chain.set("CountryRestrictModule", &addCountryRestrictionCall { country });
        let back = undo(move |chain| {
            chain.set("CountryRestrictModule", &removeCountryRestrictionCall { country });
            unbind(chain);
        });
        (Effect::Breaks(Code::CountryRestricted), back)
    }

    fn limits(self, chain: &Chain, cast: &Cast) -> (Effect, Undo) {
        let compliance = chain.fund.compliance;
        if self == Self::MaxBalance {
            let call = getIDBalanceCall { compliance, identity: cast.to.identity };
            let booked = chain.view(chain.module("MaxBalanceModule"), &call);
            chain.set("MaxBalanceModule", &setMaxBalanceCall { max: booked + cast.amount });
            return (Effect::Above(cast.amount, Code::MaxBalance), undo(generous_maximum));
        }
        let seconds = if self == Self::SecondTimeLimit {
            86_400
        } else {
            3_600 + u32::try_from(cast.nonce).expect("few scenarios")
        };
        let call = usersCountersCall { compliance, identity: cast.from.identity, limitTime: seconds };
        let counter = chain.view(chain.module("TimeTransfersLimitsModule"), &call);
        let limit = move |value| TimeLimit { limitTime: seconds, limitValue: value };
        let used = if counter.timer > U256::from(chain.reads().at().timestamp.0) { counter.value } else { U256::ZERO };
        let tight = setTimeTransferLimitCall { limit: limit(used + cast.amount) };
        chain.set("TimeTransfersLimitsModule", &tight);
        let back = undo(move |chain| {
            if seconds == 86_400 {
                let limit = limit(U256::from(1) << GENEROUS);
                chain.set("TimeTransfersLimitsModule", &setTimeTransferLimitCall { limit });
            } else {
                chain.set("TimeTransfersLimitsModule", &removeTimeTransferLimitCall { limitTime: seconds });
            }
        });
        if self != Self::AgentUnderTimeLimit {
            return (Effect::Above(cast.amount, Code::TimeTransferLimit), back);
        }
        let (token, agent) = (chain.fund.token, cast.from.wallet);
        chain.issuer(token, &addAgentCall { agent });
        let back = undo(move |chain| {
            chain.issuer(token, &removeAgentCall { agent });
            back(chain);
        });
        (Effect::Harmless, back)
    }

    fn exchanges(self, chain: &Chain, cast: &Cast) -> (Effect, Undo) {
        let monthly = self == Self::MonthlyExchange;
        let name = if monthly { "ExchangeMonthlyLimitsModule" } else { "TimeExchangeLimitsModule" };
        let unbind = bind(chain, name);
        let (module, exchange) = (chain.module(name), cast.to.identity);
        let owner = chain.view(module, &ownerCall {});
        chain.send(owner, module, &addExchangeIDCall { identity: exchange });
        let code = if monthly { Code::ExchangeMonthlyLimit } else { Code::TimeExchangeLimit };
        if monthly {
            let compliance = chain.fund.compliance;
            let call = getMonthlyCounterCall { compliance, exchange, investor: cast.from.identity };
            let limit = chain.view(module, &call) + cast.amount;
            chain.set(name, &setExchangeMonthlyLimitCall { exchange, limit });
        } else {
            // A window of an exchange cannot be removed and four are the most: this one is set again and again.
            let (compliance, seconds) = (chain.fund.compliance, 7_200);
            let investor = cast.from.identity;
            let call = getExchangeCounterCall { compliance, exchange, investor, limitTime: seconds };
            let counter = chain.view(module, &call);
            let open = counter.timer > U256::from(chain.reads().at().timestamp.0);
            let used = if open { counter.value } else { U256::ZERO };
            let limit = TimeLimit { limitTime: seconds, limitValue: used + cast.amount };
            chain.set(name, &setExchangeLimitCall { exchange, limit });
        }
        let back = undo(move |chain| {
            chain.send(owner, module, &removeExchangeIDCall { identity: exchange });
            unbind(chain);
        });
        (Effect::Above(cast.amount, code), back)
    }

    fn lists(self, chain: &Chain, cast: &Cast, white: bool) -> (Effect, Undo) {
        let (token, to, from, amount) = (chain.fund.token, cast.to.wallet, cast.from.wallet, cast.amount);
        match self {
            Self::Conditional => (Effect::Breaks(Code::NotApproved), bind(chain, "ConditionalTransferModule")),
            Self::ConditionalApproved => {
                let unbind = bind(chain, "ConditionalTransferModule");
                chain.set("ConditionalTransferModule", &approveTransferCall { from, to, amount });
                (Effect::Except(amount, Code::NotApproved), unbind)
            }
            Self::RestrictTransfers => {
                (Effect::Breaks(Code::TransferRestricted), bind(chain, "TransferRestrictModule"))
            }
            Self::RestrictTransfersListed => {
                let unbind = bind(chain, "TransferRestrictModule");
                let account = if cast.nonce.is_multiple_of(2) { from } else { to };
                chain.set("TransferRestrictModule", &allowUserCall { account });
                let back = undo(move |chain| {
                    chain.set("TransferRestrictModule", &disallowUserCall { account });
                    unbind(chain);
                });
                (Effect::Harmless, back)
            }
            Self::Listing if white => {
                (Effect::Breaks(Code::TokenNotListed), bind(chain, "TokenListingRestrictionsModule"))
            }
            Self::Listing => (Effect::Harmless, bind(chain, "TokenListingRestrictionsModule")),
            _ => {
                let unbind = bind(chain, "TokenListingRestrictionsModule");
                let module = chain.module("TokenListingRestrictionsModule");
                let kind = u8::from(!cast.nonce.is_multiple_of(2));
                chain.send(to, module, &listTokenCall { token, kind });
                let back = undo(move |chain| {
                    chain.send(to, module, &unlistTokenCall { token, kind });
                    unbind(chain);
                });
                (if white { Effect::Harmless } else { Effect::Breaks(Code::TokenRefused) }, back)
            }
        }
    }

    fn fees(self, chain: &Chain, cast: &Cast) -> (Effect, Undo) {
        let (token, registry, collector) = (chain.fund.token, chain.fund.registry, cast.collector);
        let rate = U256::from(1 + cast.nonce % 300);
        let unbind = bind_fees(chain, rate, collector.wallet);
        let free = U256::from(9_999) / rate;
        let account = collector.wallet;
        match self {
            Self::Fee => (Effect::Harmless, unbind),
            Self::FeeCollectorUnverified => {
                chain.issuer(registry, &deleteIdentityCall { account });
                let back = registerIdentityCall { account, identity: collector.identity, country: collector.country };
                let undo = undo(move |chain| {
                    chain.issuer(registry, &back);
                    unbind(chain);
                });
                (Effect::Above(free, Code::FeeNotCollectable), undo)
            }
            Self::FeeModuleNoAgent => {
                let agent = chain.module("TransferFeesModule");
                chain.issuer(token, &removeAgentCall { agent });
                let undo = undo(move |chain| {
                    chain.issuer(token, &addAgentCall { agent });
                    unbind(chain);
                });
                (Effect::Above(free, Code::FeeNotCollectable), undo)
            }
            _ => {
                // The collector may get the fee of `amount` and of what rounds down to the same, and no more.
                let compliance = chain.fund.compliance;
                let books =
                    |identity| chain.view(chain.module("MaxBalanceModule"), &getIDBalanceCall { compliance, identity });
                let room = cast.amount * rate / U256::from(10_000);
                let max = books(collector.identity) + room;
                let most = ((room + U256::from(1)) * U256::from(10_000) - U256::from(1)) / rate;
                if books(cast.to.identity) + most + U256::from(1) > max {
                    return (Effect::Harmless, unbind);
                }
                chain.set("MaxBalanceModule", &setMaxBalanceCall { max });
                let undo = undo(move |chain| {
                    generous_maximum(chain);
                    unbind(chain);
                });
                (Effect::Above(most, Code::CollectorMaxBalance), undo)
            }
        }
    }
}
