//! The fund of the demo chain and what its issuer can do to it.

use std::ops::Deref;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use serde_json::json;

use crate::chain::{Chain, address};

sol! {
    // Token, registry, compliance.
    function pause() external;
    function setAddressFrozen(address account, bool frozen) external;
    function freezePartialTokens(address account, uint256 amount) external;
    function forcedTransfer(address from, address to, uint256 amount) external returns (bool);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
    function allowance(address owner, address spender) external view returns (uint256);
    function getFrozenTokens(address account) external view returns (uint256);
    function identity(address account) external view returns (address);
    function unbindToken(address token) external;
    function setSupplyLimit(uint256 limit) external;
    function balanceOf(address account) external view returns (uint256);
    function addAgent(address agent) external;
    function removeAgent(address agent) external;
    function registerIdentity(address account, address identity, uint16 country) external;
    function deleteIdentity(address account) external;
    function addModule(address module) external;
    function removeModule(address module) external;
    function callModuleFunction(bytes callData, address module) external;
    // Claims.
    function addClaimTopic(uint256 topic) external;
    function addTrustedIssuer(address issuer, uint256[] topics) external;
    function updateIssuerClaimTopics(address issuer, uint256[] topics) external;
    function createIdentity(address account, string salt) external returns (address);
    function getIdentity(address account) external view returns (address);
    function addClaim(uint256 topic, uint256 scheme, address issuer, bytes signature, bytes data, string uri) external returns (bytes32);
    function removeClaim(bytes32 claimId) external returns (bool);
    function revokeClaim(bytes32 claimId, address identity) external returns (bool);
    function addKey(bytes32 key, uint256 purpose, uint256 kind) external returns (bool);
    function removeKey(bytes32 key, uint256 purpose) external returns (bool);
    // Modules.
    #[derive(Debug)]
    struct TimeLimit { uint32 limitTime; uint256 limitValue; }
    function setMaxBalance(uint256 max) external;
    function preSetModuleState(address compliance, address identity, uint256 balance) external;
    function presetCompleted(address compliance) external;
    function getIDBalance(address compliance, address identity) external view returns (uint256);
    function setTimeTransferLimit(TimeLimit limit) external;
    function usersCounters(address compliance, address identity, uint32 limitTime) external view returns (uint256 value, uint256 timer);
    function removeAllowedCountry(uint16 country) external;
    function addCountryRestriction(uint16 country) external;
    function approveTransfer(address from, address to, uint256 amount) external;
    function allowUser(address account) external;
    function setFee(uint256 rate, address collector) external;
    function addExchangeID(address identity) external;
    function setExchangeMonthlyLimit(address exchange, uint256 limit) external;
    function setExchangeLimit(address exchange, TimeLimit limit) external;
    #[derive(Debug)]
    struct Counter { uint256 value; uint256 timer; }
    function getExchangeCounter(address compliance, address exchange, address investor, uint32 limitTime) external view returns (Counter memory);
    function getMonthlyCounter(address compliance, address exchange, address investor) external view returns (uint256);
    function configureToken(uint8 kind) external;
    function listToken(address token, uint8 kind) external;
    function owner() external view returns (address);
}

/// Investors with the names that the scenarios know them by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Investor {
    pub(crate) wallet: Address,
    pub(crate) identity: Address,
    /// Who holds the key that manages the identity.
    pub(crate) manager: Address,
    pub(crate) country: u16,
    /// Whether the identity has no other wallet.
    pub(crate) only_wallet: bool,
}

/// The contracts of the fund.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fund {
    pub(crate) token: Address,
    pub(crate) compliance: Address,
    pub(crate) registry: Address,
    pub(crate) issuers: Address,
    pub(crate) topics: Address,
    pub(crate) claim_issuer: Address,
    pub(crate) id_factory: Address,
    pub(crate) issuer: Address,
    pub(crate) deployer: Address,
    pub(crate) claim_signer: Address,
}

/// A running chain and the fund on it.
pub(crate) struct FundChain {
    pub(crate) fund: Fund,
    chain: Chain,
}

impl Deref for FundChain {
    type Target = Chain;

    fn deref(&self) -> &Chain {
        &self.chain
    }
}

impl FundChain {
    pub(crate) fn start() -> Self {
        let chain = Chain::start();
        let at = |group: &str, name: &str| address(&chain.demo[group][name]);
        let fund = Fund {
            token: at("contracts", "fund"),
            compliance: at("contracts", "compliance"),
            registry: at("contracts", "identityRegistry"),
            issuers: at("contracts", "trustedIssuersRegistry"),
            topics: at("contracts", "claimTopicsRegistry"),
            claim_issuer: at("contracts", "claimIssuer"),
            id_factory: at("contracts", "identityFactory"),
            issuer: at("accounts", "fundIssuer"),
            deployer: at("accounts", "deployer"),
            claim_signer: at("accounts", "claimSigner"),
        };
        Self { fund, chain }
    }

    pub(crate) fn module(&self, name: &str) -> Address {
        address(&self.demo["contracts"]["modules"][name])
    }

    pub(crate) fn identity(&self, name: &str) -> Address {
        address(&self.demo["contracts"]["identities"][name])
    }

    /// As the fund's issuer.
    pub(crate) fn issuer<C: SolCall>(&self, to: Address, call: &C) {
        self.send(self.fund.issuer, to, call);
    }

    /// A module's setting, through the compliance contract that it belongs to.
    pub(crate) fn set<C: SolCall>(&self, module: &str, call: &C) {
        let module = self.module(module);
        self.issuer(self.fund.compliance, &callModuleFunctionCall { callData: call.abi_encode().into(), module });
    }

    pub(crate) fn balance(&self, account: Address) -> U256 {
        self.view(self.fund.token, &balanceOfCall { account })
    }

    /// What the maximum-balance module has booked for an identity.
    pub(crate) fn booked(&self, identity: Address) -> U256 {
        self.view(self.module("MaxBalanceModule"), &getIDBalanceCall { compliance: self.fund.compliance, identity })
    }

    /// Gives an identity a freshly signed claim.
    pub(crate) fn add_claim(&self, issuer: Address, investor: Investor, topic: u64, nonce: u64) {
        let data: Bytes = format!("claim {nonce}").into_bytes().into();
        let digest = keccak256((investor.identity, U256::from(topic), data.clone()).abi_encode_params());
        let signed = self.devnet.call("eth_sign", json!([self.fund.claim_signer, digest]));
        let signature: Bytes = serde_json::from_value(signed).expect("a signature");
        let call = addClaimCall {
            topic: U256::from(topic),
            scheme: U256::from(1),
            issuer,
            signature,
            data,
            uri: String::new(),
        };
        self.send(investor.manager, investor.identity, &call);
    }
}

/// ERC-735: `keccak256(abi.encode(issuer, topic))`.
pub(crate) fn claim_id(issuer: Address, topic: u64) -> B256 {
    keccak256((issuer, U256::from(topic)).abi_encode())
}

/// The key under which ERC-734 knows an account.
pub(crate) fn key_of(account: Address) -> B256 {
    keccak256(account.abi_encode())
}
